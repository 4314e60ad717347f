"""What noise makes of data: a log-likelihood and a loss over one parameter, best at one place."""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from core.activations import sigmoid
from core.datasets import DATASETS, Dataset, load
from core.gradients import parameter_hessian
from core.likelihood import (
    NOISE_MODELS,
    isotropic_gaussian_log_density,
    log_likelihood_logistic,
    most_probable_weight,
    ridge_penalty,
    ridge_strength,
)
from core.losses import LOSSES
from core.objective import Objective
from core.optimizers import minimise
from core.separability import has_no_minimum

NOISES = (*NOISE_MODELS, "logistic")
LABELS = (1, 1, 0, 1, 1, 1, 0, 1, 0, 1)
MEASURED = (2.0, 2.9, 3.3, 3.6, 4.0, 4.2, 4.5, 5.2, 6.3)
OBSERVATIONS: dict[str, tuple[float, ...]] = {
    "measured": MEASURED,
    "outlier": (*MEASURED[:-1], 10.8),
    "labels": LABELS,
}
"""What was observed: lengths in cm, the same with one far out, and labels 0 or 1."""
PRIORS = ("none", "2", "1", "0.5", "0.2")
"""Standard deviations of the Gaussian prior on the weight."""
LOSS_OF = {"gaussian": "mse", "laplace": "mae", "bernoulli": "bce", "logistic": "bce"}
TARGET, PREDICTION = np.array([0.0, 0.0, 1.0]), np.array([0.3, 0.3, 0.4])
"""An observation of three components, and the mean that is predicted for it."""
_FINE = 4  # points of a curve for each step of the control
_GRIDS = {
    "chance": np.round(np.linspace(0, 1, 101), 2),
    "mean": np.round(np.linspace(0, 9, 181), 2),
}
_WIDTHS = np.round(np.geomspace(0.2, 3, 81), 4)


@dataclass(frozen=True, slots=True)
class Choice:
    """A noise and what it is asked about.

    Attributes
    ----------
    noise : str
        One of NOISES.
    observed : str
        One of OBSERVATIONS; not used by logistic regression.
    sigma : float
        Scale of the noise, tau on the page, in the unit of the observations, where it has one.
    data, prior : str
        Data set and one of PRIORS, for logistic regression.
    """

    noise: str
    observed: str = "labels"
    sigma: float = 1.0
    data: str = ""
    prior: str = "none"

    @property
    def kind(self) -> str:
        """Name of the dragged parameter in the link: of a mean, a chance or a weight."""
        if self.noise == "logistic":
            return "weight"
        return "chance" if self.observed == "labels" else "mean"

    @property
    def x(self) -> np.ndarray:
        """The observations, shape (n,)."""
        return np.array(OBSERVATIONS[self.observed], dtype=float)

    @property
    def loss(self) -> str:
        """Slug of the loss that the noise becomes."""
        return LOSS_OF[self.noise]


@dataclass(frozen=True, slots=True, eq=False)
class Curves:
    """A log-likelihood and a mean loss over one parameter, and where both are best.

    Attributes
    ----------
    parameter : ndarray, shape (points,)
        Every fourth is a step of the control.
    log_likelihood, loss : ndarray, shape (points,)
        In nats, and in the unit of the loss.
    best : float
        Where the likelihood is largest and the loss least.
    top, least : float
        Log-likelihood and loss there.
    """

    parameter: np.ndarray
    log_likelihood: np.ndarray
    loss: np.ndarray
    best: float
    top: float
    least: float

    @property
    def log_share(self) -> np.ndarray:
        """Logarithm of the likelihood in parts of its maximum."""
        return self.log_likelihood - self.top

    def at_steps(self) -> "Curves":
        """Keep the steps of the control only."""
        return replace(
            self,
            parameter=self.parameter[::_FINE],
            log_likelihood=self.log_likelihood[::_FINE],
            loss=self.loss[::_FINE],
        )


@lru_cache(maxsize=64)
def alone(choice: Choice) -> Curves:
    """Compute likelihood and loss over what is dragged, without a prior."""
    if choice.noise == "logistic":
        return _over_weight(one_feature(choice.data))
    noise, x = NOISE_MODELS[choice.noise], choice.x
    parameter, best = _between(_GRIDS[choice.kind]), noise.estimate(x).location
    return Curves(
        parameter,
        noise.log_likelihood(x, parameter, choice.sigma),
        noise.mean_loss(x, parameter),
        best,
        float(noise.log_likelihood(x, best, choice.sigma)),
        float(noise.mean_loss(x, best)),
    )


@lru_cache(maxsize=64)
def with_prior(choice: Choice) -> Curves:
    """Multiply the likelihood by the weight's Gaussian prior: the loss gets a ridge penalty."""
    data, plain = one_feature(choice.data), alone(choice)
    n, bias = len(data.y), most_likely(data)[1]
    strength = ridge_strength(float(choice.prior), n)
    best = most_probable_weight(data.X, data.y, bias, strength)
    at_best = float(log_likelihood_logistic(data.X, data.y, [best, bias]))
    penalty = ridge_penalty(plain.parameter[:, None], strength)
    least = float(ridge_penalty([best], strength))
    return replace(
        plain,
        log_likelihood=plain.log_likelihood - n * penalty,
        loss=plain.loss + penalty,
        best=best,
        top=at_best - n * least,
        least=least - at_best / n,
    )


