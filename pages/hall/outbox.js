// Votes on their way: one at a time, sent again until the room has answered.
import { delay } from './line.js'
import { received, unsent } from './state.js'

const SETTLED = [400, 404, 409] // to say the same again would not help: the next scene may

/**
 * @param {(init: RequestInit) => Promise<Response>} send
 * @param {() => import('./state.js').State} state
 * @param {(state: import('./state.js').State) => void} change
 * @returns {() => void}  sends what is to be sent
 */
export function outbox(send, state, change) {
  let isBusy = false, attempt = 0, timer
  let settled = '' // the last vote that was refused

  async function post(body) {
    try {
      const init = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body }
      return (await send({ ...init, signal: AbortSignal.timeout?.(8000) })).status
    } catch {
      return 0
    }
  }

  async function flush() {
    clearTimeout(timer)
    const next = unsent(state())
    const body = next && JSON.stringify(next.body)
    if (isBusy || !next || body === settled) return
    isBusy = true
    const status = await post(body)
    isBusy = false
    if (status === 200) { attempt = 0; change(received(state(), next.key, next.body.choice)) }
    else if (SETTLED.includes(status)) settled = body
    else timer = setTimeout(flush, delay(attempt++, Math.random()))
    if (status === 200 || SETTLED.includes(status)) flush()
  }

  return flush
}
