"""The success map: two losses from a whole grid of starts, and who has arrived by now."""

import plotly.graph_objects as go
import streamlit as st

from core.datasets import DATASETS, load
from core.losses import LOSSES
from core.success import Search
from pages.figures import success_map as figures
from pages.figures import success_map_scene as scenes
from pages.figures.style import SIZES
from pages.shared import layout, motion, text
from pages.shared import old_controls as controls

FEATURES = ("first", "second")
Searches = tuple[Search, Search]

words = text.read(__file__)


def choose_column(slug: str) -> int:
    """Choose one feature where there are several."""
    feature = controls.choice("Feature", FEATURES, key="map-feature")
    return FEATURES.index(feature) if len(load(slug).feature_names) > 1 else 0


@st.cache_resource(max_entries=16, show_spinner=False)
def searches(case: scenes.Case) -> list[Searches]:
    """Begin once: what is done stays done, for every visitor."""
    return [scenes.first_piece(case)]


@st.cache_resource(max_entries=16, show_spinner=False)
def drawn(
    _pair: Searches, done: int, case: scenes.Case, size: str
) -> tuple[list[go.Figure], list[str]]:
    """Draw and tell once; in the cache `case` and the steps done stand for the searches."""
    look = SIZES[size]
    pictures = [figures.success_map(case, _pair[place], place, look) for place in (0, 1)]
    pictures.append(figures.scale(case.steps, look))
    says = words.lines("says")
    return pictures, figures.captions(words["reading"], says, case, _pair)


def search_on(case: scenes.Case, found: list[Searches]) -> None:
    """Carry the searches on to their end, until they are stopped or another choice is made."""
    with place.container(horizontal=True, vertical_alignment="center"):
        bar = st.progress(0.0, width=400)
        st.button("Stop", on_click=stop, args=[case])
    while (done := found[0][0].step) < case.steps:
        bar.progress(done / case.steps, f"Step {done} of {case.steps}, from all starts at once")
        # Put in place in one go: another visitor may search the same at the same time.
        found[0] = scenes.next_piece(case, found[0])
    place.empty()


def stop(case: scenes.Case | None) -> None:
    """Let this case rest, or none."""
    st.session_state["map-stopped"] = case


parts = layout.parts(words)
with parts.controls:
    slug = controls.select("Data", list(DATASETS), key="map-data", default="trap")
    losses = (
        controls.select("First loss", list(LOSSES), key="map-first", default="mse"),
        controls.select("Second loss", list(LOSSES), key="map-second", default="bce"),
    )
    rate = st.number_input(
        "Learning rate",
        *(0.01, 100.0, 0.3, 0.1),
        format="%g",
        key="map-rate",
        bind="query-params",
        width=150,
    )
    with st.popover("More"):
        kind = controls.choice("Rates", scenes.RATES, key="map-rates")
        steps = int(controls.select("Steps at most", scenes.STEPS, key="map-steps", default="1000"))
        column = choose_column(slug)

case = scenes.Case(losses, slug, column, rate, kind, steps)
with parts.picture:
    place = st.empty()
found = searches(case)
if st.session_state.get("map-stopped") != case:
    search_on(case, found)

pair = found[0]
if (done := pair[0].step) < steps:
    with place.container(horizontal=True, vertical_alignment="center"):
        st.markdown(words["stopped"].format(done=done, steps=steps))
        st.button("Go on", on_click=stop, args=[None])
size = layout.size_name()
(*maps, shades), says = drawn(pair, done, case, size)
charts = ["success-first", "success-second"]
with parts.picture:
    for key, loss, picture, room in zip(charts, losses, maps, st.columns(2), strict=True):
        with room:
            alt = f"Starts by the steps that {LOSSES[loss].title} needs, coloured once arrived."
            motion.chart(picture, key=key, alt=alt)
    motion.control(
        "map-step",
        label="step",
        values=scenes.shown_steps(done),
        default=30,
        bounds=(0, 3000),
        charts=[*charts, "success-scale"],
        captions=says,
        decimals=0,
    )

with parts.more:
    goal = scenes.ground(case).goal.value
    st.markdown(words["arrived"].format(goal=figures.percent(goal)))
    motion.chart(shades, key="success-scale", alt="Shades and steps.")
    layout.table(figures.rows(case, pair))
    layout.explanation(
        words,
        "what-is-plotted",
        "when-a-run-has-arrived",
        "the-trap",
        "same-rate-or-each",
        "what-textbooks-get-wrong",
    )
    st.page_link(
        "pages/one_neuron/loss_surface.py",
        label="See also: the same starts on the surface of the loss",
        query_params={"surface-data": slug, "left": losses[0], "right": losses[1]},
    )
    layout.closing(words, __file__)
