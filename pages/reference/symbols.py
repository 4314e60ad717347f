"""The table of symbols, and a reading list that says what each source is good for."""

import streamlit as st

from pages.shared import text
from pages.words import notation

words = text.read(__file__)
st.title(words.question, anchor=False)
st.caption(words.hint)
st.header(words["symbols"], anchor=False)
st.markdown(notation.table(words["symbol"], words["meaning"], text.language()))
for name, sources in words.passages.items():
    st.header(words.title(name), anchor=False)
    st.markdown(sources)
