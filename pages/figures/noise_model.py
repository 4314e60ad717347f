"""Pictures of noise: observations under a density, its likelihood, and the loss it becomes."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from core.activations import sigmoid
from core.likelihood import NOISE_MODELS, isotropic_gaussian_log_density, ridge_strength
from core.losses import LOSSES
from pages.figures.moving import add_moving
from pages.figures.noise_model_scene import (
    LOSS_OF,
    OBSERVATIONS,
    Choice,
    Scene,
    most_likely,
    one_feature,
    scene,
    scenes,
    with_prior,
)
from pages.figures.numbers import number, tex
from pages.figures.style import NEUTRAL, Size, canvas, stroke

_WIDTHS = np.round(np.geomspace(0.2, 3, 81), 4)
_IDENTITIES = {
    "gaussian": r"\frac{1}{\sigma^2} \cdot \underbrace{\frac1n \sum_i \tfrac12 (x_i - \mu)^2}"
    r"_{\text{half squared error}} + \log \sigma + \tfrac12 \log 2\pi",
    "laplace": r"\frac{1}{\sigma} \cdot \underbrace{\frac1n \sum_i |x_i - \mu|}"
    r"_{\text{absolute error}} + \log 2\sigma",
    "bernoulli": r"\underbrace{\frac1n \sum_i \big(-y_i \log p - (1 - y_i) \log(1 - p)\big)}"
    r"_{\text{binary cross-entropy}}",
}
_TARGET, _PREDICTION = (0.0, 0.0, 1.0), (0.3, 0.3, 0.4)


def observations(choice: Choice, size: Size) -> go.Figure:
    """Draw what was observed under the noise; the likelihood is the product of all heights.

    Parameters
    ----------
    choice : Choice
        The noise and its data.
    size : Size
        Text and lines.
    """
    if choice.noise == "logistic":
        return _labelled_feature(choice, size)
    model, x = NOISE_MODELS[choice.noise], np.array(OBSERVATIONS[choice.observed], dtype=float)
    location = scene(choice).at_steps().parameter
    heights = np.exp(model.log_density(x, location[:, None], choice.sigma))
    figure = _density_canvas(choice, x, size)
    look = stroke(LOSS_OF[choice.noise])
    line = {"color": look.color, "width": size.line}
    if model.has_scale:
        _add_density(figure, choice, location, line)
    places = x if model.has_scale else _side_by_side(x)
    _add_sticks(figure, places, heights, line | {"width": 2})
    marker = {"color": look.color, "symbol": look.marker, "size": size.marker - 3}
    trace = go.Scatter(mode="markers", name="heights", marker=marker, hoverinfo="skip")
    add_moving(figure, trace, x=np.tile(places, (len(location), 1)), y=heights)
    return figure


def extremes(choice: Choice, size: Size) -> go.Figure:
    """Draw the likelihood above the loss, with the one place where both are best.

    Parameters
    ----------
    choice, size
        As in `observations`; with a prior there are two curves in each panel.
    """
    shown = scenes(choice)
    first = shown["alone"]
    figure = _two_panels(choice, list(shown.values()), size)
    look = stroke(LOSS_OF[choice.noise])
    for dash, (name, curves) in zip((look.dash, "dot"), shown.items(), strict=False):
        line = {"color": look.color, "width": size.line, "dash": dash}
        marker = {"color": look.color, "symbol": look.marker, "size": size.marker}
        _add_panels(figure, name, curves, line, marker)
        _mark_best(figure, name, curves)
    _write_share(figure, first.at_steps(), list(shown.values())[-1].best < first.best)
    _write_loss(figure, first.at_steps())
    words = f"both at {choice.symbol} = {number(first.best)}{choice.unit}"
    _note_best(figure, first, words, 0.5, "middle")
    if choice.prior == "none":
        words = LOSSES[LOSS_OF[choice.noise]].title + _loss_unit(choice, " ({})")
        _note_best(figure, first, words, 0.43, "top")
    return figure


def captions(template: str, choice: Choice) -> list[str]:
    """Write the live sentence at each step.

    Parameters
    ----------
    template : str
        With the names at, share, loss_name, loss, best and remark.
    choice : Choice
        The noise and its data.
    """
    now, last = scene(choice).at_steps(), list(scenes(choice).values())[-1]
    prior = f", with the prior at {number(last.best)}" if choice.prior != "none" else ""
    return [
        template.format(
            at=f"{choice.symbol} = {value:.2f}{choice.unit}".replace("-", "−"),
            share=_share(log_likelihood - now.top),
            loss_name=LOSSES[LOSS_OF[choice.noise]].title,
            loss=number(loss) + _loss_unit(choice, " {}"),
            best=f"{choice.symbol} = {number(now.best)}{choice.unit}",
            prior=prior,
        )
        for value, log_likelihood, loss in zip(*now[:3], strict=True)
    ]


def formulas(choice: Choice, step: int) -> list[str]:
    """Write how minus the mean log-likelihood becomes the loss, with the numbers, in LaTeX."""
    if choice.noise != "logistic":
        return [_location_formula(choice, step)]
    plain = [_weight_formula(choice, step)]
    return plain if choice.prior == "none" else [*plain, _prior_formula(choice, step)]


def widths(choice: Choice, size: Size) -> go.Figure:
    """Draw minus the mean log-likelihood over sigma, with and without its logarithm.

    Parameters
    ----------
    choice : Choice
        Of a noise that has a scale.
    size : Size
        Text and lines.
    """
    model, x = NOISE_MODELS[choice.noise], OBSERVATIONS[choice.observed]
    location, best = model.estimate(x)
    power = {"gaussian": 2, "laplace": 1}[choice.noise]
    whole = model.negative_mean(x, location, _WIDTHS)
    dropped = model.mean_loss(x, location) / _WIDTHS**power
    figure = canvas(size, "scale σ" + choice.unit.replace(" cm", " (cm)"), "−log L / n  (nats)")
    figure.update_xaxes(range=[0, 3.05])
    figure.update_yaxes(range=[-0.9, 4])
    look = stroke(LOSS_OF[choice.noise])
    line = {"color": look.color, "width": size.line}
    _add_curve(figure, "with log σ", _WIDTHS, whole, line)
    _add_curve(figure, "log σ dropped", _WIDTHS, dropped, line | {"color": NEUTRAL, "dash": "dash"})
    least = float(model.negative_mean(x, location, best))
    marker = {"color": look.color, "symbol": look.marker, "size": size.marker}
    figure.add_scatter(x=[best], y=[least], mode="markers", name="least", marker=marker)
    words = f"least at σ = {number(best)}{choice.unit}"
    _note(figure, best, least, words, "left", "top", yshift=-size.marker)
    _note(figure, 3, float(whole[-1]), "with log σ", "right", "bottom", yshift=4)
    _note(figure, 3, float(dropped[-1]), "log σ dropped", "right", "top", yshift=-4)
    return figure


def model_rows() -> list[dict[str, str]]:
    """Tell each noise, its density and the loss it becomes."""
    return [
        {
            "noise": model.title,
            "density or probability": f"${model.formula}$",
            "−log, what depends on the parameter": f"${model.loss_formula}$",
            "name of the loss": model.loss_title,
            "source": model.source,
        }
        for model in NOISE_MODELS.values()
    ]


def component_rows() -> list[dict[str, str]]:
    """Tell how a Gaussian in three dimensions sums the squares of its components."""
    target, mean = np.array(_TARGET), np.array(_PREDICTION)
    squares = (target - mean) ** 2 / 2
    away, at_mean = isotropic_gaussian_log_density([target, mean], mean)
    rows = [
        _component_row(f"{k}", square, f"{t:g}", f"{m:g}")
        for k, (t, m, square) in enumerate(zip(target, mean, squares, strict=True), 1)
    ]
    return [
        *rows,
        _component_row("sum", squares.sum()),
        _component_row("−log density, less its least", at_mean - away),
    ]


def _component_row(name: str, square: float, target: str = "", mean: str = "") -> dict[str, str]:
    return {"component": name, "target": target, "mean": mean, "½ (target − mean)²": number(square)}


def _location_formula(choice: Choice, step: int) -> str:
    now, sigma = scene(choice).at_steps(), choice.sigma
    loss = tex(now.loss[step])
    value = tex(-now.log_likelihood[step] / len(OBSERVATIONS[choice.observed]))
    words = {
        "gaussian": rf"\frac{{1}}{{{tex(sigma)}^2}} \cdot {loss} + ({tex(np.log(sigma))}) + 0.919",
        "laplace": rf"\frac{{1}}{{{tex(sigma)}}} \cdot {loss} + {tex(np.log(2 * sigma))}",
        "bernoulli": loss,
    }[choice.noise].replace("+ -", "- ")
    symbol = {"μ": r"\mu", "p": "p"}[choice.symbol]
    left, identity = rf"-\frac1n \log L({symbol})", _IDENTITIES[choice.noise]
    end = "" if words == value else f" = {value}"
    return rf"\small\begin{{aligned}} &{left} \\ &= {identity} \\ &= {words}{end} \end{{aligned}}"


def _weight_formula(choice: Choice, step: int) -> str:
    """Write both sides of the identity with every digit that they have."""
    now, n = scene(choice).at_steps(), len(one_feature(choice.data).y)
    total, loss = float(now.log_likelihood[step]), float(now.loss[step])
    return (
        r"\small\begin{aligned} &-\frac1n \log L(w) \\ &= "
        r"-\frac1n \sum_i \big(y_i \log p_i + (1 - y_i) \log(1 - p_i)\big) \\"
        rf"&= \frac{{{-total!r}}}{{{n}}} = {-total / n!r} \\"
        rf"&\mathrm{{BCE}}(w) = {loss!r} \end{{aligned}}"
    )


def _prior_formula(choice: Choice, step: int) -> str:
    """Write the penalised loss with its numbers."""
    n, sigma = len(one_feature(choice.data).y), float(choice.prior)
    strength = tex(ridge_strength(sigma, n))
    now, after = scene(choice).at_steps(), with_prior(choice).at_steps()
    return (
        r"\small\begin{aligned} &-\frac1n \log \big(L(w) \cdot \text{prior}(w)\big) \\ &= "
        r"\mathrm{BCE}(w) + \tfrac{\lambda}{2} w^2 + \text{const} \\"
        rf"&\lambda = \frac{{1}}{{n \sigma_w^2}} = \frac{{1}}{{{n} \cdot {sigma:g}^2}} "
        rf"= {strength} \\ &\mathrm{{BCE}}(w) + \tfrac{{\lambda}}{{2}} w^2 \\ &= "
        rf"{tex(now.loss[step])} + \tfrac12 \cdot {strength} \cdot ({now.parameter[step]:.2f})^2 "
        rf"= {tex(after.loss[step])} \end{{aligned}}"
    )


def _labelled_feature(choice: Choice, size: Size) -> go.Figure:
    """Draw the labels of a data set over its feature, and the probability of label 1."""
    data, weights = one_feature(choice.data), scene(choice).at_steps().parameter
    x, bias = data.X[:, 0], most_likely(data)[1]
    title = data.feature_names[0] + (", standardised" if data.standardised else "")
    figure = canvas(size, title, "probability p of label 1")
    edge = 0.04 * (x.max() - x.min())
    across = np.linspace(x.min() - edge, x.max() + edge, 81)
    figure.update_xaxes(range=[across[0], across[-1]])
    figure.update_yaxes(range=[-0.25, 1.25], tickvals=[0, 0.5, 1])
    for label, foot, tip in ((0, -0.02, -0.08), (1, 1.02, 1.08)):
        name = f"y = {label}: {data.label_names[label]}"
        _add_rug(figure, np.sort(x[data.y == label]), foot, tip, name)
        _note(figure, x.min(), tip, name, "left", "bottom" if label else "top")
    line = {"color": stroke("bce").color, "width": size.line}
    trace = go.Scatter(x=_short(across), mode="lines", name="p", line=line, hoverinfo="skip")
    add_moving(figure, trace, y=sigmoid(weights[:, None] * across + bias))
    return figure


def _density_canvas(choice: Choice, x: np.ndarray, size: Size) -> go.Figure:
    title = "probability of a label" if choice.noise == "bernoulli" else "density of the noise"
    peak = float(np.exp(NOISE_MODELS[choice.noise].log_density(1.0, 1.0, choice.sigma)))
    if choice.unit:
        figure = canvas(size, "observation x (cm)", f"{title} (per cm)")
        figure.update_xaxes(range=[0, 12], tickvals=[0, 3, 6, 9, 12])
    else:
        figure = canvas(size, "label y", title)
        names = [f"{label} ({(x == label).sum()} times)" for label in (0, 1)]
        figure.update_xaxes(range=[-0.7, 1.7], tickvals=[0, 1], ticktext=names)
    figure.update_xaxes(title_standoff=size.text)
    figure.update_yaxes(range=[0, 1.18 * peak])
    words = "likelihood: the product of all heights"
    _note(figure, 0.5, 1, words, "center", "top", xref="x domain", yref="y domain")
    return figure


def _add_density(
    figure: go.Figure, choice: Choice, location: np.ndarray, line: dict[str, object]
) -> None:
    """Add the density as a curve that slides with its location."""
    away = np.linspace(-6, 6, 193) * choice.sigma
    height = np.exp(NOISE_MODELS[choice.noise].log_density(away, 0.0, choice.sigma))
    trace = go.Scatter(y=_short(height), mode="lines", name="density", line=line, hoverinfo="skip")
    add_moving(figure, trace, x=location[:, None] + away)


def _side_by_side(labels: np.ndarray) -> np.ndarray:
    """Spread equal labels around their value, so that each has a stick of its own."""
    places = labels.copy()
    for label in (0, 1):
        same = labels == label
        rank = np.arange(same.sum())
        places[same] += 0.08 * (rank - rank.mean())
    return places


def _add_sticks(
    figure: go.Figure, x: np.ndarray, heights: np.ndarray, line: dict[str, object]
) -> None:
    """Add a stick of moving height at each place: one path, back along the axis between."""
    order = np.argsort(x, kind="stable")
    feet = np.zeros_like(heights)
    path = np.stack([feet, heights[:, order], feet], axis=2).reshape(len(heights), -1)
    across = _short(np.repeat(x[order], 3))
    trace = go.Scatter(x=across, mode="lines", name="sticks", line=line, hoverinfo="skip")
    add_moving(figure, trace, y=path)


def _add_rug(figure: go.Figure, x: np.ndarray, foot: float, tip: float, name: str) -> None:
    """Add a short stick for each sample, as one path along the foot."""
    y = np.tile([foot, tip, foot], len(x))
    _add_curve(figure, name, np.repeat(x, 3), y, {"color": NEUTRAL, "width": 1})


def _two_panels(choice: Choice, shown: Sequence[Scene], size: Size) -> go.Figure:
    """Return a canvas with the likelihood's axis above the loss's, over one parameter."""
    unit = f" ({choice.unit.strip()})" if choice.unit else ""
    figure = canvas(size, choice.title + unit, "likelihood")
    below = figure.layout.yaxis.to_plotly_json()
    low, losses = shown[0].least, shown[0].loss
    high = max(losses[np.isfinite(losses)].max(), 1.5 * shown[-1].least)
    pad = 0.2 * (high - low)
    figure.update_xaxes(range=[shown[0].parameter[0], shown[0].parameter[-1]], anchor="y2")
    figure.update_yaxes(
        domain=[0.57, 1], range=[-0.08, 1.35], tickvals=[0, 1], ticktext=["0", "max"]
    )
    below |= {"domain": [0, 0.43], "anchor": "x", "range": [low - pad, high + pad], "nticks": 4}
    below["title"] |= {"text": "mean loss"}
    figure.update_layout(yaxis2=below)
    figure.update_xaxes(title_standoff=size.text)
    return figure


def _add_panels(
    figure: go.Figure,
    name: str,
    curves: Scene,
    line: dict[str, object],
    marker: dict[str, object],
) -> None:
    """Add a scene's two curves with a marker on each."""
    now, top = curves.at_steps(), _ceiling(figure)
    panels = {
        "y": (curves.share, now.share),
        "y2": (np.minimum(curves.loss, 9 * top), np.minimum(now.loss, top)),
    }
    for axis, (curve, points) in panels.items():
        _add_curve(figure, name, curves.parameter, curve, line, axis)
        trace = go.Scatter(
            mode="markers", name=name, marker=marker, yaxis=axis, cliponaxis=False, hoverinfo="skip"
        )
        add_moving(figure, trace, x=now.parameter[:, None], y=points[:, None])


