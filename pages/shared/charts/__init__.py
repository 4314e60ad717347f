"""Charts that stay on the page while their figure changes.

Streamlit 1.67 takes a chart off the page and puts a new one there for every change of its figure:
Plotly draws all of it again, and what the viewer has zoomed or turned is lost. So Streamlit is
given a chart once, as it came to the page, and the same again in each run. What it shows now is
given to the browser beside it, and a script of the page's draws that into the chart which stands.

Until that script has said that it is there, Streamlit is given each change.
"""

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import streamlit as st

from pages.figures.figure import Figure
from pages.figures.moving import sent
from pages.shared.charts import still
from pages.shared.charts.listed import Chart, Listed, begin, listed
from pages.shared.component import component, rerun_suffices

_KEY, _DRIVEN = "charts", "charts-driven"
_BEFORE = "charts-before"  # page and list of the run before
_charts = component(Path(__file__).with_name("charts.js"))


def start(page: str) -> Listed:
    """Begin the list of a run of a page's script.

    Parameters
    ----------
    page : str
        Its path: another page's charts are gone.
    """
    before, shown = st.session_state.get(_BEFORE, ("", Listed()))
    stays = before == page and _is_driven()
    fresh = begin({chart.key: chart for chart in shown.charts} if stays else {})
    st.session_state[_BEFORE] = page, fresh
    return fresh


def draw(figure: Figure, *, key: str, alt: str, keep: bool = True) -> None:
    """Show a figure under a key by which its control finds it.

    Parameters
    ----------
    figure : Figure
        The same figure for every position of the control.
    key : str
        Unique in the app.
    alt : str
        What the picture shows; the control adds the current numbers to it.
    keep : bool
        Whether the figure is kept as it is sent, for everybody; not so one of a visitor's own data.
    """
    place = st.empty() if still.is_wanted() else None
    chart = Chart(key, alt, figure, place, keep)
    chart = replace(chart, came=_came(listed().standing.get(key), chart))
    listed().charts.append(chart)
    if not place:
        put, first = _put_once if keep else _put, chart.came or chart
        # As high as the figure, until a style for a phone or a hall says otherwise.
        with st.container(key=f"frame-{key}", height=figure.sheet["height"], border=False):
            put(first.figure, key, first.alt)


def _came(before: Chart | None, now: Chart) -> Chart | None:
    """Return a chart that stands on the page as it came to it, if it has ever changed."""
    if not before or before.came or before.figure is now.figure:
        return before and before.came
    is_same = before.alt == now.alt and _written(before) == _written(now)
    return None if is_same else before


@st.fragment
def renew(shown: Listed, stop: str) -> None:
    """Give the browser what charts show that came to the page with another figure.

    Parameters
    ----------
    shown : Listed
        What the page shows.
    stop : str
        Link of the stop of a lecture that it is, if it is one: the page's last part says of which.
    """
    changed = {
        chart.key: {"figure": _written(chart), "alt": chart.alt}
        for chart in shown.charts
        if chart.came
    }
    data = {"charts": changed, "stop": stop}
    _charts(key=_KEY, data=data, on_driven_change=rerun_suffices)
    st.session_state[_DRIVEN] = _is_driven()


def _is_driven() -> bool:
    """Whether the script that draws into charts has said that it is there."""
    told = st.session_state.get(_KEY) or {}
    return bool(told.get("driven") or st.session_state.get(_DRIVEN))


def _put(figure: Figure, key: str, alt: str) -> Figure:
    """Return the figure, so that the cache holds it: what is alive shares its id with nothing."""
    config = {"displayModeBar": False}
    st.plotly_chart(sent(figure).plotly, key=key, alt=alt, config=config, height="stretch")
    return figure


def _written(chart: Chart) -> str:
    """Write what a chart shows now as JSON."""
    return (_write_once if chart.keep else _write)(chart.figure)


def _write(figure: Figure) -> str:
    return sent(figure).json()


# A figure is written as JSON once; at every further run Streamlit sends the same message.
_put_once = st.cache_resource(_put, max_entries=256, show_spinner=False, hash_funcs={Figure: id})
_write_once = lru_cache(maxsize=256)(_write)
