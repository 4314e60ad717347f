"""Pictures of a line and two sigmoids, fitted to labels of which more and more are flipped."""

from collections.abc import Mapping

import numpy as np
import plotly.graph_objects as go

from pages.figures.contour_lines import nice_levels
from pages.figures.labels import label_ends, label_lines, label_markers
from pages.figures.linear_probability_scene import (
    LINEAR,
    NAMES,
    PERCENT,
    Fits,
    Scores,
    calibrations,
    loss_of,
    scores,
    true_errors,
)
from pages.figures.loss_surface import look_of
from pages.figures.moving import add_moving
from pages.figures.numbers import number, tex
from pages.figures.style import NEUTRAL, Size, Stroke, canvas

OUTSIDE = "rgba(128,128,128,0.13)"
_PULLS = (-12.0, 4.0)
_STRETCH = 20  # per cent of flips that a word covers on a phone


def outputs(found: Fits, size: Size) -> go.Figure:
    """Draw what each model answers along the feature, and the observed share of class 1."""
    figure = _along(found, "output", [-0.5, 1.5], size)
    figure.update_yaxes(tickvals=[0, 0.5, 1])
    _band(figure, -0.5, 0)
    _band(figure, 1, 1.5)
    _note(figure, "no probability", (0.01, 1.47), ("left", "top"))
    _note(figure, "no probability", (0.01, -0.47), ("left", "bottom"))
    _note(figure, "○ observed share of class 1", (0.99, -0.47), ("right", "bottom"))
    x = np.linspace(found.x.min(), found.x.max(), 81)
    curves = {slug: found.output(slug, x) for slug in NAMES}
    for slug, y in curves.items():
        _add_lines(figure, slug, x, y, size)
    _add_shares(figure, found, found.shares.share, size)
    for slug in NAMES:
        crossing = found.boundary(slug)[:, None]
        _add_markers(figure, slug, crossing, np.full_like(crossing, 0.5), size)
    label_ends(figure, x[-1], [y[:, -1] for y in curves.values()], list(NAMES.values()), size)
    return figure


def pulls(found: Fits, size: Size) -> go.Figure:
    """Draw how hard each loss pulls at an example of label 1; marked is the most wrong one."""
    figure = canvas(size, "output z of an example with label 1", "pull |dL/dz|")
    figure.update_xaxes(range=_PULLS)
    figure.update_yaxes(range=[-0.1, 2.6])
    z = np.linspace(*_PULLS, 161)
    curves = {NAMES[slug]: (z, np.abs(loss_of(slug).gradient(z, 1))) for slug in NAMES}
    for slug, (_, y) in zip(NAMES, curves.values(), strict=True):
        y = np.where(y > 2.6, np.nan, y).astype(np.float32)
        line = _line(look_of(loss_of(slug)), size)
        figure.add_scatter(x=z, y=y, mode="lines", name=slug, line=line, hoverinfo="skip")
    label_lines(figure, {name: curves[name] for name in curves if name != NAMES[LINEAR]}, size)
    place = {"x": -1.5, "y": 2.3, "xanchor": "right", "yanchor": "middle"}
    figure.add_annotation(text=NAMES[LINEAR], showarrow=False, **place)
    for slug in NAMES:
        worst = found.most_wrong(slug)[:, None]
        _add_markers(figure, slug, worst, np.abs(loss_of(slug).gradient(worst, 1)), size)
    return figure


