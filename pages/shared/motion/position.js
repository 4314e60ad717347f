// Where the handle stands, and where a key, a tick or the server's answer puts it: numbers alone.

const RATE = 20 // steps a second at speed 1
const STILLS = 10 // with less motion play shows so many pictures after the first, one a second
const ARROWS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }

/**
 * Numbers as they are written on screen.
 *
 * @param {string[]} labels
 * @returns {number[]}
 */
export const valuesOf = (labels) => labels.map((label) => Number(label.replace('−', '-')))

/**
 * The nearest step there is.
 *
 * @param {number} step
 * @param {number} count  of steps
 * @returns {number}
 */
export const within = (step, count) => Math.max(0, Math.min(step, count - 1))

/**
 * The step whose value is nearest: another choice may have given the steps other values.
 *
 * @param {number} value
 * @param {number[]} values
 * @returns {number}
 */
export function nearest(value, values) {
  const far = values.map((other) => Math.abs(other - value))
  return far.indexOf(Math.min(...far))
}

/**
 * What a key means to the range input: by how many steps beyond what the browser does it moves,
 * whether it plays, whether the browser shall do nothing with it, and whether a value is told at its end.
 *
 * @param {{ key: string, shiftKey?: boolean }} event
 * @returns {{ by: number, plays: boolean, isOurs: boolean, tells: boolean }}
 */
export function keyed({ key, shiftKey }) {
  const by = shiftKey ? 10 * (ARROWS[key] ?? 0) : 0
  const plays = key === ' '
  const isClicker = key === 'PageUp' || key === 'PageDown'
  return { by, plays, isOurs: plays || !!by || isClicker, tells: !plays && !isClicker && key !== 'Tab' }
}

/**
 * How play moves: steps a second at speed 1, and steps at once.
 *
 * @param {number} count  of steps
 * @param {boolean} isCalm  whether the viewer asks for less motion
 * @returns {{ rate: number, stride: number }}
 */
export const pace = (count, isCalm) => (isCalm ? { rate: 1, stride: Math.ceil((count - 1) / STILLS) } : { rate: RATE, stride: 1 })

/**
 * Whether the server's answer is news: it is another than before, and knows all that was told. An echo
 * of what was told is none: a key may have been pressed meanwhile.
 *
 * @typedef {{ value?: number, serial: number }} Place
 * @param {Place} answer
 * @param {Place | null} last  the answer before
 * @param {Place} told  to the server, or heard from it, last
 * @returns {boolean}
 */
export function isNews(answer, last, told) {
  const isSame = (other) => answer.value === other?.value && answer.serial === other.serial
  return answer.serial >= told.serial && !isSame(last) && !isSame(told)
}
