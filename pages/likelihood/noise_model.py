"""Noise model: the likelihood of a parameter and its maximum, the loss and its minimum."""

import plotly.graph_objects as go
import streamlit as st

from pages.figures import noise_model as figures
from pages.figures import noise_model_scene as scenes
from pages.figures.style import SIZES
from pages.shared import layout, motion, text
from pages.shared import old_controls as controls

DEFAULTS = {"mean": 2.0, "chance": 0.3, "weight": 0.0}
BOUNDS = {"mean": (0.0, 9.0), "chance": (0.0, 1.0), "weight": (-50.0, 50.0)}

words = text.read(__file__)
data_slugs = st.cache_data(scenes.data_slugs, max_entries=1)


def choose_location(noise: str) -> scenes.Choice:
    """Choose what was observed, and the scale of the noise where it has one."""
    if noise == "bernoulli":
        return scenes.Choice(noise, observed="labels")
    observed = controls.choice("Observations", list(scenes.OBSERVATIONS), key="observed")
    sigma = st.number_input(
        "Scale σ", 0.2, 3.0, 1.0, 0.1, format="%.1f", width=160, key="sigma", bind="query-params"
    )
    return scenes.Choice(noise, observed=observed, sigma=round(sigma, 1))


def choose_weight(noise: str) -> scenes.Choice:
    """Choose the data of logistic regression, and how narrow the prior on the weight is."""
    slugs = data_slugs()
    data = controls.select("Data", slugs, key="logistic-data", default=slugs[0])
    prior = controls.choice("Prior σ of w", scenes.PRIORS, key="prior")
    return scenes.Choice(noise, data=data, prior=prior)


@st.cache_resource(max_entries=16, show_spinner=False)
def drawn(choice: scenes.Choice, size: str) -> tuple[dict[str, go.Figure], list[str]]:
    """Draw the pictures by their keys and write the live sentences, once for each choice."""
    look = SIZES[size]
    pictures = {
        "heights": figures.observations(choice, look),
        "extremes": figures.extremes(choice, look),
    }
    if choice.noise in ("gaussian", "laplace"):
        pictures["widths"] = figures.widths(choice, look)
    return pictures, figures.captions(words["reading"], choice)


parts = layout.parts(words)
with parts.controls:
    noise = controls.choice("Noise", scenes.NOISES, key="noise")
    choice = choose_weight(noise) if noise == "logistic" else choose_location(noise)

pictures, captions = drawn(choice, layout.size_name())
with parts.picture:
    left, right = st.columns(2)
    with left:
        motion.chart(
            pictures["heights"],
            key="heights",
            alt="What was observed, under the noise that is assumed.",
        )
    with right:
        motion.chart(
            pictures["extremes"],
            key="extremes",
            alt="The likelihood above, the mean loss below it.",
        )
    step = motion.control(
        choice.kind,
        label=choice.title,
        values=scenes.steps(choice),
        default=DEFAULTS[choice.kind],
        bounds=BOUNDS[choice.kind],
        charts=list(pictures),
        captions=captions,
        decimals=2,
    )

with parts.more:
    for line in figures.formulas(choice, step):
        st.latex(line)
    layout.explanation(
        words,
        "from-a-likelihood",
        "gaussian-noise-squared-error",
        "laplace-noise-absolute-error",
        "a-label-cross-entropy",
        "logistic-regression-a-probability",
    )
    with st.expander(words.title("more-than-one-component-summed")):
        st.markdown(words["more-than-one-component-summed"])
        layout.table(figures.component_rows())
    with st.expander("The three noises side by side"):
        layout.table(figures.model_rows())
    if "widths" in pictures:
        st.header(words.title("if-sigma-is-estimated-too"), anchor=False)
        motion.chart(
            pictures["widths"],
            key="widths",
            alt="Minus the mean log-likelihood against the scale, with and without its logarithm.",
        )
        st.markdown(words["if-sigma-is-estimated-too"])
    layout.explanation(
        words,
        "gaussian-noise-on-labels",
        "a-likelihood",
        "what-textbooks-get-wrong",
    )
    layout.closing(words, __file__, faces="2")
