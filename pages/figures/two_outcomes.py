"""Pictures of two distributions over two outcomes: the curves, and the sum H + KL as bars."""

from dataclasses import replace

import numpy as np

from pages.figures.numbers import LOGARITHMS, TEX_LOGARITHMS, number, tex
from pages.figures.picture import Picture
from pages.figures.style import INFORMATION, Size
from pages.figures.view import View
from pages.models import two_outcomes as model
from pages.models.two_outcomes import PROBABILITIES, Choice, Information
from pages.words.text import Text

_TOPS = {"nat": 2.6, "bit": 3.75, "hartley": 1.13}  # the same height, a little above a tick
_SYMBOLS = {"cross_entropy": "CE(t, q)", "entropy": "H(t)", "divergence": "KL(t‖q)"}
_LOOKS = dict(zip(_SYMBOLS, INFORMATION.values(), strict=True))


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
        "information", the curves, and "sums", the bars, on one scale.
    """
    seen = model.compute(choice)
    pictures = {
        "information": curves(seen, choice, words, size),
        "sums": bars(seen, choice, words, size),
    }
    return View(PROBABILITIES, pictures, captions(seen, choice, words))


def curves(seen: Information, choice: Choice, words: Text, size: Size) -> Picture:
    """Draw entropy, cross-entropy and KL divergence against the probability that is dragged."""
    fixed, units = f"{choice.fixed:.2f}", words[f"units.{choice.unit}"]
    picture = _picture(
        choice,
        words,
        size,
        x=words.fill(f"probability-axis.{choice.drag}", fixed=fixed),
        xlim=(0, 1),
        alt=words.fill("information.alt", drag=words.called("drag", choice.drag), units=units),
    )
    picture.rule(x=choice.fixed)
    certain = choice.drag == "p" and choice.fixed in (0, 1)
    picture.above(words["meeting.certain" if certain else f"meeting.{choice.drag}"], choice.fixed)
    low, gap = ("divergence", "entropy") if choice.drag == "q" else ("entropy", "divergence")
    along = seen.curve._asdict()
    name = words.fill("gap", quantity=_SYMBOLS[gap])
    picture.band(seen.x, along[low], along["cross_entropy"], _LOOKS[gap].color, name)
    for each in ("cross_entropy", "divergence", "entropy"):
        if choice.drag == "q" or each != "divergence":
            picture.curve(seen.x, along[each], _LOOKS[each], _SYMBOLS[each])
    if choice.drag == "q":
        picture.name(seen.x, along["entropy"], f"H(t) = {number(along['entropy'][0])}")
    _show_values(picture, seen, low, gap, name, words)
    return picture


def bars(seen: Information, choice: Choice, words: Text, size: Size) -> Picture:
    """Stack H and KL to CE, once for each direction, on the scale of `curves`."""
    title, alt = words["direction-axis"], words["sums.alt"]
    picture = _picture(choice, words, size, x=title, xlim=(-0.4, 1.9), alt=alt, width=0.7)
    picture.ticks("x", [0, 1], ["CE(t, q)", "CE(q, t)"])
    ways, top = (seen.forward, seen.backward), picture.ylim[1]
    total = np.stack([way.cross_entropy for way in ways], axis=1)
    entropy = np.stack([way.entropy for way in ways], axis=1)
    # What entropy leaves uncovered of cross-entropy is the divergence.
    picture.bars([0, 1], np.minimum(total, 2 * top), _LOOKS["divergence"], "CE", width=0.36)
    picture.bars([0, 1], entropy, _LOOKS["entropy"], "H", width=0.36)
    ends, said = np.minimum(total, top), [list(map(number, row)) for row in total]
    picture.words([0, 1], ends, said, side="top center", name="CE")
    for x, way, (a, b) in zip((0, 1), ways, ("tq", "qt"), strict=True):
        middle = (way.entropy + ends[:, x]) / 2
        parts = [f"H({a})<br>", f"KL({a}‖{b})<br>"]
        said = [
            [name + number(value) for value in values]
            for name, values in zip(parts, (way.entropy, way.divergence), strict=True)
        ]
        picture.end_names(x + 0.22, [way.entropy / 2, middle], said)
    return picture


def captions(seen: Information, choice: Choice, words: Text) -> list[str]:
    """Write the live sentence at each probability."""
    units = words[f"units.{choice.unit}"]
    numbers = zip(*seen.forward, seen.backward.divergence, strict=True)
    return [
        words.fill(
            "reading",
            t=f"{p:.2f}",
            q=f"{q:.2f}",
            sum=words.fill(
                "sum.infinite" if np.isinf(ce) else "sum",
                h=number(h),
                ce=number(ce),
                kl=number(kl),
                units=units,
            ),
            remark=words.fill(
                f"remark.{model.special_case(p, q)}",
                back=number(back),
                log=LOGARITHMS[choice.unit],
                price="q" if p == 1 else "(1 − q)",
            ),
        )
        for p, q, (h, ce, kl, back) in zip(seen.p, seen.q, numbers, strict=True)
    ]


def formulas(p: float, q: float, unit: str) -> str:
    """Write the three sums with their numbers, in LaTeX; terms of weight 0 are left out."""
    log = TEX_LOGARITHMS[unit]
    values = model.quantities(p, q, unit)
    terms = [(a, b) for a, b in ((p, q), (1 - p, 1 - q)) if a > 0]
    own = "".join(rf" - {a:.2f} {log} {a:.2f}" for a, _ in terms)
    cross = "".join(rf" - {a:.2f} {log} {b:.2f}" for a, b in terms)
    ratio = " + ".join(rf"{a:.2f} {log} \tfrac{{{a:.2f}}}{{{b:.2f}}}" for a, b in terms)
    return (
        r"\small\begin{aligned}"
        rf"\mathrm{{H}} &= {own} = {tex(values.entropy)} \\"
        rf"\mathrm{{CE}} &= {cross} = {tex(values.cross_entropy)} \\"
        rf"\mathrm{{KL}} &= {ratio} = {tex(values.divergence)}"
        r"\end{aligned}"
    )


def _picture(choice: Choice, words: Text, size: Size, **more: object) -> Picture:
    """Return an empty picture over expected information; a line of text stays free above it."""
    axis = words.fill("information-axis", units=words[f"units.{choice.unit}"])
    top = _TOPS[choice.unit]
    return Picture(size, y=axis, ylim=(-0.1 * top, top), headroom=1, **more)


def _show_values(
    picture: Picture, seen: Information, low: str, gap: str, name: str, words: Text
) -> None:
    """Put a marker on the lower curve and on cross-entropy, and join them by the gap."""
    now, x, top = seen.forward._asdict(), PROBABILITIES[:, None], picture.ylim[1]
    ends = np.minimum(np.stack([now[low], now["cross_entropy"]], axis=1), top)
    picture.curve(x, ends, replace(_LOOKS[gap], dash="solid"), name, width=3)
    for k, each in enumerate((low, "cross_entropy")):
        marker, said = words.fill("marker", name=_SYMBOLS[each]), _said(each, now[each], top)
        picture.dots(x, ends[:, [k]], _LOOKS[each], marker, words=said)
    if gap == "divergence":  # where entropy is the gap its name says its height
        said = np.where(np.ptp(ends, axis=1) > 0.15 * top, _said(gap, now[gap], np.inf), "")
        picture.follow(PROBABILITIES, ends.mean(axis=1), said.tolist())


def _said(each: str, values: np.ndarray, top: float) -> list[str]:
    """Write a name and its values, with an arrow where the marker stands below its value."""
    name = _SYMBOLS[each].partition("(")[0]
    return [f"{name} {number(v)}{' ↑' if top < v < np.inf else ''}" for v in values]
