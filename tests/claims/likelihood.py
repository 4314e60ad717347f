"""What the pages about likelihood teach, computed."""

import numpy as np
import pytest

from core import information, likelihood, multinomial
from core.datasets import load
from core.losses import LOSSES
from tests.claims.registry import claim

BCE, MSE = LOSSES["bce"], LOSSES["mse"]


@claim(
    "noise-model",
    "A zero-mean Gaussian prior on the weights is ridge",
    said="MSE is a Gaussian prior.",
)
def squared_error_is_a_gaussian_likelihood_and_ridge_the_prior():
    x, mu = np.array([0.3, -1.2, 2.0]), 0.4
    for sigma in (0.5, 2.0):
        log_density = likelihood.gaussian_log_density(x, mu, sigma).sum()
        constant = len(x) * np.log(sigma * np.sqrt(2 * np.pi))
        assert -log_density == pytest.approx(
            (0.5 * (x - mu) ** 2).sum() / sigma**2 + constant, rel=1e-12
        )
    w, samples, width = np.array([1.0, -2.0]), 50, 0.7
    strength = likelihood.ridge_strength(width, samples)
    prior = likelihood.gaussian_log_density(w, 0.0, width) - likelihood.gaussian_log_density(
        0.0, 0.0, width
    )
    assert likelihood.ridge_penalty(w, strength) == pytest.approx(-prior.sum() / samples)


@claim(
    "noise-model",
    "A density may exceed 1",
    said="For the Gaussian maximum likelihood log sigma is dropped.",
)
def log_sigma_stays_when_sigma_is_estimated():
    x = np.array([0.0, 0.1, -0.1, 0.05])
    sigmas = np.linspace(0.01, 1.0, 2_000)
    fit_of = [likelihood.gaussian_log_density(x, x.mean(), s).sum() for s in sigmas]
    assert sigmas[int(np.argmax(fit_of))] == pytest.approx(x.std(), abs=1e-3)
    dropped = [-(0.5 * (x - x.mean()) ** 2).sum() / s**2 for s in sigmas]
    assert int(np.argmax(dropped)) == len(sigmas) - 1  # without it sigma runs away
    assert np.exp(likelihood.gaussian_log_density(0.0, 0.0, 0.1)) > 1


@claim("noise-model", "to the last digit")
def the_mean_log_likelihood_of_logistic_regression_is_minus_bce():
    data, theta = load("iris"), np.array([0.4, -1.1, 0.2])
    z = data.X @ theta[:-1] + theta[-1]
    mean = likelihood.log_likelihood_logistic(data.X, data.y, theta) / len(data.y)
    assert -mean == pytest.approx(BCE.value(z, data.y).mean(), rel=1e-14)


@claim(
    "loaded-die",
    "one $\\theta(x_i)$ per sample",
    said="The multinomial maximum likelihood equals cross-entropy times N.",
)
def counts_give_cross_entropy_up_to_the_coefficient():
    counts, theta = np.array([3, 5, 2]), np.array([0.2, 0.5, 0.3])
    total = counts.sum()
    log_probability = multinomial.multinomial_log_probability(counts, theta)
    coefficient = multinomial.multinomial_log_coefficient(counts)
    cross = information.cross_entropy(counts / total, theta)
    assert -log_probability / total == pytest.approx(cross - coefficient / total, rel=1e-12)
    np.testing.assert_allclose(multinomial.multinomial_estimate(counts), counts / total)
