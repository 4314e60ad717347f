// Where a lecture stands, by its links: addresses in, places out.
const PLACE = ['lecture', 'scene', 'reveal', 'size']
const APART = [...PLACE, 'lang'] // none of them is a setting of the page

/**
 * The stop that a link names.
 *
 * @param {[string, string][]} places  scene and reveal of each stop, as in links
 * @param {string} search  the link's query
 * @param {number} otherwise  the stop of a link that names none
 * @returns {number}
 */
export function placeOf(places, search, otherwise) {
  const now = new URLSearchParams(search)
  const here = [now.get('scene'), now.get('reveal') ?? ''].join()
  const found = places.findIndex((each) => each.join() === here)
  return found < 0 ? otherwise : found
}

/**
 * A link to the same view outside the lecture.
 *
 * @param {URL} link
 * @returns {URL}
 */
export function withoutLecture(link) {
  const bare = new URL(link)
  for (const name of PLACE) bare.searchParams.delete(name)
  return bare
}

/**
 * Whether a link names only lecture and scene: page and settings are then those of the scene, once.
 *
 * @param {string} stop  path and query of the scene's own view
 * @param {{ pathname: string, search: string }} link
 * @returns {boolean}
 */
export function isShort(stop, { pathname, search }) {
  const [page, query] = stop.split('?')
  const hasSettings = (text) => [...new URLSearchParams(text).keys()].some((name) => !APART.includes(name))
  return pathname.split('/').at(-1) !== page || (!hasSettings(search) && hasSettings(query))
}
