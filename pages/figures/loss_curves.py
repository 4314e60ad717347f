"""Pictures of what an error costs: against the prediction, the residual, and for a fitted line."""

from collections.abc import Mapping

import numpy as np

from core.regression import Line
from pages.figures.numbers import number, tex
from pages.figures.picture import Picture
from pages.figures.style import GREY, STROKES, Size, Stroke, stroke
from pages.figures.view import View
from pages.models import loss_curves as model
from pages.models.loss_curves import OUTLIERS, PREDICTIONS, THRESHOLDS, Choice, Penalty
from pages.words.text import Text

_STROKES = {"huber": STROKES[5], "smooth_l1": STROKES[6]}
_FORMULAS = {"bce": {1: "−ln p", 0: "−ln (1 − p)"}, "mse": {1: "(1 − p)²", 0: "p²"}}
_TOPS = {"bce": 5.5, "mse": 1.25}


def view(choice: Choice, words: Text, size: Size) -> View:
    """Draw the two pictures of the chosen part and write the live sentences.

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
        "log-cost" and "square-cost" against the prediction, "residual-losses" and
        "residual-slopes" against the threshold, "fitted-lines" and "fitted-slopes" against the
        height of the outlier.
    """
    views = {"prediction": _predictions, "residual": _residuals, "outlier": _outliers}
    return views[choice.part](choice, words, size)


def residual_formula(threshold: float) -> str:
    """Write the two losses with their threshold, in LaTeX."""
    t = f"{threshold:.1f}"
    return (
        r"\small\begin{aligned}"
        rf"\mathrm{{Huber}} &= \tfrac12 r^2 \ (|r| \le {t}),"
        rf" \quad {t}\,(|r| - {tex(threshold / 2)})"
        rf"\\ \mathrm{{SmoothL1}} &= \tfrac{{1}}{{2 \cdot {t}}} r^2 \ (|r| \le {t}),"
        rf" \quad |r| - {tex(threshold / 2)}"
        r"\end{aligned}"
    )


def _predictions(choice: Choice, words: Text, size: Size) -> View:
    keys = ("log-cost", "square-cost")
    curves, penalties = model.penalties(choice.y, model.fine()), model.penalties(choice.y)
    pictures = {
        key: _penalty(key, curve, penalty, choice.y, words, size)
        for key, curve, penalty in zip(keys, curves, penalties, strict=True)
    }
    return View(PREDICTIONS, pictures, _prediction_captions(*penalties, choice.y, words))


def _penalty(
    key: str, curve: Penalty, penalty: Penalty, y: int, words: Text, size: Size
) -> Picture:
    """Draw a penalty, and the point on it with its tangent."""
    slug, name = penalty.slug, _FORMULAS[penalty.slug][y]
    picture = Picture(
        size,
        x=words["prediction-axis"],
        y=words.fill(f"penalty-axis.{slug}", penalty=name),
        xlim=(0, 1),
        ylim=(0, _TOPS[slug]),
        alt=words.fill(f"{key}.alt", y=y),
        width=0.8,
    )
    picture.curve(curve.p, curve.value, stroke(slug), name)
    tangent = _tangent(penalty, _TOPS[slug])
    picture.curve(*tangent, GREY, words["tangent"], width=2 - size.line)
    numbers = {"value": penalty.value, "slope": penalty.slope}
    said = words.fill_each("point-value", **{k: list(map(number, v)) for k, v in numbers.items()})
    points = penalty.p[:, None], penalty.value[:, None]
    picture.dots(*points, stroke(slug), name, words=said, held=True)
    return picture


