"""CSV files of unknown quality: bytes become a `Table`, or one sentence says why they cannot.

Line numbers in the sentences count the lines of the file from 1, as an editor shows them.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core._checks import FloatArray
from core._csv_layout import (
    MAX_BYTES,
    MAX_CELL,
    MAX_COLUMNS,
    Layout,
    counted,
    quote,
    read_layout,
)
from core._csv_numbers import Reading, is_missing, present, read_columns
from core.csv_messages import MESSAGES, Message

__all__ = [
    "MAX_BYTES",
    "MAX_CELL",
    "MAX_COLUMNS",
    "MAX_FEATURES",
    "MAX_ROWS",
    "Table",
    "read_table",
]

MAX_ROWS = 5_000  # of more, a sample is taken
MAX_NUMBER = 1e100  # sums of squares of such numbers are still finite
MAX_FEATURES = 2
BY_CHANCE = 10  # rows; numbers of fewer may be in equal steps and count nothing
COUNTER = re.compile(
    r"(?i:(.*[\W_])?(id|index|idx|no|nr|nummer|#)[\W_]*|row[\W_]?(names?|id)?|unnamed.*)|.*[a-z]I[dD]"
)
# In the order of their strength; also of a part of a name, as in "default.payment".
LABELS = (
    *("label", "class", "target", "y", "diagnosis", "outcome", "survived", "response", "default"),
    *("churn", "sold", "bought", "purchased", "passed", "approved", "cured", "died", "fraud"),
    *("spam", "voted", "result", "status", "klasse", "ziel", "diagnose", "ergebnis", "verkauft"),
    *("gekauft", "bestanden"),
)
DELIMITERS = {"\t": "tab", ";": "semicolon", ",": "comma", "|": "bar", " ": "blank"}
DECIMALS = {".": "points", ",": "commas", ".,": "both"}

Column = NDArray[Any]  # float64 with nan for a missing number, or str objects with ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Table:
    r"""A checked CSV file, column by column, which tells what can be chosen from it.

    Attributes
    ----------
    columns : dict of str to ndarray, shape (n,)
        Name to values: float64 (nan where missing) if every value present is a number, else
        str objects ("" where missing).
    lines : tuple of int
        Line of the file on which each row ends.
    notes : tuple of Message
        How the file was read, what was left out and why: one sentence each.
    units : dict of str to str
        Units that the cells of numeric columns bear.
    counters : frozenset of str
        Columns that merely count the rows, by their values or their name.

    Examples
    --------
    >>> table = read_table(b"height;sex\n1,71;f\n1,80;m\n1,65;f\n")
    >>> table.numeric_columns
    ('height',)
    >>> table.label_columns
    {'sex': ('f', 'm')}
    >>> print(table.features(["height"])[:, 0], table.label("sex"))
    [1.71 1.8  1.65] [0. 1. 0.]
    """

    columns: dict[str, Column]
    lines: tuple[int, ...]
    notes: tuple[Message, ...] = ()
    units: dict[str, str] = field(default_factory=dict)
    counters: frozenset[str] = frozenset()

    @property
    def numeric_columns(self) -> tuple[str, ...]:
        """Names of the columns that can be features."""
        return tuple(name for name, column in self.columns.items() if _is_numeric(column))

    @property
    def label_columns(self) -> dict[str, tuple[str, ...]]:
        """Names of the columns with exactly two values, with the values of class 0 and class 1."""
        values = {name: self.values(name) for name in self.columns}
        return {name: pair for name, pair in values.items() if len(pair) == 2}

    @property
    def missing(self) -> dict[str, int]:
        r"""Number of missing values of each column that has some.

        Examples
        --------
        >>> read_table(b"dose,cured\n1,no\nNA,yes\n2,?\n3,?\n").missing
        {'dose': 1, 'cured': 2}
        """
        counts = {name: int(_is_missing(column).sum()) for name, column in self.columns.items()}
        return {name: count for name, count in counts.items() if count}

    @property
    def default_label(self) -> str:
        r"""The likeliest label: a name that says so, else the last column that sorts in two.

        A column of two measured numbers, as 0.5 and 2.5, comes after all others.

        Examples
        --------
        >>> read_table(b"Survived,Sex,Fare\n0,f,7.2\n1,m,8.1\n1,f,9\n").default_label
        'Survived'
        """
        pairs = self.label_columns
        names = list(pairs or self.columns)
        named = min(names, key=_rank_as_label)
        if _rank_as_label(named) < len(LABELS):
            return named
        sorting = [name for name in pairs if not self._is_measured(name)]
        return (sorting or names)[-1]

    def default_features(self, label: str) -> tuple[str, ...]:
        r"""Return the first one or two numeric columns that tell something.

        Parameters
        ----------
        label : str
            Column of the labels, which is no feature.

        Returns
        -------
        tuple of str
            Columns with more than two values; if there are none, with two; if there are none,
            counters and constant columns. Empty without a numeric column.

        Examples
        --------
        >>> table = read_table(b"id,a,b,y\n1,7,5,0\n2,7,3,1\n3,7,9,1\n")
        >>> table.default_features("y")
        ('b',)
        """
        numeric = [name for name in self.numeric_columns if name != label]
        ranks = {name: self._rank_as_feature(name) for name in numeric}
        best = [name for name in numeric if ranks[name] == min(ranks.values())]
        return tuple(best[:MAX_FEATURES])

    def without_missing(self, names: Sequence[str]) -> "Table":
        r"""Return the rows in which none of these columns has a missing value.

        Parameters
        ----------
        names : sequence of str
            Columns.

        Returns
        -------
        Table
            With all columns.

        Raises
        ------
        ValueError
            If a column is unknown, or if no row is left.

        Examples
        --------
        >>> table = read_table(b"dose,cured\n1,no\nNA,yes\n2,?\n3,yes\n")
        >>> table.without_missing(["dose"]).lines
        (2, 4, 5)
        """
        missing = [_is_missing(self._column(name)) for name in names]
        kept = np.flatnonzero(~np.any(missing, axis=0)) if missing else range(len(self.lines))
        if not len(kept):
            raise ValueError(Message("no-complete-row"))
        return self._rows(kept)

    def values(self, name: str) -> tuple[str, ...]:
        r"""Distinct values of a column as text, numbers sorted by size and text by character.

        Examples
        --------
        >>> read_table(b"grade\n10\n9\n10\n").values("grade")
        ('9', '10')
        """
        column = self._column(name)
        if not _is_numeric(column):
            return tuple(sorted(set(column.tolist()) - {""}))
        levels = np.unique(column[~_is_missing(column)])
        return tuple(str(level).removesuffix(".0") for level in levels.tolist())

    def label(self, name: str) -> FloatArray:
        r"""Labels (n,): 0 for the first of the two values of a column, 1 for the second.

        Raises
        ------
        ValueError
            If the column is unknown, has a missing value, or has not exactly two values.

        Examples
        --------
        >>> print(read_table(b"passed\nyes\nno\nyes\n").label("passed"))
        [1. 0. 1.]
        """
        column = self._complete_column(name)
        levels = np.unique(column)
        if len(levels) == 1:
            raise ValueError(Message("one-class", column=quote(name)))
        if len(levels) > 2:
            raise ValueError(Message("many-classes", column=quote(name), count=len(levels)))
        label: FloatArray = (column == levels[1]).astype(np.float64)
        return label

    def features(self, names: Sequence[str]) -> FloatArray:
        r"""Values (n, d) of numeric columns, in the order of `names`.

        Raises
        ------
        ValueError
            If there is not one name or two different ones, or if a column is unknown, is not
            numeric, has a missing value, a number beyond 1e100 or only such below 1e-100, or is
            constant; or if one
            feature is a multiple of the other plus a constant.

        Examples
        --------
        >>> print(read_table(b"a,b\n1,2\n3,5\n4,0\n").features(["b", "a"]))
        [[2. 1.]
         [5. 3.]
         [0. 4.]]
        """
        if not 1 <= len(names) <= MAX_FEATURES or len(set(names)) < len(names):
            raise ValueError(Message("number-of-features"))
        X = np.column_stack([self._feature(name) for name in names])
        if X.shape[1] == 2 and _is_collinear(X):
            raise ValueError(Message("same-features"))
        return X

    def _feature(self, name: str) -> FloatArray:
        if not _is_numeric(self._column(name)):
            raise ValueError(Message("text-as-feature", column=quote(name)))
        column: FloatArray = self._complete_column(name)
        sizes = np.abs(column)
        if sizes.max() > MAX_NUMBER:
            line = self.lines[int((sizes > MAX_NUMBER).argmax())]
            raise ValueError(Message("huge-number", column=quote(name), line=line))
        if 0 < sizes.max() < 1 / MAX_NUMBER:
            raise ValueError(Message("tiny-numbers", column=quote(name)))
        if column.std() <= 1e-12 * np.abs(column).max():
            raise ValueError(Message("constant", column=quote(name)))
        return column

    def _complete_column(self, name: str) -> Column:
        column = self._column(name)
        missing = _is_missing(column)
        if missing.any():
            line, count = self.lines[int(missing.argmax())], int(missing.sum())
            fault = "missing-value" if count == 1 else "missing-values"
            raise ValueError(Message(fault, column=quote(name), count=count, line=line))
        return column

    def _column(self, name: str) -> Column:
        if name not in self.columns:
            raise ValueError(Message("no-column", column=quote(name)))
        return self.columns[name]

    def _rows(self, places: Iterable[int]) -> "Table":
        kept = np.fromiter(places, dtype=np.intp)
        return replace(
            self,
            columns={name: column[kept] for name, column in self.columns.items()},
            lines=tuple(self.lines[place] for place in kept.tolist()),
        )

    def _rank_as_feature(self, name: str) -> int:
        count = len(self.values(name))
        if name in self.counters:
            return 2
        return {0: 3, 1: 3, 2: 1}.get(count, 0)

    def _is_measured(self, name: str) -> bool:
        """Whether the two values of a column look like measured numbers and not like a code."""
        column = self.columns[name]
        if not _is_numeric(column):
            return False
        low, high = map(float, self.values(name))
        is_code = high - low == 1 or (low, high) == (-1, 1)
        return not (is_code and low.is_integer())


def read_table(content: bytes, *, unnamed: str = MESSAGES["column"]) -> Table:
    r"""Read the table in a file: its form, its numbers and its gaps are judged as a whole.

    The file is UTF-8 text, or UTF-16 with its mark, with commas, semicolons, tabs, bars or blanks
    between the cells. Lines that say how to read it ("sep=;"), remarks, titles above the table and
    totals below it are told from its names and rows. Numbers are judged by column, with decimal
    points or commas, thousands signs, units and the usual marks of a missing value. What is left
    out, and what could be read otherwise, stands in `Table.notes`.

    Parameters
    ----------
    content : bytes
        The file: at most 1 MB and 1 000 columns. Of more than 5 000 rows a sample is taken, the
        same at each reading, which has both classes of the likeliest label in proportion.
    unnamed : str
        What a column without a name is called, before its place.

    Returns
    -------
    Table
        At least one column and one row.

    Raises
    ------
    ValueError
        With one sentence for the reader of the file, a `core.csv_messages.Message`.

    Examples
    --------
    >>> table = read_table(b"sep=;\nincome;height;sold\n987;1,71;no\n1.234;1,8;yes\n")
    >>> table.columns["income"]
    array([ 987., 1234.])
    >>> for note in table.notes:
    ...     print(note)
    2 rows and 3 columns, separated by semicolons, with decimal commas.
    Read as numbers: 1.234 in 'income' as 1234.
    >>> read_table(b"dose,cured\n1,no\n2\n")
    Traceback (most recent call last):
    ...
    ValueError: Line 3 has 1 cell, but the header has 2.
    """
    layout = read_layout(content, unnamed)
    cells = zip(*(row.cells for row in layout.rows), strict=True)
    texts = dict(zip(layout.names, cells, strict=True))
    found = {name: present(column) for name, column in texts.items()}
    readings = dict(zip(texts, read_columns([*found.values()], layout.delimiter), strict=True))
    table = _table(layout, texts, found, readings)
    sample = _sample(table)
    notes = (
        _summary(layout, readings.values()),
        *layout.notes,
        *_notes_on_sample(table, sample),
        *_notes_on_numbers(readings),
        *_notes_on_texts(table, texts, readings),
        *_notes_on_words(found),
        *_notes_on_missing(sample),
    )
    return replace(sample, notes=notes)


def _table(
    layout: Layout,
    texts: Mapping[str, Sequence[str]],
    found: Mapping[str, Sequence[str]],
    readings: Mapping[str, Reading],
) -> Table:
    columns = {name: _as_column(texts[name], readings[name], set(found[name])) for name in texts}
    return Table(
        columns=columns,
        lines=tuple(row.line for row in layout.rows),
        units={name: reading.unit for name, reading in readings.items() if reading.unit},
        counters=_counters(columns, has_index=layout.has_index),
    )


def _as_column(cells: Sequence[str], reading: Reading, values: set[str]) -> Column:
    if reading.values:
        return np.array([reading.values.get(cell, np.nan) for cell in cells])
    return np.array([cell if cell in values else "" for cell in cells], dtype=object)


def _counters(columns: dict[str, Column], *, has_index: bool) -> frozenset[str]:
    numeric = {name: column for name, column in columns.items() if _is_numeric(column)}
    found = {name for name, column in numeric.items() if COUNTER.fullmatch(name) or _counts(column)}
    first = next(iter(columns))
    return frozenset(found | {first} if has_index and _is_different(columns[first]) else found)


def _counts(column: FloatArray) -> bool:
    """Whether all values are different and in equal steps; in steps of 1 from 0 or 1 if few."""
    if len(column) < 3 or not _is_different(column) or np.abs(column).max() > MAX_NUMBER:
        return False
    steps = np.diff(np.sort(column))
    is_from_start = steps[0] == 1 and column.min() in (0, 1)
    return bool(np.allclose(steps, steps[0], rtol=1e-9)) and (
        is_from_start or len(column) >= BY_CHANCE
    )


def _is_different(column: Column) -> bool:
    return not _is_missing(column).any() and len(set(column.tolist())) == len(column)


def _rank_as_label(name: str) -> int:
    """Return the place of a name in LABELS; parts of names come after whole ones."""
    whole = name.casefold().strip(" ?!:.")
    parts = re.split(r"[\W_]+", whole)
    ranks = [rank for rank, word in enumerate(LABELS) if word in parts and len(word) > 1]
    return LABELS.index(whole) if whole in LABELS else min(ranks, default=len(LABELS))


def _sample(table: Table) -> Table:
    """Return at most MAX_ROWS rows, chosen evenly from the shuffled rows of both classes."""
    rows = len(table.lines)
    if rows <= MAX_ROWS:
        return table
    shuffled = np.random.default_rng(0).permutation(rows)
    classes = np.zeros(rows)
    if pair := table.label_columns.get(label := table.default_label):
        column = table.columns[label]
        low, high = (float(value) if _is_numeric(column) else value for value in pair)
        classes = (column == high).astype(float) - (column == low)
    ordered = shuffled[np.argsort(classes[shuffled], kind="stable")]
    even = np.linspace(0, rows - 1, MAX_ROWS).round().astype(np.intp)  # with both ends
    return table._rows(np.sort(ordered[even]).tolist())


# What is said about it


def _summary(layout: Layout, readings: Iterable[Reading]) -> Message:
    rows, columns = len(layout.rows), len(layout.names)
    name = "size"
    values = {"rows": counted("rows", rows), "columns": counted("columns", columns)}
    if columns > 1:
        name += "-delimiter"
        values["delimiter"] = _delimiter(layout.delimiter)
    signs = {reading.decimal for reading in readings}
    if used := "".join(sign for sign in ".," if sign in signs):
        name += "-decimals"
        values["decimals"] = Message(f"decimals.{DECIMALS[used]}")
    return Message(name, **values)


def _delimiter(sign: str) -> Message:
    return Message(f"delimiter.{DELIMITERS[sign]}") if sign in DELIMITERS else quote(sign)


def _notes_on_sample(table: Table, sample: Table) -> list[Message]:
    if sample is table:
        return []
    name = "sample-in-proportion" if table.label_columns else "sample"
    return [Message(name, rows=MAX_ROWS)]


def _notes_on_numbers(readings: Mapping[str, Reading]) -> list[Message]:
    read = [
        Message(
            "cell-as-number",
            cell=each.example,
            column=quote(name),
            number=f"{each.values[each.example]:.12g}",
        )
        for name, each in readings.items()
        if each.example in each.values
    ]
    units = [
        Message("column-in-unit", column=quote(name), unit=each.unit)
        for name, each in readings.items()
        if each.unit
    ]
    return _listing("read-as-numbers", cells=read) + _listing("units", columns=units)


def _notes_on_texts(
    table: Table, texts: Mapping[str, Sequence[str]], readings: Mapping[str, Reading]
) -> list[Message]:
    """Name the columns that can be no feature, each with its first cell that is no number."""
    spoiled, other, empty = [], [], []
    for name, reading in readings.items():
        if not reading.fault:
            empty += [] if reading.values else [quote(name)]
            continue
        line = table.lines[texts[name].index(reading.fault)]
        if reading.is_mostly_numbers:
            spoiled.append(_spoiled(name, reading, line))
        elif name not in table.label_columns:
            cell = quote(reading.fault, 30)
            other.append(Message("column-of-text", column=quote(name), cell=cell, line=line))
    left_out = _listing("left-out", columns=other)
    return spoiled + left_out + _listing("empty-columns", columns=empty)


def _spoiled(name: str, reading: Reading, line: int) -> Message:
    either = dict(zip(("first", "second"), reading.either, strict=False))
    cell = quote(reading.fault)
    return Message(f"spoiled.{reading.why}", column=quote(name), cell=cell, line=line, **either)


def _notes_on_words(found: Mapping[str, Sequence[str]]) -> list[Message]:
    """Name what often stands for a missing value, but is one of two values here."""
    words = {name: next(filter(is_missing, texts), "") for name, texts in found.items()}
    read = [
        Message("cell-in-column", cell=quote(word), column=quote(name))
        for name, word in words.items()
        if word
    ]
    return _listing("read-as-values", cells=read)


def _notes_on_missing(table: Table) -> list[Message]:
    counts = [
        Message("count-in-column", count=count, column=quote(name))
        for name, count in table.missing.items()
    ]
    return _listing("missing", columns=counts)


def _listing(name: str, **items: list[Message]) -> list[Message]:
    """Return the sentence on a list, none if it is empty."""
    return [Message(name, **items)] if any(items.values()) else []


def _is_numeric(column: Column) -> bool:
    return column.dtype.kind == "f"


def _is_missing(column: Column) -> NDArray[np.bool_]:
    missing: NDArray[np.bool_] = np.isnan(column) if _is_numeric(column) else column == ""
    return missing


def _is_collinear(X: FloatArray) -> bool:
    """Return whether the two columns have the correlation 1 or -1."""
    scores = (X - X.mean(axis=0)) / X.std(axis=0)
    correlation = scores.prod(axis=1).mean()
    return bool(abs(correlation) > 1 - 1e-12)
