"""Files as Excel, R, pandas, NumPy and colleagues write them: read as meant, or refused by name.

Files stand in `csv/` or below; where a form has relatives, they stand beside it.
"""

import itertools
import random
import re
from pathlib import Path

import numpy as np
import pytest

from core.csv_reading import MAX_ROWS, read_table
from core.datasets import from_table, read_csv

FOLDER = Path(__file__).parent / "csv"
ROWS = ["6.3,4.4,no", "5.1,2.2,yes", "3.9,3.0,no", "4.0,1.6,no", "5.2,3.1,yes", "5.5,2.1,no"]
ROWS += ["5.0,2.9,no", "3.5,3.5,yes"]
HEAD = "height,width,sold"
NO_NAMES = "The file has no line of names: its columns are called 'column 1' to"


def lines(*texts):
    return "\n".join(texts)


def with_sign(sign, *rows):
    return lines(*(row.replace(",", sign) for row in rows))


def numbered(rows=ROWS, start=1, step=1, form="{}"):
    return [f"{form.format(start + step * k)},{row}" for k, row in enumerate(rows)]


def values(data):
    return data.offset + data.scale * data.X


# File: label, its two values, features, rows, second row, and words of the notes.
SOLD = ("sold", ("no", "yes"), ("height", "width"), 16, (5.1, 2.2))
NAMELESS = ("column 3", ("no", "yes"), ("column 1", "column 2"), 16, (5.1, 2.2))
BOUGHT = ("bought", ("no", "yes"), ("height", "income"), 12, (1.8, 1234))
WHOLE_FILES = {
    "headerless_text_label": (*NAMELESS, f"{NO_NAMES} 'column 3'."),
    "headerless_duplicates": ("column 5", ("1", "2"), ("column 3",), 16, (5.1,), "'column 5'."),
    "excel_sep_line": (*SOLD, "16 rows and 3 columns, separated by semicolons"),
    "r_write_table": (*SOLD, "Without a name, and called by its place: 'column 1'."),
    "savetxt_header": (
        *("sold", ("0", "1"), ("height", "width"), 16, (5.1, 2.2)),
        "The names stand in the remark on line 1.",
    ),
    "tab_decimal_comma": (
        *("verkauft", ("no", "yes"), ("Höhe", "Breite"), 16, (5.1, 2.2)),
        "separated by tabs, with decimal commas.",
    ),
    "space_after_comma_quotes": (
        *("Sold", ("no", "yes"), ("Height (cm)", "Width (cm)"), 16, (5.1, 2.2)),
        "Columns left out (neither numbers nor two values): 'Name' ('P0', line 2).",
    ),
    "thousands_quoted": (
        *("sold", ("no", "yes"), ("income", "age"), 16, (51_000, 22)),
        "Read as numbers: 63,000 in 'income' as 63000.",
    ),
    "german_thousands_and_decimals": (
        *("gekauft", ("no", "yes"), ("Einkommen", "Größe"), 12, (1234, 1.8)),
        "with decimal commas. Read as numbers: 1.234 in 'Einkommen' as 1234.",
    ),
    "percent": (
        *("sold", ("no", "yes"), ("rate (%)", "age"), 16, (5.1, 22)),
        "Units: 'rate' in %.",
    ),
    "whitespace": ("sold", ("0", "1"), ("height", "width"), 16, (5.1, 2.2), "separated by blanks"),
    "trailing_comma_header_only": (*SOLD, "16 rows and 4 columns"),
    "index_column_sorted": ("sold", ("no", "yes"), ("height", "width"), 16, (3.9, 3), ""),
    "label_not_last": ("Survived", ("0", "1"), ("Pclass", "Fare"), 16, (2, 5.1), ""),
    "metadata_lines": (
        *SOLD,
        "Not part of the table: line 1 ('Exported by Lab Tool v2'), line 2 ('Date 01.03.2024').",
    ),
    "footer": (*SOLD, "Not part of the table: line 18 ('# 16 rows')."),
    "wdbc_32_columns": (
        *("diagnosis", ("B", "M"), ("f0", "f1"), 16, (-0.552, -0.158)),
        "16 rows and 32 columns",
    ),
    "more_commas_than_semicolons": (
        *("Width (w, cm)", ("0", "1"), ("Length (l, cm)",), 16, (5.1,)),
        "separated by semicolons, with decimal commas.",
    ),
    "excel_line_break_in_first_name": (
        *("bought", ("no", "yes"), ("Height (m)", "income"), 12, (1.8, 1234)),
        "",
    ),
    "units": (
        *("bought", ("no", "yes"), ("height (m)", "income"), 12, (1.8, 1234)),
        "Units: 'height' in m.",
    ),
    "year_feature": ("sold", ("no", "yes"), ("year",), 80, (2022,), ""),
    "population": ("voted", ("no", "yes"), ("population",), 80, (701_025,), ""),
}


