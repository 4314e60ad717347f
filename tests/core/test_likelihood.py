"""Likelihoods against SciPy; their maxima; the losses they become; priors."""

import pickle

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, optimize, stats
from sklearn.linear_model import LogisticRegression

from core.gradients import parameter_gradient
from core.likelihood import (
    NOISE_MODELS,
    bernoulli_estimate,
    bernoulli_log_probability,
    categorical_log_probability,
    gaussian_estimate,
    gaussian_log_density,
    isotropic_gaussian_log_density,
    laplace_estimate,
    laplace_log_density,
    log_likelihood_logistic,
    most_probable_weight,
    ridge_penalty,
    ridge_strength,
)
from core.losses import LOSSES, RESIDUAL_LOSSES
from core.multiclass import softmax_cross_entropy
from core.objective import Objective
from tests.core.helpers import NOT_REAL_NUMBERS

EVERY = pytest.mark.parametrize("model", NOISE_MODELS.values(), ids=NOISE_MODELS.keys())
FACTOR_AT_SCALE_2 = {"gaussian": 1 / 4, "laplace": 1 / 2, "bernoulli": 1.0}
repeatable = settings(deadline=None, derandomize=True)
samples = st.lists(st.floats(-50, 50), min_size=1, max_size=12)


def sample_for(model, size=21):
    rng = np.random.default_rng(5)
    return rng.normal(2, 3, size) if model.has_scale else rng.integers(0, 2, size)


# Densities and probabilities


def test_scipy_agrees():
    rng = np.random.default_rng(0)
    x, mu = rng.normal(size=(2, 40)) * 5
    sigma, p = rng.uniform(0.1, 9, 40), rng.uniform(size=40)
    near = {"rtol": 1e-12, "atol": 1e-12}
    np.testing.assert_allclose(
        gaussian_log_density(x, mu, sigma), stats.norm.logpdf(x, mu, sigma), **near
    )
    np.testing.assert_allclose(
        laplace_log_density(x, mu, sigma), stats.laplace.logpdf(x, mu, sigma), **near
    )
    np.testing.assert_allclose(
        bernoulli_log_probability(p > 0.3, p), stats.bernoulli.logpmf(p > 0.3, p), **near
    )


def test_densities_integrate_to_one_and_may_exceed_one():
    for density in (gaussian_log_density, laplace_log_density):
        area, _ = integrate.quad(lambda x, f=density: np.exp(f(x, 0.3, 0.1)), -5, 5, points=[0.3])
        assert area == pytest.approx(1, abs=1e-8)
        assert density(0.3, 0.3, 0.1) > 0


def test_impossible_outcomes():
    assert bernoulli_log_probability([0, 1], [1, 0]).tolist() == [-np.inf, -np.inf]
    assert bernoulli_log_probability([0, 1], [0, 1]).tolist() == [0, 0]
    assert categorical_log_probability([0, 1], [1, 0]) == -np.inf
    assert gaussian_log_density(1e200, 0, 1) == -np.inf
    assert laplace_log_density(1.7e308, -1.7e308, 1) == -np.inf


def test_tails_keep_their_digits():
    with mpmath.workdps(40):
        expected = float(mpmath.log(1 - mpmath.mpf(1e-18)))
    assert bernoulli_log_probability(0, 1e-18) == pytest.approx(expected, rel=1e-15, abs=0)


# What becomes of minus the logarithm


@EVERY
def test_minus_the_mean_is_the_loss_but_for_what_does_not_depend_on_the_location(model):
    x = sample_for(model)
    locations = np.linspace(0.05, 0.95, 31)
    for scale, factor in ((1.0, 1.0), (2.0, FACTOR_AT_SCALE_2[model.slug])):
        rest = model.negative_mean(x, locations, scale) - factor * model.mean_loss(x, locations)
        np.testing.assert_allclose(rest, rest[0], rtol=1e-12, atol=1e-13)
        assert model.has_scale or rest[0] == pytest.approx(0, abs=1e-15)


@EVERY
def test_the_negative_mean_is_the_log_likelihood_over_minus_n(model):
    x = sample_for(model)
    total = model.log_likelihood(x, 0.4, [0.5, 2.0])
    np.testing.assert_allclose(model.negative_mean(x, 0.4, [0.5, 2.0]), -total / len(x), rtol=1e-14)
    by_hand = [model.log_density(x, 0.4, scale).sum() for scale in (0.5, 2.0)]
    np.testing.assert_allclose(total, by_hand, rtol=1e-14)


