// What the speaker's screen shows: the scene and its notes, what comes next, the tallies, the clicker.
import { fill } from '../shared/browser/words.js'
import { axisOf, written } from './axis.js'
import { bars, histograms } from './ballots.js'
import { make, say, show } from './dom.js'
import { isOpen } from './state.js'
import { isWorthTalk, nameOf, stepFrom } from './steps.js'
import { percent } from './tally.js'

/**
 * @typedef {{ scene: object | null, notes: object | null, tally: object | null, result: object | null,
 *   aim: import('./steps.js').Stop | null, line: string, fault: string, screen: '' | 'no-key' | 'over' | 'unknown' }} Desk
 */

function put(element, said) {
  say(element, said)
  show(element, !!said)
}

// A question may be for the hall alone, without anything to answer on a phone.
const isAnswered = ({ choices, guess }) => !!(choices || guess)

const votesOf = ({ ballots = {} }) => ['1', '2'].map((vote) => ballots[vote]).filter((each, k) => each && (k === 0 || each.total))

function choiceRows({ choices }, votes, right, words) {
  return choices.map((said, k) => {
    const isRight = k === right
    const name = make('span', isRight ? 'said right-answer' : 'said', isRight ? `✓ ${said}` : said)
    return make('li', '', name, bars(votes, k, words))
  })
}

function guessRows({ range }, votes, words) {
  const axis = range ?? rangeOfBins(votes)
  const ends = [axis.min, axis.max].map((value) => make('span', '', written(value, axis.step)))
  const rows = histograms(votes, axisOf(axis, null), words)
  return [...rows, make('p', 'ends', ...ends)].map((row) => make('li', '', row))
}

function rangeOfBins(votes) {
  const bins = votes.flatMap((ballot) => ballot.bins ?? [])
  return { min: bins[0]?.[0] ?? 0, max: bins.at(-1)?.[1] ?? 1, step: 0.1 }
}

function drawTally({ scene, tally, result, aim }, parts, words) {
  const isAsked = isAnswered(scene)
  const isNow = isAsked && tally?.sequence >= scene.sequence
  say(parts.answered, isAsked ? isNow ? fill(words.answered, tally) : '' : words['nothing-asked'])
  const told = result?.sequence === scene.sequence ? result : null
  const votes = isNow ? votesOf(tally) : []
  const rows = !isNow ? [] : scene.choices ? choiceRows(scene, votes, told?.answer, words) : guessRows(scene, votes, words)
  parts.tally.replaceChildren(...rows)
  put(parts.right, told ? fill(words.right, { percent: percent(told.right, 1) }) : '')
  show(parts.talk, aim?.phase === scene.phase && isWorthTalk(scene.phase, told?.right))
}

function drawNotes({ scene, notes }, parts, words) {
  const lines = (notes?.notes ?? '').split('\n').map((line) => line.trim()).filter(Boolean)
  show(parts['notes-card'], lines.length > 0)
  if (parts.notes.dataset.said !== lines.join()) {
    parts.notes.replaceChildren(...lines.map((line) => make('p', '', line)))
    parts.notes.dataset.said = lines.join()
  }
  show(parts.coming, !!notes)
  say(parts['coming-headline'], notes?.next?.headline ?? words['last-scene'])
  say(parts['coming-ask'], notes?.next?.ask ?? '')
  put(parts.ask, scene.ask ?? '')
}

function drawClicker({ notes, aim, fault }, parts, words) {
  const stops = notes?.stops ?? []
  const next = aim && stepFrom(stops, aim, 1)
  say(parts.on, aim ? words[nameOf(aim, next)] : '')
  parts.on.setAttribute('aria-disabled', String(!next))
  parts.back.setAttribute('aria-disabled', String(!aim || !stepFrom(stops, aim, -1)))
  say(parts.fault, fault ? words.failed : '')
}

/**
 * Draws the whole screen.
 *
 * @param {Desk} desk
 * @param {{ parts: Object<string, HTMLElement>, words: Object<string, string>, code: string }} page
 */
export function draw(desk, { parts, words, code }) {
  const { scene, tally, line } = desk
  const screen = desk.screen || (scene ? '' : 'no-scene')
  const isLive = !screen
  say(parts.hall, fill(words.hall, { code }))
  say(parts.place, isLive ? fill(words.place, scene) : '')
  say(parts.phones, tally && !desk.screen ? fill(words.phones, { count: tally.phones }) : '')
  say(parts.line, ['lost', 'full'].includes(line) && !desk.screen ? words.lost : '')
  say(parts.headline, isLive ? scene.headline : words[screen])
  for (const part of [parts.side, parts.clicker, parts.phase]) show(part, isLive)
  show(parts.desk, !desk.screen)
  if (!isLive) {
    for (const part of ['notes-card', 'coming']) show(parts[part], false)
    put(parts.ask, words[`${screen}-line`])
    return
  }
  const isVoting = isOpen(scene) && isAnswered(scene)
  say(parts.phase, words[isOpen(scene) && !isVoting ? 'phase.asked' : `phase.${scene.phase}`])
  parts.phase.classList.toggle('open', isVoting)
  drawNotes(desk, parts, words)
  drawTally(desk, parts, words)
  drawClicker(desk, parts, words)
}
