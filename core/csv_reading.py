"""CSV files of unknown quality: bytes become a `Table`, or one sentence says why they cannot.

Line numbers in the sentences count the lines of the file from 1, as an editor shows them.
"""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core._checks import FloatArray

MAX_BYTES = 1024 * 1024
MAX_ROWS = 5_000
MAX_COLUMNS = 30
MAX_CELL = 200  # characters
MAX_NUMBER = 1e100  # sums of squares of such numbers are still finite
MAX_FEATURES = 2
MISSING = frozenset({"", "?", "na", "n/a", "nan", "null"})
DELIMITERS = "\t;,"  # in a draw the first one wins: commas are the likeliest inside a name
NOT_TEXT = "The file is not UTF-8 text: save it as CSV with UTF-8 encoding."
TOO_LONG = f"Line {{}} has a cell of more than {MAX_CELL} characters."
DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+(e[+-]?\d+)?", re.IGNORECASE)

Row = tuple[int, list[str]]  # line number and cells
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

    @property
    def numeric_columns(self) -> tuple[str, ...]:
        """Names of the columns that can be features."""
        return tuple(name for name, column in self.columns.items() if _is_numeric(column))

    @property
    def label_columns(self) -> dict[str, tuple[str, ...]]:
        """Names of the columns with exactly two values, with the values of class 0 and class 1."""
        values = {name: self.values(name) for name in self.columns}
        return {name: pair for name, pair in values.items() if len(pair) == 2}

    def values(self, name: str) -> tuple[str, ...]:
        r"""Distinct values of a column as text, numbers sorted by size and text by character.

        Examples
        --------
        >>> read_table(b"grade\n10\n9\n10\n").values("grade")
        ('9', '10')
        """
        column = self._column(name)
        levels = np.unique(column[~_is_missing(column)])
        if _is_numeric(column):
            return tuple(str(level).removesuffix(".0") for level in levels.tolist())
        return tuple(levels.tolist())

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
            raise ValueError(f"Column {_quote(name)} holds only one class; a label needs two.")
        if len(levels) > 2:
            raise ValueError(
                f"Column {_quote(name)} holds {len(levels)} different values; a label needs two."
            )
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
            raise ValueError("Choose one numeric column, or two different ones, as features.")
        X = np.column_stack([self._feature(name) for name in names])
        if X.shape[1] == 2 and _is_collinear(X):
            raise ValueError("The two features say the same, up to offset and scale: choose one.")
        return X

    def _feature(self, name: str) -> FloatArray:
        if not _is_numeric(self._column(name)):
            raise ValueError(f"Column {_quote(name)} is not numeric and cannot be a feature.")
        column: FloatArray = self._complete_column(name)
        sizes = np.abs(column)
        if sizes.max() > MAX_NUMBER:
            line = self.lines[int((sizes > MAX_NUMBER).argmax())]
            raise ValueError(f"Column {_quote(name)} has a number beyond 1e100 on line {line}.")
        if 0 < sizes.max() < 1 / MAX_NUMBER:
            raise ValueError(f"Column {_quote(name)} has only numbers below 1e-100 in size.")
        if column.std() <= 1e-12 * np.abs(column).max():
            raise ValueError(f"Column {_quote(name)} is constant, or nearly so: it tells nothing.")
        return column

    def _complete_column(self, name: str) -> Column:
        column = self._column(name)
        missing = _is_missing(column)
        if missing.any():
            line = self.lines[int(missing.argmax())]
            raise ValueError(f"Column {_quote(name)} has a missing value on line {line}.")
        return column

    def _column(self, name: str) -> Column:
        if name not in self.columns:
            raise ValueError(f"There is no column {_quote(name)}.")
        return self.columns[name]


