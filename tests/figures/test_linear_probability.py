"""Pictures of lines and sigmoids as data, against core, scikit-learn and formulas written out."""

from functools import cache

import numpy as np
import pytest
from scipy.stats import norm
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.model_selection import PredefinedSplit, cross_val_predict

from core.evaluation import stratified_folds
from core.gradients import parameter_gradient
from pages.figures import linear_probability as figures
from pages.figures import linear_probability_bins as ages
from pages.figures import linear_probability_scene as scenes
from pages.figures.loss_surface import LINEAR_LOOK
from pages.figures.moving import unpack
from pages.figures.style import SIZES, stroke

SIZE = SIZES["normal"]
DRAW = (figures.outputs, figures.pulls, figures.log_odds, figures.reliability, figures.errors)
every_data = pytest.mark.parametrize("data", scenes.DATA)
fits = cache(scenes.fits)


def named(figure, name):
    """Return the track of a moving trace."""
    place = [trace.name for trace in figure.data].index(name)
    return next(track for track in figure.layout.meta["moving"] if track["trace"] == place)


@every_data
def test_fits_are_those_of_scikit_learn_and_stationary(data):
    found = fits(data)
    X = found.x[:, None]
    for step in (0, 10, 45):
        line = LinearRegression().fit(X, found.given[step])
        np.testing.assert_allclose(
            found.theta["linear"][step], [line.coef_[0], line.intercept_], rtol=1e-7
        )
        sigmoid = LogisticRegression(C=np.inf, tol=1e-10, max_iter=1000).fit(X, found.given[step])
        np.testing.assert_allclose(
            found.theta["bce"][step], [sigmoid.coef_[0, 0], sigmoid.intercept_[0]], rtol=2e-4
        )
        for slug in scenes.NAMES:
            theta = found.theta[slug][step]
            slope = parameter_gradient(scenes.loss_of(slug), X, found.given[step], theta)
            assert np.abs(slope).max() < 1e-9


@every_data
@pytest.mark.parametrize("size", SIZES)
def test_pictures_are_made_of_finite_arrays_in_the_losses_colours(data, size):
    found = fits(data)
    for draw in DRAW:
        figure = draw(found, SIZES[size])
        for track in figure.layout.meta["moving"]:
            holes = draw is figures.reliability
            assert all(
                holes or np.isfinite(unpack(track[axis])).all() for axis in "xy" if axis in track
            )
        colours = {"bce": stroke("bce"), "mse": stroke("mse"), "linear": LINEAR_LOOK}
        for trace in figure.data:
            if trace.name in colours:
                assert trace.line.color == colours[trace.name].color


def test_the_outputs_are_the_models_and_the_circles_the_shares():
    found = fits("breast-cancer")
    figure = figures.outputs(found, SIZE)
    x = np.asarray(next(trace for trace in figure.data if trace.name == "bce").x)
    w, b = found.theta["bce"][10]
    np.testing.assert_allclose(
        unpack(named(figure, "bce")["y"])[10], 1 / (1 + np.exp(-(w * x + b))), rtol=1e-4, atol=1e-6
    )
    w, b = found.theta["linear"][10]
    np.testing.assert_allclose(unpack(named(figure, "linear")["y"])[10], w * x + b, atol=1e-5)
    boundary = unpack(named(figure, "linear now")["x"])[10, 0]
    assert w * boundary + b == pytest.approx(0.5, abs=1e-5)
    tenths = np.array_split(found.given[10][np.argsort(found.x, kind="stable")], 10)
    np.testing.assert_allclose(
        unpack(named(figure, "observed")["y"])[10], [t.mean() for t in tenths], rtol=1e-6
    )
    assert figure.layout.xaxis.title.text == "mean radius"


@every_data
def test_pulls_are_bounded_but_for_the_line(data):
    figure, found = figures.pulls(fits(data), SIZE), fits(data)
    for slug, bound in (("bce", 1), ("mse", 4 / 27)):
        z = unpack(named(figure, f"{slug} now")["x"])[:, 0].astype(float)
        p = 1 / (1 + np.exp(-z))
        pull = (1 - p) * (p * (1 - p) if slug == "mse" else 1)
        np.testing.assert_allclose(unpack(named(figure, f"{slug} now")["y"])[:, 0], pull, rtol=1e-4)
        assert pull.max() <= bound
    z = found.logit("linear", found.x)
    margin = np.where(found.given == 1, z, 1 - z).min(axis=1)
    np.testing.assert_allclose(
        unpack(named(figure, "linear now")["y"])[:, 0], np.abs(margin - 1), rtol=1e-5
    )


def test_log_odds_are_straight_lines_and_flips_bound_them():
    found = fits("iris")
    figure = figures.log_odds(found, SIZE)
    for step in (10, 30):
        p = found.output("bce", np.array([found.x.min(), found.x.max()]))[step]
        np.testing.assert_allclose(
            unpack(named(figure, "bce")["y"])[step], np.log(p / (1 - p)), rtol=1e-5
        )
    upper = unpack(figure.layout.meta["moving"][1]["y"])
    assert upper[10, 0] == pytest.approx(np.log(9))
    assert figure.layout.yaxis.title.text == "log-odds ln p/(1 − p)"


