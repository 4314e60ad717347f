"""Pictures of soft labels: target and student, the losses between them, slopes, and a Gaussian."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from core.activations import softmax
from core.information import cross_entropy, entropy, kl_divergence, kl_gaussian
from core.likelihood import gaussian_log_density
from core.multiclass import (
    distillation_gradient,
    matching_logit,
    reverse_kl_gradient,
    smooth_labels,
    soften,
    softmax_cross_entropy_gradient,
)
from pages.figures.labels import label_ends
from pages.figures.moving import add_moving
from pages.figures.numbers import number, tex
from pages.figures.style import INFORMATION, NEUTRAL, STROKES, Size, Stroke, canvas

CLASSES = ("cat", "dog", "car")
"""The first one is right."""
TARGETS = ("teacher", "smoothed")
TEMPERATURES = np.round(
    np.concatenate([np.arange(0.5, 2, 0.05), np.arange(2, 5, 0.1), np.arange(5, 20.5, 0.5)]), 2
)
"""Values that the dragged temperature can take: denser where it matters."""
LOGITS = np.linspace(-8, 16, 97)
"""The student's logits of the right class that the picture of the losses shows."""

_TARGET, _STUDENT = STROKES[5], STROKES[2]
_CE, _H, _KL = (INFORMATION[slug] for slug in ("cross-entropy", "entropy", "kl-divergence"))
_REVERSE = STROKES[3]
_TOP = 4.0  # nats that the picture of the losses shows
_ROOM = 4.5  # logits right of the curves, for their names
_DIGITS = 15  # after the point: what is left of q - t where both are equal is rounding
_FAINTEST = 1e-6  # slope that a logarithmic axis shows


class Case(NamedTuple):
    """One image of a cat: what the target is made of, and a student.

    Attributes
    ----------
    target : str
        One of TARGETS.
    amount : float
        Share that smoothing spreads over all classes.
    teacher, student : tuple of float, length K
        Their logits.
    """

    target: str
    amount: float
    teacher: tuple[float, ...]
    student: tuple[float, ...]

    @property
    def label(self) -> np.ndarray:
        """The one-hot label, shape (K,)."""
        return np.eye(len(CLASSES))[0]


class Losses(NamedTuple):
    """What separates student and target at each temperature, in nats; arrays of one shape."""

    cross_entropy: np.ndarray
    divergence: np.ndarray
    reverse: np.ndarray


@lru_cache(maxsize=64)
def targets(case: Case) -> np.ndarray:
    """Return the target at each temperature, shape (steps, K); smoothing knows no temperature."""
    if case.target == "teacher":
        return np.array([soften(case.teacher, temperature) for temperature in TEMPERATURES])
    return np.tile(smooth_labels(case.label, case.amount), (len(TEMPERATURES), 1))


@lru_cache(maxsize=64)
def students(case: Case) -> np.ndarray:
    """Return the student's prediction at each temperature, shape (steps, K)."""
    return np.array([soften(case.student, temperature) for temperature in TEMPERATURES])


def losses(case: Case) -> Losses:
    """Measure the student against the target at each temperature, shape (steps,)."""
    return _measure(targets(case), students(case))


def slopes(case: Case) -> np.ndarray:
    """Return dCE/dz = dKL/dz = (q - t)/T at each temperature, shape (steps, K)."""
    cooled = np.array(case.student) / TEMPERATURES[:, None]
    slope = softmax_cross_entropy_gradient(cooled, targets(case)) / TEMPERATURES[:, None]
    return np.round(slope, _DIGITS)


def lowest(case: Case) -> np.ndarray:
    """Logit of the right class at which both losses are lowest, shape (steps,)."""
    return np.array(
        [
            matching_logit(case.student[1:], t[0], temperature)
            for t, temperature in zip(targets(case), TEMPERATURES, strict=True)
        ]
    )


