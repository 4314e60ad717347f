"""What a visitor takes away: pictures for slides, the numbers, and a file that plays on its own."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import streamlit as st

from pages.shared.downloads.listed import Listed
from pages.shared.downloads.stand_alone import page
from pages.shared.downloads.table import charts_csv
from pages.shared.text import Text

_HERE = Path(__file__).parent
_pictures = st.components.v2.component(
    "pictures",
    html=(_HERE / "pictures.html").read_text(),
    css=(_HERE / "pictures.css").read_text(),
    js=(_HERE / "pictures.js").read_text(),
)


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
    charts, controls = listed.charts, listed.controls
    with st.popover("Download", width="content"):
        st.caption("Pictures for slides, 1920 × 1080")
        _pictures(key="pictures", data={"page": name, "charts": [(c.key, c.alt) for c in charts]})
        st.caption("The numbers of all pictures, as they are drawn")
        save("Numbers (CSV)", partial(charts_csv, charts, controls), f"{name}.csv")
        st.caption(
            "The pictures with their control in one file, for a desk without a network, 5 MB"
        )
        save("Interactive page (HTML)", partial(page, question, charts, controls), f"{name}.html")


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
        The page's text; its passage "Open in Python" is the template.
    choice : mapping of str to object
        What stands for the ``{names}`` in it.
    """
    # A popover is made when it is opened: the code's colours weigh as much as the page.
    with st.popover("Open in Python"):
        lines = words["open-in-python"].format_map(choice)
        st.code(lines, language="python", wrap_lines=True)
        st.caption("To be run in the folder of the dashboard; it needs NumPy and pandas.")