@pytest.mark.parametrize("name", WHOLE_FILES)
def test_whole_files_read_as_a_person_would(name):
    label, pair, features, rows, second, words = WHOLE_FILES[name]
    table = read_table((FOLDER / f"{name}.csv").read_bytes())
    data = from_table(table)
    assert table.default_label == label
    assert (data.label_names, data.feature_names, len(data.y)) == (pair, features, rows)
    np.testing.assert_allclose(values(data)[1], second, rtol=1e-9)
    assert words in " ".join(table.notes)


MISSING_FILES = [*(f"missing_{k:02}" for k in range(8)), "label_missing_marker"]


def test_all_files_are_tried():
    assert {path.stem for path in FOLDER.iterdir()} == {*WHOLE_FILES, *MISSING_FILES}


@pytest.mark.parametrize("name", MISSING_FILES)
def test_missing_values_are_counted_and_left_out_on_request(name):
    table = read_table((FOLDER / f"{name}.csv").read_bytes())
    column, line = ("bought", 6) if name == "label_missing_marker" else ("height", 7)
    assert table.missing == {column: 1}
    assert f"Missing values: 1 in '{column}'." in table.notes
    with pytest.raises(ValueError, match=f"Column '{column}' has a missing value on line {line}."):
        from_table(table)
    complete = table.without_missing([column])
    assert set(table.lines) - set(complete.lines) == {line}
    assert len(from_table(complete).y) == len(table.lines) - 1


# Names

