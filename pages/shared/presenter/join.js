// A phone without a camera types the code of a hall.
import { base } from '../browser/address.js'
import { label } from '../browser/words.js'
import { codeIn } from '../../hall/place.js'
import { isOffered } from './rooms.js'

/** Called by Streamlit. */
export default function mount({ data: { paths, words }, parentElement }) {
  label(parentElement, words)
  const [form, input, why] = ['form', 'input', '.quiet'].map((name) => parentElement.querySelector(name))
  isOffered(paths).then((is) => { form.hidden = !is; why.hidden = is })
  form.onsubmit = (event) => {
    event.preventDefault()
    location.href = `${base(paths)}hall/${encodeURIComponent(codeIn(input.value))}`
  }
}
