"""Pictures of training judged twice: on the examples it saw and on examples held out."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from core.activations import sigmoid
from core.datasets import DATASETS, Dataset, load
from core.evaluation import brier_score, calibration, confidence, error_rate, split
from core.losses import LOSSES, Loss
from core.objective import Objective
from core.optimizers import Finding, minimise, ridge_path
from core.separation import separating_direction
from core.training import History, fit
from pages.figures.labels import label_markers
from pages.figures.live_fit import add_heading
from pages.figures.moving import BLANK, add_moving
from pages.figures.numbers import number, tex
from pages.figures.style import NEUTRAL, Size, canvas, hall_size, stroke

DRAGS = ("step", "ridge")
RIDGES = ("0", "0.001", "0.01", "0.1")
"""Strengths to choose from while the step is dragged."""
STEPS = np.unique([int(float(f"{step:.2g}")) for step in np.geomspace(1, 5000, 150)])
"""Steps at which training can stop: whole numbers of two digits, at equal ratios."""
POWERS = np.round(np.linspace(-5, 1, 61), 1)
"""Strengths of the dragged ridge, as powers of ten."""
BINS = 5
WIDE, NOISE = "many-features", 25
"""The overlapping clouds with so many features of noise: a parameter to five examples or so."""
PICTURES = {
    "log-losses": "Log-loss of the training part and of the part held out.",
    "calibration": "Share of class 1 against the prediction, in five bins, for both parts.",
    "weights-length": "Length of the weights.",
    "error-rates": "Error rate of the training part and of the part held out.",
}
"""Keys of the pictures, and what they show."""
_SURE = 2.0  # standard errors from which on a gap is more than chance
_LINE = 0.07 / 15  # height of a line of words, as a share of the axis, per pixel of text
_LARGE_ROW = 350  # pixels: leaves room for the control in the lecture hall


class Choice(NamedTuple):
    """Slugs and numbers that decide what is trained, and on which examples."""

    data: str
    loss: str
    drag: str
    ridge: float
    share: float
    seed: int
    rate: float


class Part(NamedTuple):
    """Labels (n,) of one part of the data, and how the model does at each position.

    Predictions have shape (positions, n), log-loss and error rate (positions,).
    """

    name: str
    symbol: str
    dash: str
    y: np.ndarray
    p: np.ndarray
    log_loss: np.ndarray
    error_rate: np.ndarray


class Trained(NamedTuple):
    """The model at each position of the control, and both parts.

    Attributes
    ----------
    choice : Choice
        What was asked for.
    theta : ndarray, shape (positions, d + 1)
        Weights and bias.
    strengths : ndarray, shape (positions,)
        Of the ridge.
    loss : ndarray, shape (positions,)
        Mean of the loss that is trained, without the penalty.
    training, held_out : Part
        The two parts of the data.
    history : History or None
        The run, if the step is dragged.
    data : Dataset
        The training part.
    end : str
        What is known of the loss on the training part without a ridge: a passage of the page.
    optimum_length : float
        Length of the weights at the minimum without a ridge; nan where none is found.
    """

    choice: Choice
    theta: np.ndarray
    strengths: np.ndarray
    loss: np.ndarray
    training: Part
    held_out: Part
    history: History | None
    data: Dataset
    end: str
    optimum_length: float

    @property
    def lengths(self) -> np.ndarray:
        """Length of the weights at each position."""
        return np.linalg.norm(self.theta[:, :-1], axis=1)

    @property
    def best(self) -> int:
        """Position of the least log-loss held out."""
        return int(self.held_out.log_loss.argmin())


class Scene(NamedTuple):
    """The models, the pictures by their keys, and the live sentences."""

    trained: Trained
    pictures: dict[str, go.Figure]
    captions: list[str]


def divisible() -> list[str]:
    """List the data sets that can be divided: one example cannot."""
    return [WIDE, *(slug for slug in DATASETS if len(load(slug).y) > 1)]


def examples(slug: str, seed: int) -> Dataset:
    """Load a data set; WIDE has noise of its own for each seed."""
    return load("overlapping").with_noise(NOISE, seed) if slug == WIDE else load(slug)


def trainable(drag: str) -> list[str]:
    """List the losses that can be shown: the minimum at each ridge is found by Newton's method."""
    hard = [0.0, 1.0]
    return [slug for slug, loss in LOSSES.items() if drag == "step" or loss.is_smooth(hard)]


