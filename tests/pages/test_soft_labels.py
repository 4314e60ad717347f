"""The page of soft labels, run as the browser would."""

import numpy as np
import pytest

from pages.models.soft_labels import CLASSES, TARGETS
from tests.pages.app import checked, control, figure, open_page, tables, weight

PAGE = "pages/many_classes/soft_labels.py"


def reading(app):
    data = control(app)
    return data["captions"][data["step"]]


def test_opens_with_a_teacher_at_temperature_4():
    app = open_page(PAGE)
    assert app.title[0].value == "Is KL the better loss for a soft label?"
    assert reading(app) == (
        "T = 4: the target gives cat 0.590, the student 0.292. CE = H(t) + KL = 0.934 + 0.191 = "
        "1.125 nats. Slope in cat by either: −0.0745; times T²: −1.19."
    )
    assert len(app.get("plotly_chart")) == 5
    assert control(app)["charts"][:3] == ["soft-bars", "soft-losses", "soft-strengths"]
    assert "{" not in reading(app)


def test_a_released_temperature_changes_no_figure():
    before, after = open_page(PAGE), open_page(PAGE, temperature="1")
    assert "T = 1:" in reading(after)
    for place in range(3):
        assert figure(before, place) == figure(after, place)
    assert not tables(before)[0].equals(tables(after)[0])


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("reverse", ["true", "false"])
@pytest.mark.parametrize("temperature", ["0.5", "20"])
def test_every_choice_opens_and_stays_small(target, reverse, temperature):
    app = open_page(PAGE, target=target, reverse=reverse, temperature=temperature, size="large")
    assert weight(app) < 600_000
    assert all(chart.proto.alt for chart in app.get("plotly_chart"))
    assert max(map(len, control(app)["captions"])) <= 190
    names = [trace.get("name") for trace in figure(app, 1)["data"]]
    assert ("reverse" in names) == (reverse == "true")


def test_no_smoothing_is_a_hard_label_and_says_so():
    app = open_page(PAGE, target="smoothed", smoothing="0", reverse="true")
    assert "Reverse KL: infinite" in reading(app)
    assert "one-hot" in app.info[0].value
    assert "H(t) + KL = 0.000 + " in reading(app)
    assert len(tables(app)[0]) == 2


def test_equal_logits_leave_nothing_to_learn():
    app = open_page(PAGE, **{"student-cat": "6"})
    assert "+ 0.000 =" in reading(app)
    assert tables(app)[0]["slope in cat"].tolist()[:2] == ["0", "0"]


def test_the_prior_costs_nothing():
    app = open_page(PAGE, **{"latent-mean": "0", "latent-deviation": "1"})
    assert any(r"&= 0 \text{ nats}" in formula.value for formula in app.latex)
    moved = checked(app.slider(key="latent-mean").set_value(2.0).run())
    assert any(r"&= 2.00 \text{ nats}" in formula.value for formula in moved.latex)


def test_logits_of_the_link_are_those_of_the_picture():
    app = open_page(PAGE, **{"teacher-cat": "0", "teacher-dog": "0", "teacher-car": "0"})
    row = tables(app)[0].iloc[0]
    slopes = [float(row[f"slope in {c}"].replace("−", "-")) for c in CLASSES]
    np.testing.assert_allclose(sum(slopes), 0, atol=2e-3)
    assert "cat 0.333" in reading(app)
