"""Languages that nobody speaks: longer words, marks and hostile signs, on every page and screen."""

import pytest

from pages.shared.catalogue import HANDOUT, OVERVIEW, REFERENCE, VIEWS
from tests import pseudo
from tests.browser.conftest import serving
from tests.browser.test_everyone import Person
from tests.readme import copy_with

CHARTED = [OVERVIEW, *VIEWS]
PAGES = [*CHARTED, *REFERENCE, HANDOUT]
DESK, PHONE, HALL = (1280, 800), (390, 844), (1280, 720)
# What would have come alive, also inside components.
ALIVE = """() => {
  const inside = (root) => [
    ...root.querySelectorAll('.alive, img[src=x]'),
    ...[...root.querySelectorAll('*')].flatMap((e) => (e.shadowRoot ? inside(e.shadowRoot) : [])),
  ]
  return inside(document).length + (window.alive ?? 0)
}"""


@pytest.fixture(scope="module")
def strange(tmp_path_factory):
    """Start a dashboard that also speaks the languages nobody speaks."""
    folder = copy_with(tmp_path_factory.mktemp("strange") / "project")
    pseudo.write(folder, *pseudo.LANGUAGES)
    with serving(tmp_path_factory.mktemp("log"), app=folder / "app.py") as running:
        yield running
        assert not running.complaints()


@pytest.fixture
def look(visit, strange):
    """Open a page in a language, without the switch, which has too many languages here."""

    def open_(entry, language, screen, **settings):
        path = "" if entry is OVERVIEW else entry.url_path
        query = "&".join(f"{k}={v}" for k, v in {"lang": language, **settings}.items())
        viewport = dict(zip(("width", "height"), screen, strict=True))
        where = {"address": strange.address, "has_charts": entry in CHARTED}
        seen = visit(f"/{path}?{query}", viewport=viewport, **where)
        seen.page.add_style_tag(content=".st-key-language { display: none }")
        return Person(seen)

    return open_


@pytest.mark.parametrize("language", ["xx-double", "xx-long-rtl"])
@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.url_path)
def test_nothing_is_clipped_and_nothing_overlaps_on_any_screen(look, language, entry):
    person = look(entry, language, DESK)
    person.finds_nothing("broken")
    person.page.set_viewport_size(dict(zip(("width", "height"), PHONE, strict=True)))
    person.finds_nothing("broken")
    look(entry, language, HALL, size="large").finds_nothing("broken")


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.url_path)
def test_no_word_comes_alive_as_markup(look, entry):
    person = look(entry, "xx-markup", DESK)
    assert person.page.evaluate(ALIVE) == 0
