// The phone's page: it follows the lecturer, and sends what its owner thinks.
import { label } from '../shared/browser/words.js'
import { partsOf, say, words as readWords } from './dom.js'
import { followPointer, standOf } from './guess.js'
import { keep, remember } from './memory.js'
import { outbox } from './outbox.js'
import { draw } from './phone_view.js'
import { codeIn, isCode, placeIn } from './place.js'
import { answer, begin, follow, gone, isOpen, joined, kept, moved, ownOf } from './state.js'
import { home, transportOf } from './transport.js'

// The hall of a code, in the language that was chosen.
function visit(root, code) {
  const { location: here } = home()
  if (home() === window) here.assign(`${root}hall/${code}${here.search}`)
  else here.search = here.search.replace(/room=[^&]*/, `room=${code}`)
}

// A code that is typed leads to its hall.
function takeCode({ form, code, fault }, words, root) {
  form.onsubmit = (event) => {
    event.preventDefault()
    const typed = codeIn(code.value)
    const isGood = isCode(typed)
    say(fault, isGood ? '' : words['code-form'])
    code.setAttribute('aria-invalid', String(!isGood))
    if (isGood) visit(root, typed)
    else code.focus()
  }
}

/** Starts the page. */
export default function start() {
  const { pathname, search } = home().location
  const [words, parts, { root, code }] = [readWords(), partsOf(document), placeIn(pathname, search)]
  const [way, room] = [transportOf(root), `room/${code}`]
  const page = { words, parts, root, code, line: 'joining', choose }
  let state = begin(remember(code))

  function change(next) {
    state = next
    page.draft = asking() ? standOf(state, state.draft?.value) : undefined
    if (code) keep(code, kept(state))
    draw(state, page)
  }
  const asking = () => (state.scene?.guess && isOpen(state.scene) ? state.scene : null)
  const flush = outbox((init) => way.fetch(`${room}/vote`, init), () => state, change)

  function choose(choice) {
    const { now } = ownOf(state)
    if (!isOpen(state.scene) || (now?.choice === choice && now.sent)) return
    change(answer(state, choice))
    flush()
  }
  const move = (value) => { if (asking()) change(moved(state, value)) }
  function tell(how) {
    page.line = how
    if (how === 'gone') change(gone(state))
    else if (how === 'open') { change(joined(state)); flush() }
    else draw(state, page)
  }

  label(document, words)
  takeCode(parts, words, root)
  parts.handle.oninput = () => move(parts.handle.valueAsNumber)
  parts.send.onclick = () => choose(page.draft)
  followPointer(parts.picture, asking, move)
  if (!code) { change(gone(state)); return }
  change(state)
  const { end } = way.listen(`${room}/events?lang=${document.documentElement.lang}`, {
    scene: (scene) => { change(follow(state, scene)); flush() },
    result: (result) => change({ ...state, result }),
    closed: () => { end(); change({ ...state, over: 'closed' }) },
  }, tell)
}

start()
