"""The link of what is on screen: to copy, and as a code for the phones in the last row."""

from pathlib import Path

import segno
import streamlit as st

from pages.shared.component import rerun_suffices

_HTML = """<button class="copy" type="button">Copy link</button>
<button class="show" type="button">Show QR code</button>
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
_JS = """export default function ({ parentElement, setTriggerValue }) {
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
"""
_VISIT = Path(__file__).with_name("visit.js").read_text()
_share_link = st.components.v2.component("share_link", html=_HTML, css=_CSS, js=_VISIT + _JS)
# As large as the window lets it be, dark on light for every camera.
_LARGE_CODE = "<style>[role=dialog] img { height: 66vh; width: auto; margin: auto }</style>"
LONGEST = 2000
"""Characters of a link that a code still holds and a phone still reads."""


def link() -> None:
    """Draw buttons that copy the address of the view as it stands, and show its code."""
    asked = _share_link(key="share-link", width="content", on_show_change=rerun_suffices)
    if asked.show:
        show(asked.show)


@st.dialog("This view on your phone", width="large")
def show(address: str) -> None:
    """Show the link and its QR code over the page.

    Parameters
    ----------
    address : str
        The link as the browser knows it, right behind every proxy.
    """
    if not address.startswith(("http://", "https://")) or len(address) > LONGEST:
        st.info("This link is too long for a code: copy it instead.")
        return
    code = segno.make(address, error="m", micro=False)
    st.html(_LARGE_CODE)
    picture, words = st.columns([3, 2], vertical_alignment="center")
    with picture:
        st.image(code.svg_data_uri(scale=8, dark="#000000", light="#ffffff"))
    with words:
        st.code(address, language=None, wrap_lines=True)
