"""Pictures of two classifiers side by side: their predictions, and three measures of them."""

from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from core.multiclass import (
    Scores,
    softmax_cross_entropy_gradient,
    softmax_squared_error_gradient,
)
from pages.figures.moving import add_moving
from pages.figures.numbers import number
from pages.figures.style import NEUTRAL, Size, Stroke, canvas, stroke

GRID = np.round(np.linspace(0, 1, 101), 2)
"""Shares of model 2 at which the control can stand: 0 is model 1, 1 is model 2."""
MODELS = ("model 1", "model 2")
MEASURES = {
    "error rate": Stroke(NEUTRAL, "dot", "diamond"),
    "squared error Σ(q − t)²": stroke("mse"),
    "cross-entropy (nats)": stroke("bce"),
}
"""In the order of `core.multiclass.Scores`."""
_BAR, _DOWN = 0.34, 0.15  # height of a bar and how far it stands below its row's middle
_EDGE = 0.78  # of a panel: where a line that goes to infinity ends, with room for a number
_PANEL, _GAP = 0.24, 0.115  # heights of a panel and of the line of text above it


class Table(NamedTuple):
    """Predictions of two models for the same samples.

    Attributes
    ----------
    names : tuple of str, length K
        Names of the classes.
    targets : tuple of int, length n
        The right class of each sample.
    first, second : ndarray, shape (n, K)
        Predictions of model 1 and of model 2: rows are distributions.
    """

    names: tuple[str, ...]
    targets: tuple[int, ...]
    first: np.ndarray
    second: np.ndarray

    @property
    def one_hot(self) -> np.ndarray:
        """Targets as rows with a single 1, shape (n, K)."""
        return np.eye(len(self.names))[list(self.targets)]

    @property
    def samples(self) -> list[str]:
        """Number and right class of each sample."""
        return [f"{row}: {self.names[k]}" for row, k in enumerate(self.targets, 1)]


def mixed(table: Table) -> np.ndarray:
    """Predictions on the way from model 1 to model 2, shape (steps, n, K)."""
    share = GRID[:, None, None]
    return (1 - share) * table.first + share * table.second


def measured(table: Table) -> dict[str, np.ndarray]:
    """Each measure of each sample, shape (steps, n), by the name of the measure."""
    scores = Scores.of(mixed(table), table.one_hot)
    return {
        name: np.asarray(values, dtype=float) for name, values in zip(MEASURES, scores, strict=True)
    }


def predictions(table: Table, size: Size) -> go.Figure:
    """Draw the table itself: a bar and a number in each cell, which move, and the verdicts.

    Parameters
    ----------
    table : Table
        Whose rows to draw.
    size : Size
        Text and lines.
    """
    rows, columns = table.first.shape
    figure = canvas(size, "prediction q of each class; a full cell is 1", "sample: right class")
    words = {"side": "top", "ticks": "", "showgrid": False}
    figure.update_xaxes(
        range=[-0.05, 1.3 * columns],
        tickvals=[k + 0.45 for k in range(columns)],
        ticktext=table.names,
        **words,
    )
    figure.update_yaxes(
        range=[rows - 0.4, -0.6],
        tickvals=np.arange(rows) + _DOWN,
        ticktext=table.samples,
        showgrid=False,
    )
    q, right = mixed(table), table.one_hot.astype(bool)
    _add_bars(figure, "right class", q, right, stroke("bce").color)
    _add_bars(figure, "wrong classes", q, ~right, NEUTRAL)
    _outline_cells(figure, rows, columns)
    _write_cells(figure, q, table)
    return figure


def measures(table: Table, size: Size) -> go.Figure:
    """Draw three measures, each on its own axis, against the share of model 2.

    Parameters
    ----------
    table, size
        As in `predictions`.
    """
    figure = canvas(size, "from model 1 to model 2", "")
    figure.update_xaxes(
        range=[0, 1], tickvals=[0, 0.5, 1], ticktext=["model 1", "half of each", "model 2"]
    )
    plain = figure.layout.yaxis.to_plotly_json()
    figure.update_layout(margin_r=int(2.6 * size.text), margin_t=size.text)
    for axis, level, (name, values) in zip(
        ("yaxis3", "yaxis2", "yaxis"), (2, 1, 0), measured(table).items(), strict=True
    ):
        bottom, top = level * (_PANEL + _GAP), _top(values)
        panel = {"domain": [bottom, bottom + _PANEL], "range": [0, top], "nticks": 3}
        figure.layout[axis] = plain | panel
        _add_panel(figure, name, values, axis.replace("axis", ""), top, size)
        _title_panel(figure, name, values.mean(axis=1), bottom + _PANEL)
    return figure


