// Going to a view of the dashboard from a component, by its link.

// Where the dashboard lives: the address without the path of the page on screen.
function base(paths) {
  const parts = location.pathname.split('/')
  if (paths.includes(parts.at(-1))) parts.pop()
  return parts.join('/') + '/'
}

// Streamlit follows the browser's history: page and settings come from the link, as on a visit.
function visit(paths, address) {
  history.pushState({}, '', base(paths) + address)
  window.dispatchEvent(new PopStateEvent('popstate', { state: {} }))
}
