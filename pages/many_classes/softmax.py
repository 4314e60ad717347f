"""Softmax: many logits, of which one is dragged, and the slopes of two losses in all of them."""

import plotly.graph_objects as go
import streamlit as st

from pages.figures import softmax as figures
from pages.figures.style import SIZES
from pages.shared import layout, motion, text
from pages.shared import old_controls as controls

START = (0.0, 5.0, 1.0, *[0.0] * 7)
LIMIT = 10.0


@st.cache_resource(max_entries=16, show_spinner=False)
def drawn(
    z: tuple[float, ...], right: int, moved: int, constant: float, size: str
) -> tuple[dict[str, go.Figure], list[str]]:
    """Draw the pictures by their keys, and write the live sentences, once for each choice."""
    case, look = figures.Case(z, right, moved, constant), SIZES[size]
    pictures = {"chain": figures.chain(case, look), "softmax-slopes": figures.slopes(case, look)}
    if len(z) == 3:
        for slug in figures.TITLES:
            pictures[f"simplex-{slug}"] = figures.simplex(case, slug, look)
    return pictures, figures.captions(words["reading"], case)


def choose_logits(count: int, moved: int) -> tuple[float, ...]:
    """Draw a box for each logit that is not dragged."""
    boxes = st.columns(2)
    return tuple(
        START[k]
        if k == moved
        else boxes[k % 2].number_input(
            f"Logit z of class {k + 1}",
            *(-LIMIT, LIMIT, START[k], 0.1),
            format="%.1f",
            key=f"z{k + 1}",
            bind="query-params",
        )
        for k in range(count)
    )


def equalise() -> None:
    """Set all logits to 0."""
    st.session_state.update({f"z{k}": 0.0 for k in range(1, len(START) + 1)})


words = text.read(__file__)
parts = layout.parts(words)

with parts.controls:
    least, most = figures.CLASSES
    counts = [str(count) for count in range(least, most + 1)]
    count = int(controls.select("Classes", counts, key="classes", default="3"))
    numbers = [str(k) for k in range(1, count + 1)]
    moved = int(controls.select("Drag the logit of class", numbers, key="moved", default="2")) - 1
    right = int(controls.select("Right class", numbers, key="truth", default="1")) - 1
    with st.popover("Other logits"):
        z = choose_logits(count, moved)
        constant = st.number_input(
            "Constant added to all logits",
            *(-100.0, 100.0, 0.0, 1.0),
            key="constant",
            bind="query-params",
        )
        feature = st.number_input(
            "Feature x", *(-10.0, 10.0, 2.0, 0.5), key="feature", bind="query-params"
        )
    st.button("All equal", on_click=equalise)

case = figures.Case(z, right, moved, constant)
pictures, captions = drawn(*case, layout.size_name())
with parts.picture:
    left, beside = st.columns([3, 2])
    with left:
        motion.chart(
            pictures["chain"],
            key="chain",
            alt="Logit, probability and slope under both losses, for each class.",
        )
    with beside:
        motion.chart(
            pictures["softmax-slopes"],
            key="softmax-slopes",
            alt="Size of both slopes in the dragged logit against it.",
        )
    step = motion.control(
        f"z{moved + 1}",
        label=f"logit z of class {moved + 1}",
        values=figures.GRID,
        default=START[moved],
        bounds=(-LIMIT, LIMIT),
        charts=list(pictures),
        captions=captions,
    )

with parts.more:
    st.latex(figures.slope_formulas(case, step))
    st.header("Features, logits, probabilities, loss, slopes", anchor=False)
    layout.table(figures.chain_rows(case, step, feature))
    losses = figures.losses(case, step)
    st.markdown(words["chain"].format(x=f"{feature:g}", **losses))
    if count == 3:
        st.header("All predictions of three classes", anchor=False)
        for column, (slug, title) in zip(st.columns(2), figures.TITLES.items(), strict=True):
            with column:
                key = f"simplex-{slug}"
                st.markdown(f"**{title.capitalize()}**")
                alt = f"Level lines of {title} over the triangle of predictions."
                motion.chart(pictures[key], key=key, alt=alt)
        st.markdown(words["lines-and-arcs"])
    layout.explanation(words, "cross-entropy-binary")
    with st.expander(words.title("how-every-probability-moves")):
        layout.table(figures.jacobian_rows(case, step))
        st.markdown(words["how-every-probability-moves"])
    layout.explanation(
        words,
        "why-the-slope-is-q",
        "squared-error-through-the-softmax",
        "wrong-classes-are-coupled",
        "a-constant-changes-nothing",
        "what-textbooks-get-wrong",
    )
    layout.closing(words, __file__, temperature="1")
