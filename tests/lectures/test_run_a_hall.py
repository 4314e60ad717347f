"""What `docs/run-a-hall.md` tells a lecturer is so."""

import re

import pytest

from pages.hall import rooms
from pages.lectures import reading
from tests.readme import BLOCK, ROOT

GUIDE = (ROOT / "docs" / "run-a-hall.md").read_text(encoding="utf-8")
QUESTIONS = [code for _, kind, _, code in BLOCK.findall(GUIDE) if kind == "toml"]
SCENE = """title = "Mine"

[[scene]]
page = "logit-gradient"
headline = "A"
notice = "b"
"""


@pytest.mark.parametrize("question", QUESTIONS)
def test_its_questions_can_be_asked(folder, question):
    (folder / "mine.toml").write_text(SCENE + question)
    (scene,) = reading.read("mine").scenes
    assert scene.ask
    assert bool(scene.choices) != bool(scene.guess)


def test_it_has_one_question_of_each_kind():
    assert ["choices" in each for each in QUESTIONS] == [True, False]


def test_its_limits_are_those_of_rooms():
    told = " ".join(GUIDE.partition("**Limits**")[2].partition("`SECURITY.md`")[0].split())
    numbers = [int(each.replace(" ", "")) for each in re.findall(r"\d+(?: \d{3})*", told)]
    assert numbers == [
        rooms.PHONES,
        rooms.SCREENS,
        rooms.ROOMS,
        rooms.VOTES_OF_A_PHONE,
        rooms.VOTES_OF_A_ROOM,
        rooms.CHANGES,
    ]
