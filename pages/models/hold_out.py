"""Training judged twice: on the examples it saw and on examples held out."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from core.activations import sigmoid
from core.datasets import DATASETS, Dataset, load
from core.evaluation import (
    Confidence,
    brier_score,
    calibration,
    confidence,
    error_rate,
    split,
)
from core.losses import LOSSES, Loss
from core.objective import Objective
from core.optimizers import Finding, minimise, ridge_path
from core.separability import separating_direction
from core.training import History, Settings, fit

DRAGS = ("step", "ridge")
RIDGES = ("0", "0.001", "0.01", "0.1")
"""Strengths to choose from while the step is dragged."""
SHARES = ("0.1", "0.3", "0.5", "0.7", "0.9")
"""Parts of the examples that can be held out."""
STEPS = np.unique([int(float(f"{step:.2g}")) for step in np.geomspace(1, 5000, 150)])
"""Steps at which training can stop: whole numbers of two digits, at equal ratios."""
POWERS = np.round(np.linspace(-5, 1, 61), 1)
"""Strengths of the dragged ridge, as powers of ten."""
BINS = 5
WIDE, NOISE = "many-features", 25
"""The overlapping clouds with so many features of noise: a parameter to five examples or so."""
_SURE = 2.0  # standard errors from which on a gap is more than chance


@dataclass(frozen=True, slots=True)
class Choice:
    """What is trained, and on which examples.

    Attributes
    ----------
    data, loss : str
        Slugs, of `divisible` and `trainable`.
    drag : str
        One of DRAGS.
    ridge : float
        Strength while the step is dragged.
    share : float
        Of the examples that are held out.
    seed : int
        Of the split, and of the noise of WIDE.
    rate : float
        Learning rate.
    """

    data: str = WIDE
    loss: str = "bce"
    drag: str = "step"
    ridge: float = 0.0
    share: float = 0.3
    seed: int = 0
    rate: float = 1.0

    @property
    def is_step(self) -> bool:
        """Whether the step is dragged."""
        return self.drag == "step"

    @property
    def steps(self) -> np.ndarray:
        """What the control runs through."""
        return STEPS if self.is_step else POWERS


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One part of the data, and how the model does on it at each position of the control.

    Attributes
    ----------
    slug : str
        "training" or "held-out".
    y : ndarray, shape (n,)
        Labels.
    p : ndarray, shape (positions, n)
        Predictions.
    log_loss, error_rate : ndarray, shape (positions,)
        Means over the part.
    """

    slug: str
    y: np.ndarray
    p: np.ndarray
    log_loss: np.ndarray
    error_rate: np.ndarray

    @property
    def confidence(self) -> Confidence:
        """Mean confidence and accuracy at each position."""
        return confidence(self.p, self.y)

    def brier_score(self, i: int) -> float:
        """Return the mean of (p - y)^2 at a position."""
        return float(brier_score(self.p[i], self.y))


@dataclass(frozen=True, slots=True, eq=False)
class Trained:
    """The model at each position of the control, and both parts.

    Attributes
    ----------
    choice : Choice
        What was asked for.
    theta : ndarray, shape (positions, d + 1)
        Weights and bias.
    strengths : ndarray, shape (positions,)
        Of the ridge.
    loss : ndarray, shape (positions,)
        Mean of the loss that is trained, without the penalty.
    training, held_out : Part
        The two parts of the data.
    history : History or None
        The run, if the step is dragged.
    data : Dataset
        The training part.
    end : str
        What is known of the loss on the training part without a ridge; see `without_ridge`.
    optimum_length : float
        Length of the weights at the minimum without a ridge; nan where none is found.
    """

    choice: Choice
    theta: np.ndarray
    strengths: np.ndarray
    loss: np.ndarray
    training: Part
    held_out: Part
    history: History | None
    data: Dataset
    end: str
    optimum_length: float

    @property
    def positions(self) -> np.ndarray:
        """What is dragged, in powers of ten."""
        return np.log10(STEPS) if self.choice.is_step else POWERS

    @property
    def lengths(self) -> np.ndarray:
        """Length of the weights at each position."""
        return np.asarray(np.linalg.norm(self.theta[:, :-1], axis=1))

    @property
    def best(self) -> int:
        """Position of the least log-loss held out."""
        return int(self.held_out.log_loss.argmin())


def divisible() -> list[str]:
    """List the data sets that can be divided: one example cannot."""
    return [WIDE, *(slug for slug in DATASETS if len(load(slug).y) > 1)]


