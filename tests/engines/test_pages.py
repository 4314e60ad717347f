"""Each page in each engine: drawn by its link, moved by keys and by hand, and on a phone."""

import pytest

from pages.shared import text
from pages.shared.catalogue import OVERVIEW, VIEWS
from tests.browser.conftest import APP
from tests.engines.conftest import DESK, PHONE

PATHS = {"/": OVERVIEW, **{f"/{entry.url_path}": entry for entry in VIEWS}}


@pytest.fixture(scope="module", params=PATHS)
def path(request):
    """Return one path after the other; all tests look at a page before the next is drawn."""
    return request.param


@pytest.fixture(scope="module")
def page(visit, path):
    """Draw a page once for all its tests."""
    return visit(path)


@pytest.fixture
def phone(page):
    """Lend the page the size of a phone."""
    page.driver.resize(*PHONE)
    yield page
    page.driver.resize(*DESK)


def test_a_page_is_drawn_by_its_link(page, path):
    assert page.ask("text", "h1") == text.read(str(APP.parent / PATHS[path].script)).question
    assert page.wait("areDrawn")


def test_a_key_moves_the_marks_and_is_told_by_the_link(page):
    value, last = page.ask("handle")
    marks, link = page.ask("marks"), page.ask("link")
    page.ask("focus")
    page.driver.press("End" if value < last else "Home")
    assert page.ask("handle") == [last if value < last else 0, last]
    page.wait_until_other("marks", marks)
    page.wait_until_other("link", link)
    page.settle()


def test_a_drag_moves_the_marks_and_the_link_tells_where_it_was_let_go(page):
    value, last = page.ask("handle")
    marks, link = page.ask("marks"), page.ask("link")
    goal = 0.75 if value < last / 2 else 0.25
    page.drag(value / last, 0.5, goal)
    page.wait_until_other("marks", marks)
    assert page.ask("handle")[0] / last == pytest.approx(goal, abs=0.05)
    assert page.ask("link") == link
    page.driver.release()
    page.wait_until_other("link", link)
    page.settle()


def test_on_a_phone_the_first_picture_stands_whole_above_the_handle(phone):
    phone.wait("fitsSideways")
    phone.wait("isWholeAboveTheHandle")
