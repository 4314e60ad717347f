"""Margins: how far must the right class win? The margin is dragged, and clusters tighten."""

import plotly.graph_objects as go
import streamlit as st

from core.margins import MARGINS
from pages.figures import margins as figures
from pages.figures.style import SIZES
from pages.shared import layout, motion, text
from pages.shared import old_controls as controls

words = text.read(__file__)
train = st.cache_resource(figures.train, max_entries=64, show_spinner="Training features")


@st.cache_resource(max_entries=16, show_spinner=False)
def trained_alike(
    scale: float, classes: int, steps: int, size: str
) -> tuple[go.Figure, list[dict[str, str]]]:
    """Train each loss with its default margin; draw and tell what became of it, once."""
    alike = {
        slug: train(slug, (kind.default_margin,), scale, classes, steps)
        for slug, kind in MARGINS.items()
    }
    start = train("softmax", (0.0,), scale, classes, 0)
    return figures.strips(alike, start, SIZES[size]), figures.cluster_rows(alike)


@st.cache_resource(max_entries=16, show_spinner=False)
def drawn(
    slug: str, scale: float, classes: int, angle: float, steps: int, size: str
) -> tuple[dict[str, go.Figure], list[str]]:
    """Draw the pictures by their keys, and write the live sentences, once for each choice."""
    case, look = figures.Case(slug, scale, classes, angle), SIZES[size]
    clusters = train(slug, tuple(case.kind.offered), scale, classes, steps)
    plain = train("softmax", (0.0,), scale, classes, steps)
    pictures = {
        "margin-logits": figures.logits(case, look),
        "margin-regions": figures.regions(case, look),
        "margin-features": figures.trained(case, clusters, plain, look),
    }
    return pictures, figures.captions(words["reading"], case, clusters, plain)


parts = layout.parts(words)

with parts.controls:
    slug = controls.select("Loss", figures.CHOICES, key="margin-loss", default="arcface")
    scale = st.slider(
        "Scale s", *(4.0, 64.0, 20.0, 4.0), format="%.0f", key="margin-scale", bind="query-params"
    )
    least, most = figures.CLASSES
    counts = [str(count) for count in range(least, most + 1)]
    classes = int(controls.select("Classes", counts, key="margin-classes", default="5"))
    angle = st.number_input(
        "Feature at angle θ",
        *(0.0, 180.0, 30.0, 1.0),
        format="%.0f",
        width=160,
        key="margin-angle",
        bind="query-params",
    )
    trainings = [str(steps) for steps in figures.STEPS]
    steps = int(controls.select("Training steps", trainings, key="margin-steps", default="100"))

case = figures.Case(slug, round(scale), classes, round(angle))
size = layout.size_name()
pictures, captions = drawn(*case, steps, size)
kind = case.kind
with parts.picture:
    alts = {
        "margin-logits": f"Target logit against the angle, {kind.title} and four more losses.",
        "margin-regions": "Circle with the region where each class is satisfied, and gaps.",
        "margin-features": f"Trained features on two circles: {kind.title} around softmax.",
    }
    for column, (key, alt) in zip(st.columns([4, 3, 3]), alts.items(), strict=True):
        with column:
            motion.chart(pictures[key], key=key, alt=alt)
    step = motion.control(
        f"margin-{slug}",
        label="margin m",
        values=kind.offered,
        default=kind.default_margin,
        bounds=(kind.smallest_margin, kind.largest_margin),
        charts=[*pictures, "margin-strips"],
        captions=captions,
        decimals=0 if kind.whole else 2,
    )

with parts.more:
    st.latex(figures.target_formula(case, step))
    st.header("What each loss says of this feature", anchor=False)
    layout.table(figures.verdict_rows(case, step))
    st.markdown(words["verdicts"])
    st.header("All five, trained alike", anchor=False)
    strips, clusters = trained_alike(case.scale, classes, steps, size)
    motion.chart(
        strips,
        key="margin-strips",
        alt=f"The circle unrolled: features at the start and after {steps} steps of each loss.",
    )
    layout.table(clusters)
    st.markdown(words["alike"].format(steps=steps, s=f"{case.scale:g}"))
    st.header("What it costs as the number of classes grows", anchor=False)
    left, right = st.columns(2)
    with left:
        layout.table(figures.room_rows(case, step))
    with right:
        layout.table(figures.cost_rows())
    st.markdown(words["cost"])
    layout.explanation(
        words,
        "what-softmax-does-not-ask",
        "why-open-set-recognition-wants",
        "five-ways-to-write",
        "where-the-gap-comes",
        "what-the-scale",
        "two-curves-that-had",
        "what-textbooks-get-wrong",
    )
    layout.closing(words, __file__)
