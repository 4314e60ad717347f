"""When to stop: training on one part of the data, judged on the part held out."""

from functools import partial

import streamlit as st

from pages.figures import hold_out as figures
from pages.models import hold_out as model
from pages.shared import caching, controls, downloads, layout, motion, text
from pages.shared.downloads.runs import hold_out_csv

CONTROLS = {
    "step": {"link": "stop", "default": 1000, "bounds": (1, 5000), "decimals": 0},
    "ridge": {"link": "ridge-power", "default": -4.0, "bounds": (-5.0, 1.0)},
}
words = text.read(__file__)
parts = layout.parts(words)

with parts.controls:
    data = controls.select(words, "divided-data", model.divisible(), kind="data")
    drag = controls.choice(words, "stopped-by", model.DRAGS)
    offered = model.trainable(drag)
    loss = controls.select(words, "trained-with", offered, default="bce", kind="loss")
    share = controls.select(words, "held-out", model.SHARES, default="0.3", width=110)
    ridge = controls.choice(words, "ridge", model.RIDGES) if drag == "step" else "0"
    with controls.more(words):
        seed = controls.number(words, "seed", 0.0, 99.0, 0.0, 1.0, format="%.0f")
        rate = controls.number(words, "hold-out-rate", 0.01, 10.0, 1.0, 0.1, format="%g")

choice = model.Choice(data, loss, drag, float(ridge), float(share), int(seed), rate)
view = caching.for_everybody(figures.view)(choice, words, layout.size())
with parts.picture:
    label = words[f"control.{drag}"]
    handle = motion.show(view, **CONTROLS[drag], label=label, columns=[1, 1, 1])

trained = model.train(choice)
with parts.more:
    handle.follow(lambda step: st.latex(figures.formula(trained, step)))
    left, right = st.columns([2, 3])
    with left:
        motion.picture(view, "error-rates")
    with right:

        @handle.follow
        def numbers(step: int) -> None:
            """Show the numbers of a step."""
            layout.table(figures.rows(trained, step, words))
            st.markdown(figures.this_run(trained, step, words))

        if drag == "ridge":
            st.markdown(words["losses-with-kinks"])
    layout.passages(words, "calibration", "held-out-examples")
    layout.explanation(words, "ridge-penalty", "ridge-and-early-stopping", "endless-growth")
    layout.explanation(words, "what-textbooks-get-wrong")
    if trained.history:
        run = partial(hold_out_csv, words, trained)
        downloads.save(words["save-run"], run, "hold-out-run.csv")
    st.page_link(
        "pages/likelihood/noise_model.py",
        label=words["see-also"],
        query_params={"noise": "logistic", "prior": "1"},
    )
    layout.closing(words, __file__)
