"""Likelihoods, their maxima in closed form, and the losses that they become.

The log-likelihood of independent observations is the sum of their log-densities; minus its mean
is a loss. Logarithms are natural. A density may exceed 1, so its logarithm may be positive.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from core._checks import (
    FloatArray,
    as_bounded,
    as_distribution,
    as_finite,
    as_positive,
    as_scale,
    as_unit_interval,
    as_whole,
    require_broadcast,
    short,
    weighted,
)
from core.activations import log_sigmoid
from core.gradients import read_problem
from core.information import cross_entropy
from core.losses import LOSSES
from core.objective import Objective

LOG_2PI = math.log(2 * math.pi)
LARGEST_OBSERVATION = 1e100  # squares and sums of larger ones would overflow
MOST_SAMPLES = 10**15

LogDensity = Callable[[ArrayLike, ArrayLike, ArrayLike], FloatArray]
PlainLoss = Callable[[ArrayLike, ArrayLike], FloatArray]


class Estimate(NamedTuple):
    """Where the likelihood of a sample is largest.

    Attributes
    ----------
    location : float
        Mean, median or probability, in the unit of the observations.
    scale : float
        Standard deviation or mean absolute deviation, divided by n; 1 where the model has none.
        0 if all observations are equal: then the likelihood has no maximum, it grows without end
        as the scale shrinks.

    Examples
    --------
    >>> gaussian_estimate([1.0, 2.0, 6.0]).location
    3.0
    """

    location: float
    scale: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NoiseModel:
    """One assumption about noise, and the loss it becomes.

    Attributes
    ----------
    slug, title : str
        Name in links and in code; name on screen.
    formula : str
        LaTeX of the density of one observation x with location mu and scale sigma, or of the
        probability of one label y with p for label 1.
    loss_title, loss_formula : str
        What minus the logarithm becomes, up to factors and terms without the location.
    source : str
        Where the model comes from.
    log_density : callable
        ``(x, location, scale)``, elementwise.
    loss : callable
        ``(x, location)``, elementwise: the plain loss, without factors and terms of the scale.
    estimate : callable
        ``(x) -> Estimate``: where the likelihood of a sample is largest.
    has_scale : bool
        Whether the scale is used.

    Examples
    --------
    >>> for model in NOISE_MODELS.values():
    ...     print(model.slug, "->", model.loss_title)
    gaussian -> half squared error
    laplace -> absolute error
    bernoulli -> binary cross-entropy

    Another location changes the log-likelihood by n times what it changes the mean loss:

    >>> laplace, x = NOISE_MODELS["laplace"], [0.0, 1.0, 5.0]
    >>> laplace.log_likelihood(x, [1.0, 2.0]).round(3), 3 * laplace.mean_loss(x, [1.0, 2.0])
    (array([-7.079, -8.079]), array([5., 6.]))
    """

    slug: str
    title: str
    formula: str
    loss_title: str
    loss_formula: str
    source: str
    log_density: LogDensity
    loss: PlainLoss
    estimate: Callable[[ArrayLike], Estimate]
    has_scale: bool

    def log_likelihood(
        self, x: ArrayLike, location: ArrayLike, scale: ArrayLike = 1.0
    ) -> FloatArray:
        """Sum the log-densities of a sample.

        Parameters
        ----------
        x : array_like, shape (n,)
            Observations.
        location, scale : array_like, shape (...)
            Parameters: one pair, or arrays that broadcast. A model without scale ignores it.

        Returns
        -------
        ndarray, shape (...)
            In nats.

        Raises
        ------
        ValueError
            If an argument is not valid for this model.
        """
        total: FloatArray = self._terms(x, location, scale).sum(axis=-1)
        return total

    def negative_mean(
        self, x: ArrayLike, location: ArrayLike, scale: ArrayLike = 1.0
    ) -> FloatArray:
        """Minus the log-likelihood over the number of observations: the loss that is minimised.

        Parameters
        ----------
        x, location, scale : array_like
            As for `log_likelihood`.

        Returns
        -------
        ndarray, shape (...)
            In nats per observation.

        Raises
        ------
        ValueError
            As `log_likelihood`.
        """
        mean: FloatArray = -self._terms(x, location, scale).mean(axis=-1)
        return mean

    def mean_loss(self, x: ArrayLike, location: ArrayLike) -> FloatArray:
        """Average the plain loss over a sample.

        Parameters
        ----------
        x : array_like, shape (n,)
            Observations.
        location : array_like, shape (...)
            One location or many.

        Returns
        -------
        ndarray, shape (...)
            In the unit of the loss.

        Raises
        ------
        ValueError
            If an argument is not valid for this model.
        """
        mean: FloatArray = self.loss(_sample(x), _column("location", location)).mean(axis=-1)
        return mean

    def _terms(self, x: ArrayLike, location: ArrayLike, scale: ArrayLike) -> FloatArray:
        return self.log_density(_sample(x), _column("location", location), _column("scale", scale))


# Gaussian: squared error.


def gaussian_log_density(x: ArrayLike, mu: ArrayLike, sigma: ArrayLike = 1.0) -> FloatArray:
    """Log-density of N(mu, sigma^2): ``-(x - mu)^2 / (2 sigma^2) - log sigma - log(2 pi) / 2``.

    Parameters
    ----------
    x : array_like, any shape
        Observations.
    mu : array_like, broadcasts with `x`
        Mean, in the unit of `x`.
    sigma : array_like, broadcasts with `x`
        Standard deviation, above 0, in the unit of `x`.

    Returns
    -------
    ndarray
        Natural logarithm of the density per unit of `x`; above 0 where the density exceeds 1.

    Raises
    ------
    ValueError
        If a value is not finite or `sigma` not above 0.

    Notes
    -----
    With `sigma` fixed only the squared error depends on the parameters. With `sigma` estimated
    the term ``log sigma`` (``n log sigma`` in the sum) must stay.

    Examples
    --------
    >>> gaussian_log_density([0.0, 1.0], 0.0, 0.1).round(3)
    array([  1.384, -48.616])
    """
    x, mu, sigma = as_finite("x", x), as_finite("mu", mu), as_scale("sigma", sigma)
    require_broadcast("x, mu and sigma", x, mu, sigma)
    with np.errstate(over="ignore"):
        distance = (x - mu) / sigma
        return -0.5 * distance**2 - np.log(sigma) - 0.5 * LOG_2PI


def isotropic_gaussian_log_density(
    x: ArrayLike, mu: ArrayLike, sigma: ArrayLike = 1.0
) -> FloatArray:
    """Log-density of K independent Gaussians of one standard deviation: summed squares.

    ``-sum_k (x_k - mu_k)^2 / (2 sigma^2) - K log sigma - K log(2 pi) / 2``

    Parameters
    ----------
    x, mu : array_like, shape (..., K)
        Observations and means along the last axis, in one unit.
    sigma : array_like, shape (...)
        Standard deviation of every component, above 0, in the same unit.

    Returns
    -------
    ndarray, shape (...)
        Natural logarithm of the density.

    Raises
    ------
    ValueError
        If a value is not finite, `sigma` not above 0, or `x` has no last axis.

    Examples
    --------
    >>> at_mean, away = isotropic_gaussian_log_density([[0, 0, 0], [1, 2, 2]], [0, 0, 0])
    >>> print(away - at_mean)
    -4.5
    """
    x = as_finite("x", x)
    if x.ndim == 0:
        raise ValueError("x must have components along its last axis; got one number")
    total: FloatArray = gaussian_log_density(x, mu, _column("sigma", sigma)).sum(axis=-1)
    return total


def gaussian_estimate(x: ArrayLike) -> Estimate:
    """Most likely mean and standard deviation: the sample's own, divided by n.

    Parameters
    ----------
    x : array_like, shape (n,)
        Observations.

    Returns
    -------
    Estimate
        Mean and root mean squared deviation.

    Raises
    ------
    ValueError
        If `x` is not a list of finite numbers, at least one.

    Examples
    --------
    >>> gaussian_estimate([1.0, 2.0, 6.0, 7.0])
    Estimate(location=4.0, scale=2.5495097567963922)
    """
    x = _sample(x)
    return Estimate(float(x.mean()), float(x.std()))


def _half_squared_error(x: ArrayLike, mu: ArrayLike) -> FloatArray:
    with np.errstate(over="ignore"):
        return 0.5 * (as_finite("x", x) - as_finite("mu", mu)) ** 2


# Laplace: absolute error.


def laplace_log_density(x: ArrayLike, mu: ArrayLike, b: ArrayLike = 1.0) -> FloatArray:
    """Log-density of the Laplace distribution: ``-abs(x - mu) / b - log(2 b)``.

    Parameters
    ----------
    x : array_like, any shape
        Observations.
    mu : array_like, broadcasts with `x`
        Location, in the unit of `x`.
    b : array_like, broadcasts with `x`
        Scale: the mean absolute deviation, above 0, in the unit of `x`.

    Returns
    -------
    ndarray
        Natural logarithm of the density per unit of `x`.

    Raises
    ------
    ValueError
        If a value is not finite or `b` not above 0.

    Examples
    --------
    >>> laplace_log_density([0.0, 1.0], 0.0).round(3)
    array([-0.693, -1.693])
    """
    x, mu, b = as_finite("x", x), as_finite("mu", mu), as_scale("b", b)
    require_broadcast("x, mu and b", x, mu, b)
    with np.errstate(over="ignore"):
        return -np.abs(x - mu) / b - math.log(2) - np.log(b)


def laplace_estimate(x: ArrayLike) -> Estimate:
    """Most likely location and scale: the median and the mean absolute deviation from it.

    Parameters
    ----------
    x : array_like, shape (n,)
        Observations.

    Returns
    -------
    Estimate
        For even n every point between the two middle observations is as likely; theirs is the
        midpoint.

    Raises
    ------
    ValueError
        If `x` is not a list of finite numbers, at least one.

    Examples
    --------
    >>> laplace_estimate([1.0, 2.0, 6.0])
    Estimate(location=2.0, scale=1.6666666666666667)
    """
    x = _sample(x)
    median = float(np.median(x))
    return Estimate(median, float(np.abs(x - median).mean()))


def _absolute_error(x: ArrayLike, mu: ArrayLike) -> FloatArray:
    with np.errstate(over="ignore"):
        return np.abs(as_finite("x", x) - as_finite("mu", mu))


# Bernoulli and categorical: cross-entropy.


def bernoulli_log_probability(y: ArrayLike, p: ArrayLike) -> FloatArray:
    """Log-probability of a label: ``y log p + (1 - y) log(1 - p)``.

    Parameters
    ----------
    y : array_like, any shape
        Labels in [0, 1].
    p : array_like, broadcasts with `y`
        Probability of label 1.

    Returns
    -------
    ndarray
        Natural logarithm; -inf where the label is impossible.

    Raises
    ------
    ValueError
        If a value leaves [0, 1].

    Examples
    --------
    >>> bernoulli_log_probability([0, 1], 0.8).round(3)
    array([-1.609, -0.223])
    """
    y, p = as_unit_interval("y", y), as_unit_interval("p", p)
    require_broadcast("y and p", y, p)
    with np.errstate(divide="ignore"):
        return weighted(y, np.log(p)) + weighted(1 - y, np.log1p(-p))


def bernoulli_estimate(y: ArrayLike) -> Estimate:
    """Most likely probability of label 1: the share of labels 1.

    Parameters
    ----------
    y : array_like, shape (n,)
        Labels in [0, 1].

    Returns
    -------
    Estimate
        With scale 1: the model has none.

    Raises
    ------
    ValueError
        If `y` is not a list of labels, at least one.

    Examples
    --------
    >>> bernoulli_estimate([0, 1, 1, 1]).location
    0.75
    """
    return Estimate(float(as_unit_interval("y", _sample(y, "y")).mean()), 1.0)


def _bernoulli_log_density(y: ArrayLike, p: ArrayLike, scale: ArrayLike) -> FloatArray:
    """Take a scale as the other models do; it is not used."""
    return bernoulli_log_probability(y, p)


def _binary_cross_entropy(y: ArrayLike, p: ArrayLike) -> FloatArray:
    return 0.0 - bernoulli_log_probability(y, p)


NOISE_MODELS: dict[str, NoiseModel] = {
    model.slug: model
    for model in (
        NoiseModel(
            slug="gaussian",
            title="Gaussian",
            formula=r"\frac{1}{\sqrt{2\pi}\,\tau} \exp\Bigl(-\frac{(x - \mu)^2}{2\tau^2}\Bigr)",
            loss_title="half squared error",
            loss_formula=r"\tfrac12 (x - \mu)^2",
            source="C. F. Gauss, Theoria motus corporum coelestium, 1809",
            log_density=gaussian_log_density,
            loss=_half_squared_error,
            estimate=gaussian_estimate,
            has_scale=True,
        ),
        NoiseModel(
            slug="laplace",
            title="Laplace",
            formula=r"\frac{1}{2\tau} \exp\Bigl(-\frac{|x - \mu|}{\tau}\Bigr)",
            loss_title="absolute error",
            loss_formula=r"|x - \mu|",
            source="P. S. Laplace, Mémoire sur la probabilité des causes par les évènements, 1774",
            log_density=laplace_log_density,
            loss=_absolute_error,
            estimate=laplace_estimate,
            has_scale=True,
        ),
        NoiseModel(
            slug="bernoulli",
            title="Bernoulli",
            formula=r"p^y (1 - p)^{1 - y}",
            loss_title="binary cross-entropy",
            loss_formula=r"-y \ln p - (1 - y) \ln(1 - p)",
            source="J. Bernoulli, Ars conjectandi, 1713",
            log_density=_bernoulli_log_density,
            loss=_binary_cross_entropy,
            estimate=bernoulli_estimate,
            has_scale=False,
        ),
    )
}


def categorical_log_probability(t: ArrayLike, theta: ArrayLike) -> FloatArray:
    """Log-probability of one outcome of K: ``sum_k t_k log theta_k``, minus the cross-entropy.

    Parameters
    ----------
    t : array_like, shape (..., K)
        Outcomes, one-hot; also soft ones.
    theta : array_like, shape (..., K)
        Probabilities of the outcomes.

    Returns
    -------
    ndarray, shape (...)
        Natural logarithm; -inf where the outcome is impossible.

    Raises
    ------
    ValueError
        If `t` or `theta` is not a distribution or their shapes do not match.

    Examples
    --------
    >>> categorical_log_probability([[1, 0, 0], [0, 0, 1]], [0.5, 0.3, 0.2]).round(3)
    array([-0.693, -1.609])
    """
    t, theta = as_distribution("t", t), as_distribution("theta", theta)
    return 0.0 - cross_entropy(t, theta)


def log_likelihood_logistic(X: ArrayLike, y: ArrayLike, theta: ArrayLike) -> FloatArray:
    """Log-likelihood of logistic regression: minus its mean is the binary cross-entropy.

    ``sum_i y_i log p_i + (1 - y_i) log(1 - p_i)`` with ``p_i = sigmoid(w . x_i + b)``: one
    Bernoulli variable per sample, each with its own probability.

    Parameters
    ----------
    X : array_like, shape (n, d) or (n,)
        Features, one sample a row; one feature may come flat.
    y : array_like, shape (n,)
        Labels in [0, 1].
    theta : array_like, shape (..., d + 1)
        Weights and, last, the bias: one point or many.

    Returns
    -------
    ndarray, shape (...)
        In nats, summed over the samples.

    Raises
    ------
    ValueError
        If a shape does not fit, a value is not valid or a logit overflows.

    Examples
    --------
    >>> x, y = [0.0, 1.0, 2.0], [0, 0, 1]
    >>> log_likelihood_logistic(x, y, [[0.0, 0.0], [1.0, -1.5]]).round(3)
    array([-2.079, -1.15 ])
    """
    A, y, _ = read_problem(as_bounded("X", X), y)
    theta = as_bounded("theta", theta)
    if theta.shape[-1:] != A.shape[1:]:
        raise ValueError(f"theta must have {A.shape[1]} entries; got shape {theta.shape}")
    with np.errstate(over="ignore", invalid="ignore"):
        z = theta @ A.T
    if not np.isfinite(z).all():
        raise ValueError(f"theta is too large for these features; got {np.abs(theta).max():g}")
    total: FloatArray = (y * log_sigmoid(z) + (1 - y) * log_sigmoid(-z)).sum(axis=-1)
    return total


# A likelihood is not a prior.


def ridge_strength(prior_sigma: float, samples: int) -> float:
    """Strength of the ridge penalty that a Gaussian prior on the weights amounts to.

    Minus the logarithm of prior times likelihood, over n, is the mean loss plus
    ``sum w^2 / (2 n sigma^2)`` plus a constant.

    Parameters
    ----------
    prior_sigma : float
        Standard deviation of N(0, sigma^2), the prior of each weight; above 0.
    samples : int
        n, at least 1.

    Returns
    -------
    float
        ``1 / (n sigma^2)``, to be used in `ridge_penalty`.

    Raises
    ------
    ValueError
        If `prior_sigma` is not above 0 or `samples` not at least 1.

    References
    ----------
    A. E. Hoerl, R. W. Kennard, Ridge regression, Technometrics 12 (1970).

    Examples
    --------
    >>> ridge_strength(2.0, 50)
    0.005
    """
    sigma, n = (
        as_positive("prior_sigma", prior_sigma),
        as_whole("samples", samples, 1, MOST_SAMPLES),
    )
    return 1 / sigma / sigma / n


def ridge_penalty(weights: ArrayLike, strength: float) -> FloatArray:
    """Penalise large weights: ``strength / 2 sum w^2``, added to a mean loss.

    Parameters
    ----------
    weights : array_like, shape (..., d)
        Weights along the last axis, without the bias.
    strength : float
        Above 0; see `ridge_strength`.

    Returns
    -------
    ndarray, shape (...)
        In nats per sample.

    Raises
    ------
    ValueError
        If a weight is not finite or `strength` is not above 0.

    Examples
    --------
    >>> print(ridge_penalty([3.0, 4.0], 0.1))
    1.25
    """
    weights, strength = as_finite("weights", weights), as_positive("strength", strength)
    if weights.ndim == 0:
        raise ValueError("weights must lie along the last axis; got one number")
    with np.errstate(over="ignore"):
        penalty: FloatArray = 0.5 * (strength * (weights**2).sum(axis=-1))
    return penalty


def most_probable_weight(x: ArrayLike, y: ArrayLike, bias: float, strength: float) -> float:
    """Find the weight of one feature where cross-entropy plus ridge penalty is least.

    With `ridge_strength` it is the weight that is most probable after the data, its bias given.

    Parameters
    ----------
    x : array_like, shape (n,) or (n, 1)
        One feature.
    y : array_like, shape (n,)
        Labels in [0, 1].
    bias : float
        Held fixed.
    strength : float
        Above 0; see `ridge_strength`.

    Returns
    -------
    float
        Per unit of `x`.

    Raises
    ------
    ValueError
        If an argument is not valid.

    Notes
    -----
    The slope rises with the weight, by `strength` per unit at least. So its zero lies between
    w = 0 and w = -slope(0) / strength, and is found by halving.

    Examples
    --------
    >>> x, y = [-1.0, 0.5, 1.0], [0, 0, 1]
    >>> [round(most_probable_weight(x, y, 0.0, strength), 3) for strength in (0.1, 1.0)]
    [0.904, 0.211]
    """
    strength, bias = as_positive("strength", strength), _one_number("bias", bias)
    objective = Objective.of(LOSSES["bce"], x, y)

    def slope(weight: float) -> float:
        gradient = objective.gradient(np.array([weight, bias]))
        return float(gradient[0]) + strength * weight

    with np.errstate(over="ignore"):
        end = -np.float64(slope(0.0)) / strength
    if not objective.within_reach(np.array([end, bias])):
        raise ValueError(f"strength is too small for these features; got {strength!r}")
    near, far = 0.0, 1.0  # shares of the way to the end
    for _ in range(60):
        middle = (near + far) / 2
        too_near = slope(middle * end) * end < 0
        near, far = (middle, far) if too_near else (near, middle)
    return float(far * end)


def _sample(x: ArrayLike, name: str = "x") -> FloatArray:
    values = as_finite(name, x)
    if values.ndim != 1 or not values.size:
        raise ValueError(f"{name} must be a list of observations; got shape {values.shape}")
    if np.abs(values).max() > LARGEST_OBSERVATION:
        raise ValueError(f"{name} must lie within +-{LARGEST_OBSERVATION:g}; got {short(values)}")
    return values


def _one_number(name: str, value: float) -> float:
    number = as_bounded(name, value)
    if number.ndim:
        raise ValueError(f"{name} must be one number; got {short(value)}")
    return float(number)


def _column(name: str, parameter: ArrayLike) -> FloatArray:
    """Parameters with one more axis, along which the observations will lie."""
    return as_bounded(name, parameter)[..., np.newaxis]
