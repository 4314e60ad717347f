"""Lectures as data: files of scenes, which a teacher copies and edits, and the scene on screen.

A lecture is `pages/lectures/<slug>.toml`; `<slug>.zh.toml` beside it holds the words of its scenes,
in the same order, in another language. A scene is a link: a page, its settings, and the number
of the scene, so every scene can be opened, reloaded, and sent to somebody. One file, so that the
form of a lecture's file and what is made of it are read together.
"""

import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

import streamlit as st

from pages.shared.catalogue import OVERVIEW, VIEWS
from pages.shared.text import Text, chosen, language, shared

FOLDER = Path(__file__).parents[1] / "lectures"
PATHS = {
    entry.url_path: "" if entry is OVERVIEW else entry.url_path for entry in (OVERVIEW, *VIEWS)
}
"""Name of each page in a lecture, and its path in a link: the first page has none."""

SENTENCE = "sentence"
"""What `hide` calls the live sentence."""
Settings = Mapping[str, str | list[str]]


class Refused(NamedTuple):
    """A parameter that cannot be used: its name, what the link says, and what is used instead."""

    name: str
    asked: tuple[str, ...]
    used: str | None
    """In the form of the link; None where the page has no such parameter."""


class LectureError(ValueError):
    """A lecture's file that cannot be used.

    Parameters
    ----------
    fault : str
        Id of the sentence, "lecture." left out.
    **values : str
        What stands at its ``{names}``; one that is an error is told within the sentence.
    """

    def __init__(self, fault: str, /, **values: object) -> None:
        super().__init__(fault, values)

    def told(self, words: Text) -> str:
        """Say in a sentence what is wrong: it names file, line and field."""
        fault, values = self.args
        told = {k: v.told(words) if isinstance(v, LectureError) else v for k, v in values.items()}
        return words.fill(f"lecture.{fault}", **told)

    def __str__(self) -> str:
        return self.told(shared())


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One scene of a lecture; the fields are those of the file.

    Attributes
    ----------
    page : str
        Address of the page, ``overview`` for the first.
    headline : str
        What the hall reads first.
    notice : str
        What to notice in the picture.
    notes : str
        For the speaker.
    claim : str
        Name of a claim in tests/claims which the scene rests on.
    settings : mapping of str to str or list of str
        Parameters of the page's link.
    controls : list of str
        Names of controls that stay on screen, beside the one that moves the picture.
    ask : str
        A question that comes first; the next key shows the answer.
    hide : list of str
        What is hidden while the question stands: keys of charts, or ``sentence``.
    asked : mapping of str to str or list of str
        Settings that differ while the question stands.
    """

    page: str
    headline: str
    notice: str
    notes: str = ""
    claim: str = ""
    settings: Settings
    controls: list[str]
    ask: str = ""
    hide: list[str]
    asked: Settings


@dataclass(frozen=True, slots=True)
class Lecture:
    """A lecture with its scenes in order."""

    slug: str
    title: str
    minutes: int
    scenes: tuple[Scene, ...]


class Stop(NamedTuple):
    """Where the next key leads: a scene, or its question before it; numbers count from 1."""

    number: int
    is_asking: bool


class Shown(NamedTuple):
    """What is presented."""

    lecture: Lecture
    stop: Stop

    @property
    def scene(self) -> Scene:
        """The scene on screen."""
        return self.lecture.scenes[self.stop.number - 1]


def slugs() -> list[str]:
    """Name the lectures there are."""
    return sorted(path.stem for path in FOLDER.glob("*.toml") if "." not in path.stem)


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

    Returns
    -------
    Lecture
        With at least one scene.

    Raises
    ------
    LectureError
        If there is no such lecture, or its file cannot be used.
    """
    if slug not in slugs():
        raise LectureError("unknown", slugs=", ".join(slugs()))
    paths = (FOLDER / f"{slug}.toml", FOLDER / f"{slug}.{language()}.toml")
    return _parse(*((path, path.stat().st_mtime_ns) for path in paths if path.exists()))


