"""Exam questions with folded answers, and the views that show them."""

import streamlit as st

from pages.shared import catalogue, text

# Views under each answer, in the order of the questions.
SHOWN_BY = (
    ("loss-curves", "noise-model", "soft-labels", "margins"),
    ("logit-gradient", "softmax", "two-outcomes"),
    ("logit-gradient", "live-fit", "linear-probability"),
    ("softmax", "margins"),
)

words = text.read(__file__)
st.title(words.question, anchor=False)
st.caption(words.hint)
entries = {entry.url_path: entry for entry in catalogue.VIEWS}
for (name, answer), addresses in zip(words.passages.items(), SHOWN_BY, strict=True):
    with st.expander(words.title(name)):
        st.markdown(answer)
        with st.container(horizontal=True):
            for address in addresses:
                st.page_link(entries[address].script, label=entries[address].title)
