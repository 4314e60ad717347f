"""Controls that pages share: titles on screen, slugs in the link.

A control that is bound to the link writes what it shows. So where titles differ from slugs, the
bound control holds the slugs and is hidden, and beside it stands one with titles that sets it.
Words of a control have its key as id: ``slope`` its title, ``slope.signed`` that of an option.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import get_script_run_ctx

from core.losses import LOSSES
from pages.words.text import Text


def choice(
    words: Text,
    key: str,
    options: Sequence[str],
    *,
    default: str = "",
    kind: str = "",
    titles: Mapping[str, str] | None = None,
    on_change: Callable[[], None] | None = None,
) -> str:
    """Choose one of a few.

    Parameters
    ----------
    words : Text
        The page's text.
    key : str
        Name of the parameter in the link, unique in the app, and id of the words.
    options : sequence of str
        Slugs, as they stand in the link.
    default : str
        One of `options`, also for a link with an empty value; the first without it.
    kind : str
        Id of the titles of options for which the key has none, as "loss" or "data".
    titles : mapping of str to str, optional
        By slug, where they are no words of the page.
    on_change : callable
        Called when another option is chosen.

    Returns
    -------
    str
        The chosen slug.
    """
    shown = titles or _titles(words, key, options, kind)
    default = default or options[0]

    def draw(at: str | None, **bound: Any) -> str | None:
        return st.segmented_control(words[key], options, default=at, required=True, **bound)

    return _draw(draw, key, shown, default, on_change) or default


def select(
    words: Text,
    key: str,
    options: Sequence[str],
    *,
    default: str = "",
    kind: str = "",
    titles: Mapping[str, str] | None = None,
    label: str = "",
    width: int = 190,
) -> str:
    """Choose one of many.

    Parameters
    ----------
    words, key, options, kind
        As in `choice`.
    default : str
        One of `options`; the first without it.
    titles
        As in `choice`.
    label : str
        What stands above it, if not the words of its key.
    width : int
        Pixels.

    Returns
    -------
    str
        The chosen slug.
    """
    shown = titles or _titles(words, key, options, kind)

    def draw(at: str | None, **bound: Any) -> str:
        index = list(options).index(at or options[0])
        return st.selectbox(label or words[key], options, index, width=width, **bound)

    return _draw(draw, key, shown, default)


def losses(words: Text, key: str, *, default: Sequence[str]) -> tuple[str, ...]:
    """Choose one or more losses; an empty choice means the default.

    Parameters
    ----------
    words, key
        As in `choice`.
    default : sequence of str
        Slugs.

    Returns
    -------
    tuple of str
        Slugs in the order of LOSSES, however they were chosen.
    """
    options = list(LOSSES)
    titles = _titles(words, "loss-short", options)

    def draw(at: list[str] | None, **bound: Any) -> list[str]:
        return st.pills(words["losses"], options, default=at, selection_mode="multi", **bound)

    chosen = _draw(draw, key, titles, list(default))
    return tuple(slug for slug in LOSSES if slug in (chosen or default))


def label(words: Text, key: str) -> float:
    """Choose the label 1 or 0, or a soft label between them.

    Parameters
    ----------
    words, key
        As in `choice`; the name of the soft label ends in ``-soft``.

    Returns
    -------
    float
        Label in [0, 1].
    """
    titles = _titles(words, "label", ["1", "0", "soft"])

    def draw(at: str | None, **bound: Any) -> str | None:
        label, options = words["label"], list(titles)
        return st.segmented_control(label, options, default=at, required=True, **bound)

    kind = _draw(draw, key, titles, "1") or "1"
    if kind != "soft":
        return float(kind)
    return number(words, f"{key}-soft", 0.0, 1.0, 0.3, 0.05, label=words["label-soft"])


def number(
    words: Text,
    key: str,
    low: float,
    high: float,
    default: float,
    step: float,
    *,
    label: str = "",
    place: DeltaGenerator | None = None,
    **more: Any,
) -> float:
    """Choose a number.

    Parameters
    ----------
    words, key
        As in `choice`; words of the id ``key.help`` explain it.
    low, high, default, step : float
        Bounds, where it stands at first, and what an arrow changes.
    label : str
        What stands above it, if not the words of its key.
    place : DeltaGenerator
        Where, if not here.
    **more
        Of `st.number_input`.

    Returns
    -------
    float
        In [low, high].
    """
    hint = words.words.get(f"{key}.help")
    return (place or st).number_input(
        label or words[key],
        *(low, high, default, step),
        key=key,
        bind="query-params",
        help=hint,
        **more,
    )


def probability(words: Text, key: str, *, default: float) -> float:
    """Choose a probability in hundredths: what is shown is what is meant.

    Parameters
    ----------
    words, key
        As in `choice`.
    default : float
        In [0, 1].

    Returns
    -------
    float
        In [0, 1], with two decimals.
    """
    return round(number(words, key, 0.0, 1.0, default, 0.01, format="%.2f", width=160), 2)


def pair(
    words: Text, keys: tuple[str, str], *, default: tuple[float, float], limit: float
) -> tuple[float, float]:
    """Choose two numbers side by side.

    Parameters
    ----------
    words
        As in `choice`.
    keys : tuple of str
        Names of the parameters in the link, and ids of their words.
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
        number(words, key, -limit, limit, value, 0.5, place=column)
        for column, key, value in zip(st.columns(2), keys, default, strict=True)
    )
    return first, second


