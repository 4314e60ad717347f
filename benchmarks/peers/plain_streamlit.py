"""The view in plain Streamlit: every control runs the script, and every chart is drawn anew."""

import streamlit as st

from benchmarks.peers import view
from core.losses import LOSSES

st.set_page_config(layout="wide")
st.title(view.TITLE)
losses = st.pills("Losses", list(LOSSES), selection_mode="multi", default=view.FIRST, key="losses")
label = float(st.segmented_control("Label y", ["1", "0"], default="1", key="label") or 1)
left, right = st.columns([3, 2])
z = st.slider("logit z", -10.0, 10.0, -6.0, 0.1, key="logit")
left.plotly_chart(view.slopes(losses, label, z), key="slopes")
right.plotly_chart(view.activation(z), key="activation")
st.write(view.sentence(losses, label, z))
st.header("The chain rule, factor by factor")
for slug, column in zip(view.factored(losses), st.columns(2), strict=False):
    column.latex(view.formula(slug, label, z))
    column.plotly_chart(view.factors(slug, label, z), key=f"factors-{slug}")
