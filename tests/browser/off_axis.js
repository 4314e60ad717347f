// How many pixels the markers of a chart are off the axes that its own layout tells.
(key) => {
  const chart = document.querySelector(`.st-key-${key} .js-plotly-plot`)
  const { step, marks } = window.lecture.driven.get(chart)
  const { xaxis, yaxis } = chart._fullLayout
  const frame = chart.getBoundingClientRect()
  const row = ({ bytes, shape: [, width] }) =>
    [...new Float32Array(Uint8Array.from(atob(bytes), (sign) => sign.charCodeAt(0)).buffer)]
      .slice(step * width, (step + 1) * width)
  const wanted = marks
    .filter(({ look }) => look.mode.includes('markers'))
    .flatMap(({ x, y }) => row(x).map((value, k) => [value, row(y)[k]]))
    .map(([x, y]) => [xaxis._offset + xaxis.d2p(x), yaxis._offset + yaxis.d2p(y)])
  const drawn = [...chart.querySelectorAll('.marks .point')]
    .filter((point) => point.getAttribute('visibility') !== 'hidden')
    .map((point) => point.getBoundingClientRect())
    .map(({ x, y, width, height }) => [x + width / 2 - frame.x, y + height / 2 - frame.y])
  if (!drawn.length || drawn.length !== wanted.length) return null
  return Math.max(...drawn.map(([x, y], k) => Math.hypot(x - wanted[k][0], y - wanted[k][1])))
}
