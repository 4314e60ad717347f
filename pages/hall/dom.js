// Elements made and filled: everything that is said goes into text nodes, nothing is read as HTML.

/**
 * @param {string} tag
 * @param {string} look  its class
 * @param {...(Node | string)} inside
 * @returns {HTMLElement}
 */
export function make(tag, look, ...inside) {
  const made = document.createElement(tag)
  made.className = look
  made.append(...inside)
  return made
}

/** Writes words where they differ, so that a reader is told only of what is new. */
export function say(element, words) {
  if (element.textContent !== words) element.textContent = words
}

/** Shows an element if there is something to show. */
export function show(element, isThere) {
  if (element.hidden !== !isThere) element.hidden = !isThere
}

/** Elements of the page by their names in the HTML: data-part. */
export const partsOf = (root) =>
  Object.fromEntries([...root.querySelectorAll('[data-part]')].map((each) => [each.dataset.part, each]))

/** The words that came with the page. */
export const words = () => JSON.parse(document.getElementById('words').textContent)
