// Draws what charts show now into the charts that stand on the page (see __init__.py).
import { chartOf, draw, onGivenAgain } from '../browser/plotly_adapter.js'
import { alts, shared } from '../browser/shared.js'
import { figureOf, isLoading, isScriptDone } from '../browser/streamlit_adapter.js'
import { onPageChange } from '../browser/watching.js'

const shown = new WeakMap() // chart -> what it shows, written and read

function renew(key, { figure, alt }) {
  const chart = chartOf(key)
  if (!chart || shown.get(chart)?.written === figure) return
  if (!shown.has(chart)) onGivenAgain(chart, () => redraw(chart))
  shown.set(chart, { written: figure, read: JSON.parse(figure) })
  redraw(chart)
  alts().set(figureOf(chart), alt)
  figureOf(chart).setAttribute('aria-label', alt)
  chart.dispatchEvent(new Event('renewed'))
}

// Streamlit gives a chart the figure that it came with whenever theme or size change.
function redraw(chart) {
  const { read } = shown.get(chart)
  if (chart.data !== read.data) draw(chart, read)
}

// The server is told of this script when a page stands, and in no lecture: a message that comes while a
// scene is being visited costs the scene its settings.
const stands = () => isScriptDone() && !isLoading() && !new URLSearchParams(location.search).has('lecture')

let end = null

/** Called by Streamlit for each run of a page, with the charts that have changed since they came. */
export default function mount({ data, setStateValue }) {
  const all = () => {
    for (const [key, now] of Object.entries(data)) renew(key, now)
    if (stands()) shared('tellsOfCharts', () => { setStateValue('driven', true); return true })
  }
  end?.()
  end = onPageChange(all)
  all()
  return () => end?.()
}
