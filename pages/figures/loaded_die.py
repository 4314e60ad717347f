"""Pictures of a loaded die: counts against probabilities, and the likelihood of every die."""

from dataclasses import replace

import numpy as np

from core.multinomial import MOST_THROWS, orders
from pages.figures.numbers import number
from pages.figures.picture import QUIET, Picture
from pages.figures.simplex import place, triangle
from pages.figures.style import INFORMATION, NEUTRAL, Size, Stroke
from pages.figures.view import View
from pages.models import loaded_die as model
from pages.models.loaded_die import LEVELS, THROWS, Choice, Throws
from pages.words.text import Text

_LOOK = INFORMATION["cross-entropy"]
_TRUE = Stroke(NEUTRAL, "solid", "x")
_STEPS = range(1, len(THROWS) + 1)


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
        "counts", "dice" if there are two or three faces, and "paths".
    """
    seen = model.compute(choice)
    pictures = {"counts": counts(seen, words, size)}
    if len(seen.theta) <= 3:
        pictures["dice"] = (_coins if len(seen.theta) == 2 else _dice)(seen, words, size)
    pictures["paths"] = paths(seen, words, size, 1.2 if "dice" in pictures else 0.8)
    return View(THROWS, pictures, captions(seen, words))


def counts(seen: Throws, words: Text, size: Size) -> Picture:
    """Draw the share of each face as a bar, its probability as a line, and the count above."""
    faces, top = np.arange(len(seen.theta)), _top(seen)
    axes = {"x": words["face-axis"], "y": words["share-and-probability-axis"], "width": 0.8}
    limits = {"xlim": (-0.6, faces[-1] + 0.6), "ylim": (0, top)}
    picture = Picture(size, **axes, **limits, headroom=1, alt=words["counts.alt"])
    picture.ticks("x", faces, face_names(len(faces), words), title_standoff=size.text)
    picture.above(words["counts-key"])
    picture.bars(faces, seen.shares, _LOOK, words["share"], opacity=0.7)
    for face, probability in zip(faces, seen.theta, strict=True):
        # Repeated at every step: what moves is drawn over what stands, so over the bars.
        ends = [face - 0.42, face + 0.42], np.full((len(THROWS), 2), probability)
        picture.curve(*ends, _TRUE, words["probability"], width=1)
    above = np.minimum(np.maximum(seen.shares, seen.theta) + 0.05 * top, 0.95 * top)
    picture.words(faces, above, seen.counts.astype(str).tolist(), name=words["counts"])
    return picture


def paths(seen: Throws, words: Text, size: Size, width: float) -> Picture:
    """Draw the shares against the number of throws, as far as the game has gone."""
    names = face_names(len(seen.theta), words)
    axes = {"x": words["throws-axis"], "y": words["share-axis"], "xlog": True, "width": width}
    limits = {"xlim": (1, 10**4.7), "ylim": (0, _top(seen))}
    # Beside the counts both have the same frame.
    picture = Picture(size, **axes, **limits, headroom=int(width < 1), alt=words["paths.alt"])
    picture.ticks("x", [1, 10, 100, 1000, 10000], ["1", "10", "100", "1000", "10⁴"])
    kinds = np.unique(seen.theta)
    for probability in kinds:
        ends = [1, MOST_THROWS], [probability] * 2
        picture.curve(*ends, QUIET, words["probability"], width=2 - size.line)
    for name, share in zip(names, seen.shares.T, strict=True):
        picture.path(THROWS, share, _STEPS, _LOOK, name, width=-1)
    ends = np.minimum(seen.shares, _top(seen))
    picture.dots(THROWS[:, None], ends, _LOOK, words["shares"], scale=0.75)
    groups = [_faces_with(seen.theta, probability, names, words) for probability in kinds]
    picture.end_names(1.2 * MOST_THROWS, [np.full(len(THROWS), k) for k in kinds], groups)
    return picture


def captions(seen: Throws, words: Text) -> list[str]:
    """Write the live sentence at each step."""
    return words.fill_each(
        "reading",
        throws=[_throws(n, words) for n in THROWS],
        counts=[words.listed(list(map(str, row))) for row in seen.counts],
        shares=[words.listed([f"{share:.2f}" for share in row]) for row in seen.shares],
        cross=[f"{value:.4f}" for value in seen.cross_entropy],
        constant=[f"{value:.4f}" for value in seen.constant],
        value=[f"{value:.4f}" for value in seen.cross_entropy - seen.constant],
    )


def formula(seen: Throws, step: int) -> str:
    """Write what minus the log-probability of the counts is per throw, with numbers, in LaTeX."""
    cross, constant = seen.cross_entropy[step], seen.constant[step]
    return (
        r"\small\begin{aligned} &-\tfrac1n \ln \Pr(n_1, \dots, n_K \mid q) \\ &= "
        r"\mathrm{CE}(t, q) - \tfrac1n \ln \tfrac{n!}{n_1! \cdots n_K!} \\"
        rf"&= {cross:.6f} - {constant:.6f} = {cross - constant:.6f} \end{{aligned}}"
    )


def rows(seen: Throws, step: int, words: Text) -> list[dict[str, str]]:
    """Write the three dice as rows of a table, by the heads of its columns."""
    return [
        {
            words["die-head"]: words[f"which-die.{die.slug}"],
            "q": words.listed([f"{probability:.3g}" for probability in die.theta]),
            "CE(t, q)": f"{die.cross_entropy:.4f}",
            words["constant-head"]: f"{die.constant:.4f}",
            words["value-head"]: f"{die.cross_entropy - die.constant:.4f}",
            words["likelihood-head"]: number(die.likelihood),
        }
        for die in model.three_dice(seen, step)
    ]


def listed(slug: str, words: Text) -> str:
    """Write all orders of the counts in a slug of ORDERS, in Markdown."""
    counts = model.parse(slug)
    letters = words[f"letters.{len(counts)}"]
    return " ".join(f"`{''.join(letters[face] for face in order)}`" for order in orders(counts))


def coefficient_formula(slug: str) -> str:
    """Write the number of orders of a slug of ORDERS as a product of binomials, in LaTeX."""
    counts = model.parse(slug)
    factors = r"\,".join(rf"\binom{{{n}}}{{{count}}}" for n, count in model.binomials(counts))
    below = r"\,".join(f"{count}!" for count in counts)
    return rf"{factors} = \frac{{{sum(counts)}!}}{{{below}}} = {model.coefficient(counts):.0f}"


def face_names(count: int, words: Text) -> list[str]:
    """Return the names of so many faces: two are those of a coin."""
    if count == 2:
        return [words["face.heads"], words["face.tails"]]
    return [str(face) for face in range(1, count + 1)]


def _dice(seen: Throws, words: Text, size: Size) -> Picture:
    """Draw lines of equal likelihood on the triangle of all dice with three faces."""
    names = [words.fill("face", name=name) for name in face_names(3, words)]
    picture = triangle(size, names, words["edge"], words["dice.alt"])
    for level in LEVELS:
        line = place(model.level_lines(seen.counts, level))
        name = words.fill("level", level=f"{level:g}")
        solid = replace(_LOOK, dash="solid")
        picture.curve(line[..., 0], line[..., 1], solid, name, width=-1)
    (x, y), best = place(seen.theta), place(seen.shares)
    picture.dots([x], [y], _TRUE, words["thrown"])
    picture.dots(best[:, :1], best[:, 1:], _LOOK, words["best"], scale=0.8)
    (left, right), (_, top) = picture.xlim, picture.ylim
    picture.note(words["dice-key"], left, top, "top left")
    picture.note(words["levels-key"], right, top, "top right")
    return picture


def _coins(seen: Throws, words: Text, size: Size) -> Picture:
    """Draw the likelihood of every coin, in parts of its maximum."""
    axes = {"x": words["heads-axis"], "y": words["likelihood-axis"], "width": 0.8}
    limits = {"xlim": (0, 1), "ylim": (0, 1.2)}
    picture = Picture(size, **axes, **limits, headroom=1, alt=words["dice.alt"])
    picture.ticks("y", [0, 1], ["0", words["largest"]])
    picture.rule(x=seen.theta[0])
    picture.above(words["coin"], seen.theta[0])
    picture.curve(*model.coins(seen), _LOOK, words["likelihood-axis"])
    one, said = np.ones(len(THROWS)), [words["best-coin"]] * len(THROWS)
    picture.dots(seen.shares[:, :1], one[:, None], _LOOK, words["best"], words=said)
    return picture


def _faces_with(theta: np.ndarray, probability: float, names: list[str], words: Text) -> str:
    """Name the faces that have a probability in common."""
    faces = np.flatnonzero(theta == probability)
    if len(faces) == len(theta):
        return words["all-faces"]
    if len(faces) > 2 and np.ptp(faces) == len(faces) - 1:
        return f"{names[faces[0]]}–{names[faces[-1]]}"
    return words.listed([names[face] for face in faces])


def _throws(n: float, words: Text) -> str:
    if n == 1:
        return words["throws.one"]
    return words.fill("throws.many", n=f"{n:,.0f}".replace(",", "\u202f"))


def _top(seen: Throws) -> float:
    """Upper end of an axis of shares; those of the first few throws may leave the picture."""
    return min(1.15, 2 * float(seen.theta.max()))
