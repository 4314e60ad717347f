"""Whether a word of a figure crosses a line, a rule or another word, at any step."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from pages.figures.moving import unpack
from pages.figures.placement import Type

SHRUNK = 0.12  # of a box: letters do not fill it
PHONE = 270 / 515  # an axis on a phone 390 px wide, over that of a picture of 600 px
ANCHORS = {"left": 0.0, "center": 0.5, "right": 1.0, "bottom": 0.0, "middle": 0.5, "top": 1.0}
SIDES = {"left": 1.0, "center": 0.5, "right": 0.0, "bottom": 1.0, "middle": 0.5, "top": 0.0}
"""Of Plotly's textposition: words at the left of a point end there."""


@dataclass(frozen=True)
class Axes:
    """The axes that a mark is drawn on; places on them are shares of their lengths."""

    figure: object
    x: str
    y: str
    on_phone: bool = False

    def axis(self, name):
        """Return the axis of a reference like "y2"."""
        return self.figure.layout[f"{name[0]}axis{name[1:]}"]

    def share(self, name, values):
        """Return values as shares of an axis."""
        axis = self.axis(name)
        low, high = axis.range
        values = np.asarray(values, dtype=float)
        if axis.type == "log":
            values = np.log10(np.maximum(values, 1e-300))
        return (values - low) / (high - low)

    def place(self, x, y):
        """Return points as shares of both axes."""
        return np.stack(np.broadcast_arrays(self.share(self.x, x), self.share(self.y, y)), axis=-1)

    @property
    def type(self):
        """Size of words as shares of the axes."""
        low, high = self.axis(self.y).domain or (0, 1)
        width = PHONE if self.on_phone else self.figure.layout.meta.get("width", 1.0)
        return Type.of(self.figure.layout.font.size, width, high - low)


def values(figure, place, axis):
    """Return a coordinate of a trace, shape (steps, points), one step if it stands."""
    for track in figure.layout.meta["moving"]:
        if track["trace"] == place and axis in track:
            found = unpack(track[axis])
            return found if found.ndim == 2 else found[None]
    return np.asarray(figure.data[place][axis], dtype=float)[None]


def lines(figure) -> Iterator[tuple[Axes, str, np.ndarray]]:
    """Every line: its axes, its name, and its points, shape (steps, points, 2)."""
    for place, trace in enumerate(figure.data):
        if trace.type != "scatter" or "lines" not in (trace.mode or ""):
            continue
        if trace.fill or (trace.line.width if trace.line.width is not None else 2) < 0.5:
            continue
        axes = Axes(figure, trace.xaxis or "x", trace.yaxis or "y")
        yield axes, trace.name, axes.place(values(figure, place, "x"), values(figure, place, "y"))
    for shape in figure.layout.shapes:
        if shape.type == "line":
            axes = Axes(figure, shape.xref.split()[0], shape.yref.split()[0])
            ends = [[shape.x0, shape.x1], [shape.y0, shape.y1]]
            for k, reference in enumerate((shape.xref, shape.yref)):
                if not reference.endswith("domain"):
                    ends[k] = axes.share("xy"[k] + reference[1:], ends[k])
            yield axes, "rule", np.stack(ends, axis=-1)[None]
    for note in figure.layout.annotations:
        if note.showarrow and note.axref == "x":
            axes = Axes(figure, "x", note.yref or "y")
            low, high = axes.axis(axes.y).range
            ends = (np.array([note.y, note.ay]) - low) / (high - low)
            at = axes.share("x", [note.x, note.x])
            yield axes, "arrow", np.stack([at, ends], axis=-1)[None]


