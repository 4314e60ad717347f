// Going to a view of the dashboard from a component, by its link.

// Where the dashboard lives: the address without the path of the page on screen.
function base(paths) {
  const parts = location.pathname.split('/')
  if (paths.includes(parts.at(-1))) parts.pop()
  return parts.join('/') + '/'
}

// Streamlit follows the browser's history: page and settings come from the link, as on a visit.
function follow(link, how = 'pushState') {
  History.prototype[how].call(history, {}, '', link) // past link.js, which tames Streamlit's own
  window.dispatchEvent(new PopStateEvent('popstate', { state: {} }))
}

const visit = (paths, view, how) => follow(base(paths) + view, how)

// The address that people see: Community Cloud shows the dashboard in a frame below a path of its own.
const publicLink = (path = '') => new URL(new URL(path, location.href).href.replace('/~/+/', '/'))
