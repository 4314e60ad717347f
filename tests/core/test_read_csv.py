"""CSV files of one's own: a data set, or one clear sentence."""

import re
import warnings

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.csv_reading import MAX_BYTES, MAX_CELL, MAX_COLUMNS, MAX_ROWS, Table, read_table
from core.datasets import Dataset, from_table, read_csv

FRUIT = b"weight,width,shop,kind\n150,7.1,a,pear\n120,6.5,b,apple\n180,6.9,c,pear\n90,5.0,a,apple\n"


def lines(*texts):
    return "\n".join(texts).encode()


def test_the_table_tells_what_can_be_chosen():
    table = read_table(FRUIT)
    assert list(table.columns) == ["weight", "width", "shop", "kind"]
    assert table.numeric_columns == ("weight", "width")
    assert table.label_columns == {"kind": ("apple", "pear")}
    assert table.values("shop") == ("a", "b", "c")
    assert table.lines == (2, 3, 4, 5)


def test_defaults_are_the_last_label_and_the_first_features():
    fruit = read_csv(FRUIT, standardise=False)
    assert fruit.feature_names == ("weight", "width")
    assert fruit.label_names == ("apple", "pear")
    assert fruit.y.tolist() == [1, 0, 1, 0]
    assert fruit.X.tolist() == [[150, 7.1], [120, 6.5], [180, 6.9], [90, 5.0]]
    assert (fruit.slug, fruit.title) == ("own", "Own data")


def test_choices_are_kept_in_their_order():
    content = b"a,b,first,second\n1,5,x,0\n2,3,x,1\n4,4,y,1\n"
    chosen = read_csv(content, label="first", features=["b", "a"], standardise=False)
    assert chosen.y.tolist() == [0, 0, 1]
    assert chosen.label_names == ("x", "y")
    assert chosen.X.tolist() == [[5, 1], [3, 2], [4, 4]]
    default = read_csv(content)
    assert default.y.tolist() == [0, 1, 1]
    assert default.feature_names == ("a", "b")


def test_own_data_are_standardised_by_default():
    fruit = read_csv(FRUIT)
    assert fruit.standardised
    np.testing.assert_allclose(fruit.X.mean(axis=0), 0, atol=1e-15)
    np.testing.assert_allclose(fruit.X.std(axis=0), 1, rtol=1e-14)
    original = read_csv(FRUIT, standardise=False)
    np.testing.assert_allclose(fruit.offset + fruit.scale * fruit.X, original.X, rtol=1e-14)


def test_both_steps_are_the_one():
    once = read_csv(FRUIT, label="kind", features=["width"])
    twice = from_table(read_table(FRUIT), label="kind", features=["width"])
    np.testing.assert_array_equal(once.X, twice.X)
    np.testing.assert_array_equal(once.y, twice.y)


@pytest.mark.parametrize(
    ("values", "names", "labels"),
    [
        (("no", "yes"), ("no", "yes"), [0, 1]),
        (("yes", "no"), ("no", "yes"), [1, 0]),
        (("0", "1"), ("0", "1"), [0, 1]),
        (("1", "0.0"), ("0", "1"), [1, 0]),
        (("-1", "1"), ("-1", "1"), [0, 1]),
        (("10", "9"), ("9", "10"), [1, 0]),
        (("True", "False"), ("False", "True"), [1, 0]),
        (("0.5", "1e3"), ("0.5", "1000"), [0, 1]),
        (("\u00e4", "b"), ("b", "\u00e4"), [1, 0]),
    ],
)
def test_the_smaller_value_is_class_0(values, names, labels):
    own = read_csv(lines("x,y", f"1,{values[0]}", f"2,{values[1]}"))
    assert own.label_names == names
    assert own.y.tolist() == labels


@pytest.mark.parametrize(
    "content",
    [
        b"x,y\n1.5,a\n2,b\n",
        b"\xef\xbb\xbfx,y\n1.5,a\n2,b\n",
        b"x;y\n1.5;a\n2;b\n",
        b"x;y\n1,5;a\n2,0;b\n",
        b"x\ty\n1.5\ta\n2\tb\n",
        b"x,y\r\n1.5,a\r\n2,b\r\n",
        b"x,y\r1.5,a\r2,b",
        b" x , y \n 1.5 , a \n 2 , b \n",
        b'"x","y"\n"1.5","a"\n"2","b"\n',
        b"# A comment; with, marks\n\n# and another\nx,y\n1.5,a\n\n2,b\n,\n\n",
    ],
    ids=str.split("plain bom semicolon decimal-comma tab crlf cr spaces quotes comments"),
)
def test_dialects(content):
    own = read_csv(content, standardise=False)
    assert own.feature_names == ("x",)
    assert own.label_names == ("a", "b")
    assert own.X.tolist() == [[1.5], [2]]
    assert own.y.tolist() == [0, 1]


