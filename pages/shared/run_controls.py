"""Controls of two runs side by side: where they begin, and what the first one is switched to."""

import streamlit as st

from core.datasets import Dataset
from core.initial import preset_start
from core.losses import LOSSES
from pages.shared import controls, motion
from pages.words.text import Text

MOST_STEPS = 5000
FAIR_STARTS = ("zero", "saturated")


def start(words: Text, kind: str, data: Dataset) -> tuple[float, ...]:
    """Return a preset start, or draw boxes for the visitor's own.

    Parameters
    ----------
    words : Text
        The page's text.
    kind : str
        One of `core.initial.STARTS`, or "own".
    data : Dataset
        What is trained on.

    Returns
    -------
    tuple of float
        Weights and, last, the bias.
    """
    if kind != "own":
        return tuple(preset_start(kind, data.X, data.y, data.slug).tolist())
    keys = [*(f"own-w{k + 1}" for k in range(len(data.feature_names))), "own-b"]
    bounds = (-1000.0, 1000.0, 2.0, 0.5)
    return tuple(
        controls.number(words, key, *bounds, place=column, format="%g")
        for key, column in zip(keys, st.columns(len(keys)), strict=True)
    )


def steps(words: Text, key: str, least: int, default: int, step: int, **more: bool) -> int:
    """Choose a number of steps; Streamlit 1.67 fails on 1e999 for a box of whole numbers.

    Parameters
    ----------
    words, key
        As of `controls.number`.
    least, default, step : int
        Where it begins, where it stands at first, and what an arrow changes.
    **more
        Of `st.number_input`.
    """
    numbers = map(float, (least, MOST_STEPS, default, step))
    return int(controls.number(words, key, *numbers, format="%.0f", width=150, **more))


def switch(words: Text, last: int) -> tuple[int, str] | None:
    """Choose what the first run minimises from the step on screen on.

    Parameters
    ----------
    words : Text
        The page's text.
    last : int
        Step at which the runs end.

    Returns
    -------
    (int, str) or None
        The step of the switch and the slug of the loss.
    """
    with st.container(horizontal=True, vertical_alignment="bottom"):
        options = ["same", *LOSSES]
        slug = controls.choice(words, "switch", options, kind="loss-short", on_change=_switch_here)
        # Always drawn: a box that comes with its value from the callback is left out of the link.
        at = steps(words, "at", 0, 0, 1, disabled=slug not in LOSSES)
    return (min(at, last), slug) if slug in LOSSES else None


def fair_starts(words: Text) -> None:
    """Offer two presets: with matched rates the start decides, not the rate."""
    with st.container(horizontal=True):
        for kind in FAIR_STARTS:
            st.button(words[f"fair.{kind}"], on_click=_compare_fairly, args=(kind,))


def _switch_here() -> None:
    """Let the switch be at the step on screen."""
    motion.catch_up("step")
    is_switched = st.session_state["switch"] in LOSSES
    st.session_state["at"] = st.session_state["step"] if is_switched else 0.0


def _compare_fairly(kind: str) -> None:
    st.session_state.update(start=kind, rates="matched", first="mse", second="bce")