def _ceiling(figure: go.Figure) -> float:
    """Where a marker of a larger loss stands: inside the range, outside it Plotly hides it."""
    return 0.99 * figure.layout.yaxis2.range[1]


def _mark_best(figure: go.Figure, name: str, curves: Scene) -> None:
    """Draw one upright line through the largest likelihood and the least loss."""
    ends = {"x0": curves.best, "x1": curves.best, "y0": 0, "y1": 1, "yref": "paper"}
    line = {"color": NEUTRAL, "width": 1, "dash": "dot"}
    figure.add_shape(type="line", line=line, name=name, layer="below", **ends)
    if name == "with prior":
        _note(figure, curves.best, 1.05, name, "left", "bottom", xshift=6)


def _note_best(figure: go.Figure, curves: Scene, words: str, y: float, yanchor: str) -> None:
    """Write beside the upright line through the best place, on its roomier side."""
    on_left = curves.best > np.mean(figure.layout.xaxis.range)
    side, shift = ("right", -6) if on_left else ("left", 6)
    _note(figure, curves.best, y, words, side, yanchor, yref="paper", xshift=shift)


def _write_share(figure: go.Figure, now: Scene, on_right: bool) -> None:
    """Write the likelihood into the upper corner that no peak needs."""
    said = [[f"{_share(value)} of max"] for value in now.log_likelihood - now.top]
    x = figure.layout.xaxis.range[1 if on_right else 0]
    side = "middle left" if on_right else "middle right"
    trace = go.Scatter(mode="text", name="share", textposition=side, hoverinfo="skip")
    place = np.ones((len(said), 1))
    add_moving(figure, trace, x=x * place, y=1.18 * place, text=said)


