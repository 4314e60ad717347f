"""The live fit: two losses leave one start in lock-step, and one may be switched on the way."""

from functools import partial

import streamlit as st

from core.datasets import DATASETS, Dataset, load
from core.losses import LOSSES
from core.optimizers import OPTIMIZERS
from core.race import Run
from core.rates import MOST_SEARCHED, PAIRINGS
from core.starts import STARTS, preset_start
from pages.figures import live_fit_measures as measures
from pages.figures import live_fit_scene as scenes
from pages.figures.live_fit import TOP_ROW
from pages.figures.live_fit_scene import Choice
from pages.shared import downloads, layout, motion, own_data, text
from pages.shared import old_controls as controls
from pages.shared.downloads.runs import race_csv

FALLBACK = "breast-cancer"
FEATURES = ("both", "first", "second")
FAIR_RACES = {"zero": "Fair race from zero", "saturated": "Fair race from a bad start"}

words = text.read(__file__)


# In two parts for the two losses: another choice need not wait until both are done. In the caches
# `identity` stands for the data.
def run(_data: Dataset, identity: str, choice: Choice, place: int) -> Run:
    """Run one of the losses."""
    return scenes.run(_data, choice, place)


def draw(
    _runs: list[Run], _data: Dataset, identity: str, choice: Choice, size: str
) -> scenes.Scene:
    """Draw both runs."""
    says = words
    lines = says.lines("status"), says.lines("minimum")
    return scenes.draw(_runs, _data, choice, size, says["reading"], *lines)


RUNNING = "Running both losses"
FOR_ALL = (
    st.cache_resource(run, max_entries=64, show_spinner=RUNNING),
    st.cache_resource(draw, max_entries=16, show_spinner=False),
)
FOR_SESSION = (
    st.cache_resource(run, max_entries=8, show_spinner=RUNNING, scope="session"),
    st.cache_resource(draw, max_entries=4, show_spinner=False, scope="session"),
)


def choose_data(slug: str) -> tuple[Dataset, str]:
    """Choose how the features are used; return the data and their identity."""
    standardise = False
    if slug == own_data.SLUG or DATASETS[slug].standardise:
        standardise = st.toggle(
            "Standardise features", True, key="standardise", bind="query-params"
        )
    if slug == own_data.SLUG:
        with parts.more if layout.is_large() else parts.picture:
            content = own_data.upload()
            own = None
            if content is not None:
                own = own_data.choose(content, standardise=standardise)
        if own:
            return own
        slug = FALLBACK
        reason = "absent" if content is None else "refused"
        with parts.picture:
            st.info(words.lines("own-data")[reason].format(slug=slug))
    data = load(slug, standardise=standardise)
    if len(data.feature_names) > 1:
        feature = controls.choice("Features", FEATURES, key="features")
        data = data if feature == "both" else data.feature(FEATURES.index(feature) - 1)
    return data, f"{slug} {standardise} {data.feature_names}"


def choose_start(kind: str, data: Dataset) -> tuple[float, ...]:
    """Return the preset, or the own start."""
    if kind != "own":
        return tuple(preset_start(kind, data.X, data.y, data.slug).tolist())
    names = [*(f"w{k + 1}" for k in range(len(data.feature_names))), "b"]
    columns = st.columns(len(names))
    return tuple(
        column.number_input(
            f"Start {name}",
            *(-1000.0, 1000.0, 2.0, 0.5),
            format="%g",
            key=f"own-{name}",
            bind="query-params",
        )
        for name, column in zip(names, columns, strict=True)
    )


