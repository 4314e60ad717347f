"""Linear probability: a line or a sigmoid for a label, and a number cut into classes."""

import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.figures import linear_probability as figures
from pages.figures import linear_probability_bins as ages
from pages.figures import linear_probability_scene as scenes
from pages.figures.style import SIZES
from pages.shared import layout, motion, text
from pages.shared import old_controls as controls
from pages.shared.catalogue import VIEWS

PARTS = ("flips", "bins")
BELOW = ("log-odds", "reliability", "flip-errors")
LEADS = {
    "softmax": "More than two classes: softmax",
    "soft-labels": "Labels between 0 and 1: smoothing and distillation",
}

fits = st.cache_resource(scenes.fits, max_entries=8, show_spinner=False)


@st.cache_resource(max_entries=16, show_spinner=False)
def flips_drawn(slug: str, size: str) -> tuple[dict[str, go.Figure], list[str]]:
    """Draw all charts of the flipped labels by their keys, and tell, once for each data set."""
    found, look = fits(slug), SIZES[size]
    pictures = {
        "outputs": figures.outputs(found, look),
        "pulls": figures.pulls(found, look),
        "log-odds": figures.log_odds(found, look),
        "reliability": figures.reliability(found, look),
        "flip-errors": figures.errors(found, look),
    }
    return pictures, figures.captions(words["reading-the-flips"], found)


@st.cache_resource(max_entries=len(SIZES), show_spinner=False)
def bins_drawn(size: str) -> tuple[dict[str, go.Figure], list[str]]:
    """Draw both charts of the binned age by their keys, and tell, once for each size."""
    look = SIZES[size]
    pictures = {"age-bins": ages.bins(look), "age-losses": ages.losses(look)}
    return pictures, ages.captions(words["reading-the-bins"])


def flips_part() -> None:
    """Drag the share of flipped labels."""
    with parts.controls:
        slug = controls.select("Data", scenes.DATA, key="flip-data", default=scenes.DATA[0])
    found, (drawn, captions) = fits(slug), flips_drawn(slug, size)
    with parts.picture:
        left, right = st.columns([3, 2])
        with left:
            alt = "Output of a line and of two sigmoids along the feature, with observed shares."
            motion.chart(drawn["outputs"], key="outputs", alt=alt)
        with right:
            alt = "Size of the slope of each loss in its output, for an example of label 1."
            motion.chart(drawn["pulls"], key="pulls", alt=alt)
        step = motion.control(
            "flipped",
            label="flipped labels, %",
            values=scenes.PERCENT,
            default=10,
            bounds=(0, 45),
            charts=["outputs", "pulls", *BELOW],
            captions=captions,
            decimals=0,
        )
    with parts.more:
        st.latex(figures.normal_equations(found, step))
        st.header("What is regressed, and what can be trusted", anchor=False)
        left, right = st.columns(2)
        alt = "Log-odds of both sigmoids along the feature, straight lines, and the observed ones."
        below(left, drawn, "log-odds", alt)
        alt = "Observed share of class 1 against the predicted probability, for each model."
        below(right, drawn, "reliability", alt)
        left, right = st.columns(2)
        alt = "Error rate about the true labels against the share of flipped labels."
        below(left, drawn, "flip-errors", alt)
        with right:
            layout.table(figures.score_rows(found, step))
            st.caption(words["scores"])


def below(place: DeltaGenerator, drawn: dict, key: str, alt: str) -> None:
    """Draw a chart under the picture, with its name and a line about it."""
    with place:
        st.markdown(words[key])
        motion.chart(drawn[key], key=key, alt=alt)


def bins_part() -> None:
    """Drag the number of bins that an age is cut into."""
    pictures, captions = bins_drawn(size)
    with parts.picture:
        left, right = st.columns(2)
        with left:
            alt = "Predicted distribution of an age, as a density and in bins."
            motion.chart(pictures["age-bins"], key="age-bins", alt=alt)
        with right:
            alt = "Cross-entropy of the bins and squared error against the predicted age."
            motion.chart(pictures["age-losses"], key="age-losses", alt=alt)
        motion.control(
            "bins",
            label="bins",
            values=ages.BINS,
            default=2,
            bounds=(2, 100),
            charts=list(pictures),
            captions=captions,
            decimals=0,
        )
    with parts.more:
        st.caption(words["ages"])
        layout.explanation(words, "a-number-or-a-class")


words = text.read(__file__)
parts = layout.parts(words)
size = layout.size_name()
with parts.controls:
    part = controls.choice("Between the two", PARTS, key="between")

{"flips": flips_part, "bins": bins_part}[part]()

with parts.more:
    layout.explanation(
        words,
        "squared-error-on-a-linear",
        "why-the-output-must-saturate",
        "logistic-regression-does-regress",
        "mislabelled-examples-whose-pull",
        "calibration-beside-error-rate",
        "where-squared-error",
        "when-one-hot-labels",
        "what-textbooks-get-wrong",
    )
    for entry in VIEWS:
        if entry.url_path in LEADS:
            st.page_link(entry.script, label=LEADS[entry.url_path])
    st.page_link(
        "pages/training/live_fit.py",
        label="See also: train on labels of which one in ten is flipped",
        query_params={"data": "flipped"},
    )
    layout.closing(words, __file__)
