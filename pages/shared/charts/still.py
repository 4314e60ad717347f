"""Pictures that stand still, for a browser in which the script that moves them does not run."""

import streamlit as st

from pages.figures.moving import standing
from pages.shared.charts.listed import Chart, Control, Listed
from pages.shared.text import shared


def is_wanted() -> bool:
    """Whether the link asks for pictures that stand where the control stands."""
    return st.query_params.get("still") == "true"


def offer(control: Control) -> None:
    """Draw what stands in for a control that did not load; page.css hides it behind one that did.

    Parameters
    ----------
    control : Control
        Of the page.
    """
    name, labels, step = (control.data[part] for part in ("label", "labels", "step"))
    words, shown = shared(), step if is_wanted() else 0
    said = "still.at-step" if is_wanted() else "still"
    # Of no height until the style is there, which on a slow line comes later.
    with st.container(key="still", height=1, border=False):
        st.markdown(control.data["captions"][shown])
        st.markdown(f"**{words.fill(said, name=name, value=labels[shown])}**")
        if not is_wanted():
            st.button(words.fill("still.show", name=name, value=labels[step]), on_click=_want)


def draw(listed: Listed) -> None:
    """Draw the charts of a page where its control stands, now that all of them are known.

    Parameters
    ----------
    listed : Listed
        What the page shows.
    """
    for chart in listed.charts:
        moved_by = [control for control in listed.controls if chart.key in control.data["charts"]]
        for control in moved_by:
            _draw(chart, control)


def _draw(chart: Chart, control: Control) -> None:
    step = control.data["step"]
    alt = f"{chart.alt} {control.data['captions'][step]}"
    figure = standing(chart.figure, step)
    chart.place.plotly_chart(
        figure.plotly, key=chart.key, alt=alt, config={"displayModeBar": False}
    )


def _want() -> None:
    st.query_params["still"] = "true"
    st.rerun()  # the page, also where the control runs by itself