def test_commas_inside_names_and_text_are_not_taken_for_decimals():
    table = read_table(b'length, cm;"who, when"\n1,5;Ann, 3\n2,5;Bob, 4\n')
    assert table.numeric_columns == ("length, cm",)
    assert table.values("who, when") == ("Ann, 3", "Bob, 4")


def test_a_comma_in_a_cell_of_a_comma_file_is_a_decimal_sign_if_it_can_be_no_other():
    table = read_table(b'x,y\n"1,5",1.5\n"2,5",2\n')
    assert table.columns["x"].tolist() == [1.5, 2.5]
    assert table.notes[0].endswith("with decimal points and decimal commas.")


def test_the_label_may_stand_first():
    own = read_csv(b"kind,weight\noat,1\nrye,2\nrye,4\n")
    assert own.label_names == ("oat", "rye")
    assert own.feature_names == ("weight",)


def test_columns_without_name_are_counted():
    assert list(read_table(b",x,y\n0,1,a\n1,2,b\n").columns) == ["column 1", "x", "y"]


def test_a_number_with_an_underscore_is_text():
    assert read_table(b"x,id\n1,1_0\n2,2_0\n").numeric_columns == ("x",)


def test_lines_are_counted_as_an_editor_does():
    content = b'# comment\n\nx,y\n1,"a\nb"\n\n2,c\n'
    assert read_table(content).lines == (5, 7)


TWO = ("1,a", "2,b")
REFUSED_FILES = {
    "empty": (b"", "The file is empty."),
    "blank": (b" \n\n,,\n", "The file is empty."),
    "only a comment": (b"# nothing\n", "The file is empty."),
    "one line": (b"x,y\n", "The file has a line of column names but no rows."),
    "too large": (b"x" * (MAX_BYTES + 1), "The file is larger than 1 MB: leave out rows or col"),
    "latin-1": ("x,größe\n1,2\n".encode("latin-1"), "not UTF-8 text"),
    "utf-16 without mark": ("x,y\n1,2\n".encode("utf-16-le"), "not UTF-8 text"),
    "picture": (b"\x89PNG\r\n\x1a\n\x00\x00", "not UTF-8 text"),
    "short row": (lines("x,y", *TWO, "3"), "Line 4 has 1 cell, but the header has 2."),
    "long row": (lines("x,y", "1,a,b"), "Line 2 has 3 cells, but the header has 2."),
    "ragged below a comment": (lines("# c", "x,y", "1"), "Line 3 has 1 cell"),
    "open quote": (lines("x,y", '1,"a', "2,b"), "Line 3 cannot be read: check its quotation marks"),
    "quote inside": (lines("x,y", '1,"a"b'), "Line 2 cannot be read: check its quotation marks."),
    "quote below a comment": (lines("# c", "x,y", '1,"a"b'), "Line 3 cannot be read"),
    "endless quote": (b'x,y\n1,"' + b"a" * 200_000, "Line 2 has a cell of more than 200"),
    "many columns": (
        lines(",".join("x" * (MAX_COLUMNS + 1)), "1"),
        "The file has 1001 columns; 1000 are allowed.",
    ),
    "long cell": (lines("x,y", "1," + "a" * (MAX_CELL + 1)), "Line 2 has a cell of more than 200"),
    "long name": (lines("x," + "y" * (MAX_CELL + 1), "1,a"), "Line 1 has a cell of more than 200"),
}


@pytest.mark.parametrize("case", REFUSED_FILES)
def test_files_that_cannot_be_read(case):
    content, sentence = REFUSED_FILES[case]
    with pytest.raises(ValueError, match=re.escape(sentence)):
        read_table(content)


def test_the_limits_themselves_are_allowed():
    names = [f"x{place}" for place in range(MAX_COLUMNS)]
    row = ["1"] * (MAX_COLUMNS - 1) + ["a" * MAX_CELL]
    assert len(read_table(lines(",".join(names), ",".join(row))).columns) == MAX_COLUMNS
    assert len(read_table(b"x\n" + b"1\n" * MAX_ROWS).lines) == MAX_ROWS
    padding = b"# " + b"a" * (MAX_BYTES - len(FRUIT) - 3) + b"\n"
    assert read_table(padding + FRUIT).label_columns == {"kind": ("apple", "pear")}