DOUBLED = [f"{height},{width},1" for height, width in ((4, 4.5), (5, 4.5), (6, 4.5), (4, 2.5))]
NAMES = {
    "numbers alone": (lines("6,4,0", "5,2,1", "3,3,0", "4,1,0"), "column 1", 4, NO_NAMES),
    "a gap in the first row": (lines("NA,4.4,no", *ROWS[1:]), "column 1", 8, NO_NAMES),
    "the label is missing in the first row": (
        lines("6.3,4.4,", *ROWS[1:]),
        "column 1",
        8,
        NO_NAMES,
    ),
    "the label first": (lines("no,6.3", "yes,5.1", "no,3.9", "yes,4"), "column 2", 4, NO_NAMES),
    "doubled values": (lines("4,4,no", "5,4,yes", "6,4,no", "4,1,no"), "column 1", 4, NO_NAMES),
    "a remark above no names": (
        lines("# Made here", *ROWS),
        "column 1",
        8,
        "line 1 ('# Made here')",
    ),
    "a title above no names": (
        lines("Made here", "", *ROWS),
        "column 1",
        8,
        "line 1 ('Made here')",
    ),
    "years": (
        lines("country,2019,2020,label", "A,1.5,2.5,x", "B,1.2,2.1,y", "C,1.7,2.0,x", "D,1.1,3,y"),
        *("2019", 4, ""),
    ),
    "places": (
        lines(",0,1,target", *numbered(start=0)),
        "0",
        8,
        "called by its place: 'column 1'.",
    ),
    "remark of names": (lines("# " + HEAD, *ROWS), "height", 8, "in the remark on line 1."),
    "remark with %": (lines("% " + HEAD, *ROWS), "height", 8, "in the remark on line 1."),
    "remark without a blank": (lines("#" + HEAD, *ROWS), "height", 8, "in the remark on line 1."),
    "the last of several remarks": (
        lines("# by the lab", "# 2024", "# " + HEAD, *ROWS),
        *("height", 8, "Not part of the table: line 1 ('# by the lab'), line 2 ('# 2024')."),
    ),
    "a per cent of something": (lines("% of votes,width,sold", *ROWS), "% of votes", 8, ""),
    "# as a name": (lines("#," + HEAD, *numbered()), "height", 8, "in the remark on line 1."),
    "remarks beside names": (
        lines("# a, b, c", HEAD, *ROWS[:3], "# paused", *ROWS[3:]),
        *("height", 8, "Not part of the table: line 1 ('# a, b, c'), line 6 ('# paused')."),
    ),
    "a row put out of use": (
        lines(HEAD, *ROWS[:3], "#5.0,2.2,yes", *ROWS[3:]),
        *("height", 8, "Not part of the table: line 5 ('#5.0 2.2 yes')."),
    ),
    "row names without quotes": (lines(HEAD, *numbered()), "height", 8, "called by its place"),
    "row names of words": (lines(HEAD, *numbered(form="car {}")), "height", 8, "('car 1', line 2)"),
    "row names of a part": (lines(HEAD, *numbered(start=2, step=3)), "height", 8, "'column 1'."),
    "row names with blanks": (
        with_sign(" ", '"height","width","sold"', *numbered(form='"{}"')),
        *("height", 8, "separated by blanks"),
    ),
    "row names under an empty name": (lines('"",' + HEAD, *numbered()), "height", 8, "'column 1'."),
    "line breaks": ('"Height\r\n(m)","in\r\ncome",sold\r\n' + lines(*ROWS), "Height (m)", 8, ""),
    "quotes behind blanks": (
        lines('"height" , "width" , "sold"', *(f' "{row}"'.replace(",", '" , "') for row in ROWS)),
        *("height", 8, ""),
    ),
    "quotes behind semicolons": (
        lines(
            '"height, m"; "width"; "sold"',
            '"6,3"; "4,4"; "no"',
            '"5,1"; "2,2"; "yes"',
            '"3,9"; "3,1"; "no"',
        ),
        *("height, m", 3, "with decimal commas."),
    ),
    "doubled quotes": (lines('"height ""h""",width,sold', *ROWS), 'height "h"', 8, ""),
    "whole lines in quotes": (
        lines(*(f'"{row}"' for row in (HEAD, *ROWS))),
        *("height", 8, "Quotation marks around whole lines are taken off."),
    ),
    "commas in names": (lines("a, b, c;d, e", "1,5;0", "2,5;1", "3,5;0"), "a, b, c", 3, ""),
    "blanks in names": (lines("body height,sold it", "1.5,0", "2.5,1"), "body height", 2, ""),
    "twins": (
        lines("x,x,sold", *ROWS),
        "x",
        8,
        "Named like another column, and numbered: 'x (2)'.",
    ),
    "a line of units": (
        lines(HEAD, "m,cm,", *ROWS),
        *("height (m)", 8, "The names stand on two lines."),
    ),
    "files one behind the other": (
        lines(HEAD, *ROWS, HEAD, *ROWS),
        *("height", 16, "Not part of the table: line 10 ('height width sold')."),
    ),
}


@pytest.mark.parametrize("form", NAMES)
def test_names(form):
    content, first_feature, rows, words = NAMES[form]
    table = read_table(content.encode())
    assert table.default_features(table.default_label)[0] == first_feature
    assert len(table.lines) == rows
    assert words in " ".join(table.notes)
    from_table(table.without_missing(table.columns))


# What stands above, below and between

