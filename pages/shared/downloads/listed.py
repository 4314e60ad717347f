"""What a page shows in one run of its script: the downloads are made from this list."""

from contextvars import ContextVar
from dataclasses import dataclass, field

import numpy as np
import plotly.graph_objects as go
from streamlit.delta_generator import DeltaGenerator


@dataclass(frozen=True, slots=True, eq=False)
class Chart:
    """A chart: its key in the app, what it shows in words, its figure, and its place if free."""

    key: str
    alt: str
    figure: go.Figure
    place: DeltaGenerator | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Control:
    """A control: its name, what its steps mean, shape (steps,), and what the browser is told."""

    name: str
    values: np.ndarray
    data: dict[str, object]


@dataclass(slots=True)
class Listed:
    """The charts and the controls of a page, in the order in which they are drawn."""

    charts: list[Chart] = field(default_factory=list)
    controls: list[Control] = field(default_factory=list)


# Each run of a script has a context of its own: no visitor sees another's list.
_listed: ContextVar[Listed] = ContextVar("listed")


def begin() -> Listed:
    """Begin an empty list for this run."""
    fresh = Listed()
    _listed.set(fresh)
    return fresh


def listed() -> Listed:
    """Return the list of this run; outside the frame, one that nobody reads."""
    return _listed.get(None) or begin()
