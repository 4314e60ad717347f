"""A table of symbols, and a reading list that says what each source is good for."""

import streamlit as st

from pages.shared import text

words = text.read(__file__)
st.title(words.question, anchor=False)
st.caption(words.hint)
for name, table in words.passages.items():
    st.header(words.title(name), anchor=False)
    st.markdown(table)
