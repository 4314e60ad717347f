"""The success map: two losses from a whole grid of starts, and who has arrived by now."""

import streamlit as st

from core.datasets import DATASETS
from core.losses import LOSSES
from pages.figures import success_map as figures
from pages.models import success_map as model
from pages.models.success_map import FEATURES, RATES, STEPS, Choice, Progress, Searches
from pages.shared import caching, controls, layout, motion, text

words = text.read(__file__)


def search_on(searches: Searches) -> None:
    """Carry the searches on to their end, until they are stopped or another choice is made."""
    with place.container(horizontal=True, vertical_alignment="center"):
        bar = st.progress(0.0, width=400)
        st.button(words["stop"], on_click=stop, args=[choice])
    while not searches.is_done:
        bar.progress(searches.step / steps, words.fill("search", done=searches.step, steps=steps))
        searches.advance()
    place.empty()


def stop(choice: Choice | None) -> None:
    """Let this choice rest, or none."""
    st.session_state["map-stopped"] = choice


parts = layout.parts(words)
with parts.controls:
    data = controls.select(words, "map-data", list(DATASETS), default="trap", kind="data")
    losses = (
        controls.select(words, "map-first", list(LOSSES), default="mse", kind="loss"),
        controls.select(words, "map-second", list(LOSSES), default="bce", kind="loss"),
    )
    rate = controls.number(words, "map-rate", 0.01, 100.0, 0.3, 0.1, format="%g", width=150)
    with controls.more(words):
        rates = controls.choice(words, "map-rates", RATES)
        steps = int(controls.select(words, "map-steps", STEPS, default="1000"))
        feature = controls.choice(words, "map-feature", FEATURES)

choice = Choice(losses, data, feature, rate, rates, steps)
with parts.picture:
    place = st.empty()
# What a search has found for one loss counts whichever loss it is compared with.
search = caching.for_everybody(Progress, entries=64)
searches = Searches(steps, [search(task) for task in model.tasks(choice)])
if not searches.is_done and st.session_state.get("map-stopped") != choice:
    search_on(searches)
if not searches.is_done:
    with place.container(horizontal=True, vertical_alignment="center"):
        st.markdown(words.fill("stopped", done=searches.step, steps=steps))
        st.button(words["go-on"], on_click=stop, args=[None])

pair = searches.pair
view = caching.for_everybody(figures.view)(choice, pair, words, layout.size())
with parts.picture:
    motion.show(
        view,
        "map-step",
        label=words["step"],
        default=30,
        bounds=(0, 3000),
        columns=[1, 1],
        decimals=0,
    )

with parts.more:
    st.header(words.title("map"), anchor=False)
    goal = figures.percent(model.goal(choice).value)
    st.markdown(words.fill("map", goal=goal))
    motion.picture(view, "success-scale")
    layout.table(figures.rows(choice, pair, words))
    layout.explanation(words, "arrived", "trap", "rates", "what-textbooks-get-wrong")
    there = {"surface-data": data, "left": losses[0], "right": losses[1]}
    surface = "pages/one_neuron/loss_surface.py"
    st.page_link(surface, label=words["surface"], query_params=there)
    layout.closing(words, __file__)
