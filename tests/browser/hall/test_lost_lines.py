"""A phone that reloads, or loses its line, comes back where it was, and no answer is lost."""

import pytest
from playwright.sync_api import expect

from pages.hall import rooms
from tests.browser.hall.looks import choice, part, says
from tests.hall.lecture import CHOICES


@pytest.mark.parametrize("phase", ["ask", "closed", "truth"])
def test_a_reload_comes_back_to_the_same_place(phone, hall, phase):
    hall.show(CHOICES)
    page = phone()
    choice(page, 1).click()
    says(page, "status", "Answer received.")
    hall.show(CHOICES, phase)
    page.reload()
    expect(choice(page, 1)).to_have_attribute("aria-pressed", "true")
    said = {"ask": "Answer received.", "closed": "Your answer counts.", "truth": ""}[phase]
    says(page, "status", said)
    assert hall.counts() == [0, 1, 0]


def test_an_answer_that_is_given_while_the_line_is_lost_arrives(phone, hall, server):
    hall.show(CHOICES)
    page = phone()
    expect(choice(page, 0)).to_be_visible()
    server.stop()
    try:
        says(page, "line", "Connection lost. Trying again.")
        choice(page, 2).click()
        says(page, "status", "Kept.")
    finally:
        server.start()
    says(page, "status", "Answer received.")
    expect(part(page, "line")).to_be_empty()
    assert hall.counts() == [0, 0, 1]


def test_an_answer_that_comes_too_late_is_said_to(phone, hall):
    hall.show(CHOICES)
    page = phone()
    expect(choice(page, 0)).to_be_visible()
    page.route("**/vote", lambda route: route.abort())
    choice(page, 0).click()
    says(page, "status", "Sending")
    hall.show(CHOICES, "closed")
    says(page, "status", "The vote closed before your answer arrived.")
    page.unroute("**/vote")
    hall.show(CHOICES, "ask")
    says(page, "status", "Answer received.")


def test_a_vote_is_sent_again_until_it_is_answered(phone, hall):
    hall.show(CHOICES)
    page = phone()
    expect(choice(page, 0)).to_be_visible()
    refusals = [429, 503]

    def refuse(route):
        route.fulfill(status=refusals.pop(), body="{}") if refusals else route.continue_()

    page.route("**/vote", refuse)
    choice(page, 0).click()
    says(page, "status", "Answer received.")
    assert not refusals
    assert hall.counts() == [1, 0, 0]


def test_a_full_hall_says_so_and_lets_a_phone_in_as_soon_as_there_is_room(phone, monkeypatch):
    with monkeypatch.context() as full:
        full.setattr(rooms, "PHONES", 0)
        page, chinese = phone(), phone(locale="zh-CN")
        says(page, "headline", "This hall is full")
        says(page, "ask", "You come in by yourself as soon as one leaves")
        says(chinese, "headline", "课堂已满")
        expect(part(page, "form")).to_be_hidden()
    says(page, "headline", "The lecture is about to begin")
    expect(part(page, "ask")).to_be_hidden()


def test_a_phone_whose_place_was_taken_keeps_its_scene(phone, hall, monkeypatch):
    hall.show(CHOICES)
    page = phone()
    choice(page, 1).click()
    says(page, "status", "Answer received.")
    with monkeypatch.context() as full:
        full.setattr(rooms, "PHONES", 0)
        page.context.set_offline(True)
        says(page, "line", "Connection lost.")
        page.context.set_offline(False)
        says(page, "line", "This hall is full")
        expect(choice(page, 1)).to_have_attribute("aria-pressed", "true")
    expect(part(page, "line")).to_be_empty()


def test_a_hall_that_never_was_and_one_that_was_closed_are_told_apart(open_page, phone, hall):
    page = open_page("QQQQQQ")
    says(page, "headline", "There is no hall QQQQQQ")
    says(page, "ask", "Nobody has opened it, or it was closed before you came.")
    page = phone()
    says(page, "headline", "The lecture is about to begin")
    hall.close()
    says(page, "headline", "Thank you")
    page.reload()
    says(page, "headline", "Thank you")


def test_a_guess_that_is_not_sent_survives_a_reload(phone, hall):
    hall.guess()
    page = phone()
    part(page, "handle").fill("-4.5")
    says(page, "value", "Your guess: −4.5")
    page.reload()
    says(page, "value", "Your guess: −4.5")
    says(page, "status", "Drag the handle")
    assert hall.tally()["answered"] == 0
    hall.guess("closed")
    says(page, "status", "The vote is closed.")
    hall.guess("ask")
    says(page, "value", "Your guess: 2.0")
