"""Pictures of many classes: from logits to slopes, the slopes as curves, and the simplex."""

from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from core.activations import sigmoid, softmax
from core.multiclass import (
    softmax_cross_entropy,
    softmax_cross_entropy_gradient,
    softmax_cross_entropy_hessian,
    softmax_squared_error,
    softmax_squared_error_gradient,
)
from pages.figures.labels import label_markers
from pages.figures.moving import add_moving
from pages.figures.numbers import number, tex
from pages.figures.simplex import add_line, place, triangle, write
from pages.figures.style import NEUTRAL, Size, canvas, stroke

GRID = np.round(np.linspace(-10, 10, 201), 1)
"""Values that the dragged logit can take."""
CLASSES = (2, 10)
TITLES = {"bce": "cross-entropy", "mse": "half squared error"}
"""Both losses through the softmax, by the slug whose colour they have."""
_STAGES = ("logit<br>z", "probability<br>q", "CE slope<br>q − t", "half SE<br>slope")
_BAR, _LEFT, _RIGHT = 0.5, 0.58, 0.96  # height of a bar; where its room begins and ends, of a cell
_LEVELS = {"bce": (0.2, 0.5, 1.0, 2.0), "mse": (0.05, 0.2, 0.4, 0.7)}


class Case(NamedTuple):
    """Logits of one sample, of which one is dragged.

    Attributes
    ----------
    z : tuple of float, length K
        The logits; the dragged one's own value does not matter.
    right, moved : int
        The right class and the one whose logit is dragged, from 0 on.
    constant : float
        What is added to all logits.
    """

    z: tuple[float, ...]
    right: int
    moved: int
    constant: float

    @property
    def target(self) -> np.ndarray:
        """The one-hot target, shape (K,)."""
        return np.eye(len(self.z))[self.right]


class Stages(NamedTuple):
    """From logits to slopes, each of shape (steps, K)."""

    z: np.ndarray
    q: np.ndarray
    cross_entropy_slope: np.ndarray
    squared_error_slope: np.ndarray


def logits(case: Case) -> np.ndarray:
    """Logits at each step, shape (steps, K), with the constant added."""
    z = np.tile(np.array(case.z, dtype=float), (len(GRID), 1))
    z[:, case.moved] = GRID
    return z + case.constant


def stages(case: Case) -> Stages:
    """Compute all that the chain shows, at each step."""
    z, t = logits(case), case.target
    return Stages(
        z, softmax(z), softmax_cross_entropy_gradient(z, t), softmax_squared_error_gradient(z, t)
    )


def chain(case: Case, size: Size) -> go.Figure:
    """Draw a row for each class: its logit, its probability, and its slope under both losses.

    Parameters
    ----------
    case : Case
        What is dragged, and the rest.
    size : Size
        Text and lines.
    """
    count = len(case.z)
    figure = canvas(size, "", "")
    figure.update_layout(barmode="overlay")
    figure.update_xaxes(
        side="top",
        range=[0, len(_STAGES)],
        tickvals=[stage + 0.62 for stage in range(len(_STAGES))],
        ticktext=_STAGES,
        tickangle=0,
        ticks="",
        showgrid=False,
    )
    figure.update_yaxes(
        range=[count - 0.4, -0.6],
        tickvals=list(range(count)),
        ticktext=[_class_name(case, k) for k in range(count)],
        showgrid=False,
    )
    looks = (NEUTRAL, NEUTRAL, stroke("bce").color, stroke("mse").color)
    for stage, (values, color) in enumerate(zip(stages(case), looks, strict=True)):
        _add_bars(figure, stage, values, color)
    _write_numbers(figure, stages(case))
    return figure


