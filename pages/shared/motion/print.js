// On paper a picture is as wide as its column there, and what WebGL has drawn is an image.
import { chartsIn, drawingsOf, drawnCharts, sceneImages, sheetOf } from '../browser/plotly_adapter.js'
import { shared } from '../browser/shared.js'
import { bringUpToDate } from '../browser/watching.js'

function toPaper() {
  fromPaper()
  bringUpToDate()
  for (const chart of drawnCharts()) {
    const { width, height } = sheetOf(chart)
    chart.style.setProperty('--shape', `${width} / ${height}`)
    for (const drawing of drawingsOf(chart)) {
      drawing.setAttribute('viewBox', `0 0 ${width} ${height}`)
      drawing.setAttribute('preserveAspectRatio', 'xMinYMin meet')
    }
    for (const { place, source } of sceneImages(chart))
      place?.append(Object.assign(document.createElement('img'), { className: 'on-paper', alt: '', src: source }))
  }
}

function fromPaper() {
  for (const chart of chartsIn()) {
    for (const image of chart.querySelectorAll('img.on-paper')) image.remove()
    for (const drawing of drawingsOf(chart)) drawing.removeAttribute('viewBox')
  }
}

/** Prepares the pictures whenever the page is printed. */
export const printPictures = () => shared('prints', () => {
  window.addEventListener('beforeprint', toPaper)
  window.addEventListener('afterprint', fromPaper)
  matchMedia('print').addEventListener('change', ({ matches }) => (matches ? toPaper() : fromPaper()))
  return true
})