def stops(lecture: Lecture) -> list[Stop]:
    """List where a clicker stops, in order."""
    return [
        Stop(number, is_asking)
        for number, scene in enumerate(lecture.scenes, 1)
        for is_asking in ([True, False] if scene.ask else [False])
    ]


def address(lecture: Lecture, stop: Stop) -> str:
    """Write the link of a stop, from the dashboard's own address on.

    Parameters
    ----------
    lecture : Lecture
        As read.
    stop : Stop
        One of its `stops`.
    """
    scene = lecture.scenes[stop.number - 1]
    settings = _settings_of(scene, stop)
    number, reveal = place(lecture, stop)
    where = {"lecture": lecture.slug, "scene": number} | ({"reveal": reveal} if reveal else {})
    where |= chosen()
    return f"{PATHS[scene.page]}?{urlencode({**settings, **where}, doseq=True)}"


def view_address(scene: Scene) -> str:
    """Write the link of what a scene shows, without presenting it."""
    settings = urlencode({**scene.settings, **chosen()}, doseq=True)
    return PATHS[scene.page] + (f"?{settings}" if settings else "")


def place(lecture: Lecture, stop: Stop) -> tuple[str, str]:
    """Return the parameters scene and reveal of a stop."""
    has_answer = bool(lecture.scenes[stop.number - 1].ask)
    return str(stop.number), "1" if has_answer and not stop.is_asking else ""


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


