"""The live fit: two losses leave one start in lock-step, and one may be switched on the way."""

from dataclasses import replace
from functools import partial

import streamlit as st

from core.comparison import Comparison
from core.datasets import DATASETS
from core.initial import STARTS
from core.losses import LOSSES
from core.optimizers import OPTIMIZERS
from core.rates import PAIRINGS
from pages.figures import live_fit as figures
from pages.figures.style import hall_size
from pages.models import live_fit as model
from pages.models.live_fit import MEASURES, Choice
from pages.shared import caching, controls, downloads, layout, motion, own_data, run_controls, text
from pages.shared.downloads import runs as files

FALLBACK = "breast-cancer"
LARGE_ROW = 345  # pixels: leaves room for the control in the lecture hall

words = text.read(__file__)
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
        steps = run_controls.steps(words, "steps", 1, 200, 100)
        data = own_data.dataset(
            words,
            slug,
            fallback=FALLBACK,
            upload=parts.more if layout.is_large() else parts.picture,
            told=parts.picture,
        )
        start = run_controls.start(words, kind, data)

with parts.picture:
    stage = st.container()
    switch = run_controls.switch(words, steps)
    run_controls.fair_starts(words)

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
    handle = motion.show(
        view,
        "step",
        label=words["step"],
        default=120,
        bounds=(0, run_controls.MOST_STEPS),
        columns=[1, 1, 1],
        decimals=0,
        keep=is_shared,
    )

with parts.more:
    for column, key in zip(st.columns(3), MEASURES, strict=True):
        with column:
            motion.picture(view, key, keep=is_shared)
    for refusal in figures.refusals(comparison, choice, words):
        st.info(refusal)
    st.header(words.title("where-it-ends"), anchor=False)

    @handle.follow
    def weights(step: int) -> None:
        """Show the weights at a step."""
        layout.table(figures.weights(comparison, data, int(view.steps[step]), words))

    st.markdown(figures.ends(comparison, data, choice, words))
    layout.passages(words, "why-it-crawls")
    layout.explanation(
        words, "plotted", "fair-race", "plateau-rate-cost", "what-textbooks-get-wrong"
    )
    if is_shared:

        @handle.follow
        def as_python(step: int) -> None:
            """Offer the lines of Python for a step."""
            lines = files.live_fit_in_python(data, choice, int(view.steps[step]))
            downloads.open_in_python(words, lines)

    downloads.save(
        words["save-run"],
        partial(files.live_fit_csv, words, data, choice, comparison),
        "live-fit-run.csv",
    )
    # Data of one's own stay in this session: the surface then opens with its own default.
    known = {"surface-data": data.slug} if is_shared else {}
    st.page_link("pages/one_neuron/loss_surface.py", label=words["see-also"], query_params=known)
    layout.closing(words, __file__)
