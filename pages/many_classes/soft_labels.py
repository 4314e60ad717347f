"""Soft labels: a temperature is dragged; cross-entropy and KL move as one curve, shifted."""

import streamlit as st

from pages.figures import latent
from pages.figures import soft_labels as figures
from pages.models.latent import Gaussian
from pages.models.soft_labels import CLASSES, TARGETS, Choice
from pages.shared import caching, controls, layout, motion, text

words = text.read(__file__)
parts = layout.parts(words)


def choose_logits(who: str, initial: tuple[float, ...]) -> tuple[float, ...]:
    """Draw a box for each logit of teacher or student."""
    return tuple(
        controls.number(
            words,
            f"{who}-{name}",
            *(-10.0, 10.0, value, 0.5),
            label=words.fill(f"logit-of.{who}", name=words.called("class", name)),
            format="%.1f",
        )
        for name, value in zip(CLASSES, initial, strict=True)
    )


def slide(key: str, low: float, initial: float) -> float:
    """Draw a slider up to 3; what is shown is what is meant."""
    drawn = st.slider(
        words[key], low, 3.0, initial, 0.1, format="%.1f", key=key, bind="query-params"
    )
    return round(drawn, 1)


with parts.controls:
    target, amount = controls.choice(words, "target", TARGETS), 0.1
    if target == "smoothed":
        amount = controls.probability(words, "smoothing", default=0.1)
    reverse = controls.toggle(words, "reverse")
    with st.popover(words["logits"]):
        left, right = st.columns(2)
        with left:
            teacher = choose_logits("teacher", (6.0, 3.0, 0.0))
        with right:
            student = choose_logits("student", (1.0, 3.0, 0.0))

choice, size = Choice(target, amount, teacher, student, reverse), layout.size()
view = caching.for_everybody(figures.view)(choice, words, size)
with parts.picture:
    handle = motion.show(
        view,
        "temperature",
        label=words["temperature"],
        default=4.0,
        columns=[2, 3],
        standing=latent.KEYS,
        decimals=2,
    )

with parts.more:
    if reverse and choice.is_one_hot:
        st.info(words["one-hot"])

    @handle.follow
    def slopes(step: int) -> None:
        """Show the slopes at a step."""
        st.latex(figures.slope_formula(choice, step, words))
        layout.table(figures.rows(choice, step, words))

    layout.passages(words, "kinds", "report")
    st.header(words.title("strengths"), anchor=False)
    left, right = st.columns([3, 2], vertical_alignment="center")
    with left:
        motion.picture(view, "soft-strengths")
    with right:
        st.markdown(words["strengths"])
    layout.passages(words, "regulariser")
    left, right = st.columns(2)
    with left:
        mu = slide("latent-mean", -3.0, 1.0)
    with right:
        sigma = slide("latent-deviation", 0.1, 0.5)
    code = Gaussian(mu, sigma)
    standing = caching.for_everybody(latent.view)(code, words, size)
    for key, column in zip(standing.figures, (left, right), strict=True):
        with column:
            motion.picture(standing, key)
    st.latex(latent.formula(code))
    layout.explanation(words, "one-curve", "reverse-kl", "closed-form", "what-textbooks-get-wrong")
    layout.closing(words, __file__)
