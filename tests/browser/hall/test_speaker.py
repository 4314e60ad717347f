"""The speaker's screen: notes, tallies before they are shown, and the clicker."""

import csv

import pytest
from playwright.sync_api import expect

from tests.browser.hall.looks import OVERFLOW, part, says
from tests.browser.test_axe import grave
from tests.hall.lecture import CHOICES, GUESS, PLAIN, RHETORICAL


@pytest.fixture
def speaker(open_page, hall):
    """Open the speaker's screen."""

    def open_(key=hall.key, **profile):
        profile.setdefault("viewport", {"width": 1280, "height": 720})
        return open_page(f"{hall.code}/speaker#{key}", **profile)

    return open_


@pytest.fixture
def phone(phone):
    """Join the hall with a phone."""
    return phone()


def test_the_key_leaves_the_address_and_outlives_a_reload(speaker, hall):
    hall.show(PLAIN)
    page = speaker()
    says(page, "headline", "Nothing to answer")
    assert page.evaluate("location.href").endswith(f"/hall/{hall.code}/speaker")
    page.reload()
    says(page, "headline", "Nothing to answer")
    assert page.evaluate("Object.keys(localStorage)") == []


@pytest.mark.parametrize("key", ["", "wrong"])
def test_who_has_no_key_sees_nothing(speaker, hall, key):
    hall.show(CHOICES)
    page = speaker(key)
    says(page, "headline", "This is not the speaker’s link of this hall")
    for name in ("notes-card", "side", "clicker", "desk"):
        expect(part(page, name)).to_be_hidden()


def test_a_hall_that_is_not_there_is_said_to_be(open_page):
    page = open_page("QQQQQQ/speaker#key")
    says(page, "headline", "There is no such hall")


def test_notes_and_the_next_scene_are_shown(speaker, hall):
    page = speaker()
    says(page, "headline", "The hall is open")
    hall.show(CHOICES)
    says(page, "headline", "Choices <b>&</b>")
    expect(page.locator(".notes p")).to_have_text(["Wait for them.", "Then go on."])
    says(page, "coming-headline", "A guess")
    says(page, "coming-ask", "Where is the peak?")
    hall.show(PLAIN)
    says(page, "answered", "This scene asks nothing.")
    hall.show(RHETORICAL, "ask")
    says(page, "phase", "Question asked")
    says(page, "coming-headline", "This is the last scene.")
    says(page, "on", "Show the answer")


def test_the_tally_is_seen_before_it_is_shown(speaker, phone, hall):
    hall.show(CHOICES)
    page = speaker()
    says(page, "answered", "0 of 1 answered")
    says(page, "phones", "Phones: 1")
    phone.locator(".choice").nth(1).click()
    says(page, "answered", "1 of 1 answered")
    expect(page.locator(".tally .bar")).to_have_text(["0 % (0)", "100 % (1)", "0 % (0)"])
    expect(part(page, "right")).to_be_hidden()
    hall.show(CHOICES, "truth")
    expect(page.locator(".tally .right-answer")).to_have_text("✓ cross-entropy")
    says(page, "right", "100 % right")


def test_guesses_are_a_histogram(speaker, hall):
    hall.guess()
    hall.vote(5, 2)
    page = speaker()
    expect(page.locator(".tally .columns i")).to_have_count(1)
    expect(page.locator(".tally .ends")).to_have_text("−10.010.0")


def test_keys_lead_through_the_phases_and_the_phone_follows(speaker, phone, hall):
    hall.show(CHOICES)
    page = speaker()
    steps = (
        *(("Close the vote", "Vote closed", "The vote is closed."),),
        *(("Show the answer", "Answer shown", ""),),
        *(("Next scene", "Vote open", "The handle comes"),),
    )
    for name, phase, status in steps:
        says(page, "on", name)
        page.keyboard.press("PageDown")
        says(page, "phase", phase)
        says(phone, "status", status)
    says(phone, "headline", "A guess")
    page.keyboard.press("PageUp")
    says(page, "phase", "Answer shown")
    says(phone, "headline", "Choices")
    part(page, "back").click()
    says(page, "phase", "Vote closed")


def test_fast_presses_arrive_where_they_lead(speaker, phone, hall):
    hall.show(CHOICES)
    page = speaker()
    says(page, "on", "Close the vote")
    expect(page.locator(".notes p")).to_have_count(2)
    for _ in range(9):
        page.keyboard.press("ArrowRight")
    says(page, "on", "End of the lecture")
    says(page, "headline", "A question for the hall alone")
    says(phone, "notice", "Because.")
    assert hall.tally()["phase"] == "truth"


