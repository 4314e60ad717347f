// The hall's guesses in the chart that they are about: columns along its axis, and the truth.
import { columnsOf } from '../../hall/tally.js'
import { axesOf, stackOf } from '../browser/plotly_adapter.js'

const SVG = 'http://www.w3.org/2000/svg'
const HEIGHT = 0.4 // of the chart's area
const NAME = 'guesses'
const GREEN = '#009e73' // seen on light and on dark

function element(name, attributes, ...inside) {
  const made = document.createElementNS(SVG, name)
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value)
  made.append(...inside)
  return made
}

// The first of two votes is an outline.
const look = (isBefore) => (isBefore
  ? { fill: 'none', stroke: 'currentColor', 'stroke-width': '0.09rem', 'stroke-opacity': 0.8 }
  : { fill: 'currentColor', 'fill-opacity': 0.45 })

function columns(ballot, area, isBefore) {
  const { x, top, height } = area
  return columnsOf(ballot).map(({ from, to, height: part }) => element('rect', {
    x: x(from) + 1, width: Math.max(2, x(to) - x(from) - 2),
    y: top + height - part * HEIGHT * height, height: part * HEIGHT * height, ...look(isBefore),
  }))
}

function truth({ answer, tolerance }, { x, top, height }) {
  const [left, right] = [x(answer - tolerance), x(answer + tolerance)]
  return [
    element('rect', { x: left, width: right - left, y: top, height, fill: GREEN, 'fill-opacity': 0.22 }),
    element('line', { x1: x(answer), x2: x(answer), y1: top, y2: top + height, stroke: GREEN, 'stroke-width': '0.17rem' }),
  ]
}

/** @param {ParentNode} [place]  takes the hall's guesses out of it */
export function clearGuesses(place = document) {
  for (const each of place.querySelectorAll(`svg.${NAME}`)) each.remove()
}

/**
 * Draws guesses over a chart, in place of those that were there.
 *
 * @param {import('../browser/plotly_adapter.js').Chart} chart
 * @param {{ xaxis?: string, yaxis?: string }} trace  one on the axis of the guess
 * @param {{ votes: import('../../hall/tally.js').Ballot[], answer?: number, tolerance?: number }} result
 */
export function drawGuesses(chart, trace, { votes, answer, tolerance = 0 }) {
  const area = axesOf(chart, trace)
  const frame = { left: area.left, right: area.left + area.width }
  const inside = { ...area, x: (value) => Math.min(Math.max(area.x(value), frame.left), frame.right) }
  const parts = votes.flatMap((ballot, k) => columns(ballot, inside, k < votes.length - 1))
  if (answer != null) parts.unshift(...truth({ answer, tolerance }, inside))
  clearGuesses()
  const { clientWidth: width, clientHeight: height } = chart
  stackOf(chart).append(element('svg', {
    class: NAME, width, height, 'aria-hidden': true, style: 'position: absolute; inset: 0; pointer-events: none',
  }, ...parts))
}
