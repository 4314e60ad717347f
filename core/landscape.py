"""A loss over a plane of parameters: its height, its curvature and its stationary points.

A grid is for the eye. Minima are found by gradient and Hessian, never by comparing cells: on a
slanted valley the samples of a surface without any minimum have many, see `grid_minima`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core._checks import FloatArray, as_bounded, as_finite, as_whole, short
from core.losses import Loss
from core.objective import Objective
from core.odds import grid_means
from core.optimizers import require_smooth
from core.scaling import Scaling

MOST_VALUES = 401  # on one axis of a grid
STARTS = 25  # on each axis, for the search of stationary points
BESIDE = 20.0  # logits beside the samples within which a search begins
DEGENERATE = 1e-9  # smallest curvature over the largest that counts as 0
STEADY = 1e-3  # change of curvatures over the largest, in the last step, that is none


class Plane(NamedTuple):
    """A plane in parameter space: ``theta = origin + a first_direction + b second_direction``.

    Attributes
    ----------
    origin : ndarray, shape (d + 1,)
        Where both coordinates are 0.
    first_direction, second_direction : ndarray, shape (d + 1,)
        Parameter change per unit of each coordinate.

    Examples
    --------
    >>> plane = plane_through([0, 0, 0], [3, 0, 0], [1, 2, 0])
    >>> plane.second_direction
    array([0., 1., 0.])
    """

    origin: FloatArray
    first_direction: FloatArray
    second_direction: FloatArray


class PlaneCoordinates(NamedTuple):
    """Where parameters stand relative to a plane.

    Attributes
    ----------
    first, second : ndarray, shape (...)
        Coordinates of the nearest point of the plane.
    distance : ndarray, shape (...)
        Euclidean distance from it.

    Examples
    --------
    >>> plane = plane_through([0, 0, 0], [3, 0, 0], [1, 2, 0])
    >>> print(*plane_coordinates([1, 2, 5], plane))
    1.0 2.0 5.0
    """

    first: FloatArray
    second: FloatArray
    distance: FloatArray


class Slice(NamedTuple):
    """A loss along straight lines through parameter space.

    Attributes
    ----------
    height : ndarray, shape (..., k)
        Mean loss at each of the k places.
    curvature : ndarray, shape (..., k)
        Its second derivative along the line, per squared unit of the direction; where it is
        negative, the loss bends down there.

    Examples
    --------
    >>> from core.losses import LOSSES
    >>> cut = line_slice(LOSSES["mse"], [1.0], [1], [0, 0], [1, 0], [-4, -1, 0, 1])
    >>> cut.curvature.round(4)
    array([-0.0164, -0.0278,  0.0625,  0.0631])
    """

    height: FloatArray
    curvature: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class StationaryPoint:
    """A point where the gradient is 0, judged by the Hessian's eigenvalues.

    Attributes
    ----------
    theta : ndarray, shape (2,)
        Weight and bias.
    loss : float
        Mean loss there.
    kind : str
        "minimum", "saddle" or "maximum".
    eigenvalues : ndarray, shape (2,)
        Of the Hessian, ascending; none of them 0.
    gradient_norm : float
        Euclidean length of the gradient, 0 up to rounding.

    Examples
    --------
    >>> from core.losses import LOSSES
    >>> x, y = [5.5, 4, 2.5, -5.5, 5], [0, 0, 0, 1, 1]
    >>> (point,) = stationary_points(LOSSES["bce"], x, y, [-2, 2], [-8, 4])
    >>> point.kind, point.theta.round(3), round(point.loss, 3)
    ('minimum', array([-0.314,  0.35 ]), 0.532)
    """

    theta: FloatArray
    loss: float
    kind: str
    eigenvalues: FloatArray
    gradient_norm: float


def loss_surface(
    loss: Loss, X: ArrayLike, y: ArrayLike, first: ArrayLike, second: ArrayLike
) -> FloatArray:
    """Mean loss over a grid of weight and bias, for one feature.

    Parameters
    ----------
    loss : Loss
        A record of `core.losses.LOSSES`.
    X : array_like, shape (n, 1) or (n,)
        The feature.
    y : array_like, shape (n,)
        Labels in [0, 1].
    first, second : array_like, 1-d
        Weights and biases: 2 to 401 values each, strictly increasing.

    Returns
    -------
    ndarray, shape (len(second), len(first))
        One row per bias.

    Raises
    ------
    ValueError
        If there is more than one feature, a shape does not fit or a value is not valid.

    Examples
    --------
    >>> from core.losses import LOSSES
    >>> loss_surface(LOSSES["mse"], [0.0, 1.0], [0, 1], [0, 1, 2], [-1, 0]).round(4)
    array([[0.1517, 0.0806, 0.0362],
           [0.125 , 0.0806, 0.0661]])
    """
    return plane_surface(loss, X, y, *_weight_and_bias(X), first, second)


def plane_surface(
    loss: Loss,
    X: ArrayLike,
    y: ArrayLike,
    origin: ArrayLike,
    first_direction: ArrayLike,
    second_direction: ArrayLike,
    first: ArrayLike,
    second: ArrayLike,
) -> FloatArray:
    """Mean loss over a plane of parameters, for any number of features.

    Parameters
    ----------
    loss : Loss
        A record of `core.losses.LOSSES`.
    X : array_like, shape (n, d) or (n,)
        Features, one sample a row; one feature may come flat.
    y : array_like, shape (n,)
        Labels in [0, 1].
    origin, first_direction, second_direction : array_like, shape (d + 1,)
        The plane; ``*plane`` of a `Plane`.
    first, second : array_like, 1-d
        Coordinates in units of the directions: 2 to 401 values each, strictly increasing.

    Returns
    -------
    ndarray, shape (len(second), len(first))
        One row per second coordinate.

    Raises
    ------
    ValueError
        If a shape does not fit or a value is not valid.

    Examples
    --------
    >>> from core.losses import LOSSES
    >>> plane = plane_through([0, 0, 0], [1, 1, 0], [0, 0, 1])
    >>> x = [[0.0, 1.0], [1.0, 0.0]]
    >>> plane_surface(LOSSES["bce"], x, [0, 1], *plane, [-1, 0, 1], [0, 1]).round(3)
    array([[0.754, 0.693, 0.754],
           [0.704, 0.813, 1.02 ]])
    """
    objective = Objective.of(loss, X, y)
    grid = _read_grid(objective, origin, first_direction, second_direction, first, second)
    surface = grid_means(objective, *grid)
    if surface is None:
        rows = [objective.in_blocks(objective.value, row) for row in _rows(*grid)]
        surface = np.stack(rows)
    return surface


def smallest_eigenvalue(
    loss: Loss, X: ArrayLike, y: ArrayLike, first: ArrayLike, second: ArrayLike
) -> FloatArray:
    """Smallest eigenvalue of the Hessian over a grid of weight and bias, for one feature.

    Parameters
    ----------
    loss, X, y, first, second
        As in `loss_surface`.

    Returns
    -------
    ndarray, shape (len(second), len(first))
        Where it is negative, the surface is not convex. At the level of rounding, 1e-16 times the
        largest eigenvalue, the sign means nothing.

    Raises
    ------
    ValueError
        As `loss_surface`.

    Examples
    --------
    >>> from core.losses import LOSSES
    >>> for slug in ("bce", "mse"):
    ...     grid = smallest_eigenvalue(LOSSES[slug], [0.0, 1.0], [0, 1], [-4, 0, 4], [-2, 2])
    ...     print(slug, bool((grid > 0).all()))
    bce True
    mse False
    """
    return plane_smallest_eigenvalue(loss, X, y, *_weight_and_bias(X), first, second)


def plane_smallest_eigenvalue(
    loss: Loss,
    X: ArrayLike,
    y: ArrayLike,
    origin: ArrayLike,
    first_direction: ArrayLike,
    second_direction: ArrayLike,
    first: ArrayLike,
    second: ArrayLike,
) -> FloatArray:
    """Smallest eigenvalue of the whole Hessian over a plane of parameters.

    Parameters
    ----------
    loss, X, y, origin, first_direction, second_direction, first, second
        As in `plane_surface`.

    Returns
    -------
    ndarray, shape (len(second), len(first))
        Over all directions of parameter space, also those that leave the plane.

    Raises
    ------
    ValueError
        As `plane_surface`.

    Examples
    --------
    >>> from core.losses import LOSSES
    >>> plane = plane_through([0, 0, 0], [1, 0, 0], [0, 1, 0])
    >>> x, y = [[0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], [0, 1, 0]
    >>> plane_smallest_eigenvalue(LOSSES["bce"], x, y, *plane, [0, 1], [0, 1]).round(4)
    array([[0.0143, 0.0119],
           [0.0119, 0.0078]])
    """
    objective = Objective.of(loss, X, y)

    def smallest(theta: FloatArray) -> FloatArray:
        return _eigenvalues(objective.hessian(theta))[:, 0]

    grid = _read_grid(objective, origin, first_direction, second_direction, first, second)
    return np.stack([objective.in_blocks(smallest, row) for row in _rows(*grid)])


def plane_through(start: ArrayLike, end_a: ArrayLike, end_b: ArrayLike) -> Plane:
    """Lay a plane through three parameter vectors.

    Parameters
    ----------
    start, end_a, end_b : array_like, shape (d + 1,)
        The start is the origin; the first direction points to `end_a`.

    Returns
    -------
    Plane
        With directions of length 1 at right angles. Where the three points are on a line (to one
        part in a million) or coincide, the first axes of parameter space that fit take the place
        of what is missing.

    Raises
    ------
    ValueError
        If the shapes differ, there are fewer than 2 parameters or a value is not finite.

    Examples
    --------
    >>> plane = plane_through([1, 1, 0], [1, 4, 0], [1, 2, 2])
    >>> print(plane.origin, plane.first_direction, plane.second_direction)
    [1. 1. 0.] [0. 1. 0.] [0. 0. 1.]

    Three points on a line:

    >>> plane_through([0, 0, 0], [1, 0, 0], [2, 0, 0]).second_direction
    array([0., 1., 0.])
    """
    origin = as_finite("start", start)
    if origin.ndim != 1 or len(origin) < 2:
        raise ValueError(f"start must have shape (d + 1,), d >= 1; got shape {origin.shape}")
    origin = _read_vector("start", origin, len(origin))
    to_a = _read_vector("end_a", end_a, len(origin)) - origin
    to_b = _read_vector("end_b", end_b, len(origin)) - origin
    directions: list[FloatArray] = []
    for candidate in (to_a, to_b, *np.eye(len(origin))):
        # Squares of what is very short would lose their digits.
        way = candidate / (np.abs(candidate).max() or 1.0)
        rest = _at_right_angles(way, directions)
        length = float(np.linalg.norm(rest))
        if length > 1e-6 * np.linalg.norm(way):
            directions.append(rest / length)
    return Plane(origin.copy(), directions[0], directions[1])


def plane_coordinates(theta: ArrayLike, plane: Plane) -> PlaneCoordinates:
    """Project parameter vectors into a plane at right angles.

    Parameters
    ----------
    theta : array_like, shape (..., d + 1)
        One parameter vector or any array of them, such as a whole path.
    plane : Plane
        From `plane_through`: its directions have length 1 and are at right angles.

    Returns
    -------
    PlaneCoordinates
        Three arrays of shape (...).

    Raises
    ------
    ValueError
        If the last axis does not fit the plane or a value is not finite.

    Examples
    --------
    >>> plane = plane_through([0, 0, 0], [1, 0, 0], [0, 1, 0])
    >>> plane_coordinates([[2, 3, 0], [2, 3, -4]], plane).distance
    array([0., 4.])
    """
    theta = as_bounded("theta", theta)
    if theta.shape[-1:] != plane.origin.shape:
        size = len(plane.origin)
        raise ValueError(f"theta must have shape (..., {size}); got shape {theta.shape}")
    offset = theta - plane.origin
    first, second = offset @ plane.first_direction, offset @ plane.second_direction
    inside = np.multiply.outer(first, plane.first_direction)
    inside = inside + np.multiply.outer(second, plane.second_direction)
    return PlaneCoordinates(first, second, np.linalg.norm(offset - inside, axis=-1))


def line_slice(
    loss: Loss,
    X: ArrayLike,
    y: ArrayLike,
    origin: ArrayLike,
    direction: ArrayLike,
    along: ArrayLike,
) -> Slice:
    """Cut through a loss along straight lines: its height and its second derivative.

    Parameters
    ----------
    loss : Loss
        A record of `core.losses`.
    X : array_like, shape (n, d) or (n,)
        Features, one sample a row; one feature may come flat.
    y : array_like, shape (n,)
        Labels in [0, 1].
    origin, direction : array_like, shape (..., d + 1)
        A line, ``origin + t direction``, or any array of lines; they broadcast.
    along : array_like, shape (k,)
        Values of t.

    Returns
    -------
    Slice
        Two arrays of shape (..., k).

    Raises
    ------
    ValueError
        If a shape does not fit, a value is not valid or a logit would pass 1e100.

    Notes
    -----
    Along the line v the second derivative is ``v' H v``, the mean of ``d2L/dz2 (v . (x, 1))^2``:
    a sum of squares, each with the sign of the sample's own curvature.

    Examples
    --------
    >>> from core.losses import LOSSES
    >>> cut = line_slice(LOSSES["bce"], [0.0, 1.0], [0, 1], [0, 0], [1, -0.5], [-2, 0, 2])
    >>> print(cut.height.round(3), cut.curvature.round(4))
    [1.313 0.693 0.313] [0.0492 0.0625 0.0492]
    """
    objective = Objective.of(loss, X, y)
    size = objective.A.shape[1]
    start, way, places = (
        as_finite(name, values)
        for name, values in (("origin", origin), ("direction", direction), ("along", along))
    )
    for name, vectors in (("origin", start), ("direction", way)):
        if vectors.shape[-1:] != (size,):
            raise ValueError(f"{name} must have shape (..., {size}); got shape {vectors.shape}")
    if places.ndim != 1 or not places.size:
        raise ValueError(f"along must hold values in a row; got shape {places.shape}")
    start, way = np.broadcast_arrays(start, way)
    lines = np.stack([start, way], axis=-2).reshape(-1, 2, size)
    cuts = [_cut(objective, line[0], line[1], places) for line in lines]
    shape = (2, *start.shape[:-1], places.size)
    height, curvature = np.stack(cuts, axis=1).reshape(shape)
    return Slice(height, curvature)


def stationary_points(
    loss: Loss, X: ArrayLike, y: ArrayLike, first: ArrayLike, second: ArrayLike
) -> list[StationaryPoint]:
    """Find the points of a window of weight and bias where the gradient is 0, for one feature.

    Newton's method on the gradient starts from many places, in centred, scaled coordinates; a
    point counts when the next step is tiny, which no plateau imitates: there the step stays about
    half a logit long, however small the gradient. Degenerate points, with an eigenvalue of 0, are
    not listed: they come in whole lines, as with a single soft label or a constant feature. A
    window much wider than a pair of points is apart may hide them from the 25 x 25 starts.

    Parameters
    ----------
    loss : Loss
        A record of `core.losses.LOSSES` that is smooth.
    X : array_like, shape (n, 1) or (n,)
        The feature.
    y : array_like, shape (n,)
        Labels in [0, 1].
    first, second : array_like, 1-d
        Weights and biases as in `loss_surface`; only their ends matter.

    Returns
    -------
    list of StationaryPoint
        By ascending loss. For separable data empty, without a search: along the separating
        direction the loss falls everywhere.

    Raises
    ------
    ValueError
        If the loss is not smooth, there is more than one feature, a shape does not fit or a value
        is not valid.

    References
    ----------
    K. Levenberg, A method for the solution of certain non-linear problems in least squares,
    Quart. Appl. Math. 2 (1944).

    Examples
    --------
    Half squared error can have a trap, binary cross-entropy cannot:

    >>> from core.losses import LOSSES
    >>> x, y = [5.5, 4, 2.5, -5.5, 5], [0, 0, 0, 1, 1]
    >>> for point in stationary_points(LOSSES["mse"], x, y, [-2, 2], [-8, 4]):
    ...     print(point.kind, point.theta.round(3), round(point.loss, 4))
    minimum [-0.29   0.064] 0.0876
    minimum [ 0.643 -3.849] 0.1661
    saddle [ 0.477 -3.068] 0.1662
    """
    require_smooth(loss, y, "a search for stationary points")
    objective = Objective.of(loss, X, y)
    limits = _ends("first", first), _ends("second", second)
    _read_grid(objective, *_weight_and_bias(X), *limits)
    if objective.has_no_minimum:
        return []
    low, high = np.stack(limits, axis=1)
    starts = _starts(objective, low, high)
    span = np.ptp(starts, axis=0)
    ends = _levenberg(objective.scaled, starts, span)
    outward = objective.scaling.outward(ends)
    inside = ends[((outward >= low) & (outward <= high)).all(axis=1)]
    points = (_judge(objective, theta, span) for theta in _one_of_each(inside, span))
    return sorted(_distinct(objective, points, span), key=_loss_of)


def grid_minima(surface: ArrayLike, neighbours: int = 4) -> NDArray[np.intp]:
    """Find the inner cells of a sampled surface that lie below all their neighbours.

    Most are artefacts of the sampling: a narrow slanted valley between the grid's lines looks
    like a chain of minima, on a convex surface too, and on one that has no minimum at all.

    Parameters
    ----------
    surface : array_like, shape (rows, columns)
        Heights.
    neighbours : {4, 8}
        Whether cells that touch at a corner count as neighbours.

    Returns
    -------
    ndarray of int, shape (m, 2)
        Row and column of each.

    Raises
    ------
    ValueError
        If the surface is not a finite 2-d array or `neighbours` is neither 4 nor 8.

    Examples
    --------
    Separable data: binary cross-entropy is convex there and has no minimum.

    >>> from core.losses import LOSSES
    >>> w, b = np.linspace(-6, 12, 50), np.linspace(-20, 10, 40)
    >>> surface = loss_surface(LOSSES["bce"], [0, 1, 2, 3, 4, 5], [0, 0, 0, 1, 1, 1], w, b)
    >>> len(grid_minima(surface)), len(grid_minima(surface, neighbours=8))
    (13, 0)
    """
    heights = as_finite("surface", surface)
    if heights.ndim != 2:
        raise ValueError(f"surface must have two axes; got shape {heights.shape}")
    if as_whole("neighbours", neighbours, 4, 8) not in (4, 8):
        raise ValueError(f"neighbours must be 4 or 8; got {neighbours!r}")
    padded = np.pad(heights, 1, constant_values=-np.inf)
    below = np.ones(heights.shape, dtype=bool)
    rows, columns = heights.shape
    for i in (-1, 0, 1):
        for j in (-1, 0, 1):
            if abs(i) + abs(j) == 1 or (neighbours == 8 and i and j):
                below &= heights < padded[1 + i : 1 + i + rows, 1 + j : 1 + j + columns]
    return np.argwhere(below)


def _weight_and_bias(X: ArrayLike) -> Plane:
    """Return the plane that is the whole parameter space of one feature."""
    shape = as_finite("X", X).shape
    if len(shape) == 2 and shape[1] > 1:
        raise ValueError(f"X must have one feature; got shape {shape}")
    return Plane(np.zeros(2), np.array([1.0, 0.0]), np.array([0.0, 1.0]))


class _Grid(NamedTuple):
    """What `_read_grid` has checked."""

    origin: FloatArray
    first_direction: FloatArray
    second_direction: FloatArray
    first: FloatArray
    second: FloatArray


def _read_grid(
    objective: Objective,
    origin: ArrayLike,
    first_direction: ArrayLike,
    second_direction: ArrayLike,
    first: ArrayLike,
    second: ArrayLike,
) -> _Grid:
    size = objective.A.shape[1]
    start = _read_vector("origin", origin, size)
    u = _read_vector("first_direction", first_direction, size)
    v = _read_vector("second_direction", second_direction, size)
    across, along = _read_axis("first", first), _read_axis("second", second)
    for a in across[[0, -1]]:
        for b in along[[0, -1]]:
            if not objective.within_reach(start + a * u + b * v):
                raise ValueError("first and second reach too far for these features")
    return _Grid(start, u, v, across, along)


def _rows(
    origin: FloatArray, u: FloatArray, v: FloatArray, first: FloatArray, second: FloatArray
) -> Iterator[FloatArray]:
    """Give the parameter vectors of a grid row by row, shape (len(first), d + 1)."""
    return (origin + b * v + np.multiply.outer(first, u) for b in second)


def _read_vector(name: str, values: ArrayLike, size: int) -> FloatArray:
    vector = as_bounded(name, values)
    if vector.shape != (size,):
        raise ValueError(f"{name} must have shape ({size},); got shape {vector.shape}")
    return vector.copy()


def _read_axis(name: str, values: ArrayLike) -> FloatArray:
    axis = as_bounded(name, values)
    if axis.ndim != 1 or not 2 <= len(axis) <= MOST_VALUES:
        raise ValueError(
            f"{name} must hold 2 to {MOST_VALUES} values in a row; got shape {axis.shape}"
        )
    if (np.diff(axis) <= 0).any():
        raise ValueError(f"{name} must increase strictly; got {short(axis)}")
    return axis


def _cut(
    objective: Objective, origin: FloatArray, direction: FloatArray, along: FloatArray
) -> FloatArray:
    """Height and second derivative along one line, shape (2, k)."""
    with np.errstate(over="ignore"):
        farthest = np.abs(origin) + np.abs(along).max() * np.abs(direction)
    if not objective.within_reach(farthest):
        raise ValueError("along must not reach so far for these features")
    if not objective.within_reach(direction):
        raise ValueError("direction is too large for these features")
    slope = objective.margins(direction)
    t = objective.margins(origin) + along[:, np.newaxis] * slope
    height = objective.values(t).mean(axis=-1)
    curvature = (objective.curvatures(t) * slope**2).mean(axis=-1)
    return np.stack([height, curvature])


def _ends(name: str, values: ArrayLike) -> FloatArray:
    return _read_axis(name, values)[[0, -1]]


def _starts(objective: Objective, low: FloatArray, high: FloatArray) -> FloatArray:
    """Spread starts over a window of weight and bias, in scaled coordinates, shape (m, 2).

    For each weight the biases of the window are kept with which the border is among the samples,
    or not farther beside them than some logits: outside all slopes have faded.
    """
    slope = objective.scaled.A[:, 0]
    starts = []
    for weight in np.linspace(low[0], high[0], STARTS):
        least, most = (objective.scaling.inward(np.array([weight, end[1]])) for end in (low, high))
        level = -least[0] * slope
        first = np.clip(level.min() - BESIDE, least[1], most[1])
        last = np.clip(level.max() + BESIDE, least[1], most[1])
        biases = np.linspace(first, last, STARTS if first < last else 1)
        starts.append(np.column_stack([np.full(len(biases), least[0]), biases]))
    return np.concatenate(starts)


def _at_right_angles(vector: FloatArray, directions: list[FloatArray]) -> FloatArray:
    """Take out unit directions; twice, as once leaves rounding behind."""
    for direction in 2 * directions:
        vector = vector - (vector @ direction) * direction
    return vector


def _levenberg(objective: Objective, theta: FloatArray, window: FloatArray) -> FloatArray:
    """Run damped Newton steps on the gradient from all starts, shape (m, 2), side by side."""
    theta, damping = theta.copy(), np.full(len(theta), 1e-2)
    gradient = objective.in_blocks(objective.gradient, theta)
    centre, moving = (theta[0] + theta[-1]) / 2, np.arange(len(theta))
    for _ in range(60):
        hessian = objective.in_blocks(objective.hessian, theta[moving])
        step = _damped_step(hessian, gradient[moving], damping[moving])
        step = np.clip(step, -window / 4, window / 4)
        there = objective.in_blocks(objective.gradient, theta[moving] + step)
        better = np.linalg.norm(there, axis=1) < np.linalg.norm(gradient[moving], axis=1)
        theta[moving[better]] += step[better]
        gradient[moving[better]] = there[better]
        damping[moving] *= np.where(better, 0.1, 10)
        # What has arrived, or is well outside the window and heading for a plateau, may rest.
        resting = (np.abs(step) < 1e-9 * window).all(axis=1)
        resting |= (np.abs(theta[moving] - centre) > window).any(axis=1)
        moving = moving[~resting]
        if not moving.size:
            break
    return theta


def _damped_step(hessian: FloatArray, gradient: FloatArray, damping: FloatArray) -> FloatArray:
    """Newton's step, shorter where a curvature is small against the damping."""
    eigenvalues, directions = np.linalg.eigh(hessian)
    largest = np.abs(eigenvalues).max(axis=1) + np.finfo(float).tiny
    relative = eigenvalues / largest[:, np.newaxis]
    slopes = np.einsum("mij,mi->mj", directions, gradient) / largest[:, np.newaxis]
    steps = slopes * relative / (relative**2 + damping[:, np.newaxis] ** 2)
    step: FloatArray = -np.einsum("mij,mj->mi", directions, steps)
    return step


def _judge(objective: Objective, theta: FloatArray, span: FloatArray) -> StationaryPoint | None:
    """Describe a point in scaled coordinates, or return None if it is degenerate or on a slope."""
    scaled, scaling = objective.scaled, objective.scaling
    hessian = scaled.hessian(theta)
    eigenvalues = _eigenvalues(hessian)
    if np.abs(eigenvalues).min() <= DEGENERATE * np.abs(eigenvalues).max():
        return None
    step = np.linalg.solve(hessian, scaled.gradient(theta))
    if (np.abs(step) > 1e-6 * span).any():
        return None
    theta = theta - step
    before, hessian = eigenvalues, scaled.hessian(theta)
    eigenvalues = _eigenvalues(hessian)
    # Where all curvatures fade towards the point, a tiny step changes them by many times.
    if np.abs(eigenvalues - before).max() > STEADY * np.abs(before).max():
        return None
    gradient = scaling.gradient_outward(scaled.gradient(theta))
    return StationaryPoint(
        theta=scaling.outward(theta),
        loss=float(scaled.value(theta)),
        kind=("minimum", "saddle", "maximum")[int((eigenvalues < 0).sum())],
        eigenvalues=_outward(eigenvalues, hessian, scaling),
        gradient_norm=float(np.linalg.norm(gradient)),
    )


def _outward(eigenvalues: FloatArray, hessian: FloatArray, scaling: Scaling) -> FloatArray:
    """Eigenvalues of the Hessian in the parameters of the feature as it came.

    Rounding would hide the smaller beside the larger; the determinant keeps its digits.
    """
    inward = np.array([[scaling.scale[0], 0.0], [scaling.centre[0], 1.0]])
    both = _eigenvalues(inward.T @ hessian @ inward)
    larger = both[np.abs(both).argmax()]
    smaller = eigenvalues.prod() * scaling.scale[0] ** 2 / larger
    return np.sort([smaller, larger])


def _eigenvalues(hessian: FloatArray) -> FloatArray:
    return np.linalg.eigvalsh(hessian).astype(np.float64, copy=False)


def _one_of_each(points: FloatArray, span: FloatArray) -> FloatArray:
    """Keep the first of the points in each tiny cell: most searches end at the same few."""
    cell = np.where(span > 0, 1e-8 * span, 1.0)
    return points[np.sort(np.unique((points / cell).round(), axis=0, return_index=True)[1])]


def _distinct(
    objective: Objective, points: Iterable[StationaryPoint | None], span: FloatArray
) -> list[StationaryPoint]:
    """Keep one of those that lie together, in scaled coordinates."""
    kept: list[tuple[FloatArray, StationaryPoint]] = []
    for point in points:
        if point is None:
            continue
        place = objective.scaling.inward(point.theta)
        if all((np.abs(place - other) / span).max() > 1e-5 for other, _ in kept):
            kept.append((place, point))
    return [point for _, point in kept]


def _loss_of(point: StationaryPoint) -> float:
    return point.loss
