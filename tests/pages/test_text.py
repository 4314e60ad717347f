"""The words of a page: read from the file beside its script."""

import os
import re
from pathlib import Path

import pytest

from pages.shared import text
from pages.shared.catalogue import OVERVIEW, VIEWS
from tests.pages.app import APP

SCRIPTS = sorted(path.with_suffix(".py") for path in Path(APP).with_name("pages").glob("*/*.md"))

each_script = pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)

PAGE = """# Why?
Drag it.

## Reading
At {z} the slope is {slope}.

## Two paragraphs
First.

Second, with a # sign and $\\frac{1}{2}$.
"""


@pytest.fixture
def page(tmp_path):
    """Return a function that writes a page's text and gives the path of its script."""

    def write(words):
        (tmp_path / "page.md").write_text(words, encoding="utf-8")
        return str(tmp_path / "page.py")

    return write


def test_question_hint_and_passages_are_read(page):
    words = text.read(page(PAGE))
    assert words.question == "Why?"
    assert words.hint == "Drag it."
    assert list(words.passages) == ["Reading", "Two paragraphs"]
    assert words.passages["Reading"].format(z=1, slope=2) == "At 1 the slope is 2."
    assert words.passages["Two paragraphs"].startswith("First.\n\nSecond, with a # sign")


@pytest.mark.parametrize(
    ("words", "question", "hint", "passages"),
    [
        ("# Why?", "Why?", "", {}),
        ("# Why?\n", "Why?", "", {}),
        ("# Why?\n\nDrag.\nOn.\n", "Why?", "Drag.\nOn.", {}),
        ("# Why?\n## Empty", "Why?", "", {"Empty": ""}),
        ("# Why?\n## Empty\n## Full\nWords.\n", "Why?", "", {"Empty": "", "Full": "Words."}),
        ("# σ und z − 1?\nπ\n", "σ und z − 1?", "π", {}),
        ("# Why?\n## A\n### B\nC ## d.\n", "Why?", "", {"A": "### B\nC ## d."}),
    ],
)
def test_other_forms(page, words, question, hint, passages):
    read = text.read(page(words))
    assert (read.question, read.hint, read.passages) == (question, hint, passages)


def test_a_formula_of_its_own_is_set_in_full_size(page):
    words = text.read(page("# Why?\n\n## A\nAs $$a$$ is:\n\n$$\\frac{1}{2}$$\n\n$$\nb\n$$\n"))
    expected = "As $$a$$ is:\n\n$$\\displaystyle \\frac{1}{2}$$\n\n$$\nb\n$$"
    assert words.passages["A"] == expected


def test_a_missing_passage_names_those_that_are_there(page):
    words = text.read(page(PAGE))
    with pytest.raises(KeyError, match=r"no passage 'Raeding'; there are: Reading, Two paragraphs"):
        words.passages["Raeding"]


def test_a_missing_file_names_itself(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"page\.md"):
        text.read(str(tmp_path / "page.py"))


def test_an_edited_text_is_read_anew_and_an_unchanged_one_is_not(page):
    script = page("# Before")
    before = text.read(script)
    assert text.read(script) is before
    page("# After")
    os.utime(script.replace(".py", ".md"), ns=(1, 1))
    assert text.read(script).question == "After"


@each_script
def test_every_page_has_a_question_a_hint_and_no_empty_passage(script):
    words = text.read(str(script))
    assert words.question
    assert words.hint
    assert "\n" not in words.question
    assert all(words.passages.values())


@pytest.mark.parametrize("entry", [OVERVIEW, *VIEWS], ids=lambda entry: entry.url_path)
def test_every_live_sentence_has_places_for_its_numbers(entry):
    passages = text.read(str(Path(APP).parent / entry.script)).passages
    readings = [words for name, words in passages.items() if name.startswith("Reading")]
    assert readings
    assert all(re.search(r"\{\w+\}", words) for words in readings)


def test_texts_are_found():
    assert "logit_gradient" in {script.stem for script in SCRIPTS}
    assert all(script.exists() for script in SCRIPTS)
