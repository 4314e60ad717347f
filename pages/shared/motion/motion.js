// The control: a range input that moves the marks of charts. It holds no mathematics: every position
// comes packed in the chart's own layout (see pages/figures/moving.py).
import { chartOf, inkSpace, metaOf, onGivenAgain, restyle } from '../browser/plotly_adapter.js'
import { alts, driven, handles } from '../browser/shared.js'
import { figureOf } from '../browser/streamlit_adapter.js'
import { onPageChange, onSight, onTaken } from '../browser/watching.js'
import { label } from '../browser/words.js'
import { written } from './camera.js'
import { Marks } from './marks.js'
import { isNews, keyed, nearest, pace, valuesOf, within } from './position.js'
import { printPictures } from './print.js'
import { at } from './tracks.js'
import { hasSpace, hasWebGL, isTouched, isTurned, isZoomed, keepView, memory, resetViews } from './views.js'

const AXES = ['x', 'y', 'z']

// In space what moves are traces of Plotly's own, so that surfaces hide them.
function moveInSpace(chart, step) {
  const tracks = metaOf(chart).moving ?? []
  if (!tracks.length) return
  const axes = AXES.filter((axis) => tracks.some((track) => track[axis]))
  const update = Object.fromEntries(axes.map((axis) => [
    axis, tracks.map((track) => (track[axis] ? at(track, axis, step) : chart.data[track.trace][axis]))]))
  restyle(chart, update, tracks.map((track) => track.trace))
}

function move(chart, step) {
  driven().get(chart).move(step)
  moveInSpace(chart, step)
}

// Who moves a chart now: it may stand longer than a control.
const movers = new WeakMap()

const longest = (texts, count) => [...new Set(texts)].sort((a, b) => b.length - a.length).slice(0, count)

// A node is kept: another one would wake whoever watches the page.
function write(element, text) {
  if (!element.firstChild) element.append('')
  if (element.firstChild.data !== text) element.firstChild.data = text
}

class Motion {
  constructor(root) {
    this.root = root
    for (const name of ['range', 'play', 'back', 'forward', 'speed', 'turn', 'reset', 'value', 'caption', 'room', 'number'])
      this[name] = root.querySelector('.' + name)
    this.step = 0
    this.told = { serial: 0 }
    this.answer = null
    this.placed = new WeakMap()
    this.visible = new WeakSet()
    this.listen()
    this.ends = [onPageChange(() => this.adopt()), onTaken(() => this.draw({ all: true }))]
    this.hear(document, 'pointerdown', (event) => this.stopFor(event), true)
    // What was moved while the server was away is told when it is back.
    this.hear(window, 'serverreturned', () => { if (this.step !== this.data.step) this.tell({ isAgain: true }) })
  }

  listen() {
    this.range.oninput = () => this.go(+this.range.value)
    this.range.onchange = () => { if (!this.byKey) this.tell() }
    this.range.onkeydown = (event) => this.key(event)
    this.range.onkeyup = () => { if (this.byKey) { this.byKey = false; this.tell() } }
    this.range.onblur = () => { this.byKey = false; this.tell({ runsPage: true }) }
    // A swipe that begins on the thumb and becomes a scroll was not meant to move it.
    this.range.onpointerdown = () => { this.held = this.values[this.step] }
    this.range.onpointercancel = () => { this.go(nearest(this.held, this.values)); this.tell() }
    this.play.onclick = () => (this.playing ? this.pause() : this.start())
    this.back.onclick = () => this.jump(-1)
    this.forward.onclick = () => this.jump(1)
    this.reset.onclick = () => this.resetViews()
    this.turn.onclick = () => this.letTurn(!this.turning)
  }

  hear(target, name, callback, isFirst = false) {
    target.addEventListener(name, callback, isFirst)
    this.ends.push(() => target.removeEventListener(name, callback, isFirst))
  }

  // Another control acts on the step that is on screen: stop there and tell it first. Streamlit puts
  // both into one message, and would run only what follows the handle.
  stopFor(event) {
    const path = event.composedPath()
    const control = path.some((part) => part.matches?.('button, input, label, [role=combobox]'))
    if (control && !path.includes(this.root)) this.pause({ runsPage: true })
  }

  update({ data: [data], setStateValue }) {
    const shown = this.values?.[this.step]
    this.data = data
    this.send = setStateValue
    this.values = valuesOf(data.labels)
    this.count = data.labels.length
    handles().set(data.name, data)
    label(this.root, data.words)
    this.mark()
    this.range.max = this.count - 1
    this.range.setAttribute('aria-label', data.label)
    this.root.querySelector('.name').textContent = data.label
    if (data.camera && !this.knowsCamera) memory.camera ??= data.camera
    this.knowsCamera = true
    if (data.needs_webgl && !hasWebGL) this.send('webgl', 'missing')
    this.take(shown)
    this.range.value = this.step
    this.makeRoom()
    this.say()
    this.adopt()
    for (const chart of this.charts()) this.describe(chart)
    this.request()
  }

  // What the viewer has moved and not yet told, or still holds, stays.
  take(shown) {
    const { step, serial } = this.data
    const answer = { value: this.values[step], serial }
    const isFirst = shown === undefined
    const isHeld = this.byKey || this.range.matches(':active')
    const isOther = isNews(answer, this.answer, this.told)
    if (isOther) this.told = answer
    this.answer = answer
    this.step = isFirst || (isOther && !isHeld) ? step : nearest(shown, this.values)
  }

  // A chart that the server has just put on the page takes its position before it is first seen.
  adopt() {
    for (const key of this.data.charts) {
      const chart = chartOf(key)
      if (!chart || this.placed.has(chart)) continue
      movers.set(chart, this)
      if (!driven().has(chart)) this.equip(chart, key)
      this.place(chart)
      this.ends.push(onSight(chart, (isInSight) => this.see(chart, isInSight)))
      this.describe(chart)
    }
    this.reset.hidden = !this.isChanged()
    this.turn.hidden = !isTouched() || !this.charts().some(hasSpace)
    this.letTurn(!!this.turning)
  }

