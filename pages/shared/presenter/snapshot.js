// The picture that phones are shown: the charts as they stand, light, small enough for every phone.
import { areaIn, axesOf } from '../browser/plotly_adapter.js'
import { drawn, imageOf } from '../downloads/drawing.js'
import { markAt, rangeOf } from './guess_axis.js'

const WIDTH = 1000
const HEIGHT = 625 // of one chart
const GROWTH = 1.4 // of a chart's words: large on a phone, without filling it
const MOST = 2 // charts, one above the other
const LARGEST = 150_000 // bytes
// Safari writes no WebP. Lines on white are small as PNG; what is not is small as JPEG.
const KINDS = { 'image/webp': [0.9, 0.75, 0.5, 0.3], 'image/png': [1], 'image/jpeg': [0.85, 0.65, 0.45] }
const SHRINK = 0.7
const LEAST = 100 // pixels across
const LIGHT = { paper: '#ffffff', ink: '#1a1c1f', grid: '#e3e6ea' }

const sheetOf = (width, height) =>
  Object.assign(document.createElement('canvas'), { width: Math.round(width), height: Math.round(height) })

const bytes = (canvas, kind, quality) => new Promise((done) => canvas.toBlob(done, kind, quality))

function shrunk(canvas) {
  const smaller = sheetOf(canvas.width * SHRINK, canvas.height * SHRINK)
  smaller.getContext('2d').drawImage(canvas, 0, 0, smaller.width, smaller.height)
  return smaller
}

/**
 * A picture as a file of a kind that the browser can write, smaller until it fits.
 *
 * @param {HTMLCanvasElement} canvas
 * @returns {Promise<Blob | null>}
 */
export async function packed(canvas) {
  for (const [kind, qualities] of Object.entries(KINDS)) {
    for (const quality of qualities) {
      const blob = await bytes(canvas, kind, quality)
      if (blob?.type !== kind) break // not this kind
      if (blob.size <= LARGEST) return blob
    }
  }
  return canvas.width * SHRINK < LEAST ? null : packed(shrunk(canvas))
}

async function painted(svgs) {
  const canvas = sheetOf(WIDTH, HEIGHT * svgs.length)
  const sheet = canvas.getContext('2d')
  sheet.fillStyle = LIGHT.paper
  sheet.fillRect(0, 0, canvas.width, canvas.height)
  for (const [k, svg] of svgs.entries()) sheet.drawImage(await imageOf(svg), 0, k * HEIGHT, WIDTH, HEIGHT)
  return canvas
}

function axisIn(svg, chart, mark, handle) {
  const area = areaIn(svg, mark.look)
  const { min, max } = rangeOf(handle)
  const { x, left, width } = axesOf(chart, mark.look)
  const across = (value) => (area.left + (area.width * (x(value) - left)) / width) / area.sheet
  const ends = { left: across(min), right: across(max), from: min, to: max }
  return ends.left >= 0 && ends.right <= 1 ? ends : null
}

/**
 * @param {import('../browser/plotly_adapter.js').Chart[]} charts
 * @param {import('./guess_axis.js').Handle | null} handle  of a guess
 * @returns {Promise<{ image: Blob | null, axis: object | null }>}
 */
export async function snapshot(charts, handle) {
  const guessed = handle && charts.find((chart) => markAt(chart, handle))
  const shown = guessed ? [guessed] : charts.slice(0, MOST)
  const svgs = []
  for (const chart of shown) svgs.push(await drawn(chart, { ...LIGHT, width: WIDTH, height: HEIGHT, scale: GROWTH }))
  const axis = guessed ? axisIn(svgs[0], guessed, markAt(guessed, handle), handle) : null
  return { image: await packed(await painted(svgs)), axis }
}