def distributions(case: Case, size: Size) -> go.Figure:
    """Draw target and student as two bars for each class.

    Parameters
    ----------
    case : Case
        Target and student.
    size : Size
        Text and lines.
    """
    figure = canvas(size, "probability (t: target, q: student)", "")
    figure.update_layout(barmode="overlay")
    figure.update_xaxes(range=[0, 1.42], tickvals=[0, 0.5, 1])
    rows = np.arange(len(CLASSES))
    figure.update_yaxes(
        range=[len(CLASSES) - 0.4, -0.6], tickvals=rows, ticktext=CLASSES, showgrid=False
    )
    for name, values, look, shift in (
        ("t", targets(case), _TARGET, -0.2),
        ("q", students(case), _STUDENT, 0.2),
    ):
        y = np.tile(rows + shift, (len(values), 1))
        bar = go.Bar(
            name=name, orientation="h", width=0.36, marker_color=look.color, hoverinfo="skip"
        )
        add_moving(figure, bar, x=values, y=y)
        words = [[f"{name} {number(value)}" for value in row] for row in values]
        add_moving(figure, _words("middle right"), x=values + 0.01, y=y, text=words)
    return figure


def curves(case: Case, reverse: bool, size: Size) -> go.Figure:
    """Draw the losses over the student's logit of the right class, the other logits kept.

    Parameters
    ----------
    case : Case
        Target and student.
    reverse : bool
        Whether KL(q || t) is drawn too; it is not where it is infinite.
    size : Size
        Text and lines.
    """
    figure = canvas(size, "student's logit z of cat", "loss (nats)")
    figure.update_xaxes(range=[LOGITS[0], LOGITS[-1] + _ROOM], tickvals=[-5, 0, 5, 10, 15])
    figure.update_yaxes(range=[-0.02 * _TOP, _TOP], tickvals=[0, 1, 2, 3])  # KL rests on 0
    figure.update_layout(margin_r=2 * size.text)
    over = _over_logits(case)
    drawn = {"CE": (over.cross_entropy, _CE), "KL": (over.divergence, _KL)}
    if reverse and np.isfinite(over.reverse).all():
        drawn["reverse"] = (over.reverse, _REVERSE)
    for name, (values, look) in drawn.items():
        line = {"color": look.color, "dash": look.dash, "width": size.line}
        trace = go.Scatter(x=_short(LOGITS), mode="lines", name=name, line=line, hoverinfo="skip")
        add_moving(figure, trace, y=values)
    _mark_lowest(figure, lowest(case))
    _mark_student(figure, case, reverse, size)
    ends = [np.minimum(values[:, -1], 0.75 * _TOP) for values, _ in drawn.values()]
    label_ends(figure, LOGITS[-1] + 0.3, ends, list(drawn), size)
    return figure


def strengths(case: Case, size: Size) -> go.Figure:
    """Draw the length of the gradient over the temperature, with and without the factor T^2.

    Parameters
    ----------
    case : Case
        Its teacher and student; the label of the third curve is the one-hot one.
    size : Size
        Text and lines.
    """
    soft, hard = lengths(case)
    values = {
        "soft": (soft, _CE),
        "T² soft": (soft * TEMPERATURES**2, Stroke(_CE.color, "dash", "diamond")),
        "hard": (hard, STROKES[7]),
    }
    seen = np.maximum(np.stack([y for y, _ in values.values()]), _FAINTEST)
    figure = canvas(size, "temperature T (units of logit)", "length of the gradient")
    ticks = [0.5, 1, 2, 5, 10, 20]
    figure.update_xaxes(type="log", range=np.log10([0.5, 50]), tickvals=ticks)  # room for names
    decades = np.arange(np.floor(np.log10(seen.min())), np.ceil(np.log10(seen.max())) + 1)
    figure.update_yaxes(type="log", range=decades[[0, -1]], tickvals=10.0**decades)
    for y, (name, (_, look)) in zip(seen, values.items(), strict=True):
        line = {"color": look.color, "dash": look.dash, "width": size.line}
        x = _short(TEMPERATURES)
        figure.add_scatter(x=x, y=_short(y), mode="lines", name=name, line=line, hoverinfo="skip")
        add_moving(figure, _marker(look, size), x=TEMPERATURES[:, None], y=y[:, None])
    ends = [np.full(len(TEMPERATURES), y[-1]) for y in seen]
    label_ends(figure, 21.0, ends, list(values), size)
    return figure


