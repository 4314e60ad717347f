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

function page({ headline, ask, notice, notes, view }, number, root, paths) {
  const section = document.createElement('section')
  make('h2', `${number}. ${headline}`, section)
  if (ask) make('p', ask, section)
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

// Drawn, and moved to the step of the link.
function charts(inside) {
  const busy = inside.querySelector('[data-testid=stSkeleton]')
  const done = inside.querySelector('[data-testid=stApp][data-test-script-state=notRunning]')
  const found = [...inside.querySelectorAll('.st-key-picture .js-plotly-plot')]
  return done && !busy && found.length && found.every((chart) => chart.__adopted) ? found : null
}

// Words in the page's pictures have their colour from the page: on paper they need one of their own.
function image(Plotly, chart) {
  const { width, height } = chart._fullLayout
  const font = { ...chart.layout.font, color: INK }
  const layout = { ...chart.layout, font, paper_bgcolor: PAPER, plot_bgcolor: PAPER }
  const format = chart._fullLayout._has('gl3d') ? 'png' : 'svg'
  return Plotly.toImage({ data: chart.__marks.traces(), layout }, { format, width, height, scale: 2 })
}

async function copy(frame, row) {
  const until = performance.now() + WAIT
  let found = null
  while (!found && performance.now() < until) {
    await pause(100)
    found = frame.contentDocument && charts(frame.contentDocument)
  }
  for (const chart of found ?? []) {
    const picture = document.createElement('img')
    picture.src = await image(frame.contentWindow.Plotly, chart)
    picture.alt = chart.closest('[role=figure]')?.getAttribute('aria-label') ?? ''
    picture.style.flex = `${chart._fullLayout.width} 1 0`
    row.append(picture)
  }
}

export default function ({ data, parentElement }) {
  const root = parentElement
  const [progress, scenes] = ['.progress', '.scenes'].map((name) => root.querySelector(name))
  const pictures = (root.__pictures ??= new Map())
  let stopped = false
  scenes.replaceChildren()
  const rows = data.scenes.map((scene, k) => page(scene, k + 1, scenes, data.paths))
  const frame = document.createElement('iframe')
  frame.style.cssText = FRAME
  frame.setAttribute('aria-hidden', 'true')
  frame.tabIndex = -1
  const fill = async () => {
    for (const [k, row] of rows.entries()) {
      if (stopped) return
      const { view } = data.scenes[k]
      progress.textContent = `Drawing picture ${k + 1} of ${rows.length}`
      if (!pictures.has(view)) {
        if (!frame.isConnected) document.body.append(frame)
        frame.src = base(data.paths) + view + (view.includes('?') ? '&' : '?') + 'embed=true'
        await new Promise((done) => { frame.onload = done })
        await copy(frame, row)
        pictures.set(view, [...row.children])
      } else row.append(...pictures.get(view).map((picture) => picture.cloneNode(true)))
    }
    frame.remove()
    progress.textContent = 'All pictures are drawn: print this page from the browser.'
  }
  fill()
  return () => { stopped = true; frame.remove() }
}
