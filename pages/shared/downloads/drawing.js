// A chart as a file: Plotly draws a copy of it as it stands, with colours and words in it.
import { isOnPicture, sheetOf, toImage } from '../browser/plotly_adapter.js'
import { driven } from '../browser/shared.js'
import { bringUpToDate } from '../browser/watching.js'

const MARGIN = 16
const FONT = 'Arial, Helvetica, sans-serif' // one that also programs for slides have

/**
 * @typedef {{ width: number, height: number, scale: number, paper: string, ink: string, grid?: string }} Sheet
 *   size in pixels, how many of them one of the page becomes, and the colours; the grid's is the page's without it
 */

// Words in space are pixels, which no style reaches.
const inked = (layout, ink) => Object.fromEntries(Object.entries(layout).filter(([name]) => /^scene\d*$/.test(name))
  .map(([name, scene]) => [name, { ...scene, ...Object.fromEntries(['xaxis', 'yaxis', 'zaxis'].map((axis) => [axis, {
    ...scene[axis],
    tickfont: { ...scene[axis]?.tickfont, color: ink },
    title: { ...scene[axis]?.title, font: { ...scene[axis]?.title?.font, color: ink } },
  }])) }]))

const ruled = (template, color) => {
  const axes = ['xaxis', 'yaxis'].map((axis) => [axis, { ...template.layout[axis], gridcolor: color }])
  return { ...template, layout: { ...template.layout, ...Object.fromEntries(axes) } }
}

function copy(chart, { scale, paper, ink, grid }) {
  const { meta, width, height, ...layout } = chart.layout
  const own = structuredClone(layout)
  return {
    data: structuredClone(driven().get(chart).traces()),
    layout: {
      ...own,
      ...inked(own, ink),
      template: grid ? ruled(own.template, grid) : own.template,
      font: { ...layout.font, family: FONT },
      margin: Object.fromEntries(['l', 'r', 't', 'b'].map((side) => [side, layout.margin[side] + MARGIN])),
      paper_bgcolor: paper,
      plot_bgcolor: 'rgba(0,0,0,0)',
    },
    config: { plotGlPixelRatio: scale },
  }
}

// On the page a style sheet gives the words their colour and their rim; a file has none.
function colour(svg, { paper, ink }) {
  for (const text of svg.querySelectorAll('text')) {
    text.style.fill = ink
    if (!isOnPicture(text)) continue
    const rim = text.cloneNode(true)
    Object.assign(rim.style, {
      fill: 'none', stroke: paper, strokeWidth: '4px', strokeLinejoin: 'round', strokeOpacity: 0.85,
    })
    text.before(rim)
  }
}

/**
 * By how much a chart has to grow to fill a sheet.
 *
 * @param {import('../browser/plotly_adapter.js').Chart} chart
 * @param {{ width: number, height: number }} sheet
 * @returns {number}
 */
export function growth(chart, { width, height }) {
  const own = sheetOf(chart)
  return Math.min(width / own.width, height / own.height)
}

/**
 * @param {import('../browser/plotly_adapter.js').Chart} chart
 * @param {Sheet} sheet
 * @returns {Promise<Element>} the picture's SVG
 */
export async function drawn(chart, sheet) {
  const { width, height, scale } = sheet
  bringUpToDate()
  const source = await toImage(copy(chart, sheet), {
    format: 'svg', width: width / scale, height: height / scale, scale, imageDataOnly: true,
  })
  const svg = new DOMParser().parseFromString(source, 'image/svg+xml').documentElement
  svg.setAttribute('width', width)
  svg.setAttribute('height', height)
  colour(svg, sheet)
  return svg
}

/**
 * @param {Element} svg
 * @returns {string}
 */
export const written = (svg) => new XMLSerializer().serializeToString(svg)

/**
 * @param {Element} svg
 * @returns {Promise<HTMLImageElement>} ready to be drawn on a canvas
 */
export async function imageOf(svg) {
  const image = new Image()
  image.src = 'data:image/svg+xml,' + encodeURIComponent(written(svg))
  await image.decode()
  return image
}