def test_the_speaker_follows_the_projector(speaker, hall):
    hall.show(CHOICES)
    page = speaker()
    says(page, "on", "Close the vote")
    hall.show(GUESS, "closed")
    says(page, "headline", "A guess")
    says(page, "on", "Show the answer")
    page.keyboard.press("PageDown")
    says(page, "phase", "Answer shown")
    assert hall.tally()["phase"] == "truth"


@pytest.mark.parametrize(("right", "offered"), [(1, False), (2, True), (3, True), (4, False)])
def test_talking_is_offered_where_it_helps(speaker, hall, right, offered):
    hall.show(CHOICES)
    hall.vote(1, right)
    hall.vote(0, 5 - right, start=right)
    hall.show(CHOICES, "closed")
    page = speaker()
    says(page, "right", f"{20 * right} % right")
    expect(part(page, "again")).to_be_visible(visible=offered)
    if not offered:
        return
    part(page, "again").click()
    says(page, "phase", "Second vote open")
    page.keyboard.press("PageDown")
    says(page, "phase", "Second vote closed")
    page.keyboard.press("PageDown")
    says(page, "phase", "Answer shown")
    page.keyboard.press("PageUp")
    says(page, "phase", "Second vote closed")


def test_a_step_that_does_not_arrive_is_told(speaker, hall):
    hall.show(CHOICES)
    page = speaker()
    says(page, "on", "Close the vote")
    page.route("**/scene", lambda route: route.abort())
    part(page, "on").click()
    says(page, "fault", "That did not arrive. Try again.")
    says(page, "on", "Close the vote")
    page.unroute("**/scene")
    part(page, "on").click()
    says(page, "phase", "Vote closed")
    expect(part(page, "fault")).to_be_empty()


def test_answers_are_saved_and_the_hall_is_closed(speaker, phone, hall, tmp_path):
    hall.show(CHOICES)
    hall.vote(1, 2)
    page = speaker()
    part(page, "close").click()
    with page.expect_download() as saved:
        part(page, "save-first").click()
    assert saved.value.suggested_filename == f"answers-{hall.code}.csv"
    saved.value.save_as(tmp_path / "answers.csv")
    with (tmp_path / "answers.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert [row["count"] for row in rows if row["choice"] == "cross-entropy"] == ["2"]
    part(page, "stay").click()
    says(phone, "status", "Choose an answer.")
    part(page, "close").click()
    part(page, "end").click()
    says(page, "headline", "The hall is closed")
    says(phone, "headline", "Thank you")


def test_a_count_that_comes_too_late_does_not_hide_that_the_hall_was_closed(speaker, hall):
    hall.show(CHOICES)
    page = speaker()
    says(page, "headline", "Choices")
    with page.expect_response(lambda answer: "/tally" in answer.url and answer.status == 404):
        page.route("**/tally", lambda route: route.fulfill(status=404, body='{"error": "room"}'))
        hall.vote(1, 2)
    hall.close()
    says(page, "headline", "The hall is closed")


def test_a_hall_that_is_not_there_is_told(open_page, hall):
    page = open_page(f"NOSUCH/speaker#{hall.key}", viewport={"width": 1280, "height": 720})
    says(page, "headline", "There is no such hall")


def test_the_link_can_be_handed_over(speaker, hall):
    page = speaker(permissions=["clipboard-read", "clipboard-write"])
    part(page, "hand-over").click()
    says(page, "hand-over", "Link copied")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == f"{hall.server.address}/hall/{hall.code}/speaker#{hall.key}"


STATES = {
    "open": lambda hall: None,
    "ask": lambda hall: (hall.show(CHOICES), hall.vote(1, 2)),
    "closed": lambda hall: (
        *(hall.show(CHOICES), hall.vote(1, 1), hall.vote(0, 1, start=1)),
        hall.show(CHOICES, "closed"),
    ),
    "guess": lambda hall: (hall.guess(), hall.vote(1, 2)),
}


@pytest.mark.parametrize("state", STATES)
def test_nothing_grave_is_found_and_nothing_is_too_wide(speaker, hall, state):
    STATES[state](hall)
    page = speaker(color_scheme="light", bypass_csp=True)
    says(page, "phones", "Phones: 0")
    if state != "open":
        expect(page.locator(".tally li")).not_to_have_count(0)
    assert grave(page) == {}
    page.emulate_media(color_scheme="dark")
    assert grave(page, "color-contrast") == {}
    for width in (1280, 900, 320):
        page.set_viewport_size({"width": width, "height": 720})
        assert page.evaluate(OVERFLOW) <= 0
