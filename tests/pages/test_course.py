"""One order for navigation, "Next" and the course, and what each page gives to its readers."""

from itertools import groupby, pairwise
from pathlib import Path

import pytest

from pages.lectures import reading
from pages.shared import catalogue, text
from pages.shared.catalogue import EXAM, OVERVIEW, VIEWS, following
from tests.claims import CLAIMS
from tests.pages.app import APP, open_page
from tests.test_claims import plain

ROOT = Path(APP).parent
COURSE = (OVERVIEW, *catalogue.COURSE)

each_page = pytest.mark.parametrize("entry", COURSE, ids=lambda entry: entry.url_path)


def words_of(entry):
    return text.read(str(ROOT / entry.script))


def test_next_visits_every_page_once_and_ends_with_the_exam():
    for here, there in pairwise((OVERVIEW, *VIEWS, EXAM)):
        assert following(here.script) is there


def test_navigation_has_the_order_of_the_course():
    """It groups by section and keeps the order within: so a section must stand in one piece."""
    sections = [section for section, _ in groupby(COURSE, key=lambda entry: entry.section)]
    assert len(sections) == len(set(sections))


def test_the_long_lecture_meets_the_pages_in_that_order():
    met = dict.fromkeys(scene.page for scene in reading.read("full-course").scenes)
    assert list(met) == [entry.url_path for entry in COURSE]


@each_page
def test_a_page_leads_to_the_next(entry):
    (onward,) = [
        link.proto
        for link in open_page(entry.script).get("page_link")
        if link.proto.label.startswith("Next: ")
    ]
    there = following(entry.script)
    assert onward.label == f"Next: {words_of(there).question}"
    assert onward.page == there.url_path


@each_page
def test_a_page_says_what_it_needs_and_what_one_can_do_afterwards(entry):
    words = words_of(entry)
    lines = " ".join(caption.value for caption in open_page(entry.script).caption)
    assert words["needs"] in lines
    assert words["afterwards"] in lines


@each_page
def test_a_page_has_three_questions_and_their_answers_in_one_fold(entry):
    questions = words_of(entry).self_test
    page = open_page(entry.script)
    assert len(questions) == 3
    assert all(question.endswith("?") for question in questions)
    (asked,) = [each.value for each in page.markdown if next(iter(questions)) in each.value]
    assert all(question in asked for question in questions)
    assert page.expander[-1].label == words_of(entry)["answers"]
    (answers,) = page.expander[-1].markdown
    assert all(answer in answers.value for answer in questions.values())


@each_page
def test_each_answer_is_computed(entry):
    quotes = [w for claim in CLAIMS.values() for page, w in claim.quotes if page == entry.url_path]
    for question, answer in words_of(entry).self_test.items():
        assert any(plain(words) in plain(answer) for words in quotes), question
