"""Loss curves: what an error costs, against the prediction, the residual, and for a fitted line."""

import plotly.graph_objects as go
import streamlit as st

from pages.figures import loss_curves as figures
from pages.figures.style import SIZES
from pages.shared import layout, motion, text
from pages.shared import old_controls as controls

Drawn = tuple[dict[str, go.Figure], list[str]]  # pictures by their keys, and the live sentences


@st.cache_resource(max_entries=8, show_spinner=False)
def against_prediction(label: int, size: str) -> Drawn:
    """Draw both penalties once for each label."""
    log, square = figures.penalty_curves(label, SIZES[size])
    says, remarks = words, words.lines("remarks-on-the-prediction")
    captions = figures.prediction_captions(says["reading-the-prediction"], remarks, label)
    return {"log-cost": log, "square-cost": square}, captions


@st.cache_resource(max_entries=len(SIZES), show_spinner=False)
def against_residual(size: str) -> Drawn:
    """Draw the four losses and their slopes once."""
    look = SIZES[size]
    pictures = {
        "residual-losses": figures.residual_values(look),
        "residual-slopes": figures.residual_slopes(look),
    }
    return pictures, figures.residual_captions(words["reading-the-residual"])


@st.cache_resource(max_entries=16, show_spinner=False)
def against_outlier(threshold: float, size: str) -> Drawn:
    """Fit and draw the lines once for each threshold."""
    lines, look = figures.fits(threshold), SIZES[size]
    pictures = {
        "fitted-lines": figures.fitted_lines(lines, look),
        "fitted-slopes": figures.fitted_slopes(lines, look),
    }
    says = figures.outlier_captions(words["reading-the-outlier"], lines, threshold)
    return pictures, says


def prediction_part() -> None:
    """Drag the prediction: what a confident mistake costs."""
    with parts.controls:
        label = int(controls.choice("Label y", ["1", "0"], key="curve-label"))
    with parts.picture:
        pictures, captions = against_prediction(label, size)
        left, right = st.columns(2)
        with left:
            alt = f"Minus the logarithm of the prediction for label {label}."
            motion.chart(pictures["log-cost"], key="log-cost", alt=alt)
        with right:
            alt = f"The squared error of the prediction for label {label}."
            motion.chart(pictures["square-cost"], key="square-cost", alt=alt)
        motion.control(
            "prediction",
            label="prediction p",
            values=figures.PREDICTIONS,
            default=0.05,
            bounds=(0.0, 1.0),
            charts=list(pictures),
            captions=captions,
            decimals=2,
        )


def residual_part() -> None:
    """Drag the threshold of Huber and Smooth L1."""
    pictures, captions = against_residual(size)
    with parts.picture:
        left, right = st.columns(2)
        with left:
            motion.chart(
                pictures["residual-losses"],
                key="residual-losses",
                alt="Squared, absolute, Huber and Smooth L1 loss against the residual.",
            )
        with right:
            motion.chart(
                pictures["residual-slopes"],
                key="residual-slopes",
                alt="Slopes of the four losses against the residual.",
            )
        step = motion.control(
            "threshold",
            label="δ = β",
            values=figures.THRESHOLDS,
            default=1.0,
            bounds=(0.1, 3.0),
            charts=list(pictures),
            captions=captions,
        )
    with parts.more:
        st.latex(figures.residual_formula(float(figures.THRESHOLDS[step])))


def outlier_part() -> None:
    """Drag one point away from a line."""
    with parts.controls:
        threshold = st.number_input(
            "Threshold δ = β",
            0.1,
            3.0,
            1.0,
            0.1,
            format="%.1f",
            width=160,
            key="threshold",
            bind="query-params",
        )
    threshold = round(threshold, 1)  # what is shown is what is meant
    pictures, captions = against_outlier(threshold, size)
    with parts.picture:
        left, right = st.columns([3, 2])
        with left:
            motion.chart(
                pictures["fitted-lines"],
                key="fitted-lines",
                alt="Ten points, one of them an outlier, and a line fitted under each loss.",
            )
        with right:
            motion.chart(
                pictures["fitted-slopes"],
                key="fitted-slopes",
                alt="Slope of each fitted line against the height of the outlier.",
            )
        motion.control(
            "outlier",
            label="outlier",
            values=figures.OUTLIERS,
            default=14.0,
            bounds=(-6.0, 16.0),
            charts=list(pictures),
            captions=captions,
        )


words = text.read(__file__)
parts = layout.parts(words)
size = layout.size_name()
with parts.controls:
    part = controls.choice("Against", figures.PARTS, key="against")

{"prediction": prediction_part, "residual": residual_part, "outlier": outlier_part}[part]()

with parts.more:
    layout.explanation(
        words,
        "what-makes-a-function",
        "what-a-confident-mistake-costs",
        "l1-and-l2",
        "huber-and-smooth-l1",
        "why-an-outlier-pulls",
        "hinge-a-margin-and-no",
        "what-textbooks-get-wrong",
    )
    layout.closing(words, __file__, logit="-3")
