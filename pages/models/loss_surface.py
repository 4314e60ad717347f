"""What is shown of a loss over weight and bias: its landscape, a descent on it, slices, samples.

This is what costs time: the last results are kept, so that what only looks different is not
computed again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from core.datasets import Dataset, load
from core.infinity import lowest_at_infinity
from core.landscape import (
    StationaryPoint,
    grid_minima,
    line_slice,
    loss_surface,
    stationary_points,
)
from core.linear_output import LinearFit, fit_linear_output
from core.losses import LINEAR_SQUARED_ERROR, LOSSES, Loss
from core.objective import Objective
from core.optimizers import LOWER, minimise
from core.separability import has_no_minimum, separating_direction
from core.training import Settings, fit
from pages.models.scenes import Point, Window

VIEWS = ("3d", "contour")
STARTS = ("wrong", "mild", "own")
STEPS = ("200", "1000", "5000")
WINDOWS = ("auto", "own")
GRID = 81
"""Values on each axis of the grid: for the eye only, minima are found by gradient and Hessian."""
FINE = 2 * GRID - 1
"""Values on each axis of the finer grid on which the sign of the curvature is painted."""
MOST_FRAMES = 201
ALONG = ("w", "b", "downhill")
"""Directions of the slice through the point at which the descent stands."""
CUT = 49
"""Points of a slice."""
GRIDS = {"off": None, "50x40": (50, 40), "101x101": (101, 101), "401x401": (401, 401)}
"""Weights by biases on which a surface is sampled, to see what such a grid makes of it."""
FARTHEST = 1e4
"""Size at which the parameters of a run that blows up are cut off: far outside every window."""
FLAT = 1e-9
"""Smallest eigenvalue over the largest, in size, up to which its sign is only rounding."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the controls of the page stand at.

    Attributes
    ----------
    data : str
        Slug of the data set.
    column : int
        Which of its features.
    window : Window
        The part of the plane that is shown.
    losses : (str, str)
        Slugs of `offered`, left and right.
    start : (float, float)
        Weight and bias from which both descents start.
    rate : float
        Learning rate.
    steps : int
        Length of the descents.
    view : str
        One of VIEWS.
    painted : bool
        Whether it is shown where the surface is not convex.
    grid : str
        One of GRIDS.
    along : str
        One of ALONG.
    """

    data: str
    column: int
    window: Window
    losses: tuple[str, str] = ("mse", "bce")
    start: Point = (2.0, 2.0)
    rate: float = 0.5
    steps: int = 200
    view: str = "3d"
    painted: bool = False
    grid: str = "off"
    along: str = "w"


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


@dataclass(frozen=True, slots=True, eq=False)
class Descent:
    """A run of gradient descent at the steps that are shown, each array of shape (frames, ...)."""

    step: np.ndarray
    theta: np.ndarray
    loss: np.ndarray
    gradient_norm: np.ndarray
    status: list[str]


class Cut(NamedTuple):
    """A slice of a loss through each point of a descent.

    Attributes
    ----------
    along : str
        One of ALONG.
    x : ndarray, shape (CUT,)
        Weights, biases, or distances downhill from the point.
    height, curvature : ndarray, shape (frames, CUT)
        Mean loss and its second derivative along the slice.
    here_x, here_height, here_curvature : ndarray, shape (frames,)
        The point itself.
    """

    along: str
    x: np.ndarray
    height: np.ndarray
    curvature: np.ndarray
    here_x: np.ndarray
    here_height: np.ndarray
    here_curvature: np.ndarray


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


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """Everything that is shown of one loss."""

    land: Landscape
    run: Descent
    cut: Cut
    sample: Sample | None


def survey(choice: Choice, slug: str) -> Survey:
    """Compute everything that is shown of one loss, or find what is kept."""
    ground, way = (slug, choice.data, choice.column), (choice.start, choice.rate, choice.steps)
    shape = GRIDS[choice.grid]
    return Survey(
        land=_landscape(ground, choice.window),
        run=_descent(ground, way),
        cut=_cut(ground, way, choice.window, choice.along),
        sample=_sample(ground, choice.window, shape) if shape else None,
    )


def offered() -> dict[str, Loss]:
    """Return the losses to choose from: all of p = sigmoid(z), and the one of a linear output."""
    return {**LOSSES, LINEAR_SQUARED_ERROR.slug: LINEAR_SQUARED_ERROR}


def window(w: Sequence[float], b: Sequence[float]) -> Window:
    """Make a window from limits in any order, at least half a unit wide."""
    return Window(*((min(ends), max(*ends, min(ends) + 0.5)) for ends in (w, b)))


def feature_slug(name: str) -> str:
    """Write a feature's name for a link: without its unit."""
    return name.partition(" (")[0].replace(" ", "-")


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