  equip(chart, key) {
    keepView(chart, key, () => this.charts().filter((other) => other !== chart), () => this.turned())
    inkSpace(chart)
    driven().set(chart, new Marks(chart))
    onGivenAgain(chart, () => { inkSpace(chart); moveInSpace(chart, movers.get(chart).step) })
    chart.addEventListener('renewed', () => {
      driven().get(chart).read()
      movers.get(chart).place(chart)
      movers.get(chart).describe(chart)
    })
  }

  // A chart whose figure is of another number of steps is about to be given another.
  place(chart) {
    const { count } = driven().get(chart)
    if (count && count !== this.count) return
    this.placed.set(chart, this.step)
    move(chart, this.step)
  }

  see(chart, isInSight) {
    this.visible[isInSight ? 'add' : 'delete'](chart)
    this.request()
  }

  // A scene swallows every swipe: on touch it takes none until the viewer asks to turn it.
  letTurn(turning) {
    this.turning = turning
    this.turn.setAttribute('aria-pressed', turning)
    for (const chart of this.charts().filter(hasSpace))
      chart.style.pointerEvents = isTouched() && !turning ? 'none' : ''
  }

  charts() { return this.data.charts.map(chartOf).filter(Boolean) }

  request() { this.due ??= requestAnimationFrame(() => { this.due = null; this.draw() }) }

  draw({ all = false } = {}) {
    for (const chart of this.charts()) {
      if (this.placed.get(chart) !== this.step && (all || this.visible.has(chart))) this.place(chart)
    }
  }

  go(step) {
    this.step = within(step, this.count)
    if (+this.range.value !== this.step) this.range.value = this.step
    this.say()
    this.request()
  }

  // The bar stays where it is under the pointer, whatever is said above it and beside it. Which of the
  // longest sentences breaks into the most lines depends on the width, so the browser is given several.
  makeRoom() {
    const [sentences, [label]] = [longest(this.data.captions, 5), longest(this.data.labels, 1)]
    this.number.dataset.longest = label
    if ([...this.room.children].map((one) => one.textContent).join() === sentences.join()) return
    this.room.replaceChildren(...sentences.map((sentence) => Object.assign(document.createElement('div'), { textContent: sentence })))
  }

  say() {
    const [label, sentence] = [this.data.labels[this.step], this.data.captions[this.step] ?? '']
    write(this.value, label)
    write(this.caption, sentence)
    this.range.setAttribute('aria-valuetext', `${label}. ${sentence}`)
  }

  describe(chart) {
    const figure = figureOf(chart)
    if (!figure) return
    if (!alts().has(figure)) alts().set(figure, figure.getAttribute('aria-label'))
    figure.setAttribute('aria-label', alts().get(figure) + ' ' + this.caption.textContent)
  }

  jump(by) { this.pause({ tells: false }); this.go(this.step + by); this.tell() }

  key(event) {
    const { by, plays, isOurs, tells } = keyed(event)
    this.byKey = tells
    if (isOurs) event.preventDefault()
    if (plays) this.play.onclick()
    else if (by) this.go(this.step + by)
  }

  start() {
    const { rate, stride } = pace(this.count, matchMedia('(prefers-reduced-motion: reduce)').matches)
    if (this.step >= this.count - 1) this.go(0)
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
      if (this.step >= this.count - 1) this.pause()
      else requestAnimationFrame(tick)
    }
    requestAnimationFrame(tick)
  }

  pause({ tells = true, runsPage = false } = {}) {
    if (!this.playing) return
    this.playing = false
    this.mark()
    if (tells) this.tell({ runsPage })
  }

  mark() {
    this.play.setAttribute('aria-label', this.data.words[this.playing ? 'pause' : 'play'])
    this.play.classList.toggle('on', !!this.playing)
  }

  // The one message: after a drag, a key press, a pause.
  tell({ isAgain = false, runsPage = false } = {}) {
    for (const chart of this.charts()) this.describe(chart)
    const value = this.values[this.step]
    if (this.told.value === value && !isAgain) return
    this.told = { value, serial: this.told.serial + 1, runsPage }
    this.send('position', this.told)
  }

  isChanged() {
    return this.data.charts.some((key) => {
      const chart = chartOf(key)
      return chart && (isZoomed(key) || (hasSpace(chart) && isTurned(this.data.home)))
    })
  }

  turned() {
    this.reset.hidden = !this.isChanged()
    clearTimeout(this.soon)
    if (this.data.keeps_camera) this.soon = setTimeout(() => this.tellCamera(), 300)
  }

  // One message when the turning has come to rest; none for the camera that the server knows.
  tellCamera() {
    const text = isTurned(this.data.home) ? written(memory.camera) : 'home'
    if (text !== (this.data.camera ? written(this.data.camera) : 'home')) this.send('camera', text)
  }

  resetViews() {
    resetViews(this.data.charts.map((key) => [key, chartOf(key)]), this.data.home)
    this.turned()
  }

  stop() {
    this.playing = false
    clearTimeout(this.soon)
    if (handles().get(this.data.name) === this.data) handles().delete(this.data.name)
    for (const end of this.ends) end()
  }
}

const motions = new WeakMap()

/** Called by Streamlit for a new control and for each change of its data. */
export default function mount(component) {
  const root = component.parentElement
  printPictures()
  if (!motions.has(root)) motions.set(root, new Motion(root))
  motions.get(root).update(component)
  return () => { motions.get(root)?.stop(); motions.delete(root) }
}
