"""Controls that several pages share. Each is bound to the link; options are slugs."""

from collections.abc import Sequence

import streamlit as st

from core.losses import LOSSES, Loss


def choice(title: str, options: Sequence[str], *, key: str) -> str:
    """Choose one of a few; the first is the default."""
    return st.segmented_control(
        title, options, default=options[0], required=True, key=key, bind="query-params"
    )


def losses(key: str, *, default: Sequence[str]) -> list[Loss]:
    """Choose one or more losses; an empty choice means the default."""
    slugs = st.pills(
        "Losses",
        list(LOSSES),
        selection_mode="multi",
        default=list(default),
        key=key,
        bind="query-params",
    )
    return [LOSSES[slug] for slug in slugs or default]


def label(key: str) -> float:
    """Choose the label 1 or 0, or a soft label between them."""
    kind = choice("Label y", ["1", "0", "soft"], key=key)
    if kind != "soft":
        return float(kind)
    return st.number_input(
        "Soft label", 0.0, 1.0, 0.3, 0.05, key=f"{key}-soft", bind="query-params"
    )
