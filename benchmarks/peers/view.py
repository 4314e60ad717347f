"""The slope in the logit, drawn with Plotly in the usual way: what the plain peers show."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from core.activations import sigmoid, sigmoid_derivative
from core.gradients import chain_rule
from core.losses import LOSSES

TITLE = "How hard does a wrong answer push?"
GRID = np.round(np.linspace(-10, 10, 201), 1)
FIRST = ["bce", "mse"]


def slopes(slugs: Sequence[str], y: float, z: float) -> go.Figure:
    """Draw the size of each loss's slope, and a marker on every curve at one logit."""
    curves = {LOSSES[slug].title: np.abs(LOSSES[slug].gradient(GRID, y)) for slug in slugs}
    return _chart(curves, z, "|dL/dz|")


def activation(z: float) -> go.Figure:
    """Draw the sigmoid and its derivative."""
    curves = {"p": sigmoid(GRID), "p (1 − p)": sigmoid_derivative(GRID)}
    return _chart(curves, z, "p and p (1 − p)")


def factors(slug: str, y: float, z: float) -> go.Figure:
    """Draw the factors of the chain rule on a logarithmic axis."""
    rule = chain_rule(LOSSES[slug], GRID, y)
    curves = {
        "|dL/dp|": np.abs(rule.dL_dp),
        "dp/dz": rule.dp_dz,
        "|dz/dw|": np.ones_like(GRID),
        "|dL/dw|": np.abs(rule.dL_dz),
    }
    return _chart(curves, z, "size of the factor").update_yaxes(type="log")


def formula(slug: str, y: float, z: float) -> str:
    """Write the chain rule with its numbers."""
    rule = chain_rule(LOSSES[slug], z, y)
    return (
        rf"\frac{{\partial L}}{{\partial w}} = {rule.dL_dp:.3g} \cdot {rule.dp_dz:.3g} \cdot 1"
        rf" = {rule.dL_dz:.3g}"
    )


def sentence(slugs: Sequence[str], y: float, z: float) -> str:
    """Write the numbers at one logit."""
    sizes = ", ".join(f"{LOSSES[s].title} {abs(LOSSES[s].gradient(z, y)):.3g}" for s in slugs)
    return f"At z = {z:.1f} the prediction is {sigmoid(z):.3g}, the label {y:g}. Slopes: {sizes}."


def factored(slugs: Sequence[str]) -> list[str]:
    """Return the first two losses that are functions of the probability."""
    return [slug for slug in slugs if LOSSES[slug].probability_gradient][:2]


def _chart(curves: dict[str, np.ndarray], z: float, title: str) -> go.Figure:
    """Draw all lines first, then all markers."""
    figure = go.Figure()
    k = int(np.argmin(np.abs(GRID - z)))
    for name, values in curves.items():
        figure.add_scatter(x=GRID, y=values, mode="lines", name=name)
    for values in curves.values():
        marker = {"size": 12}
        figure.add_scatter(x=[z], y=[values[k]], mode="markers", marker=marker, showlegend=False)
    figure.update_layout(xaxis_title="logit z", yaxis_title=title, height=400)
    return figure
