"""What a visitor asks for is bounded, whether it comes by the link, a box, a text or a file."""

import pytest
from streamlit.testing.v1 import AppTest

from core.csv_reading import MAX_BYTES, MAX_CELL, MAX_COLUMNS, MAX_ROWS, read_table
from pages.shared import score_rows
from pages.shared.catalogue import OVERVIEW, VIEWS
from tests.pages.app import open_page, values

LINES = b"hours,passed\n" + b"1,no\n2,yes\n"
TOO_MUCH = {
    "bytes": (b"x" * (MAX_BYTES + 1), "1 MB"),
    "columns": (
        b",".join([b"a%d" % k for k in range(MAX_COLUMNS + 1)]) + b"\n",
        "1000 are allowed",
    ),
    "characters": (LINES + b"4," + b"y" * (MAX_CELL + 1) + b"\n", "more than 200 characters"),
}


def every_control(test: AppTest) -> list:
    """Return the controls of a page that take a number or a text."""
    return [widget for kind in ("number_input", "slider", "text_area") for widget in test.get(kind)]


@pytest.mark.parametrize("script", [entry.script for entry in (OVERVIEW, *VIEWS)])
def test_every_number_and_every_text_of_a_page_has_a_bound_that_the_link_obeys(script):
    test = open_page(script)
    boxes = every_control(test)
    assert boxes
    for box in boxes:
        if box.type == "text_area":
            assert 0 < box.max_chars <= 1000
        else:
            assert max(abs(box.min), abs(box.max)) <= 10_000
    far = {box.key: "9" * 12 for box in boxes if box.type != "text_area"}
    assert values(open_page(script, **far)) == values(test)


def test_a_table_too_long_is_refused_before_it_is_read():
    with pytest.raises(score_rows.TableError) as refused:
        score_rows.read("a b\n" + "a: 1 0 | 0 1\n" * 100)
    assert (refused.value.slug, refused.value.numbers) == ("too-long", {"most": 1000})


def test_the_longest_table_that_the_page_writes_itself_is_read_again():
    rows = "\n".join(
        f"name000{k}: " + "0.00012345 " * 6 + "| " + "1.2345e-05 " * 6 for k in range(6)
    )
    table = score_rows.read(" ".join(f"name000{k}" for k in range(6)) + "\n" + rows)
    assert len(score_rows.write(table)) <= score_rows.LONGEST


def test_of_more_rows_than_are_allowed_a_sample_is_kept():
    assert len(read_table(LINES + b"3,no\n" * MAX_ROWS).lines) == MAX_ROWS


@pytest.mark.parametrize("asked", TOO_MUCH)
def test_a_file_beyond_a_bound_gets_one_sentence(asked):
    content, sentence = TOO_MUCH[asked]
    with pytest.raises(ValueError, match=sentence) as refused:
        read_table(content)
    assert str(refused.value).count("\n") == 0
