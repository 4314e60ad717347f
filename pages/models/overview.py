"""A neuron that unlearns a mistake under two losses, and an example from features to gradients."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from core.activations import sigmoid, softmax
from core.datasets import load
from core.losses import LOSSES
from core.multiclass import (
    softmax_cross_entropy,
    softmax_cross_entropy_gradient,
    softmax_squared_error,
    softmax_squared_error_gradient,
)
from core.training import Settings, fit

RACERS = ("bce", "mse")
START = (2.0, 2.0)
"""Weight and bias: Nielsen's saturated start."""
RATE = 0.15
STEPS = 300
GRID = np.arange(0, STEPS + 1, 2)
"""Steps at which the markers can stand."""
CLASSES = ("cat", "dog", "pig")
FEATURES = np.array([2.0, 1.0])
WEIGHTS = np.array([[1.5, 0.5], [0.5, 0.5], [-1.0, 0.5]])
BIASES = np.array([0.5, -0.5, 0.5])


@lru_cache(maxsize=8)
def logits(slug: str, factor: float = 1.0) -> np.ndarray:
    """Train the neuron with one loss and return its logit after every step.

    Parameters
    ----------
    slug : str
        Of the loss.
    factor : float
        Times RATE is the learning rate.

    Returns
    -------
    ndarray, shape (STEPS + 1,)
        Weight plus bias, as the input is 1.
    """
    data, rate = load("nielsen", standardise=False), factor * RATE
    run = fit(LOSSES[slug], data.X, data.y, Settings(start=START, learning_rate=rate, steps=STEPS))
    logit: np.ndarray = run.theta.sum(axis=1)
    return logit


def answers() -> dict[str, np.ndarray]:
    """Return the answer p of the neuron after every step, by the slug of its loss."""
    return {slug: sigmoid(logits(slug)) for slug in RACERS}


@dataclass(frozen=True, slots=True)
class Race:
    """Numbers of the two runs.

    Attributes
    ----------
    start : float
        The first answer.
    ratio : float
        Slope of cross-entropy at the start over that of half squared error.
    bce, mse, matched : int
        First step at which the answer is below 1/2; `matched` with four times the learning rate.
    """

    start: float
    ratio: float
    bce: int
    mse: int
    matched: int


def race() -> Race:
    """Compute the numbers of the two runs."""
    start = float(logits("bce")[0])
    bce, mse = (float(LOSSES[slug].gradient(start, 0)) for slug in RACERS)
    return Race(
        float(sigmoid(start)), bce / mse, _turned("bce"), _turned("mse"), _turned("mse", 4.0)
    )


@dataclass(frozen=True, slots=True, eq=False)
class Flow:
    """One example on its way from features to gradients; its label is the last class.

    Attributes
    ----------
    features : ndarray, shape (2,)
        The input.
    scores, probabilities : ndarray, shape (3,)
        One for each of CLASSES.
    losses : dict of float
        By slug.
    gradients : dict of ndarray, shape (3,)
        Slopes in the scores, by slug.
    """

    features: np.ndarray
    scores: np.ndarray
    probabilities: np.ndarray
    losses: dict[str, float]
    gradients: dict[str, np.ndarray]


def flow() -> Flow:
    """Compute the example."""
    z, t = WEIGHTS @ FEATURES + BIASES, np.eye(len(CLASSES))[-1]
    return Flow(
        features=FEATURES,
        scores=z,
        probabilities=softmax(z),
        losses={
            "bce": float(softmax_cross_entropy(z, t)),
            "mse": float(softmax_squared_error(z, t)),
        },
        gradients={
            "bce": softmax_cross_entropy_gradient(z, t),
            "mse": softmax_squared_error_gradient(z, t),
        },
    )


def _turned(slug: str, factor: float = 1.0) -> int:
    """Return the first step at which the neuron's answer is on the right side."""
    return int(np.argmax(logits(slug, factor) < 0))
