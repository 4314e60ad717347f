"""The lecture that a visitor's link presents, in the visitor's language.

What a lecture's file holds is read by `pages.lectures.reading`, which asks for no session.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import streamlit as st

from pages.lectures import reading
from pages.lectures.reading import Lecture, LectureError, Scene, Stop, settings_of, slugs
from pages.shared.text import chosen, language, shared

SENTENCE = "sentence"
"""What `hide` calls the live sentence."""


class Refused(NamedTuple):
    """A parameter that cannot be used: its name, what the link says, and what is used instead."""

    name: str
    asked: tuple[str, ...]
    used: str | None
    """In the form of the link; None where the page has no such parameter."""


class Shown(NamedTuple):
    """What is presented."""

    lecture: Lecture
    stop: Stop

    @property
    def scene(self) -> Scene:
        """The scene on screen."""
        return self.lecture.scenes[self.stop.number - 1]


def titles() -> dict[str, str]:
    """Return the titles of the lectures by slug; a file that cannot be used has its slug."""
    found = {}
    for slug in slugs():
        try:
            found[slug] = read(slug).title
        except LectureError:
            found[slug] = slug
    return found


def read(slug: str) -> Lecture:
    """Read a lecture as its file stands now, in the visitor's language if it has words in it.

    Parameters
    ----------
    slug : str
        Name of the file without its ending.

    Raises
    ------
    LectureError
        If there is no such lecture, or its file cannot be used.
    """
    return reading.read(slug, language())


def address(lecture: Lecture, stop: Stop) -> str:
    """Write the link of a stop, from the dashboard's own address on, in the chosen language."""
    return reading.address(lecture, stop, chosen())


def view_address(scene: Scene) -> str:
    """Write the link of what a scene shows, without presenting it, in the chosen language."""
    return reading.view_address(scene, chosen())


def current() -> Shown | None:
    """Return what the link presents; None without a lecture, or if its file cannot be used."""
    if not st.query_params.get("lecture"):
        return None
    try:
        lecture = read(st.query_params["lecture"])
    except LectureError:
        return None
    asked = re.fullmatch(r"([0-9]{1,4})([.]0*)?", st.query_params.get("scene", ""))
    number = int(asked[1]) if asked else 1
    number = min(max(number, 1), len(lecture.scenes))
    is_asking = bool(lecture.scenes[number - 1].ask) and st.query_params.get("reveal") != "1"
    return Shown(lecture, Stop(number, is_asking))


def is_covering(shown: Shown) -> bool:
    """Whether a question stands that hides a part of its answer."""
    return shown.stop.is_asking and bool(shown.scene.hide)


def uncovered(shown: Shown, charts: Collection[str]) -> set[str]:
    """Return what may be seen while a question stands: nothing while a name in `hide` is unknown.

    Parameters
    ----------
    shown : Shown
        What is presented.
    charts : collection of str
        Keys of the page's charts.
    """
    parts = {*charts, SENTENCE}
    hidden = set(shown.scene.hide)
    return parts - hidden if hidden <= parts else set()


def fault(
    shown: Shown,
    charts: Collection[str],
    handles: Mapping[str, tuple[float, float]],
    refused: Sequence[Refused],
) -> str:
    """Tell the first thing in the scene that its page does not know or take; empty without one.

    Can be known only after the page has drawn its controls and charts.

    Parameters
    ----------
    shown : Shown
        What is presented.
    charts : collection of str
        Keys of the page's charts.
    handles : mapping of str to (float, float)
        Names of what moves the page's pictures, each with its least and largest value.
    refused : sequence of Refused
        What of the scene's link the page does not use; see `own_refusals`.
    """
    scene = shown.scene
    for field in ("settings", "asked", "controls"):
        for name in getattr(scene, field):
            if name not in st.session_state and name != "camera":
                return _told(shown, field, "no-control", name=name, page=scene.page)
    for name in scene.hide:
        if name not in {*charts, SENTENCE}:
            known = ", ".join([SENTENCE, *charts])
            return _told(shown, "hide", "no-chart", name=name, known=known)
    if scene.guess and (told := _misplaced(shown, handles)):
        return told
    for name, asked, used in refused:
        field = "asked" if shown.stop.is_asking and name in scene.asked else "settings"
        used = used or shared()["nothing"]
        return _told(
            shown, field, "refused", name=name, asked=", ".join(asked), page=scene.page, used=used
        )
    return ""


def _misplaced(shown: Shown, handles: Mapping[str, tuple[float, float]]) -> str:
    """Tell that a guess cannot be made with the page's handle, or not reach the answer."""
    scene = shown.scene
    if scene.guess not in handles:
        known = ", ".join(handles) or shared()["nothing"]
        return _told(shown, "guess", "no-handle", name=scene.guess, page=scene.page, known=known)
    least, most = handles[scene.guess]
    if least <= float(scene.answer) <= most:
        return ""
    numbers = {"value": scene.answer, "least": least, "most": most}
    written = {name: f"{number:g}" for name, number in numbers.items()}
    return _told(shown, "answer", "out-of-range", name=scene.guess, **written)


def own_refusals(shown: Shown, refused: Sequence[Refused]) -> list[Refused]:
    """Choose those parameters that cannot be used and are as the scene has set them."""
    set_to = settings_of(shown.scene, shown.stop)
    as_lists = {name: [v] if isinstance(v, str) else v for name, v in set_to.items()}
    return [each for each in refused if as_lists.get(each.name) == [*each.asked]]


def _told(shown: Shown, field: str, fault: str, **values: str) -> str:
    source = reading.source(shown.lecture.slug)
    return source.error(shown.stop.number, field, fault, **values).told(shared())