def slopes(case: Case, size: Size) -> go.Figure:
    """Draw the slope of both losses in the dragged logit against that logit."""
    name = case.moved + 1
    figure = canvas(size, f"logit z of class {name}", "dL/dz  (per unit of logit)")
    figure.update_xaxes(range=[GRID[0], GRID[-1]])
    sign = -1 if case.moved == case.right else 1
    figure.update_yaxes(range=sorted([-0.4 * sign, 1.5 * sign]), tickvals=[0, 0.5 * sign, sign])
    now = stages(case)
    curves = {
        "bce": now.cross_entropy_slope[:, case.moved],
        "mse": now.squared_error_slope[:, case.moved],
    }
    for slug, values in curves.items():
        look = stroke(slug)
        figure.add_scatter(
            x=GRID.astype(np.float32),
            y=values.astype(np.float32),
            mode="lines",
            name=TITLES[slug],
            line={"color": look.color, "dash": look.dash, "width": size.line},
            hoverinfo="skip",
        )
    for slug, values in curves.items():
        look = stroke(slug)
        marker = {"color": look.color, "symbol": look.marker, "size": size.marker}
        trace = go.Scatter(mode="markers", marker=marker, cliponaxis=False, hoverinfo="skip")
        add_moving(figure, trace, x=GRID[:, None], y=values[:, None])
    words = [
        [f"{TITLES[slug]}<br>{number(value)}" for value in values]
        for slug, values in curves.items()
    ]
    label_markers(figure, GRID, list(curves.values()), words, size)
    return figure


