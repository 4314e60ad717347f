"""Pictures of the slope in the logit: the slopes, the sigmoid, and the chain rule's factors."""

from dataclasses import replace

import numpy as np

from core.activations import sigmoid
from core.losses import Loss
from pages.figures.numbers import number, tex
from pages.figures.picture import Picture
from pages.figures.style import GREY, NEUTRAL, Size, Stroke, stroke
from pages.figures.view import View
from pages.models import logit_gradient as model
from pages.models.logit_gradient import Choice, Slopes
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
        "slopes", "activation", and "factors-" with the slug of each loss that has factors.
    """
    seen = model.compute(choice)
    pictures = {
        "slopes": slopes(seen, choice, words, size),
        "activation": activation(seen, words, size),
    }
    for slug in seen.factors:
        pictures[f"factors-{slug}"] = factors(seen, slug, choice, words, size)
    return View(seen.z, pictures, captions(seen, choice, words))


def slopes(seen: Slopes, choice: Choice, words: Text, size: Size) -> Picture:
    """Draw the slope of each loss against the logit, with a moving marker on every curve."""
    shown = {slug: _shown(slope, choice.scale) for slug, slope in seen.slopes.items()}
    axis = words["slope-axis.signed" if choice.scale == "signed" else "slope-axis"]
    log = choice.scale == "logarithm"
    picture = _against_the_logit(
        seen,
        words,
        size,
        y=axis,
        ylim=(10**-12.4, 10**0.9) if log else _range(list(shown.values())),
        ylog=log,
        alt=words["slopes.alt"],
        width=1.15,
    )
    names = {loss.slug: words.called("loss", loss.slug, loss.title) for loss in seen.losses}
    for slug, slope in shown.items():
        picture.curve(seen.z, slope, stroke(slug), names[slug])
    if seen.twin is not None:
        _show_peak(picture, choice, words)
        _show_twin(picture, seen.z, seen.twin, shown["mse"], words)
    for slug, slope in shown.items():
        short = words.called("loss-short", slug, names[slug])
        said = [words.fill("at-marker", name=short, value=number(value)) for value in slope]
        marker = words.fill("marker", name=names[slug])
        picture.dots(seen.z[:, None], slope[:, None], stroke(slug), marker, words=said)
    return picture


def activation(seen: Slopes, words: Text, size: Size) -> Picture:
    """Draw the sigmoid and its derivative on the same logit, each with a moving marker."""
    picture = _against_the_logit(
        seen,
        words,
        size,
        y="p,  p (1 − p)",
        ylim=(-0.05, 1.2),
        alt=words["activation.alt"],
        width=0.75,
    )
    dotted = replace(GREY, dash="dot")
    picture.curve(seen.z, seen.p, GREY, label="p = sigmoid(z)")
    picture.curve(seen.z, seen.dp_dz, dotted, label="p (1 − p)")
    for values, name in ((seen.p, "p"), (seen.dp_dz, "p (1 − p)")):
        marker = words.fill("marker", name=name)
        picture.dots(seen.z[:, None], values[:, None], GREY, marker)
    return picture


def factors(seen: Slopes, slug: str, choice: Choice, words: Text, size: Size) -> Picture:
    """Draw the sizes of the chain rule's factors for one loss, and of their product."""
    rule, own = seen.factors[slug], stroke(slug)
    reach = float(np.abs(seen.z).max()) / np.log(10)
    picture = Picture(
        size,
        x=words["logit-axis"],
        y=words["factor-axis"],
        xlim=(seen.z[0], seen.z[-1]),
        ylim=(10 ** (-2 * reach - 0.5), 10 ** (reach + 1.2)),
        ylog=True,
        alt=words.fill("factors.alt", loss=words.called("loss", slug)),
    )
    curves = {
        "|dL/dp|": (np.abs(rule.dL_dp), replace(own, dash="dot"), 0),
        "dp/dz": (rule.dp_dz, Stroke(NEUTRAL, "dot", "circle"), 0),
        "|dz/dw| = |x|": (np.full_like(seen.z, abs(choice.x)), GREY, 1 - size.line),
        "|dL/dw|": (np.abs(rule.dL_dz * choice.x), replace(own, dash="solid"), 2),
    }
    for label, (values, look, width) in curves.items():
        picture.curve(seen.z, values, look, label=label, width=width)
    for label, (values, look, _) in curves.items():
        look, marker = replace(look, marker="circle"), words.fill("marker", name=label)
        picture.dots(seen.z[:, None], values[:, None], look, marker)
    return picture


