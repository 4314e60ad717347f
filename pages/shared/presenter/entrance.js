// The button that begins a lecture.
import { visit } from '../browser/address.js'
import { label } from '../browser/words.js'

/** Called by Streamlit. */
export default function mount({ data, parentElement }) {
  label(parentElement, data.words)
  parentElement.querySelector('button').onclick = () => visit(data.paths, data.first)
}
