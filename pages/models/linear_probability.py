"""What is fitted to labels of which more and more are flipped: a line and two sigmoids."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from core.activations import sigmoid
from core.binning import BinnedShares, binned_shares
from core.datasets import Dataset, load
from core.evaluation import (
    brier_score,
    calibration,
    cross_fitted,
    error_rate,
    log_loss,
    stratified_folds,
)
from core.label_noise import flip_labels
from core.linear_output import fit_linear_output
from core.losses import LINEAR_SQUARED_ERROR, LOSSES, Loss
from core.optimizers import minimise

DATA = ("breast-cancer", "iris", "overlapping", "outliers")
PERCENT = np.arange(46.0)
"""Flipped labels, in per cent."""
BINS = 10
FOLDS = 5
"""Parts of the samples, each of which is judged by models fitted to the others."""
LINEAR = LINEAR_SQUARED_ERROR.slug
MODELS = (LINEAR, "bce", "mse")
"""Slugs of the losses that are fitted."""
PULLED = np.linspace(-16.0, 4.0, 201)
"""Outputs for which the pull at an example of label 1 is drawn."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of DATA."""

    data: str = DATA[0]


@dataclass(frozen=True, slots=True, eq=False)
class Fits:
    """Three models fitted at each share of flipped labels.

    Attributes
    ----------
    data : Dataset
        With one feature, in original units.
    x, y : ndarray, shape (n,)
        The feature and the true labels.
    given : ndarray, shape (steps, n)
        The labels that the models are fitted to.
    theta : dict of slug to ndarray, shape (steps, 2)
        Weight and bias, by slug of `MODELS`.
    unseen : dict of slug to ndarray, shape (steps, n)
        Cross-fitted outputs: of each sample by a model that was fitted without it.
    """

    data: Dataset
    x: np.ndarray
    y: np.ndarray
    given: np.ndarray
    theta: dict[str, np.ndarray]
    unseen: dict[str, np.ndarray]

    @property
    def shares(self) -> BinnedShares:
        """Observed shares of class 1 in the given labels, in bins along the feature."""
        return binned_shares(self.x, self.given, BINS)

    def output(self, slug: str, x: np.ndarray) -> np.ndarray:
        """Return the answers: the linear output itself, or p = sigmoid(z), shape (steps, k)."""
        return answers(slug, self.logit(slug, x))

    def logit(self, slug: str, x: np.ndarray) -> np.ndarray:
        """Return z = w x + b, shape (steps, k)."""
        w, b = self.theta[slug].T
        return np.asarray(w[:, None] * x + b[:, None])

    def probability(self, slug: str) -> np.ndarray:
        """Return the cross-fitted outputs, cut to [0, 1], shape (steps, n)."""
        return np.asarray(np.clip(self.unseen[slug], 0, 1))

    def boundary(self, slug: str) -> np.ndarray:
        """Return where the output is 1/2; nan without a slope, shape (steps,)."""
        w, b = self.theta[slug].T
        middle = 0.5 if slug == LINEAR else 0.0
        return np.asarray((middle - b) / np.where(w == 0, np.nan, w))

    def most_wrong(self, slug: str) -> np.ndarray:
        """Return the output of the example farthest on the wrong side, shape (steps,).

        An example of label 0 is turned round, so that all have label 1.
        """
        z = self.logit(slug, self.x)
        turned = 1 - z if slug == LINEAR else -z
        return np.asarray(np.where(self.given == 1, z, turned).min(axis=1))


@dataclass(frozen=True, slots=True)
class Scores:
    """How a model does on samples that it has not seen; all but the first by the given labels.

    Attributes
    ----------
    wrong_true, wrong_given : float
        Error rates about the true and about the given labels.
    log_loss : float
        In nats.
    brier : float
        Mean of (p - y)^2.
    outside : float
        Share of outputs that are no probability: not in (0, 1).
    """

    wrong_true: float
    wrong_given: float
    log_loss: float
    brier: float
    outside: float


def loss_of(slug: str) -> Loss:
    """Return the loss that a model minimises."""
    return LINEAR_SQUARED_ERROR if slug == LINEAR else LOSSES[slug]


