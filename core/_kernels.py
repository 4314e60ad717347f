"""Activations of arrays that have been checked: what long computations run, in few passes."""

import numpy as np

from core._checks import FloatArray

LARGEST_EXPONENT = 700.0  # its exponential is still finite, and 1 is lost beside it


def sigmoid(z: FloatArray) -> FloatArray:
    """Probability of class 1; far to the left the exponential is inf and gives the limit 0."""
    with np.errstate(over="ignore"):
        return 1.0 / (1.0 + np.exp(-z))


def softplus(z: FloatArray) -> FloatArray:
    """``log(1 + exp(z))``; far to the right it is z itself."""
    return np.maximum(np.log1p(np.exp(np.minimum(z, LARGEST_EXPONENT))), z)


def sigmoid_derivative(z: FloatArray) -> FloatArray:
    """Slope of the sigmoid; it is even, so ``exp(-|z|)`` serves both tails."""
    small = np.exp(-np.abs(z))
    return small / (1.0 + small) ** 2
