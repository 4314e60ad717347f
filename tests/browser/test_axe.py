"""What axe-core finds on each page with everything unfolded: nothing grave, in light and dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from pages.shared.catalogue import OVERVIEW, REFERENCE, VIEWS

PATHS = {"/": OVERVIEW, **{f"/{entry.url_path}": entry for entry in (*VIEWS, *REFERENCE)}}
GRAVE = {"serious", "critical"}
BACKGROUND = "() => getComputedStyle(document.querySelector('.stApp')).backgroundColor"
# Contrast is judged by what is seen: not in the middle of a fade.
STILL = """() => document.getAnimations().every((animation) =>
  animation.playState !== 'running' || animation.effect.getTiming().iterations === Infinity)"""


def unfold(page):
    """Open every folded section and the first popover, wherever they have moved to meanwhile."""
    folds = page.locator("details summary")
    for fold in folds.all():
        fold.dispatch_event("click")
    expect(page.locator("details[open]")).to_have_count(folds.count())
    for popover in page.get_by_test_id("stPopover").get_by_role("button").all()[:1]:
        popover.dispatch_event("click")
        page.get_by_test_id("stPopoverBody").wait_for()


def grave(page, *rules):
    """Return what is serious or critical by all or some rules, each with the places of it."""
    page.wait_for_function(STILL)
    options = {"runOnly": list(rules)} if rules else None
    violations = Axe().run(page, options=options).response["violations"]
    return {
        found["id"]: [node["html"][:200] for node in found["nodes"]]
        for found in violations
        if found["impact"] in GRAVE
    }


@pytest.mark.parametrize("path", PATHS)
def test_nothing_grave_is_found(visit, path):
    page = visit(path, color_scheme="light", has_charts=PATHS[path] not in REFERENCE).page
    unfold(page)
    light = page.evaluate(BACKGROUND)
    assert grave(page) == {}
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"(light) => ({BACKGROUND})() !== light", arg=light)
    assert grave(page, "color-contrast") == {}


def test_a_nameless_button_and_pale_words_would_be_found(visit):
    page = visit("/two-outcomes").page
    page.locator("h1").evaluate(
        """(title) => title.insertAdjacentHTML('afterend',
             '<button></button><p style="color: #aaa; background: #fff">pale</p>')"""
    )
    assert set(grave(page)) == {"button-name", "color-contrast"}
