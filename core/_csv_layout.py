"""The layout of a file with a table: encoding, delimiter, names, rows, and what is no part of it.

Every step takes time in proportion to the file; the delimiter and the names are judged by the
first `SAMPLE` lines.
"""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise, takewhile
from typing import Any, NamedTuple

from core._csv_numbers import is_missing, is_number
from core.csv_messages import Message

MAX_BYTES = 1024 * 1024
MAX_COLUMNS = 1_000
MAX_CELL = 200  # characters
SAMPLE = 200  # lines
SAMPLE_SIZE = 100_000  # characters
DELIMITERS = "\t;|, "  # in a draw the first one wins
SELDOM_IN_TEXT = "\t;|"
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx and .ods; .xls
TOLD_DELIMITER = re.compile(r'\s*"?sep=(\\t|[^\w\s"]|[\t ])"?[\s,;|]*', re.IGNORECASE)
# "#" and "%" begin a remark, but #N/A, #DIV/0! and their like are cells.
REMARK = re.compile(r"\s*[#%](?!n/?a\b|nv\b|[a-z/0]+[!?])", re.IGNORECASE)
REMARK_SIGNS = re.compile(r"\s*(?:#+|%+(?!\s*of\b))\s*")
RULER = re.compile(r"[\s|+:=-]*(?:--|==)[\s|+:=-]*")  # under the names of printed tables
PADDED_QUOTE = re.compile(r'"[ \t]+(?=[,;|\t\r\n]|$)')
TOTAL = re.compile(
    r"(?:(?:grand |sub)?totals?|sum|mean|average|avg|median|count|summe|gesamt|mittelwert|"
    r"durchschnitt|anzahl|somme|moyenne|suma|media|source|quelle|notes?)\b",
    re.IGNORECASE,
)
NOWHERE = 0  # the line of names that are not in the file


class Row(NamedTuple):
    """Cells of a row and the line on which it ends, counted from 1 as an editor does."""

    line: int
    cells: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A file's table as text: names, rows of one width, and sentences on what was found."""

    names: tuple[str, ...]
    rows: list[Row]
    delimiter: str
    has_index: bool  # the first column has no name, but others have
    notes: tuple[Message, ...]


def read_layout(content: bytes, unnamed: str) -> Layout:
    """Find the table in the content of a file; ValueError with a Message if there is none."""
    whole = io.StringIO(_decode(content), newline="").readlines()
    lines = _unwrapped(whole)
    start, delimiter = _told_delimiter(lines)
    top = start + sum(1 for _ in takewhile(_is_above, lines[start:]))
    remarks = [Row(k + 1, [lines[k].strip()]) for k in range(start, top) if REMARK.match(lines[k])]
    delimiter = delimiter or _likely_delimiter(_sample(lines[top:]))
    layout = _layout(_rows(lines, top, delimiter), remarks, delimiter, unnamed)
    if lines is whole:
        return layout
    return replace(layout, notes=(Message("unwrapped"), *layout.notes))


def _layout(rows: list[Row], remarks: list[Row], delimiter: str, unnamed: str) -> Layout:
    width = _width(rows)
    rows, within = _without_remarks([_cut(row, width) for row in rows], width)
    head = _find_head(rows, remarks, width, delimiter)
    first = head.first if head else _first_of_nameless(rows, width)
    cells, line = (head.cells, head.line) if head else ([""] * width, NOWHERE)
    body, below = _without_bottom(rows[first:], width)
    body, again = _without_names(body, cells)
    _check(Row(line, cells), body, delimiter)
    named, table = _with_units(cells, body) if head else (cells, body)
    named, table = _without_empty_columns(named, table)
    names = _unique(named, unnamed)
    aside = [row for row in (*remarks, *rows[:first], *within, *again, *below) if row.line != line]
    return Layout(
        names=names,
        rows=table,
        delimiter=delimiter,
        has_index=not named[0] and any(named),
        notes=(
            *_notes_on_names(head, named, names, remarks, has_units=len(table) < len(body)),
            *_notes_aside(aside),
        ),
    )


def quote(text: str, limit: int = 50) -> Message:
    """Put text from a file between quotation marks, shortened for a sentence."""
    shown = repr(text)
    inside = shown[1:-1] if len(shown) <= limit else f"{shown[1 : limit - 4]}..."
    return Message("quoted" if shown[0] == "'" else "quoted-apostrophe", text=inside)


