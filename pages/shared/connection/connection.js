// Tells the viewer when the server is away, and lets it learn what is on screen when it is back.
import { shared } from '../browser/shared.js'
import { closeConnectionDialog, follow, isConnected, isScriptDone } from '../browser/streamlit_adapter.js'
import { onPageChange } from '../browser/watching.js'

const SOON = 1000 // milliseconds: a cut that heals at once is not worth a word

const watch = shared('connection', () => ({ isAway: false, returns: 0, run: null, tell: 0 }))

/** Called by Streamlit. */
export default function mount({ data: [data], parentElement, setStateValue }) {
  const line = parentElement.querySelector('p')

  const leave = () => {
    watch.isAway = true
    watch.link = location.href
    watch.tell = setTimeout(() => { line.textContent = data.words.away }, SOON)
  }
  // A new server learns from a run of its script what is on the page; only then it can be told more.
  // A link that was wanted meanwhile, as by the clicker, waits so long too.
  const comeBack = () => {
    watch.isAway = false
    watch.wanted = location.href === watch.link ? null : location.href
    history.replaceState({}, '', watch.link)
    clearTimeout(watch.tell)
    line.textContent = ''
    watch.returns += 1
    watch.run = 'asked'
    setStateValue('returns', watch.returns)
  }
  const hear = () => {
    if (!isScriptDone()) watch.run &&= 'running'
    else if (watch.run === 'running') {
      watch.run = null
      window.dispatchEvent(new Event('serverreturned'))
      if (watch.wanted) follow(watch.wanted, 'replaceState')
    }
  }
  return onPageChange(() => {
    if (isConnected() === watch.isAway) watch.isAway ? comeBack() : leave()
    // Streamlit says the same in a dialog, which would take the pictures from the viewer's hands.
    if (watch.isAway) closeConnectionDialog()
    else hear()
  })
}
