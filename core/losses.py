"""Losses of one example, each with its hand-made first and second derivative.

`LOSSES` are functions of the logit `z` and the label `y`; `RESIDUAL_LOSSES` of a residual `r`.
`LINEAR_SQUARED_ERROR` stands apart: there z itself is the output, and no probability is made of it.
To add a loss, write its functions and one more block in the dict: every control, picture and
property test of the dashboard goes through these two dicts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

import numpy as np
from numpy.typing import ArrayLike

from core import _kernels
from core._checks import (
    FloatArray,
    as_floats,
    as_positive,
    as_unit_interval,
    is_hard,
    weighted,
)

Elementwise = Callable[[ArrayLike, ArrayLike], FloatArray]
OfResidual = Callable[[ArrayLike], FloatArray]
Kernel = Callable[[FloatArray], FloatArray]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """One loss of a logit and a label, with its derivatives and the facts shown on screen.

    Every function takes ``(z, y)``: logits of any shape and labels in [0, 1] that broadcast with
    them; each raises ValueError for nan, for non-numbers and for labels outside [0, 1], and
    returns the limit at infinite logits.

    Attributes
    ----------
    slug : str
        Name in links and in code.
    title : str
        Name on screen, as it stands within a sentence.
    formula : str
        LaTeX, with p = sigmoid(z).
    source : str
        Where the loss comes from.
    value : callable
        L(z, y); natural logarithms.
    gradient : callable
        dL/dz, per unit of logit; at a kink the subgradient 0.
    curvature : callable
        d2L/dz2; at a kink 0.
    probability_gradient : callable or None
        dL/dp at p = sigmoid(z); None where the loss is not a function of the probability.
    convex : bool
        Whether L is convex in z for every label.
    smooth : bool
        Whether the second derivative is continuous for every label, as Newton's method needs.
    gradient_bound : float
        Least upper bound of abs(dL/dz) over all z and y in [0, 1].

    Examples
    --------
    >>> mse, bce = LOSSES["mse"], LOSSES["bce"]
    >>> print(f"{mse.gradient(-10.0, 1):.3g} {bce.gradient(-10.0, 1):.6g}")
    -4.54e-05 -0.999955
    """

    slug: str
    title: str
    formula: str
    source: str
    value: Elementwise
    gradient: Elementwise
    curvature: Elementwise
    probability_gradient: Elementwise | None
    convex: bool
    smooth: bool
    gradient_bound: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidualLoss:
    """One loss of a residual r = prediction - target, with its slope.

    Attributes
    ----------
    slug, title, formula, source : str
        As in `Loss`.
    value : callable
        L(r), in the unit that the formula gives.
    slope : callable
        dL/dr; at a kink the subgradient 0.

    Examples
    --------
    >>> for loss in RESIDUAL_LOSSES.values():
    ...     print(loss.slug, loss.value([0.5, 3.0]), loss.slope([0.5, 3.0]))
    mse [0.125 4.5  ] [0.5 3. ]
    mae [0.5 3. ] [1. 1.]
    huber [0.125 2.5  ] [0.5 1. ]
    smooth_l1 [0.125 2.5  ] [0.5 1. ]
    """

    slug: str
    title: str
    formula: str
    source: str
    value: OfResidual
    slope: OfResidual


# With hard labels a loss depends on one number, t = (1 - 2 y) z: the logit towards the wrong side.
# `_hard` names that form, which saves half of the work; the body is the form for soft labels.

_ONE_SIDED: dict[Elementwise, Kernel] = {}


def one_sided(function: Elementwise) -> Kernel | None:
    """Find the form for hard labels of a loss's value, gradient or curvature.

    Parameters
    ----------
    function : callable
        Of a `Loss`.

    Returns
    -------
    callable or None
        A function of t = (1 - 2 y) z that takes finite floats unchecked: the value, the curvature,
        or the slope dL/dt, which is (1 - 2 y) dL/dz. None where none is given.

    Examples
    --------
    >>> z, y = np.array([-2.0, 3.0]), np.array([1.0, 0.0])
    >>> one_sided(LOSSES["bce"].value)((1 - 2 * y) * z) == LOSSES["bce"].value(z, y)
    array([ True,  True])
    """
    return _ONE_SIDED.get(function)


def _hard(
    of_one_label: Kernel, *, is_slope: bool = False
) -> Callable[[Callable[[FloatArray, FloatArray], FloatArray]], Elementwise]:
    def decorate(of_soft_labels: Callable[[FloatArray, FloatArray], FloatArray]) -> Elementwise:
        @wraps(of_soft_labels)
        def function(z: ArrayLike, y: ArrayLike) -> FloatArray:
            logits, labels = _logits_and_labels(z, y)
            if not is_hard(labels):
                return of_soft_labels(logits, labels)
            sign = 1 - 2 * labels
            result = of_one_label(sign * logits)
            return sign * result if is_slope else result

        _ONE_SIDED[function] = of_one_label
        return function

    return decorate


# Binary cross-entropy: the pairing in which p (1 - p) cancels.


@_hard(_kernels.softplus)
def _bce(z: FloatArray, y: FloatArray) -> FloatArray:
    return weighted(1 - y, _kernels.softplus(z)) + weighted(y, _kernels.softplus(-z))


@_hard(_kernels.sigmoid, is_slope=True)
def _bce_gradient(z: FloatArray, y: FloatArray) -> FloatArray:
    return _error(z, y)


@_hard(_kernels.sigmoid_derivative)
def _bce_curvature(z: FloatArray, y: FloatArray) -> FloatArray:
    return _broadcast(_kernels.sigmoid_derivative(z), y)


def _bce_probability_gradient(z: ArrayLike, y: ArrayLike) -> FloatArray:
    z, y = _logits_and_labels(z, y)
    with np.errstate(divide="ignore", over="ignore"):
        return weighted(1 - y, 1 / _kernels.sigmoid(-z)) - weighted(y, 1 / _kernels.sigmoid(z))


# Half squared error of the probability.


def _mse_of_one_label(t: FloatArray) -> FloatArray:
    p = _kernels.sigmoid(t)
    return p * (0.5 * p)


def _mse_slope(t: FloatArray) -> FloatArray:
    return _kernels.sigmoid(t) * _kernels.sigmoid_derivative(t)


def _mse_bend(t: FloatArray) -> FloatArray:
    p, slope = _kernels.sigmoid(t), _kernels.sigmoid_derivative(t)
    return slope * (slope + p * (_kernels.sigmoid(-t) - p))


@_hard(_mse_of_one_label)
def _mse(z: FloatArray, y: FloatArray) -> FloatArray:
    error = _error(z, y)
    return error * (0.5 * error)


@_hard(_mse_slope, is_slope=True)
def _mse_gradient(z: FloatArray, y: FloatArray) -> FloatArray:
    return _error(z, y) * _kernels.sigmoid_derivative(z)


@_hard(_mse_bend)
def _mse_curvature(z: FloatArray, y: FloatArray) -> FloatArray:
    slope = _kernels.sigmoid_derivative(z)
    return slope * (slope + _error(z, y) * (_kernels.sigmoid(-z) - _kernels.sigmoid(z)))


@_hard(_kernels.sigmoid, is_slope=True)
def _mse_probability_gradient(z: FloatArray, y: FloatArray) -> FloatArray:
    return _error(z, y)


# Absolute error of the probability.


def _mae_bend(t: FloatArray) -> FloatArray:
    return _kernels.sigmoid_derivative(t) * (_kernels.sigmoid(-t) - _kernels.sigmoid(t))


@_hard(_kernels.sigmoid)
def _mae(z: FloatArray, y: FloatArray) -> FloatArray:
    return np.abs(_error(z, y))


@_hard(_kernels.sigmoid_derivative, is_slope=True)
def _mae_gradient(z: FloatArray, y: FloatArray) -> FloatArray:
    return np.sign(_error(z, y)) * _kernels.sigmoid_derivative(z)


@_hard(_mae_bend)
def _mae_curvature(z: FloatArray, y: FloatArray) -> FloatArray:
    return np.sign(_error(z, y)) * _mae_bend(z)


@_hard(np.ones_like, is_slope=True)
def _mae_probability_gradient(z: FloatArray, y: FloatArray) -> FloatArray:
    return np.sign(_error(z, y))


# Hinge: a function of the logit alone, without a probability.


def _hinge_of_one_label(t: FloatArray) -> FloatArray:
    return np.maximum(0.0, 1.0 + t)


def _hinge_slope(t: FloatArray) -> FloatArray:
    return np.where(t > -1, 1.0, 0.0)[()]


def _hinge_bend(t: FloatArray) -> FloatArray:
    return np.zeros_like(t)[()]


@_hard(_hinge_of_one_label)
def _hinge(z: FloatArray, y: FloatArray) -> FloatArray:
    return weighted(y, _hinge_of_one_label(-z)) + weighted(1 - y, _hinge_of_one_label(z))


@_hard(_hinge_slope, is_slope=True)
def _hinge_gradient(z: FloatArray, y: FloatArray) -> FloatArray:
    return (1 - y) * _hinge_slope(z) - y * _hinge_slope(-z)


@_hard(_hinge_bend)
def _hinge_curvature(z: FloatArray, y: FloatArray) -> FloatArray:
    return _broadcast(_hinge_bend(z), y)


# Focal loss, gamma = 2: cross-entropy that listens less to what is already right.


def _focal_of_one_label(t: FloatArray) -> FloatArray:
    return _kernels.sigmoid(t) ** 2 * _kernels.softplus(t)


def _focal_slope(t: FloatArray) -> FloatArray:
    p, q = _kernels.sigmoid(t), _kernels.sigmoid(-t)
    return p**2 * (p + 2 * weighted(q, _kernels.softplus(t)))


def _focal_bend(t: FloatArray) -> FloatArray:
    p, q = _kernels.sigmoid(t), _kernels.sigmoid(-t)
    return p**2 * ((6 * q - 2) * weighted(q, _kernels.softplus(t)) + 5 * p * q)


def _focal_slope_in_p(t: FloatArray) -> FloatArray:
    p = _kernels.sigmoid(t)
    with np.errstate(divide="ignore", over="ignore"):
        return 2 * p * _kernels.softplus(t) + p**2 / _kernels.sigmoid(-t)


@_hard(_focal_of_one_label)
def _focal(z: FloatArray, y: FloatArray) -> FloatArray:
    return weighted(y, _focal_of_one_label(-z)) + weighted(1 - y, _focal_of_one_label(z))


@_hard(_focal_slope, is_slope=True)
def _focal_gradient(z: FloatArray, y: FloatArray) -> FloatArray:
    return (1 - y) * _focal_slope(z) - y * _focal_slope(-z)


@_hard(_focal_bend)
def _focal_curvature(z: FloatArray, y: FloatArray) -> FloatArray:
    return y * _focal_bend(-z) + (1 - y) * _focal_bend(z)


@_hard(_focal_slope_in_p, is_slope=True)
def _focal_probability_gradient(z: FloatArray, y: FloatArray) -> FloatArray:
    return weighted(1 - y, _focal_slope_in_p(z)) - weighted(y, _focal_slope_in_p(-z))


LOSSES: dict[str, Loss] = {
    loss.slug: loss
    for loss in (
        Loss(
            slug="bce",
            title="binary cross-entropy",
            formula=r"-y \log p - (1 - y) \log(1 - p)",
            source="D. R. Cox, The regression analysis of binary sequences, JRSS B 20 (1958)",
            value=_bce,
            gradient=_bce_gradient,
            curvature=_bce_curvature,
            probability_gradient=_bce_probability_gradient,
            convex=True,
            smooth=True,
            gradient_bound=1.0,
        ),
        Loss(
            slug="mse",
            title="half squared error",
            formula=r"\tfrac12 (p - y)^2",
            source="G. W. Brier, Verification of forecasts expressed in terms of probability, "
            "Monthly Weather Review 78 (1950); here halved",
            value=_mse,
            gradient=_mse_gradient,
            curvature=_mse_curvature,
            probability_gradient=_mse_probability_gradient,
            convex=False,
            smooth=True,
            gradient_bound=4 / 27,
        ),
        Loss(
            slug="mae",
            title="absolute error",
            formula=r"|p - y|",
            source="A. Ghosh, H. Kumar, P. S. Sastry, Robust loss functions under label noise "
            "for deep neural networks, AAAI 2017",
            value=_mae,
            gradient=_mae_gradient,
            curvature=_mae_curvature,
            probability_gradient=_mae_probability_gradient,
            convex=False,
            smooth=False,
            gradient_bound=1 / 4,
        ),
        Loss(
            slug="hinge",
            title="hinge",
            formula=r"y \max(0, 1 - z) + (1 - y) \max(0, 1 + z)",
            source="C. Cortes, V. Vapnik, Support-vector networks, Machine Learning 20 (1995)",
            value=_hinge,
            gradient=_hinge_gradient,
            curvature=_hinge_curvature,
            probability_gradient=None,
            convex=True,
            smooth=False,
            gradient_bound=1.0,
        ),
        Loss(
            slug="focal",
            title="focal (γ = 2)",
            formula=r"-y (1 - p)^2 \log p - (1 - y) p^2 \log(1 - p)",
            source="T.-Y. Lin et al., Focal loss for dense object detection, ICCV 2017",
            value=_focal,
            gradient=_focal_gradient,
            curvature=_focal_curvature,
            probability_gradient=_focal_probability_gradient,
            convex=False,
            smooth=True,
            gradient_bound=1.128983218568398,
        ),
    )
}


def _linear_squared_error(z: ArrayLike, y: ArrayLike) -> FloatArray:
    z, y = _logits_and_labels(z, y)
    return _half_square(z - y)


def _linear_squared_error_gradient(z: ArrayLike, y: ArrayLike) -> FloatArray:
    z, y = _logits_and_labels(z, y)
    return z - y


def _linear_squared_error_curvature(z: ArrayLike, y: ArrayLike) -> FloatArray:
    z, y = _logits_and_labels(z, y)
    return np.ones_like(z)[()]


LINEAR_SQUARED_ERROR = Loss(
    slug="linear",
    title="half squared error, linear output",
    formula=r"\tfrac12 (z - y)^2",
    source="A. M. Legendre, Nouvelles méthodes pour la détermination des orbites des comètes, "
    "1805; here halved",
    value=_linear_squared_error,
    gradient=_linear_squared_error_gradient,
    curvature=_linear_squared_error_curvature,
    probability_gradient=None,
    convex=True,
    smooth=True,
    gradient_bound=np.inf,
)
"""Squared error without a sigmoid: not in LOSSES, as it is no loss of p = sigmoid(z)."""


def huber(residual: ArrayLike, delta: float = 1.0) -> FloatArray:
    """Squared near zero, linear beyond `delta`: ``r^2 / 2``, then ``delta (abs(r) - delta / 2)``.

    Parameters
    ----------
    residual : array_like, any shape
        Prediction minus target, in the target's unit.
    delta : float
        Where the parabola becomes a line, in the same unit; above 0.

    Returns
    -------
    ndarray, same shape
        Value in the square of that unit.

    Raises
    ------
    ValueError
        If `residual` holds nan or `delta` is not one number above 0.

    References
    ----------
    P. J. Huber, Robust estimation of a location parameter, Ann. Math. Statist. 35 (1964).

    Examples
    --------
    >>> huber([0.5, 3.0], delta=2.0)
    array([0.125, 4.   ])
    """
    size, delta = np.abs(as_floats("residual", residual)), as_positive("delta", delta)
    inner = np.minimum(size, delta)
    with np.errstate(over="ignore"):
        return inner * (size - 0.5 * inner)


def huber_slope(residual: ArrayLike, delta: float = 1.0) -> FloatArray:
    """Slope of `huber`: the residual, clipped to [-delta, delta].

    Parameters
    ----------
    residual : array_like, any shape
        Prediction minus target, in the target's unit.
    delta : float
        As in `huber`.

    Returns
    -------
    ndarray, same shape
        dL/dr, in the residual's unit.

    Raises
    ------
    ValueError
        As `huber`.

    Examples
    --------
    >>> huber_slope([0.5, -3.0], delta=2.0)
    array([ 0.5, -2. ])
    """
    residual, delta = as_floats("residual", residual), as_positive("delta", delta)
    return np.clip(residual, -delta, delta)


def smooth_l1(residual: ArrayLike, beta: float = 1.0) -> FloatArray:
    """Absolute error with a rounded tip: ``huber(r, delta=beta) / beta``.

    Parameters
    ----------
    residual : array_like, any shape
        Prediction minus target, in the target's unit.
    beta : float
        Where the parabola becomes a line of slope 1; above 0.

    Returns
    -------
    ndarray, same shape
        Value in the residual's unit; ``abs(r) - beta / 2`` beyond `beta`.

    Raises
    ------
    ValueError
        If `residual` holds nan or `beta` is not one number above 0.

    References
    ----------
    R. Girshick, Fast R-CNN, ICCV 2015 (there with beta = 1).

    Examples
    --------
    >>> smooth_l1([0.5, 3.0], beta=2.0)
    array([0.0625, 2.    ])
    """
    size, beta = np.abs(as_floats("residual", residual)), as_positive("beta", beta)
    inner = np.minimum(size, beta)
    return inner * (0.5 * (inner / beta)) + (np.maximum(size, beta) - beta)


def smooth_l1_slope(residual: ArrayLike, beta: float = 1.0) -> FloatArray:
    """Slope of `smooth_l1`: ``r / beta``, clipped to [-1, 1].

    Parameters
    ----------
    residual : array_like, any shape
        Prediction minus target, in the target's unit.
    beta : float
        As in `smooth_l1`.

    Returns
    -------
    ndarray, same shape
        dL/dr, without unit.

    Raises
    ------
    ValueError
        As `smooth_l1`.

    Examples
    --------
    >>> smooth_l1_slope([0.5, -3.0], beta=2.0)
    array([ 0.25, -1.  ])
    """
    residual, beta = as_floats("residual", residual), as_positive("beta", beta)
    return np.clip(residual, -beta, beta) / beta


def _half_square(residual: ArrayLike) -> FloatArray:
    residual = as_floats("residual", residual)
    with np.errstate(over="ignore"):
        return residual * (0.5 * residual)


def _half_square_slope(residual: ArrayLike) -> FloatArray:
    return np.positive(as_floats("residual", residual))


def _absolute(residual: ArrayLike) -> FloatArray:
    return np.abs(as_floats("residual", residual))


def _absolute_slope(residual: ArrayLike) -> FloatArray:
    return np.sign(as_floats("residual", residual))


RESIDUAL_LOSSES: dict[str, ResidualLoss] = {
    loss.slug: loss
    for loss in (
        ResidualLoss(
            slug="mse",
            title="half squared error",
            formula=r"\tfrac12 r^2",
            source="C. F. Gauss, Theoria motus corporum coelestium, 1809; here halved",
            value=_half_square,
            slope=_half_square_slope,
        ),
        ResidualLoss(
            slug="mae",
            title="absolute error",
            formula=r"|r|",
            source="P.-S. Laplace, Théorie analytique des probabilités, 1812",
            value=_absolute,
            slope=_absolute_slope,
        ),
        ResidualLoss(
            slug="huber",
            title="Huber (δ = 1)",
            formula=r"\tfrac12 r^2 \text{ for } |r| \le \delta, \text{ else } "
            r"\delta (|r| - \tfrac12 \delta)",
            source="P. J. Huber, Robust estimation of a location parameter, "
            "Ann. Math. Statist. 35 (1964)",
            value=huber,
            slope=huber_slope,
        ),
        ResidualLoss(
            slug="smooth_l1",
            title="Smooth L1 (β = 1)",
            formula=r"\tfrac1{2 \beta} r^2 \text{ for } |r| \le \beta, \text{ else } "
            r"|r| - \tfrac12 \beta",
            source="R. Girshick, Fast R-CNN, ICCV 2015",
            value=smooth_l1,
            slope=smooth_l1_slope,
        ),
    )
}


def _logits_and_labels(z: ArrayLike, y: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Both as float64 arrays that broadcast."""
    logits, labels = as_floats("z", z), as_unit_interval("y", y)
    try:
        np.broadcast_shapes(logits.shape, labels.shape)
    except ValueError:
        raise ValueError(
            f"y of shape {labels.shape} does not broadcast with z of shape {logits.shape}"
        ) from None
    return logits, labels


def _error(z: FloatArray, y: FloatArray) -> FloatArray:
    """Prediction minus label without cancellation: for hard labels only one term is left."""
    return (1 - y) * _kernels.sigmoid(z) - y * _kernels.sigmoid(-z)


def _broadcast(values: FloatArray, y: FloatArray) -> FloatArray:
    """Repeat what does not depend on the labels for each of them."""
    return values + np.zeros_like(y)
