"""Pictures of training judged twice: on the examples it saw and on examples held out."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from pages.figures.numbers import number, tex
from pages.figures.picture import QUIET, Picture
from pages.figures.style import Size, Stroke, stroke
from pages.figures.view import View
from pages.models import hold_out as model
from pages.models.hold_out import Choice, Part, Trained
from pages.words.text import Text

_TICKS = {
    "step": {0: "1", 1: "10", 2: "100", 3: "1000"},
    "ridge": {-5: "10⁻⁵", -3: "10⁻³", -1: "0.1", 1: "10"},
}
_LOOKS = {"training": ("dot", "circle"), "held-out": ("solid", "square")}


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
        "log-losses", "calibration", "weights-length" and "error-rates".
    """
    trained = model.train(choice)
    pictures = {
        "log-losses": log_losses(trained, words, size),
        "calibration": reliability(trained, words, size),
        "weights-length": lengths(trained, words, size),
        "error-rates": error_rates(trained, words, size),
    }
    return View(choice.steps, pictures, captions(trained, words))


def log_losses(trained: Trained, words: Text, size: Size) -> Picture:
    """Draw the log-loss of both parts against what is dragged; mark the least one held out."""
    curves = [trained.training.log_loss, trained.held_out.log_loss]
    picture = _against(trained, "log-losses", curves, number, words, size)
    place = float(trained.positions[trained.best])
    picture.rule(x=place)
    picture.above(words.fill("best", where=_where(trained, trained.best, words)), place)
    return picture


def error_rates(trained: Trained, words: Text, size: Size) -> Picture:
    """Draw the error rate of both parts against what is dragged."""
    curves = [trained.training.error_rate, trained.held_out.error_rate]
    picture = _against(trained, "error-rates", curves, _percent, words, size, width=0.7)
    picture.ticks("y", None, tickformat=".0%")
    return picture


def lengths(trained: Trained, words: Text, size: Size) -> Picture:
    """Draw the length of the weights against what is dragged, whose axis is logarithmic."""
    x, y, look = trained.positions, trained.lengths, stroke(trained.choice.loss)
    picture = _over_positions(trained, "weights-length", float(y.max()), words, size)
    picture.curve(x, y, look, "|w|")
    said = [f"|w| = {number(length)}" for length in y]
    picture.dots(x[:, None], y[:, None], look, words.fill("marker", name="|w|"), words=said)
    return picture


def reliability(trained: Trained, words: Text, size: Size) -> Picture:
    """Draw the share of class 1 against the prediction, in bins, with the examples in each."""
    picture = Picture(
        size,
        x=words["calibration.x-axis"],
        y=words["calibration.y-axis"],
        xlim=(-0.1, 1.1),
        ylim=(-0.1, 1.1),
        alt=words["calibration.alt"],
        width=0.55,
        headroom=1,
    )
    picture.ticks("x", [0, 0.5, 1])
    picture.ticks("y", [0, 0.5, 1])
    picture.curve([0, 1], [0, 1], QUIET, words["as-predicted"], width=1 - size.line)
    for part in (trained.training, trained.held_out):
        _add_bins(picture, trained, part, words)
    picture.above(words["calibration.key"])
    return picture


def captions(trained: Trained, words: Text) -> list[str]:
    """Write the live sentence at each position."""
    training, held_out = trained.training, trained.held_out
    found = held_out.confidence
    return words.fill_each(
        "reading",
        where=[_where(trained, i, words) for i in range(len(trained.positions))],
        length=_each(number, trained.lengths),
        train_error=_each(_percent, training.error_rate),
        error=_each(_percent, held_out.error_rate),
        train_loss=_each(number, training.log_loss),
        loss=_each(number, held_out.log_loss),
        sure=_each(_percent, found.mean),
        right=_each(_percent, found.accuracy),
        verdict=[words[verdict] for verdict in model.verdicts(held_out)],
    )


def rows(trained: Trained, i: int, words: Text) -> list[dict[str, str]]:
    """Tell every measure of both parts at one position."""
    return [
        {
            words["part"]: words.called("part", part.slug),
            words["examples"]: str(len(part.y)),
            words["error-rate"]: _percent(part.error_rate[i]),
            words["log-loss"]: number(part.log_loss[i]),
            words["brier-score"]: number(part.brier_score(i)),
            words["confidence"]: _percent(part.confidence.mean[i]),
        }
        for part in (trained.training, trained.held_out)
    ]


