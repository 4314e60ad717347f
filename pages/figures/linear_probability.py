"""Pictures of a line and two sigmoids, fitted to labels of which more and more are flipped."""

import numpy as np

from pages.figures.contour_lines import nice_levels
from pages.figures.numbers import number, tex
from pages.figures.picture import QUIET, Picture
from pages.figures.style import GREY, NEUTRAL, Size, stroke
from pages.figures.view import View
from pages.models import linear_probability as model
from pages.models.linear_probability import LINEAR, MODELS, PERCENT, Choice, Fits
from pages.words import core_words
from pages.words.text import Text


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
        "outputs" and "pulls"; "log-odds", "reliability" and "flip-errors".
    """
    found = model.computed(choice)
    drawn = {
        "outputs": outputs,
        "pulls": pulls,
        "log-odds": log_odds,
        "reliability": reliability,
        "flip-errors": errors,
    }
    pictures = {key: draw(found, words, size) for key, draw in drawn.items()}
    return View(PERCENT, pictures, captions(found, words))


def outputs(found: Fits, words: Text, size: Size) -> Picture:
    """Draw what each model answers along the feature, and the observed share of class 1."""
    picture = _along(found, "outputs", (-0.5, 1.5), words, size, width=1.1)
    picture.ticks("y", [0, 0.5, 1])
    left, right = picture.xlim
    for low, high in ((-0.5, 0), (1, 1.5)):
        both = np.ones(2)
        picture.band([left, right], low * both, high * both, NEUTRAL, words["no-probability"])
    aside = 0.01 * (right - left)
    picture.note(words["no-probability"], left + aside, 1.47, "top left")
    picture.note(words["no-probability"], left + aside, -0.47, "bottom left")
    picture.note(words["observed.key"], right - aside, -0.47, "bottom right")
    x = np.linspace(found.x.min(), found.x.max(), 81)
    lines = {slug: found.output(slug, x) for slug in MODELS}
    for slug, y in lines.items():
        picture.curve(x, y, stroke(slug), slug)
    _add_observed(picture, found, found.shares.share, words)
    for slug in MODELS:
        crossing = found.boundary(slug)[:, None]
        _add_marker(picture, slug, crossing, np.full_like(crossing, 0.5), words)
    picture.end_names(x[-1], [y[:, -1] for y in lines.values()], _names(words))
    return picture


def pulls(found: Fits, words: Text, size: Size) -> Picture:
    """Draw how hard each loss pulls at an example of label 1; marked is the most wrong one."""
    picture = Picture(
        size,
        x=words["pulls.x-axis"],
        y=words["pulls.y-axis"],
        xlim=(model.PULLED[0], model.PULLED[-1]),
        ylim=(-0.1, 2.6),
        alt=words["pulls.alt"],
        width=0.73,
    )
    for slug in MODELS:
        label = "" if slug == LINEAR else words[f"model.{slug}"]
        picture.curve(model.PULLED, model.pulls(slug), stroke(slug), slug, label=label)
    picture.note(words[f"model.{LINEAR}"], 1, 2.35)  # between the arms, too steep for a name
    for slug in MODELS:
        worst, pull = found.most_wrong(slug)[:, None], model.worst_pulls(found, slug)[:, None]
        _add_marker(picture, slug, worst, pull, words)
    return picture


def log_odds(found: Fits, words: Text, size: Size) -> Picture:
    """Draw the logits, which are straight lines, among the observed log-odds."""
    picture = _along(found, "log-odds", (-7, 7), words, size, width=0.9)
    x = np.array([found.x.min(), found.x.max()])
    for sign in (-1, 1):
        level = np.repeat(sign * model.bound()[:, None], 2, axis=1)
        picture.curve(x, level, QUIET, words["bound"], width=2 - size.line)
    sigmoids = [slug for slug in MODELS if slug != LINEAR]
    for slug in sigmoids:
        picture.curve(x, found.logit(slug, x), stroke(slug), slug)
    _add_observed(picture, found, found.shares.log_odds, words)
    ends = [np.clip(found.logit(slug, x)[:, -1], -7, 7) for slug in sigmoids]
    picture.end_names(x[-1], ends, [words[f"model.{slug}"] for slug in sigmoids])
    return picture


def reliability(found: Fits, words: Text, size: Size) -> Picture:
    """Draw the observed shares against the predicted ones, in bins of similar predictions."""
    picture = Picture(
        size,
        x=words["reliability.x-axis"],
        y=words["observed"],
        xlim=(-0.03, 1.45),
        ylim=(-0.05, 1.05),
        alt=words["reliability.alt"],
        width=0.9,
    )
    picture.ticks("x", [0, 0.5, 1])
    picture.ticks("y", [0, 0.5, 1])
    picture.curve([0, 1], [0, 1], QUIET, words["calibrated"], width=2 - size.line)
    ends = []
    for slug in MODELS:
        predicted, observed = model.calibrations(found, slug)
        last = np.isfinite(observed).sum(axis=1) - 1
        ends.append(np.take_along_axis(observed, last[:, None], axis=1)[:, 0])
        picture.curve(predicted, observed, stroke(slug), slug, width=-size.line / 2)
        _add_marker(picture, slug, predicted, observed, words, scale=0.75)
    picture.end_names(1.04, ends, _names(words))
    return picture


def errors(found: Fits, words: Text, size: Size) -> Picture:
    """Draw the error rate about the true labels against the share of flipped ones."""
    rates = {slug: 100 * model.true_errors(found, slug) for slug in MODELS}
    picture = Picture(
        size,
        x=words["flipped"],
        y=words["flip-errors.y-axis"],
        xlim=(PERCENT[0], 1.8 * PERCENT[-1]),
        ylim=(0, 1.1 * max(rate.max() for rate in rates.values())),
        alt=words["flip-errors.alt"],
        width=0.9,
    )
    picture.ticks("x", [0, 10, 20, 30, 40])
    for slug, rate in rates.items():
        picture.curve(PERCENT, rate, stroke(slug), slug)
    for slug, rate in rates.items():
        _add_marker(picture, slug, PERCENT[:, None], rate[:, None], words)
    said = [
        [words.fill("rate", name=words[f"model.{slug}"], rate=f"{each:.1f}") for each in rate]
        for slug, rate in rates.items()
    ]
    ends = [np.full_like(rate, rate[-1]) for rate in rates.values()]
    picture.end_names(PERCENT[-1] + 1, ends, said)
    return picture


def captions(found: Fits, words: Text) -> list[str]:
    """Write the live sentence at each share of flipped labels."""
    worst = np.array([model.worst_pulls(found, slug) for slug in MODELS]).T
    wrong = 100 * np.array([model.true_errors(found, slug) for slug in MODELS]).T
    names = _names(words)
    return words.fill_each(
        "reading-the-flips",
        percent=[f"{percent:.0f}" for percent in PERCENT],
        pulls=[
            words.listed([f"{n} {number(v)}" for n, v in zip(names, row, strict=True)])
            for row in worst
        ],
        errors=[words.listed([f"{rate:.1f} %" for rate in row]) for row in wrong],
    )


def score_rows(found: Fits, step: int, words: Text) -> list[dict[str, str]]:
    """Judge each model in five ways, at one share of flipped labels."""
    rows = []
    for slug in MODELS:
        scores = model.scores(found, slug, step)
        rows.append(
            {
                words["model"]: words[f"model.{slug}"],
                words["score.wrong-true"]: _percent(scores.wrong_true),
                words["score.wrong-given"]: _percent(scores.wrong_given),
                words["score.log-loss"]: number(scores.log_loss),
                words["score.brier"]: number(scores.brier),
                words["score.outside"]: _percent(scores.outside),
            }
        )
    return rows


def normal_equations(found: Fits, step: int) -> str:
    """Write the normal equations of the linear output with their numbers, in LaTeX."""
    w, b = found.theta[LINEAR][step]
    means = [tex(mean) for mean in model.means(found, step)]
    return (
        r"\begin{gathered}"
        rf"\begin{{pmatrix}} {means[0]} & {means[1]} \\ {means[1]} & 1 \end{{pmatrix}}"
        r"\begin{pmatrix} w \\ b \end{pmatrix} = "
        rf"\begin{{pmatrix}} {means[2]} \\ {means[3]} \end{{pmatrix}}"
        rf"\\[2pt] w = {tex(w)}, \quad b = {tex(b)}"
        r"\end{gathered}"
    )


def _along(
    found: Fits, key: str, span: tuple[float, float], words: Text, size: Size, width: float
) -> Picture:
    """Return a picture over the feature, with room for names to the right of the curves."""
    low, high = float(found.x.min()), float(found.x.max())
    (feature,) = core_words.features(words, found.data)
    picture = Picture(
        size,
        x=feature,
        y=words[f"{key}.y-axis"],
        xlim=(low, high + 0.48 * (high - low)),
        ylim=span,
        alt=words[f"{key}.alt"],
        width=width,
    )
    picture.ticks("x", nice_levels(low, high, 6))
    return picture


def _add_observed(picture: Picture, found: Fits, y: np.ndarray, words: Text) -> None:
    x = np.tile(found.shares.x, (len(y), 1))
    picture.dots(x, y, GREY, words["observed"], hollow=True)


def _add_marker(
    picture: Picture, slug: str, x: np.ndarray, y: np.ndarray, words: Text, scale: float = 1.0
) -> None:
    picture.dots(x, y, stroke(slug), words.fill("marker", name=slug), scale=scale)


def _names(words: Text) -> list[str]:
    return [words[f"model.{slug}"] for slug in MODELS]


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"
