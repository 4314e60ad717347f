"""Information content, entropy, cross-entropy and Kullback-Leibler divergence.

Distributions lie along the last axis; the other axes broadcast. With 0 log 0 = 0 every
quantity is defined everywhere, and infinite where an outcome that happens has q = 0.
"""

import math

import numpy as np
from numpy.typing import ArrayLike

from core._checks import (
    FloatArray,
    as_choice,
    as_distribution,
    as_finite,
    as_scale,
    as_unit_interval,
    require_broadcast,
    weighted,
)

UNITS = {"bit": math.log(2), "nat": 1.0, "hartley": math.log(10)}  # nats per unit


def information_content(p: ArrayLike, unit: str = "nat") -> FloatArray:
    """Information content -log p of an outcome that has probability p.

    Parameters
    ----------
    p : array_like
        Probabilities in [0, 1], any shape.
    unit : {"nat", "bit", "hartley"}
        Unit of the result.

    Returns
    -------
    ndarray or float64
        Same shape as `p`, in `unit`; inf where p = 0.

    Raises
    ------
    ValueError
        If `p` leaves [0, 1] or `unit` is unknown.

    References
    ----------
    C. E. Shannon, A Mathematical Theory of Communication, 1948.

    Examples
    --------
    >>> information_content([1, 0.5, 0.25, 0], unit="bit").round(6)
    array([ 0.,  1.,  2., inf])
    """
    nats_per_unit = _nats_per(unit)
    with np.errstate(divide="ignore"):
        nats = 0.0 - np.log(as_unit_interval("p", p))
    return nats / nats_per_unit


def entropy(p: ArrayLike, unit: str = "nat") -> FloatArray:
    """Entropy H(p) = -sum p log p: the expected information content.

    Parameters
    ----------
    p : array_like, shape (..., K)
        Distributions; each sums to 1 along the last axis.
    unit : {"nat", "bit", "hartley"}
        Unit of the result.

    Returns
    -------
    ndarray or float64, shape (...)
        In `unit`, between 0 and log K.

    Raises
    ------
    ValueError
        If `p` is not a distribution or `unit` is unknown.

    Examples
    --------
    >>> print(round(entropy([0.5, 0.3, 0.2], unit="bit"), 4))
    1.4855
    >>> print(entropy([1, 0]))
    0.0
    """
    p = as_distribution("p", p)
    expected: FloatArray = weighted(p, information_content(p, unit)).sum(axis=-1)
    return expected


def cross_entropy(p: ArrayLike, q: ArrayLike, unit: str = "nat") -> FloatArray:
    """Cross-entropy CE(p, q) = -sum p log q = H(p) + KL(p || q).

    Parameters
    ----------
    p, q : array_like, shape (..., K)
        Distributions; outcomes happen with `p` and are predicted with `q`.
    unit : {"nat", "bit", "hartley"}
        Unit of the result.

    Returns
    -------
    ndarray or float64, shape (...)
        In `unit`; inf where q = 0 < p.

    Raises
    ------
    ValueError
        If `p` or `q` is not a distribution, if their shapes do not match, or if `unit` is
        unknown.

    Examples
    --------
    >>> print(round(cross_entropy([0, 1], [0.2, 0.8]), 4))
    0.2231
    >>> print(cross_entropy([0.5, 0.5], [1, 0]))
    inf
    """
    p, q = _as_pair(p, q)
    expected: FloatArray = weighted(p, information_content(q, unit)).sum(axis=-1)
    return expected


def kl_divergence(p: ArrayLike, q: ArrayLike, unit: str = "nat") -> FloatArray:
    """Kullback-Leibler divergence KL(p || q) = sum p log(p / q).

    Parameters
    ----------
    p, q : array_like, shape (..., K)
        Distributions; outcomes happen with `p` and are predicted with `q`.
    unit : {"nat", "bit", "hartley"}
        Unit of the result.

    Returns
    -------
    ndarray or float64, shape (...)
        In `unit`; never negative, 0 where p = q, inf where q = 0 < p.

    Raises
    ------
    ValueError
        If `p` or `q` is not a distribution, if their shapes do not match, or if `unit` is
        unknown.

    Notes
    -----
    The sum is taken over p log(p / q) - (p - q). The added terms sum to 0 and make every
    summand non-negative, so nothing cancels between outcomes. For p close to q the logarithm
    is log1p((p - q) / q), and the relative error is about 1e-16 q / |p - q|.

    References
    ----------
    S. Kullback and R. A. Leibler, On Information and Sufficiency, 1951.

    Examples
    --------
    It is not symmetric:

    >>> print(round(kl_divergence([0.2, 0.8], [0.5, 0.5]), 3))
    0.193
    >>> print(round(kl_divergence([0.5, 0.5], [0.2, 0.8]), 3))
    0.223
    """
    p, q = _as_pair(p, q)
    summands = weighted(p, _log_ratio(p, q)) - (p - q)
    nats: FloatArray = np.maximum(summands, 0.0).sum(axis=-1)
    return nats / _nats_per(unit)


def kl_gaussian(mu: ArrayLike, sigma: ArrayLike) -> FloatArray:
    """KL divergence of N(mu, sigma^2) from N(0, 1): ``(mu^2 + sigma^2 - 1) / 2 - log sigma``.

    Parameters
    ----------
    mu : array_like, any shape
        Means.
    sigma : array_like, broadcasts with `mu`
        Standard deviations, above 0.

    Returns
    -------
    ndarray
        In nats, at least 0; 0 at mu = 0, sigma = 1. Independent components add up.

    Raises
    ------
    ValueError
        If a value is not finite or `sigma` not above 0.

    References
    ----------
    D. P. Kingma, M. Welling, Auto-encoding variational Bayes, ICLR 2014, appendix B.

    Examples
    --------
    >>> kl_gaussian([0.0, 1.0, 0.0], [1.0, 1.0, 0.5]).round(4)
    array([0.    , 0.5   , 0.3181])
    """
    mu, sigma = as_finite("mu", mu), as_scale("sigma", sigma)
    require_broadcast("mu and sigma", mu, sigma)
    with np.errstate(over="ignore"):
        excess = (sigma - 1) * (sigma + 1)
        width = np.maximum(0.5 * excess - np.log(sigma), 0.0)
        return 0.5 * mu**2 + width


def _log_ratio(p: FloatArray, q: FloatArray) -> FloatArray:
    """Return log(p / q), accurate where p is close to q and finite where p / q overflows.

    Near 1 the ratio u is rounded, and ``log(u) / (u - 1)`` hardly changes: times the exact
    ``(p - q) / q`` it gives every digit (W. Kahan).
    """
    with np.errstate(all="ignore"):
        ratio = p / q
        logs: FloatArray = np.log(ratio) / (ratio - 1) * ((p - q) / q)
        if np.isnan(logs.min(initial=0.0)):
            rest = np.where(ratio == 1, (p - q) / q, np.log(p) - np.log(q))
            logs = np.where(np.isnan(logs), rest, logs)
    return logs


def _nats_per(unit: str) -> float:
    return UNITS[as_choice("unit", unit, UNITS)]


def _as_pair(p: ArrayLike, q: ArrayLike) -> tuple[FloatArray, FloatArray]:
    p, q = as_distribution("p", p), as_distribution("q", q)
    if p.shape[-1] != q.shape[-1]:
        raise ValueError(f"p and q must have equally many outcomes; got {p.shape} and {q.shape}")
    require_broadcast("p and q", p, q)
    return p, q
