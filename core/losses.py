"""Losses of one example, each with its hand-made first and second derivative.

`LOSSES` are functions of the logit `z` and the label `y`; `RESIDUAL_LOSSES` of a residual `r`.
`LINEAR_SQUARED_ERROR` stands apart: there z itself is the output, and no probability is made of it.
To add a loss, write its functions and one more block in the dict: every control, picture and
property test of the dashboard goes through these two dicts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import NamedTuple

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


class OddsForm(NamedTuple):
    """How a loss of hard labels is summed over samples from their odds.

    Attributes
    ----------
    sign : int
        1 for the odds of the wrong side, exp(t); -1 for those of the right side, exp(-t).
    total : callable
        Takes odds, shape (n, m), which it may overwrite, and the largest abs(t); returns the sum
        over the samples, shape (m,).

    Examples
    --------
    >>> LOSSES["mse"].margin_form.odds.total(np.ones((3, 1)), 0.0)
    array([0.375])
    """

    sign: int
    total: Callable[[FloatArray, float], FloatArray]


@dataclass(frozen=True, slots=True)
class MarginForm:
    """A loss of hard labels as a function of one number: half of the work, and less.

    That number is t = (1 - 2 y) z, the logit towards the wrong side; -t is the margin. The
    functions take finite floats unchecked.

    Attributes
    ----------
    value, slope, curvature : callable
        L(t), dL/dt, which is (1 - 2 y) dL/dz, and d2L/dt2, which is d2L/dz2.
    odds : OddsForm or None
        The sum over samples from their odds, where it is known from them alone.

    Examples
    --------
    >>> z, y = np.array([-2.0, 3.0]), np.array([1.0, 0.0])
    >>> LOSSES["bce"].margin_form.value((1 - 2 * y) * z) == LOSSES["bce"].value(z, y)
    array([ True,  True])
    """

    value: Kernel
    slope: Kernel
    curvature: Kernel
    odds: OddsForm | None = None


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
        Whether the second derivative is continuous for the labels 0 and 1.
    smooth_for_soft_labels : bool
        Whether it is for the labels between them too. Ask `is_smooth` about given labels.
    proper : bool or None
        Whether the expected loss of labels that are 1 with probability P is least at p = P, and
        only there, for every P. None where the loss is not a function of the probability.
    gradient_bound : float
        Least upper bound of abs(dL/dz) over all z and y in [0, 1].
    margin_form : MarginForm or None
        A faster form for hard labels, if there is one.

    Raises
    ------
    ValueError
        If the margin form does not agree with the functions of (z, y): a copy in which a function
        is replaced needs a margin form of its own, or None.

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
    convex: bool
    smooth: bool
    smooth_for_soft_labels: bool
    proper: bool | None
    gradient_bound: float
    probability_gradient: Elementwise | None = None
    margin_form: MarginForm | None = None

    def __post_init__(self) -> None:
        if self.margin_form is not None:
            _check_margin_form(self, self.margin_form)

    def is_smooth(self, y: ArrayLike) -> bool:
        """Whether the second derivative is continuous for these labels: Newton's method needs it.

        Parameters
        ----------
        y : array_like, any shape
            Labels in [0, 1].

        Returns
        -------
        bool

        Raises
        ------
        ValueError
            If a label is not in [0, 1].

        Examples
        --------
        With a hard label absolute error is p or 1 - p; with a soft one it has a kink at p = y.

        >>> LOSSES["mae"].is_smooth([0, 1]), LOSSES["mae"].is_smooth([0, 0.3])
        (True, False)
        """
        labels = as_unit_interval("y", y)
        return self.smooth and (self.smooth_for_soft_labels or is_hard(labels))


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


def _check_margin_form(loss: Loss, form: MarginForm) -> None:
    """Refuse a form that is not that of the loss, for logits from -300 to 300."""
    t = np.linspace(-300.0, 300.0, 1201)
    odds = form.odds or OddsForm(1, lambda _, __: form.value(t))
    for y, z in ((0.0, t), (1.0, -t)):
        for ours, theirs in (
            (form.value(t), loss.value(z, y)),
            (form.slope(t), (1 - 2 * y) * loss.gradient(z, y)),
            (form.curvature(t), loss.curvature(z, y)),
            (odds.total(np.exp(odds.sign * t)[np.newaxis], 300.0), loss.value(z, y)),
        ):
            if not np.allclose(ours, theirs, rtol=1e-9, atol=1e-15):
                raise ValueError(f"margin_form of loss {loss.slug!r} does not agree with it")


def _by_margin(
    kernel: Kernel, *, is_slope: bool = False
) -> Callable[[Callable[[FloatArray, FloatArray], FloatArray]], Elementwise]:
    """Compute hard labels by a function of t = (1 - 2 y) z; the body is for soft labels."""

    def decorate(of_soft_labels: Callable[[FloatArray, FloatArray], FloatArray]) -> Elementwise:
        @wraps(of_soft_labels)
        def function(z: ArrayLike, y: ArrayLike) -> FloatArray:
            logits, labels = _logits_and_labels(z, y)
            if not is_hard(labels):
                return of_soft_labels(logits, labels)
            sign = 1 - 2 * labels
            result = kernel(sign * logits)
            return sign * result if is_slope else result

        return function

    return decorate


# Binary cross-entropy: the pairing in which p (1 - p) cancels.

_BCE = MarginForm(
    value=_kernels.softplus,
    slope=_kernels.sigmoid,
    curvature=_kernels.sigmoid_derivative,
    odds=OddsForm(1, _kernels.sum_of_cross_entropies),
)


@_by_margin(_BCE.value)
def _bce(z: FloatArray, y: FloatArray) -> FloatArray:
    return weighted(1 - y, _kernels.softplus(z)) + weighted(y, _kernels.softplus(-z))


@_by_margin(_BCE.slope, is_slope=True)
def _bce_gradient(z: FloatArray, y: FloatArray) -> FloatArray:
    return _error(z, y)


@_by_margin(_BCE.curvature)
def _bce_curvature(z: FloatArray, y: FloatArray) -> FloatArray:
    return _broadcast(_kernels.sigmoid_derivative(z), y)


def _bce_probability_gradient(z: ArrayLike, y: ArrayLike) -> FloatArray:
    z, y = _logits_and_labels(z, y)
    with np.errstate(divide="ignore", over="ignore"):
        return weighted(1 - y, 1 / _kernels.sigmoid(-z)) - weighted(y, 1 / _kernels.sigmoid(z))


# Half squared error of the probability.


def _mse_value(t: FloatArray) -> FloatArray:
    p = _kernels.sigmoid(t)
    return p * (0.5 * p)


def _mse_slope(t: FloatArray) -> FloatArray:
    p, q = _kernels.probabilities(t)
    return p * (p * q)


def _mse_bend(t: FloatArray) -> FloatArray:
    p, q = _kernels.probabilities(t)
    return p * q * (p * (2 * q - p))  # p squared may be too small to write


_MSE = MarginForm(
    value=_mse_value,
    slope=_mse_slope,
    curvature=_mse_bend,
    odds=OddsForm(-1, _kernels.sum_of_half_squares),
)


@_by_margin(_MSE.value)
def _mse(z: FloatArray, y: FloatArray) -> FloatArray:
    error = _error(z, y)
    return error * (0.5 * error)


@_by_margin(_MSE.slope, is_slope=True)
def _mse_gradient(z: FloatArray, y: FloatArray) -> FloatArray:
    return (1 - y) * _mse_slope(z) - y * _mse_slope(-z)


@_by_margin(_MSE.curvature)
def _mse_curvature(z: FloatArray, y: FloatArray) -> FloatArray:
    return (1 - y) * _mse_bend(z) + y * _mse_bend(-z)


@_by_margin(_kernels.sigmoid, is_slope=True)
def _mse_probability_gradient(z: FloatArray, y: FloatArray) -> FloatArray:
    return _error(z, y)


# Absolute error of the probability.


def _mae_bend(t: FloatArray) -> FloatArray:
    return _kernels.sigmoid_derivative(t) * np.tanh(-0.5 * t)


_MAE = MarginForm(
    value=_kernels.sigmoid,
    slope=_kernels.sigmoid_derivative,
    curvature=_mae_bend,
    odds=OddsForm(-1, _kernels.sum_of_probabilities),
)


@_by_margin(_MAE.value)
def _mae(z: FloatArray, y: FloatArray) -> FloatArray:
    return np.abs(_error(z, y))


@_by_margin(_MAE.slope, is_slope=True)
def _mae_gradient(z: FloatArray, y: FloatArray) -> FloatArray:
    return np.sign(_error(z, y)) * _kernels.sigmoid_derivative(z)


@_by_margin(_MAE.curvature)
def _mae_curvature(z: FloatArray, y: FloatArray) -> FloatArray:
    return np.sign(_error(z, y)) * _mae_bend(z)


@_by_margin(np.ones_like, is_slope=True)
def _mae_probability_gradient(z: FloatArray, y: FloatArray) -> FloatArray:
    return np.sign(_error(z, y))


# Hinge: a function of the logit alone, without a probability.


def _hinge_value(t: FloatArray) -> FloatArray:
    return np.maximum(0.0, 1.0 + t)


def _hinge_slope(t: FloatArray) -> FloatArray:
    return np.where(t > -1, 1.0, 0.0)[()]


def _hinge_bend(t: FloatArray) -> FloatArray:
    return np.zeros_like(t)[()]


_HINGE = MarginForm(
    value=_hinge_value,
    slope=_hinge_slope,
    curvature=_hinge_bend,
)


@_by_margin(_HINGE.value)
def _hinge(z: FloatArray, y: FloatArray) -> FloatArray:
    return weighted(y, _hinge_value(-z)) + weighted(1 - y, _hinge_value(z))


@_by_margin(_HINGE.slope, is_slope=True)
def _hinge_gradient(z: FloatArray, y: FloatArray) -> FloatArray:
    return (1 - y) * _hinge_slope(z) - y * _hinge_slope(-z)


@_by_margin(_HINGE.curvature)
def _hinge_curvature(z: FloatArray, y: FloatArray) -> FloatArray:
    return _broadcast(_hinge_bend(z), y)


# Focal loss, gamma = 2: cross-entropy that listens less to what is already right.


def _focal_value(t: FloatArray) -> FloatArray:
    p, _, softplus = _kernels.log_probabilities(t)
    return p**2 * softplus


def _focal_slope(t: FloatArray) -> FloatArray:
    p, q, softplus = _kernels.log_probabilities(t)
    return p**2 * (p + 2 * weighted(q, softplus))


def _focal_bend(t: FloatArray) -> FloatArray:
    p, q, softplus = _kernels.log_probabilities(t)
    return p**2 * ((6 * q - 2) * weighted(q, softplus) + 5 * p * q)


def _focal_slope_in_p(t: FloatArray) -> FloatArray:
    p = _kernels.sigmoid(t)
    with np.errstate(divide="ignore", over="ignore"):
        return 2 * p * _kernels.softplus(t) + p**2 / _kernels.sigmoid(-t)


_FOCAL = MarginForm(
    value=_focal_value,
    slope=_focal_slope,
    curvature=_focal_bend,
)


@_by_margin(_FOCAL.value)
def _focal(z: FloatArray, y: FloatArray) -> FloatArray:
    return weighted(y, _focal_value(-z)) + weighted(1 - y, _focal_value(z))


@_by_margin(_FOCAL.slope, is_slope=True)
def _focal_gradient(z: FloatArray, y: FloatArray) -> FloatArray:
    return (1 - y) * _focal_slope(z) - y * _focal_slope(-z)


@_by_margin(_FOCAL.curvature)
def _focal_curvature(z: FloatArray, y: FloatArray) -> FloatArray:
    return y * _focal_bend(-z) + (1 - y) * _focal_bend(z)


@_by_margin(_focal_slope_in_p, is_slope=True)
def _focal_probability_gradient(z: FloatArray, y: FloatArray) -> FloatArray:
    return weighted(1 - y, _focal_slope_in_p(z)) - weighted(y, _focal_slope_in_p(-z))


LOSSES: dict[str, Loss] = {
    loss.slug: loss
    for loss in (
        Loss(
            slug="bce",
            title="binary cross-entropy",
            formula=r"-y \ln p - (1 - y) \ln(1 - p)",
            source="D. R. Cox, The regression analysis of binary sequences, JRSS B 20 (1958)",
            value=_bce,
            gradient=_bce_gradient,
            curvature=_bce_curvature,
            probability_gradient=_bce_probability_gradient,
            convex=True,
            smooth=True,
            smooth_for_soft_labels=True,
            proper=True,
            gradient_bound=1.0,
            margin_form=_BCE,
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
            smooth_for_soft_labels=True,
            proper=True,
            gradient_bound=4 / 27,
            margin_form=_MSE,
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
            smooth=True,
            smooth_for_soft_labels=False,
            proper=False,
            gradient_bound=1 / 4,
            margin_form=_MAE,
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
            smooth_for_soft_labels=False,
            proper=None,
            gradient_bound=1.0,
            margin_form=_HINGE,
        ),
        Loss(
            slug="focal",
            title="focal (γ = 2)",
            formula=r"-y (1 - p)^2 \ln p - (1 - y) p^2 \ln(1 - p)",
            source="T.-Y. Lin et al., Focal loss for dense object detection, ICCV 2017",
            value=_focal,
            gradient=_focal_gradient,
            curvature=_focal_curvature,
            probability_gradient=_focal_probability_gradient,
            convex=False,
            smooth=True,
            smooth_for_soft_labels=True,
            proper=False,
            gradient_bound=1.128983218568398,
            margin_form=_FOCAL,
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
    smooth_for_soft_labels=True,
    proper=None,
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
