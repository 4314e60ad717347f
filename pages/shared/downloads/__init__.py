"""What a visitor takes away: pictures for slides, the numbers, and a file that plays on its own."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import streamlit as st

from pages.shared.charts.listed import Listed
from pages.shared.component import component
from pages.shared.downloads.stand_alone import page
from pages.shared.downloads.table import charts_csv
from pages.shared.text import Text, language, script_words, shared

_pictures = component(Path(__file__).with_name("pictures.js"))


def draw(listed: Listed, name: str, question: str) -> None:
    """Offer the charts of a page; the files are made when they are asked for.

    Parameters
    ----------
    listed : Listed
        What the page shows.
    name : str
        What the names of the files begin with: the page's address.
    question : str
        Heading of the file that plays on its own.
    """
    charts, controls, words = listed.charts, listed.controls, shared()
    with st.popover(words["download"], width="content"):
        st.caption(words["download.pictures"])
        data = {
            "page": name,
            "charts": [(c.key, c.alt) for c in charts],
            "words": script_words("pictures"),
        }
        _pictures(key="pictures", data=data)
        st.caption(words["download.numbers"])
        save(words["download.csv"], partial(charts_csv, charts, controls), f"{name}.csv")
        st.caption(words["download.interactive"])
        make = partial(page, question, charts, controls, language())
        save(words["download.html"], make, f"{name}.html")


def save(label: str, make: Callable[[], str], name: str) -> None:
    """Draw a button that saves a file, which is made at each click and not before.

    Parameters
    ----------
    label : str
        On the button.
    make : callable
        Returns the text of the file; it runs apart from the script, without Streamlit.
    name : str
        Of the file.
    """
    st.download_button(label, make, file_name=name, on_click="ignore")


def open_in_python(words: Text, choice: Mapping[str, object]) -> None:
    """Show the lines of Python that compute the numbers of the view with `core`.

    Parameters
    ----------
    words : Text
        The page's text; its passage "open-in-python" is the template.
    choice : mapping of str to object
        What stands for the ``{names}`` in it.
    """
    # A popover is made when it is opened: the code's colours weigh as much as the page.
    with st.popover(words.title("open-in-python")):
        lines = words["open-in-python"].format_map(choice)
        st.code(lines, language="python", wrap_lines=True)
        st.caption(words["run-in-python"])
