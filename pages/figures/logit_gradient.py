"""Pictures of the slope in the logit: the slopes, the sigmoid, and the chain rule's factors."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from core.activations import sigmoid, sigmoid_derivative
from core.gradients import chain_rule, same_slope_logit
from core.losses import Loss
from pages.figures.labels import label_lines, label_markers
from pages.figures.moving import add_moving
from pages.figures.numbers import number, tex
from pages.figures.style import NEUTRAL, Size, canvas, stroke

SCALES = ("magnitude", "signed", "logarithm")
EXTREME = 7.0
"""Logit at which a prediction counts as near 0 or 1."""
SATURATED = 0.01
"""A sigmoid whose slope p (1 - p) is below this counts as saturated."""


def grid(scale: str) -> np.ndarray:
    """Logits at which the marker can stand: wider where the axis is logarithmic.

    Parameters
    ----------
    scale : str
        One of SCALES.

    Returns
    -------
    ndarray, shape (201,)
        Rounded to what the number box shows.
    """
    reach = 30 if scale == "logarithm" else 10
    return np.round(np.linspace(-reach, reach, 201), 1)


def slopes(losses: Sequence[Loss], y: float, scale: str, size: Size) -> go.Figure:
    """Draw the slope of each loss against the logit, with a moving marker on every curve.

    Parameters
    ----------
    losses : sequence of Loss
        Which curves.
    y : float
        Label in [0, 1].
    scale : str
        One of SCALES.
    size : Size
        Text and lines.

    Returns
    -------
    Figure
        Curves named by the losses' titles; for half squared error and a hard label also the
        peak and the other logit that has the same slope.
    """
    z = grid(scale)
    curves = {loss.slug: _slope(loss, z, y, scale) for loss in losses}
    title = "dL/dz" if scale == "signed" else "|dL/dz|"
    figure = _canvas(scale, f"{title}  (per unit of logit)", size)
    _set_range(figure, list(curves.values()), scale)
    for loss in losses:
        look = stroke(loss.slug)
        line = {"color": look.color, "dash": look.dash, "width": size.line}
        _add_line(figure, loss.title, z, curves[loss.slug], line)
    if "mse" in curves and y in (0, 1):
        _show_peak(figure, y, scale)
        _add_twin(figure, z, y, curves["mse"], size)
    for slug, values in curves.items():
        _add_marker(figure, z, values, stroke(slug).color, stroke(slug).marker, size)
    names = [f"{loss.title}<br>" if len(losses) < 3 else f"{loss.slug}  " for loss in losses]
    words = [
        [name + number(v) for v in values]
        for name, values in zip(names, curves.values(), strict=True)
    ]
    label_markers(figure, z, list(curves.values()), words, size)
    return figure


def activation(scale: str, size: Size) -> go.Figure:
    """Draw the sigmoid and its derivative on the same logit, each with a moving marker.

    Parameters
    ----------
    scale, size
        As in `slopes`.

    Returns
    -------
    Figure
    """
    z = grid(scale)
    curves = {"p = sigmoid(z)": sigmoid(z), "p (1 − p)": sigmoid_derivative(z)}
    figure = _canvas(scale, "p  and  p (1 − p)", size)
    figure.update_yaxes(range=[-0.05, 1.2])
    for (name, values), dash in zip(curves.items(), ("solid", "dot"), strict=True):
        line = {"color": NEUTRAL, "dash": dash, "width": size.line}
        _add_line(figure, name, z, values, line)
    for values in curves.values():
        _add_marker(figure, z, values, NEUTRAL, "circle", size)
    label_lines(figure, {name: (z, values) for name, values in curves.items()}, size)
    return figure


def factors(loss: Loss, y: float, x: float, scale: str, size: Size) -> go.Figure:
    """Draw the chain rule's factors for one loss, and their product, on a logarithmic axis.

    Parameters
    ----------
    loss : Loss
        A loss that is a function of the probability.
    y : float
        Label in [0, 1].
    x : float
        Input of the neuron, dz/dw; not 0.
    scale, size
        As in `slopes`.

    Returns
    -------
    Figure
        Sizes of the factors: their signs are in `chain_formula`.
    """
    z = grid(scale)
    rule = chain_rule(loss, z, y)
    curves = {
        "|dL/dp|": np.abs(rule.dL_dp),
        "dp/dz": rule.dp_dz,
        "|dz/dw| = |x|": np.full_like(z, abs(x)),
        "|dL/dw|": np.abs(rule.dL_dz * x),
    }
    figure = canvas(size, "logit z", "size of the factor")
    looks = dict(zip(curves, _factor_looks(loss, size), strict=True))
    for name, values in curves.items():
        _add_line(figure, name, z, values, looks[name])
    for name, values in curves.items():
        _add_marker(figure, z, values, looks[name]["color"], "circle", size)
    reach = float(np.abs(z).max()) / np.log(10)
    figure.update_yaxes(type="log", range=[-2 * reach - 0.5, reach + 1.2])
    _powers_of_ten(figure)
    figure.update_xaxes(range=[z[0], z[-1]])
    label_lines(figure, {name: (z, values) for name, values in curves.items()}, size)
    return figure


def factored(losses: Sequence[Loss]) -> list[Loss]:
    """Return the first two losses that are functions of the probability."""
    return [loss for loss in losses if loss.probability_gradient][:2]


def chain_formula(loss: Loss, z: float, y: float, x: float) -> str:
    """Write the chain rule with its numbers at one logit.

    Parameters
    ----------
    loss, y, x
        As in `factors`.
    z : float
        Logit.

    Returns
    -------
    str
        LaTeX, in two lines that fit on a phone.
    """
    rule = chain_rule(loss, z, y)
    return (
        r"\begin{aligned} \frac{\partial L}{\partial w} &= "
        rf"\underbrace{{{tex(rule.dL_dp)}}}_{{\partial L / \partial p}} \cdot "
        rf"\underbrace{{{tex(rule.dp_dz)}}}_{{p (1 - p)}} \cdot "
        rf"\underbrace{{{tex(x)}}}_{{x}} \\ &= {tex(rule.dL_dz * x)} \end{{aligned}}"
    )


def extreme_cases(losses: Sequence[Loss]) -> list[dict[str, str]]:
    """Tell each loss's slope for both labels and a prediction near 0 and near 1.

    Parameters
    ----------
    losses : sequence of Loss
        One column each.

    Returns
    -------
    list of dict
        Four rows of a table, by column title.
    """
    return [
        {
            "label y": str(y),
            "prediction p": number(sigmoid(z)),
            "the answer is": "right" if (z > 0) == (y == 1) else "wrong",
            **{f"|dL/dz|, {loss.title}": number(abs(loss.gradient(z, y))) for loss in losses},
        }
        for y in (0, 1)
        for z in (-EXTREME, EXTREME)
    ]


def captions(template: str, losses: Sequence[Loss], y: float, scale: str) -> list[str]:
    """Write the live sentence at each logit.

    Parameters
    ----------
    template : str
        With the names z, p, y, slopes and ratio.
    losses, y, scale
        As in `slopes`.

    Returns
    -------
    list of str
        One sentence for each logit of `grid`.
    """
    z = grid(scale)
    values = {loss.title: np.abs(loss.gradient(z, y)) for loss in losses}
    return [
        template.format(
            z=f"{z[k]:.1f}".replace("-", "−"),
            p=_probability(z[k]),
            y=f"{y:g}",
            slopes=", ".join(f"{title} {number(v[k])}" for title, v in values.items()),
            ratio=_ratio([v[k] for v in values.values()]),
        )
        for k in range(len(z))
    ]


def _probability(z: float) -> str:
    """Write p so that it never looks like 1, which no finite logit reaches."""
    return number(sigmoid(z)) if z <= 10 else f"1 − {number(sigmoid(-z))}"


def _ratio(slopes: Sequence[float]) -> str:
    """Compare two slopes, where there are two."""
    if len(slopes) != 2 or not all(slopes):
        return ""
    return f"; ratio {number(max(slopes) / min(slopes))}"


def _slope(loss: Loss, z: np.ndarray, y: float, scale: str) -> np.ndarray:
    slope = loss.gradient(z, y)
    return slope if scale == "signed" else np.abs(slope)


def _add_marker(
    figure: go.Figure, z: np.ndarray, values: np.ndarray, color: str, symbol: str, size: Size
) -> None:
    marker = {"color": color, "symbol": symbol, "size": size.marker}
    trace = go.Scatter(mode="markers", marker=marker, cliponaxis=False, hoverinfo="skip")
    add_moving(figure, trace, x=z[:, None], y=values[:, None])


def _add_twin(figure: go.Figure, z: np.ndarray, y: float, slope: np.ndarray, size: Size) -> None:
    """Join each point of half squared error to the other one that has the same slope."""
    color = stroke("mse").color
    trace = go.Scatter(
        mode="lines+markers",
        name="same slope",
        line={"color": color, "width": 1, "dash": "dot"},
        marker={"symbol": "circle-open", "size": [0, size.marker], "line_width": 2, "color": color},
        hoverinfo="skip",
    )
    ends = np.column_stack([z, same_slope_logit(z, y)])
    add_moving(figure, trace, x=ends, y=np.column_stack([slope, slope]))


def _show_peak(figure: go.Figure, y: float, scale: str) -> None:
    """Point at the steepest place of half squared error from above the picture, out of the way."""
    side = 1 if y == 1 else -1
    z, peak = -side * float(np.log(2)), 4 / 27
    figure.add_annotation(
        x=z,
        y={"magnitude": peak, "signed": -side * peak, "logarithm": np.log10(peak)}[scale],
        text=f"peak 4/27 at z = {'−' if y == 1 else ''}ln 2",
        ax=z,
        ay=figure.layout.yaxis.range[1],
        axref="x",
        ayref="y",
        xanchor="center",
        yanchor="bottom",
        arrowcolor=NEUTRAL,
        arrowwidth=1,
    )


def _canvas(scale: str, title: str, size: Size) -> go.Figure:
    """Return a canvas against the logit: saturated zones shaded, a free line of text above it."""
    z = grid(scale)
    edge = float(np.arccosh(0.5 / SATURATED - 1))  # as 1 / (p (1 - p)) = 2 + 2 cosh z
    figure = canvas(size, "logit z", title)
    figure.update_layout(margin_t=2 * size.text)
    figure.update_xaxes(range=[z[0], z[-1]])
    for left, right in ((z[0], -edge), (edge, z[-1])):
        figure.add_vrect(
            x0=left, x1=right, fillcolor=NEUTRAL, opacity=0.13, line_width=0, layer="below"
        )
        figure.add_annotation(
            x=(left + right) / 2,
            y=0,
            yref="y domain",
            yanchor="top",
            yshift=-1.75 * size.text,  # beside the axis title
            text="saturated",
            showarrow=False,
        )
    return figure


def _add_line(
    figure: go.Figure, name: str, z: np.ndarray, values: np.ndarray, line: dict[str, object]
) -> None:
    x, y = z.astype(np.float32), values.astype(np.float32)
    figure.add_scatter(x=x, y=y, mode="lines", name=name, line=line)


def _set_range(figure: go.Figure, curves: Sequence[np.ndarray], scale: str) -> None:
    if scale == "logarithm":
        figure.update_yaxes(type="log", range=[-12.4, 0.9])
        _powers_of_ten(figure)
        return
    low, high = np.min([0, *map(np.min, curves)]), np.max([0, *map(np.max, curves)])
    room = 0.13 * (high - low)
    figure.update_yaxes(range=[low - room / 2, high + 2 * room])


def _powers_of_ten(figure: go.Figure) -> None:
    low, high = figure.layout.yaxis.range
    figure.update_yaxes(dtick=3 if high - low < 20 else 6, exponentformat="power")


def _factor_looks(loss: Loss, size: Size) -> list[dict[str, object]]:
    color = stroke(loss.slug).color
    return [
        {"color": color, "dash": "dot", "width": size.line},
        {"color": NEUTRAL, "dash": "dot", "width": size.line},
        {"color": NEUTRAL, "dash": "solid", "width": 1},
        {"color": color, "dash": "solid", "width": size.line + 2},
    ]