def lengths(case: Case) -> tuple[np.ndarray, np.ndarray]:
    """Length of the gradient at each temperature, shape (steps,): for the teacher, for the label.

    The teacher's soft labels have the student's temperature, the one-hot label has none.
    """
    soft = [distillation_gradient(case.student, case.teacher, at) for at in TEMPERATURES]
    cooled = np.array(case.student) / TEMPERATURES[:, None]
    hard = softmax_cross_entropy_gradient(cooled, case.label) / TEMPERATURES[:, None]
    return np.linalg.norm(soft, axis=1), np.linalg.norm(hard, axis=1)


def captions(template: str, case: Case, reverse: bool) -> list[str]:
    """Write the live sentence at each temperature.

    Parameters
    ----------
    template : str
        With the names T, t, q, ce, h, kl, slope, scaled and reverse.
    case : Case
        Target and student.
    reverse : bool
        Whether KL(q || t) is told too.
    """
    t, q, now, slope = targets(case), students(case), losses(case), slopes(case)[:, 0]
    return [
        template.format(
            T=f"{temperature:g}",
            t=number(t[step, 0]),
            q=number(q[step, 0]),
            ce=f"{now.cross_entropy[step]:.3f}",
            h=f"{entropy(t[step]):.3f}",
            kl=f"{now.divergence[step]:.3f}",
            slope=number(slope[step]),
            scaled=number(slope[step] * temperature**2),
            reverse=f" Reverse KL: {_nats(now.reverse[step])}." if reverse else "",
        )
        for step, temperature in enumerate(TEMPERATURES)
    ]


def rows(case: Case, step: int) -> list[dict[str, str]]:
    """List each loss at a step: its value, and its slope in every logit of the student."""
    temperature, t = TEMPERATURES[step], targets(case)[step]
    now, own = losses(case), slopes(case)[step]
    own_rows = {
        "cross-entropy CE(t, q)": (now.cross_entropy[step], own),
        "KL(t‖q)": (now.divergence[step], own),
    }
    if case.target == "teacher":
        own_rows["T² KL(t‖q)"] = (now.divergence[step] * temperature**2, own * temperature**2)
    if t.all():
        cooled = np.array(case.student) / temperature
        reverse = np.round(reverse_kl_gradient(cooled, t) / temperature, _DIGITS)
        own_rows["reverse: KL(q‖t)"] = (now.reverse[step], reverse)
    return [
        {
            "loss": name,
            "value in nats": number(value),
            **{f"slope in {c}": number(s) for c, s in zip(CLASSES, slope, strict=True)},
        }
        for name, (value, slope) in own_rows.items()
    ]


def slope_formula(case: Case, step: int) -> str:
    """Write the slope in the right class's logit with its numbers, in LaTeX."""
    temperature, slope = TEMPERATURES[step], slopes(case)[step, 0]
    t, q = targets(case)[step, 0], students(case)[step, 0]
    return (
        r"\small\begin{aligned}"
        r"\frac{\partial\,\mathrm{CE}}{\partial z_{\mathrm{cat}}} = "
        r"\frac{\partial\,\mathrm{KL}}{\partial z_{\mathrm{cat}}} &= \frac{q - t}{T} \\"
        rf"&= \frac{{{tex(q)} - {tex(t)}}}{{{temperature:g}}} = {tex(slope)} \\"
        rf"T^2 \cdot \frac{{q - t}}{{T}} &= {tex(slope * temperature**2)}"
        r"\end{aligned}"
    )


