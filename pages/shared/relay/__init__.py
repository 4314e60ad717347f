"""The hall where the host passes none of its addresses on: by way of the visitor's own session.

A session that wants no hall draws nothing of this. One that does, because its browser has found
that `/room` is not passed on, draws one component in a fragment, which runs when the browser asks
or looks: every two seconds while it follows a room. Streamlit's own timer (`run_every`) would not
do, as it also runs while a scene is being visited, whose settings are then lost.
"""

from pathlib import Path

import streamlit as st

from pages.hall import light_page
from pages.hall.relay import Relay, relay
from pages.lectures import reading
from pages.shared import connection, text
from pages.shared.component import component, rerun_suffices
from pages.words import text as words

_HERE = Path(__file__).parent
_KEY, _RELAY = "relay", "hall-relay"
_relay = component(_HERE / "relay.js")
_screen = component(_HERE / "screen.js")
_PLAIN = "<style>[data-testid=stHeader] { display: none }</style>"


def want() -> None:
    """Relay for this session from now on: the callback of a component that asks for it."""
    if not is_wanted():
        st.session_state[_RELAY] = relay()


def is_wanted() -> bool:
    """Whether this session relays."""
    return _RELAY in st.session_state


def draw() -> None:
    """Draw what relays, for a session that wants it and whose room is not over."""
    if is_wanted() and _own().is_over:
        del st.session_state[_RELAY]
    if is_wanted():
        _draw()


def is_screen() -> bool:
    """Whether the link is that of a phone or of the speaker's screen."""
    return "room" in st.query_params


def screen() -> None:
    """Draw the phone's page, or the speaker's, in the place of everything else."""
    language = text.language()
    st.set_page_config(page_title=words.read(light_page.WORDS, language).question)
    st.html(_PLAIN)
    connection.watch()
    page = light_page.framed("speaker" if "speaker" in st.query_params else "phone", language)
    _screen(key="screen", data={"page": page, "paths": list(reading.PATHS.values())})
    want()
    _draw()


def _draw() -> None:
    """Look from now on, and say which scene this run of the whole script is about."""
    _look([st.query_params.get(name, "") for name in ("lecture", "scene", "reveal")])


@st.fragment
def _look(place: list[str]) -> None:
    asked = (st.session_state.get(_KEY) or {}).get("asked")
    data = {**_own().look(asked), "place": place}
    _relay(key=_KEY, data=data, on_asked_change=rerun_suffices)


def _own() -> Relay:
    found: Relay = st.session_state[_RELAY]
    return found
