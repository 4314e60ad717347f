"""A guess on the picture: the handle, its mark, and the hall's guesses on one axis."""

import pytest
from playwright.sync_api import expect

from tests.browser.hall.conftest import AXIS
from tests.browser.hall.looks import part, says
from tests.hall.lecture import GUESS


def place_of(page, mark):
    """Return where a mark stands in the picture's width."""
    picture, line = part(page, "picture").bounding_box(), page.locator(mark).bounding_box()
    return (line["x"] + line["width"] / 2 - picture["x"]) / picture["width"]


def test_the_mark_stands_on_the_picture_s_axis_above_the_handle(phone, hall):
    hall.guess()
    page = phone()
    handle = part(page, "handle")
    says(page, "value", "Your guess: 2.0")
    for value, place in ((-10, AXIS["left"]), (10, AXIS["right"]), (0, 0.5)):
        handle.fill(str(value))
        assert place_of(page, ".mark.own") == pytest.approx(place, abs=0.005)
    box, thumb = handle.bounding_box(), 32
    picture = part(page, "picture").bounding_box()
    track = [box["x"] + thumb / 2, box["x"] + box["width"] - thumb / 2]
    ends = [picture["x"] + AXIS[side] * picture["width"] for side in ("left", "right")]
    assert track == pytest.approx(ends, abs=1)


def test_a_guess_is_moved_by_key_and_by_pointer_and_sent(phone, hall):
    hall.guess()
    page = phone()
    handle, send = part(page, "handle"), part(page, "send")
    handle.focus()
    handle.press("ArrowRight")
    says(page, "value", "Your guess: 2.1")
    expect(handle).to_have_attribute("aria-valuetext", "2.1")
    says(page, "status", "Drag the handle")
    assert hall.tally()["answered"] == 0
    send.click()
    says(page, "status", "Answer received.")
    expect(send).to_have_text("Sent")
    box = part(page, "picture").bounding_box()
    page.mouse.move(box["x"] + 0.7 * box["width"], box["y"] + 50)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.3 * box["width"], box["y"] + 60, steps=3)
    page.mouse.up()
    says(page, "value", "Your guess: −5.0")
    expect(send).to_have_text("Send again")
    says(page, "status", "The hall still has your guess 2.1.")
    send.click()
    expect(send).to_have_text("Sent")
    assert hall.tally()["ballots"]["1"]["values"] == [[-5, 1]]


def test_the_hall_s_guesses_and_the_truth_stand_on_the_same_axis(phone, hall):
    hall.guess()
    hall.vote(5, 2)
    page = phone()
    part(page, "handle").fill("-0.9")
    part(page, "send").click()
    says(page, "status", "Answer received.")
    hall.show(GUESS, "closed")
    expect(page.locator(".columns i")).to_have_count(2)
    expect(page.locator(".mark.truth")).to_have_count(0)
    expect(part(page, "handle")).to_be_hidden()
    assert place_of(page, ".columns i:last-child") == pytest.approx(0.5 + 5.5 * 0.04, abs=0.005)
    hall.show(GUESS, "truth")
    says(page, "verdict", "✓Right. The answer is −0.7; within 0.3 of it counts.")
    assert place_of(page, ".mark.own") == pytest.approx(0.5 - 0.9 * 0.04, abs=0.005)
    assert place_of(page, ".mark.truth") == pytest.approx(0.5 - 0.7 * 0.04, abs=0.005)
    expect(page.locator(".mark span")).to_have_text(["You", "Truth"])
    own, truth = (each.bounding_box() for each in page.locator(".mark span").all())
    assert own["y"] + own["height"] <= truth["y"]
    # Above the picture, not on its words.
    assert truth["y"] + truth["height"] <= part(page, "picture").bounding_box()["y"]


def test_a_guess_waits_for_its_handle(phone, hall):
    hall.show(GUESS)
    page = phone()
    says(page, "status", "The handle comes with the picture.")
    expect(part(page, "handle")).to_be_hidden()
    hall.show(GUESS, range={"min": 0, "max": 1, "step": 0.25, "value": 0.5})
    says(page, "value", "Your guess: 0.50")
    part(page, "handle").fill("1")
    hall.show(GUESS, range={"min": 0, "max": 0.6, "step": 0.2, "value": 0})
    says(page, "value", "Your guess: 0.6")
    part(page, "send").click()
    says(page, "status", "Answer received.")
    assert hall.tally()["ballots"]["1"]["values"] == [[0.6, 1]]
    hall.show(GUESS, range={"min": 0, "max": 1, "step": 0.25, "value": 0.5})
    expect(part(page, "ends")).to_have_text("0.001.00")
