"""Slices of a loss through the point of a descent: its height, and how it bends there."""

import numpy as np
import plotly.graph_objects as go

from pages.figures.loss_surface import look_of
from pages.figures.loss_surface_scene import Cut, Landscape
from pages.figures.moving import add_moving
from pages.figures.style import NEUTRAL, TINT, Size, canvas

Line = dict[str, object]

AXES = {
    "w": ("weight w, at the bias of the descent", "d²L/dw²"),
    "b": ("bias b, at the weight of the descent", "d²L/db²"),
    "downhill": ("distance s downhill from the descent", "d²L/ds²"),
}
DOWN = "rgba(217,164,0,0.22)"
"""TINT, so thin that a line and words stand on it."""


def slices(land: Landscape, cut: Cut, size: Size) -> go.Figure:
    """Draw a loss along a line above its second derivative, both with the point of the descent.

    Parameters
    ----------
    land : Landscape
        Names the loss and bounds the heights.
    cut : Cut
        Of the same loss.
    size : Size
        Text and lines.
    """
    x_title, bend_title = AXES[cut.along]
    figure = canvas(size, x_title, "mean loss L")
    look = look_of(land.loss)
    bends = _span(cut.curvature, cut.curvature.max())
    _set_panels(figure, bend_title, size)
    figure.update_xaxes(range=[cut.x[0], cut.x[-1]], anchor="y2")
    top = min(cut.height.max(), land.height.max())
    figure.update_yaxes(range=_span(cut.height, top), selector={"domain": (0.53, 1)})
    figure.layout.yaxis2.range = bends
    _shade_below_zero(figure, bends, size)
    line = {"color": look.color, "dash": look.dash, "width": size.line, "shape": "spline"}
    wide = {**line, "color": TINT, "dash": "solid", "width": 3 * size.line}
    # Every other point is enough for what lies under a curve.
    down = np.where(cut.curvature < 0, cut.height, np.nan)[:, ::2]
    _add_curve(figure, cut.x[::2], down, name="bends down", line=wide, yaxis="y")
    _add_curve(figure, cut.x, cut.height, name=land.loss.title, line=line, yaxis="y")
    _add_curve(figure, cut.x, cut.curvature, name="second derivative", line=line, yaxis="y2")
    for name, y, axis in (("L", cut.here_height, "y"), ("bend", cut.here_curvature, "y2")):
        dot = {"color": look.color, "size": size.marker, "symbol": look.marker}
        trace = go.Scatter(mode="markers", marker=dot, name=name, yaxis=axis, hoverinfo="skip")
        add_moving(figure, trace, x=cut.here_x[:, None], y=y[:, None])
    return figure


def _set_panels(figure: go.Figure, title: str, size: Size) -> None:
    """Put a second vertical axis below the first, with its own title."""
    below = figure.layout.yaxis.to_plotly_json()
    below["title"] = {**below["title"], "text": title}
    figure.update_layout(yaxis_domain=(0.53, 1), yaxis2={**below, "domain": (0, 0.45)})
    figure.update_layout(yaxis_nticks=4, yaxis2_nticks=4)


def _span(values: np.ndarray, top: float) -> list[float]:
    """Return a range with a little room, from 0 or the least value to `top`."""
    low = min(float(values.min()), 0.0)
    room = 0.08 * (top - low) or 0.1
    return [low - room, top + room]


def _shade_below_zero(figure: go.Figure, bends: list[float], size: Size) -> None:
    """Tint where a second derivative is negative."""
    place = {"xref": "x domain", "yref": "y2"}
    figure.add_shape(
        x0=0,
        x1=1,
        y0=bends[0],
        y1=0,
        fillcolor=DOWN,
        line_width=0,
        layer="below",
        name="negative",
        **place,
    )
    figure.add_shape(type="line", x0=0, x1=1, y0=0, y1=0, line_color=NEUTRAL, line_width=1, **place)
    # A band too thin for a line of words gets none.
    if -bends[0] > 0.2 * (bends[1] - bends[0]):
        figure.add_annotation(
            x=0.99,
            y=bends[0],
            xanchor="right",
            yanchor="bottom",
            text="negative: not convex",
            showarrow=False,
            **place,
        )


def _add_curve(
    figure: go.Figure, x: np.ndarray, y: np.ndarray, *, name: str, line: Line, yaxis: str
) -> None:
    x = x.astype(np.float32)
    trace = go.Scatter(x=x, mode="lines", name=name, line=line, yaxis=yaxis, hoverinfo="skip")
    add_moving(figure, trace, y=y)
