// On paper a picture is as wide as its column there, and what WebGL has drawn is an image: a browser
// may print an empty canvas, because nothing keeps what was drawn on it.
const charts = () => [...document.querySelectorAll('.js-plotly-plot')].filter((chart) => chart._fullLayout)

// What Plotly's scene draws and reads back at once (`_scene.toImage`, which Plotly.toImage calls).
function imageOf(chart, scene) {
  const image = document.createElement('img')
  image.className = 'on-paper'
  image.alt = ''
  image.src = chart._fullLayout[scene]._scene.toImage('png')
  chart.querySelector(`#${scene}`)?.append(image)
}

function toPaper() {
  fromPaper()
  for (const chart of charts()) {
    const { width, height } = chart._fullLayout
    chart.style.setProperty('--shape', `${width} / ${height}`)
    for (const drawing of chart.querySelectorAll('.main-svg, .marks')) {
      drawing.setAttribute('viewBox', `0 0 ${width} ${height}`)
      drawing.setAttribute('preserveAspectRatio', 'xMinYMin meet')
    }
    for (const scene of scenesOf(chart)) imageOf(chart, scene)
  }
}

function fromPaper() {
  for (const image of document.querySelectorAll('.js-plotly-plot img.on-paper')) image.remove()
  for (const drawing of document.querySelectorAll('.js-plotly-plot :is(.main-svg, .marks)')) drawing.removeAttribute('viewBox')
}

function printPictures() {
  window.addEventListener('beforeprint', toPaper)
  window.addEventListener('afterprint', fromPaper)
  matchMedia('print').addEventListener('change', ({ matches }) => (matches ? toPaper() : fromPaper()))
  return true
}

window.__printsPictures ??= printPictures()
