"""The page of the learning rate, run as the browser would."""

from dataclasses import replace

import pytest

from core.datasets import DATASETS
from core.losses import LOSSES
from pages.models import learning_rate as model
from tests.pages.app import control, open_page, tables, weight

PAGE = "pages/training/learning_rate.py"


def reading(app):
    data = control(app)
    return data["captions"][data["step"]]


def test_opens_between_the_bounds():
    app = open_page(PAGE)
    assert app.title[0].value == "How large may a step be?"
    assert reading(app) == (
        "Rate 0.500, above 2/M but below 2/h: converges to the minimum (−0.314, 0.350), "
        "loss 0.532, 99 % of the way after 90 steps."
    )
    assert len(app.get("plotly_chart")) == 4
    assert tables(app)[0]["steps"].tolist() == ["7\u202f226", "1"]


@pytest.mark.parametrize(
    ("rate", "says"),
    [
        ("0.3", "below 2/M and 2/h: still falling"),
        ("2", "above 2/M but below 2/h"),
        ("4", "oscillates around the minimum (0.643, −3.85)"),
        ("8", "lands on a plateau, loss 0.1"),
    ],
)
def test_half_squared_error_in_the_trap(rate, says):
    link = {"rate-loss": "mse", "rate-start": "saturated", "learning-rate": rate}
    assert says in reading(open_page(PAGE, **link))


@pytest.mark.parametrize("slug", LOSSES)
def test_every_loss(slug):
    app = open_page(PAGE, **{"rate-loss": slug, "rate-data": "nielsen"})
    text = " ".join(passage.value for passage in app.markdown)
    assert ("has a kink: where" in text) != LOSSES[slug].smooth


@pytest.mark.parametrize("slug", DATASETS)
def test_every_data_set(slug):
    app = open_page(PAGE, **{"rate-data": slug, "rate-feature": "second"})
    assert len(control(app)["captions"]) == len(control(app)["labels"])


def test_raw_features_want_a_smaller_rate():
    link = {"rate-data": "iris", "rate-feature": "both"}
    scaled, raw = (open_page(PAGE, **link, **{"rate-scaled": on}) for on in ("true", "false"))
    assert float(control(raw)["labels"][-1]) < float(control(scaled)["labels"][-1]) / 5


def test_a_loss_added_at_run_time(monkeypatch):
    rough = replace(LOSSES["bce"], slug="rough", title="rough", smooth=False, convex=False)
    monkeypatch.setitem(LOSSES, "rough", replace(rough, probability_gradient=None))
    app = open_page(PAGE, **{"rate-loss": "rough"})
    assert "without a bound" in reading(app)


def test_the_page_is_small_and_the_position_leaves_the_pictures_alone():
    link = {"rate-data": "iris", "rate-feature": "both", "size": "large"}
    near, far = (open_page(PAGE, **link, **{"learning-rate": rate}) for rate in ("0.5", "60"))
    assert weight(near) < 600_000
    charts = [[chart.proto.spec for chart in app.get("plotly_chart")] for app in (near, far)]
    assert charts[0] == charts[1]
    assert all(chart.proto.alt for chart in near.get("plotly_chart"))
    assert reading(near) != reading(far)


def test_the_text_states_what_the_run_shows():
    assert "the sentence after 3000 steps" in open_page(PAGE).expander[2].markdown[0].value
    assert model.STEPS == 3000
