"""Squared error on a linear output z = w . x + b: the loss of a label that has a closed form."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from core._checks import FloatArray
from core.gradients import read_problem
from core.scaling import Scaling

LARGEST_FEATURE = 1e100
"""Products of larger ones would overflow."""


class LinearFit(NamedTuple):
    """Where the mean of (z - y)^2 / 2 is least.

    Attributes
    ----------
    theta : ndarray, shape (d + 1,)
        Weights and, last, the bias; the shortest of all where there are many.
    unique : bool
        Whether it is the only one. If not, the others fill a line, a plane or more.

    Examples
    --------
    >>> LinearFit(np.array([0.5, 0.0]), True).unique
    True
    """

    theta: FloatArray
    unique: bool


def fit_linear_output(X: ArrayLike, y: ArrayLike) -> LinearFit:
    """Solve least squares: parameters of a linear output with the least mean squared error.

    Parameters
    ----------
    X : array_like, shape (n, d) or (n,)
        Features, one sample a row; one feature may come flat.
    y : array_like, shape (n,)
        Labels in [0, 1].

    Returns
    -------
    LinearFit
        The parameters, and whether they are the only best ones.

    Raises
    ------
    ValueError
        If a shape does not fit, a value is not valid or a feature is beyond LARGEST_FEATURE.

    Notes
    -----
    With A = X and a column of ones the gradient is ``A' (A theta - y) / n``, and it is 0 where
    the normal equations ``A' A theta = A' y`` hold. They always have a solution; it is unique
    exactly when the columns of A are linearly independent: ``theta = (A' A)^-1 A' y``. Computed
    from the singular values of A, its features centred and scaled: A' A would square the rounding
    errors, and an offset would add to them.

    References
    ----------
    A. M. Legendre, Nouvelles méthodes pour la détermination des orbites des comètes, 1805.

    Examples
    --------
    >>> fit = fit_linear_output([0, 1, 2, 3, 4, 5], [0, 0, 0, 1, 1, 1])
    >>> print(fit.theta.round(4), fit.unique)
    [ 0.2571 -0.1429] True

    One sample does not tell a weight from a bias:

    >>> fit = fit_linear_output([1.0], [1])
    >>> print(fit.theta.round(4), fit.unique)
    [0.5 0.5] False
    """
    A, labels, _ = read_problem(X, y)
    features = A[:, :-1]
    if (largest := np.abs(features).max()) > LARGEST_FEATURE:
        raise ValueError(f"X must lie within +-{LARGEST_FEATURE:g}; got {largest:g}")
    scaling = Scaling.of(features)
    scaled = np.column_stack([scaling.features(features), A[:, -1]])
    shortest, _, rank, _ = np.linalg.lstsq(scaled, labels)
    if rank == A.shape[1]:
        return LinearFit(scaling.outward(shortest.astype(np.float64, copy=False)), True)
    shortest, *_ = np.linalg.lstsq(A, labels)
    return LinearFit(shortest.astype(np.float64, copy=False), False)
