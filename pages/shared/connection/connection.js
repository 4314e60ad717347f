// Tells the viewer when the server is away, and lets it learn what is on screen when it is back.
import { shared } from '../browser/shared.js'
import { closeConnectionDialog, follow, isConnected, isScriptDone } from '../browser/streamlit_adapter.js'
import { onPageChange } from '../browser/watching.js'

const SOON = 1000 // milliseconds: a cut that heals at once is not worth a word

const watch = shared('connection', () => ({ isAway: false, returns: 0, run: null, isTold: true, tell: 0 }))

/** Called by Streamlit. */
export default function mount({ data: [data], parentElement, setStateValue }) {
  const line = parentElement.querySelector('p')

  const leave = () => {
    watch.isAway = true
    watch.link = location.href
    watch.tell = setTimeout(() => { line.textContent = data.words.away }, SOON)
  }
  const ask = () => {
    watch.returns += 1
    setStateValue('returns', watch.returns)
  }
  // A new server learns from a run of its script what is on the page; only then it can be told more.
  // A link that was wanted meanwhile, as by the clicker, waits until it has been told.
  const comeBack = () => {
    watch.isAway = false
    watch.wanted = location.href === watch.link ? null : location.href
    history.replaceState({}, '', watch.link)
    clearTimeout(watch.tell)
    line.textContent = ''
    watch.run = 'asked'
    watch.isTold = false
    ask()
  }
  const hear = () => {
    if (!isScriptDone()) { watch.run &&= 'running'; return }
    if (watch.run !== 'running') return
    watch.run = watch.isTold ? null : 'asked'
    if (watch.isTold) { if (watch.wanted) follow(watch.wanted, 'replaceState'); return }
    watch.isTold = true
    ask() // what the server before has not taken over reaches the link in a run of its own
    window.dispatchEvent(new Event('serverreturned'))
  }
  return onPageChange(() => {
    if (isConnected() === watch.isAway) watch.isAway ? comeBack() : leave()
    // Streamlit says the same in a dialog, which would take the pictures from the viewer's hands.
    if (watch.isAway) closeConnectionDialog()
    else hear()
  })
}
