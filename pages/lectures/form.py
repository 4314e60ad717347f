"""The form of a scene in a lecture's file, and what of it another language repeats."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from sys import float_info

from pages.lectures.source import Source, Table
from pages.shared.catalogue import OVERVIEW, VIEWS

PATHS = {
    entry.url_path: "" if entry is OVERVIEW else entry.url_path for entry in (OVERVIEW, *VIEWS)
}
"""Name of each page in a lecture, and its path in a link: the first page has none."""

Settings = Mapping[str, str | list[str]]


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
    choices : list of str
        What the hall chooses from; empty if it does not.
    guess : str
        Name of the page's handle, which the hall puts where it expects the answer; or empty.
    answer : str or float
        The right choice, or where the handle belongs.
    tolerance : float
        How far from there a guess is still right.
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
    choices: list[str]
    guess: str = ""
    answer: str | float = ""
    tolerance: float = 0.0


SAID = ("headline", "ask", "notice", "notes")
"""What of a scene is words."""
KINDS: dict[str, type] = {
    **{field.name: str for field in fields(Scene)},
    **dict.fromkeys(("settings", "asked"), dict),
    **dict.fromkeys(("controls", "hide", "choices"), list),
    **dict.fromkeys(("answer", "tolerance"), object),
}
TRANSLATED: dict[str, type] = {**dict.fromkeys(SAID, str), "choices": list}
NEEDED = ("page", "headline", "notice")


def scene(source: Source, place: int, table: Table) -> Scene:
    """Make a scene of its table.

    Parameters
    ----------
    source : Source
        The file.
    place : int
        Number of the scene, from 1.
    table : dict
        As it stands in the file.

    Raises
    ------
    LectureError
        For a field that is missing, unknown or cannot be used.
    """
    source.know(place, table, KINDS, NEEDED)
    if table["page"] not in PATHS:
        raise source.error(place, "page", "none-of", known=", ".join(PATHS))
    lists = {name: table.get(name, []) for name in ("controls", "hide")}
    for name, values in lists.items():
        if not all(
            isinstance(value, str) and re.fullmatch("[a-z0-9-]+", value) for value in values
        ):
            raise source.error(place, name, "names")
    for name in ("hide", "asked", "choices", "guess"):
        if table.get(name) and not table.get("ask"):
            raise source.error(place, name, "no-question")
    tables = {
        name: _settings(source, place, name, table.get(name, {})) for name in ("settings", "asked")
    }
    _check_answer(source, place, table)
    numbers = {name: float(table[name]) for name in ("answer", "tolerance") if "guess" in table}
    return Scene(**{"choices": [], **table, **lists, **tables, **numbers})


def _check_answer(source: Source, place: int, table: Table) -> None:
    """Refuse a question whose answer cannot be judged."""
    if "choices" in table and "guess" in table:
        raise source.error(place, "guess", "either")
    if "choices" in table:
        _check_choices(source, place, table["choices"])
        if table.get("answer") not in table["choices"]:
            _need(source, place, table, "answer")
            raise source.error(place, "answer", "none-of", known=", ".join(table["choices"]))
    elif "guess" in table:
        _check_guess(source, place, table)
    elif "answer" in table:
        raise source.error(place, "answer", "no-choices")
    if "tolerance" in table and "guess" not in table:
        raise source.error(place, "tolerance", "no-guess")


def _check_choices(source: Source, place: int, choices: list[object]) -> None:
    texts = {each.strip() for each in choices if isinstance(each, str)} - {""}
    if not len(texts) == len(choices) in range(2, 7):
        raise source.error(place, "choices", "texts")


def _check_guess(source: Source, place: int, table: Table) -> None:
    if not re.fullmatch("[a-z0-9-]+", table["guess"]):
        raise source.error(place, "guess", "name")
    for field in ("answer", "tolerance"):
        _need(source, place, table, field)
        if not _is_number(table[field]):
            raise source.error(place, field, "must-be.number")
    if table["tolerance"] <= 0:
        raise source.error(place, "tolerance", "not-positive")


def _need(source: Source, place: int, table: Table, field: str) -> None:
    if field not in table:
        raise source.error(place, field, "missing")


def _is_number(value: object) -> bool:
    """Whether a value is a finite number; a whole one in a file may have any number of digits."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) <= float_info.max


def _settings(source: Source, place: int, name: str, table: Table) -> Settings:
    """Write values as a link does: true and false in small letters, lists as lists."""
    settings: dict[str, str | list[str]] = {}
    for key, value in table.items():
        each = value if isinstance(value, list) else [value]
        if not all(isinstance(v, str | int | float) for v in each):
            raise source.error(place, name, "no-value", name=key)
        texts = [str(v).lower() if isinstance(v, bool) else str(v) for v in each]
        settings[key] = texts if isinstance(value, list) else texts[0]
    return settings


def translated(source: Source, place: int, table: Table, scene: Scene) -> Scene:
    """Put the words of another language into a scene.

    Parameters
    ----------
    source : Source
        The file with these words.
    place : int
        Number of the scene, from 1.
    table : dict
        As it stands in that file.
    scene : Scene
        In the language of the lecture.

    Raises
    ------
    LectureError
        For a field that is missing, unknown or not what the scene has.
    """
    source.know(place, table, TRANSLATED, needed=("headline", "notice"))
    if bool(table.get("ask")) != bool(scene.ask):
        raise source.error(place, "ask", "other-question")
    choices = table.get("choices", [])
    if len(choices) != len(scene.choices):
        raise source.error(place, "choices", "other-choices", count=str(len(scene.choices)))
    if choices:
        _check_choices(source, place, choices)
        table = {**table, "answer": choices[scene.choices.index(str(scene.answer))]}
    return replace(scene, **table)
