"""Ways to go downhill: gradient descent, momentum, BFGS and Newton's method, each as one step.

A step takes the objective, the parameters, the method's state and the learning rate, and returns
the next parameters and state. The state is what a method remembers: nothing (then it stays as it
is), a velocity, or what is known of the curvature.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from core._checks import FloatArray, as_bounded, as_finite, short
from core.infinity import lowest_at_infinity
from core.losses import Loss
from core.newton import EPS, Proof, descend, fall, is_on_way, newton_jump, prove
from core.objective import Objective

Step = Callable[[Objective, FloatArray, FloatArray, float], tuple[FloatArray, FloatArray]]

MOMENTUM = 0.9
ENOUGH_FALL = 1e-4  # share of the fall that the slope promises which a BFGS step must reach
ENOUGH_TURN = 0.9  # share of the slope that may be left after a BFGS step
LOWER = 1e-12  # by which a limit at infinity must be lower to count as lower: more than rounding


@dataclass(frozen=True, slots=True, kw_only=True)
class Optimizer:
    """One optimiser.

    Attributes
    ----------
    slug : str
        Name in links and in code.
    title : str
        Name on screen, as it stands within a sentence.
    step : callable
        ``(objective, theta, state, learning_rate) -> (theta, state)``.
    first_state : callable
        ``(theta) -> state`` to begin with, of parameters of this shape.
    needs_smooth : bool
        Whether it needs a loss whose second derivative is continuous.
    is_scaled : bool
        Whether a run takes its steps in centred, scaled coordinates (`Objective.scaled`), so that
        it does not depend on the features' units. What only follows the slope does depend on them.

    Examples
    --------
    >>> for optimizer in OPTIMIZERS.values():
    ...     print(optimizer.slug, optimizer.needs_smooth, optimizer.is_scaled)
    gradient_descent False False
    momentum False False
    bfgs True True
    newton True True
    """

    slug: str
    title: str
    step: Step
    first_state: Callable[[FloatArray], FloatArray]
    needs_smooth: bool
    is_scaled: bool


class Finding(StrEnum):
    """What is known of the place at which a search for the minimum ended.

    - minimum: proven at the point returned, and nothing lower is known at infinity;
    - lower at infinity: the loss tends to a lower value along some direction, so the point, be it
      a minimum or not, is no global one;
    - separable: there is no minimum, the loss falls for ever along a separating direction;
    - unknown: not proven to be a minimum.

    Examples
    --------
    >>> for finding in Finding:
    ...     print(finding)
    minimum
    lower at infinity
    separable
    unknown
    """

    MINIMUM = "minimum"
    LOWER_AT_INFINITY = "lower at infinity"
    SEPARABLE = "separable"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, eq=False)
class Optimum:
    """Where Newton's method ended.

    Attributes
    ----------
    theta : ndarray, shape (d + 1,)
        Weights and, last, the bias.
    loss : float
        Mean loss there, with the penalty of a ridge.
    gradient_norm : float
        Euclidean length of the gradient there.
    finite : bool
        Whether a minimum, be it a local one, is proven at `theta`.
    unique : bool
        Whether the Hessian is positive definite, so that no other minimum touches this one.
    finding : Finding
        What is known.
    at_infinity : float or None
        Lowest limit of the mean loss along directions to infinity; None where it was not searched.

    Examples
    --------
    >>> from core.losses import LOSSES
    >>> minimise(LOSSES["bce"], [0.0, 1.0, 2.0], [0, 1, 1]).finite
    False
    """

    theta: FloatArray
    loss: float
    gradient_norm: float
    finite: bool
    unique: bool
    finding: Finding
    at_infinity: float | None


def gradient_descent_step(
    objective: Objective, theta: FloatArray, velocity: FloatArray, learning_rate: float | FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Go against the gradient: ``theta - learning_rate * gradient``.

    Parameters
    ----------
    objective : Objective
        What is minimised.
    theta, velocity : ndarray, shape (..., d + 1)
        Parameters; the velocity is not used.
    learning_rate : float or ndarray, shape (..., 1)
        Parameter change per unit of gradient.

    Returns
    -------
    theta, velocity : ndarray, shape (..., d + 1)
        The next ones.

    Examples
    --------
    >>> from core.losses import LOSSES
    >>> objective = Objective.of(LOSSES["bce"], [0.0, 1.0, 2.0], [0, 0, 1])
    >>> gradient_descent_step(objective, np.zeros(2), np.zeros(2), 0.6)[0].round(3)
    array([ 0.1, -0.1])
    """
    return theta - learning_rate * objective.gradient(theta), velocity