def log_odds(found: Fits, size: Size) -> go.Figure:
    """Draw the logits, which are straight lines, among the observed log-odds."""
    figure = _along(found, "log-odds ln p/(1 − p)", [-7, 7], size)
    x = np.array([found.x.min(), found.x.max()])
    slugs = [slug for slug in NAMES if slug != LINEAR]
    share = np.maximum(PERCENT, 1e-6)[:, None] / 100
    bound = np.log((1 - share) / share)
    for sign in (-1, 1):
        line = {"color": NEUTRAL, "dash": "dot", "width": 2}
        trace = go.Scatter(x=x, mode="lines", name="bound", line=line, hoverinfo="skip")
        add_moving(figure, trace, y=np.repeat(sign * bound, 2, axis=1))
    for slug in slugs:
        _add_lines(figure, slug, x, found.logit(slug, x), size)
    _add_shares(figure, found, found.shares.log_odds, size)
    ends = [np.clip(found.logit(slug, x)[:, -1], -7, 7) for slug in slugs]
    label_ends(figure, x[-1], ends, [NAMES[slug] for slug in slugs], size)
    return figure


def reliability(found: Fits, size: Size) -> go.Figure:
    """Draw the observed shares against the predicted ones, in bins of similar predictions."""
    figure = canvas(size, "predicted p", "observed share of class 1")
    figure.update_xaxes(range=[-0.03, 1.45], tickvals=[0, 0.5, 1])
    figure.update_yaxes(range=[-0.05, 1.05], tickvals=[0, 0.5, 1])
    diagonal = {"color": NEUTRAL, "dash": "dot", "width": 2}
    figure.add_scatter(x=[0, 1], y=[0, 1], mode="lines", line=diagonal, name="calibrated")
    ends = []
    for slug in NAMES:
        predicted, observed = calibrations(found, slug)
        last = np.isfinite(observed).sum(axis=1) - 1
        ends.append(np.take_along_axis(observed, last[:, None], axis=1)[:, 0])
        look = look_of(loss_of(slug))
        line = {**_line(look, size), "width": size.line / 2}
        marker = {"color": look.color, "symbol": look.marker, "size": size.marker * 0.75}
        trace = go.Scatter(mode="lines+markers", line=line, marker=marker, name=slug)
        add_moving(figure, trace, x=predicted, y=observed)
    label_ends(figure, 1.04, ends, list(NAMES.values()), size)
    return figure


def errors(found: Fits, size: Size) -> go.Figure:
    """Draw the error rate about the true labels against the share of flipped ones."""
    figure = canvas(size, "flipped labels, %", "error, true labels, %")
    figure.update_xaxes(range=[PERCENT[0], PERCENT[-1]])
    rates = {slug: 100 * true_errors(found, slug) for slug in NAMES}
    figure.update_yaxes(range=[0, 1.7 * max(rate.max() for rate in rates.values())])
    for slug, rate in rates.items():
        line = _line(look_of(loss_of(slug)), size)
        figure.add_scatter(x=PERCENT, y=rate, mode="lines", name=slug, line=line)
    for slug, rate in rates.items():
        _add_markers(figure, slug, PERCENT[:, None], rate[:, None], size)
    words = [[f"{NAMES[slug]} {rate:.1f}" for rate in rates[slug]] for slug in NAMES]
    clear = _highest_beside(np.array(list(rates.values())))
    label_markers(figure, PERCENT, [clear] * len(rates), words, size)
    return figure


def captions(template: str, found: Fits) -> list[str]:
    """Write the live sentence at each share; names: percent, pulls, errors."""
    worst = {s: np.abs(loss_of(s).gradient(found.most_wrong(s), 1)) for s in NAMES}
    wrong = {slug: 100 * true_errors(found, slug) for slug in NAMES}
    return [
        template.format(
            percent=f"{percent:.0f}",
            pulls=_list({slug: number(pull[step]) for slug, pull in worst.items()}),
            errors=", ".join(f"{rate[step]:.1f} %" for rate in wrong.values()),
        )
        for step, percent in enumerate(PERCENT)
    ]


def score_rows(found: Fits, step: int) -> list[dict[str, str]]:
    """Judge each model in five ways, at one share of flipped labels."""
    percent = (Scores.TRUE, Scores.GIVEN, Scores.OUTSIDE)
    return [
        {
            "model": NAMES[slug],
            **{
                name: f"{100 * value:.1f} %" if name in percent else number(value)
                for name, value in scores(found, slug, step).items()
            },
        }
        for slug in NAMES
    ]


