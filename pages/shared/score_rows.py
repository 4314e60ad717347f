"""A table of two models' predictions as a few lines of text, so that it fits into a link.

The first line names the classes; each further line is one sample, ``right class: predictions of
model 1 | predictions of model 2``.
"""

import math
import re
from collections.abc import Sequence

import numpy as np

from core.multiclass import normalised
from pages.figures.score_table import MODELS, Table

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


def read(text: str) -> Table:
    """Read a table; its rows are taken as they are, whatever their sums.

    Raises
    ------
    ValueError
        With one sentence that says what to mend and repeats nothing of the text.
    """
    if len(text) > LONGEST:
        raise ValueError(f"The table may have {LONGEST} characters at most.")
    head, *lines = [line for line in text.splitlines() if line.strip()] or [""]
    names = tuple(head.split())
    _check_names(names)
    if not 1 <= len(lines) <= ROWS:
        raise ValueError(f"The table needs 1 to {ROWS} samples, a line each, below the names.")
    rows = [_read_row(f"Sample {k}", line, names) for k, line in enumerate(lines, 1)]
    targets, first, second = zip(*rows, strict=True)
    return Table(names, targets, np.array(first), np.array(second))


def write(table: Table) -> str:
    """Write a table as text that `read` reads."""
    rows = [
        f"{table.names[target]}: {_write_row(first)} | {_write_row(second)}"
        for _, target, first, second in _samples(table)
    ]
    return "\n".join([" ".join(table.names), *rows])


def normalise(table: Table) -> Table:
    """Divide every row by its sum."""
    return table._replace(first=normalised(table.first), second=normalised(table.second))


def wrong_sums(table: Table) -> list[str]:
    """Name the rows that do not sum to 1, each with its sum."""
    return [
        f"sample {number} of {model} sums to {row.sum():.4g}"
        for number, _, *pair in _samples(table)
        for model, row in zip(MODELS, pair, strict=True)
        if abs(row.sum() - 1) > _ROUGH
    ]


def _samples(table: Table) -> list[tuple[int, int, np.ndarray, np.ndarray]]:
    numbers = range(1, len(table.targets) + 1)
    return list(zip(numbers, table.targets, table.first, table.second, strict=True))


def _check_names(names: Sequence[str]) -> None:
    few, many = CLASSES
    if not few <= len(names) <= many or len(set(names)) < len(names):
        raise ValueError(f"The first line needs {few} to {many} different names of classes.")
    if not all(_NAME.fullmatch(name) for name in names):
        raise ValueError("Names of classes have 1 to 8 letters or digits.")


def _read_row(who: str, line: str, names: Sequence[str]) -> tuple[int, list[float], list[float]]:
    target, _, numbers = line.partition(":")
    if target.strip() not in names:
        raise ValueError(f"{who} must begin with the name of its class and a colon.")
    first, _, second = numbers.partition("|")
    return (
        names.index(target.strip()),
        _read_weights(who, first, len(names)),
        _read_weights(who, second, len(names)),
    )


def _read_weights(who: str, text: str, count: int) -> list[float]:
    problem = f"{who} needs {count} numbers from 0 up, not all 0, on each side of the bar."
    try:
        weights = [float(word) for word in text.split()]
    except ValueError:
        raise ValueError(problem) from None
    fits = len(weights) == count and all(0 <= w <= 1000 and math.isfinite(w) for w in weights)
    if not fits or not any(weights):
        raise ValueError(problem)
    return weights


def _write_row(row: np.ndarray) -> str:
    return " ".join(f"{value:.4g}" for value in row)
