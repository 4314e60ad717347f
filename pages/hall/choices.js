// The choices of a question: buttons that stay in place, with bars once the vote is closed.
import { bars } from './ballots.js'
import { make, show } from './dom.js'
import { isOpen, keyOf, ownOf, resultOf } from './state.js'

/** @returns {string} a, b, c, ... */
export const letterOf = (choice) => String.fromCharCode(97 + choice)

function button(said, choice, choose) {
  const made = make('button', 'choice', make('span', 'letter', letterOf(choice)), make('span', 'said', said), make('span', 'tags'), make('span', 'bars'))
  made.type = 'button'
  made.onclick = () => choose(choice)
  return made
}

// Which of the own answers stand at a choice, and whether it is the right one: by their ids.
function tagsOf(state, choice) {
  const { first, second, now } = ownOf(state)
  const told = resultOf(state)?.answer
  const isTwo = first && second && !isOpen(state.scene) && first.choice !== second.choice
  const own = isTwo
    ? [first.choice === choice && 'your-first', second.choice === choice && 'your-second']
    : [now?.choice === choice && 'your-answer']
  return [told === choice && 'right-answer', ...own].filter(Boolean)
}

const signOf = (id, isWrong) => (id === 'right-answer' ? '✓ ' : isWrong ? '✗ ' : '')

/**
 * Draws the choices; buttons of the same question are kept, and the focus with them.
 *
 * @param {HTMLElement} list
 * @param {import('./state.js').State} state
 * @param {Object<string, string>} words
 * @param {(choice: number) => void} choose
 */
export function drawChoices(list, state, words, choose) {
  const { scene } = state
  show(list, !!scene?.choices)
  if (!scene?.choices) return
  const name = JSON.stringify([keyOf(scene, 0), scene.choices])
  if (list.dataset.name !== name) {
    list.replaceChildren(...scene.choices.map((said, k) => make('li', '', button(said, k, choose))))
    list.dataset.name = name
  }
  const { now } = ownOf(state)
  const result = resultOf(state)
  for (const [k, item] of [...list.children].entries()) {
    const [each] = item.children
    const [, , tags, drawn] = each.children
    each.setAttribute('aria-pressed', String(now?.choice === k))
    each.setAttribute('aria-disabled', String(!isOpen(scene)))
    each.classList.toggle('right', result?.answer === k)
    const isTold = result?.answer != null
    const ids = isOpen(scene) ? [] : tagsOf(state, k)
    tags.replaceChildren(...ids.map((id) => make('span', id, signOf(id, isTold && result.answer !== k) + words[id])))
    const fresh = result ? bars(result.votes, k, words) : make('span', 'bars')
    show(fresh, !!result)
    if (!drawn.isEqualNode(fresh)) drawn.replaceWith(fresh)
  }
}

/** The sentence that tells the right choice. */
export const toldChoice = (answer) => ['right-choice', { letter: letterOf(answer) }]

