"""The path of a run on the contours of its loss, over a plane of parameters."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from core.landscape import plane_coordinates, plane_surface
from core.optimizers import Finding
from core.race import Race, Run
from pages.figures.contour_lines import outline
from pages.figures.live_fit import Look, add_heading, line, looks, marker
from pages.figures.moving import add_moving, add_trail
from pages.figures.numbers import number
from pages.figures.old_contours import add_region
from pages.figures.style import NEUTRAL, Size, canvas

EVALUATIONS = 4_000_000  # of the loss, for one field: cells times samples
CELLS = (41, 81)  # on each axis, at least and at most
BANDS = 12
SLIMMEST = 0.5  # of the longer side of the window: a path along one axis still needs some width


def paths(race: Race, place: int, shown: np.ndarray, size: Size) -> go.Figure:
    """Draw one run's path on the contours of the loss with which it began.

    Parameters
    ----------
    race : Race
        Both pictures show the same window of the same plane.
    place : int
        0 for the first run, 1 for the second.
    shown : ndarray of int, shape (frames,)
        Steps that are shown.
    size : Size
        Text and lines.
    """
    run, look = race.runs[place], looks(race)[place]
    figure = canvas(size, *_titles(race))
    first, second = _window(race, shown)
    surface = plane_surface(run.loss, race.X, race.y, *race.plane, first, second)
    _add_contours(figure, surface, first, second)
    figure.update_xaxes(range=[first[0], first[-1]])
    figure.update_yaxes(range=[second[0], second[-1]])
    points = _flat(race, run.history.theta[shown])
    _add_trail(figure, points, look, size)
    _mark_points(figure, race, run, size)
    _add_marker(figure, points, look, size)
    add_heading(figure, run.loss.title, size)
    return figure


def farthest_from_plane(race: Race) -> str:
    """Tell how far either path leaves the plane at most."""
    return number(
        max(plane_coordinates(run.history.theta, race.plane).distance.max() for run in race.runs)
    )


def _titles(race: Race) -> tuple[str, str]:
    if race.X.shape[1] == 1:
        return "weight w", "bias b"
    first, second = (look.name for look in looks(race))
    return f"u, to the end of {first}", f"v, side of {second}"


def _window(race: Race, shown: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Grid around both paths and the minima near them."""
    thetas = np.concatenate([run.history.theta[shown] for run in race.runs])
    seen = _flat(race, thetas)
    span = float(np.ptp(seen, axis=0).max())
    minima = [_flat(race, m.theta) for run in race.runs for m in run.minima]
    near = [point for point in minima if _away(point, seen) <= 2 * span]
    corners = np.vstack([seen, *near])
    low, high = corners.min(axis=0), corners.max(axis=0)
    longer = float((high - low).max()) or 1.0
    half = 0.58 * np.maximum(high - low, SLIMMEST * longer)
    middle = (low + high) / 2
    cells = int(np.clip(np.sqrt(EVALUATIONS / len(race.y)), *CELLS))
    first, second = (np.linspace(m - h, m + h, cells) for m, h in zip(middle, half, strict=True))
    return first, second


def _flat(race: Race, theta: np.ndarray) -> np.ndarray:
    """Coordinates in the plane, shape (..., 2)."""
    flat = plane_coordinates(theta, race.plane)
    return np.stack([flat.first, flat.second], axis=-1)


def _away(point: np.ndarray, seen: np.ndarray) -> float:
    """Distance of a point from the box around the paths."""
    return float(np.maximum(seen.min(axis=0) - point, point - seen.max(axis=0)).max())


def _add_contours(
    figure: go.Figure, surface: np.ndarray, first: np.ndarray, second: np.ndarray
) -> None:
    """Draw lines at equal steps of the root of the height: valleys are flat and walls steep."""
    height = np.sqrt(surface - surface.min())
    top = float(height.max()) or 1.0
    for band in range(1, BANDS):
        line = outline(first, second, height, top * band / BANDS)
        add_region(figure, line, f"contour {band}", "rgba(128,128,128,0.035)", width=1)


def _mark_points(figure: go.Figure, race: Race, run: Run, size: Size) -> None:
    path, switch = _flat(race, run.history.theta), race.runs[0].history.switch_step
    _mark(figure, path[0], path, "start", "circle-open", size)
    for minimum in run.minima:
        _mark(figure, _flat(race, minimum.theta), path, "minimum", "star", size)
    if switch is not None:
        _mark(figure, path[switch], path, "switch", "x-thin", size)
    if run.has_no_minimum:
        _say(figure, "no minimum: the valley<br>runs to infinity", path)
    elif run.finding is Finding.LOWER_AT_INFINITY:
        _say(figure, "lower values exist<br>at infinity", path)


def _mark(
    figure: go.Figure, point: np.ndarray, path: np.ndarray, words: str, symbol: str, size: Size
) -> None:
    """Mark a point and name it."""
    figure.add_scatter(
        x=[np.float32(point[0])],
        y=[np.float32(point[1])],
        mode="markers+text",
        name=words,
        text=[f" {words} "],
        textposition=_free_side(figure, point, path),
        marker={
            "symbol": symbol,
            "size": 1.1 * size.marker,
            "color": NEUTRAL,
            "line": {"width": 2, "color": NEUTRAL},
        },
        hoverinfo="skip",
    )


def _free_side(figure: go.Figure, point: np.ndarray, path: np.ndarray) -> str:
    """Choose the side of a point on which its name is in the picture and far from the path."""
    low, high = np.transpose([figure.layout.xaxis.range, figure.layout.yaxis.range])
    names = [f"{up} {side}" for up in ("bottom", "top") for side in ("right", "left")]
    words = np.array([[0.17, -0.06], [-0.17, -0.06], [0.17, 0.06], [-0.17, 0.06]])
    places = (point - low) / (high - low) + words
    gaps = np.linalg.norm((path - low) / (high - low) - places[:, None, :], axis=2).min(axis=1)
    is_clipped = (np.abs(places - 0.5) > [0.35, 0.45]).any(axis=1)
    return names[int(np.argmax(gaps - is_clipped))]


def _say(figure: go.Figure, words: str, path: np.ndarray) -> None:
    """Write into the corner that is farthest from the path."""
    low, high = np.transpose([figure.layout.xaxis.range, figure.layout.yaxis.range])
    corners = np.array([[1.0, 0.0], [0.0, 0.0], [1.0, 1.0], [0.0, 1.0]])
    middles = 0.5 + 0.5 * (corners - 0.5)
    gaps = np.linalg.norm((path - low) / (high - low) - middles[:, None, :], axis=2)
    x, y = corners[int(gaps.min(axis=1).argmax())]
    figure.add_annotation(
        x=x,
        y=y,
        xref="x domain",
        yref="y domain",
        xanchor="right" if x else "left",
        yanchor="top" if y else "bottom",
        text=words,
        showarrow=False,
    )


def _add_trail(figure: go.Figure, points: np.ndarray, look: Look, size: Size) -> None:
    trace = go.Scatter(mode="lines", name=look.name, line=line(look, size), hoverinfo="skip")
    counts: Sequence[int] = range(1, len(points) + 1)
    add_trail(figure, trace, x=points[:, 0], y=points[:, 1], count=counts)


def _add_marker(figure: go.Figure, points: np.ndarray, look: Look, size: Size) -> None:
    trace = go.Scatter(mode="markers", name="now", marker=marker(look, size), hoverinfo="skip")
    add_moving(figure, trace, x=points[:, :1], y=points[:, 1:])
