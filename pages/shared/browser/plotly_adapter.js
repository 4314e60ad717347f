// Everything that touches Plotly and the inside of its charts, which no documentation promises.
import { inside } from './streamlit_adapter.js'

/**
 * A chart that Plotly has drawn.
 *
 * @typedef {HTMLElement & { data: object[], layout: object, on: (name: string, callback: Function) => void }} Chart
 */

// Finding charts.

const CHART = '.js-plotly-plot'
const isDrawn = (chart) => !!(chart?.on && chart._fullLayout)

/**
 * A chart by its key, once it is drawn.
 *
 * @param {string} key
 * @returns {Chart | null}
 */
export function chartOf(key) {
  const chart = document.querySelector(`${inside(key)} ${CHART}`)
  return window.Plotly?.animate && isDrawn(chart) ? chart : null
}

/**
 * All charts, drawn or not, of a document or of what has a key in it.
 *
 * @param {Document} [page]
 * @param {string} [key]
 * @returns {Chart[]}
 */
export const chartsIn = (page = document, key) => [...page.querySelectorAll(key ? `${inside(key)} ${CHART}` : CHART)]

/** @returns {Chart[]} */
export const drawnCharts = () => chartsIn().filter(isDrawn)

// Reading a chart.

/**
 * What Python has packed into a chart: tracks of its traces in space, and marks.
 *
 * @param {Chart} chart
 * @returns {{ moving?: object[], marks?: object[] }}
 */
export const metaOf = (chart) => chart.layout.meta ?? {}

/**
 * Pixels of a chart's flat axes: functions of a value, and the box that clips.
 *
 * @param {Chart} chart
 * @param {{ xaxis?: string, yaxis?: string }} look  of a trace
 */
export function axesOf(chart, look) {
  const layout = chart._fullLayout
  const across = layout[(look.xaxis ?? 'x').replace('x', 'xaxis')]
  const up = layout[(look.yaxis ?? 'y').replace('y', 'yaxis')]
  return {
    x: (value) => across._offset + across.c2p(value),
    y: (value) => up._offset + up.c2p(value),
    left: across._offset, width: across._length, top: up._offset, height: up._length,
  }
}

/**
 * Size in pixels, family and size of text of a drawn chart.
 *
 * @param {Chart} chart
 * @returns {{ width: number, height: number, font: { family: string, size: number } }}
 */
export const sheetOf = ({ _fullLayout: { width, height, font } }) => ({ width, height, font })

/**
 * The element that holds a chart's drawings one on the other.
 *
 * @param {Chart} chart
 * @returns {Element}
 */
export const stackOf = (chart) => chart.querySelector('.svg-container')

/**
 * The drawings themselves, ours among them.
 *
 * @param {Chart} chart
 * @returns {Element[]}
 */
export const drawingsOf = (chart) => [...chart.querySelectorAll('.main-svg, .marks')]

/**
 * Texts in a picture's file that may stand on a line, so that they need a rim.
 *
 * @param {Element} text
 * @returns {boolean}
 */
export const isOnPicture = (text) => !!text.closest('.textpoint, .annotation, .annotation-scene')

// Hearing from a chart.

/**
 * Calls back whenever Plotly has drawn a chart anew, and while a viewer zooms.
 *
 * @param {Chart} chart
 * @param {() => void} callback
 */
export function onDrawn(chart, callback) {
  for (const name of ['plotly_afterplot', 'plotly_relayouting']) chart.on(name, callback)
}

/**
 * Calls back with what a viewer changes of the view.
 *
 * @param {Chart} chart
 * @param {(change?: object) => void} during
 * @param {(change?: object) => void} after
 */
export function onView(chart, during, after) {
  chart.on('plotly_relayouting', during)
  chart.on('plotly_relayout', after)
}

/**
 * Calls back when Streamlit has given a chart its layout again, which undoes what was changed.
 *
 * Plotly tells of a drawing a moment after it. By then Streamlit may have begun another, which sets
 * `calcdata` aside until it goes on: nothing can be drawn in between, and it tells at its own end.
 *
 * @param {Chart} chart
 * @param {() => void} callback
 */
export function onGivenAgain(chart, callback) {
  chart.on('plotly_react', () => { if (chart.calcdata) callback() })
}

// Changing a chart.

/**
 * @param {Chart} chart
 * @param {object} change  of the layout
 * @returns {Promise<unknown>}
 */
export const relayout = (chart, change) => window.Plotly.relayout(chart, change)

/**
 * @param {Chart} chart
 * @param {object} update  lists of values by property
 * @param {number[]} traces
 */
export const restyle = (chart, update, traces) => window.Plotly.restyle(chart, update, traces)

/**
 * Draws another figure into a chart that Streamlit has put on the page. Template and size, and what a
 * viewer has zoomed or turned, stay as they are.
 *
 * @param {Chart} chart
 * @param {{ data: object[], layout: object }} figure
 */
export function draw(chart, { data, layout }) {
  const { template, width, height } = chart.layout
  window.Plotly.react(chart, data, { ...layout, template, width, height })
}

