
// What Streamlit does on the dashboard, for a file of its own: charts, and under them their control.
import { drawNew } from '../browser/plotly_adapter.js'
import mount from '../motion/motion.js'

const { charts, controls } = JSON.parse(document.querySelector('script[type="application/json"]').textContent)
const main = document.querySelector('main')

function boxOf({ key, alt }) {
  const box = document.createElement('div')
  box.className = 'st-key-' + key
  box.innerHTML = '<div role="figure"><div></div></div>'
  box.firstChild.setAttribute('aria-label', alt)
  return box
}

function show(group) {
  const grid = document.createElement('div')
  grid.className = group.length % 3 ? 'charts' : 'charts three'
  grid.append(...group.map(boxOf))
  main.append(grid)
  group.forEach(({ figure }, k) => drawNew(grid.children[k].firstChild.firstChild, figure))
}

for (const data of controls) {
  show(charts.filter(({ key }) => data.charts.includes(key)))
  const host = document.createElement('div')
  host.className = 'control'
  main.append(host)
  const parentElement = host.attachShadow({ mode: 'open' })
  parentElement.append(document.querySelector('template').content.cloneNode(true))
  mount({ data: [data], parentElement, setStateValue() {} })
}
show(charts.filter(({ key }) => !controls.some((data) => data.charts.includes(key))))
