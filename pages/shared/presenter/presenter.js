// The clicker. A scene is a link, so to go on is to visit a link. The link that was wanted last is
// kept: after fast presses the answer to an older one may come in between, and set the address back.
import { publicLink, visit } from '../browser/address.js'
import { shared } from '../browser/shared.js'
import { follow, openDialog } from '../browser/streamlit_adapter.js'
import { fill, label } from '../browser/words.js'
import { hall } from './hall.js'
import { viewOf } from './hall_view.js'
import { keptRoom } from './rooms.js'
import { isShort, placeOf, withoutLecture } from './stops.js'

const KEYS = { PageDown: 1, PageUp: -1, ArrowRight: 1, ArrowLeft: -1 }
const OWN = 'input, textarea, select, [role=radio], [role=radiogroup], [role=tab], [role=slider], [contenteditable=true]'

const stage = shared('stage', () => ({ wanted: null }))

const presenting = () => new URLSearchParams(location.search).has('lecture')

const dialogOpen = (root) =>
  root.querySelector('dialog[open]') || openDialog() || document.querySelector('dialog[open]')

function itemOf(words) {
  const item = document.createElement('li')
  const button = Object.assign(document.createElement('button'), { type: 'button', textContent: words })
  item.append(button)
  return item
}

/** Called by Streamlit for each scene. */
export default function mount({ data: [data], parentElement, setStateValue, setTriggerValue }) {
  const root = parentElement
  const [back, list, next, again, share, end, dialog, scenes, close] = [
    '.back', '.list', '.next', '.again', '.share', '.end', '.scenes', 'ol', '.close',
  ].map((name) => root.querySelector(name))

  const room = hall()
  const visitStop = (at, how) => {
    if (!data.stops[at]) return
    stage.wanted = data.stops[at]
    visit(data.paths, stage.wanted, how)
  }
  const place = () => placeOf(data.places, location.search, data.at)
  const now = () => (data.stops.includes(stage.wanted) ? data.stops.indexOf(stage.wanted) : place())
  const show = (at) => (room.isOpen() ? room.visit(at) : visitStop(at))
  const go = (by) => (room.isOpen() ? room.step(by) : show(now() + by))
  const key = (event) => {
    const by = KEYS[event.key]
    const isAgain = event.key?.toLowerCase() === 'v' && room.isOpen()
    if (!presenting()) return stage.off()
    if (!(by || isAgain) || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
    if (!event.key.startsWith('Page') && event.composedPath()[0].closest?.(OWN)) return
    if (dialogOpen(root)) return
    event.preventDefault()
    event.stopImmediatePropagation()
    if (event.repeat) return
    if (isAgain) room.again()
    else go(by)
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
  again.onclick = () => visitStop(now())
  share.onclick = () => setTriggerValue('share', withoutLecture(publicLink()).href)
  end.onclick = () => {
    stage.wanted = null
    room.end()
    stage.off()
    follow(withoutLecture(location.href))
  }
  list.onclick = () => dialog.showModal()
  close.onclick = () => dialog.close()
  // They are kept while they say the same: one of them may have the focus.
  if ([...scenes.children].map((item) => item.textContent).join('\n') !== data.headlines.join('\n'))
    scenes.replaceChildren(...data.headlines.map(itemOf))
  for (const [k, button] of [...scenes.querySelectorAll('button')].entries()) {
    if (k + 1 === number) button.setAttribute('aria-current', 'true')
    else button.removeAttribute('aria-current')
    button.onclick = () => {
      dialog.close()
      show(data.places.findIndex(([scene]) => +scene === k + 1))
    }
  }

  // Back in the browser is a wish of its own.
  const popped = (event) => {
    if (!event.isTrusted) return
    stage.wanted = null
    if (!presenting()) { room.end(); return }
    if (!room.isOpen()) { room.attach(view); return }
    stage.wanted = data.stops[place()]
    room.wander()
  }
  stage.off?.()
  window.addEventListener('keydown', key, true)
  window.addEventListener('popstate', popped, true)
  window.addEventListener('resize', measure)
  measure()
  const view = viewOf(root, data, { now, visit: visitStop, setStateValue })
  room.attach(view)
  if (keptRoom()?.isRelayed && !data.relays) setTriggerValue('relay', true)
  const here = place()
  const wanted = data.stops.indexOf(stage.wanted)
  if (wanted < 0) {
    stage.wanted = data.stops[here]
    if (isShort(stage.wanted, location)) visitStop(here, 'replaceState')
  } else if (wanted !== data.at && wanted !== here) visitStop(wanted, 'replaceState')
  // The keys outlive this component: a press may come while the next page is being drawn.
  stage.off = () => {
    window.removeEventListener('keydown', key, true)
    window.removeEventListener('popstate', popped, true)
    window.removeEventListener('resize', measure)
    view.end()
  }
}
