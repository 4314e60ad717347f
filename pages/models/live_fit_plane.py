"""Both losses of the live fit over one plane of parameters, with the paths in it."""

from dataclasses import dataclass

import numpy as np

from core.comparison import Comparison, Run
from core.landscape import plane_coordinates, plane_surface

_EVALUATIONS = 4_000_000  # of the loss, for one field: cells times samples
_CELLS = (41, 81)  # on each axis, at least and at most
_SLIMMEST = 0.5  # of the longer side of the window: a path along one axis still needs some width


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """The loss with which a run began, around its path.

    Attributes
    ----------
    first, second : ndarray, shape (cells,)
        The window, the same for both runs.
    height : ndarray, shape (cells, cells)
        Root of the loss above its lowest value here: valleys are flat and walls steep.
    path : ndarray, shape (steps + 1, 2)
        The run.
    minima : ndarray, shape (minima, 2)
        Those that were found.
    """

    first: np.ndarray
    second: np.ndarray
    height: np.ndarray
    path: np.ndarray
    minima: np.ndarray


def fields(comparison: Comparison, shown: np.ndarray) -> tuple[Field, Field]:
    """Compute both losses over the window of the steps that are shown."""
    paths = [_flat(comparison, run.history.theta) for run in comparison.runs]
    minima = [_minima(comparison, run) for run in comparison.runs]
    window = _window(
        np.concatenate([path[shown] for path in paths]), np.concatenate(minima), comparison
    )
    first, second = (
        Field(*window, _height(comparison, run, window), path, lows)
        for run, path, lows in zip(comparison.runs, paths, minima, strict=True)
    )
    return first, second


def farthest_from_plane(comparison: Comparison) -> float:
    """Return how far either path leaves the plane at most."""
    return max(
        float(plane_coordinates(run.history.theta, comparison.plane).distance.max())
        for run in comparison.runs
    )


def _window(
    seen: np.ndarray, minima: np.ndarray, comparison: Comparison
) -> tuple[np.ndarray, np.ndarray]:
    """Return a grid around both paths and the minima near them."""
    span = np.ptp(seen, axis=0).max()
    away = np.maximum(seen.min(axis=0) - minima, minima - seen.max(axis=0)).max(axis=1)
    corners = np.vstack([seen, minima[away <= 2 * span]])
    low, high = corners.min(axis=0), corners.max(axis=0)
    longer = float((high - low).max()) or 1.0
    half = 0.58 * np.maximum(high - low, _SLIMMEST * longer)
    middle = (low + high) / 2
    cells = int(np.clip(np.sqrt(_EVALUATIONS / len(comparison.y)), *_CELLS))
    first, second = np.linspace(middle - half, middle + half, cells, axis=1)
    return first, second


def _height(comparison: Comparison, run: Run, window: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    surface = plane_surface(run.loss, comparison.X, comparison.y, *comparison.plane, *window)
    height: np.ndarray = np.sqrt(surface - surface.min())
    return height


def _minima(comparison: Comparison, run: Run) -> np.ndarray:
    if not run.minima:
        return np.empty((0, 2))
    return _flat(comparison, np.array([minimum.theta for minimum in run.minima]))


def _flat(comparison: Comparison, theta: np.ndarray) -> np.ndarray:
    """Return coordinates in the plane, shape (points, 2)."""
    flat = plane_coordinates(theta, comparison.plane)
    return np.stack([flat.first, flat.second], axis=-1)
