"""The page of code lengths, run as the browser would."""

import numpy as np
import pytest

from core.information import entropy
from pages.models import code_length as model
from tests.pages.app import control, open_page, tables

PAGE = "pages/information/code_length.py"


def reading(app):
    data = control(app)
    return data["captions"][data["step"]]


def test_opens_with_the_example_in_bits():
    app = open_page(PAGE)
    assert app.title[0].value == "How many bits does a message need?"
    assert "1.4855 + 0.3966 = 1.8821 bits" in reading(app)
    assert "1.50 with t's." in reading(app)


@pytest.mark.parametrize("unit", model.UNIT_NAMES)
@pytest.mark.parametrize("count", range(2, 9))
def test_every_unit_and_number_of_outcomes(unit, count):
    app = open_page(PAGE, **{"outcomes": str(count), "lengths-in": unit, "belief": "0.4"})
    p = model.shares([5, 3, 2, 1, 1, 1, 1, 1][:count])
    assert f"H(t) + KL(t‖q) = {entropy(p, unit):.4f} + " in reading(app)
    assert len(tables(app)[0]) == count
    assert f"{unit}s" in app.latex[0].value


def test_parts_of_the_link_are_normalised():
    parts = {"happens-a": "1", "happens-b": "1", "happens-c": "2"}
    app = open_page(PAGE, **parts, belief="0")
    assert "H(t) + KL(t‖q) = 1.5000 + 0.0000 = 1.5000 bits" in reading(app)


def test_no_parts_at_all_are_equal_parts_and_said_so():
    names = [f"{kind}-{name}" for kind in ("happens", "believed") for name in "abc"]
    app = open_page(PAGE, **dict.fromkeys(names, "0"))
    assert "equal parts" in app.info[0].value
    assert f"{np.log2(3):.4f} + 0.0000" in reading(app)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("0.5, 0.3, 0.2", "1.4855 + 0.3966 = 1.8821 bits"),
        ("Powers of ½", "1.7500 + 0.2500 = 2.0000 bits"),
        ("Nearly sure", "1.00 with t's."),
        ("One ruled out", "CE(t, q) is infinite"),
    ],
)
def test_an_example_sets_the_link(name, said):
    app = open_page(PAGE, outcomes="7")
    next(button for button in app.button if button.label == name).click().run()
    assert not app.exception
    assert said in reading(app)


def test_the_table_follows_the_belief():
    rows = tables(open_page(PAGE, belief="0"))[0]
    assert list(rows["t"]) == list(rows["q"])
    rows = tables(open_page(PAGE, belief="1"))[0]
    assert list(rows["q"]) == ["0.200", "0.300", "0.500"]


def test_the_pictures_are_small_and_described():
    charts = open_page(PAGE, outcomes="8").get("plotly_chart")
    assert len(charts) == 3
    assert sum(len(chart.proto.spec) for chart in charts) < 300_000
    assert all(chart.proto.alt for chart in charts)
