"""Lectures as data: files of scenes, which a teacher copies and edits.

A lecture is `<slug>.toml` beside this module; `<slug>.zh.toml` holds the words of its scenes, in
the same order, in another language. A scene is a link: a page, its settings, and the number of the
scene, so every scene can be opened, reloaded, and sent to somebody. Nothing here asks for a
visitor's session; `pages.shared.lectures` adds what does.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from pages.lectures import form
from pages.lectures.form import PATHS, SAID, Scene, Settings
from pages.lectures.source import LectureError, Source, load

__all__ = [
    "FOLDER",
    "PATHS",
    "SAID",
    "Lecture",
    "LectureError",
    "Scene",
    "Settings",
    "Stop",
    "address",
    "place",
    "read",
    "settings_of",
    "slugs",
    "source",
    "stops",
    "view_address",
]

FOLDER = Path(__file__).parent


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


def slugs() -> list[str]:
    """Name the lectures there are."""
    return sorted(path.stem for path in FOLDER.glob("*.toml") if "." not in path.stem)


def read(slug: str, language: str = "en") -> Lecture:
    """Read a lecture as its file stands now, in a language if it has words in it.

    Parameters
    ----------
    slug : str
        Name of the file without its ending.
    language : str
        One of `pages.words.text.LANGUAGES`.

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
    paths = (FOLDER / f"{slug}.toml", FOLDER / f"{slug}.{language}.toml")
    return _parse(*((path, path.stat().st_mtime_ns) for path in paths if path.exists()))


def source(slug: str) -> Source:
    """Read the lines of a lecture's file, to tell what a page finds wrong in a scene."""
    return Source.of(FOLDER / f"{slug}.toml")


def stops(lecture: Lecture) -> list[Stop]:
    """List where a clicker stops, in order."""
    return [
        Stop(number, is_asking)
        for number, scene in enumerate(lecture.scenes, 1)
        for is_asking in ([True, False] if scene.ask else [False])
    ]


def address(lecture: Lecture, stop: Stop, more: Mapping[str, str] | None = None) -> str:
    """Write the link of a stop, from the dashboard's own address on.

    Parameters
    ----------
    lecture : Lecture
        As read.
    stop : Stop
        One of its `stops`.
    more : mapping of str to str, optional
        Further parameters, the chosen language for example.
    """
    scene = lecture.scenes[stop.number - 1]
    number, reveal = place(lecture, stop)
    where = {"lecture": lecture.slug, "scene": number} | ({"reveal": reveal} if reveal else {})
    settings = {**settings_of(scene, stop), **where, **(more or {})}
    return f"{PATHS[scene.page]}?{urlencode(settings, doseq=True)}"


def view_address(scene: Scene, more: Mapping[str, str] | None = None) -> str:
    """Write the link of what a scene shows, without presenting it.

    Parameters
    ----------
    scene : Scene
        Of a lecture.
    more : mapping of str to str, optional
        Further parameters, the chosen language for example.
    """
    settings = urlencode({**scene.settings, **(more or {})}, doseq=True)
    return PATHS[scene.page] + (f"?{settings}" if settings else "")


def place(lecture: Lecture, stop: Stop) -> tuple[str, str]:
    """Return the parameters scene and reveal of a stop."""
    has_answer = bool(lecture.scenes[stop.number - 1].ask)
    return str(stop.number), "1" if has_answer and not stop.is_asking else ""


def settings_of(scene: Scene, stop: Stop) -> dict[str, str | list[str]]:
    """Return the parameters of a scene's page while its question stands, or after it."""
    return {**scene.settings, **(scene.asked if stop.is_asking else {})}


# Reading a file.


Version = tuple[Path, int]


@lru_cache(maxsize=64)
def _parse(file: Version, words: Version | None = None) -> Lecture:
    source, table = load(file[0])
    source.know(0, table, {"title": str, "minutes": int, "scene": list}, needed=("title", "scene"))
    scenes = tuple(form.scene(source, place, each) for place, each in enumerate(table["scene"], 1))
    if not scenes:
        raise source.error(0, "scene", "no-scene")
    lecture = Lecture(file[0].stem, table["title"], table.get("minutes", 0), scenes)
    return _translated(lecture, words[0]) if words else lecture


def _translated(lecture: Lecture, path: Path) -> Lecture:
    """Put the words of another language into a lecture, scene by scene."""
    source, table = load(path)
    source.know(0, table, {"title": str, "scene": list}, needed=("title", "scene"))
    if len(table["scene"]) != len(lecture.scenes):
        raise source.error(0, "scene", "other-count", count=str(len(lecture.scenes)))
    pairs = enumerate(zip(table["scene"], lecture.scenes, strict=True), 1)
    scenes = (form.translated(source, place, each, scene) for place, (each, scene) in pairs)
    return replace(lecture, title=table["title"], scenes=tuple(scenes))
