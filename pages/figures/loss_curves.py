"""Pictures of what an error costs: against the prediction, the residual, and for a fitted line."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from core.losses import LOSSES, RESIDUAL_LOSSES, huber, huber_slope, smooth_l1, smooth_l1_slope
from core.regression import Line, huber_line, least_absolute_line, least_squares_line
from pages.figures.labels import Curve, label_ends, label_markers
from pages.figures.moving import add_moving
from pages.figures.numbers import number, tex
from pages.figures.style import NEUTRAL, STROKES, Size, Stroke, canvas, stroke

OfThreshold = Callable[..., np.ndarray]

PARTS = ("prediction", "residual", "outlier")
PREDICTIONS = np.round(np.linspace(0, 1, 101), 2)
THRESHOLDS = np.round(np.linspace(0.1, 3, 30), 1)
"""Residuals at which Huber and Smooth L1 turn from a parabola into a line."""
OUTLIERS = np.round(np.linspace(-6, 16, 45), 1)
"""Heights of the point that leaves the others."""

X = np.arange(10.0)
Y = 1 + 0.5 * X + np.array([0.3, -0.4, 0.1, 0.5, -0.3, -0.2, 0.4, -0.1, 0.0, 0.2])
MOVED = 8
"""Which of the points of (X, Y) is the outlier."""

_RESIDUALS = np.round(np.linspace(-4, 4, 81), 1)
_LOOKS = {"huber": STROKES[5], "smooth_l1": STROKES[6]}
_NAMES = {"mse": "½ squared", "mae": "absolute", "huber": "Huber", "smooth_l1": "Smooth L1"}
_STILL = ("mse", "mae")


class Penalty(NamedTuple):
    """What the predictions cost under one loss: value and slope in p."""

    name: str
    look: Stroke
    value: np.ndarray
    slope: np.ndarray


def penalties(y: int, p: np.ndarray = PREDICTIONS) -> tuple[Penalty, Penalty]:
    """Compute -log p and (1 - p)^2 for label 1, -log (1 - p) and p^2 for label 0."""
    with np.errstate(divide="ignore"):
        z = np.log(p) - np.log1p(-p)
    names = ("−log p", "(1 − p)²") if y == 1 else ("−log (1 − p)", "p²")
    bce, half = LOSSES["bce"], LOSSES["mse"]
    return (
        Penalty(names[0], stroke("bce"), bce.value(z, y), bce.probability_gradient(z, y)),
        Penalty(names[1], stroke("mse"), 2 * half.value(z, y), 2 * half.probability_gradient(z, y)),
    )


def penalty_curves(y: int, size: Size) -> tuple[go.Figure, go.Figure]:
    """Draw both penalties of label y against the prediction, each with a marker and its tangent."""
    fine = _fine()
    log, square = zip(penalties(y, fine), penalties(y), strict=True)
    return (
        _penalty_curve(fine, *log, 5.5, f"{log[0].name}  (nats)", size),
        _penalty_curve(fine, *square, 1.25, f"{square[0].name},  without ½", size),
    )


def residual_values(size: Size) -> go.Figure:
    """Draw the four losses of a residual; those with a threshold move with it."""
    still = {slug: (_RESIDUALS, RESIDUAL_LOSSES[slug].value(_RESIDUALS)) for slug in _STILL}
    figure = _residual_canvas("loss L(r)", [0, 8.8], size)
    _add_losses(figure, still, {"huber": huber, "smooth_l1": smooth_l1}, size)
    return figure


def residual_slopes(size: Size) -> go.Figure:
    """Draw their slopes; absolute error has every slope from -1 to 1 at 0."""
    still = {slug: (_RESIDUALS, RESIDUAL_LOSSES[slug].slope(_RESIDUALS)) for slug in _STILL}
    still["mae"] = (np.array([-4.0, 0, 0, 4]), np.array([-1.0, -1, 1, 1]))
    figure = _residual_canvas("slope dL/dr", [-4.4, 4.4], size)
    _add_losses(figure, still, {"huber": huber_slope, "smooth_l1": smooth_l1_slope}, size)
    figure.add_annotation(
        x=0.02,
        y=0.97,
        xref="x domain",
        yref="y domain",
        xanchor="left",
        yanchor="top",
        align="left",
        text="|r| at 0: any slope<br>from −1 to 1",
        showarrow=False,
    )
    return figure


def targets() -> np.ndarray:
    """Return the points' heights for each place of the outlier, of shape (steps, points)."""
    y = np.tile(Y, (OUTLIERS.size, 1))
    y[:, MOVED] = OUTLIERS
    return y


def fits(threshold: float) -> dict[str, Line]:
    """Fit a line under each loss for each place of the outlier; Smooth L1 has Huber's line."""
    y = targets()
    return {
        "mse": least_squares_line(X, y),
        "mae": least_absolute_line(X, y),
        "huber": huber_line(X, y, threshold),
    }


