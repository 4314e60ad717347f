// A phone without a camera types the code of a hall.
import { base } from '../browser/address.js'
import { label } from '../browser/words.js'
import { codeIn } from '../../hall/place.js'
import { addressOf, isOffered } from './rooms.js'

/** Called by Streamlit. */
export default function mount({ data: [{ paths, words }], parentElement }) {
  label(parentElement, words)
  const [form, input, why] = ['form', 'input', '.quiet'].map((name) => parentElement.querySelector(name))
  isOffered(paths).then((is) => { why.hidden = is })
  form.onsubmit = async (event) => {
    event.preventDefault()
    location.href = addressOf(base(paths), codeIn(input.value), !await isOffered(paths))
  }
}