def counted(name: str, count: int) -> Message:
    """Count things: "rows", "columns" or "cells"."""
    return Message(f"{name}.1" if count == 1 else name, count=count)


# From bytes to rows


def _decode(content: bytes) -> str:
    if len(content) > MAX_BYTES:
        raise ValueError(Message("too-large"))
    if content.startswith(WORKBOOKS):
        raise ValueError(Message("workbook"))
    is_utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = content.decode("utf-16" if is_utf16 else "utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError(Message("not-text")) from None
    if "\0" in text:
        raise ValueError(Message("not-text"))
    return text


def _unwrapped(lines: list[str]) -> list[str]:
    """Take off quotation marks around whole lines, which a program took for one cell each."""
    inner = [line.strip()[1:-1].replace('""', '"') + "\n" for line in lines]
    filled = [line.strip() for line in lines if line.strip()]
    if len(filled) < 2 or not all(line[0] == line[-1] == '"' for line in filled):
        return lines
    if any('"' in line[1:-1].replace('""', "") for line in filled):
        return lines
    return inner if any(sign in line for line in filled[1:] for sign in "\t;,") else lines


def _told_delimiter(lines: list[str]) -> tuple[int, str]:
    """Return how many lines are used up by Excel's "sep=;", and the delimiter it tells."""
    blank = sum(1 for _ in takewhile(lambda line: not line.strip(), lines))
    told = TOLD_DELIMITER.fullmatch("".join(lines[blank : blank + 1]))
    return (blank + 1, told[1].replace("\\t", "\t")) if told else (0, "")


def _is_above(line: str) -> bool:
    return not line.strip() or bool(REMARK.match(line) or RULER.fullmatch(line))


def _sample(lines: list[str]) -> list[str]:
    """Return the first lines, fewer if they are long."""
    sizes = accumulate(map(len, lines[:SAMPLE]))
    return lines[: max(2, sum(1 for size in sizes if size < SAMPLE_SIZE))]


def _likely_delimiter(lines: list[str]) -> str:
    fits = {delimiter: _fit(lines, delimiter) for delimiter in DELIMITERS}
    best = max(fits, key=fits.__getitem__)
    return best if any(fits[best]) else ","


def _fit(lines: list[str], delimiter: str) -> tuple[bool, int, float]:
    """Rate a delimiter: by the number of rows with one width, then by the share of numbers."""
    try:
        rows = [row for row in _reader(lines, delimiter) if any(row)]
    except csv.Error:
        return False, 0, 0.0
    width = _usual_width(rows)
    cells = [_clean(cell) for row in rows if len(row) == width > 1 for cell in row]
    if not cells:
        return False, 0, 0.0
    count = len(cells) // width
    known = sum(is_number(cell) or is_missing(cell) for cell in cells)
    is_sure = delimiter in SELDOM_IN_TEXT and count == len(rows) and known > 0
    return is_sure, count, known / len(cells)


def _usual_width(rows: Sequence[list[str]]) -> int:
    """Return the width of the rows that hold most cells; titles of one cell do not count."""
    counts = Counter(len(row) for row in rows)
    tables = {width: count for width, count in counts.items() if width > 1 and count > 1}
    if not tables:
        return counts.most_common(1)[0][0] if counts else 1
    return max(tables, key=lambda width: width * tables[width])


def _reader(lines: Iterable[str], delimiter: str, *, strict: bool = False) -> Any:
    """Return a reader of the csv module; its type has no public name."""
    if delimiter == " ":
        lines = (line.replace("\t", " ").strip() + "\n" for line in lines)
    return csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=strict)


def _rows(lines: list[str], top: int, delimiter: str) -> list[Row]:
    """Return the rows that hold something; blanks behind a quotation mark are let pass."""
    try:
        rows = _strict_rows(lines[top:], top, delimiter)
    except ValueError:
        rows = _strict_rows([PADDED_QUOTE.sub('"', line) for line in lines[top:]], top, delimiter)
    filled = [row for row in rows if any(row.cells) and not RULER.fullmatch("".join(row.cells))]
    if not filled:
        raise ValueError(Message("empty"))
    return filled


