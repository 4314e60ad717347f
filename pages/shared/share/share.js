// The clipboard exists on https and localhost only: elsewhere the link is shown, ready to copy.
import { publicLink } from '../browser/address.js'
import { label } from '../browser/words.js'

const SEEN = 2000 // milliseconds for which a copy is told

/** Called by Streamlit. */
export default function mount({ data: [{ words }], parentElement, setTriggerValue }) {
  label(parentElement, words)
  const [copy, show, field] = ['.copy', '.show', 'input']
    .map((name) => parentElement.querySelector(name))
  copy.onclick = async () => {
    try {
      await navigator.clipboard.writeText(publicLink().href)
      copy.textContent = words.copied
      setTimeout(() => { copy.textContent = words.copy }, SEEN)
    } catch {
      field.value = publicLink().href
      field.hidden = false
      field.select()
    }
  }
  show.onclick = () => setTriggerValue('show', publicLink().href)
}