def formula(trained: Trained, i: int) -> str:
    """Write what training minimises with its numbers, in LaTeX."""
    loss, ridge, length = trained.loss[i], trained.strengths[i], trained.lengths[i]
    total = loss + 0.5 * ridge * length**2
    return (
        r"\small\begin{aligned}"
        r"L + \tfrac{\lambda}{2}\,\lVert w\rVert^2"
        rf"&= {tex(loss)} + \tfrac12 \cdot {tex(ridge)} \cdot {tex(length)}^2 \\ &= {tex(total)}"
        r"\end{aligned}"
    )


def this_run(trained: Trained, i: int, words: Text) -> str:
    """Say what the run is doing at one position, and what is known of a minimum."""
    end = words.fill(f"end.{trained.end}", length=number(np.nan_to_num(trained.optimum_length)))
    return words.fill("this-run", status=words[f"status.{model.status(trained, i)}"], end=end)


def _against(
    trained: Trained,
    key: str,
    curves: Sequence[np.ndarray],
    write: Callable[[float], str],
    words: Text,
    size: Size,
    width: float = 0.55,
) -> Picture:
    """Draw one measure of both parts against what is dragged, with a marker on each."""
    top = max(float(curve.max()) for curve in curves)
    picture, x = _over_positions(trained, key, top, words, size, width), trained.positions
    parts = (trained.training, trained.held_out)
    for part, curve in zip(parts, curves, strict=True):
        picture.curve(x, curve, _look(trained, part), words.called("part", part.slug))
    for part, curve in zip(parts, curves, strict=True):
        name = words.called("part", part.slug)
        said = [f"{name} {write(value)}" for value in curve]
        look, hollow = _look(trained, part), part is trained.training
        marker = words.fill("marker", name=name)
        picture.dots(x[:, None], curve[:, None], look, marker, words=said, hollow=hollow)
    return picture


def _over_positions(
    trained: Trained, key: str, top: float, words: Text, size: Size, width: float = 0.55
) -> Picture:
    """Return a picture over a logarithmic axis of what is dragged; its unit is a decade."""
    x, drag, top = trained.positions, trained.choice.drag, max(top, 0.01)
    room = 0.03 * (x[-1] - x[0])
    picture = Picture(
        size,
        x=words[f"x-axis.{drag}"],
        y=words[f"{key}.y-axis"],
        xlim=(x[0] - room, x[-1] + room),
        ylim=(-0.25 * top, 1.3 * top),  # words stand above and below
        alt=words[f"{key}.alt"],
        width=width,
        headroom=1,
    )
    picture.ticks("x", list(_TICKS[drag]), list(_TICKS[drag].values()))
    return picture


def _add_bins(picture: Picture, trained: Trained, part: Part, words: Text) -> None:
    """Add the bins of one part; of those held out, their gaps to the diagonal and their counts."""
    x, y, count = model.reliability(part)
    look, is_held_out = _look(trained, part), part is trained.held_out
    for k in range(model.BINS if is_held_out else 0):
        picture.curve(x[:, [k, k]], np.stack([x[:, k], y[:, k]], axis=1), look, words["gap"])
    name = words.called("part", part.slug)
    picture.dots(x, y, look, name, hollow=not is_held_out)
    if is_held_out:
        said = [[str(n) if n else "" for n in row] for row in count]
        aside = 0.7 * picture.type.em
        picture.words(x + aside, y, said, side="middle right", name=words["examples"])


def _look(trained: Trained, part: Part) -> Stroke:
    dash, marker = _LOOKS[part.slug]
    return replace(stroke(trained.choice.loss), dash=dash, marker=marker)


def _where(trained: Trained, i: int, words: Text) -> str:
    if trained.choice.is_step:
        return words.fill("at.step", step=model.STEPS[i])
    return words.fill("at.ridge", ridge=number(trained.strengths[i], 2))


def _each(write: Callable[[float], str], values: np.ndarray) -> list[str]:
    return [write(value) for value in values.tolist()]


def _percent(share: float) -> str:
    return f"{100 * share:.3g}\N{NO-BREAK SPACE}%"
