"""What stands on screen while a lecture is given: headline, question or notice, and the clicker."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from pages.shared import lectures
from pages.shared.component import rerun_suffices

_HERE = Path(__file__).parent
_clicker = st.components.v2.component(
    "presenter",
    html=(_HERE / "presenter.html").read_text(),
    css=(_HERE / "presenter.css").read_text(),
    js=(_HERE.parent / "visit.js").read_text() + (_HERE / "presenter.js").read_text(),
)
_entrance = st.components.v2.component(
    "entrance",
    html='<button type="button">Present</button>',
    css=(_HERE / "presenter.css").read_text(),
    js=(_HERE.parent / "visit.js").read_text()
    + """
export default function ({ data, parentElement }) {
  parentElement.querySelector('button').onclick = () => visit(data.paths, data.first)
}
""",
)

# One picture and one sentence: what else the page has stays, for its state, but is not shown.
_STAGE = """
:is([data-testid=stLayoutWrapper]:has(> :is(.st-key-foot, .st-key-more)), .st-key-controls > *) {
  display: none
}
.st-key-picture [data-testid=stElementContainer]:is(%s) { display: none }
[data-testid=stMainBlockContainer] { padding: 0.25rem 1.5rem 0; position: relative }
.st-key-stage h1 { font-size: 1.5rem; padding: 0 }
.st-key-stage p { font-size: 1.125rem; margin: 0 }
.st-key-controls { position: absolute; top: 2.4rem; right: 1.5rem; width: auto !important }
.st-key-controls [data-testid=stWidgetLabel] { position: absolute; clip-path: inset(50%%) }
"""
_SHOWN = ".st-key-NAME, .st-key-controls > :has(.st-key-NAME) { display: block !important }"
_HIDDEN = {
    "sentence": ":root { --sentence: hidden }",
    "": ".st-key-NAME { visibility: hidden }",
}
_CONTROLS = (
    "stNumberInput",
    "stButtonGroup",
    "stSelectbox",
    "stButton",
    "stSlider",
    "stTextInput",
    "stCheckbox",
)


def head(shown: lectures.Shown, share: Callable[[str], None]) -> None:
    """Draw what stands above the picture, and hide what does not belong into a lecture.

    Parameters
    ----------
    shown : Shown
        What is presented.
    share : callable
        Draws the link and its code for the last row; gets the link.
    """
    scene = shown.scene
    with st.container(key="stage", gap=None):
        with st.container(horizontal=True, vertical_alignment="center", wrap=False):
            st.title(scene.headline, anchor=False)
            asked = _clicker(
                key="clicker",
                data=_data(shown),
                width="content",
                on_share_change=rerun_suffices,
                on_hall_change=rerun_suffices,
            )
        st.markdown(scene.ask if shown.stop.is_asking else scene.notice)
        st.html(_style(scene, shown.stop.is_asking))
    if asked.share:
        share(asked.share)


def entrance(lecture: lectures.Lecture) -> None:
    """Draw the button that begins a lecture.

    Parameters
    ----------
    lecture : Lecture
        As read.
    """
    first = lectures.address(lecture, lectures.stops(lecture)[0])
    paths = list(lectures.PATHS.values())
    _entrance(key=f"present-{lecture.slug}", data={"paths": paths, "first": first}, width="content")


def is_huge() -> bool:
    """Whether the screen is large enough for everything at one and a half times the size."""
    return (st.session_state.get("clicker") or {}).get("hall") == "huge"


def _data(shown: lectures.Shown) -> dict[str, object]:
    lecture = shown.lecture
    all_stops = lectures.stops(lecture)
    return {
        "paths": list(lectures.PATHS.values()),
        "stops": [lectures.address(lecture, stop) for stop in all_stops],
        "places": [lectures.place(lecture, stop) for stop in all_stops],
        "at": all_stops.index(shown.stop),
        "hall": "huge" if is_huge() else "large",
        "headlines": [scene.headline for scene in lecture.scenes],
    }


def _style(scene: lectures.Scene, is_asking: bool) -> str:
    """Hide surplus controls, and the answer while the question stands."""
    controls = ", ".join(f":has([data-testid={name}])" for name in _CONTROLS)
    rules = [_STAGE % controls]
    if is_huge():
        rules.append(":root { font-size: 36px !important }")
    rules += (_SHOWN.replace("NAME", name) for name in scene.controls)
    if is_asking:
        rules += (_HIDDEN.get(name, _HIDDEN[""]).replace("NAME", name) for name in scene.hide)
    return f"<style>{' '.join(rules)}</style>"
