"""Pictures of a loss over weight and bias, in space and as contours, with a descent on it."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from core.landscape import StationaryPoint
from core.linear_output import LinearFit
from core.losses import LINEAR_SQUARED_ERROR, Loss
from core.training import Status
from pages.figures.contour_lines import nice_levels, outline
from pages.figures.loss_surface_scene import (
    FINE,
    Cut,
    Descent,
    Landscape,
    Point,
    Sample,
    best_constant,
)
from pages.figures.moving import add_moving, add_trail
from pages.figures.numbers import number
from pages.figures.old_contours import add_contour_lines, add_region
from pages.figures.style import (
    HOME_CAMERA,
    NEUTRAL,
    STROKES,
    TINT,
    Size,
    Stroke,
    canvas,
    space,
    stroke,
)

_LIFT = 0.03  # of the height of a surface, by which lines and markers stand above it
NO_MINIMUM = "no minimum: the valley<br>runs to infinity"
SHARE = 0.7
"""Share of label 1 for which the best answer of a loss is told."""
SYMBOLS = {"minimum": "cross", "saddle": "x", "maximum": "diamond-open"}


LINEAR_LOOK = STROKES[5]


def look_of(loss: Loss) -> Stroke:
    """Return colour, dash and marker of a loss, also of the one that is not in LOSSES."""
    return LINEAR_LOOK if loss == LINEAR_SQUARED_ERROR else stroke(loss.slug)


def surface(
    land: Landscape, run: Descent, painted: bool, size: Size, sample: Sample | None = None
) -> go.Figure:
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
    sample : Sample, optional
        What a grid takes for minima; those that are none are marked.
    """
    figure = space(size, "w", "b", "L")
    figure.update_scenes(camera=HOME_CAMERA)
    _set_box(figure, land, size)
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
        name=land.loss.title,
        hovertemplate="w %{x:.2f}, b %{y:.2f}: L = %{z:.3f}<extra></extra>",
        contours_z=_height_lines(land),
        lighting={"ambient": 0.75, "diffuse": 0.5, "specular": 0.05, "roughness": 0.9},
    )
    lift = _LIFT * scale
    for spot in _spots(land, run, painted, sample):
        _pin(figure, spot, _height_at(land, spot) + 2 * lift, land.loss, size)
    if sample is not None:
        w, b, height = sample.lows[sample.fake].T
        marks = {"color": look_of(land.loss).color, "size": size.marker / 2}
        figure.add_scatter3d(x=w, y=b, z=height + lift, marker=marks, **_FAKES)
    # A run that blows up leaves the box; beyond it all heights look alike.
    z = np.minimum(run.loss, land.height.min() + 10 * scale) + lift
    look = look_of(land.loss)
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


def contours(
    land: Landscape, run: Descent, painted: bool, size: Size, sample: Sample | None = None
) -> go.Figure:
    """Draw a loss as contour lines over weight and bias, with a descent on it.

    Parameters
    ----------
    land, run, painted, size, sample
        As in `surface`.
    """
    figure = canvas(size, "weight w", "bias b")
    figure.update_layout(margin_t=2 * size.text, xaxis_showgrid=False, yaxis_showgrid=False)
    figure.update_xaxes(range=[land.w[0], land.w[-1]])
    figure.update_yaxes(range=[land.b[0], land.b[-1]])
    _name(figure, land, painted)
    if painted and land.not_convex.any():
        _paint(figure, land)
    spots = _spots(land, run, painted, sample)
    busy = [*(spot.at for spot in spots), *run.theta[::5]]
    add_contour_lines(figure, land.w, land.b, land.height, avoid=busy)
    for spot in spots:
        _mark(figure, spot, land.loss, size)
    if sample is not None:
        w, b, _ = sample.lows[sample.fake].T
        # The minima of a fine grid lie close together.
        diameter = size.marker if max(sample.shape) < 200 else size.marker / 2
        marks = {"color": look_of(land.loss).color, "size": diameter, "line_width": 2}
        figure.add_scatter(x=w, y=b, marker=marks, **_FAKES)
    look = look_of(land.loss)
    line = {"color": look.color, "width": size.line}
    dot = {"color": look.color, "size": size.marker, "symbol": look.marker}
    count = range(1, len(run.step) + 1)
    trail = go.Scatter(mode="lines", line=line, name="path", hoverinfo="skip")
    add_trail(figure, trail, count=count, x=run.theta[:, 0], y=run.theta[:, 1])
    here = go.Scatter(mode="markers", marker=dot, name="now", hoverinfo="skip")
    add_moving(figure, here, x=run.theta[:, :1], y=run.theta[:, 1:])
    return figure


