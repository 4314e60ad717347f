"""The overview: the claim in one moving picture, its numbers, lectures, views, questions."""

from pathlib import Path
from string import Template

import plotly.graph_objects as go
import streamlit as st

from pages.figures import overview as figures
from pages.figures.style import SIZES
from pages.shared import catalogue, layout, lectures, motion, presenter, text

FLOW = Template(Path(__file__).with_name("flow.html").read_text(encoding="utf-8"))


@st.cache_resource(max_entries=len(SIZES), show_spinner=False)
def drawn(size: str) -> tuple[dict[str, go.Figure], list[str]]:
    """Draw the pictures by their keys, and write the live sentences, once for each size."""
    look = SIZES[size]
    pictures = {"answers": figures.answers(look), "slide": figures.slide(look)}
    return pictures, figures.captions(words["reading"])


def offer(slug: str) -> None:
    """Offer a lecture to present and to print, or tell what its file lacks."""
    try:
        lecture = lectures.read(slug)
    except lectures.LectureError as fault:
        st.error(str(fault))
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center", gap="medium"):
        length = f"{lecture.minutes} minutes, " if lecture.minutes else ""
        st.markdown(f"**{lecture.title}** ({length}{len(lecture.scenes)} scenes)")
        presenter.entrance(lecture)
        st.page_link(catalogue.HANDOUT.script, label="Handout", query_params={"of": slug})


words = text.read(__file__)
parts = layout.parts(words)
facts = figures.facts()

pictures, captions = drawn(layout.size_name())
with parts.picture:
    left, right = st.columns([3, 2])
    with left:
        motion.chart(
            pictures["answers"],
            key="answers",
            alt="The neuron's answer against the step, with each of two losses.",
        )
    with right:
        motion.chart(pictures["slide"], key="slide", alt="Where both runs stand on the sigmoid.")
    motion.control(
        "opening-step",
        label="step",
        values=figures.GRID,
        default=60,
        bounds=(0, figures.STEPS),
        charts=list(pictures),
        captions=captions,
        decimals=0,
    )

with parts.more:
    st.markdown(words["claim"].format(**facts))
    st.header("From features to gradients", anchor=False)
    st.html(FLOW.substitute(figures.flow()))
    st.header("Lectures", anchor=False)
    for slug in lectures.slugs():
        offer(slug)
    st.header("The views", anchor=False)
    for k in range(0, len(catalogue.VIEWS), 2):
        for entry, column in zip(catalogue.VIEWS[k : k + 2], st.columns(2), strict=False):
            with column, st.container(border=True, height="stretch"):
                st.page_link(entry.script, label=f"**{entry.title}**")
                st.markdown(entry.words["line"])
    layout.closing(words, __file__)
