"""The page of two outcomes, run as the browser would."""

from itertools import product

import pytest

from pages.models import two_outcomes as model
from tests.pages.app import checked, control, open_page

PAGE = "pages/information/two_outcomes.py"


def reading(app):
    data = control(app)
    return data["captions"][data["step"]]


def test_opens_with_a_reading():
    app = open_page(PAGE)
    assert app.title[0].value == "Where does cross-entropy come from?"
    assert "t = 0.20, q = 0.50" in reading(app)
    assert "0.500 + 0.193 = 0.693 nats" in reading(app)


@pytest.mark.parametrize(("drag", "unit"), list(product(model.DRAGS, model.UNITS)))
@pytest.mark.parametrize(("p", "q"), list(product(("0.0", "0.35", "1.0"), repeat=2)))
def test_every_choice_and_every_end(drag, unit, p, q):
    app = open_page(PAGE, drag=drag, unit=unit, p=p, q=q)
    assert f"t = {float(p):.2f}, q = {float(q):.2f}" in reading(app)
    assert f"{unit}s" in reading(app)
    assert "nan" not in reading(app)


def test_both_parameters_stay_when_the_dragged_one_changes():
    app = open_page(PAGE, p="0.3", q="0.81")
    checked(app.segmented_control(key="drag").set_value("p").run())
    assert "t = 0.30, q = 0.81" in reading(app)


def test_a_preset_sets_the_link():
    app = open_page(PAGE, drag="p")
    next(button for button in app.button if button.label == "Fair coin").click().run()
    assert "= 1.00 + 0 = 1.00 bits" in reading(app)
    assert "bit" in app.query_params["unit"]
    next(button for button in app.button if button.label == "Sure label").click().run()
    assert "t is certain" in reading(app)
    assert "1.0" in app.query_params["p"]


@pytest.mark.parametrize("name", ["p", "q", "drag", "unit"])
@pytest.mark.parametrize(
    "value", ["nan", "1e999", "-3", "7", "", "abc", "x" * 6000, "<script>alert(1)</script>"]
)
def test_a_hostile_link_opens_with_the_defaults(name, value):
    app = open_page(PAGE, **{name: value})
    assert "t = 0.20, q = 0.50" in reading(app)
    assert "nats" in reading(app)


def test_what_is_shown_is_what_is_computed():
    app = open_page(PAGE, p="0.3333")
    assert "t = 0.33, q = 0.50" in reading(app)
    assert "0.634 + 0.0590 = 0.693" in reading(app)


def test_the_pictures_are_small():
    app = open_page(PAGE)
    charts = app.get("plotly_chart")
    assert len(charts) == 2
    assert sum(len(chart.proto.spec) for chart in charts) < 150_000
    assert all(chart.proto.alt for chart in charts)