def captions(template: str, table: Table) -> list[str]:
    """Write the live sentence at each share.

    Parameters
    ----------
    template : str
        With the names place, error, squared, cross, samples and verdict.
    table : Table
        Whose means to tell.
    """
    values = list(measured(table).values())
    means = zip(GRID, *(value.mean(axis=1) for value in values), values[0], strict=True)
    return [
        template.format(
            place=_place(share),
            error=number(error),
            squared=number(squared),
            cross=number(cross),
            samples=_samples(len(table.targets)),
            verdict=_verdict(wrong),
        )
        for share, error, squared, cross, wrong in means
    ]


def score_rows(table: Table) -> list[dict[str, str]]:
    """Tell each sample's measures under both models, and their means."""
    rows = []
    for place, model in ((0, MODELS[0]), (-1, MODELS[1])):
        q = (table.first, table.second)[place]
        values = [value[place] for value in measured(table).values()]
        for row, target in enumerate(table.targets):
            numbers = [float(value[row]) for value in values]
            rows.append(_score_row(model, table.samples[row], f"{q[row, target]:.3g}", numbers))
        means = [float(value.mean()) for value in values]
        rows.append(_score_row(model, "mean", "", means))
    return rows


def ranking(table: Table, step: int) -> list[dict[str, str]]:
    """Tell of each measure which model it prefers, and its mean slope in the logits at a step."""
    slopes = _slopes(table, step)
    rows = []
    for (name, values), slope in zip(measured(table).items(), slopes, strict=True):
        first, second = (float(end) for end in values.mean(axis=1)[[0, -1]])
        rows.append(
            {
                "measure, mean of the samples": name,
                **dict(zip(MODELS, (number(first), number(second)), strict=True)),
                "prefers": _preferred(first, second),
                "size of its slope in the logits, here": number(slope),
            }
        )
    return rows


def slope_rows(table: Table, step: int) -> list[dict[str, str]]:
    """Tell each sample's slope of cross-entropy in every logit, q - t, at a step."""
    slopes = softmax_cross_entropy_gradient(_logits(mixed(table)[step]), table.one_hot)
    return [
        {"sample": sample, **dict(zip(table.names, map(_signed, row), strict=True))}
        for sample, row in zip(table.samples, slopes, strict=True)
    ]


def _logits(q: np.ndarray) -> np.ndarray:
    """Return logits of predictions; a class that is ruled out has -inf."""
    with np.errstate(divide="ignore"):
        return np.log(q)


def _slopes(table: Table, step: int) -> tuple[float, float, float]:
    """Mean length of each measure's gradient in the logits; the error rate is a staircase."""
    z, t = _logits(mixed(table)[step]), table.one_hot
    squared = 2 * softmax_squared_error_gradient(z, t)
    cross = softmax_cross_entropy_gradient(z, t)
    lengths = [float(np.linalg.norm(slope, axis=1).mean()) for slope in (squared, cross)]
    return 0.0, lengths[0], lengths[1]


def _preferred(first: float, second: float) -> str:
    if first == second or np.isclose(first, second, rtol=1e-12):
        return "neither: a tie"
    return MODELS[int(second < first)]


def _score_row(model: str, sample: str, q: str, numbers: list[float]) -> dict[str, str]:
    told = {name: number(value) for name, value in zip(MEASURES, numbers, strict=True)}
    if sample != "mean":
        told["error rate"] = "wrong" if numbers[0] else "right"
    return {"model": model, "sample": sample, "q of the right class": q, **told}


def _signed(value: float) -> str:
    return ("+" if value > 0 else "") + number(value)


def _place(share: float) -> str:
    if share in (0, 1):
        return MODELS[int(share)].capitalize()
    return f"{100 * share:.0f} % of the way from model 1 to model 2"


def _samples(count: int) -> str:
    return f"{count} sample{'s' if count > 1 else ''}"


def _verdict(wrong: np.ndarray) -> str:
    """Say which samples are misclassified."""
    rows = [str(row) for row, missed in enumerate(wrong, 1) if missed]
    if not rows:
        return "Every sample is classified right."
    return f"Classified wrong: sample{'s' if len(rows) > 1 else ''} {', '.join(rows)}."


def _add_bars(figure: go.Figure, name: str, q: np.ndarray, chosen: np.ndarray, color: str) -> None:
    """Add the bars of some cells; a full bar fills nine tenths of its cell."""
    row, column = np.nonzero(chosen)
    lengths = 0.9 * q[:, row, column]
    trace = go.Bar(
        name=name,
        orientation="h",
        base=column.astype(np.float32),
        width=_BAR,
        marker_color=color,
        hoverinfo="skip",
    )
    add_moving(figure, trace, x=lengths, y=np.tile(row + _DOWN, (len(q), 1)))
    figure.update_layout(barmode="overlay")


