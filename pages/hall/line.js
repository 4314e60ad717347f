// The line to the room: server-sent events, tried again with a growing, scattered delay.

const FIRST = 500 // milliseconds
const LONGEST = 5000
const ASLEEP = 5000 // after so long out of sight a line may be dead without saying so
const NOT_FOUND = 404
const NO_ROOM = 503 // for more phones, or no store that answers

/**
 * How long to wait before the next attempt: phones that lost one server must not all come at once.
 *
 * @param {number} attempt  from 0
 * @param {number} chance  0 to 1
 * @returns {number}  milliseconds
 */
export const delay = (attempt, chance) => Math.min(LONGEST, FIRST * 2 ** attempt) * (0.5 + chance / 2)

// A source does not say why it failed. Asked for by itself, the same address does.
async function faultOf(url) {
  const end = new AbortController()
  try {
    const answer = await fetch(url, { signal: end.signal, cache: 'no-store' })
    if (answer.status === NOT_FOUND) return 'gone'
    return answer.status === NO_ROOM && (await answer.json()).error === 'full' ? 'full' : 'lost'
  } catch {
    return 'lost'
  } finally {
    end.abort()
  }
}

/**
 * Keeps a line open for as long as the page lives.
 *
 * @param {string} url
 * @param {Object<string, (data: object) => void>} heard  by the name of the event
 * @param {(how: 'open' | 'lost' | 'full' | 'gone') => void} tell
 * @returns {{ end: () => void }}
 */
export function keepLine(url, heard, tell) {
  const over = new AbortController()
  const { signal } = over
  let source, timer, attempt = 0, hidden = 0, ended = false, isFull = false

  const drop = () => { clearTimeout(timer); source?.close(); source = null }
  const end = () => { ended = true; over.abort(); drop() }
  const wait = () => { timer = setTimeout(open, delay(attempt++, Math.random())) }

  async function fail(failed, hadOpened) {
    if (failed !== source) return
    drop()
    if (!isFull) tell('lost')
    const fault = hadOpened ? 'lost' : await faultOf(url)
    if (ended || source) return
    if (fault === 'gone') { end(); tell('gone'); return }
    if (isFull || fault === 'full') tell(fault)
    isFull = fault === 'full'
    clearTimeout(timer)
    wait()
  }

  function open() {
    drop()
    if (ended) return
    const mine = source = new EventSource(url)
    let hasOpened = false
    mine.onopen = () => { hasOpened = true; isFull = false; attempt = 0; tell('open') }
    mine.onerror = () => fail(mine, hasOpened)
    for (const [name, hear] of Object.entries(heard)) {
      mine.addEventListener(name, (event) => { if (mine === source) hear(JSON.parse(event.data || '{}')) })
    }
  }

  const again = () => { attempt = 0; open() }
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) hidden = Date.now()
    else if (!source || Date.now() - hidden > ASLEEP) again()
  }, { signal })
  const on = (name, act) => window.addEventListener(name, act, { signal })
  on('online', again)
  on('offline', () => { drop(); tell('lost'); wait() })
  on('pagehide', drop)
  on('pageshow', (event) => { if (event.persisted) again() })
  open()
  return { end }
}
