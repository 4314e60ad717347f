"""Pictures of one run at many learning rates: its path, its loss, and where it ends."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from core.optimizers import Finding
from core.step_size import Ending, Outcome
from core.success import NOT_YET
from pages.figures.numbers import number
from pages.figures.picture import QUIET, Picture
from pages.figures.style import NEUTRAL, Size, Stroke, stroke
from pages.figures.ticks import round_ticks
from pages.figures.view import View
from pages.models import learning_rate as model
from pages.models.learning_rate import LAST, PATIENCE, SHOWN, STEPS, WALKED, Choice, Study
from pages.words.text import Text

LEVELS = np.arange(1, 12) / 12
"""Of the contours, as shares of the root of the highest point."""
DASH = 1.02
"""Half as long as a dash is, as a ratio of rates."""
_NO_MINIMUM = {Finding.SEPARABLE: "separable", Finding.LOWER_AT_INFINITY: "lower-at-infinity"}
_THIRD = 0.5
"""Width of a picture of which three stand beside each other."""


def view(choice: Choice, seen: Study, words: Text, size: Size) -> View:
    """Draw the pictures and write the live sentences.

    Parameters
    ----------
    choice : Choice
        What the controls stand at.
    seen : Study
        Its runs.
    words : Text
        The page's text.
    size : Size
        Text and lines.

    Returns
    -------
    View
        "rate-path", "rate-loss-steps", "rate-ends" and "rate-plateau".
    """
    pictures = {
        "rate-path": path(seen, words, size),
        "rate-loss-steps": losses(seen, words, size),
        "rate-ends": ends(seen, words, size),
        "rate-plateau": plateau(model.steps_off_the_plateau(), words, size),
    }
    return View(seen.runs.rates, pictures, captions(seen, words))


def path(seen: Study, words: Text, size: Size) -> Picture:
    """Draw the run's first steps on the contours of its loss, and where its last steps are."""
    run, look = model.path(seen), replace(stroke(seen.loss.slug), dash="solid")
    is_whole = seen.data.X.shape[1] == 1
    picture = Picture(
        size,
        x=words["weight-axis"] if is_whole else "u₁",
        y=words["bias-axis"] if is_whole else "u₂",
        xlim=(run.u[0], run.u[-1]),
        ylim=(run.v[0], run.v[-1]),
        alt=words["path.alt"],
        width=_THIRD,
        headroom=1,
        grid=False,
    )
    picture.above(words.fill("path.head", steps=WALKED))
    levels = LEVELS * run.height.max()
    picture.contours(run.u, run.v, run.height, words["contour"], levels=levels)
    picture.curve(
        run.first[..., 0], run.first[..., 1], look, words["first-steps"], width=-0.5 * size.line
    )
    faint = {"scale": 0.8, "opacity": 0.8, "cliponaxis": True}
    picture.dots(run.last[..., 0], run.last[..., 1], look, words["last-steps"], **faint)
    _mark(picture, run.start, words["start"], len(run.first), "circle", hollow=True)
    if run.minimum is not None:
        _mark(picture, run.minimum, words["minimum"], len(run.first), "star")
    return picture


def losses(seen: Study, words: Text, size: Size) -> Picture:
    """Draw the mean loss over the first steps."""
    values = model.first_losses(seen)
    picture = Picture(
        size,
        x=words["step-axis"],
        y=words["loss-axis"],
        xlim=(0, SHOWN),
        ylim=_range(values[model.tame(seen, 2.5)]),
        ylog=True,
        alt=words["loss.alt"],
        width=_THIRD,
        headroom=1,
    )
    _round(picture, "y")
    picture.above(words.fill("loss.head", steps=SHOWN))
    if seen.minimum:
        picture.rule(y=seen.minimum.loss)
    # Not dashed: the gaps would hide the back and forth.
    look = replace(stroke(seen.loss.slug), dash="solid")
    picture.curve(np.arange(SHOWN + 1), values, look, seen.loss.slug, width=-0.3 * size.line)
    return picture


def ends(seen: Study, words: Text, size: Size) -> Picture:
    """Draw the mean loss of the last steps against the learning rate, with both bounds."""
    rates, values = seen.runs.rates, model.last_losses(seen)
    picture = Picture(
        size,
        x=words["rate-axis"],
        y=words.fill("end-axis", steps=LAST),
        xlim=(rates[0], rates[-1]),
        ylim=_range(values),
        xlog=True,
        ylog=True,
        alt=words["ends.alt"],
        width=_THIRD,
        headroom=1,
    )
    _round(picture, "x", (1, 3))
    _round(picture, "y")
    _mark_bounds(picture, seen)
    look = replace(stroke(seen.loss.slug), dash="solid")
    picture.curve(*_dashes(rates, values), look, words["last-steps"])
    picture.dots(
        rates[:, None], values, look, words.fill("marker", name=words["last-steps"]), scale=0.7
    )
    bar = np.stack([rates, rates], axis=1), np.array(picture.ylim)
    picture.curve(*bar, replace(QUIET, dash="solid"), words["rate-axis"], width=1 - size.line)
    return picture


def plateau(
    curves: Mapping[str, tuple[np.ndarray, np.ndarray]], words: Text, size: Size
) -> Picture:
    """Draw how many steps lead off the plateau of half squared error, by slug of the loss."""
    rates = next(iter(curves.values()))[0]
    most = max(steps.max() for _, steps in curves.values())
    picture = Picture(
        size,
        x=words["rate-axis"],
        y=words["plateau-axis"],
        xlim=(rates[0], rates[-1]),
        ylim=(0.8, 1.25 * most),
        xlog=True,
        ylog=True,
        alt=words["plateau.alt"],
    )
    _round(picture, "x", (1, 3))
    _round(picture, "y")
    for slug, (_, steps) in curves.items():
        picture.curve(rates, steps, stroke(slug), slug, label=words.called("loss", slug))
    return picture


