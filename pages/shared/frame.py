"""What surrounds every page: the size switch, the link, and the sentence for a failing page."""

import logging
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shared import catalogue, downloads, lectures, presenter, share, text, view
from pages.shared.downloads.listed import Listed, begin

log = logging.getLogger(__name__)

_INK = f"<style>{Path(__file__).with_name('ink.css').read_text()}</style>"
# Formulas are two pixels wider than their box, which would make each a place to scroll in.
_FORMULAS = "<style>.katex-display { padding-right: 4px }</style>"
_focus = st.components.v2.component("focus", js=Path(__file__).with_name("focus.js").read_text())
# Where the keyboard stands, in one way for all: Streamlit marks some by a pale grey only.
_FOCUS = """<style>:is([data-testid=stMain], a, button, summary):focus-visible {
  outline: 3px solid currentColor; outline-offset: -3px
}
.st-key-focus { position: absolute }</style>"""
# Nothing glides or fades for those who ask for less motion; waiting code still hears the end.
_STILL = """<style>@media (prefers-reduced-motion: reduce) {
  *, ::before, ::after {
    transition-duration: 0.01ms !important; animation-duration: 0.01ms !important;
    animation-iteration-count: 1 !important; scroll-behavior: auto !important
  }
}</style>"""
# On a phone the picture comes first and the controls after it.
_NARROW = """<style>@media (max-width: 640px) {
  [data-testid=stLayoutWrapper]:has(> .st-key-picture) { order: -1 }
}</style>"""
# A finger needs more height than a line of text has.
_TOUCH = """<style>@media (pointer: coarse) {
  [data-testid=stCheckbox] label { min-height: 2.5rem; align-items: center }
}</style>"""
# The lecture hall's size scales with the root, so text, formulas and controls grow together.
_LARGE = """<style>
:root { font-size: 24px }
[data-testid=stHeader] { display: none }
[data-testid=stMainBlockContainer] { padding: 0.5rem 1.5rem 1rem }
</style>"""
# In the page of a course site: without navigation and foot, which stays for the size in the link.
_EMBEDDED = """<style>
:is([data-testid=stHeader], [data-testid=stLayoutWrapper]:has(> .st-key-foot)) { display: none }
[data-testid=stMainBlockContainer] { padding: 0.5rem 1rem }
</style>"""
_TITLE = "Cross-entropy or squared error?"
_ROOT = Path(__file__).parents[2]


def show(page: st.Page) -> None:
    """Draw the chosen page and, under it, what belongs to every page.

    An exception of the page becomes one sentence and a way home; its traceback goes to the log.

    Parameters
    ----------
    page : Page
        What `st.navigation` chose.
    """
    st.set_page_config(page_title=f"{page.title} · {_TITLE}" if page.url_path else _TITLE)
    body, foot = st.container(), st.container(key="foot")
    with foot:
        _focus(key="focus")
        place = _foot()
    _style()
    listed = begin()
    with body:
        _lecture()
        try:
            page.run()
        except Exception:  # Streamlit's own stop and rerun signals are no Exceptions
            log.exception("page %s failed", page.url_path or "/")
            st.error("This page failed to draw. The cause is in the server's log.")
            st.page_link("pages/opening/overview.py", label="Back to the overview")
        else:
            with place:
                _downloads(page.url_path, listed)
            _check_scene()


def _style() -> None:
    st.html(_INK + _FORMULAS + _FOCUS + _STILL + _NARROW + _TOUCH)
    if view.is_large():
        st.html(_LARGE)
    if st.context.is_embedded:
        st.html(_EMBEDDED)


def _check_scene() -> None:
    """Tell the author of a lecture what the page does not know, now that it is drawn."""
    if (shown := lectures.current()) and (fault := lectures.unknown_controls(shown)):
        st.error(fault)


def _downloads(url_path: str, listed: Listed) -> None:
    if not listed.charts:  # as the handout, whose pictures are those of other pages
        return
    if not listed.charts:
        return
    pages = (catalogue.OVERVIEW, *catalogue.VIEWS)
    entry = next((entry for entry in pages if entry.url_path == url_path), catalogue.OVERVIEW)
    downloads.draw(listed, entry.url_path, text.read(_ROOT / entry.script).question)


def _lecture() -> None:
    """Draw what a lecture adds, or the one sentence about its file."""
    if shown := lectures.current():
        presenter.head(shown, share.show)
    elif slug := st.query_params.get("lecture"):
        try:
            lectures.read(slug)
        except lectures.LectureError as fault:
            st.error(str(fault))


def _foot() -> DeltaGenerator:
    """Draw what stands under every page; return where the downloads go, once they are known."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        st.segmented_control(
            "Text size", ["normal", "large"], default="normal", key="size", bind="query-params"
        )
        place = st.container(width="content")
        share.link()
    return place
