"""The list of pages in the order of the course: navigation, cards and "Next" follow it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import streamlit as st

from pages.shared import text

_ROOT = Path(__file__).parents[2]
_PAGES = _ROOT / "pages"


@dataclass(frozen=True, slots=True)
class Entry:
    """One page: its script, from the folder above `pages` on."""

    script: str

    @property
    def url_path(self) -> str:
        """The page's address: its script's name with hyphens."""
        return Path(self.script).stem.replace("_", "-")

    @property
    def section(self) -> str:
        """The folder of its script with hyphens."""
        return Path(self.script).parent.name.replace("_", "-")

    @property
    def words(self) -> text.Text:
        """The page's text in the visitor's language, as `said` gives it."""
        return self.said(text.language())

    def said(self, language: str) -> text.Text:
        """Read the page's text; "title" is its name in the navigation, "line" says what it offers.

        A mistake in it is told in its place: the other pages, which name this one, stay.

        Parameters
        ----------
        language : str
            One of `pages.words.text.LANGUAGES`.
        """
        try:
            return text.read(f"{_ROOT}/{self.script}", language)
        except text.TextError as fault:
            return text.faulty(self.url_path, fault)

    @property
    def title(self) -> str:
        """The page's name in the navigation."""
        return self.words["title"]


OVERVIEW = Entry("pages/opening/overview.py")
HANDOUT = Entry("pages/opening/handout.py")
EXAM = Entry("pages/reference/exam.py")
SYMBOLS = Entry("pages/reference/symbols.py")
REFERENCE = (EXAM, SYMBOLS)
_COURSE = (
    "one_neuron/loss_curves",
    "one_neuron/logit_gradient",
    "one_neuron/loss_surface",
    "training/live_fit",
    "training/learning_rate",
    "training/success_map",
    "training/hold_out",
    "training/linear_probability",
    "likelihood/noise_model",
    "likelihood/loaded_die",
    "information/two_outcomes",
    "information/code_length",
    "many_classes/score_table",
    "many_classes/softmax",
    "many_classes/soft_labels",
    "many_classes/margins",
)


def _views() -> tuple[Entry, ...]:
    """List the views of the course; a page that it does not name comes last in its section."""
    sections = dict.fromkeys(name.partition("/")[0] for name in _COURSE)
    found = [
        f"{section}/{path.stem}"
        for section in sections
        for path in sorted((_PAGES / section).glob("*.py"))
    ]
    names = [
        name
        for section in sections
        for name in dict.fromkeys([*_COURSE, *found])
        if name.startswith(f"{section}/")
    ]
    return tuple(Entry(f"pages/{name}.py") for name in names)


VIEWS = _views()
COURSE = tuple(entry for entry in VIEWS if entry.script[len("pages/") : -len(".py")] in _COURSE)
"""Those that the course names: they have claims, and scenes in the long lecture."""


def at(url_path: str) -> Entry:
    """Return the page at an address: the name of its path, empty for the first page."""
    pages = (*VIEWS, *REFERENCE, HANDOUT)
    return next((entry for entry in pages if entry.url_path == url_path), OVERVIEW)


def following(script: str) -> Entry:
    """Return the page that comes next in the course; after the last view, the exam questions.

    Parameters
    ----------
    script : str
        ``__file__`` of the overview or a view.
    """
    course = (OVERVIEW, *VIEWS, EXAM)
    place = [Path(entry.script).stem for entry in course].index(Path(script).stem)
    return course[place + 1]


def navigation() -> dict[str, list[st.Page]]:
    """Group all pages by section, in their order here; the handout is reached by links only.

    A session keeps its pages: to make one, Streamlit follows the path to its script.
    """
    language = text.language()
    made: dict[tuple[str, str], st.Page] = st.session_state.setdefault("pages", {})
    sections: dict[str, list[st.Page]] = {}
    for entry in (OVERVIEW, *VIEWS, *REFERENCE, HANDOUT):
        shown: Literal["hidden", "visible"] = "hidden" if entry is HANDOUT else "visible"
        words = entry.said(language)
        named = (entry.url_path, words["title"])
        if named not in made:
            path, title = named
            made[named] = st.Page(entry.script, title=title, url_path=path, visibility=shown)
        name = "" if entry in (OVERVIEW, HANDOUT) else words[f"section.{entry.section}"]
        sections.setdefault(name, []).append(made[named])
    return sections
