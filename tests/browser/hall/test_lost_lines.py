"""A phone that reloads, or loses its line, comes back where it was, and no answer is lost."""

import pytest
from playwright.sync_api import expect

from tests.browser.hall.conftest import CHOICES
from tests.browser.hall.looks import choice, part, says


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
