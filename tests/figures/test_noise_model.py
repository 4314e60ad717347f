"""Pictures of noise as data, against the functions of core."""

import re

import numpy as np
import pytest

from core.likelihood import NOISE_MODELS, ridge_strength
from core.losses import LOSSES
from pages.figures import noise_model as figures
from pages.figures.moving import unpack
from pages.figures.noise_model_formulas import formulas
from pages.figures.numbers import number
from pages.figures.style import SIZES, stroke
from pages.models import noise_model as model
from pages.models.noise_model import Choice
from pages.words import text
from tests.models.test_noise_model import (
    LOCATIONS,
    WEIGHTS,
    every_choice,
    every_location,
    every_weight,
)

SIZE = SIZES["normal"]
WORDS = text.read("pages/likelihood/noise_model.py")


def tracks(figure):
    return {
        figure.data[track["trace"]].name: {
            axis: unpack(track[axis]) for axis in ("x", "y") if axis in track
        }
        for track in figure.layout.meta["moving"]
    }


def moving(figure, name, yaxis="y"):
    """Return x and y, as far as they move, of the markers of one panel."""
    for track in figure.layout.meta["moving"]:
        trace = figure.data[track["trace"]]
        if (trace.name, trace.mode, trace.yaxis or "y") == (name, "markers", yaxis):
            return unpack(track["x"])[:, 0], unpack(track["y"])[:, 0]
    raise LookupError(name)


def evaluate(latex):
    """Compute what stands to the left of the last equals sign of a formula with numbers only."""
    plain = re.sub(r"\\tfrac12", "0.5", latex)
    plain = re.sub(r"\\frac\{1\}\{([^{}]*)\}", r"(1/(\1))", plain)
    plain = plain.replace(r"\cdot", "*").replace("^2", "**2").replace(r"\times", "*")
    return eval(plain, {"__builtins__": {}})


@every_choice
def test_positions_are_finite_and_words_are_said(choice):
    for figure in figures.view(choice, WORDS, SIZE).figures.values():
        for trace in figure.data:
            assert np.isfinite(np.asarray(trace.x, dtype=float)).all()
            assert np.isfinite(np.asarray(trace.y, dtype=float)).all()
        for track in figure.layout.meta["moving"]:
            assert all(np.isfinite(unpack(track[axis])).all() for axis in "xy" if axis in track)
            assert not any("nan" in word for say in track.get("text", []) for word in say)


@every_weight
def test_both_sides_of_the_identity_are_written_to_the_last_digit(choice):
    now = model.alone(choice).at_steps()
    for step in range(0, len(now.loss), 7):
        formula = formulas(choice, step, WORDS)[0]
        both = re.findall(r"= ([\d.e-]+) (?:\\\\|\\end)", formula)
        assert len(both) == 2
        assert both[0] == both[1] == repr(float(now.loss[step]))


@every_choice
def test_markers_lie_on_their_curves(choice):
    figure = figures.extremes(choice, WORDS, SIZE).figure
    names = ["likelihood, here", "with prior, here"]
    lines = [shape.x0 for shape in figure.layout.shapes if shape.x0 == shape.x1]
    for name, curves in zip(names, model.curves(choice), strict=False):
        now = curves.at_steps()
        x, y = moving(figure, name)
        np.testing.assert_allclose(x, now.parameter, rtol=1e-6)
        np.testing.assert_allclose(y, np.exp(now.log_share), atol=1e-7)
        _, y = moving(figure, name, "y2")
        top = figure.layout.yaxis2.range[1]
        np.testing.assert_allclose(y, np.minimum(now.loss, top), rtol=1e-6)
        assert lines.count(curves.best) == 2, "in both panels"


@every_location
def test_heights_are_densities_and_their_product_is_the_likelihood(choice):
    figure = figures.heights(choice, WORDS, SIZE).figure
    heights = tracks(figure)["heights"]["y"].astype(float)
    now = model.alone(choice).at_steps()
    likely = now.log_likelihood > -60
    product = np.log(heights[likely]).sum(axis=1)
    np.testing.assert_allclose(product, now.log_likelihood[likely], atol=1e-4)


