"""Pictures of many classes: from logits to slopes, the slopes as curves, and the simplex."""

from collections.abc import Iterable

import numpy as np

from pages.figures.numbers import number, tex
from pages.figures.picture import QUIET, Picture
from pages.figures.simplex import place, triangle
from pages.figures.style import GREY, Size, Stroke, stroke
from pages.figures.view import View
from pages.models import softmax as model
from pages.models.softmax import GRID, Chain, Choice
from pages.words.text import Text

_LEFT, _RIGHT = 0.58, 0.96  # where the room of a bar begins and ends, of a cell


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
        "chain", "softmax-slopes", and for three classes "simplex-" with the slug of each loss.
    """
    seen = model.compute(choice)
    pictures = {
        "chain": chain(seen, choice, words, size),
        "softmax-slopes": slopes(seen, choice, words, size),
    }
    if len(choice.z) == 3:
        for slug in model.LOSSES:
            pictures[f"simplex-{slug}"] = simplex(seen, slug, choice, words, size)
    return View(GRID, pictures, captions(seen, choice, words))


def chain(seen: Chain, choice: Choice, words: Text, size: Size) -> Picture:
    """Draw a row for each class: its logit, its probability, and its slope under both losses."""
    rows = np.arange(len(choice.z))
    stages = {
        "stage.logit": (seen.z, 10.0, GREY),
        "stage.probability": (seen.q, 1.0, GREY),
        "stage.bce": (seen.slopes["bce"], 1.0, stroke("bce")),
        "stage.mse": (seen.slopes["mse"], 1.0, stroke("mse")),
    }
    ends = {"xlim": (0, len(stages)), "ylim": (rows[-1] + 0.6, -0.6)}
    picture = Picture(size, "", "", **ends, alt=words["chain.alt"])
    heads = {"ticks": "", "side": "top", "tickangle": 0, "showgrid": False}
    picture.ticks("x", np.arange(4) + 0.62, [words[name] for name in stages], **heads)
    picture.ticks("y", rows, _class_names(choice, words), showgrid=False)
    for stage, (name, (values, reach, look)) in enumerate(stages.items()):
        # Probabilities grow from the left, signed numbers from the middle.
        share = 1.0 if values is seen.q else 0.5
        start = stage + _RIGHT - share * (_RIGHT - _LEFT)
        lengths = np.clip(values / reach, -1, 1) * share * (_RIGHT - _LEFT)
        picture.level_bars(
            lengths, rows, look, words[name].replace("<br>", " "), start=start, width=0.5
        )
        picture.rule(x=start, stroke=GREY)
    columns = [
        _column(values, 1 if k == 0 else 3) for k, (values, *_) in enumerate(stages.values())
    ]
    x = np.repeat(np.arange(len(stages)) + _LEFT - 0.04, len(rows))
    y = np.tile(rows, (len(GRID), len(stages)))
    picture.words(x, y, np.hstack(columns).tolist(), side="middle left", name=words["numbers"])
    return picture


def slopes(seen: Chain, choice: Choice, words: Text, size: Size) -> Picture:
    """Draw the slope of both losses in the dragged logit against that logit."""
    sign = -1 if choice.moved == choice.right else 1
    picture = Picture(
        size,
        words.fill("logit-of-class", k=choice.moved + 1),
        words["slope-axis"],
        xlim=(GRID[0], GRID[-1]),
        ylim=tuple(sorted([-0.65 * sign, 1.3 * sign])),
        alt=words["softmax-slopes.alt"],
        width=0.8,
    )
    picture.ticks("y", [0, 0.5 * sign, sign])
    own = {slug: slope[:, choice.moved] for slug, slope in seen.slopes.items()}
    for slug, slope in own.items():
        picture.curve(GRID, slope, stroke(slug), words.called("loss", slug))
    for slug, slope in own.items():
        said = [f"{words.called('loss-short', slug)} {number(value)}" for value in slope]
        picture.dots(GRID[:, None], slope[:, None], stroke(slug), words=said)
    return picture


def simplex(seen: Chain, slug: str, choice: Choice, words: Text, size: Size) -> Picture:
    """Draw a loss over all predictions of three classes, with the one that moves."""
    loss, own = words.called("loss", slug), stroke(slug)
    corners = [words.fill("corner", name=name) for name in _class_names(choice, words)]
    alt = words.fill("simplex.alt", loss=loss)
    picture = triangle(size, corners, words["edge"], alt)
    x, y = place(seen.q).T
    picture.curve(x, y, QUIET, words["way"], width=1 - size.line)
    solid = Stroke(own.color, "solid", own.marker)
    for level in model.LEVELS[slug]:
        line = place(model.level_line(choice.right, slug, level)).T
        thin = max(size.line - 2, 1) - size.line
        picture.curve(*line, solid, f"{loss} {level:g}", width=thin)
        # A line begins on the edge to the first of the other corners: the base, or the left one.
        side = "top center" if choice.right < 2 else "bottom right"
        picture.note(f"{level:g}", *line[:, 0], side)
    picture.dots(x[:, None], y[:, None], own)
    return picture


def captions(seen: Chain, choice: Choice, words: Text) -> list[str]:
    """Write the live sentence at each value of the dragged logit."""
    count, other = len(choice.z), 1 - choice.right
    cross, squared = (seen.slopes[slug][:, choice.moved] for slug in model.LOSSES)
    sentences = []
    for step, z in enumerate(seen.z):
        equal = (z == z[0]).all()
        sentences.append(
            words.fill(
                "reading-of-equal" if equal else "reading-of-two" if count == 2 else "reading",
                z=_one_decimal(GRID[step]),
                q=number(seen.q[step, choice.right]),
                loss=number(seen.losses["bce"][step]),
                cross=number(cross[step]),
                squared=number(squared[step]),
                count=count,
                gap=_one_decimal(z[choice.right] - z[other]),
                share=number(squared[step] / cross[step]),
            )
        )
    return sentences


def chain_rows(seen: Chain, choice: Choice, step: int, words: Text) -> list[dict[str, str]]:
    """Tell every number on the way from the logits to the slopes of the weights, by class."""
    z, q = seen.z[step], seen.q[step]
    cross, squared = (slope[step] for slope in seen.slopes.values())
    columns = {
        words["head.class"]: _class_names(choice, words),
        words["head.logit"]: map(_one_decimal, z),
        "exp z": map(number, np.exp(z)),
        words["head.probability"]: map(number, q),
        words["head.target"]: (f"{t:.0f}" for t in choice.target),
        "dCE/dz = q − t": map(number, cross),
        words["head.mse"]: map(number, squared),
        f"dCE/dw = (q − t) · {choice.feature:g}": map(number, cross * choice.feature),
    }
    return _rows(columns)


def jacobian_rows(seen: Chain, step: int, words: Text) -> list[dict[str, str]]:
    """Tell how every probability moves with every logit."""
    matrix = model.jacobian(seen.z[step])
    classes = range(1, len(matrix) + 1)
    columns = {"": [f"q{j}" for j in classes]} | {
        words.fill("head.per-logit", k=k): map(number, column)
        for k, column in zip(classes, matrix.T, strict=True)
    }
    return _rows(columns)


def values(seen: Chain, choice: Choice, step: int) -> dict[str, str]:
    """Write the feature, the right class's probability and both losses for the text, in LaTeX."""
    return {
        "x": f"{choice.feature:g}",
        "q": tex(seen.q[step, choice.right]),
        "cross": tex(seen.losses["bce"][step]),
        "squared": tex(seen.losses["mse"][step]),
    }


