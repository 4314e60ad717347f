"""Pictures of noise: observations under a density, its likelihood, and the loss it becomes."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from core.likelihood import NOISE_MODELS
from pages.figures.noise_model_formulas import SYMBOLS
from pages.figures.numbers import number
from pages.figures.picture import Picture
from pages.figures.stack import Stack
from pages.figures.style import GREY, NEUTRAL, Size, Stroke, stroke
from pages.figures.view import View
from pages.models import noise_model as model
from pages.models.noise_model import Choice, Curves
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
        "heights", "extremes" and, for a noise with a scale, "widths".
    """
    drawn = sample if choice.noise == "logistic" else heights
    pictures = {
        "heights": drawn(choice, words, size),
        "extremes": extremes(choice, words, size),
    }
    if _has_scale(choice):
        pictures["widths"] = widths(choice, words, size)
    return View(model.steps(choice), pictures, captions(choice, words))


def heights(choice: Choice, words: Text, size: Size) -> Picture:
    """Draw the noise over what was observed; the likelihood is the product of all heights."""
    picture, x, look = _density_axes(choice, words, size), choice.x, stroke(choice.loss)
    if _has_scale(choice):
        away, location = np.linspace(-6, 6, 161) * choice.sigma, model.steps(choice)[:, None]
        density = np.exp(NOISE_MODELS[choice.noise].log_density(away, 0.0, choice.sigma))
        picture.curve(location + away, density, replace(look, dash="solid"), words["density"])
    at_steps = model.densities(choice, x)
    places = x if _has_scale(choice) else _side_by_side(x)
    order, feet = np.argsort(places, kind="stable"), np.zeros_like(at_steps)
    sticks = np.stack([feet, at_steps[:, order], feet], axis=2).reshape(len(feet), -1)
    thin = {"name": words["sticks"], "width": 2 - size.line}
    picture.curve(np.repeat(places[order], 3), sticks, replace(look, dash="solid"), **thin)
    picture.dots(places, at_steps, look, words["heights"], scale=0.75)
    picture.above(words["product"])
    return picture


def sample(choice: Choice, words: Text, size: Size) -> Picture:
    """Draw the labels of a data set over its feature, and the probability of label 1."""
    data = model.one_feature(choice.data)
    x, (feature,) = data.X[:, 0], core_words.features(words, data)
    edge = 0.04 * (x.max() - x.min())
    across = np.linspace(x.min() - edge, x.max() + edge, 81)
    picture = Picture(
        size,
        x=words.fill("standardised", feature=feature) if data.standardised else feature,
        y=words["sample.y-axis"],
        xlim=(across[0], across[-1]),
        ylim=(-0.25, 1.25),
        alt=words["heights.alt"],
        width=0.8,
    )
    picture.ticks("y", [0, 0.5, 1])
    names = core_words.classes(words, data)
    for label, foot, tip in ((0, -0.02, -0.08), (1, 1.02, 1.08)):
        name = words.fill("label", label=label, name=names[label])
        ones = np.sort(x[data.y == label])
        rug = np.tile([foot, tip, foot], len(ones))
        picture.curve(np.repeat(ones, 3), rug, GREY, name, width=1 - size.line)
        picture.note(name, x.min(), tip, "bottom left" if label else "top left")
    picture.curve(across, model.probabilities(choice, across), stroke(choice.loss), "p")
    return picture