def _strict_rows(lines: list[str], top: int, delimiter: str) -> list[Row]:
    reader = _reader(lines, delimiter, strict=True)
    try:
        return [Row(top + reader.line_num, [_clean(cell) for cell in row]) for row in reader]
    except csv.Error as error:
        line = top + reader.line_num
        if "limit" in str(error):  # of the csv module, for one cell
            raise ValueError(_long_cell(line)) from None
        raise ValueError(Message("unreadable", line=line)) from None


def _clean(cell: str) -> str:
    """Strip a cell, and put blanks for line breaks and for signs that steer a screen."""
    if not cell.isprintable():
        cell = "".join(sign if sign.isprintable() else " " for sign in cell)
        cell = re.sub(" +", " ", cell)
    return cell.strip()


# From rows to a table


def _width(rows: list[Row]) -> int:
    """Return the width of most rows, without columns at the end that are wholly empty."""
    width = _usual_width([row.cells for row in rows])
    if width > MAX_COLUMNS:
        raise ValueError(Message("too-many-columns", count=width, most=MAX_COLUMNS))
    while width > 1 and not any(row.cells[width - 1] for row in rows if len(row.cells) >= width):
        width -= 1
    return width


def _cut(row: Row, width: int) -> Row:
    """Cut empty cells beyond the width."""
    return row if any(row.cells[width:]) else Row(row.line, row.cells[:width])


def _without_remarks(rows: list[Row], width: int) -> tuple[list[Row], list[Row]]:
    """Part the rows from remarks between and below them."""
    marked = [REMARK.match(row.cells[0]) is not None for row in rows]
    if sum(marked) * 2 > len(rows):  # then it is no sign of a remark
        return rows, []
    remarks = [
        row
        for row, is_marked in zip(rows, marked, strict=True)
        if is_marked and _is_remark(row, width)
    ]
    lines = {row.line for row in remarks}
    return [row for row in rows if row.line not in lines], remarks


def _is_remark(row: Row, width: int) -> bool:
    """Whether a row that begins with "#" or "%" is a remark, or a row put out of use."""
    rest = REMARK_SIGNS.sub("", row.cells[0])
    return len(row.cells) != width or row.cells[0][1:2] == " " or is_number(rest)


class _Head(NamedTuple):
    """Names found: the cells, their line, and the place of the first row below them."""

    cells: list[str]
    line: int
    first: int


def _find_head(rows: list[Row], remarks: list[Row], width: int, delimiter: str) -> _Head | None:
    """Find the names: a row, or a remark, that stands out from the rows below it."""
    first = _first_complete(rows, width)
    below = [row.cells for row in rows[first : first + SAMPLE]]
    cells = rows[first].cells
    here = _Head(cells, rows[first].line, first + 1)
    if _stands_out(cells, below[1:]):
        return _below_title(here, rows) or here
    above = _aligned(rows[first - 1], rows[first:], width, delimiter) if first else []
    if above and _stands_out(above, below):
        return _Head(above, rows[first - 1].line, first)
    for remark in reversed(remarks[-SAMPLE:]):
        cells = _remarked(remark, delimiter)
        if len(cells) == width and _stands_out(cells, below):
            return _Head(cells, remark.line, _first_of_nameless(rows, width))
    return None if any(_votes(here.cells, below[1:])) else here


def _below_title(head: _Head, rows: list[Row]) -> _Head | None:
    """Return the names behind an empty line below the head, which then is a title."""
    below = rows[head.first : head.first + SAMPLE]
    if len(below) < 2 or below[0].line <= head.line + 1 or len(below[0].cells) < len(head.cells):
        return None
    found = _stands_out(below[0].cells, [row.cells for row in below[1:]])
    return _Head(below[0].cells, below[0].line, head.first + 1) if found else None


def _first_complete(rows: list[Row], width: int) -> int:
    wide = [place for place, row in enumerate(rows) if len(row.cells) == width]
    return next((place for place in wide if rows[place].cells[-1]), wide[0])


def _first_of_nameless(rows: list[Row], width: int) -> int:
    """Return the place of the first row that is no title above a table without names."""
    wide = (place for place, row in enumerate(rows) if len(row.cells) == width)
    is_row = (
        place
        for place in wide
        if width == 1 or any(rows[place].cells[1:]) or is_number(rows[place].cells[0])
    )
    return next(is_row, _first_complete(rows, width))


