// What a hall has answered, as numbers to draw.

/** @typedef {{ counts?: number[], bins?: [number, number, number][], total: number }} Ballot */

/**
 * @param {number} count
 * @param {number} total
 * @returns {number}  percent, whole
 */
export const percent = (count, total) => (total ? Math.round((100 * count) / total) : 0)

/**
 * The bars of one choice, one for each vote.
 *
 * @param {Ballot[]} votes
 * @param {number} choice
 * @returns {{ vote: number, count: number, percent: number }[]}
 */
export const barsOf = (votes, choice) =>
  votes.map(({ counts = [], total }, k) => {
    const count = counts[choice] ?? 0
    return { vote: k + 1, count, percent: percent(count, total) }
  })

/**
 * The columns of a histogram, as high as their share of the highest.
 *
 * @param {Ballot} ballot
 * @returns {{ from: number, to: number, count: number, height: number }[]}
 */
export function columnsOf({ bins = [] }) {
  const highest = Math.max(1, ...bins.map(([, , count]) => count))
  return bins.filter(([, , count]) => count)
    .map(([from, to, count]) => ({ from, to, count, height: count / highest }))
}
