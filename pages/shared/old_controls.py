"""Controls that several pages share. Each is bound to the link; options are slugs."""

from collections.abc import Sequence

import streamlit as st

from core.losses import LOSSES, Loss


def choice(title: str, options: Sequence[str], *, key: str) -> str:
    """Choose one of a few; the first is the default, also for a link with an empty value.

    Parameters
    ----------
    title : str
        Words above the control.
    options : sequence of str
        Slugs, as they stand in the link and on screen.
    key : str
        Name of the parameter in the link; unique in the app.

    Returns
    -------
    str
        The chosen slug.
    """
    chosen = st.segmented_control(
        title, options, default=options[0], required=True, key=key, bind="query-params"
    )
    return chosen or options[0]


def select(title: str, options: Sequence[str], *, key: str, default: str, width: int = 170) -> str:
    """Choose one of many.

    Parameters
    ----------
    title, options, key
        As in `choice`.
    default : str
        One of `options`.
    width : int
        Pixels.

    Returns
    -------
    str
        The chosen slug.
    """
    index = list(options).index(default)
    return st.selectbox(title, options, index=index, key=key, bind="query-params", width=width)


def losses(key: str, *, default: Sequence[str]) -> list[Loss]:
    """Choose one or more losses; an empty choice means the default.

    Parameters
    ----------
    key : str
        Name of the parameter in the link.
    default : sequence of str
        Slugs.

    Returns
    -------
    list of Loss
        In the order of LOSSES, however they were chosen.
    """
    slugs = st.pills(
        "Losses",
        list(LOSSES),
        selection_mode="multi",
        default=list(default),
        key=key,
        bind="query-params",
    )
    return [loss for slug, loss in LOSSES.items() if slug in (slugs or default)]


def label(key: str) -> float:
    """Choose the label 1 or 0, or a soft label between them.

    Parameters
    ----------
    key : str
        Name of the parameter in the link; that of the soft label ends in ``-soft``.

    Returns
    -------
    float
        Label in [0, 1].
    """
    kind = choice("Label y", ["1", "0", "soft"], key=key)
    if kind != "soft":
        return float(kind)
    return st.number_input(
        "Soft label", 0.0, 1.0, 0.3, 0.05, key=f"{key}-soft", bind="query-params"
    )


def probability(title: str, *, key: str, default: float) -> float:
    """Choose a probability in hundredths: what is shown is what is meant.

    Parameters
    ----------
    title, key
        As in `choice`.
    default : float
        In [0, 1].

    Returns
    -------
    float
        In [0, 1], with two decimals.
    """
    value = st.number_input(
        title, 0.0, 1.0, default, 0.01, format="%.2f", width=160, key=key, bind="query-params"
    )
    return round(value, 2)


def pair(
    keys: tuple[str, str], *, default: tuple[float, float], limit: float
) -> tuple[float, float]:
    """Choose two numbers side by side.

    Parameters
    ----------
    keys : tuple of str
        Names of the parameters in the link and, with spaces for hyphens, on screen.
    default : tuple of float
        Where they stand at first.
    limit : float
        Largest size of each.

    Returns
    -------
    tuple of float
        The two numbers.
    """
    first, second = (
        column.number_input(
            key.replace("-", " "), -limit, limit, value, 0.5, key=key, bind="query-params"
        )
        for column, key, value in zip(st.columns(2), keys, default, strict=True)
    )
    return first, second