def read_table(content: bytes) -> Table:
    r"""Read a CSV file and check its form.

    The file is UTF-8 text with commas, semicolons or tabs between the cells (with semicolons a
    decimal comma is read too). Its first line holds the column names; lines above it that begin
    with "# " and empty lines are skipped.

    Parameters
    ----------
    content : bytes
        The file: at most 1 MB, 5 000 rows and 30 columns.

    Returns
    -------
    Table
        At least one column and one row.

    Raises
    ------
    ValueError
        With one sentence for the reader of the file.

    Examples
    --------
    >>> read_table(b"dose,cured\n1,no\n2,yes\n").numeric_columns
    ('dose',)
    >>> read_table(b"dose,cured\n1,no\n2\n")
    Traceback (most recent call last):
    ...
    ValueError: Line 3 has 1 cell, but the header has 2.
    """
    header, *body = _split(_decode(content))
    names = _column_names(header[1])
    _check_rows(header, body)
    columns = map(_as_column, zip(*(cells for _, cells in body), strict=True))
    return Table(
        columns=dict(zip(names, columns, strict=True)),
        lines=tuple(line for line, _ in body),
    )


def _decode(content: bytes) -> str:
    if len(content) > MAX_BYTES:
        raise ValueError("The file is larger than 1 MB.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError(NOT_TEXT) from None
    if "\0" in text:
        raise ValueError(NOT_TEXT)
    return text


def _split(text: str) -> list[Row]:
    """Return the rows that hold something, the header first."""
    lines = io.StringIO(text, newline="").readlines()
    start = sum(1 for _ in takewhile(_is_skipped, lines))
    delimiter = _delimiter("".join(lines[start : start + 1]))
    reader = csv.reader(lines[start:], delimiter=delimiter, strict=True)
    try:
        rows = [
            (start + reader.line_num, [_clean(cell, delimiter) for cell in row]) for row in reader
        ]
    except csv.Error as error:
        line = start + reader.line_num
        if "limit" in str(error):  # of the csv module, for one cell
            raise ValueError(TOO_LONG.format(line)) from None
        raise ValueError(f"Line {line} cannot be read: check its quotation marks.") from None
    filled = [(line, row) for line, row in rows if any(row)]
    if not filled:
        raise ValueError("The file is empty.")
    return filled


def _is_skipped(line: str) -> bool:
    return line.startswith("# ") or not line.strip()


def _delimiter(header: str) -> str:
    unquoted = re.sub('"[^"]*"', "", header)
    return max(DELIMITERS, key=unquoted.count)


def _clean(cell: str, delimiter: str) -> str:
    """Strip a cell, and put spaces for line breaks and for signs that steer a screen."""
    if not cell.isprintable():
        cell = "".join(sign if sign.isprintable() else " " for sign in cell)
    cell = cell.strip()
    if delimiter == ";" and DECIMAL_COMMA.fullmatch(cell):
        return cell.replace(",", ".")
    return cell


def _column_names(cells: list[str]) -> tuple[str, ...]:
    if len(cells) > MAX_COLUMNS:
        raise ValueError(f"The file has {len(cells)} columns; {MAX_COLUMNS} are allowed.")
    if all(_is_number(cell) for cell in cells if cell):
        raise ValueError("The first line must hold the names of the columns, not numbers.")
    names = tuple(cell or f"column {place}" for place, cell in enumerate(cells, start=1))
    for place, name in enumerate(names):
        if name in names[:place]:
            raise ValueError(f"Two columns are named {_quote(name)}.")
    return names


def _check_rows(header: Row, body: list[Row]) -> None:
    if not body:
        raise ValueError("The file has a line of column names but no rows.")
    if len(body) > MAX_ROWS:
        raise ValueError(f"The file has {len(body)} rows; {MAX_ROWS} are allowed.")
    width = len(header[1])
    for line, cells in (header, *body):
        if len(cells) != width:
            plural = "" if len(cells) == 1 else "s"
            raise ValueError(
                f"Line {line} has {len(cells)} cell{plural}, but the header has {width}."
            )
        if max(map(len, cells)) > MAX_CELL:
            raise ValueError(TOO_LONG.format(line))


def _as_column(cells: Sequence[str]) -> Column:
    texts = ["" if cell.lower() in MISSING else cell for cell in cells]
    if any(texts) and all(_is_number(text) for text in texts if text):
        return np.array([float(text or "nan") for text in texts])
    return np.array(texts, dtype=object)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return "_" not in text  # float reads 1_000


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


def _quote(text: str, limit: int = 50) -> str:
    shown = repr(text)
    return shown if len(shown) <= limit else shown[: limit - 4] + "...'"
