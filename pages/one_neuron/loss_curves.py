"""Loss curves: what an error costs, against the prediction, the residual, and for a fitted line."""

import streamlit as st

from pages.figures import loss_curves as figures
from pages.shared import controls, motion, text, view


def prediction_part() -> None:
    """Drag the prediction: what a confident mistake costs."""
    with rooms.controls:
        label = int(controls.choice("Label y", ["1", "0"], key="curve-label"))
    with rooms.picture:
        log, square = figures.penalty_curves(label, look)
        left, right = st.columns(2)
        with left:
            alt = f"Minus the logarithm of the prediction for label {label}."
            motion.chart(log, key="log-cost", alt=alt)
        with right:
            alt = f"The squared error of the prediction for label {label}."
            motion.chart(square, key="square-cost", alt=alt)
        motion.control(
            "prediction",
            label="prediction p",
            values=figures.PREDICTIONS,
            default=0.05,
            bounds=(0.0, 1.0),
            charts=["log-cost", "square-cost"],
            captions=figures.prediction_captions(words.passages["Reading the prediction"], label),
            decimals=2,
        )


def residual_part() -> None:
    """Drag the threshold of Huber and Smooth L1."""
    with rooms.picture:
        left, right = st.columns(2)
        with left:
            motion.chart(
                figures.residual_values(look),
                key="residual-losses",
                alt="Squared, absolute, Huber and Smooth L1 loss against the residual.",
            )
        with right:
            motion.chart(
                figures.residual_slopes(look),
                key="residual-slopes",
                alt="Slopes of the four losses against the residual.",
            )
        step = motion.control(
            "threshold",
            label="δ = β",
            values=figures.THRESHOLDS,
            default=1.0,
            bounds=(0.1, 3.0),
            charts=["residual-losses", "residual-slopes"],
            captions=figures.residual_captions(words.passages["Reading the residual"]),
        )
    with rooms.more:
        st.latex(figures.residual_formula(float(figures.THRESHOLDS[step])))


def outlier_part() -> None:
    """Drag one point away from a line."""
    with rooms.controls:
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
    lines = fits(threshold)
    with rooms.picture:
        left, right = st.columns([3, 2])
        with left:
            motion.chart(
                figures.fitted_lines(lines, look),
                key="fitted-lines",
                alt="Ten points, one of them an outlier, and a line fitted under each loss.",
            )
        with right:
            motion.chart(
                figures.fitted_slopes(lines, look),
                key="fitted-slopes",
                alt="Slope of each fitted line against the height of the outlier.",
            )
        motion.control(
            "outlier",
            label="outlier",
            values=figures.OUTLIERS,
            default=14.0,
            bounds=(-6.0, 16.0),
            charts=["fitted-lines", "fitted-slopes"],
            captions=figures.outlier_captions(
                words.passages["Reading the outlier"], lines, threshold
            ),
        )


fits = st.cache_data(figures.fits, max_entries=32)
words = text.read(__file__)
rooms = view.rooms(words)
look = view.size()
with rooms.controls:
    part = controls.choice("Against", figures.PARTS, key="against")

{"prediction": prediction_part, "residual": residual_part, "outlier": outlier_part}[part]()

with rooms.more:
    view.explanation(
        words,
        "What makes a function a loss",
        "What a confident mistake costs",
        "L1 and L2",
        "Huber and Smooth L1",
        "Why an outlier pulls",
        "What textbooks get wrong",
    )
    st.page_link(
        "pages/one_neuron/logit_gradient.py",
        label="Next: how hard a wrong answer pushes",
        query_params={"logit": "-3"},
    )