def _outline_cells(figure: go.Figure, rows: int, columns: int) -> None:
    for row in range(rows):
        for column in range(columns):
            figure.add_shape(
                x0=column,
                x1=column + 0.9,
                y0=row + _DOWN - _BAR / 2,
                y1=row + _DOWN + _BAR / 2,
                line={"color": NEUTRAL, "width": 1},
            )


def _write_cells(figure: go.Figure, q: np.ndarray, table: Table) -> None:
    """Write each prediction above its bar, and behind each row whether it is right."""
    rows, columns = table.first.shape
    row, column = (index.ravel() for index in np.indices((rows, columns)))
    wrong = measured(table)["error rate"]
    x = np.concatenate([column, np.full(rows, columns + 0.03)])
    y = np.concatenate([row - 0.2, np.arange(rows) + _DOWN])
    verdicts = np.where(wrong, "✗ wrong", "✓ right")
    words = [
        [f"{value:.2f}" for value in now.ravel()] + list(verdict)
        for now, verdict in zip(q, verdicts, strict=True)
    ]
    trace = go.Scatter(
        mode="text", textposition="middle right", cliponaxis=False, hoverinfo="skip", name="numbers"
    )
    add_moving(figure, trace, x=np.tile(x, (len(q), 1)), y=np.tile(y, (len(q), 1)), text=words)


def _top(values: np.ndarray) -> float:
    """Upper end of an axis that shows all finite values and a number above them."""
    return 1.45 * max(float(values[np.isfinite(values)].max(initial=0.0)), 0.5)


def _add_panel(
    figure: go.Figure, name: str, values: np.ndarray, axis: str, top: float, size: Size
) -> None:
    """Draw thin lines for the samples and a thick one for their mean, with a marker on it."""
    look = MEASURES[name]
    shown = np.minimum(values, _EDGE * top).astype(np.float32)
    shape = "hv" if name == "error rate" else "linear"
    for row, line in enumerate(shown.T, 1):
        figure.add_scatter(
            x=GRID.astype(np.float32),
            y=line,
            yaxis=axis,
            mode="lines",
            name=f"{name}, sample {row}",
            line={"color": look.color, "width": 1, "shape": shape},
            hoverinfo="skip",
        )
    _name_samples(figure, shown[-1] / top, axis)
    means = values.mean(axis=1)
    heights = np.minimum(means, _EDGE * top)
    figure.add_scatter(
        x=GRID.astype(np.float32),
        y=heights.astype(np.float32),
        yaxis=axis,
        mode="lines",
        name=f"{name}, mean",
        line={"color": look.color, "dash": look.dash, "width": size.line, "shape": shape},
        hoverinfo="skip",
    )
    _add_marker(figure, means, heights, look, axis, size)


def _add_marker(
    figure: go.Figure, means: np.ndarray, heights: np.ndarray, look: Stroke, axis: str, size: Size
) -> None:
    marker = {"color": look.color, "symbol": look.marker, "size": size.marker}
    trace = go.Scatter(yaxis=axis, mode="markers", marker=marker, cliponaxis=False)
    add_moving(figure, trace, x=GRID[:, None], y=heights[:, None])
    words = go.Scatter(yaxis=axis, mode="text", textposition="top center", cliponaxis=False)
    add_moving(
        figure,
        words,
        x=np.clip(GRID, 0.08, 0.92)[:, None],
        y=heights[:, None],
        text=[[number(mean)] for mean in means],
    )


def _name_samples(figure: go.Figure, ends: np.ndarray, axis: str) -> None:
    """Write the numbers of the samples at the right end of their lines, close ones as one word."""
    groups: list[list[int]] = []
    for row in np.argsort(ends, kind="stable"):
        if groups and ends[row] - ends[groups[-1][-1]] < 0.2:
            groups[-1].append(int(row))
        else:
            groups.append([int(row)])
    for rows in groups:
        figure.add_annotation(
            x=1,
            xref="x domain",
            y=float(np.clip(ends[rows].mean(), 0.1, 0.9)),
            yref=f"{axis} domain",
            text=",".join(str(row + 1) for row in sorted(rows)),
            xanchor="left",
            yanchor="middle",
            xshift=6,
            showarrow=False,
        )


def _title_panel(figure: go.Figure, name: str, means: np.ndarray, height: float) -> None:
    """Write a measure's name above its panel, between its values for model 1 and model 2."""
    title = {"y": height, "yref": "paper", "yanchor": "bottom", "showarrow": False}
    values = (number(means[0]), f"<b>{name}</b>", number(means[-1]))
    for x, side, words in zip((0, 0.5, 1), ("left", "center", "right"), values, strict=True):
        figure.add_annotation(x=x, xref="x domain", xanchor=side, text=words, **title)