def trainable(drag: str) -> list[str]:
    """List the losses that can be shown: the minimum at each ridge is found by Newton's method."""
    hard = [0.0, 1.0]
    return [slug for slug, loss in LOSSES.items() if drag == "step" or loss.is_smooth(hard)]


def divided(choice: Choice) -> tuple[Dataset, Dataset]:
    """Return the examples that are trained on and those held out; WIDE has new noise per seed."""
    wide = choice.data == WIDE
    data = load("overlapping").with_noise(NOISE, choice.seed) if wide else load(choice.data)
    return split(data, choice.share, choice.seed)


@lru_cache(maxsize=16)
def train(choice: Choice) -> Trained:
    """Divide the data, train on one part, and judge both at every position."""
    data, unseen = divided(choice)
    loss = LOSSES[choice.loss]
    history = _run(choice, data) if choice.is_step else None
    if history is None:
        strengths = 10.0**POWERS
        theta = ridge_path(loss, data.X, data.y, strengths)
    else:
        strengths = np.full(len(STEPS), choice.ridge)
        theta = history.theta[STEPS]
    return Trained(
        choice,
        theta,
        strengths,
        Objective.of(loss, data.X, data.y).value(theta),
        _judge("training", data, theta),
        _judge("held-out", unseen, theta),
        history,
        data,
        *without_ridge(loss, data),
    )


def without_ridge(loss: Loss, data: Dataset) -> tuple[str, float]:
    """Tell what is known of the minimum without a ridge.

    Returns
    -------
    str
        "separable", "at-rest", "kinks", "minimum", "local-minimum", "lower-at-infinity" or
        "not-found".
    float
        Length of the weights at the minimum; nan where none is found.
    """
    if Objective.of(loss, data.X, data.y).has_no_minimum:
        return "separable", np.nan
    if not loss.is_smooth(data.y):
        is_separable = separating_direction(data.X, data.y) is not None
        return "at-rest" if is_separable else "kinks", np.nan
    found = minimise(loss, data.X, data.y)
    if not found.finite:
        lower = found.finding is Finding.LOWER_AT_INFINITY
        return "lower-at-infinity" if lower else "not-found", np.nan
    name = "minimum" if found.finding is Finding.MINIMUM else "local-minimum"
    return name, float(np.linalg.norm(found.theta[:-1]))


def verdicts(part: Part) -> list[str]:
    """Name at each position what the gap between confidence and accuracy says."""
    found = part.confidence
    gap, chance = found.mean - found.accuracy, _SURE * found.standard_error
    names = ["over-confident", "under-confident"]
    return [str(name) for name in np.select([gap > chance, gap < -chance], names, "no-gap")]


def status(trained: Trained, i: int) -> str:
    """Name what the run is doing at one position, or whether Newton's method has arrived there."""
    if trained.history is not None:
        return trained.history.status_at(int(STEPS[i])).value.replace(" ", "-")
    loss, data, ridge = LOSSES[trained.choice.loss], trained.data, float(trained.strengths[i])
    found = minimise(loss, data.X, data.y, trained.theta[i], ridge)
    return "at-minimum" if found.finite else "not-found"


def reliability(part: Part) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the calibration at each position; an empty bin hides under the last filled one.

    Returns
    -------
    predicted, observed : ndarray, shape (positions, BINS)
        Mean prediction and share of class 1 in each bin.
    count : ndarray of int, shape (positions, BINS)
        Examples; 0 where a bin hides.
    """
    found = [calibration(p, part.y, BINS) for p in part.p]
    empty = [(0, BINS - len(bins.count)) for bins in found]
    both = list(zip(found, empty, strict=True))
    predicted = np.array([np.pad(bins.predicted, gap, mode="edge") for bins, gap in both])
    observed = np.array([np.pad(bins.observed, gap, mode="edge") for bins, gap in both])
    return predicted, observed, np.array([np.pad(bins.count, gap) for bins, gap in both])


def _run(choice: Choice, data: Dataset) -> History:
    return fit(
        LOSSES[choice.loss],
        data.X,
        data.y,
        Settings(
            start=np.zeros(data.X.shape[1] + 1),
            learning_rate=choice.rate,
            steps=int(STEPS[-1]),
            ridge=choice.ridge,
        ),
    )


def _judge(slug: str, data: Dataset, theta: np.ndarray) -> Part:
    """Predict one part with every model; the log-loss is taken from the logits."""
    judged_by = Objective.of(LOSSES["bce"], data.X, data.y)
    p = sigmoid(judged_by.logits(theta))
    return Part(slug, data.y, p, judged_by.value(theta), error_rate(p, data.y))
