"""Newton's method down to the last digit, and the proof that it stands at a minimum.

All of it is for an objective in centred, scaled coordinates (`Objective.scaled`): there a small
gradient, a small curvature and a rounding error mean the same whatever units the data came in.
"""

from typing import NamedTuple

import numpy as np

from core._checks import FloatArray
from core.objective import Expansion, Objective

EPS = float(np.finfo(float).eps)
ROUNDING = 16 * EPS  # share of the largest curvature that rounding may leave where there is none
SMALLEST_CURVATURE = 1e-150  # a jump over less could overflow
MOST_JUMPS = 500  # home from a plateau, at a logit or two each
REACH = 2.0  # logits over which the parabola of a loss that is not convex is trusted
NO_SLOPE = 1e-10  # share of the largest slope along a direction that counts as none
LAST_DIGITS = 100 * EPS  # of a sum's summands: what rounding may leave of a gradient of 0
BESIDE = 0.1  # change of a parameter within which a start stands on the way of a search
CLOSE = 1e-6  # change of a logit, over its size or 1, by which a proven minimum may be off
SAME_LOGITS = 1e-7  # mean change of the logits along a unit direction that counts as none


class Proof(NamedTuple):
    """What holds at a point.

    Attributes
    ----------
    is_minimum : bool
        Whether a minimum is proven there.
    is_unique : bool
        Whether the Hessian is positive definite.

    Examples
    --------
    >>> Proof(is_minimum=True, is_unique=False).is_unique
    False
    """

    is_minimum: bool
    is_unique: bool


def newton_jump(hessian: FloatArray, gradient: FloatArray) -> FloatArray | None:
    """Jump to the minimum of the local parabola, if it has one.

    Parameters
    ----------
    hessian : ndarray, shape (d + 1, d + 1)
        Symmetric.
    gradient : ndarray, shape (d + 1,)
        Slope at the same point.

    Returns
    -------
    ndarray, shape (d + 1,), or None
        Change of the parameters, at right angles to directions whose curvature is 0 up to
        rounding; None where some curvature is negative or all are 0.

    Examples
    --------
    >>> newton_jump(np.diag([2.0, 4.0]), np.array([1.0, -1.0]))
    array([-0.5 ,  0.25])
    >>> print(newton_jump(np.diag([2.0, -4.0]), np.array([1.0, -1.0])))
    None
    """
    eigenvalues, directions = np.linalg.eigh(hessian)
    if eigenvalues[0] < -ROUNDING * eigenvalues[-1] or eigenvalues[-1] < SMALLEST_CURVATURE:
        return None
    return _over_size(eigenvalues, directions, gradient)


def fall(
    objective: Objective, theta: FloatArray, value: float, slope: float, jump: FloatArray
) -> tuple[FloatArray, float]:
    """Halve a jump until the loss falls below a value.

    Parameters
    ----------
    objective : Objective
        What is minimised.
    theta, jump : ndarray, shape (d + 1,)
        A point and the change that is tried.
    value, slope : float
        The loss there, and how fast it changes along the jump.

    Returns
    -------
    theta : ndarray, shape (d + 1,)
        The next point.
    value : float
        Its loss; both as they were where no length makes the loss fall.

    Examples
    --------
    >>> from core.losses import LOSSES
    >>> objective = Objective.of(LOSSES["bce"], [0.0, 1.0, 2.0], [0, 0, 1])
    >>> jump = -32 * objective.gradient(np.zeros(2))
    >>> fall(objective, np.zeros(2), float(np.log(2)), -1.0, jump)[0].round(3)
    array([ 5.333, -5.333])
    """
    # The slope promises twice the fall of the parabola; below rounding none can be seen.
    if -slope <= EPS * value:
        return theta, value
    for _ in range(60):
        candidate = theta + jump
        if objective.within_reach(candidate):
            there = float(objective.value(candidate))
            if there < value:
                return candidate, there
        jump = jump / 2
    return theta, value


def descend(
    objective: Objective, theta: FloatArray, way: list[FloatArray] | None = None
) -> tuple[Expansion, float]:
    """Jump downhill until the loss is level and the gradient no longer shortens.

    Parameters
    ----------
    objective : Objective
        With a smooth loss, in centred, scaled coordinates.
    theta : ndarray, shape (d + 1,)
        Where to begin.
    way : list of ndarray, optional
        Gets the end of each jump on which the loss falls.

    Returns
    -------
    local : Expansion
        Where it ends: perhaps a minimum, see `prove`.
    value : float
        The loss there.

    Notes
    -----
    Where a curvature is negative its size stands in for it: that is downhill, and on a plateau
    about as far as the slope takes to change. Unless the loss is convex, a jump is cut to 2
    logits, or it could leave the valley of a minimum for a plateau that is a little lower.

    Examples
    --------
    >>> from core.losses import LOSSES
    >>> objective = Objective.of(LOSSES["bce"], [0.0, 1.0, 2.0, 3.0], [0, 1, 0, 1])
    >>> descend(objective.scaled, np.zeros(2))[0].theta.round(3)
    array([1.015, 0.   ])
    """
    value, local = float(objective.value(theta)), objective.expand(theta)
    for _ in range(MOST_JUMPS):
        jump = _jump(objective, local)
        slope = float(local.gradient @ jump)
        before = value
        theta, value = fall(objective, theta, value, slope, jump)
        if value < before:
            local = objective.expand(theta)
            if way is not None:
                way.append(theta)
            continue
        # The last digits: the gradient still shortens where the loss is level in floats.
        if -slope <= EPS**2 * value or not objective.within_reach(theta + jump):
            break
        ahead = objective.expand(theta + jump)
        if 2 * np.linalg.norm(ahead.gradient) > np.linalg.norm(local.gradient):
            break
        theta, local = ahead.theta, ahead
    return local, value


