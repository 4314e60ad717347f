// What the phone shows of its state: each part of the page from the same values, drawn again at each change.
import { fill } from '../shared/browser/words.js'
import { drawChoices, toldChoice } from './choices.js'
import { make, say, show } from './dom.js'
import { drawGuess, toldGuess, valueIn } from './guess.js'
import { isLight } from './light.js'
import { below, sourceOf } from './place.js'
import { isOpen, ownOf, resultOf, screenOf, statusOf, verdictOf } from './state.js'

const SIGNS = { right: '✓', wrong: '✗' }
const NOWHERE = { scene: null }

/**
 * @typedef {{ parts: Object<string, HTMLElement>, words: Object<string, string>, root: string, code: string,
 *   line: 'joining' | 'open' | 'lost' | 'full' | 'gone', draft?: number, choose: (choice: number) => void }} Page
 */

const headlineOf = ({ scene }, screen, { words, code, line }) => ({
  over: words.over,
  joining: words[line === 'open' ? 'begins' : 'joining'],
  full: words.full,
  unknown: code ? fill(words.unknown, { code }) : words.which,
})[screen] ?? scene.headline

const lineOf = ({ scene, seen }, screen, { words, code }) => ({
  over: words[seen.length ? 'over-line' : 'over-nothing'],
  joining: '',
  full: words['full-line'],
  unknown: code ? words.check : '',
})[screen] ?? scene.ask ?? ''

function put(element, said) {
  say(element, said)
  show(element, !!said)
}

function drawQuestion(state, screen, page) {
  const { parts } = page
  const { scene } = state
  const isTold = !state.over && !!scene && !isOpen(scene)
  say(parts.headline, headlineOf(state, screen, page))
  put(parts.ask, lineOf(state, screen, page))
  put(parts.notice, isTold ? scene.notice ?? '' : '')
  parts.question.classList.toggle('told', isTold && scene.phase === 'truth')
  drawVerdict(state, page)
}

function drawVerdict(state, { parts, words }) {
  const verdict = state.over || !state.scene ? '' : verdictOf(state)
  show(parts.verdict, !!verdict)
  if (!verdict) return
  const { answer } = resultOf(state)
  const [id, values] = state.scene.guess ? toldGuess(state.scene, answer) : toldChoice(answer)
  const told = fill(words[id], values)
  parts.verdict.className = `verdict ${verdict}`
  say(parts.sign, SIGNS[verdict] ?? '')
  say(parts.judged, verdict === 'no-answer' ? told : fill(words.judged, { verdict: words[verdict], told }))
}

function drawPicture({ scene }, { parts, words, root }) {
  const picture = scene?.picture
  show(parts.picture, !!picture)
  show(parts.stage, !!picture || !!scene?.guess)
  if (!picture) return
  const address = sourceOf(root, picture.url)
  if (parts.picture.getAttribute('src') !== address) parts.picture.src = address
  parts.picture.alt = words.picture
  parts.picture.onload = () => parts.picture.classList.toggle('light', isLight(parts.picture))
}

function drawSending({ scene }, now, { parts, words, draft }) {
  const isSame = now?.choice === draft
  say(parts.value, fill(words.guess, { value: valueIn(scene, draft) }))
  say(parts.send, isSame ? words[now.sent ? 'sent' : 'sending'] : words[now ? 'send-again' : 'send'])
  parts.send.setAttribute('aria-disabled', String(isSame))
}

function drawFoot(state, screen, page) {
  const { parts, words, root, line, draft } = page
  const { scene } = state
  const isAsking = screen === 'guess' && isOpen(scene)
  const isMovable = isAsking && draft !== undefined
  const { now } = scene ? ownOf(state) : {}
  show(parts.sending, isMovable)
  if (isMovable) drawSending(state, now, page)
  const id = isAsking && !isMovable ? 'no-handle' : scene ? statusOf(state, line === 'lost', draft) : ''
  put(parts.status, id ? fill(words[id], { value: now && scene.guess ? valueIn(scene, now.choice) : '' }) : '')
  const isToPlay = !!scene?.link && ['truth', 'show'].includes(scene.phase)
  for (const part of [parts.play, parts.back]) show(part, isToPlay)
  if (isToPlay) parts.play.href = below(root, scene.link)
}

function drawSeen({ over, seen }, { parts, root }) {
  show(parts.seen, over === 'closed' && seen.length > 0)
  parts.seen.replaceChildren(...seen.map(({ title, link }) => {
    const made = make('a', '', title)
    made.href = below(root, link)
    return make('li', '', made)
  }))
}

/**
 * Draws the whole page.
 *
 * @param {import('./state.js').State} state
 * @param {Page} page
 */
export function draw(state, page) {
  const { parts, words, code, line, draft, choose } = page
  const screen = screenOf(state, line)
  const here = state.over ? { ...state, ...NOWHERE } : state
  const focused = document.activeElement
  say(parts.hall, code ? fill(words.hall, { code }) : '')
  say(parts.place, here.scene ? fill(words.place, here.scene) : '')
  say(parts.line, state.over ? '' : line === 'lost' ? words.lost : line === 'full' && here.scene ? words.full : '')
  drawQuestion(state, screen, page)
  show(parts.form, screen === 'unknown')
  drawPicture(here, page)
  drawChoices(parts.choices, here, words, choose)
  drawGuess(parts, here, words, draft)
  drawFoot(here, screen, page)
  drawSeen(state, page)
  // What had the focus is gone: the headline is what comes next.
  if (document.activeElement !== focused || focused?.closest('[hidden]')) parts.headline.focus()
}