def extremes(choice: Choice, words: Text, size: Size) -> Stack:
    """Draw the likelihood above the loss, with the one place where both are best."""
    shown, look = model.curves(choice), stroke(choice.loss)
    upper, lower = _two_panels(choice, shown, words, size)
    _add_curves(upper, lower, shown[0], look, words["likelihood"], words)
    for penalised in shown[1:]:
        _add_curves(upper, lower, penalised, replace(look, dash="dot"), words["with-prior"], words)
        upper.name(penalised.parameter, np.exp(penalised.log_share), words["with-prior"])
    now = shown[0].at_steps()
    _write_share(upper, shown, words)
    if len(shown) == 1:
        lower.follow(now.parameter, now.loss, [number(loss) for loss in now.loss])
    name = words.called("loss", choice.loss)
    lower.above(_in_unit(name, choice, words, f"in-unit.{choice.loss}"))
    best = _in_unit(f"{SYMBOLS[choice.noise]} = {number(now.best)}", choice, words)
    upper.above(words.fill("best", best=best), now.best)
    return Stack([upper, lower], words["extremes.alt"])


def widths(choice: Choice, words: Text, size: Size) -> Picture:
    """Draw minus the mean log-likelihood over sigma, with and without its logarithm."""
    found, look = model.widths(choice), stroke(choice.loss)
    picture = Picture(
        size,
        x=words["sigma-axis" if choice.kind == "chance" else "sigma-axis.cm"],
        y=words["widths.y-axis"],
        xlim=(0, 3.05),
        ylim=(-0.9, 4),
        alt=words["widths.alt"],
        width=1.6,
    )
    solid, dashed = replace(look, dash="solid"), Stroke(NEUTRAL, "dash", "circle")
    picture.curve(found.sigma, found.whole, solid, label=words["with-log"])
    picture.curve(found.sigma, found.dropped, dashed, label=words["log-dropped"])
    least = words.fill("least", sigma=_in_unit(number(found.best), choice, words))
    picture.dots([found.best], [found.least], look, label=least)
    return picture


def captions(choice: Choice, words: Text) -> list[str]:
    """Write the live sentence at each step."""
    now, last = model.alone(choice).at_steps(), model.curves(choice)[-1]
    symbol = SYMBOLS[choice.noise]
    at = [f"{symbol} = {value:.2f}".replace("-", "−") for value in now.parameter]
    same = {
        "loss_name": words.called("loss", choice.loss),
        "best": _in_unit(f"{symbol} = {number(now.best)}", choice, words),
        "most_probable": number(last.best),
    }
    return words.fill_each(
        "reading" if choice.prior == "none" else "reading-with-prior",
        at=[_in_unit(each, choice, words) for each in at],
        share=_shares(now, words),
        loss=[_in_unit(number(loss), choice, words, f"in-cm.{choice.loss}") for loss in now.loss],
        **{name: [value] * len(at) for name, value in same.items()},
    )


def model_rows(words: Text) -> list[dict[str, str]]:
    """Tell each noise, its density and the loss it becomes."""
    return [
        {
            words["row.noise"]: words.called("noise", slug),
            words["row.density"]: f"${noise.formula}$",
            words["row.loss"]: f"${noise.loss_formula}$",
            words["row.name"]: words.called("loss", model.LOSS_OF[slug]),
            words["row.source"]: noise.source,
        }
        for slug, noise in NOISE_MODELS.items()
    ]


def component_rows(words: Text) -> list[dict[str, str]]:
    """Tell how a Gaussian in three dimensions sums the squares of its components."""
    squares, loss = model.components()
    vectors = zip(model.TARGET, model.PREDICTION, squares, strict=True)
    cells = [(f"{k}", f"{t:g}", f"{m:g}", square) for k, (t, m, square) in enumerate(vectors, 1)]
    cells += [(words["sum"], "", "", squares.sum()), (words["less-its-least"], "", "", loss)]
    heads = [words[f"row.{name}"] for name in ("component", "target", "mean", "square")]
    return [dict(zip(heads, [*row, number(last)], strict=True)) for *row, last in cells]


