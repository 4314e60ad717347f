// Marks: what moves on flat axes, drawn by us on layers of its own below and above Plotly's drawing.
import { axesOf, metaOf, onDrawn, sheetOf, stackOf } from '../browser/plotly_adapter.js'
import { dashes, LINES, pieces, pixel, round, SYMBOLS } from './paths.js'
import { at, countOf, words } from './tracks.js'

const SVG = 'http://www.w3.org/2000/svg'
const LINE_HEIGHT = 1.3
const GREY = '#444'

function element(name, attributes, parent) {
  const made = document.createElementNS(SVG, name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  parent?.append(made)
  return made
}

// To write an attribute costs, also where it stays the same.
function set(one, name, value) {
  if (one.getAttribute(name) !== String(value)) one.setAttribute(name, value)
}

// Each kind of mark gives a function that moves it: of its place on the axes and the step.

const pointsOf = (mark, axes, step) => {
  const [x, y] = [at(mark, 'x', step), at(mark, 'y', step)]
  return Array.from({ length: Math.min(x.length, y.length) }, (_, k) => [pixel(axes.x(x[k])), pixel(axes.y(y[k]))])
}

function line(mark, group) {
  const { look } = mark
  const style = look.line ?? {}
  const path = element('path', {
    class: 'line', fill: 'none', stroke: style.color ?? GREY, 'stroke-width': style.width ?? 2,
    'stroke-dasharray': dashes(style), opacity: look.opacity ?? 1,
  }, group)
  const draw = LINES[style.shape ?? 'linear']
  return (points) => set(path, 'd', pieces(points).map(draw).join(''))
}

function area(mark, group) {
  const { look } = mark
  const path = element('path', { class: 'area', fill: look.fillcolor, stroke: 'none' }, group)
  const draw = LINES[look.line?.shape ?? 'linear']
  return (points, axes) => {
    const ground = pixel(axes.y(0))
    const close = (piece) => (look.fill === 'tozeroy' ? `L${piece.at(-1)[0]},${ground}L${piece[0][0]},${ground}Z` : 'Z')
    set(path, 'd', pieces(points).map((piece) => draw(piece) + close(piece)).join(''))
  }
}

const each = (value, k) => (Array.isArray(value) ? value[k] : value)

/** Keeps as many elements as there are points, made when they are first needed. */
function many(make, move) {
  const made = []
  return (points, ...more) => {
    for (const [k, point] of points.entries()) move((made[k] ??= make(k)), point, k, ...more)
    for (const spare of made.slice(points.length)) set(spare, 'visibility', 'hidden')
  }
}

function put(one, [x, y]) {
  const isThere = Number.isFinite(x) && Number.isFinite(y)
  set(one, 'visibility', isThere ? 'inherit' : 'hidden')
  if (isThere) set(one, 'transform', `translate(${x},${y})`)
}

function markers(mark, group) {
  const { symbol = 'circle', size = 6, color = GREY, opacity = 1, line: rim = {} } = mark.look.marker ?? {}
  const make = (k) => {
    const [name, open] = each(symbol, k).split('-open')
    const width = open === undefined ? rim.width ?? 0 : rim.width || 1
    return element('path', {
      class: 'point', d: SYMBOLS[name](round(each(size, k) / 2)), opacity,
      fill: open === undefined ? each(color, k) : 'none', 'stroke-width': width,
      stroke: open === undefined ? each(rim.color ?? GREY, k) : each(color, k),
    }, group)
  }
  return many(make, put)
}

// Words stand as Plotly puts them: beside the marker's rim, their lines in the middle of the point.
function texts(mark, group, font) {
  const { look } = mark
  const size = look.textfont?.size ?? font.size
  const hasMarkers = look.mode.includes('markers')
  const cloak = element('g', { class: 'textpoint', 'font-size': size }, group)
  const make = (k) => {
    const place = each(look.textposition ?? 'middle center', k)
    const text = element('text', { 'text-anchor': place.includes('left') ? 'end' : place.includes('right') ? 'start' : 'middle' }, cloak)
    if (look.textfont?.weight) text.setAttribute('font-weight', look.textfont.weight)
    const away = hasMarkers ? each(look.marker?.size ?? 6, k) / 1.6 + 1 : 0
    text.across = place.includes('right') ? away : place.includes('left') ? -away : 0
    text.up = place.includes('bottom') ? 1 : place.includes('top') ? -1 : 0
    text.away = away
    return text
  }
  return many(make, (text, [x, y], k, said) => {
    const word = said[k]
    if (text.said !== word) say(text, word)
    const lines = (text.childNodes.length - 1) * LINE_HEIGHT + 1
    const down = 0.75 * size + text.up * text.away + ((text.up - 1) * lines * size) / 2
    put(text, [round(x + text.across), round(y + down)])
  })
}

// A word's text node is kept: new nodes would wake whoever watches the page.
function say(text, word) {
  text.said = word
  const lines = String(word ?? '').split('<br>')
  while (text.childNodes.length > lines.length) text.lastChild.remove()
  lines.forEach((line, k) => {
    const span = text.childNodes[k] ?? element('tspan', { x: 0, ...(k ? { dy: `${LINE_HEIGHT}em` } : {}) }, text)
    if (!span.firstChild) span.append(document.createTextNode(''))
    if (span.firstChild.data !== line) span.firstChild.data = line
  })
}

function bars(mark, group) {
  const { look } = mark
  const isFlat = look.orientation === 'h'
  const half = (look.width ?? 0.8) / 2
  const make = () => element('rect', { class: 'bar', fill: look.marker?.color ?? GREY, opacity: look.opacity ?? 1 }, group)
  const move = (rect, [x, y], k, axes, base) => {
    const [place, length] = isFlat ? [y, x] : [x, y]
    const [along, beside] = isFlat ? [axes.x, axes.y] : [axes.y, axes.x]
    const ends = [along(base[k] ?? 0), along((base[k] ?? 0) + length)]
    const sides = [beside(place - half), beside(place + half)]
    const [start, thick] = [Math.min(...ends), Math.abs(ends[1] - ends[0])].map(pixel)
    const [side, wide] = [Math.min(...sides), Math.abs(sides[1] - sides[0])].map(pixel)
    const box = isFlat ? { x: start, width: thick, y: side, height: wide } : { x: side, width: wide, y: start, height: thick }
    for (const [name, value] of Object.entries(box)) set(rect, name, Number.isNaN(value) ? 0 : value)
  }
  return many(make, move)
}

function draw(mark, group, font) {
  const { look } = mark
  if (look.type === 'bar') {
    const move = bars(mark, group)
    const base = look.base ?? []
    return (axes, step) => {
      const [x, y] = [at(mark, 'x', step), at(mark, 'y', step)]
      move(Array.from(x, (value, k) => [value, y[k]]), axes, mark.base ? at(mark, 'base', step) : [base].flat())
    }
  }
  const mode = look.mode ?? 'lines'
  const parts = [
    look.fill && area(mark, group), mode.includes('lines') && (look.line?.width ?? 2) && line(mark, group),
    mode.includes('markers') && markers(mark, group),
  ].filter(Boolean)
  const write = mode.includes('text') && texts(mark, group, font)
  return (axes, step) => {
    const points = pointsOf(mark, axes, step)
    for (const part of parts) part(points, axes)
    if (write) write(points, words(mark, step) ?? [])
  }
}

let clips = 0

/** The marks of one chart: drawn once, moved at each step, put in place again after each drawing. */
export class Marks {
  /** @param {import('../browser/plotly_adapter.js').Chart} chart */
  constructor(chart) {
    this.chart = chart
    this.step = 0
    this.read()
    onDrawn(chart, () => this.place())
  }

  /** Reads the marks of the figure that the chart shows now. */
  read() {
    const { chart } = this
    const { marks = [], moving = [] } = metaOf(chart)
    for (const layer of this.layers ?? []) layer.remove()
    this.marks = marks
    this.parts = []
    /** @type {number | undefined} */
    this.count = countOf([...marks, ...moving])
    this.step = Math.min(this.step, (this.count ?? Infinity) - 1)
    if (!marks.length) return
    const { font } = sheetOf(chart)
    this.layers = ['under', 'over'].map((name) => element('svg', { class: `marks ${name}`, 'aria-hidden': true, 'font-family': font.family, 'font-size': font.size }))
    this.parts = this.marks.map((mark) => {
      const layer = this.layers[mark.look.fill ? 0 : 1]
      const group = element('g', { class: 'mark' }, layer)
      const move = draw(mark, group, font)
      return { mark, move, frame: mark.look.cliponaxis === false ? null : this.clip(group, layer) }
    })
    this.place()
  }

  clip(group, layer) {
    const id = `lecture-clip-${(clips += 1)}`
    const frame = element('rect', {}, element('clipPath', { id }, layer))
    group.setAttribute('clip-path', `url(#${id})`)
    return frame
  }

  /** @param {number} step */
  move(step) {
    this.step = step
    for (const { move, axes } of this.parts) move(axes, step)
  }

  /** Follows the axes, which a zoom, a resize or another theme has changed. */
  place() {
    if (!this.parts.length) return
    const stack = stackOf(this.chart)
    if (this.layers[0].parentNode !== stack) { stack.prepend(this.layers[0]); stack.append(this.layers[1]) }
    const { width, height } = sheetOf(this.chart)
    for (const layer of this.layers) { layer.setAttribute('width', width); layer.setAttribute('height', height) }
    for (const part of this.parts) {
      part.axes = axesOf(this.chart, part.mark.look)
      const { left: x, top: y, width, height } = part.axes
      if (part.frame) for (const [name, value] of Object.entries({ x, y, width, height })) part.frame.setAttribute(name, value)
    }
    this.move(this.step)
  }

  /**
   * All traces as ordinary ones of Plotly, the moving ones where they are now: for files and paper.
   *
   * @returns {object[]}
   */
  traces() {
    const data = [...this.chart.data]
    for (const mark of this.marks) {
      const { place, look } = mark
      const text = words(mark, this.step)
      data.splice(place, 0, { ...look, x: at(mark, 'x', this.step), y: at(mark, 'y', this.step), ...(text && { text }) })
    }
    return data
  }
}
