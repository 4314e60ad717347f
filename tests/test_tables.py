"""Tables written in Markdown."""

import pytest

from pages.words.tables import markdown_table


def test_a_table_is_heads_a_rule_and_rows():
    rows = [{"loss": "BCE", "steps": "7\u202f226"}, {"loss": "MSE", "steps": "1"}]
    assert markdown_table(rows) == (
        "| loss | steps |\n| --- | --- |\n| BCE | 7\u202f226 |\n| MSE | 1 |"
    )


@pytest.mark.parametrize(
    ("cell", "line"),
    [
        ("|dL/dz|", r"| \|dL/dz\| |"),
        ("|a| $|x|$ b", r"| \|a\| $\vert x\vert $ b |"),
        (r"a\|b", r"| a\|b |"),
        (r"a\\|b", r"| a\\\|b |"),
        ("a\nb", "| a b |"),
        ("\xa0", "| \xa0 |"),
        ("", "|  |"),
    ],
)
def test_a_cell_stays_in_its_place(cell, line):
    assert markdown_table([{cell: "1"}]).splitlines()[0] == line
    assert markdown_table([{"head": cell}]).splitlines()[2] == line


@pytest.mark.parametrize("rows", [[], [{"a": "1"}, {"b": "1"}], [{"a": "1"}, {}]])
def test_a_table_without_rows_or_of_several_shapes_is_refused(rows):
    with pytest.raises(ValueError, match="must have"):
        markdown_table(rows)
