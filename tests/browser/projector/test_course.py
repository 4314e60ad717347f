"""Both lectures from the first to the last scene, by the clicker, with a hall that answers.

The way is that of `test_lecture.py`, whose walk through the long lecture this is in English.
"""

import csv
from collections import Counter

import pytest
from playwright.sync_api import expect

from pages.lectures import reading
from tests.browser.projector.conftest import ask, room_of
from tests.browser.test_hall import (
    PROJECTOR,
    choose,
    code_of,
    guess,
    line,
    next_key,
    open_speaker,
    part,
    says,
    slow,
)
from tests.browser.test_lecture import arrive, assert_all_is_in_sight, settle_in_hall

FIRST, SECOND = 1, 2  # questions at which something happens to a phone


@pytest.mark.parametrize("slug", reading.slugs())
def test_a_hall_answers_through_a_whole_lecture(visit, server, open_light, slug):
    lecture = reading.read(slug)
    seen = visit("/", viewport=PROJECTOR)
    seen.page.get_by_role("button", name="Open the hall").nth(reading.slugs().index(slug)).click()
    settle_in_hall(seen)
    reloads, loses, is_slow = phones = [open_light(f"hall/{code_of(seen)}") for _ in range(3)]
    slow(is_slow)
    speaker = open_speaker(seen, open_light)
    given = {}
    for stop in reading.stops(lecture):
        arrive(seen, lecture, stop)
        assert_all_is_in_sight(seen)
        scene = lecture.scenes[stop.number - 1]
        if stop.is_asking and (scene.choices or scene.guess):
            loses.context.set_offline(False)
            given[stop.number] = _answers(scene, phones)
            line(seen, "3 of 3 answered")
            loses.context.set_offline(len(given) == FIRST)
            part(speaker, "on").click() if len(given) == SECOND else next_key(seen)
            says(is_slow, "status", "The vote is closed. Your answer counts.")
            reloads.reload() if len(given) == SECOND else None
        next_key(seen)
    assert len(given) >= SECOND
    for page in (*phones, speaker):
        says(page, "headline", lecture.scenes[-1].headline)
        says(page, "place", f"Scene {len(lecture.scenes)} of {len(lecture.scenes)}")
    assert _counted(seen, server) == _expected(lecture, given)


def _answers(scene, phones):
    """Let two phones answer right and one wrong; return what each has said."""
    if scene.choices:
        right = scene.choices.index(scene.answer)
        answers = [right, right, (right + 1) % len(scene.choices)]
    else:
        expect(part(phones[-1], "handle")).to_be_visible()
        least = float(part(phones[-1], "handle").get_attribute("min"))
        answers = [scene.answer, scene.answer, least]
    for page, answer in zip(phones, answers, strict=True):
        (choose if scene.choices else guess)(page, answer)
    return answers


def _counted(seen, server):
    """Return how often each answer was given in each scene, as the lecturer saves it."""
    room = room_of(seen)
    table = ask(server, f"{room['code']}/answers.csv?lang=en", x_room_key=room["key"])
    rows = csv.DictReader(table.splitlines())
    return {
        (int(row["scene"]), row["vote"], row["choice"]): int(row["count"])
        for row in rows
        if row["count"] != "0"
    }


def _expected(lecture, given):
    counts = Counter()
    for number, answers in given.items():
        choices = lecture.scenes[number - 1].choices
        for answer in answers:
            counts[number, "1", choices[answer] if choices else f"{answer:g}"] += 1
    return dict(counts)
