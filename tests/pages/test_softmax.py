"""The page of many classes, run as the browser would."""

import numpy as np
import pytest

from pages.models.softmax import GRID
from tests.pages.app import checked, control, figure, open_page, tables

PAGE = "pages/many_classes/softmax.py"
NAMES = ["classes", "moved", "truth", "z1", "z2", "z3", "constant", "feature"]
HOSTILE = ["nan", "1e999", "-77", "", "abc", "x" * 6000, "<script>alert(1)</script>"]


def reading(app):
    data = control(app)
    return data["captions"][data["step"]]


def test_opens_confidently_wrong():
    app = open_page(PAGE)
    assert app.title[0].value == "What changes when one logit moves?"
    assert reading(app) == (
        "At z = 5.0 the right class has q = 0.00657: cross-entropy 5.02 nats. "
        "Slope in z: 0.976; of half squared error 0.0293 (0.0301 times as large)."
    )
    assert len(app.get("plotly_chart")) == 4


@pytest.mark.parametrize("count", range(2, 11))
@pytest.mark.parametrize("right", ["1", "2"])
def test_every_number_of_classes(count, right):
    app = open_page(PAGE, classes=str(count), truth=right, moved=str(count))
    assert control(app)["label"] == f"logit z of class {count}"
    assert len(tables(app)[0]) == count
    assert len(app.get("plotly_chart")) == (4 if count == 3 else 2)
    assert len(figure(app)["layout"]["yaxis"]["ticktext"]) == count
    assert max(map(len, control(app)["captions"])) <= 175


def test_fewer_classes_drop_what_is_gone():
    app = open_page(PAGE, classes="5", moved="5", truth="4")
    app = checked(app.selectbox(key="classes").set_value("3").run())
    assert len(tables(app)[0]) == 3
    assert int(app.selectbox(key="moved").value) <= 3


def test_logits_stay_when_another_one_is_dragged():
    app = open_page(PAGE, z1="-1.5", z2="2.5", z3="0.5")
    app = checked(app.selectbox(key="moved").set_value("3").run())
    assert tables(app)[0]["logit z"].tolist() == ["−1.5", "2.5", "0.5"]


def test_all_equal_is_the_factor_1_over_k():
    app = open_page(PAGE, classes="4")
    next(button for button in app.button if button.label == "All equal").click().run()
    assert "1/4 of it" in reading(checked(app))


def test_a_constant_changes_only_the_logits():
    plain, shifted = open_page(PAGE), open_page(PAGE, constant="100")
    assert reading(plain) == reading(shifted)
    before, after = tables(plain)[0], tables(shifted)[0]
    assert after["logit z"].tolist() == ["100.0", "105.0", "101.0"]
    for name in ("probability q", "dCE/dz = q − t", "slope of half squared error"):
        assert before[name].tolist() == after[name].tolist()


def test_the_feature_scales_the_slope_of_the_weights():
    app = open_page(PAGE, feature="-3")
    name = "dCE/dw = (q − t) · -3"
    slopes = [float(value.replace("−", "-")) for value in tables(app)[0][name]]
    errors = [float(value.replace("−", "-")) for value in tables(app)[0]["dCE/dz = q − t"]]
    np.testing.assert_allclose(slopes, -3 * np.array(errors), rtol=5e-3)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_link_opens_with_the_defaults(name, value):
    assert reading(open_page(PAGE, **{name: value})) == reading(open_page(PAGE))


@pytest.mark.parametrize("size", ["normal", "large"])
@pytest.mark.parametrize("count", ["3", "10"])
def test_the_page_is_small(count, size):
    app = open_page(PAGE, classes=count, size=size)
    specs = sum(len(chart.proto.spec) for chart in app.get("plotly_chart"))
    parts = sum(len(part.proto.json) for part in app.get("bidi_component"))
    assert specs + parts < 450_000
    assert all(chart.proto.alt for chart in app.get("plotly_chart"))
    assert len(control(app)["captions"]) == len(GRID)
