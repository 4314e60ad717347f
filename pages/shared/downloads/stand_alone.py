"""The view as one file that plays without a server and without a network."""

import html
import json
from collections.abc import Sequence
from pathlib import Path
from string import Template

import numpy as np
from plotly.offline import get_plotlyjs

from pages.figures.moving import sent
from pages.figures.style import PLAIN
from pages.shared.charts.listed import Chart, Control
from pages.shared.modules import bundle

_HERE = Path(__file__).parent
_SHARED = _HERE.parent
_CLEAR = "rgba(0,0,0,0)"
_AXIS = {"showline": False, "ticks": ""}
# The look that Streamlit gives every chart, in colours that suit light and dark.
_LOOK = {
    "paper_bgcolor": _CLEAR,
    "plot_bgcolor": _CLEAR,
    "font": {"family": "system-ui, sans-serif"},
    "margin": {"pad": 8},
    "xaxis": {**_AXIS, "showgrid": False},
    "yaxis": {**_AXIS, "gridcolor": "rgba(128,128,128,0.25)"},
}


def page(question: str, charts: Sequence[Chart], controls: Sequence[Control], language: str) -> str:
    """Write the page, with Plotly, the figures, and the dashboard's own control in it.

    Parameters
    ----------
    question : str
        What the page is about, its heading.
    charts, controls
        What it shows.
    language : str
        Of its words, for screen readers.

    Returns
    -------
    str
        HTML of about 5 MB.
    """
    shown = {
        "charts": [{"key": c.key, "alt": c.alt, "figure": _figure(c)} for c in charts],
        "controls": [control.data for control in controls],
    }
    motion = _SHARED / "motion"
    return Template(_read(_HERE / "stand_alone.html")).substitute(
        question=html.escape(question),
        language=language,
        style=_read(_SHARED / "styles" / "ink.css", _HERE / "stand_alone.css"),
        plotly=get_plotlyjs(),
        motion_style=_read(motion / "motion.css"),
        motion=_read(motion / "motion.html"),
        shown=json.dumps(shown, default=_plain).replace("</", r"<\/"),
        script=bundle(_HERE / "stand_alone.js"),
    )


def _figure(chart: Chart) -> dict:
    figure: dict = json.loads(sent(chart.figure).json())
    figure["layout"]["template"] = {**PLAIN, "layout": _LOOK}
    return figure


def _plain(value: np.generic) -> object:
    """Turn a number of NumPy into one of Python's, as in the captions' steps."""
    return value.item()


def _read(*paths: Path) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)
