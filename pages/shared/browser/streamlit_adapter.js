// Everything that touches the inside of Streamlit's page, which no documentation promises.

const APP = '[data-testid=stApp]'
const state = (name, page) => page.querySelector(APP)?.getAttribute(`data-test-${name}-state`)

/** Attributes that tell whether the server is there and whether its script runs. */
export const STATES = ['data-test-connection-state', 'data-test-script-state']

/** @returns {boolean} whether the server answers */
export const isConnected = () => state('connection', document) === 'CONNECTED'

/**
 * @param {Document} [page]
 * @returns {boolean} whether the server's script has come to its end
 */
export const isScriptDone = (page = document) => state('script', page) === 'notRunning'

/**
 * @param {Document} [page]
 * @returns {boolean} whether something is still being loaded, as the code of the charts
 */
export const isLoading = (page = document) => !!page.querySelector('[data-testid=stSkeleton]')

/** Closes the dialog by which Streamlit tells that the server is away. */
export function closeConnectionDialog() {
  const dialog = openDialog()
  if (dialog?.textContent.startsWith('Connection error')) dialog.querySelector('[aria-label=Close]')?.click()
}

/** @returns {Element | null} a dialog or a popover */
export const openDialog = () => document.querySelector('[role=dialog]')

/** @returns {Element} what scrolls */
export const scroller = () => document.querySelector('[data-testid=stMain]')

/** @returns {string} colour of the page's ground */
export const paper = () => getComputedStyle(document.querySelector(APP)).backgroundColor

/**
 * What holds a chart and tells its alternative text.
 *
 * @param {Element} chart
 * @returns {Element | null}
 */
export const figureOf = (chart) => chart.closest('[role=figure]')

/** Selects what is inside a container or an element with a key. */
export const inside = (key) => `.st-key-${key}`

// The browser's history.
//
// What Streamlit 1.67 does: a change of the link that comes from the server (handlePageInfoChanged)
// is pushed, although it is the same page; a bound box that the viewer changes replaces. A change of
// page pushes twice, first the old path without its settings, then the new path
// (maybeUpdatePageUrl), so that Back came to a page with its defaults. Both go through
// `window.history.pushState`; what the dashboard itself pushes (`follow`) does not. When a page's
// script begins, the page is pushed wherever the viewer is by then: after two fast Backs on top of
// the entry that the second one led to, so that Forward led nowhere.

/**
 * Opens a link as Back and Forward do: Streamlit takes page and settings from it, as on a visit.
 *
 * @param {string | URL} link
 * @param {'pushState' | 'replaceState'} [how]
 */
export function follow(link, how = 'pushState') {
  History.prototype[how].call(history, {}, '', link)
  window.dispatchEvent(new PopStateEvent('popstate', { state: {} }))
}

/** Makes one entry of the history for each page and each scene, and none for a control. */
export function tameHistory() {
  let left = null // the address as it was when something was chosen, as the way to another page
  let came = null // the path that the history itself led to, until something is chosen
  const note = () => { [left, came] = [new URL(location.href), null] }
  window.addEventListener('popstate', () => { came = location.pathname }, true)
  window.addEventListener('click', note, true)
  window.addEventListener('keydown', (event) => { if (/^(Enter| )$/.test(event.key)) note() }, true)
  history.pushState = (state, unused, address) => {
    const to = new URL(address, location.href)
    if (to.pathname === location.pathname) return history.replaceState(state, unused, to)
    if (came === location.pathname) return // a page that has been left meanwhile
    if (left?.pathname === location.pathname) history.replaceState(history.state, '', left)
    History.prototype.pushState.call(history, state, unused, to)
  }
  return true
}
