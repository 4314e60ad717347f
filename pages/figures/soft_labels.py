"""Pictures of soft labels: target and student, the losses between them, and their slopes."""

from dataclasses import replace

import numpy as np

from pages.figures.numbers import number, tex
from pages.figures.picture import QUIET, Picture
from pages.figures.style import INFORMATION, STROKES, Size, Stroke
from pages.figures.view import View
from pages.models import soft_labels as model
from pages.models.soft_labels import CLASSES, LOGITS, TEMPERATURES, Choice, Softened
from pages.words.text import Text

_TARGET, _STUDENT, _REVERSE, _HARD = (STROKES[k] for k in (5, 2, 3, 7))
_CE, _KL = INFORMATION["cross-entropy"], INFORMATION["kl-divergence"]
_H = replace(INFORMATION["entropy"], dash="solid")
_TOP = 4.0  # nats that the picture of the losses shows
_ROOM = 4.5  # logits right of the curves, for their names
_FAINTEST = 1e-6  # slope that a logarithmic axis shows


def view(choice: Choice, words: Text, size: Size) -> View:
    """Draw the pictures and write the live sentences.

    Parameters
    ----------
    choice : Choice
        What the controls stand at.
    words : Text
        The page's text.
    size : Size
        Text and lines.

    Returns
    -------
    View
        "soft-bars", "soft-losses" and "soft-strengths".
    """
    seen = model.compute(choice)
    pictures = {
        "soft-bars": distributions(seen, words, size),
        "soft-losses": losses(seen, choice, words, size),
        "soft-strengths": strengths(choice, words, size),
    }
    return View(TEMPERATURES, pictures, captions(seen, choice, words))


def distributions(seen: Softened, words: Text, size: Size) -> Picture:
    """Draw target and student as two bars for each class."""
    rows = np.arange(len(CLASSES))
    limits = {"xlim": (0, 1.42), "ylim": (len(rows) - 0.4, -0.6)}
    axis = words["probability-axis"]
    picture = Picture(size, axis, "", **limits, alt=words["soft-bars.alt"], width=0.8)
    picture.ticks("x", [0, 0.5, 1])
    picture.ticks("y", rows, [words.called("class", name) for name in CLASSES], showgrid=False)
    for name, values, own, shift in (
        ("t", seen.t, _TARGET, -0.2),
        ("q", seen.q, _STUDENT, 0.2),
    ):
        picture.level_bars(values, rows + shift, own, name, width=0.36)
        said = [[f"{name} {number(value)}" for value in row] for row in values]
        picture.words(values + 0.01, rows + shift, said, side="middle right", name=name)
    return picture


def losses(seen: Softened, choice: Choice, words: Text, size: Size) -> Picture:
    """Draw the losses over the student's logit of the right class, the other logits kept."""
    picture = Picture(
        size,
        words.fill("student-axis", name=words.called("class", CLASSES[0])),
        words["loss-axis"],
        xlim=(LOGITS[0], LOGITS[-1] + _ROOM),
        ylim=(-0.02 * _TOP, _TOP),  # KL rests on 0
        alt=words["soft-losses.alt"],
        width=1.2,
        headroom=1,
    )
    picture.ticks("x", [-5, 0, 5, 10, 15])
    picture.ticks("y", range(4))
    over, now = seen.over_logits, seen.losses
    drawn = {
        "CE": (over.cross_entropy, now.cross_entropy, _CE),
        "KL": (over.divergence, now.divergence, _KL),
    }
    if choice.reverse and np.isfinite(now.reverse).all():
        drawn[words["reverse-curve"]] = (over.reverse, now.reverse, _REVERSE)
    for name, (curve, _, own) in drawn.items():
        picture.curve(LOGITS, curve, own, name)
    _mark_lowest(picture, seen, words)
    _show_entropy(picture, seen, choice, words)
    for name, (_, here, own) in drawn.items():
        marker = words.fill("marker", name=name)
        picture.dots([choice.student[0]], np.minimum(here, _TOP)[:, None], own, marker)
    ends = [np.minimum(curve[:, -1], 0.75 * _TOP) for curve, _, _ in drawn.values()]
    picture.end_names(LOGITS[-1] + 0.3, ends, list(drawn))
    return picture


