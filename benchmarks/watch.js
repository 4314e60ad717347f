// Watches the pictures of any page. A step begins with the viewer's hand and ends with the
// animation frame after the one that showed the last change of a picture.
window.__watch = (() => {
  const watch = { step: null }
  const isBusy = () => !!document.querySelector('[data-test-script-state=running]')
  const change = () => { if (watch.step?.began) watch.step.isDirty = true }
  const begin = () => { if (watch.step) watch.step.began ??= performance.now() }
  for (const name of ['pointermove', 'pointerdown', 'keydown']) window.addEventListener(name, begin, true)
  new MutationObserver((records) => {
    if (watch.step && records.some((record) => record.target.closest?.('.js-plotly-plot'))) change()
  }).observe(document, { subtree: true, childList: true, attributes: true })
  for (const kind of [WebGLRenderingContext, WebGL2RenderingContext])
    for (const name of ['drawArrays', 'drawElements']) {
      const draw = kind.prototype[name]
      kind.prototype[name] = function (...given) { change(); return draw.apply(this, given) }
    }
  // A message sent in an animation frame arrives after that frame is painted.
  const painted = new MessageChannel()
  painted.port1.onmessage = () => {
    if (!watch.step?.isDirty) return
    watch.step.isDirty = false
    watch.step.isPainted = true
  }
  const frame = () => {
    const step = watch.step
    const now = performance.now()
    if (step?.isPainted) {
      step.isPainted = false
      step.ended = now
    }
    if (step && isOver(step, now)) {
      watch.step = null
      step.resolve(step.ended ? step.ended - step.began : null)
    }
    painted.port2.postMessage(null)
    requestAnimationFrame(frame)
  }
  const isOver = (step, now) => step.ended
    ? !step.isDirty && now - step.ended > step.quiet && !isBusy()
    : now - step.armed > step.patience
  requestAnimationFrame(frame)
  watch.arm = (quiet, patience) => {
    const step = { quiet, patience, armed: performance.now() }
    watch.result = new Promise((resolve) => { step.resolve = resolve })
    watch.step = step
  }
  return watch
})()
