"""A number that is cut into classes: an age in bins, from two to one for each year."""

from dataclasses import dataclass

import numpy as np

from core.binning import binned_cross_entropy, gaussian_masses
from core.likelihood import gaussian_log_density

OLDEST = 100.0
COUNTS = np.arange(2.0, 101.0)
"""Numbers of bins into which the ages from 0 to 100 are cut."""
SPREAD = 10.0
"""Standard deviation of the predicted age, in years."""
TRUE_AGE, PREDICTED = 32.5, 45.0
AGES = np.linspace(0, OLDEST, 201)
MEANS = np.linspace(0, OLDEST, 101)


@dataclass(frozen=True, slots=True, eq=False)
class Bins:
    """The predicted distribution in bins and as a density, and both losses.

    Attributes
    ----------
    density : ndarray, shape (steps, 201)
        Probability of each age's bin over its width, per year, at AGES.
    gaussian : ndarray, shape (201,)
        The predicted density, at AGES.
    cross_entropy : ndarray, shape (steps, 101)
        Of the true age's bin plus the logarithm of the bins' width, in nats, at MEANS.
    squared_error : ndarray, shape (101,)
        Over twice the variance, with the constant of the Gaussian, in nats, at MEANS.
    here : ndarray, shape (steps,)
        Cross-entropy, as above, of what is predicted.
    squared_here : float
        Squared error, as above, of what is predicted.
    middle : ndarray, shape (steps,)
        The age that the classes predict: the mean of the bins' middles.
    """

    density: np.ndarray
    gaussian: np.ndarray
    cross_entropy: np.ndarray
    squared_error: np.ndarray
    here: np.ndarray
    squared_here: float
    middle: np.ndarray

    @property
    def width(self) -> np.ndarray:
        """Width of a bin at each step, in years."""
        return np.asarray(OLDEST / COUNTS)

    @property
    def plain(self) -> np.ndarray:
        """Cross-entropy without the logarithm of the width, in nats, shape (steps,)."""
        return np.asarray(self.here - np.log(self.width))


def compute() -> Bins:
    """Compute what the page shows at each number of bins."""
    return Bins(
        np.array([_density(count, AGES) for count in COUNTS]),
        np.exp(gaussian_log_density(AGES, PREDICTED, SPREAD)),
        np.array([shifted_cross_entropy(count, MEANS) for count in COUNTS]),
        squared_error(MEANS),
        np.array([shifted_cross_entropy(count, np.array([PREDICTED]))[0] for count in COUNTS]),
        float(squared_error(np.array([PREDICTED]))[0]),
        np.array([_middle_of_bins(count) for count in COUNTS]),
    )


def shifted_cross_entropy(count: float, mean: np.ndarray) -> np.ndarray:
    """Return cross-entropy of the true age's bin plus the logarithm of the bins' width, in nats."""
    loss = binned_cross_entropy(mean, SPREAD, _edges(count), TRUE_AGE)
    return np.asarray(loss + np.log(OLDEST / count))


def squared_error(mean: np.ndarray) -> np.ndarray:
    """Return squared error over twice the variance, and the constant of the Gaussian, in nats."""
    return np.asarray(-gaussian_log_density(TRUE_AGE, mean, SPREAD))


def _edges(count: float) -> np.ndarray:
    """Return the ages at which one bin ends and the next begins, shape (count - 1,)."""
    return np.linspace(0, OLDEST, int(count) + 1)[1:-1]


def _density(count: float, age: np.ndarray) -> np.ndarray:
    masses = gaussian_masses(PREDICTED, SPREAD, _edges(count))
    per_bin = masses[np.searchsorted(_edges(count), age, side="right")]
    return np.asarray(per_bin * count / OLDEST)


def _middle_of_bins(count: float) -> float:
    ends = np.concatenate([[0], _edges(count), [OLDEST]])
    middles = (ends[:-1] + ends[1:]) / 2
    return float(gaussian_masses(PREDICTED, SPREAD, _edges(count)) @ middles)
