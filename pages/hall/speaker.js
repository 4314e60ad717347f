// The speaker's screen: it sees what the hall believes before it is shown, and is a clicker.
import { fill, label } from '../shared/browser/words.js'
import { clickerOf } from './clicker.js'
import { deskOf } from './desk.js'
import { partsOf, say, words as readWords } from './dom.js'
import { linkWith, takeKey } from './key.js'
import { oneAtATime } from './looks.js'
import { placeIn } from './place.js'
import { draw } from './speaker_view.js'
import { stepOf } from './steps.js'
import { home, transportOf } from './transport.js'

const EVERY = 3000 // milliseconds between two looks at the tallies, beside those when somebody answers
const NO_KEY = 403
const NOTHING = { scene: null, notes: null, tally: null, result: null, aim: null, fault: '' }

async function save(file, name) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(await file)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), EVERY)
}

// The clipboard exists on https and localhost only: elsewhere the link is shown, ready to copy.
async function copy(link, button, words) {
  try {
    await navigator.clipboard.writeText(link)
    say(button, words.copied)
  } catch {
    prompt(words['hand-over'], link)
  }
}

/** Starts the page. */
export default function start() {
  const { pathname, search } = home().location
  const [words, parts, { root, code }] = [readWords(), partsOf(document), placeIn(pathname, search)]
  const [room, language, key] = [`room/${code}`, document.documentElement.lang, takeKey(code)]
  const way = transportOf(root)
  const desk = deskOf(way, room, key, language)
  let state = { ...NOTHING, line: 'joining', screen: '' }
  let line, timer

  const change = (news) => { state = { ...state, ...news }; draw(state, { parts, words, code }) }
  const leave = (screen) => { line?.end(); clearInterval(timer); change({ ...NOTHING, screen }) }
  // Whether there is no such room, or no longer, is told by the line.
  const refused = ({ status }) => { if (!state.screen && status === NO_KEY) leave('no-key') }
  const tried = (work) => work.catch((refusal) => { change({ fault: 'failed' }); refused(refusal) })
  const take = (name) => (found) => { if (!state.screen) change({ [name]: found }) }
  const count = oneAtATime(desk.tally, take('tally'), refused)
  const lookUp = oneAtATime(desk.notes, take('notes'), refused)
  const clicker = clickerOf({ post: desk.show, state: () => state, change, refused })

  function hear(scene) {
    const before = state.scene?.sequence ?? 0
    if (scene.sequence < before) return
    change({ scene })
    clicker.here()
    if (scene.sequence > before) { lookUp(); count() }
  }
  function tell(how) {
    if (how === 'gone') { leave('unknown'); return }
    change({ line: how })
    if (how === 'open') { count(); if (state.scene) lookUp() }
  }
  function connect() {
    const { on, back, again, close, stay, end, dialog } = parts
    on.onclick = () => clicker.step(1)
    back.onclick = () => clicker.step(-1)
    again.onclick = () => clicker.show({ scene: state.scene.scene, phase: 'again' })
    for (const part of ['save', 'save-first']) parts[part].onclick = () => tried(save(desk.answers(), fill(words.file, { code })))
    parts['hand-over'].onclick = () => copy(linkWith(key), parts['hand-over'], words)
    close.onclick = () => dialog.showModal()
    stay.onclick = () => dialog.close()
    end.onclick = () => { dialog.close(); tried(desk.close().then(() => leave('over'))) }
    window.addEventListener('keydown', (event) => {
      const by = dialog.open ? 0 : stepOf(event)
      if (!by) return
      event.preventDefault()
      clicker.step(by)
    })
  }

  label(document, words)
  draw(state, { parts, words, code })
  if (!key) { leave('no-key'); return }
  connect()
  timer = setInterval(() => { if (!document.hidden) count() }, EVERY)
  const heard = { scene: hear, result: take('result'), count: () => count(), closed: () => leave('over') }
  line = way.listen(`${room}/events?lang=${language}&screen=1`, heard, tell)
}

start()
