"""The numbers of lines, sigmoids and bins, against core, scikit-learn and formulas written out."""

from functools import cache

import numpy as np
import pytest
from scipy.stats import norm
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.model_selection import PredefinedSplit, cross_val_predict

from core.evaluation import stratified_folds
from core.gradients import parameter_gradient
from pages.models import linear_probability as model
from pages.models import linear_probability_bins as ages

every_data = pytest.mark.parametrize("data", model.DATA)
fits = cache(model.fits)


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
        for slug in model.MODELS:
            theta = found.theta[slug][step]
            slope = parameter_gradient(model.loss_of(slug), X, found.given[step], theta)
            assert np.abs(slope).max() < 1e-9


@every_data
def test_pulls_are_bounded_but_for_the_line(data):
    found = fits(data)
    for slug, bound in (("bce", 1), ("mse", 4 / 27)):
        p = 1 / (1 + np.exp(-found.most_wrong(slug)))
        pull = (1 - p) * (p * (1 - p) if slug == "mse" else 1)
        np.testing.assert_allclose(model.worst_pulls(found, slug), pull, rtol=1e-9)
        assert pull.max() <= bound
        assert found.most_wrong(slug).min() > model.PULLED[0], "it is in the picture"
    z = found.logit("linear", found.x)
    margin = np.where(found.given == 1, z, 1 - z).min(axis=1)
    np.testing.assert_allclose(model.worst_pulls(found, "linear"), np.abs(margin - 1))


def test_flips_bound_the_log_odds():
    assert model.bound()[10] == pytest.approx(np.log(9))
    assert (np.diff(model.bound()) < 0).all()


@every_data
def test_calibration_holds_on_average_where_the_bias_is_free(data):
    found = fits(data)
    for slug in ("bce", "linear"):
        mean = found.output(slug, found.x).mean(axis=1)
        np.testing.assert_allclose(mean, found.given.mean(axis=1), atol=1e-9)
    predicted, observed = model.calibrations(found, "bce")
    assert (np.isnan(predicted) == np.isnan(observed)).all()
    p, y = found.probability("bce")[10], found.given[10]
    first = p < 0.1
    assert predicted[10, 0] == pytest.approx(p[first].mean())
    assert observed[10, 0] == pytest.approx(y[first].mean())


@every_data
def test_scores_are_of_samples_that_the_models_have_not_seen(data):
    found = fits(data)
    X, step = found.x[:, None], 10
    folds = PredefinedSplit(stratified_folds(found.y, model.FOLDS))
    line = cross_val_predict(LinearRegression(), X, found.given[step], cv=folds)
    np.testing.assert_allclose(found.unseen["linear"][step], line, rtol=1e-7)
    sigmoid = LogisticRegression(C=np.inf, tol=1e-10, max_iter=1000)
    p = cross_val_predict(sigmoid, X, found.given[step], cv=folds, method="predict_proba")[:, 1]
    np.testing.assert_allclose(found.unseen["bce"][step], p, atol=1e-4)
    rates = 100 * model.true_errors(found, "bce")
    assert rates[step] == pytest.approx(100 * ((p >= 0.5) != (found.y == 1)).mean())
    brier = model.scores(found, "bce", step).brier
    assert brier == pytest.approx(((p - found.given[step]) ** 2).mean(), abs=1e-4)


def test_the_line_solves_the_normal_equations():
    found = fits("breast-cancer")
    xx, x, xy, y = model.means(found, 10)
    slope = np.cov(found.x, found.given[10], bias=True)[0, 1] / found.x.var()
    np.testing.assert_allclose(found.theta["linear"][10], [slope, y - slope * x])
    np.testing.assert_allclose([xx * slope + x * (y - slope * x)], [xy])


# Ages in bins


def test_bins_hold_the_mass_of_the_gaussian():
    heights = ages.compute().density
    assert heights.shape == (99, 201)
    assert heights[0, 0] == pytest.approx(norm.cdf(0.5) / 50)
    assert heights[8, 65] == pytest.approx((norm.cdf(-0.5) - norm.cdf(-1.5)) / 10, rel=1e-6)


@pytest.mark.parametrize("count", [2, 7, 100])
def test_the_loss_of_bins_goes_from_binary_to_squared(count):
    found, mean = ages.compute(), np.linspace(0, 100, 101)
    loss, parabola = found.cross_entropy[count - 2], found.squared_error
    np.testing.assert_allclose(parabola, (32.5 - mean) ** 2 / 200 + np.log(10 * np.sqrt(2 * np.pi)))
    if count == 2:
        np.testing.assert_allclose(loss, np.log(50) - norm.logcdf((50 - mean) / 10), rtol=1e-9)
    if count == 100:
        np.testing.assert_allclose(loss, parabola, atol=0.02)
    assert found.here[count - 2] == pytest.approx(loss[45])
    assert found.squared_here == pytest.approx(parabola[45])