PADDED = [row + ",," for row in (HEAD, *ROWS)]
LAYOUTS = {
    "sep, quoted, behind a mark": "\ufeff" + lines('"sep=;"', with_sign(";", HEAD, *ROWS)),
    "sep in capitals": lines("SEP=,", HEAD, *ROWS),
    "sep with a tab": lines("sep=\t", with_sign("\t", HEAD, *ROWS)),
    "sep with \\t": lines(r"sep=\t", with_sign("\t", HEAD, *ROWS)),
    "sep padded": lines("sep=;;;", with_sign(";", HEAD, *ROWS)),
    "sep of a rare sign": lines("sep=^", with_sign("^", HEAD, *ROWS)),
    "bars": with_sign("|", HEAD, *ROWS),
    "blanks, aligned": lines("height  width\tsold", *("  " + r.replace(",", "   ") for r in ROWS)),
    "delimiters at the ends": lines(*(row + "," for row in (HEAD, *ROWS))),
    "delimiters at the ends of rows": lines(HEAD, *(row + "," for row in ROWS)),
    "empty columns": lines(*PADDED),
    "an empty column within": lines(*(row.replace(",", ",,", 1) for row in (HEAD, *ROWS))),
    "padded titles": lines("Report,,", "Date,2024-01-01,", ",,", HEAD, *ROWS),
    "a title with delimiters": lines("By Ann, Bob and Carl, in 2024", "", HEAD, *ROWS),
    "many titles": lines(*(f"Setting {k}: on" for k in range(9)), "", HEAD, *ROWS),
    "a total": lines(HEAD, *ROWS, "Total,38.5,"),
    "a total in words": lines(HEAD, *ROWS, "", "Total: 8 rows"),
    "mean and sum": lines(HEAD, *ROWS, "Sum,38.5,23", "Mean,4.8,2.9,"),
    "a source, padded": lines(HEAD, *ROWS, "", "Source: the lab,,"),
    "psql": lines(
        " height | width | sold ",
        "--------+-------+------",
        *(" " + row.replace(",", " | ") for row in ROWS),
        "(8 rows)",
    ),
    "Markdown": lines(*("| " + r.replace(",", " | ") + " |" for r in (HEAD, "--,--,--", *ROWS))),
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("form", LAYOUTS)
def test_layouts(form, encoding):
    data = read_csv(LAYOUTS[form].removeprefix("\ufeff").encode(encoding))
    assert data.feature_names == ("height", "width")
    expected = [[float(cell) for cell in row.split(",")[:2]] for row in ROWS]
    np.testing.assert_allclose(values(data), expected, rtol=1e-9)
    assert data.y.tolist() == [row.endswith("yes") for row in ROWS]


def test_what_is_left_out_is_named():
    content = lines("Lab", "1;2;3;4", "", HEAD, *ROWS, "Total,38.5,", "Source: lab", "End")
    (note,) = [note for note in read_table(content.encode()).notes if "part" in note]
    assert note == (
        "Not part of the table: line 1 ('Lab'), line 2 ('1;2;3;4'), line 13 ('Total 38.5'), "
        "2 more up to line 15."
    )


RAGGED = {
    "a row cut off": (lines(HEAD, *ROWS, "3.9,3.4"), "Line 10 has 2 cells, but the header has 3."),
    "a row of words cut off": (
        lines("who,height,sold", "Ann,1.5,no", "Bob,1.7,yes", "Cyd,1.2,no", "Dan,1"),
        "Line 5 has 2 cells, but the header has 3.",
    ),
    "thousands without quotes": (
        lines("income,age,sold", "63,000,44,no", "51,000,22,yes", "39,000,30,no"),
        "Line 2 has 4 cells, but the header has 3: a number with a comma needs quotation marks.",
    ),
    "the same in order": (
        lines("income,age,sold", "39,000,44,no", "51,000,22,yes", "63,000,30,no"),
        "a number with a comma needs quotation marks.",
    ),
    "decimals without quotes": (
        lines(HEAD, "6,3,4,4,no", "5,1,2,2,yes", "3,9,3,0,no"),
        "a number with a comma needs quotation marks.",
    ),
    "a workbook": (
        "PK\x03\x04",
        'The file is a workbook, not text: in Excel save it as "CSV UTF-8',
    ),
}


@pytest.mark.parametrize("form", RAGGED)
def test_files_that_need_a_hand_say_which(form):
    content, sentence = RAGGED[form]
    with pytest.raises(ValueError, match=re.escape(sentence)):
        read_table(content.encode())


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-32", "utf-16-le", "mac-roman"])
def test_other_encodings_say_how_to_save_the_file(encoding):
    with pytest.raises(ValueError, match=r"in Excel save it as .* in LibreOffice as") as refusal:
        read_table("größe,y\n1,a\n2,b\n".encode(encoding))
    assert "UTF-8" in str(refusal.value)


# Numbers: cells of a column, delimiter, other columns; then values, or None and why

NUMBERS = {
    "German, small and large": (
        ["987", "1.234", "12.500"],
        ";",
        ["1,71", "1,8", "2"],
        [987, 1234, 12500],
    ),
    "German, by small ones alone": (["987", "1.234", "12.500"], ";", [], [987, 1234, 12500]),
    "German, large alone, beside decimals": (["1.234", "2.345"], ";", ["1,5", "2"], [1234, 2345]),
    "German, both signs": (["1.234,5", "2"], ";", [], [1234.5, 2]),
    "German, millions": (["1.234.567", "2"], ";", [], [1234567, 2]),
    "German, with tabs": (["1.234", "2.345"], "\t", ["1,5", "2"], [1234, 2345]),
    "German, in commas": (["1.234", "2.345"], ",", ["1,5", "2"], [1234, 2345]),
    "English": (["987", "1,234", "12,500"], ",", [], [987, 1234, 12500]),
    "English, large alone": (["63,000", "51,000"], ",", [], [63000, 51000]),
    "English, beside decimals": (["1,234", "2,345"], ";", ["1.5", "2"], [1234, 2345]),
    "English, both signs": (["1,234.5", "2"], ";", [], [1234.5, 2]),
    "English, with tabs": (["1,234", "987"], "\t", [], [1234, 987]),
    "English, in bars": (["1,234", "2,345"], "|", ["0.5", "2"], [1234, 2345]),
    "Indian": (["12,34,567", "98,700"], ",", [], [1234567, 98700]),
    "Swiss": (["12'345.50", "987"], ",", [], [12345.5, 987]),
    "Swiss, curly": (["12’345", "987"], ";", [], [12345, 987]),
    "French": (["12\u202f345,5", "987"], ";", [], [12345.5, 987]),
    "thin blanks": (["12\u2009345", "987"], "\t", [], [12345, 987]),
    "fixed blanks": (["12\xa0345.5", "987"], ",", [], [12345.5, 987]),
    "decimals of three digits": (["1.234", "2.345"], ",", [], [1.234, 2.345]),
    "the same, with a zero": (["0.234", "2.345"], ";", [], [0.234, 2.345]),
    "the same, with tabs": (["1.234", "2.345"], "\t", [], [1.234, 2.345]),
    "the same, comma": (["1,234", "2,345"], ";", [], [1.234, 2.345]),
    "the same, beside thousands": (["1.234", "2345"], ",", [], [1.234, 2345]),
    "powers": (["1.234e3", "2E-3", "+1.5e+1"], ";", [], [1234, 0.002, 15]),
    "powers, comma": (["1,234e3", "2E−3"], ";", [], [1234, 0.002]),
    "minus": (["−1.5", "–2", "-3", "－4"], ",", [], [-1.5, -2, -3, -4]),
    "plus": (["+1.5", "2"], ",", [], [1.5, 2]),
    "minus behind": (["1,5-", "2,5"], ";", [], [-1.5, 2.5]),
    "brackets": (["(1,234.50)", "987.00"], ",", [], [-1234.5, 987]),
    "wide digits": (["１２.5", "３"], ",", [], [12.5, 3]),
    "no digit before": ([".5", "-.25"], ",", [], [0.5, -0.25]),
    "no digit behind": (["5.", "2.5"], ",", [], [5, 2.5]),
    "open: semicolons": (["63.000", "51.000"], ";", [], "may be 63 or 63000"),
    "open: tabs": (["1,234", "2,345"], "\t", [], "may be 1234 or 1.234"),
    "open: both kinds": (["1,234", "1.234"], ";", [], "may be 1234 or 1.234"),
    "contradiction": (["987", "1.234", "12.500"], ";", ["1.5", "2", "3"], "may be 1.234 or 1234"),
    "contradiction of columns": (["1.234", "2.345"], ";", ["1.5", "2"], [1.234, 2.345]),
    "mixed signs": (["1,5", "1.25", "2,5"], ",", [], "'1.25' on line 3 has other decimal signs"),
    "dates": (["01.03.2024", "02.03.2024", "03.03.2024"], ";", [], "('01.03.2024', line 2)"),
    "addresses": (["10.0.0.1", "10.0.0.2", "10.0.0.3"], ",", [], "('10.0.0.1', line 2)"),
    "underscores": (["1_000", "2_000", "3_000"], ",", [], "('1_000', line 2)"),
    "two signs": (["2", "+-1", "3"], ",", [], "'+-1' on line 3 is no number"),
    "brackets alone": (["(1)", "(2)"], ",", [], "'(1)' on line 2 stands in brackets, as all"),
    "one word": (["1.5", "2.5", "tall"], ",", [], "'tall' on line 4 is no number"),
}


def quoted(cell, sign):
    return f'"{cell}"' if sign in cell else cell


def column_file(cells, sign, others):
    """Write cells as a column beside a label, which has two values, and perhaps others."""
    others = others or ["p", "q", "r", "s"]
    labels = itertools.cycle(("u", "v"))
    rows = [[cell, other, label] for cell, other, label in zip(cells, others, labels, strict=False)]
    return lines(
        sign.join(("x", "other", "class")),
        *(sign.join(quoted(c, sign) for c in row) for row in rows),
    )


@pytest.mark.parametrize("form", NUMBERS)
def test_numbers(form):
    cells, sign, others, expected = NUMBERS[form]
    table = read_table(column_file(cells, sign, others).encode())
    notes = " ".join(table.notes)
    if isinstance(expected, str):
        assert expected in notes
        assert "x" not in table.numeric_columns
        return
    assert table.columns["x"].tolist() == pytest.approx(expected, rel=1e-15)
    could_be_two = any(re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", cell) for cell in cells)
    told_by_others = form in ("the same, with a zero",)
    assert could_be_two <= ("Read as numbers: " in notes or told_by_others)


UNITS = {
    "per cent": (["6.3%", "5.1%"], "%", [6.3, 5.1]),
    "per cent, blank and comma": (["6,3 %", "5,1 %"], "%", [6.3, 5.1]),
    "per mille": (["6.3‰", "5.1‰"], "‰", [6.3, 5.1]),
    "metres": (["1.71 m", "1.8 m"], "m", [1.71, 1.8]),
    "without a blank": (["171cm", "180cm"], "cm", [171, 180]),
    "a ratio": (["21.5 kg/m²", "30 kg/m²"], "kg/m²", [21.5, 30]),
    "a power": (["21.5 kg/m^2", "30 kg/m^2"], "kg/m^2", [21.5, 30]),
    "degrees": (["21.5°C", "−3°C"], "°C", [21.5, -3]),
    "two words": (["120 mm Hg", "90 mm Hg"], "mm Hg", [120, 90]),
    "dollars": (["$1,234.50", "-$5.25"], "$", [1234.5, -5.25]),
    "euros": (["1.234,50 €", "5,25 €"], "€", [1234.5, 5.25]),
    "pounds in brackets": (["(£5.25)", "£7.50"], "£", [-5.25, 7.5]),
    "a code before": (["CHF 1'234.50", "CHF 5.25"], "CHF", [1234.5, 5.25]),
    "a code behind": (["1.234,50 EUR", "5,25 EUR"], "EUR", [1234.5, 5.25]),
}


@pytest.mark.parametrize("sign", [";", "\t", ","])
@pytest.mark.parametrize("form", UNITS)
def test_units_are_read_and_told(form, sign):
    cells, unit, expected = UNITS[form]
    table = read_table(column_file(cells, sign, []).encode())
    assert table.columns["x"].tolist() == expected
    assert table.units == {"x": unit}
    assert f"Units: 'x' in {unit}." in table.notes
    assert from_table(table, features=["x"]).feature_names == (f"x ({unit})",)


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        (["1.71 m", "171 cm", "1.8 m"], "'171 cm' on line 3 has another unit than the first cell"),
        (["6.3%", "5.1", "4%"], "'5.1' on line 3 has another unit than the first cell"),
        (["5.1", "6.3%", "4"], "'6.3%' on line 3 has another unit than the first cell"),
        (["$5", "€6", "$7"], "'€6' on line 3 has another unit than the first cell"),
        (["5 m", "about 6 m", "7 m"], "'about 6 m' on line 3 is no number"),
    ],
)
def test_units_that_differ_are_named(cells, fault):
    table = read_table(column_file(cells, ",", []).encode())
    assert f"'x' is not numeric: {fault}." in table.notes
    with pytest.raises(ValueError, match="Column 'x' is not numeric"):
        table.features(["x"])


