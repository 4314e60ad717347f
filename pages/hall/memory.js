// What a phone keeps of a hall in its own browser: its number, its answers, a guess not sent, the views it has seen.

const LIFE = 12 * 60 * 60 * 1000 // milliseconds; a hall lives four hours
const OWN = 'hall-'

/** A number nobody else has, for the ballots of one hall. */
export function newPhone() {
  const bytes = crypto.getRandomValues(new Uint8Array(18))
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_')
}

// A browser may forbid to keep anything: the hall works all the same, until the page is reloaded.
function quietly(act) {
  try { return act() } catch { return null }
}

function parsed(text) {
  const kept = quietly(() => JSON.parse(text))
  return kept && typeof kept.phone === 'string' ? kept : null
}

/**
 * What is kept of a hall, or a new phone. What is left of halls long past goes.
 *
 * @param {string} code
 * @param {number} now
 * @returns {{ phone: string }}
 */
export function remember(code, now = Date.now()) {
  quietly(() => {
    for (const name of Object.keys(localStorage).filter((each) => each.startsWith(OWN))) {
      if (!(now - parsed(localStorage.getItem(name))?.at < LIFE)) localStorage.removeItem(name)
    }
  })
  return parsed(quietly(() => localStorage.getItem(OWN + code))) ?? { phone: newPhone() }
}

/**
 * @param {string} code
 * @param {object} state  see `kept`
 */
export const keep = (code, state, now = Date.now()) =>
  quietly(() => localStorage.setItem(OWN + code, JSON.stringify({ ...state, at: now })))