def scene(choice: Choice, size: str, words: Mapping[str, str]) -> Scene:
    """Train and draw everything.

    Parameters
    ----------
    choice : Choice
        What to train.
    size : str
        A key of SIZES.
    words : mapping of str to str
        Passages of the page: the live sentence "reading" and, for each name of `verdict`, its
        words.
    """
    trained = train(choice)
    look = hall_size(size, _LARGE_ROW)
    pictures = {
        "log-losses": log_losses(trained, look),
        "calibration": reliability(trained, look),
        "weights-length": lengths(trained, look),
        "error-rates": error_rates(trained, look),
    }
    return Scene(trained, pictures, captions(trained, words))


def train(choice: Choice) -> Trained:
    """Divide the data, train on one part, and judge both at every position."""
    training, held_out = split(examples(choice.data, choice.seed), choice.share, choice.seed)
    loss = LOSSES[choice.loss]
    history = None
    if choice.drag == "ridge":
        strengths = 10.0**POWERS
        theta = ridge_path(loss, training.X, training.y, strengths)
    else:
        strengths = np.full(len(STEPS), choice.ridge)
        history = _run(choice, training)
        theta = history.theta[STEPS]
    return Trained(
        choice,
        theta,
        strengths,
        Objective.of(loss, training.X, training.y).value(theta),
        judge("training", "circle-open", "dot", training, theta),
        judge("held out", "square", "solid", held_out, theta),
        history,
        training,
        *without_ridge(loss, training),
    )


def without_ridge(loss: Loss, data: Dataset) -> tuple[str, float]:
    """Name what is known of the minimum without a ridge, and the length of its weights or nan."""
    if Objective.of(loss, data.X, data.y).has_no_minimum:
        return "separable", np.nan
    if not loss.is_smooth(data.y):
        is_separable = separating_direction(data.X, data.y) is not None
        return "at-rest" if is_separable else "kinks", np.nan
    found = minimise(loss, data.X, data.y)
    if not found.finite:
        lower = found.finding is Finding.LOWER_AT_INFINITY
        return "lower-at-infinity" if lower else "not-found", np.nan
    name = "minimum" if found.finding is Finding.MINIMUM else "local-minimum"
    return name, float(np.linalg.norm(found.theta[:-1]))


def _run(choice: Choice, training: Dataset) -> History:
    return fit(
        LOSSES[choice.loss],
        training.X,
        training.y,
        start=np.zeros(training.X.shape[1] + 1),
        learning_rate=choice.rate,
        steps=int(STEPS[-1]),
        ridge=choice.ridge,
    )


def judge(name: str, symbol: str, dash: str, data: Dataset, theta: np.ndarray) -> Part:
    """Predict one part with every model; the log-loss is taken from the logits."""
    judged_by = Objective.of(LOSSES["bce"], data.X, data.y)
    p = sigmoid(judged_by.logits(theta))
    losses = judged_by.value(theta)
    return Part(name, symbol, dash, data.y, p, losses, error_rate(p, data.y))


def log_losses(trained: Trained, size: Size) -> go.Figure:
    """Draw the log-loss of both parts against what is dragged; mark the least one held out."""
    figure = _against(trained, "log_loss", "log-loss (nats per example)", number, size)
    place = _positions(trained)[trained.best]
    figure.add_vline(x=place, line={"color": NEUTRAL, "width": 1, "dash": "dot"}, layer="below")
    add_heading(figure, f"best held out: {_where(trained, trained.best)}", size)
    return figure


def error_rates(trained: Trained, size: Size) -> go.Figure:
    """Draw the error rate of both parts against what is dragged."""
    figure = _against(trained, "error_rate", "error rate", _percent, size)
    figure.update_yaxes(tickformat=".0%")
    return figure


def lengths(trained: Trained, size: Size) -> go.Figure:
    """Draw the length of the weights against what is dragged, whose axis is logarithmic."""
    x, y = _positions(trained), trained.lengths
    top = float(y.max())
    figure = _canvas(trained, "length of the weights |w|", top, size)
    look = stroke(trained.choice.loss)
    line = {"color": look.color, "dash": look.dash, "width": size.line}
    figure.add_scatter(x=_short(x), y=_short(y), mode="lines", name="|w|", line=line)
    marker = {"color": look.color, "symbol": look.marker, "size": size.marker}
    _add_marker(figure, x, y, marker)
    words = go.Scatter(mode="text", hoverinfo="skip")
    middle = np.full((len(y), 1), (x[0] + x[-1]) / 2)
    say = [[f"|w| = {number(length)}"] for length in y]
    add_moving(figure, words, x=middle, y=np.full_like(middle, 1.18 * top), text=say)
    return figure