DRAW = {"3d": surface, "contour": contours}


def captions(
    template: str, lands: Sequence[Landscape], runs: Sequence[Descent], cuts: Sequence[Cut]
) -> list[str]:
    """Write the live sentences at each step, a line for each loss.

    Parameters
    ----------
    template : str
        With the names title, loss, slope, bend and status.
    lands, runs, cuts
        One of each for each loss.
    """
    said = [_say(template, *shown) for shown in zip(lands, runs, cuts, strict=True)]
    return ["\n".join(now) for now in zip(*said, strict=True)]


def convexity(land: Landscape) -> str:
    """Say which share of the window is not convex."""
    share = float(land.not_convex.mean())
    if share in (0, 1):
        return "nowhere convex" if share else "convex"
    percent = min(max(100 * share, 0.1), 99.9)
    return f"{number(percent, 2 if percent < 99 else 3)} % not convex"


def kind(land: Landscape, point: StationaryPoint) -> str:
    """Name a stationary point: a minimum is a local one where the loss is lower at infinity."""
    lower = land.lower_at_infinity is not None and point.kind == "minimum"
    return "local minimum" if lower else point.kind


def stationary_rows(land: Landscape) -> list[dict[str, str]]:
    """Tell each stationary point's kind, place, height and eigenvalues."""
    return [
        {
            "kind": kind(land, point),
            "(w, b)": f"({number(point.theta[0])}, {number(point.theta[1])})",
            "L": number(point.loss, 4),
            "eigenvalues": ", ".join(number(value) for value in point.eigenvalues),
        }
        for point in land.points or []
    ]


class Spot(NamedTuple):
    """A still mark: its place, the words beside it and how far, in lines, and a symbol or none."""

    at: Point
    words: str
    aside: Point
    symbol: str | None = None


_FAKES = {
    "mode": "markers",
    "marker_symbol": "circle-open",
    "name": "low on the grid",
    "hoverinfo": "skip",
}
_BESIDE = (0.5, 4.0)
_ABOVE = (0.0, 1.3)
_FAN = ((-2.5, -1.8), (2.5, -1.8), (-2.5, 1.8), (2.5, 1.8))
_PLAIN = [[0, "#707a83"], [1, "#c4ccd3"]]
_PAINTED = [[0, "#707a83"], [0.49, "#c4ccd3"], [0.51, "#a87f00"], [1, "#f0cb5a"]]


def _coarse(region: np.ndarray) -> np.ndarray:
    """Average the fine grid around each point of the coarse one, so that edges are smooth."""
    padded = np.pad(region.astype(float), 1, mode="edge")
    rows = padded[:-2:2] + 2 * padded[1:-1:2] + padded[2::2]
    return (rows[:, :-2:2] + 2 * rows[:, 1:-1:2] + rows[:, 2::2]) / 16


def _spots(land: Landscape, run: Descent, painted: bool, sample: Sample | None) -> list[Spot]:
    spots = [Spot(_point(run.theta[0]), "start", _ABOVE, "circle-open")]
    if land.closed_form:
        spots.append(_solution(land.closed_form))
    for k, point in enumerate([] if land.closed_form else land.points or []):
        aside = _FAN[k % len(_FAN)]
        spots.append(Spot(_point(point.theta), kind(land, point), aside, SYMBOLS[point.kind]))
    if land.way_out:
        spots.append(Spot(land.way_out, NO_MINIMUM, (0, 0) if sample is None else _BESIDE))
    if painted and land.not_convex[::2, ::2].any():
        row, column = _deepest(_free(land, land.not_convex[::2, ::2], spots))
        at = (float(land.w[column]), float(land.b[row]))
        spots.append(Spot(at, "not convex", (0, 0)))
    return [spot for spot in spots if _inside(land, spot.at)]