@every_data
def test_calibration_holds_on_average_where_the_bias_is_free(data):
    found = fits(data)
    for slug in ("bce", "linear"):
        mean = found.output(slug, found.x).mean(axis=1)
        np.testing.assert_allclose(mean, found.given.mean(axis=1), atol=1e-9)
    predicted, observed = scenes.calibrations(found, "bce")
    assert (np.isnan(predicted) == np.isnan(observed)).all()
    p, y = found.probability("bce")[10], found.given[10]
    first = p < 0.1
    assert predicted[10, 0] == pytest.approx(p[first].mean())
    assert observed[10, 0] == pytest.approx(y[first].mean())


@every_data
def test_scores_are_of_samples_that_the_models_have_not_seen(data):
    found = fits(data)
    X, step = found.x[:, None], 10
    folds = PredefinedSplit(stratified_folds(found.y, scenes.FOLDS))
    line = cross_val_predict(LinearRegression(), X, found.given[step], cv=folds)
    np.testing.assert_allclose(found.unseen["linear"][step], line, rtol=1e-7)
    sigmoid = LogisticRegression(C=np.inf, tol=1e-10, max_iter=1000)
    p = cross_val_predict(sigmoid, X, found.given[step], cv=folds, method="predict_proba")[:, 1]
    np.testing.assert_allclose(found.unseen["bce"][step], p, atol=1e-4)
    rates = figures.errors(found, SIZE).data[1].y
    assert rates[step] == pytest.approx(100 * ((p >= 0.5) != (found.y == 1)).mean())
    brier = scenes.scores(found, "bce", step)[scenes.Scores.BRIER]
    assert brier == pytest.approx(((p - found.given[step]) ** 2).mean(), abs=1e-4)


def test_the_normal_equations_on_screen_have_the_solution_on_screen():
    found = fits("breast-cancer")
    x, y = found.x, found.given[10]
    written = figures.normal_equations(found, 10)
    assert r"212 & 14.1 \\ 14.1 & 1" in written
    assert r"w = 0.0819, \quad b = -0.761" in written
    slope = np.cov(x, y, bias=True)[0, 1] / x.var()
    np.testing.assert_allclose(found.theta["linear"][10], [slope, y.mean() - slope * x.mean()])


def test_captions_and_rows_state_the_numbers():
    found = fits("breast-cancer")
    said = figures.captions("{percent}: {pulls}; {errors}", found)
    assert len(said) == 46
    assert said[10] == (
        "10: linear 1.09, cross-entropy 0.971, half squared 0.0186; 13.0 %, 11.8 %, 11.6 %"
    )
    line = figures.score_rows(found, 10)[0]
    assert (line["model"], line["log-loss (nats)"], line["outside (0, 1)"]) == (
        "linear",
        "∞",
        "7.0 %",
    )


@every_data
def test_the_words_of_the_error_rate_stand_above_the_curves(data):
    figure = figures.errors(fits(data), SIZE)
    curves = np.array([trace.y for trace in figure.data[:3]]).max(axis=0)
    words = [track for track in figure.layout.meta["moving"] if "text" in track]
    assert len(words) == 3
    for step in range(46):
        beside = curves[step : step + 21] if step < 23 else curves[step - 20 : step + 1]
        assert min(unpack(track["y"])[step].min() for track in words) > beside.max()


# Ages in bins


def test_bins_hold_the_mass_of_the_gaussian():
    figure = ages.bins(SIZE)
    heights = unpack(named(figure, "bins")["y"])
    assert heights.shape == (99, 201)
    assert heights[0, 0] == pytest.approx(norm.cdf(0.5) / 50)
    assert heights[8, 65] == pytest.approx((norm.cdf(-0.5) - norm.cdf(-1.5)) / 10, rel=1e-6)


@pytest.mark.parametrize("count", [2, 7, 100])
def test_the_loss_of_bins_goes_from_binary_to_squared(count):
    mean = np.linspace(0, 100, 21)
    loss, parabola = ages.shifted_cross_entropy(count, mean), ages.squared_error(mean)
    np.testing.assert_allclose(parabola, (32.5 - mean) ** 2 / 200 + np.log(10 * np.sqrt(2 * np.pi)))
    if count == 2:
        np.testing.assert_allclose(loss, np.log(50) - norm.logcdf((50 - mean) / 10), rtol=1e-9)
    if count == 100:
        np.testing.assert_allclose(loss, parabola, atol=0.02)
    marker = named(ages.losses(SIZE), "now")
    here = unpack(marker["y"])[count - 2, 0]
    assert here == pytest.approx(float(ages.shifted_cross_entropy(count, np.array([45.0]))[0]))


def test_captions_of_the_bins():
    said = ages.captions("{bins} {width} {mass} {loss} {shifted} {squared} {age}")
    assert said[0] == "2 50.0 0.691 0.369 4.28 4.00 40.4"
    assert said[-1].startswith("100 1.00")
    assert len(said) == len(ages.BINS)
