"""The learning rate: one run at many rates, with the bounds that the curvature gives."""

import streamlit as st

from core.datasets import DATASETS
from core.losses import LOSSES
from core.step_size import Runs
from pages.figures import learning_rate as figures
from pages.models import learning_rate as model
from pages.models.learning_rate import FEATURES, STARTS, Choice, Study
from pages.shared import caching, controls, layout, motion, text

words = text.read(__file__)
parts = layout.parts(words)

with parts.controls:
    data = controls.select(words, "rate-data", list(DATASETS), default="trap", kind="data")
    loss = controls.select(words, "rate-loss", list(LOSSES), default="bce", kind="loss")
    start = controls.choice(words, "rate-start", STARTS)
    with controls.more(words):
        feature = controls.choice(words, "rate-feature", list(FEATURES))
        scaled = controls.toggle(words, "rate-scaled", default=True)

choice = Choice(loss, data, start, feature, scaled)
with parts.picture:  # in two parts, so that another choice need not wait until both are done
    runs = caching.for_everybody(model.run, spinner=words["running"])(choice)
    judged = caching.for_everybody(model.study, spinner=words["judging"], follows=(Runs,))
    study = judged(choice, runs)
view = caching.for_everybody(figures.view, follows=(Study,))(choice, study, words, layout.size())
with parts.picture:
    motion.show(
        view,
        "learning-rate",
        label=words["learning-rate"],
        default=0.5,
        bounds=(0.0, 2000.0),
        columns=[1, 1, 1],
        decimals=model.decimals(view.steps[0]),
    )

shown = {"walked": model.WALKED, "shown": model.SHOWN, "last": model.LAST, "steps": model.STEPS}
with parts.more:
    st.header(words.title("pictures"), anchor=False)
    st.markdown(figures.bounds(study, words))
    st.markdown(words.fill("pictures", **shown))
    st.header(words.title("plateau"), anchor=False)
    left, right = st.columns([3, 2], vertical_alignment="center")
    with left:
        motion.picture(view, "rate-plateau")
    with right:
        st.markdown(words.fill("plateau", **figures.plateau_numbers()))
    st.header(words.title("scaling"), anchor=False)
    layout.table(figures.scaling_rows(words))
    st.caption(words["table"])
    st.markdown(words["scaling"])
    layout.explanation(words, "safe-rate", "too-large", "trap", "what-textbooks-get-wrong")
    layout.closing(words, __file__, **{"map-data": data})
