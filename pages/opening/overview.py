"""The overview: the claim in one moving picture, its numbers, lectures, views, questions."""

import base64
from pathlib import Path
from string import Template

import streamlit as st

from pages.figures import overview as figures
from pages.lectures import reading
from pages.shared import caching, catalogue, layout, lectures, motion, presenter, text

THUMBNAILS = Path(__file__).with_name("thumbnails")
FLOW = Template(Path(__file__).with_name("flow.html").read_text(encoding="utf-8"))


def offer(slug: str) -> None:
    """Offer a lecture to present and to print, or tell what its file lacks."""
    try:
        lecture = lectures.read(slug)
    except reading.LectureError as fault:
        st.error(fault.told(words))
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center", gap="medium"):
        line = "lecture" if lecture.minutes else "lecture-without-length"
        scenes = len(lecture.scenes)
        st.markdown(words.fill(line, title=lecture.title, minutes=lecture.minutes, scenes=scenes))
        presenter.entrance(lecture)
        handout = catalogue.HANDOUT.script
        st.page_link(handout, label=words["handout"], query_params={"of": slug})


@st.cache_data(max_entries=1000, show_spinner=False)
def thumbnail(url_path: str) -> str:
    """Return a view's small picture, which docs/make_thumbnails.py has made; empty without one."""
    file = THUMBNAILS / f"{url_path}.webp"
    if not file.exists():
        return "<i></i>"
    data = base64.b64encode(file.read_bytes()).decode()
    return f'<img class="thumbnail" alt="" src="data:image/webp;base64,{data}">'


words = text.read(__file__)
parts = layout.parts(words)

view = caching.for_everybody(figures.view)(words, layout.size())
with parts.picture:
    motion.show(
        view,
        "opening-step",
        label=words["opening-step"],
        default=60,
        columns=[3, 2],
        decimals=0,
    )

with parts.more:
    st.markdown(words.fill("claim", **figures.race_numbers()))
    st.header(words["flow"], anchor=False)
    st.html(FLOW.substitute(figures.flow(words)))
    st.header(words["lectures"], anchor=False)
    for slug in reading.slugs():
        offer(slug)
    presenter.join()
    st.header(words["views"], anchor=False)
    with st.container(horizontal=True, key="cards"):
        for entry in catalogue.VIEWS:
            with st.container(border=True, width=265, height="stretch"):
                st.html(thumbnail(entry.url_path))
                st.page_link(entry.script, label=f"**{entry.title}**")
                st.markdown(entry.words["line"])
    layout.closing(words, __file__)
