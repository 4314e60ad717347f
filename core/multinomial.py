"""Loaded coins and dice: counts of independent throws, in one order or in any.

The binomial distribution counts for two faces, the multinomial for K. Logarithms are natural.
"""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core._checks import (
    FloatArray,
    as_bounded,
    as_distribution,
    as_unit_interval,
    as_whole,
    require_broadcast,
    short,
    weighted,
)

MOST_THROWS = 10_000
MOST_SIDES = 1_000
LARGEST_COUNT = 2.0**53  # beyond it floats cannot count
MOST_LISTED = 8  # throws whose orders are listed one by one
LARGEST_SEED = 2**32 - 1


def binomial_log_probability(k: ArrayLike, n: ArrayLike, p: ArrayLike) -> FloatArray:
    """Log-probability of k successes in n throws: ``log C(n, k) + k log p + (n - k) log(1 - p)``.

    Parameters
    ----------
    k, n : array_like, any shapes that broadcast
        Whole numbers, ``0 <= k <= n``.
    p : array_like, broadcasts with them
        Probability of a success.

    Returns
    -------
    ndarray
        Natural logarithm; -inf where the count is impossible.

    Raises
    ------
    ValueError
        If a count is not whole or negative, `k` exceeds `n`, or `p` leaves [0, 1].

    Examples
    --------
    >>> np.exp(binomial_log_probability([0, 1, 2], 2, 0.5)).round(3)
    array([0.25, 0.5 , 0.25])
    """
    k, n, p = _as_counts("k", k), _as_counts("n", n), as_unit_interval("p", p)
    require_broadcast("k, n and p", k, n, p)
    if np.any(k > n):
        raise ValueError(f"k must be at most n; got {short(k)} of {short(n)}")
    orders = _log_factorial(n) - _log_factorial(k) - _log_factorial(n - k)
    with np.errstate(divide="ignore"):
        return orders + weighted(k, np.log(p)) + weighted(n - k, np.log1p(-p))


def multinomial_log_coefficient(counts: ArrayLike) -> FloatArray:
    """Logarithm of the number of orders with these counts, ``n! / (m_1! ... m_K!)``.

    Parameters
    ----------
    counts : array_like, shape (..., K)
        How often each face came up: whole numbers from 0.

    Returns
    -------
    ndarray, shape (...)
        Natural logarithm.

    Raises
    ------
    ValueError
        If a count is not whole or is negative.

    Examples
    --------
    Two heads in three throws: HHT, HTH, THH.

    >>> print(np.exp(multinomial_log_coefficient([2, 1])).round(9))
    3.0
    """
    counts = _as_face_counts(counts)
    orders: FloatArray = _log_factorial(counts.sum(axis=-1)) - _log_factorial(counts).sum(axis=-1)
    return orders


def orders(counts: ArrayLike) -> list[tuple[int, ...]]:
    """List every order in which the faces can have come up, to count them.

    Parameters
    ----------
    counts : array_like, shape (K,)
        How often each face came up: whole numbers from 0, 8 throws at most.

    Returns
    -------
    list of tuple of int
        Faces, counted from 0; as many orders as the coefficient says.

    Raises
    ------
    ValueError
        If `counts` is not a list of counts or has more than 8 throws.

    Examples
    --------
    >>> for order in orders([2, 1]):
    ...     print(*("HT"[face] for face in order))
    H H T
    H T H
    T H H
    """
    counts = _as_face_counts(counts)
    if counts.ndim != 1 or counts.sum() > MOST_LISTED:
        raise ValueError(
            f"counts must be one list of at most {MOST_LISTED} throws; got {short(counts)}"
        )
    return _orders([int(count) for count in counts])


def multinomial_log_probability(counts: ArrayLike, theta: ArrayLike) -> FloatArray:
    """Log-probability of counts in any order: the coefficient plus ``sum_k m_k log theta_k``.

    Parameters
    ----------
    counts : array_like, shape (..., K)
        How often each face came up: whole numbers from 0.
    theta : array_like, shape (..., K)
        Probabilities of the faces.

    Returns
    -------
    ndarray, shape (...)
        Natural logarithm; -inf where a face came up that cannot. Minus it, over the number N of
        throws, is the cross-entropy of ``m_k / N`` with theta, less the coefficient over N.

    Raises
    ------
    ValueError
        If a count is not whole or is negative, `theta` is not a distribution, or the shapes do
        not match.

    Examples
    --------
    >>> print(np.exp(multinomial_log_probability([2, 1, 0], [0.5, 0.3, 0.2])).round(4))
    0.225
    """
    counts, theta = _as_face_counts(counts), as_distribution("theta", theta)
    if counts.shape[-1] != theta.shape[-1]:
        raise ValueError(
            f"counts and theta must have equally many faces; got {counts.shape} and {theta.shape}"
        )
    require_broadcast("counts and theta", counts, theta)
    with np.errstate(divide="ignore"):
        logarithms = np.log(theta)
    total: FloatArray = weighted(counts, logarithms).sum(axis=-1)
    return multinomial_log_coefficient(counts) + total


