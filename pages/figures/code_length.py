"""Pictures of codes: lengths as areas, mean lengths, and the information content of outcomes."""

from collections.abc import Sequence

import numpy as np

from pages.figures.numbers import LOGARITHMS, TEX_LOGARITHMS, number
from pages.figures.picture import QUIET, Picture
from pages.figures.style import INFORMATION, NEUTRAL, Size, Stroke
from pages.figures.view import View
from pages.models import code_length as model
from pages.models.code_length import BELIEFS, OUTCOMES, Choice, Codes
from pages.words.text import Text

_HIGHEST = 10.0  # bits that a picture shows; what is longer ends at its top edge
_RIGHT = 1.22  # end of the axis of the boxes: beyond 1 their lines are named
_CE, _H, _KL = (INFORMATION[slug] for slug in ("cross-entropy", "entropy", "kl-divergence"))
_HUFFMAN = Stroke(NEUTRAL, "dash", "x")


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
        "lengths", "averages" and "contents".
    """
    codes, units = model.compute(choice), words[f"units.{choice.unit}"]
    pictures = {
        "lengths": areas(codes, choice.unit, words, size),
        "averages": averages(codes, units, words, size),
        "contents": contents(codes, choice.unit, words, size),
    }
    return View(BELIEFS, pictures, captions(codes, units, words))


def areas(codes: Codes, unit: str, words: Text, size: Size) -> Picture:
    """Draw a box for each outcome, as wide as it is probable and as high as its length in q's code.

    Entropy, what q's code wastes and what it saves are areas of their own.
    """
    top = 1.2 * _top([codes.own, codes.ideal, codes.real], codes.bit)
    length, log = words.fill("length-axis", units=words[f"units.{unit}"]), LOGARITHMS[unit]
    axes = {"x": words["outcome-axis"], "y": length}
    limits = {"xlim": (0, _RIGHT), "ylim": (0, top)}
    picture = Picture(size, **axes, **limits, grid=False, alt=words["lengths.alt"])
    seen = np.flatnonzero(codes.p)
    wide, lengths = codes.p[seen], (codes.own, codes.ideal, codes.real)
    own, ideal, real = (np.minimum(each[..., seen], top) for each in lengths)
    _fill(picture, wide, own, ideal, words)
    strokes = {
        f"−{log} t": (_H, own),
        f"−{log} q": (_CE, ideal),
        words["huffman"]: (_HUFFMAN, real),
    }
    for name, (look, heights) in strokes.items():
        picture.curve(_edges(wide), np.repeat(heights, 2, axis=-1), look, name)
    ends = [np.broadcast_to(y[..., -1], BELIEFS.shape) for _, y in strokes.values()]
    picture.end_names(1.02, ends, list(strokes))
    _name_boxes(picture, codes, seen, (own, ideal, real), words)
    return picture


def averages(codes: Codes, units: str, words: Text, size: Size) -> Picture:
    """Draw the mean lengths against the belief: the areas of `areas` as heights."""
    h, bit = codes.entropy, codes.bit
    top = h + _top([codes.cross_entropy - h, [bit]], bit)
    axes = {"x": words["belief-axis"], "y": words.fill("mean-axis", units=units), "width": 0.7}
    limits = {"xlim": (0, 1), "ylim": (h - 0.12 * bit, top + 0.25 * bit)}
    picture = Picture(size, **axes, **limits, alt=words.fill("averages.alt", units=units))
    ends, name = np.array([0.0, 1.0]), words["within-a-bit"]
    picture.band(ends, np.full(2, h), np.full(2, h + bit), NEUTRAL, name, opacity=0.13)
    picture.curve(ends, np.full(2, h + bit), QUIET, label=name, width=1 - size.line)
    picture.curve(ends, np.full(2, h), _H, label="H(t)", width=2 - size.line)
    curves = {"CE": (codes.cross_entropy, _CE), words["huffman"]: (codes.mean, _HUFFMAN)}
    for (name, (y, look)), shape in zip(curves.items(), ("linear", "hv"), strict=True):
        picture.curve(BELIEFS, y, look, name, line_shape=shape)
    for name, (y, look) in curves.items():
        said, marker = [f"{name} {number(v)}" for v in y], words.fill("marker", name=name)
        picture.dots(BELIEFS[:, None], y[:, None], look, marker, words=said, held=True)
    return picture


def contents(codes: Codes, unit: str, words: Text, size: Size) -> Picture:
    """Draw the information content over the probability, with q's outcomes on the curve."""
    units, log, top = words[f"units.{unit}"], LOGARITHMS[unit], 7 * codes.bit
    axes = {"x": words["probability-axis"], "y": words.fill("content-axis", log=log, units=units)}
    limits = {"xlim": (0, 1), "ylim": (0, top), "width": 1.2}
    picture = Picture(
        size, **axes, **limits, headroom=1, alt=words.fill("contents.alt", units=units)
    )
    picture.curve(*model.curve(unit), _CE, f"−{log} q")
    heights = np.minimum(codes.ideal, 0.93 * top)
    picture.dots(codes.q, heights, _CE, words["outcomes-of-q"])
    beside = codes.q + 0.012, heights + 0.015 * top
    picture.words(*beside, [_together(row, words) for row in codes.q], side="top right")
    return picture


