"""Where words stand in a picture: on a grid of cells, taken by lines, rules, notes and words.

Places are shares of the axes: (0, 0) is the lower left corner of the picture, (1, 1) the upper
right one. A grid has a layer for each step of the control, so that words that move are clear of
what moves. How often a box is taken is read off a summed-area table (F. C. Crow, SIGGRAPH 1984).

Long because four kinds of words look for their places on the one grid.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

ROWS, COLUMNS = 50, 80
_EM = 15 / 515
"""Size of a letter as a share of the axis, on a picture 600 px wide at 15 px."""
_LINE = 0.07
"""Height of a line of text as a share of the axis, at 15 px."""
_PHONE = 0.47
"""Length of the axis on a phone's picture over that on one of 600 px."""
_GAPS = (0.03, 0.07, 0.12)
"""Between a marker and the words beside it, the usual one first."""
_SIDES = np.array([*_GAPS, *(-gap for gap in _GAPS)])
"""Gaps right of a marker, and left of it."""
_BETWEEN_HEIGHTS = 0.12
"""Between the heights of two contour lines, as a share of the axes."""
_LIFTS = (1.0, -1.0, 0.0, 1.5, -1.5, 2.0, -2.0, 2.8, -2.8, 3.6, -3.6, 4.6, -4.6)
"""How far words may stand above their marker, in lines, the best place first."""
_TAG = re.compile(r"<[^>]*>")
_NARROW_SIGNS = set("iljtfrI.,:;'|!()[]/ \u202f")
_WIDE_SIGNS = set("mwMWÆ%—")


def _advance(sign: str) -> float:
    """Return the width of a sign in ems, as in Source Sans; Chinese signs are square."""
    if unicodedata.east_asian_width(sign) in "WF":
        return 1.0
    if sign in _NARROW_SIGNS:
        return 0.29
    if sign in _WIDE_SIGNS:
        return 0.8
    return 0.57 if sign.isupper() else 0.5


@lru_cache(maxsize=4096)
def text_width(words: str) -> float:
    """Estimate the width of the longest line of words, in ems.

    Parameters
    ----------
    words : str
        May hold Plotly's tags and several lines, divided by ``<br>``.
    """
    lines = (_TAG.sub("", part) for part in words.split("<br>"))
    return max(sum(map(_advance, line)) for line in lines)


@dataclass(frozen=True, slots=True)
class Type:
    """Size of words as shares of the axes.

    Attributes
    ----------
    em : float
        Width of a letter as high as wide.
    line : float
        Height of a line.
    on_phone : float
        How many times as wide words are on a phone's picture.
    """

    em: float
    line: float
    on_phone: float = 1 / _PHONE

    @classmethod
    def of(cls, pixels: int, width: float = 1.0, height: float = 1.0) -> "Type":
        """Return the type of so many pixels; beyond the hall's 22 px the picture grows with it.

        Parameters
        ----------
        pixels : int
            Of the font.
        width : float
            Of the picture, over that of one of 600 px.
        height : float
            Of the picture, over that of its size.
        """
        scale = min(pixels, 22) / 15
        return cls(_EM * scale / width, _LINE * scale / height, max(1.0, width / _PHONE))

    def box(self, words: str) -> tuple[float, float]:
        """Return width and height of words."""
        return self.em * text_width(words), self.line * (1 + words.count("<br>"))

    def widened(self, boxes: np.ndarray, part: ArrayLike = 0.5) -> np.ndarray:
        """Return boxes, shape (..., 4), as on a phone; `part` of each is left of what holds it."""
        more, part = (self.on_phone - 1) * (boxes[..., 1] - boxes[..., 0]), np.asarray(part)
        left, right = boxes[..., 0] - part * more, boxes[..., 1] + (1 - part) * more
        return np.stack([left, right, boxes[..., 2], boxes[..., 3]], axis=-1)


