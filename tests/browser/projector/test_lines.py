"""What a projector hears of its hall, and when it listens."""

import json

from playwright.sync_api import expect

from tests.browser.projector.conftest import ask, room_of
from tests.browser.test_hall import LECTURE, PROJECTOR, STOPS, line, next_key, room, says
from tests.browser.test_lecture import arrive


def is_events(request):
    return "/events?" in request.url


def test_who_leaves_the_lecture_by_back_listens_no_more_until_forward(projector, phone):
    seen, page = projector.page, phone()
    with seen.expect_event("requestfailed", is_events):  # a line that is cut by the browser
        seen.evaluate("history.back()")
    expect(seen.get_by_role("button", name="Open the hall").last).to_be_visible()
    with seen.expect_request(is_events):
        seen.evaluate("history.forward()")
    arrive(projector, LECTURE, STOPS[0])
    next_key(projector)
    expect(seen.locator(".votes .row")).to_have_count(4)
    says(page, "status", "The vote is closed.")


def test_another_lecture_in_the_same_hall_does_not_move_the_projector(projector, phone, server):
    page, opened = phone(), room_of(projector)
    body = {"key": opened["key"], "lecture": "full-course", "scene": 7}
    ask(server, f"{opened['code']}/scene", body)
    says(page, "place", "Scene 7 of 26")
    next_key(projector)
    expect(projector.page.locator(".votes .row")).to_have_count(4)
    arrive(projector, LECTURE, STOPS[0])
    says(page, "place", "Scene 1 of 9")
    says(page, "status", "The vote is closed.")


def test_what_was_asked_before_the_end_of_the_hall_changes_nothing_after_it(projector):
    seen, held = projector.page, []
    seen.route("**/tally", lambda route: held.append(route))
    next_key(projector)
    expect(seen.locator(".votes .row")).to_have_count(4)
    room(projector).click()
    seen.get_by_role("button", name="Close the hall").click()
    seen.get_by_role("button", name="Close, delete the answers").click()
    line(projector, "The hall is closed.")
    assert held
    for route in held:
        with seen.expect_response("**/tally"):
            route.fulfill(status=404, body=json.dumps({"error": "room"}))
    seen.evaluate("new Promise((done) => setTimeout(done))")
    line(projector, "The hall is closed.")
    projector.errors.clear()  # the console tells of each 404


def test_a_count_that_comes_too_late_does_not_hide_that_the_hall_was_closed(projector, server):
    seen, opened = projector.page, room_of(projector)
    with seen.expect_response(lambda answer: "/tally" in answer.url and answer.status == 404):
        late = json.dumps({"error": "room"})
        seen.route("**/tally", lambda route: route.fulfill(status=404, body=late))
        next_key(projector)
    ask(server, f"{opened['code']}/close", {"key": opened["key"]})
    line(projector, "The hall is closed.")
    projector.errors.clear()  # the console tells of each 404


def test_a_hall_is_opened_once_however_often_one_presses(visit):
    seen, opened = visit("/", viewport=PROJECTOR), []
    seen.page.on("request", lambda request: opened.append(request.method + request.url))
    seen.page.get_by_role("button", name="Open the hall").last.dblclick()
    arrive(seen, LECTURE, STOPS[0])
    assert sum(each.startswith("POST") and each.endswith("/room") for each in opened) == 1