def words(figure, on_phone=False) -> Iterator[tuple[Axes, list[str], np.ndarray]]:
    """All words: their axes, what is said at each step, and boxes, shape (steps, 4)."""
    for note in figure.layout.annotations:
        is_beside = (note.yref or "").endswith(" domain") and not 0 < note.y < 1
        if is_beside or "paper" in (note.xref, note.yref):
            continue
        if note.showarrow:
            continue
        across, up = (
            (ref or axis).split()[0] for ref, axis in ((note.xref, "x"), (note.yref, "y"))
        )
        axes = Axes(figure, across, up, on_phone)
        at = []
        for name, value in ((note.xref or "x", note.x), (note.yref or "y", note.y)):
            low, high = axes.axis(name.split()[0]).range
            at.append(value if name.endswith("domain") else (value - low) / (high - low))
        part = ANCHORS[note.xanchor or "center"], ANCHORS[note.yanchor or "middle"]
        yield axes, [note.text], _boxes(axes.type, np.array([at]), [note.text], part)
    for place, trace in enumerate(figure.data):
        if trace.type != "scatter" or "text" not in (trace.mode or ""):
            continue
        axes = Axes(figure, trace.xaxis or "x", trace.yaxis or "y", on_phone)
        at = axes.place(values(figure, place, "x"), values(figure, place, "y"))
        said = [
            t["text"] for t in figure.layout.meta["moving"] if t["trace"] == place and "text" in t
        ]
        said = said[0] if said else [trace.text]
        for k in range(at.shape[1]):
            position = trace.textposition or "middle center"
            up, across = (position[k] if not isinstance(position, str) else position).split()
            each = [row[k] if k < len(row) else "" for row in said]
            yield axes, each, _boxes(axes.type, at[:, k], each, (SIDES[across], SIDES[up]))


def _boxes(type_, at, said, part):
    rows = []
    for (x, y), text in zip(np.broadcast_to(at, (len(said), 2)), said, strict=True):
        wide, high = type_.box(text) if str(text).strip() else (np.nan, np.nan)
        left, low = x - part[0] * wide, y - part[1] * high
        inset = SHRUNK * high / 2
        rows.append([left, left + wide, low + inset, low + high - inset])
    return np.array(rows)


def crosses(box, points) -> bool:
    """Whether a line goes through a box (Liang and Barsky 1984)."""
    left, right, low, high = box
    start, step = points[:-1], np.diff(points, axis=0)
    near, far = np.zeros(len(step)), np.ones(len(step))
    with np.errstate(divide="ignore", invalid="ignore"):
        for axis, (least, most) in enumerate(((left, right), (low, high))):
            first = (least - start[:, axis]) / step[:, axis]
            second = (most - start[:, axis]) / step[:, axis]
            inside = (start[:, axis] > least) & (start[:, axis] < most)
            still = step[:, axis] == 0
            near = np.where(
                still, np.where(inside, near, 2.0), np.maximum(near, np.minimum(first, second))
            )
            far = np.where(still, far, np.minimum(far, np.maximum(first, second)))
    return bool((near < far).any())


def overlap(one, other) -> bool:
    return bool(one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3])


def crossings(figure, every: int = 7) -> list[str]:
    """Tell what crosses what, once for each pair, at the steps that are looked at."""
    found = {}
    drawn, said = list(lines(figure)), list(words(figure))
    for step in _steps([p for _, _, p in drawn] + [b for _, _, b in said], every):
        for axes, text, box in _now(said, step):
            for own, name, points in drawn:
                if axes.y == own.y and crosses(box, points[min(step, len(points) - 1)]):
                    found.setdefault((text if len(said) < 2 else text[:30], name), step)
        for one, other in _overlapping(said, step):
            found.setdefault((one[:30], other[:30]), step)
    return _told(found)


def crossings_on_phone(figure, every: int = 7) -> list[str]:
    """Tell which words stand on one another on a phone, where they are wider."""
    found, said = {}, list(words(figure, on_phone=True))
    for step in _steps([b for _, _, b in said], every):
        for one, other in _overlapping(said, step):
            found.setdefault((one[:30], other[:30]), step)
    return _told(found)


def _steps(marks, every):
    count = max([len(mark) for mark in marks] or [1])
    return sorted({*range(0, count, every), count - 1})


def _now(said, step):
    """Give what is said at a step: axes, text and box."""
    for axes, texts, boxes in said:
        box = boxes[min(step, len(boxes) - 1)]
        if np.isfinite(box).all():
            yield axes, texts[min(step, len(texts) - 1)], box


def _overlapping(said, step):
    """Give pairs of words that stand on one another at a step."""
    for (own, text, box), (other, word, place) in combinations(_now(said, step), 2):
        if other.y == own.y and overlap(box, place):
            yield text, word


def _told(found):
    return [f"{text!r} on {name!r} at step {step}" for (text, name), step in found.items()]
