// Draws what charts show now into the charts that stand on the page (see __init__.py).
import { chartOf, draw, onGivenAgain } from '../browser/plotly_adapter.js'
import { alts, drawn, shared } from '../browser/shared.js'
import { figureOf, isLoading, isScriptDone } from '../browser/streamlit_adapter.js'
import { onPageChange, onSight, onTaken } from '../browser/watching.js'

const NEAR = '25%' // of the window: a chart is drawn anew just before it comes into sight

const shown = new WeakMap() // chart -> what it shows now: written, and read once it has been drawn
const near = new WeakSet() // charts

function renew(key, { figure, alt }) {
  const chart = chartOf(key)
  if (!chart || shown.get(chart)?.written === figure) return
  const isFirst = !shown.has(chart)
  shown.set(chart, { written: figure })
  if (isFirst) follow(chart)
  else if (near.has(chart)) redraw(chart)
  alts().set(figureOf(chart), alt)
  figureOf(chart).setAttribute('aria-label', alt)
}

function follow(chart) {
  // Streamlit gives a chart the figure that it came with whenever theme or size change.
  onGivenAgain(chart, () => { if (near.has(chart)) redraw(chart) })
  onSight(chart, (isNear) => {
    near[isNear ? 'add' : 'delete'](chart)
    if (isNear) redraw(chart)
  }, NEAR)
}

function redraw(chart) {
  const now = shown.get(chart)
  const isNew = !now.read
  now.read ??= JSON.parse(now.written)
  if (chart.data === now.read.data) return
  draw(chart, now.read)
  if (isNew) chart.dispatchEvent(new Event('renewed'))
}

// The server is told of this script when a page stands, and in no lecture: a message that comes while a
// scene is being visited costs the scene its settings.
const stands = () => isScriptDone() && !isLoading() && !new URLSearchParams(location.search).has('lecture')

let end = () => {}

/** Called by Streamlit for each run of a page, with the charts that have changed since they came. */
export default function mount({ data: [{ charts, stop }], setStateValue }) {
  const all = () => {
    for (const [key, now] of Object.entries(charts)) renew(key, now)
    if (stands()) shared('tellsOfCharts', () => { setStateValue('driven', true); return true })
  }
  end()
  const ends = [onPageChange(all), onTaken(() => {
    for (const chart of Object.keys(charts).map(chartOf)) if (shown.has(chart)) redraw(chart)
  })]
  end = () => { for (const each of ends) each() }
  all()
  drawn().stop = stop
  return () => end()
}
