"""Plain Streamlit with one Plotly chart."""

import streamlit as st

from benchmarks.peers import view

st.plotly_chart(view.slopes(view.FIRST, 1.0, -6.0))
