"""One visitor reads Chinese, another English: in the link, by the browser, through a lecture."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_lecture import settle_in_hall

SWITCH = ".st-key-lang-shown button"


def told(seen):
    """Return the heading, the page's language for screen readers, and the language in the link."""
    page = seen.page
    link = re.search(r"[?&]lang=(\w+)", page.url)
    return (
        page.locator("h1").first.inner_text(),
        page.evaluate("document.documentElement.lang"),
        link and link[1],
    )


def test_the_browser_decides_and_the_link_carries_only_what_was_chosen(visit):
    seen = visit("/loss-curves", locale="zh-CN")
    heading, language, link = told(seen)
    assert re.search("[\u4e00-\u9fff]", heading)
    assert (language, link) == ("zh", None)
    seen.page.locator(SWITCH).first.click()
    seen.page.wait_for_url("**lang=en**")
    seen.settle()
    english = told(seen)[0]
    assert english.isascii()
    assert told(visit(seen.page.url.removeprefix(seen.page.url.split("/loss")[0])))[0] == english
    seen.page.locator(".st-key-next a").click()
    seen.page.wait_for_url("**/logit-gradient**")
    seen.settle()
    seen.page.wait_for_url("**lang=en**")
    assert told(seen)[0].isascii()
    assert told(seen)[1] == "en"
    seen.page.go_back()
    seen.page.wait_for_url("**/loss-curves**")
    expect(seen.page.locator("h1")).to_have_text(english)


def test_a_lecture_stays_in_its_language(visit):
    seen = visit("/?lang=zh")
    seen.page.locator(".st-key-present-why-cross-entropy .begin").click()
    seen.page.wait_for_url("**scene=1**")
    settle_in_hall(seen)  # before, the page that is left is still on screen, and hears no clicker
    for _ in range(3):
        before = seen.page.url
        seen.page.keyboard.press("PageDown")
        seen.page.wait_for_function("(before) => location.href !== before", arg=before)
        seen.settle()
        assert told(seen)[1:] == ("zh", "zh")
    assert re.search("[\u4e00-\u9fff]", seen.page.locator(".motion .caption").inner_text())


@pytest.mark.parametrize("how", ["click", "key"])
def test_a_term_opens_its_definition_in_place(visit, how):
    page = visit("/loss-curves").page
    page.get_by_text("What makes a function a loss").click()
    term = page.locator("a[href*='#term-']:visible").first
    definition = page.get_by_role("note", name=re.compile("."))
    expect(definition).to_have_count(0)
    link = page.url
    if how == "click":
        term.click()
    else:
        term.press("Enter")
    expect(definition).to_be_visible()
    box, below = definition.bounding_box(), term.bounding_box()
    assert 0 <= box["y"] - below["y"] - below["height"] < 20
    assert page.url == link
    page.keyboard.press("Escape")
    expect(definition).to_be_hidden()
    expect(term).to_be_focused()
