"""Two outcomes: cross-entropy is entropy and divergence, one upon the other."""

import streamlit as st

from pages.figures import two_outcomes as figures
from pages.models.two_outcomes import DRAGS, UNITS, Choice, same_pair
from pages.shared import caching, controls, downloads, layout, motion, text

PRESETS = {
    "fair-coin": (0.5, 0.5, "bit"),
    "sure-label": (1.0, 0.8, "nat"),
    "mirrored": (0.2, 0.8, "nat"),
    "not-mirrored": (0.2, 0.5, "nat"),
}
START = {"p": 0.2, "q": 0.5}


def take_preset(p: float, q: float, unit: str) -> None:
    """Set the link's parameters to an example."""
    st.session_state.update(p=p, q=q, unit=unit)


words = text.read(__file__)
parts = layout.parts(words)

with parts.controls:
    drag = controls.choice(words, "drag", DRAGS)
    other = "p" if drag == "q" else "q"
    fixed = controls.probability(words, other, default=START[other])
    unit = controls.choice(words, "unit", UNITS)
    for name, preset in PRESETS.items():
        st.button(words[f"preset.{name}"], on_click=take_preset, args=preset)

choice = Choice(drag, fixed, unit)
view = caching.for_everybody(figures.view)(choice, words, layout.size())
with parts.picture:
    handle = motion.show(
        view,
        drag,
        label=words.called("drag", drag),
        default=START[drag],
        columns=[3, 2],
        decimals=2,
    )


def pair(step: int) -> tuple[float, float]:
    """Return p and q at a step."""
    p, q = choice.pair(view.steps[step])
    return float(p), float(q)


with parts.more:
    layout.passages(words, "sums")
    handle.follow(lambda step: st.latex(figures.formulas(*pair(step), unit)))
    st.subheader(words.title(f"against-{drag}"), anchor=False)
    st.markdown(words[f"against-{drag}"])
    layout.explanation(
        words, "special-values", "units", "binary-cross-entropy", "what-textbooks-get-wrong"
    )

    @handle.follow
    def onward(step: int) -> None:
        """Offer the lines of Python for a step, and lead on to the same pair as a loss."""
        p, q = pair(step)
        downloads.open_in_python(words, {"p": p, "q": q, "unit": unit})
        st.page_link(
            "pages/one_neuron/logit_gradient.py",
            label=words.fill("see-also", p=f"{p:.2f}", q=f"{q:.2f}"),
            query_params=same_pair(p, q),
        )

    layout.closing(words, __file__)
