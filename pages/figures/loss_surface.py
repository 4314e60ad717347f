"""Pictures of a loss over weight and bias, in space and as contours, with a descent on it."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from core.landscape import StationaryPoint
from core.losses import LOSSES
from pages.figures.contour_lines import add_contour_lines, add_region, nice_levels, outline
from pages.figures.loss_surface_scene import FINE, Descent, Landscape, Point
from pages.figures.moving import add_moving, add_trail
from pages.figures.numbers import number
from pages.figures.style import HOME_CAMERA, NEUTRAL, TINT, Size, canvas, space, stroke

NO_MINIMUM = "no minimum: the valley<br>runs to infinity"
SYMBOLS = {"minimum": "cross", "saddle": "x", "maximum": "diamond-open"}


def surface(land: Landscape, run: Descent, painted: bool, size: Size) -> go.Figure:
    """Draw a loss as a surface over weight and bias, with a descent on it.

    Parameters
    ----------
    land : Landscape
        What is drawn.
    run : Descent
        Of the same loss on the same data.
    painted : bool
        Whether to tint where the surface is not convex.
    size : Size
        Text and lines.
    """
    figure = space(size, "w", "b", "L")
    figure.update_scenes(camera=HOME_CAMERA)
    _set_box(figure, land)
    _name(figure, land, painted)
    scale = float(np.ptp(land.height)) or 1.0
    colours = _PAINTED if painted else _PLAIN
    shade = (land.height - land.height.min()) / scale
    if painted:
        shade = 0.49 * shade + 0.51 * _coarse(land.not_convex)
    figure.add_surface(
        x=_short(land.w),
        y=_short(land.b),
        z=_short(land.height),
        surfacecolor=_short(shade),
        cmin=0,
        cmax=1,
        colorscale=colours,
        showscale=False,
        name=LOSSES[land.slug].title,
        hovertemplate="w %{x:.2f}, b %{y:.2f}: L = %{z:.3f}<extra></extra>",
        contours_z=_height_lines(land),
        lighting={"ambient": 0.75, "diffuse": 0.5, "specular": 0.05, "roughness": 0.9},
    )
    lift = 0.03 * scale
    for spot in _spots(land, run, painted):
        _pin(figure, spot, _height_at(land, spot) + 2 * lift, land.slug, size)
    z = run.loss + lift
    look = stroke(land.slug)
    line = {"color": look.color, "width": 2 * size.line}
    dot = {"color": look.color, "size": size.marker / 1.5, "symbol": _solid(look.marker)}
    count = range(1, len(z) + 1)
    trail = go.Scatter3d(mode="lines", line=line, name="path", hoverinfo="skip")
    add_trail(figure, trail, count=count, x=run.theta[:, 0], y=run.theta[:, 1], z=z)
    here = go.Scatter3d(mode="markers", marker=dot, name="now", hoverinfo="skip")
    # A larger marker stands higher, so that a steep surface does not cut it.
    above = lift * size.marker / 8
    add_moving(figure, here, x=run.theta[:, :1], y=run.theta[:, 1:], z=z[:, None] + above)
    return figure


def contours(land: Landscape, run: Descent, painted: bool, size: Size) -> go.Figure:
    """Draw a loss as contour lines over weight and bias, with a descent on it.

    Parameters
    ----------
    land, run, painted, size
        As in `surface`.
    """
    figure = canvas(size, "weight w", "bias b")
    figure.update_layout(margin_t=2 * size.text, xaxis_showgrid=False, yaxis_showgrid=False)
    figure.update_xaxes(range=[land.w[0], land.w[-1]])
    figure.update_yaxes(range=[land.b[0], land.b[-1]])
    _name(figure, land, painted)
    if painted and land.not_convex.any():
        _paint(figure, land)
    spots = _spots(land, run, painted)
    busy = [*(spot.at for spot in spots), *run.theta[::5]]
    add_contour_lines(figure, land.w, land.b, land.height, avoid=busy)
    for spot in spots:
        _mark(figure, spot, land.slug, size)
    look = stroke(land.slug)
    line = {"color": look.color, "width": size.line}
    dot = {"color": look.color, "size": size.marker, "symbol": look.marker}
    count = range(1, len(run.step) + 1)
    trail = go.Scatter(mode="lines", line=line, name="path", hoverinfo="skip")
    add_trail(figure, trail, count=count, x=run.theta[:, 0], y=run.theta[:, 1])
    here = go.Scatter(mode="markers", marker=dot, name="now", hoverinfo="skip")
    add_moving(figure, here, x=run.theta[:, :1], y=run.theta[:, 1:])
    return figure


DRAW = {"3d": surface, "contour": contours}


def captions(template: str, lands: Sequence[Landscape], runs: Sequence[Descent]) -> list[str]:
    """Write the live sentences at each step, a line for each loss.

    Parameters
    ----------
    template : str
        With the names title, loss, slope and status.
    lands, runs
        One of each for each loss.
    """
    said = [_say(template, land, run) for land, run in zip(lands, runs, strict=True)]
    return ["\n".join(now) for now in zip(*said, strict=True)]


def convexity(land: Landscape) -> str:
    """Say which share of the window is not convex."""
    share = float(land.not_convex.mean())
    if share in (0, 1):
        return "nowhere convex" if share else "convex"
    percent = min(max(100 * share, 0.1), 99.9)
    return f"{number(percent, 2 if percent < 99 else 3)} % not convex"


def stationary_rows(points: Sequence[StationaryPoint]) -> list[dict[str, str]]:
    """Tell each stationary point's kind, place, height and eigenvalues."""
    return [
        {
            "kind": point.kind,
            "(w, b)": f"({number(point.theta[0])}, {number(point.theta[1])})",
            "L": number(point.loss, 4),
            "eigenvalues": ", ".join(number(value) for value in point.eigenvalues),
        }
        for point in points
    ]


