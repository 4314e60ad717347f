"""A lecture as one page to print: pictures, sentences, speaker notes on request, and links."""

import streamlit as st

from pages.lectures import reading
from pages.shared import controls, handout, lectures, text

_PAPER = """<style>@media print {
  .st-key-controls, .st-key-foot, [data-testid=stCaptionContainer] { display: none }
}</style>"""

words = text.read(__file__)
st.html(_PAPER)
slugs = reading.slugs()
with st.container(key="controls", horizontal=True, vertical_alignment="bottom", gap="medium"):
    slug = controls.select(words, "of", slugs, titles=lectures.titles(), width=280)
    with_notes = controls.toggle(words, "notes")
try:
    lecture = lectures.read(slug)
except reading.LectureError as fault:
    st.title(words.question, anchor=False)
    st.error(fault.told(words))
else:
    st.title(lecture.title, anchor=False)
    st.caption(words.hint)
    handout.pages(lecture, with_notes=with_notes)
