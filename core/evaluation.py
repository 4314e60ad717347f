"""Judging predictions, on the examples they were fitted to and on examples held out."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core._checks import (
    FloatArray,
    as_bounded,
    as_finite,
    as_floats,
    as_unit_interval,
    as_whole,
    short,
)
from core.datasets import Dataset
from core.likelihood import bernoulli_log_probability

MOST_BINS = 1_000
MOST_FOLDS = 1_000

Fit = Callable[[FloatArray, FloatArray, FloatArray], ArrayLike]
"""``(X, y, held_out_X) -> outputs`` of shape (..., n held out), by models fitted to X and y."""


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """What was predicted and what happened, in bins of similar predictions; empty bins left out.

    Attributes
    ----------
    predicted : ndarray, shape (m,)
        Mean prediction of each bin, ascending.
    observed : ndarray, shape (m,)
        Mean label of the same examples: the share of class 1.
    count : ndarray of int, shape (m,)
        Examples in the bin.

    Examples
    --------
    >>> bins = calibration([0.1, 0.3, 0.7], [0, 1, 1], bins=2)
    >>> bins.count
    array([2, 1])
    """

    predicted: FloatArray
    observed: FloatArray
    count: NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Confidence:
    """How sure predictions are, and how often the class that they favour is right.

    Attributes
    ----------
    mean : ndarray, shape (...)
        Mean of max(p, 1 - p).
    accuracy : ndarray, shape (...)
        Share of examples on the right side: 1 - error rate.
    standard_error : ndarray, shape (...)
        Standard deviation that the accuracy would have if every prediction were right as often
        as it says.

    Examples
    --------
    >>> print(confidence([0.9, 0.7], [1, 0]).standard_error.round(3))
    0.274
    """

    mean: FloatArray
    accuracy: FloatArray
    standard_error: FloatArray


def confidence(p: ArrayLike, y: ArrayLike) -> Confidence:
    """Compare how sure predictions are with how often they are right.

    Parameters
    ----------
    p : array_like, shape (..., n)
        Predicted probabilities of class 1.
    y : array_like, shape (n,) or as `p`
        Labels in [0, 1].

    Returns
    -------
    Confidence
        Over-confident predictions have a mean above their accuracy.

    Raises
    ------
    ValueError
        If the shapes do not broadcast along n >= 1 examples or a value leaves [0, 1].

    References
    ----------
    C. Guo, G. Pleiss, Y. Sun, K. Q. Weinberger, On calibration of modern neural networks, 2017.

    Examples
    --------
    >>> found = confidence([0.9, 0.7], [1, 0])
    >>> print(found.mean.round(3), found.accuracy)
    0.8 0.5
    """
    p, y = _read(p, y)
    sure = np.maximum(p, 1 - p)
    deviation: FloatArray = np.sqrt((sure * (1 - sure)).mean(axis=-1) / p.shape[-1])
    mean: FloatArray = sure.mean(axis=-1)
    return Confidence(mean, 1 - error_rate(p, y), deviation)


def calibration(p: ArrayLike, y: ArrayLike, bins: int = 10) -> Calibration:
    """Compare predictions with the frequencies of class 1, in bins of equal width.

    A prediction on the border of two bins belongs to the upper one.

    Parameters
    ----------
    p : array_like, shape (n,)
        Predicted probabilities of class 1.
    y : array_like, shape (n,)
        Labels in [0, 1].
    bins : int
        Number of bins that [0, 1] is cut into, from 1 to 1000.

    Returns
    -------
    Calibration
        The bins that hold examples.

    Raises
    ------
    ValueError
        If the shapes differ or are not (n,), a value leaves [0, 1], or `bins` is below 1.

    References
    ----------
    A. Niculescu-Mizil, R. Caruana, Predicting good probabilities with supervised learning, 2005.

    Examples
    --------
    Of the two examples with p near 0.2 one is of class 1: p was too low.

    >>> bins = calibration([0.1, 0.3, 0.7], [0, 1, 1], bins=2)
    >>> bins.predicted.round(3), bins.observed
    (array([0.2, 0.7]), array([0.5, 1. ]))
    """
    p, y = _read(p, y)
    if p.ndim != 1 or y.shape != p.shape:
        raise ValueError(f"p and y must have one shape (n,); got shapes {p.shape} and {y.shape}")
    borders = np.arange(1, as_whole("bins", bins, 1, MOST_BINS)) / bins
    places = np.searchsorted(borders, p, side="right")
    count = np.bincount(places, minlength=bins)
    filled = count > 0
    predicted, observed = (
        np.bincount(places, weights=values, minlength=bins)[filled] / count[filled]
        for values in (p, y)
    )
    return Calibration(predicted, observed, count[filled])


def log_loss(p: ArrayLike, y: ArrayLike) -> FloatArray:
    """Mean binary cross-entropy of given probabilities.

    Parameters
    ----------
    p : array_like, shape (..., n)
        Predicted probabilities of class 1.
    y : array_like, shape (n,) or as `p`
        Labels in [0, 1].

    Returns
    -------
    ndarray, shape (...)
        In nats per example; infinite if one prediction is certain and wrong.

    Raises
    ------
    ValueError
        If the shapes do not broadcast along n >= 1 examples or a value leaves [0, 1].

    Notes
    -----
    A probability above 1 - 1e-16 is rounded to 1, for which being wrong costs infinity. Where
    the logit is known, ``LOSSES["bce"].value(z, y).mean()`` gives the number without rounding.

    Examples
    --------
    >>> print(log_loss([0.9, 0.2], [1, 0]).round(4))
    0.1643
    >>> print(log_loss([1.0, 0.2], [0, 0]))
    inf
    """
    p, y = _read(p, y)
    mean: FloatArray = 0.0 - bernoulli_log_probability(y, p).mean(axis=-1)
    return mean


def brier_score(p: ArrayLike, y: ArrayLike) -> FloatArray:
    """Mean squared error of the probabilities, (p - y)^2 without the factor 1/2.

    Parameters
    ----------
    p : array_like, shape (..., n)
        Predicted probabilities of class 1.
    y : array_like, shape (n,) or as `p`
        Labels in [0, 1].

    Returns
    -------
    ndarray, shape (...)
        In [0, 1]: twice the mean half squared error.

    Raises
    ------
    ValueError
        If the shapes do not broadcast along n >= 1 examples or a value leaves [0, 1].

    References
    ----------
    G. W. Brier, Verification of forecasts expressed in terms of probability, 1950. His sum runs
    over both classes, which doubles the number.

    Examples
    --------
    >>> print(brier_score([0.9, 0.2], [1, 0]).round(4))
    0.025
    """
    p, y = _read(p, y)
    mean: FloatArray = ((p - y) ** 2).mean(axis=-1)
    return mean


def error_rate(p: ArrayLike, y: ArrayLike) -> FloatArray:
    """Share of examples on the wrong side; p = 1/2 and y = 1/2 count as class 1.

    Parameters
    ----------
    p : array_like, shape (..., n)
        Predicted probabilities of class 1.
    y : array_like, shape (n,) or as `p`
        Labels in [0, 1].

    Returns
    -------
    ndarray, shape (...)
        In [0, 1].

    Raises
    ------
    ValueError
        If the shapes do not broadcast along n >= 1 examples or a value leaves [0, 1].

    Examples
    --------
    >>> print(error_rate([0.9, 0.5, 0.2], [1, 0, 0]).round(4))
    0.3333
    """
    p, y = _read(p, y)
    share: FloatArray = ((p >= 0.5) != (y >= 0.5)).mean(axis=-1)
    return share


def split(data: Dataset, share: float, seed: int) -> tuple[Dataset, Dataset]:
    """Hold out a share of each class, drawn by chance.

    Parameters
    ----------
    data : Dataset
        At least two examples of each class.
    share : float
        Of each class to hold out, rounded to whole examples; within (0, 1). At least one example
        of each class lies on either side.
    seed : int
        At least 0; the same seed draws the same examples.

    Returns
    -------
    train, held_out : Dataset
        Both in the order of `data`. If `data` is standardised, so is the training part, and the
        examples held out take its means and standard deviations: they must not be looked at.

    Raises
    ------
    ValueError
        If a class has fewer than two examples, a value is not valid, or a feature that is to be
        standardised is constant on the training part.

    Examples
    --------
    >>> from core.datasets import load
    >>> train, held_out = split(load("iris"), share=0.3, seed=0)
    >>> len(train.y), len(held_out.y), float(held_out.y.mean())
    (70, 30, 0.5)
    >>> abs(train.X.mean(axis=0)).max() < 1e-12, abs(held_out.X.mean(axis=0)).max() < 1e-12
    (np.True_, np.False_)
    """
    share = _read_share(share)
    generator = np.random.default_rng(as_whole("seed", seed, 0))
    held = np.zeros(len(data.y), dtype=bool)
    for label in (0, 1):
        members = generator.permutation(np.flatnonzero(data.y == label))
        if len(members) < 2:
            raise ValueError(f"data must hold two examples of class {label}; got {len(members)}")
        held[members[: min(max(round(share * len(members)), 1), len(members) - 1)]] = True
    return _parts(data, held)


def stratified_folds(y: ArrayLike, folds: int = 5, seed: int = 0) -> NDArray[np.intp]:
    """Deal the examples into folds by chance, each class evenly.

    Parameters
    ----------
    y : array_like, shape (n,)
        Labels; examples with one label are a class.
    folds : int
        From 2 to n, at most 1000.
    seed : int
        At least 0; the same seed deals the same folds.

    Returns
    -------
    ndarray of int, shape (n,)
        Fold of each example, from 0. The sizes of the folds differ by one at most, and so do the
        examples of each class in them.

    Raises
    ------
    ValueError
        If `y` does not have shape (n,) with n >= 2, or a value is not valid.

    Examples
    --------
    >>> fold = stratified_folds([0, 0, 0, 1, 1, 1], folds=3)
    >>> np.bincount(fold[:3]), np.bincount(fold[3:])
    (array([1, 1, 1]), array([1, 1, 1]))
    """
    labels = as_unit_interval("y", y)
    if labels.ndim != 1 or labels.size < 2:
        raise ValueError(f"y must have shape (n,) with n >= 2; got shape {labels.shape}")
    count = as_whole("folds", folds, 2, min(labels.size, MOST_FOLDS))
    generator = np.random.default_rng(as_whole("seed", seed, 0))
    fold = np.empty(labels.size, dtype=np.intp)
    fold[np.lexsort((generator.random(labels.size), labels))] = np.arange(labels.size) % count
    return fold


def cross_fitted(fit: Fit, X: ArrayLike, y: ArrayLike, fold: ArrayLike) -> FloatArray:
    """Answer for each example by a model that was fitted without it.

    Each fold is held out in turn, and a model is fitted to the others.

    Parameters
    ----------
    fit : callable
        ``(X, y, held_out_X) -> outputs`` of shape (..., n held out); several models may answer
        at once, along the axes before.
    X : array_like, shape (n, d)
        Features.
    y : array_like, shape (n,)
        Labels in [0, 1].
    fold : array_like, shape (n,)
        Fold of each example, at least two different ones; see `stratified_folds`.

    Returns
    -------
    ndarray, shape (..., n)
        In the order of the examples.

    Raises
    ------
    ValueError
        If the shapes do not fit, a value is not valid or there is only one fold.

    References
    ----------
    M. Stone, Cross-validatory choice and assessment of statistical predictions, 1974.

    Examples
    --------
    The mean of the other labels, as a prediction without any feature:

    >>> fit = lambda X, y, held_out: np.full(len(held_out), y.mean())
    >>> cross_fitted(fit, [[0], [0], [0], [0]], [0, 0, 1, 1], [0, 1, 0, 1])
    array([0.5, 0.5, 0.5, 0.5])
    >>> cross_fitted(fit, [[0], [0], [0]], [0, 0, 1], [0, 1, 2])
    array([0.5, 0.5, 0. ])
    """
    X, y, fold = as_bounded("X", X), as_unit_interval("y", y), as_finite("fold", fold)
    if X.ndim != 2 or y.shape != X.shape[:1] or fold.shape != y.shape:
        raise ValueError(
            f"X, y and fold must have n rows each; got shapes {X.shape}, {y.shape}, {fold.shape}"
        )
    held = [fold == each for each in np.unique(fold)]
    if len(held) < 2:
        raise ValueError(f"fold must name at least two folds; got {len(held)}")
    outputs = [as_floats("outputs", fit(X[~out], y[~out], X[out])) for out in held]
    order = np.concatenate([np.flatnonzero(out) for out in held])
    together: FloatArray = np.concatenate(outputs, axis=-1)[..., np.argsort(order)]
    return together


def _read(p: ArrayLike, y: ArrayLike) -> tuple[FloatArray, FloatArray]:
    p, y = as_unit_interval("p", p), as_unit_interval("y", y)
    if not p.ndim or not p.size or y.shape not in (p.shape, p.shape[-1:]):
        raise ValueError(f"p and y must lie along n examples; got shapes {p.shape} and {y.shape}")
    return p, y


def _read_share(share: float) -> float:
    number = as_unit_interval("share", share)
    if number.ndim or number in (0, 1):
        raise ValueError(f"share must be one number between 0 and 1; got {short(share)}")
    return float(number)


def _parts(data: Dataset, held: NDArray[np.bool_]) -> tuple[Dataset, Dataset]:
    """Cut the data, in the training part's units."""
    X, offset, scale = data.X, data.offset, data.scale
    if data.standardised:
        mean, deviation = X[~held].mean(axis=0), X[~held].std(axis=0)
        if not deviation.all():
            raise ValueError(f"data must vary on the training part; got {data.slug!r}")
        X, offset, scale = (X - mean) / deviation, offset + scale * mean, scale * deviation
    train, held_out = (
        replace(data, X=X[chosen], y=data.y[chosen], offset=offset, scale=scale)
        for chosen in (~held, held)
    )
    return train, held_out
