"""The link of what is on screen: to copy, and as a code for the phones in the last row."""

from pathlib import Path

import segno
import streamlit as st

from pages.shared.component import component, rerun_suffices
from pages.shared.text import Text, script_words, shared

_share_link = component(Path(__file__).with_name("share.js"))
# As large as the window lets it be, dark on light for every camera.
_LARGE_CODE = "<style>[role=dialog] img { height: 66vh; width: auto; margin: auto }</style>"
LONGEST = 2000
"""Characters of a link that a code still holds and a phone still reads."""


def link() -> None:
    """Draw buttons that copy the address of the view as it stands, and show its code."""
    asked = _share_link(
        key="share-link",
        data={"words": script_words("share")},
        width="content",
        on_show_change=rerun_suffices,
    )
    if asked.show:
        show(asked.show)


def show(address: str) -> None:
    """Show the link and its QR code over the page.

    Parameters
    ----------
    address : str
        The link as the browser knows it, right behind every proxy.
    """
    words = shared()
    st.dialog(words["phone"], width="large")(_draw)(address, words)


def code(address: str) -> str:
    """Return the QR code of a link as the source of an image.

    Parameters
    ----------
    address : str
        Of at most `LONGEST` characters.
    """
    made = segno.make(address, error="m", micro=False)
    return str(made.svg_data_uri(scale=8, dark="#000000", light="#ffffff"))


def _draw(address: str, words: Text) -> None:
    if not address.startswith(("http://", "https://")) or len(address) > LONGEST:
        st.info(words["phone.too-long"])
        return
    st.html(_LARGE_CODE)
    picture, link_text = st.columns([3, 2], vertical_alignment="center")
    with picture:
        st.image(code(address))
    with link_text:
        st.code(address, language=None, wrap_lines=True)