def _stands_out(cells: list[str], below: Sequence[list[str]]) -> bool:
    """Whether a row holds names: it has words over numbers, or other words than those below.

    Years and other whole numbers may be names among words.
    """
    votes = _votes(cells, [row for row in below if row != cells])
    against = [cell for vote, cell in zip(votes, cells, strict=True) if vote < 0]
    return max(votes) > 0 and all(cell.isdecimal() for cell in against)


def _votes(cells: list[str], below: Sequence[list[str]]) -> list[int]:
    """Return for each cell 1 if it looks like a name of its column, -1 if like a value of it."""
    columns = zip(*(row for row in below if len(row) == len(cells)), strict=True)
    votes = [_vote(cell, column) for cell, column in zip(cells, columns, strict=False)]
    return votes or [0] * len(cells)


def _vote(cell: str, column: Sequence[str]) -> int:
    values = [value for value in column if not is_missing(value)]
    if is_missing(cell) or not values:
        return 0
    if 2 * sum(map(is_number, values)) > len(values):
        return -1 if is_number(cell) else 1
    different = set(values)
    if len(different) == len(values):
        return 0
    if cell in different:
        return -1
    return 1 if len(different) == 2 else 0


def _aligned(row: Row, rows: list[Row], width: int, delimiter: str) -> list[str]:
    """Return the cells of a line of names above the rows, which R leaves short by the row names."""
    if len(row.cells) == width:
        return row.cells
    wide = [each.cells for each in rows if len(each.cells) == width]
    if len(row.cells) == width - 1 and _have_names(wide):
        return ["", *row.cells]
    is_close = rows[0].line == row.line + 1
    if len(row.cells) > 1 and is_close and not any(map(is_number, row.cells)):
        raise ValueError(_ragged(rows[0], "unlike-header", len(row.cells), delimiter))
    return []


def _have_names(rows: list[list[str]]) -> bool:
    """Whether rows begin with names of their own: all different, and if numbers, then in order.

    Digits behind a thousands sign, as in 63,000 without quotation marks, make no row names.
    """
    names = [cells[0] for cells in rows]
    if len(set(names)) < max(2, len(names)):
        return False
    if not all(name.isdecimal() for name in names):
        return True
    numbers = list(map(float, names))
    is_split = all(re.fullmatch(r"\d{3}", cells[1]) for cells in rows)
    return numbers == sorted(numbers) and (numbers[0] <= 1 or not is_split)


def _remarked(remark: Row, delimiter: str) -> list[str]:
    """Return the cells of a remark; a sign alone is a name."""
    rest = REMARK_SIGNS.sub("", remark.cells[0], count=1)
    cells: list[str] = next(iter(_reader([rest], delimiter)), [])
    return [_clean(cell) or ("" if place else "#") for place, cell in enumerate(cells)]


def _without_bottom(rows: list[Row], width: int) -> tuple[list[Row], list[Row]]:
    """Part the rows from what stands below them: sources, remarks and totals."""
    first_cells = Counter(row.cells[0] for row in rows)
    numbers = sum(count for cell, count in first_cells.items() if is_number(cell))
    end = len(rows)
    while end > 1:
        cells = rows[end - 1].cells
        is_below = (
            _is_total(cells, first_cells, is_counted=2 * numbers > len(rows))
            if len(cells) == width
            else _is_footer(cells)
        )
        if not is_below:
            break
        end -= 1
    return rows[:end], rows[end:]


def _is_footer(cells: list[str]) -> bool:
    """Whether a row of another width than the table is one of words, and no row that is cut off."""
    text = next(filter(None, cells))
    has_words = any(map(str.isalpha, text))
    return has_words and (len(list(filter(None, cells))) == 1 or TOTAL.match(text) is not None)


def _is_total(cells: list[str], first_cells: Counter[str], *, is_counted: bool) -> bool:
    """Whether a row of the table's width is a total, or a remark filled up with empty cells."""
    text = cells[0] or next(filter(None, cells))
    if first_cells[text] > 1 or not any(map(str.isalpha, text)) or is_missing(text):
        return False
    is_alone = not any(cells[1:]) and is_counted and not is_number(text)
    return len(cells) > 1 and (is_alone or TOTAL.fullmatch(text.rstrip(" :.")) is not None)