def momentum_step(
    objective: Objective, theta: FloatArray, velocity: FloatArray, learning_rate: float | FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Let a heavy ball roll: it keeps 0.9 of its velocity, the gradient adds to it.

    Parameters
    ----------
    objective : Objective
        What is minimised.
    theta, velocity : ndarray, shape (..., d + 1)
        The state: parameters, and the last change of them (zeros at the start).
    learning_rate : float or ndarray, shape (..., 1)
        Parameter change per unit of gradient, before the momentum adds up to ten times as much.

    Returns
    -------
    theta, velocity : ndarray, shape (..., d + 1)
        ``theta + velocity`` and ``velocity = 0.9 velocity - learning_rate * gradient``.

    References
    ----------
    B. T. Polyak, Some methods of speeding up the convergence of iteration methods,
    USSR Comput. Math. Math. Phys. 4 (1964).

    Examples
    --------
    >>> from core.losses import LOSSES
    >>> objective = Objective.of(LOSSES["bce"], [0.0, 1.0, 2.0], [0, 0, 1])
    >>> momentum_step(objective, np.zeros(2), np.array([1.0, 0.0]), 0.6)[0].round(3)
    array([ 1. , -0.1])
    """
    velocity = MOMENTUM * velocity - learning_rate * objective.gradient(theta)
    return theta + velocity, velocity


def bfgs_step(
    objective: Objective, theta: FloatArray, inverse_hessian: FloatArray, learning_rate: float
) -> tuple[FloatArray, FloatArray]:
    """Jump as Newton's method does, with a curvature learnt from the gradients on the way.

    The length of the jump is searched: the loss must fall, and the slope along the jump must turn
    enough to learn from (the weak Wolfe conditions).

    Parameters
    ----------
    objective : Objective
        What is minimised, with a smooth loss.
    theta : ndarray, shape (d + 1,)
        Parameters.
    inverse_hessian : ndarray, shape (d + 1, d + 1)
        What is known of the inverse of the Hessian: positive definite, or zeros as long as
        nothing is.
    learning_rate : float
        For the steps along the plain gradient, taken while nothing is known.

    Returns
    -------
    theta : ndarray, shape (d + 1,)
        The next parameters; `theta` itself where no length will do.
    inverse_hessian : ndarray, shape (d + 1, d + 1)
        The next estimate; zeros again where the step has taught nothing.

    References
    ----------
    J. Nocedal, S. J. Wright, Numerical Optimization, 2nd ed., Springer 2006, section 6.1;
    for the length, A. S. Lewis, M. L. Overton, Nonsmooth optimization via quasi-Newton methods,
    Math. Program. 141 (2013).

    Examples
    --------
    >>> from core.losses import LOSSES
    >>> objective = Objective.of(LOSSES["bce"], [0.0, 1.0, 2.0, 3.0], [0, 1, 0, 1])
    >>> theta, known = np.zeros(2), np.zeros((2, 2))
    >>> for _ in range(12):
    ...     theta, known = bfgs_step(objective, theta, known, 0.5)
    >>> print(theta.round(4))
    [ 0.9082 -1.3623]
    """
    # Far out a product may overflow; what is not finite is never accepted.
    with np.errstate(all="ignore"):
        gradient = objective.gradient(theta)
        direction = -inverse_hessian @ gradient
        if not direction @ gradient < 0:
            direction = -learning_rate * gradient
        end = _search(objective, theta, direction)
        change = objective.gradient(end) - gradient
        return end, _learn(inverse_hessian, end - theta, change)


def newton_step(
    objective: Objective, theta: FloatArray, velocity: FloatArray, learning_rate: float
) -> tuple[FloatArray, FloatArray]:
    """Jump to the minimum of the local parabola; halve the jump until the loss falls.

    Where the Hessian is not positive definite there is no such minimum, and the jump is a plain
    gradient step, also halved.

    Parameters
    ----------
    objective : Objective
        What is minimised, with a smooth loss.
    theta, velocity : ndarray, shape (d + 1,)
        Parameters; the velocity is not used.
    learning_rate : float
        For the plain gradient steps only.

    Returns
    -------
    theta, velocity : ndarray, shape (d + 1,)
        The next ones; `theta` itself where no step makes the loss fall.

    Notes
    -----
    Directions in which the Hessian is 0 (up to rounding) and the loss does not change, as with a
    constant feature, are left alone.

    References
    ----------
    J. Nocedal, S. J. Wright, Numerical Optimization, 2nd ed., Springer 2006, section 3.4.

    Examples
    --------
    >>> from core.losses import LOSSES
    >>> objective = Objective.of(LOSSES["bce"], [0.0, 1.0, 2.0], [0, 0, 1])
    >>> newton_step(objective, np.zeros(2), np.zeros(2), 0.5)[0].round(3)
    array([ 2.   , -2.667])
    """
    gradient = objective.gradient(theta)
    jump = newton_jump(objective.hessian(theta), gradient)
    if jump is None:
        jump = -learning_rate * gradient
    slope = float(gradient @ jump)
    return fall(objective, theta, float(objective.value(theta)), slope, jump)[0], velocity


def _at_rest(theta: FloatArray) -> FloatArray:
    return np.zeros_like(theta)


def _nothing_known(theta: FloatArray) -> FloatArray:
    return np.zeros((theta.size, theta.size))


OPTIMIZERS: dict[str, Optimizer] = {
    "gradient_descent": Optimizer(
        slug="gradient_descent",
        title="gradient descent",
        step=gradient_descent_step,
        first_state=_at_rest,
        needs_smooth=False,
        is_scaled=False,
    ),
    "momentum": Optimizer(
        slug="momentum",
        title="gradient descent with momentum",
        step=momentum_step,
        first_state=_at_rest,
        needs_smooth=False,
        is_scaled=False,
    ),
    "bfgs": Optimizer(
        slug="bfgs",
        title="BFGS",
        step=bfgs_step,
        first_state=_nothing_known,
        needs_smooth=True,
        is_scaled=True,
    ),
    "newton": Optimizer(
        slug="newton",
        title="Newton's method",
        step=newton_step,
        first_state=_at_rest,
        needs_smooth=True,
        is_scaled=True,
    ),
}


def minimise(
    loss: Loss,
    X: ArrayLike,
    y: ArrayLike,
    start: ArrayLike | None = None,
    ridge: float = 0.0,
) -> Optimum:
    """Find a minimum by Newton's method; for a convex loss it is the minimum.

    Parameters
    ----------
    loss : Loss
        A record of `core.losses.LOSSES` that is smooth for the labels.
    X : array_like, shape (n, d) or (n,)
        Features, in any unit; one feature may come flat.
    y : array_like, shape (n,)
        Labels in [0, 1].
    start : array_like, shape (d + 1,), optional
        Where to begin; zeros if left out.
    ridge : float
        Adds ``ridge / 2 * |w|^2`` to the mean loss, the bias left free; 0 for no penalty.

    Returns
    -------
    Optimum
        With ``finite=False`` where there is no minimum to reach.

    Raises
    ------
    ValueError
        If the loss is not smooth for the labels, a shape does not fit or a value is not valid.

    Examples
    --------
    >>> from core.losses import LOSSES
    >>> optimum = minimise(LOSSES["bce"], [5.5, 4, 2.5, -5.5, 5], [0, 0, 0, 1, 1])
    >>> optimum.theta.round(3), round(optimum.loss, 3), optimum.finite
    (array([-0.314,  0.35 ]), 0.532, True)

    A ridge gives separable data a minimum.

    >>> minimise(LOSSES["bce"], [0, 1, 2, 3, 4, 5], [0, 0, 0, 1, 1, 1], ridge=0.01).theta.round(3)
    array([ 3.213, -8.032])
    """
    require_smooth(loss, y, "Newton's method")
    objective = Objective.of(loss, X, y, ridge)
    return _search_from(objective, read_start(objective, start))


def distinct_minima(objective: Objective, starts: Iterable[ArrayLike]) -> list[Optimum]:
    """Find minima by Newton's method from several places.

    Parameters
    ----------
    objective : Objective
        What is minimised, with a smooth loss.
    starts : iterable of array_like, shape (d + 1,)
        Where to begin.

    Returns
    -------
    list of Optimum
        Those whose minimum is proven, in the order in which they were met, each once.

    Examples
    --------
    >>> from core.losses import LOSSES
    >>> trap = Objective.of(LOSSES["mse"], [5.5, 4, 2.5, -5.5, 5], [0, 0, 0, 1, 1])
    >>> for found in distinct_minima(trap, np.array([[0, 0], [0.7, -4], [0.6, -4]])):
    ...     print(found.theta.round(3), found.finding)
    [-0.29   0.064] minimum
    [ 0.643 -3.849] lower at infinity
    """
    kept: list[Optimum] = []
    lost: list[FloatArray] = []  # ways that led to no minimum
    at_infinity = lowest_at_infinity(objective)
    for start in starts:
        theta = read_start(objective, start)
        way = [objective.scaling.inward(theta)]
        if any(is_on_way(objective.scaled, other, way[0]) for other in lost):
            continue
        found = _search_from(objective, theta, at_infinity, way)
        if not found.finite:
            lost.append(np.array(way))
        elif not any(_is_same(objective, found, other) for other in kept):
            kept.append(found)
    return kept


def finding_of(
    objective: Objective, minima: Iterable[Optimum], at_infinity: float | None, reached: float
) -> Finding:
    """Say what is known of an objective's lowest minimum, from the minima found.

    Parameters
    ----------
    objective : Objective
        What is minimised.
    minima : iterable of Optimum
        From `distinct_minima`.
    at_infinity : float or None
        From `core.infinity.lowest_at_infinity`.
    reached : float
        Lowest loss seen anywhere.

    Returns
    -------
    Finding
        A minimum only where a run has not got below all of them.

    Examples
    --------
    >>> from core.losses import LOSSES
    >>> trap = Objective.of(LOSSES["mse"], [5.5, 4, 2.5, -5.5, 5], [0, 0, 0, 1, 1])
    >>> minima = distinct_minima(trap, [np.zeros(2)])
    >>> print(finding_of(trap, minima, 0.1, reached=0.09))
    minimum
    >>> print(finding_of(trap, minima, 0.1, reached=0.08))
    unknown
    """
    if objective.has_no_minimum:
        return Finding.SEPARABLE
    lowest = min((minimum.loss for minimum in minima), default=np.inf)
    if at_infinity is not None and at_infinity < min(lowest, reached) - LOWER:
        return Finding.LOWER_AT_INFINITY
    return Finding.MINIMUM if lowest <= reached + LOWER else Finding.UNKNOWN


def ridge_path(loss: Loss, X: ArrayLike, y: ArrayLike, strengths: ArrayLike) -> FloatArray:
    """Find the minimum for each strength of a ridge, each begun at that of the next stronger one.

    Parameters
    ----------
    loss : Loss
        A record of `core.losses.LOSSES` that is smooth for the labels.
    X : array_like, shape (n, d) or (n,)
        Features; one feature may come flat.
    y : array_like, shape (n,)
        Labels in [0, 1].
    strengths : array_like, shape (m,)
        From 0 to 1e100, increasing.

    Returns
    -------
    ndarray, shape (m, d + 1)
        Weights and, last, the bias; for a loss that is not convex one of perhaps several minima.

    Raises
    ------
    ValueError
        As `minimise`, or if the strengths do not increase.

    Examples
    --------
    >>> from core.losses import LOSSES
    >>> ridge_path(LOSSES["bce"], [0, 1, 2, 3], [0, 0, 1, 1], [0.01, 0.1, 1]).round(3)
    array([[ 3.696, -5.543],
           [ 1.508, -2.262],
           [ 0.383, -0.575]])
    """
    ridges = as_bounded("strengths", strengths)
    if ridges.ndim != 1 or (np.diff(ridges) <= 0).any():
        raise ValueError(f"strengths must be a list that increases; got {short(ridges)}")
    path, theta = [], None
    for ridge in ridges[::-1]:
        theta = minimise(loss, X, y, theta, float(ridge)).theta
        path.append(theta)
    return np.array(path[::-1])


def safe_learning_rate(loss: Loss, X: ArrayLike, y: ArrayLike = (0, 1)) -> float:
    """Learning rate below which gradient descent lowers the loss at every step: 2 / M.

    M bounds the Hessian's eigenvalues: the largest eigenvalue of ``A' A / n``, A being X with a
    column of ones, times the largest curvature of the loss (1/4 for binary cross-entropy, 0.0770
    for half squared error, 0.0962 for absolute error). It is sufficient, not necessary.

    Parameters
    ----------
    loss : Loss
        A record of `core.losses.LOSSES` that is smooth for the labels.
    X : array_like, shape (n, d) or (n,)
        Features.
    y : array_like, shape (n,)
        Labels in [0, 1]; the rate is the same for all labels for which the loss is smooth.

    Returns
    -------
    float
        In units of parameter change per unit of gradient.

    Raises
    ------
    ValueError
        If the loss is not smooth for the labels, or `X` is not valid.

    References
    ----------
    Y. Nesterov, Lectures on Convex Optimization, 2nd ed., Springer 2018, section 1.2.3.

    Examples
    --------
    >>> from core.losses import LOSSES
    >>> x = [5.5, 4, 2.5, -5.5, 5]
    >>> for slug in ("bce", "mse"):
    ...     print(slug, round(safe_learning_rate(LOSSES[slug], x), 3))
    bce 0.367
    mse 1.191
    """
    require_smooth(loss, y, "a safe learning rate")
    features = as_finite("X", X)
    A = Objective.of(loss, features, np.zeros(features.shape[:1])).A
    return float(2 / (np.linalg.norm(A, 2) ** 2 / len(A) * _largest_curvature(loss)))


@lru_cache(maxsize=64)
def _largest_curvature(loss: Loss) -> float:
    """Return the largest size of the curvature of a loss, at any logit and label."""
    # Any label's curvature lies between those of labels 0 and 1; beyond 30 it only decays.
    z = np.linspace(-30.0, 30.0, 60_001)
    return float(np.abs(loss.curvature(z, np.array([[0.0], [1.0]]))).max())


def require_smooth(loss: Loss, y: ArrayLike, purpose: str) -> None:
    """Raise ValueError for a loss without a continuous second derivative for these labels.

    Parameters
    ----------
    loss : Loss
        A record of `core.losses.LOSSES`.
    y : array_like, shape (n,)
        Labels in [0, 1].
    purpose : str
        What needs the derivative; the sentence begins with it.

    Raises
    ------
    ValueError
        If the loss is not smooth for them, or a label is not in [0, 1].

    Examples
    --------
    >>> from core.losses import LOSSES
    >>> require_smooth(LOSSES["hinge"], [0, 1], "Newton's method")
    Traceback (most recent call last):
    ValueError: Newton's method needs a continuous second derivative, and loss 'hinge' has kinks
    """
    if not loss.is_smooth(y):
        where = " for labels between 0 and 1" if loss.smooth else ""
        raise ValueError(
            f"{purpose} needs a continuous second derivative, and loss {loss.slug!r} has kinks"
            f"{where}"
        )


def read_start(objective: Objective, start: ArrayLike | None) -> FloatArray:
    """Check the parameters to start from; None means zeros.

    Parameters
    ----------
    objective : Objective
        What is minimised.
    start : array_like, shape (d + 1,), or None
        Weights and, last, the bias.

    Returns
    -------
    ndarray, shape (d + 1,)
        A fresh array.

    Raises
    ------
    ValueError
        If the shape does not fit, a value is not finite or a logit would pass 1e100.

    Examples
    --------
    >>> from core.losses import LOSSES
    >>> read_start(Objective.of(LOSSES["bce"], [1.0, 2.0], [0, 1]), None)
    array([0., 0.])
    """
    size = objective.A.shape[1]
    if start is None:
        return np.zeros(size)
    theta = as_finite("start", start).copy()
    if theta.shape != (size,):
        raise ValueError(f"start must have shape ({size},); got shape {theta.shape}")
    if not objective.within_reach(theta):
        raise ValueError(f"start is too large for these features; got {short(theta)}")
    return theta


def _search(objective: Objective, theta: FloatArray, direction: FloatArray) -> FloatArray:
    """Find a length that is neither too long nor too short, by doubling, then halving."""
    value, gradient = objective.value(theta), objective.gradient(theta)
    slope = gradient @ direction
    short, long, length = 0.0, np.inf, 1.0
    for _ in range(60):
        end = theta + length * direction
        there = objective.value(end) if objective.within_reach(end) else np.inf
        # A mean of many losses is level within a few roundings.
        if there > value + ENOUGH_FALL * length * slope and not (
            there <= value * (1 + 4 * EPS) and _is_shorter(objective.gradient(end), gradient)
        ):
            long = length
        elif objective.gradient(end) @ direction < ENOUGH_TURN * slope:
            short = length
        else:
            return end
        length = (short + long) / 2 if np.isfinite(long) else 2 * length
    return theta


def _is_shorter(gradient: FloatArray, other: FloatArray) -> bool:
    """Where the loss is level in floats, a gradient that shortens still tells downhill."""
    return bool(np.linalg.norm(gradient) < np.linalg.norm(other))


def _learn(inverse_hessian: FloatArray, step: FloatArray, change: FloatArray) -> FloatArray:
    """Make the estimate agree with what the last step did to the gradient."""
    curvature = step @ change
    identity, unknown = np.eye(step.size), np.zeros_like(inverse_hessian)
    if not curvature > 0:
        return unknown
    if not inverse_hessian.any():
        inverse_hessian = curvature / (change @ change) * identity
    past = identity - np.outer(step, change) / curvature
    learnt: FloatArray = past @ inverse_hessian @ past.T + np.outer(step, step) / curvature
    return learnt if np.isfinite(learnt).all() else unknown


def _search_from(
    objective: Objective,
    start: FloatArray,
    at_infinity: float | None = None,
    way: list[FloatArray] | None = None,
) -> Optimum:
    """Run Newton's method and say what is known of its end."""
    scaled, scaling = objective.scaled, objective.scaling
    local, loss = descend(scaled, scaling.inward(start), way)
    overlap = scaled.overlaps(local)
    endless = not overlap and scaled.has_no_minimum
    if at_infinity is None:
        at_infinity = lowest_at_infinity(objective, overlap)
    proof = prove(scaled, local)
    return Optimum(
        theta=scaling.outward(local.theta),
        loss=loss,
        gradient_norm=float(np.linalg.norm(scaling.gradient_outward(local.gradient))),
        finite=proof.is_minimum and not endless,
        unique=proof.is_unique,
        finding=_finding(proof, endless, at_infinity, loss),
        at_infinity=at_infinity,
    )


def _finding(proof: Proof, endless: bool, at_infinity: float | None, loss: float) -> Finding:
    if endless:
        return Finding.SEPARABLE
    if at_infinity is not None and at_infinity < loss - LOWER:
        return Finding.LOWER_AT_INFINITY
    return Finding.MINIMUM if proof.is_minimum else Finding.UNKNOWN


def _is_same(objective: Objective, one: Optimum, other: Optimum) -> bool:
    """Whether two minima lie together, in scaled coordinates."""
    first, second = (objective.scaling.inward(each.theta) for each in (one, other))
    return np.allclose(first, second, 1e-3, 1e-3)
