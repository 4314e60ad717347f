"""A table of two models' predictions as a few lines of text, so that it fits into a link.

The first line names the classes; each further line is one sample, ``right class: predictions of
model 1 | predictions of model 2``.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from core.multiclass import normalised
from pages.models.score_table import MODELS, Choice, Rows

ANIMALS = """cat dog pig
pig: 0.3 0.3 0.4 | 0.1 0.2 0.7
dog: 0.3 0.4 0.3 | 0.1 0.7 0.2
cat: 0.1 0.2 0.7 | 0.3 0.4 0.3"""
CLASSES = (2, 6)
ROWS = 6
LONGEST = 1_000
"""Characters of a table: six samples of six classes in four digits need 800."""
_NAME = re.compile(r"[^\W_]{1,8}")
_ROUGH = 5e-4  # a row of rounded numbers counts as summing to 1


class TableError(ValueError):
    """What is wrong with a table, without a word of its text.

    Attributes
    ----------
    slug : str
        "too-long", "names", "name", "samples", "class" or "numbers": ``table-fault.slug`` is the
        id of the sentence that says what to mend.
    numbers : dict of int
        What stands at the ``{names}`` of the sentence.
    """

    def __init__(self, slug: str, **numbers: int) -> None:
        super().__init__(slug, numbers)
        self.slug = slug
        self.numbers = numbers


def read(text: str) -> Choice:
    """Read a table; its rows are taken as they are, whatever their sums.

    Raises
    ------
    TableError
        If it cannot be read.
    """
    if len(text) > LONGEST:
        raise TableError("too-long", most=LONGEST)
    head, *lines = [line for line in text.splitlines() if line.strip()] or [""]
    names = tuple(head.split())
    _check_names(names)
    if not 1 <= len(lines) <= ROWS:
        raise TableError("samples", most=ROWS)
    rows = [_read_row(k, line, names) for k, line in enumerate(lines, 1)]
    targets, first, second = zip(*rows, strict=True)
    return Choice(names, targets, first, second)


def as_name(title: str) -> str:
    """Shorten a title to what can name a class: at most eight letters and digits.

    Examples
    --------
    >>> as_name("carte à jouer")
    'carteàjo'
    """
    return re.sub(r"[\W_]+", "", title)[:8]


def write(table: Choice) -> str:
    """Write a table as text that `read` reads."""
    rows = [
        f"{table.names[target]}: {_write_row(first)} | {_write_row(second)}"
        for _, target, first, second in _samples(table)
    ]
    return "\n".join([" ".join(table.names), *rows])


def normalise(table: Choice) -> Choice:
    """Divide every row by its sum."""
    first, second = (_as_rows(normalised(rows)) for rows in (table.first, table.second))
    return replace(table, first=first, second=second)


def wrong_sums(table: Choice) -> list[tuple[int, str, float]]:
    """Return sample, model and sum of each row that does not sum to 1."""
    return [
        (number, model, sum(row))
        for number, _, *pair in _samples(table)
        for model, row in zip(MODELS, pair, strict=True)
        if abs(sum(row) - 1) > _ROUGH
    ]


def _samples(table: Choice) -> list[tuple[int, int, tuple[float, ...], tuple[float, ...]]]:
    numbers = range(1, len(table.targets) + 1)
    return list(zip(numbers, table.targets, table.first, table.second, strict=True))


def _as_rows(values: Iterable[Iterable[float]]) -> Rows:
    return tuple(tuple(map(float, row)) for row in values)


def _check_names(names: Sequence[str]) -> None:
    few, many = CLASSES
    if not few <= len(names) <= many or len(set(names)) < len(names):
        raise TableError("names", few=few, many=many)
    if not all(_NAME.fullmatch(name) for name in names):
        raise TableError("name")


def _read_row(
    sample: int, line: str, names: Sequence[str]
) -> tuple[int, tuple[float, ...], tuple[float, ...]]:
    target, _, numbers = line.partition(":")
    if target.strip() not in names:
        raise TableError("class", sample=sample)
    first, _, second = numbers.partition("|")
    return (
        names.index(target.strip()),
        _read_weights(sample, first, len(names)),
        _read_weights(sample, second, len(names)),
    )


def _read_weights(sample: int, text: str, count: int) -> tuple[float, ...]:
    fault = TableError("numbers", sample=sample, count=count)
    try:
        weights = tuple(float(word) for word in text.split())
    except ValueError:
        raise fault from None
    fits = len(weights) == count and all(0 <= w <= 1000 and math.isfinite(w) for w in weights)
    if not fits or not any(weights):
        raise fault
    return weights


def _write_row(row: Sequence[float]) -> str:
    return " ".join(f"{value:.4g}" for value in row)