def _without_names(rows: list[Row], names: list[str]) -> tuple[list[Row], list[Row]]:
    """Part the rows from names that occur again, as in files put one behind the other."""
    again = [row for row in rows if row.cells == names]
    rows = [row for row in rows if row.cells != names] if again else rows
    if not rows:
        raise ValueError(Message("no-rows"))
    return rows, again


def _check(head: Row, rows: list[Row], delimiter: str) -> None:
    """Raise ValueError for the first row that is too long, too short or has too long a cell."""
    width = len(head.cells)
    for row in (head, *rows):
        if len(row.cells) != width:
            name = "unlike-most" if head.line == NOWHERE else "unlike-header"
            raise ValueError(_ragged(row, name, width, delimiter))
        if max(map(len, row.cells)) > MAX_CELL:
            raise ValueError(_long_cell(row.line))


def _ragged(row: Row, name: str, usual: int, delimiter: str) -> Message:
    if delimiter == "," and _is_split(row.cells):
        name = f"{name}-by-comma"
    return Message(name, line=row.line, cells=counted("cells", len(row.cells)), usual=usual)


def _long_cell(line: int) -> Message:
    return Message("long-cell", line=line, most=MAX_CELL)


def _is_split(cells: list[str]) -> bool:
    """Whether two whole numbers stand side by side, which may be the parts of one."""
    return any(left.isdecimal() and right.isdecimal() for left, right in pairwise(cells))


def _with_units(cells: list[str], rows: list[Row]) -> tuple[list[str], list[Row]]:
    """Add a line of units, or a second line of names, to the names above it."""
    below = [row.cells for row in rows[1 : 1 + SAMPLE]]
    units = rows[0].cells
    votes = [vote for unit, vote in zip(units, _votes(units, below), strict=True) if unit]
    if len(below) < 2 or min(votes) < 1:
        return cells, rows
    pairs = zip(cells, units, strict=True)
    return [f"{cell} ({unit})".strip() if unit else cell for cell, unit in pairs], rows[1:]


def _without_empty_columns(cells: list[str], rows: list[Row]) -> tuple[list[str], list[Row]]:
    """Drop columns with neither a name nor any content."""
    kept = [k for k, cell in enumerate(cells) if cell or any(row.cells[k] for row in rows)]
    if len(kept) == len(cells):
        return cells, rows
    return [cells[k] for k in kept], [Row(line, [row[k] for k in kept]) for line, row in rows]


def _unique(cells: list[str], unnamed: str) -> tuple[str, ...]:
    """Name columns without a name by their place, and number names that occur again."""
    names: dict[str, int] = {}
    for place, cell in enumerate(cells, start=1):
        name, number = cell or f"{unnamed} {place}", 1
        while name in names:
            number += 1
            name = f"{cell or unnamed} ({number})"
        names[name] = place
    return tuple(names)


# What is said about it


def _notes_on_names(
    head: _Head | None,
    cells: list[str],
    names: tuple[str, ...],
    remarks: list[Row],
    has_units: bool,
) -> list[Message]:
    if head is None:
        first, last = quote(names[0]), quote(names[-1])
        is_one = len(names) == 1
        return [Message("no-name" if is_one else "no-names", first=first, last=last)]
    notes = []
    if head.line in {remark.line for remark in remarks}:
        notes.append(Message("names-in-remark", line=head.line))
    if has_units:
        notes.append(Message("names-on-two-lines"))
    pairs = list(zip(cells, names, strict=True))
    nameless = [name for cell, name in pairs if not cell]
    doubled = [name for cell, name in pairs if cell and cell != name]
    if nameless:
        notes.append(Message("unnamed", columns=_listed(nameless)))
    if doubled:
        notes.append(Message("renamed", columns=_listed(doubled)))
    return notes


def _listed(names: list[str]) -> list[Message] | Message:
    shown = [quote(name) for name in names[:3]]
    more = len(names) - len(shown)
    return Message("list-cut", items=shown, count=more) if more else shown


def _notes_aside(rows: list[Row]) -> list[Message]:
    """Name the lines that are no part of the table."""
    if not rows:
        return []
    rows = sorted(rows)
    told = [
        Message("line-aside", line=row.line, text=quote(" ".join(filter(None, row.cells)), 40))
        for row in rows[:3]
    ]
    if more := len(rows) - len(told):
        told.append(Message("lines-aside", count=more, line=rows[-1].line))
    return [Message("aside", lines=told)]
