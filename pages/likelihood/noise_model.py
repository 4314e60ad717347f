"""Noise model: the likelihood of a parameter and its maximum, the loss and its minimum."""

import streamlit as st

from pages.figures import noise_model as figures
from pages.figures.noise_model_formulas import formulas
from pages.models import noise_model as model
from pages.models.noise_model import Choice
from pages.shared import caching, controls, layout, motion, text

DEFAULTS = {"mean": 2.0, "chance": 0.3, "weight": 0.0}
BOUNDS = {"mean": (0.0, 9.0), "chance": (0.0, 1.0), "weight": (-50.0, 50.0)}
words = text.read(__file__)
parts = layout.parts(words)

with parts.controls:
    noise = controls.choice(words, "noise", model.NOISES)
    if noise == "logistic":
        data = controls.select(words, "logistic-data", model.data_slugs(), kind="data")
        choice = Choice(noise, data=data, prior=controls.choice(words, "prior", model.PRIORS))
    elif noise == "bernoulli":
        choice = Choice(noise)
    else:
        observed = controls.choice(words, "observed", list(model.OBSERVATIONS))
        box = {"format": "%.1f", "width": 160}
        sigma = controls.number(words, "sigma", 0.2, 3.0, 1.0, 0.1, **box)
        choice = Choice(noise, observed, round(sigma, 1))

view = caching.for_everybody(figures.view)(choice, words, layout.size())
with parts.picture:
    handle = motion.show(
        view,
        choice.kind,
        label=words[f"control.{noise}"],
        default=DEFAULTS[choice.kind],
        bounds=BOUNDS[choice.kind],
        columns=[1, 1],
        decimals=2,
    )

with parts.more:

    @handle.follow
    def lines(step: int) -> None:
        """Show the formulas with the numbers of a step."""
        for line in formulas(choice, step, words):
            st.latex(line)

    layout.passages(words, "from-a-likelihood")
    if "widths" in view.figures:
        st.header(words.title("sigma-estimated"), anchor=False)
        motion.picture(view, "widths")
        st.markdown(words["sigma-estimated"])
    with st.expander(words.title("line-by-line")):
        layout.table(figures.model_rows(words))
        st.markdown(words["line-by-line"])
        layout.table(figures.component_rows(words))
    layout.explanation(words, "gaussian-on-labels", "ridge", "what-textbooks-get-wrong")
    layout.closing(words, __file__, faces="2")