def simplex(case: Case, slug: str, size: Size) -> go.Figure:
    """Draw a loss over all predictions of three classes, with the one that moves.

    Parameters
    ----------
    case : Case
        With three classes.
    slug : str
        "bce" for cross-entropy, "mse" for half squared error.
    size : Size
        Text and lines.
    """
    figure = triangle(size, [f"class {_class_name(case, corner)}" for corner in range(3)])
    for level in _LEVELS[slug]:
        line = place(level_line(case.right, slug, level))
        look = {"color": stroke(slug).color, "width": max(size.line - 2, 1)}
        add_line(figure, f"{TITLES[slug]} {level:g}", line, look)
        write(figure, line[len(line) // 2], f"{level:g}", "middle")
    path = place(stages(case).q)
    add_line(figure, "way of the prediction", path, {"color": NEUTRAL, "width": 1, "dash": "dot"})
    marker = {"color": stroke(slug).color, "symbol": stroke(slug).marker, "size": size.marker}
    trace = go.Scatter(mode="markers", marker=marker, cliponaxis=False, hoverinfo="skip")
    add_moving(figure, trace, x=path[:, :1], y=path[:, 1:])
    return figure


def level_line(right: int, slug: str, level: float) -> np.ndarray:
    """Predictions of three classes that all have one loss, shape (points, 3).

    Cross-entropy's are straight, as only the right class is in its value; half squared error's
    are arcs around the corner of the right class.
    """
    if slug == "bce":
        share = np.linspace(0, 1, 31)
        rest = (1 - np.exp(-level)) * np.stack([1 - share, share], axis=1)
    else:
        turn, corner = np.linspace(0, np.pi / 3, 31), np.pi / 3
        ways = np.stack([np.sin(corner - turn), np.sin(turn)], axis=1)
        rest = np.sqrt(level) * ways / np.sin(corner)
    return np.insert(rest, right, 1 - rest.sum(axis=1), axis=1)


def captions(template: str, case: Case) -> list[str]:
    """Write the live sentence at each step.

    Parameters
    ----------
    template : str
        With the names z, q, loss, cross, squared and remark.
    case : Case
        What is dragged, and the rest.
    """
    now = stages(case)
    losses = softmax_cross_entropy(now.z, case.target)
    return [
        template.format(
            z=_one_decimal(GRID[step]),
            q=number(now.q[step, case.right]),
            loss=number(losses[step]),
            cross=number(now.cross_entropy_slope[step, case.moved]),
            squared=number(now.squared_error_slope[step, case.moved]),
            remark=_remark(case, now, step),
        )
        for step in range(len(GRID))
    ]


def chain_rows(case: Case, step: int, feature: float) -> list[dict[str, str]]:
    """Tell every number on the way from the logits to the slopes of the weights, by class."""
    z, q, cross, squared = (values[step] for values in stages(case))
    return [
        {
            "class": _class_name(case, k),
            "logit z": _one_decimal(z[k]),
            "exp z": number(np.exp(z[k])),
            "probability q": number(q[k]),
            "target t": f"{case.target[k]:.0f}",
            "dCE/dz = q − t": number(cross[k]),
            "slope of half squared error": number(squared[k]),
            f"dCE/dw = (q − t) · {feature:g}": number(cross[k] * feature),
        }
        for k in range(len(case.z))
    ]


def losses(case: Case, step: int) -> dict[str, str]:
    """Value of both losses at a step, and the right class's probability."""
    z = logits(case)[step]
    return {
        "cross": tex(float(softmax_cross_entropy(z, case.target))),
        "squared": tex(float(softmax_squared_error(z, case.target))),
        "q": tex(float(softmax(z)[case.right])),
    }


def jacobian_rows(case: Case, step: int) -> list[dict[str, str]]:
    """Tell how every probability moves with every logit: dq_j / dz_k."""
    matrix = softmax_cross_entropy_hessian(logits(case)[step])
    return [
        {"": f"q{j}", **{f"per z{k}": number(value) for k, value in enumerate(row, 1)}}
        for j, row in enumerate(matrix, 1)
    ]


def slope_formulas(case: Case, step: int) -> str:
    """Write both slopes in the dragged logit with their numbers, in LaTeX."""
    now, k = stages(case), case.moved
    q, error = now.q[step], now.cross_entropy_slope[step]
    name = f"z_{{{k + 1}}}"
    return (
        r"\small\begin{aligned}"
        rf"\frac{{\partial\,\mathrm{{CE}}}}{{\partial {name}}} &= q_{{{k + 1}}} - t_{{{k + 1}}} "
        rf"= {tex(q[k])} - {case.target[k]:.0f} = {tex(error[k])} \\"
        rf"\frac{{\partial\,\mathrm{{SE}}}}{{\partial {name}}} &= q_{{{k + 1}}} "
        rf"\Big((q_{{{k + 1}}} - t_{{{k + 1}}}) - \sum_j q_j (q_j - t_j)\Big) \\"
        rf"&= {tex(q[k])}\,\big({tex(error[k])} - ({tex(float(q @ error))})\big) \\"
        rf"&= {tex(now.squared_error_slope[step, k])}"
        r"\end{aligned}"
    )


def _class_name(case: Case, k: int) -> str:
    mark = " right" if k == case.right else ""
    return f"{k + 1}{mark}{' ↔' if k == case.moved else ''}"


def _one_decimal(value: float) -> str:
    return f"{value:.1f}".replace("-", "−")


def _remark(case: Case, now: Stages, step: int) -> str:
    """Compare the two slopes in the dragged logit, or say what is special here."""
    z, count = now.z[step], len(case.z)
    if (z == z[0]).all():
        return f"1/{count} of it, as all logits are equal"
    if count == 2:
        gap = z[case.right] - z[1 - case.right]
        return f"sigmoid({_one_decimal(gap)}) = {number(sigmoid(gap))} too"
    share = now.squared_error_slope[step, case.moved] / now.cross_entropy_slope[step, case.moved]
    return f"{number(share)} of it"


def _add_bars(figure: go.Figure, stage: int, values: np.ndarray, color: str) -> None:
    """Add one stage's bars: probabilities from the left, signed numbers from the middle."""
    steps, count = values.shape
    reach = 10.0 if stage == 0 else 1.0
    middle = stage != 1
    room = _RIGHT - _LEFT
    origin = stage + _LEFT + room / 2 * middle
    trace = go.Bar(
        name=_STAGES[stage].replace("<br>", " "),
        orientation="h",
        base=np.full(count, origin, dtype=np.float32),
        width=_BAR,
        marker_color=color,
        hoverinfo="skip",
    )
    lengths = np.clip(values / reach, -1, 1) * room * (0.5 if middle else 1.0)
    add_moving(figure, trace, x=lengths, y=np.tile(np.arange(count), (steps, 1)))
    figure.add_vline(x=origin, line={"color": NEUTRAL, "width": 1})


def _write_numbers(figure: go.Figure, now: Stages) -> None:
    """Write each number to the left of its bar, right-aligned."""
    steps, count = now.z.shape
    x = np.repeat(np.arange(len(_STAGES)) + _LEFT - 0.02, count)
    y = np.tile(np.arange(count), len(_STAGES))
    texts = [_column(values, 1 if stage == 0 else 3) for stage, values in enumerate(now)]
    words = [[word for column in texts for word in column[step]] for step in range(steps)]
    trace = go.Scatter(
        mode="text", textposition="middle left", cliponaxis=False, hoverinfo="skip", name="numbers"
    )
    add_moving(figure, trace, x=np.tile(x, (steps, 1)), y=np.tile(y, (steps, 1)), text=words)


def _column(values: np.ndarray, decimals: int) -> list[list[str]]:
    return [[f"{value:.{decimals}f}".replace("-", "−") for value in row] for row in values]
