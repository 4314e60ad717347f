// The way to the room by a Streamlit session, in the form of `transport.js`: what is asked waits until the
// session's script is free, and what happens until it looks the next time. This page says when it looks, as
// only the page knows whether a scene is being visited: another run in that moment would cost it its settings.
import { shared } from '../shared/browser/shared.js'

const EVERY = 2000 // milliseconds between two looks
const TICK = 250 // until it is seen whether the script is free
const AGAIN = 3000 // after so long without an answer the same is asked again, which is done once
const LATER = 5000 // until a full hall is tried again
const MOST = 8 // requests at a time

/** @typedef {{ id: string, status: number, type: string, body: string }} Answer  its body in base64 */

const textOf = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
const bytesOf = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))

async function packed(body) {
  return textOf(typeof body === 'string' ? new TextEncoder().encode(body) : new Uint8Array(await body.arrayBuffer()))
}

/**
 * The events that a text of a stream holds.
 *
 * @param {string} text
 * @returns {[string, object][]}  name and data of each
 */
export const eventsIn = (text) =>
  [...text.matchAll(/event: (\w+)\ndata: (.*)\n\n/g)].map(([, name, data]) => [name, JSON.parse(data)])

// Requests on their way: all that have no answer yet go together, so that none is lost to the next.
function makeDesk(isFollowing) {
  const own = crypto.getRandomValues(new Uint32Array(2)).join('-')
  const waiting = new Map()
  let script = null, count = 0, looked = 0

  function pump() {
    const due = [...waiting.values()].slice(0, MOST)
    const now = Date.now()
    const isDue = due.some(({ at }) => now - at > AGAIN) || (isFollowing() && now - looked >= EVERY)
    if (!isDue || !script?.isFree()) return
    looked = now
    for (const each of due) each.at = now
    script.send(due.map(({ ask }) => ask))
  }
  async function ask(path, { method = 'GET', headers = {}, body = '', signal } = {}) {
    const [head, id] = [new Headers(headers), `${own}-${++count}`]
    const asked = { id, method, path, key: head.get('x-room-key') ?? '', type: head.get('content-type') ?? '', body: await packed(body) }
    return new Promise((done, fail) => {
      waiting.set(id, { ask: asked, at: 0, done })
      signal?.addEventListener('abort', () => { waiting.delete(id); fail(signal.reason) })
      setTimeout(pump)
    })
  }
  function take(now, answers) {
    script = now
    for (const answer of answers) {
      waiting.get(answer.id)?.done(answer)
      waiting.delete(answer.id)
    }
  }
  setInterval(pump, TICK)
  return { ask, take, pump }
}

// One line to a room. A picture comes as another answer: until then the scene is there without it.
function makeLine({ path, heard, tell }, ask) {
  const isPhone = !path.includes('screen=1')
  let told = {}, isIn = false, isBusy = false, isLost = false, since = 0, image = {}, isEnded = false

  async function show(scene) {
    const url = scene.picture?.url
    if (!isPhone || !url) { heard.scene(scene); return }
    const shown = () => heard.scene({ ...scene, picture: { ...scene.picture, url: image.source } })
    if (image.url === url) { shown(); return }
    const text = told.scene
    heard.scene({ ...scene, picture: null })
    const { status, type, body } = await ask(url.slice(1))
    if (status !== 200) return
    image = { url, source: `data:${type};base64,${body}` }
    if (told.scene === text && !isEnded) shown()
  }
  function hear(news) {
    for (const [kind, text] of Object.entries(news)) {
      if (isEnded || told[kind] === text) continue
      told[kind] = text
      for (const [name, data] of eventsIn(text)) name === 'scene' ? show(data) : heard[name]?.(data)
    }
  }
  async function join(latest) {
    isBusy = true
    since = Date.now()
    const { status, body } = await ask(path)
    isBusy = false
    if (isEnded) return
    isIn = status === 200
    if (status === 404) { isEnded = true; tell('gone'); return }
    tell(isIn ? 'open' : JSON.parse(atob(body)).error === 'full' ? 'full' : 'lost')
    told = {}
    if (isIn) hear(latest())
  }
  function take({ here, news }, latest) {
    if (isLost) { isLost = false; tell('open') }
    if (isIn) hear(news)
    if (here || isBusy || isEnded) return
    if (isIn || Date.now() - since > LATER) { isIn = false; join(latest) }
  }
  function lose() {
    if (isLost || isEnded) return
    isLost = true
    tell('lost')
  }
  return { join, take, lose, end: () => { isEnded = true }, isOver: () => isEnded }
}

function make() {
  let line = null, news = {}
  const desk = makeDesk(() => line && !line.isOver())
  const latest = () => news

  /** @returns {Promise<Response>} */
  async function fetch(path, init) {
    const { status, type, body } = await desk.ask(path, init)
    return new Response(bytesOf(body), { status, headers: { 'Content-Type': type } })
  }
  function listen(path, heard, tell) {
    line?.end()
    const mine = line = makeLine({ path, heard, tell }, desk.ask)
    mine.join(latest)
    return { end: mine.end }
  }
  /** The script has looked: what it has found, and what it can be asked with. */
  function attach(data, script) {
    news = data.news
    desk.take(script, data.answers)
    line?.take(data, latest)
    return script.onChange(() => { script.isConnected() ? desk.pump() : line?.lose() })
  }
  return { fetch, listen, attach }
}

/** @returns {ReturnType<typeof make>} the one of this page */
export const relay = () => shared('relay', make)
