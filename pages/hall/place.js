// Where a page of the hall stands, by its address, and how a code is meant.
const PAGE = /^(.*)\/hall(?:\/([^/]*))?(?:\/speaker)?\/?$/
const CODE = /^[A-Z]{6}$/

/**
 * A code as it is meant: small letters, spaces and hyphens are forgiven.
 *
 * @param {string} typed
 * @returns {string}
 */
export const codeIn = (typed) => typed.toUpperCase().replace(/[\s-]/g, '').slice(0, 12)

/**
 * @param {string} code
 * @returns {boolean} whether a hall can have it
 */
export const isCode = (code) => CODE.test(code)

function decoded(part) {
  try { return decodeURIComponent(part) } catch { return part }
}

/**
 * The path of the dashboard, and the code of the hall: of its own address, or of one of Streamlit's.
 *
 * @param {string} pathname
 * @param {string} [search]
 * @returns {{ root: string, code: string }}
 */
export function placeIn(pathname, search = '') {
  const asked = new URLSearchParams(search)
  if (asked.has('room')) return { root: pathname.replace(/[^/]*$/, ''), code: codeIn(asked.get('room')) }
  const [, root = '', code = ''] = PAGE.exec(pathname) ?? []
  return { root: `${root}/`, code: codeIn(decoded(code)) }
}

/**
 * An address below the dashboard's own: whatever is written stays on this host.
 *
 * @param {string} root
 * @param {string} path
 * @returns {string}
 */
export const below = (root, path) => root + path.replace(/^[\\/]+/, '')

/** The address of a picture: what came by Streamlit is the image itself. */
export const sourceOf = (root, url) => (url.startsWith('data:image/') ? url : below(root, url))
