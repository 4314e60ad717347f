// The clicker. A scene is a link, so to go on is to visit a link. The link that was wanted last is
// kept: after fast presses the answer to an older one may come in between, and set the address back.
const KEYS = { PageDown: 1, PageUp: -1, ArrowRight: 1, ArrowLeft: -1 }
const OWN = 'input, textarea, select, [role=radio], [role=radiogroup], [role=tab], [role=slider], [contenteditable=true]'

const stage = (window.__stage ??= { wanted: null })

function place({ places, at }) {
  const now = new URLSearchParams(location.search)
  const here = [now.get('scene'), now.get('reveal') ?? ''].join()
  const found = places.findIndex((each) => each.join() === here)
  return found < 0 ? at : found
}

const PLACE = ['lecture', 'scene', 'reveal', 'size']

function withoutLecture(link) {
  for (const name of PLACE) link.searchParams.delete(name)
  return link
}

// A short link names only lecture and scene: page and settings are those of the scene, once.
function isShort(stop) {
  const [page, query] = stop.split('?')
  const names = (search) => [...new URLSearchParams(search).keys()]
  const hasNone = (search) => names(search).every((name) => PLACE.includes(name))
  const isElsewhere = location.pathname.split('/').at(-1) !== page
  return isElsewhere || (hasNone(location.search) && !hasNone(query))
}

const presenting = () => new URLSearchParams(location.search).has('lecture')

const dialogOpen = (root) =>
  root.querySelector('dialog').open || document.querySelector('[role=dialog], dialog[open]')

export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  const root = parentElement
  const [back, list, next, again, share, end, dialog, scenes, close] = [
    '.back', '.list', '.next', '.again', '.share', '.end', 'dialog', 'ol', '.close',
  ].map((name) => root.querySelector(name))

  const show = (at, how) => {
    if (!data.stops[at]) return
    stage.wanted = data.stops[at]
    visit(data.paths, stage.wanted, how)
  }
  const now = () => (data.stops.includes(stage.wanted) ? data.stops.indexOf(stage.wanted) : place(data))
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
  list.textContent = `${number} / ${data.headlines.length}`
  list.setAttribute('aria-label', `Scene ${number} of ${data.headlines.length}, list of scenes`)
  back.disabled = data.at === 0
  next.disabled = data.at === data.stops.length - 1
  back.onclick = () => go(-1)
  next.onclick = () => go(1)
  again.onclick = () => show(now())
  share.onclick = () => setTriggerValue('share', withoutLecture(publicLink()).href)
  end.onclick = () => {
    stage.wanted = null
    follow(withoutLecture(new URL(location.href)))
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
  const here = place(data)
  const wanted = data.stops.indexOf(stage.wanted)
  if (wanted < 0) {
    stage.wanted = data.stops[here]
    if (isShort(stage.wanted)) show(here, 'replaceState')
  } else if (wanted !== data.at && wanted !== here) show(wanted, 'replaceState')
  // The keys outlive this component: a press may come while the next page is being drawn.
  stage.off = () => {
    window.removeEventListener('keydown', key, true)
    window.removeEventListener('popstate', popped, true)
    window.removeEventListener('resize', measure)
  }
}
