"""How many steps gradient descent needs to arrive: many runs side by side, each from its start.

What counts as arrived is a `Goal`. A long search may be cut into pieces: `begin` it, and `advance`
it as often as one likes.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core._checks import (
    MOST_STEPS,
    FloatArray,
    as_bounded,
    as_choice,
    as_finite,
    as_positive,
    as_unit_interval,
    as_whole,
    short,
)
from core.losses import LOSSES, Loss
from core.objective import LARGEST_LOGIT, Objective
from core.optimizers import minimise

NOT_YET = -1
"""Stands for a step that has not come."""
MEASURES = ("error rate", "loss")


@dataclass(frozen=True, slots=True)
class Goal:
    """When a run has arrived: as soon as a measure is at or below a number.

    Attributes
    ----------
    measure : {"error rate", "loss"}
        Share of samples on the wrong side of p = 1/2, or mean loss.
    value : float
        The number.

    Examples
    --------
    >>> Goal("error rate", 0.2)
    Goal(measure='error rate', value=0.2)
    """

    measure: str
    value: float

    def __post_init__(self) -> None:
        """Refuse what cannot be measured."""
        as_choice("measure", self.measure, MEASURES)
        as_finite("value", self.value)

    def is_reached(self, objective: Objective, theta: FloatArray) -> NDArray[np.bool_]:
        """Tell for each of many parameter vectors, shape (m, d + 1), whether it has arrived."""
        measure = objective.value if self.measure == "loss" else objective.error_rate
        reached: NDArray[np.bool_] = objective.in_blocks(measure, theta) <= self.value
        return reached


@dataclass(frozen=True, slots=True, eq=False)
class Search:
    """How far the runs of a search have come.

    Attributes
    ----------
    theta : ndarray, shape (m, d + 1)
        Where each run stands; one that has arrived stays.
    arrived : ndarray of int, shape (m,)
        The first step at which each had arrived, or `NOT_YET`.
    step : int
        Steps taken.

    Examples
    --------
    >>> search = begin(LOSSES["bce"], [1.0], [0], [[2, 2], [-1, 0]], Goal("error rate", 0))
    >>> search.arrived, search.step
    (array([-1,  0]), 0)
    """

    theta: FloatArray
    arrived: NDArray[np.intp]
    step: int


def begin(loss: Loss, X: ArrayLike, y: ArrayLike, starts: ArrayLike, goal: Goal) -> Search:
    """Place a run at each start; some are there already.

    Parameters
    ----------
    loss : Loss
        A record of `core.losses.LOSSES`.
    X : array_like, shape (n, d) or (n,)
        Features, one sample a row; one feature may come flat.
    y : array_like, shape (n,)
        Labels in [0, 1].
    starts : array_like, shape (m, d + 1)
        Weights and, last, the bias of each start.
    goal : Goal
        When a run has arrived.

    Returns
    -------
    Search
        At step 0.

    Raises
    ------
    ValueError
        If a shape does not fit or a value is not valid.

    Examples
    --------
    >>> search = begin(LOSSES["mse"], [0.0, 1.0], [0, 1], [[1, -0.5], [0, 1]], Goal("loss", 0.1))
    >>> search.arrived
    array([ 0, -1])
    """
    objective, theta = Objective.of(loss, X, y), as_bounded("starts", starts)
    size = objective.A.shape[1]
    if theta.ndim != 2 or theta.shape[1] != size:
        raise ValueError(f"starts must have shape (m, {size}); got shape {theta.shape}")
    return Search(theta, np.where(goal.is_reached(objective, theta), 0, NOT_YET), 0)


def advance(
    loss: Loss,
    X: ArrayLike,
    y: ArrayLike,
    search: Search,
    goal: Goal,
    *,
    learning_rate: ArrayLike,
    steps: int,
) -> Search:
    """Take more steps of gradient descent with every run that has not arrived.

    Parameters
    ----------
    loss, X, y, goal
        As for `begin`.
    search : Search
        How far it has come; it is left as it is.
    learning_rate : array_like, shape () or (m,)
        Parameter change per unit of gradient, one for all runs or one for each; above 0.
    steps : int
        How many steps, from 0 to 100 000.

    Returns
    -------
    Search
        At step ``search.step + steps``.

    Raises
    ------
    ValueError
        If a shape does not fit or a value is not valid.

    Notes
    -----
    A run whose next step would be too large to compute with stays where it is, and does not arrive.

    Examples
    --------
    Confidently wrong: half squared error needs many more steps.

    >>> goal = Goal("error rate", 0)
    >>> for slug in ("mse", "bce"):
    ...     search = begin(LOSSES[slug], [1.0], [0], [[2, 2], [5, 5]], goal)
    ...     far = advance(LOSSES[slug], [1.0], [0], search, goal, learning_rate=0.5, steps=500)
    ...     print(slug, far.arrived)
    mse [71 -1]
    bce [ 5 11]
    """
    objective, steps = Objective.of(loss, X, y), as_whole("steps", steps, 0, MOST_STEPS)
    rates = _read_rates(learning_rate, len(search.theta))
    theta, arrived = search.theta.copy(), search.arrived.copy()
    for step in range(search.step + 1, search.step + steps + 1):
        (under_way,) = np.nonzero(arrived == NOT_YET)
        if not len(under_way):
            break
        theta[under_way] = _next(objective, theta[under_way], rates[under_way])
        there = goal.is_reached(objective, theta[under_way])
        arrived[under_way[there]] = step
    return Search(theta, arrived, search.step + steps)


def arrival_steps(
    loss: Loss,
    X: ArrayLike,
    y: ArrayLike,
    starts: ArrayLike,
    goal: Goal,
    *,
    learning_rate: ArrayLike,
    steps: int,
) -> NDArray[np.intp]:
    """Count the steps that gradient descent needs from each start: a search in one piece.

    Parameters
    ----------
    loss, X, y, starts, goal
        As for `begin`.
    learning_rate, steps
        As for `advance`.

    Returns
    -------
    ndarray of int, shape (m,)
        The first step at which each run had arrived, or `NOT_YET`.

    Raises
    ------
    ValueError
        If a shape does not fit or a value is not valid.

    Examples
    --------
    Five points with two minima of half squared error: from (2, -6) it is caught by the worse one.

    >>> x, y, starts = [5.5, 4, 2.5, -5.5, 5], [0, 0, 0, 1, 1], [[2, -6], [0, 0]]
    >>> for slug in ("mse", "bce"):
    ...     print(slug, arrival_steps(LOSSES[slug], x, y, starts, Goal("error rate", 0.2),
    ...                               learning_rate=0.3, steps=1000))
    mse [-1  1]
    bce [52  1]
    """
    first = begin(loss, X, y, starts, goal)
    return advance(loss, X, y, first, goal, learning_rate=learning_rate, steps=steps).arrived


def shared_error_rate(losses: Iterable[Loss], X: ArrayLike, y: ArrayLike) -> float:
    """Find an error rate that each of several losses has at its best, or beats.

    Parameters
    ----------
    losses : iterable of Loss
        Records of `core.losses.LOSSES`; one with kinks has no optimum that Newton's method could
        find and sets no mark.
    X : array_like, shape (n, d) or (n,)
        Features.
    y : array_like, shape (n,)
        Labels in [0, 1].

    Returns
    -------
    float
        The highest error rate among the optimum of binary cross-entropy and those minima of
        `losses` that are found and proven from there; 0 for separable data.

    Raises
    ------
    ValueError
        If a shape does not fit or a value is not valid.

    Examples
    --------
    >>> shared_error_rate([LOSSES["mse"]], [5.5, 4, 2.5, -5.5, 5], [0, 0, 0, 1, 1])
    0.2
    >>> shared_error_rate([LOSSES["mse"]], [0.0, 1.0, 2.0, 3.0], [0, 0, 1, 1])
    0.0
    """
    cross_entropy = Objective.of(LOSSES["bce"], X, y)
    first = minimise(LOSSES["bce"], X, y)
    others = [minimise(loss, X, y, first.theta) for loss in losses if loss.is_smooth(y)]
    ends = [first, *(other for other in others if other.finite)]
    return float(max(cross_entropy.error_rate(end.theta) for end in ends))


def loss_goal(loss: Loss, X: ArrayLike, y: ArrayLike, start: ArrayLike, share: float) -> Goal:
    """Set the goal at a share of the way that the loss has to fall from a start.

    Parameters
    ----------
    loss : Loss
        A record of `core.losses.LOSSES` that is smooth.
    X, y
        As for `begin`.
    start : array_like, shape (d + 1,)
        Weights and, last, the bias.
    share : float
        In [0, 1]: of the way down to the minimum that Newton's method finds from zeros; on
        separable data down to where it gets, near the loss's infimum.

    Returns
    -------
    Goal
        For the loss.

    Raises
    ------
    ValueError
        If the loss is not smooth, a shape does not fit or a value is not valid.

    Examples
    --------
    >>> x, y = [5.5, 4, 2.5, -5.5, 5], [0, 0, 0, 1, 1]
    >>> goal = loss_goal(LOSSES["bce"], x, y, [0, 0], 0.99)
    >>> goal.measure, round(goal.value, 3)
    ('loss', 0.534)
    """
    gain = as_unit_interval("share", share)
    if gain.ndim:
        raise ValueError(f"share must be one number; got {short(share)}")
    lowest = minimise(loss, X, y).loss
    first = begin(loss, X, y, [as_finite("start", start)], Goal("loss", lowest)).theta
    highest = float(Objective.of(loss, X, y).value(first)[0])
    return Goal("loss", highest - float(gain) * (highest - lowest))


def _read_rates(learning_rate: ArrayLike, runs: int) -> FloatArray:
    rates = as_bounded("learning_rate", learning_rate)
    if rates.shape not in ((), (runs,)):
        raise ValueError(f"learning_rate must have shape () or ({runs},); got shape {rates.shape}")
    as_positive("learning_rate", rates.min())
    return np.broadcast_to(rates, (runs,))[:, np.newaxis]


def _next(objective: Objective, theta: FloatArray, rates: FloatArray) -> FloatArray:
    """Take one step of gradient descent with each run, unless it would be too large."""
    following = theta - rates * objective.in_blocks(objective.gradient, theta)
    with np.errstate(over="ignore", invalid="ignore"):
        within = np.abs(following) @ np.abs(objective.A).max(axis=0) <= LARGEST_LOGIT
    kept: FloatArray = np.where(within[:, np.newaxis], following, theta)
    return kept
