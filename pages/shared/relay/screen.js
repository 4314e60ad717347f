// A light page of the hall, as it is, in a frame without an address: it goes by the session of this page.
import { relay } from '../../hall/relay.js'
import { codeIn } from '../../hall/place.js'
import { base } from '../browser/address.js'
import { isOffered } from '../presenter/rooms.js'

const LINK = 'a[hreflang]'

// Its links lead the page around it; another language is a word in that page's address.
function lead(frame) {
  const inside = frame.contentDocument
  inside.head.append(Object.assign(inside.createElement('base'), { target: '_parent' }))
  for (const link of inside.querySelectorAll(LINK)) {
    const other = new URL(location.href)
    other.searchParams.set('lang', link.hreflang)
    link.href = other.href
  }
  frame.contentWindow.focus()
}

function show(root, page) {
  relay()
  const frame = document.createElement('iframe')
  frame.onload = () => lead(frame)
  frame.title = document.title
  frame.srcdoc = page
  root.append(frame)
}

function leave(paths) {
  const asked = new URLSearchParams(location.search)
  const path = `hall/${encodeURIComponent(codeIn(asked.get('room')))}${asked.has('speaker') ? '/speaker' : ''}`
  const lang = asked.has('lang') ? `?lang=${encodeURIComponent(asked.get('lang'))}` : ''
  location.replace(base(paths) + path + lang + location.hash)
}

/** Called by Streamlit. */
export default function mount({ data: [{ page, paths }], parentElement }) {
  isOffered(paths).then((is) => {
    if (is) leave(paths)
    else if (!parentElement.querySelector('iframe')) show(parentElement, page)
  })
}
