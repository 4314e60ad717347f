"""A visitor's language: in the link, and never in another visitor's page."""

import re

import pytest

from pages.shared.catalogue import OVERVIEW, VIEWS
from pages.words.text import LANGUAGES
from tests.pages.app import control, figure, open_page

CHINESE = re.compile("[\u3400-\u9fff]")
PAGES = ["one_neuron/logit_gradient", "training/live_fit", "information/code_length"]


def said(page):
    """Return what a page says: heading, live sentence, and the words in its first picture."""
    drawn = figure(page)["layout"]
    notes = [note["text"] for note in drawn.get("annotations", [])]
    return " ".join([page.title[0].value, control(page)["captions"][0], *notes])


@pytest.mark.parametrize("name", PAGES)
def test_two_visitors_at_once_read_their_own_language(name):
    script = f"pages/{name}.py"
    chinese, english = open_page(script, lang="zh"), open_page(script, lang="en")
    for _ in range(2):
        assert CHINESE.search(said(chinese.run()))
        assert not CHINESE.search(said(english.run()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_drawn_in_every_language(language):
    for entry in (OVERVIEW, *VIEWS):
        page = open_page(entry.script, lang=language)
        assert bool(CHINESE.search(page.title[0].value)) == (language == "zh")


def test_a_language_that_is_not_there_is_told():
    page = open_page("pages/one_neuron/logit_gradient.py", lang="tlh")
    assert page.title[0].value.isascii()
    assert any("“lang” = “tlh”" in each.value for each in page.caption)


def test_a_lecture_is_read_in_its_language():
    page = open_page(OVERVIEW.script, lecture="why-cross-entropy", scene="1", lang="zh")
    assert CHINESE.search(page.title[0].value)
