// A guess on the picture: the handle under it, and marks over it, all on the picture's own axis.
import { across, axisOf, rangeOf, snapped, valueAt, written } from './axis.js'
import { histograms } from './ballots.js'
import { make, show } from './dom.js'
import { isOpen, ownOf, resultOf } from './state.js'

const cent = (part) => `${100 * part}%`

// A mark's name stands beside it, and never beyond the picture's edge.
function mark(kind, value, axis, name) {
  const place = across(value, axis)
  const said = make('span', '', name)
  said.style.transform = `translateX(${-100 * place}%)`
  const made = make('div', `mark ${kind}`, said)
  made.style.left = cent(place)
  return made
}

/**
 * @param {object} scene
 * @param {number} value
 * @returns {string}
 */
export const valueIn = (scene, value) => written(value, rangeOf(scene)?.step ?? 0.01)

/** The sentence that tells the true value. */
export function toldGuess(scene, answer) {
  const { tolerance } = scene.guess
  const said = (value) => written(value, Math.min(rangeOf(scene)?.step ?? 0.01, 0.1))
  return tolerance ? ['right-guess', { answer: said(answer), tolerance: said(tolerance) }] : ['right-value', { answer: said(answer) }]
}

/**
 * Where the handle of a question stands: where it was left, else at the own answer or the projector's.
 *
 * @param {import('./state.js').State} state
 * @param {number} [left]
 * @returns {number | undefined}  nowhere as long as nothing says what can be guessed
 */
export function standOf(state, left) {
  const range = rangeOf(state.scene)
  if (!range) return undefined
  const { first, now } = ownOf(state)
  return snapped(left ?? now?.choice ?? first?.choice ?? range.value, range)
}

/**
 * Draws picture, marks, handle and the hall's guesses.
 *
 * @param {Object<string, HTMLElement>} parts
 * @param {import('./state.js').State} state
 * @param {Object<string, string>} words
 * @param {number} [draft]  where the handle stands
 */
export function drawGuess({ stage, ballots, marks, handle, ends }, state, words, draft) {
  const { scene } = state
  const range = scene?.guess ? rangeOf(scene) : null
  const isMovable = !!range && isOpen(scene)
  stage.classList.toggle('movable', isMovable)
  show(handle, isMovable)
  const result = range && resultOf(state)
  show(ballots, !!result)
  show(ends, !!range && !scene.picture)
  show(marks, !!scene?.picture || !!result)
  if (!range) { marks.replaceChildren(); return }
  const axis = axisOf(range, scene.picture)
  if (isMovable) place(handle, range, axis, draft)
  const own = isMovable ? draft : ownOf(state).now?.choice
  marks.replaceChildren(
    ...(own === undefined ? [] : [mark('own', own, axis, isMovable ? valueIn(scene, own) : words.you)]),
    ...(result?.answer == null ? [] : [mark('truth', result.answer, axis, words.truth)]),
  )
  if (result) ballots.replaceChildren(...histograms(result.votes, axis, words))
  ends.replaceChildren(...[range.min, range.max].map((end) => make('span', '', written(end, range.step))))
}

function place(handle, range, axis, draft) {
  const { min, max, step } = range
  Object.assign(handle, { min, max, step })
  if (handle.valueAsNumber !== draft) handle.value = draft
  handle.setAttribute('aria-valuetext', written(draft, step))
  handle.style.setProperty('--from', across(min, axis))
  handle.style.setProperty('--to', across(max, axis))
}

/**
 * Lets a finger or a pointer put the handle where it touches the picture.
 *
 * @param {HTMLElement} picture
 * @param {() => object | null} scene  that is guessed about now
 * @param {(value: number) => void} move
 */
export function followPointer(picture, scene, move) {
  const put = ({ clientX }) => {
    const now = scene()
    const range = now && rangeOf(now)
    if (!range) return
    const { left, width } = picture.getBoundingClientRect()
    move(valueAt((clientX - left) / width, axisOf(range, now.picture), range))
  }
  picture.onpointerdown = (event) => { picture.setPointerCapture(event.pointerId); put(event) }
  picture.onpointermove = (event) => { if (picture.hasPointerCapture(event.pointerId)) put(event) }
  picture.ondragstart = () => false
}