def densities(mu: float, sigma: float, size: Size) -> go.Figure:
    """Draw the density of N(mu, sigma^2) and that of N(0, 1).

    Parameters
    ----------
    mu, sigma : float
        Mean and standard deviation.
    size : Size
        Text and lines.
    """
    x = np.linspace(-5, 5, 301)
    own = np.exp(gaussian_log_density(x, mu, sigma))
    prior = np.exp(gaussian_log_density(x, 0.0))
    figure = canvas(size, "latent variable x", "density (per unit of x)")
    figure.update_xaxes(range=[-5, 5])
    figure.update_yaxes(range=[0, 1.3 * max(own.max(), prior.max())])
    for name, y, look in (("N(0, 1)", prior, _TARGET), ("N(μ, σ²)", own, _STUDENT)):
        line = {"color": look.color, "dash": look.dash, "width": size.line}
        figure.add_scatter(
            x=_short(x), y=_short(y), mode="lines", name=name, line=line, hoverinfo="skip"
        )
        side = -1 if (name == "N(0, 1)") == (mu >= 0) else 1
        _name(figure, name, x[y.argmax()], float(y.max()), side, size)
    return figure


def penalties(mu: float, sigma: float, size: Size) -> go.Figure:
    """Draw CE and KL of N(mu, sigma^2) with N(0, 1) over sigma, at this mean.

    Parameters
    ----------
    mu, sigma : float
        Mean and standard deviation.
    size : Size
        Text and lines.
    """
    x = np.linspace(0.05, 3, 119)
    divergence = kl_gaussian(mu, x)
    figure = canvas(size, "standard deviation σ", "nats")
    figure.update_xaxes(range=[0, 3])
    figure.update_yaxes(range=[0, 1.1 * float(gaussian_cross_entropy(mu, 3.0))])
    figure.update_layout(margin_r=3 * size.text)
    for name, y, look in (
        ("CE", gaussian_cross_entropy(mu, x), _CE),
        ("KL", divergence, _KL),
    ):
        line = {"color": look.color, "dash": look.dash, "width": size.line}
        figure.add_scatter(
            x=_short(x), y=_short(y), mode="lines", name=name, line=line, hoverinfo="skip"
        )
        figure.add_annotation(x=3, y=y[-1], text=name, xanchor="left", showarrow=False)
    value = float(kl_gaussian(mu, sigma))
    marker = {"color": _KL.color, "symbol": _KL.marker, "size": size.marker}
    figure.add_scatter(x=[sigma], y=[value], mode="markers", marker=marker, hoverinfo="skip")
    _name(figure, f"KL = {number(value)}", sigma, value, 1 if sigma < 1.5 else -1, size)
    return figure


def gaussian_cross_entropy(mu: float, sigma: ArrayLike) -> np.ndarray:
    """CE of N(mu, sigma^2) with N(0, 1): the entropy of the first, and KL."""
    # Half a nat more than minus the log-density at the mean: the expected squared distance.
    entropy_of_first = 0.5 - gaussian_log_density(mu, mu, sigma)
    return entropy_of_first + kl_gaussian(mu, sigma)


def gaussian_formula(mu: float, sigma: float) -> str:
    """Write the closed form and its two slopes with their numbers, in LaTeX."""
    return (
        r"\small\begin{aligned}"
        r"\mathrm{KL} &= \tfrac12 (\mu^2 + \sigma^2 - 1) - \ln \sigma \\"
        rf"&= \tfrac12 ({mu**2:.3g} + {sigma**2:.3g} - 1) - ({tex(np.log(sigma))}) \\"
        rf"&= {tex(float(kl_gaussian(mu, sigma)))} \text{{ nats}} \\"
        rf"\frac{{\partial\,\mathrm{{KL}}}}{{\partial \mu}} &= \mu = {mu:g} \\"
        r"\frac{\partial\,\mathrm{KL}}{\partial \sigma} &= \sigma - \frac1\sigma "
        rf"= {tex(sigma - 1 / sigma)}"
        r"\end{aligned}"
    )


