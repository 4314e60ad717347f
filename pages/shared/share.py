"""The link of what is on screen."""

import streamlit as st

_HTML = """<button type="button">Copy link</button>
<input type="text" readonly aria-label="Link to this view" hidden />
"""
_CSS = """button, input {
  height: 2.5rem; padding: 0 0.75rem; font: inherit; color: var(--st-text-color);
  border: 1px solid var(--st-widget-border-color, var(--st-border-color));
  border-radius: var(--st-button-radius); background: var(--st-background-color);
}
button { cursor: pointer }
button:hover { border-color: var(--st-primary-color); color: var(--st-primary-color) }
:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 2px }
input { width: min(100%, 30rem) }
[hidden] { display: none }
"""
# The clipboard exists on https and localhost only: elsewhere the link is shown, ready to copy.
_JS = """export default function ({ parentElement }) {
  const [button, field] = ['button', 'input'].map((name) => parentElement.querySelector(name))
  button.onclick = async () => {
    try {
      await navigator.clipboard.writeText(location.href)
      button.textContent = 'Link copied'
      setTimeout(() => { button.textContent = 'Copy link' }, 2000)
    } catch {
      field.value = location.href
      field.hidden = false
      field.select()
    }
  }
}
"""
_copy_link = st.components.v2.component("copy_link", html=_HTML, css=_CSS, js=_JS)


def copy_link() -> None:
    """Draw a button that copies the address of the view as it stands."""
    _copy_link(key="copy-link", width="content")
