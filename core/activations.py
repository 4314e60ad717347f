"""Activations and their logarithms, accurate in both tails.

Each function works from an exponential that cannot overflow, and never subtracts two numbers
that are nearly equal. The shorter textbook form of each fails somewhere; the examples show where.
"""

import numpy as np
from numpy.typing import ArrayLike

from core import _kernels
from core._checks import FloatArray, as_floats, as_whole, row_sums

MOST_AXES = 64  # of a NumPy array


def sigmoid(z: ArrayLike) -> FloatArray:
    """Probability of class 1 at logit `z`: ``1 / (1 + exp(-z))``.

    Parameters
    ----------
    z : array_like, any shape
        Logit: log-odds, natural logarithm. Infinite values give the limits 0 and 1.

    Returns
    -------
    ndarray, same shape
        Probability in [0, 1].

    Raises
    ------
    ValueError
        If `z` holds nan or something that is not a real number.

    References
    ----------
    N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., SIAM 2002, ch. 1.

    Examples
    --------
    >>> sigmoid([-2.0, 0.0, 2.0]).round(3)
    array([0.119, 0.5  , 0.881])

    One minus it keeps its digits as ``sigmoid(-z)``, where the subtraction has lost them all:

    >>> print(f"{1 - sigmoid(40.0):.3g} {sigmoid(-40.0):.3g}")
    0 4.25e-18
    """
    z = as_floats("z", z)
    return np.exp(np.minimum(z, 0.0)) / (1.0 + np.exp(-np.abs(z)))


def softplus(z: ArrayLike) -> FloatArray:
    """Smooth ramp ``log(1 + exp(z))``: the cross-entropy of one example whose label is 0.

    Parameters
    ----------
    z : array_like, any shape
        Logit.

    Returns
    -------
    ndarray, same shape
        Value in nats, at least 0.

    Raises
    ------
    ValueError
        If `z` holds nan or something that is not a real number.

    References
    ----------
    M. Maechler, Accurately computing log(1 - exp(-|a|)), R package Rmpfr vignette, 2012.

    Examples
    --------
    >>> softplus([-2.0, 0.0, 1000.0]).round(3)
    array([1.27e-01, 6.93e-01, 1.00e+03])

    The textbook form rounds ``1 + exp(z)`` first:

    >>> print(f"{np.log(1 + np.exp(-40.0)):.3g} {softplus(-40.0):.3g}")
    0 4.25e-18
    """
    return _kernels.softplus(as_floats("z", z))


def log_sigmoid(z: ArrayLike) -> FloatArray:
    """Logarithm of the probability of class 1, ``log(sigmoid(z)) = -softplus(-z)``.

    Parameters
    ----------
    z : array_like, any shape
        Logit.

    Returns
    -------
    ndarray, same shape
        Natural logarithm, at most 0; minus infinity at ``z = -inf``.

    Raises
    ------
    ValueError
        If `z` holds nan or something that is not a real number.

    References
    ----------
    M. Maechler, Accurately computing log(1 - exp(-|a|)), R package Rmpfr vignette, 2012.

    Examples
    --------
    >>> log_sigmoid([-1000.0, 0.0]).round(3)
    array([-1.00e+03, -6.93e-01])

    The logarithm of the rounded probability is 0 from z = 37 on:

    >>> print(f"{np.log(sigmoid(40.0)):.3g} {log_sigmoid(40.0):.3g}")
    0 -4.25e-18
    """
    return -_kernels.softplus(-as_floats("z", z))


def sigmoid_derivative(z: ArrayLike) -> FloatArray:
    """Slope of the sigmoid, ``p (1 - p)`` with ``p = sigmoid(z)``: 1/4 at 0, tiny in both tails.

    Parameters
    ----------
    z : array_like, any shape
        Logit.

    Returns
    -------
    ndarray, same shape
        dp/dz in [0, 1/4], per unit of logit.

    Raises
    ------
    ValueError
        If `z` holds nan or something that is not a real number.

    Examples
    --------
    >>> sigmoid_derivative([0.0, 2.0]).round(3)
    array([0.25 , 0.105])

    In floats the naive product is exactly 0 from z = 37 on; the true slope is small, not 0:

    >>> p = sigmoid(40.0)
    >>> print(f"{p * (1 - p):.3g} {sigmoid_derivative(40.0):.3g}")
    0 4.25e-18
    """
    return _kernels.sigmoid_derivative(as_floats("z", z))


