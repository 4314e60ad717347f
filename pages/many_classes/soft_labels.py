"""Soft labels: a temperature is dragged; cross-entropy and KL move as one curve, shifted."""

import plotly.graph_objects as go
import streamlit as st

from pages.figures import soft_labels as figures
from pages.figures.style import SIZES
from pages.shared import layout, motion, text
from pages.shared import old_controls as controls

TEACHER = (6.0, 3.0, 0.0)
STUDENT = (1.0, 3.0, 0.0)

words = text.read(__file__)


@st.cache_resource(max_entries=16, show_spinner=False)
def drawn(
    target: str,
    amount: float,
    teacher: tuple[float, ...],
    student: tuple[float, ...],
    reverse: bool,
    size: str,
) -> tuple[dict[str, go.Figure], list[str]]:
    """Draw the pictures by their keys, and write the live sentences, once for each choice."""
    case, look = figures.Case(target, amount, teacher, student), SIZES[size]
    pictures = {
        "soft-bars": figures.distributions(case, look),
        "soft-losses": figures.curves(case, reverse, look),
        "soft-strengths": figures.strengths(case, look),
    }
    return pictures, figures.captions(words["reading"], case, reverse)


@st.cache_resource(max_entries=16, show_spinner=False)
def gaussian_drawn(mu: float, sigma: float, size: str) -> tuple[go.Figure, go.Figure]:
    """Draw density and penalty once."""
    look = SIZES[size]
    return figures.densities(mu, sigma, look), figures.penalties(mu, sigma, look)


def choose_logits(who: str, defaults: tuple[float, ...]) -> tuple[float, ...]:
    """Draw a box for each logit of teacher or student."""
    return tuple(
        st.number_input(
            f"{who}: {name}",
            *(-10.0, 10.0, value, 0.5),
            format="%.1f",
            key=f"{who}-{name}",
            bind="query-params",
        )
        for name, value in zip(figures.CLASSES, defaults, strict=True)
    )


parts = layout.parts(words)

with parts.controls:
    target = controls.choice("Target", figures.TARGETS, key="target")
    amount = 0.1
    if target == "smoothed":
        amount = controls.probability("Amount of smoothing", key="smoothing", default=0.1)
    reverse = st.toggle("Reverse KL", key="reverse", bind="query-params")
    with st.popover("Logits"):
        left, right = st.columns(2)
        with left:
            teacher = choose_logits("teacher", TEACHER)
        with right:
            student = choose_logits("student", STUDENT)

case = figures.Case(target, amount, teacher, student)
size = layout.size_name()
pictures, captions = drawn(*case, reverse, size)
with parts.picture:
    left, right = st.columns([2, 3])
    with left:
        motion.chart(
            pictures["soft-bars"],
            key="soft-bars",
            alt="Target and student as two bars for each class: cat, dog, car.",
        )
    with right:
        motion.chart(
            pictures["soft-losses"],
            key="soft-losses",
            alt="Cross-entropy and KL divergence over the student's logit of the right class.",
        )
    step = motion.control(
        "temperature",
        label="temperature T",
        values=figures.TEMPERATURES,
        default=4.0,
        bounds=(0.5, 20.0),
        charts=[*pictures, "latent-densities", "latent-penalties"],
        captions=captions,
        decimals=2,
    )

with parts.more:
    if reverse and not amount and target == "smoothed":
        st.info(words["infinite"])
    st.latex(figures.slope_formula(case, step))
    layout.table(figures.rows(case, step))
    st.header("How hard the student is pushed, and the factor T²", anchor=False)
    left, right = st.columns([3, 2], vertical_alignment="center")
    with left:
        motion.chart(
            pictures["soft-strengths"],
            key="soft-strengths",
            alt="Length of the gradient over the temperature, both axes logarithmic.",
        )
    with right:
        st.markdown(words["strengths"])
    st.header("KL as a regulariser", anchor=False)
    st.markdown(words["regulariser"])
    left, right = st.columns(2)
    with left:
        mu = st.slider(
            "Mean μ", *(-3.0, 3.0, 1.0, 0.1), format="%.1f", key="latent-mean", bind="query-params"
        )
    with right:
        sigma = st.slider(
            "Standard deviation σ",
            *(0.1, 3.0, 0.5, 0.1),
            format="%.1f",
            key="latent-deviation",
            bind="query-params",
        )
    mu, sigma = round(mu, 1), round(sigma, 1)  # what is shown is what is meant
    density, penalty = gaussian_drawn(mu, sigma, size)
    with left:
        alt = f"Density of a Gaussian with mean {mu} and deviation {sigma}, and of N(0, 1)."
        motion.chart(density, key="latent-densities", alt=alt)
    with right:
        alt = f"KL divergence from N(0, 1) over the standard deviation, at mean {mu}."
        motion.chart(penalty, key="latent-penalties", alt=alt)
    st.latex(figures.gaussian_formula(mu, sigma))
    layout.explanation(
        words,
        "two-kinds-of-soft-labels",
        "one-curve-shifted-the-steps",
        "where-the-factor-t-comes",
        "the-other-way-round",
        "when-kl-is-the-better",
        "the-closed-form",
        "what-textbooks-get-wrong",
    )
    layout.closing(words, __file__)
