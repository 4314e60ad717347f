// Where the handle stands, and where a key, a tick or the server's answer puts it: numbers alone.

const RATE = 20 // steps a second at speed 1
const STILLS = 10 // with less motion play shows so many pictures after the first, one a second
const ARROWS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }

/**
 * The nearest step there is.
 *
 * @param {number} step
 * @param {number} count  of steps
 * @returns {number}
 */
export const within = (step, count) => Math.max(0, Math.min(step, count - 1))

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
 * Whether the server's answer moves the handle: it is new, it knows all that was told, and no pointer
 * holds the handle. An echo of what was told moves nothing: a key may have been pressed meanwhile.
 *
 * @param {{ step: number, serial: number }} answer
 * @param {{ step: number, serial: number } | null} last  the answer before
 * @param {{ step?: number, serial: number }} told  to the server, or heard from it, last
 * @param {boolean} isHeld
 * @returns {boolean}
 */
export function isNews(answer, last, told, isHeld) {
  const isSame = (other) => answer.step === other?.step && answer.serial === other.serial
  return !isHeld && answer.serial >= told.serial && !isSame(last) && !isSame(told)
}