def slope_formulas(seen: Chain, choice: Choice, step: int) -> str:
    """Write both slopes in the dragged logit with their numbers, in LaTeX."""
    k, q, error = choice.moved, seen.q[step], seen.slopes["bce"][step]
    z, own, t = f"z_{{{k + 1}}}", f"q_{{{k + 1}}}", f"t_{{{k + 1}}}"
    return (
        r"\small\begin{aligned}"
        rf"\frac{{\partial\,\mathrm{{CE}}}}{{\partial {z}}} &= {own} - {t} "
        rf"= {tex(q[k])} - {choice.target[k]:.0f} = {tex(error[k])} \\"
        rf"\frac{{\partial\,\mathrm{{SE}}}}{{\partial {z}}} &= {own} "
        rf"\Big(({own} - {t}) - \sum_j q_j (q_j - t_j)\Big) \\"
        rf"&= {tex(q[k])}\,\big({tex(error[k])} - ({tex(float(q @ error))})\big) \\"
        rf"&= {tex(seen.slopes['mse'][step, k])}"
        r"\end{aligned}"
    )


def _class_names(choice: Choice, words: Text) -> list[str]:
    """Name the classes by number, with a mark for the right one and the one that is dragged."""
    marks = {
        (False, False): "class-name",
        (True, False): "class-name.right",
        (False, True): "class-name.moved",
        (True, True): "class-name.both",
    }
    return [
        words.fill(marks[k == choice.right, k == choice.moved], k=k + 1)
        for k in range(len(choice.z))
    ]


def _rows(columns: dict[str, Iterable[str]]) -> list[dict[str, str]]:
    cells = zip(*columns.values(), strict=True)
    return [dict(zip(columns, row, strict=True)) for row in cells]


def _one_decimal(value: float) -> str:
    return f"{value:.1f}".replace("-", "−")


def _column(values: np.ndarray, decimals: int) -> list[list[str]]:
    return [[f"{value:.{decimals}f}".replace("-", "−") for value in row] for row in values]
