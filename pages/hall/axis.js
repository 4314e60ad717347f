// The axis of a guess: values in, places in the picture's width out, and back.

/** @typedef {{ min: number, max: number, step: number, value: number }} Range */
/** @typedef {{ left: number, right: number, from: number, to: number }} Axis  where two values lie */

const MOST_DECIMALS = 6
const ALONE = { left: 0.05, right: 0.95 }

const between = (low, value, high) => Math.min(Math.max(value, low), high)

/**
 * The axis of a picture; without a picture the range takes the width, but for the handle's own.
 *
 * @param {Range} range
 * @param {Axis | null} picture
 * @returns {Axis}
 */
export const axisOf = (range, picture) =>
  picture && picture.left != null && picture.to !== picture.from
    ? picture : { ...ALONE, from: range.min, to: range.max }

/**
 * The range of the handle; a picture with an axis says enough to make one.
 *
 * @param {{ range: Range | null, picture: Axis | null }} scene
 * @returns {Range | null}
 */
export function rangeOf({ range, picture }) {
  if (range) return range
  if (!picture || picture.left == null) return null
  const { from: min, to: max } = picture
  return { min, max, step: (max - min) / 200, value: (min + max) / 2 }
}

/**
 * @param {number} value
 * @param {Axis} axis
 * @returns {number}  0 at the left edge of the picture, 1 at the right
 */
export const across = (value, { left, right, from, to }) =>
  between(0, left + ((right - left) * (value - from)) / (to - from), 1)

/**
 * The value of the handle that is nearest.
 *
 * @param {number} value
 * @param {Range} range
 * @returns {number}
 */
export function snapped(value, { min, max, step }) {
  const near = min + Math.round((between(min, value, max) - min) / step) * step
  return Number(between(min, near, max).toFixed(MOST_DECIMALS))
}

/**
 * The value of the handle under a place of the picture.
 *
 * @param {number} place  0 to 1
 * @param {Axis} axis
 * @param {Range} range
 * @returns {number}
 */
export const valueAt = (place, { left, right, from, to }, range) =>
  snapped(from + ((place - left) / (right - left)) * (to - from), range)

/**
 * A value with as many decimals as its steps have, and a true minus sign.
 *
 * @param {number} value
 * @param {number} step
 * @returns {string}
 */
export function written(value, step) {
  const decimals = Number(step.toFixed(MOST_DECIMALS)).toString().split('.')[1]?.length ?? 0
  const zero = Number(value.toFixed(decimals)) === 0
  return (zero ? 0 : value).toFixed(decimals).replace('-', '−')
}
