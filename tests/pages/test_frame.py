"""What surrounds every page: the hall's size, the link, and the sentence for a failing page."""

import re
import tomllib
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from pages.figures import logit_gradient as figures
from pages.shared import document, frame
from pages.shared.catalogue import EXAM, HANDOUT, OVERVIEW, VIEWS
from pages.words import text as texts
from tests.pages.app import APP, arriving, control, open_page

SCRIPT = "pages/one_neuron/logit_gradient.py"
SECRET = "secret-token-123"
CONFIG = Path(APP).with_name(".streamlit") / "config.toml"

each_page = pytest.mark.parametrize("script", [entry.script for entry in (OVERVIEW, *VIEWS)])


@pytest.fixture(autouse=True)
def nothing_is_drawn_yet():
    """Forget the pictures that earlier tests have drawn."""
    st.cache_resource.clear()


def visit() -> AppTest:
    """Open the page of slopes, whatever comes of it."""
    return arriving(SCRIPT).run()


def styles(page: AppTest) -> str:
    return re.sub(r"\s+", " ", "".join(element.proto.body for element in page.get("html")))


def has_foot(page: AppTest) -> bool:
    """Whether the switch of the size and the copied link are there."""
    names = [element.proto.component_name for element in page.get("bidi_component")]
    return "size" in [widget.key for widget in page.button_group] and any(
        name.endswith("share") for name in names
    )


# A page that fails


@pytest.fixture
def failed(monkeypatch):
    def fail(*_):
        raise RuntimeError(SECRET)

    monkeypatch.setattr(figures, "slopes", fail)
    return visit()


def test_a_failing_page_shows_one_sentence_and_a_way_home(failed):
    (error,) = failed.error
    assert error.value == "This page could not be drawn. The cause is in the server's log."
    (link,) = failed.get("page_link")
    assert link.proto.label == "Back to the overview"
    assert link.proto.page == ""
    assert not failed.exception
    assert has_foot(failed)


def test_the_cause_is_in_the_log_and_not_on_the_screen(failed, caplog):
    (record,) = [entry for entry in caplog.get_records("setup") if entry.name == frame.__name__]
    assert record.getMessage() == "page logit-gradient failed"
    assert record.levelname == "ERROR"
    assert str(record.exc_info[1]) == SECRET
    shown = "".join(str(element.proto) for element in failed.main if element.proto is not None)
    assert SECRET not in shown
    assert "Traceback" not in shown


def test_what_fails_around_a_page_shows_neither_cause_nor_traceback(monkeypatch):
    def fail():
        raise RuntimeError(SECRET)

    monkeypatch.setattr(frame, "_style", fail)
    (shown,) = visit().exception
    assert "This app has encountered an error." in shown.message
    assert SECRET not in str(shown.proto)
    assert (list(shown.stack_trace), shown.proto.type) == ([], "")


def test_the_way_home_leads_to_the_overview(failed):
    failed.switch_page(OVERVIEW.script).run()
    assert not failed.error
    assert failed.title


# Streamlit's own signals


def test_a_page_may_stop_early(monkeypatch):
    monkeypatch.setattr(figures, "slopes", lambda *_: st.stop())
    page = visit()
    assert not page.error
    assert not page.exception
    assert not page.get("plotly_chart")
    assert has_foot(page)


def test_a_page_may_ask_for_another_run(monkeypatch):
    draw, runs = figures.slopes, []

    def draw_at_second_run(*arguments):
        runs.append(arguments)
        if len(runs) == 1:
            st.rerun()
        return draw(*arguments)

    monkeypatch.setattr(figures, "slopes", draw_at_second_run)
    page = visit()
    assert len(runs) == 2
    assert not page.error
    assert len(page.get("plotly_chart")) == 4


# The hall


@each_page
def test_every_page_has_its_foot_and_one_question(script):
    page = open_page(script)
    assert has_foot(page)
    assert len(page.title) == 1


@each_page
def test_the_hall_has_a_large_root_and_no_header(script):
    desk, hall = styles(open_page(script)), styles(open_page(script, size="large"))
    for rule in (":root { font-size: 24px;", "[data-testid=stHeader] { display: none; }"):
        assert rule not in desk
        assert rule in hall


def test_the_hall_has_no_hint_and_the_picture_first():
    desk, hall = open_page(SCRIPT), open_page(SCRIPT, size="large")
    hint = "Drag the logit"
    assert [caption.value for caption in desk.caption if hint in caption.value]
    assert not [caption.value for caption in hall.caption if hint in caption.value]
    order = [[element.type for element in page.main] for page in (desk, hall)]
    assert order[0].index("button_group") < order[0].index("plotly_chart")
    assert order[1].index("button_group") > order[1].index("plotly_chart")


def test_the_switch_of_the_size_works():
    page = open_page(SCRIPT)
    page.button_group(key="size").set_value("large").run()
    assert "24px" in styles(page)
    page.button_group(key="size").set_value("normal").run()
    assert "24px" not in styles(page)


def test_the_style_is_drawn_only_where_the_document_has_none(monkeypatch):
    def drawn():
        return {name for name in document.ALWAYS if document.STYLES[name] in bodies()}

    def bodies():
        return "".join(element.proto.body for element in open_page(SCRIPT).get("html"))

    assert drawn() == {*document.ALWAYS}
    monkeypatch.setattr(document, "has_style", lambda: True)
    assert not drawn()


# Words in pictures


def test_words_in_pictures_stand_on_the_background_of_their_theme():
    theme = tomllib.loads(CONFIG.read_text())["theme"]
    light, dark = theme["light"], theme["dark"]
    page = styles(open_page(SCRIPT))
    pairs = re.findall(r"light-dark\((#\w+), (#\w+)\)", page)
    assert pairs[0] == (light["backgroundColor"], dark["backgroundColor"])
    assert set(pairs) <= {(light[part], dark[part]) for part in light}
    assert "fill: currentColor" in page


@each_page
def test_the_control_knows_every_chart(script):
    """It lets a finger scroll over them, and remembers their view."""
    page = open_page(script)
    known = control(page)["charts"]
    for chart in page.get("plotly_chart"):
        assert any(chart.proto.id.endswith(f"-{key}") for key in known), chart.proto.id


@pytest.fixture
def faulty(monkeypatch):
    """Let the text of one page have a mistake."""
    parse = texts._parse

    def fail(path, version):
        if Path(path).name == "softmax.en.md":
            raise texts.TextError("softmax.en.md: the heading 'Chain' has no {#id}")
        return parse(path, version)

    texts._read.cache_clear()
    monkeypatch.setattr(texts, "_parse", fail)
    yield "The text of this page cannot be read. softmax.en.md: the heading 'Chain' has no {#id}."
    texts._read.cache_clear()


@pytest.mark.parametrize("entry", [OVERVIEW, VIEWS[0], EXAM, HANDOUT], ids=lambda e: e.script)
def test_a_mistake_in_a_text_leaves_the_other_pages(faulty, entry):
    page = open_page(entry.script)
    told = [each.value for each in page.markdown if each.value == faulty]
    assert len(told) == (entry.script == OVERVIEW.script)


def test_a_mistake_in_a_text_is_told_on_its_page(faulty):
    page = open_page("pages/many_classes/softmax.py")
    assert [error.value for error in page.error] == [faulty]
