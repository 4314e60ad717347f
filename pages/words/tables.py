"""Tables, written in Markdown."""

import re
from collections.abc import Iterable

_BARE_BAR = re.compile(r"(?<!\\)((?:\\\\)*)\|")
"""A bar that no backslash makes a sign of the text, and backslashes before it that are signs."""


def markdown_table(rows: list[dict[str, str]]) -> str:
    """Write a table.

    Parameters
    ----------
    rows : list of dict
        Cells, written in Markdown, by the heads of their columns: the same in each row.

    Returns
    -------
    str
        A line for the heads, one that tells a table from text, and one for each row.

    Raises
    ------
    ValueError
        Without a row, and for a row with other columns than the first.
    """
    if not rows:
        raise ValueError("a table must have rows; got none")
    heads = rows[0].keys()
    for row in rows:
        if row.keys() != heads:
            raise ValueError(f"each row must have the columns {[*heads]}; got {[*row]}")
    return "\n".join(map(_line, [heads, ["---"] * len(heads), *(row.values() for row in rows)]))


def _line(cells: Iterable[str]) -> str:
    """Write cells between bars."""
    return f"| {' | '.join(map(_cell, cells))} |"


def _cell(words: str) -> str:
    """Write a cell in one line; a bar of its own would begin another cell, also in a formula."""
    formulas = re.split(r"(\$[^$]*\$)", " ".join(words.splitlines()))
    formulas[1::2] = (each.replace("|", r"\vert ") for each in formulas[1::2])
    formulas[::2] = (_BARE_BAR.sub(r"\1\|", each) for each in formulas[::2])
    return "".join(formulas)
