"""A Gaussian code and its prior N(0, 1): densities, cross-entropy and KL divergence."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from core.information import kl_gaussian
from core.likelihood import gaussian_log_density

X = np.linspace(-5, 5, 301)
"""Values of the latent variable that are shown."""
DEVIATIONS = np.linspace(0.05, 3, 119)
"""Standard deviations that are shown."""


@dataclass(frozen=True, slots=True)
class Gaussian:
    """Mean and standard deviation of a normal distribution."""

    mu: float = 0.0
    sigma: float = 1.0


def density(gaussian: Gaussian) -> np.ndarray:
    """Return its density at each of X, shape (301,)."""
    found: np.ndarray = np.exp(gaussian_log_density(X, gaussian.mu, gaussian.sigma))
    return found


def divergence(mu: float, sigma: ArrayLike) -> np.ndarray:
    """Return KL of N(mu, sigma^2) from N(0, 1), of the shape of `sigma`."""
    return np.asarray(kl_gaussian(mu, sigma))


def cross_entropy(mu: float, sigma: ArrayLike) -> np.ndarray:
    """Return CE of N(mu, sigma^2) with N(0, 1): the entropy of the first, and KL."""
    # Half a nat more than minus the log-density at the mean: the expected squared distance.
    entropy = 0.5 - gaussian_log_density(mu, mu, sigma)
    return np.asarray(entropy + divergence(mu, sigma))
