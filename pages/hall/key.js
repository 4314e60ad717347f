// The speaker's key: it comes behind the # of the link, which no server sees, and leaves the address at once.

const nameOf = (code) => `hall-key-${code}`

/**
 * @param {string} code
 * @returns {string}  empty if this tab was never given one
 */
export function takeKey(code) {
  const given = location.hash.slice(1)
  if (given) {
    sessionStorage.setItem(nameOf(code), given)
    history.replaceState(null, '', location.pathname + location.search)
  }
  return sessionStorage.getItem(nameOf(code)) ?? ''
}

/** The link that hands the hall over. */
export const linkWith = (key) => `${location.origin}${location.pathname}#${key}`
