// One entry of the browser's history for each page and each scene, and none for a control.
//
// What Streamlit 1.67 does: a change of the link that comes from the server (handlePageInfoChanged)
// is pushed, although it is the same page; a bound box that the viewer changes replaces. A change of
// page pushes twice, first the old path without its settings, then the new path
// (maybeUpdatePageUrl), so that Back came to a page with its defaults. Both go through
// `window.history.pushState`; what the dashboard itself pushes (visit.js) does not.

function keepHistory() {
  let left = null // the address as it was when something was chosen, as the way to another page
  const note = () => { left = new URL(location.href) }
  window.addEventListener('click', note, true)
  window.addEventListener('keydown', (event) => { if (/^(Enter| )$/.test(event.key)) note() }, true)
  history.pushState = (state, unused, address) => {
    const to = new URL(address, location.href)
    if (to.pathname === location.pathname) return history.replaceState(state, unused, to)
    if (left?.pathname === location.pathname) history.replaceState(history.state, '', left)
    History.prototype.pushState.call(history, state, unused, to)
  }
  return true
}

// What the server has read in plain form stands in the address like that.
function straighten({ given, plain }) {
  const link = new URL(location.href)
  const isStill = ([name, values]) => link.searchParams.getAll(name).join() === values.join()
  if (!Object.entries(given).every(isStill)) return // the viewer was faster
  for (const name of Object.keys(given)) link.searchParams.delete(name)
  for (const [name, values] of Object.entries(plain))
    for (const value of values) link.searchParams.append(name, value)
  history.replaceState(history.state, '', link)
}

export default function ({ data }) {
  window.__keepsHistory ??= keepHistory()
  if (data) straighten(data)
}