def captions(codes: Codes, units: str, words: Text) -> list[str]:
    """Write the live sentence at each belief."""
    return [
        words.fill(
            "reading-of-ruled-out" if np.isinf(ce) else "reading",
            share=f"{share:.2f}",
            h=f"{codes.entropy:.4f}",
            kl=f"{kl:.4f}",
            ce=f"{ce:.4f}",
            real=number(real),
            own=number(codes.mean[0]),
            units=units,
        )
        for share, ce, kl, real in zip(
            BELIEFS, codes.cross_entropy, codes.divergence, codes.mean, strict=True
        )
    ]


def table(codes: Codes, step: int, unit: str, words: Text) -> list[dict[str, str]]:
    """List each outcome with its ideal lengths and its codewords, in t's code and in q's."""
    log = LOGARITHMS[unit]
    return [
        {
            words["outcome-head"]: OUTCOMES[k],
            "t": number(codes.p[k]),
            f"−{log} t": number(codes.own[k]),
            words.fill("codeword-head", of="t"): _codeword(codes.own_codewords[k], words),
            "q": number(codes.q[step, k]),
            f"−{log} q": number(codes.ideal[step, k]),
            words.fill("codeword-head", of="q"): _codeword(codes.codewords[step][k], words),
        }
        for k in range(len(codes.p))
    ]


def formula(codes: Codes, choice: Choice, words: Text) -> str:
    """Write the entropy as a sum over the outcomes that happen, in LaTeX, two to a line."""
    log, units = TEX_LOGARITHMS[choice.unit], words[f"units.{choice.unit}"]
    terms = [rf"- {share:.3g} {log} {share:.3g}" for share in codes.p if share > 0]
    lines = [" ".join(terms[k : k + 2]) for k in range(0, len(terms), 2)]
    total = rf"= {codes.entropy:.4f} \text{{ {units}}}"
    return (
        r"\footnotesize\begin{aligned} \mathrm{H}(t) = &"
        + r" \\ &".join([*lines, total])
        + r"\end{aligned}"
    )


def _top(lengths: Sequence[np.ndarray | list[float]], bit: float) -> float:
    """Return the greatest finite length, but no more than a picture shows."""
    values = np.concatenate([np.ravel(part) for part in lengths])
    return min(float(values[np.isfinite(values)].max(initial=bit)), _HIGHEST * bit)


def _edges(wide: np.ndarray) -> np.ndarray:
    """Return both edges of each box, shape (2 * boxes,)."""
    return np.repeat(np.concatenate([[0], np.cumsum(wide)]), 2)[1:-1]


