const AWAY = 'The server does not answer. Pictures can still be moved; all else waits until it is back.'
const SOON = 1000 // a cut that heals at once is not worth a word

const state = (name) => document.querySelector('[data-testid=stApp]')?.getAttribute(`data-test-${name}-state`)
const isHere = () => state('connection') === 'CONNECTED'

// Streamlit says the same in a dialog, which would take the pictures from the viewer's hands.
function closeDialog() {
  const dialog = document.querySelector('[role=dialog]')
  if (dialog?.textContent.startsWith('Connection error')) dialog.querySelector('[aria-label=Close]')?.click()
}

export default function ({ parentElement, setStateValue }) {
  const words = parentElement.querySelector('p')
  const watch = (window.__connection ??= { isAway: false, returns: 0, run: null, tell: 0 })

  const leave = () => {
    watch.isAway = true
    watch.link = location.href
    watch.tell = setTimeout(() => { words.textContent = AWAY }, SOON)
  }
  // A new server learns from a run of its script what is on the page; only then it can be told more.
  // A link that was wanted meanwhile, as by the clicker, waits so long too.
  const comeBack = () => {
    watch.isAway = false
    watch.wanted = location.href === watch.link ? null : location.href
    history.replaceState({}, '', watch.link)
    clearTimeout(watch.tell)
    words.textContent = ''
    watch.returns += 1
    watch.run = 'asked'
    setStateValue('returns', watch.returns)
  }
  const hear = () => {
    if (state('script') !== 'notRunning') watch.run &&= 'running'
    else if (watch.run === 'running') {
      watch.run = null
      window.dispatchEvent(new Event('serverreturned'))
      if (watch.wanted) follow(watch.wanted, 'replaceState')
    }
  }
  const look = () => {
    if (isHere() === watch.isAway) watch.isAway ? comeBack() : leave()
    if (watch.isAway) closeDialog()
    else hear()
  }
  const seen = new MutationObserver(look)
  seen.observe(document.body, {
    childList: true, subtree: true, attributeFilter: ['data-test-connection-state', 'data-test-script-state'],
  })
  return () => seen.disconnect()
}