@pytest.mark.parametrize(
    "cells", [["A10", "A11"], ["10A", "11B"], ["0x1F", "0x2F"], ["12:30", "1:15"]]
)
def test_codes_and_times_are_no_numbers(cells):
    table = read_table(column_file(cells * 2, ",", []).encode())
    assert table.label_columns["x"] == tuple(sorted(cells))


def written(number, decimal, thousands, digits):
    text = f"{abs(number):,.{digits}f}".replace(",", "T").replace(".", decimal)
    return ("-" if number < 0 else "") + text.replace("T", thousands)


CONVENTIONS = [(".", ""), (".", ","), (".", " "), (".", "'"), (",", ""), (",", "."), (",", "\xa0")]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
@pytest.mark.parametrize("convention", CONVENTIONS)
def test_no_number_becomes_another_in_silence(convention, sign):
    """Whatever the convention: the numbers that were written, or the column is in the notes."""
    draw = random.Random(f"{convention} {sign}")
    read = 0
    for _ in range(60):
        digits = [draw.choice((0, 0, 1, 2, 3, 3)) for _ in range(2)]
        size = [10 ** draw.uniform(0, 7) for _ in range(2)]
        rows = draw.choice((3, 8, 20))
        numbers = [[draw.uniform(-s, s) for _ in range(rows)] for s in size]
        cells = [
            [written(number, *convention, count) for number in column]
            for column, count in zip(numbers, digits, strict=True)
        ]
        labels = [("no", "yes")[k % 2] for k in range(rows)]
        body = [sign.join(quoted(c, sign) for c in row) for row in zip(*cells, labels, strict=True)]
        table = read_table(lines(sign.join(("a", "b", "sold")), *body).encode())
        for name, column, count in zip("ab", numbers, digits, strict=True):
            if name in table.numeric_columns:
                same = np.allclose(table.columns[name], np.round(column, count), atol=1e-9)
                told = [note for note in table.notes if "Read as numbers" in note]
                assert same or f"in '{name}' as" in told[0], (body[:4], table.notes)
                read += same
            else:
                assert any(f"'{name}' is not numeric" in note for note in table.notes)
    assert read > 60  # of 120 columns


