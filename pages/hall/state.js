// What a phone knows of its hall, and what follows from it: values in, values out.

/**
 * @typedef {{ choice: number, sent: boolean }} Answer
 * @typedef {{ phone: string, scene: object | null, result: object | null, over: '' | 'closed' | 'unknown',
 *   answers: Object<string, Answer>, seen: { title: string, link: string }[], hasJoined: boolean,
 *   draft: { key: string, value: number } | null }} State
 */

const MOST_SEEN = 60
const NEAR = 1e-9
const TOLD = ['show', 'truth'] // phases in which the view gives no answer away

/**
 * @param {{ phone: string, answers?: object, seen?: object[], over?: string }} kept
 * @returns {State}
 */
export const begin = ({ phone, answers = {}, seen = [], over = '', hasJoined = false, draft = null }) =>
  ({ phone, answers, seen, over, hasJoined, draft, scene: null, result: null })

/** What outlives a reload. */
export const kept = ({ phone, answers, seen, over, hasJoined, draft }) => ({ phone, answers, seen, over, hasJoined, draft })

/** The room is there. */
export const joined = (state) => ({ ...state, hasJoined: true })

/** There is no such room: it is over for a phone that was in it, and unknown to others. */
export const gone = (state) => ({ ...state, over: state.hasJoined ? 'closed' : 'unknown' })

export const isOpen = (scene) => scene.phase === 'ask' || scene.phase === 'again'

export const isClosed = (scene) => scene.phase === 'closed' || scene.phase === 'closed2'

const voteOf = ({ phase }) => (phase === 'again' || phase === 'closed2' ? 2 : 1)

const isSame = (one, other) => !!one && one.lecture === other.lecture && one.scene === other.scene

/** Name of a ballot: of the scene's own vote, or of the first or second. */
export const keyOf = (scene, vote = voteOf(scene)) => `${scene.lecture}/${scene.scene}/${vote}`

function withSeen(seen, { phase, link, headline }) {
  if (!link || !TOLD.includes(phase) || seen.some((each) => each.link === link)) return seen
  return [...seen, { title: headline, link }].slice(-MOST_SEEN)
}

// A second vote that is opened begins with an empty ballot.
function withoutSecond(answers, before, scene) {
  if (scene.phase !== 'again' || !isSame(before, scene) || before.phase === 'again') return answers
  const { [keyOf(scene)]: _, ...others } = answers
  return others
}

/**
 * Follows the lecturer; an older scene than the one that is there changes nothing.
 *
 * @param {State} state
 * @param {object} scene
 * @returns {State}
 */
export function follow(state, scene) {
  const before = state.scene
  if (before && scene.sequence < before.sequence) return state
  const old = isSame(before, scene) ? before : {}
  return {
    ...state,
    over: '',
    scene: { ...scene, picture: scene.picture ?? old.picture ?? null, range: scene.range ?? old.range ?? null },
    answers: withoutSecond(state.answers, before, scene),
    seen: withSeen(state.seen, scene),
    draft: isOpen(scene) && state.draft?.key === keyOf(scene) ? state.draft : null,
  }
}

/** The handle was moved, and its value is not sent yet. */
export const moved = (state, value) => ({ ...state, draft: { key: keyOf(state.scene), value } })

/**
 * What the hall has answered, as long as it belongs to the scene on screen.
 *
 * @param {State} state
 * @returns {object | null}
 */
export const resultOf = ({ scene, result }) =>
  (scene && result && result.sequence === scene.sequence && !isOpen(scene) ? result : null)

/**
 * The phone's own answers to the scene: to each vote, and the one that stands.
 *
 * @param {State} state
 * @returns {{ first?: Answer, second?: Answer, now?: Answer }}
 */
export function ownOf({ scene, answers }) {
  const [first, second] = [1, 2].map((vote) => answers[keyOf(scene, vote)])
  if (scene.phase === 'truth') return { first, second, now: second?.sent ? second : first }
  return { first, second, now: voteOf(scene) === 2 ? second : first }
}

/**
 * @param {State} state
 * @param {number} choice
 * @returns {State}
 */
export function answer(state, choice) {
  if (!isOpen(state.scene)) return state
  return { ...state, answers: { ...state.answers, [keyOf(state.scene)]: { choice, sent: false } } }
}

/** What is still to be sent: name of its ballot, and the body of the vote; null if nothing is. */
export function unsent({ phone, scene, answers, over }) {
  if (over || !scene || !isOpen(scene)) return null
  const key = keyOf(scene)
  const own = answers[key]
  return own && !own.sent ? { key, body: { phone, sequence: scene.sequence, choice: own.choice } } : null
}

/** The server has an answer; one that was changed meanwhile is still to be sent. */
export function received(state, key, choice) {
  if (state.answers[key]?.choice !== choice) return state
  return { ...state, answers: { ...state.answers, [key]: { choice, sent: true } } }
}

/**
 * Which screen the phone shows.
 *
 * @param {State} state
 * @param {string} [line]  how the connection stands
 * @returns {'over' | 'unknown' | 'joining' | 'full' | 'look' | 'choices' | 'guess'}
 */
export function screenOf({ scene, over }, line) {
  if (over) return over === 'closed' ? 'over' : 'unknown'
  if (!scene) return line === 'full' ? 'full' : 'joining'
  if (scene.choices) return 'choices'
  return scene.guess ? 'guess' : 'look'
}

/**
 * How the own answer compares with the truth, once that is told.
 *
 * @param {State} state
 * @returns {'' | 'right' | 'wrong' | 'no-answer'}
 */
export function verdictOf(state) {
  const told = resultOf(state)?.answer
  if (told == null || state.scene.phase !== 'truth') return ''
  const { now } = ownOf(state)
  if (!now?.sent) return 'no-answer'
  const { guess } = state.scene
  const isRight = guess ? Math.abs(now.choice - told) <= (guess.tolerance ?? 0) + NEAR : now.choice === told
  return isRight ? 'right' : 'wrong'
}

/**
 * The sentence at the foot, by its id.
 *
 * @param {State} state
 * @param {boolean} isLost  whether the connection is
 * @param {number} [draft]  where the handle stands
 * @returns {string}
 */
export function statusOf(state, isLost, draft) {
  const { scene } = state
  const { now } = ownOf(state)
  if (!scene.choices && !scene.guess) return scene.phase === 'truth' ? '' : 'look'
  if (isOpen(scene)) {
    if (!now) return scene.phase === 'again' ? 'talk' : scene.guess ? 'drag' : 'choose'
    if (draft !== undefined && draft !== now.choice) return 'changed'
    if (now.sent) return 'received'
    return isLost ? 'kept' : 'sending'
  }
  if (!isClosed(scene)) return ''
  if (!now) return 'closed'
  return now.sent ? 'closed-own' : 'late'
}
