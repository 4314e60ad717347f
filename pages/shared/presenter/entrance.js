// The buttons that begin a lecture: without a hall, or with one.
import { visit } from '../browser/address.js'
import { label } from '../browser/words.js'
import { isOffered, openRoom } from './rooms.js'

/** Called by Streamlit. */
export default function mount({ data, parentElement }) {
  const { paths, first, words } = data
  label(parentElement, words)
  const [begin, open, said] = ['.begin', '.open', '.quiet'].map((name) => parentElement.querySelector(name))
  begin.onclick = () => visit(paths, first)
  isOffered(paths).then((is) => { open.hidden = !is })
  open.onclick = async () => {
    said.textContent = ''
    open.disabled = true // a second press would open a second room
    try {
      await openRoom(paths)
      visit(paths, first)
    } catch {
      said.textContent = words['not-opened']
    } finally {
      open.disabled = false
    }
  }
}
