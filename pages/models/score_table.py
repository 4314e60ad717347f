"""Two classifiers side by side: their predictions, three measures of them, and slopes."""

from dataclasses import dataclass

import numpy as np

from core.multiclass import (
    Scores,
    softmax_cross_entropy_gradient,
    softmax_squared_error_gradient,
)

SHARES = np.round(np.linspace(0, 1, 101), 2)
"""Shares of model 2 at which the control can stand: 0 is model 1, 1 is model 2."""
MODELS = ("first", "second")
MEASURES = ("error", "squared", "cross")
"""In the order of `core.multiclass.Scores`."""

Rows = tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Predictions of two models for the same samples.

    Attributes
    ----------
    names : tuple of str, length K
        Names of the classes.
    targets : tuple of int, length n
        The right class of each sample.
    first, second : tuple of tuples of float, n by K
        Predictions of model 1 and of model 2: rows are distributions.
    """

    names: tuple[str, ...]
    targets: tuple[int, ...]
    first: Rows
    second: Rows


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """Predictions on the way from model 1 to model 2, and what the measures say of them.

    Attributes
    ----------
    names : tuple of str, length K
        Names of the classes.
    targets : tuple of int, length n
        The right class of each sample.
    one_hot : ndarray, shape (n, K)
        Targets as rows with a single 1.
    q : ndarray, shape (steps, n, K)
        Predictions.
    measures : dict of ndarray, shape (steps, n)
        Of each sample, by a slug of MEASURES.
    """

    names: tuple[str, ...]
    targets: tuple[int, ...]
    one_hot: np.ndarray
    q: np.ndarray
    measures: dict[str, np.ndarray]


@dataclass(frozen=True, slots=True)
class Rank:
    """What one measure says of the two models, and how it could teach.

    Attributes
    ----------
    measure : str
        One of MEASURES.
    first, second : float
        Its mean over the samples.
    preferred : str
        "first", "second" or "tie".
    slope : float
        Mean length of its gradient in the logits at one step.
    """

    measure: str
    first: float
    second: float
    preferred: str
    slope: float


def compute(choice: Choice) -> Scored:
    """Mix the predictions at each step, and measure them."""
    share, one_hot = SHARES[:, None, None], np.eye(len(choice.names))[list(choice.targets)]
    q = (1 - share) * np.array(choice.first) + share * np.array(choice.second)
    scores = zip(MEASURES, Scores.of(q, one_hot), strict=True)
    measures = {slug: np.asarray(values, dtype=float) for slug, values in scores}
    return Scored(choice.names, choice.targets, one_hot, q, measures)


def ranking(scored: Scored, step: int) -> list[Rank]:
    """Ask each measure which model it prefers, and how steep it is in the logits at a step."""
    rows = []
    for (slug, values), slope in zip(scored.measures.items(), _slopes(scored, step), strict=True):
        first, second = (float(end) for end in values.mean(axis=1)[[0, -1]])
        rows.append(Rank(slug, first, second, _preferred(first, second), slope))
    return rows


def cross_entropy_slopes(scored: Scored, step: int) -> np.ndarray:
    """Return each sample's slope of cross-entropy in every logit at a step, shape (n, K)."""
    slopes: np.ndarray = softmax_cross_entropy_gradient(_logits(scored.q[step]), scored.one_hot)
    return slopes


def _logits(q: np.ndarray) -> np.ndarray:
    """Return logits of predictions; a class that is ruled out has -inf."""
    with np.errstate(divide="ignore"):
        z: np.ndarray = np.log(q)
    return z


def _slopes(scored: Scored, step: int) -> tuple[float, float, float]:
    """Return the mean length of each measure's gradient; the error rate is a staircase."""
    squared = 2 * softmax_squared_error_gradient(_logits(scored.q[step]), scored.one_hot)
    cross = cross_entropy_slopes(scored, step)
    lengths = [float(np.linalg.norm(slope, axis=1).mean()) for slope in (squared, cross)]
    return 0.0, lengths[0], lengths[1]


def _preferred(first: float, second: float) -> str:
    if first == second or np.isclose(first, second, rtol=1e-12):
        return "tie"
    return MODELS[int(second < first)]
