"""Contour lines of a field on a grid, by marching squares, and round heights to draw them at."""

from collections.abc import Iterator

import numpy as np

# Marching squares. A cell's number has bit 1, 2, 4, 8 for each corner above the level,
# counterclockwise from the lower left; the line enters and leaves by these sides with the
# higher ground on its left.
_SIDES = {
    1: ("BL",),
    2: ("RB",),
    3: ("RL",),
    4: ("TR",),
    5: ("BL", "TR"),
    6: ("TB",),
    7: ("TL",),
    8: ("LT",),
    9: ("BT",),
    10: ("RB", "LT"),
    11: ("RT",),
    12: ("LR",),
    13: ("BR",),
    14: ("LB",),
}
_STEPS = np.array([1.0, 2.0, 5.0, 10.0])

Line = tuple[np.ndarray, np.ndarray]


def outline(x: np.ndarray, y: np.ndarray, field: np.ndarray, level: float) -> Line:
    """Trace the edge of the region where a sampled field is above a level.

    Parameters
    ----------
    x, y : ndarray, shape (columns,) and (rows,)
        The grid, increasing.
    field : ndarray, shape (rows, columns)
        Heights.
    level : float
        Between the grid's points the edge is interpolated linearly; at the border of the grid
        the region is closed.

    Returns
    -------
    x, y : ndarray
        Closed rings with nan between them, holes turning the other way round.
    """
    x, y = (np.pad(axis, 1, mode="edge") for axis in (x, y))
    above = np.pad(field - level, 1, constant_values=-1.0)
    rings = list(_rings(above > 0))
    if not rings:
        return np.empty(0), np.empty(0)
    ends = np.array([edge for ring in rings for edge in [*ring, ring[0], ring[0]]])
    breaks = np.cumsum([len(ring) + 2 for ring in rings]) - 1
    (row, column), (next_row, next_column) = ends[:, 0].T, ends[:, 1].T
    near, far = above[row, column], above[next_row, next_column]
    part = near / (near - far)
    across = x[column] + part * (x[next_column] - x[column])
    up = y[row] + part * (y[next_row] - y[row])
    across[breaks] = up[breaks] = np.nan
    return across, up


def nice_levels(low: float, high: float, most: int) -> np.ndarray:
    """Return at most `most` round numbers, evenly spaced, strictly between two heights."""
    rough = (high - low) / (most + 1)
    power = 10.0 ** np.floor(np.log10(rough))
    step = power * _STEPS[np.searchsorted(_STEPS, rough / power - 1e-9)]
    levels = step * np.arange(np.floor(low / step) + 1, np.ceil(high / step))
    return levels[(levels > low) & (levels < high)]


def svg_path(line: Line) -> str:
    """Write an outline as SVG does; four digits are finer than a pixel."""
    points = "L".join(f"{x:.4g},{y:.4g}" for x, y in zip(*line, strict=True))
    return "M" + points.removesuffix("Lnan,nan").replace("Lnan,nanL", "ZM") + "Z"


def _rings(above: np.ndarray) -> Iterator[list[tuple[tuple[int, int], tuple[int, int]]]]:
    """Walk round the regions; a ring is a list of the grid's edges it crosses."""
    corners = above.astype(int)
    cells = corners[:-1, :-1] + 2 * corners[:-1, 1:] + 4 * corners[1:, 1:] + 8 * corners[1:, :-1]
    follower = {}
    for i, j in np.argwhere((cells > 0) & (cells < 15)).tolist():
        side = {
            "B": ((i, j), (i, j + 1)),
            "T": ((i + 1, j), (i + 1, j + 1)),
            "L": ((i, j), (i + 1, j)),
            "R": ((i, j + 1), (i + 1, j + 1)),
        }
        for enter, leave in _SIDES[int(cells[i, j])]:
            follower[side[enter]] = side[leave]
    while follower:
        ring = [next(iter(follower))]
        while ring[-1] in follower:
            ring.append(follower.pop(ring[-1]))
        yield ring[:-1]