class Spot(NamedTuple):
    """A still mark: its place, the words beside it and how far, in lines, and a symbol or none."""

    at: Point
    words: str
    aside: Point
    symbol: str | None = None


_ABOVE = (0.0, 1.3)
_FAN = ((-2.5, -1.8), (2.5, -1.8), (-2.5, 1.8), (2.5, 1.8))
_PLAIN = [[0, "#707a83"], [1, "#c4ccd3"]]
_PAINTED = [[0, "#707a83"], [0.49, "#c4ccd3"], [0.51, "#a87f00"], [1, "#f0cb5a"]]


def _coarse(region: np.ndarray) -> np.ndarray:
    """Average the fine grid around each point of the coarse one, so that edges are smooth."""
    padded = np.pad(region.astype(float), 1, mode="edge")
    rows = padded[:-2:2] + 2 * padded[1:-1:2] + padded[2::2]
    return (rows[:, :-2:2] + 2 * rows[:, 1:-1:2] + rows[:, 2::2]) / 16


def _spots(land: Landscape, run: Descent, painted: bool) -> list[Spot]:
    spots = [Spot(_point(run.theta[0]), "start", _ABOVE, "circle-open")]
    for k, point in enumerate(land.points or []):
        aside = _FAN[k % len(_FAN)]
        spots.append(Spot(_point(point.theta), point.kind, aside, SYMBOLS[point.kind]))
    if land.way_out:
        spots.append(Spot(land.way_out, NO_MINIMUM, (0, 0)))
    if painted and land.not_convex[::2, ::2].any():
        row, column = _deepest(_free(land, land.not_convex[::2, ::2], spots))
        at = (float(land.w[column]), float(land.b[row]))
        spots.append(Spot(at, "not convex", (0, 0)))
    return [spot for spot in spots if _inside(land, spot.at)]


def _point(theta: np.ndarray) -> Point:
    return float(theta[0]), float(theta[1])


def _free(land: Landscape, region: np.ndarray, spots: Sequence[Spot]) -> np.ndarray:
    """Take the surroundings of other marks out of a region, if something is left then."""
    w, b = np.meshgrid(land.w, land.b)
    free = region.copy()
    for spot in spots:
        aside = np.abs(w - spot.at[0]) / np.ptp(land.w), np.abs(b - spot.at[1]) / np.ptp(land.b)
        free &= (aside[0] > 0.2) | (aside[1] > 0.15)
    return free if free.any() else region


