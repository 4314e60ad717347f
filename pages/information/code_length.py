"""Code length: entropy as the best mean length, cross-entropy as the price of a wrong code."""

import streamlit as st

from pages.figures import code_length as figures
from pages.models import code_length as model
from pages.models.code_length import OUTCOMES, UNIT_NAMES, Choice
from pages.shared import caching, controls, layout, motion, text

HAPPENS = (5, 3, 2, 1, 1, 1, 1, 1)
BELIEVED = (2, 3, 5, 1, 1, 1, 1, 1)
PRESETS = {
    "example": ((5, 3, 2), (2, 3, 5)),
    "powers": ((4, 2, 1, 1), (1, 1, 1, 1)),
    "nearly-sure": ((98, 2), (1, 1)),
    "ruled-out": ((5, 3, 2), (1, 1, 0)),
}
COUNTS = ("2", "3", "4", "5", "6", "7", "8")


def take_preset(happens: tuple[int, ...], believed: tuple[int, ...]) -> None:
    """Set the link's parameters to an example."""
    st.session_state["outcomes"] = str(len(happens))
    for name, part, other in zip(OUTCOMES, happens, believed, strict=False):
        st.session_state[f"happens-{name}"] = float(part)
        st.session_state[f"believed-{name}"] = float(other)


def boxes(kind: str, parts: tuple[int, ...], count: int) -> tuple[float, ...]:
    """Draw one box of parts for each outcome."""
    limits = {"min_value": 0.0, "max_value": 100.0, "step": 1.0, "format": "%.1f"}
    return tuple(
        st.number_input(
            words.fill(kind, name=name),
            value=float(part),
            key=f"{kind}-{name}",
            bind="query-params",
            **limits,
        )
        for name, part in zip(OUTCOMES[:count], parts, strict=False)
    )


words = text.read(__file__)
parts = layout.parts(words)

with parts.controls:
    count = int(controls.select(words, "outcomes", COUNTS, default="3"))
    unit = controls.choice(words, "lengths-in", UNIT_NAMES)
    with st.popover(words["parts"]):
        left, right = st.columns(2)
        with left:
            happens = boxes("happens", HAPPENS, count)
        with right:
            believed = boxes("believed", BELIEVED, count)
    for name, preset in PRESETS.items():
        st.button(words[f"preset.{name}"], on_click=take_preset, args=preset)

choice = Choice(happens, believed, unit)
view = caching.for_everybody(figures.view)(choice, words, layout.size())
with parts.picture:
    handle = motion.show(
        view, "belief", label=words["belief"], default=1.0, columns=[3, 2], decimals=2
    )

codes = caching.for_everybody(model.compute)(choice)
with parts.more:
    if not any(happens) or not any(believed):
        st.info(words["no-parts"])
    layout.passages(words, "wrong-code")
    st.latex(figures.formula(codes, choice, words))
    handle.follow(lambda step: layout.table(figures.table(codes, step, unit, words)))
    layout.passages(words, "logarithm")
    motion.picture(view, "contents")
    layout.explanation(words, "bounds", "whole-lengths", "what-textbooks-get-wrong")
    layout.closing(words, __file__)
