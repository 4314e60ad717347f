"""The opening picture, and one example on its way from features to gradients."""

from collections.abc import Iterable
from functools import lru_cache

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from core.activations import sigmoid, softmax
from core.datasets import load
from core.losses import LOSSES
from core.multiclass import (
    softmax_cross_entropy,
    softmax_cross_entropy_gradient,
    softmax_squared_error,
    softmax_squared_error_gradient,
)
from core.training import History, fit
from pages.figures.moving import add_moving, add_trail
from pages.figures.numbers import number
from pages.figures.style import NEUTRAL, Size, canvas, stroke

RACERS = ("bce", "mse")
START = (2.0, 2.0)  # weight and bias: Nielsen's saturated start
RATE = 0.15
STEPS = 300
GRID = np.arange(0, STEPS + 1, 2)
"""Steps at which the markers can stand."""
CLASSES = ("cat", "dog", "pig")
FEATURES = np.array([2.0, 1.0])
WEIGHTS = np.array([[1.5, 0.5], [0.5, 0.5], [-1.0, 0.5]])
BIASES = np.array([0.5, -0.5, 0.5])
_REACH = 5.0  # of the logit axis
_SATURATED = 3.0  # size of a logit beyond which the sigmoid is nearly flat


@lru_cache(maxsize=8)
def run(slug: str, factor: float = 1.0) -> History:
    """Train the neuron with one loss; the learning rate is `factor` times the common one."""
    data = load("nielsen", standardise=False)
    return fit(LOSSES[slug], data.X, data.y, start=START, learning_rate=factor * RATE, steps=STEPS)


def logits(slug: str, factor: float = 1.0) -> np.ndarray:
    """Logit of the neuron after every step; its input is 1, so it is weight plus bias."""
    return run(slug, factor).theta.sum(axis=1)


def answers(size: Size) -> go.Figure:
    """Draw the answer of both runs against the step, as far as they have come."""
    figure = canvas(size, "step of gradient descent", "answer p")
    figure.update_xaxes(range=[0, STEPS * (1 + 0.01 * size.text)], dtick=100)
    figure.update_yaxes(range=[-0.16, 1.22], tickvals=[0, 0.5, 1])
    figure.add_hline(y=0, line={"color": NEUTRAL, "width": 1, "dash": "dot"})
    figure.add_annotation(
        x=0, y=0, text="wanted: 0", xanchor="left", yanchor="top", showarrow=False
    )
    paths = {slug: sigmoid(logits(slug)) for slug in RACERS}
    for slug, path in paths.items():
        look = stroke(slug)
        line = {"color": look.color, "dash": look.dash, "width": size.line}
        trace = go.Scatter(mode="lines", name=LOSSES[slug].title, line=line, hoverinfo="skip")
        add_trail(figure, trace, count=GRID + 1, x=np.arange(STEPS + 1), y=path)
    _add_markers(figure, dict.fromkeys(RACERS, GRID), paths, size)
    for slug, x, y in (("mse", 30, 1.08), ("bce", 75, 0.1)):  # above the flat part of a line
        figure.add_annotation(
            x=x,
            y=y,
            text=LOSSES[slug].title,
            xanchor="left",
            yanchor="bottom",
            showarrow=False,
        )
    _label_ends(figure, paths, size)
    return figure


def slide(size: Size) -> go.Figure:
    """Draw where both runs stand on the sigmoid: far out it is flat."""
    z = np.linspace(-_REACH, _REACH, 101)
    figure = canvas(size, "logit z = w + b", "p = sigmoid(z)")
    figure.update_xaxes(range=[-_REACH, _REACH])
    figure.update_yaxes(range=[-0.16, 1.22], tickvals=[0, 0.5, 1])
    for left, right in ((-_REACH, -_SATURATED), (_SATURATED, _REACH)):
        figure.add_vrect(left, right, fillcolor=NEUTRAL, opacity=0.13, line_width=0, layer="below")
        figure.add_annotation(x=(left + right) / 2, y=0.5, text="flat", showarrow=False)
    line = {"color": NEUTRAL, "width": size.line}
    figure.add_scatter(x=z, y=sigmoid(z), mode="lines", name="sigmoid", line=line)
    places = {slug: logits(slug) for slug in RACERS}
    across = {slug: place[GRID] for slug, place in places.items()}
    _add_markers(figure, across, {slug: sigmoid(place) for slug, place in places.items()}, size)
    return figure


