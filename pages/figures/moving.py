"""Traces that move: every position they take, packed into the figure that shows them.

The browser moves them without asking the server. A track travels in ``layout.meta["moving"]``
as ``{"trace": index, "x": packed, "y": packed, "z": packed, "text": [...]}`` where a packed array
has shape (steps, points) and a path that grows has shape (points,) and a list "count" with the
number of its points at each step.
"""

import base64
from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike
from plotly.basedatatypes import BaseTraceType

AXES = {"x", "y", "z"}
BLANK = "\u00a0"
"""Stands for no word: Plotly takes the place of an empty one away and never gives it back."""


def add_moving(
    figure: go.Figure,
    trace: BaseTraceType,
    *,
    text: Sequence[Sequence[str]] | None = None,
    **axes: ArrayLike,
) -> None:
    """Add a trace whose points move.

    Parameters
    ----------
    figure : Figure
        Made by `pages.figures.style.canvas`.
    trace : plotly trace
        Its look; the coordinates of its first step are filled in here.
    text : sequence, shape (steps, points), optional
        The words at the points, at each step.
    **axes : array_like, shape (steps, points)
        One for each of the trace's coordinates: x, y, and z in space.
    """
    track: dict[str, Any] = {"trace": len(figure.data)}
    for axis, positions in axes.items():
        positions = np.asarray(positions, dtype=np.float32)
        trace[axis] = positions[0]
        track[axis] = _pack(positions)
    if text is not None:
        track["text"] = [[word or BLANK for word in words] for words in text]
        trace["text"] = track["text"][0]
    figure.add_trace(trace)
    figure.layout.meta["moving"].append(track)


def add_trail(
    figure: go.Figure, trace: BaseTraceType, *, count: Sequence[int], **axes: ArrayLike
) -> None:
    """Add a path that grows: at each step its first `count` points are seen.

    Parameters
    ----------
    figure : Figure
        Made by `pages.figures.style.canvas`.
    trace : plotly trace
        Its look.
    count : sequence of int, shape (steps,)
        Number of points at each step.
    **axes : array_like, shape (points,)
        One for each of the trace's coordinates.
    """
    track: dict[str, Any] = {"trace": len(figure.data), "count": [int(n) for n in count]}
    for axis, path in axes.items():
        path = np.asarray(path, dtype=np.float32)
        trace[axis] = path[: count[0]]
        track[axis] = _pack(path)
    figure.add_trace(trace)
    figure.layout.meta["moving"].append(track)


def standing(figure: go.Figure, step: int) -> go.Figure:
    """Copy a figure, with the moving traces where they are at one step.

    Parameters
    ----------
    figure : Figure
        With traces of `add_moving` and `add_trail`.
    step : int
        As the control counts; where a track has fewer steps, its last one.

    Returns
    -------
    Figure
    """
    still = go.Figure(figure)
    for track in figure.layout.meta["moving"]:
        trace = still.data[track["trace"]]
        for axis in AXES & track.keys():
            trace[axis] = _at(track, axis, step)
        if "text" in track:
            trace["text"] = _row(track["text"], step)
    return still


def unpack(packed: dict[str, Any]) -> np.ndarray:
    """Read a packed array back, as the browser does.

    Parameters
    ----------
    packed : dict
        One axis of a track.

    Returns
    -------
    ndarray of float32, shape (steps, points) or (points,)
    """
    values = np.frombuffer(base64.b64decode(packed["bytes"]), dtype="<f4")
    return values.reshape(packed["shape"])


def _at(track: dict[str, Any], axis: str, step: int) -> np.ndarray:
    values = unpack(track[axis])
    return values[: _row(track["count"], step)] if "count" in track else _row(values, step)


def _row(rows: Any, step: int) -> Any:
    return rows[min(step, len(rows) - 1)]


def _pack(values: np.ndarray) -> dict[str, Any]:
    data = base64.b64encode(values.astype("<f4").tobytes()).decode("ascii")
    return {"bytes": data, "shape": list(values.shape)}
