"""The scenes of a lecture one under the other, with their pictures.

The pictures are those of the views themselves: the browser opens one view after the other in a
frame that is not seen, and copies what Plotly has drawn there.
"""

from pathlib import Path

from pages.lectures import reading
from pages.shared import lectures, text
from pages.shared.component import component

_handout = component(Path(__file__).with_name("handout.js"))


def pages(lecture: reading.Lecture, *, with_notes: bool) -> None:
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
            "choices": scene.choices,
            "notice": scene.notice,
            "notes": scene.notes if with_notes else "",
            "view": lectures.view_address(scene),
        }
        for scene in lecture.scenes
    ]
    paths = [*reading.PATHS.values(), "handout"]
    data = {"paths": paths, "scenes": scenes, "words": text.script_words("handout")}
    _handout(key=f"handout-{lecture.slug}", data=data)
