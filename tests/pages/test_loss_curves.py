"""The page of loss curves, run as the browser would."""

import pytest

from pages.figures.numbers import number
from pages.models import loss_curves as model
from tests.pages.app import checked, control, open_page

PAGE = "pages/one_neuron/loss_curves.py"


def reading(app):
    data = control(app)
    return data["captions"][data["step"]]


def test_opens_with_a_confident_mistake():
    app = open_page(PAGE)
    assert app.title[0].value == "What does an error cost?"
    assert "Label 1, p = 0.05: −ln p = 3.00, slope −20.0" in reading(app)


@pytest.mark.parametrize("label", ["0", "1"])
@pytest.mark.parametrize("p", ["0.0", "0.5", "1.0"])
def test_both_labels_from_end_to_end(label, p):
    app = open_page(PAGE, **{"curve-label": label, "prediction": p})
    assert f"Label {label}, p = {float(p):.2f}" in reading(app)
    assert "nan" not in reading(app)


@pytest.mark.parametrize("threshold", ["0.1", "1.0", "2.5"])
def test_the_threshold_of_the_residual_is_said(threshold):
    app = open_page(PAGE, against="residual", threshold=threshold)
    assert f"δ = β = {threshold}: beyond ±{threshold}" in reading(app)
    assert threshold in app.latex[0].value


@pytest.mark.parametrize("outlier", ["-6.0", "4.5", "16.0"])
def test_the_outlier_is_said_with_the_slopes(outlier):
    app = open_page(PAGE, against="outlier", outlier=outlier, threshold="0.5")
    place = list(model.OUTLIERS).index(float(outlier))
    slope = model.fits(0.5)["mse"].slope[place]
    assert f"fitted slope {number(slope)} with half squared" in reading(app)
    assert "δ = β = 0.5" in reading(app)


def test_the_threshold_stays_from_one_part_to_the_next():
    app = open_page(PAGE, against="residual", threshold="2.0")
    checked(app.segmented_control(key="against").set_value("outlier").run())
    assert "δ = β = 2.0" in reading(app)


@pytest.mark.parametrize("part", model.PARTS)
@pytest.mark.parametrize("value", ["nan", "1e999", "-1e9", "abc", "", "<script>alert(1)</script>"])
def test_hostile_links_open_each_part_with_its_defaults(part, value):
    names = ["prediction", "threshold", "outlier", "curve-label"]
    attacked = open_page(PAGE, against=part, **dict.fromkeys(names, value))
    assert reading(attacked) == reading(open_page(PAGE, against=part))


def test_what_is_shown_is_what_is_computed():
    exact, typed = (open_page(PAGE, against="outlier", threshold=t) for t in ("0.5", "0.53"))
    assert reading(typed) == reading(exact)


def test_an_unknown_part_is_the_first():
    assert "Label 1" in reading(open_page(PAGE, against="nothing"))


@pytest.mark.parametrize("part", model.PARTS)
def test_the_pictures_are_small_and_described(part):
    charts = open_page(PAGE, against=part).get("plotly_chart")
    assert len(charts) == 2
    assert sum(len(chart.proto.spec) for chart in charts) < 200_000
    assert all(chart.proto.alt for chart in charts)