def reliability(trained: Trained, size: Size) -> go.Figure:
    """Draw the share of class 1 against the prediction, in bins, with the examples in each."""
    figure = canvas(size, "prediction p, mean of a bin", "share of class 1")
    figure.update_xaxes(range=[-0.1, 1.1], tickvals=[0, 0.5, 1])
    figure.update_yaxes(range=[-0.1, 1.1], tickvals=[0, 0.5, 1])
    diagonal = {"color": NEUTRAL, "width": 1, "dash": "dot"}
    figure.add_scatter(x=[0, 1], y=[0, 1], mode="lines", name="as predicted", line=diagonal)
    for part in (trained.training, trained.held_out):
        x, y, count = _bins(part)
        is_held_out = part is trained.held_out
        if is_held_out:
            _add_gaps(figure, x, y, _line(trained, part, size))
        trace = go.Scatter(
            mode="markers+text" if is_held_out else "markers",
            name=part.name,
            textposition="middle right",
            marker=_marker(trained, part, size),
            cliponaxis=False,
            hoverinfo="skip",
        )
        add_moving(figure, trace, x=x, y=y, text=count)
    add_heading(figure, "○ training  ■ held out", size)
    return figure


def captions(trained: Trained, words: Mapping[str, str]) -> list[str]:
    """Write the live sentence at each position.

    Parameters
    ----------
    trained : Trained
        The models.
    words : mapping of str to str
        As for `scene`.
    """
    training, held_out = trained.training, trained.held_out
    found = confidence(held_out.p, held_out.y)
    return [
        words["reading"].format(
            where=_where(trained, i),
            length=number(trained.lengths[i]),
            train_error=_percent(training.error_rate[i]),
            error=_percent(held_out.error_rate[i]),
            train_loss=number(training.log_loss[i]),
            loss=number(held_out.log_loss[i]),
            sure=_percent(found.mean[i]),
            right=_percent(found.accuracy[i]),
            verdict=words[verdict],
        )
        for i, verdict in enumerate(verdicts(held_out))
    ]


def verdicts(part: Part) -> list[str]:
    """Name at each position what the gap between confidence and accuracy says."""
    found = confidence(part.p, part.y)
    gap, chance = found.mean - found.accuracy, _SURE * found.standard_error
    return np.select(
        [gap > chance, gap < -chance], ["over-confident", "under-confident"], "no-gap"
    ).tolist()


def rows(trained: Trained, i: int) -> list[dict[str, str]]:
    """Tell every measure of both parts at one position."""
    return [
        {
            "part": part.name,
            "examples": str(len(part.y)),
            "error rate": _percent(part.error_rate[i]),
            "log-loss (nats)": number(part.log_loss[i]),
            "Brier score": number(brier_score(part.p[i], part.y)),
            "mean confidence": _percent(confidence(part.p[i], part.y).mean),
        }
        for part in (trained.training, trained.held_out)
    ]


def formula(trained: Trained, i: int) -> str:
    """Write what training minimises with its numbers, in LaTeX."""
    loss, ridge, length = trained.loss[i], trained.strengths[i], trained.lengths[i]
    total = loss + 0.5 * ridge * length**2
    return (
        r"\small\begin{aligned}"
        r"J &= \bar L + \tfrac{\lambda}{2}\,\lVert w\rVert^2 \\"
        rf"&= {tex(loss)} + \tfrac12 \cdot {tex(ridge)} \cdot {tex(length)}^2 = {tex(total)}"
        r"\end{aligned}"
    )


def status(trained: Trained, i: int) -> str:
    """Say what the run is doing at one position, or whether Newton's method has arrived there."""
    if trained.history is not None:
        return trained.history.status_at(int(STEPS[i])).value
    loss, data, ridge = LOSSES[trained.choice.loss], trained.data, float(trained.strengths[i])
    found = minimise(loss, data.X, data.y, trained.theta[i], ridge)
    return "at a minimum" if found.finite else "no minimum found"


def length_told(trained: Trained) -> str:
    """Write the length of the weights at the minimum without a ridge, where one is found."""
    return "" if np.isnan(trained.optimum_length) else number(trained.optimum_length)


