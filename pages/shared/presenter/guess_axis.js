// Where the axis of a guess lies in a chart: some mark of it stands at the value of the handle.
import { metaOf } from '../browser/plotly_adapter.js'
import { at } from '../motion/tracks.js'

/** @typedef {{ values: number[], step: number }} Handle  what its steps mean, and where it stands */

const NEAR = 1e-3 // of the range: tracks are of single precision, and labels are rounded

/**
 * @param {Handle} handle
 * @returns {{ min: number, max: number, step: number, value: number }}
 */
export function rangeOf({ values, step }) {
  const [min, max] = [values[0], values.at(-1)]
  return { min, max, step: Number(((max - min) / (values.length - 1)).toPrecision(6)), value: values[step] }
}

function follows(mark, { values }) {
  const slack = NEAR * (values.at(-1) - values[0])
  const some = [0, values.length >> 1, values.length - 1]
  return mark.x?.shape.length === 2 && some.every((k) => Math.abs(at(mark, 'x', k)[0] - values[k]) <= slack)
}

/**
 * The mark of a chart that stands at the handle's value across.
 *
 * @param {import('../browser/plotly_adapter.js').Chart} chart
 * @param {Handle} handle
 * @returns {object | undefined}
 */
export const markAt = (chart, handle) => (metaOf(chart).marks ?? []).find((mark) => follows(mark, handle))
