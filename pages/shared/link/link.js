// The link on screen: one entry of the history for each page, and the plain form of its settings.
import { shared } from '../browser/shared.js'
import { tameHistory } from '../browser/streamlit_adapter.js'

// What the server has read in plain form stands in the address like that.
function straighten({ given, plain }) {
  const link = new URL(location.href)
  const isStill = ([name, values]) => link.searchParams.getAll(name).join() === values.join()
  if (!Object.entries(given).every(isStill)) return // the viewer was faster
  for (const name of Object.keys(given)) link.searchParams.delete(name)
  for (const [name, values] of Object.entries(plain))
    for (const value of values) link.searchParams.append(name, value)
  history.replaceState(history.state, '', link)
}

/** Called by Streamlit. */
export default function mount({ data: [data] }) {
  shared('history', tameHistory)
  if (data) straighten(data)
}
