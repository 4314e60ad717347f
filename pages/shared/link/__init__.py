"""The link as it arrives: read in its plain form, and told where it cannot be followed.

Streamlit drops a value that a bound control does not take and says nothing. So the frame calls
`arrive` before any control is drawn, which reads the link in plain form, and `refused` after all
of them are, which compares what the link asked for with what the controls stand at.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.shared import lectures
from pages.shared.charts.listed import Listed
from pages.shared.component import component
from pages.shared.lectures import Refused
from pages.shared.link import plain
from pages.shared.link.plain import Text
from pages.shared.own_data import escape
from pages.shared.text import Text as Words
from pages.shared.text import shared

_HERE = Path(__file__).parent
_link = component(_HERE / "link.js")
_astray = component(_HERE / "astray.js")
# What others put into links, to count or to embed.
_OTHERS = re.compile(r"utm_.*|embed|embed_options|fbclid|gclid|msclkid|mc_[ce]id|igshid|si|ref|_ga")
_SHOWN = 24  # characters of a text from the link
_MOST = 4  # parameters that are told one by one


# Before the page is drawn.


def astray(pages: Sequence[st.Page]) -> list[st.Page]:
    """Make a page for the path of this link if it is misspelt: it leads to the page that is meant.

    Without it Streamlit would say "Page not found", and show the first page.

    Parameters
    ----------
    pages : sequence of Page
        Those there are.
    """
    asked = (st.context.url or "").rsplit("/", 1)[-1]
    known = {page.url_path: page for page in pages if page.url_path}
    meant = known.get(plain.path(asked))
    if not meant or asked in known:
        return []

    def lead() -> None:
        _astray(key="astray", data={"path": meant.url_path})

    # Streamlit compares the path as it reads without escapes.
    return [st.Page(lead, title=meant.title, url_path=unquote(asked), visibility="hidden")]


def is_astray(page: st.Page) -> bool:
    """Whether a page only leads to another one."""
    return plain.path(page.url_path) != page.url_path


def arrive(url_path: str) -> None:
    """Read the link in plain form, and remember what it asks for when it is a new one.

    Parameters
    ----------
    url_path : str
        Address of the page.
    """
    given = {name: st.query_params.get_all(name) for name in st.query_params}
    asked = plain.query(given)
    read = {name: [text.plain for text in texts] for name, texts in asked.items()}
    if read != given:
        _rewrite(read)
    _link(key="link", data={"given": given, "plain": read} if read != given else None)
    if st.session_state.get("link.page") != url_path or get_script_run_ctx().is_history_navigation:
        st.session_state["link.page"] = url_path
        st.session_state["link.asked"] = asked
        st.session_state["link.refused"] = []


def _rewrite(parameters: dict[str, list[str]]) -> None:
    """Let the controls find other parameters than the browser sent (Streamlit 1.67, no public way).

    No message goes to the browser, as that would be an entry in its history; link.js follows.
    """
    with get_script_run_ctx().session_state.query_params() as inside:
        inside.clear_with_no_forward_msg(preserve_embed=True)
        for name, values in parameters.items():
            inside.set_with_no_forward_msg(name, values if len(values) > 1 else values[0])
        inside.set_initial_query_params_from_current()


def has_just_come() -> bool:
    """Whether the page is drawn for a link that is new to it, also by going back."""
    return "link.asked" in st.session_state


def correct(name: str, value: str) -> None:
    """Let a control find another value than the link has; the browser's stays as it came.

    Parameters
    ----------
    name : str
        Of the parameter.
    value : str
        What there is instead.
    """
    if name in st.query_params:
        given = {each: st.query_params.get_all(each) for each in st.query_params}
        _rewrite(given | {name: [value]})


# After the page is drawn.


def refused(listed: Listed) -> list[Refused]:
    """List what of the link the page does not use, as long as that is so.

    A run that another one cuts short judges nothing: the next does.

    Parameters
    ----------
    listed : Listed
        What the page shows.
    """
    asked = st.session_state.pop("link.asked", None)
    if asked is not None:
        found = (_judge(name, texts, listed) for name, texts in asked.items())
        st.session_state["link.refused"] = [each for each in found if each]
    return [each for each in st.session_state["link.refused"] if _stands(each, listed)]


def is_refused() -> bool:
    """Whether the page tells that a part of the link cannot be used."""
    return bool(st.session_state.get("link.refused"))


def sentence(faults: Sequence[Refused]) -> str:
    """Say in one sentence of Markdown what cannot be used and what is used instead."""
    words = shared()
    told = [_tell(each, words) for each in faults[:_MOST]]
    if len(faults) > _MOST:
        told.append(words.fill("link.more", count=len(faults) - _MOST))
    return words.fill("link.refused", faults=words.listed(told, "list-of-faults"))


def is_control(name: str) -> bool:
    """Whether a control of the page is bound to a parameter of this name."""
    with get_script_run_ctx().session_state.query_params() as inside:
        return inside.is_bound(name) and name in st.session_state


def _judge(name: str, texts: list[Text], listed: Listed) -> Refused | None:
    if _OTHERS.fullmatch(name) or name == "lecture":  # frame.py tells a lecture that is unknown
        return None
    used = _used(name, listed)
    if _follows(used, [text.plain for text in texts]):
        return None
    return Refused(name, tuple(text.given for text in texts), _written(used))


def _stands(fault: Refused, listed: Listed) -> bool:
    return _written(_used(fault.name, listed)) == fault.used


def _used(name: str, listed: Listed) -> object:
    """Return what stands for a parameter on this page; None if nothing does."""
    if is_control(name):
        value = st.session_state[name]
        return "" if value is None else value
    cameras = [each.data["camera"] for each in listed.controls if each.data["keeps_camera"]]
    if name == "camera" and cameras:
        return st.query_params.get("camera", "") if any(cameras) else shared()["first-view"]
    if name == "still":
        return st.query_params.get("still") == "true"
    shown = lectures.current()
    if shown and name == "scene":
        return shown.stop.number
    if shown and name == "reveal":
        return "1" if st.query_params.get("reveal") == "1" else ""
    return None


def _follows(used: object, texts: list[str]) -> bool:
    if used is None:
        return False
    if isinstance(used, list):
        return {*texts} - {""} == {*used}
    if len(texts) > 1:
        return False
    if isinstance(used, int | float) and not isinstance(used, bool):
        return _number(texts[0]) == used
    return texts[0] == _written(used)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _written(used: object) -> str | None:
    """Write a value as it stands in a link."""
    if used is None:
        return None
    if isinstance(used, list):
        return ", ".join(used)
    if isinstance(used, bool):
        return str(used).lower()
    return f"{used:.6g}" if isinstance(used, float) else str(used)


def _tell(fault: Refused, words: Words) -> str:
    def quoted(text: str) -> str:
        return words.fill("quoted", text=escape(_cut(text)))

    if fault.used is None:
        return words.fill("link.unknown", name=quoted(fault.name))
    asked = words.listed([quoted(text) for text in fault.asked[:_MOST]]) or words["nothing"]
    used = escape(_cut(fault.used)) or words["nothing"]
    return words.fill("link.instead", name=quoted(fault.name), asked=asked, used=used)


def _cut(text: str) -> str:
    seen = "".join(c if c.isprintable() else " " for c in text[: _SHOWN + 1])
    return seen if len(text) <= _SHOWN else f"{seen[:_SHOWN]}…"
