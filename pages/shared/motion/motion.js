// A range input that moves the marks of the charts beside it. It holds no mathematics: every
// position comes packed in the chart's own layout.meta (see pages/figures/moving.py).
const RATE = 20 // steps a second at speed 1
// With reduced motion play shows still pictures: eleven from first to last, one a second at speed 1.
const isCalm = () => matchMedia('(prefers-reduced-motion: reduce)').matches

const find = (key) => {
  const chart = document.querySelector('.st-key-' + key + ' .js-plotly-plot')
  return window.Plotly?.animate && chart?.on && chart._fullLayout ? chart : null
}

const movers = (chart) => chart.layout.meta?.moving ?? []
const AXES = ['x', 'y', 'z']

// In space what moves are traces of Plotly's own, so that surfaces hide them.
function moveInSpace(chart, step) {
  const tracks = movers(chart)
  if (!tracks.length) return
  const axes = AXES.filter((axis) => tracks.some((track) => track[axis]))
  const update = Object.fromEntries(axes.map((axis) => [
    axis, tracks.map((track) => (track[axis] ? at(track, axis, step) : chart.data[track.trace][axis]))]))
  window.Plotly.restyle(chart, update, tracks.map((track) => track.trace))
}

function move(chart, step) {
  chart.__marks.move(step)
  moveInSpace(chart, step)
}

