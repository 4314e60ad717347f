// Views of the dashboard by their links.
import { follow } from './streamlit_adapter.js'

/**
 * Where the dashboard lives: the address without the path of the page on screen.
 *
 * @param {string[]} paths  last parts of the pages' addresses
 * @param {string} pathname
 * @returns {string}
 */
export function base(paths, pathname = location.pathname) {
  const parts = pathname.split('/')
  if (['', ...paths].includes(parts.at(-1))) parts.pop()
  return parts.join('/') + '/'
}

/**
 * Goes to a view without loading the page anew.
 *
 * @param {string[]} paths
 * @param {string} view  path and query below the dashboard's address
 * @param {'pushState' | 'replaceState'} [how]  whether Back leads back here
 */
export const visit = (paths, view, how) => follow(base(paths) + view, how)

/**
 * The address that people see: Community Cloud shows the dashboard in a frame below a path of its own.
 *
 * @param {string} [path]
 * @returns {URL}
 */
export const publicLink = (path = '') => new URL(new URL(path, location.href).href.replace('/~/+/', '/'))
