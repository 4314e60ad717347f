"""The words of a page: read from the file beside its script."""

import os
import re
from pathlib import Path

import pytest

from pages.shared import text
from pages.shared.catalogue import OVERVIEW, VIEWS
from tests.pages.app import APP

SCRIPTS = sorted(
    path.with_suffix("").with_suffix(".py")
    for path in Path(APP).with_name("pages").glob("*/*.en.md")
    if path.parent.name not in ("words", "hall")
)

each_script = pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)

PAGE = """# Why?
Drag it.

## Reading {#reading}
At {z} the slope is {slope}.

## Two paragraphs {#two}
First.

Second, with a # sign and $\\frac{1}{2}$.
"""


@pytest.fixture
def page(tmp_path):
    """Return a function that writes a page's text and gives the path of its script."""

    def write(words):
        (tmp_path / "page.en.md").write_text(words, encoding="utf-8")
        return str(tmp_path / "page.py")

    return write


def test_question_hint_and_passages_are_read(page):
    words = text.read(page(PAGE))
    assert words.question == "Why?"
    assert words.hint == "Drag it."
    assert list(words.passages) == ["reading", "two"]
    assert words.title("two") == "Two paragraphs"
    assert words["reading"].format(z=1, slope=2) == "At 1 the slope is 2."
    assert words["two"].startswith("First.\n\nSecond, with a # sign")


@pytest.mark.parametrize(
    ("words", "question", "hint", "passages"),
    [
        ("# Why?", "Why?", "", {}),
        ("# Why?\n", "Why?", "", {}),
        ("# Why?\n\nDrag.\nOn.\n", "Why?", "Drag.\nOn.", {}),
        ("# Why?\n## Empty {#empty}", "Why?", "", {"empty": ""}),
        (
            "# Why?\n## Empty {#empty}\n## Full {#full}\nWords.\n",
            "Why?",
            "",
            {"empty": "", "full": "Words."},
        ),
        ("# σ und z − 1?\nπ\n", "σ und z − 1?", "π", {}),
        ("# Why?\n## A {#a}\n### B\nC ## d.\n", "Why?", "", {"a": "### B\nC ## d."}),
    ],
)
def test_other_forms(page, words, question, hint, passages):
    read = text.read(page(words))
    assert (read.question, read.hint, read.passages) == (question, hint, passages)


def test_a_formula_of_its_own_is_set_in_full_size(page):
    words = text.read(page("# Why?\n\n## A {#a}\nAs $$a$$ is:\n\n$$\\frac{1}{2}$$\n\n$$\nb\n$$\n"))
    expected = "As $$a$$ is:\n\n$$\\displaystyle \\frac{1}{2}$$\n\n$$\nb\n$$"
    assert words["a"] == expected


def test_a_line_break_within_chinese_is_no_space(page):
    head = "# 题？\n提示，\n两行\n## A {#a}\n#### 小题\n"
    words = head + "一行，\n二行\nx 三行。\n$x$\n- 四\n\n五：\n\n$$y$$"
    read = text.read(page(words))
    assert (read.question, read.hint) == ("题？", "提示，两行")
    assert read["a"].startswith("#### 小题\n一行，二行\nx 三行。$x$\n- 四\n\n五：\n\n$$")


def test_a_term_is_a_link_in_a_passage_and_plain_in_short_words(page):
    words = text.read(page("# Why?\n\n## A {#a}\n[[logit]], [[a|b]]\n## W {#words}\n- c: [[d]]\n"))
    assert words["a"] == "[logit](#term-logit), [b](#term-a)"
    assert words["c"] == "[[d]]"


def test_a_missing_passage_names_those_that_are_there(page):
    words = text.read(page(PAGE))
    with pytest.raises(
        KeyError, match=r"no words 'raeding' in page.en.md; its passages: reading, two"
    ):
        words["raeding"]


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("# Why?\n## A\nB.", r"page\.en\.md: the heading 'A' has no \{#id\}"),
        ("# Why?\n## A {#a}\n## B {#a}\n", "the heading 'B {#a}' has the id of another"),
        ("# Why?\n## W {#words}\na: b\n", "the line 'a: b' is not '- id: words'"),
        ("# Why?\n## W {#words}\n- a: b\n- a: c\n", "the line '- a: c' has the id of another"),
        ("# Why?\n## W {#words}\n- a: b\n## A {#a}\n", "the line '- a: b' has the id of another"),
    ],
)
def test_a_text_that_cannot_be_read_says_why(page, words, problem):
    with pytest.raises(ValueError, match=problem):
        text.read(page(words))


def test_short_words_are_those_of_the_page_and_those_all_pages_share(page):
    words = text.read(
        page("# Why?\n## W {#words}\n- slope: Slope as\n- slope.a: A\n- more: Less\n")
    )
    assert (words["slope"], words.called("slope", "a")) == ("Slope as", "A")
    assert (words.called("slope", "b"), words.called("slope", "b", "B")) == ("b", "B")
    assert words["more"] == "Less"
    assert words["loss.bce"] == "binary cross-entropy"


def test_texts_are_filled(page):
    words = text.read(page(PAGE))
    assert words.fill("reading", z=1, slope=2) == "At 1 the slope is 2."
    each = words.fill_each("reading", z=[1, 3], slope=[2, 4])
    assert each == ["At 1 the slope is 2.", "At 3 the slope is 4."]
    with pytest.raises(ValueError, match="zip"):
        words.fill_each("reading", z=[1], slope=[2, 4])


@pytest.mark.parametrize(("items", "said"), [([], ""), (["a"], "a"), (list("abc"), "a, b, c")])
def test_a_list_is_joined(page, items, said):
    assert text.read(page(PAGE)).listed(items) == said


def test_a_missing_file_names_itself(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"page\.en\.md"):
        text.read(str(tmp_path / "page.py"))


def test_an_edited_text_is_read_anew_and_an_unchanged_one_is_not(page):
    script = page("# Before")
    before = text.read(script)
    assert text.read(script) is before
    page("# After")
    os.utime(script.replace(".py", ".en.md"), ns=(1, 1))
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
    readings = [words for name, words in passages.items() if "reading" in name]
    assert readings
    assert all(re.search(r"\{\w+\}", words) for words in readings)


def test_texts_are_found():
    assert "logit_gradient" in {script.stem for script in SCRIPTS}
    assert all(script.exists() for script in SCRIPTS)
