"""The learning rate: one run at many rates, with the bounds that the curvature gives."""

import plotly.graph_objects as go
import streamlit as st

from core.datasets import DATASETS, Dataset, load
from core.losses import LOSSES
from pages.figures import learning_rate as figures
from pages.figures import learning_rate_scene as scenes
from pages.figures.style import SIZES
from pages.shared import layout, motion, text
from pages.shared import old_controls as controls

CHARTS = {
    "rate-path": "First and last steps of the run on the contours of its loss.",
    "rate-loss-steps": "Mean loss over the first steps.",
    "rate-ends": "Loss at the last steps against the learning rate, with the bounds 2/L and 2/λ.",
}
FEATURES = {"first": (0,), "second": (1,), "both": (0, 1)}

words = text.read(__file__)


def dataset(slug: str, feature: str, standardise: bool | None) -> Dataset:
    """Load the chosen data; those of one feature have no other."""
    data = load(slug, standardise=standardise)
    return data if len(data.feature_names) == 1 else data.feature(*FEATURES[feature])


# In two parts, so that another choice need not wait until both are done.
@st.cache_resource(max_entries=16, show_spinner="Running at every rate")
def runs(loss: str, start: str, *data: str | bool | None) -> scenes.Runs:
    """Run at every rate once."""
    return scenes.run(LOSSES[loss], dataset(*data), start)


@st.cache_resource(max_entries=16, show_spinner="Looking where each run ends")
def study(loss: str, start: str, *data: str | bool | None) -> scenes.Study:
    """Judge every run once."""
    return scenes.judge(LOSSES[loss], dataset(*data), start, runs(loss, start, *data))


@st.cache_resource(max_entries=16, show_spinner=False)
def drawn(size: str, *choice: str | bool | None) -> tuple[list[go.Figure], list[str]]:
    """Draw and tell once."""
    run, look = study(*choice), SIZES[size]
    pictures = [draw(run, look) for draw in (figures.path, figures.losses, figures.ends)]
    says = words.lines("says")
    return pictures, figures.captions(words["reading"], says, run)


@st.cache_resource(max_entries=len(SIZES), show_spinner=False)
def plateau(size: str) -> tuple[go.Figure, dict[str, str]]:
    """Draw and tell what leads off a plateau once."""
    curves = scenes.steps_off_the_plateau()
    return figures.plateau(curves, SIZES[size]), figures.plateau_told(curves)


@st.cache_resource(max_entries=1, show_spinner=False)
def scaling() -> list[dict[str, str]]:
    """Compare raw and standardised features once."""
    return figures.scaling_rows(LOSSES["bce"])


parts = layout.parts(words)
with parts.controls:
    slug = controls.select("Data", list(DATASETS), key="rate-data", default="trap")
    loss = controls.select("Loss", list(LOSSES), key="rate-loss", default="bce")
    start = controls.choice("Start", scenes.STARTS, key="rate-start")
    with st.popover("More"):
        feature = controls.choice("Feature", list(FEATURES), key="rate-feature")
        scaled = st.toggle("Standardised", True, key="rate-scaled", bind="query-params")

standardise = scaled if DATASETS[slug].standardise else None
choice = (loss, start, slug, feature, standardise)
size = layout.size_name()
with parts.picture:  # where it is said what is being computed
    runs(*choice)
    run = study(*choice)
pictures, says = drawn(size, *choice)

with parts.picture:
    for (key, alt), picture, room in zip(CHARTS.items(), pictures, st.columns(3), strict=True):
        with room:
            motion.chart(picture, key=key, alt=alt)
    motion.control(
        "learning-rate",
        label="learning rate",
        values=run.runs.rates,
        default=0.5,
        bounds=(0.0, 2000.0),
        charts=[*CHARTS, "rate-plateau"],
        captions=says,
        decimals=scenes.decimals(run.runs.rates[0]),
    )

with parts.more:
    st.markdown(figures.bounds_told(words.passages, run))
    st.header(words.title("on-a-plateau-a-larger"), anchor=False)
    left, right = st.columns([3, 2], vertical_alignment="center")
    picture, numbers = plateau(size)
    with left:
        motion.chart(picture, key="rate-plateau", alt="Steps off a plateau against the rate.")
    with right:
        st.markdown(words["on-a-plateau-a-larger"].format(**numbers))
    st.header("Raw and standardised features", anchor=False)
    layout.table(scaling())
    st.caption(words["table"])
    layout.explanation(
        words,
        "what-is-plotted",
        walked=str(figures.WALKED),
        shown=str(figures.SHOWN),
        last=str(figures.LAST),
        steps=str(scenes.STEPS),
    )
    layout.explanation(
        words,
        "why-2-l-is-enough",
        "why-too-large-a-step",
        "the-trap-rate-by-rate",
        "why-scaling-matters",
        "what-textbooks-get-wrong",
    )
    layout.closing(words, __file__, **{"map-data": slug})
