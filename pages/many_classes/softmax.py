"""Softmax: many logits, of which one is dragged, and the slopes of two losses in all of them."""

import streamlit as st

from pages.figures import softmax as figures
from pages.models import softmax as model
from pages.models.softmax import CLASSES, INITIAL, Choice
from pages.shared import caching, controls, layout, motion, text

LIMIT = 10.0


def choose_logits(count: int, moved: int) -> tuple[float, ...]:
    """Draw a box for each logit that is not dragged."""
    columns = st.columns(2)
    return tuple(
        INITIAL[k]
        if k == moved
        else controls.number(
            words,
            f"z{k + 1}",
            *(-LIMIT, LIMIT, INITIAL[k], 0.1),
            label=words.fill("other-logit", k=k + 1),
            place=columns[k % 2],
            format="%.1f",
        )
        for k in range(count)
    )


def equalise() -> None:
    """Set all logits to 0."""
    st.session_state.update({f"z{k}": 0.0 for k in range(1, len(INITIAL) + 1)})


words = text.read(__file__)
parts = layout.parts(words)

with parts.controls:
    count = int(controls.select(words, "classes", list(map(str, CLASSES)), default="3"))
    numbers = [str(k) for k in range(1, count + 1)]
    moved = int(controls.select(words, "moved", numbers, default="2")) - 1
    right = int(controls.select(words, "truth", numbers)) - 1
    with st.popover(words["other-logits"]):
        z = choose_logits(count, moved)
        constant = controls.number(words, "constant", -100.0, 100.0, 0.0, 1.0)
        feature = controls.number(words, "feature", -10.0, 10.0, 2.0, 0.5)
    st.button(words["all-equal"], on_click=equalise)

choice = Choice(z, right, moved, constant, feature)
view = caching.for_everybody(figures.view)(choice, words, layout.size())
with parts.picture:
    handle = motion.show(
        view,
        f"z{moved + 1}",
        label=words.fill("logit-of-class", k=moved + 1),
        default=INITIAL[moved],
        columns=[3, 2],
    )

chain = model.compute(choice)
with parts.more:

    @handle.follow
    def slopes(step: int) -> None:
        """Show the slopes at a step, and the chain rule that gives them."""
        st.latex(figures.slope_formulas(chain, choice, step))
        st.header(words.title("chain"), anchor=False)
        layout.table(figures.chain_rows(chain, choice, step, words))
        st.markdown(words.fill("chain", **figures.values(chain, choice, step)))

    layout.passages(words, "coupled")
    if count == 3:
        st.header(words.title("simplex"), anchor=False)
        for slug, column in zip(model.LOSSES, st.columns(2), strict=True):
            with column:
                st.markdown(f"**{words.called('loss', slug).capitalize()}**")
                motion.picture(view, f"simplex-{slug}")
        st.markdown(words["simplex"])
    layout.explanation(words, "two-and-many")
    with st.expander(words.title("jacobian")):
        handle.follow(lambda step: layout.table(figures.jacobian_rows(chain, step, words)))
        st.markdown(words["jacobian"])
    layout.explanation(words, "squared-error", "what-textbooks-get-wrong")
    layout.closing(words, __file__, temperature="1")
