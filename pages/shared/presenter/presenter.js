// The clicker. A scene is a link, so to go on is to visit a link. The link that was wanted last is
// kept: after fast presses the answer to an older one may come in between, and set the address back.
import { publicLink, visit } from '../browser/address.js'
import { shared } from '../browser/shared.js'
import { follow, openDialog } from '../browser/streamlit_adapter.js'
import { fill, label } from '../browser/words.js'
import { isShort, placeOf, withoutLecture } from './stops.js'

const KEYS = { PageDown: 1, PageUp: -1, ArrowRight: 1, ArrowLeft: -1 }
const OWN = 'input, textarea, select, [role=radio], [role=radiogroup], [role=tab], [role=slider], [contenteditable=true]'

const stage = shared('stage', () => ({ wanted: null }))

const presenting = () => new URLSearchParams(location.search).has('lecture')

const dialogOpen = (root) =>
  root.querySelector('dialog').open || openDialog() || document.querySelector('dialog[open]')

/** Called by Streamlit for each scene. */
export default function mount({ data, parentElement, setStateValue, setTriggerValue }) {
  const root = parentElement
  const [back, list, next, again, share, end, dialog, scenes, close] = [
    '.back', '.list', '.next', '.again', '.share', '.end', 'dialog', 'ol', '.close',
  ].map((name) => root.querySelector(name))

  const show = (at, how) => {
    if (!data.stops[at]) return
    stage.wanted = data.stops[at]
    visit(data.paths, stage.wanted, how)
  }
  const place = () => placeOf(data.places, location.search, data.at)
  const now = () => (data.stops.includes(stage.wanted) ? data.stops.indexOf(stage.wanted) : place())
  const go = (by) => show(now() + by)
  const key = (event) => {
    const by = KEYS[event.key]
    if (!presenting()) return stage.off()
    if (!by || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
    if (event.key.startsWith('Arrow') && event.composedPath()[0].closest?.(OWN)) return
    if (dialogOpen(root)) return
    event.preventDefault()
    event.stopImmediatePropagation()
    if (!event.repeat) go(by)
  }

  const measure = () => {
    if (!presenting()) return
    const hall = innerWidth >= 1800 && innerHeight >= 1000 ? 'huge' : 'large'
    if (hall !== data.hall) setStateValue('hall', hall)
  }

  const number = +data.places[data.at][0]
  label(root, data.words)
  list.textContent = `${number} / ${data.headlines.length}`
  list.setAttribute('aria-label', fill(data.words.list, { number, count: data.headlines.length }))
  back.disabled = data.at === 0
  next.disabled = data.at === data.stops.length - 1
  back.onclick = () => go(-1)
  next.onclick = () => go(1)
  again.onclick = () => show(now())
  share.onclick = () => setTriggerValue('share', withoutLecture(publicLink()).href)
  end.onclick = () => {
    stage.wanted = null
    follow(withoutLecture(location.href))
  }
  list.onclick = () => dialog.showModal()
  close.onclick = () => dialog.close()
  scenes.replaceChildren(...data.headlines.map((words, k) => {
    const item = document.createElement('li')
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = words
    if (k + 1 === number) button.setAttribute('aria-current', 'true')
    button.onclick = () => {
      dialog.close()
      show(data.places.findIndex(([scene]) => +scene === k + 1))
    }
    item.append(button)
    return item
  }))

  // Back in the browser is a wish of its own.
  const popped = (event) => { if (event.isTrusted) stage.wanted = null }
  stage.off?.()
  window.addEventListener('keydown', key, true)
  window.addEventListener('popstate', popped, true)
  window.addEventListener('resize', measure)
  measure()
  const here = place()
  const wanted = data.stops.indexOf(stage.wanted)
  if (wanted < 0) {
    stage.wanted = data.stops[here]
    if (isShort(stage.wanted, location)) show(here, 'replaceState')
  } else if (wanted !== data.at && wanted !== here) show(wanted, 'replaceState')
  // The keys outlive this component: a press may come while the next page is being drawn.
  stage.off = () => {
    window.removeEventListener('keydown', key, true)
    window.removeEventListener('popstate', popped, true)
    window.removeEventListener('resize', measure)
  }
}