def _deepest(region: np.ndarray) -> tuple[int, int]:
    """Find the cell farthest from the region's edge, by peeling it layer by layer."""
    while True:
        padded = np.pad(region, 1)
        peeled = (
            region & padded[2:, 1:-1] & padded[:-2, 1:-1] & padded[1:-1, 2:] & padded[1:-1, :-2]
        )
        if not peeled.any():
            cells = np.argwhere(region)
            return tuple(cells[len(cells) // 2])
        region = peeled


def _inside(land: Landscape, at: Point) -> bool:
    return bool(land.w[0] <= at[0] <= land.w[-1] and land.b[0] <= at[1] <= land.b[-1])


def _height_at(land: Landscape, spot: Spot) -> float:
    row, column = np.abs(land.b - spot.at[1]).argmin(), np.abs(land.w - spot.at[0]).argmin()
    return float(land.height[row, column])


def _pin(figure: go.Figure, spot: Spot, z: float, slug: str, size: Size) -> None:
    """Mark a place on a surface; the words are drawn over the picture, so nothing hides them."""
    w, b = spot.at
    if spot.symbol:
        marker = {"color": stroke(slug).color, "symbol": spot.symbol, "size": size.marker / 1.5}
        figure.add_scatter3d(
            x=[w], y=[b], z=[z], mode="markers", marker=marker, name=spot.words, hoverinfo="skip"
        )
    words = {"x": w, "y": b, "z": z, "font_size": size.text, **_beside(spot, size)}
    figure.layout.scene.annotations = (*figure.layout.scene.annotations, words)


def _mark(figure: go.Figure, spot: Spot, slug: str, size: Size) -> None:
    """Mark a place on a map."""
    w, b = spot.at
    if spot.symbol:
        marker = {"color": stroke(slug).color, "symbol": spot.symbol, "size": size.marker}
        figure.add_scatter(
            x=[w], y=[b], mode="markers", marker=marker, name=spot.words, hoverinfo="skip"
        )
    figure.add_annotation(x=w, y=b, **_beside(spot, size))


def _beside(spot: Spot, size: Size) -> dict[str, object]:
    """Words with a thin line to what they name, if they stand apart from it."""
    right, up = (size.text * lines for lines in spot.aside)
    line = {"arrowhead": 0, "arrowwidth": 1, "arrowcolor": NEUTRAL, "standoff": size.marker / 2}
    if not right:
        return {"text": spot.words, "showarrow": False, "yshift": up}
    return {"text": spot.words, "showarrow": True, "ax": right, "ay": -up, **line}


def _paint(figure: go.Figure, land: Landscape) -> None:
    """Tint where the surface is not convex."""
    w, b = (np.linspace(axis[0], axis[-1], FINE) for axis in (land.w, land.b))
    edge = outline(w, b, land.not_convex.astype(float), 0.5)
    add_region(figure, edge, "not convex", f"rgba{(*_rgb(TINT), 0.4)}")


def _rgb(color: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(color[1:]))


def _height_lines(land: Landscape) -> dict[str, object]:
    levels = nice_levels(land.height.min(), land.height.max(), 12)
    if len(levels) < 2:
        return {"show": False}
    ends = {"start": levels[0], "end": levels[-1], "size": levels[1] - levels[0]}
    return {"show": True, "color": "#5a636b", "width": 1, **ends}


def _set_box(figure: go.Figure, land: Landscape) -> None:
    low, high = float(land.height.min()), float(land.height.max())
    figure.update_scenes(
        xaxis_range=[land.w[0], land.w[-1]],
        yaxis_range=[land.b[0], land.b[-1]],
        zaxis_range=[min(low, 0), high + 0.05 * (high - low) + 1e-9],
    )


def _name(figure: go.Figure, land: Landscape, painted: bool) -> None:
    """Write the loss above the picture, and how much of it is not convex."""
    text = LOSSES[land.slug].title
    if painted:
        text += f": {convexity(land)}"
    figure.add_annotation(
        x=0.5,
        y=1,
        xref="paper",
        yref="paper",
        xanchor="center",
        yanchor="bottom",
        text=text,
        showarrow=False,
    )


def _solid(symbol: str) -> str:
    """Of the losses' markers, space knows only some."""
    return symbol if symbol in ("circle", "square", "diamond", "cross") else "circle"


def _say(template: str, land: Landscape, run: Descent) -> list[str]:
    title = LOSSES[land.slug].title
    outside = ["" if _inside(land, at) else ", outside the window" for at in run.theta]
    return [
        template.format(
            title=title[0].upper() + title[1:],
            loss=number(loss),
            slope=number(slope),
            status=status + where,
        )
        for loss, slope, status, where in zip(
            run.loss, run.gradient_norm, run.status, outside, strict=True
        )
    ]


def _short(values: np.ndarray) -> np.ndarray:
    return np.asarray(values, dtype=np.float32)
