"""The scenes of a lecture one under the other, with their pictures.

The pictures are those of the views themselves: the browser opens one view after the other in a
frame that is not seen, and copies what Plotly has drawn there.
"""

from pathlib import Path

import streamlit as st

from pages.shared import lectures

_HERE = Path(__file__).parent
_handout = st.components.v2.component(
    "handout",
    html='<p class="progress" role="status"></p><div class="scenes"></div>',
    css=(_HERE / "handout.css").read_text(),
    js=(_HERE.parent / "visit.js").read_text() + (_HERE / "handout.js").read_text(),
)


def pages(lecture: lectures.Lecture, *, with_notes: bool) -> None:
    """Draw the handout of a lecture.

    Parameters
    ----------
    lecture : Lecture
        As read.
    with_notes : bool
        Whether the notes for the speaker stand under each scene.
    """
    scenes = [
        {
            "headline": scene.headline,
            "ask": scene.ask,
            "notice": scene.notice,
            "notes": scene.notes if with_notes else "",
            "view": lectures.view_address(scene),
        }
        for scene in lecture.scenes
    ]
    paths = [*lectures.PATHS.values(), "handout"]
    _handout(key=f"handout-{lecture.slug}", data={"paths": paths, "scenes": scenes})