def _write_loss(figure: go.Figure, now: Scene) -> None:
    """Write the loss beside its marker, inside the bowl: one of two texts is empty."""
    trace = go.Scatter(
        mode="text",
        name="loss",
        textposition=["top left", "top right"],
        yaxis="y2",
        cliponaxis=False,
        hoverinfo="skip",
    )
    said = [
        ("", f" {number(loss)}") if w < now.best else (f"{number(loss)} ", "")
        for w, loss in zip(now.parameter, now.loss, strict=True)
    ]
    loss = np.minimum(now.loss, _ceiling(figure))
    x, y = (np.column_stack([values, values]) for values in (now.parameter, loss))
    add_moving(figure, trace, x=x, y=y, text=said)


def _add_curve(
    figure: go.Figure,
    name: str,
    x: np.ndarray,
    y: np.ndarray,
    line: dict[str, object],
    axis: str = "y",
) -> None:
    figure.add_scatter(
        x=_short(x), y=_short(y), mode="lines", name=name, line=line, yaxis=axis, hoverinfo="skip"
    )


def _note(
    figure: go.Figure,
    x: float,
    y: float,
    words: str,
    xanchor: str,
    yanchor: str,
    *,
    xref: str = "x",
    yref: str = "y",
    xshift: float = 0,
    yshift: float = 0,
) -> None:
    place = {"x": x, "y": y, "xref": xref, "yref": yref, "xshift": xshift, "yshift": yshift}
    figure.add_annotation(text=words, xanchor=xanchor, yanchor=yanchor, showarrow=False, **place)


def _loss_unit(choice: Choice, form: str) -> str:
    """Write the unit of the loss into a form; nothing where it has none."""
    return form.format({"gaussian": "cm²", "laplace": "cm"}[choice.noise]) if choice.unit else ""


def _share(log_ratio: float) -> str:
    """Write a likelihood in parts of its maximum, however small it is."""
    if np.isneginf(log_ratio):
        return "0"
    return "below 10⁻²⁶⁰" if log_ratio < -600 else number(float(np.exp(log_ratio)))


def _short(values: np.ndarray) -> np.ndarray:
    return values.astype(np.float32)
