"""Code length: entropy as the best mean length, cross-entropy as the price of a wrong code."""

import plotly.graph_objects as go
import streamlit as st

from pages.figures import code_length as figures
from pages.figures.style import SIZES
from pages.shared import layout, motion, text
from pages.shared import old_controls as controls

HAPPENS = (5, 3, 2, 1, 1, 1, 1, 1)
BELIEVED = (2, 3, 5, 1, 1, 1, 1, 1)
PRESETS = {
    "0.5, 0.3, 0.2": ((5, 3, 2), (2, 3, 5)),
    "Powers of ½": ((4, 2, 1, 1), (1, 1, 1, 1)),
    "Nearly sure": ((98, 2), (1, 1)),
    "One ruled out": ((5, 3, 2), (1, 1, 0)),
}
COUNTS = ("2", "3", "4", "5", "6", "7", "8")


@st.cache_resource(max_entries=16, show_spinner=False)
def drawn(
    happens: tuple[float, ...], believed: tuple[float, ...], unit: str, size: str
) -> tuple[dict[str, go.Figure], list[str]]:
    """Draw the pictures by their keys, and write the live sentences, once for each choice."""
    p, belief, look = figures.shares(happens), figures.shares(believed), SIZES[size]
    pictures = {
        "lengths": figures.areas(p, belief, unit, look),
        "averages": figures.averages(p, belief, unit, look),
        "contents": figures.contents(p, belief, unit, look),
    }
    return pictures, figures.captions(words["reading"], p, belief, unit)


def take_preset(happens: tuple[int, ...], believed: tuple[int, ...]) -> None:
    """Set the link's parameters to an example."""
    st.session_state["outcomes"] = str(len(happens))
    for name, part, other in zip(figures.NAMES, happens, believed, strict=False):
        st.session_state[f"happens-{name}"] = float(part)
        st.session_state[f"believed-{name}"] = float(other)


def boxes(title: str, key: str, parts: tuple[int, ...], count: int) -> tuple[float, ...]:
    """Draw one box of parts for each outcome."""
    return tuple(
        st.number_input(
            f"{title} {name}",
            0.0,
            100.0,
            float(part),
            1.0,
            format="%.1f",
            key=f"{key}-{name}",
            bind="query-params",
        )
        for name, part in zip(figures.NAMES[:count], parts, strict=False)
    )


words = text.read(__file__)
parts = layout.parts(words)

with parts.controls:
    count = int(controls.select("Outcomes", COUNTS, key="outcomes", default="3"))
    unit = controls.choice("Unit", list(figures.LOGARITHMS), key="lengths-in")
    with st.popover("Edit the parts"):
        left, right = st.columns(2)
        with left:
            happens = boxes("happens", "happens", HAPPENS, count)
        with right:
            believed = boxes("believed", "believed", BELIEVED, count)
    for name, preset in PRESETS.items():
        st.button(name, on_click=take_preset, args=preset)

p, belief = figures.shares(happens), figures.shares(believed)
pictures, captions = drawn(happens, believed, unit, layout.size_name())
with parts.picture:
    left, right = st.columns([3, 2])
    with left:
        motion.chart(
            pictures["lengths"],
            key="lengths",
            alt="Outcomes as boxes: as wide as probable, as high as their codewords are long.",
        )
    with right:
        motion.chart(
            pictures["averages"],
            key="averages",
            alt=f"Mean length against the belief, in {unit}s.",
        )
    step = motion.control(
        "belief",
        label="belief s",
        values=figures.BELIEFS,
        default=1.0,
        bounds=(0.0, 1.0),
        charts=list(pictures),
        captions=captions,
        decimals=2,
    )

with parts.more:
    if not any(happens) or not any(believed):
        st.info(words["no-parts"])
    st.latex(figures.formula(p, unit))
    layout.table(figures.table(p, figures.mixtures(p, belief)[step], unit))
    st.header(words.title("what-the-logarithm-means"), anchor=False)
    st.markdown(words["what-the-logarithm-means"])
    motion.chart(
        pictures["contents"],
        key="contents",
        alt=f"Information content against the probability, in {unit}s, with the outcomes of q.",
    )
    layout.explanation(
        words,
        "entropy-bounds-the-mean-length",
        "a-real-code-has-whole",
        "the-price-of-a-wrong",
        "what-textbooks-get-wrong",
    )
    layout.closing(words, __file__)
