// The speaker's key: it comes behind the # of the link, which no server sees, and leaves the address at once.
import { home } from './transport.js'

const nameOf = (code) => `hall-key-${code}`

/**
 * @param {string} code
 * @returns {string}  empty if this tab was never given one
 */
export function takeKey(code) {
  const { location: here, history } = home()
  const given = here.hash.slice(1)
  if (given) {
    sessionStorage.setItem(nameOf(code), given)
    history.replaceState(history.state, '', here.pathname + here.search)
  }
  return sessionStorage.getItem(nameOf(code)) ?? ''
}

/** The link that hands the hall over. */
export function linkWith(key) {
  const { origin, pathname, search } = home().location
  return `${origin}${pathname}${new URLSearchParams(search).has('room') ? search : ''}#${key}`
}
