"""Activations of arrays that have been checked: what long computations run, in few passes."""

import numpy as np

from core._checks import FloatArray

LARGEST_EXPONENT = 700.0  # its exponential is still finite, and 1 is lost beside it
LARGEST_GROUP = 8  # samples whose logarithms are one; larger groups gain nothing


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


def probabilities(z: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Probabilities of class 1 and of class 0, from one exponential.

    The second keeps its digits where the first is 1. Left of -700 the first stays at 1e-304, so
    this is for functions that square it, which gives 0.
    """
    odds = np.exp(np.minimum(-z, LARGEST_EXPONENT))
    p = 1.0 / (1.0 + odds)
    return p, odds * p


def log_probabilities(z: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Probabilities of class 1 and of class 0, and ``log(1 + exp(z))``, from one exponential.

    Both probabilities keep their digits where the other is 1.
    """
    small = np.exp(-np.abs(z))
    likelier = 1.0 / (1.0 + small)
    other, is_one = small * likelier, z > 0
    p, q = np.where(is_one, likelier, other), np.where(is_one, other, likelier)
    return p, q, np.maximum(z, 0.0) + np.log1p(small)


def sum_of_cross_entropies(odds: FloatArray, farthest: float) -> FloatArray:
    """Sum of log(1 + F), the samples in groups of which one logarithm of the product is taken.

    With 1 + m = (1 + F)(1 + G), m = F + G + F G keeps every digit.
    """
    fits = LARGEST_EXPONENT / (farthest + np.log(2))
    group = LARGEST_GROUP if fits > LARGEST_GROUP else 1
    whole = len(odds) // group * group
    alone, products = odds[whole:], odds[:whole]
    while len(products) > whole // group:
        first, second = np.split(products, 2)
        products = first * second
        products += first
        products += second
    total: FloatArray = np.log1p(products).sum(axis=0) + np.log1p(alone).sum(axis=0)
    return total


def sum_of_half_squares(odds_of_right: FloatArray, farthest: float) -> FloatArray:
    """Sum of p^2 / 2, p being the probability of the wrong side."""
    p = _probability(odds_of_right)
    p *= p
    total: FloatArray = p.sum(axis=0)
    return 0.5 * total


def sum_of_probabilities(odds_of_right: FloatArray, farthest: float) -> FloatArray:
    """Sum of p, the probability of the wrong side."""
    total: FloatArray = _probability(odds_of_right).sum(axis=0)
    return total


def _probability(odds_of_right: FloatArray) -> FloatArray:
    """Probability of the wrong side from the odds of the right one, in the same array."""
    odds_of_right += 1
    return np.divide(1, odds_of_right, out=odds_of_right)
