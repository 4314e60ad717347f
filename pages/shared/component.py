"""Components of the dashboard's own: a script, with HTML and style of the same name beside it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from pages.shared.modules import bundle


def component(script: Path, *, style: str | None = None) -> Callable[..., Any]:
    """Register a component under the name of its script.

    Parameters
    ----------
    script : Path
        A module whose default export draws the component; what it imports comes along. Files of
        the same name that end in .html and .css are its HTML and its style.
    style : str, optional
        Name of another file with its style, in the same folder.

    Returns
    -------
    callable
        Draws the component; its script is given ``data`` as the one entry of a list.
    """
    html, css = script.with_suffix(".html"), script.with_suffix(".css")
    if style:
        css = script.with_name(style)
    parts = {"html": html, "css": css}
    texts = {name: path.read_text("utf-8") for name, path in parts.items() if path.exists()}
    draw = st.components.v2.component(script.stem, js=bundle(script), **texts)

    def drawn(*, data: object = None, **more: Any) -> Any:
        # In a list: among the values of a mapping Streamlit looks for data frames, for which it
        # loads pandas and Arrow.
        return draw(data=[data], **more)

    return drawn


def rerun_suffices() -> None:
    """Do nothing: Streamlit wants a callback for each value that a component sends."""
