"""Own CSV files that no spreadsheet wrote: each becomes a fit, or one clear sentence."""

import csv
import io
import json
import re
import time

import numpy as np
import pytest

from core.csv_reading import MAX_BYTES, MAX_COLUMNS, MAX_ROWS, read_table
from core.datasets import from_table
from core.losses import LOSSES
from core.training import Settings, fit
from pages.shared import downloads
from tests.fuzz.budget import budget, generator
from tests.pages.app import checked, open_page

FILES = budget(150, 2000)
LIVE_FIT = "pages/training/live_fit.py"
LONGEST_SENTENCE = 250
LONGEST_NOTES = 2 * MAX_BYTES  # characters: each column may be named, with its first cell
MOST_SECONDS = 30  # of the processor, for 1 MB; measured: 3
MARK = "<fuzz-mark>"

NUMBERS = ["0", "1", "-1", "2.5", "-3e2", "1e100", "1e-100", "1e101", "1e308", "1e999", "-1e999"]
NUMBERS += ["5e-324", "1e-170", "9" * 60, "1_000", "0x1F", "１２", "٣", "½", "1,5", "−1", "+-1"]
NUMBERS += ["inf", "-inf", "infinity", "nan", "-nan", "NaN", "NA", "n/a", "?", "null", "", " "]
NUMBERS += [
    "1000000000000000.1",
    "1e15",
    "2024-01-01",
    "01/02/2024",
    "12:30",
    "TRUE",
    "1 000",
    "5%",
]
NUMBERS += ["1.234", "1,234", "1.234,5", "12'345", "12\u202f345", "1,23,456", "1.2.3", "1,2,3"]
NUMBERS += [
    "(5)",
    "(5",
    "5-",
    "-(5)",
    "$5",
    "5 €",
    "CHF 5",
    "5 kg/m²",
    "$5 €",
    "5e",
    "1e5m",
    "6,3 %",
]
NUMBERS += [
    "#N/A",
    "#DIV/0!",
    "\\N",
    "<NA>",
    ".",
    "-",
    "--",
    "missing",
    "None",
    "∞",
    "9e999",
    "1e-400",
]
TEXTS = [MARK, f"<script>{MARK}</script>", f"[{MARK}](javascript:alert(1))", f"![x]({MARK})"]
TEXTS += ["=1+1", "=HYPERLINK(A1)", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1"]
TEXTS += ["\u202eevil", "a\0b", "a\x1b[31mb", "a\u2028b", "a\nb", "é", "日本", "😀", "a" * 201]
TEXTS += ["$x$", ":red[x]", "`x`", "**x**", "# x", "{x}", "{0}", "%s", "\\", "'", '"', "''", "a b"]
DELIMITERS = [",", ";", "\t", "|", " ", ", ", ";;"]
ABOVE = [
    "# a remark",
    "% height",
    "sep=;",
    '"sep=,"',
    "sep=\t",
    "Report",
    "Report;;",
    "Day,1,2",
    "",
    "#",
]
ABOVE += [MARK, f"# {MARK}", '# "', "-----", "x0,x1,x2", "m,cm,"]
BELOW = [
    "# 8 rows",
    "(8 rows)",
    "Total",
    "Total,1,2",
    "Sum;;",
    f"Source: {MARK}",
    "x0,x1,x2",
    "1",
    "",
    ",,",
]
ENDINGS = ["\n", "\r\n", "\r", "\n\n", "\u2028"]
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "latin-1", "cp1252", "utf-7"]


def quoted(cell, delimiter):
    return (
        '"' + cell.replace('"', '""') + '"' if re.search(f'["\r\n{delimiter[0]}]', cell) else cell
    )


def rows_of(numbers):
    """Draw a header and rows that are mostly a table with features and a label of two values."""
    width, height = numbers.choice((1, 2, 3, 3, 3, 4)), numbers.choice((0, 2, 8, 8, 20))
    pools = [[f"{numbers.gauss(0, 10 ** numbers.uniform(-3, 3)):.4g}" for _ in range(9)]]
    pools += [["0", "1"], ["yes", "no"], numbers.sample(TEXTS, 2), ["1,5", "2,5", "3,25", "7,125"]]
    header = [numbers.choice([f"x{k}"] * 5 + [numbers.choice(TEXTS)]) for k in range(width)]
    columns = [numbers.choice(pools[:1] * 8 + pools) for _ in range(width - 1)]
    columns.append(numbers.choice(pools[1:4]))
    return [header, *([numbers.choice(column) for column in columns] for _ in range(height))]


def spoiled(rows, numbers):
    """Put hostile cells and ragged rows into a table."""
    for _ in range(numbers.choice((0, 0, 0, 0, 1, 3))):
        row = numbers.choice(rows)
        place = numbers.randrange(len(row) or 1)
        row[place : place + 1] = numbers.choice(
            ([numbers.choice(NUMBERS)], [numbers.choice(TEXTS)], [], ["1", "2"])
        )
    return rows


