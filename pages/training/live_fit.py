"""The live fit: two losses leave one start in lock-step, and one may be switched on the way."""

from dataclasses import replace
from functools import partial

import streamlit as st

from core.comparison import Comparison
from core.datasets import DATASETS, Dataset
from core.initial import STARTS, preset_start
from core.losses import LOSSES
from core.optimizers import OPTIMIZERS
from core.rates import PAIRINGS
from pages.figures import live_fit as figures
from pages.figures.style import hall_size
from pages.models import live_fit as model
from pages.models.live_fit import MEASURES, MOST_STEPS, Choice
from pages.shared import caching, controls, downloads, layout, motion, own_data, text
from pages.shared.downloads import runs as files

FALLBACK = "breast-cancer"
LARGE_ROW = 345  # pixels: leaves room for the control in the lecture hall
FAIR_STARTS = ("zero", "saturated")

words = text.read(__file__)


def choose_start(kind: str, data: Dataset) -> tuple[float, ...]:
    """Return the preset, or the own start."""
    if kind != "own":
        return tuple(preset_start(kind, data.X, data.y, data.slug).tolist())
    keys = [*(f"own-w{k + 1}" for k in range(len(data.feature_names))), "own-b"]
    bounds = (-1000.0, 1000.0, 2.0, 0.5)
    return tuple(
        controls.number(words, key, *bounds, place=column, format="%g")
        for key, column in zip(keys, st.columns(len(keys)), strict=True)
    )


def choose_switch(steps: int) -> tuple[int, str] | None:
    """Choose what the first run minimises from the step on screen on."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        options = ["same", *LOSSES]
        slug = controls.choice(words, "switch", options, kind="loss-short", on_change=switch_here)
        # Always drawn: a box that comes with its value from the callback is left out of the link.
        at = whole_number("at", 0, 0, 1, disabled=slug not in LOSSES)
    return (min(at, steps), slug) if slug in LOSSES else None


def switch_here() -> None:
    """Let the switch be at the step on screen."""
    motion.catch_up("step")
    is_switched = st.session_state["switch"] in LOSSES
    st.session_state["at"] = st.session_state["step"] if is_switched else 0.0


def race_fairly(kind: str) -> None:
    """Let both losses leave a preset start with matched rates: the start decides, not the rate."""
    st.session_state.update(start=kind, rates="matched", first="mse", second="bce")


def whole_number(key: str, least: int, default: int, step: int, *, disabled: bool = False) -> int:
    """Choose a whole number; Streamlit 1.67 fails on 1e999 for a box of whole ones."""
    numbers = map(float, (least, MOST_STEPS, default, step))
    return int(controls.number(words, key, *numbers, format="%.0f", width=150, disabled=disabled))


parts = layout.parts(words)
with parts.controls:
    slugs = [*DATASETS, own_data.SLUG]
    slug = controls.select(words, "data", slugs, default=FALLBACK)
    kind = controls.choice(words, "start", [*STARTS, "own"])
    losses = tuple(
        controls.select(words, key, list(LOSSES), default=usual, kind="loss-short", width=120)
        for key, usual in (("first", "mse"), ("second", "bce"))
    )
    pairing = controls.choice(words, "rates", PAIRINGS)
    with controls.more(words):
        is_best = pairing == "best"
        rate = controls.number(words, "rate", 0.001, 100.0, 0.5, 0.1, format="%g", disabled=is_best)
        optimizer = controls.select(words, "optimizer", list(OPTIMIZERS))
        steps = whole_number("steps", 1, 200, 100)
        data = own_data.dataset(
            words,
            slug,
            fallback=FALLBACK,
            upload=parts.more if layout.is_large() else parts.picture,
            told=parts.picture,
        )
        start = choose_start(kind, data)

with parts.picture:
    stage = st.container()
    switch = choose_switch(steps)
    with st.container(horizontal=True):
        for fair in FAIR_STARTS:
            st.button(words[f"fair.{fair}"], on_click=race_fairly, args=(fair,))

choice = Choice(start, losses, optimizer, rate, pairing, steps, switch)
is_shared = data.slug != own_data.SLUG
keep = caching.for_everybody if is_shared else caching.for_visitor
run = keep(model.run, entries=64 if is_shared else 8, spinner=words["running"])
with stage:
    # One after the other: another choice need not wait until both are done. The second loss is
    # never switched: its run is the same whatever becomes of the first.
    first, second = run(data, choice, 0), run(data, replace(choice, switch=None), 1)
    comparison = Comparison.of(data.X, data.y, first, second)
    draw = keep(figures.view, follows=(Comparison,))
    view = draw(comparison, choice, data, words, hall_size(layout.size_name(), LARGE_ROW))
    step = motion.show(
        view,
        "step",
        label=words["step"],
        default=120,
        bounds=(0, MOST_STEPS),
        columns=[1, 1, 1],
        decimals=0,
        keep=is_shared,
    )

now = int(view.steps[step])
with parts.more:
    for column, key in zip(st.columns(3), MEASURES, strict=True):
        with column:
            motion.picture(view, key, keep=is_shared)
    for refusal in figures.refusals(comparison, choice, words):
        st.info(refusal)
    st.header(words.title("where-it-ends"), anchor=False)
    st.table(figures.weights(comparison, data, now, words))
    st.markdown(figures.ends(comparison, data, choice, words))
    st.header(words.title("why-it-crawls"), anchor=False)
    st.markdown(words["why-it-crawls"])
    layout.explanation(
        words, "plotted", "fair-race", "plateau-rate-cost", "what-textbooks-get-wrong"
    )
    if is_shared:
        downloads.open_in_python(words, files.live_fit_in_python(data, choice, now))
    downloads.save(
        words["save-run"],
        partial(files.live_fit_csv, words, data, choice, comparison),
        "live-fit-run.csv",
    )
    # Data of one's own stay in this session: the surface then opens with its own default.
    known = {"surface-data": data.slug} if is_shared else {}
    st.page_link("pages/one_neuron/loss_surface.py", label=words["see-also"], query_params=known)
    layout.closing(words, __file__)