def test_the_losses_are_those_of_residuals_and_labels():
    x, mu = np.array([-3.0, 0.0, 2.0]), 0.7
    for slug, name in (("gaussian", "mse"), ("laplace", "mae")):
        expected = RESIDUAL_LOSSES[name].value(mu - x).mean()
        assert NOISE_MODELS[slug].mean_loss(x, mu) == pytest.approx(expected, rel=1e-15)
    y, z = np.array([0, 1, 1]), 0.8
    p = 1 / (1 + np.exp(-z))
    expected = LOSSES["bce"].value(z, y).mean()
    assert NOISE_MODELS["bernoulli"].mean_loss(y, p) == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize("K", [1, 2, 5])
def test_the_isotropic_gaussian_gives_summed_squares(K):
    rng = np.random.default_rng(K)
    x, mu = rng.normal(size=(2, 30, K))
    for sigma in (0.5, 1.0, 3.0):
        ours = isotropic_gaussian_log_density(x, mu, sigma)
        squares = ((x - mu) ** 2).sum(axis=-1)
        rest = ours + squares / (2 * sigma**2)
        np.testing.assert_allclose(rest, -K * np.log(sigma) - K / 2 * np.log(2 * np.pi), atol=1e-12)
        expected = [
            stats.multivariate_normal.logpdf(a, b, sigma**2 * np.eye(K))
            for a, b in zip(x, mu, strict=True)
        ]
        np.testing.assert_allclose(ours, expected, rtol=1e-12)


@repeatable
@given(
    y=st.lists(st.sampled_from([0, 0.25, 1]), min_size=1, max_size=9),
    theta=st.lists(st.floats(-100, 100), min_size=2, max_size=2),
)
def test_minus_the_mean_of_logistic_regression_is_cross_entropy_to_the_last_digit(y, theta):
    x, theta = np.linspace(-3, 3, len(y)), np.array(theta)
    value = Objective.of(LOSSES["bce"], x, y).value(theta)
    assert -log_likelihood_logistic(x, y, theta) / len(y) == value


def test_the_logistic_likelihood_is_a_product_of_bernoullis():
    rng = np.random.default_rng(2)
    X, y, theta = rng.normal(size=(30, 2)), rng.integers(0, 2, 30), np.array([0.4, -1.0, 0.3])
    p = 1 / (1 + np.exp(-(X @ theta[:2] + theta[2])))
    expected = np.log(np.prod(np.where(y == 1, p, 1 - p)))
    assert log_likelihood_logistic(X, y, theta) == pytest.approx(expected, rel=1e-12)
    many = log_likelihood_logistic(X, y, np.stack([theta, 0 * theta])[:, np.newaxis])
    np.testing.assert_allclose(many, [[expected], [-30 * np.log(2)]], rtol=1e-12)


def test_one_theta_per_sample_is_softmax_cross_entropy():
    z, t = np.array([[0.0, 1.0, 2.0], [3.0, 0.0, -1.0]]), np.eye(3)[[2, 1]]
    theta = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    np.testing.assert_allclose(-categorical_log_probability(t, theta), softmax_cross_entropy(z, t))


# Where the likelihood is largest


@EVERY
def test_nowhere_is_the_likelihood_larger_than_at_the_estimate(model):
    x = sample_for(model)
    best = model.estimate(x)
    top = model.log_likelihood(x, best.location, best.scale)
    locations = best.location + np.linspace(-0.2, 0.2, 81)
    scales = best.scale * np.exp(np.linspace(-1, 1, 81))[:, np.newaxis]
    assert model.log_likelihood(x, locations, scales).max() <= top + 1e-12
    assert top > model.log_likelihood(x, best.location + 0.2, best.scale)
    assert (top > model.log_likelihood(x, best.location, 1.5 * best.scale)) == model.has_scale


