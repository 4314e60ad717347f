"""A server that goes away: said in one line, while the pictures still move in the browser."""

from pathlib import Path

import streamlit as st

from pages.shared.component import rerun_suffices

_HERE = Path(__file__).parent
_connection = st.components.v2.component(
    "connection",
    html=(_HERE / "connection.html").read_text(),
    css=(_HERE / "connection.css").read_text(),
    js=(_HERE.parent / "visit.js").read_text() + (_HERE / "connection.js").read_text(),
)


def watch() -> None:
    """Tell the viewer when the server is away; when it is back, let it learn what is on screen.

    A server that was started anew knows nothing of the page until its script has run: it would
    answer the first change without the callbacks that belong to it.
    """
    _connection(key="connection", on_returns_change=rerun_suffices)
