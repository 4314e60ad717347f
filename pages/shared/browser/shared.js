// What the dashboard's scripts have in common. Streamlit loads each component as a module of its
// own, so it hangs on one global name, `window.lecture`.

/**
 * A value that all scripts of a page share.
 *
 * @template T
 * @param {string} name
 * @param {() => T} make  called at the first use after the page was loaded
 * @param {Window} [page]
 * @returns {T}
 */
export function shared(name, make, page = window) {
  const lecture = (page.lecture ??= {})
  return (lecture[name] ??= make())
}

/**
 * The marks of each chart that a control drives: whoever has it in hand may read or move them.
 *
 * @param {Window} [page]
 * @returns {WeakMap<Element, { move: (step: number) => void, traces: () => object[] }>}
 */
export const driven = (page) => shared('driven', () => new WeakMap(), page)

/**
 * The controls on the page, by their names in the link.
 *
 * @param {Window} [page]
 * @returns {Map<string, { labels: string[], step: number }>}
 */
export const handles = (page) => shared('handles', () => new Map(), page)

/**
 * The stop of a lecture that all parts of the page have been drawn for, by its link.
 *
 * @returns {{ stop: string }}
 */
export const drawn = () => shared('drawn', () => ({ stop: '' }))

/**
 * What each chart shows in words, as the server wrote it, without the sentence of the step.
 *
 * @returns {WeakMap<Element, string>}
 */
export const alts = () => shared('alts', () => new WeakMap())
