"""A loss over a window of weight and bias: heights, curvature, minima, and how a grid sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from core.datasets import Dataset
from core.infinity import lowest_at_infinity
from core.landscape import StationaryPoint, grid_minima, loss_surface, stationary_points
from core.linear_output import LinearFit, fit_linear_output
from core.losses import LINEAR_SQUARED_ERROR, Loss
from core.objective import Objective
from core.optimizers import LOWER, minimise
from core.separability import has_no_minimum, separating_direction
from pages.models.scenes import Point, Window

GRID = 81
"""Values on each axis of the grid: for the eye only, minima are found by gradient and Hessian."""
FINE = 2 * GRID - 1
"""Values on each axis of the finer grid on which the sign of the curvature is painted."""
FLAT = 1e-9
"""Smallest eigenvalue over the largest, in size, up to which its sign is only rounding."""


@dataclass(frozen=True, slots=True, eq=False)
class Landscape:
    """One loss over a window of weight and bias.

    Attributes
    ----------
    loss : Loss
        What is shown.
    w, b : ndarray, shape (GRID,)
        The grid.
    height : ndarray, shape (GRID, GRID)
        Mean loss, one row per bias.
    not_convex : ndarray of bool, shape (FINE, FINE)
        Where the smallest eigenvalue of the Hessian is negative.
    points : list of StationaryPoint, or None
        None where the loss has kinks for these labels, so that Newton's method cannot look.
    way_out : (float, float) or None
        Where the valley leaves the window, if the data are separable and so there is no minimum.
    lower_at_infinity : float or None
        What the loss tends to along some direction, if that is below what was found at finite
        places.
    closed_form : LinearFit or None
        The solution of the normal equations, for the loss that has one.
    closed_form_loss : float or None
        Mean loss there.
    """

    loss: Loss
    w: np.ndarray
    b: np.ndarray
    height: np.ndarray
    not_convex: np.ndarray
    points: list[StationaryPoint] | None
    way_out: Point | None
    lower_at_infinity: float | None
    closed_form: LinearFit | None
    closed_form_loss: float | None

    def holds(self, at: Sequence[float] | np.ndarray) -> bool:
        """Whether a weight and bias are in the window."""
        return bool(self.w[0] <= at[0] <= self.w[-1] and self.b[0] <= at[1] <= self.b[-1])


class Sample(NamedTuple):
    """What a grid of samples makes of a surface.

    Attributes
    ----------
    shape : (int, int)
        Number of weights and of biases.
    lows : ndarray, shape (m, 3)
        Weight, bias and height of the inner points below their four neighbours.
    low_of_eight : int
        Number of inner points below all eight.
    fake : ndarray of bool, shape (m,)
        Which of `lows` have no real minimum within one cell.
    """

    shape: tuple[int, int]
    lows: np.ndarray
    low_of_eight: int
    fake: np.ndarray


def landscape(loss: Loss, data: Dataset, area: Window) -> Landscape:
    """Compute a loss over a window.

    Parameters
    ----------
    loss : Loss
        A record of LOSSES.
    data : Dataset
        With one feature.
    area : Window
        Limits of weight and bias.
    """
    w, b = (np.linspace(*ends, GRID) for ends in area)
    height = loss_surface(loss, data.X, data.y, w, b)
    way_out = _way_out(data, area) if has_no_minimum(loss, data.X, data.y) else None
    points = stationary_points(loss, data.X, data.y, w, b) if loss.is_smooth(data.y) else None
    lower = None if way_out else _lower_at_infinity(loss, data, points, float(height.min()))
    solved = fit_linear_output(data.X, data.y) if loss == LINEAR_SQUARED_ERROR else None
    return Landscape(
        loss=loss,
        w=w,
        b=b,
        height=height,
        not_convex=_not_convex(loss, data, area),
        points=points,
        way_out=way_out,
        lower_at_infinity=lower,
        closed_form=solved,
        closed_form_loss=_value(loss, data, solved.theta) if solved else None,
    )


def sample(land: Landscape, data: Dataset, shape: tuple[int, int]) -> Sample:
    """Look for minima as a grid sees them, in the window of a landscape.

    Parameters
    ----------
    land : Landscape
        Its window is sampled, and its stationary points tell which minima are real.
    data : Dataset
        With one feature.
    shape : (int, int)
        Number of weights and of biases.
    """
    w, b = (
        np.linspace(axis[0], axis[-1], n) for axis, n in zip((land.w, land.b), shape, strict=True)
    )
    surface = loss_surface(land.loss, data.X, data.y, w, b)
    row, column = grid_minima(surface).T
    lows = np.stack([w[column], b[row], surface[row, column]], axis=1)
    real = [point.theta for point in land.points or [] if point.kind == "minimum"]
    gaps = np.abs(lows[:, np.newaxis, :2] - np.reshape(real, (-1, 2)))
    near = (gaps <= 1.001 * np.array([w[1] - w[0], b[1] - b[0]])).all(axis=-1).any(axis=-1)
    return Sample(shape, lows, len(grid_minima(surface, neighbours=8)), ~near)


def _value(loss: Loss, data: Dataset, theta: np.ndarray) -> float:
    return float(Objective.of(loss, data.X, data.y).value(theta))


def _not_convex(loss: Loss, data: Dataset, area: Window) -> np.ndarray:
    objective = Objective.of(loss, data.X, data.y)
    grid = np.meshgrid(*(np.linspace(*ends, FINE) for ends in area))
    thetas = np.stack(grid, axis=-1).reshape(-1, 2)
    eigenvalues = np.linalg.eigvalsh(objective.in_blocks(objective.hessian, thetas))
    negative = eigenvalues[:, 0] < -FLAT * np.abs(eigenvalues).max(axis=1)
    return np.reshape(negative, (FINE, FINE))


def _lower_at_infinity(
    loss: Loss, data: Dataset, points: list[StationaryPoint] | None, reached: float
) -> float | None:
    """Return the lowest limit at infinity if it is below each minimum found, and nothing below it.

    Far out a loss comes as close to its limit as rounding allows; that is no minimum.
    """
    if points is None:
        return None
    limit = lowest_at_infinity(Objective.of(loss, data.X, data.y))
    if limit is None or not np.isfinite(limit) or reached < limit - LOWER:
        return None
    found = minimise(loss, data.X, data.y)
    minima = [found.loss] if found.finite else []
    minima += [point.loss for point in points if point.kind == "minimum"]
    return limit if limit < min(minima, default=np.inf) - LOWER else None


def _way_out(data: Dataset, area: Window) -> Point:
    """Follow the separating direction from the middle of the window to nearly its edge."""
    middle = np.mean(area, axis=1)
    direction = np.asarray(separating_direction(data.X, data.y))
    reach = np.ptp(area, axis=1) / 2 / np.maximum(np.abs(direction), 1e-12)
    w, b = middle + 0.6 * reach.min() * direction
    return float(w), float(b)