# Missing values

MARKERS = ["", ".", "-", "?", "NA", "N/A", "n/a", "None", "NULL", "null", "<NA>", "#N/A", "#NV"]
MARKERS += ["#DIV/0!", "\\N", "missing", "NaN", "nan", "(null)", "--"]


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("marker", MARKERS)
def test_markers_of_missing_values(marker, sign):
    head, *rows = [row.split(",") for row in (HEAD + ",site", *(r + ",a b" for r in ROWS))]
    for place in range(4):
        spoiled = [list(row) for row in rows]
        spoiled[2][place] = spoiled[5][place] = marker
        table = read_table(lines(*(sign.join(row) for row in (head, *spoiled))).encode())
        if place == 3 and marker in ("-", "None", "missing"):
            assert f"Read as values, not as missing: '{marker}' in 'site'." in table.notes
            continue
        assert table.missing == {head[place]: 2}
        assert table.without_missing([head[place]]).lines == (2, 3, 5, 6, 8, 9)


def test_plus_and_minus_are_two_values():
    table = read_table(b"a,y\n1.5,+\n2.5,-\n3.5,+\n")
    assert table.label_columns["y"] == ("+", "-")
    assert "Read as values, not as missing: '-' in 'y'." in table.notes


def test_rows_are_left_out_for_the_chosen_columns_only():
    table = read_table(b"a,b,y\n1,NA,0\n2,5,1\nNA,3,?\n4,1,1\n")
    assert table.missing == {"a": 1, "b": 1, "y": 1}
    assert table.without_missing(["a", "y"]).lines == (2, 3, 5)
    assert table.without_missing([]).lines == table.lines
    with pytest.raises(ValueError, match="No row is complete"):
        read_table(b"a,b\n1,\n,2\n").without_missing(["a", "b"])


