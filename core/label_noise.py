"""Labels that are wrong: a share of them flipped by chance, more of the same at each share."""

import numpy as np
from numpy.typing import ArrayLike

from core._checks import FloatArray, as_unit_interval, as_whole


def flip_labels(y: ArrayLike, share: ArrayLike, seed: int = 0) -> FloatArray:
    """Flip a share of the labels, drawn by chance from both classes alike.

    Parameters
    ----------
    y : array_like, shape (n,)
        Labels in [0, 1].
    share : array_like, any shape
        Parts of the labels to flip, each in [0, 1] and rounded to whole labels.
    seed : int
        At least 0. One seed fixes the order: what is flipped at a share is so at larger ones.

    Returns
    -------
    ndarray, shape (..., n)
        One row of labels per share.

    Raises
    ------
    ValueError
        If a value is not valid or `y` does not have shape (n,).

    Examples
    --------
    >>> print((flip_labels(np.zeros(200), [0.0, 0.1, 0.45]) == 1).sum(axis=-1))
    [ 0 20 90]
    """
    labels, shares = as_unit_interval("y", y), as_unit_interval("share", share)
    if labels.ndim != 1 or not labels.size:
        raise ValueError(f"y must have shape (n,); got shape {labels.shape}")
    order = np.random.default_rng(as_whole("seed", seed, 0)).permutation(labels.size)
    rank = np.argsort(order)
    flipped = rank < np.round(shares[..., np.newaxis] * labels.size)
    return np.where(flipped, 1 - labels, labels)
