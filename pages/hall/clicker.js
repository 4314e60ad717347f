// The clicker: each press leads on from where the one before it will have led, and posts go in order.
import { stepFrom } from './steps.js'

/**
 * @param {{ post: (lecture: string, stop: import('./steps.js').Stop) => Promise<{ sequence: number }>,
 *   state: () => import('./speaker_view.js').Desk, change: (news: object) => void, refused: (refusal: Error) => void }} desk
 */
export function clickerOf({ post, state, change, refused }) {
  let queue = Promise.resolve()
  let waiting = 0 // posts on their way
  let last = 0 // the newest scene that was asked for

  const here = () => {
    const { scene } = state()
    if (scene && !waiting && scene.sequence >= last) change({ aim: { scene: scene.scene, phase: scene.phase } })
  }
  async function send(lecture, stop) {
    try {
      last = (await post(lecture, stop)).sequence
    } catch (refusal) {
      change({ fault: 'failed' })
      refused(refusal)
    }
    waiting -= 1
    here()
  }
  function show(stop) {
    const { lecture } = state().scene
    waiting += 1
    change({ aim: stop, fault: '' })
    queue = queue.then(() => send(lecture, stop))
  }
  function step(by) {
    const { aim, notes } = state()
    const stop = aim && stepFrom(notes?.stops ?? [], aim, by)
    if (stop) show(stop)
  }
  return { show, step, here }
}
