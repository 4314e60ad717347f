"""Names on the lines themselves: still where there is most room, or moving with a marker."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from pages.figures.moving import add_moving
from pages.figures.style import Size

Curve = tuple[np.ndarray, np.ndarray]
Box = tuple[float, float, float]  # middle across, middle up, width: shares of the axes

_WIDTH = 0.016  # of the axis, per character at 15 px on a picture about 600 px wide
_HEIGHT = 0.07  # of the axis, one line of text at 15 px


def label_lines(figure: go.Figure, curves: Mapping[str, Curve], size: Size) -> None:
    """Write each name just above or below its curve, clear of the other curves and names.

    A curve that has no room for its name in the picture gets none.

    Parameters
    ----------
    figure : Figure
        Its axis ranges must be set: the room is measured in them.
    curves : mapping of name to (x, y)
        All curves of the picture; x increasing.
    size : Size
        Text size.
    """
    scaled = {name: (_across(figure, x), _up(figure, y)) for name, (x, y) in curves.items()}
    line = _line_height(size)
    taken: list[Box] = []
    for name, curve in scaled.items():
        wide = _WIDTH * _scale(size) * len(name)
        boxes = [box for box in _boxes(curve, wide, line) if not _covers(box, taken, line)]
        if not boxes:
            continue
        x, y, _ = max(boxes, key=lambda box: _room(box, scaled))
        taken.append((x, y, wide))
        figure.add_annotation(
            x=x,
            y=y,
            xref="x domain",
            yref="y domain",
            xanchor="center",
            yanchor="middle",
            text=name,
            showarrow=False,
        )


def label_markers(
    figure: go.Figure,
    x: np.ndarray,
    curves: Sequence[np.ndarray],
    words: Sequence[Sequence[str]],
    size: Size,
) -> None:
    """Write words that move above the markers of several curves and never cover each other.

    Parameters
    ----------
    figure : Figure
        Its axis ranges must be set.
    x : ndarray, shape (steps,)
        Where the markers stand at each step.
    curves : sequence of ndarray, shape (steps,)
        Their heights.
    words : sequence of sequence of str
        What to write at each step, a list for each curve; two lines at most.
    size : Size
        Text size.
    """
    line = _line_height(size)
    lines = 1 + max(word.count("<br>") for said in words for word in said)
    above = (0.5 + lines / 2) * line
    heights = _spread(np.stack([_up(figure, y) + above for y in curves], axis=1), lines * line)
    for height, said in zip(heights.T, words, strict=True):
        _add_words(figure, x, _down(figure, height), said)


def label_ends(
    figure: go.Figure, x: float, ends: Sequence[np.ndarray], names: Sequence[str], size: Size
) -> None:
    """Write each name to the right of its line's moving end, clear of one another.

    Parameters
    ----------
    figure : Figure
        Its axis ranges must be set.
    x : float
        Where the names begin, the same at every step.
    ends : sequence of ndarray, shape (steps,)
        Heights of the lines' ends.
    names : sequence of str
        One for each line.
    size : Size
        Text size.
    """
    shares = np.stack([_up(figure, end) for end in ends], axis=1)
    y = _down(figure, _spread_around(shares, _line_height(size)))
    trace = go.Scatter(mode="text", textposition="middle right", cliponaxis=False, hoverinfo="skip")
    add_moving(figure, trace, x=np.full_like(y, x), y=y, text=[names] * len(y))


def _add_words(figure: go.Figure, x: np.ndarray, y: np.ndarray, said: Sequence[str]) -> None:
    """Write beside each place towards the middle: one of two texts, left and right, is empty."""
    across = _across(figure, x)
    on_right = across < 0.5
    beside = _along(figure, across + np.where(on_right, 0.02, -0.02))
    trace = go.Scatter(
        mode="text",
        textposition=["middle right", "middle left"],
        cliponaxis=False,
        hoverinfo="skip",
    )
    add_moving(
        figure,
        trace,
        x=np.stack([beside, beside], axis=1),
        y=np.stack([y, y], axis=1),
        text=[
            (word, "") if right else ("", word) for word, right in zip(said, on_right, strict=True)
        ],
    )


def _scale(size: Size) -> float:
    """Text against 15 px; beyond the hall's 22 px the picture grows with it."""
    return min(size.text, 22) / 15


def _line_height(size: Size) -> float:
    return _HEIGHT * _scale(size)


def _across(figure: go.Figure, x: np.ndarray) -> np.ndarray:
    left, right = figure.layout.xaxis.range
    return (x - left) / (right - left)


def _along(figure: go.Figure, across: np.ndarray) -> np.ndarray:
    """Undo `_across`."""
    left, right = figure.layout.xaxis.range
    return left + across * (right - left)


def _up(figure: go.Figure, y: np.ndarray) -> np.ndarray:
    """Heights as fractions of the vertical axis, whose range is in powers of ten if logarithmic."""
    low, high = figure.layout.yaxis.range
    if figure.layout.yaxis.type == "log":
        y = np.log10(np.maximum(y, 1e-300))
    return (y - low) / (high - low)


def _down(figure: go.Figure, height: np.ndarray) -> np.ndarray:
    """Undo `_up`."""
    low, high = figure.layout.yaxis.range
    y = low + height * (high - low)
    return 10.0**y if figure.layout.yaxis.type == "log" else y


def _spread(heights: np.ndarray, gap: float) -> np.ndarray:
    """Move heights of shape (steps, k) apart to `gap` at least, within the picture."""
    gap = min(gap, 1 / heights.shape[1])
    order = np.argsort(heights, axis=1, kind="stable")
    rising = np.clip(np.take_along_axis(heights, order, axis=1), gap / 2, 1 - gap / 2)
    for k in range(1, rising.shape[1]):
        rising[:, k] = np.maximum(rising[:, k], rising[:, k - 1] + gap)
    rising[:, -1] = np.minimum(rising[:, -1], 1 - gap / 2)
    for k in range(rising.shape[1] - 2, -1, -1):
        rising[:, k] = np.minimum(rising[:, k], rising[:, k + 1] - gap)
    apart = np.empty_like(rising)
    np.put_along_axis(apart, order, rising, axis=1)
    return apart


def _spread_around(heights: np.ndarray, gap: float) -> np.ndarray:
    """Move heights apart as `_spread` does, as far down as up."""
    down = 1 - _spread(1 - heights[:, ::-1], gap)[:, ::-1]
    return (_spread(heights, gap) + down) / 2


def _boxes(curve: Curve, wide: float, line: float) -> Iterator[Box]:
    """Boxes for a name above and below every fourth point of a curve, within the picture."""
    x, y = curve
    for k in range(0, len(x), 4):
        for up in (y[k] + 0.75 * line, y[k] - 0.75 * line):
            if wide / 2 < x[k] < 1 - wide / 2 and line / 2 < up < 1 - line / 2:
                yield x[k], up, wide


def _covers(box: Box, taken: Sequence[Box], line: float) -> bool:
    """Whether a name would cover one that is already written."""
    x, y, wide = box
    return any(
        abs(x - tx) < (wide + other) / 2 + 0.01 and abs(y - ty) < line for tx, ty, other in taken
    )


def _room(box: Box, curves: Mapping[str, Curve]) -> float:
    """Least vertical distance from the middle of a name to any curve, 0.2 at most."""
    x, y, wide = box
    return min(
        np.abs(cy[np.abs(cx - x) <= wide / 2] - y).min(initial=0.2) for cx, cy in curves.values()
    )
