"""Two outcomes: cross-entropy is entropy and divergence, one upon the other."""

import plotly.graph_objects as go
import streamlit as st

from pages.figures import two_outcomes as figures
from pages.figures.style import SIZES
from pages.shared import downloads, layout, motion, text
from pages.shared import old_controls as controls

PRESETS = {
    "Fair coin": (0.5, 0.5, "bit"),
    "Sure label": (1.0, 0.8, "nat"),
    "0.2 and 0.8": (0.2, 0.8, "nat"),
    "0.2 and 0.5": (0.2, 0.5, "nat"),
}
START = {"p": 0.2, "q": 0.5}


@st.cache_resource(max_entries=16, show_spinner=False)
def drawn(drag: str, fixed: float, unit: str, size: str) -> tuple[dict[str, go.Figure], list[str]]:
    """Draw the pictures by their keys, and write the live sentences, once for each choice."""
    look = SIZES[size]
    pictures = {
        "information": figures.curves(drag, fixed, unit, look),
        "sums": figures.bars(drag, fixed, unit, look),
    }
    return pictures, figures.captions(words["reading"], drag, fixed, unit)


def take_preset(p: float, q: float, unit: str) -> None:
    """Set the link's parameters to an example."""
    st.session_state.update(p=p, q=q, unit=unit)


words = text.read(__file__)
parts = layout.parts(words)

with parts.controls:
    drag = controls.choice("Drag", figures.DRAGS, key="drag")
    other = "p" if drag == "q" else "q"
    fixed = controls.probability(f"Fixed {other}", key=other, default=START[other])
    unit = controls.choice("Unit", figures.UNITS, key="unit")
    for name, preset in PRESETS.items():
        st.button(name, on_click=take_preset, args=preset)

pictures, captions = drawn(drag, fixed, unit, layout.size_name())
with parts.picture:
    left, right = st.columns([3, 2])
    with left:
        motion.chart(
            pictures["information"],
            key="information",
            alt=f"Entropy, cross-entropy and KL divergence against {drag}, in {unit}s.",
        )
    with right:
        motion.chart(
            pictures["sums"],
            key="sums",
            alt="Entropy and KL divergence stacked to cross-entropy, in both directions.",
        )
    step = motion.control(
        drag,
        label=drag,
        values=figures.GRID,
        default=START[drag],
        bounds=(0.0, 1.0),
        charts=list(pictures),
        captions=captions,
        decimals=2,
    )

moved = float(figures.GRID[step])
p, q = (fixed, moved) if drag == "q" else (moved, fixed)
with parts.more:
    st.latex(figures.formulas(p, q, unit))
    layout.explanation(
        words,
        "one-curve-shifted",
        "against-p-a-straight-line",
        "which-way-round",
        "sure-impossible-infinite",
        "bits-nats-hartleys",
        "binary-cross-entropy-is-this",
        "what-textbooks-get-wrong",
    )
    downloads.open_in_python(words, {"p": p, "q": q, "unit": unit})
    st.page_link(
        "pages/one_neuron/logit_gradient.py",
        label=f"See also: how hard a label {p:.2f} pulls at the prediction {q:.2f}",
        query_params=figures.same_pair(p, q),
    )
    layout.closing(words, __file__)
