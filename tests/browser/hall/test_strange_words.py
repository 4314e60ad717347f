"""The hall's pages in languages that nobody speaks: long words, hostile signs, from the right."""

import shutil

import pytest
from playwright.sync_api import expect

from pages.hall import light_page
from pages.words import text
from tests import pseudo
from tests.browser.hall.conftest import REFUSED
from tests.browser.hall.looks import OVERFLOW, part, says
from tests.hall.lecture import CHOICES, GUESS

ALIVE = "document.querySelectorAll('.alive, img[src=x]').length + (window.alive ?? 0)"
ROUTES = {"phone": "**/hall/*", "speaker": "**/hall/*/speaker"}


@pytest.fixture
def in_language(tmp_path, monkeypatch, new_visit, hall):
    """Open one of the pages with its words in such a language; it may ask a room just closed."""
    for path in (light_page.WORDS, text.SHARED):
        english = path.with_suffix(".en.md")
        shutil.copy(english, tmp_path)
        for language, say in pseudo.LANGUAGES.items():
            said = pseudo.translated(english.read_text("utf-8"), say)
            (tmp_path / f"{path.stem}.{language}.md").write_text(said, encoding="utf-8")
    monkeypatch.setattr(light_page, "WORDS", tmp_path / "hall.py")
    monkeypatch.setattr(text, "SHARED", tmp_path / "shared.py")
    monkeypatch.setattr(text, "LANGUAGES", ("en", *pseudo.LANGUAGES))
    light_page._page.cache_clear()

    def open_(name, language, width):
        page = new_visit(viewport={"width": width, "height": 720}, forgiven=REFUSED).page
        html, policy = getattr(light_page, name)(language)
        headers = {"content-type": "text/html", "content-security-policy": policy}
        page.route(ROUTES[name], lambda route: route.fulfill(body=html, headers=headers))
        end = f"/speaker#{hall.key}" if name == "speaker" else ""
        page.goto(f"{hall.server.address}/hall/{hall.code}{end}")
        return page

    yield open_
    light_page._page.cache_clear()


@pytest.mark.parametrize("language", pseudo.LANGUAGES)
@pytest.mark.parametrize(("name", "width"), [("phone", 320), ("speaker", 320), ("speaker", 1280)])
def test_no_words_come_alive_and_none_are_too_wide(in_language, hall, name, width, language):
    hall.show(CHOICES)
    hall.vote(1, 2)
    page = in_language(name, language, width)
    expect(page.locator("html")).to_have_attribute("lang", language)
    for scene, phase in ((CHOICES, "ask"), (CHOICES, "closed"), (CHOICES, "truth"), (GUESS, "ask")):
        if scene == GUESS:
            hall.guess()
        else:
            hall.show(scene, phase)
        says(page, "headline", "A guess" if scene == GUESS else "Choices")
        if scene == GUESS:
            last = part(page, "handle") if name == "phone" else page.locator(".columns")
            expect(last).to_be_visible()
        assert page.evaluate(OVERFLOW) <= 0
        assert page.evaluate(ALIVE) == 0
    hall.close()
    expect(part(page, "headline")).not_to_contain_text("A guess")
    assert page.evaluate(OVERFLOW) <= 0
    assert page.evaluate(ALIVE) == 0