REFUSED_CHOICES = {
    "no numeric column": (lines("x,y", "u,a", "v,b"), {}, "no numeric column besides the label"),
    "only the label": (lines("y", "a", "b"), {}, "no numeric column besides the label"),
    "one class": (lines("x,y", "1,a", "2,a", "3,a"), {}, "'y' holds only one class; a label"),
    "three classes": (
        lines("x,y", "1,a", "2,b", "3,c"),
        {},
        "Column 'y' holds 3 different values; a label needs two.",
    ),
    "missing feature": (
        lines("x,y", *TWO, ",a", "NA,b"),
        {},
        "Column 'x' has 2 missing values, the first on line 4.",
    ),
    "missing label": (lines("x,y", *TWO, "3,?"), {}, "Column 'y' has a missing value on line 4."),
    "missing numeric label": (
        lines("x,y", "1,0", "2,1", "3,nan"),
        {},
        "'y' has a missing value on",
    ),
    "no value at all": (
        lines("x,y", "1,", "2,"),
        {"label": "y"},
        "'y' has 2 missing values, the first on line 2.",
    ),
    "constant": (lines("x,y", "0.1,a", "0.1,b", "0.1,a"), {}, "Column 'x' is constant"),
    "constant zero": (lines("x,y", "0,a", "0,b"), {"features": ["x"]}, "Column 'x' is constant"),
    "nearly constant": (
        lines("x,y", "1000000000000000,a", "1000000000000001,b"),
        {},
        "Column 'x' is constant, or near",
    ),
    "tiny": (
        lines("x,y", "1e-161,a", "2e-161,b"),
        {},
        "'x' has only numbers below 1e-100 in size.",
    ),
    "infinite": (lines("x,y", "1e999,a", "2,b"), {}, "'x' has a number beyond 1e100 on line 2."),
    "minus infinite": (
        lines("x,y", "1,a", "-inf,b"),
        {},
        "'x' has a number beyond 1e100 on line 3.",
    ),
    "huge": (lines("x,y", "1e101,a", "2,b"), {}, "Column 'x' has a number beyond 1e100 on line 2."),
    "label as feature": (
        lines("x,y", "1,0", "2,1"),
        {"label": "y", "features": ["x", "y"]},
        "The label column cannot be a feature too.",
    ),
    "unknown label": (lines("x,y", *TWO), {"label": "z"}, "There is no column 'z'."),
    "unknown feature": (lines("x,y", *TWO), {"features": ["z"]}, "There is no column 'z'."),
    "text feature": (
        lines("x,y,z", "1,a,u", "2,b,v"),
        {"label": "y", "features": ["z"]},
        "Column 'z' is not numeric and cannot be a feature.",
    ),
    "no feature": (lines("x,y", *TWO), {"features": []}, "no numeric column besides the label"),
    "three features": (
        lines("u,v,w,y", "1,3,2,a", "2,1,3,b"),
        {"features": ["u", "v", "w"]},
        "Choose one numeric column, or two different ones",
    ),
    "the same feature": (
        lines("x,y", *TWO),
        {"features": ["x", "x"]},
        "Choose one numeric column, or two different ones",
    ),
    "two scales of one feature": (
        lines("cm,inch,y", "2.54,1,a", "5.08,2,b", "12.7,5,a"),
        {},
        "The two features say the same, up to offset and scale: choose one.",
    ),
}


@pytest.mark.parametrize("standardise", [True, False])
@pytest.mark.parametrize("case", REFUSED_CHOICES)
def test_choices_that_cannot_be_used(case, standardise):
    content, choice, sentence = REFUSED_CHOICES[case]
    with pytest.raises(ValueError, match=re.escape(sentence)):
        read_csv(content, **choice, standardise=standardise)


@pytest.mark.parametrize("name", ["x" * MAX_CELL, "\\" * MAX_CELL, "'\"" * 90])
def test_long_names_are_cut_in_sentences(name):
    content = f'"{name.replace(chr(34), chr(34) * 2)}",y\n1,a\n1,b\n'.encode()
    with pytest.raises(ValueError, match=r"\.\.\.") as refusal:
        read_csv(content)
    assert len(str(refusal.value)) < 120


CELLS = st.sampled_from(["0", "1", "2.5", "-3", "1e999", "1e-320", "1e100", "", "NA", "a", "b"])
CSV_LIKE = st.lists(st.lists(CELLS, min_size=1, max_size=3).map(",".join), max_size=8).map(
    lambda rows: "\n".join(["x,y,z", *rows]).encode()
)
NOISE = st.text(alphabet='ab01e.,;\t\n\r"# -_\u00e9\ufeff\u2028\x1c', max_size=60).map(str.encode)


@given(st.binary(max_size=60) | NOISE | CSV_LIKE, st.booleans())
@example(b"x,y\n1e100,a\n-1e100,b\n", True)
@example(b"x,y,z\n5e-324,0,a\n0,1,b\n", True)
@example(b"x,z,y\n1e-161,1,a\n3e-161,2,b\n2e-161,5,b\n", True)
def test_any_bytes_give_data_or_one_sentence(content, standardise):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            table = read_table(content)
            assert isinstance(table, Table)
            assert table.columns
            assert table.lines
            assert set(table.numeric_columns) | set(table.label_columns) <= set(table.columns)
            own = read_csv(content, standardise=standardise)
        except ValueError as refusal:
            sentence = str(refusal)
        else:
            sentence = None
    if sentence is not None:
        assert sentence.endswith(".")
        assert "\n" not in sentence
        return
    assert isinstance(own, Dataset)
    assert np.isfinite(own.X).all()
    assert set(own.y) == {0, 1}
    assert own.X.shape == (len(own.y), len(own.feature_names))