def is_on_way(objective: Objective, way: FloatArray, theta: FloatArray) -> bool:
    """Tell whether a search from a point goes on as an earlier one did.

    Parameters
    ----------
    objective : Objective
        With a smooth loss, in centred, scaled coordinates.
    way : ndarray, shape (m, d + 1)
        Where the earlier search began and how far each jump led, from `descend`.
    theta : ndarray, shape (d + 1,)
        The point.

    Returns
    -------
    bool
        Whether it stands beside a jump of the way, and a jump from it is about the same.

    Examples
    --------
    >>> from core.losses import LOSSES
    >>> objective = Objective.of(LOSSES["mae"], [0, 1, 2, 3, 4], [0, 1, 0, 1, 1]).scaled
    >>> way = [np.zeros(2)]
    >>> end = descend(objective, way[0], way)[0].theta
    >>> points = way[5] + 0.01, -end
    >>> [is_on_way(objective, np.array(way), point) for point in points]
    [True, False]
    """
    jumps = np.diff(way, axis=0)
    if not len(jumps):
        return False
    share = ((theta - way[:-1]) * jumps).sum(axis=1) / (jumps**2).sum(axis=1)
    beside = way[:-1] + np.clip(share, 0, 1)[:, np.newaxis] * jumps
    away = np.abs(beside - theta).max(axis=1)
    nearest = int(away.argmin())
    if away[nearest] > BESIDE:
        return False
    # What would catch it between here and there bends or shortens the jump.
    turned = np.linalg.norm(_jump(objective, objective.expand(theta)) - jumps[nearest])
    return bool(turned <= np.linalg.norm(jumps[nearest]) / 4)


def prove(objective: Objective, local: Expansion) -> Proof:
    """Tell whether there is a minimum at a point, be it a local one.

    Parameters
    ----------
    objective : Objective
        With a smooth loss, in centred, scaled coordinates.
    local : Expansion
        The point.

    Returns
    -------
    Proof
        Positive only if all of this holds:

        - each entry of the gradient is 0 to rounding: at most 100 units in the last place of the
          sizes of its summands. On a plateau it is not, however small: there the summands fade
          together and do not cancel;
        - every curvature is above what rounding could leave, except along directions that change
          no logit and no penalty, as there is one with a constant feature;
        - the minimum of the local parabola is nearer than 1e-6 of a logit. Where slopes fade it
          stays half a logit ahead.

        Whether the data are separable is not looked at.

    Examples
    --------
    >>> from core.losses import LOSSES
    >>> trap = Objective.of(LOSSES["mse"], [5.5, 4, 2.5, -5.5, 5], [0, 0, 0, 1, 1]).scaled
    >>> prove(trap, descend(trap, np.zeros(2))[0])
    Proof(is_minimum=True, is_unique=True)
    >>> prove(trap, trap.expand(np.array([400.0, 1000.0])))
    Proof(is_minimum=False, is_unique=False)
    """
    slope_rounding, curvature_rounding = objective.rounding(local)
    eigenvalues, directions = np.linalg.eigh(local.hessian)
    curved = eigenvalues > max(ROUNDING * curvature_rounding, SMALLEST_CURVATURE)
    unique = bool(curved.all())
    if (np.abs(local.gradient) > LAST_DIGITS * slope_rounding).any() or not curved.any():
        return Proof(False, unique)
    if not unique and not _changes_nothing(objective, directions[:, ~curved]):
        return Proof(False, unique)
    jump = _over_size(eigenvalues[curved], directions[:, curved], local.gradient)
    size = 1 + np.abs(objective.logits(local.theta)).max()
    return Proof(bool(np.abs(objective.logits(jump)).max() <= CLOSE * size), unique)


def _jump(objective: Objective, local: Expansion) -> FloatArray:
    eigenvalues, directions = np.linalg.eigh(local.hessian)
    if objective.loss.convex:
        return _over_size(eigenvalues, directions, local.gradient)
    along = local.gradient @ directions
    # Where a slope has no curvature, as at an inflection, the limit of the reach stands in for it.
    least = np.where(np.abs(along) > NO_SLOPE * np.abs(along).max(), np.abs(along) / REACH, np.inf)
    sizes = np.abs(eigenvalues)
    curved = sizes > ROUNDING * sizes.max()
    steps = along / np.maximum(np.where(curved, sizes, least), SMALLEST_CURVATURE)
    jump: FloatArray = -directions @ steps
    longest = float(np.abs(objective.logits(jump)).max())
    return jump * (REACH / longest) if longest > REACH else jump


def _over_size(eigenvalues: FloatArray, directions: FloatArray, gradient: FloatArray) -> FloatArray:
    """Divide the slope along each direction by its curvature; leave it where there is none."""
    rounding = max(ROUNDING * float(eigenvalues[-1]), SMALLEST_CURVATURE)
    if eigenvalues[0] <= rounding:
        curved = eigenvalues > rounding
        eigenvalues, directions = eigenvalues[curved], directions[:, curved]
    jump: FloatArray = -directions @ (gradient @ directions / eigenvalues)
    return jump


def _changes_nothing(objective: Objective, directions: FloatArray) -> bool:
    """Whether no unit direction, shape (d + 1, m), changes a logit or a penalty."""
    moved = objective.logits(directions.T)
    return bool((moved**2).mean(axis=1).max() <= SAME_LOGITS**2) and not objective.is_penalised
