"""Numbers as CSV: those that the pictures of a page show, and the history of a training run."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from core.training import History
from pages.figures.moving import unpack
from pages.shared.charts.listed import Chart, Control
from pages.words.text import Text

COLUMNS = ("chart", "trace", "step", "x", "y", "z", "text")
Row = tuple[object, ...]

# Without them a spreadsheet sees a setting as one cell, which is no formula.
_SEPARATORS = re.compile(r"[,;\s]+")
_FORMULA = tuple("=+-@＝＋－＠")  # as a cell's first sign; a tab or a line break is stripped
_POINT = re.compile(r"[ML]([^,MLZ]+),([^,MLZ]+)|Z")


def charts_csv(charts: Sequence[Chart], controls: Sequence[Control]) -> str:
    """Write the numbers of all pictures, one point in a line.

    Parameters
    ----------
    charts, controls
        What the page shows.

    Returns
    -------
    str
        With the columns of COLUMNS. `step` is the value of the control at which a moving point
        is seen, or from which on, for a path that grows; it is empty for what stands still.
    """
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for chart in charts:
        writer.writerows(tuple(map(_cell, row)) for row in _rows(chart, controls))
    return file.getvalue()


def history_csv(settings: Mapping[str, object], columns: Mapping[str, ArrayLike]) -> str:
    """Write a run step by step, with the settings from which it can be repeated.

    Parameters
    ----------
    settings : mapping
        Written first, a line ``# name: value`` for each.
    columns : mapping of str to array_like, shape (steps + 1,)
        Written with every digit.

    Returns
    -------
    str
        The first column, `step`, counts from 0.
    """
    file = io.StringIO()
    for name, value in settings.items():
        file.write(f"# {name}: {_SEPARATORS.sub(' ', str(value))}\n")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["step", *columns])
    steps = zip(*(np.asarray(values).tolist() for values in columns.values()), strict=True)
    writer.writerows([step, *row] for step, row in enumerate(steps))
    return file.getvalue()


def run_columns(words: Text, name: str, history: History) -> dict[str, np.ndarray]:
    """Name the columns of one run: its measures and its parameters.

    Parameters
    ----------
    words : Text
        With the names of the measures, "csv.loss" and so on.
    name : str
        Id of the run's name, with which the columns begin.
    history : History
        The run.

    Returns
    -------
    dict of str to ndarray, shape (steps + 1,)
    """
    weights = range(1, history.theta.shape[1])
    parameters = zip((*(f"w{k}" for k in weights), "b"), history.theta.T, strict=True)
    measures = {
        words["csv.loss"]: history.loss,
        words["csv.error-rate"]: history.error_rate,
        words["csv.gradient-norm"]: history.gradient_norm,
    }
    run = words[f"csv.{name}"]
    return {
        words.fill("csv.column", run=run, column=column): values
        for column, values in (*measures.items(), *parameters)
    }


def _rows(chart: Chart, controls: Sequence[Control]) -> Iterator[Row]:
    tracks = {track["trace"]: track for track in chart.figure.tracks}
    drivers = [control.values for control in controls if chart.key in control.data["charts"]]
    for place, trace in enumerate(chart.figure.traces):
        track = tracks.get(place, {})
        columns = [_steps(track, drivers), *(_axis(trace, track, axis) for axis in "xyz")]
        columns.append(_text(trace, track))
        flat = (column.ravel() for column in np.broadcast_arrays(*columns))
        yield from zip(
            *np.broadcast_arrays(chart.key, trace.get("name") or f"trace {place}", *flat),
            strict=True,
        )
    yield from _outlines(chart)


def _steps(track: Mapping[str, Any], drivers: Sequence[np.ndarray]) -> np.ndarray:
    """Return the control's value at each step, as a column; for a path, that of each point."""
    if not track:
        return np.array("")
    axis = next(track[axis] for axis in "xyz" if axis in track)
    count = np.array(track.get("count", ()))
    steps = len(count) or axis["shape"][0]
    values = drivers[0][:steps] if drivers else np.arange(steps)
    if not len(count):
        return values[:, np.newaxis]
    seen = np.arange(count.max())[:, np.newaxis] < count
    return values[seen.argmax(axis=1)]


def _axis(trace: Mapping[str, Any], track: Mapping[str, Any], axis: str) -> np.ndarray:
    """Return a coordinate, moving, still, or counted; a field's x runs along its rows."""
    if axis in track:
        values = unpack(track[axis])
        return values[: max(track["count"])] if "count" in track else values
    field = np.asarray(trace.get("z", ()))
    values = trace.get(axis)
    if values is None:
        values = "" if axis == "z" else np.arange(_length(trace, axis, field))
    values = np.asarray(values)
    is_column = axis == "y" and field.ndim == 2 and values.ndim == 1
    return values[:, np.newaxis] if is_column else values


def _length(trace: Mapping[str, Any], axis: str, field: np.ndarray) -> int:
    if field.ndim == 2:
        return field.shape["yx".index(axis)]
    return len(trace.get("y" if axis == "x" else "x", ()))


def _text(trace: Mapping[str, Any], track: Mapping[str, Any]) -> np.ndarray:
    text = np.asarray(track.get("text", trace.get("text", "")))
    return text if text.dtype.kind == "U" else np.array("")


def _outlines(chart: Chart) -> Iterator[Row]:
    """Give the points of contours and regions, which are shapes; nan ends each of their rings."""
    for shape in chart.figure.sheet.get("shapes", ()):
        for x, y in _POINT.findall(shape.get("path", "")):
            yield (
                chart.key,
                f"line {shape.get('name')}",
                "",
                float(x or "nan"),
                float(y or "nan"),
                "",
                "",
            )


def _cell(value: object) -> object:
    """Keep a spreadsheet from computing what is only text, as OWASP advises for CSV injection."""
    if not isinstance(value, str):
        return value
    words = value.replace("<br>", " ").strip()
    return f"'{words}" if words.startswith(_FORMULA) else words
