"""From the slope in the logit to the slope in the parameters, and a check by differences.

The model is ``z = w . x + b`` with parameters ``theta = (w_1 .. w_d, b)``; the loss of a data set
is the mean over its samples.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from core._checks import (
    FloatArray,
    as_bounded,
    as_finite,
    as_positive,
    as_unit_interval,
    short,
)
from core.activations import log_sigmoid, sigmoid, sigmoid_derivative
from core.losses import Loss

MOST_DIFFERENCES = 1_000  # numbers in one gradient: each costs two calls


class ChainRule(NamedTuple):
    """The factors of dL/dz = dL/dp x dp/dz.

    Attributes
    ----------
    dL_dp : ndarray
        Slope of the loss in the probability p = sigmoid(z).
    dp_dz : ndarray
        Slope of the sigmoid, p (1 - p).
    dL_dz : ndarray
        Slope of the loss in the logit, from its own stable form: the product of the two factors
        on paper, and still exact where they overflow or vanish in floats.

    Examples
    --------
    >>> from core.losses import LOSSES
    >>> chain_rule(LOSSES["bce"], 0.0, 1).dL_dz
    np.float64(-0.5)
    """

    dL_dp: FloatArray
    dp_dz: FloatArray
    dL_dz: FloatArray


def chain_rule(loss: Loss, z: ArrayLike, y: ArrayLike) -> ChainRule:
    """Split the slope of `loss` in the logit into the loss's factor and the sigmoid's.

    Parameters
    ----------
    loss : Loss
        A record of `core.losses.LOSSES` that is a function of the probability.
    z : array_like, any shape
        Logits.
    y : array_like, broadcasts with `z`
        Labels in [0, 1].

    Returns
    -------
    ChainRule
        Three arrays of the common shape.

    Raises
    ------
    ValueError
        If the loss is not a function of the probability, or `z` or `y` is not valid.

    Examples
    --------
    In cross-entropy the first factor grows just as the second dies; in squared error it does not:

    >>> from core.losses import LOSSES
    >>> for slug in ("bce", "mse"):
    ...     factors = chain_rule(LOSSES[slug], -10.0, 1)
    ...     print(slug, *(f"{factor:.3g}" for factor in factors))
    bce -2.2e+04 4.54e-05 -1
    mse -1 4.54e-05 -4.54e-05
    """
    if loss.probability_gradient is None:
        raise ValueError(f"loss {loss.slug!r} is a function of the logit, not of the probability")
    slope = loss.gradient(z, y)
    dp_dz = np.broadcast_to(sigmoid_derivative(z), np.shape(slope))[()]
    return ChainRule(loss.probability_gradient(z, y), dp_dz, slope)


def same_slope_logit(z: ArrayLike, y: ArrayLike) -> FloatArray:
    """Find the other logit at which half squared error has the same slope.

    For y = 1 the slope's size is ``p (1 - p)^2``, which takes each value below its peak 4/27
    twice: a small slope says neither near nor far. Dividing the cubic by the known root leaves
    ``u^2 - u (2 - p) + (1 - p)^2 = 0``.

    Parameters
    ----------
    z : array_like, any shape
        Logits.
    y : array_like, broadcasts with `z`
        Hard labels, 0 or 1.

    Returns
    -------
    ndarray
        Logits on the other side of the peak at ``z = -ln 2`` (``ln 2`` for label 0).

    Raises
    ------
    ValueError
        If `z` is not within +-1e100 or a label is neither 0 nor 1.

    Examples
    --------
    >>> from core.losses import LOSSES
    >>> twin = same_slope_logit(-10.0, 1)
    >>> print(f"{twin:.3f} {LOSSES['mse'].gradient(twin, 1):.3g}")
    4.990 -4.54e-05
    """
    z, y = np.broadcast_arrays(as_bounded("z", z), as_unit_interval("y", y))
    if not np.isin(y, (0, 1)).all():
        raise ValueError(f"y must be 0 or 1; got {short(y)}")
    sign = np.where(y == 1, 1.0, -1.0)
    p, q = sigmoid(sign * z), sigmoid(-sign * z)
    root = np.sqrt(1 + 3 * q)
    # log u and log(1 - u), each without cancellation and with its small factor kept as a logarithm.
    log_u = np.log(2) + 2 * log_sigmoid(-sign * z) - np.log(1 + q + np.sqrt(p) * root)
    log_rest = 0.5 * log_sigmoid(sign * z) + np.log(np.sqrt(p) + root) - np.log(2)
    twin: FloatArray = sign * (log_u - log_rest)
    return twin


def parameter_gradient(loss: Loss, X: ArrayLike, y: ArrayLike, theta: ArrayLike) -> FloatArray:
    """Gradient of the mean loss of a data set in the parameters.

    Parameters
    ----------
    loss : Loss
        A record of `core.losses.LOSSES`.
    X : array_like, shape (n, d) or (n,)
        Features, one sample a row; one feature may come flat.
    y : array_like, shape (n,)
        Labels in [0, 1].
    theta : array_like, shape (d + 1,)
        Weights and, last, the bias.

    Returns
    -------
    ndarray, shape (d + 1,)
        dL/dtheta, per unit of each parameter.

    Raises
    ------
    ValueError
        If a shape does not fit or a value is not finite.

    Examples
    --------
    >>> from core.losses import LOSSES
    >>> parameter_gradient(LOSSES["bce"], [0.0, 1.0, 2.0], [0, 0, 1], [0.0, 0.0]).round(4)
    array([-0.1667,  0.1667])

    At ``theta = 0`` every p is 1/2, so half squared error has exactly a quarter of it:

    >>> parameter_gradient(LOSSES["mse"], [0.0, 1.0, 2.0], [0, 0, 1], [0.0, 0.0]).round(4)
    array([-0.0417,  0.0417])
    """
    A, y, theta = read_problem(X, y, as_finite("theta", theta))
    return A.T @ (loss.gradient(logits(A, theta), y) / len(y))


def parameter_hessian(loss: Loss, X: ArrayLike, y: ArrayLike, theta: ArrayLike) -> FloatArray:
    """Hessian of the mean loss of a data set in the parameters.

    Parameters
    ----------
    loss : Loss
        A record of `core.losses.LOSSES`.
    X : array_like, shape (n, d) or (n,)
        Features, one sample a row; one feature may come flat.
    y : array_like, shape (n,)
        Labels in [0, 1].
    theta : array_like, shape (d + 1,)
        Weights and, last, the bias.

    Returns
    -------
    ndarray, shape (d + 1, d + 1)
        Symmetric; its eigenvalues' signs tell a minimum from a saddle.

    Raises
    ------
    ValueError
        If a shape does not fit, a value is not finite, or `X` is so large that it overflows.

    Examples
    --------
    One example with label 1, far on the wrong side: squared error is not convex there.

    >>> from core.losses import LOSSES
    >>> for slug in ("bce", "mse"):
    ...     H = parameter_hessian(LOSSES[slug], [1.0], [1], [-3.0, 0.0])
    ...     print(slug, H[0].round(4))
    bce [0.0452 0.0452]
    mse [-0.0369 -0.0369]
    """
    A, y, theta = read_problem(X, y, as_finite("theta", theta))
    curvature = loss.curvature(logits(A, theta), y)
    with np.errstate(over="ignore", invalid="ignore"):
        hessian: FloatArray = (A.T * (curvature / len(y))) @ A
    if not np.isfinite(hessian).all():
        raise ValueError(f"X is too large for second derivatives; got {np.abs(A).max():.3g}")
    return hessian


def finite_difference(
    f: Callable[[FloatArray], float], x: ArrayLike, step: float | None = None
) -> FloatArray:
    """Gradient of a scalar function by central differences: an independent check, not a method.

    Parameters
    ----------
    f : callable
        Takes an array like `x` and returns one number.
    x : array_like, any shape
        Where to differentiate.
    step : float, optional
        Half the distance of the two points; by default ``eps^(1/3) max(1, abs(x))``, which
        balances the rounding error against the error of third order.

    Returns
    -------
    ndarray, same shape as `x`
        df/dx.

    Raises
    ------
    ValueError
        If `x` is not within +-1e100 or holds more than 1,000 numbers, or `step` is not one number
        above 0 or too small to change `x`.

    References
    ----------
    J. Nocedal, S. J. Wright, Numerical Optimization, 2nd ed., Springer 2006, section 8.1.

    Examples
    --------
    >>> from core.losses import LOSSES
    >>> slope = finite_difference(lambda z: LOSSES["bce"].value(z, 1), 0.3)
    >>> bool(np.isclose(slope, LOSSES["bce"].gradient(0.3, 1)))
    True
    """
    x = as_bounded("x", x)
    if x.size > MOST_DIFFERENCES:
        raise ValueError(f"x must hold at most {MOST_DIFFERENCES} numbers; got {x.size}")
    steps = np.cbrt(np.finfo(float).eps) * np.maximum(1.0, np.abs(x))
    if step is not None:
        steps = np.full_like(x, as_bounded("step", as_positive("step", step)))
    if np.any(x + steps == x - steps):
        raise ValueError(f"step is too small to change x; got {short(step)}")
    slopes = np.empty_like(x)
    for index in np.ndindex(x.shape):
        above, below = x.copy(), x.copy()
        above[index] += steps[index]
        below[index] -= steps[index]
        slopes[index] = (f(above[()]) - f(below[()])) / (above[index] - below[index])
    return slopes[()]


def read_problem(
    X: ArrayLike, y: ArrayLike, theta: ArrayLike | None = None
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Check a data set and parameters; return the design matrix A = (X, 1), the labels and theta.

    Parameters
    ----------
    X : array_like, shape (n, d) or (n,)
        Features; one feature may come flat.
    y : array_like, shape (n,)
        Labels in [0, 1].
    theta : array_like, shape (d + 1,), optional
        Weights and, last, the bias; zeros if left out.

    Returns
    -------
    A : ndarray, shape (n, d + 1)
        Features with a column of ones, so that the logits are ``A @ theta``.
    y : ndarray, shape (n,)
        Labels.
    theta : ndarray, shape (d + 1,)
        Parameters.

    Raises
    ------
    ValueError
        If a shape does not fit, there is no sample, or a value is not finite.

    Examples
    --------
    >>> A, y, theta = read_problem([2.0, 3.0], [0, 1])
    >>> A
    array([[2., 1.],
           [3., 1.]])
    """
    features, labels = as_finite("X", X), as_unit_interval("y", y)
    if features.ndim == 1:
        features = features[:, np.newaxis]
    if features.ndim != 2 or not features.size:
        raise ValueError(f"X must have shape (n, d) with n, d >= 1; got shape {np.shape(X)}")
    n, d = features.shape
    if labels.shape != (n,):
        raise ValueError(f"y must have shape ({n},) as X has {n} rows; got shape {labels.shape}")
    parameters = np.zeros(d + 1) if theta is None else as_finite("theta", theta)
    if parameters.shape != (d + 1,):
        raise ValueError(f"theta must have shape ({d + 1},); got shape {parameters.shape}")
    return np.column_stack([features, np.ones(n)]), labels, parameters


def logits(A: FloatArray, theta: FloatArray) -> FloatArray:
    """Logits ``A @ theta`` of a design matrix; an overflow is an infinite logit, not a warning.

    Parameters
    ----------
    A : ndarray, shape (n, d + 1)
        Features with a column of ones.
    theta : ndarray, shape (d + 1,)
        Weights and bias.

    Returns
    -------
    ndarray, shape (n,)
        Logits.

    Raises
    ------
    ValueError
        If two overflows meet with opposite signs.

    Examples
    --------
    >>> logits(np.array([[2.0, 1.0]]), np.array([3.0, -1.0]))
    array([5.])
    """
    with np.errstate(over="ignore", invalid="ignore"):
        # A fused product such as A @ theta can hide that two overflows have cancelled.
        z: FloatArray = (A * theta).sum(axis=1)
    if np.isnan(z).any():
        raise ValueError(f"theta is too large for these features; got {short(theta)}")
    return z
