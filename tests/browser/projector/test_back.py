"""Back and Forward in the browser with a hall open: the phones come along."""

from playwright.sync_api import expect

from tests.browser.test_hall import LECTURE, STOPS, next_key, says
from tests.browser.test_lecture import arrive

# The second while the server still answers the first.
TWO_BACKS = """() => {
  window.addEventListener('popstate', () => history.back(), { once: true })
  history.back()
}"""


def test_back_in_the_browser_takes_the_hall_along(projector, phone):
    page = phone()
    next_key(projector)
    expect(projector.page.locator(".votes .row")).to_have_count(4)
    for stop in STOPS[1:3]:
        next_key(projector)
        arrive(projector, LECTURE, stop)
    says(page, "place", "Scene 2 of 9")
    projector.page.go_back()
    arrive(projector, LECTURE, STOPS[1])
    says(page, "place", "Scene 1 of 9")
    projector.page.go_back()
    arrive(projector, LECTURE, STOPS[0])
    says(page, "status", "Choose an answer.")


def test_two_fast_backs_lead_two_scenes_back_and_forward_leads_on(projector, phone):
    seen, page = projector.page, phone()
    next_key(projector)
    expect(seen.locator(".votes .row")).to_have_count(4)
    seen.locator(".presenter .list").click()
    seen.get_by_role("button", name=LECTURE.scenes[4].headline).click()
    arrive(projector, LECTURE, STOPS[7])
    next_key(projector)
    arrive(projector, LECTURE, STOPS[8])
    count = seen.evaluate("history.length")
    seen.evaluate(TWO_BACKS)
    arrive(projector, LECTURE, STOPS[0])
    says(page, "place", "Scene 1 of 9")
    for stop in STOPS[7:9]:
        seen.evaluate("history.forward()")
        arrive(projector, LECTURE, stop)
    says(page, "place", "Scene 6 of 9")
    assert seen.evaluate("history.length") == count
