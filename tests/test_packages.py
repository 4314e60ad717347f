"""What tests need beside Python: found, or brought, or asked for."""

import pytest

from tests import packages


@pytest.fixture
def installed(monkeypatch):
    names = []
    monkeypatch.setattr(packages, "install", names.append)
    return names


def test_what_is_there_is_left_alone(installed):
    assert packages.ensure("Tests need it", "it", lambda: True, [pytest.fail]) == 0
    assert not installed


def test_what_is_missing_is_brought_the_package_last(installed):
    tried = []
    there = ["the package"]
    is_there = lambda: installed == there  # noqa: E731
    assert packages.ensure("Tests need it", there[0], is_there, [lambda: tried.append(1)]) == 0
    assert tried == [1]


def test_what_cannot_be_brought_is_asked_for_in_one_sentence(installed, capsys):
    assert packages.ensure("Tests need it", "it", lambda: None) == 1
    assert installed == ["it"]
    said = capsys.readouterr().err
    assert said.startswith("Tests need it. Install it with your system's package manager")
    assert said.endswith("sudo apt-get install it\n")
