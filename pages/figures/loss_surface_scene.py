"""What is shown of a loss over weight and bias: where to look, its landscape, and a descent on it.

This is what costs time; it is apart from the drawing, so that it can be cached.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from core.datasets import Dataset
from core.landscape import StationaryPoint, loss_surface, stationary_points
from core.losses import Loss
from core.objective import Objective
from core.separation import has_no_minimum, separating_direction
from core.training import fit

STARTS = ("wrong", "mild", "own")
STEPS = ("200", "1000", "5000")
WINDOWS = ("auto", "own")
GRID = 81
"""Values on each axis of the grid: for the eye only, minima are found by gradient and Hessian."""
FINE = 2 * GRID - 1
"""Values on each axis of the finer grid on which the sign of the curvature is painted."""
MOST_FRAMES = 201
FLAT = 1e-9
"""Smallest eigenvalue over the largest, in size, up to which its sign is only rounding."""

Point = tuple[float, float]


class Window(NamedTuple):
    """The part of the plane of weight and bias that is shown."""

    w: Point
    b: Point


class Scene(NamedTuple):
    """Where to look at a data set, and from where to descend."""

    window: Window
    wrong: Point
    mild: Point = (0.0, 0.0)


SCENES = {
    "nielsen": Scene(Window((-6, 6), (-6, 6)), wrong=(2, 2), mild=(0.6, 0.9)),
    "lab": Scene(Window((-6, 12), (-20, 10)), wrong=(-3, 5)),
    "trap": Scene(Window((-1.5, 2.5), (-8, 4)), wrong=(2, -6)),
    "iris": Scene(Window((-6, 12), (-8, 8)), wrong=(-4, 3)),
    "outliers": Scene(Window((-6, 10), (-6, 8)), wrong=(-4, 3)),
}
ANY_SCENE = Scene(Window((-6, 8), (-6, 6)), wrong=(-4, 3))
"""For the other data sets, which are standardised."""


@dataclass(frozen=True, slots=True, eq=False)
class Landscape:
    """One loss over a window of weight and bias.

    Attributes
    ----------
    slug : str
        The loss.
    w, b : ndarray, shape (GRID,)
        The grid.
    height : ndarray, shape (GRID, GRID)
        Mean loss, one row per bias.
    not_convex : ndarray of bool, shape (FINE, FINE)
        Where the smallest eigenvalue of the Hessian is negative.
    points : list of StationaryPoint, or None
        None where the loss has kinks, so that Newton's method cannot look for them.
    way_out : (float, float) or None
        Where the valley leaves the window, if the loss has no minimum.
    """

    slug: str
    w: np.ndarray
    b: np.ndarray
    height: np.ndarray
    not_convex: np.ndarray
    points: list[StationaryPoint] | None
    way_out: Point | None


@dataclass(frozen=True, slots=True, eq=False)
class Descent:
    """A run of gradient descent at the steps that are shown, each array of shape (frames, ...)."""

    step: np.ndarray
    theta: np.ndarray
    loss: np.ndarray
    gradient_norm: np.ndarray
    status: list[str]


def scene(slug: str) -> Scene:
    """Return the window and the starts for a data set."""
    return SCENES.get(slug, ANY_SCENE)


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
    return Landscape(
        slug=loss.slug,
        w=w,
        b=b,
        height=loss_surface(loss, data.X, data.y, w, b),
        not_convex=_not_convex(loss, data, area),
        points=stationary_points(loss, data.X, data.y, w, b) if loss.smooth else None,
        way_out=_way_out(data, area) if has_no_minimum(loss, data.X, data.y) else None,
    )


def descent(loss: Loss, data: Dataset, start: Point, rate: float, steps: int) -> Descent:
    """Run gradient descent and keep at most MOST_FRAMES steps, always with start and end."""
    history = fit(loss, data.X, data.y, start=start, learning_rate=rate, steps=steps)
    step = shown_steps(steps)
    return Descent(
        step=step,
        theta=history.theta[step],
        loss=history.loss[step],
        gradient_norm=history.gradient_norm[step],
        status=[str(history.status_at(int(k))) for k in step],
    )


def shown_steps(steps: int) -> np.ndarray:
    """Return the steps of a run that have a frame of their own, shape (frames,)."""
    return np.unique(np.linspace(0, steps, MOST_FRAMES).round().astype(int))


def _not_convex(loss: Loss, data: Dataset, area: Window) -> np.ndarray:
    objective = Objective.of(loss, data.X, data.y)
    grid = np.meshgrid(*(np.linspace(*ends, FINE) for ends in area))
    thetas = np.stack(grid, axis=-1).reshape(-1, 2)
    eigenvalues = np.linalg.eigvalsh(objective.in_blocks(objective.hessian, thetas))
    negative = eigenvalues[:, 0] < -FLAT * np.abs(eigenvalues).max(axis=1)
    return negative.reshape(FINE, FINE)


def _way_out(data: Dataset, area: Window) -> Point:
    """Follow the separating direction from the middle of the window to nearly its edge."""
    middle = np.mean(area, axis=1)
    direction = separating_direction(data.X, data.y)
    reach = np.ptp(area, axis=1) / 2 / np.maximum(np.abs(direction), 1e-12)
    w, b = middle + 0.6 * reach.min() * direction
    return float(w), float(b)
