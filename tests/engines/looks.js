// What the tests in other engines ask of a page, also inside components.
window.looks = (() => {
  const all = (selector, root = document) => [
    ...root.querySelectorAll(selector),
    ...[...root.querySelectorAll('*')].flatMap((e) => (e.shadowRoot ? all(selector, e.shadowRoot) : [])),
  ]
  const one = (selector) => all(selector)[0]
  const box = (e) => (({ x, y, width, height }) => [x, y, width, height])(e.getBoundingClientRect())
  const frame = () => new Promise(requestAnimationFrame)
  const plots = () => [...document.querySelectorAll('.js-plotly-plot')]
  const main = () => document.querySelector('[data-testid=stMain]')
  const range = () => one('.motion .range')
  const sentence = () => one('.motion .caption')?.textContent
  const isSeen = (e) => e.checkVisibility({ visibilityProperty: true })
  const isInSight = (e) => (([, top, , height]) => top < innerHeight && top + height > 0)(box(e))
  const within = ([left, top], [x, y, ...size]) => [x - left, y - top, ...size].map((part) => part.toFixed(2))

  return {
    // The script has run, nothing is being loaded, and the control drives every picture, drawn in the
    // width of its place, if it has one: WebKit may draw a picture before it is told the width.
    isSettled: () => {
      const charts = [...document.querySelectorAll('[data-testid=stPlotlyChart]')]
      const plotOf = (chart) => chart.querySelector('.js-plotly-plot')
      const isDriven = (chart) => window.lecture?.driven?.has(plotOf(chart))
      const shown = charts.filter((chart) => box(chart)[2])
      const fits = (chart) => Math.abs(plotOf(chart)._fullLayout.width - box(chart)[2]) < 1
      return document.querySelector('[data-testid=stApp][data-test-script-state=notRunning]') &&
        document.querySelector('.st-key-foot') && !document.querySelector('[data-testid=stSkeleton]') &&
        charts.every(isDriven) && shown.length && shown.every(fits) && sentence() && true
    },
    text: (selector) => one(selector)?.textContent,
    link: () => location.href,
    path: () => location.pathname + location.search,
    linkHas: (setting) => location.search.includes(setting),
    isChosen: (name) => all('[role=radio]').find((e) => e.textContent.trim() === name)?.ariaChecked === 'true',
    sentence,
    handle: () => [+range().value, +range().max],
    focus: () => range().focus(),
    // Every picture has a line or a space once it is in sight: some are drawn only then.
    areDrawn: async () => {
      const isDrawn = (plot) => plot.querySelector('.gl-container canvas') ||
        [...plot.querySelectorAll(':is(.plot, .trace, .marks) :is(path, rect)')].some((part) => box(part)[2] > 1)
      const drawn = []
      for (const plot of plots().filter(isSeen)) {
        plot.scrollIntoView({ block: 'center' })
        await frame()
        await frame()
        drawn.push(isDrawn(plot))
      }
      main().scrollTop = 0
      return drawn.length && drawn.every(Boolean)
    },
    // What the control moves in the pictures in sight, as only these are drawn at each step: marks as
    // they stand in their picture, and points in space.
    marks: async () => {
      await frame()
      return JSON.stringify(plots().filter(isInSight).map((plot) => [
        [...plot.querySelectorAll('.mark :is(path, rect, text)')].filter(isSeen).map((mark) => within(box(plot), box(mark))),
        plot.data.filter(({ type }) => type === 'scatter3d').map(({ x, y, z }) => [x, y, z]),
      ]))
    },
    // Where something is, once it is in sight and rests.
    place: async (selector, name = '') => {
      const found = all(selector).find((e) => (e.ariaLabel ?? e.textContent).trim().startsWith(name))
      if (!found) return null
      found.scrollIntoView({ block: 'nearest' })
      const before = box(found)
      await frame()
      await frame()
      return `${box(found)}` === `${before}` && before
    },
    fitsSideways: () => [document.documentElement, main()].every((e) => e.scrollWidth <= innerWidth),
    // At the top of the page, where the handle sticks to the lower edge.
    isWholeAboveTheHandle: () => {
      main().scrollTop = 0
      const [, top, , height] = box(plots().find((plot) => plot.checkVisibility()))
      const [, below, , rest] = box(one('.motion'))
      return top >= 0 && top + height <= below + 1 && below + rest <= innerHeight
    },
  }
})()