def best_constant(loss: Loss, share: float) -> float:
    """Find the p that costs least on equal inputs, to three digits.

    Parameters
    ----------
    loss : Loss
        A function of the probability.
    share : float
        Of the inputs with label 1; the others have label 0.
    """
    p = np.linspace(0, 1, 1001)
    with np.errstate(divide="ignore"):
        z = np.log(p) - np.log1p(-p)
    mean = share * loss.value(z, 1) + (1 - share) * loss.value(z, 0)
    return float(p[mean.argmin()])


def descent(loss: Loss, data: Dataset, start: Point, rate: float, steps: int) -> Descent:
    """Run gradient descent and keep at most MOST_FRAMES steps, always with start and end."""
    history = fit(loss, data.X, data.y, Settings(start=start, learning_rate=rate, steps=steps))
    step = shown_steps(steps)
    return Descent(
        step=step,
        theta=np.clip(history.theta[step], -FARTHEST, FARTHEST),
        loss=history.loss[step],
        gradient_norm=history.gradient_norm[step],
        status=[str(history.status_at(int(k))) for k in step],
    )


def cut(loss: Loss, data: Dataset, run: Descent, area: Window, along: str) -> Cut:
    """Cut through a loss at each point of a descent.

    Parameters
    ----------
    loss, data, area
        As in `landscape`.
    run : Descent
        Where to cut.
    along : str
        "w" or "b": that axis of the window, through the point. "downhill": against the gradient,
        as far to both sides as the window's half width.
    """
    x, origin, direction, here_x = _line(loss, data, run, area, along)
    slices = line_slice(loss, data.X, data.y, origin, direction, x)
    here = line_slice(loss, data.X, data.y, run.theta, direction, [0.0])
    return Cut(along, x, *slices, here_x, here.height[:, 0], here.curvature[:, 0])


Ground = tuple[str, str, int]  # loss, data set, column
Way = tuple[Point, float, int]  # start, learning rate, steps


def _shown(ground: Ground) -> tuple[Loss, Dataset]:
    slug, data, column = ground
    return offered()[slug], load(data).feature(column)


@lru_cache(maxsize=24)
def _landscape(ground: Ground, area: Window) -> Landscape:
    return landscape(*_shown(ground), area)


@lru_cache(maxsize=24)
def _descent(ground: Ground, way: Way) -> Descent:
    start, rate, steps = way
    return descent(*_shown(ground), start, rate, steps)


@lru_cache(maxsize=24)
def _cut(ground: Ground, way: Way, area: Window, along: str) -> Cut:
    return cut(*_shown(ground), _descent(ground, way), area, along)


@lru_cache(maxsize=24)
def _sample(ground: Ground, area: Window, shape: tuple[int, int]) -> Sample:
    return sample(_landscape(ground, area), _shown(ground)[1], shape)


def _line(
    loss: Loss, data: Dataset, run: Descent, area: Window, along: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return the slice's coordinates, its origins and directions, and where the descent stands."""
    if along == "downhill":
        slope = Objective.of(loss, data.X, data.y).gradient(run.theta)
        length = np.linalg.norm(slope, axis=1, keepdims=True)
        direction = np.where(length > 0, -slope / np.maximum(length, 1e-300), [1.0, 0.0])
        reach = np.ptp(area.w) / 2
        return np.linspace(-reach, reach, CUT), run.theta, direction, np.zeros(len(run.theta))
    axis = ALONG.index(along)
    origin, direction = run.theta.copy(), np.eye(2)[axis]
    origin[:, axis] = 0
    return np.linspace(*area[axis], CUT), origin, direction, run.theta[:, axis]


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


def shown_steps(steps: int) -> np.ndarray:
    """Return the steps of a run that have a frame of their own, shape (frames,)."""
    return np.unique(np.linspace(0, steps, MOST_FRAMES).round().astype(int))


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