def softmax(z: ArrayLike, axis: int = -1) -> FloatArray:
    """Probabilities of K classes from K logits: ``exp(z_k) / sum_j exp(z_j)``.

    Parameters
    ----------
    z : array_like, at least 1-d
        Logits. One ``+inf`` along `axis` gives the limit, a one-hot vector; ``-inf`` gives 0.
    axis : int
        The axis of the classes.

    Returns
    -------
    ndarray, same shape
        Probabilities that sum to 1 along `axis`.

    Raises
    ------
    ValueError
        If `z` holds nan, has no such `axis` or no classes on it, or has no limit: two or more
        ``+inf``, or only ``-inf``, along `axis`.

    References
    ----------
    P. Blanchard, D. J. Higham, N. J. Higham, Accurately computing the log-sum-exp and softmax
    functions, IMA J. Numer. Anal. 41 (2021).

    Examples
    --------
    >>> softmax([0.0, 1.0, 2.0]).round(3)
    array([0.09 , 0.245, 0.665])
    >>> softmax([1000.0, 1000.0])
    array([0.5, 0.5])

    Two logits are the sigmoid of their difference, not two sigmoids:

    >>> bool(np.isclose(softmax([0.5, 2.0])[1], sigmoid(1.5)))
    True
    """
    weights = np.exp(_below_largest(z, axis)).swapaxes(axis, -1)
    return (weights / row_sums(weights)[..., np.newaxis]).swapaxes(axis, -1)


def log_softmax(z: ArrayLike, axis: int = -1) -> FloatArray:
    """Logarithm of `softmax`, accurate also where the probability is nearly 0 or nearly 1.

    Parameters
    ----------
    z : array_like, at least 1-d
        Logits.
    axis : int
        The axis of the classes.

    Returns
    -------
    ndarray, same shape
        Natural logarithms of the probabilities, at most 0.

    Raises
    ------
    ValueError
        As `softmax`.

    References
    ----------
    P. Blanchard, D. J. Higham, N. J. Higham, Accurately computing the log-sum-exp and softmax
    functions, IMA J. Numer. Anal. 41 (2021).

    Examples
    --------
    >>> print(f"{np.log(softmax([40.0, 0.0])[0]):.3g} {log_softmax([40.0, 0.0])[0]:.3g}")
    0 -4.25e-18
    """
    below = _below_largest(z, axis).swapaxes(axis, -1)
    # The largest terms are exactly 1: log1p of the others keeps what 1 + tiny would round away.
    largest = below == 0
    others = row_sums(np.exp(below) - largest)
    if np.count_nonzero(largest) > others.size:
        others = others + (np.count_nonzero(largest, axis=-1) - 1)
    return (below - np.log1p(others)[..., np.newaxis]).swapaxes(axis, -1)


def _below_largest(z: ArrayLike, axis: int) -> FloatArray:
    """Logits minus the largest along `axis`: at most 0, so that no exponential overflows."""
    logits, axis = as_floats("z", z), as_whole("axis", axis, -MOST_AXES)
    if not -logits.ndim <= axis < logits.ndim or not logits.shape[axis]:
        raise ValueError(f"z must have classes along axis {axis}; got shape {logits.shape}")
    largest = logits.max(axis=axis, keepdims=True)
    with np.errstate(over="ignore"):
        if np.isfinite(largest).all():
            below: FloatArray = logits - largest
            return below
    winners = (logits == largest).sum(axis=axis, keepdims=True)
    if np.any((np.isposinf(largest) & (winners > 1)) | np.isneginf(largest)):
        raise ValueError("z has no limit: two or more +inf, or only -inf, among its classes")
    with np.errstate(invalid="ignore", over="ignore"):
        return np.where(logits == largest, 0.0, logits - largest)
