"""The page of the live fit, run as the browser would."""

import re

import numpy as np
import pytest

from core.datasets import DATASETS, load
from core.initial import STARTS, preset_start
from core.losses import LOSSES
from core.optimizers import OPTIMIZERS
from core.training import Settings, fit
from pages.words import text
from tests.pages.app import array, checked, control, figure, open_page, tables

PAGE = "pages/training/live_fit.py"
WORDS = text.read(PAGE)
HOSTILE = ["nan", "1e999", "-3", "70000", "", "abc", "x" * 6000, "<script>alert(1)</script>"]
PARAMETERS = [
    *("data", "start", "first", "second", "rates", "rate", "step"),
    *("switch", "at", "optimizer", "steps", "features", "standardise"),
]


def single(values):
    """Single precision, as the figures carry it."""
    return np.asarray(values, dtype=np.float32)


def reading(app):
    data = control(app)
    return data["captions"][data["step"]]


def shown_step(app):
    return int(re.match(r"Step (\d+),", reading(app))[1])


def saturated(slug, loss, steps, **options):
    data = load(slug)
    start = preset_start("saturated", data.X, data.y, slug)
    return fit(LOSSES[loss], data.X, data.y, Settings(start=start, steps=steps, **options))


def test_the_first_picture_tells_the_story():
    app = open_page(PAGE)
    assert app.title[0].value == "Which loss gets away from a bad start?"
    slow, fast = saturated("breast-cancer", "mse", 120), saturated("breast-cancer", "bce", 120)
    assert shown_step(app) == 120
    assert (
        f"MSE: error rate {100 * slow.error_rate[-1]:.3g}\N{NO-BREAK SPACE}%, loss 0.9999 of"
        in reading(app)
    )
    assert "plateau" in reading(app)
    assert f"BCE: error rate {100 * fast.error_rate[-1]:.3g}\N{NO-BREAK SPACE}%" in reading(app)
    assert fast.error_rate[-1] < 0.2 < 0.8 < slow.error_rate[-1]


def test_curves_are_those_of_core():
    app = open_page(PAGE)
    for trace, loss in zip(figure(app, 3)["data"][:2], ("mse", "bce"), strict=True):
        np.testing.assert_array_equal(
            array(trace["y"]), single(saturated("breast-cancer", loss, 200).error_rate)
        )


@pytest.mark.parametrize("start", [*STARTS, "own"])
@pytest.mark.parametrize("slug", DATASETS)
def test_every_data_set_and_start(slug, start):
    app = open_page(PAGE, data=slug, start=start, steps="30")
    assert "nan" not in " ".join(control(app)["captions"])
    assert len(app.get("plotly_chart")) == 6


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("loss", LOSSES)
def test_every_loss_and_optimiser(loss, optimizer):
    app = open_page(PAGE, first=loss, second=loss, optimizer=optimizer, data="iris", steps="20")
    assert f"{WORDS.called('loss-short', loss)} 1: " in reading(app)
    refused = OPTIMIZERS[optimizer].needs_smooth and not LOSSES[loss].smooth
    title = WORDS.called("loss", loss)
    assert [f"{title} has kinks: gradient descent is used" in i.value for i in app.info] == (
        [True] if refused else []
    )


@pytest.mark.parametrize("features", ["both", "first", "second"])
@pytest.mark.parametrize("standardise", ["true", "false"])
def test_features_and_their_units(features, standardise):
    app = open_page(PAGE, features=features, standardise=standardise, data="iris", steps="9")
    name = "petal width" if features == "second" else "petal length"
    unit = "std. dev." if standardise == "true" else "cm"
    assert figure(app)["layout"]["xaxis"]["title"]["text"] == f"{name} ({unit})"
    text = " ".join(markdown.value for markdown in app.markdown)
    assert ("The features are standardised" in text) == (standardise == "true")
    assert ("The features are in their original units" in text) == (standardise == "false")
    assert ("the same fixed plane" in text.replace("\n", " ")) == (features == "both")
    assert len(tables(app)[0]) == (4 if standardise == "true" else 2)


def test_data_in_quoted_coordinates_cannot_be_standardised():
    app = open_page(PAGE, data="trap", standardise="true", steps="9")
    assert not app.toggle
    assert "(−0.290, 0.0642)" in " ".join(markdown.value for markdown in app.markdown)


