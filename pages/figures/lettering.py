"""The words of a picture that wait for a place until all that takes room in it is known.

All places are shares of the axes, as in `pages.figures.placement`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from pages.figures.placement import (
    Cells,
    Type,
    place_beside,
    place_height,
    place_in_corner,
    place_name,
)

Line = tuple[np.ndarray, np.ndarray]


@dataclass(slots=True, eq=False)
class Lettering:
    """What takes room in a picture, and the words that wait for a place in it.

    Attributes
    ----------
    lines : list of (x, y), shape (points,) or (steps, points)
        Lines and rules.
    boxes : list of (ndarray of shape (4,) or (steps, 4), float)
        Notes and markers, and the part of each that is left of what holds it.
    names : list of (x, y, str)
        Lines that stand, and their names.
    points : list of (x, y, str)
        Markers that stand, and their names.
    remarks : list of str
        Words that may stand in any corner.
    heights : list of (ndarray of shape (points, 2), str)
        Contour lines and their heights.
    followers : list of (x, y, list of str), shape (steps,) or (steps, points)
        Points that move, and what is said beside them.
    """

    lines: list[Line] = field(default_factory=list)
    boxes: list[tuple[np.ndarray, float]] = field(default_factory=list)
    names: list[tuple[np.ndarray, np.ndarray, str]] = field(default_factory=list)
    points: list[tuple[np.ndarray, np.ndarray, str]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    heights: list[tuple[np.ndarray, str]] = field(default_factory=list)
    followers: list[tuple[np.ndarray, np.ndarray, list[str]]] = field(default_factory=list)
    _drawn: list[Cells] = field(init=False, repr=False, default_factory=list)

    def place_still(self, type_: Type) -> Iterator[tuple[np.ndarray, str]]:
        """Give the words that stand their places: boxes of shape (4,) and what is said in them.

        Parameters
        ----------
        type_ : Type
            Of the words.
        """
        layers = self._layers()
        yield from self._place_names(layers, type_)
        for x, y, words in _emptied(self.points):
            taken = self._taken(layers), self._taken(layers, type_)
            box = place_beside(*taken, x, y, [words], type_)[1][0]
            yield self._take(box, words)
        for words in _emptied(self.remarks):
            cells = self._taken(layers).at_any_step()
            yield self._take(place_in_corner(cells, words, type_), words)
        yield from self._place_heights(layers, type_)

    def place_moving(self, type_: Type) -> Iterator[tuple[np.ndarray, np.ndarray, list[str]]]:
        """Give the words that move their places, when those that stand have theirs.

        Parameters
        ----------
        type_ : Type
            Of the words.

        Yields
        ------
        on_right : ndarray of bool, shape (steps,)
            On which side of their point they stand.
        boxes : ndarray, shape (steps, 4)
            Where.
        words : list of str, shape (steps,)
            What is said.
        """
        if not self.followers:
            return
        cells, on_phone = self._taken(self._layers()), self._taken(self._layers(), type_)
        for x, y, words in _emptied(self.followers):
            on_right, boxes = place_beside(cells, on_phone, x, y, words, type_)
            cells.take_box(boxes)
            on_phone.take_box(type_.widened(boxes, ~on_right))
            yield on_right, boxes, words

    def _place_heights(self, layers: list[Cells], type_: Type) -> Iterator[tuple[np.ndarray, str]]:
        """Write heights on their lines, far from one another, where there is room."""
        cells = self._taken(layers).at_any_step() if self.heights else Cells()
        said, others = self._said(type_), [np.array([0.5, 0.5])]
        for spots, words in _emptied(self.heights):
            box = place_height(cells, said, spots, others, words, type_)
            if box is not None:
                said.take_box(type_.widened(box))
                others.append(box.reshape(2, 2).mean(axis=1))
                yield self._take(box, words)

    def _layers(self) -> list[Cells]:
        """Return what each line takes; each is drawn on its cells once."""
        self._drawn += [_taken_by(*line) for line in self.lines[len(self._drawn) :]]
        return self._drawn

    def _take(self, box: np.ndarray, words: str) -> tuple[np.ndarray, str]:
        self.boxes.append((box, 0.5))
        return box, words

    def _taken(self, layers: list[Cells], on_phone: Type | None = None) -> Cells:
        """Return the cells that lines and boxes take at each step, or take on a phone."""
        shapes = [box.shape for box, _ in self.boxes] + [layer.taken.shape for layer in layers]
        cells = Cells(max((shape[0] for shape in shapes if len(shape) > 1), default=1))
        for layer in layers:
            cells.taken |= layer.taken
        for box, part in self.boxes:
            cells.take_box(on_phone.widened(box, part) if on_phone else box)
        return cells

    def _said(self, type_: Type) -> Cells:
        """Return the cells that words and what else stands take on a phone."""
        cells = Cells()
        for box, part in self.boxes:
            if box.ndim == 1:
                cells.take_box(type_.widened(box, part))
        return cells

    def _place_names(self, layers: list[Cells], type_: Type) -> Iterator[tuple[np.ndarray, str]]:
        """Write names on their lines: clear of what is taken at any step, far from other lines."""
        if not self.names:
            return
        each = np.array([layer.taken.any(axis=0) for layer in layers])
        boxes, said = Cells(), self._said(type_)
        for box, _ in self.boxes:
            boxes.take_boxes(box)
        for x, y, words in _emptied(self.names):
            is_own = [np.array_equal(a, x) and np.array_equal(b, y) for a, b in self.lines]
            cells, others = Cells(), Cells()
            cells.taken |= each.any(axis=0) | boxes.taken
            others.taken |= each[np.logical_not(is_own)].any(axis=0) | boxes.taken
            box = place_name(cells, others, said, x, y, words, type_)
            boxes.take_boxes(box)
            said.take_box(type_.widened(box))
            yield self._take(box, words)


def _taken_by(x: np.ndarray, y: np.ndarray) -> Cells:
    cells = Cells(max(len(np.atleast_2d(x)), len(np.atleast_2d(y))))
    cells.take_line(x, y)
    return cells


def _emptied(waiting: list[Any]) -> list[Any]:
    """Return what waits, and leave nothing waiting."""
    found = waiting.copy()
    waiting.clear()
    return found
