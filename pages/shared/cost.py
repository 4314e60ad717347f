"""What a gradient costs on the machine that serves the page, measured once per process."""

import time

import numpy as np
import streamlit as st

from core.losses import LOSSES, Loss

_LOGITS = 100_000
_ROUNDS = 5


@st.cache_resource(max_entries=1, show_spinner=False)
def gradient_cost() -> dict[str, str]:
    """Time the two gradients that the lecture compares.

    Returns
    -------
    dict of str
        Nanoseconds per example, best of five rounds, by slug.
    """
    z = np.random.default_rng(0).normal(size=_LOGITS)
    y = (z > 0).astype(float)
    return {slug: f"{1e9 * _fastest(LOSSES[slug], z, y) / _LOGITS:.0f}" for slug in ("bce", "mse")}


def _fastest(loss: Loss, z: np.ndarray, y: np.ndarray) -> float:
    rounds = []
    for _ in range(_ROUNDS):
        start = time.perf_counter()
        loss.gradient(z, y)
        rounds.append(time.perf_counter() - start)
    return min(rounds)
