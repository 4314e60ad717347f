// What the projector shows of its hall: code and phones in the head, a line below it, votes, the dialog.
import { axisOf, written } from '../../hall/axis.js'
import { columns } from '../../hall/ballots.js'
import { make, say, show } from '../../hall/dom.js'
import { isClosed, isOpen } from '../../hall/state.js'
import { isWorthTalk } from '../../hall/steps.js'
import { barsOf, percent } from '../../hall/tally.js'
import { drawnCharts, onDrawn } from '../browser/plotly_adapter.js'
import { inside } from '../browser/streamlit_adapter.js'
import { onPageChange } from '../browser/watching.js'
import { fill } from '../browser/words.js'
import { markAt } from './guess_axis.js'
import { clearGuesses, drawGuesses } from './guesses.js'
import { hall } from './hall.js'
import { dialogOf } from './hall_dialog.js'
import { letter, sharesOf } from './phases.js'
import { handleOf, isSeen, stands } from './sketch.js'

const BETWEEN = '\n'
const LOOKS = ['▯', '▮'] // of the columns of a first and of a second vote
const LOST = ['lost', 'full'] // by more screens than a hall has

const resultOf = ({ scene, result }) => (result && result.sequence === scene.sequence ? result : null)

function answered({ scene, count }, words) {
  const isAsked = scene.choices || scene.guess
  return isAsked && count?.sequence === scene.sequence ? fill(words.answered, count) : ''
}

// Which columns are of which vote, where both stand in the picture.
const legend = ({ votes }, words) =>
  (votes.length > 1 ? [words.first, words.second].map((name, k) => `${LOOKS[k]} ${name}`) : [])

function told({ scene, ...state }, words, isInChart) {
  const result = resultOf({ scene, ...state })
  const looks = isInChart ? legend(result, words) : []
  if (scene.phase !== 'truth') return [...looks, answered({ scene, ...state }, words)].filter(Boolean).join(BETWEEN)
  if (!result) return ''
  if (!scene.choices) return [...looks, fill(words.right, { percent: percent(result.right, 1) })].join(BETWEEN)
  const shares = sharesOf(result).map(({ letter: name, percents, isRight }) =>
    fill(words[isRight ? 'share-right' : 'share-wrong'], { letter: name, percents: percents.join(' → ') }))
  return shares.join(BETWEEN)
}

function bar({ vote, count, percent: cent }, isBefore, name, words) {
  const filled = document.createElement('i')
  filled.style.width = `${cent}%`
  filled.hidden = !count
  const said = make('span', 'share', (name && `${name} `) + fill(words.share, { percent: cent, count }))
  return make('span', isBefore ? 'bar before' : 'bar', make('span', 'track', filled), said)
}

function rows({ choices }, { votes }, words) {
  const names = votes.length > 1 ? [words.first, words.second] : ['']
  return choices.map((choice, k) => {
    const bars = barsOf(votes, k).map((each, vote) => bar(each, vote < votes.length - 1, names[vote], words))
    return make('div', 'row', make('b', 'letter', letter(k)), make('span', 'choice', choice), make('span', 'bars', ...bars))
  })
}

// Guesses whose chart the question hides: the columns of each vote, one above the other.
function histograms({ range }, { votes }, words) {
  const axis = axisOf(range, null)
  const ballots = votes.map((ballot, k) => {
    const name = votes.length > 1 ? [words.first, words.second][k] : ''
    return make('div', 'ballot', make('span', '', name), columns(ballot, axis, k < votes.length - 1))
  })
  const ends = [range.min, range.max].map((end) => make('span', '', written(end, range.step)))
  return [...ballots, make('p', 'ends', ...ends)]
}

// What lies over the page: bars, or guesses that no chart on screen can show.
function votesOver(scene, result, isHidden, words) {
  if (scene.choices) return rows(scene, result, words)
  return isHidden && scene.range ? histograms(scene, result, words) : []
}

// Charts whose drawing anew takes the guesses away, which then come again.
const watched = new WeakSet()

function chartOf(name) {
  const handle = handleOf(name)
  const chart = handle && drawnCharts().find((each) => isSeen(each) && markAt(each, handle))
  return chart ? { chart, look: markAt(chart, handle).look } : null
}

function drawOnChart({ chart, look }, { guess: { tolerance } }, result) {
  drawGuesses(chart, look, { ...result, tolerance })
  if (watched.has(chart)) return
  watched.add(chart)
  onDrawn(chart, () => hall().redraw())
}

// The container's own box ends above its last line: Streamlit draws what follows nearer to it.
const headEnds = () => Math.max(0, ...[...document.querySelectorAll(`${inside('stage')} p`)]
  .map((each) => each.getBoundingClientRect().bottom))

/**
 * @param {ParentNode} root
 * @param {object} data  from Python
 * @param {{ now: () => number, visit: (at: number) => void, setStateValue: Function }} stage
 * @returns {import('./hall.js').View & { end: () => void }}
 */
export function viewOf(root, data, { now, visit, setStateValue }) {
  const words = data.hall_words
  const [room, share, votes, line, said, talk] = ['.room', '.share', '.votes', '.line', '.told', '.talk'].map((name) => root.querySelector(name))
  const dialog = dialogOf(root, data, setStateValue)
  room.onclick = () => dialog.open()
  talk.onclick = () => hall().again()
  const place = () => { if (!votes.hidden) votes.style.top = `${headEnds()}px` }

  function drawVotes(over, count) {
    show(votes, over.length)
    const isOther = over.length !== votes.children.length || over.some((each, k) => !each.isEqualNode(votes.children[k]))
    if (isOther) votes.replaceChildren(...over)
    votes.dataset.count = count
    line.classList.toggle('over', over.length > 0)
  }

  function drawScene(state) {
    const { scene } = state
    const result = isOpen(scene) ? null : resultOf(state)
    const isStanding = !!result && !!scene.guess && stands(data)
    const found = isStanding ? chartOf(data.guesses[scene.scene - 1]) : null
    if (found) drawOnChart(found, scene, result)
    else clearGuesses()
    const isOver = !!result && isClosed(scene)
    drawVotes(isOver ? votesOver(scene, result, isStanding && !found, words) : [], result?.votes.length ?? 0)
    say(said, LOST.includes(state.line) ? words.lost : state.fault ? words.failed : told(state, words, !!found))
    show(talk, isWorthTalk(scene.phase, result?.right))
    show(line, !!said.textContent || !talk.hidden)
  }

  function draw(state) {
    show(room, !!state.room)
    show(share, !state.room) // the hall's phones have a way of their own to the view
    dialog.draw(state)
    const isHere = state.scene && hall().shows(data.at)
    if (isHere) { drawScene(state); place(); return }
    for (const part of [votes, line]) show(part, false)
    if (state.room || state.fault) clearGuesses()
    if (state.room || !state.fault) return
    say(said, words[state.fault])
    show(talk, false)
    show(line, true)
  }

  window.addEventListener('resize', place)
  const ends = [onPageChange(place), () => window.removeEventListener('resize', place)]
  return { data, now, visit, draw, end: () => { for (const end of ends) end() } }
}