def plateau_numbers() -> dict[str, str]:
    """Write the steps at the least and the largest rate, named by loss and end."""
    return {
        f"{slug}_{end}": _whole(steps[place])
        for slug, (_, steps) in model.steps_off_the_plateau().items()
        for end, place in (("least", 0), ("largest", -1))
    }


def scaling_rows(words: Text) -> list[dict[str, str]]:
    """Compare raw and standardised features."""
    late = words.fill("scaling.late", steps=_whole(PATIENCE))
    return [
        {
            words["scaling.features"]: words[f"scaling.{name}"],
            words["scaling.condition"]: number(each.condition),
            "2/M": number(each.safe),
            "2/h": number(each.local),
            words["scaling.steps"]: late if each.steps == NOT_YET else _whole(each.steps),
        }
        for name, each in model.scaling().items()
    ]


def bounds(seen: Study, words: Text) -> str:
    """Say how the bounds stand on these data, and what is known of the minimum."""
    title = words.called("loss", seen.loss.slug, seen.loss.title)
    if seen.safe is None:
        return words.fill("kinks", loss=title)
    said = {"loss": title, "safe": number(seen.safe)}
    if seen.minimum is None or seen.local is None:
        return words.fill(_NO_MINIMUM.get(seen.finding, "not-found"), **said)
    is_local = seen.minimum.finding is Finding.LOWER_AT_INFINITY
    said |= {"where": _point(seen.minimum.theta), "local": number(seen.local)}
    return words.fill("bounds-at-local-minimum" if is_local else "bounds", **said)


def captions(seen: Study, words: Text) -> list[str]:
    """Write the live sentence at each rate."""
    return [
        words.fill(
            "reading",
            rate=number(rate),
            bounds=words[f"bounds.{_sides(rate, seen)}"],
            ending=_ending(end, words),
        )
        for rate, end in zip(seen.runs.rates, seen.endings, strict=True)
    ]


def ending_name(ending: Ending) -> str:
    """Name the words for an ending; a loss with a kink can rest where no minimum is known."""
    if ending.outcome is Outcome.CONVERGES and not ending.minimum:
        return "rests"
    name = ending.outcome.value.replace(" ", "-")
    if ending.outcome in (Outcome.CYCLE, Outcome.BOUNCES) and ending.minimum:
        return f"{name}-around" if ending.surrounds else f"{name}-aside"
    if ending.outcome is Outcome.CONVERGES and ending.swings:
        name += "-swinging"
    arrives = ending.outcome in (Outcome.CONVERGES, Outcome.FALLING)
    return f"{name}-arrived" if arrives and ending.arrived is not None else name


def _ending(ending: Ending, words: Text) -> str:
    return words.fill(
        f"ending.{ending_name(ending)}",
        where=_point(ending.minimum.theta) if ending.minimum else "",
        period=ending.period,
        steps=STEPS,
        step=ending.arrived,
        lowest=number(ending.lowest),
        highest=number(ending.highest),
    )


def _sides(rate: float, seen: Study) -> str:
    """Name the side of 2 / M, and of 2 / h_max if there is one, on which a rate is."""
    if seen.safe is None:
        return "none"
    known = [bound for bound in (seen.safe, seen.local) if bound is not None]
    return "-".join("below" if rate < bound else "above" for bound in known)


def _mark(
    picture: Picture, at: np.ndarray, name: str, steps: int, symbol: str, *, hollow: bool = False
) -> None:
    """Mark a place that stands; its name makes room for the path at each step."""
    x, y = np.tile(at, (steps, 1)).T[..., None]
    look = Stroke(NEUTRAL, "solid", symbol)
    picture.dots(x, y, look, name, words=[name] * steps, hollow=hollow)


def _mark_bounds(picture: Picture, seen: Study) -> None:
    """Draw both bounds; the names stand on either side, so that they never meet."""
    bounds = {"2/M": seen.safe, "2/h": seen.local}
    known = {name: at for name, at in bounds.items() if at and at < picture.xlim[1]}
    for name, bound in known.items():
        picture.rule(x=bound)
        side = "right" if bound == min(known.values()) else "left"
        picture.note(f"{name} {number(bound)}", bound, picture.ylim[1], f"bottom {side}")


def _range(values: np.ndarray) -> tuple[float, float]:
    """Return the ends of a logarithmic axis, with a little room."""
    low, high = float(values.min()), float(values.max())
    room = max((high / low) ** 0.05, 1.02)
    return low / room, high * room


def _round(picture: Picture, axis: str, digits: tuple[int, ...] = (1, 2, 5)) -> None:
    ticks = round_ticks(*(picture.xlim if axis == "x" else picture.ylim), digits)
    picture.ticks(axis, list(ticks.values()), list(ticks))


def _dashes(rates: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return one line with a short dash at each value; values that look alike are drawn once."""
    x, y = [], []
    for rate, row in zip(rates, values, strict=True):
        distinct = 10 ** np.unique(np.log10(row).round(3))
        x += [rate / DASH, rate * DASH, np.nan] * len(distinct)
        y += [coordinate for value in distinct for coordinate in (value, value, np.nan)]
    return np.array(x), np.array(y)


def _point(theta: np.ndarray) -> str:
    return f"({', '.join(number(value) for value in theta)})"


def _whole(count: int) -> str:
    return f"{count:,}".replace(",", "\u202f")
