"""Loaded die: counts of throws, the likelihood of every die, and its cross-entropy."""

import plotly.graph_objects as go
import streamlit as st

from pages.figures import loaded_die as figures
from pages.figures.style import SIZES
from pages.shared import layout, motion, text
from pages.shared import old_controls as controls

DICE = ("loaded", "fair", "own")

words = text.read(__file__)


def choose_parts(count: int) -> tuple[float, ...]:
    """Draw a box for each face of one's own die; only the proportions matter."""
    return tuple(
        st.number_input(
            f"Part of face {face}",
            *(0.1, 100.0, 1.0, 0.1),
            format="%.1f",
            key=f"part-{face}",
            bind="query-params",
        )
        for face in range(1, count + 1)
    )


def choose_game() -> figures.Game:
    """Choose the die and the seed of its throws."""
    faces = [str(count) for count in figures.LOADED]
    count = int(controls.select("Faces", faces, key="faces", default="3"))
    kind = controls.choice("Die", DICE, key="die")
    seed = st.number_input(
        "Seed", 0.0, 9999.0, 1.0, 1.0, format="%.0f", width=150, key="seed", bind="query-params"
    )
    with st.popover("Own die"):
        parts = choose_parts(count)
    return figures.Game(figures.probabilities(kind, parts), int(seed))


@st.cache_resource(max_entries=16, show_spinner=False)
def drawn(game: figures.Game, size: str) -> tuple[dict[str, go.Figure], list[str]]:
    """Draw the pictures by their keys and write the live sentences, once for each choice."""
    look = SIZES[size]
    pictures = {"counts": figures.bars(game, look), "paths": figures.paths(game, look)}
    if len(game.theta) <= 3:
        pictures["dice"] = figures.likelihood(game, look)
    return pictures, figures.captions(words["reading"], game)


def show(key: str) -> None:
    """Show one of the pictures."""
    motion.chart(pictures[key], key=key, alt=ALTS[key])


ALTS = {
    "counts": "The share of each face as a bar, its probability as a line.",
    "paths": "The share of each face against the number of throws.",
    "dice": "The likelihood of every die with so many faces, and its maximum.",
}
parts = layout.parts(words)
with parts.controls:
    game = choose_game()
pictures, captions = drawn(game, layout.size_name())
beside = "dice" if "dice" in pictures else "paths"
with parts.picture:
    left, right = st.columns(2)
    with left:
        show("counts")
    with right:
        show(beside)
    step = motion.control(
        "throws",
        label="throws N",
        values=figures.THROWS,
        default=100.0,
        bounds=(1.0, 10000.0),
        charts=list(pictures),
        captions=captions,
        decimals=0,
    )

with parts.more:
    st.latex(figures.formula(game, step))
    layout.table(figures.rows(game, step))
    st.markdown(words["three-dice"])
    if beside != "paths":
        st.header("The shares settle down", anchor=False)
        show("paths")
    st.header(words.title("why-it-is-called-multinomial"), anchor=False)
    slug = controls.select("Counts, face by face", figures.ORDERS, key="orders", default="2-1")
    st.markdown(figures.listed(slug))
    st.latex(figures.coefficient_formula(slug))
    st.markdown(words["why-it-is-called-multinomial"])
    layout.explanation(
        words,
        "bernoulli-binomial-categorical-multinomial",
        "the-most-likely-die-line",
        "likelihood-is-cross-entropy",
        "what-classification-adds-one-theta",
        "what-textbooks-get-wrong",
    )
    layout.closing(words, __file__, **figures.coin(game, step))
