"""Pictures of a number that is cut into classes: an age in bins, from two to one for each year."""

import numpy as np

from pages.figures.numbers import number
from pages.figures.picture import Picture, pale
from pages.figures.style import NEUTRAL, Size, stroke
from pages.figures.view import View
from pages.models import linear_probability_bins as model
from pages.models.linear_probability_bins import AGES, COUNTS, MEANS, OLDEST, PREDICTED, Bins
from pages.words.text import Text

_TICKS = [0, 25, 50, 75]


def view(words: Text, size: Size) -> View:
    """Draw both pictures and write the live sentences.

    Parameters
    ----------
    words : Text
        The page's text.
    size : Size
        Text and lines.

    Returns
    -------
    View
        "age-bins" and "age-losses".
    """
    found = model.compute()
    pictures = {"age-bins": bins(found, words, size), "age-losses": losses(found, words, size)}
    return View(COUNTS, pictures, captions(found, words))


def bins(found: Bins, words: Text, size: Size) -> Picture:
    """Draw the predicted distribution of the age, as a density and in bins."""
    picture = _over_ages("age-bins", (0, 0.056), words, size)
    fill = {"fill": "tozeroy", "fillcolor": pale(NEUTRAL, 0.18)}
    picture.curve(AGES, found.density, stroke("bce"), words["bins"], line_shape="hv", **fill)
    picture.curve(AGES, found.gaussian, stroke("mse"), words["density"])
    picture.rule(x=model.TRUE_AGE)
    picture.rule(x=PREDICTED)
    picture.note(words["true-age"], model.TRUE_AGE - 1, 0.0535, "middle right")
    picture.note(words["predicted"], PREDICTED + 1, 0.0535, "middle left")
    return picture


def losses(found: Bins, words: Text, size: Size) -> Picture:
    """Draw cross-entropy of the bins and squared error against the predicted age."""
    picture = _over_ages("age-losses", (1.8, 12), words, size)
    name, here = words["cross-entropy"], found.here[:, None]
    picture.curve(MEANS, found.cross_entropy, stroke("bce"), name)
    # Above the curve that comes to lie under it, so that both are seen.
    squared = words["squared-error"]
    picture.curve(MEANS, found.squared_error, stroke("mse"), squared, label=squared)
    said = [words.fill("cross-entropy-here", loss=number(loss)) for loss in found.here]
    marker = words.fill("marker", name=name)
    at = np.full_like(here, PREDICTED)
    picture.dots(at, here, stroke("bce"), marker, words=said)
    return picture


def captions(found: Bins, words: Text) -> list[str]:
    """Write the live sentence at each number of bins."""
    mass = np.exp(-found.plain)
    numbers = {"mass": mass, "loss": found.plain, "shifted": found.here, "age": found.middle}
    return words.fill_each(
        "reading-the-bins",
        bins=[f"{count:.0f}" for count in COUNTS],
        width=list(map(number, found.width)),
        squared=[number(found.squared_here)] * len(COUNTS),
        **{name: list(map(number, values)) for name, values in numbers.items()},
    )


def _over_ages(key: str, ylim: tuple[float, float], words: Text, size: Size) -> Picture:
    picture = Picture(
        size,
        x=words[f"{key}.x-axis"],
        y=words[f"{key}.y-axis"],
        xlim=(0, OLDEST),
        ylim=ylim,
        alt=words[f"{key}.alt"],
        width=0.8,
    )
    picture.ticks("x", _TICKS)
    return picture
