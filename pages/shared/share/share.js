// The clipboard exists on https and localhost only: elsewhere the link is shown, ready to copy.
export default function ({ parentElement, setTriggerValue }) {
  const [copy, show, field] = ['.copy', '.show', 'input']
    .map((name) => parentElement.querySelector(name))
  copy.onclick = async () => {
    try {
      await navigator.clipboard.writeText(publicLink().href)
      copy.textContent = 'Link copied'
      setTimeout(() => { copy.textContent = 'Copy link' }, 2000)
    } catch {
      field.value = publicLink().href
      field.hidden = false
      field.select()
    }
  }
  show.onclick = () => setTriggerValue('show', publicLink().href)
}
