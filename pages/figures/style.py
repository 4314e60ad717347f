"""One look for every picture: sizes, one colour, dash and marker per loss, and a bare canvas.

Text and axes have no colour of their own here: they follow the page's theme, light or dark.
The colours of lines stand at 3:1 or more on both backgrounds.
"""

from dataclasses import dataclass

import pandas  # noqa: F401  Plotly looks it up half-imported when two first visitors race
import plotly.graph_objects as go

from core.losses import LOSSES


@dataclass(frozen=True, slots=True)
class Stroke:
    """How one loss is drawn, everywhere: told apart by colour, by dash and by marker."""

    color: str
    dash: str
    marker: str


STROKES = (
    Stroke("#0072B2", "solid", "circle"),
    Stroke("#D55E00", "dash", "square"),
    Stroke("#009070", "dot", "diamond"),
    Stroke("#B8589A", "dashdot", "triangle-up"),
    Stroke("#8C7A00", "longdash", "cross"),
    Stroke("#7A6BC8", "longdashdot", "triangle-down"),
    Stroke("#A0603A", "8px 3px 2px 3px", "star"),
    Stroke("#6E7B83", "2px 4px", "hexagon"),
)
NEUTRAL = "#808080"
"""Grid of helpers: thresholds, peaks, references; never data."""


def stroke(slug: str) -> Stroke:
    """Colour, dash and marker of a loss, handed out by its position in LOSSES."""
    return STROKES[list(LOSSES).index(slug) % len(STROKES)]


@dataclass(frozen=True, slots=True)
class Size:
    """Text, lines, markers and the height of a picture, in pixels."""

    text: int
    line: int
    marker: int
    height: int


SIZES = {
    "normal": Size(text=15, line=3, marker=12, height=400),
    "large": Size(text=22, line=5, marker=18, height=420),
}
"""For a desk, and for a lecture hall at 1280 x 720."""


def canvas(size: Size, x: str, y: str) -> go.Figure:
    """Return an empty figure with titled axes, ready for traces.

    Parameters
    ----------
    size : Size
        A value of SIZES.
    x, y : str
        Axis titles, with symbol and unit.
    """
    figure = go.Figure()
    figure.update_layout(
        template="none",
        height=size.height,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        font_size=size.text,
        showlegend=False,
        hovermode="closest",
        meta={"moving": []},
    )
    axis = {
        "automargin": True,
        "tickfont_size": size.text - 1,
        "title_standoff": 8,
        "zeroline": False,
    }
    figure.update_xaxes(title_text=x, title_font_size=size.text, nticks=8, **axis)
    figure.update_yaxes(title_text=y, title_font_size=size.text, nticks=6, **axis)
    return figure


def shade(figure: go.Figure, left: float, right: float, name: str) -> None:
    """Shade a zone of the horizontal axis and write its name into it."""
    figure.add_vrect(
        x0=left, x1=right, fillcolor=NEUTRAL, opacity=0.13, line_width=0, layer="below"
    )
    figure.add_annotation(
        x=(left + right) / 2,
        y=0.5,
        yref="y domain",
        text=name,
        showarrow=False,
    )
