// The clicker's way through a lecture: where the next key leads, and the last one.

/** @typedef {{ scene: number, phase: string }} Stop */

// A second vote stands in no list of stops before it is opened.
const ON = { ask: 'closed', closed: 'truth', again: 'closed2', closed2: 'truth' }
const BACK = { again: 'closed', closed2: 'closed' }
const NAMES = { ask: 'ask', closed: 'close-vote', closed2: 'close-vote', truth: 'show' }
const [LEAST, MOST] = [0.35, 0.7]

const placeOf = (stops, { scene, phase }) => stops.findIndex((each) => each.scene === scene && each.phase === phase)

const at = (scene, phase) => (phase ? { scene, phase } : null)

/**
 * The stop after or before another.
 *
 * @param {Stop[]} stops
 * @param {Stop} here
 * @param {1 | -1} by
 * @returns {Stop | null}  null at the ends
 */
export function stepFrom(stops, here, by) {
  if (by < 0 && BACK[here.phase]) return at(here.scene, BACK[here.phase])
  const place = placeOf(stops, here)
  if (place < 0) return by > 0 ? at(here.scene, ON[here.phase]) : null
  // Back into a second vote would empty its ballot.
  const way = by > 0 ? stops.slice(place + 1) : stops.slice(0, place).reverse().filter(({ phase }) => phase !== 'again')
  return way.length ? at(way[0].scene, way[0].phase) : null
}

/**
 * What the next key does, by the id of its words.
 *
 * @param {Stop} here
 * @param {Stop | null} next
 * @returns {string}
 */
export function nameOf(here, next) {
  if (!next) return 'end'
  return next.scene === here.scene ? NAMES[next.phase] ?? 'on' : 'on'
}

/**
 * Whether talking to a neighbour is worth a second vote.
 *
 * @param {string} phase
 * @param {number | undefined} right  share of right answers
 * @returns {boolean}
 */
export const isWorthTalk = (phase, right) => phase === 'closed' && right >= LEAST && right <= MOST

const KEYS = { PageDown: 1, ArrowRight: 1, ArrowDown: 1, PageUp: -1, ArrowLeft: -1, ArrowUp: -1 }

/**
 * What a key means to the clicker.
 *
 * @param {KeyboardEvent} event
 * @returns {1 | -1 | 0}
 */
export function stepOf({ key, repeat, ctrlKey, metaKey, altKey, shiftKey }) {
  return repeat || ctrlKey || metaKey || altKey || shiftKey ? 0 : KEYS[key] ?? 0
}