class Motion {
  constructor(root) {
    this.root = root
    for (const name of ['range', 'play', 'back', 'forward', 'speed', 'turn', 'reset', 'value', 'caption'])
      this[name] = root.querySelector('.' + name)
    this.step = 0
    this.serial = 0
    this.known = null
    this.placed = new WeakMap()
    this.range.oninput = () => this.go(+this.range.value)
    this.range.onchange = () => { if (!this.byKey) this.tell() }
    this.range.onkeydown = (event) => this.key(event)
    this.range.onkeyup = () => { if (this.byKey) { this.byKey = false; this.tell() } }
    this.range.onblur = () => { this.byKey = false; this.tell() }
    // A swipe that begins on the thumb and becomes a scroll was not meant to move it.
    this.range.onpointerdown = () => { this.held = this.step }
    this.range.onpointercancel = () => { this.go(this.held); this.tell() }
    this.play.onclick = () => (this.playing ? this.pause() : this.start())
    this.back.onclick = () => this.jump(-1)
    this.forward.onclick = () => this.jump(1)
    this.reset.onclick = () => this.resetViews()
    this.turn.onclick = () => this.letTurn(!this.turning)
    this.seen = new MutationObserver(() => this.adopt())
    this.seen.observe(document.body, { childList: true, subtree: true })
    this.visible = new WeakSet()
    this.inView = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) this.visible[isIntersecting ? 'add' : 'delete'](target)
      this.request()
    })
    // Another control acts on the step that is on screen: stop there and tell it first.
    this.elsewhere = (event) => {
      const path = event.composedPath()
      const control = path.some((part) => part.matches?.('button, input, label, [role=combobox]'))
      if (control && !path.includes(this.root)) this.pause()
    }
    document.addEventListener('pointerdown', this.elsewhere, true)
    // What was moved while the server was away is told when it is back.
    this.returned = () => { if (this.step !== this.data.step) { this.told = null; this.tell() } }
    window.addEventListener('serverreturned', this.returned)
  }

  update({ data, setStateValue }) {
    this.data = data
    this.send = setStateValue
    const last = data.labels.length - 1
    this.range.max = last
    this.range.setAttribute('aria-label', data.label)
    this.root.querySelector('.name').textContent = data.label
    if (data.camera && !this.told3d) memory.camera ??= data.camera
    this.told3d = true
    if (data.needs_webgl && !hasWebGL) this.send('webgl', 'missing')
    const asked = JSON.stringify([data.step, data.serial])
    if (asked !== this.known && data.serial >= this.serial && !this.range.matches(':active')) {
      this.serial = data.serial
      this.told = data.step
      this.step = data.step
    }
    this.known = asked
    this.step = Math.min(this.step, last)
    this.range.value = this.step
    if (coarse()) this.reserve()
    this.words()
    this.adopt()
    for (const chart of this.charts()) this.describe(chart)
    this.request()
  }

  // A chart that the server has just put on the page takes its position before it is first seen.
  adopt() {
    for (const key of this.data.charts) {
      const chart = find(key)
      if (!chart || chart.__adopted) continue
      chart.__adopted = true
      keepView(chart, key, () => this.charts().filter((other) => other !== chart), () => this.turned())
      inkSpace(chart)
      chart.__marks = new Marks(chart)
      chart.on('plotly_react', () => { inkSpace(chart); moveInSpace(chart, this.step) })
      move(chart, this.step)
      this.placed.set(chart, this.step)
      this.inView.observe(chart)
      this.describe(chart)
    }
    this.reset.hidden = !this.charts().some((chart) => this.viewed(chart))
    this.turn.hidden = !coarse() || !this.charts().some(hasSpace)
    this.letTurn(!!this.turning)
  }

  // A scene swallows every swipe: on touch it takes none until the viewer asks to turn it.
  letTurn(turning) {
    this.turning = turning
    this.turn.setAttribute('aria-pressed', turning)
    for (const chart of this.charts().filter(hasSpace))
      chart.style.pointerEvents = coarse() && !turning ? 'none' : ''
  }

  charts() { return this.data.charts.map(find).filter(Boolean) }

  request() { this.due ??= requestAnimationFrame(() => { this.due = null; this.draw() }) }

  draw() {
    for (const chart of this.charts()) {
      if (this.placed.get(chart) === this.step || !this.visible.has(chart)) continue
      this.placed.set(chart, this.step)
      move(chart, this.step)
    }
  }

  go(step) {
    this.step = Math.max(0, Math.min(step, this.data.labels.length - 1))
    this.range.value = this.step
    this.words()
    this.request()
  }

  // Under a finger the bar stays where it is, whatever the length of the sentence above it.
  reserve() {
    const longest = this.data.captions.reduce((a, b) => (b.length > a.length ? b : a), '')
    this.caption.style.minHeight = ''
    this.caption.textContent = longest
    this.caption.style.minHeight = `${this.caption.offsetHeight}px`
  }

  words() {
    this.value.textContent = this.data.labels[this.step]
    this.caption.textContent = this.data.captions[this.step] ?? ''
    this.range.setAttribute('aria-valuetext', this.data.labels[this.step] + '. ' + this.caption.textContent)
  }

  describe(chart) {
    const figure = chart.closest('[role=figure]')
    if (!figure) return
    figure.__base ??= figure.getAttribute('aria-label')
    figure.setAttribute('aria-label', figure.__base + ' ' + this.caption.textContent)
  }

  jump(by) { this.pause(false); this.go(this.step + by); this.tell() }

  key(event) {
    const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key]
    const ours = event.key === ' ' || (by && event.shiftKey)
    const clicker = event.key === 'PageUp' || event.key === 'PageDown'
    this.byKey = !clicker && event.key !== ' ' && event.key !== 'Tab'
    if (ours || clicker) event.preventDefault()
    if (event.key === ' ') this.playing ? this.pause() : this.start()
    else if (ours) this.go(this.step + 10 * by)
  }

  start() {
    const last = this.data.labels.length - 1
    const [rate, stride] = isCalm() ? [1, Math.ceil(last / 10)] : [RATE, 1]
    if (this.step >= last) this.go(0)
    this.playing = true
    this.mark()
    let before = null
    let carry = 0
    const tick = (now) => {
      if (!this.playing) return
      carry += before === null ? 0 : ((now - before) / 1000) * rate * +this.speed.value
      before = now
      const whole = Math.floor(carry)
      carry -= whole
      if (whole) this.go(this.step + whole * stride)
      if (this.step >= last) this.pause()
      else requestAnimationFrame(tick)
    }
    requestAnimationFrame(tick)
  }

  pause(tell = true) {
    if (!this.playing) return
    this.playing = false
    this.mark()
    if (tell) this.tell()
  }

  mark() {
    this.play.setAttribute('aria-label', this.playing ? 'Pause' : 'Play')
    this.play.classList.toggle('on', !!this.playing)
  }

  // The one message: after a drag, a key press, a pause.
  tell() {
    for (const chart of this.charts()) this.describe(chart)
    if (this.told === this.step) return
    this.told = this.step
    this.serial += 1
    this.send('position', { step: this.step, serial: this.serial })
  }

  viewed(chart) {
    return Object.keys(memory[this.data.charts.find((key) => find(key) === chart)] ?? {}).length > 0 ||
      (this.away() && hasSpace(chart))
  }

  turned() {
    this.reset.hidden = !this.charts().some((chart) => this.viewed(chart))
    clearTimeout(this.soon)
    if (this.data.keeps_camera) this.soon = setTimeout(() => this.tellCamera(), 300)
  }

  away() { return memory.camera && !same(memory.camera, this.data.home) }

  // One message when the turning has come to rest; none for the camera that the server knows.
  tellCamera() {
    const text = this.away() ? written(memory.camera) : 'home'
    if (text !== (this.data.camera ? written(this.data.camera) : 'home')) this.send('camera', text)
  }

  resetViews() {
    delete memory.camera
    for (const key of this.data.charts) {
      const chart = find(key)
      if (!chart) continue
      for (const name of Object.keys(memory[key] ?? {})) delete memory[key][name]
      const home = cameraOf(chart, this.data.home)
      for (const axis of Object.keys(chart._fullLayout).filter((name) => /^[xy]axis\d*$/.test(name)))
        home[axis + '.range'] = chart._fullLayout[axis]._rangeInitial0 === undefined ? undefined
          : [chart._fullLayout[axis]._rangeInitial0, chart._fullLayout[axis]._rangeInitial1]
      window.Plotly.relayout(chart, home)
    }
    this.turned()
  }

  stop() {
    this.playing = false
    clearTimeout(this.soon)
    this.seen.disconnect()
    this.inView.disconnect()
    document.removeEventListener('pointerdown', this.elsewhere, true)
    window.removeEventListener('serverreturned', this.returned)
  }
}

export default function mount(component) {
  const root = component.parentElement
  const motion = (root.__motion ??= new Motion(root))
  motion.update(component)
  return () => { motion.stop(); delete root.__motion }
}