def hostile_file(numbers):
    """Draw the bytes of a file."""
    if numbers.random() < 0.02:
        return numbers.choice(WHOLE)()
    delimiter, ending = (numbers.choice(kinds[:1] * 40 + kinds) for kinds in (DELIMITERS, ENDINGS))
    rows = spoiled(rows_of(numbers), numbers)
    lines = [delimiter.join(quoted(cell, delimiter) for cell in row) for row in rows]
    if numbers.random() < 0.1:
        lines[1:] = [f"{place}{delimiter}{line}" for place, line in enumerate(lines[1:])]
    above, below = (
        numbers.sample(kind, numbers.choice((0, 0, 0, 1, 2))) for kind in (ABOVE, BELOW)
    )
    text = ending.join([*above, *lines[numbers.random() < 0.1 :], *below])
    if numbers.random() < 0.1:
        place = numbers.randrange(len(text) + 1)
        text = text[:place] + numbers.choice(('"', "\0", "\r", delimiter, "\ufeff")) + text[place:]
    content = text.encode(numbers.choice(ENCODINGS[:1] * 40 + ENCODINGS), errors="replace")
    return content[: numbers.randrange(len(content) + 1)] if numbers.random() < 0.05 else content


WHOLE = [
    lambda: b"",
    lambda: b"\n" * 1000,
    lambda: b"a,b\n",
    lambda: b"x" * MAX_BYTES,
    lambda: b"x," * (MAX_BYTES // 2),
    lambda: b'"' + b"x" * (MAX_BYTES - 1),
    lambda: b'"' * MAX_BYTES,
    lambda: b"a,b\n" + b"1" * (MAX_BYTES - 10) + b",0\n",
    lambda: b",".join(b"c%d" % k for k in range(10_000)) + b"\n" + b",".join([b"1"] * 10_000),
    lambda: b",".join([b"x"] * 1000) + b"\n" + (b",".join([b"1"] * 1000) + b"\n") * 500,
    lambda: b"a;b\n" + b"".join(b"%d.%03d;1\n" % (k % 999 + 1, k % 1000) for k in range(90_000)),
    lambda: b"a,b,c\n" + b"".join(b"Total %d,1,2\n" % k for k in range(60_000)),
    lambda: b"a,b,c\n1,2,3\n" + b"".join(b"note %d\n" % k for k in range(80_000)),
    lambda: b"a,b\n" + b"".join(b"r%d,1,2\n" % k for k in range(90_000)),
    lambda: b"#\n" * (MAX_BYTES // 2),
    lambda: b"%s;1\n" % (b"1 " * 99) * 5000,
    lambda: b"%s;1\n" % (b"1" + b"a.a " * 40) * 6000,
    lambda: b"1 " * (MAX_BYTES // 2),
    lambda: b"1\n" * (MAX_BYTES // 2),
    lambda: b";;;;;\n" * (MAX_BYTES // 6),
    lambda: b'"1,2,3"\n' * (MAX_BYTES // 8),
    lambda: b'"1" ,2\n' * (MAX_BYTES // 7),
    lambda: b"x\n" * (MAX_BYTES // 2),
    lambda: b"a,b\n" + b"1,0\n2,1\n" * 2600,
    lambda: b"a,b\n" + b"1,0\n2,1\n" * 2500,
    lambda: b"x" * (MAX_BYTES + 1),
    lambda: b"\xff\xfe\x00\x00" * 100,
    lambda: b"\x00" * 1000,
    lambda: b"PK\x03\x04" + bytes(range(256)) * 40,
    lambda: bytes(range(256)),
    lambda: b"a,a\n1,0\n2,1\n",
    lambda: b"1,2\n3,4\n",
    lambda: b"a;b;c\n1,5;2,5;x\n2,5;3,5;y\n3,75;0,5;x\n",
    lambda: b"a,b\n1e-320,0\n2e-320,1\n5e-320,0\n",
    lambda: b"a,b\n1e-160,0\n2e-160,1\n5e-160,0\n",
    lambda: b"a,b\n1e-161,0\n2e-161,1\n5e-161,0\n",
    lambda: b"a,b,c\n1e100,1,0\n-1e100,2,1\n5e99,7,0\n",
]


def is_one_sentence(text):
    return text.isprintable() and text.endswith(".") and 10 < len(text) <= LONGEST_SENTENCE


def check(content):
    """Read a file and fit it; return whether there was something to fit."""
    try:
        table = read_table(content)
        check_table(table)
        data = from_table(table)
    except ValueError as problem:
        sentence = str(problem)
    else:
        check_data(data)
        return True
    assert is_one_sentence(sentence), sentence
    return False


def check_table(table):
    assert 1 <= len(table.lines) <= MAX_ROWS
    assert 1 <= len(table.columns) <= MAX_COLUMNS
    assert {len(column) for column in table.columns.values()} == {len(table.lines)}
    assert all(note.isprintable() and note.endswith(".") for note in table.notes)
    assert sum(map(len, table.notes)) <= LONGEST_NOTES
    assert table.default_label in table.columns
    assert set(table.default_features(table.default_label)) <= set(table.numeric_columns)


def check_data(data):
    assert np.isfinite(data.X).all()
    np.testing.assert_allclose(data.X.mean(axis=0), 0, atol=1e-3)
    np.testing.assert_allclose(data.X.std(axis=0), 1, rtol=1e-3)
    assert set(data.y.tolist()) == {0.0, 1.0}
    assert all(name.isprintable() for name in (*data.feature_names, *data.label_names))
    start = np.zeros(data.X.shape[1] + 1)
    run = fit(LOSSES["bce"], data.X, data.y, Settings(start=start, learning_rate=0.5, steps=5))
    assert run.loss[-1] <= run.loss[0] * (1 + 1e-12)


def test_hostile_files():
    numbers, fitted = generator("csv"), 0
    for turn in range(FILES):
        content = hostile_file(numbers)
        try:
            fitted += check(content)
        except BaseException as failure:
            failure.add_note(f"file {turn}: {content[:1500]!r}, {len(content)} bytes")
            raise
    assert FILES / 5 < fitted < FILES * 4 / 5, "the files are all bad, or none is"


@pytest.mark.parametrize("place", range(len(WHOLE)))
def test_whole_files(place):
    content = WHOLE[place]()
    start = time.process_time()
    check(content)
    assert time.process_time() - start < MOST_SECONDS


# Through the page


def upload(content):
    app = open_page(LIVE_FIT, data="own", steps="20")
    app.file_uploader(key="own-file").set_value([("own.csv", content, "text/csv")])
    return checked(app.run())


def words(element):
    """Every string that an element sends, those of its JSON decoded."""
    text = element.proto.SerializeToString().decode("utf-8", errors="replace")
    spec = getattr(element.proto, "spec", "") or getattr(element.proto, "json", "")
    return text + (json.dumps(json.loads(spec), ensure_ascii=False) if spec else "")


def reflected(app):
    """Elements that send markup of the file; what is chosen from a list is plain text."""
    drawn = (each for each in app.main if each.proto is not None)
    return [
        each.type
        for each in drawn
        if each.type not in ("selectbox", "multiselect", "file_uploader") and MARK in words(each)
    ]


def test_hostile_files_on_the_page():
    numbers = generator("page")
    for turn in range(budget(4, 60)):
        content = hostile_file(numbers)
        try:
            app = upload(content)
            assert len(app.error) <= 1
            assert not reflected(app)
            assert all(error.value.isprintable() for error in app.error)
        except BaseException as failure:
            failure.add_note(f"file {turn}: {content[:1500]!r}, {len(content)} bytes")
            raise


def test_markup_in_what_is_wrong_with_a_file_is_shown_as_it_stands():
    app = upload(f"{MARK},{MARK}\n1,2\n".encode())
    (error,) = app.error
    assert "fuzz" in error.value
    assert not reflected(app)


def test_markup_of_a_file_is_shown_as_it_stands():
    app = upload(f"{MARK},b,{MARK}y\n1,2,{MARK}\n2,5,z\n3,3,{MARK}\n7,4,z\n".encode())
    assert not app.error
    assert not reflected(app)


# What is written for a spreadsheet

FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")


@pytest.fixture
def files(monkeypatch):
    """Collect what a page offers: by the file's name, the function that makes it."""
    offered = {}

    def keep(label, make, name):
        offered[name] = make

    monkeypatch.setattr(downloads, "save", keep)
    return offered


def is_number(text):
    try:
        float(text)
    except ValueError:
        return False
    return True


def cells(text):
    """Every cell that a spreadsheet sees, whichever sign it takes for the separator."""
    return [
        cell
        for sign in ",;\t"
        for row in csv.reader(io.StringIO(text), delimiter=sign)
        for cell in row
    ]


@pytest.mark.parametrize(
    "name", ["=1+1", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "＝1", "\t=1"]
)
def test_names_of_a_file_are_no_formulas_in_what_is_saved(files, name):
    safe = name.replace('"', "'")
    upload(
        f'"{safe}",b,"{safe}y"\n1,2,"{safe}"\n2,5,"={safe}"\n3,3,"{safe}"\n7,-4,"={safe}"\n'.encode()
    )
    tables = {key: make() for key, make in files.items() if re.fullmatch("live-fit.*csv", key)}
    assert len(tables) == 2
    assert any(safe.strip() in text for text in tables.values())
    for text in tables.values():
        whole = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
        assert not [cell for cell in whole if FORMULA.match(cell) and not is_number(cell)]
        assert any(re.fullmatch(r"-\d.*", cell) for cell in whole), "negative numbers stay numbers"
    run = next(text for key, text in tables.items() if "run" in key)
    assert not [cell for cell in cells(run) if FORMULA.match(cell) and not is_number(cell)]
