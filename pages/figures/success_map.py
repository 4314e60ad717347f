"""Maps of starts: how many steps gradient descent needs from each, and who has arrived by now."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from core.losses import LOSSES
from core.success import NOT_YET
from pages.figures.numbers import number
from pages.figures.picture import Picture, pale
from pages.figures.style import NEUTRAL, Size, Stroke, stroke
from pages.figures.view import View
from pages.models import success_map as model
from pages.models.success_map import CLASSES, Arrivals, Choice, Ground, Pair
from pages.words.text import Text

SHADES = (0.14, 0.27, 0.41, 0.56, 0.73, 0.92)
"""Opacity of grey, by the class of the steps that are needed."""
TILE = 0.8
"""Of the distance between two starts."""
MARKS = ("A", "B")
_DISC = Stroke("#ffffff", "solid", "circle")
"""Seen on both colours and both backgrounds."""


def view(choice: Choice, pair: Pair, words: Text, size: Size) -> View:
    """Draw both maps and the key to their shades, and write the live sentences.

    Parameters
    ----------
    choice : Choice
        What the controls stand at.
    pair : (Arrivals, Arrivals)
        How far both searches have come.
    words : Text
        The page's text.
    size : Size
        Text and lines.

    Returns
    -------
    View
        "success-first", "success-second" and "success-scale".
    """
    pictures = {
        f"success-{name}": success_map(choice, slug, search, words, size)
        for name, slug, search in zip(("first", "second"), choice.losses, pair, strict=True)
    }
    pictures["success-scale"] = scale(choice.steps, words, size)
    return View(model.shown_steps(pair[0].step), pictures, captions(choice, pair, words))


def success_map(choice: Choice, slug: str, search: Arrivals, words: Text, size: Size) -> Picture:
    """Draw a tile for each start: grey by the steps it needs, coloured once it has arrived."""
    land, title = model.ground(choice.data, choice.feature), _title(slug, words)
    picture = Picture(
        size,
        x=words["weight-axis"],
        y=words["bias-axis"],
        xlim=_limits(land.w),
        ylim=_limits(land.b),
        alt=words.fill("map.alt", loss=title),
        headroom=1,
        grid=False,
    )
    picture.above(title)
    order, needed = model.arrival_order(search)
    width = TILE * (size.height - 6.5 * size.text) / len(land.b) - size.line
    ends = np.searchsorted(needed, CLASSES, side="right")
    for shade, low, high, most in zip(SHADES, (0, *ends), ends, CLASSES, strict=False):
        grey = Stroke(pale(NEUTRAL, shade), "solid", "square")
        picture.curve(
            *_tiles(land, order[low:high]), grey, words.fill("within", steps=most), width=width
        )
    steps = model.shown_steps(search.step)
    count = 1 + 3 * np.searchsorted(needed, steps, side="right")
    # It begins with a gap: Plotly puts a trace without any point away.
    x, y = (np.r_[np.nan, axis] for axis in _tiles(land, order))
    look = replace(stroke(slug), dash="solid")
    picture.path(x, y, count, look, words["has-arrived"], width=width)
    for name, at in zip(MARKS, land.marked, strict=True):
        _mark(picture, name, at, len(steps))
    return picture


def scale(steps: int, words: Text, size: Size) -> Picture:
    """Draw the shades of grey with the largest number of steps that each stands for."""
    known = [most for most in CLASSES if most <= steps]
    picture = Picture(
        replace(size, height=2 * size.text + 16),
        x="",
        y="",
        xlim=(0, len(known)),
        ylim=(0, 1),
        alt=words["scale.alt"],
        grid=False,
    )
    picture.ticks("x", [], automargin=False)
    picture.ticks("y", [], automargin=False)
    for place, (shade, most) in enumerate(zip(SHADES, known, strict=False)):
        picture.band([place, place + 0.3], [0, 0], [1, 1], NEUTRAL, opacity=shade)
        picture.note(f"≤ {most}", place + 0.34, 0.5, "middle left")
    return picture


def captions(choice: Choice, pair: Pair, words: Text) -> list[str]:
    """Write the live sentence at each step."""
    first, second = (_title(slug, words) for slug in choice.losses)
    shares = zip(*(model.shares(search) for search in pair), strict=True)
    place = _point(model.ground(choice.data, choice.feature).marked[0])
    return [
        words.fill(
            "reading",
            step=step,
            first=first,
            second=second,
            first_share=percent(of_first),
            second_share=percent(of_second),
            place=place,
            from_a=words.listed(_from_a(choice, pair, step, words)),
        )
        for step, (of_first, of_second) in zip(model.shown_steps(pair[0].step), shares, strict=True)
    ]


def rows(choice: Choice, pair: Pair, words: Text) -> list[dict[str, str]]:
    """Tell of each loss its rate, its share of the starts, and the steps from the marked ones."""
    land, rates = model.ground(choice.data, choice.feature), model.learning_rates(choice)
    heads = [
        words.fill("table.steps-from", name=name, place=_point(at))
        for name, at in zip(MARKS, land.marked, strict=True)
    ]
    share = words.fill("table.share", count=len(land.starts) - 2)
    return [
        {
            words["table.loss"]: _title(slug, words),
            words["table.rate"]: number(rate),
            share: percent(model.shares(search)[-1]),
            words["table.median"]: _median(model.arrival_order(search)[1]),
            **dict(zip(heads, _steps(search, words), strict=True)),
        }
        for slug, rate, search in zip(choice.losses, rates, pair, strict=True)
    ]


def percent(share: float) -> str:
    """Write a share, in per cent."""
    return f"{100 * share:.3g}\N{NO-BREAK SPACE}%"


def _tiles(land: Ground, which: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return one line that crosses the tiles of these starts, in their order, with gaps between."""
    half = 0.5 * TILE * (land.w[1] - land.w[0])
    w, b = land.starts[which].T
    gap = np.full_like(w, np.nan)
    x, y = np.stack([w - half, w + half, gap], axis=1), np.stack([b, b, gap], axis=1)
    return x.ravel(), y.ravel()


