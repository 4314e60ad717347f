"""The frame of a page's own content: question, controls, picture, explanation, the way on."""

from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.figures.style import SIZES, Size
from pages.shared import catalogue, lectures, presenter
from pages.shared.text import Text
from pages.words.tables import markdown_table


class Parts(NamedTuple):
    """Where a page puts its parts; on a projector the picture comes before the controls."""

    controls: DeltaGenerator
    picture: DeltaGenerator
    more: DeltaGenerator


def is_large() -> bool:
    """Whether the page is shown in the lecture hall's size, as in every lecture."""
    return st.session_state.get("size") == "large" or lectures.current() is not None


def size_name() -> str:
    """Which of SIZES the figures of this run have; a large hall tells when it shows a lecture."""
    if not is_large():
        return "normal"
    return "huge" if lectures.current() and presenter.is_huge() else "large"


def size() -> Size:
    """Text, lines and markers for the figures of this run."""
    return SIZES[size_name()]


def parts(words: Text) -> Parts:
    """Draw the page's question and its quiet line, and lay out the parts under it.

    Parameters
    ----------
    words : Text
        The page's text.

    Returns
    -------
    Parts
        Containers to fill in any order.
    """
    if not lectures.current():
        st.title(words.question, anchor=False)
    if not is_large():
        st.caption(words.hint)
    with st.container(key="rooms"):
        if is_large():
            picture, controls = st.container(key="picture"), _row()
        else:
            controls, picture = _row(), st.container(key="picture")
    more = st.container(key="more")
    more.caption(words.fill("aims", needs=words["needs"], afterwards=words["afterwards"]))
    return Parts(controls, picture, more)


def table(rows: list[dict[str, str]]) -> None:
    """Draw a table.

    Streamlit's own table asks the browser for 0.9 MB of code and the server for pandas and Arrow.

    Parameters
    ----------
    rows : list of dict
        Cells, written in Markdown, by the heads of their columns.
    """
    st.markdown(markdown_table(rows))


def passages(words: Text, *names: str) -> None:
    """Draw passages of the page's text that stand open, each under its heading.

    Parameters
    ----------
    words : Text
        The page's text.
    *names : str
        Ids of the passages.
    """
    for name in names:
        st.header(words.title(name), anchor=False)
        st.markdown(words[name])


def explanation(words: Text, *names: str, **numbers: object) -> None:
    """Draw passages of the page's text as folded sections.

    Parameters
    ----------
    words : Text
        The page's text.
    *names : str
        Ids of the passages.
    **numbers : str
        What stands for the ``{names}`` in the passages; without any, braces are left alone.
    """
    for name in names:
        with st.expander(words.title(name)):
            st.markdown(words.fill(name, **numbers) if numbers else words[name])


def closing(words: Text, script: str, **settings: str) -> None:
    """Draw what ends a page: questions to test oneself, and the way to the next page.

    Parameters
    ----------
    words : Text
        The page's text.
    script : str
        The page's ``__file__``.
    **settings : str
        Parameters of the next page's link.
    """
    st.header(words["self-test"], anchor=False)
    questions = words.self_test
    st.markdown("\n".join(f"{k}. {question}" for k, question in enumerate(questions, 1)))
    with st.expander(words["answers"]):
        st.markdown("\n\n".join(f"**{k}.** {each}" for k, each in enumerate(questions.values(), 1)))
    onward = catalogue.following(script)
    question = onward.words.question
    with st.container(key="next"):
        label = words.fill("next", question=question)
        st.page_link(onward.script, label=label, query_params=settings)


def _row() -> DeltaGenerator:
    """Make a row that wraps on a narrow screen."""
    return st.container(key="controls", horizontal=True, vertical_alignment="bottom", gap="small")