def chain_formula(loss: Loss, z: float, choice: Choice) -> str:
    """Write the chain rule with its numbers at one logit, in two lines that fit on a phone."""
    dL_dp, dp_dz, dL_dw = model.chain(loss, z, choice)
    return (
        r"\begin{aligned} \frac{\partial L}{\partial w} &= "
        rf"\underbrace{{{tex(dL_dp)}}}_{{\partial L / \partial p}} \cdot "
        rf"\underbrace{{{tex(dp_dz)}}}_{{p (1 - p)}} \cdot "
        rf"\underbrace{{{tex(choice.x)}}}_{{x}} \\ &= {tex(dL_dw)} \end{{aligned}}"
    )


def extreme_cases(words: Text) -> list[dict[str, str]]:
    """Write the four extreme cases as rows of a table, by the heads of its columns."""
    return [
        {
            words["case.label"]: str(case.y),
            words["case.prediction"]: number(case.p),
            words["case.answer"]: words["case.right" if case.is_right else "case.wrong"],
            **{
                words.fill("case.slope", loss=words.called("loss", slug)): number(slope)
                for slug, slope in case.slopes.items()
            },
        }
        for case in model.extreme_cases()
    ]


def captions(seen: Slopes, choice: Choice, words: Text) -> list[str]:
    """Write the live sentence at each logit."""
    names = [words.called("loss", loss.slug, loss.title) for loss in seen.losses]
    sizes = np.abs(list(seen.slopes.values()))
    return [
        words.fill(
            "reading-of-two" if len(names) == 2 and all(column) else "reading",
            z=f"{z:.1f}".replace("-", "−"),
            p=p,
            y=f"{choice.y:g}",
            slopes=words.listed([f"{n} {number(v)}" for n, v in zip(names, column, strict=True)]),
            ratio=number(max(column) / max(min(column), 1e-300)),
        )
        for z, p, column in zip(seen.z, _probabilities(seen), sizes.T, strict=True)
    ]


def _shown(slope: np.ndarray, scale: str) -> np.ndarray:
    return slope if scale == "signed" else np.abs(slope)


def _probabilities(seen: Slopes) -> list[str]:
    """Write each p so that it never looks like 1, which no finite logit reaches."""
    each = zip(seen.z, seen.p, sigmoid(-seen.z), strict=True)
    return [number(p) if z <= 10 else f"1 − {number(rest)}" for z, p, rest in each]


def _range(curves: list[np.ndarray]) -> tuple[float, float]:
    """Leave room for words above the highest curve."""
    low, high = min(0.0, *map(np.min, curves)), max(0.0, *map(np.max, curves))
    room = 0.13 * (high - low)
    return low - room / 2, high + 2 * room


def _against_the_logit(seen: Slopes, words: Text, size: Size, **axes: object) -> Picture:
    """Return a picture over the logit: saturated zones shaded, a free line of text above it."""
    left, right, edge = seen.z[0], seen.z[-1], seen.saturated
    picture = Picture(size, x=words["logit-axis"], xlim=(left, right), headroom=1, **axes)
    for start, end in ((left, -edge), (edge, right)):
        picture.zone(start, end)
        picture.below((start + end) / 2, words["saturated"])
    return picture


def _show_peak(picture: Picture, choice: Choice, words: Text) -> None:
    """Point at the steepest place of half squared error from above the picture, out of the way."""
    z = model.peak_logit(choice.y)
    side = -1 if choice.scale == "signed" and choice.y == 1 else 1
    where = f"{'−' if z < 0 else ''}ln 2"
    picture.point_from_above(words.fill("peak", z=where), z, side * model.PEAK)


def _show_twin(
    picture: Picture, z: np.ndarray, twin: np.ndarray, slope: np.ndarray, words: Text
) -> None:
    """Join each point of half squared error to the other one that has the same slope."""
    own = stroke("mse")
    height = np.column_stack([slope, slope])
    ends = np.column_stack([z, twin])
    name = words["same-slope"]
    picture.curve(ends, height, replace(own, dash="dot"), name, width=1 - picture.size.line)
    picture.dots(twin[:, None], slope[:, None], replace(own, marker="circle"), name, hollow=True)
