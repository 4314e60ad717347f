"""Pictures of two classifiers side by side: their predictions, and three measures of them."""

from dataclasses import replace

import numpy as np

from pages.figures.numbers import number
from pages.figures.picture import QUIET, Picture
from pages.figures.stack import Stack
from pages.figures.style import NEUTRAL, Size, Stroke, stroke
from pages.figures.view import View
from pages.models import score_table as model
from pages.models.score_table import MODELS, SHARES, Choice, Scored
from pages.words.text import Text

_LOOKS = {
    "error": Stroke(NEUTRAL, "dot", "diamond"),
    "squared": stroke("mse"),
    "cross": stroke("bce"),
}
_BAR, _DOWN = 0.34, 0.15  # height of a bar and how far it stands below its row's middle
_FULL = 0.9  # length of a full bar, in cells
_EDGE = 0.88  # of a panel: where a line that goes to infinity ends, a little below the top edge
_PANEL = 0.25  # height of a panel, in pictures


def view(choice: Choice, words: Text, size: Size) -> View:
    """Draw the pictures and write the live sentences.

    Parameters
    ----------
    choice : Choice
        The table that is shown.
    words : Text
        The page's text.
    size : Size
        Text and lines.

    Returns
    -------
    View
        "predictions" and "measures".
    """
    scored = model.compute(choice)
    pictures = {
        "predictions": predictions(scored, words, size),
        "measures": measures(scored, words, size),
    }
    return View(SHARES, pictures, captions(scored, words))


def predictions(scored: Scored, words: Text, size: Size) -> Picture:
    """Draw the table itself: a bar and a number in each cell, which move, and the verdicts."""
    rows, columns = scored.one_hot.shape
    axes = {"x": words["prediction-axis"], "y": words["sample-axis"], "width": 0.8}
    limits = {"xlim": (-0.05, 1.3 * columns), "ylim": (rows - 0.4, -0.6)}
    picture = Picture(size, **axes, **limits, grid=False, alt=words["predictions.alt"])
    picture.ticks("x", np.arange(columns) + 0.45, scored.names, side="top", ticks="")
    picture.ticks("y", np.arange(rows) + _DOWN, samples(scored, words))
    right = scored.one_hot.astype(bool)
    _draw_bars(picture, np.ones((1, rows, columns)), right | ~right, QUIET, words["full"])
    for cells, look, slug in ((right, stroke("bce"), "right"), (~right, QUIET, "wrong")):
        _draw_bars(picture, scored.q, cells, look, words[f"bars.{slug}"])
    _write_cells(picture, scored, words)
    return picture


def measures(scored: Scored, words: Text, size: Size) -> Stack:
    """Draw three measures, each on its own axis, against the share of model 2."""
    panels = [_panel(slug, values, words, size) for slug, values in scored.measures.items()]
    return Stack(panels, words["measures.alt"])


def captions(scored: Scored, words: Text) -> list[str]:
    """Write the live sentence at each share."""
    means = [list(map(number, values.mean(axis=1))) for values in scored.measures.values()]
    return words.fill_each(
        "reading",
        place=[_place(float(share), words) for share in SHARES],
        **dict(zip(scored.measures, means, strict=True)),
        samples=[_samples(len(scored.targets), words)] * len(SHARES),
        verdict=[_verdict(wrong, words) for wrong in scored.measures["error"]],
    )


def score_rows(scored: Scored, words: Text) -> list[dict[str, str]]:
    """Write each sample's measures under both models, and their means, as rows of a table."""
    rows = []
    for name, step in zip(MODELS, (0, -1), strict=True):
        values = {slug: each[step] for slug, each in scored.measures.items()}
        for row, (sample, target) in enumerate(
            zip(samples(scored, words), scored.targets, strict=True)
        ):
            told = {slug: number(each[row]) for slug, each in values.items()}
            told["error"] = words["wrong" if values["error"][row] else "right"]
            rows.append(_row(name, sample, f"{scored.q[step, row, target]:.3g}", told, words))
        means = {slug: number(each.mean()) for slug, each in values.items()}
        rows.append(_row(name, words["mean"], "", means, words))
    return rows


def ranking(scored: Scored, step: int, words: Text) -> list[dict[str, str]]:
    """Write which model each measure prefers, and its mean slope in the logits, as rows."""
    return [
        {
            words["measure-head"]: words[f"measure.{rank.measure}"],
            words["model.first"]: number(rank.first),
            words["model.second"]: number(rank.second),
            words["prefers-head"]: words.called("model", rank.preferred),
            words["slope-head"]: number(rank.slope),
        }
        for rank in model.ranking(scored, step)
    ]


def slope_rows(scored: Scored, step: int, words: Text) -> list[dict[str, str]]:
    """Write each sample's slope of cross-entropy in every logit, q - t, at a step, as rows."""
    return [
        {words["sample-head"]: sample, **dict(zip(scored.names, map(_signed, row), strict=True))}
        for sample, row in zip(
            samples(scored, words), model.cross_entropy_slopes(scored, step), strict=True
        )
    ]


