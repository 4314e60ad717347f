"""What axe-core finds on a projector with a hall open: nothing grave, in each phase."""

import pytest
from playwright.sync_api import expect

from tests.browser.projector.conftest import vote
from tests.browser.test_axe import grave
from tests.browser.test_hall import LECTURE, STOPS, line, next_key, room
from tests.browser.test_lecture import arrive

CHOICES = [1] * 5 + [0] * 4, [1] * 9
GUESSES = [-0.7] * 5 + [4] * 4, [-0.7] * 8 + [4]
COLUMNS = "svg.guesses rect"
DARK = """() => matchMedia('(prefers-color-scheme: dark)').matches
  && getComputedStyle(document.querySelector('.stApp')).colorScheme === 'dark'"""


@pytest.fixture(params=["light", "dark"])
def look(request, projector):
    """Let axe look at the projector; what is dark is judged by its contrast alone."""
    is_dark = request.param == "dark"
    if is_dark:
        projector.page.emulate_media(color_scheme="dark")
        projector.page.wait_for_function(DARK)
    return lambda: grave(projector.page, *(["color-contrast"] if is_dark else []))


def test_a_question_and_its_votes(projector, server, look):
    seen, found = projector.page, {}
    for number, choices in enumerate(CHOICES, 1):
        vote(projector, server, choices)
        line(projector, "9 of 0 answered")
        found[f"vote {number}"] = look()
        next_key(projector)
        expect(seen.locator(".votes .share")).to_have_count(4 * number)
        found[f"closed {number}"] = look()
        next_key(projector, "v" if number == 1 else "PageDown")
        expect(seen.locator(".votes")).to_be_hidden()
    arrive(projector, LECTURE, STOPS[1])
    found["truth"] = look()
    room(projector).click()
    expect(seen.locator("dialog.hall img")).not_to_have_js_property("naturalWidth", 0)
    found["dialog"] = look()
    assert not {name: each for name, each in found.items() if each}


def test_a_guess_and_its_votes(projector, server, look):
    seen, found = projector.page, {}
    seen.locator(".presenter .list").click()
    seen.get_by_role("button", name=LECTURE.scenes[1].headline).click()
    arrive(projector, LECTURE, STOPS[2])
    for number, guesses in enumerate(GUESSES, 1):
        line(projector, "0 of 0 answered")
        vote(projector, server, guesses)
        line(projector, "9 of 0 answered")
        found[f"vote {number}"] = look()
        next_key(projector)
        expect(seen.locator(COLUMNS)).to_have_count(2 * number)
        found[f"closed {number}"] = look()
        next_key(projector, "v" if number == 1 else "PageDown")
    arrive(projector, LECTURE, STOPS[3])
    line(projector, "▯ 1st vote ▮ 2nd vote 89 % of the hall were right")
    found["truth"] = look()
    assert not {name: each for name, each in found.items() if each}
