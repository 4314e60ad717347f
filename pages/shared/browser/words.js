// Words come from Python as data: a script and its HTML hold none that a visitor reads.

/**
 * Writes words where the HTML asks for them by their ids: data-text, data-label or data-title.
 *
 * @param {ParentNode} root
 * @param {Object<string, string>} words  by id
 */
export function label(root, words) {
  for (const element of root.querySelectorAll('[data-text]')) element.textContent = words[element.dataset.text]
  for (const element of root.querySelectorAll('[data-label]')) element.setAttribute('aria-label', words[element.dataset.label])
  for (const element of root.querySelectorAll('[data-title]')) element.title = words[element.dataset.title]
}

/**
 * A template with values in the places of its {names}.
 *
 * @param {string} template
 * @param {Object<string, unknown>} values
 * @returns {string}
 */
export const fill = (template, values) => template.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place)