def _density_axes(choice: Choice, words: Text, size: Size) -> Picture:
    """Return the axes for a density over lengths, or for what a label's noise says of 0 and 1."""
    peak = float(np.exp(NOISE_MODELS[choice.noise].log_density(1.0, 1.0, choice.sigma)))
    is_label, kind = choice.kind == "chance", "density" if _has_scale(choice) else "chance"
    picture = Picture(
        size,
        x=words["label-axis" if is_label else "length-axis"],
        y=words[f"heights.{kind}" if is_label else "heights.per-cm"],
        xlim=(-0.7, 1.7) if is_label else (0, 12),
        ylim=(0, 1.1 * peak),
        alt=words["heights.alt"],
        width=0.8,
        headroom=1,
    )
    if is_label:
        times = [int((choice.x == label).sum()) for label in (0, 1)]
        said = words.fill_each("times", label=[0, 1], count=times)
        picture.ticks("x", [0, 1], said, title_standoff=size.text)
    else:
        picture.ticks("x", [0, 3, 6, 9, 12])
    return picture


def _two_panels(
    choice: Choice, shown: Sequence[Curves], words: Text, size: Size
) -> tuple[Picture, Picture]:
    """Return the axes of the likelihood and, below them, those of the loss."""
    parameter, losses, low = shown[0].parameter, shown[0].loss, shown[0].least
    high = max(losses[np.isfinite(losses)].max(), 1.5 * shown[-1].least)
    pad = 0.2 * (high - low)
    title = words[f"control.{choice.noise}"]
    title = _in_unit(title, choice, words, "in-unit.cm")
    axes = {"x": title, "xlim": (parameter[0], parameter[-1]), "width": 0.8}
    upper = Picture(size, y=words["likelihood"], ylim=(-0.12, 1.4), height=0.44, headroom=1, **axes)
    upper.ticks("y", [0, 1], ["0", words["max"]])
    lower = Picture(size, y=words["mean-loss"], ylim=(low - pad, high + pad), height=0.44, **axes)
    lower.ticks("y", None, nticks=4)
    return upper, lower


def _add_curves(
    upper: Picture, lower: Picture, curves: Curves, look: Stroke, name: str, words: Text
) -> None:
    """Add a likelihood and its loss, a marker on each, and a rule through both best places."""
    now, marker = curves.at_steps(), words.fill("marker", name=name)
    for picture, whole, at_steps in (
        (upper, np.exp(curves.log_share), np.exp(now.log_share)),
        (lower, curves.loss, now.loss),
    ):
        picture.curve(curves.parameter, whole, look, name)
        picture.dots(now.parameter[:, None], at_steps[:, None], look, marker, held=True)
        picture.rule(x=curves.best)


def _write_share(upper: Picture, shown: Sequence[Curves], words: Text) -> None:
    """Write the likelihood above all curves, in the corner that is farther from the best places."""
    now, (left, right) = shown[0].at_steps(), upper.xlim
    best = [curves.best for curves in shown]
    on_left = min(best) - left > right - max(best)
    said = [[share] for share in _shares(now, words, "share-of-max")]
    at, side = (left, "middle right") if on_left else (right, "middle left")
    upper.words(np.full((len(said), 1), at), np.full((len(said), 1), 1.2), said, side=side)


def _side_by_side(labels: np.ndarray) -> np.ndarray:
    """Spread equal labels around their value, so that each has a stick of its own."""
    places = labels.copy()
    for label in (0, 1):
        same = labels == label
        rank = np.arange(same.sum())
        places[same] += 0.08 * (rank - rank.mean())
    return places


def _has_scale(choice: Choice) -> bool:
    return choice.noise != "logistic" and NOISE_MODELS[choice.noise].has_scale


def _in_unit(value: str, choice: Choice, words: Text, form: str = "in-cm") -> str:
    """Add the unit of lengths; labels have none."""
    return words.fill(form, value=value) if choice.kind == "mean" else value


def _shares(now: Curves, words: Text, form: str = "share") -> list[str]:
    """Write the likelihood at each step in parts of its maximum, however small it is."""
    said = [
        "0" if log == -np.inf else words["tiny"] if log < -600 else number(float(np.exp(log)))
        for log in now.log_share
    ]
    return words.fill_each(form, share=said)
