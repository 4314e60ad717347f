"""A lecture as one page to print: pictures, sentences, speaker notes on request, and links."""

import streamlit as st

from pages.shared import handout, lectures, text
from pages.shared import old_controls as controls

_PAPER = """<style>@media print {
  .st-key-controls, .st-key-foot, [data-testid=stCaptionContainer] { display: none }
}</style>"""

words = text.read(__file__)
st.html(_PAPER)
slugs = lectures.slugs()
with st.container(key="controls", horizontal=True, vertical_alignment="bottom", gap="medium"):
    slug = controls.select("Lecture", slugs, key="of", default=slugs[0], width=280)
    with_notes = st.toggle("Speaker notes", key="notes", bind="query-params")
try:
    lecture = lectures.read(slug)
except lectures.LectureError as fault:
    st.title(words.question, anchor=False)
    st.error(str(fault))
else:
    st.title(lecture.title, anchor=False)
    st.caption(words.hint)
    handout.pages(lecture, with_notes=with_notes)
