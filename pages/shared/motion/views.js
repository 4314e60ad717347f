// What a viewer has turned or zoomed, kept when the server replaces a chart.
// Memory is per page load and per chart; cameras of linked charts and scenes are one camera.
const memory = (window.__lectureViews ??= {})
const CAMERA = /^(scene\d*)\.camera$/
const ZOOM = /^[xy]axis\d*\.range(\[[01]\])?$/
const UNZOOM = /^([xy]axis\d*)\.autorange$/

const scenesOf = (chart) => Object.keys(chart._fullLayout).filter((name) => /^scene\d*$/.test(name))

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

function restored(chart, saved) {
  const scenes = memory.camera ? scenesOf(chart) : []
  return { ...saved, ...Object.fromEntries(scenes.map((scene) => [scene + '.camera', memory.camera])) }
}

function turn(chart, camera) {
  const scenes = scenesOf(chart)
  if (scenes.every((scene) => same(chart._fullLayout[scene].camera, camera))) return
  window.Plotly.relayout(chart, Object.fromEntries(scenes.map((scene) => [scene + '.camera', camera])))
}

const same = (a, b) => ['eye', 'center'].every((part) =>
  ['x', 'y', 'z'].every((axis) => Math.abs((a?.[part]?.[axis] ?? 0) - (b?.[part]?.[axis] ?? 0)) < 1e-6))

// Called once for each new chart; `others` gives the charts that turn with it.
function keepView(chart, key, others, changed) {
  const saved = (memory[key] ??= {})
  const restore = () => {
    const view = restored(chart, saved)
    if (Object.keys(view).length) window.Plotly.relayout(chart, view)
  }
  let due = 0
  const follow = (change) => {
    if (!Object.keys(change ?? {}).some((name) => CAMERA.test(name)) || due) return
    due = requestAnimationFrame(() => { due = 0; for (const other of others()) turn(other, memory.camera) })
  }
  chart.on('plotly_relayouting', (change) => { note(chart, saved, change); follow(change) })
  chart.on('plotly_relayout', (change) => { note(chart, saved, change); follow(change); changed(change) })
  chart.on('plotly_react', restore)
  restore()
}