def multinomial_estimate(counts: ArrayLike) -> FloatArray:
    """Most likely probabilities of the faces: their shares ``m_k / N``.

    Parameters
    ----------
    counts : array_like, shape (..., K)
        How often each face came up: whole numbers from 0, not all 0.

    Returns
    -------
    ndarray, shape (..., K)
        Distributions. For K = 2 the estimate of the binomial.

    Raises
    ------
    ValueError
        If a count is not whole or is negative, or nothing was thrown.

    Notes
    -----
    Lagrange: ``m_k / theta_k = lambda`` for every face that came up, and theta sums to 1, so
    lambda = N.

    Examples
    --------
    >>> multinomial_estimate([5, 3, 2])
    array([0.5, 0.3, 0.2])
    """
    counts = _as_face_counts(counts)
    throws = counts.sum(axis=-1, keepdims=True)
    if np.any(throws == 0):
        raise ValueError(f"counts must not all be 0; got {short(counts)}")
    shares: FloatArray = counts / throws
    return shares


def throw(theta: ArrayLike, throws: int, seed: int = 0) -> NDArray[np.intp]:
    """Throw a loaded die.

    Parameters
    ----------
    theta : array_like, shape (K,)
        Probabilities of the faces.
    throws : int
        From 0 to 10 000.
    seed : int
        At least 0. A longer game with the same seed begins with the same throws.

    Returns
    -------
    ndarray of int, shape (throws,)
        Faces, counted from 0.

    Raises
    ------
    ValueError
        If `theta` is not one distribution, or `throws` or `seed` is not valid.

    Examples
    --------
    >>> faces = throw([0.5, 0.3, 0.2], 10_000)
    >>> (np.bincount(faces) / 10_000).round(2)
    array([0.5, 0.3, 0.2])
    """
    theta = as_distribution("theta", theta)
    if theta.ndim != 1:
        raise ValueError(f"theta must be one distribution; got shape {theta.shape}")
    throws = as_whole("throws", throws, 0, MOST_THROWS)
    rng = np.random.default_rng(as_whole("seed", seed, 0, LARGEST_SEED))
    return rng.choice(theta.size, size=throws, p=theta)


def running_counts(faces: ArrayLike, sides: int) -> NDArray[np.intp]:
    """Count the faces after each throw.

    Parameters
    ----------
    faces : array_like of int, shape (throws,)
        Faces, counted from 0, as `throw` gives them; at most 10 000.
    sides : int
        Number of faces of the die, from 1 to 1000.

    Returns
    -------
    ndarray of int, shape (throws, sides)
        Row i counts the first i + 1 throws.

    Raises
    ------
    ValueError
        If `sides` is not valid or a face is not whole or not below it.

    Examples
    --------
    >>> running_counts([0, 2, 0], 3)
    array([[1, 0, 0],
           [1, 0, 1],
           [2, 0, 1]])
    """
    sides, thrown = as_whole("sides", sides, 1, MOST_SIDES), _as_counts("faces", faces)
    if thrown.ndim != 1 or np.any(thrown >= sides):
        raise ValueError(f"faces must be a list of whole numbers below {sides}; got {short(faces)}")
    if thrown.size > MOST_THROWS:
        raise ValueError(f"faces must be at most {MOST_THROWS}; got {thrown.size}")
    counts: NDArray[np.intp] = np.cumsum(thrown[:, np.newaxis] == np.arange(sides), axis=0)
    return counts


def _orders(left: list[int]) -> list[tuple[int, ...]]:
    """Choose the first face in every possible way, and go on with what is left."""
    if not any(left):
        return [()]
    return [
        (face, *rest)
        for face, count in enumerate(left)
        if count
        for rest in _orders([*left[:face], count - 1, *left[face + 1 :]])
    ]


_lgamma = np.vectorize(math.lgamma, otypes=[float])


def _log_factorial(n: FloatArray) -> FloatArray:
    logarithm: FloatArray = _lgamma(n + 1)
    return logarithm


def _as_counts(name: str, values: ArrayLike) -> FloatArray:
    counts = as_bounded(name, values, LARGEST_COUNT)
    wrong = counts[(counts < 0) | (counts != np.round(counts))]
    if wrong.size:
        raise ValueError(f"{name} must be whole numbers from 0; got {float(wrong.flat[0])!r}")
    return counts


def _as_face_counts(values: ArrayLike) -> FloatArray:
    counts = _as_counts("counts", values)
    if counts.ndim == 0 or not counts.size:
        raise ValueError(f"counts must have faces along the last axis; got shape {counts.shape}")
    return counts
