"""The file of a lecture as text, so that a mistake in it is told with file, line and field."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pages.words import text
from pages.words.text import Text


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
        return self.told(text.read(text.SHARED))


Table = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Source:
    """The lines of a file, to name the one that is at fault."""

    name: str
    lines: list[str]

    @classmethod
    def of(cls, path: Path) -> "Source":
        """Read the lines of a file."""
        return cls(path.name, path.read_text(encoding="utf-8").splitlines())

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
            is_bool = isinstance(value, bool) and kinds[field] is not object
            if not isinstance(value, kinds[field]) or is_bool:
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


def load(path: Path) -> tuple[Source, Table]:
    """Read a file as lines and as TOML."""
    try:
        return Source.of(path), tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as fault:
        raise LectureError("unreadable", file=path.name, reason=fault) from None
