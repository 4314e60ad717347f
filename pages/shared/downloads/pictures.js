// Pictures for slides: Plotly draws a copy of the chart as it stands, with the page's colours in it.
import { chartOf } from '../browser/plotly_adapter.js'
import { paper } from '../browser/streamlit_adapter.js'
import { fill } from '../browser/words.js'
import { drawn, growth, imageOf, written } from './drawing.js'

const SIZE = { width: 1920, height: 1080 }
const LEAST = 2 // times the size on the page, so that a wide chart's words are read from afar

const draw = (chart) => drawn(chart, {
  ...SIZE, scale: Math.max(LEAST, growth(chart, SIZE)), paper: paper(), ink: getComputedStyle(chart).color,
})

async function pixels(svg) {
  const canvas = Object.assign(document.createElement('canvas'), SIZE)
  canvas.getContext('2d').drawImage(await imageOf(svg), 0, 0, SIZE.width, SIZE.height)
  return new Promise((done) => canvas.toBlob(done, 'image/png'))
}

const FORMATS = {
  png: async (chart) => pixels(await draw(chart)),
  svg: async (chart) => new Blob([written(await draw(chart))], { type: 'image/svg+xml' }),
}

function save(blob, name) {
  const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(blob), download: name })
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

/** Called by Streamlit. */
export default function mount({ data: [data], parentElement }) {
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
