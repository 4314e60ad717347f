// The keyboard goes into what it opens, and comes back when that closes: Streamlit puts popovers at
// the end of the document, and knows no button inside a component to give the focus back to.
import { openDialog } from '../browser/streamlit_adapter.js'
import { onPageChange } from '../browser/watching.js'

const FIRST = 'a[href], button, input, select, textarea, [tabindex="0"]'

function first(root) {
  for (const element of root.querySelectorAll('*')) {
    if (element.matches(FIRST)) return element
    const inside = element.shadowRoot && first(element.shadowRoot)
    if (inside) return inside
  }
}

/** Called by Streamlit. */
export default function mount() {
  let pressed = null // what the keyboard pressed last
  let layer = null
  let opener = null
  let isDue = false
  const key = (event) => { if (/^(Enter| )$/.test(event.key)) pressed = event.composedPath()[0] }
  const pointer = () => { pressed = null }
  const enter = (target) => {
    isDue = !target
    if (!layer.contains(document.activeElement)) target?.focus()
  }
  const look = () => {
    const before = layer
    layer = openDialog()
    if (layer && !before) [opener, isDue] = [pressed, !!pressed]
    if (layer && isDue) enter(first(layer))
    if (before && !layer && document.activeElement === document.body) opener?.focus()
  }
  const end = onPageChange(look)
  document.addEventListener('keydown', key, true)
  document.addEventListener('pointerdown', pointer, true)
  return () => {
    end()
    document.removeEventListener('keydown', key, true)
    document.removeEventListener('pointerdown', pointer, true)
  }
}
