"""What helps to read a page: its language, told to screen readers, and terms that open in place."""

import re
from pathlib import Path

from pages.shared import text
from pages.shared.component import component
from pages.words.text import TERMS
from pages.words.text import read as read_text

_reading = component(Path(__file__).with_name("reading.js"))
_TERM = re.compile(r"\(#term-([a-z-]+)\)")


def draw(page: text.Text | None) -> None:
    """Tell the browser the page's language and the definitions of its terms.

    Parameters
    ----------
    page : Text or None
        The page's text; None for a page without one.
    """
    terms = read_text(TERMS, text.language())
    passages = page.passages.values() if page else ()
    named = dict.fromkeys(name for passage in passages for name in _TERM.findall(passage))
    defined = {name: {"term": terms.title(name), "meaning": terms[name]} for name in named}
    language = {"language": text.language(), "chosen": text.chosen()}
    _reading(key="reading", data={**language, "terms": defined})
