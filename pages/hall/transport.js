// The way to the room: by its own addresses, or by the Streamlit session of the page around this one.
import { keepLine } from './line.js'

/**
 * @typedef {object} Transport
 * @property {(path: string, init?: RequestInit) => Promise<Response>} fetch  path below the dashboard's address
 * @property {(path: string, heard: Object<string, (data: object) => void>,
 *   tell: (how: 'open' | 'lost' | 'gone' | 'full') => void) => { end: () => void }} listen
 */

/**
 * @param {string} root  the dashboard's address
 * @returns {Transport}
 */
export const direct = (root) => ({
  fetch: (path, init) => fetch(root + path, init),
  listen: (path, heard, tell) => keepLine(root + path, heard, tell),
})

/** The window whose address names the hall: that around a page which has no address of its own. */
export const home = () => (location.protocol === 'about:' ? window.parent : window)

/**
 * What a light page goes by.
 *
 * @param {string} root
 * @returns {Transport}
 */
export const transportOf = (root) => home().lecture?.relay ?? direct(root)
