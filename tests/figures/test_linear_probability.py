"""Pictures of lines and sigmoids as data, against the numbers of the models."""

import numpy as np
import pytest

from pages.figures import linear_probability as figures
from pages.figures import linear_probability_bins as ages
from pages.figures.moving import unpack
from pages.figures.style import LINEAR, SIZES, stroke
from pages.models import linear_probability as model
from pages.models import linear_probability_bins as age_model
from pages.models.linear_probability import Choice
from pages.words import text

WORDS = text.read("pages/training/linear_probability.py")
SIZE = SIZES["normal"]
every_data = pytest.mark.parametrize("data", model.DATA)


def fits(data):
    return model.computed(Choice(data))


def named(figure, name):
    """Return the track of a moving trace."""
    place = [trace.name for trace in figure.data].index(name)
    return next(track for track in figure.layout.meta["moving"] if track["trace"] == place)


@every_data
@pytest.mark.parametrize("size", SIZES)
def test_pictures_are_made_of_finite_arrays_in_the_losses_colours(data, size):
    view = figures.view(Choice(data), WORDS, SIZES[size])
    for key, figure in view.figures.items():
        for track in figure.layout.meta["moving"]:
            holes = key == "reliability"
            assert all(
                holes or np.isfinite(unpack(track[axis])).all() for axis in "xy" if axis in track
            )
        colours = {"bce": stroke("bce"), "mse": stroke("mse"), "linear": LINEAR}
        for trace in figure.data:
            if trace.name in colours:
                assert trace.line.color == colours[trace.name].color


def test_the_outputs_are_the_models_and_the_circles_the_shares():
    found = fits("breast-cancer")
    figure = figures.outputs(found, WORDS, SIZE).figure
    x = np.asarray(next(trace for trace in figure.data if trace.name == "bce").x)
    w, b = found.theta["bce"][10]
    np.testing.assert_allclose(
        unpack(named(figure, "bce")["y"])[10], 1 / (1 + np.exp(-(w * x + b))), rtol=1e-4, atol=1e-6
    )
    w, b = found.theta["linear"][10]
    np.testing.assert_allclose(unpack(named(figure, "linear")["y"])[10], w * x + b, atol=1e-5)
    boundary = unpack(named(figure, "linear, here")["x"])[10, 0]
    assert w * boundary + b == pytest.approx(0.5, abs=1e-5)
    tenths = np.array_split(found.given[10][np.argsort(found.x, kind="stable")], 10)
    observed = named(figure, WORDS["observed"])
    np.testing.assert_allclose(unpack(observed["y"])[10], [t.mean() for t in tenths], rtol=1e-6)
    assert figure.layout.xaxis.title.text == "mean radius"


@every_data
def test_the_pulls_are_those_of_the_most_wrong(data):
    found = fits(data)
    figure = figures.pulls(found, WORDS, SIZE).figure
    for slug in model.MODELS:
        track = named(figure, f"{slug}, here")
        np.testing.assert_allclose(
            unpack(track["x"])[:, 0], found.most_wrong(slug), rtol=1e-5, atol=1e-6
        )
        np.testing.assert_allclose(
            unpack(track["y"])[:, 0], model.worst_pulls(found, slug), rtol=1e-4
        )


def test_log_odds_are_straight_lines_and_flips_bound_them():
    found = fits("iris")
    figure = figures.log_odds(found, WORDS, SIZE).figure
    for step in (10, 30):
        p = found.output("bce", np.array([found.x.min(), found.x.max()]))[step]
        np.testing.assert_allclose(
            unpack(named(figure, "bce")["y"])[step], np.log(p / (1 - p)), rtol=1e-5
        )
    upper = unpack(figure.layout.meta["moving"][1]["y"])
    assert upper[10, 0] == pytest.approx(np.log(9))
    assert figure.layout.yaxis.title.text == "log-odds ln p/(1 − p)"


def test_the_normal_equations_on_screen_have_the_solution_on_screen():
    written = figures.normal_equations(fits("breast-cancer"), 10)
    assert r"212 & 14.1 \\ 14.1 & 1" in written
    assert r"w = 0.0819, \quad b = -0.761" in written


def test_captions_and_rows_state_the_numbers():
    found = fits("breast-cancer")
    said = figures.captions(found, WORDS)
    assert len(said) == 46
    assert said[10] == (
        "10 % flipped. Pull of the most wrong example: linear 1.09, cross-entropy 0.971, "
        "half squared 0.0186. Error on unseen, true labels, in this order: 13.0 %, 11.8 %, 11.6 %."
    )
    line = figures.score_rows(found, 10, WORDS)[0]
    assert (line["model"], line["log-loss (nats)"], line["outside (0, 1)"]) == (
        "linear",
        "∞",
        "7.0 %",
    )


@every_data
def test_the_words_of_the_error_rate_stand_beside_the_curves(data):
    found = fits(data)
    figure = figures.errors(found, WORDS, SIZE).figure
    curves = [trace for trace in figure.data if trace.mode == "lines"]
    np.testing.assert_allclose(curves[1].y, 100 * model.true_errors(found, "bce"), rtol=1e-6)
    (words,) = [track for track in figure.layout.meta["moving"] if "text" in track]
    assert unpack(words["x"]).min() > max(curve.x.max() for curve in curves)
    assert words["text"][10][1] == f"cross-entropy {curves[1].y[10]:.1f}"


# Ages in bins


def test_bins_and_losses_are_those_of_the_model():
    found = age_model.compute()
    bins = ages.bins(found, WORDS, SIZE).figure
    np.testing.assert_allclose(unpack(named(bins, "bins")["y"]), found.density, rtol=1e-6)
    losses = ages.losses(found, WORDS, SIZE).figure
    drawn = unpack(named(losses, "cross-entropy")["y"])
    np.testing.assert_allclose(drawn, found.cross_entropy, rtol=1e-6)
    marker = unpack(named(losses, "cross-entropy, here")["y"])[:, 0]
    np.testing.assert_allclose(marker, found.here, rtol=1e-6)


def test_captions_of_the_bins():
    said = ages.view(WORDS, SIZE).captions
    assert said[0] == (
        "2 bins of 50.0 years: the true bin gets 0.691, cross-entropy 0.369 nats, "
        "+ ln 50.0 = 4.28; "
        "squared error gives 4.00. Mean of the bins' middles: 40.4."
    )
    assert said[-1].startswith("100 bins of 1.00 years")
    assert len(said) == len(age_model.COUNTS)
