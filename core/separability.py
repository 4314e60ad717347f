"""Separable data: where the loss keeps falling to infinity and there is no optimum to find."""

import numpy as np
from numpy.typing import ArrayLike

from core._checks import FloatArray
from core.gradients import read_problem
from core.losses import Loss

# Margins this close to 0, in units of the scaled features, count as 0.
MARGIN_TOLERANCE = 1e-9


def separating_direction(X: ArrayLike, y: ArrayLike) -> FloatArray | None:
    """Direction in parameter space along which no sample gets worse and at least one gets better.

    Data with such a direction are separable, at least weakly (also called quasi-complete
    separation): some hyperplane has each class on its own closed side, not all samples on it.
    Without one, and only then, binary cross-entropy attains its minimum.

    Parameters
    ----------
    X : array_like, shape (n, d) or (n,)
        Features, in any unit; one feature may come flat.
    y : array_like, shape (n,)
        Labels in [0, 1]. A soft label strictly inside pulls its logit back from both sides, so
        that no logit of such a sample may move at all.

    Returns
    -------
    ndarray, shape (d + 1,), or None
        Unit vector ``v = (w_1 .. w_d, b)`` with ``(2 y - 1) (x . w + b) >= 0`` for every sample
        (up to rounding) and ``> 0`` for at least one; None if there is none. Some margins may be
        0 even where another direction has all of them positive.

    Raises
    ------
    ValueError
        If a shape does not fit or a value is not valid.

    Notes
    -----
    Let the rows of B be the samples (x, 1), negated for label 0. By Stiemke's lemma either some
    v has ``B v >= 0, != 0`` or some ``u > 0`` has ``B' u = 0``. Both are found at once: the
    shortest ``v = B' u`` with ``u >= 1`` is 0 in the second case, and in the first its optimality
    condition is just ``B v >= 0``. It is a non-negative least-squares problem in ``u - 1``.

    References
    ----------
    E. Stiemke, Über positive Lösungen homogener linearer Gleichungen, Math. Ann. 76 (1915).
    A. Albert, J. A. Anderson, On the existence of maximum likelihood estimates in logistic
    regression models, Biometrika 71 (1984).
    C. L. Lawson, R. J. Hanson, Solving Least Squares Problems, Prentice-Hall 1974, ch. 23.

    Examples
    --------
    >>> v = separating_direction([0.0, 1.0, 2.0, 3.0, 4.0, 5.0], [0, 0, 0, 1, 1, 1])
    >>> (v / v[0]).round(3)
    array([ 1. , -2.5])

    One point of class 1 among those of class 0, and there is none:

    >>> print(separating_direction([0.0, 1.0, 2.0, 3.0, 4.0, 5.0], [0, 1, 0, 1, 1, 1]))
    None
    """
    A, y, _ = read_problem(X, y)
    scaled, centre, half_range = _scale(A[:, :-1])
    direction = _shortest_combination(_signed_rows(scaled, y))
    if direction is None:
        return None
    weights = direction[:-1] / half_range
    v = np.append(weights, direction[-1] - weights @ centre)
    v /= np.abs(v).max()
    unit: FloatArray = v / np.linalg.norm(v)
    return unit


def falls_forever(loss: Loss) -> bool:
    """Whether the loss of a hard label still falls however far the logit is on the right side.

    Then separable data leave it without a minimum. Hinge is exactly 0 from margin 1 on, so its
    minimum is attained.

    Parameters
    ----------
    loss : Loss
        A record of `core.losses.LOSSES`.

    Returns
    -------
    bool
        Judged by the slopes at logits 50 and -50.

    Examples
    --------
    >>> from core.losses import LOSSES
    >>> falls_forever(LOSSES["bce"]), falls_forever(LOSSES["hinge"])
    (True, False)
    """
    return bool(loss.gradient(50.0, 1) < 0 < loss.gradient(-50.0, 0))


def has_no_minimum(loss: Loss, X: ArrayLike, y: ArrayLike) -> bool:
    """Whether a loss has no minimum on these data, as it falls for ever along some direction.

    Parameters
    ----------
    loss : Loss
        A record of `core.losses.LOSSES`.
    X : array_like, shape (n, d) or (n,)
        Features; one feature may come flat.
    y : array_like, shape (n,)
        Labels in [0, 1].

    Returns
    -------
    bool
        True for separable data, unless the loss comes to rest at a finite logit. Then there is
        no stationary point either: everywhere the loss falls along the separating direction.

    Raises
    ------
    ValueError
        As `separating_direction`.

    Examples
    --------
    >>> from core.losses import LOSSES
    >>> for slug in ("bce", "mse", "hinge"):
    ...     print(slug, has_no_minimum(LOSSES[slug], [0.0, 1.0, 2.0], [0, 1, 1]))
    bce True
    mse True
    hinge False
    """
    direction = separating_direction(X, y)
    return falls_forever(loss) and direction is not None


def _scale(features: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Features moved and stretched to [-1, 1] with a column of ones; centres and half ranges."""
    low, high = features.min(axis=0), features.max(axis=0)
    centre, half_range = low / 2 + high / 2, high / 2 - low / 2
    # A range at the level of rounding is a constant feature.
    rounding = np.finfo(float).eps * np.maximum(np.abs(low), np.abs(high)) + 1e-150
    varies = half_range > rounding
    half_range = np.where(varies, half_range, 1.0)
    scaled = np.where(varies, (features - centre) / half_range, 0.0)
    return np.column_stack([scaled, np.ones(len(scaled))]), centre, half_range


def _signed_rows(A: FloatArray, y: FloatArray) -> FloatArray:
    """Rows whose product with a direction must not be negative; soft labels give both signs."""
    return np.concatenate([A[y > 0], -A[y < 1]])


def _shortest_combination(rows: FloatArray) -> FloatArray | None:
    """Find the unit vector along the shortest ``rows.T @ u`` with ``u >= 1``; None if it is 0."""
    total = rows.sum(axis=0)
    chosen = np.zeros(0, dtype=int)
    extra = np.zeros(0)
    # Lawson and Hanson's method is finite; it takes a few passes per parameter.
    for _ in range(10 * len(rows) + 10):
        v = _rest(total, rows[chosen])
        size = float(np.linalg.norm(v))
        if size <= 1e-12 * (len(rows) + float(extra.sum())):
            return None
        margins = rows @ (v / size)
        worst = int(np.argmin(margins))
        if margins[worst] >= -MARGIN_TOLERANCE:
            return v / size
        chosen, extra = _add_row(rows, total, np.append(chosen, worst), np.append(extra, 0.0))
    return None


def _rest(total: FloatArray, chosen_rows: FloatArray) -> FloatArray:
    """Part of `total` at right angles to the chosen rows; twice, as once leaves rounding behind."""
    q = np.linalg.qr(chosen_rows.T)[0]
    once = total - q @ (q.T @ total)
    return once - q @ (q.T @ once)


def _add_row(
    rows: FloatArray, total: FloatArray, chosen: FloatArray, extra: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Weights of the chosen rows that shorten the total most; rows that would turn negative go."""
    while True:
        best: FloatArray = np.linalg.lstsq(rows[chosen].T, -total)[0]
        if (best >= 0).all():
            return chosen, best
        reach = np.full(len(best), np.inf)
        falling = best < 0
        reach[falling] = extra[falling] / (extra[falling] - best[falling])
        first = int(np.argmin(reach))
        extra = np.delete(extra + reach[first] * (best - extra), first)
        chosen = np.delete(chosen, first)
