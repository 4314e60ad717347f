// The language of the page, for screen readers and in the link, and definitions that open in place.
import { shared } from '../browser/shared.js'
import { scroller } from '../browser/streamlit_adapter.js'

const GAP = 6 // pixels between a term and its definition

/**
 * Where a definition stands: under its term, or above it where there is no room below.
 *
 * @param {{ left: number, top: number, bottom: number }} term
 * @param {{ width: number, height: number }} box  of the definition
 * @param {{ width: number, height: number }} window
 * @returns {{ left: number, top: number }}
 */
export function placeFor(term, box, window) {
  const below = term.bottom + GAP
  const top = below + box.height <= window.height ? below : Math.max(GAP, term.top - GAP - box.height)
  return { left: Math.max(GAP, Math.min(term.left, window.width - box.width - GAP)), top }
}

const reader = () => shared('reader', () => {
  const reader = { terms: {}, box: null }
  document.addEventListener('click', (event) => {
    const link = event.composedPath()[0].closest?.('a[href*="#term-"]')
    const name = link?.hash.slice('#term-'.length)
    if (!reader.terms[name] || !reader.box) return
    event.preventDefault()
    open(reader.box, link, reader.terms[name])
  }, true)
  return reader
})

function open(box, link, { term, meaning }) {
  const name = document.createElement('strong')
  name.textContent = term
  box.replaceChildren(name, document.createElement('br'), meaning)
  box.setAttribute('aria-label', term)
  box.showPopover()
  const { left, top } = placeFor(link.getClientRects()[0], box.getBoundingClientRect(), {
    width: document.documentElement.clientWidth,
    height: document.documentElement.clientHeight,
  })
  Object.assign(box.style, { left: `${left}px`, top: `${top}px` })
  box.focus()
  const closed = ({ newState }) => { if (newState === 'closed') link.focus({ preventScroll: true }) }
  box.addEventListener('toggle', closed)
  box.addEventListener('toggle', ({ newState }) => { if (newState === 'closed') box.removeEventListener('toggle', closed) })
  scroller().addEventListener('scroll', () => box.hidePopover(), { once: true })
}

/** The way to another page leaves all settings behind; a language that was chosen comes along. */
function keepInLink(chosen) {
  const link = new URL(location.href)
  const missing = Object.entries(chosen).filter(([name]) => !link.searchParams.has(name))
  for (const [name, value] of missing) link.searchParams.set(name, value)
  if (missing.length) history.replaceState(history.state, '', link)
}

/** Called by Streamlit. */
export default function mount({ data: [data], parentElement }) {
  document.documentElement.lang = data.language
  keepInLink(data.chosen)
  const now = reader()
  now.terms = data.terms
  if (now.box?.isConnected && parentElement.contains(now.box)) return
  now.box = document.createElement('div')
  Object.assign(now.box, { className: 'definition', popover: 'auto', tabIndex: -1, role: 'note' })
  parentElement.append(now.box)
}