def answers(slug: str, z: np.ndarray) -> np.ndarray:
    """Return what a model answers at z: the linear output itself, or the sigmoid's probability."""
    return z if slug == LINEAR else sigmoid(z)


@lru_cache(maxsize=8)
def computed(choice: Choice) -> Fits:
    """Fit all models to the labels that a page shows."""
    return fits(choice.data)


def fits(slug: str, percent: np.ndarray = PERCENT, seed: int = 0) -> Fits:
    """Fit all models to one feature in original units, at each share of flipped labels.

    Parameters
    ----------
    slug : str
        One of DATA.
    percent : ndarray, shape (steps,)
        Flipped labels, in per cent.
    seed : int
        Draws the flips and the folds of cross-fitting.
    """
    data = load(slug, standardise=False).feature(0)
    given = flip_labels(data.y, percent / 100, seed)
    fold = stratified_folds(data.y, FOLDS, seed)
    thetas = [_fit(data.X, labels) for labels in given]
    unseen = [cross_fitted(_fit_and_answer, data.X, labels, fold) for labels in given]
    return Fits(
        data,
        data.X[:, 0],
        data.y,
        given,
        {name: np.array([found[name] for found in thetas]) for name in MODELS},
        dict(zip(MODELS, np.stack(unseen, axis=1), strict=True)),
    )


def _fit(X: np.ndarray, y: np.ndarray) -> dict[str, np.ndarray]:
    """Fit all models; half squared error begins at the minimum of cross-entropy."""
    cross = minimise(LOSSES["bce"], X, y).theta
    squared = minimise(LOSSES["mse"], X, y, cross).theta
    return {LINEAR: fit_linear_output(X, y).theta, "bce": cross, "mse": squared}


def _fit_and_answer(X: np.ndarray, y: np.ndarray, held_out: np.ndarray) -> np.ndarray:
    """Fit all models to one part of the samples and answer for the others, shape (models, k)."""
    theta = _fit(X, y)
    return np.stack(
        [answers(name, held_out @ theta[name][:-1] + theta[name][-1]) for name in MODELS]
    )


def worst_pulls(found: Fits, slug: str) -> np.ndarray:
    """Return how hard the loss pulls at the most wrong example, shape (steps,)."""
    return np.abs(loss_of(slug).gradient(found.most_wrong(slug), 1))


def pulls(slug: str) -> np.ndarray:
    """Return how hard the loss pulls at an example of label 1, at the outputs PULLED."""
    return np.abs(loss_of(slug).gradient(PULLED, 1))


def bound() -> np.ndarray:
    """Return the largest log-odds that each share of flips lets labels have, shape (steps,)."""
    share = np.maximum(PERCENT, 1e-6) / 100
    return np.asarray(np.log((1 - share) / share))


def means(found: Fits, step: int) -> list[float]:
    """Return the means of x^2, x, x y and y, of which the normal equations are made."""
    x, y = found.x, found.given[step]
    return [float(mean) for mean in ((x * x).mean(), x.mean(), (x * y).mean(), y.mean())]


def true_errors(found: Fits, slug: str) -> np.ndarray:
    """Return the cross-fitted error rate about the true labels, shape (steps,)."""
    return error_rate(found.probability(slug), found.y)


def scores(found: Fits, slug: str, step: int) -> Scores:
    """Judge a model on unseen samples."""
    p, given, z = found.probability(slug)[step], found.given[step], found.unseen[slug][step]
    return Scores(
        float(error_rate(p, found.y)),
        float(error_rate(p, given)),
        float(log_loss(p, given)),
        float(brier_score(p, given)),
        float(((z <= 0) | (z >= 1)).mean()),
    )


def calibrations(found: Fits, slug: str) -> tuple[np.ndarray, np.ndarray]:
    """Return predicted and observed shares at each step, shape (steps, BINS), nan in empty bins."""
    points = np.full((2, len(found.given), BINS), np.nan)
    for step, (p, given) in enumerate(zip(found.probability(slug), found.given, strict=True)):
        bins = calibration(p, given, bins=BINS)
        points[:, step, : bins.predicted.size] = bins.predicted, bins.observed
    return points[0], points[1]
