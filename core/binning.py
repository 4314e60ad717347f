"""Numbers in bins: shares of a label along a feature, and a Gaussian cut into classes."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core._checks import FloatArray, as_bounded, as_positive, as_unit_interval, as_whole, short

_erfc = np.vectorize(math.erfc, otypes=[np.float64])


class BinnedShares(NamedTuple):
    """Share of class 1 in bins of similar feature values.

    Attributes
    ----------
    x : ndarray, shape (bins,)
        Mean feature of each bin, ascending.
    share : ndarray, shape (..., bins)
        Mean label.
    log_odds : ndarray, shape (..., bins)
        log((k + 1/2) / (n - k + 1/2)) for k = share x n of n labels: finite for every share.
    samples : ndarray of int, shape (bins,)
        Number of labels in each bin.

    Examples
    --------
    >>> found = binned_shares([3.0, 1.0, 4.0, 2.0], [1, 0, 1, 0], bins=2)
    >>> print(found.x, found.share, found.samples)
    [1.5 3.5] [0. 1.] [2 2]
    """

    x: FloatArray
    share: FloatArray
    log_odds: FloatArray
    samples: NDArray[np.intp]


def binned_shares(x: ArrayLike, y: ArrayLike, bins: int = 10) -> BinnedShares:
    """Cut the samples into bins of equally many neighbours and count class 1 in each.

    Parameters
    ----------
    x : array_like, shape (n,)
        One feature.
    y : array_like, shape (..., n)
        Labels in [0, 1]; each row is counted on its own.
    bins : int
        From 1 to n; their sizes differ by one at most.

    Returns
    -------
    BinnedShares
        By ascending feature.

    Raises
    ------
    ValueError
        If the shapes do not fit, a value is not valid, or there are more bins than samples.

    References
    ----------
    J. B. S. Haldane, The estimation and significance of the logarithm of a ratio of frequencies,
    Annals of Human Genetics 20 (1956), and F. J. Anscombe, Biometrika 43 (1956), for the halves.

    Examples
    --------
    >>> found = binned_shares([1, 2, 3, 4], [0, 1, 1, 1], bins=2)
    >>> print(found.share, found.log_odds.round(3))
    [0.5 1. ] [0.    1.609]
    """
    places, labels = as_bounded("x", x), as_unit_interval("y", y)
    if places.ndim != 1 or not places.size or labels.shape[-1:] != places.shape:
        raise ValueError(
            f"x and y must have equally many values; got shapes {places.shape}, {labels.shape}"
        )
    parts = np.array_split(
        np.argsort(places, kind="stable"), as_whole("bins", bins, 1, places.size)
    )
    count = np.array([len(part) for part in parts])
    ones = np.stack([labels[..., part].sum(axis=-1) for part in parts], axis=-1)
    return BinnedShares(
        x=np.array([places[part].mean() for part in parts]),
        share=ones / count,
        log_odds=np.log((ones + 0.5) / (count - ones + 0.5)),
        samples=count,
    )


def gaussian_masses(mean: ArrayLike, sd: float, edges: ArrayLike) -> FloatArray:
    """Probabilities of the classes that edges make of a Gaussian quantity.

    Parameters
    ----------
    mean : array_like, any shape
        Expected value, in the quantity's unit.
    sd : float
        Standard deviation, in the same unit; above 0.
    edges : array_like, shape (k,)
        Where one bin ends and the next begins, strictly increasing; the first and the last bin
        are open to the outside.

    Returns
    -------
    ndarray, shape (..., k + 1)
        Sums to 1 along the last axis.

    Raises
    ------
    ValueError
        If a value is not valid, or the edges do not increase.

    Notes
    -----
    Each mass is a difference of upper tails above the mean and of lower tails below it, so that
    a small one does not drown in rounding.

    Examples
    --------
    >>> gaussian_masses(0.0, 1.0, [-1.0, 1.0]).round(4)
    array([0.1587, 0.6827, 0.1587])
    """
    mean, edges = as_bounded("mean", mean), as_bounded("edges", edges)
    sd = as_positive("sd", sd)
    if edges.ndim != 1 or not edges.size or (np.diff(edges) <= 0).any():
        raise ValueError(f"edges must be values in a row that increase; got {short(edges)}")
    with np.errstate(over="ignore"):
        away = (edges - mean[..., np.newaxis]) / sd / math.sqrt(2)
    ends = np.full((*away.shape[:-1], 1), np.inf)
    low, high = np.concatenate([-ends, away], axis=-1), np.concatenate([away, ends], axis=-1)
    below = high <= 0
    near, far = np.where(below, -high, low), np.where(below, -low, high)
    mass: FloatArray = (_erfc(near) - _erfc(far)) / 2
    return mass


def binned_cross_entropy(mean: ArrayLike, sd: float, edges: ArrayLike, value: float) -> FloatArray:
    """Cross-entropy of a Gaussian prediction when only the bin of the true value counts.

    Parameters
    ----------
    mean, sd, edges
        As in `gaussian_masses`.
    value : float
        The true value; on an edge it belongs to the upper bin.

    Returns
    -------
    ndarray, shape of `mean`
        Minus the natural logarithm of the probability of the value's bin; infinite where that
        underflows.

    Raises
    ------
    ValueError
        As `gaussian_masses`, or if `value` is not one finite number.

    Notes
    -----
    With fine bins of width h it is ``(value - mean)^2 / (2 sd^2) + log(sd sqrt(2 pi)) - log h``:
    squared error and constants. With one edge it is a binary cross-entropy.

    Examples
    --------
    >>> fine = np.arange(-5, 5, 0.01)
    >>> loss = binned_cross_entropy([0.0, 1.0], 1.0, fine, 0.005)
    >>> print((loss[1] - loss[0]).round(3))
    0.495
    """
    true = as_bounded("value", value)
    if true.ndim:
        raise ValueError(f"value must be one number; got shape {true.shape}")
    masses = gaussian_masses(mean, sd, edges)
    place = int(np.searchsorted(as_bounded("edges", edges), true, side="right"))
    with np.errstate(divide="ignore"):
        loss: FloatArray = -np.log(masses[..., place])
    return loss
