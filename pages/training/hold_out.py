"""When to stop: training on one part of the data, judged on the part held out."""

from functools import partial

import streamlit as st

from pages.figures import hold_out as figures
from pages.shared import downloads, layout, motion, text
from pages.shared import old_controls as controls
from pages.shared.downloads.runs import hold_out_csv

SHARES = ("0.1", "0.3", "0.5", "0.7", "0.9")
words = text.read(__file__)


@st.cache_resource(max_entries=16, show_spinner=False)
def drawn(choice: figures.Choice, size: str) -> figures.Scene:
    """Train and draw, once for each choice."""
    return figures.scene(choice, size, words.passages)


def choose() -> figures.Choice:
    """Draw the controls."""
    data = controls.select("Data", figures.divisible(), key="divided-data", default=figures.WIDE)
    drag = controls.choice("Drag", figures.DRAGS, key="stopped-by")
    loss = controls.select("Loss", figures.trainable(drag), key="trained-with", default="bce")
    share = controls.select("Share held out", SHARES, key="held-out", default="0.3")
    ridge = "0"
    if drag == "step":
        ridge = controls.choice("Ridge λ", figures.RIDGES, key="ridge")
    with st.popover("More"):
        # Whole numbers as floats: Streamlit 1.67 fails on 1e999 for a box of whole ones.
        seed = st.number_input(
            "Seed", 0.0, 99.0, 0.0, 1.0, format="%.0f", key="seed", bind="query-params"
        )
        rate = st.number_input(
            "Learning rate",
            *(0.01, 10.0, 1.0, 0.1),
            format="%g",
            key="hold-out-rate",
            bind="query-params",
        )
    return figures.Choice(data, loss, drag, float(ridge), float(share), int(seed), rate)


parts = layout.parts(words)
with parts.controls:
    choice = choose()

seen = drawn(choice, layout.size_name())
charts = list(figures.PICTURES)
with parts.picture:
    for place, key in zip(st.columns(3), charts, strict=False):
        with place:
            motion.chart(seen.pictures[key], key=key, alt=figures.PICTURES[key])
    if choice.drag == "step":
        position = motion.control(
            "stop",
            label="step",
            values=figures.STEPS,
            default=1000,
            bounds=(1, 5000),
            charts=charts,
            captions=seen.captions,
            decimals=0,
        )
    else:
        position = motion.control(
            "ridge-power",
            label="ridge, log₁₀ λ",
            values=figures.POWERS,
            default=-4.0,
            bounds=(-5.0, 1.0),
            charts=charts,
            captions=seen.captions,
        )

with parts.more:
    st.latex(figures.formula(seen.trained, position))
    left, right = st.columns([2, 3])
    with left:
        motion.chart(
            seen.pictures["error-rates"], key="error-rates", alt=figures.PICTURES["error-rates"]
        )
    with right:
        layout.table(figures.rows(seen.trained, position))
        end = words[seen.trained.end]
        st.markdown(
            words["this-run"].format(
                status=figures.status(seen.trained, position),
                end=end.format(length=figures.length_told(seen.trained)),
            )
        )
        if choice.drag == "ridge":
            st.markdown(words["losses-with-kinks"])
    layout.explanation(
        words,
        "what-is-held-out",
        "how-to-read-the-calibration",
        "what-a-ridge",
        "stopping-early-is-nearly",
        "why-the-weights-grow-without",
        "what-textbooks-get-wrong",
    )
    if seen.trained.history:
        run = partial(hold_out_csv, seen.trained)
        downloads.save("Whole run (CSV)", run, "hold-out-run.csv")
    st.page_link(
        "pages/likelihood/noise_model.py",
        label="See also: the ridge is a Gaussian prior",
        query_params={"noise": "logistic", "prior": "1"},
    )
    layout.closing(words, __file__)