class Cells:
    """The cells of a picture that are taken, at each of `steps` steps."""

    def __init__(self, steps: int = 1) -> None:
        self.taken = np.zeros((steps, ROWS, COLUMNS), dtype=bool)

    def take_line(self, x: np.ndarray, y: np.ndarray) -> None:
        """Take what a line crosses.

        Parameters
        ----------
        x, y : ndarray, shape (points,) or (steps, points)
            In shares; nan leaves a gap.
        """
        x, y = np.broadcast_arrays(np.atleast_2d(x), np.atleast_2d(y))
        start, stop = np.stack([x[:, :-1], y[:, :-1]]), np.stack([x[:, 1:], y[:, 1:]])
        start, stop = np.clip(start, -0.5, 1.5), np.clip(stop, -0.5, 1.5)
        cells = np.abs(stop - start) * np.array([COLUMNS, ROWS])[:, None, None]
        pieces = int(np.clip(np.nan_to_num(cells).max(initial=1), 1, 2 * COLUMNS)) + 1
        part = np.linspace(0, 1, pieces)
        across, up = start[..., None] + part * (stop - start)[..., None]
        self._take(across.reshape(len(x), -1), up.reshape(len(x), -1))

    def take_box(self, box: np.ndarray) -> None:
        """Take all cells of a box at each step.

        Parameters
        ----------
        box : ndarray, shape (4,) or (steps, 4)
            Left, right, lower and upper edge.
        """
        box = np.atleast_2d(box)
        (left, right), (low, high) = _to_cells(box[:, :2], COLUMNS), _to_cells(box[:, 2:], ROWS)
        rows, columns = np.arange(ROWS), np.arange(COLUMNS)
        in_rows = (rows >= low[:, None]) & (rows < high[:, None])
        in_columns = (columns >= left[:, None]) & (columns < right[:, None])
        self.taken |= in_rows[:, :, None] & in_columns[:, None, :]

    def take_boxes(self, boxes: np.ndarray) -> None:
        """Take the cells that a box takes at any step; `boxes` as in `take_box`."""
        boxes = np.atleast_2d(boxes)
        (left, right), (low, high) = _to_cells(boxes[:, :2], COLUMNS), _to_cells(boxes[:, 2:], ROWS)
        left, low = np.clip(left, 0, COLUMNS), np.clip(low, 0, ROWS)
        right, high = np.clip(right, left, COLUMNS), np.clip(high, low, ROWS)
        edges = np.zeros((ROWS + 1, COLUMNS + 1), dtype=int)
        for rows, columns, change in (
            (low, left, 1),
            (high, right, 1),
            (low, right, -1),
            (high, left, -1),
        ):
            np.add.at(edges, (rows, columns), change)
        self.taken |= edges.cumsum(axis=0).cumsum(axis=1)[:-1, :-1] > 0

    def at_any_step(self) -> "Cells":
        """Return what is taken at any step, as one layer."""
        cells = Cells()
        cells.taken |= self.taken.any(axis=0)
        return cells

    def count(self, boxes: np.ndarray) -> np.ndarray:
        """Count the taken cells of one layer in each box; `boxes` as in `take_boxes`."""
        return self.count_between(boxes[:, None, :2], boxes[:, None, 2:])[:, 0, 0]

    def count_between(self, sides: np.ndarray, heights: np.ndarray) -> np.ndarray:
        """Count the taken cells in boxes; what is outside the picture counts as taken.

        Parameters
        ----------
        sides : ndarray, shape (rows, k, 2)
            Left and right edges. Each step has as many rows, one after the other.
        heights : ndarray, shape (rows, m, 2)
            Lower and upper edges: there are boxes of each height between all sides of a row.

        Returns
        -------
        ndarray of int, shape (rows, k, m)
        """
        (left, right), (low, high) = _to_cells(sides, COLUMNS), _to_cells(heights, ROWS)
        size = (right - left)[:, :, None] * (high - low)[:, None]
        left, right = np.clip(left, 0, COLUMNS)[:, :, None], np.clip(right, 0, COLUMNS)[:, :, None]
        low, high = np.clip(low, 0, ROWS)[:, None], np.clip(high, 0, ROWS)[:, None]
        outside = size - (right - left) * (high - low)
        total, layers = self._total(), len(self.taken)
        step = np.arange(len(sides))[:, None, None] * layers // len(sides)

        def below(row: np.ndarray, column: np.ndarray) -> np.ndarray:
            return total.take((row * (COLUMNS + 1) + column) * layers + step)

        inside = below(high, right) - below(high, left) - below(low, right) + below(low, left)
        return outside + inside

    def _total(self) -> np.ndarray:
        """Count what is taken left of and below each corner, shape (rows + 1, columns + 1, steps).

        Whole rows and columns of all steps are added, where `cumsum` would go cell by cell.
        """
        total = np.zeros((ROWS + 1, COLUMNS + 1, len(self.taken)), dtype=np.int16)
        total[1:, 1:] = self.taken.transpose(1, 2, 0)
        for row in range(1, ROWS):
            total[row + 1] += total[row]
        for column in range(1, COLUMNS):
            total[:, column + 1] += total[:, column]
        return total

    def _take(self, across: np.ndarray, up: np.ndarray) -> None:
        known = np.isfinite(across) & np.isfinite(up)
        column = np.floor(np.where(known, across, -1) * COLUMNS).astype(int)
        row = np.floor(np.where(known, up, -1) * ROWS).astype(int)
        inside = known & (column >= 0) & (column < COLUMNS) & (row >= 0) & (row < ROWS)
        step, k = np.nonzero(inside)
        self.taken[step if len(self.taken) > 1 else 0, row[step, k], column[step, k]] = True


