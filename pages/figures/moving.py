"""Traces that move: every position they take, packed into the figure that shows them.

The browser moves them without asking the server. In a figure of Python's a trace stands where it is
`first`, and its track in ``layout.meta["moving"]`` as ``{"trace": index, "x": packed, "y": packed,
"z": packed, "text": [...]}`` where a packed array has shape (steps, points) and a path that grows
has shape (points,) and a list "count" with the number of its points at each step.

`sent` makes of it what the browser gets: traces on flat axes become marks, which the page's own
script draws above the chart. Plotly draws what stands, once, and reads nothing anew while a mark
moves. In space traces stay Plotly's own, because surfaces hide them.
"""

import base64
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from pages.figures.figure import Figure

Trace = Mapping[str, Any]
Track = dict[str, Any]
_IN_SPACE = {"scatter3d", "surface"}
AXES = {"x", "y", "z"}
BLANK = "\u00a0"
"""Stands for no word: Plotly takes the place of an empty one away and never gives it back."""


def moving_track(
    place: int, *, text: Sequence[Sequence[str]] | None = None, **axes: ArrayLike
) -> dict[str, Any]:
    """Pack the positions of a trace whose points move.

    Parameters
    ----------
    place : int
        Index of the trace in its figure.
    text : sequence, shape (steps, points), optional
        The words at the points, at each step.
    **axes : array_like, shape (steps, points)
        One for each of the trace's coordinates: x, y, and z in space.
    """
    track: dict[str, Any] = {"trace": place}
    track |= {axis: _pack(np.asarray(positions)) for axis, positions in axes.items()}
    if text is not None:
        track["text"] = [[word or BLANK for word in words] for words in text]
    return track


def growing_track(place: int, *, count: Sequence[int], **axes: ArrayLike) -> dict[str, Any]:
    """Pack a path that grows: at each step its first `count` points are seen.

    Parameters
    ----------
    place : int
        Index of the trace in its figure.
    count : sequence of int, shape (steps,)
        Number of points at each step.
    **axes : array_like, shape (points,)
        One for each of the trace's coordinates.
    """
    track = {"trace": place, "count": [int(n) for n in count]}
    return track | {axis: _pack(np.asarray(path)) for axis, path in axes.items()}


def first(track: dict[str, Any]) -> dict[str, Any]:
    """Return coordinates and words of a track's trace at the first step."""
    words = {"text": track["text"][0]} if "text" in track else {}
    return words | {axis: _at(track, axis, 0) for axis in AXES & track.keys()}


def standing(figure: Figure, step: int) -> Figure:
    """Copy a figure, with the moving traces where they are at one step.

    Parameters
    ----------
    figure : Figure
        With tracks.
    step : int
        As the control counts; where a track has fewer steps, its last one.

    Returns
    -------
    Figure
    """
    traces = [dict(trace) for trace in figure.traces]
    for track in figure.tracks:
        trace = traces[track["trace"]]
        for axis in AXES & track.keys():
            trace[axis] = _at(track, axis, step)
        if "text" in track:
            trace["text"] = _row(track["text"], step)
    return Figure(traces, figure.sheet)


def sent(figure: Figure) -> Figure:
    """Write a figure as the browser gets it: flat traces that move become marks beside the data.

    A mark in ``layout.meta["marks"]`` is a track whose "trace" is replaced by its "look", Plotly's
    properties of the trace, and "place", its index among all traces. Coordinates that stand have
    shape (points,). Bars that are stacked on others get a packed "base".

    Parameters
    ----------
    figure : Figure
        With tracks.

    Returns
    -------
    Figure
        The same one if nothing on flat axes moves.

    Raises
    ------
    ValueError
        If an axis of a mark has no range of its own: it would follow what stands alone.
    """
    tracks = figure.tracks
    flat = {track["trace"]: track for track in tracks if not _is_in_space(figure, track)}
    if not flat:
        return figure
    stays = [place for place in range(len(figure.traces)) if place not in flat]
    in_space = [
        {**track, "trace": stays.index(track["trace"])}
        for track in tracks
        if track["trace"] in stays
    ]
    marks = [_mark(figure, place, track) for place, track in flat.items()]
    sheet = figure.sheet | {"meta": {"moving": in_space, "marks": marks}}
    stands = [figure.traces[place] for place in stays]
    bare = _axes(figure.traces) - _axes(stands)
    return Figure([*stands, *map(_stand_in, sorted(bare))], sheet)


