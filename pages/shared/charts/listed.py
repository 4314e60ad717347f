"""What a page shows in one run of its script: downloads are made from this list."""

from contextvars import ContextVar
from dataclasses import dataclass, field

import numpy as np
from streamlit.delta_generator import DeltaGenerator

from pages.figures.figure import Figure


@dataclass(frozen=True, slots=True, eq=False)
class Chart:
    """A chart as it is now.

    Attributes
    ----------
    key : str
        In the app.
    alt : str
        What it shows in words.
    figure : Figure
        What it shows.
    place : DeltaGenerator, optional
        Where it is still to be drawn.
    keep : bool
        Whether the figure is kept as it is sent, for everybody.
    came : Chart, optional
        The chart as it came to the page, if it has ever changed since.
    """

    key: str
    alt: str
    figure: Figure
    place: DeltaGenerator | None = None
    keep: bool = True
    came: "Chart | None" = None


@dataclass(frozen=True, slots=True, eq=False)
class Control:
    """A control: its name, what its steps mean, shape (steps,), and what the browser is told."""

    name: str
    values: np.ndarray
    data: dict[str, object]


@dataclass(slots=True)
class Listed:
    """The charts and the controls of a page, in the order in which they are drawn.

    Attributes
    ----------
    charts : list of Chart
        Of this run.
    controls : list of Control
        Of this run.
    standing : dict of Chart
        Those that this run finds on the page, by key.
    """

    charts: list[Chart] = field(default_factory=list)
    controls: list[Control] = field(default_factory=list)
    standing: dict[str, Chart] = field(default_factory=dict)


# Each run of a script has a context of its own: no visitor sees another's list.
_listed: ContextVar[Listed] = ContextVar("listed")


def begin(standing: dict[str, Chart] | None = None) -> Listed:
    """Begin an empty list for this run.

    Parameters
    ----------
    standing : dict of Chart, optional
        What the run finds on the page.
    """
    fresh = Listed(standing=standing or {})
    _listed.set(fresh)
    return fresh


def listed() -> Listed:
    """Return the list of this run; outside the frame, one that nobody reads."""
    return _listed.get(None) or begin()
