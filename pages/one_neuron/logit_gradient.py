"""The slope in the logit: how hard each loss pushes, and which factor silences squared error."""

import streamlit as st

from core.losses import LOSSES
from pages.figures import logit_gradient as figures
from pages.models.logit_gradient import SCALES, Choice
from pages.shared import caching, controls, cost, downloads, layout, motion, text

words = text.read(__file__)
parts = layout.parts(words)

with parts.controls:
    losses = controls.losses(words, "losses", default=("bce", "mse"))
    y = controls.label(words, "label")
    scale = controls.choice(words, "slope", SCALES)
    with controls.more(words):
        x = controls.number(words, "input", 0.1, 10.0, 1.0, 0.1)

choice = Choice(losses, y, scale, x)
view = caching.for_everybody(figures.view)(choice, words, layout.size())
factored = [key.removeprefix("factors-") for key in view.figures if key.startswith("factors-")]


with parts.picture:
    handle = motion.show(
        view,
        "logit",
        label=words["logit-axis"],
        default=-6.0,
        bounds=(-30.0, 30.0),
        columns=[3, 2],
    )

with parts.more:
    st.header(words.title("chain"), anchor=False)

    told, formulas = st.empty(), {}
    for slug, column in zip(factored, st.columns(2), strict=False):
        with column:
            st.markdown(f"**{words.called('loss', slug)}**", text_alignment="center")
            formulas[slug] = st.empty()
            motion.picture(view, f"factors-{slug}")

    @handle.follow
    def chain(step: int) -> None:
        """Show the chain rule with the numbers of a step."""
        z = float(view.steps[step])
        rule = "chain" if factored else "no-chain"
        told.markdown(words.fill(rule, x=f"{x:g}", z=f"{z:g}", y=f"{y:g}"))
        for slug, place in formulas.items():
            place.latex(figures.chain_formula(LOSSES[slug], z, choice))

    with st.expander(words.title("extreme-cases")):
        layout.table(figures.extreme_cases(words))
        st.markdown(words["extreme-cases"])
    layout.explanation(words, "why-it-cancels", "small-slopes", "why-cross-entropy")
    layout.explanation(words, "cost", **cost.gradient_cost())
    layout.explanation(words, "what-textbooks-get-wrong")

    @handle.follow
    def as_python(step: int) -> None:
        """Offer the lines of Python for a step."""
        values = {"z": float(view.steps[step]), "y": y, "x": x, "slugs": list(losses)}
        downloads.open_in_python(words, values)

    layout.closing(words, __file__)