def toggle(words: Text, key: str, *, default: bool = False) -> bool:
    """Switch something on or off; `words` and `key` as in `choice`."""
    return st.toggle(words[key], default, key=key, bind="query-params")


def more(words: Text) -> DeltaGenerator:
    """Make the place for controls that are seldom needed."""
    return st.popover(words["more"])


def _titles(words: Text, key: str, options: Sequence[str], kind: str = "") -> dict[str, str]:
    return {slug: words.called(key, slug, words.called(kind or key, slug)) for slug in options}


def _draw(
    draw: Callable[..., Any],
    key: str,
    titles: Mapping[str, str],
    default: Any,
    on_change: Callable[[], None] | None = None,
) -> Any:
    """Draw a control that is bound to the link, and one with titles where they are needed.

    The next message may interrupt a callback, and brings the same choice without calling it again;
    a server that was started anew calls none in its first run. So what has been taken over is
    remembered, and looked at in every run.
    """
    if all(slug == title for slug, title in titles.items()):
        return draw(default, key=key, bind="query-params", on_change=on_change)
    shown, taken = f"{key}.shown", f"{key}.taken"
    take = partial(_take, key, on_change)
    take()
    with st.container(key=f"slugs-{key}"):  # hidden by page.css
        # Nobody can change it: what it tells otherwise was chosen before, and not yet heard of.
        chosen = draw(default, key=key, bind="query-params", on_change=_echo, args=(key,))
    if taken in st.session_state and st.session_state.get(shown) != chosen:
        st.session_state[shown] = chosen
    told = draw(chosen, key=shown, format_func=lambda slug: titles.get(slug, slug), on_change=take)
    st.session_state[taken] = chosen
    # A first run finds out too late for the link what the server before it has not taken over.
    return chosen if get_script_run_ctx().is_history_navigation else told


def _take(key: str, on_change: Callable[[], None] | None = None) -> None:
    """Take over what the titles show, if it is not what was taken over last."""
    shown, taken = f"{key}.shown", f"{key}.taken"
    told, before = (st.session_state.get(name) for name in (shown, taken))
    if told is None or before is None or told == before:
        return
    st.session_state[key] = told
    if on_change:
        on_change()
    st.session_state[taken] = told


def _echo(key: str) -> None:
    """Set what is hidden to what the titles show."""
    if (shown := f"{key}.shown") in st.session_state:  # the run before may have been interrupted
        st.session_state[key] = st.session_state[shown]