def place_name(
    cells: Cells,
    others: Cells,
    said: Cells,
    x: np.ndarray,
    y: np.ndarray,
    words: str,
    type_: Type,
) -> np.ndarray:
    """Find where a name stands clear, just above or below its curve, and far from the others.

    Parameters
    ----------
    cells, others : Cells
        What is taken at any step, with the curve and without it: one layer each.
    said : Cells
        What other words take on a phone.
    x, y : ndarray, shape (points,)
        The curve, in shares.
    words : str
        The name.
    type_ : Type
        Of the words.

    Returns
    -------
    ndarray, shape (4,)
        The box; where no place is free, the one least taken.
    """
    places = _along(x, y)
    wide, high = type_.box(words)
    lifts = (0.8, -0.8, 1.2, -1.2, 2.0, -2.0, 2.8, -2.8)
    middles = np.concatenate([places + np.array([0, lift * high]) for lift in lifts])
    boxes = _around(middles, wide, high)
    on_phone = [_around(middles, type_.on_phone * wide, h * high) for h in (1, 1.8, 3, 5)]
    around = others.count(np.concatenate(on_phone)).reshape(4, -1)
    clear = np.cumprod(around == 0, axis=0).sum(axis=0)
    crossed, on_line = cells.count(np.concatenate([boxes, on_phone[0]])).reshape(2, -1)
    near = np.repeat(np.abs(lifts), len(places))
    on_words = said.count(on_phone[0]) > 0
    # Far off only where the curve is too steep for a place near it.
    return boxes[np.lexsort((near, -clear, on_line > 0, near > 1.2, on_words, crossed))[0]]


