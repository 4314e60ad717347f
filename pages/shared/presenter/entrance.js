// The buttons that begin a lecture: without a hall, or with one.
import { visit } from '../browser/address.js'
import { label } from '../browser/words.js'
import { isOffered, openRoom } from './rooms.js'

/** Called by Streamlit. */
export default function mount({ data: [data], parentElement, setTriggerValue }) {
  const { paths, first, words, relays } = data
  label(parentElement, words)
  const [begin, open, said] = ['.begin', '.open', '.quiet'].map((name) => parentElement.querySelector(name))
  begin.onclick = () => visit(paths, first)
  isOffered(paths).then(() => { open.hidden = false })
  open.onclick = async () => {
    said.textContent = ''
    open.disabled = true // a second press would open a second room
    const isRelayed = !await isOffered(paths)
    if (isRelayed && !relays) setTriggerValue('relay', true)
    try {
      await openRoom(paths, isRelayed)
      visit(paths, first)
    } catch {
      said.textContent = words['not-opened']
    } finally {
      open.disabled = false
    }
  }
}
