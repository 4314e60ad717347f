// Stops of the clicker with a hall: a question that the hall answers has a closed vote before its answer.
// Stops of the lecture are places in the list of its links; those of a room are a scene and a phase.

/** @typedef {import('../../hall/steps.js').Stop} Stop */
/** @typedef {[string, string][]} Places  scene and reveal of each stop of the lecture, as in links */
/** @typedef {'' | 'choices' | 'guess'} Kind  of what the hall answers in a scene */

const REVEALED = ['show', 'truth']

/**
 * @param {Places} places
 * @param {number} at
 * @returns {Stop}
 */
export function stopAt(places, at) {
  const [scene, reveal] = places[at]
  if (reveal) return { scene: +scene, phase: 'truth' }
  return { scene: +scene, phase: places[at + 1]?.[0] === scene ? 'ask' : 'show' }
}

/**
 * The link of the lecture that a room's stop is shown with.
 *
 * @param {Places} places
 * @param {Stop} stop
 * @returns {number}  -1 if the lecture has none
 */
export function placeOfStop(places, { scene, phase }) {
  const isOfScene = ([number]) => +number === scene
  return REVEALED.includes(phase) ? places.findLastIndex(isOfScene) : places.findIndex(isOfScene)
}

/**
 * All stops of the clicker; a second vote only in the scene that has one.
 *
 * @param {Places} places
 * @param {Kind[]} kinds  of the scenes
 * @param {{ scene: number, vote: number } | null} now  what the room shows
 * @returns {Stop[]}
 */
export const stopsOf = (places, kinds, now) => places.flatMap((_, at) => {
  const stop = stopAt(places, at)
  if (stop.phase !== 'ask' || !kinds[stop.scene - 1]) return [stop]
  const phases = now?.scene === stop.scene && now.vote === 2
    ? ['ask', 'closed', 'again', 'closed2'] : ['ask', 'closed']
  return phases.map((phase) => ({ ...stop, phase }))
})

/**
 * Letters of choices, as in the list of the question.
 *
 * @param {number} k
 * @returns {string}
 */
export const letter = (k) => String.fromCharCode('a'.charCodeAt(0) + k)

/**
 * What the line of the hall says of each choice once the answer is shown.
 *
 * @param {{ votes: import('../../hall/tally.js').Ballot[], answer: number }} result
 * @returns {{ letter: string, percents: number[], isRight: boolean }[]}
 */
export const sharesOf = ({ votes, answer }) => votes[0].counts.map((_, k) => ({
  letter: letter(k),
  percents: votes.map(({ counts, total }) => (total ? Math.round((100 * counts[k]) / total) : 0)),
  isRight: k === answer,
}))
