"""Margins: how far must the right class win? The margin is dragged, and clusters tighten."""

import streamlit as st

from pages.figures import margins as figures
from pages.models import margins as model
from pages.models.margins import CLASSES, OFFERED, STEPS, Choice
from pages.shared import caching, controls, layout, motion, text

words = text.read(__file__)
parts = layout.parts(words)

with parts.controls:
    slug = controls.select(words, "margin-loss", OFFERED, default="arcface")
    scale = st.slider(
        words["margin-scale"],
        *(4.0, 64.0, 20.0, 4.0),
        format="%.0f",
        key="margin-scale",
        bind="query-params",
    )
    counts, trainings = list(map(str, CLASSES)), list(map(str, STEPS))
    classes = controls.select(words, "margin-classes", counts, default="5", width=110)
    angle = controls.number(words, "margin-angle", 0.0, 180.0, 30.0, 1.0, format="%.0f", width=160)
    steps = controls.select(words, "margin-steps", trainings, default="100", width=130)

choice = Choice(slug, round(scale), int(classes), round(angle), int(steps))
draw = caching.for_everybody(figures.view, spinner=words["training"])
view = draw(choice, words, layout.size())
kind = choice.kind
with parts.picture:
    handle = motion.show(
        view,
        f"margin-{slug}",
        label=words["margin"],
        default=kind.default_margin,
        columns=[4, 3, 3],
        decimals=0 if kind.whole else 2,
    )

with parts.more:
    handle.follow(lambda step: st.latex(figures.target_formula(choice, step)))
    layout.passages(words, "enough")
    st.header(words.title("verdicts"), anchor=False)
    handle.follow(lambda step: layout.table(figures.verdict_rows(choice, step, words)))
    st.markdown(words["verdicts"])
    st.header(words.title("alike"), anchor=False)
    motion.picture(view, "margin-strips")
    layout.table(figures.cluster_rows(model.trained_alike(choice), words))
    st.markdown(words.fill("alike", steps=steps, s=f"{choice.scale:g}"))
    st.header(words.title("cost"), anchor=False)
    left, right = st.columns(2)
    with left:
        handle.follow(lambda step: layout.table(figures.room_rows(choice, step, words)))
    with right:
        layout.table(figures.cost_rows(words))
    st.markdown(words["cost"])
    layout.explanation(words, "open-set", "formulas", "scale", "what-textbooks-get-wrong")
    layout.closing(words, __file__)