def test_another_loss_at_a_step_goes_on_from_there():
    app = open_page(PAGE, step="40")
    checked(app.segmented_control(key="switch.shown").set_value("bce").run())
    assert app.number_input(key="at").value == 40
    assert "40" in str(app.query_params["at"])
    assert shown_step(app) == 40
    assert "MSE, now BCE: " in reading(app)
    expected = saturated("breast-cancer", "mse", 200, switch=(40, LOSSES["bce"]))
    np.testing.assert_array_equal(
        array(figure(app, 3)["data"][0]["y"]), single(expected.error_rate)
    )
    checked(app.segmented_control(key="switch.shown").set_value("same").run())
    assert "now" not in reading(app)


def test_a_link_restores_the_switch():
    app = open_page(PAGE, switch="focal", at="33", step="34", steps="1000")
    assert shown_step(app) in (33, 35)
    app = open_page(PAGE, switch="focal", at="33", step="33", steps="1000")
    assert shown_step(app) == 33
    assert "MSE, now focal: " in reading(app)


def test_another_loss_at_step_0_is_simply_the_loss():
    app = open_page(PAGE, switch="bce", at="0", second="mse", step="5")
    assert "BCE: error rate" in reading(app)
    assert "now" not in reading(app)


def test_a_step_beyond_the_end_is_the_end():
    app = open_page(PAGE, steps="50", step="400", switch="bce", at="300")
    assert shown_step(app) == 50
    assert "MSE, now BCE: " in reading(app)


def test_own_start():
    app = open_page(PAGE, data="nielsen", start="own", **{"own-w1": "0.5", "own-b": "-1"}, step="0")
    assert tables(app)[0]["w1"].tolist() == ["0.500", "0.500"]
    assert tables(app)[0]["b"].tolist() == ["−1.00", "−1.00"]


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_link_opens_with_the_defaults(value):
    app = open_page(PAGE, **dict.fromkeys(PARAMETERS, value))
    assert control(app)["captions"] == control(open_page(PAGE))["captions"]
    assert shown_step(app) == 120


def test_matched_rates_are_told_and_run():
    app = open_page(PAGE, start="zero", rates="matched", step="40")
    assert "Step 40, MSE at rate 2 and BCE at rate 0.5. " in reading(app)
    assert "Matched by the slope at $z = 0$" in " ".join(block.value for block in app.markdown)
    data = load("breast-cancer")
    alone = fit(
        LOSSES["mse"], data.X, data.y, Settings(start=[0, 0, 0], learning_rate=2.0, steps=200)
    )
    np.testing.assert_array_equal(array(figure(app, 3)["data"][0]["y"]), single(alone.error_rate))


def test_best_rates_are_searched_and_the_box_rests():
    app = open_page(PAGE, data="trap", start="zero", rates="best", steps="60")
    assert app.number_input(key="rate").disabled
    assert "MSE at rate 1 and BCE at rate 0.25. " in reading(app)
    assert "over the first 200 steps is lowest" in " ".join(b.value for b in app.markdown)


def test_two_presets_show_a_fair_race():
    app = open_page(PAGE, first="focal")
    buttons = [button for button in app.button if button.label.startswith("Fair race")]
    for button, start in zip(buttons, ("zero", "saturated"), strict=True):
        checked(button.click().run())
        assert "matched" in app.query_params["rates"]
        assert "first" not in app.query_params
        assert app.segmented_control(key="start").value == start


def test_a_rate_too_large_says_what_to_do():
    # From 4 to 6.5 both oscillate; above, where a run ends hangs on the last digits of a machine.
    app = open_page(PAGE, data="trap", rate="5", step="200")
    assert reading(app).count("lower the learning rate") == 2


def test_separable_data_say_so_in_words():
    app = open_page(PAGE, data="separable")
    text = " ".join(markdown.value for markdown in app.markdown)
    assert (
        "there is no minimum on these data: they are separable, and the valley runs to infinity"
        in text
    )
    assert "no finite optimum" in reading(app)


@pytest.mark.parametrize("slug", ["breast-cancer", "lab"])
@pytest.mark.parametrize("size", ["normal", "large"])
def test_the_page_is_small(slug, size):
    app = open_page(PAGE, data=slug, size=size, steps="5000", switch="bce", at="7")
    specs = sum(len(chart.proto.spec) for chart in app.get("plotly_chart"))
    parts = sum(len(part.proto.json) for part in app.get("bidi_component"))
    assert specs + parts < 560_000
    assert all(chart.proto.alt for chart in app.get("plotly_chart"))


def test_a_loss_added_at_run_time_works(monkeypatch):
    from dataclasses import replace

    added = replace(
        LOSSES["hinge"], slug="extra", title="extra loss", smooth=False, probability_gradient=None
    )
    monkeypatch.setitem(LOSSES, "extra", added)
    app = open_page(PAGE, first="extra", second="bce", optimizer="newton", step="40")
    assert reading(app).split(". ")[1].startswith("extra: error rate")
