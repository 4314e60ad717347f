// What a viewer has turned or zoomed, out of what Plotly tells of a change: names and values.

/**
 * Where the eye stands and what it looks at.
 *
 * @typedef {{ eye?: Point, center?: Point }} Camera
 * @typedef {{ x: number, y: number, z: number }} Point
 */

const TURNED = /^scene\d*\.camera$/
const ZOOMED = /^[xy]axis\d*\.range(\[[01]\])?$/
const RESET = /^([xy]axis\d*)\.autorange$/

/**
 * A camera as the link writes it: six numbers joined by underscores.
 *
 * @param {Camera} camera
 * @returns {string}
 */
export const written = (camera) => ['eye', 'center']
  .flatMap((part) => ['x', 'y', 'z'].map((axis) => camera[part]?.[axis] ?? 0))
  .map((number) => +number.toFixed(2)).join('_')

/**
 * The camera that a change brings, if it does.
 *
 * @param {Object<string, any>} [change]
 * @returns {Camera | undefined}
 */
export const cameraIn = (change = {}) => Object.entries(change).findLast(([name]) => TURNED.test(name))?.[1]

/**
 * Keeps what a change zooms, and forgets what it sets back.
 *
 * @param {Object<string, any>} zoom  what is kept of one chart; changed in place
 * @param {Object<string, any>} [change]
 */
export function keepZoom(zoom, change = {}) {
  for (const [name, value] of Object.entries(change)) {
    if (ZOOMED.test(name)) zoom[name] = value
    const axis = name.match(RESET)?.[1]
    for (const kept of axis ? Object.keys(zoom) : []) if (kept.startsWith(axis + '.range')) delete zoom[kept]
  }
}
