"""What is kept between runs, and under which key."""

from dataclasses import dataclass

import pytest

from pages.shared.caching import for_everybody
from pages.words import text


@dataclass(frozen=True)
class Choice:
    """Stands for a page's controls."""

    number: int


class Result:
    """Cannot be hashed by its content."""


@pytest.fixture
def counted():
    calls = []

    def function(choice, *more):
        calls.append(choice)
        return object()

    return function, calls


def test_one_result_for_each_choice(counted):
    function, calls = counted
    kept = for_everybody(function)
    assert kept(Choice(1)) is kept(Choice(1))
    assert kept(Choice(1)) is not kept(Choice(2))
    assert calls == [Choice(1), Choice(2)]


def test_a_text_is_known_by_its_version(counted):
    function, calls = counted
    kept = for_everybody(function)
    words = text.read("pages/training/success_map.py")
    assert kept(Choice(1), words) is kept(Choice(1), text.read("pages/training/success_map.py"))
    other = text.read("pages/training/learning_rate.py")
    assert kept(Choice(1), words) is not kept(Choice(1), other)
    assert len(calls) == 2


def test_what_follows_from_the_choice_is_not_looked_at(counted):
    function, _ = counted
    kept = for_everybody(function, follows=(Result,))
    assert kept(Choice(1), Result()) is kept(Choice(1), Result())
    assert kept(Choice(1), Result()) is not kept(Choice(2), Result())