@repeatable
@given(samples)
def test_scipy_finds_the_same_estimates(x):
    near = {"rel": 1e-12, "abs": 1e-13}
    assert gaussian_estimate(x) == pytest.approx(stats.norm.fit(x), **near)
    location, scale = laplace_estimate(x)
    assert scale == pytest.approx(stats.laplace.fit(x)[1], **near)
    assert location == np.median(x)


def test_estimating_the_scale_keeps_its_logarithm():
    x = sample_for(NOISE_MODELS["gaussian"])
    best, model = gaussian_estimate(x), NOISE_MODELS["gaussian"]
    at_best = model.negative_mean(x, *best)
    assert at_best == pytest.approx(np.log(best.scale) + 0.5 * np.log(2 * np.pi * np.e), rel=1e-13)
    without_logarithm = [
        model.mean_loss(x, best.location) / scale**2 for scale in (1, 10, 100, 1000)
    ]
    assert without_logarithm == sorted(without_logarithm, reverse=True), "no minimum without it"


def test_equal_observations_have_no_scale():
    for estimate in (gaussian_estimate, laplace_estimate):
        assert estimate([2.0, 2.0, 2.0]) == (2.0, 0.0)
    model = NOISE_MODELS["gaussian"]
    assert (np.diff(model.log_likelihood([2.0], 2.0, [1, 0.1, 0.01])) > 0).all()


@repeatable
@given(st.lists(st.sampled_from([0, 1]), min_size=1, max_size=20))
def test_the_share_of_ones_is_the_most_likely_probability(y):
    best = bernoulli_estimate(y).location
    p = np.linspace(0, 1, 101)
    likelihood = NOISE_MODELS["bernoulli"].log_likelihood(y, np.append(p, best))
    assert best == np.mean(y)
    assert likelihood[-1] == pytest.approx(likelihood.max(), rel=1e-14)


def test_gaussian_on_labels_has_its_optimum_at_the_true_probability():
    p = np.linspace(0.01, 0.99, 99)
    for model in NOISE_MODELS.values():
        share = np.repeat([0, 1], [70, 30])
        best = p[model.negative_mean(share, p).argmin()]
        assert best == pytest.approx(0.01 if model.slug == "laplace" else 0.3)


# Priors and regularisers


def test_ridge_is_the_gaussian_prior():
    rng = np.random.default_rng(1)
    X = rng.normal(size=(40, 2))
    y = (X @ [1.5, -1.0] + rng.normal(size=40) > 0) * 1
    tau = 0.7
    strength = ridge_strength(tau, 40)
    w = np.array([0.3, -0.8])
    log_prior = stats.norm.logpdf(w, 0, tau).sum() - stats.norm.logpdf([0, 0], 0, tau).sum()
    assert ridge_penalty(w, strength) == pytest.approx(-log_prior / 40, rel=1e-13)
    model = LogisticRegression(C=tau**2, tol=1e-10, solver="newton-cholesky").fit(X, y)
    theta = np.append(model.coef_[0], model.intercept_)
    slope = parameter_gradient(LOSSES["bce"], X, y, theta)
    np.testing.assert_allclose(slope[:2] + strength * theta[:2], 0, atol=1e-9)
    np.testing.assert_allclose(slope[2], 0, atol=1e-9)


def test_the_most_likely_weights_are_those_of_the_penalised_loss():
    X, y, tau = np.array([-1.0, 0.5, 2.0]), np.array([0, 1, 1]), 2.0

    def minus_log_posterior(theta):
        prior = gaussian_log_density(theta[0], 0, tau)
        return -log_likelihood_logistic(X, y, theta) - prior

    def penalised(theta):
        mean = -log_likelihood_logistic(X, y, theta) / 3
        return mean + ridge_penalty(theta[:1], ridge_strength(tau, 3))

    ends = [optimize.minimize(f, [0, 0], tol=1e-10).x for f in (minus_log_posterior, penalised)]
    np.testing.assert_allclose(*ends, atol=1e-5)


@repeatable
@given(
    bias=st.floats(-3, 3),
    strength=st.floats(1e-3, 10),
    y=st.lists(st.sampled_from([0, 0.3, 1]), min_size=2, max_size=9),
)
def test_scipy_finds_the_same_weight(bias, strength, y):
    x = np.linspace(-2, 3, len(y))

    def penalised(w):
        mean = -log_likelihood_logistic(x, y, [w, bias]) / len(y)
        return mean + ridge_penalty([w], strength)

    ours = most_probable_weight(x, y, bias, strength)
    assert ours == pytest.approx(optimize.minimize_scalar(penalised, tol=1e-12).x, abs=1e-6)
    assert penalised(ours) <= min(penalised(ours - 1e-3), penalised(ours + 1e-3))


