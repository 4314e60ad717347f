"""A line through points, under three losses of the residual.

The squared residual has a closed form; the absolute one an exact search, because some best line
goes through two of the points; Huber's is a sequence of weighted squares.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from core._checks import FloatArray, as_finite, as_positive

MOST_POINTS = 100
"""Points of the search over all pairs."""
LARGEST_VALUE = 1e50  # squares and products of larger ones would overflow
_SWEEPS = 2000
_STILL = 1e-13  # relative change at which the weighted squares have come to rest


class Line(NamedTuple):
    """Fitted lines ``slope * x + intercept``.

    Attributes
    ----------
    slope : ndarray, shape (...)
        Unit of y per unit of x.
    intercept : ndarray, shape (...)
        In the unit of y.

    Examples
    --------
    >>> Line(slope=np.float64(2.0), intercept=np.float64(1.0)).slope.item()
    2.0
    """

    slope: FloatArray
    intercept: FloatArray

    def at(self, x: ArrayLike) -> FloatArray:
        """Return the heights of the lines at x.

        Parameters
        ----------
        x : array_like, shape (n,)
            Places.

        Returns
        -------
        ndarray, shape (..., n)
            In the unit of y.

        Raises
        ------
        ValueError
            If `x` holds nan or infinity.

        Examples
        --------
        >>> least_squares_line([0, 1, 2], [1, 3, 5]).at([0, 10]).round(9)
        array([ 1., 21.])
        """
        return self.slope[..., None] * as_finite("x", x) + self.intercept[..., None]


class _Origin(NamedTuple):
    """A point in the middle of the data; `y` of shape (...), one for each line."""

    x: np.float64
    y: FloatArray


def least_squares_line(x: ArrayLike, y: ArrayLike) -> Line:
    """Fit the line with the least sum of squared residuals, in closed form.

    Parameters
    ----------
    x : array_like, shape (n,)
        At least two different places.
    y : array_like, shape (..., n)
        Targets; one line is fitted to each row.

    Returns
    -------
    Line
        Of shape (...).

    Raises
    ------
    ValueError
        If a value is not finite or exceeds LARGEST_VALUE in size, or the shapes do not match,
        or `x` has no two different values.

    References
    ----------
    C. F. Gauss, Theoria motus corporum coelestium, 1809.

    Examples
    --------
    >>> line = least_squares_line([0, 1, 2, 3], [0, 1, 2, 7])
    >>> print(line.slope.round(3), line.intercept.round(3))
    2.2 -0.8
    """
    origin, x, y = _centred(*_as_points(x, y))
    return _moved(_weighted_line(x, y, np.ones_like(y)), origin)


def least_absolute_line(x: ArrayLike, y: ArrayLike) -> Line:
    """Fit a line with the least sum of absolute residuals, exactly.

    Parameters
    ----------
    x : array_like, shape (n,)
        2 to 100 places, at least two of them different.
    y : array_like, shape (..., n)
        Targets; one line is fitted to each row.

    Returns
    -------
    Line
        Of shape (...). Where several lines are best, the first that goes through two points.

    Raises
    ------
    ValueError
        As `least_squares_line`, and if there are more than MOST_POINTS points.

    References
    ----------
    P. Bloomfield, W. L. Steiger, Least Absolute Deviations, 1983, chapter 1.

    Examples
    --------
    Three points on a line outvote the fourth:

    >>> line = least_absolute_line([0, 1, 2, 3], [0, 1, 2, 7])
    >>> print(line.slope, line.intercept)
    1.0 0.0
    """
    x, y = _as_points(x, y)
    if x.size > MOST_POINTS:
        raise ValueError(f"x must have at most {MOST_POINTS} points; got {x.size}")
    origin, x, y = _centred(x, y)
    first, second = np.nonzero(x[:, None] < x)
    slopes = (y[..., second] - y[..., first]) / (x[second] - x[first])
    lines = Line(slopes, y[..., first] - slopes * x[first])
    best = np.abs(lines.at(x) - y[..., None, :]).sum(axis=-1).argmin(axis=-1)[..., None]
    chosen = Line(*(np.take_along_axis(part, best, axis=-1)[..., 0] for part in lines))
    return _moved(chosen, origin)


def huber_line(x: ArrayLike, y: ArrayLike, delta: float = 1.0) -> Line:
    """Fit the line with the least sum of Huber losses, by iteratively reweighted least squares.

    It is also the line of Smooth L1 with ``beta = delta``, whose losses are these over delta.

    Parameters
    ----------
    x : array_like, shape (n,)
        At least two different places.
    y : array_like, shape (..., n)
        Targets; one line is fitted to each row.
    delta : float
        Size of residual beyond which a point pulls no harder, in the unit of y; above 0.

    Returns
    -------
    Line
        Of shape (...).

    Raises
    ------
    ValueError
        As `least_squares_line`, and if `delta` is not one number, at least 1e-50.

    Notes
    -----
    A point of residual r weighs ``min(1, delta / abs(r))``. Each sweep is a parabola through the
    sum of losses that lies nowhere below it, so the sum never grows. Where several
    lines are best, it is one of them.

    References
    ----------
    P. W. Holland, R. E. Welsch, Robust regression using iteratively reweighted least-squares,
    Communications in Statistics A6 (1977).

    Examples
    --------
    >>> line = huber_line([0, 1, 2, 3, 4], [0, 1, 2, 3, 9], delta=0.1)
    >>> print(line.slope.round(3), line.intercept.round(3))
    1.05 -0.05
    """
    x, y = _as_points(x, y)
    delta = as_positive("delta", delta)
    if delta < 1 / LARGEST_VALUE:
        raise ValueError(f"delta must be at least {1 / LARGEST_VALUE:g}; got {delta!r}")
    origin, x, y = _centred(x, y)
    line = _weighted_line(x, y, np.ones_like(y))
    for _ in range(_SWEEPS):
        before = line
        weights = delta / np.maximum(np.abs(line.at(x) - y), delta)
        line = _weighted_line(x, y, weights)
        if np.allclose(line, before, rtol=_STILL, atol=_STILL * delta):
            break
    return _moved(line, origin)


def _centred(x: FloatArray, y: FloatArray) -> tuple[_Origin, FloatArray, FloatArray]:
    """Move the origin into the middle of the points, where residuals lose no digits to an offset.

    A value of the data serves as the middle: differences from it are rounded least.
    """
    half = x.size // 2
    origin = _Origin(np.sort(x)[half], np.sort(y, axis=-1)[..., half])
    return origin, x - origin.x, y - origin.y[..., None]


def _moved(line: Line, origin: _Origin) -> Line:
    """Return a line in the coordinates that the points came in."""
    return Line(line.slope, line.intercept + origin.y - line.slope * origin.x)


def _weighted_line(x: FloatArray, y: FloatArray, weights: FloatArray) -> Line:
    total = weights.sum(axis=-1)
    middle, level = (weights * x).sum(axis=-1) / total, (weights * y).sum(axis=-1) / total
    aside = weights * (x - middle[..., None])
    x, y = x - middle[..., None], y - level[..., None]
    slope = (aside * y).sum(axis=-1) / (aside * x).sum(axis=-1)
    return Line(slope, level - slope * middle)


def _as_points(x: ArrayLike, y: ArrayLike) -> tuple[FloatArray, FloatArray]:
    places, targets = as_finite("x", x), as_finite("y", y)
    if places.ndim != 1 or targets.shape[-1:] != places.shape:
        raise ValueError(
            f"x and y must have equally many points; got {places.shape}, {targets.shape}"
        )
    for name, values in (("x", places), ("y", targets)):
        if values.size and np.abs(values).max() > LARGEST_VALUE:
            raise ValueError(
                f"{name} must not exceed {LARGEST_VALUE:g} in size; got {np.abs(values).max():g}"
            )
    if places.size < 2 or np.ptp(places) < 1 / LARGEST_VALUE:
        raise ValueError(f"x must have two different values; got {places.tolist()}")
    return places, targets
