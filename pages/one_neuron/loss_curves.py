"""Loss curves: what an error costs, against the prediction, the residual, and for a fitted line."""

import streamlit as st

from pages.figures import loss_curves as figures
from pages.models.loss_curves import PARTS, Choice
from pages.shared import caching, controls, layout, motion, text

words = text.read(__file__)
parts = layout.parts(words)

y, threshold = 1, 1.0
with parts.controls:
    part = controls.choice(words, "against", PARTS)
    if part == "prediction":
        y = int(controls.choice(words, "curve-label", ("1", "0"), kind="label"))
    if part == "outlier":
        limits = {"format": "%.1f", "width": 160}
        threshold = controls.number(words, "threshold", 0.1, 3.0, 1.0, 0.1, **limits)

choice = Choice(part, y, round(threshold, 1))  # what is shown is what is meant
view = caching.for_everybody(figures.view)(choice, words, layout.size())
handles = {
    "prediction": {"link": "prediction", "default": 0.05, "decimals": 2},
    "residual": {"link": "threshold", "default": 1.0},
    "outlier": {"link": "outlier", "default": 14.0, "columns": [3, 2]},
}
with parts.picture:
    handle = motion.show(
        view, label=words[f"{part}-handle"], **{"columns": [1, 1], **handles[part]}
    )

with parts.more:
    st.header(words.title(f"{part}-explained"), anchor=False)
    if part == "residual":
        handle.follow(lambda step: st.latex(figures.residual_formula(float(view.steps[step]))))
    st.markdown(words[f"{part}-explained"])
    layout.explanation(words, "loss", "hinge", "what-textbooks-get-wrong")
    layout.closing(words, __file__, logit="-3")