# Shapes and refusals


@EVERY
def test_records_can_be_cached(model):
    assert NOISE_MODELS[model.slug] is model
    assert pickle.loads(pickle.dumps(model)) == model


@EVERY
def test_parameters_broadcast_and_the_sample_is_left_alone(model):
    x = np.array([0.0, 1.0, 1.0])
    x.flags.writeable = False
    locations, scales = np.linspace(0.1, 0.9, 4), np.ones((2, 1))
    rows = (2,) if model.has_scale else ()
    assert model.log_likelihood(x, locations, scales).shape == (*rows, 4)
    assert model.mean_loss(x, locations).shape == (4,)
    assert np.shape(model.negative_mean(x, 0.5)) == ()
    assert x.tolist() == [0, 1, 1]


@pytest.mark.parametrize("value", NOT_REAL_NUMBERS.values(), ids=NOT_REAL_NUMBERS.keys())
@pytest.mark.parametrize(
    ("function", "others", "name"),
    [
        (gaussian_log_density, (0, 1), "x"),
        (laplace_log_density, (0, 1), "x"),
        (bernoulli_log_probability, (0.5,), "y"),
        (categorical_log_probability, ([0.5, 0.5],), "t"),
        (gaussian_estimate, (), "x"),
        (laplace_estimate, (), "x"),
        (bernoulli_estimate, (), "y"),
        (ridge_penalty, (1,), "weights"),
    ],
)
def test_what_is_not_a_real_number_is_refused(function, others, name, value):
    with pytest.raises(ValueError, match=f"^{name} must "):
        function(value, *others)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: gaussian_log_density(0, 0, 0), "sigma must be above 0; got 0.0"),
        (lambda: gaussian_log_density([0, 1], 0, [1, -1]), "sigma must be above 0; got -1.0"),
        (lambda: gaussian_log_density([0, 1], [0, 1, 2], 1), "x, mu and sigma must broadcast"),
        (lambda: laplace_log_density(0, 0, -2), "b must be above 0; got -2.0"),
        (lambda: laplace_log_density(np.inf, 0), "x must be finite"),
        (lambda: isotropic_gaussian_log_density(1.0, 0), "x must have components"),
        (lambda: bernoulli_log_probability(2, 0.5), r"y must lie in \[0, 1\]; got 2.0"),
        (lambda: bernoulli_log_probability([0, 1], [0.1] * 3), "y and p must broadcast"),
        (lambda: categorical_log_probability([1, 1], [0.5, 0.5]), "t must sum to 1"),
        (lambda: gaussian_estimate([]), r"x must be a list of observations; got shape \(0,\)"),
        (lambda: laplace_estimate([[1.0]]), "x must be a list of observations"),
        (lambda: gaussian_estimate([1e200]), r"x must lie within \+-1e\+100"),
        (lambda: bernoulli_estimate([0, 2]), "y must lie in"),
        (lambda: log_likelihood_logistic([1, 2], [0, 1], [1.0]), "theta must have 2 entries"),
        (lambda: log_likelihood_logistic([1e9], [1], [1e300, 0]), "theta must lie within"),
        (lambda: ridge_strength(0, 5), "prior_sigma must be one number above 0"),
        (lambda: ridge_strength(1, 0), "samples must be a whole number from 1"),
        (lambda: ridge_strength(1, 2.5), "samples must be a whole number"),
        (lambda: ridge_penalty(3.0, 1), "weights must lie along the last axis"),
        (lambda: ridge_penalty([3.0], -1), "strength must be one number above 0"),
        (lambda: most_probable_weight([1.0], [1], 0.0, 0), "strength must be one number above 0"),
        (lambda: NOISE_MODELS["gaussian"].log_likelihood([1], 0, 0), "sigma must be above 0"),
        (lambda: NOISE_MODELS["laplace"].mean_loss([1], "a"), "location must hold real numbers"),
    ],
)
def test_errors_name_argument_and_value(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