def _tangent(penalty: Penalty, top: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the ends of a line of the curve's slope, as long on screen for every slope."""
    steep = np.clip(penalty.slope, -1e6, 1e6)[:, None]
    across = 0.15 / np.hypot(1, steep / top) * np.array([-1, 1])
    return penalty.p[:, None] + across, np.minimum(penalty.value, top)[:, None] + steep * across


def _prediction_captions(log: Penalty, square: Penalty, y: int, words: Text) -> list[str]:
    penalties = {"log": log, "square": square}
    names = {part: _FORMULAS[penalty.slug][y] for part, penalty in penalties.items()}
    return [
        words.fill(
            "prediction-reading",
            y=y,
            p=f"{p:.2f}",
            **names,
            **{f"{part}_value": number(each.value[k]) for part, each in penalties.items()},
            **{f"{part}_slope": number(each.slope[k]) for part, each in penalties.items()},
            remark=_remark(words, y, float(p)),
        )
        for k, p in enumerate(PREDICTIONS)
    ]


def _remark(words: Text, y: int, p: float) -> str:
    """Tell what it costs to give the true class half of its share."""
    share, name = (p, "p") if y == 1 else (1 - p, "1 − p")
    if share == 0:
        return words["remark.certain"]
    if share > 0.5:
        return words["remark.right"]
    log, square = map(number, model.cost_of_halving(share))
    return words.fill("remark.wrong", share=name, half=number(share / 2), log=log, square=square)


def _residuals(choice: Choice, words: Text, size: Size) -> View:
    slopes = _losses_of_residual("slope", (-4.4, 4.4), words, size)
    slopes.note(words["subgradients"], -3.8, 4.2, "top left")
    pictures = {
        "residual-losses": _losses_of_residual("value", (0, 8.8), words, size),
        "residual-slopes": slopes,
    }
    captions = [
        words.fill(
            "residual-reading-at-one" if t == 1 else "residual-reading",
            t=f"{t:.1f}",
            half=f"{t / 2:.2f}",
        )
        for t in THRESHOLDS
    ]
    return View(THRESHOLDS, pictures, captions)


def _losses_of_residual(kind: str, ylim: tuple[float, float], words: Text, size: Size) -> Picture:
    """Draw values or slopes of the four losses, with room for names right of the curves."""
    picture = Picture(
        size,
        x=words["residual-axis"],
        y=words[f"residual-axis.{kind}"],
        xlim=(-4, 7),
        ylim=ylim,
        alt=words["residual-losses.alt" if kind == "value" else "residual-slopes.alt"],
        width=0.8,
    )
    picture.ticks("x", [-4, -2, 0, 2, 4])
    losses = model.residual_losses()
    names = [words.called("residual-loss", loss.slug) for loss in losses]
    ends = []
    for loss, name in zip(losses, names, strict=True):
        heights = getattr(loss, kind)
        picture.curve(loss.r, heights, _look(loss.slug), name)
        if loss.kinks is not None:
            kinks = loss.kink_value if kind == "value" else loss.kink_slope
            picture.dots(loss.kinks, kinks, _look(loss.slug), name)
        ends.append(np.broadcast_to(heights[..., -1], THRESHOLDS.shape))
    picture.end_names(4.1, ends, names)
    return picture


def _outliers(choice: Choice, words: Text, size: Size) -> View:
    lines = model.fits(choice.threshold)
    pictures = {
        "fitted-lines": _fitted_lines(lines, words, size),
        "fitted-slopes": _fitted_slopes(lines, words, size),
    }
    slopes = {slug: list(map(number, line.slope)) for slug, line in lines.items()}
    threshold = [f"{choice.threshold:.1f}"] * OUTLIERS.size
    heights = list(map(number, OUTLIERS))
    captions = words.fill_each("outlier-reading", u=heights, t=threshold, **slopes)
    return View(OUTLIERS, pictures, captions)


def _fitted_lines(lines: Mapping[str, Line], words: Text, size: Size) -> Picture:
    """Draw the points, the outlier, and the line of each loss."""
    picture = Picture(
        size,
        x=words["input-axis"],
        y=words["target-axis"],
        xlim=(-0.4, 12.8),
        ylim=(-7, 17),
        alt=words["fitted-lines.alt"],
    )
    picture.ticks("x", [0, 3, 6, 9])
    others, ends = np.arange(model.X.size) != model.MOVED, np.array([-0.4, 9.4])
    picture.dots(model.X[others], model.Y[others], GREY, words["points"], scale=0.75)
    outlier = [model.X[model.MOVED]], OUTLIERS[:, None]
    picture.dots(*outlier, GREY, words["outlier"], hollow=True, scale=1.3)
    names = [words.called("residual-loss", slug) for slug in lines]
    for (slug, line), name in zip(lines.items(), names, strict=True):
        picture.curve(ends, line.at(ends), _look(slug), name)
    picture.end_names(ends[1] + 0.1, [line.at(ends)[:, 1] for line in lines.values()], names)
    return picture


def _fitted_slopes(lines: Mapping[str, Line], words: Text, size: Size) -> Picture:
    """Draw the slope of each fitted line against the height of the outlier."""
    picture = Picture(
        size,
        x=words["outlier-axis"],
        y=words["line-slope-axis"],
        xlim=(OUTLIERS[0], OUTLIERS[-1]),
        ylim=(-0.05, 1.2),
        alt=words["fitted-slopes.alt"],
        width=0.7,
    )
    names = {slug: words.called("residual-loss", slug) for slug in lines}
    for slug, line in lines.items():
        picture.curve(OUTLIERS, line.slope, _look(slug), names[slug])
    for slug, line in lines.items():
        said = [f"{names[slug]} {number(w)}" for w in line.slope]
        picture.dots(OUTLIERS[:, None], line.slope[:, None], _look(slug), words=said)
    return picture


def _look(slug: str) -> Stroke:
    return _STROKES.get(slug) or stroke(slug)
