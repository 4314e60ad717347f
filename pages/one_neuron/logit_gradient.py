"""The slope in the logit: how hard each loss pushes, and which factor silences squared error."""

import plotly.graph_objects as go
import streamlit as st

from core.losses import LOSSES
from pages.figures import logit_gradient as figures
from pages.figures.style import SIZES
from pages.shared import controls, cost, downloads, motion, text, view

words = text.read(__file__)


@st.cache_resource(max_entries=16, show_spinner=False)
def drawn(
    slugs: tuple[str, ...], label: float, scale: str, x: float, size: str
) -> tuple[dict[str, go.Figure], list[str]]:
    """Draw the pictures by their keys, and write the live sentences, once for each choice."""
    losses, look = [LOSSES[slug] for slug in slugs], SIZES[size]
    pictures = {
        "slopes": figures.slopes(losses, label, scale, look),
        "activation": figures.activation(scale, look),
    }
    for loss in figures.factored(losses):
        pictures[f"factors-{loss.slug}"] = figures.factors(loss, label, x, scale, look)
    return pictures, figures.captions(words.passages["Reading"], losses, label, scale)


rooms = view.rooms(words)

with rooms.controls:
    losses = controls.losses("losses", default=("bce", "mse"))
    label = controls.label("label")
    scale = controls.choice("Slope as", figures.SCALES, key="slope")
    with st.popover("More"):
        x = st.number_input(
            "Input x = dz/dw", 0.1, 10.0, 1.0, 0.1, key="input", bind="query-params"
        )

factored = figures.factored(losses)
size = view.size_name()
pictures, captions = drawn(tuple(loss.slug for loss in losses), label, scale, x, size)
with rooms.picture:
    left, right = st.columns([3, 2])
    with left:
        motion.chart(
            pictures["slopes"],
            key="slopes",
            alt="Slope of each loss against the logit.",
        )
    with right:
        motion.chart(
            pictures["activation"],
            key="activation",
            alt="The sigmoid and its derivative against the logit.",
        )
    grid = figures.grid(scale)
    step = motion.control(
        "logit",
        label="logit z",
        values=grid,
        default=-6.0,
        bounds=(-30.0, 30.0),
        charts=list(pictures),
        captions=captions,
    )

z = float(grid[step])
with rooms.more:
    st.header("The chain rule, factor by factor", anchor=False)
    chain = words.passages["Chain" if factored else "No chain"]
    st.markdown(chain.format(x=f"{x:g}", z=f"{z:g}", y=f"{label:g}"))
    for loss, column in zip(factored, st.columns(2), strict=False):
        with column:
            st.markdown(f"**{loss.title}**", text_alignment="center")
            st.latex(figures.chain_formula(loss, z, label, x))
            motion.chart(
                pictures[f"factors-{loss.slug}"],
                key=f"factors-{loss.slug}",
                alt=f"Factors of the chain rule for {loss.title}, on a logarithmic axis.",
            )
    with st.expander("The four extreme cases"):
        view.table(figures.extreme_cases([LOSSES["mse"], LOSSES["bce"]]))
        st.markdown(words.passages["The four extreme cases"])
    view.explanation(
        words,
        "Why p (1 − p) cancels",
        "Why a small slope says neither near nor far",
        "Why cross-entropy, and can it be squared error?",
    )
    view.explanation(words, "What the two gradients cost", **cost.gradient_cost())
    view.explanation(words, "What textbooks get wrong")
    choice = {"z": z, "y": label, "x": x, "slugs": [loss.slug for loss in losses]}
    downloads.open_in_python(words, choice)
    view.closing(words, __file__)