def steps_of(figure: Figure) -> set[int]:
    """Return the numbers of steps that the tracks of a figure have: one, if all agree.

    Parameters
    ----------
    figure : Figure
        With tracks.
    """
    found = set()
    for track in figure.tracks:
        axes = [track[axis]["shape"][0] for axis in AXES & track.keys()]
        found |= {len(track["count"])} if "count" in track else set(axes)
        found |= {len(track["text"])} if "text" in track else set()
    return found


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


def _is_in_space(figure: Figure, track: Track) -> bool:
    return figure.traces[track["trace"]]["type"] in _IN_SPACE


def _axes(traces: Iterable[Trace]) -> set[tuple[str, str]]:
    """Return the pairs of flat axes that traces are drawn on, not those in a scene."""
    flat = [trace for trace in traces if trace["type"] not in _IN_SPACE]
    return {(trace.get("xaxis", "x"), trace.get("yaxis", "y")) for trace in flat}


def _stand_in(axes: tuple[str, str]) -> Trace:
    """Make a trace without points: Plotly makes no axis on which no trace stands."""
    x, y = axes
    nowhere = {"x": [None], "y": [None], "xaxis": x, "yaxis": y}
    return {"type": "scatter", "hoverinfo": "skip", "showlegend": False, **nowhere}


def _mark(figure: Figure, place: int, track: Track) -> dict[str, Any]:
    trace = figure.traces[place]
    _require_ranges(figure, trace)
    left = {"x", "y", "text", "hoverinfo"}
    look = {name: value for name, value in trace.items() if name not in left}
    mark = {"place": place, "look": _plain(look)}
    mark |= {name: part for name, part in track.items() if name != "trace"}
    for axis in ("x", "y"):
        if axis not in mark:
            mark[axis] = _pack(np.asarray(trace[axis], dtype=np.float32))
        elif "count" not in mark and _rests(unpack(mark[axis])) and _moves_without(mark, axis):
            mark[axis] = _pack(unpack(mark[axis])[0])
    if trace["type"] == "bar" and figure.sheet.get("barmode") == "stack":
        mark["base"] = _pack(_heights_below(figure, place))
    return mark


def _rests(positions: np.ndarray) -> bool:
    return bool((positions == positions[0]).all())


def _moves_without(mark: dict[str, Any], axis: str) -> bool:
    """Whether the number of steps is still told by another coordinate, which comes first."""
    other = mark.get("y" if axis == "x" else "x", {"shape": ()})
    return len(other["shape"]) == 2


def _require_ranges(figure: Figure, trace: Trace) -> None:
    for name in (trace.get("xaxis", "x"), trace.get("yaxis", "y")):
        if figure.sheet.get(f"{name[0]}axis{name[1:]}", {}).get("range") is None:
            raise ValueError(f"axis {name} of the mark {trace.get('name')!r} must have a range")


def _heights_below(figure: Figure, place: int) -> np.ndarray:
    """Sum the heights of the bars under those of a trace, shape (steps, points)."""
    tracks = {track["trace"]: track for track in figure.tracks}
    length = "x" if figure.traces[place].get("orientation") == "h" else "y"
    under = [k for k in range(place) if figure.traces[k]["type"] == "bar"]
    heights = [
        unpack(tracks[k][length]) if k in tracks else np.asarray(figure.traces[k][length])
        for k in under
    ]
    zero = np.zeros_like(unpack(tracks[place][length]))
    total: np.ndarray = sum(heights, zero)
    return total


def _plain(value: Any) -> Any:
    """Turn arrays within properties into lists."""
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    return value.tolist() if isinstance(value, np.ndarray) else value
