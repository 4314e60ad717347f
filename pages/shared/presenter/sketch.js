// Watches until the charts of the scene on screen stand, then tells the room of its handle and picture.
import { drawnCharts, chartsIn } from '../browser/plotly_adapter.js'
import { drawn, driven, handles } from '../browser/shared.js'
import { isLoading, isScriptDone } from '../browser/streamlit_adapter.js'
import { valuesOf } from '../motion/position.js'
import { rangeOf } from './guess_axis.js'
import { snapshot } from './snapshot.js'

const EVERY = 150 // milliseconds between two looks

/** @returns {boolean} whether the question does not hide a chart */
export const isSeen = (chart) => chart.offsetWidth > 0 && getComputedStyle(chart).visibility === 'visible'

/**
 * The page is drawn part by part: its head may show a scene while handle and charts are of the one before.
 *
 * @param {{ stops: string[], at: number }} data  of the scene's head
 * @returns {boolean} whether everything that the scene's script draws is there and driven
 */
export function stands({ stops, at }) {
  const charts = chartsIn()
  return drawn().stop === stops[at] && isScriptDone() && !isLoading() && charts.length > 0
    && drawnCharts().length === charts.length && charts.every((chart) => driven().has(chart))
}

/** @returns {import('./guess_axis.js').Handle | null} */
export function handleOf(name) {
  const found = handles().get(name)
  return found ? { values: valuesOf(found.labels), step: found.step } : null
}

/**
 * @param {{ present: () => object, stood: () => void, give: (range: object) => void,
 *   put: (picture: object) => Promise<void> }} room
 * @returns {() => void}  looks whether there is something to tell
 */
export function sketch({ present, stood, give, put }) {
  let timer, isBusy = false, tried = 0

  // The scene of the room is the one on screen, and everybody knows it.
  const isMet = ({ scene, aim, view, place }) =>
    scene && aim && scene.scene === aim.scene && scene.phase === aim.phase && place === view.data.at && place === view.now()

  async function tell(now) {
    stood()
    const { scene, view } = now
    const handle = handleOf(view.data.guesses[scene.scene - 1])
    if (handle && !scene.range) { give(rangeOf(handle)); return }
    if (scene.picture || tried === scene.sequence) return
    tried = scene.sequence
    const { image, axis } = await snapshot(chartsIn().filter(isSeen), handle)
    if (image && isMet({ ...present(), scene })) await put({ sequence: scene.sequence, image, axis })
  }

  return function look() {
    clearTimeout(timer)
    const now = present()
    if (!now.room || !now.scene) return
    if (!isBusy && isMet(now) && stands(now.view.data)) {
      isBusy = true
      tell(now).catch(() => { tried = 0 }).finally(() => { isBusy = false }) // until then without the picture
    } else timer = setTimeout(look, EVERY)
  }
}
