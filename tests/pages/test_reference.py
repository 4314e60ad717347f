"""Exam questions, symbols and sources, run as the browser would."""

from pathlib import Path

from pages.shared import text
from pages.shared.catalogue import EXAM, SYMBOLS, VIEWS
from pages.words import notation
from tests.pages.app import APP, open_page


def words_of(entry):
    return text.read(str(Path(APP).parent / entry.script))


def test_each_exam_question_has_its_answer_and_the_views_that_show_it():
    page, words = open_page(EXAM.script), words_of(EXAM)
    assert [fold.label for fold in page.expander] == list(words.titles.values())
    views = {entry.url_path for entry in VIEWS}
    for fold, answer in zip(page.expander, words.passages.values(), strict=True):
        assert fold.markdown[0].value == answer
        links = [link.proto.page for link in fold.get("page_link")]
        assert links
        assert set(links) <= views


def test_the_exam_asks_what_the_articles_ask():
    asked = " ".join(words_of(EXAM).titles.values())
    for topic in (
        "for which task",
        "cross-entropy written",
        "Can it be squared",
        "features before",
    ):
        assert topic in asked


def test_symbols_and_sources_stand_open_in_tables():
    page, words = open_page(SYMBOLS.script), words_of(SYMBOLS)
    assert [head.value for head in page.header] == [words["symbols"], *words.titles.values()]
    for table in words.passages.values():
        rows = [row for row in table.splitlines() if row.startswith("|")]
        assert len(rows) > 5
        assert {row.replace("\\|", "").count("|") for row in rows} == {3}
    shown = " ".join(block.value for block in page.markdown)
    assert all(table in shown for table in words.passages.values())
    assert all(row["symbol"] in shown and row["en"] in shown for row in notation.rows())
