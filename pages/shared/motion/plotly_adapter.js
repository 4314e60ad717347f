// Everything that touches the inside of a Plotly chart, which no documentation promises.

/** Pixels of a chart's flat axes: functions of a value, and the box that clips. */
function axesOf(chart, look) {
  const layout = chart._fullLayout
  const across = layout[(look.xaxis ?? 'x').replace('x', 'xaxis')]
  const up = layout[(look.yaxis ?? 'y').replace('y', 'yaxis')]
  return {
    x: (value) => across._offset + across.c2p(value),
    y: (value) => up._offset + up.c2p(value),
    left: across._offset, width: across._length, top: up._offset, height: up._length,
  }
}

/** The element that holds a chart's drawings one on the other. */
const stackOf = (chart) => chart.querySelector('.svg-container')

/** Size in pixels, family and size of text of a drawn chart. */
const sheetOf = ({ _fullLayout: { width, height, font } }) => ({ width, height, font })

/** Calls back whenever Plotly has drawn a chart anew, and while a viewer zooms. */
function onDrawn(chart, callback) {
  for (const name of ['plotly_afterplot', 'plotly_relayouting']) chart.on(name, callback)
}
