// Pictures for slides: Plotly draws a copy of the chart as it stands, with the page's colours in it.
import { chartOf, isOnPicture, sheetOf, toImage } from '../browser/plotly_adapter.js'
import { driven } from '../browser/shared.js'
import { paper } from '../browser/streamlit_adapter.js'
import { fill } from '../browser/words.js'

const WIDTH = 1920
const HEIGHT = 1080
const LEAST = 2 // times the size on the page, so that a wide chart's words are read from afar
const MARGIN = 16
const FONT = 'Arial, Helvetica, sans-serif' // one that also programs for slides have

const inkOf = (chart) => getComputedStyle(chart).color

function copy(chart, scale) {
  const { meta, width, height, ...layout } = chart.layout
  return {
    data: structuredClone(driven().get(chart).traces()),
    layout: {
      ...structuredClone(layout),
      font: { ...layout.font, family: FONT },
      margin: Object.fromEntries(['l', 'r', 't', 'b'].map((side) => [side, layout.margin[side] + MARGIN])),
      paper_bgcolor: paper(),
      plot_bgcolor: 'rgba(0,0,0,0)',
    },
    config: { plotGlPixelRatio: scale },
  }
}

// On the page a style sheet gives the words their colour and their rim; a file has none.
function ink(svg, color) {
  for (const text of svg.querySelectorAll('text')) {
    text.style.fill = color
    if (!isOnPicture(text)) continue
    const rim = text.cloneNode(true)
    Object.assign(rim.style, {
      fill: 'none', stroke: paper(), strokeWidth: '4px', strokeLinejoin: 'round', strokeOpacity: 0.85,
    })
    text.before(rim)
  }
}

async function draw(chart) {
  const { width, height } = sheetOf(chart)
  const scale = Math.max(LEAST, Math.min(WIDTH / width, HEIGHT / height))
  const source = await toImage(copy(chart, scale), {
    format: 'svg', width: WIDTH / scale, height: HEIGHT / scale, scale, imageDataOnly: true,
  })
  const svg = new DOMParser().parseFromString(source, 'image/svg+xml').documentElement
  svg.setAttribute('width', WIDTH)
  svg.setAttribute('height', HEIGHT)
  ink(svg, inkOf(chart))
  return new XMLSerializer().serializeToString(svg)
}

async function pixels(svg) {
  const image = new Image()
  image.src = 'data:image/svg+xml,' + encodeURIComponent(svg)
  await image.decode()
  const canvas = Object.assign(document.createElement('canvas'), { width: WIDTH, height: HEIGHT })
  canvas.getContext('2d').drawImage(image, 0, 0, WIDTH, HEIGHT)
  return new Promise((done) => canvas.toBlob(done, 'image/png'))
}

const FORMATS = {
  png: async (chart) => pixels(await draw(chart)),
  svg: async (chart) => new Blob([await draw(chart)], { type: 'image/svg+xml' }),
}

function save(blob, name) {
  const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(blob), download: name })
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

/** Called by Streamlit. */
export default function mount({ data, parentElement }) {
  const { words } = data
  const said = parentElement.querySelector('p')
  const button = (key, alt, format) => {
    const element = document.createElement('button')
    element.type = 'button'
    element.textContent = format.toUpperCase()
    element.setAttribute('aria-label', fill(words.picture, { format: format.toUpperCase(), alt }))
    element.onclick = async () => {
      said.textContent = words.drawing
      try {
        save(await FORMATS[format](chartOf(key)), `${data.page}-${key}.${format}`)
        said.textContent = ''
      } catch {
        said.textContent = words.failed
      }
    }
    return element
  }
  parentElement.querySelector('ul').replaceChildren(...data.charts.map(([key, alt]) => {
    const item = document.createElement('li')
    const told = document.createElement('span')
    told.textContent = alt
    item.append(told, ...Object.keys(FORMATS).map((format) => button(key, alt, format)))
    return item
  }))
}