def test_the_curve_of_logistic_regression_is_its_sigmoid():
    figure = figures.sample(WEIGHTS[0], WORDS, SIZE).figure
    drawn = tracks(figure)["p"]
    expected = model.probabilities(WEIGHTS[0], drawn["x"][0].astype(float))
    np.testing.assert_allclose(drawn["y"], expected, atol=1e-5)


@every_choice
def test_colour_and_titles(choice):
    figure = figures.extremes(choice, WORDS, SIZE).figure
    look, line = stroke(choice.loss), figure.data[0].line
    assert (line.color, line.dash) == (look.color, look.dash)
    assert figure.layout.yaxis.title.text == "likelihood"
    assert figure.layout.yaxis2.title.text == "mean loss"
    title = WORDS[f"control.{choice.noise}"]
    expected = title + (" (cm)" if choice.observed in ("measured", "outlier") else "")
    assert figure.layout.xaxis.title.text == expected


@pytest.mark.parametrize("choice", LOCATIONS[:4])
def test_the_numbers_of_a_formula_add_up(choice):
    for step in (5, 50, 100):
        last = formulas(choice, step, WORDS)[0].split(r"\\ &= ")[2]
        left, right = last.removesuffix(r" \end{aligned}").rsplit(" = ", 1)
        assert evaluate(left) == pytest.approx(float(right), rel=6e-3)
        now, n = model.alone(choice).at_steps(), len(choice.x)
        assert float(right) == pytest.approx(-now.log_likelihood[step] / n, rel=6e-3)


def test_the_numbers_of_the_penalty_add_up():
    choice, step = WEIGHTS[1], 20
    last = formulas(choice, step, WORDS)[1].rsplit(r"\\ &= ", 1)[1]
    left, right = last.removesuffix(r" \end{aligned}").rsplit(" = ", 1)
    assert evaluate(left) == pytest.approx(float(right), rel=6e-3)
    assert float(right) == pytest.approx(model.with_prior(choice).at_steps().loss[step], rel=6e-3)
    assert f"{ridge_strength(0.5, 569):.5f}" in left


def test_captions_say_the_numbers():
    said = figures.captions(LOCATIONS[0], WORDS)
    assert said[40] == (
        "μ = 2.00 cm: likelihood 1.52 × 10⁻⁸ of its maximum, "
        "mean half squared error 2.72 cm². Both are best at μ = 4.00 cm."
    )
    assert "likelihood 1.00 of" in said[80]
    said = figures.captions(LOCATIONS[4], WORDS)
    assert said[0] == (
        "p = 0.00: likelihood 0 of its maximum, mean binary cross-entropy ∞. "
        "Both are best at p = 0.700."
    )
    narrow = figures.captions(Choice("gaussian", "outlier", sigma=0.2), WORDS)
    assert "likelihood below 10⁻²⁶⁰ of" in narrow[0]
    assert figures.captions(WEIGHTS[2], WORDS)[0].endswith("with the prior at −0.143.")


@pytest.mark.parametrize("choice", LOCATIONS[:4])
def test_the_scale_is_drawn_with_its_logarithm_and_without(choice):
    whole, dropped, marker = figures.widths(choice, WORDS, SIZE).figure.data
    found = model.widths(choice)
    assert marker.x[0] == np.float32(found.best)
    np.testing.assert_allclose(whole.y, found.whole, rtol=1e-5)
    np.testing.assert_allclose(dropped.y, found.dropped, rtol=1e-5)
    assert marker.y[0] <= np.min(whole.y)
    assert f"least at τ = {number(found.best)}" in marker.name


def test_the_components_sum_to_the_log_density():
    rows = figures.component_rows(WORDS)
    assert [row["½ (target − mean)²"] for row in rows] == ["0.0450", "0.0450", "0.180"] + 2 * [
        "0.270"
    ]


def test_the_losses_of_the_table_have_their_names_everywhere():
    named = {row["noise"].lower(): row["name of the loss"] for row in figures.model_rows(WORDS)}
    assert named == {slug: LOSSES[model.LOSS_OF[slug]].title for slug in NOISE_MODELS}
