"""Loaded die: counts of throws, the likelihood of every die, and its cross-entropy."""

import streamlit as st

from pages.figures import loaded_die as figures
from pages.models import loaded_die as model
from pages.models.loaded_die import DICE, LOADED, ORDERS, Choice
from pages.shared import caching, controls, layout, motion, text

words = text.read(__file__)
parts = layout.parts(words)

with parts.controls:
    count = int(controls.select(words, "faces", [str(count) for count in LOADED], default="3"))
    kind = controls.choice(words, "die", DICE)
    seed = controls.number(words, "seed", 0.0, 9999.0, 1.0, 1.0, format="%.0f", width=150)
    with st.popover(words["own-die"]):
        own = tuple(
            controls.number(words, f"part-{face}", 0.1, 100.0, 1.0, 0.1, format="%.1f")
            for face in range(1, count + 1)
        )

choice = Choice(model.probabilities(kind, own), int(seed))
view = caching.for_everybody(figures.view)(choice, words, layout.size())
with parts.picture:
    handle = motion.show(
        view,
        "throws",
        label=words["throws"],
        default=100.0,
        bounds=(1.0, 10000.0),
        columns=[1, 1],
        decimals=0,
    )

seen = caching.for_everybody(model.compute)(choice)
with parts.more:
    layout.passages(words, "three-dice")

    @handle.follow
    def counted(step: int) -> None:
        """Show the counts of a step."""
        st.latex(figures.formula(seen, step))
        layout.table(figures.rows(seen, step, words))

    st.markdown(words["three-dice-compared"])
    layout.passages(words, "settling")
    if "dice" in view.figures:
        motion.picture(view, "paths")
    st.header(words.title("multinomial"), anchor=False)
    slug = controls.select(words, "orders", ORDERS)
    st.markdown(figures.listed(slug, words))
    st.latex(figures.coefficient_formula(slug))
    st.markdown(words["multinomial"])
    layout.explanation(
        words,
        "most-likely-die",
        "likelihood-is-cross-entropy",
        "classification",
        "what-textbooks-get-wrong",
    )

    @handle.follow
    def closing(step: int) -> None:
        """Lead on to the coin that shows the first face as often."""
        layout.closing(words, __file__, **model.first_face(seen, step))