def choose_switch() -> tuple[int, str] | None:
    """Choose what the first run minimises from the step on screen on."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        slug = st.segmented_control(
            "From this step on, the first run minimises",
            ["same", *LOSSES],
            default="same",
            required=True,
            key="switch",
            bind="query-params",
            on_change=switch_here,
        )
        # Always drawn: a box that comes with its value from the callback is left out of the link.
        at = whole_number("Switched at step", 0, 0, 1, key="at", disabled=slug not in LOSSES)
    return (min(at, steps), slug) if slug in LOSSES else None


def switch_here() -> None:
    """Let the switch be at the step on screen."""
    motion.catch_up("step")
    is_switched = st.session_state["switch"] in LOSSES
    st.session_state["at"] = st.session_state["step"] if is_switched else 0.0


def offer_fair_races() -> None:
    """Offer two presets: with matched rates the start decides, not the rate."""
    with st.container(horizontal=True):
        for kind, title in FAIR_RACES.items():
            st.button(title, on_click=race_fairly, args=(kind,))


def race_fairly(kind: str) -> None:
    """Let both losses leave a preset start with matched rates."""
    st.session_state.update(start=kind, rates="matched", first="mse", second="bce")


def as_python(data: Dataset, choice: Choice, step: int) -> dict[str, object]:
    """Write the choice for the passage "open-in-python"."""
    later = choice.switch and f"({choice.switch[0]}, LOSSES[{choice.switch[1]!r}])"
    return {
        **choice._asdict(),
        "switch": later,
        "data": data.slug,
        "features": data.feature_names,
        "standardised": data.standardised,
        "step": step,
    }


def whole_number(
    title: str, least: int, default: int, step: int, *, key: str, disabled: bool = False
) -> int:
    """Choose a whole number up to 5000; Streamlit 1.67 fails on 1e999 for a box of whole ones."""
    return int(
        st.number_input(
            title,
            *map(float, (least, 5000, default, step)),
            format="%.0f",
            key=key,
            bind="query-params",
            width=150,
            disabled=disabled,
        )
    )


parts = layout.parts(words)
with parts.controls:
    slug = controls.select("Data", [*DATASETS, own_data.SLUG], key="data", default=FALLBACK)
    kind = controls.choice("Start", [*STARTS, "own"], key="start")
    losses = (
        controls.select("First loss", list(LOSSES), key="first", default="mse", width=110),
        controls.select("Second loss", list(LOSSES), key="second", default="bce", width=110),
    )
    pairing = controls.choice("Learning rates", PAIRINGS, key="rates")
    with st.popover("More"):
        rate = st.number_input(
            "Learning rate",
            *(0.001, 100.0, 0.5, 0.1),
            format="%g",
            key="rate",
            bind="query-params",
            disabled=pairing == "best",
        )
        optimizer = controls.select(
            "Optimiser", list(OPTIMIZERS), key="optimizer", default="gradient_descent"
        )
        steps = whole_number("Steps", 1, 200, 100, key="steps")
        data, identity = choose_data(slug)
        start = choose_start(kind, data)

with parts.picture:
    top, bar, under = st.columns(3), st.container(), st.container()
with under:
    switch = choose_switch()
    offer_fair_races()

choice = Choice(losses, start, optimizer, rate, pairing, steps, switch)
is_shared = data.slug != own_data.SLUG
cached_run, cached_draw = FOR_ALL if is_shared else FOR_SESSION
# The second loss is never switched: its run is the same whatever becomes of the first.
unswitched = choice._replace(switch=None)
with parts.picture:
    runs = [
        cached_run(data, identity, each, place) for place, each in enumerate((choice, unswitched))
    ]
seen = cached_draw(runs, data, identity, choice, layout.size_name())

for place, (key, alt) in zip(top, TOP_ROW.items(), strict=True):
    with place:
        motion.chart(seen.pictures[key], key=key, alt=alt, keep=is_shared)
with parts.more:
    for place, (key, name) in zip(st.columns(3), measures.MEASURES.items(), strict=True):
        with place:
            alt = f"{name.capitalize()} of both runs against the step."
            motion.chart(seen.pictures[key], key=key, alt=alt, keep=is_shared)
with bar:
    frame = motion.control(
        "step",
        label="step",
        values=seen.steps,
        default=120,
        bounds=(0, 5000),
        charts=list(seen.pictures),
        captions=seen.captions,
        decimals=0,
    )

with parts.more:
    for refusal in {run.refusal for run in seen.race.runs if run.refusal}:
        st.info(f"{refusal}: gradient descent is used instead.")
    st.table(measures.weights(seen.race, data, seen.steps[frame]))
    plane = words["weight-and-bias" if len(start) == 2 else "weights-and-bias"]
    st.markdown(
        words["where-it-ends"].format(
            minima=seen.ends["minima"],
            rates=seen.ends["rates"],
            scale=words["standardised" if data.standardised else "not-standardised"],
            plane=plane.format(distance=seen.ends["distance"]),
            pairing=words.lines("pairing")[pairing].format(searched=MOST_SEARCHED),
        )
    )
    layout.explanation(
        words,
        "what-is-plotted",
        "why-squared-error-crawls",
        "a-fair-race",
        "a-plateau",
        "the-safe-learning-rate",
        "what-a-step-costs",
        "what-textbooks-get-wrong",
    )
    if data.slug in DATASETS:
        downloads.open_in_python(words, as_python(data, choice, seen.steps[frame]))
    downloads.save(
        "Whole run (CSV)", partial(race_csv, data, choice, seen.race), "live-fit-run.csv"
    )
    # Data of one's own stay in this session: the surface then opens with its own default.
    known = {"surface-data": data.slug} if data.slug in DATASETS else {}
    st.page_link(
        "pages/one_neuron/loss_surface.py",
        label="See also: the same losses as landscapes",
        query_params=known,
    )
    layout.closing(words, __file__)
