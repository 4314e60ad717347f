"""Two classifiers, three measures: which can rank them, and which can teach."""

import plotly.graph_objects as go
import streamlit as st

from pages.figures import score_table as figures
from pages.figures.style import SIZES
from pages.shared import layout, motion, score_rows, text

PRESETS = {
    "Three animals": score_rows.ANIMALS,
    "Same cross-entropy": "a b c\na: 0.4 0.3 0.3 | 0.4 0.59 0.01",
    "Sure and wrong": "cat dog\ncat: 0.6 0.4 | 0 1\ndog: 0.4 0.6 | 0.1 0.9",
}


@st.cache_resource(max_entries=16, show_spinner=False)
def drawn(_table: figures.Table, written: str, size: str) -> tuple[dict[str, go.Figure], list[str]]:
    """Draw and tell, once for each table; in the cache its text stands for it."""
    look = SIZES[size]
    pictures = {
        "predictions": figures.predictions(_table, look),
        "measures": figures.measures(_table, look),
    }
    return pictures, figures.captions(words["reading"], _table)


def take(table: str) -> None:
    """Set the table in the link."""
    st.session_state["table"] = table


def edited() -> figures.Table:
    """Let the table be edited; one that cannot be read is said, and the animals stand in."""
    with st.popover("Edit the table"):
        st.caption(words["how-to-write-a-table"])
        written = st.text_area(
            "Table",
            score_rows.ANIMALS,
            height=190,
            width=420,
            max_chars=score_rows.LONGEST,
            key="table",
            bind="query-params",
        )
    try:
        return score_rows.read(written)
    except ValueError as problem:
        st.warning(f"{problem} The three animals are shown instead.")
        return score_rows.read(score_rows.ANIMALS)


words = text.read(__file__)
parts = layout.parts(words)

with parts.controls:
    for name, preset in PRESETS.items():
        st.button(name, on_click=take, args=(preset,))
    given = edited()
    table = score_rows.normalise(given)
    sums = score_rows.wrong_sums(given)
    if sums:
        st.warning(f"Not a distribution: {'; '.join(sums)}. The picture divides by the sum.")
        st.button("Normalise", on_click=take, args=(score_rows.write(table),))

pictures, captions = drawn(table, score_rows.write(given), layout.size_name())
with parts.picture:
    left, right = st.columns(2)
    with left:
        motion.chart(
            pictures["predictions"],
            key="predictions",
            alt="Predicted probability of each class for each sample.",
        )
    with right:
        motion.chart(
            pictures["measures"],
            key="measures",
            alt="Error rate, squared error and cross-entropy from model 1 to model 2.",
        )
    step = motion.control(
        "share",
        label="share of model 2",
        values=figures.GRID,
        default=0.0,
        bounds=(0.0, 1.0),
        charts=list(pictures),
        captions=captions,
        decimals=2,
    )

with parts.more:
    st.header("Which measure can rank the two models, and which can teach?", anchor=False)
    layout.table(figures.ranking(table, step))
    st.markdown(words["ranking-and-teaching"])
    st.header("The slope in every logit, here", anchor=False)
    layout.table(figures.slope_rows(table, step))
    st.markdown(words["every-logit-is-pulled"])
    with st.expander(words.title("sample-by-sample")):
        layout.table(figures.score_rows(table))
        st.markdown(words["sample-by-sample"])
    layout.explanation(words, "why-only-the-right-class", "what-textbooks-get-wrong")
    layout.closing(words, __file__, classes=str(len(table.names)))
