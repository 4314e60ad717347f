// Shapes of markers and lines as SVG writes them: points in, text out.

const FAR = 1e5 // pixels beyond which a browser may no longer draw a line
const DASHES = { solid: [], dot: [1, 1], dash: [3, 3], longdash: [5, 5], dashdot: [3, 1, 1, 1], longdashdot: [5, 2, 1, 2] }

// Shapes of markers, of a given radius, as large as Plotly draws them.

const polygon = (points) => 'M' + points.map(([x, y]) => `${round(x)},${round(y)}`).join('L') + 'Z'
const turned = (corners, radius, offset = -90) => Array.from({ length: corners }, (_, k) => {
  const angle = ((offset + (360 * k) / corners) * Math.PI) / 180
  const reach = typeof radius === 'function' ? radius(k) : radius
  return [reach * Math.cos(angle), reach * Math.sin(angle)]
})
const plus = (reach, arm) => [
  [arm, -reach], [arm, -arm], [reach, -arm], [reach, arm], [arm, arm], [arm, reach],
  [-arm, reach], [-arm, arm], [-reach, arm], [-reach, -arm], [-arm, -arm], [-arm, -reach],
]
const eighth = ([x, y]) => [(x - y) * Math.SQRT1_2, (x + y) * Math.SQRT1_2]

/** @type {Object<string, (radius: number) => string>} */
export const SYMBOLS = {
  circle: (r) => `M${r},0A${r},${r} 0 1,1 0,${-r}A${r},${r} 0 0,1 ${r},0Z`,
  square: (r) => polygon([[r, r], [-r, r], [-r, -r], [r, -r]]),
  diamond: (r) => polygon(turned(4, 1.3 * r)),
  'triangle-up': (r) => polygon([[(-2 * r) / Math.sqrt(3), r / 2], [(2 * r) / Math.sqrt(3), r / 2], [0, -r]]),
  'triangle-down': (r) => polygon([[(-2 * r) / Math.sqrt(3), -r / 2], [(2 * r) / Math.sqrt(3), -r / 2], [0, r]]),
  cross: (r) => polygon(plus(1.2 * r, 0.4 * r)),
  x: (r) => polygon(plus(1.2 * r, 0.4 * r).map(eighth)),
  star: (r) => polygon(turned(10, (k) => (k % 2 ? 0.535 : 1.4) * r)),
  hexagon: (r) => polygon(turned(6, r)),
}

// Paths.

/** @type {(value: number) => number} to a hundredth of a pixel */
export const round = (value) => Math.round(value * 100) / 100

/** @type {(value: number) => number} what a browser can still draw; NaN for no number */
export const pixel = (value) => (Number.isFinite(value) ? Math.max(-FAR, Math.min(FAR, round(value))) : NaN)

/**
 * Runs of points without a gap.
 *
 * @param {[number, number][]} points
 * @returns {[number, number][][]}
 */
export function pieces(points) {
  const found = [[]]
  for (const point of points) {
    if (Number.isNaN(point[0]) || Number.isNaN(point[1])) found.push([])
    else found.at(-1).push(point)
  }
  return found.filter((piece) => piece.length)
}

// A smooth curve through points: centripetal Catmull-Rom, the ends quadratic (P. J. Barry,
// R. N. Goldman, SIGGRAPH 1988), which is what Plotly draws for line.shape "spline".
function smooth(points) {
  if (points.length < 3) return 'M' + points.join('L')
  const tangents = points.slice(1, -1).map((here, k) => {
    const [before, after] = [points[k], points[k + 2]]
    const a = Math.hypot(before[0] - here[0], before[1] - here[1]) ** 0.5
    const b = Math.hypot(after[0] - here[0], after[1] - here[1]) ** 0.5
    const towards = [0, 1].map((i) => b * b * (before[i] - here[i]) - a * a * (after[i] - here[i]))
    const control = (weight, sign) => [0, 1].map((i) => round(here[i] + (weight ? (sign * towards[i]) / weight : 0)))
    return [control(3 * b * (a + b), 1), control(3 * a * (a + b), -1)]
  })
  const last = tangents.length - 1
  const middle = points.slice(2, -1).map((point, k) => `C${tangents[k][1]} ${tangents[k + 1][0]} ${point}`)
  return `M${points[0]}Q${tangents[0][0]} ${points[1]}${middle.join('')}Q${tangents[last][1]} ${points.at(-1)}`
}

/** @type {Object<string, (points: [number, number][]) => string>} by Plotly's name of the shape */
export const LINES = {
  linear: (points) => 'M' + points.join('L'),
  spline: smooth,
  hv: (points) => `M${points[0]}` + points.slice(1).map(([x, y]) => `H${x}V${y}`).join(''),
}

/**
 * The pattern of a line as Plotly names or writes it.
 *
 * @param {{ dash?: string, width?: number }} line
 * @returns {string} of SVG
 */
export function dashes({ dash = 'solid', width = 2 }) {
  if (!(dash in DASHES)) return dash.replaceAll('px', '').replaceAll(',', ' ')
  return DASHES[dash].map((length) => length * Math.max(width, 3)).join(' ')
}
