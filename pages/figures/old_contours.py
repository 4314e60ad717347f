"""Contour lines for pictures that are not drawn with `pages.figures.picture` yet."""

from collections.abc import Iterable

import numpy as np
import plotly.graph_objects as go

from pages.figures.contour_lines import Line, nice_levels, outline, svg_path
from pages.figures.style import NEUTRAL


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
        path=svg_path(line),
        layer="below",
        fillcolor=fill,
        line={"color": NEUTRAL, "width": width},
        name=name,
    )


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
