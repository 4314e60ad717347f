// The hall's answers as bars and columns, on the phone and for the speaker.
import { fill } from '../shared/browser/words.js'
import { across } from './axis.js'
import { make } from './dom.js'
import { barsOf, columnsOf } from './tally.js'

const NAMES = ['first-vote', 'second-vote']
const SHORT = ['first', 'second']

const cent = (part) => `${100 * part}%`

/**
 * The bars of one choice, one for each vote; two votes are named.
 *
 * @param {import('./tally.js').Ballot[]} votes
 * @param {number} choice
 * @param {Object<string, string>} words
 * @returns {HTMLElement}
 */
export function bars(votes, choice, words) {
  const rows = barsOf(votes, choice).map(({ count, percent }, k) => {
    const bar = document.createElement('i')
    bar.style.width = cent(percent / 100)
    bar.hidden = !count
    const name = votes.length > 1 ? `${words[SHORT[k]]} ` : ''
    const said = make('span', 'share', name + fill(words.share, { percent, count }))
    return make('span', k < votes.length - 1 ? 'bar before' : 'bar', make('span', 'track', bar), said)
  })
  return make('span', votes.length > 1 ? 'bars two' : 'bars', ...rows)
}

/**
 * The guesses of one vote as columns along an axis.
 *
 * @param {import('./tally.js').Ballot} ballot
 * @param {import('./axis.js').Axis} axis
 * @param {boolean} isBefore  whether a later vote stands below
 * @returns {HTMLElement}
 */
export function columns(ballot, axis, isBefore) {
  const made = columnsOf(ballot).map(({ from, to, height }) => {
    const column = document.createElement('i')
    const left = across(from, axis)
    Object.assign(column.style, { left: cent(left), width: cent(across(to, axis) - left), height: cent(height) })
    return column
  })
  return make('div', isBefore ? 'columns before' : 'columns', ...made)
}

/**
 * The guesses of each vote, named, one above the other.
 *
 * @param {import('./tally.js').Ballot[]} votes
 * @param {import('./axis.js').Axis} axis
 * @param {Object<string, string>} words
 * @returns {HTMLElement[]}
 */
export const histograms = (votes, axis, words) => votes.map((ballot, k) => {
  const count = fill(words.votes, { count: ballot.total })
  const name = votes.length > 1 ? `${words[NAMES[k]]} · ${count}` : count
  return make('div', 'ballot', make('p', 'caption', name), columns(ballot, axis, k < votes.length - 1))
})