def _mark(picture: Picture, name: str, at: tuple[float, float], steps: int) -> None:
    """Mark a start; as a mark that moves it stands above the tiles that do."""
    x, y = (np.full((steps, 1), coordinate) for coordinate in at)
    rim = {"marker_line": {"width": 2, "color": NEUTRAL}}
    picture.dots(x, y, _DISC, name, scale=0.8, **rim)
    left, right = picture.xlim
    side, away = ("right", 0.02) if at[0] < (left + right) / 2 else ("left", -0.02)
    picture.words(x + away * (right - left), y, [[name]] * steps, side=f"middle {side}")


def _limits(axis: np.ndarray) -> tuple[float, float]:
    half = 0.5 * float(axis[1] - axis[0])
    return float(axis[0]) - half, float(axis[-1]) + half


def _from_a(choice: Choice, pair: Pair, step: int, words: Text) -> list[str]:
    """Say of each loss whether its run from A has arrived."""
    said = []
    for slug, search in zip(choice.losses, pair, strict=True):
        needed, short = search.arrived[-2], words.called("loss-short", slug, LOSSES[slug].title)
        state = "late" if needed == NOT_YET else "arrived" if needed <= step else "under-way"
        said.append(words.fill(f"from-a.{state}", loss=short, step=needed, steps=search.step))
    return said


def _steps(search: Arrivals, words: Text) -> list[str]:
    """Write the steps from both marked starts."""
    late = words.fill("table.late", steps=search.step)
    return [late if needed == NOT_YET else str(needed) for needed in search.arrived[-2:]]


def _median(needed: Sequence[float] | np.ndarray) -> str:
    return f"{np.median(needed):g}" if len(needed) else "–"


def _title(slug: str, words: Text) -> str:
    return words.called("loss", slug, LOSSES[slug].title)


def _point(at: tuple[float, float]) -> str:
    return f"({at[0]:g}, {at[1]:g})".replace("-", "−")
