"""Pictures of noise as data, against the functions of core."""

import re

import numpy as np
import pytest

from core.activations import sigmoid
from core.likelihood import NOISE_MODELS, log_likelihood_logistic, ridge_strength
from core.losses import LOSSES
from pages.figures import noise_model as figures
from pages.figures import noise_model_scene as scenes
from pages.figures.moving import unpack
from pages.figures.noise_model_scene import Choice
from pages.figures.style import SIZES, stroke

SIZE = SIZES["normal"]
LOCATIONS = [
    Choice("gaussian", "measured"),
    Choice("gaussian", "labels", sigma=0.2),
    Choice("laplace", "outlier", sigma=3.0),
    Choice("laplace", "labels", sigma=0.5),
    Choice("bernoulli"),
]
WEIGHTS = [
    Choice("logistic", data="iris"),
    Choice("logistic", data="breast-cancer", prior="0.5"),
    Choice("logistic", data="trap", prior="0.2"),
]
every_location = pytest.mark.parametrize("choice", LOCATIONS)
every_weight = pytest.mark.parametrize("choice", WEIGHTS)
every_choice = pytest.mark.parametrize("choice", LOCATIONS + WEIGHTS)


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
    for figure in (figures.observations(choice, SIZE), figures.extremes(choice, SIZE)):
        for trace in figure.data:
            assert np.isfinite(np.asarray(trace.x, dtype=float)).all()
            assert np.isfinite(np.asarray(trace.y, dtype=float)).all()
        for track in figure.layout.meta["moving"]:
            assert all(np.isfinite(unpack(track[axis])).all() for axis in "xy" if axis in track)
            assert not any("nan" in word for say in track.get("text", []) for word in say)


@every_location
def test_likelihood_and_loss_are_those_of_the_noise(choice):
    now, model = scenes.scene(choice).at_steps(), NOISE_MODELS[choice.noise]
    x = scenes.OBSERVATIONS[choice.observed]
    np.testing.assert_array_equal(now.parameter, scenes.steps(choice))
    expected = [np.sum(model.log_density(x, value, choice.sigma)) for value in now.parameter]
    np.testing.assert_allclose(now.log_likelihood, expected, rtol=1e-13)
    expected = [np.mean(model.loss(x, value)) for value in now.parameter]
    np.testing.assert_allclose(now.loss, expected, rtol=1e-13)


@every_choice
def test_the_likelihood_is_largest_where_the_loss_is_least(choice):
    for scene in scenes.scenes(choice).values():
        assert scene.log_likelihood.max() <= scene.top + 1e-9
        assert scene.loss.min() >= scene.least - 1e-12
        nearest = np.abs(scene.parameter - scene.best).argmin()
        assert scene.log_likelihood.argmax() == scene.loss.argmin()
        assert abs(scene.loss.argmin() - nearest) <= 1
        assert scene.parameter[0] <= scene.best <= scene.parameter[-1]


def test_the_best_places_are_mean_median_and_share():
    best = {choice: scenes.scene(choice).best for choice in LOCATIONS}
    assert list(best.values()) == pytest.approx([4.0, 0.7, 4.0, 1.0, 0.7])
    outlier = scenes.scene(Choice("gaussian", "outlier"))
    assert outlier.best == pytest.approx(4.5), "the mean follows the outlier"


@every_weight
def test_minus_the_mean_log_likelihood_is_cross_entropy_to_the_last_digit(choice):
    now, n = scenes.scene(choice).at_steps(), len(scenes.one_feature(choice.data).y)
    np.testing.assert_array_equal(-now.log_likelihood / n, now.loss)
    for step in range(0, len(now.loss), 7):
        formula = figures.formulas(choice, step)[0]
        both = re.findall(r"= ([\d.e-]+) (?:\\\\|\\end)", formula)
        assert len(both) == 2
        assert both[0] == both[1] == repr(float(now.loss[step]))


def test_separable_data_are_not_offered():
    slugs = scenes.data_slugs()
    assert {"iris", "breast-cancer", "trap"} <= set(slugs)
    assert not {"lab", "separable", "nielsen"} & set(slugs)


@pytest.mark.parametrize("choice", WEIGHTS[1:])
def test_a_prior_adds_a_ridge_penalty_and_pulls_towards_zero(choice):
    alone, after = scenes.scenes(choice).values()
    n, tau = len(scenes.one_feature(choice.data).y), float(choice.prior)
    np.testing.assert_allclose(after.loss - alone.loss, alone.parameter**2 / (2 * n * tau**2))
    log_prior = after.log_likelihood - alone.log_likelihood
    np.testing.assert_allclose(log_prior, -(alone.parameter**2) / (2 * tau**2), atol=1e-12)
    assert 0 < after.best / alone.best < 1
    assert set(scenes.scenes(choice._replace(prior="none"))) == {"alone"}


@every_choice
def test_markers_lie_on_their_curves(choice):
    figure = figures.extremes(choice, SIZE)
    for name, scene in scenes.scenes(choice).items():
        now = scene.at_steps()
        x, y = moving(figure, name)
        np.testing.assert_allclose(x, now.parameter, rtol=1e-6)
        np.testing.assert_allclose(y, np.exp(now.log_likelihood - scene.top), atol=1e-7)
        _, y = moving(figure, name, "y2")
        top = 0.99 * figure.layout.yaxis2.range[1]
        np.testing.assert_allclose(y, np.minimum(now.loss, top), rtol=1e-6)
        lines = [shape for shape in figure.layout.shapes if shape.name == name]
        assert [line.x0 for line in lines] == [line.x1 for line in lines] == [scene.best]


