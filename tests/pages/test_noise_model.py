"""The page of noise models, run as the browser would."""

import numpy as np
import pytest

from core.datasets import load
from core.likelihood import NOISE_MODELS
from core.losses import LOSSES
from core.optimizers import minimise
from pages.models import noise_model as model
from tests.pages.app import array, checked, control, figure, open_page, weight

PAGE = "pages/likelihood/noise_model.py"
NAMES = ["noise", "observed", "sigma", "logistic-data", "prior", "mean", "chance", "weight"]
HOSTILE = ["1e999", "-77", "<script>alert(1)</script>"]


def reading(app):
    data = control(app)
    return data["captions"][data["step"]]


def choose(app, key):
    return next(group for group in app.get("button_group") if group.key == key)


def test_opens_beside_the_maximum():
    app = open_page(PAGE)
    assert app.title[0].value == "Where do losses come from?"
    assert reading(app) == (
        "μ = 2.00 cm: likelihood 1.52 × 10⁻⁸ of its maximum, mean half squared error 2.72 cm². "
        "Both are best at μ = 4.00 cm."
    )
    assert len(app.get("plotly_chart")) == 3


@pytest.mark.parametrize("noise", NOISE_MODELS)
@pytest.mark.parametrize("observed", model.OBSERVATIONS)
def test_every_noise_on_every_sample(noise, observed):
    app = open_page(PAGE, noise=noise, observed=observed, sigma="0.5")
    labels = noise == "bernoulli" or observed == "labels"
    assert control(app)["labels"][-1] == ("1.00" if labels else "9.00")
    assert len(app.get("plotly_chart")) == (2 if noise == "bernoulli" else 3)
    sample = model.OBSERVATIONS["labels" if noise == "bernoulli" else observed]
    best = NOISE_MODELS[noise].estimate(sample).location
    lines = figure(app, 1)["layout"]["shapes"]
    assert [line["x0"] for line in lines] == [best, best], "in both panels"


@pytest.mark.parametrize("slug", ["iris", "breast-cancer", "trap"])
def test_logistic_regression_on_every_data_set(slug):
    parameters = {"noise": "logistic", "logistic-data": slug, "prior": "0.5"}
    app = open_page(PAGE, **parameters)
    data = load(slug).feature(0)
    weight = minimise(LOSSES["bce"], data.X, data.y).theta[0]
    alone, after, *_ = (line["x0"] for line in figure(app, 1)["layout"]["shapes"])
    assert alone == pytest.approx(weight)
    assert 0 < after / alone < 1
    assert "with the prior at" in reading(app)
    assert len(app.latex) == 2


def test_the_step_of_the_link_is_taken():
    app = open_page(PAGE, noise="bernoulli", chance="0.7")
    assert control(app)["labels"][control(app)["step"]] == "0.70"
    assert "likelihood 1.00 of its maximum" in reading(app)
    assert "0.611" in app.latex[0].value


def test_the_loss_on_screen_is_that_of_core():
    app = open_page(PAGE, noise="laplace", observed="outlier")
    loss = next(trace for trace in figure(app, 1)["data"] if trace.get("yaxis") == "y2")
    x, y = array(loss["x"]), array(loss["y"])
    sample = model.OBSERVATIONS["outlier"]
    np.testing.assert_allclose(y, NOISE_MODELS["laplace"].mean_loss(sample, x), rtol=1e-5)


def test_few_sections_are_folded():
    assert len(open_page(PAGE).expander) == 5


def test_another_noise_keeps_the_page_whole():
    app = open_page(PAGE)
    for noise in (*reversed(model.NOISES), "laplace"):
        app = checked(choose(app, "noise.shown").set_value(noise).run())
        assert LOSSES[model.LOSS_OF[noise]].title in reading(app)


@pytest.mark.parametrize("noise", model.NOISES)
def test_a_hostile_link_opens_with_the_defaults(noise):
    usual = reading(open_page(PAGE, noise=noise))
    for value in HOSTILE:
        hostile = {name: value for name in NAMES if name != "noise"}
        assert reading(open_page(PAGE, noise=noise, **hostile)) == usual


@pytest.mark.parametrize("noise", model.NOISES)
def test_the_page_is_small(noise):
    app = open_page(PAGE, noise=noise, **{"logistic-data": "breast-cancer", "prior": "1"})
    assert weight(app) < 400_000
    assert all(chart.proto.alt for chart in app.get("plotly_chart"))
    assert max(map(len, control(app)["captions"])) <= 150
