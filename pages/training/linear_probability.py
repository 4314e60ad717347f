"""Linear probability: a line or a sigmoid for a label, and a number cut into classes."""

import streamlit as st

from pages.figures import linear_probability as flips
from pages.figures import linear_probability_bins as bins
from pages.models import linear_probability as model
from pages.shared import caching, controls, layout, motion, text

words = text.read(__file__)
parts = layout.parts(words)


def flips_part() -> None:
    """Drag the share of flipped labels."""
    with parts.controls:
        choice = model.Choice(controls.select(words, "flip-data", model.DATA, kind="data"))
    view = caching.for_everybody(flips.view)(choice, words, layout.size())
    with parts.picture:
        handle = motion.show(
            view, "flipped", label=words["flipped"], default=10, columns=[3, 2], decimals=0
        )
    found = model.computed(choice)
    with parts.more:
        handle.follow(lambda step: st.latex(flips.normal_equations(found, step)))
        st.header(words["what-is-regressed"], anchor=False)
        places = [*st.columns(2), *st.columns(2)]
        for place, key in zip(places, ("log-odds", "reliability", "flip-errors"), strict=False):
            with place:
                st.markdown(words[key])
                motion.picture(view, key)
        with places[-1]:
            handle.follow(lambda step: layout.table(flips.score_rows(found, step, words)))
            st.caption(words["scores"])
        layout.passages(words, "regresses-log-odds", "calibration")


def bins_part() -> None:
    """Drag the number of bins that an age is cut into."""
    view = caching.for_everybody(bins.view)(words, layout.size())
    with parts.picture:
        label = words["bins"]
        motion.show(view, "bins", label=label, default=2, columns=[1, 1], decimals=0)
    with parts.more:
        st.caption(words["ages"])
        layout.passages(words, "number-or-class")


with parts.controls:
    part = controls.choice(words, "between", ("flips", "bins"))
{"flips": flips_part, "bins": bins_part}[part]()

with parts.more:
    layout.explanation(words, "closed-form", "saturation", "squared-error-not-bad")
    layout.explanation(words, "what-textbooks-get-wrong")
    st.page_link("pages/many_classes/softmax.py", label=words["to-softmax"])
    st.page_link("pages/many_classes/soft_labels.py", label=words["to-soft-labels"])
    flipped = {"data": "flipped"}
    st.page_link("pages/training/live_fit.py", label=words["to-live-fit"], query_params=flipped)
    layout.closing(words, __file__)