def place_beside(
    cells: Cells, on_phone: Cells, x: np.ndarray, y: np.ndarray, words: list[str], type_: Type
) -> tuple[np.ndarray, np.ndarray]:
    """Find where words that move with a point stand clear at each step, without hopping about.

    The cheapest way through the places at all steps, by dynamic programming.

    Parameters
    ----------
    cells, on_phone : Cells
        What is taken, and what is on a phone, with a layer for each step.
    x, y : ndarray, shape (steps,) or (steps, points)
        The point, in shares, or several of which one is to be had.
    words : list of str, shape (steps,)
        What is said.
    type_ : Type
        Of the words.

    Returns
    -------
    on_right : ndarray of bool, shape (steps,)
        On which side of the point the words stand.
    boxes : ndarray, shape (steps, 4)
        What they take.
    """
    x, y = x.reshape(len(words), -1, 1), y.reshape(len(words), -1, 1)
    wide, high = np.array([type_.box(each) for each in words]).T[..., None, None]
    # Words wait at the edge of the picture for a marker that leaves it.
    up = np.clip(y + 0.5 * (high + type_.line) * np.array(_LIFTS), high / 2, 1 - high / 2)
    heights = np.stack([up - high / 2, up + high / 2], axis=-1)
    sides = _beside(x, wide)
    crossed = 20.0 * _crossed(cells, sides, heights)
    crossed += 0.5 * _crossed(on_phone, _beside(x, type_.on_phone * wide), heights)
    far = np.abs(_LIFTS) + 20.0 * (np.abs(_SIDES)[:, None] - _GAPS[0])
    cost = crossed + far
    point, side, lift = np.unravel_index(_cheapest(cost, far), cost.shape[1:])
    step = np.arange(len(words))
    boxes = np.concatenate([sides[step, point, side], heights[step, point, lift]], axis=1)
    return _SIDES[side] > 0, boxes


def _beside(x: np.ndarray, wide: np.ndarray) -> np.ndarray:
    """Return the edges of words right and left of points: (steps, points, sides, 2)."""
    near = x + _SIDES
    far = near + np.sign(_SIDES) * wide
    return np.stack([np.minimum(near, far), np.maximum(near, far)], axis=-1)


def _crossed(cells: Cells, sides: np.ndarray, heights: np.ndarray) -> np.ndarray:
    """Count what words would cross; for words that stand, in the mean of all steps.

    Parameters
    ----------
    cells : Cells
        What is taken.
    sides : ndarray, shape (steps, points, sides, 2)
        Their edges.
    heights : ndarray, shape (steps, points, lifts, 2)
        Their lower and upper edges.

    Returns
    -------
    ndarray, shape (steps, points, sides, lifts)
    """
    steps, points, count, _ = sides.shape
    rows = len(cells.taken) if steps == 1 else steps
    asked = (
        np.broadcast_to(each, (rows, *each.shape[1:])).reshape(rows * points, -1, 2)
        for each in (sides, heights)
    )
    counted = cells.count_between(*asked).reshape(rows, points, count, -1)
    return counted.mean(axis=0, keepdims=True) if steps == 1 else counted


def place_height(
    cells: Cells,
    said: Cells,
    spots: np.ndarray,
    others: list[np.ndarray],
    words: str,
    type_: Type,
) -> np.ndarray | None:
    """Find where the height of a contour line stands on it, clear and far from other heights.

    Parameters
    ----------
    cells : Cells
        What is taken: one layer.
    said : Cells
        What other words take on a phone.
    spots : ndarray, shape (points, 2)
        The line, in shares; nan leaves a gap.
    others : list of ndarray, shape (2,)
        Middles of the other heights, and of the picture first.
    words : str
        The height.
    type_ : Type
        Of the words.

    Returns
    -------
    ndarray, shape (4,), or None
        The box; None if no place is clear and a little away from the other heights.
    """
    inside = ((spots > 0.05) & (spots < 0.95)).all(axis=1)
    boxes = _around(spots[inside], *type_.box(words))
    free = (cells.count(boxes) == 0) & (said.count(type_.widened(boxes)) == 0)
    gaps = [np.hypot(*(spots[inside] - other).T) for other in others]
    clear = free & (np.min(gaps[1:], axis=0, initial=np.inf) >= _BETWEEN_HEIGHTS)
    if not clear.any():
        return None
    return boxes[np.where(clear, np.min(gaps, axis=0), -1.0).argmax()]


