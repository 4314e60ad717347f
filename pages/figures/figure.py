"""A figure as plain data: Plotly's JSON, in which arrays are NumPy's.

Plotly's own object copies and examines whatever it is given, at every touch: more work than all
that a page computes. So a figure is plain where it is drawn, packed and sent; Plotly's object is
made of it only for Streamlit's chart, once, and for who asks for `data` or `layout`.
"""

import base64
import json
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

import numpy as np
import plotly.graph_objects as go

_TYPED = {"f4", "f8", "i1", "i2", "i4", "u1", "u2", "u4"}
"""Numbers that Plotly's script reads as arrays of bytes."""
_WHOLE = {"paper_bgcolor", "plot_bgcolor"}
"""The only names of Plotly's in which an underscore is one."""


class Figure:
    """Traces and a layout.

    Parameters
    ----------
    traces : iterable of mapping
        Plotly's traces; ``a_b`` stands for ``b`` within ``a``, as in Plotly's constructors.
    sheet : mapping
        Plotly's layout, likewise. What moves stands in its "meta" (`pages.figures.moving`).
    """

    def __init__(self, traces: Iterable[Mapping[str, Any]], sheet: Mapping[str, Any]) -> None:
        self.traces = [_nested(trace) for trace in traces]
        self.sheet = {"meta": {"moving": []}} | _nested(sheet)

    @property
    def tracks(self) -> list[dict[str, Any]]:
        """What moves, by the index of its trace."""
        tracks: list[dict[str, Any]] = self.sheet["meta"]["moving"]
        return tracks

    @cached_property
    def plotly(self) -> go.Figure:
        """Plotly's own object, which refuses what Plotly does not know."""
        return go.Figure(data=self.traces, layout=self.sheet)

    @property
    def data(self) -> tuple[Any, ...]:
        """Plotly's traces."""
        traces: tuple[Any, ...] = self.plotly.data
        return traces

    @property
    def layout(self) -> Any:
        """Plotly's layout."""
        return self.plotly.layout

    def json(self) -> str:
        """Write the figure as Plotly's script reads it, without a template."""
        layout = {name: part for name, part in self.sheet.items() if name != "template"}
        figure = {"data": self.traces, "layout": layout}
        return json.dumps(figure, default=_plain, allow_nan=False, ensure_ascii=False)


def _nested(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Resolve the underscores in the names of properties."""
    found: dict[str, Any] = {}
    for name, value in properties.items():
        outer, _, inner = name.partition("_")
        if inner and name not in _WHOLE:
            found[outer] = found.get(outer, {}) | _nested({inner: value})
        elif isinstance(value, Mapping) and name != "meta":  # which is ours
            found[name] = found.get(name, {}) | _nested(value)
        elif isinstance(value, list | tuple) and value and isinstance(value[0], Mapping):
            found[name] = [_nested(each) for each in value]
        else:
            found[name] = value
    return found


def _plain(value: Any) -> Any:
    """Write what JSON does not know: arrays, as their bytes where they are numbers."""
    if isinstance(value, np.ndarray) and value.dtype.str[1:] in _TYPED and value.ndim in (1, 2):
        packed = base64.b64encode(np.ascontiguousarray(value)).decode("ascii")
        shape = {"shape": ", ".join(map(str, value.shape))} if value.ndim == 2 else {}
        return {"dtype": value.dtype.str[1:], "bdata": packed, **shape}
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    raise TypeError(f"{type(value).__name__} is not written as JSON")