def _fill(
    picture: Picture, wide: np.ndarray, own: np.ndarray, ideal: np.ndarray, words: Text
) -> None:
    """Fill what both codes need, what q's code wastes above it, and what it saves below."""
    x, (own, ideal) = _edges(wide), (np.repeat(each, 2, axis=-1) for each in (own, ideal))
    less, more = np.minimum(own, ideal), np.maximum(own, ideal)
    picture.band(x, np.zeros_like(less), less, _H.color, words["needed"], opacity=0.18)
    picture.band(x, np.broadcast_to(own, more.shape), more, _KL.color, words["waste"], opacity=0.5)
    picture.band(x, less, np.broadcast_to(own, less.shape), _KL.color, words["saved"], opacity=0.15)


def _name_boxes(
    picture: Picture,
    codes: Codes,
    seen: np.ndarray,
    lengths: tuple[np.ndarray, np.ndarray, np.ndarray],
    words: Text,
) -> None:
    """Write under each box its outcome, and into it its codeword and its parts of H and KL."""
    p, line = codes.p[seen], 0.006 * picture.size.text * picture.ylim[1]
    middles = np.cumsum(p) - p / 2
    names = [[f"{OUTCOMES[k]}: {number(codes.p[k])}", OUTCOMES[k]] for k in seen]
    picture.ticks("x", middles, [_fitting(*each, picture) for each in zip(names, p, strict=True)])
    own, ideal, real = lengths
    codewords = [[code[k] or "" for k in seen] for code in codes.codewords]
    waste = p * (codes.ideal[:, seen] - codes.own[seen])
    base = np.minimum(own, ideal)
    is_clear = (base > 3.2 * line) & (np.abs(real - 2 * line) > 0.6 * line)
    needed = np.where(is_clear, np.char.mod("%.2f", p * codes.own[seen]), "")
    parts = [
        (np.full_like(ideal, 0.8 * line), codewords, ""),
        (np.full_like(ideal, 2 * line), needed, "H "),
        (_beside_lines(own, ideal, real, line, picture.ylim[1]), _signed(waste), "KL "),
    ]
    for y, said, name in parts:
        rows = [[[name + word, word] if word else [""] for word in row] for row in said]
        fitting = [[_fitting(*each, picture) for each in zip(row, p, strict=True)] for row in rows]
        picture.words(middles, y, fitting)


def _beside_lines(
    own: np.ndarray, ideal: np.ndarray, real: np.ndarray, line: float, top: float
) -> np.ndarray:
    """Return heights clear of the lines: between the two ideal lengths, or above all of them."""
    low, high = np.minimum(own, ideal), np.maximum(own, ideal)
    cut = np.clip(real, low, high)
    is_upper = high - cut > cut - low
    bottom, ceiling = np.where(is_upper, cut, low), np.where(is_upper, high, cut)
    above = np.minimum(np.maximum(high, real) + 0.8 * line, top - 0.8 * line)
    return np.where(ceiling - bottom > 1.4 * line, (bottom + ceiling) / 2, above)


def _fitting(candidates: Sequence[str], wide: float, picture: Picture) -> str:
    """Return the first of some words for which a box has room, on a phone too."""
    letter = 0.025 * _RIGHT * picture.size.text / 15
    return next((word for word in candidates if len(word) * letter <= wide), "")


def _together(q: np.ndarray, words: Text) -> list[str]:
    """Name each outcome, once for those whose points stand on one another."""
    near = np.abs(q[:, None] - q) < 0.02
    return [
        words.listed([OUTCOMES[j] for j in np.flatnonzero(row)]) if row.argmax() == k else ""
        for k, row in enumerate(near)
    ]


def _codeword(word: str | None, words: Text) -> str:
    return words["no-codeword"] if word is None else word or words["empty-codeword"]


def _signed(values: np.ndarray) -> list[list[str]]:
    """Write numbers with their sign and two decimals."""
    texts = np.char.mod("%+.2f", values)
    texts = np.where(np.round(values, 2) == 0, "0", np.where(np.isinf(values), "+∞", texts))
    return np.char.replace(texts, "-", "−").tolist()
