"""Pictures of a number that is cut into classes: ages in bins, from two to one for each year."""

import math

import numpy as np
import plotly.graph_objects as go

from core.binning import binned_cross_entropy, gaussian_masses
from core.likelihood import gaussian_log_density
from pages.figures.moving import add_moving
from pages.figures.numbers import number
from pages.figures.style import NEUTRAL, Size, canvas, stroke

OLDEST = 100.0
BINS = np.arange(2.0, 101.0)
"""Numbers of bins into which the ages from 0 to 100 are cut."""
SPREAD = 10.0
"""Standard deviation of the predicted age, in years."""
TRUE_AGE, PREDICTED = 32.5, 45.0

_TICKS = [0, 25, 50, 75]
_AGES = np.linspace(0, OLDEST, 201)
_MEANS = np.linspace(0, OLDEST, 101)


def edges(count: float) -> np.ndarray:
    """Return the ages at which one bin ends and the next begins, shape (count - 1,)."""
    return np.linspace(0, OLDEST, int(count) + 1)[1:-1]


def density(count: float, age: np.ndarray) -> np.ndarray:
    """Return the probability of each age's bin over its width, per year."""
    masses = gaussian_masses(PREDICTED, SPREAD, edges(count))
    return masses[np.searchsorted(edges(count), age, side="right")] * count / OLDEST


def shifted_cross_entropy(count: float, mean: np.ndarray) -> np.ndarray:
    """Return cross-entropy of the true age's bin plus the logarithm of the bins' width, in nats."""
    loss = binned_cross_entropy(mean, SPREAD, edges(count), TRUE_AGE)
    return loss + math.log(OLDEST / count)


def squared_error(mean: np.ndarray) -> np.ndarray:
    """Return squared error over twice the variance, and the constant of the Gaussian, in nats."""
    return -gaussian_log_density(TRUE_AGE, mean, SPREAD)


def middle_of_bins(count: float) -> float:
    """Return the age that the classes predict: the mean of the bins' middles."""
    ends = np.concatenate([[0], edges(count), [OLDEST]])
    middles = (ends[:-1] + ends[1:]) / 2
    return float(gaussian_masses(PREDICTED, SPREAD, edges(count)) @ middles)


def bins(size: Size) -> go.Figure:
    """Draw the predicted distribution of the age, as a density and in bins."""
    figure = canvas(size, "age (years)", "probability per year")
    figure.update_xaxes(range=[0, OLDEST], tickvals=_TICKS)
    figure.update_yaxes(range=[0, 0.056])
    look = stroke("bce")
    line = {"color": look.color, "width": size.line, "shape": "hv"}
    steps = np.array([density(count, _AGES) for count in BINS])
    fill = {"fill": "tozeroy", "fillcolor": "rgba(128,128,128,0.18)"}
    trace = go.Scatter(x=_AGES.astype(np.float32), mode="lines", name="bins", line=line, **fill)
    add_moving(figure, trace, y=steps)
    smooth = np.exp(gaussian_log_density(_AGES, PREDICTED, SPREAD))
    dotted = {"color": stroke("mse").color, "dash": stroke("mse").dash, "width": size.line}
    figure.add_scatter(x=_AGES, y=smooth, mode="lines", name="density", line=dotted)
    for age, words, up in ((TRUE_AGE, "true age", 0.0535), (PREDICTED, "predicted", 0.0535)):
        side = "right" if age < PREDICTED else "left"
        _post(figure, age)
        figure.add_annotation(x=age, y=up, text=f" {words} ", xanchor=side, showarrow=False)
    return figure


def losses(size: Size) -> go.Figure:
    """Draw cross-entropy of the bins and squared error against the predicted age."""
    figure = canvas(size, "predicted age (years)", "loss (nats)")
    figure.update_xaxes(range=[0, OLDEST], tickvals=_TICKS)
    figure.update_yaxes(range=[2.5, 12])
    look, other = stroke("bce"), stroke("mse")
    parabola = squared_error(_MEANS)
    line = {"color": look.color, "width": size.line}
    trace = go.Scatter(x=_MEANS.astype(np.float32), mode="lines", name="cross-entropy", line=line)
    add_moving(figure, trace, y=np.array([shifted_cross_entropy(count, _MEANS) for count in BINS]))
    # Above the curve that comes to lie under it, so that both are seen.
    dashed = {"color": other.color, "dash": other.dash, "width": size.line}
    figure.add_scatter(x=_MEANS, y=parabola, mode="lines", name="squared error", line=dashed)
    here = np.array([shifted_cross_entropy(count, np.array([PREDICTED])) for count in BINS])
    marker = {"color": look.color, "symbol": look.marker, "size": size.marker}
    trace = go.Scatter(mode="markers", name="now", marker=marker, hoverinfo="skip")
    add_moving(figure, trace, x=np.full_like(here, PREDICTED), y=here)
    # Below the marker there is no curve, at any number of bins.
    words = go.Scatter(mode="text", textposition="bottom right", name="words", hoverinfo="skip")
    said = [[f" cross-entropy {number(float(value))}"] for value in here[:, 0]]
    add_moving(figure, words, x=np.full_like(here, PREDICTED), y=here, text=said)
    figure.add_annotation(x=8, y=6.6, text="squared error", xanchor="left", showarrow=False)
    return figure


def captions(template: str) -> list[str]:
    """Write the live sentence at each number of bins.

    Parameters
    ----------
    template : str
        With the names bins, width, mass, loss, shifted, squared and age.
    """
    square = number(float(squared_error(np.array(PREDICTED))))
    return [
        template.format(
            bins=f"{count:.0f}",
            width=number(OLDEST / count),
            mass=number(math.exp(math.log(OLDEST / count) - shifted)),
            loss=number(shifted - math.log(OLDEST / count)),
            shifted=number(shifted),
            squared=square,
            age=number(middle_of_bins(count)),
        )
        for count in BINS
        for shifted in shifted_cross_entropy(count, np.array([PREDICTED])).tolist()
    ]


def _post(figure: go.Figure, age: float) -> None:
    """Draw a thin upright line."""
    line = {"color": NEUTRAL, "dash": "dot", "width": 2}
    place = {"x0": age, "x1": age, "y0": 0, "y1": 1, "yref": "y domain"}
    figure.add_shape(type="line", line=line, layer="below", **place)
