// Tracks: where everything that moves is at each step, as Python packed it.

// Arrays as float32, kept apart from the figure, which may be copied with all that hangs on it.
const unpacked = new WeakMap()

function unpack(packed) {
  if (!unpacked.has(packed)) {
    const raw = Uint8Array.from(atob(packed.bytes), (character) => character.charCodeAt(0))
    unpacked.set(packed, new Float32Array(raw.buffer))
  }
  return unpacked.get(packed)
}

// Python has checked that everything that moves has the same number of steps.
function row(count, step, name) {
  if (step >= count) console.error(`${name} has ${count} steps; step ${step} was asked for`)
  return Math.min(step, count - 1)
}

/**
 * Coordinates of a track at a step: a row of (steps, points), the first of (points,), or all.
 *
 * @param {object} track
 * @param {'x' | 'y' | 'z' | 'base'} axis
 * @param {number} step
 * @returns {Float32Array}
 */
export function at(track, axis, step) {
  const { shape } = track[axis]
  const values = unpack(track[axis])
  if (shape.length === 1) return track.count ? values.subarray(0, track.count[row(track.count.length, step, axis)]) : values
  const [steps, width] = shape
  const first = row(steps, step, axis) * width
  return values.subarray(first, first + width)
}

/**
 * Words of a track at a step.
 *
 * @param {object} track
 * @param {number} step
 * @returns {string[] | undefined}
 */
export const words = (track, step) => track.text?.[row(track.text.length, step, 'text')]

/**
 * How many steps tracks have, which is one number for all.
 *
 * @param {object[]} tracks
 * @returns {number | undefined}  undefined where nothing moves
 */
export function countOf(tracks) {
  const counts = tracks.map(({ x, y, z, count, text }) => (count ?? text)?.length
    ?? [x, y, z].find((axis) => axis?.shape.length === 2)?.shape[0])
  return counts.find((count) => count !== undefined)
}