# Defaults

DEFAULTS = {
    "named, not last": ("target,x,flag\n0,1.5,a\n1,2.5,b\n1,3.1,a\n", "target", ("x",)),
    "named in part": ("default.payment,SEX,x\n0,1,5\n1,2,7\n0,2,6\n", "default.payment", ("x",)),
    "no class in Pclass": ("Pclass,x,fate\n1,5,a\n2,7,b\n1,6,b\n", "fate", ("x",)),
    "the stronger name": ("status,class,x\na,c,1.5\nb,d,2.5\na,d,4\n", "class", ("x",)),
    "no measured quantity": ("x,kind,dose\n1,a,0.5\n7,b,2.5\n3,a,0.5\n", "kind", ("x",)),
    "codes": ("x,code,dose\n1,1,0.5\n7,2,2.5\n3,1,0.5\n", "code", ("x",)),
    "a name with three values": ("class,x,sex\na,1.5,m\nb,2,f\nc,4,m\n", "sex", ("x",)),
    "an id": ("id,x,y\n17,1.5,0\n4,2.5,1\n9,4.5,1\n", "y", ("x",)),
    "ids of a kind": ("customer_id,houseId,x,y\n17,3,1.5,0\n4,8,2.5,1\n9,1,4,1\n", "y", ("x",)),
    "unnamed": ("Unnamed: 0,x,y\n17,1.5,0\n4,2.5,1\n9,4.5,1\n", "y", ("x",)),
    "an index that was shuffled": (",x,y\n17,1.5,0\n4,2.5,1\n9,4.5,1\n", "y", ("x",)),
    "a counter of another name": ("k,x,y\n2,1.5,0\n0,2.5,1\n1,4.5,1\n", "y", ("x",)),
    "equal steps": (
        "t,x,y\n" + "".join(f"{1990 + 5 * k},{k * k % 7},{k % 2}\n" for k in range(12)),
        *("y", ("x",)),
    ),
    "four by chance": ("x,z,y\n150,7,0\n120,5,1\n180,9,1\n90,2,0\n", "y", ("x", "z")),
    "a counter alone": ("x,y\n0,0\n1,0\n2,0\n3,1\n4,1\n5,1\n", "y", ("x",)),
    "constants": ("c,x,y\n4,1.5,0\n4,2.5,1\n4,4.5,1\n", "y", ("x",)),
    "measured before two values": ("sex,x,z,y\n1,1.5,3,0\n2,2.5,8,1\n1,4,1,1\n", "y", ("x", "z")),
    "sample": ("x,width,idea\n1.5,2,a\n2,7,b\n9,1,a\n", "idea", ("x", "width")),
}