def curves(choice: Choice) -> list[Curves]:
    """Compute the likelihood alone and, where one is chosen, with the prior."""
    return [alone(choice)] if choice.prior == "none" else [alone(choice), with_prior(choice)]


def steps(choice: Choice) -> np.ndarray:
    """Return the values that the dragged parameter can take."""
    return alone(choice).at_steps().parameter


def densities(choice: Choice, x: np.ndarray) -> np.ndarray:
    """Return density or probability of each of x at each step, shape (steps, n)."""
    log_density = NOISE_MODELS[choice.noise].log_density
    return np.exp(log_density(x, steps(choice)[:, None], choice.sigma))


def probabilities(choice: Choice, x: np.ndarray) -> np.ndarray:
    """Return logistic regression's probability of label 1 at each step, shape (steps, n)."""
    bias = most_likely(one_feature(choice.data))[1]
    return sigmoid(steps(choice)[:, None] * x + bias)


@dataclass(frozen=True, slots=True, eq=False)
class Widths:
    """Minus the mean log-likelihood over the scale, with its logarithm and without.

    Attributes
    ----------
    sigma, whole, dropped : ndarray, shape (81,)
        The scale, and both in nats.
    best, least : float
        The most likely scale, and what is there.
    """

    sigma: np.ndarray
    whole: np.ndarray
    dropped: np.ndarray
    best: float
    least: float


def widths(choice: Choice) -> Widths:
    """Compute what a noise with a scale makes of it, at the most likely location."""
    noise, power = NOISE_MODELS[choice.noise], {"gaussian": 2, "laplace": 1}[choice.noise]
    location, best = noise.estimate(choice.x)
    whole = noise.negative_mean(choice.x, location, _WIDTHS)
    dropped = noise.mean_loss(choice.x, location) / _WIDTHS**power
    least = float(noise.negative_mean(choice.x, location, best))
    return Widths(_WIDTHS, whole, dropped, best, least)


def components() -> tuple[np.ndarray, float]:
    """Return half the square of each component of the example, and its loss as a Gaussian."""
    away, at_mean = isotropic_gaussian_log_density([TARGET, PREDICTION], PREDICTION)
    return (TARGET - PREDICTION) ** 2 / 2, float(at_mean - away)


def prior_strength(choice: Choice) -> tuple[int, float]:
    """Return the number of samples, and the ridge that the prior becomes."""
    n = len(one_feature(choice.data).y)
    return n, ridge_strength(float(choice.prior), n)


def one_feature(slug: str) -> Dataset:
    """Load a data set with its first feature only."""
    return load(slug).feature(0)


def most_likely(data: Dataset) -> tuple[float, float]:
    """Return weight and bias of one feature where the likelihood is largest."""
    weight, bias = minimise(LOSSES["bce"], data.X, data.y).theta
    return float(weight), float(bias)


@lru_cache(maxsize=1)
def data_slugs() -> list[str]:
    """Return the data sets whose likelihood has a maximum: those that no threshold separates."""
    features = {slug: one_feature(slug) for slug in DATASETS}
    bce = LOSSES["bce"]
    return [slug for slug, data in features.items() if not has_no_minimum(bce, data.X, data.y)]


def _over_weight(data: Dataset) -> Curves:
    """Compute likelihood and loss of logistic regression over the weight, at the best bias."""
    weight, bias = best = most_likely(data)
    curvature = parameter_hessian(LOSSES["bce"], data.X, data.y, best)[0, 0]
    reach = max(1.2 * abs(weight), 4 / np.sqrt(len(data.y) * curvature))
    parameter = _between(_round_steps(weight - reach, weight + reach))
    theta = np.column_stack([parameter, np.full_like(parameter, bias)])
    loss = Objective.of(LOSSES["bce"], data.X, data.y)
    return Curves(
        parameter,
        log_likelihood_logistic(data.X, data.y, theta),
        loss.value(theta),
        weight,
        float(log_likelihood_logistic(data.X, data.y, best)),
        float(loss.value(np.array(best))),
    )


def _round_steps(low: float, high: float) -> np.ndarray:
    """Return about a hundred steps, each a round number of hundredths."""
    step = next(step for step in (0.01, 0.02, 0.05, 0.1, 0.2) if (high - low) / step < 160)
    return np.round(step * np.arange(np.floor(low / step), np.ceil(high / step) + 1), 2)


def _between(grid: np.ndarray) -> np.ndarray:
    """Add points between the steps of a grid, which stay exactly where they are."""
    places = np.arange(_FINE * (len(grid) - 1) + 1) / _FINE
    return np.asarray(np.interp(places, np.arange(len(grid)), grid))
