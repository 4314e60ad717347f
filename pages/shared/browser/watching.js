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

const sight = () => shared('sight', () => {
  const callbacks = new WeakMap()
  const tell = (entries) => { for (const { target, isIntersecting } of entries) callbacks.get(target)?.(isIntersecting) }
  return { callbacks, observer: new IntersectionObserver(tell) }
})

/**
 * Calls back when an element comes into sight or leaves it, and once at first.
 *
 * @param {Element} element
 * @param {(isInSight: boolean) => void} callback
 * @returns {() => void}  ends it
 */
export function onSight(element, callback) {
  const { callbacks, observer } = sight()
  callbacks.set(element, callback)
  observer.observe(element)
  return () => {
    callbacks.delete(element)
    observer.unobserve(element)
  }
}