@pytest.mark.parametrize("form", DEFAULTS)
def test_defaults(form):
    content, label, features = DEFAULTS[form]
    table = read_table(content.encode())
    assert table.default_label == label
    assert table.default_features(label) == features


# Larger than allowed


def test_of_many_rows_the_same_sample_is_taken():
    draw = random.Random(1)
    rows = [f"{draw.gauss(0, 1):.3f},{int(draw.random() < 0.4)}" for _ in range(7_043)]
    content = lines("x,y", *rows).encode()
    table = read_table(content)
    assert len(table.lines) == MAX_ROWS
    assert table.notes[0].startswith("7043 rows and 2 columns")
    assert table.notes[1] == (
        "A random sample of 5000 rows is used, the same each time, with both classes in proportion."
    )
    assert table.lines == read_table(content).lines
    assert list(table.lines) == sorted(set(table.lines))
    share = np.mean([row.endswith("1") for row in rows])
    assert abs(table.label("y").mean() - share) < 1e-3
    for line, x, y in zip(table.lines, table.columns["x"], table.columns["y"], strict=True):
        assert rows[line - 2] == f"{x:.3f},{y:.0f}"


@pytest.mark.parametrize("rare", [1, 2, 40])
@pytest.mark.parametrize("value", ["a", "z"])
def test_a_sample_keeps_a_rare_class(rare, value):
    rows = [f"{k % 91}.5,{value if k < rare else 'm'}" for k in range(20_000)]
    y = read_table(lines("x,y", *rows).encode()).label("y")
    assert 0 < y.mean() < 1


def test_many_columns_are_read_and_three_chosen():
    draw = random.Random(2)
    head = ",".join(["id", "diagnosis", *(f"f{k}" for k in range(998))])
    rows = [
        ",".join([str(k), "BM"[k % 2], *(f"{draw.random():.2f}" for _ in range(998))])
        for k in range(20)
    ]
    data = read_csv(lines(head, *rows).encode())
    assert (data.feature_names, data.label_names) == (("f0", "f1"), ("B", "M"))


def test_a_number_and_a_gap_are_judged_by_the_whole_file_and_not_by_the_sample():
    rows = [f"{k % 7}.5,{k % 2}" for k in range(9_000)]
    rows[8_997] = "none of it,0"
    notes = read_table(lines("x,y", *rows).encode()).notes
    assert "'x' is not numeric: 'none of it' on line 8999 is no number." in notes


@pytest.mark.parametrize("name", [*NAMES, *LAYOUTS])
def test_notes_are_sentences(name):
    content = NAMES[name][0] if name in NAMES else LAYOUTS[name]
    for note in read_table(content.encode()).notes:
        assert note.isprintable()
        assert note.endswith(".")
        assert note[0].isupper() or note[0].isdigit() or note[0] == "'"