def normal_equations(found: Fits, step: int) -> str:
    """Write the normal equations of the linear output with their numbers, in LaTeX."""
    x, y = found.x, found.given[step]
    w, b = found.theta[LINEAR][step]
    means = [tex(float(mean)) for mean in ((x * x).mean(), x.mean(), (x * y).mean(), y.mean())]
    return (
        r"\begin{gathered}"
        rf"\begin{{pmatrix}} {means[0]} & {means[1]} \\ {means[1]} & 1 \end{{pmatrix}}"
        r"\begin{pmatrix} w \\ b \end{pmatrix} = "
        rf"\begin{{pmatrix}} {means[2]} \\ {means[3]} \end{{pmatrix}}"
        rf"\\[2pt] w = {tex(w)}, \quad b = {tex(b)}"
        r"\end{gathered}"
    )


def _along(found: Fits, title: str, span: list[float], size: Size) -> go.Figure:
    """Make a canvas over the feature, with room for names to the right of the curves."""
    low, high = float(found.x.min()), float(found.x.max())
    figure = canvas(size, found.feature, title)
    ticks = nice_levels(low, high, 6)
    figure.update_xaxes(range=[low, high + 0.48 * (high - low)], tickvals=ticks)
    figure.update_yaxes(range=span)
    return figure


def _band(figure: go.Figure, low: float, high: float) -> None:
    place = {"x0": 0, "x1": 1, "xref": "x domain", "y0": low, "y1": high}
    figure.add_shape(fillcolor=OUTSIDE, line_width=0, layer="below", name="no probability", **place)


def _note(figure: go.Figure, text: str, at: tuple[float, float], anchor: tuple[str, str]) -> None:
    place = {"xref": "x domain", "xanchor": anchor[0], "yanchor": anchor[1]}
    figure.add_annotation(x=at[0], y=at[1], text=text, showarrow=False, **place)


def _line(look: Stroke, size: Size) -> dict[str, object]:
    return {"color": look.color, "dash": look.dash, "width": size.line}


def _add_lines(figure: go.Figure, slug: str, x: np.ndarray, y: np.ndarray, size: Size) -> None:
    line = _line(look_of(loss_of(slug)), size)
    x = x.astype(np.float32)
    trace = go.Scatter(x=x, mode="lines", name=slug, line=line, hoverinfo="skip")
    add_moving(figure, trace, y=y)


def _add_markers(figure: go.Figure, slug: str, x: np.ndarray, y: np.ndarray, size: Size) -> None:
    look = look_of(loss_of(slug))
    marker = {"color": look.color, "symbol": look.marker, "size": size.marker}
    trace = go.Scatter(mode="markers", marker=marker, name=f"{slug} now", hoverinfo="skip")
    add_moving(figure, trace, x=x, y=y)


def _add_shares(figure: go.Figure, found: Fits, y: np.ndarray, size: Size) -> None:
    marker = {"color": NEUTRAL, "symbol": "circle-open", "size": size.marker, "line_width": 2}
    trace = go.Scatter(mode="markers", marker=marker, name="observed", hoverinfo="skip")
    add_moving(figure, trace, x=np.tile(found.shares.x, (len(y), 1)), y=y)


def _highest_beside(curves: np.ndarray) -> np.ndarray:
    """Return what the curves reach at each step where its words stand, towards the middle."""
    highest = curves.max(axis=0)
    count = len(highest)
    ends = [(k, k + _STRETCH) if 2 * k < count else (k - _STRETCH, k) for k in range(count)]
    return np.array([highest[max(first, 0) : last + 1].max() for first, last in ends])


def _list(said: Mapping[str, str]) -> str:
    return ", ".join(f"{NAMES[slug]} {value}" for slug, value in said.items())