def place_in_corner(cells: Cells, words: str, type_: Type) -> np.ndarray:
    """Return the box for words in the corner that is least taken, shape (4,).

    Parameters
    ----------
    cells : Cells
        What is taken: one layer.
    words : str
        The remark.
    type_ : Type
        Of the words.
    """
    wide, high = type_.box(words)
    middles = [
        (x, y)
        for y in (high / 2 + _GAPS[0], 1 - high / 2 - _GAPS[0])
        for x in (1 - wide / 2 - _GAPS[0], wide / 2 + _GAPS[0])
    ]
    boxes = _around(np.array(middles), wide, high)
    best: np.ndarray = boxes[cells.count(boxes).argmin()]
    return best


def spread(heights: np.ndarray, gap: float) -> np.ndarray:
    """Move heights apart to `gap` at least, as far down as up, within the picture.

    Parameters
    ----------
    heights : ndarray, shape (steps, k)
        In shares.
    gap : float
        Between the middles of neighbours.
    """
    # One order for both passes: what rounding leaves between equal heights must not turn it.
    order = np.argsort(heights, axis=1, kind="stable")
    rising = np.take_along_axis(heights, order, axis=1)
    down = 1 - _spread_up(1 - rising[:, ::-1], gap)[:, ::-1]
    apart = np.empty_like(rising)
    np.put_along_axis(apart, order, (_spread_up(rising, gap) + down) / 2, axis=1)
    return apart


def _spread_up(rising: np.ndarray, gap: float) -> np.ndarray:
    gap = min(gap, 1 / rising.shape[1])
    rising = np.clip(rising, gap / 2, 1 - gap / 2)
    for k in range(1, rising.shape[1]):
        rising[:, k] = np.maximum(rising[:, k], rising[:, k - 1] + gap)
    rising[:, -1] = np.minimum(rising[:, -1], 1 - gap / 2)
    for k in range(rising.shape[1] - 2, -1, -1):
        rising[:, k] = np.minimum(rising[:, k], rising[:, k + 1] - gap)
    return rising


def _to_cells(edges: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Round edges, shape (..., 2), to cells of which there are `count`: outwards."""
    first, last = np.moveaxis(edges * count, -1, 0)
    return np.floor(first + 1e-9).astype(int), np.ceil(last - 1e-9).astype(int)


def _around(middles: np.ndarray, wide: float, high: float) -> np.ndarray:
    x, y = middles.T
    return np.stack([x - wide / 2, x + wide / 2, y - high / 2, y + high / 2], axis=-1)


def _along(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return some 60 places along a curve, shape (places, 2), also between points far apart."""
    known = np.isfinite(x) & np.isfinite(y)
    at = np.stack([x[known], y[known]], axis=1)
    length = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(at, axis=0).T))])
    spots = np.linspace(0, length[-1], 60)
    return np.stack([np.interp(spots, length, axis) for axis in at.T], axis=1)


def _cheapest(cost: np.ndarray, far: np.ndarray) -> np.ndarray:
    """Return the place at each step of the way with the least cost, moves among places included.

    Parameters
    ----------
    cost : ndarray, shape (steps, points, sides, lifts)
        Of a place at a step.
    far : ndarray, shape (sides, lifts)
        How far a place is from its point.

    Returns
    -------
    ndarray of int, shape (steps,)
        Places among those of all points.
    """
    steps, points = cost.shape[:2]
    cost, side = cost.reshape(steps, points, -1), np.repeat(_SIDES > 0, far.shape[1])
    moves = 3.0 * (side[:, None] != side) + np.abs(far.reshape(-1, 1) - far.ravel())
    apart = 3.0 * np.abs(np.subtract.outer(np.arange(points), np.arange(points)))[..., None]
    total = cost.copy()  # of the cheapest way to a place
    for step in range(1, steps):
        there = (moves + total[step - 1, :, None]).min(axis=-1)
        total[step] += (apart + there).min(axis=1) if points > 1 else there
    best = np.empty(steps, dtype=int)
    best[-1] = total[-1].argmin()
    for step in range(steps - 1, 0, -1):
        point, place = divmod(best[step], len(moves))
        best[step - 1] = (total[step - 1] + apart[point] + moves[place]).argmin()
    return best
