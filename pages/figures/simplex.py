"""The triangle of all distributions over three outcomes, as an empty stage for pictures."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from pages.figures.style import NEUTRAL, Size, canvas

CORNERS = np.array([[0.0, 0.0], [1.0, 0.0], [0.5, np.sqrt(0.75)]])
"""Where one outcome has all the probability."""


def place(q: np.ndarray) -> np.ndarray:
    """Where distributions over three outcomes stand in the triangle, shape (..., 2)."""
    return q @ CORNERS


def triangle(size: Size, names: Sequence[str]) -> go.Figure:
    """Draw the edges and name the corners.

    Parameters
    ----------
    size : Size
        Text and lines.
    names : sequence of str
        One for each corner.
    """
    figure = canvas(size, "", "")
    plain = {"visible": False, "showgrid": False}
    figure.update_xaxes(range=[-0.3, 1.3], **plain)
    figure.update_yaxes(range=[-0.12, 0.98], scaleanchor="x", **plain)
    add_line(figure, "edge", CORNERS[[0, 1, 2, 0]], {"color": NEUTRAL, "width": 2})
    for corner, name in zip(CORNERS, names, strict=True):
        write(figure, corner, name, "bottom" if corner[1] else "top")
    return figure


def add_line(figure: go.Figure, name: str, points: np.ndarray, look: dict[str, object]) -> None:
    """Draw a line through places of shape (points, 2)."""
    x, y = points.astype(np.float32).T
    figure.add_scatter(x=x, y=y, mode="lines", name=name, line=look, hoverinfo="skip")


def write(figure: go.Figure, point: np.ndarray, words: str, side: str) -> None:
    """Write words at a place: its "top", "middle" or "bottom" stands there."""
    x, y = point
    figure.add_annotation(x=x, y=y, text=words, yanchor=side, xanchor="center", showarrow=False)
