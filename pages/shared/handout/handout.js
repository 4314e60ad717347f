// The scenes one under the other, with pictures copied from the views themselves.
import { base, publicLink } from '../browser/address.js'
import { chartsIn, hasPixels, sheetOf, toImage } from '../browser/plotly_adapter.js'
import { driven } from '../browser/shared.js'
import { figureOf, isLoading, isScriptDone } from '../browser/streamlit_adapter.js'
import { bringUpToDate } from '../browser/watching.js'
import { fill } from '../browser/words.js'

const WAIT = 30000 // milliseconds until a view that does not draw is left out
const FRAME = 'position: fixed; left: -2000px; top: 0; width: 1200px; height: 900px; border: 0'
const PAPER = '#ffffff'
const INK = '#0c1014'

const pause = (time) => new Promise((done) => setTimeout(done, time))

const make = (tag, text, to) => {
  const element = document.createElement(tag)
  element.textContent = text
  to.append(element)
  return element
}

function list(choices, to) {
  const list = document.createElement('ol')
  for (const choice of choices) make('li', choice, list)
  to.append(list)
}

function page({ headline, ask, choices, notice, notes, view }, number, root, paths) {
  const section = document.createElement('section')
  make('h2', `${number}. ${headline}`, section)
  if (ask) make('p', ask, section)
  if (choices.length) list(choices, section)
  const row = make('div', '', section)
  row.className = 'row'
  make('p', notice, section)
  if (notes) make('p', notes, section).className = 'notes'
  const link = make('a', '', make('p', '', section))
  link.href = publicLink(base(paths) + view)
  link.textContent = link.href
  link.target = '_blank'
  root.append(section)
  return row
}

// The charts of a view in a frame, once they are drawn and moved to the step of the link.
function charts(frame) {
  const page = frame.contentDocument
  const found = chartsIn(page, 'picture')
  const isDriven = (chart) => driven(frame.contentWindow).has(chart)
  return isScriptDone(page) && !isLoading(page) && found.length && found.every(isDriven) ? found : null
}

// Words in the page's pictures have their colour from the page: on paper they need one of their own.
function image(place, chart) {
  const { width, height } = sheetOf(chart)
  const font = { ...chart.layout.font, color: INK }
  const layout = { ...chart.layout, font, paper_bgcolor: PAPER, plot_bgcolor: PAPER }
  const figure = { data: driven(place).get(chart).traces(), layout }
  return toImage(figure, { format: hasPixels(chart) ? 'png' : 'svg', width, height, scale: 2 }, place)
}

async function copy(frame, row) {
  const until = performance.now() + WAIT
  let found = null
  while (!found && performance.now() < until) {
    await pause(100)
    found = frame.contentDocument && charts(frame)
  }
  if (found) bringUpToDate(frame.contentWindow)
  for (const chart of found ?? []) {
    const picture = document.createElement('img')
    picture.src = await image(frame.contentWindow, chart)
    picture.alt = figureOf(chart)?.getAttribute('aria-label') ?? ''
    picture.style.flex = `${sheetOf(chart).width} 1 0`
    row.append(picture)
  }
}

const copied = new WeakMap()

/** Called by Streamlit. */
export default function mount({ data: [data], parentElement }) {
  const root = parentElement
  const [progress, scenes] = ['.progress', '.scenes'].map((name) => root.querySelector(name))
  if (!copied.has(root)) copied.set(root, new Map())
  const pictures = copied.get(root)
  let stopped = false
  scenes.replaceChildren()
  const rows = data.scenes.map((scene, k) => page(scene, k + 1, scenes, data.paths))
  const frame = document.createElement('iframe')
  frame.style.cssText = FRAME
  frame.setAttribute('aria-hidden', 'true')
  frame.tabIndex = -1
  const draw = async () => {
    for (const [k, row] of rows.entries()) {
      if (stopped) return
      const { view } = data.scenes[k]
      progress.textContent = fill(data.words.drawing, { number: k + 1, count: rows.length })
      if (!pictures.has(view)) {
        if (!frame.isConnected) document.body.append(frame)
        frame.src = base(data.paths) + view + (view.includes('?') ? '&' : '?') + 'embed=true'
        await new Promise((done) => { frame.onload = done })
        await copy(frame, row)
        pictures.set(view, [...row.children])
      } else row.append(...pictures.get(view).map((picture) => picture.cloneNode(true)))
    }
    frame.remove()
    progress.textContent = data.words.done
  }
  draw()
  return () => { stopped = true; frame.remove() }
}
