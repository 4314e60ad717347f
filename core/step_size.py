"""What a learning rate does to gradient descent: the same run at many rates, judged by its end.

The bound ``2 / M`` of `core.optimizers.safe_learning_rate` holds everywhere; near a minimum the
curvature there gives a sharper one, `local_learning_rate`. Between and beyond them nothing is
promised: the run itself tells.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core._checks import MOST_STEPS, FloatArray, as_bounded, as_finite, as_whole, short
from core.gradients import read_problem
from core.infinity import lowest_at_infinity
from core.losses import Loss
from core.objective import Objective
from core.optimizers import (
    Finding,
    Optimum,
    distinct_minima,
    finding_of,
    read_start,
    require_smooth,
)
from core.point_status import PointStatus, point_status
from core.training import TURNS, WINDOW

TAIL = 256  # last steps in which a cycle is looked for
LONGEST_CYCLE = 64
MOST_NUMBERS = 10_000_000  # in the paths of all runs
ROUNDING = 1e-12  # rise of a loss, over its size, that counts as none
SAME = 1e-8  # change of a parameter, over its size or 1, that counts as none
LOOKS = 16  # steps after which to look who is back where it was two steps before, and stays so
NEAR = 0.01  # of the start's distance from the minimum: so near a run has arrived


class Outcome(StrEnum):
    """What becomes of a run.

    Examples
    --------
    >>> for outcome in Outcome:
    ...     print(outcome)
    converges
    cycle
    bounces
    plateau
    still falling
    no finite optimum
    diverges
    """

    CONVERGES = "converges"
    CYCLE = "cycle"
    BOUNCES = "bounces"
    PLATEAU = "plateau"
    FALLING = "still falling"
    ENDLESS = "no finite optimum"
    DIVERGES = "diverges"


OUTCOMES = {
    PointStatus.MINIMUM: Outcome.CONVERGES,
    PointStatus.PLATEAU: Outcome.PLATEAU,
    PointStatus.ENDLESS: Outcome.ENDLESS,
    PointStatus.SLOPE: Outcome.FALLING,
}


@dataclass(frozen=True, slots=True, eq=False)
class Ending:
    """How a run ends.

    Attributes
    ----------
    outcome : Outcome
        What becomes of it.
    period : int
        Steps after which the run is back where it was, for a cycle; else 0.
    swings : bool
        Whether most of its last moves go back on the one before: from one side to the other.
    minimum : Optimum or None
        The minimum, be it a local one, nearest to the middle of its last steps, if one is proven.
    finding : Finding
        What is known of the lowest minimum: why there is none, if there is none.
    surrounds : bool
        Whether the last steps lie on both sides of that minimum, along its steepest direction, and
        no farther off than twice their own spread.
    arrived : int or None
        First step from which on the run stays within 1 % of its start's distance from that
        minimum.
    lowest, highest : float
        Least and largest mean loss among its last steps.

    Examples
    --------
    >>> from core.losses import LOSSES
    >>> x, y = [5.5, 4, 2.5, -5.5, 5], [0, 0, 0, 1, 1]
    >>> runs = run_at_rates(LOSSES["bce"], x, y, [0, 0], [0.56, 0.7])
    >>> for ending in endings(LOSSES["bce"], x, y, runs):
    ...     print(ending.outcome, ending.period, ending.swings)
    converges 0 True
    cycle 2 True
    """

    outcome: Outcome
    period: int
    swings: bool
    minimum: Optimum | None
    finding: Finding
    surrounds: bool
    arrived: int | None
    lowest: float
    highest: float


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """One run of gradient descent for each of several learning rates, from one start.

    Attributes
    ----------
    rates : ndarray, shape (rates,)
        Parameter change per unit of gradient.
    theta : ndarray, shape (steps + 1, rates, d + 1)
        Weights and, last, the bias at every step.
    held_from : ndarray of int, shape (rates,)
        The first step that was too large to compute with: from there on the run stays. One more
        than the number of steps if there is none.

    Examples
    --------
    >>> from core.losses import LOSSES
    >>> runs = run_at_rates(LOSSES["bce"], [0.0, 1.0], [0, 1], [0, 0], [0.1, 1.0], steps=1)
    >>> print(runs.theta[1])
    [[0.025 0.   ]
     [0.25  0.   ]]
    """

    rates: FloatArray
    theta: FloatArray
    held_from: NDArray[np.intp]


def run_at_rates(
    loss: Loss,
    X: ArrayLike,
    y: ArrayLike,
    start: ArrayLike,
    rates: ArrayLike,
    *,
    steps: int = 3000,
) -> Runs:
    """Run gradient descent with each of several learning rates.

    Parameters
    ----------
    loss : Loss
        A record of `core.losses.LOSSES`.
    X : array_like, shape (n, d) or (n,)
        Features, one sample a row; one feature may come flat.
    y : array_like, shape (n,)
        Labels in [0, 1].
    start : array_like, shape (d + 1,)
        Weights and, last, the bias.
    rates : array_like, shape (rates,)
        Parameter change per unit of gradient, each above 0.
    steps : int
        From 1 to 100 000, and with all rates together not more than 10 million numbers.

    Returns
    -------
    Runs
        Every step of every run.

    Raises
    ------
    ValueError
        If a shape does not fit or a value is not valid.

    Examples
    --------
    >>> from core.losses import LOSSES
    >>> runs = run_at_rates(LOSSES["mse"], [1.0], [0], [2, 2], [0.15, 1.5], steps=200)
    >>> runs.theta[-1].round(2)
    array([[ 0.66,  0.66],
           [-1.69, -1.69]])
    """
    objective, steps = Objective.of(loss, X, y), as_whole("steps", steps, 1, MOST_STEPS)
    each = _read_rates(rates)
    if (steps + 1) * len(each) * objective.A.shape[1] > MOST_NUMBERS:
        raise ValueError(f"steps and rates must not be so many; got {steps} and {len(each)}")
    theta = np.tile(read_start(objective, start), (steps + 1, len(each), 1))
    held_from = np.full(len(each), steps + 1)
    moving, rate = np.arange(len(each)), each[:, np.newaxis]
    before = here = theta[0]
    for k in range(steps):
        following = here - rate * objective.in_blocks(objective.gradient, here)
        too_large = ~objective.within_reach(following)
        if too_large.any():
            following[too_large] = here[too_large]
            held = moving[too_large]
            held_from[held] = np.minimum(held_from[held], k + 1)
        theta[k + 1, moving] = following
        if k % LOOKS == LOOKS - 1 and (back := (following == before).all(axis=1)).any():
            theta[k + 2 :: 2, moving[back]] = here[back]
            theta[k + 3 :: 2, moving[back]] = following[back]
            moving, rate, here, following = (
                part[~back] for part in (moving, rate, here, following)
            )
            if not len(moving):
                break
        before, here = here, following
    return Runs(each, theta, held_from)


def local_learning_rate(loss: Loss, X: ArrayLike, y: ArrayLike, theta: ArrayLike) -> float:
    """Learning rate below which gradient descent is drawn to a minimum: 2 / h_max.

    Next to a minimum one step multiplies the distance along an eigenvector of the Hessian by
    ``1 - rate * eigenvalue``, which is below 1 in size exactly for rates below this. Farther away
    it promises nothing.

    Parameters
    ----------
    loss : Loss
        A record of `core.losses.LOSSES` that is smooth.
    X, y
        As for `run_at_rates`.
    theta : array_like, shape (d + 1,)
        The minimum.

    Returns
    -------
    float
        In units of parameter change per unit of gradient.

    Raises
    ------
    ValueError
        If the loss is not smooth or not curved upwards there, a shape does not fit or a value is
        not valid.

    References
    ----------
    S. Y. Meng, A. Orvieto, D. Y. Cao, C. De Sa, Gradient descent on logistic regression with
    non-separable data and large step sizes, arXiv 2406.05033 (2024).

    Examples
    --------
    >>> from core.losses import LOSSES
    >>> from core.optimizers import minimise
    >>> x, y = [5.5, 4, 2.5, -5.5, 5], [0, 0, 0, 1, 1]
    >>> optimum = minimise(LOSSES["bce"], x, y)
    >>> round(local_learning_rate(LOSSES["bce"], x, y, optimum.theta), 3)
    0.573
    """
    largest = curvatures(loss, X, y, theta)[-1]
    if largest <= 0:
        raise ValueError(f"theta must be a minimum; got largest curvature {largest:.3g}")
    return float(2 / largest)


def curvatures(loss: Loss, X: ArrayLike, y: ArrayLike, theta: ArrayLike) -> FloatArray:
    """Eigenvalues of the Hessian of the mean loss; the last over the first is its condition number.

    Parameters
    ----------
    loss, X, y, theta
        As for `local_learning_rate`.

    Returns
    -------
    ndarray, shape (d + 1,)
        Ascending.

    Raises
    ------
    ValueError
        If the loss is not smooth, a shape does not fit or a value is not valid.

    Examples
    --------
    >>> from core.losses import LOSSES
    >>> curvatures(LOSSES["bce"], [-1.0, 1.0], [0, 1], [0, 0])
    array([0.25, 0.25])
    """
    require_smooth(loss, y, "a curvature")
    objective = Objective.of(loss, X, y)
    hessian = objective.hessian(read_start(objective, as_finite("theta", theta)))
    return np.linalg.eigvalsh(hessian).astype(np.float64, copy=False)


def widest_direction(X: ArrayLike) -> FloatArray:
    """Direction in parameter space along which the logits of a data set change most.

    It is the one in which steps that are too large go back and forth first: the eigenvector of
    ``A' A`` with the largest eigenvalue, A being X with a column of ones.

    Parameters
    ----------
    X : array_like, shape (n, d) or (n,)
        Features, one sample a row; one feature may come flat.

    Returns
    -------
    ndarray, shape (d + 1,)
        Of length 1; its largest entry is positive.

    Raises
    ------
    ValueError
        If `X` is not valid.

    Examples
    --------
    >>> print(widest_direction([-3.0, 3.0]))
    [1. 0.]
    """
    A, _, _ = read_problem(X, np.zeros(np.shape(X)[:1]))
    direction: FloatArray = np.linalg.svd(A, full_matrices=False)[2][0]
    pointed: FloatArray = direction * np.sign(direction[np.abs(direction).argmax()])
    return pointed


def endings(loss: Loss, X: ArrayLike, y: ArrayLike, runs: Runs) -> list[Ending]:
    """Say of each run what became of it, from its last steps.

    Parameters
    ----------
    loss, X, y
        What was minimised, on which data.
    runs : Runs
        From `run_at_rates`; cycles are looked for in the last 256 steps.

    Returns
    -------
    list of Ending
        One for each rate, whose outcome is the first that fits:

        - diverges: a step was too large to compute with;
        - cycle: the run comes back to the same places, to 8 digits, after 2 to 64 steps;
        - bounces: in the last 256 steps the loss rises at least 3 times;
        - what `core.point_status` says of its end: converges at a minimum, lands on a plateau, has
          no finite optimum, or is
        - still falling.

    Raises
    ------
    ValueError
        If a shape does not fit or a value is not valid.

    Examples
    --------
    Half squared error on five points, from far away: a trap, then a bounce, then a plateau.

    >>> from core.losses import LOSSES
    >>> x, y = [5.5, 4, 2.5, -5.5, 5], [0, 0, 0, 1, 1]
    >>> runs = run_at_rates(LOSSES["mse"], x, y, [2, -6], [1, 4, 8])
    >>> for ending in endings(LOSSES["mse"], x, y, runs):
    ...     print(ending.outcome, round(ending.highest, 3))
    still falling 0.166
    bounces 0.178
    plateau 0.1
    """
    objective = Objective.of(loss, X, y)
    held = runs.held_from < len(runs.theta)
    paths = [runs.theta[:, place] for place in range(len(runs.rates))]
    losses = [objective.in_blocks(objective.value, path[-TAIL:]) for path in paths]
    found = [
        _outcome(objective, path, loss, bool(is_held))
        for path, loss, is_held in zip(paths, losses, held, strict=True)
    ]
    minima = [] if objective.has_no_minimum else _minima(objective, runs)
    lowest = float(objective.value(runs.theta[-1]).min())
    finding = finding_of(objective, minima, lowest_at_infinity(objective), lowest)
    return [
        _ending(objective, path, loss, outcome, period, minima, finding)
        for path, loss, (outcome, period) in zip(paths, losses, found, strict=True)
    ]


def _read_rates(rates: ArrayLike) -> FloatArray:
    each = as_bounded("rates", rates)
    if each.ndim != 1 or not each.size or each.min() <= 0:
        raise ValueError(f"rates must be a list of numbers above 0; got {short(each)}")
    return each


def _outcome(
    objective: Objective, path: FloatArray, loss: FloatArray, held: bool
) -> tuple[Outcome, int]:
    """Judge one run, with the loss at its last steps."""
    if held:
        return Outcome.DIVERGES, 0
    if (period := _period(path[-TAIL:])) > 1:
        return Outcome.CYCLE, period
    if _rises(loss) >= TURNS:
        return Outcome.BOUNCES, 0
    first_error = float(objective.error_rate(path[0]))
    return OUTCOMES[point_status(objective, path[-1], first_error)], 0


def _rises(loss: FloatArray) -> int:
    """Count the steps on which the loss rises by more than rounding."""
    return int((np.diff(loss) > ROUNDING * loss[1:]).sum())


def _period(tail: FloatArray) -> int:
    """Return after how many steps the last ones repeat: 1 for standing still, 0 for not at all."""
    nothing = SAME * max(1.0, float(np.abs(tail).max()))
    for period in range(1, min(LONGEST_CYCLE, len(tail) // 2) + 1):
        if np.abs(tail[period:] - tail[:-period]).max() <= nothing:
            return period
    return 0


def _minima(objective: Objective, runs: Runs) -> list[Optimum]:
    """Look for minima from zeros and, if the loss is not convex, from the places of the ends."""
    if not objective.loss.is_smooth(objective.y):
        return []
    # Ends whose logits differ by little lead to the same minimum.
    ends = objective.scaling.inward(runs.theta[-1]).round(1)
    different = np.unique(ends, axis=0, return_index=True)[1]
    zeros = np.zeros(runs.theta.shape[2])
    others = [] if objective.loss.convex else runs.theta[-1, different]
    return distinct_minima(objective, [zeros, *others])


def _ending(
    objective: Objective,
    path: FloatArray,
    loss: FloatArray,
    outcome: Outcome,
    period: int,
    minima: list[Optimum],
    finding: Finding,
) -> Ending:
    distances = [float(np.linalg.norm(path[-TAIL:].mean(axis=0) - m.theta)) for m in minima]
    minimum = minima[int(np.argmin(distances))] if minima else None
    return Ending(
        outcome=outcome,
        period=period,
        swings=_swings(path),
        minimum=minimum,
        finding=finding,
        surrounds=minimum is not None and _surrounds(objective, path[-TAIL:], minimum),
        arrived=_arrival(path, minimum),
        lowest=float(loss.min()),
        highest=float(loss.max()),
    )


def _swings(path: FloatArray) -> bool:
    """Whether most of the last 20 moves that are more than rounding go back on the one before."""
    moves = np.diff(path, axis=0)
    size = np.abs(moves).max(axis=1)
    moves = moves[size > SAME * max(1.0, float(np.abs(path[-1]).max()))][-WINDOW:]
    turned = (moves[1:] * moves[:-1]).sum(axis=1) < 0
    return bool(turned.sum() > len(turned) / 2)


def _surrounds(objective: Objective, tail: FloatArray, minimum: Optimum) -> bool:
    """Whether steps lie around a minimum: on both sides where it is steepest, and not far off."""
    steepest = np.linalg.eigh(objective.hessian(minimum.theta))[1][:, -1]
    side = (tail - minimum.theta) @ steepest
    away = np.linalg.norm(tail.mean(axis=0) - minimum.theta)
    spread = np.linalg.norm(np.ptp(tail, axis=0))
    return bool(side.min() < 0 < side.max() and away <= 2 * spread)


def _arrival(path: FloatArray, minimum: Optimum | None) -> int | None:
    if minimum is None:
        return None
    distance = np.linalg.norm(path - minimum.theta, axis=1)
    away = np.flatnonzero(distance > NEAR * distance[0])
    first = int(away[-1]) + 1 if len(away) else 0
    return first if first < len(path) else None