def fitted_lines(lines: Mapping[str, Line], size: Size) -> go.Figure:
    """Draw the points, the outlier, and the line of each loss."""
    figure = canvas(size, "input x", "target y")
    figure.update_xaxes(range=[-0.4, 12.8], tickvals=[0, 3, 6, 9])
    figure.update_yaxes(range=[-7, 17])
    others = np.arange(X.size) != MOVED
    dots = {"color": NEUTRAL, "size": size.marker - 3}
    figure.add_scatter(x=X[others], y=Y[others], mode="markers", name="points", marker=dots)
    ring = {"color": NEUTRAL, "symbol": "circle-open", "size": size.marker + 4, "line_width": 3}
    trace = go.Scatter(mode="markers", name="outlier", marker=ring, hoverinfo="skip")
    add_moving(figure, trace, x=np.full((OUTLIERS.size, 1), X[MOVED]), y=OUTLIERS[:, None])
    ends = np.array([-0.4, 9.4])
    for slug, line in lines.items():
        look = _line(_look(slug), size)
        trace = go.Scatter(x=ends, mode="lines", name=slug, line=look, hoverinfo="skip")
        add_moving(figure, trace, y=line.at(ends))
    heights = [line.at(ends[1:])[:, 0] for line in lines.values()]
    label_ends(figure, ends[1] + 0.1, heights, [_NAMES[slug] for slug in lines], size)
    return figure


def fitted_slopes(lines: Mapping[str, Line], size: Size) -> go.Figure:
    """Draw the slope of each fitted line against the height of the outlier."""
    figure = canvas(size, "height of the outlier", "slope of the fitted line")
    figure.update_xaxes(range=[OUTLIERS[0], OUTLIERS[-1]])
    figure.update_yaxes(range=[-0.05, 1.2])
    for slug, line in lines.items():
        _add_line(figure, slug, OUTLIERS, line.slope, _look(slug), size)
    for slug, line in lines.items():
        _add_marker(figure, OUTLIERS, line.slope, _look(slug), size)
    words = [[f"{_NAMES[slug]} {number(w)}" for w in line.slope] for slug, line in lines.items()]
    label_markers(figure, OUTLIERS, [line.slope for line in lines.values()], words, size)
    return figure


def prediction_captions(template: str, remarks: Mapping[str, str], y: int) -> list[str]:
    """Write the live sentence at each prediction.

    Parameters
    ----------
    template : str
        With the names y, p, costs and remark.
    remarks : mapping
        Templates: right, wrong (with the names share, half, log and square) and certain.
    y : int
        Label, 0 or 1.
    """
    log, square = penalties(y)
    return [
        template.format(
            y=y,
            p=f"{PREDICTIONS[k]:.2f}",
            costs=f"{_cost(log, k)}; {_cost(square, k)}",
            remark=_remark(remarks, y, float(PREDICTIONS[k])),
        )
        for k in range(PREDICTIONS.size)
    ]


def residual_captions(template: str) -> list[str]:
    """Write the live sentence at each threshold; names: t, half, remark."""
    return [
        template.format(
            t=f"{t:.1f}",
            half=f"{t / 2:.2f}",
            remark="Here they are one curve." if t == 1 else f"Smooth L1 is Huber / {t:.1f}.",
        )
        for t in THRESHOLDS
    ]


def outlier_captions(template: str, lines: Mapping[str, Line], threshold: float) -> list[str]:
    """Write the live sentence at each outlier; names: u, mse, mae, huber, t."""
    slopes = {slug: line.slope for slug, line in lines.items()}
    return [
        template.format(
            u=number(OUTLIERS[k]),
            t=f"{threshold:.1f}",
            **{slug: number(slope[k]) for slug, slope in slopes.items()},
        )
        for k in range(OUTLIERS.size)
    ]


def residual_formula(threshold: float) -> str:
    """Write the two losses with their threshold, in LaTeX."""
    t = f"{threshold:.1f}"
    return (
        r"\small\begin{aligned}"
        rf"\mathrm{{Huber}} &= \tfrac12 r^2 \ (|r| \le {t}),"
        rf" \quad {t}\,(|r| - {tex(threshold / 2)})"
        rf"\\ \mathrm{{SmoothL1}} &= \tfrac{{1}}{{2 \cdot {t}}} r^2 \ (|r| \le {t}),"
        rf" \quad |r| - {tex(threshold / 2)}"
        r"\end{aligned}"
    )


def _fine() -> np.ndarray:
    """Make a grid that follows the logarithm where it is steep."""
    tail = np.logspace(-3, -1, 41)
    return np.unique(np.concatenate([PREDICTIONS, tail, 1 - tail]))