@every_location
def test_heights_are_densities_and_their_product_is_the_likelihood(choice):
    heights = tracks(figures.observations(choice, SIZE))["heights"]["y"].astype(float)
    now = scenes.scene(choice).at_steps()
    likely = now.log_likelihood > -60
    product = np.log(heights[likely]).sum(axis=1)
    np.testing.assert_allclose(product, now.log_likelihood[likely], atol=1e-4)


def test_the_curve_of_logistic_regression_is_its_sigmoid():
    choice = WEIGHTS[0]
    figure = figures.observations(choice, SIZE)
    data, now = scenes.one_feature("iris"), scenes.scene(choice).at_steps()
    curve = next(trace for trace in figure.data if trace.name == "p")
    p = tracks(figure)["p"]["y"]
    bias = scenes.most_likely(data)[1]
    expected = sigmoid(now.parameter[:, None] * np.asarray(curve.x, dtype=float) + bias)
    np.testing.assert_allclose(p, expected, atol=1e-5)
    step = 40
    theta = [now.parameter[step], bias]
    assert log_likelihood_logistic(data.X, data.y, theta) == now.log_likelihood[step]


@every_choice
def test_colour_and_titles(choice):
    figure = figures.extremes(choice, SIZE)
    look, line = stroke(scenes.LOSS_OF[choice.noise]), figure.data[0].line
    assert (line.color, line.dash) == (look.color, look.dash)
    assert figure.layout.yaxis.title.text == "likelihood"
    assert figure.layout.yaxis2.title.text == "mean loss"
    expected = choice.title + (" (cm)" if choice.observed in ("measured", "outlier") else "")
    assert figure.layout.xaxis.title.text == expected


@pytest.mark.parametrize("choice", LOCATIONS[:4])
def test_the_numbers_of_a_formula_add_up(choice):
    for step in (5, 50, 100):
        last = figures.formulas(choice, step)[0].split(r"\\ &= ")[2]
        left, right = last.removesuffix(r" \end{aligned}").rsplit(" = ", 1)
        assert evaluate(left) == pytest.approx(float(right), rel=6e-3)
        now, n = scenes.scene(choice).at_steps(), len(scenes.OBSERVATIONS[choice.observed])
        assert float(right) == pytest.approx(-now.log_likelihood[step] / n, rel=6e-3)


def test_the_numbers_of_the_penalty_add_up():
    choice, step = WEIGHTS[1], 20
    last = figures.formulas(choice, step)[1].rsplit(r"\\ &= ", 1)[1]
    left, right = last.removesuffix(r" \end{aligned}").rsplit(" = ", 1)
    assert evaluate(left) == pytest.approx(float(right), rel=6e-3)
    assert float(right) == pytest.approx(scenes.with_prior(choice).at_steps().loss[step], rel=6e-3)
    assert f"{ridge_strength(0.5, 569):.5f}" in left


def test_captions_say_the_numbers():
    template = "{at}|{share}|{loss_name}|{loss}|{best}|{prior}"
    said = figures.captions(template, LOCATIONS[0])
    assert said[40] == "μ = 2.00 cm|1.52 × 10⁻⁸|half squared error|2.72 cm²|μ = 4.00 cm|"
    assert said[80].split("|")[1] == "1.00"
    said = figures.captions(template, LOCATIONS[4])
    assert said[0] == "p = 0.00|0|binary cross-entropy|∞|p = 0.700|"
    narrow = figures.captions(template, Choice("gaussian", "outlier", sigma=0.2))
    assert narrow[0].split("|")[1] == "below 10⁻²⁶⁰"
    assert figures.captions(template, WEIGHTS[2])[0].endswith("with the prior at −0.143")


@pytest.mark.parametrize("choice", LOCATIONS[:4])
def test_sigma_is_least_at_the_estimate_only_with_its_logarithm(choice):
    figure = figures.widths(choice, SIZE)
    whole, dropped, marker = figure.data
    model, x = NOISE_MODELS[choice.noise], scenes.OBSERVATIONS[choice.observed]
    location, scale = model.estimate(x)
    assert marker.x[0] == scale
    sigma = np.asarray(whole.x, dtype=float)
    np.testing.assert_allclose(whole.y, model.negative_mean(x, location, sigma), rtol=1e-5)
    assert marker.y[0] <= np.min(whole.y)
    assert (np.diff(dropped.y) < 0).all()
    rest = {"gaussian": np.log(sigma) + 0.5 * np.log(2 * np.pi), "laplace": np.log(2 * sigma)}
    np.testing.assert_allclose(whole.y - rest[choice.noise], dropped.y, rtol=1e-4, atol=1e-6)


def test_the_components_sum_to_the_log_density():
    rows = figures.component_rows()
    assert [row["½ (target − mean)²"] for row in rows] == ["0.0450", "0.0450", "0.180"] + 2 * [
        "0.270"
    ]


def test_the_losses_of_the_table_have_their_names_everywhere():
    named = {row["noise"].lower(): row["name of the loss"] for row in figures.model_rows()}
    assert named == {slug: LOSSES[scenes.LOSS_OF[slug]].title for slug in NOISE_MODELS}
