"""One look for every picture: sizes, one colour, dash and marker per loss, and a bare canvas.

Text and axes have no colour of their own here: they follow the page's theme, light or dark.
The colours of lines stand at 3:1 or more on both backgrounds.
"""

from dataclasses import dataclass, replace
from typing import Any

from core.losses import LINEAR_SQUARED_ERROR, LOSSES


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
LINEAR = STROKES[5]
"""Squared error of a linear output, which is none of LOSSES."""
NEUTRAL = "#808080"
"""What belongs to no loss: data, references, and quantities that all losses share."""
GREY = Stroke(NEUTRAL, "solid", "circle")
TINT = "#D9A400"
"""Regions that are painted on request."""
PLAIN = {"data": {"scatter": [{"line": {"simplify": False}}]}}
"""No look of Plotly's own, and curves with every point: a simplified curve shows corners."""
HOME_CAMERA = {
    "eye": {"x": 0.93, "y": -1.14, "z": 0.45},
    "center": {"x": -0.04, "y": -0.03, "z": -0.28},
}
"""Where a viewer of a 3D picture stands at first: near enough for a surface to fill it."""
BOX = {"x": 1, "y": 1, "z": 0.6}
"""Sides of the axes' box, in the units of the camera."""


INFORMATION = {
    "cross-entropy": STROKES[0],
    "entropy": Stroke("#C2456B", "dot", "square"),
    "kl-divergence": Stroke("#C98500", "dash", "diamond"),
}
"""Cross-entropy looks like binary cross-entropy, because it is the same quantity."""


def stroke(slug: str) -> Stroke:
    """Return colour, dash and marker of a loss, handed out by its position in LOSSES.

    Parameters
    ----------
    slug : str
        One of LOSSES, or that of the linear output; a ninth loss looks like the first.

    Returns
    -------
    Stroke
    """
    if slug == LINEAR_SQUARED_ERROR.slug:
        return LINEAR
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
    "large": Size(text=22, line=5, marker=18, height=440),
    "huge": Size(text=33, line=7, marker=27, height=660),
}
"""For a desk, and for a lecture hall at 1280 x 720 and at 1920 x 1080."""


def hall_size(name: str, height: int) -> Size:
    """Return a size with a lower picture in the hall, where a page needs the room.

    Parameters
    ----------
    name : str
        A key of SIZES; at a desk nothing changes.
    height : int
        Of the picture at 1280 x 720, in pixels.
    """
    size = SIZES[name]
    if name == "normal":
        return size
    return replace(size, height=round(height * size.height / SIZES["large"].height))


def canvas(size: Size, x: str, y: str) -> dict[str, Any]:
    """Return the layout of an empty figure with titled axes.

    Parameters
    ----------
    size : Size
        A value of SIZES.
    x, y : str
        Axis titles, with symbol and unit.

    Returns
    -------
    dict
        Properties of Plotly's layout; ``meta["moving"]`` is an empty list of tracks.
    """
    axis = {"automargin": True, "tickfont": {"size": size.text - 1}, "zeroline": False}
    font = {"size": size.text}
    # The browser measures it from the baseline of a title that is turned: a line's height.
    turned = {"text": y, "font": font, "standoff": size.text}
    return {
        "template": PLAIN,
        "height": size.height,
        # On the right room for half of the last tick's number, which would not be written.
        "margin": {"l": 8, "r": round(0.8 * size.text), "t": 8, "b": 8},
        "font": font,
        "showlegend": False,
        "hovermode": "closest",
        # Areas that move are drawn below the chart: it must let them through.
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "meta": {"moving": []},
        "xaxis": {"title": {"text": x, "font": font, "standoff": 8}, "nticks": 8, **axis},
        "yaxis": {"title": turned, "nticks": 6, **axis},
    }


def space(size: Size, x: str, y: str, z: str) -> dict[str, Any]:
    """Return the layout of an empty figure in space with titled axes.

    Parameters
    ----------
    size : Size
        A value of SIZES.
    x, y, z : str
        Axis titles, with symbol and unit.

    Returns
    -------
    dict
        Properties of Plotly's layout; ``meta["moving"]`` is an empty list of tracks.
    """
    axis = {
        # Plotly draws large ticks in space larger than asked for.
        "tickfont": {"size": min(size.text - 1, 18)},
        "gridcolor": NEUTRAL,
        "showspikes": False,
        "showbackground": False,
        "zeroline": False,
        "nticks": 5,
    }
    font = {"size": size.text + 1}
    scene = {
        f"{name}axis": {"title": {"text": title, "font": font}, **axis}
        for name, title in {"x": x, "y": y, "z": z}.items()
    }
    shape = {"aspectmode": "manual", "aspectratio": BOX, "camera": HOME_CAMERA}
    return {
        "template": PLAIN,
        "height": size.height,
        "margin": {"l": 0, "r": 0, "t": 2 * size.text, "b": 0},
        "font": {"size": size.text},
        "showlegend": False,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "meta": {"moving": []},
        "scene": {**scene, **shape},
    }