def captions(template: str) -> list[str]:
    """Write the live sentence at each step.

    Parameters
    ----------
    template : str
        With the names step, bce and mse.
    """
    paths = {slug: sigmoid(logits(slug)) for slug in RACERS}
    return [
        template.format(step=k, **{slug: number(path[k]) for slug, path in paths.items()})
        for k in GRID
    ]


def flow() -> dict[str, str]:
    """Numbers of one example on its way from features to gradients, as rows of HTML tables.

    Returns
    -------
    dict of str to str
        Rows by the names of the template; ``ratio`` compares the slopes of the right class.
    """
    z, t = WEIGHTS @ FEATURES + BIASES, np.eye(len(CLASSES))[-1]
    losses = {
        "cross-entropy": softmax_cross_entropy(z, t),
        "½ squared": softmax_squared_error(z, t),
    }
    slopes = [softmax_cross_entropy_gradient(z, t), softmax_squared_error_gradient(z, t)]
    return {
        "features": _rows(["x₁", "x₂"], FEATURES),
        "scores": _rows(CLASSES, z),
        "probabilities": _rows(CLASSES, softmax(z)),
        "losses": _rows(losses, list(losses.values())),
        "gradients": "<tr><th></th><th>CE</th><th>½ sq.</th></tr>" + _rows(CLASSES, *slopes),
        "ratio": f"{slopes[0][-1] / slopes[1][-1]:.0f}",
    }


def facts() -> dict[str, str]:
    """Numbers of the race: slopes at the start, and steps until the answer is below 1/2."""
    start = float(logits("bce")[0])
    bce, mse = (float(LOSSES[slug].gradient(start, 0)) for slug in RACERS)
    return {
        "rate": f"{RATE:g}",
        "start": number(sigmoid(start)),
        "ratio": f"{bce / mse:.0f}",
        "bce": str(_turned("bce")),
        "mse": str(_turned("mse")),
        "matched": str(_turned("mse", 4.0)),
    }


def _rows(names: Iterable[str], *columns: ArrayLike) -> str:
    """Write names and their numbers as rows; the last class is the right one."""
    rows = zip(names, *columns, strict=True)
    return "".join(
        f"<tr{' class=right' if name == CLASSES[-1] else ''}><td>{name}</td>"
        + "".join(f"<td>{number(value)}</td>" for value in values)
        + "</tr>"
        for name, *values in rows
    )


def _turned(slug: str, factor: float = 1.0) -> int:
    """First step at which the neuron's answer is on the right side."""
    return int(np.argmax(logits(slug, factor) < 0))


def _label_ends(figure: go.Figure, paths: dict[str, np.ndarray], size: Size) -> None:
    """Write the answers to the right of both ends, where nothing is drawn yet, and apart."""
    half = 0.045 * size.text / 15  # of a line of text
    low = np.maximum(paths["bce"][GRID] - half, half)
    high = paths["mse"][GRID] + half
    words = [[number(paths[slug][k], 2) for slug in RACERS] for k in GRID]
    trace = go.Scatter(mode="text", textposition="middle right", cliponaxis=False, hoverinfo="skip")
    x = np.stack([GRID + 8, GRID + 8], axis=1)
    add_moving(figure, trace, x=x, y=np.stack([low, high], axis=1), text=words)


def _add_markers(
    figure: go.Figure, across: dict[str, np.ndarray], paths: dict[str, np.ndarray], size: Size
) -> None:
    for slug in reversed(RACERS):
        look = stroke(slug)
        marker = {"color": look.color, "symbol": look.marker, "size": size.marker}
        trace = go.Scatter(mode="markers", marker=marker, cliponaxis=False, hoverinfo="skip")
        add_moving(figure, trace, x=across[slug][:, None], y=paths[slug][GRID][:, None])