def _over_logits(case: Case) -> Losses:
    """Measure all students of the picture, each of shape (steps, points)."""
    z = np.tile(np.array(case.student), (len(LOGITS), 1))
    z[:, 0] = LOGITS
    return _measure(targets(case)[:, None], softmax(z / TEMPERATURES[:, None, None]))


def _measure(t: np.ndarray, q: np.ndarray) -> Losses:
    return Losses(cross_entropy(t, q), kl_divergence(t, q), kl_divergence(q, t))


def _mark_lowest(figure: go.Figure, logit: np.ndarray) -> None:
    """Draw a line where both losses are lowest; it may stand outside the picture."""
    line = {"color": NEUTRAL, "dash": "dot", "width": 2}
    place = np.clip(logit, LOGITS[0] - 5, LOGITS[-1] + 5)
    x = np.column_stack([place, place])
    trace = go.Scatter(mode="lines", name="lowest", line=line, hoverinfo="skip")
    add_moving(figure, trace, x=x, y=np.tile([0, 0.86 * _TOP], (len(x), 1)))
    words = [[f"both lowest at z = {number(value)}"] for value in logit]
    corner = np.full((len(x), 1), LOGITS[-1] + _ROOM), np.full((len(x), 1), 0.94 * _TOP)
    add_moving(figure, _words("middle left"), x=corner[0], y=corner[1], text=words)


def _mark_student(figure: go.Figure, case: Case, reverse: bool, size: Size) -> None:
    """Put the student on every curve, and H(t) between CE and KL."""
    now, z = losses(case), case.student[0]
    above, below = np.minimum(now.cross_entropy, _TOP), np.minimum(now.divergence, _TOP)
    x = np.full((len(above), 2), z)
    line = {"color": _H.color, "width": size.line}
    gap = go.Scatter(mode="lines", name="H(t)", line=line, hoverinfo="skip")
    add_moving(figure, gap, x=x, y=np.column_stack([below, above]))
    looks = [(above, _CE), (below, _KL)]
    if reverse and np.isfinite(now.reverse).all():
        looks.append((np.minimum(now.reverse, _TOP), _REVERSE))
    for y, look in looks:
        add_moving(figure, _marker(look, size), x=x[:, :1], y=y[:, None])
    words = [[f"H(t) {entropy(t):.2f}"] for t in targets(case)]
    middle = np.clip((above + below) / 2, 0.05 * _TOP, 0.95 * _TOP)
    add_moving(figure, _words("middle right"), x=x[:, :1] + 0.4, y=middle[:, None], text=words)


def _marker(look: Stroke, size: Size) -> go.Scatter:
    marker = {"color": look.color, "symbol": look.marker, "size": size.marker}
    return go.Scatter(mode="markers", marker=marker, cliponaxis=False, hoverinfo="skip")


def _words(side: str) -> go.Scatter:
    return go.Scatter(mode="text", textposition=side, cliponaxis=False, hoverinfo="skip")


def _name(figure: go.Figure, word: str, x: float, y: float, side: int, size: Size) -> None:
    """Write a word above a point, to its right (1) or to its left (-1)."""
    figure.add_annotation(
        x=x,
        y=y,
        text=word,
        xanchor="left" if side > 0 else "right",
        yanchor="bottom",
        xshift=side * size.marker / 2,
        yshift=size.marker / 2,
        showarrow=False,
    )


def _nats(value: float) -> str:
    return "infinite" if np.isinf(value) else f"{value:.3f}"


def _short(values: np.ndarray) -> np.ndarray:
    return np.asarray(values, dtype=np.float32)
