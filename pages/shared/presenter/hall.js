// The projector in a hall: what is shown goes to the room, and what the room shows comes to the screen.
// It outlives scenes, which Streamlit draws anew; a view is what the present scene has given it.
import { clickerOf } from '../../hall/clicker.js'
import { deskOf } from '../../hall/desk.js'
import { oneAtATime } from '../../hall/looks.js'
import { stepFrom } from '../../hall/steps.js'
import { shared } from '../browser/shared.js'
import { placeOfStop, stopAt, stopsOf } from './phases.js'
import { forgetRoom, keptRoom, sendPicture, wayTo } from './rooms.js'
import { sketch } from './sketch.js'

const NO_KEY = 403
const NOTHING = { room: null, scene: null, result: null, count: null, aim: null, fault: '', line: 'joining' }

/**
 * @typedef {object} View  what the scene on screen gives
 * @property {object} data  from Python
 * @property {() => number} now  place of the stop that is shown or wanted
 * @property {(at: number) => void} visit  shows a stop of the lecture
 * @property {(state: object) => void} draw
 */

function make() {
  let state = NOTHING, view, desk, line, clicker, recount, hasJoined
  const ranges = new Map() // of guesses, by scene

  const change = (news) => { state = { ...state, ...news }; view.draw(state) }
  const placeNow = () => placeOfStop(view.data.places, state.aim)
  const stops = () => stopsOf(view.data.places, view.data.kinds, state.scene)
  const own = () => stopAt(view.data.places, view.now())
  const way = () => wayTo(view.data.paths, state.room.isRelayed)
  const isPresenting = () => new URLSearchParams(location.search).has('lecture')

  function end() {
    line?.end()
    line = null
  }
  function leave(fault = '') {
    end()
    forgetRoom()
    ranges.clear()
    change({ ...NOTHING, fault })
  }
  // Whether there is no such room, or no longer, is told by the line.
  const refused = ({ status }) => { if (state.room && status === NO_KEY) leave('gone') }

  function show(stop) {
    clicker.show({ ...stop, range: ranges.get(stop.scene) })
    if (placeNow() !== view.now()) view.visit(placeNow())
  }

  // What others have shown moves the projector; what it has shown itself is there already.
  function follow() {
    if (!isPresenting()) { end(); return }
    if (state.aim && placeNow() >= 0 && placeNow() !== view.now()) view.visit(placeNow())
  }
  function hear(scene) {
    if (scene.sequence < (state.scene?.sequence ?? 0)) return
    const isFirst = !hasJoined
    hasJoined = true
    if (scene.lecture !== view.data.lecture) { // another screen gives another lecture
      if (isFirst) show(own())
      return
    }
    change({ scene })
    clicker.here()
    follow()
    look()
    recount()
  }
  async function join() {
    try {
      if (!(await desk.tally()).sequence && !state.aim) { hasJoined = true; show(own()) }
    } catch (refusal) { refused(refusal) }
  }
  function tell(how) {
    if (how === 'gone') { leave('gone'); return }
    change({ line: how })
    if (how === 'open') join()
  }

  // The scene's handle and picture are known once its charts stand.
  const look = sketch({
    present: () => ({ ...state, room: line && state.room, view, place: state.aim && placeNow() }),
    stood: () => view.draw(state),
    give: (range) => {
      ranges.set(state.aim.scene, range)
      show(state.aim)
    },
    put: (picture) => sendPicture(way(), state.room, picture),
  })

  function connect(room) {
    const { language } = view.data
    change({ ...NOTHING, room })
    const path = `room/${room.code}`
    desk = deskOf(way(), path, room.key, language)
    const presented = () => ({ ...state, scene: { ...state.scene, lecture: view.data.lecture } })
    clicker = clickerOf({ post: desk.show, state: presented, change, refused })
    hasJoined = false
    const take = (name) => (found) => { if (state.room === room) change({ [name]: found }) }
    recount = oneAtATime(desk.tally, take('count'), refused)
    const heard = { scene: hear, result: take('result'), count: take('count'), closed: () => leave('closed') }
    line = way().listen(`${path}/events?lang=${language}&screen=1`, heard, tell)
  }

  /** A scene is on screen: its view takes over. @param {View} now */
  function attach(now) {
    view = now
    const room = keptRoom()
    if (room && !line) connect(room)
    view.draw(state)
    look()
  }

  /** The viewer came to the stop on screen by the browser's own Back or Forward. */
  function wander() {
    if (hasJoined && state.aim && placeNow() !== view.now()) show(own())
  }

  return {
    attach,
    wander,
    leave,
    isOpen: () => !!line,
    shows: (at) => (line && state.aim && placeNow() === at ? state : null),
    visit: (at) => show(stopAt(view.data.places, at)),
    step: (by) => {
      const stop = stepFrom(stops(), state.aim ?? own(), by)
      if (stop) show(stop)
    },
    again: () => { if (state.aim?.phase === 'closed') show({ scene: state.aim.scene, phase: 'again' }) },
    answers: () => desk.answers(),
    close: async () => { await desk.close(); leave('closed') },
    redraw: () => view?.draw(state),
    end,
  }
}

/** @returns {ReturnType<typeof make>} the one of this page */
export const hall = () => shared('hall', make)