def strengths(choice: Choice, words: Text, size: Size) -> Picture:
    """Draw the length of the gradient over the temperature, with and without the factor T^2."""
    soft, hard = model.lengths(choice)
    curves = {
        words["strength.soft"]: (soft, _CE),
        words["strength.scaled"]: (
            soft * TEMPERATURES**2,
            Stroke(_CE.color, "dash", "diamond"),
        ),
        words["strength.hard"]: (hard, _HARD),
    }
    lengths = np.maximum([values for values, _ in curves.values()], _FAINTEST)
    low, high = np.floor(np.log10(lengths.min())), np.ceil(np.log10(lengths.max()))
    picture = Picture(
        size,
        words["temperature-axis"],
        words["length-axis"],
        xlim=(0.5, 50),  # room for names
        ylim=(10**low, 10**high),
        xlog=True,
        ylog=True,
        alt=words["soft-strengths.alt"],
        width=1.2,
    )
    picture.ticks("x", [0.5, 1, 2, 5, 10, 20])
    picture.ticks("y", 10.0 ** np.arange(low, high + 1))
    for y, (name, (_, own)) in zip(lengths, curves.items(), strict=True):
        picture.curve(TEMPERATURES, y, own, name)
        picture.dots(TEMPERATURES[:, None], y[:, None], own, words.fill("marker", name=name))
    ends = [np.full(len(TEMPERATURES), y[-1]) for y in lengths]
    picture.end_names(21.0, ends, list(curves))
    return picture


def captions(seen: Softened, choice: Choice, words: Text) -> list[str]:
    """Write the live sentence at each temperature."""
    slope = seen.slopes[:, 0]
    return words.fill_each(
        "reading-of-three" if choice.reverse else "reading",
        T=[f"{temperature:g}" for temperature in TEMPERATURES],
        t=[number(value) for value in seen.t[:, 0]],
        q=[number(value) for value in seen.q[:, 0]],
        ce=_nats(seen.losses.cross_entropy, words),
        h=_nats(seen.entropy, words),
        kl=_nats(seen.losses.divergence, words),
        reverse=_nats(seen.losses.reverse, words),
        slope=[number(value) for value in slope],
        scaled=[number(value) for value in slope * TEMPERATURES**2],
    )


def rows(choice: Choice, step: int, words: Text) -> list[dict[str, str]]:
    """List each loss at a step: its value, and its slope in every logit of the student."""
    seen, T = model.compute(choice), TEMPERATURES[step]
    now, own, t = seen.losses, seen.slopes[step], seen.t[step]
    told = {
        words["row.cross-entropy"]: (now.cross_entropy[step], own),
        "KL(t‖q)": (now.divergence[step], own),
    }
    if choice.target == "teacher":
        told["T² KL(t‖q)"] = (now.divergence[step] * T**2, own * T**2)
    if not choice.is_one_hot:
        told[words["row.reverse"]] = (now.reverse[step], model.reverse_slope(choice, t, T))
    heads = [words.fill("head.slope", name=words.called("class", name)) for name in CLASSES]
    return [
        {words["head.loss"]: name, words["head.value"]: number(value)}
        | dict(zip(heads, map(number, slope), strict=True))
        for name, (value, slope) in told.items()
    ]


def slope_formula(choice: Choice, step: int, words: Text) -> str:
    """Write the slope in the right class's logit with its numbers, in LaTeX."""
    seen, temperature = model.compute(choice), TEMPERATURES[step]
    slope, t, q = seen.slopes[step, 0], seen.t[step, 0], seen.q[step, 0]
    z = rf"z_{{\text{{{words.called('class', CLASSES[0])}}}}}"
    return (
        r"\small\begin{aligned}"
        rf"\frac{{\partial\,\mathrm{{CE}}}}{{\partial {z}}} = "
        rf"\frac{{\partial\,\mathrm{{KL}}}}{{\partial {z}}} &= \frac{{q - t}}{{T}} \\"
        rf"&= \frac{{{tex(q)} - {tex(t)}}}{{{temperature:g}}} = {tex(slope)} \\"
        rf"T^2 \cdot \frac{{q - t}}{{T}} &= {tex(slope * temperature**2)}"
        r"\end{aligned}"
    )


def _mark_lowest(picture: Picture, seen: Softened, words: Text) -> None:
    """Draw a line where both losses are lowest; it may stand outside the picture."""
    place = np.clip(seen.lowest, LOGITS[0] - 5, LOGITS[-1] + 5)[:, None]
    ends = np.hstack([place, place])
    picture.curve(ends, [0, _TOP], QUIET, words["lowest-line"], width=2 - picture.size.line)
    said = words.fill_each("lowest", z=[number(value) for value in seen.lowest])
    corner = np.full_like(place, picture.xlim[1])
    picture.words(corner, [1.05 * _TOP], [[each] for each in said], side="middle left")


def _show_entropy(picture: Picture, seen: Softened, choice: Choice, words: Text) -> None:
    """Join CE and KL at the student's logit: between them stands H(t)."""
    gap = np.stack([seen.losses.divergence, seen.losses.cross_entropy], axis=1).clip(max=_TOP)
    z = np.full_like(gap, choice.student[0])
    picture.curve(z, gap, _H, "H(t)")
    picture.follow(z[:, 0], gap.mean(axis=1), [f"H(t) {value:.2f}" for value in seen.entropy])


def _nats(values: np.ndarray, words: Text) -> list[str]:
    return [words["infinite"] if np.isinf(value) else f"{value:.3f}" for value in values]
