"""The opening picture, and one example on its way from features to gradients."""

from collections.abc import Sequence
from html import escape

import numpy as np
from numpy.typing import ArrayLike

from core.activations import sigmoid
from pages.figures.numbers import number
from pages.figures.picture import Picture
from pages.figures.style import GREY, Size, stroke
from pages.figures.view import View
from pages.models import overview as model
from pages.models.overview import GRID, RACERS, STEPS
from pages.words.text import Text

_NAMED = 120  # steps beside which a run is named: there it is drawn early
_REACH = 5.0  # of the logit axis
_SATURATED = 3.0  # size of a logit beyond which the sigmoid is nearly flat


def view(words: Text, size: Size) -> View:
    """Draw the pictures and write the live sentences.

    Parameters
    ----------
    words : Text
        The page's text.
    size : Size
        Text and lines.

    Returns
    -------
    View
        "answers" and "slide".
    """
    pictures = {"answers": answers(words, size), "slide": slide(words, size)}
    said = {slug: [number(p) for p in path[GRID]] for slug, path in model.answers().items()}
    return View(GRID, pictures, words.fill_each("reading", step=GRID, **said))


def answers(words: Text, size: Size) -> Picture:
    """Draw the answer of both runs against the step, as far as they have come."""
    picture = _from_wrong_to_right(words, size, "answers", (0, STEPS * (1 + 0.01 * size.text)))
    picture.ticks("x", [0, 100, 200, 300])
    picture.rule(y=0)
    picture.note(words["wanted"], picture.xlim[1], 0, "top right")
    names = {slug: words.called("loss", slug) for slug in RACERS}
    paths = model.answers()
    for slug, path in paths.items():
        picture.path(np.arange(STEPS + 1), path, GRID + 1, stroke(slug), names[slug])
        picture.name(np.arange(_NAMED), path[:_NAMED], names[slug])
    for slug in reversed(RACERS):
        p = paths[slug][GRID]
        said = [number(each, 2) for each in p]
        picture.dots(GRID[:, None], p[:, None], stroke(slug), names[slug], words=said)
    return picture


def slide(words: Text, size: Size) -> Picture:
    """Draw where both runs stand on the sigmoid: far out it is flat."""
    z = np.linspace(-_REACH, _REACH, 101)
    picture = _from_wrong_to_right(words, size, "slide", (-_REACH, _REACH))
    for left, right in ((-_REACH, -_SATURATED), (_SATURATED, _REACH)):
        picture.zone(left, right)
        picture.note(words["flat"], (left + right) / 2, 0.5)
    picture.curve(z, sigmoid(z), GREY, words["sigmoid"])
    for slug in reversed(RACERS):
        at = model.logits(slug)[GRID][:, None]
        picture.dots(at, sigmoid(at), stroke(slug), words.called("loss", slug))
    return picture


def race_numbers() -> dict[str, str]:
    """Write the numbers of the two runs by their names in the passage "claim"."""
    race = model.race()
    return {
        "rate": f"{model.RATE:g}",
        "start": number(race.start),
        "ratio": f"{race.ratio:.0f}",
        "bce": str(race.bce),
        "mse": str(race.mse),
        "matched": str(race.matched),
    }


def flow(words: Text) -> dict[str, str]:
    """Write what stands in the boxes from features to gradients, as HTML.

    Parameters
    ----------
    words : Text
        The page's text.

    Returns
    -------
    dict of str to str
        Rows of numbers by the names of the template, and its words.
    """
    seen = model.flow()
    classes = [words.called("class", slug) for slug in model.CLASSES]
    losses = [words[f"flow-loss.{slug}"] for slug in seen.losses]
    heads = "".join(f"<th>{escape(words[f'flow-gradient.{slug}'])}</th>" for slug in seen.gradients)
    bce, mse = seen.gradients.values()
    numbers = {"label": classes[-1], "ratio": f"{bce[-1] / mse[-1]:.0f}"}
    said = {
        name.removeprefix("flow.").replace("-", "_"): escape(words.fill(name, **numbers))
        for name in words.words
        if name.startswith("flow.")
    }
    return said | {
        "features": _rows(["x₁", "x₂"], seen.features),
        "scores": _rows(classes, seen.scores, marked=True),
        "probabilities": _rows(classes, seen.probabilities, marked=True),
        "losses": _rows(losses, list(seen.losses.values())),
        "gradients": f"<tr><th></th>{heads}</tr>" + _rows(classes, bce, mse, marked=True),
    }


def _from_wrong_to_right(words: Text, size: Size, key: str, xlim: tuple[float, float]) -> Picture:
    picture = Picture(
        size,
        x=words[f"{key}.x-axis"],
        y=words[f"{key}.y-axis"],
        xlim=xlim,
        ylim=(-0.16, 1.22),
        alt=words[f"{key}.alt"],
        width=1.0 if key == "answers" else 0.7,
    )
    picture.ticks("y", [0, 0.5, 1])
    return picture


def _rows(names: Sequence[str], *columns: ArrayLike, marked: bool = False) -> str:
    """Write names and their numbers as rows; the last one may be marked as the right class."""
    rows = zip(names, *map(np.asarray, columns), strict=True)
    return "".join(
        f"<tr{' class=right' if marked and name == names[-1] else ''}><td>{escape(name)}</td>"
        + "".join(f"<td>{number(value)}</td>" for value in values)
        + "</tr>"
        for name, *values in rows
    )
