"""Pictures of two runs in lock-step: the data with their boundaries."""

import re
from dataclasses import dataclass, replace

import numpy as np
import plotly.graph_objects as go

from core.activations import sigmoid
from core.datasets import Dataset
from core.race import Race
from pages.figures.labels import label_markers
from pages.figures.moving import add_moving
from pages.figures.style import NEUTRAL, Size, Stroke, canvas, stroke

MOST_FRAMES = 201
PROBABILITIES = (0.1, 0.5, 0.9)
"""Probability lines: the middle one is the decision boundary."""
CLASS_MARKERS = ("circle-open", "diamond")
CLASS_SIGNS = ("○", "◆")
TOP_ROW = {
    "samples": "Samples with the decision boundary and the probability lines of both runs.",
    "first-path": "Path of the first run on the contours of its loss.",
    "second-path": "Path of the second run on the contours of its loss.",
}
"""Keys of the pictures in the top row, and what they show."""


@dataclass(frozen=True, slots=True)
class Look:
    """How one run is drawn, and its short name."""

    name: str
    stroke: Stroke


def frames(steps: int, switch_step: int | None) -> np.ndarray:
    """Choose the steps to show: all if they are few; always start, switch and end."""
    count = steps + 1 if steps < MOST_FRAMES else MOST_FRAMES - 1
    shown = np.linspace(0, steps, count).round().astype(int)
    return shown if switch_step is None else np.union1d(shown, [switch_step])


def looks(race: Race) -> tuple[Look, Look]:
    """Colour, dash and marker of each run's first loss; of two alike the second is dotted."""
    first, second = (Look(run.loss.slug, stroke(run.loss.slug)) for run in race.runs)
    if first.name != second.name:
        return first, second
    other = replace(second.stroke, dash="dot", marker=f"{second.stroke.marker}-open")
    return Look(f"{first.name} 1", first.stroke), Look(f"{second.name} 2", other)


def data(race: Race, dataset: Dataset, shown: np.ndarray, size: Size) -> go.Figure:
    """Draw the samples with the probability lines of both runs.

    Parameters
    ----------
    race : Race
        Over one or two features.
    dataset : Dataset
        The same data, for the names.
    shown : ndarray of int, shape (frames,)
        Steps that are shown.
    size : Size
        Text and lines.
    """
    names = [_axis_title(name, dataset.standardised) for name in dataset.feature_names]
    if race.X.shape[1] == 1:
        figure = _sigmoids(race, names[0], shown, size)
    else:
        figure = _lines(race, names, shown, size)
    classes = (
        f"{sign} {plain(name, 14)}"
        for sign, name in zip(CLASS_SIGNS, dataset.label_names, strict=True)
    )
    switched = [] if race.runs[0].later is None else ["┈ switch"]
    add_heading(figure, "  ".join([*classes, *switched]), size)
    return figure


def _axis_title(feature: str, standardised: bool) -> str:
    """Name a feature with the unit it is shown in; its own stands in brackets at the end."""
    if not standardised:
        return plain(feature)
    return f"{plain(re.sub(r' *[(][^()]*[)]$', '', feature), 16)} (std. dev.)"


def plain(name: str, longest: int = 26) -> str:
    """Make a name from a file safe for a picture, which reads some HTML, and short."""
    short = name if len(name) <= longest else f"{name[: longest - 1]}…"
    return short.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def add_heading(figure: go.Figure, text: str, size: Size) -> None:
    """Write a line above the picture."""
    figure.update_layout(margin_t=2 * size.text)
    figure.add_annotation(
        x=0.5, y=1, xref="x domain", yref="y domain", yanchor="bottom", text=text, showarrow=False
    )


def line(look: Look, size: Size) -> dict[str, object]:
    """Return the line of a run."""
    return {"color": look.stroke.color, "dash": look.stroke.dash, "width": size.line}


def marker(look: Look, size: Size) -> dict[str, object]:
    """Return the marker of a run."""
    return {
        "color": look.stroke.color,
        "symbol": look.stroke.marker,
        "size": size.marker,
        "line": {
            "color": look.stroke.color,
            "width": size.line if "open" in look.stroke.marker else 0,
        },
    }


def _add_samples(figure: go.Figure, race: Race, x: np.ndarray, y: np.ndarray, size: Size) -> None:
    for label, symbol in enumerate(CLASS_MARKERS):
        of_class = race.y == label
        figure.add_scatter(
            x=x[of_class].astype(np.float32),
            y=y[of_class].astype(np.float32),
            mode="markers",
            name=f"class {label}",
            marker={"symbol": symbol, "size": 0.6 * size.marker, "color": NEUTRAL},
        )


def _mark_switch(figure: go.Figure, x: np.ndarray, y: np.ndarray) -> None:
    """Draw how the first run stood when its loss was switched."""
    style = {"color": NEUTRAL, "width": 2, "dash": "dot"}
    figure.add_scatter(x=x, y=y, mode="lines", name="switch", line=style, hoverinfo="skip")