def _against(
    trained: Trained, measure: str, title: str, write: Callable[[float], str], size: Size
) -> go.Figure:
    """Draw one measure of both parts against what is dragged, with a marker on each."""
    parts = (trained.training, trained.held_out)
    curves = [getattr(part, measure) for part in parts]
    figure = _canvas(trained, title, max(float(curve.max()) for curve in curves), size)
    x = _positions(trained)
    for part, curve in zip(parts, curves, strict=True):
        line = _line(trained, part, size)
        figure.add_scatter(
            x=_short(x), y=_short(curve), mode="lines", name=part.name, line=line, hoverinfo="skip"
        )
    for part, curve in zip(parts, curves, strict=True):
        _add_marker(figure, x, curve, _marker(trained, part, size))
    words = [
        [f"{part.name} {write(value)}" for value in curve]
        for part, curve in zip(parts, curves, strict=True)
    ]
    _label_pair(figure, x, np.array(curves), np.array(words), size)
    return figure


def _label_pair(
    figure: go.Figure, x: np.ndarray, curves: np.ndarray, words: np.ndarray, size: Size
) -> None:
    """Write the upper marker's words above it and the lower one's below: off both curves."""
    order = np.argsort(curves, axis=0, kind="stable")
    low, high = np.take_along_axis(curves, order, axis=0)
    below, above = np.take_along_axis(words, order, axis=0).tolist()
    bottom, top = figure.layout.yaxis.range
    two_lines = 2 * _LINE * size.text * (top - bottom)
    label_markers(figure, x, [high], [above], size)
    label_markers(figure, x, [low - two_lines], [below], size)


def _canvas(trained: Trained, title: str, top: float, size: Size) -> go.Figure:
    """Return an empty figure over a logarithmic axis of what is dragged; its unit is a decade."""
    is_step = trained.choice.drag == "step"
    figure = canvas(size, "step" if is_step else "ridge λ", title)
    ticks = {0: "1", 1: "10", 2: "100", 3: "1000"}
    if not is_step:
        ticks = {-5: "10⁻⁵", -3: "10⁻³", -1: "0.1", 1: "10"}
    x = _positions(trained)
    room = 0.03 * (x[-1] - x[0])
    figure.update_xaxes(range=[x[0] - room, x[-1] + room])
    figure.update_xaxes(tickvals=list(ticks), ticktext=list(ticks.values()))
    top = max(top, 0.01)
    figure.update_yaxes(range=[-0.25 * top, 1.3 * top])  # words stand above and below
    return figure


def _positions(trained: Trained) -> np.ndarray:
    """Where the positions of the control stand on the axis, in powers of ten."""
    return np.log10(STEPS) if trained.choice.drag == "step" else POWERS


def _where(trained: Trained, i: int) -> str:
    if trained.choice.drag == "step":
        return f"step {STEPS[i]}"
    return f"λ = {number(trained.strengths[i], 2)}"


def _add_gaps(figure: go.Figure, x: np.ndarray, y: np.ndarray, line: dict[str, object]) -> None:
    """Draw how far each bin is from the diagonal."""
    for k in range(BINS):
        trace = go.Scatter(mode="lines", name="gap", line=line, hoverinfo="skip")
        ends = np.stack([x[:, k], y[:, k]], axis=1)
        add_moving(figure, trace, x=x[:, [k, k]], y=ends)


def _bins(part: Part) -> tuple[np.ndarray, np.ndarray, list[list[str]]]:
    """Calibration at each position; an empty bin hides under the last filled one."""
    found = [calibration(p, part.y, BINS) for p in part.p]
    gaps = [BINS - len(bins.count) for bins in found]
    x, y = (
        np.array(
            [
                np.pad(getattr(bins, name), (0, gap), mode="edge")
                for bins, gap in zip(found, gaps, strict=True)
            ]
        )
        for name in ("predicted", "observed")
    )
    count = [[*map(str, bins.count), *[BLANK] * gap] for bins, gap in zip(found, gaps, strict=True)]
    return x, y, count


def _add_marker(figure: go.Figure, x: np.ndarray, y: np.ndarray, marker: dict[str, object]) -> None:
    trace = go.Scatter(mode="markers", marker=marker, cliponaxis=False, hoverinfo="skip")
    add_moving(figure, trace, x=x[:, None], y=y[:, None])


def _line(trained: Trained, part: Part, size: Size) -> dict[str, object]:
    return {"color": stroke(trained.choice.loss).color, "dash": part.dash, "width": size.line}


def _marker(trained: Trained, part: Part, size: Size) -> dict[str, object]:
    color = stroke(trained.choice.loss).color
    rim = {"color": color, "width": size.line if "open" in part.symbol else 0}
    return {"color": color, "symbol": part.symbol, "size": size.marker, "line": rim}


def _percent(share: float) -> str:
    return f"{100 * share:.3g}\N{NO-BREAK SPACE}%"


def _short(values: np.ndarray) -> np.ndarray:
    return values.astype(np.float32)
