"""Contour lines as shapes, so that markers over them move without the field being drawn anew."""

from collections.abc import Iterable, Iterator

import numpy as np
import plotly.graph_objects as go

from pages.figures.style import NEUTRAL

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


def add_contour_lines(
    figure: go.Figure,
    x: np.ndarray,
    y: np.ndarray,
    field: np.ndarray,
    *,
    most: int = 16,
    avoid: Iterable[tuple[float, float]] = (),
) -> None:
    """Draw a field as lines of equal height, the ground the more shaded the higher it is.

    Parameters
    ----------
    figure : Figure
        Made by `pages.figures.style.canvas`.
    x, y, field
        As in `outline`.
    most : int
        Number of lines at most.
    avoid : iterable of (x, y)
        Places where no height shall be written.
    """
    low, high = float(field.min()), float(field.max())
    if not high > low:
        return
    taken = [(_part(x, across), _part(y, up)) for across, up in avoid]
    for level in nice_levels(low, high, most):
        line = outline(x, y, field, level)
        text = f"{level:.6g}".replace("-", "−")
        add_region(figure, line, text, "rgba(128,128,128,0.035)", width=1)
        _label(figure, line, text, (x, y), taken)


def add_region(figure: go.Figure, line: Line, name: str, fill: str, *, width: float = 0) -> None:
    """Fill what an outline encloses. It is a shape, not a trace: at rest it costs nothing."""
    if not len(line[0]):
        return
    figure.add_shape(
        type="path",
        path=_path(line),
        layer="below",
        fillcolor=fill,
        line={"color": NEUTRAL, "width": width},
        name=name,
    )


def _path(line: Line) -> str:
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


def _label(
    figure: go.Figure,
    line: Line,
    text: str,
    axes: tuple[np.ndarray, np.ndarray],
    taken: list[tuple[float, float]],
) -> None:
    """Write the height on its line, where it is farthest from the other heights."""
    spots = np.column_stack([_part(axis, at) for axis, at in zip(axes, line, strict=True)])
    spots = spots[((spots > 0.05) & (spots < 0.95)).all(axis=1)]
    if not len(spots):
        return
    gaps = [np.hypot(*(spots - other).T) for other in [*taken, (0.5, 0.5)]]
    best = spots[np.min(gaps, axis=0).argmax()]
    if taken and np.hypot(*(best - taken).T).min() < 0.12:
        return
    taken.append((float(best[0]), float(best[1])))
    figure.add_annotation(
        x=best[0], y=best[1], xref="x domain", yref="y domain", text=text, showarrow=False
    )


def _part(axis: np.ndarray, at: np.ndarray | float) -> np.ndarray | float:
    """Return a place on an axis as a part of its length."""
    return (at - axis[0]) / (axis[-1] - axis[0])
