// One observer of the page for all scripts: an observer of the whole document costs whenever
// anything changes, so there is one, and it tells the others.
import { shared } from './shared.js'
import { STATES } from './streamlit_adapter.js'

const page = () => shared('page', () => {
  const callbacks = new Set()
  const observer = new MutationObserver(() => { for (const callback of [...callbacks]) callback() })
  observer.observe(document.body, { childList: true, subtree: true, attributeFilter: STATES })
  return { callbacks, observer }
})

/**
 * Calls back after each change of the page: an element comes or goes, or Streamlit's state changes.
 *
 * @param {() => void} callback
 * @returns {() => void}  ends it
 */
export function onPageChange(callback) {
  const { callbacks } = page()
  callbacks.add(callback)
  return () => { callbacks.delete(callback) }
}

const sight = (margin) => shared('sight' + margin, () => {
  const callbacks = new WeakMap()
  const tell = (entries) => { for (const { target, isIntersecting } of entries) callbacks.get(target)?.(isIntersecting) }
  const options = { rootMargin: margin, scrollMargin: margin } // what scrolls is the window or Streamlit's page
  return { callbacks, observer: new IntersectionObserver(tell, options) }
})

/**
 * Calls back when an element comes into sight or leaves it, and once at first.
 *
 * @param {Element} element
 * @param {(isInSight: boolean) => void} callback
 * @param {string} [margin]  how near to the edge counts as in sight
 * @returns {() => void}  ends it
 */
export function onSight(element, callback, margin = '0px') {
  const { callbacks, observer } = sight(margin)
  callbacks.set(element, callback)
  observer.observe(element)
  return () => {
    callbacks.delete(element)
    observer.unobserve(element)
  }
}

// Pictures out of sight are left as they are until they come into sight, or until they are taken.
const TAKEN = 'picturestaken'

/**
 * Has every picture drawn as the page stands now, before one goes to paper, to a file or to phones.
 *
 * @param {Window} [page]
 */
export const bringUpToDate = (page = window) => { page.dispatchEvent(new Event(TAKEN)) }

/**
 * Calls back when pictures out of sight have to be drawn too.
 *
 * @param {() => void} callback
 * @returns {() => void}  ends it
 */
export function onTaken(callback) {
  window.addEventListener(TAKEN, callback)
  return () => window.removeEventListener(TAKEN, callback)
}