/**
 * What brings the flat axes back to where they were first.
 *
 * @param {Chart} chart
 * @returns {object} a change of the layout
 */
export function firstRanges({ _fullLayout: layout }) {
  const axes = Object.keys(layout).filter((name) => /^[xy]axis\d*$/.test(name))
  const first = ({ _rangeInitial0: low, _rangeInitial1: high }) => (low === undefined ? undefined : [low, high])
  return Object.fromEntries(axes.map((axis) => [axis + '.range', first(layout[axis])]))
}

// Space.

/**
 * @param {Chart} chart
 * @returns {string[]} names of its scenes
 */
export const scenesOf = (chart) => Object.keys(chart._fullLayout).filter((name) => /^scene\d*$/.test(name))

/**
 * A change of the layout that turns all scenes of a chart.
 *
 * @param {Chart} chart
 * @param {object} camera
 * @returns {object}
 */
export const turnedTo = (chart, camera) => Object.fromEntries(scenesOf(chart).map((scene) => [scene + '.camera', camera]))

/**
 * Makes a camera the one that the next drawing takes, which reads it from the layout as given.
 *
 * @param {Chart} chart
 * @param {object} camera
 */
export function noteCamera(chart, camera) {
  for (const scene of scenesOf(chart)) (chart.layout[scene] ??= {}).camera = camera
}

const WIDE = 1.4 // width over height that the box of a scene needs
const SIDES = 40 // and pixels for the words at its sides, which do not shrink

/**
 * What fits the scenes of a chart into a narrow picture. Plotly fits a scene to the height alone, so that
 * it would be cut at both sides: its box shrinks, and the words' lines with it. The longest side of the
 * box is 1 as the figure is made.
 *
 * @param {Chart} chart
 * @returns {object} a change of the layout
 */
export function fitted(chart) {
  const { width, height, margin } = chart._fullLayout
  const part = Math.min(1, (width - SIDES) / (height - margin.t) / WIDE)
  return Object.fromEntries(scenesOf(chart).flatMap((name) => {
    const { aspectratio, annotations = [] } = chart._fullLayout[name]
    const change = part / aspectratio.x
    if (Math.abs(change - 1) < 0.01) return []
    return [
      ...Object.entries(aspectratio).map(([axis, side]) => [`${name}.aspectratio.${axis}`, side * change]),
      ...annotations.flatMap(({ ax, ay }, k) => [['ax', ax], ['ay', ay]]
        .map(([way, far]) => [`${name}.annotations[${k}].${way}`, far * change])),
    ]
  }))
}

/**
 * Gives the words in space, which are pixels that no style reaches, the colour of the page's words.
 *
 * @param {Chart} chart
 */
export function inkSpace(chart) {
  const scenes = scenesOf(chart)
  if (!scenes.length) return // to read a colour is to lay out the page
  const color = getComputedStyle(chart).color
  const axes = scenes.flatMap((scene) => ['xaxis', 'yaxis', 'zaxis'].map((axis) => [scene, axis]))
  const change = axes.filter(([scene, axis]) => chart._fullLayout[scene][axis].tickfont.color !== color)
    .flatMap(([scene, axis]) => ['tickfont', 'title.font'].map((font) => [`${scene}.${axis}.${font}.color`, color]))
  if (change.length) relayout(chart, Object.fromEntries(change))
}

/**
 * The drawings of the scenes as images: the page's canvas may be empty as nothing keeps what was drawn.
 *
 * @param {Chart} chart
 * @returns {{ place: Element | null, source: string }[]}
 */
export const sceneImages = (chart) => scenesOf(chart).map((scene) => ({
  place: chart.querySelector(`#${scene}`),
  source: chart._fullLayout[scene]._scene.toImage('png'), // which Plotly.toImage calls
}))

// Files.

/**
 * @param {Chart} chart
 * @returns {boolean} whether a part of it is drawn in pixels
 */
export const hasPixels = (chart) => chart._fullLayout._has('gl3d')

/**
 * Draws a figure to a file.
 *
 * @param {object} figure
 * @param {object} options  of Plotly.toImage
 * @param {Window} [place]  whose Plotly draws
 * @returns {Promise<string>}
 */
export const toImage = (figure, options, place = window) => place.Plotly.toImage(figure, options)

/**
 * Where the axes of a trace lie across a chart's file, in the units of the sheet.
 *
 * @param {Element} svg
 * @param {{ xaxis?: string, yaxis?: string }} look  of the trace
 * @returns {{ left: number, width: number, sheet: number }}
 */
export function areaIn(svg, { xaxis = 'x', yaxis = 'y' }) {
  const frame = svg.querySelector(`clipPath.axesclip[id$="${xaxis}${yaxis}"] rect`)
  return { left: +frame.getAttribute('x'), width: +frame.getAttribute('width'), sheet: svg.viewBox.baseVal.width }
}

/**
 * Draws a figure on a page without Streamlit.
 *
 * @param {Element} place
 * @param {{ data: object[], layout: object }} figure
 */
export const drawNew = (place, { data, layout }) =>
  window.Plotly.newPlot(place, data, layout, { displayModeBar: false, responsive: true })