def _penalty_curve(
    x: np.ndarray, curve: Penalty, penalty: Penalty, top: float, title: str, size: Size
) -> go.Figure:
    """Draw a penalty on the grid x, and its marker and tangent on PREDICTIONS."""
    figure = canvas(size, "prediction p", title)
    figure.update_xaxes(range=[0, 1])
    figure.update_yaxes(range=[0, top])
    _add_line(figure, curve.name, x, np.minimum(curve.value, top), penalty.look, size)
    y = np.minimum(penalty.value, top)
    _add_tangent(figure, y, penalty.slope, top)
    _add_marker(figure, PREDICTIONS, y, penalty.look, size)
    words = [
        f"{number(value)}<br>slope {number(slope)}"
        for value, slope in zip(penalty.value, penalty.slope, strict=True)
    ]
    label_markers(figure, PREDICTIONS, [y], [words], size)
    return figure


def _look(slug: str) -> Stroke:
    return _LOOKS.get(slug) or stroke(slug)


def _residual_canvas(title: str, span: list[float], size: Size) -> go.Figure:
    """Make a canvas with room for names to the right of the curves."""
    figure = canvas(size, "residual r = prediction − target", title)
    figure.update_xaxes(range=[-4, 7], tickvals=[-4, -2, 0, 2, 4])
    figure.update_yaxes(range=span)
    return figure


def _add_losses(
    figure: go.Figure, still: Mapping[str, Curve], moved: Mapping[str, OfThreshold], size: Size
) -> None:
    """Add curves that stand still and curves that move with their kinks, and name their ends."""
    steps = THRESHOLDS.size
    ends = [np.full(steps, y[-1]) for _, y in still.values()]
    for slug, (x, y) in still.items():
        _add_line(figure, slug, x, y, _look(slug), size)
    for slug, function in moved.items():
        y = np.array([function(_RESIDUALS, t) for t in THRESHOLDS])
        kinks = np.array([function([-t, t], t) for t in THRESHOLDS])
        trace = go.Scatter(x=_RESIDUALS, mode="lines", name=slug, line=_line(_look(slug), size))
        add_moving(figure, trace, y=y)
        trace = go.Scatter(mode="markers", marker=_marker(_look(slug), size), hoverinfo="skip")
        add_moving(figure, trace, x=np.stack([-THRESHOLDS, THRESHOLDS], axis=1), y=kinks)
        ends.append(y[:, -1])
    label_ends(figure, 4.1, ends, [_NAMES[slug] for slug in (*still, *moved)], size)


def _line(look: Stroke, size: Size) -> dict[str, object]:
    return {"color": look.color, "dash": look.dash, "width": size.line}


def _marker(look: Stroke, size: Size) -> dict[str, object]:
    return {"color": look.color, "symbol": look.marker, "size": size.marker}


def _add_line(
    figure: go.Figure, name: str, x: np.ndarray, y: np.ndarray, look: Stroke, size: Size
) -> None:
    x, y = x.astype(np.float32), y.astype(np.float32)
    line = _line(look, size)
    figure.add_scatter(x=x, y=y, mode="lines", name=name, line=line, hoverinfo="skip")


def _add_tangent(figure: go.Figure, y: np.ndarray, slope: np.ndarray, top: float) -> None:
    """Add a short line of the curve's slope, as long on screen for every slope."""
    steep = np.clip(slope, -1e6, 1e6)
    across = 0.15 / np.hypot(1, steep / top)
    ends = np.stack([-across, across], axis=1)
    trace = go.Scatter(mode="lines", name="tangent", line={"color": NEUTRAL, "width": 2})
    x, y = PREDICTIONS[:, None] + ends, y[:, None] + steep[:, None] * ends
    add_moving(figure, trace, x=x, y=y)


def _add_marker(figure: go.Figure, x: np.ndarray, y: np.ndarray, look: Stroke, size: Size) -> None:
    marker = _marker(look, size)
    trace = go.Scatter(mode="markers", marker=marker, cliponaxis=False, hoverinfo="skip")
    add_moving(figure, trace, x=x[:, None], y=y[:, None])


def _cost(penalty: Penalty, k: int) -> str:
    return f"{penalty.name} = {number(penalty.value[k])}, slope {number(penalty.slope[k])}"


def _remark(remarks: Mapping[str, str], y: int, p: float) -> str:
    """Tell what it costs to give the true class half of its share."""
    share, name = (p, "p") if y == 1 else (1 - p, "1 − p")
    if share == 0:
        return remarks["certain"]
    if share > 0.5:
        return remarks["right"]
    costs = (penalty.value for penalty in penalties(1, np.array([share, share / 2])))
    log, square = (number(half - whole) for whole, half in costs)
    return remarks["wrong"].format(share=name, half=number(share / 2), log=log, square=square)
