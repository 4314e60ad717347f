"""What surrounds every page: the size switch, the link, and the sentence for a failing page."""

import logging

import streamlit as st

from pages.shared import lectures, presenter, share, view

log = logging.getLogger(__name__)

# Words in pictures take the page's text colour, at once also when the theme is switched, and stand
# on a rim of its background, so that a line behind them does not cross them out.
_INK = """<style>
[data-testid=stPlotlyChart] text:not(.hoverlayer text) { fill: currentColor !important }
[data-testid=stPlotlyChart] :is(.textpoint, .annotation, .annotation-scene) text {
  paint-order: stroke; stroke: light-dark(#ffffff, #14171a); stroke-width: 4px;
  stroke-linejoin: round; stroke-opacity: 0.85
}
</style>"""
# Formulas are two pixels wider than their box, which would make each a place to scroll in.
_FORMULAS = "<style>.katex-display { padding-right: 4px }</style>"
# On a phone the picture comes first and the controls after it.
_NARROW = """<style>@media (max-width: 640px) {
  [data-testid=stLayoutWrapper]:has(> .st-key-picture) { order: -1 }
}</style>"""
# The lecture hall's size scales with the root, so text, formulas and controls grow together.
_LARGE = """<style>
:root { font-size: 24px }
[data-testid=stHeader] { display: none }
[data-testid=stMainBlockContainer] { padding: 0.5rem 1.5rem 1rem }
</style>"""


def show(page: st.Page) -> None:
    """Draw the chosen page and, under it, what belongs to every page.

    An exception of the page becomes one sentence and a way home; its traceback goes to the log.

    Parameters
    ----------
    page : Page
        What `st.navigation` chose.
    """
    body, foot = st.container(), st.container(key="foot")
    with foot:
        _foot()
    st.html(_INK + _FORMULAS + _NARROW)
    if view.is_large():
        st.html(_LARGE)
    with body:
        _lecture()
        try:
            page.run()
        except Exception:  # Streamlit's own stop and rerun signals are no Exceptions
            log.exception("page %s failed", page.url_path or "/")
            st.error("This page failed to draw. The cause is in the server's log.")
            st.page_link("pages/opening/overview.py", label="Back to the overview")


def _lecture() -> None:
    """Draw what a lecture adds, or the one sentence about its file."""
    if shown := lectures.current():
        presenter.head(shown, share.show)
    elif slug := st.query_params.get("lecture"):
        try:
            lectures.read(slug)
        except lectures.LectureError as fault:
            st.error(str(fault))


def _foot() -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        st.segmented_control(
            "Text size", ["normal", "large"], default="normal", key="size", bind="query-params"
        )
        share.link()
