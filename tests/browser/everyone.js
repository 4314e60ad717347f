// What the tests for everyone look at, also inside components.
window.everyone = (() => {
  const all = (selector, root = document) => [
    ...root.querySelectorAll(selector),
    ...[...root.querySelectorAll('*')].flatMap((e) => (e.shadowRoot ? all(selector, e.shadowRoot) : [])),
  ]
  const above = (e) => e.parentElement ?? e.getRootNode().host
  const line = (e, length) => {
    const found = []
    for (let at = e; at && found.length < length; at = above(at)) found.push(at)
    return found
  }
  const main = () => document.querySelector('[data-testid=stMain]')
  const isSeen = (e) => e.checkVisibility({ visibilityProperty: true }) && e.getBoundingClientRect().width > 1
  const name = (e) => `${e.tagName} ${e.getAttribute('aria-label') ?? e.textContent}`.slice(0, 60)

  // Focus: everything that takes it, where it is, and whether it looks other than at rest.
  const STOPS = 'a[href], button, input, select, textarea, summary, [tabindex="0"]'
  const LOOK = ['outlineStyle', 'outlineWidth', 'outlineColor', 'boxShadow', 'borderColor']
  const look = (e) =>
    line(e, 5).map((each) => LOOK.map((part) => getComputedStyle(each)[part])).join()
  const active = () => {
    let e = document.activeElement
    while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement
    return e
  }
  const rest = new Map()
  let empty = 0
  const reached = new Set()
  const group = (e) => e.closest('[role=radiogroup], [role=group]')
  const isReached = (e) => [...reached].some((stop) =>
    stop.contains(e) || e.contains(stop) || (group(e) && group(e) === group(stop)))

  const charts = () => [...document.querySelectorAll('.js-plotly-plot')].filter(isSeen)
  const ranges = (chart) => Object.keys(chart._fullLayout)
    .filter((key) => /^[xy]axis/.test(key)).map((key) => chart._fullLayout[key].range)

  // Words as they stand on screen; formulas and pictures have tests of their own.
  const APART = '.katex, svg, style, script'
  // The switch of the language is fixed in the header: other words scroll under it.
  const isFixed = (e) => line(e, 99).some((each) => each.matches('.st-key-language'))
  const within = (e) => line(e, 99).slice(0, line(e, 99).indexOf(main()))
  const style = (e) => getComputedStyle(e).overflowX
  const scrolls = (e) => /auto|scroll/.test(style(e))
  // What scrolls shows of a word's box only what lies in it.
  const shown = (box, e) => within(e).filter(scrolls).map((each) => each.getBoundingClientRect())
    .reduce((rest, frame) => {
      const [left, top] = [Math.max(rest.left, frame.left), Math.max(rest.top, frame.top)]
      const [right, bottom] = [Math.min(rest.right, frame.right), Math.min(rest.bottom, frame.bottom)]
      return new DOMRect(left, top, Math.max(right - left, 0), Math.max(bottom - top, 0))
    }, box)
  const words = () => all('*').filter((e) => line(e, 99).includes(main()) && !isFixed(e))
    .filter((e) => !e.closest(APART) && e.checkVisibility({ visibilityProperty: true }))
    .flatMap((e) => [...e.childNodes].filter((node) => node.nodeType === 3 && node.textContent.trim())
      .flatMap((node) => {
        const range = document.createRange()
        range.selectNodeContents(node)
        return [...range.getClientRects()].map((box) => ({ e, box: shown(box, e), text: node.textContent.trim() }))
      }))
    .filter(({ box }) => box.width > 1 && box.height > 1)
  const isOut = (box, frame) => box.right > frame.right + 2 || box.left < frame.left - 2 ||
    box.bottom > frame.bottom + 4 || box.top < frame.top - 4
  const isCut = ({ e, box }) => {
    if (within(e).some(scrolls)) return false
    const frame = within(e).find((each) => /hidden|clip/.test(style(each)))
    return box.right > innerWidth + 1 || box.left < -1 || (frame && isOut(box, frame.getBoundingClientRect()))
  }
  const cross = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.4 * Math.min(a.height, b.height)

  return {
    remember: () => { for (const e of all(STOPS).filter(isSeen)) rest.set(e, look(e)) },
    // Goes round once: false at the first stop again, and outside the page.
    arrive: () => {
      const e = active()
      if (e === document.body || reached.has(e)) return false
      reached.add(e)
      return true
    },
    isMarked: () => look(active()) !== rest.get(active()),
    here: () => name(active()),
    missed: () => [...rest.keys()].filter((e) => !e.disabled && !isReached(e)).map(name),
    unsaid: () => {
      const sentence = all('.motion .caption')[0].textContent
      return [...document.querySelectorAll('[data-testid=stPlotlyChart]')].filter((chart) =>
        !chart.closest('[role=figure]')?.getAttribute('aria-label').endsWith(sentence)).length
    },
    charts: () => charts().length,
    show: (k) => charts()[k].scrollIntoView({ block: 'center' }),
    box: (k) => charts()[k].getBoundingClientRect().toJSON(),
    // What a swipe may not change, and what it must.
    kept: () => JSON.stringify([all('.motion .range')[0].value, charts().map(ranges)]),
    top: () => main().scrollTop,
    picture: () => charts().map((chart) => [...chart.querySelectorAll('.scatterlayer path, .shapelayer path, .marks *')]
      .map((part) => [...part.attributes].map(({ value }) => value).join()).join()).join() +
      JSON.stringify(charts().map((chart) => chart.data.map((trace) => [trace.x, trace.y, trace.z]))),
    // Controls that a finger misses: off the screen or smaller than WCAG 2.5.8 asks.
    small: () => all('button, select, input:not([type=file])').filter(isSeen)
      .filter((e) => !e.closest('[data-testid=stSlider]')) // a bar of its own lies over the input
      .filter((e) => line(e, 99).includes(main()) || e.closest('[data-testid=stPopoverBody]'))
      .map((e) => [e, (e.closest('label') ?? e).getBoundingClientRect()])
      .filter(([, box]) => box.left < 0 || box.right > innerWidth || box.width < 24 || box.height < 24)
      .map(([e]) => name(e)),
    unfold: () => { for (const fold of all('details:not([open]) summary')) fold.click() },
    // Streamlit moves a fold once when it opens and again, some time later, when its content grew:
    // one empty list may be that of a moment between.
    staysEmpty: (question) => {
      empty = everyone[question]().length ? 0 : empty + 1
      const stays = empty > 3
      if (stays) empty = 0
      return stays
    },
    broken: () => {
      const found = words()
      const pairs = found.flatMap((a, k) => found.slice(k + 1)
        .filter((b) => a.e !== b.e && cross(a.box, b.box)).map((b) => `${a.text} x ${b.text}`))
      const wide = main().scrollWidth > main().clientWidth ? ['scrolls sideways'] : []
      return [...wide, ...found.filter(isCut).map(({ text }) => text), ...pairs]
    },
  }
})()
