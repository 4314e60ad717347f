"""A guess whose chart the question hides: what the hall believes is seen all the same."""

from playwright.sync_api import expect

from pages.lectures import reading
from tests.browser.projector.conftest import vote
from tests.browser.test_hall import PROJECTOR, line, next_key
from tests.browser.test_lecture import arrive, settle_in_hall

SLUG, SCENE = "full-course", 16
COLUMNS = ".votes .columns i"


def test_guesses_are_seen_where_their_chart_is_hidden(visit, server):
    lecture, seen = reading.read(SLUG), visit("/", viewport=PROJECTOR)
    number = reading.slugs().index(SLUG)
    seen.page.get_by_role("button", name="Open the hall").nth(number).click()
    settle_in_hall(seen)
    seen.page.locator(".presenter .list").click()
    seen.page.get_by_role("button", name=lecture.scenes[SCENE - 1].headline).click()
    arrive(seen, lecture, reading.Stop(SCENE, True))
    line(seen, "0 of 0 answered")
    vote(seen, server, [4.5] * 3 + [2] * 2)
    line(seen, "5 of 0 answered")
    next_key(seen)
    expect(seen.page.locator(COLUMNS)).to_have_count(2)
    low, high = sorted(box["height"] for box in _boxes(seen))
    assert low > 50
    assert 0.6 < low / high < 0.73
    next_key(seen, "v")
    expect(seen.page.locator(".votes")).to_be_hidden()
    line(seen, "0 of 0 answered")
    vote(seen, server, [4.5] * 5)
    next_key(seen)
    expect(seen.page.locator(COLUMNS)).to_have_count(3)
    line(seen, "5 of 0 answered")  # without a legend: the votes are named above
    expect(seen.page.locator(".votes .ballot")).to_have_count(2)
    assert all(box["bottom"] <= PROJECTOR["height"] for box in _boxes(seen))
    next_key(seen)
    arrive(seen, lecture, reading.Stop(SCENE, False))
    expect(seen.page.locator("svg.guesses rect").first).to_be_visible()
    expect(seen.page.locator(".votes")).to_be_hidden()


def _boxes(seen):
    return seen.page.locator(COLUMNS).evaluate_all(
        "(all) => all.map((each) => each.getBoundingClientRect().toJSON())"
    )
