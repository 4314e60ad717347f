"""What is kept between runs, and under which key. All tricks with Streamlit's caches are here.

A view is drawn once for each choice, text and size, for everybody: the choice is a frozen record,
a text is known by its file and version (so an edited one is read anew, and no language reaches
another's page), and a size by its numbers.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import streamlit as st

from pages.words.text import Text


@lru_cache(maxsize=128)
def for_everybody(
    function: Callable[..., Any],
    *,
    entries: int = 16,
    spinner: str | bool = False,
    follows: tuple[type, ...] = (),
) -> Callable[..., Any]:
    """Keep what a function returns, one object for all visitors: it must not be changed.

    Parameters
    ----------
    function : callable
        Of a Choice, a Dataset, a Text and a Size, or some of them; one of a module, not of a
        page's script.
    entries : int
        How many results are kept.
    spinner : str or bool
        What is said while it runs for long.
    follows : tuple of type
        Types of arguments that follow from the others, so that they need not be looked at.
    """
    keys = _keys(follows)
    return st.cache_resource(function, max_entries=entries, show_spinner=spinner, hash_funcs=keys)


@lru_cache(maxsize=128)
def for_visitor(
    function: Callable[..., Any],
    *,
    entries: int = 4,
    spinner: str | bool = False,
    follows: tuple[type, ...] = (),
) -> Callable[..., Any]:
    """Keep what a function returns for one visitor alone; parameters as of `for_everybody`."""
    keys = _keys(follows)
    return st.cache_resource(
        function, max_entries=entries, show_spinner=spinner, hash_funcs=keys, scope="session"
    )


def _keys(follows: tuple[type, ...]) -> dict[type, Callable[[Any], Any]]:
    """Return how arguments that Streamlit does not know are told apart."""
    return {Text: lambda text: text.key} | dict.fromkeys(follows, lambda _: None)