def samples(scored: Scored, words: Text) -> list[str]:
    """Return number and right class of each sample."""
    return [
        words.fill("sample", number=k, name=scored.names[target])
        for k, target in enumerate(scored.targets, 1)
    ]


def _draw_bars(picture: Picture, q: np.ndarray, cells: np.ndarray, look: Stroke, name: str) -> None:
    """Draw the bars of some cells; those of a single step stand, pale."""
    row, column = np.nonzero(cells)
    lengths, pale = _FULL * q[:, row, column], {"opacity": 0.2} if len(q) == 1 else {}
    still = lengths[0] if pale else lengths
    picture.level_bars(still, row + _DOWN, look, name, start=column, width=_BAR, **pale)


def _write_cells(picture: Picture, scored: Scored, words: Text) -> None:
    """Write each prediction above its bar, and behind each row whether it is right."""
    rows, columns = scored.one_hot.shape
    row, column = (index.ravel() for index in np.indices((rows, columns)))
    said = [[f"{value:.2f}" for value in now.ravel()] for now in scored.q]
    side = "middle right"
    picture.words(column, row - 0.2, said, side=side, name=words["numbers"])
    verdict = {1.0: words["cell.wrong"], 0.0: words["cell.right"]}
    said = [[verdict[each] for each in wrong] for wrong in scored.measures["error"]]
    places = np.full(rows, columns + 0.03), np.arange(rows) + _DOWN
    picture.words(*places, said, side=side, name=words["verdicts"])


def _panel(slug: str, values: np.ndarray, words: Text, size: Size) -> Picture:
    """Draw thin lines for the samples and a thick one for their mean, with a marker on it."""
    look, name, means = _LOOKS[slug], words[f"measure.{slug}"], values.mean(axis=1)
    top = 1.15 * max(float(values[np.isfinite(values)].max(initial=0.0)), 0.5)
    limits = {"xlim": (0, 1.1), "ylim": (0, top), "width": 0.8, "height": _PANEL}
    picture = Picture(size, x=words["share-axis"], y="", **limits, headroom=1)
    picture.ticks(
        "x", [0, 0.5, 1], [words[f"share.{each}"] for each in ("first", "half", "second")]
    )
    shape = {"line_shape": "hv" if slug == "error" else "linear"}
    thin = replace(look, dash="solid")
    for row, line in enumerate(np.minimum(values, _EDGE * top).T, 1):
        name_of = words.fill("measure-of-sample", measure=name, number=row)
        picture.curve(SHARES, line, thin, name_of, width=1 - size.line, **shape)
    shown = np.minimum(means, _EDGE * top)
    picture.curve(SHARES, shown, look, words.fill("measure-mean", measure=name), **shape)
    marker = words.fill("marker", name=words.fill("measure-mean", measure=name))
    picture.dots(SHARES[:, None], shown[:, None], look, marker)
    _name_samples(picture, np.minimum(values[-1], _EDGE * top))
    said = list(map(number, means))
    title = [[words.fill("measure-now", measure=name, value=value)] for value in said]
    picture.words([0.5], [top], title, side="top center")
    picture.above(said[0], 0)
    picture.above(said[-1], 1)
    return picture


def _name_samples(picture: Picture, ends: np.ndarray) -> None:
    """Write the numbers of the samples at the right end of their lines, close ones as one word."""
    top, groups = picture.ylim[1], []
    for row in np.argsort(ends, kind="stable"):
        if groups and ends[row] - ends[groups[-1][-1]] < 0.25 * top:
            groups[-1].append(row)
        else:
            groups.append([row])
    for rows in groups:
        text = ",".join(str(row + 1) for row in sorted(rows))
        picture.note(
            text, 1.02, float(np.clip(ends[rows].mean(), 0.1 * top, 0.9 * top)), "middle left"
        )


def _row(name: str, sample: str, q: str, told: dict[str, str], words: Text) -> dict[str, str]:
    heads = {slug: words[f"measure.{slug}"] for slug in told}
    first = {words["model-head"]: words[f"model.{name}"], words["sample-head"]: sample}
    return first | {words["right-head"]: q} | {heads[slug]: each for slug, each in told.items()}


def _signed(value: float) -> str:
    return ("+" if value > 0 else "") + number(value)


def _place(share: float, words: Text) -> str:
    if share in (0, 1):
        return words[f"place.{MODELS[int(share)]}"]
    return words.fill("place.between", percent=f"{100 * share:.0f}")


def _samples(count: int, words: Text) -> str:
    return words["samples.one"] if count == 1 else words.fill("samples.many", count=count)


def _verdict(wrong: np.ndarray, words: Text) -> str:
    """Say which samples are misclassified."""
    rows = [str(row) for row, missed in enumerate(wrong, 1) if missed]
    case = ("right", "one", "many")[min(len(rows), 2)]
    return words.fill(f"verdict.{case}", samples=words.listed(rows))
