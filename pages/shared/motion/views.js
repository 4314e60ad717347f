// What a viewer has turned or zoomed, kept when the server replaces a chart.
// Memory is per page load and per chart; cameras of linked charts and scenes are one camera.
const memory = (window.__lectureViews ??= {})
const CAMERA = /^(scene\d*)\.camera$/
const ZOOM = /^[xy]axis\d*\.range(\[[01]\])?$/
const UNZOOM = /^([xy]axis\d*)\.autorange$/

const coarse = () => matchMedia('(pointer: coarse)').matches
const scenesOf = (chart) => Object.keys(chart._fullLayout).filter((name) => /^scene\d*$/.test(name))
const hasSpace = (chart) => scenesOf(chart).length > 0
const cameraOf = (chart, camera) => Object.fromEntries(scenesOf(chart).map((scene) => [scene + '.camera', camera]))

const hasWebGL = (() => {
  const canvas = document.createElement('canvas')
  return !!(canvas.getContext('webgl2') ?? canvas.getContext('webgl'))
})()

// Six numbers: where the eye stands and what it looks at.
const numbersOf = (camera) =>
  ['eye', 'center'].flatMap((part) => ['x', 'y', 'z'].map((axis) => camera?.[part]?.[axis] ?? 0))
const written = (camera) => numbersOf(camera).map((number) => +number.toFixed(2)).join('_')
const same = (a, b) => written(a) === written(b)

// Redraws read the camera from chart.layout, so it is written there as well as to memory.
function note(chart, saved, change) {
  for (const [name, value] of Object.entries(change ?? {})) {
    if (CAMERA.test(name)) {
      for (const scene of scenesOf(chart)) (chart.layout[scene] ??= {}).camera = value
      memory.camera = value
    } else if (ZOOM.test(name)) saved[name] = value
    else if (UNZOOM.test(name)) for (const key of Object.keys(saved))
      if (key.startsWith(name.match(UNZOOM)[1] + '.range')) delete saved[key]
  }
}

// Plotly fits a scene to the height of its picture: a narrow one would be cut at both sides. So its
// box shrinks there, and the words' lines with it; the longest side is 1 as the figure is made.
const WIDE = 1.4  // width over height that a box needs
const SIDES = 40  // and pixels for the words at its sides, which do not shrink

function fitted(chart) {
  const { width, height, margin } = chart._fullLayout
  const part = Math.min(1, (width - SIDES) / (height - margin.t) / WIDE)
  return Object.fromEntries(scenesOf(chart).flatMap((name) => {
    const { aspectratio, annotations = [] } = chart._fullLayout[name]
    const change = part / aspectratio.x
    if (Math.abs(change - 1) < 0.01) return []
    return [
      ...Object.entries(aspectratio).map(([axis, side]) => [`${name}.aspectratio.${axis}`, side * change]),
      ...annotations.flatMap(({ ax, ay }, k) => [['ax', ax], ['ay', ay]].map(([way, far]) => [`${name}.annotations[${k}].${way}`, far * change])),
    ]
  }))
}

// A chart that is turned by another must not lead it back: what it reports meanwhile is late.
const led = new WeakMap()

function turn(chart, camera) {
  led.set(chart, (led.get(chart) ?? 0) + 1)
  window.Plotly.relayout(chart, cameraOf(chart, camera)).then(() => led.set(chart, led.get(chart) - 1))
}

// Called once for each new chart; `others` gives the charts that turn with it.
function keepView(chart, key, others, changed) {
  const saved = (memory[key] ??= {})
  // On touch a swipe across a picture scrolls the page. Streamlit undoes that when it draws anew.
  const free = coarse() ? { dragmode: false } : {}
  const restore = () => {
    const view = { ...free, ...saved, ...fitted(chart), ...(memory.camera ? cameraOf(chart, memory.camera) : {}) }
    if (Object.keys(view).length) window.Plotly.relayout(chart, view)
  }
  let due = 0
  const follow = (change) => {
    if (!Object.keys(change ?? {}).some((name) => CAMERA.test(name)) || due) return
    due = requestAnimationFrame(() => { due = 0; for (const other of others()) turn(other, memory.camera) })
  }
  const lead = (change) => { note(chart, saved, change); follow(change) }
  chart.on('plotly_relayouting', (change) => { if (!led.get(chart)) lead(change) })
  chart.on('plotly_relayout', (change) => { if (!led.get(chart)) { lead(change); changed() } })
  chart.on('plotly_react', restore)
  restore()
}

// Words in space are pixels of WebGL, which the page's style does not reach.
function inkSpace(chart) {
  const color = getComputedStyle(chart).color
  const inks = scenesOf(chart).flatMap((scene) => ['xaxis', 'yaxis', 'zaxis'].map((axis) => scene + '.' + axis))
    .filter((axis) => chart._fullLayout[axis.split('.')[0]][axis.split('.')[1]].tickfont.color !== color)
  const change = inks.flatMap((axis) => [[axis + '.tickfont.color', color], [axis + '.title.font.color', color]])
  if (change.length) window.Plotly.relayout(chart, Object.fromEntries(change))
}