def _window(values: np.ndarray) -> list[float]:
    span = float(np.ptp(values))
    room = 0.06 * span if span else 1.5
    return [float(values.min()) - room, float(values.max()) + room]


# One feature: the predicted probability over the feature.


def _sigmoids(race: Race, name: str, shown: np.ndarray, size: Size) -> go.Figure:
    figure = canvas(size, name, "prediction p, label y")
    across = _window(race.X[:, 0])
    figure.update_xaxes(range=across)
    figure.update_yaxes(range=[-0.08, 1.08], tickvals=PROBABILITIES)
    for p in PROBABILITIES:
        figure.add_hline(y=p, line={"color": NEUTRAL, "width": 1, "dash": "dot"})
    _add_samples(figure, race, race.X[:, 0], race.y, size)
    grid = np.linspace(*across, 61)
    curves = [_probability(run.history.theta[shown], grid) for run in race.runs]
    for look, curve in zip(looks(race), curves, strict=True):
        trace = go.Scatter(mode="lines", name=look.name, line=line(look, size), hoverinfo="skip")
        trace.x = grid.astype(np.float32)
        add_moving(figure, trace, y=curve)
    place = np.full(len(shown), grid[45])
    words = [[look.name] * len(shown) for look in looks(race)]
    label_markers(figure, place, [curve[:, 45] for curve in curves], words, size)
    if (step := race.runs[0].history.switch_step) is not None:
        _mark_switch(figure, grid, curves[0][shown == step][0])
    return figure


def _probability(theta: np.ndarray, x: np.ndarray) -> np.ndarray:
    return sigmoid(theta[:, :1] * x + theta[:, 1:])


# Two features: lines of equal probability.


def _lines(race: Race, names: list[str], shown: np.ndarray, size: Size) -> go.Figure:
    figure = canvas(size, names[0], names[1])
    across, up = _window(race.X[:, 0]), _window(race.X[:, 1])
    figure.update_xaxes(range=across)
    figure.update_yaxes(range=up)
    _add_samples(figure, race, race.X[:, 0], race.X[:, 1], size)
    centre = np.array([np.mean(across), np.mean(up)])
    reach = float(np.hypot(np.ptp(across), np.ptp(up)))
    if (step := race.runs[0].history.switch_step) is not None:
        x, y = _segment(race.runs[0].history.theta[[step]], 0.5, centre, reach)
        _mark_switch(figure, x[0], y[0])
    for side, run, look in zip((-1, 1), race.runs, looks(race), strict=True):
        theta = run.history.theta[shown]
        for p in PROBABILITIES:
            x, y = _segment(theta, p, centre, reach)
            style = line(look, size) | {"width": size.line if p == 0.5 else 0.5 * size.line}
            trace = go.Scatter(mode="lines", name=f"{look.name} {p}", line=style, hoverinfo="skip")
            add_moving(figure, trace, x=x, y=y)
        _name_lines(figure, look, theta, centre, 0.2 * side * reach)
    return figure


def _foot(theta: np.ndarray, p: float, centre: np.ndarray, reach: float) -> tuple[np.ndarray, ...]:
    """Point of the line nearest to the centre, and the line's direction, both (frames, 2).

    A line out of sight is kept just outside: numbers of any size would not fit into a picture.
    """
    weights, bias = theta[:, :2], theta[:, 2]
    length = np.linalg.norm(weights, axis=1)
    flat = length < 1e-12  # one probability everywhere: no line
    length = np.where(flat, 1.0, length)
    normal = np.where(flat[:, None], [1.0, 0.0], weights / length[:, None])
    far = np.where(flat, np.inf, (np.log(p / (1 - p)) - bias - weights @ centre) / length)
    foot = centre + np.clip(far, -2 * reach, 2 * reach)[:, None] * normal
    return foot, np.stack([-normal[:, 1], normal[:, 0]], axis=1)


def _segment(
    theta: np.ndarray, p: float, centre: np.ndarray, reach: float
) -> tuple[np.ndarray, np.ndarray]:
    foot, along = _foot(theta, p, centre, reach)
    ends = foot[:, None, :] + np.array([-reach, reach])[:, None] * along[:, None, :]
    return ends[..., 0], ends[..., 1]


def _name_lines(
    figure: go.Figure, look: Look, theta: np.ndarray, centre: np.ndarray, aside: float
) -> None:
    """Write the run's name on its boundary, and .1 and .9 on its thin lines if there is room."""
    reach = 5 * abs(aside)
    places = []
    for p in PROBABILITIES:
        foot, along = _foot(theta, p, centre, reach)
        to_the_right = np.where(along[:, :1] < 0, -along, along)
        places.append(foot + aside * to_the_right)
    gaps = np.linalg.norm(places[2] - places[1], axis=1) > 0.06 * reach
    text = [[".1", look.name, ".9"] if gap else ["", look.name, ""] for gap in gaps]
    trace = go.Scatter(mode="text", hoverinfo="skip", cliponaxis=True)
    x, y = np.moveaxis(np.stack(places, axis=1), 2, 0)
    add_moving(figure, trace, x=x, y=y, text=text)
