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
from core.landscape import line_slice
from core.losses import LINEAR_SQUARED_ERROR, LOSSES, Loss
from core.objective import Objective
from core.training import Settings, fit
from pages.models.loss_surface_landscape import Landscape, Sample, landscape, sample
from pages.models.scenes import Point, Window

VIEWS = ("3d", "contour")
STARTS = ("wrong", "mild", "own")
STEPS = ("200", "1000", "5000")
WINDOWS = ("auto", "own")
MOST_FRAMES = 201
ALONG = ("w", "b", "downhill")
"""Directions of the slice through the point at which the descent stands."""
CUT = 49
"""Points of a slice."""
GRIDS = {"off": None, "50x40": (50, 40), "101x101": (101, 101), "401x401": (401, 401)}
"""Weights by biases on which a surface is sampled, to see what such a grid makes of it."""
FARTHEST = 1e4
"""Size at which the parameters of a run that blows up are cut off: far outside every window."""


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
        length = np.hypot(*slope.T)[:, np.newaxis]  # as squares, slopes below 1e-160 would fade
        direction = np.tile([1.0, 0.0], (len(slope), 1))
        np.divide(-slope, length, out=direction, where=length > 0)
        reach = np.ptp(area.w) / 2
        return np.linspace(-reach, reach, CUT), run.theta, direction, np.zeros(len(run.theta))
    axis = ALONG.index(along)
    origin, direction = run.theta.copy(), np.eye(2)[axis]
    origin[:, axis] = 0
    return np.linspace(*area[axis], CUT), origin, direction, run.theta[:, axis]


def shown_steps(steps: int) -> np.ndarray:
    """Return the steps of a run that have a frame of their own, shape (frames,)."""
    return np.unique(np.linspace(0, steps, MOST_FRAMES).round().astype(int))