def fault(shown: Shown, charts: Collection[str], refused: Sequence[Refused]) -> str:
    """Tell the first thing in the scene that its page does not know or take; empty without one.

    Can be known only after the page has drawn its controls and charts.

    Parameters
    ----------
    shown : Shown
        What is presented.
    charts : collection of str
        Keys of the page's charts.
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
    for name, asked, used in refused:
        field = "asked" if shown.stop.is_asking and name in scene.asked else "settings"
        used = used or shared()["nothing"]
        return _told(
            shown, field, "refused", name=name, asked=", ".join(asked), page=scene.page, used=used
        )
    return ""


def own_refusals(shown: Shown, refused: Sequence[Refused]) -> list[Refused]:
    """Choose those parameters that cannot be used and are as the scene has set them."""
    set_to = _settings_of(shown.scene, shown.stop)
    as_lists = {name: [v] if isinstance(v, str) else v for name, v in set_to.items()}
    return [each for each in refused if as_lists.get(each.name) == [*each.asked]]


def _settings_of(scene: Scene, stop: Stop) -> dict[str, str | list[str]]:
    return {**scene.settings, **(scene.asked if stop.is_asking else {})}


def _told(shown: Shown, field: str, fault: str, **values: str) -> str:
    path = FOLDER / f"{shown.lecture.slug}.toml"
    source = _Source(path.name, path.read_text(encoding="utf-8").splitlines())
    return source.error(shown.stop.number, field, fault, **values).told(shared())


# Reading a file.


Version = tuple[Path, int]


@lru_cache(maxsize=64)
def _parse(file: Version, words: Version | None = None) -> Lecture:
    source, table = _load(file[0])
    source.know(0, table, {"title": str, "minutes": int, "scene": list}, needed=("title", "scene"))
    scenes = tuple(_scene(source, place, each) for place, each in enumerate(table["scene"], 1))
    if not scenes:
        raise source.error(0, "scene", "no-scene")
    lecture = Lecture(file[0].stem, table["title"], table.get("minutes", 0), scenes)
    return _translated(lecture, words[0]) if words else lecture


def _translated(lecture: Lecture, path: Path) -> Lecture:
    """Put the words of another language into a lecture, scene by scene."""
    source, table = _load(path)
    source.know(0, table, {"title": str, "scene": list}, needed=("title", "scene"))
    if len(table["scene"]) != len(lecture.scenes):
        raise source.error(0, "scene", "other-count", count=str(len(lecture.scenes)))
    for place, (each, scene) in enumerate(zip(table["scene"], lecture.scenes, strict=True), 1):
        source.know(place, each, dict.fromkeys(SAID, str), needed=("headline", "notice"))
        if bool(each.get("ask")) != bool(scene.ask):
            raise source.error(place, "ask", "other-question")
    scenes = (
        replace(scene, **each) for scene, each in zip(lecture.scenes, table["scene"], strict=True)
    )
    return replace(lecture, title=table["title"], scenes=tuple(scenes))


def _load(path: Path) -> tuple["_Source", dict]:
    text = path.read_text(encoding="utf-8")
    try:
        return _Source(path.name, text.splitlines()), tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise LectureError("unreadable", file=path.name, reason=fault) from None


SAID = ("headline", "ask", "notice", "notes")
"""What of a scene is words."""
KINDS: dict[str, type] = {
    **{field.name: str for field in fields(Scene)},
    **dict.fromkeys(("settings", "asked"), dict),
    **dict.fromkeys(("controls", "hide"), list),
}
NEEDED = ("page", "headline", "notice")


@dataclass(frozen=True, slots=True)
class _Source:
    """The lines of a file, to name the one that is at fault."""

    name: str
    lines: list[str]

    def know(
        self, place: int, table: object, kinds: Mapping[str, type], needed: tuple[str, ...]
    ) -> None:
        """Refuse a table with a field that is missing, unknown or of another kind."""
        if not isinstance(table, dict):
            raise self.error(place, "scene", "no-table")
        for field in needed:
            if field not in table:
                raise self.error(place, field, "missing")
        for field, value in table.items():
            if field not in kinds:
                raise self.error(place, field, "none-of", known=", ".join(kinds))
            if not isinstance(value, kinds[field]) or isinstance(value, bool):
                raise self.error(place, field, f"must-be.{kinds[field].__name__}")

    def error(self, place: int, field: str, fault: str, **values: str) -> LectureError:
        """Make the sentence for a field of the scene at a place, or of the lecture at place 0."""
        heads = [k for k, line in enumerate(self.lines, 1) if re.match(r"\s*\[\[scene]]", line)]
        first = heads[place - 1] if 0 < place <= len(heads) else 1
        last = heads[place] if place < len(heads) else len(self.lines)
        named = re.compile(rf"\s*(\[+scene\.)?{re.escape(field)}\b")
        own = (k for k in range(first, last + 1) if named.match(self.lines[k - 1]))
        return LectureError(
            "in-scene" if place else "in-file",
            file=self.name,
            line=next(own, first),
            scene=place,
            fault=LectureError(fault, field=field, **values),
        )


def _scene(source: _Source, place: int, table: dict) -> Scene:
    source.know(place, table, KINDS, NEEDED)
    if table["page"] not in PATHS:
        raise source.error(place, "page", "none-of", known=", ".join(PATHS))
    lists = {name: table.get(name, []) for name in ("controls", "hide")}
    for name, values in lists.items():
        if not all(
            isinstance(value, str) and re.fullmatch("[a-z0-9-]+", value) for value in values
        ):
            raise source.error(place, name, "names")
    for name in ("hide", "asked"):
        if table.get(name) and not table.get("ask"):
            raise source.error(place, name, "no-question")
    tables = {
        name: _settings(source, place, name, table.get(name, {})) for name in ("settings", "asked")
    }
    return Scene(**{**table, **lists, **tables})


def _settings(source: _Source, place: int, name: str, table: dict) -> Settings:
    """Write values as a link does: true and false in small letters, lists as lists."""
    settings: dict[str, str | list[str]] = {}
    for key, value in table.items():
        each = value if isinstance(value, list) else [value]
        if not all(isinstance(v, str | int | float) for v in each):
            raise source.error(place, name, "no-value", name=key)
        texts = [str(v).lower() if isinstance(v, bool) else str(v) for v in each]
        settings[key] = texts if isinstance(value, list) else texts[0]
    return settings
