"""The numbers of noise, against the functions of core."""

from dataclasses import replace

import numpy as np
import pytest

from core.activations import sigmoid
from core.likelihood import NOISE_MODELS, log_likelihood_logistic
from pages.models import noise_model as model
from pages.models.noise_model import Choice

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


@every_location
def test_likelihood_and_loss_are_those_of_the_noise(choice):
    now, noise = model.alone(choice).at_steps(), NOISE_MODELS[choice.noise]
    x = model.OBSERVATIONS[choice.observed]
    np.testing.assert_array_equal(now.parameter, model.steps(choice))
    expected = [np.sum(noise.log_density(x, value, choice.sigma)) for value in now.parameter]
    np.testing.assert_allclose(now.log_likelihood, expected, rtol=1e-13)
    expected = [np.mean(noise.loss(x, value)) for value in now.parameter]
    np.testing.assert_allclose(now.loss, expected, rtol=1e-13)


@every_choice
def test_the_likelihood_is_largest_where_the_loss_is_least(choice):
    for curves in model.curves(choice):
        assert curves.log_likelihood.max() <= curves.top + 1e-9
        assert curves.loss.min() >= curves.least - 1e-12
        nearest = np.abs(curves.parameter - curves.best).argmin()
        assert curves.log_likelihood.argmax() == curves.loss.argmin()
        assert abs(curves.loss.argmin() - nearest) <= 1
        assert curves.parameter[0] <= curves.best <= curves.parameter[-1]


def test_the_best_places_are_mean_median_and_share():
    best = [model.alone(choice).best for choice in LOCATIONS]
    assert best == pytest.approx([4.0, 0.7, 4.0, 1.0, 0.7])
    outlier = model.alone(Choice("gaussian", "outlier"))
    assert outlier.best == pytest.approx(4.5), "the mean follows the outlier"


@every_weight
def test_minus_the_mean_log_likelihood_is_cross_entropy_to_the_last_digit(choice):
    now, n = model.alone(choice).at_steps(), len(model.one_feature(choice.data).y)
    np.testing.assert_array_equal(-now.log_likelihood / n, now.loss)


def test_separable_data_are_not_offered():
    slugs = model.data_slugs()
    assert {"iris", "breast-cancer", "trap"} <= set(slugs)
    assert not {"lab", "separable", "nielsen"} & set(slugs)


@pytest.mark.parametrize("choice", WEIGHTS[1:])
def test_a_prior_adds_a_ridge_penalty_and_pulls_towards_zero(choice):
    alone, after = model.curves(choice)
    n, tau = len(model.one_feature(choice.data).y), float(choice.prior)
    np.testing.assert_allclose(after.loss - alone.loss, alone.parameter**2 / (2 * n * tau**2))
    log_prior = after.log_likelihood - alone.log_likelihood
    np.testing.assert_allclose(log_prior, -(alone.parameter**2) / (2 * tau**2), atol=1e-12)
    assert 0 < after.best / alone.best < 1
    assert len(model.curves(replace(choice, prior="none"))) == 1


@every_location
def test_the_product_of_all_densities_is_the_likelihood(choice):
    now = model.alone(choice).at_steps()
    likely = now.log_likelihood > -600
    product = np.log(model.densities(choice, choice.x)[likely]).sum(axis=1)
    np.testing.assert_allclose(product, now.log_likelihood[likely], rtol=1e-12)


def test_the_curve_of_logistic_regression_is_its_sigmoid():
    choice, x, step = WEIGHTS[0], np.linspace(-2, 2, 5), 40
    data, now = model.one_feature("iris"), model.alone(WEIGHTS[0]).at_steps()
    bias = model.most_likely(data)[1]
    expected = sigmoid(now.parameter[:, None] * x + bias)
    np.testing.assert_array_equal(model.probabilities(choice, x), expected)
    theta = [now.parameter[step], bias]
    assert log_likelihood_logistic(data.X, data.y, theta) == now.log_likelihood[step]


@pytest.mark.parametrize("choice", LOCATIONS[:4])
def test_sigma_is_least_at_the_estimate_only_with_its_logarithm(choice):
    found, noise = model.widths(choice), NOISE_MODELS[choice.noise]
    location, scale = noise.estimate(choice.x)
    assert found.best == scale
    sigma = found.sigma
    np.testing.assert_allclose(found.whole, noise.negative_mean(choice.x, location, sigma))
    assert found.least <= np.min(found.whole)
    assert (np.diff(found.dropped) < 0).all()
    rest = {"gaussian": np.log(sigma) + 0.5 * np.log(2 * np.pi), "laplace": np.log(2 * sigma)}
    np.testing.assert_allclose(found.whole - rest[choice.noise], found.dropped, atol=1e-9)
