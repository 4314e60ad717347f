// What a viewer has turned or zoomed, kept when the server replaces a chart. The memory lasts as long
// as the page is loaded, and is one per chart; cameras of linked charts and scenes are one camera.
import { firstRanges, fitted, noteCamera, onGivenAgain, onView, relayout, scenesOf, turnedTo } from '../browser/plotly_adapter.js'
import { shared } from '../browser/shared.js'
import { cameraIn, keepZoom, written } from './camera.js'

/** @type {{ camera?: import('./camera.js').Camera, zooms: Object<string, object> }} */
export const memory = shared('views', () => ({ camera: undefined, zooms: {} }))

/** @returns {boolean} whether a finger is the pointer */
export const isTouched = () => matchMedia('(pointer: coarse)').matches

/**
 * @param {import('../browser/plotly_adapter.js').Chart} chart
 * @returns {boolean} whether it shows space
 */
export const hasSpace = (chart) => scenesOf(chart).length > 0

/** @type {boolean} whether the browser can draw in space; asked once, as a page has few contexts */
export const hasWebGL = shared('hasWebGL', () => {
  const canvas = document.createElement('canvas')
  return !!(canvas.getContext('webgl2') ?? canvas.getContext('webgl'))
})

/**
 * @param {import('./camera.js').Camera} home
 * @returns {boolean} whether the viewer has turned the space away from its first camera
 */
export const isTurned = (home) => !!memory.camera && written(memory.camera) !== written(home)

/**
 * @param {string} key  of a chart
 * @returns {boolean}
 */
export const isZoomed = (key) => Object.keys(memory.zooms[key] ?? {}).length > 0

// A chart that is turned by another must not lead it back: what it reports meanwhile is late.
const led = new WeakMap()

function turn(chart, camera) {
  led.set(chart, (led.get(chart) ?? 0) + 1)
  relayout(chart, turnedTo(chart, camera)).then(() => led.set(chart, led.get(chart) - 1))
}

/**
 * Keeps the view of a new chart from now on, and gives it the one that is kept. Called once for each.
 *
 * @param {import('../browser/plotly_adapter.js').Chart} chart
 * @param {string} key
 * @param {() => object[]} others  charts that turn with it
 * @param {() => void} changed
 */
export function keepView(chart, key, others, changed) {
  const zoom = (memory.zooms[key] ??= {})
  // On touch a swipe across a picture scrolls the page. Streamlit undoes that when it draws anew.
  const free = isTouched() ? { dragmode: false } : {}
  const restore = () => {
    const view = { ...free, ...zoom, ...fitted(chart), ...(memory.camera ? turnedTo(chart, memory.camera) : {}) }
    if (Object.keys(view).length) relayout(chart, view)
  }
  let due = 0
  const lead = (change) => {
    keepZoom(zoom, change)
    const camera = cameraIn(change)
    if (!camera) return
    memory.camera = camera
    noteCamera(chart, camera)
    due ||= requestAnimationFrame(() => { due = 0; for (const other of others()) turn(other, memory.camera) })
  }
  const unlessLed = (act) => (change) => { if (!led.get(chart)) act(change) }
  onView(chart, unlessLed(lead), unlessLed((change) => { lead(change); changed() }))
  onGivenAgain(chart, restore)
  restore()
}

/**
 * Brings charts back to their first view.
 *
 * @param {[string, import('../browser/plotly_adapter.js').Chart | null][]} charts  with their keys
 * @param {import('./camera.js').Camera} home
 */
export function resetViews(charts, home) {
  memory.camera = undefined
  for (const [key, chart] of charts) {
    if (!chart) continue
    for (const name of Object.keys(memory.zooms[key] ?? {})) delete memory.zooms[key][name]
    relayout(chart, { ...turnedTo(chart, home), ...firstRanges(chart) })
  }
}