def _solution(fit: LinearFit) -> Spot:
    words = "minimum,<br>closed form" if fit.unique else "a line of minima"
    return Spot(_point(fit.theta), words, _FAN[0], SYMBOLS["minimum"])


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


def _pin(figure: go.Figure, spot: Spot, z: float, loss: Loss, size: Size) -> None:
    """Mark a place on a surface; the words are drawn over the picture, so nothing hides them."""
    w, b = spot.at
    if spot.symbol:
        marker = {"color": look_of(loss).color, "symbol": spot.symbol, "size": size.marker / 1.5}
        figure.add_scatter3d(
            x=[w], y=[b], z=[z], mode="markers", marker=marker, name=spot.words, hoverinfo="skip"
        )
    words = {"x": w, "y": b, "z": z, "font_size": size.text, **_beside(spot, size)}
    figure.layout.scene.annotations = (*figure.layout.scene.annotations, words)


def _mark(figure: go.Figure, spot: Spot, loss: Loss, size: Size) -> None:
    """Mark a place on a map."""
    w, b = spot.at
    if spot.symbol:
        marker = {"color": look_of(loss).color, "symbol": spot.symbol, "size": size.marker}
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


def _set_box(figure: go.Figure, land: Landscape, size: Size) -> None:
    """Set the axes, with room for a marker that stands on the highest place."""
    room = _LIFT * (1 + size.marker / 8) + 0.01
    low, high = float(land.height.min()), float(land.height.max())
    figure.update_scenes(
        xaxis_range=[land.w[0], land.w[-1]],
        yaxis_range=[land.b[0], land.b[-1]],
        zaxis_range=[min(low, 0), high + room * (high - low) + 1e-9],
    )


def _name(figure: go.Figure, land: Landscape, painted: bool) -> None:
    """Write the loss above the picture, and how much of it is not convex."""
    text = land.loss.title
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


def sample_numbers(land: Landscape, sample: Sample) -> dict[str, str]:
    """Tell what a grid takes for minima; names: grid, title, four, eight, fake, real."""
    columns, rows = sample.shape
    kinds = [point.kind for point in land.points or []]
    counted = [f"{kinds.count(kind)} × {kind}" for kind in SYMBOLS if kind in kinds]
    real = f"{len(kinds)}" + (f" ({', '.join(counted)})" if counted else "")
    if land.closed_form and not land.closed_form.unique:
        real = "a whole line of minima"
    return {
        "grid": f"{columns} × {rows}",
        "title": _sentence(land.loss.title),
        "four": str(len(sample.lows)),
        "eight": str(sample.low_of_eight),
        "fake": str(int(sample.fake.sum())),
        "real": "not located, because of the kinks" if land.points is None else real,
    }


def closed_form_numbers(land: Landscape) -> dict[str, str]:
    """Write the solution of the normal equations; names: w, b, loss."""
    w, b = land.closed_form.theta
    return {"w": number(w, 4), "b": number(b, 4), "loss": number(land.closed_form_loss, 4)}


def best_answer(loss: Loss) -> dict[str, str]:
    """Write what a loss answers to equal inputs with both labels; names: share, p."""
    return {"share": f"{SHARE}", "p": number(best_constant(loss, SHARE))}


def _say(template: str, land: Landscape, run: Descent, cut: Cut) -> list[str]:
    outside = [
        "" if _inside(land, at) or status == Status.DIVERGED else ", outside the window"
        for at, status in zip(run.theta, run.status, strict=True)
    ]
    return [
        template.format(
            title=_sentence(land.loss.title),
            loss=number(loss),
            slope=number(slope),
            bend=number(bend),
            status=status + where,
        )
        for loss, slope, bend, status, where in zip(
            run.loss, run.gradient_norm, cut.here_curvature, run.status, outside, strict=True
        )
    ]


def _sentence(title: str) -> str:
    return title[0].upper() + title[1:]


def _short(values: np.ndarray) -> np.ndarray:
    return np.asarray(values, dtype=np.float32)
