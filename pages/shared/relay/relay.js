// The way to the hall by the session of this page: what is asked goes to Python, answers and news come back.
import { relay } from '../../hall/relay.js'
import { shared } from '../browser/shared.js'
import { isConnected, isScriptDone } from '../browser/streamlit_adapter.js'
import { onPageChange } from '../browser/watching.js'

const PLACE = ['lecture', 'scene', 'reveal']
const LATE = 5000 // milliseconds after which a link that is visited runs no script any more

// When a link was visited last, by a key or by the browser's Back.
const visit = () => shared('visit', () => {
  const last = { at: 0 }
  window.addEventListener('popstate', () => { last.at = Date.now() }, true)
  return last
})

// Whether the script has run for the scene in the link: nothing else may run before.
function isThere(place) {
  const asked = new URLSearchParams(location.search)
  return PLACE.every((name, k) => (asked.get(name) ?? '') === place[k]) || Date.now() - visit().at > LATE
}

/** Called by Streamlit at each look. */
export default function mount({ data: [data], setTriggerValue }) {
  visit()
  const isFree = () => isConnected() && isScriptDone() && isThere(data.place)
  const send = (asks) => setTriggerValue('asked', asks)
  return relay().attach(data, { send, isFree, isConnected, onChange: onPageChange })
}
