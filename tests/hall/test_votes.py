"""What phones may answer, and when."""

import pytest

from tests.hall.conftest import RANGE
from tests.hall.lecture import CHOICES, GUESS, PLAIN

pytestmark = pytest.mark.anyio


async def counts(site, code, key, vote=1):
    return (await site.tally(code, key))["ballots"][str(vote)]["counts"]


async def shown(site, code, key, *scene, **more):
    return (await site.show(code, key, *scene, **more)).json()["sequence"]


async def test_an_answer_can_be_changed_until_the_vote_closes(site):
    code, key = await site.open()
    sequence = await shown(site, code, key, CHOICES)
    assert (await site.vote(code, 1, sequence, 0)).json() == {"ok": True}
    await site.vote(code, 2, sequence, 0)
    await site.vote(code, 1, sequence, 2)
    assert await counts(site, code, key) == [1, 0, 1]
    await shown(site, code, key, CHOICES, "closed")
    assert (await site.vote(code, 1, sequence, 1)).told == (409, "closed")
    assert await counts(site, code, key) == [1, 0, 1]
    reopened = await shown(site, code, key, CHOICES, "ask")
    assert (await site.vote(code, 1, reopened, 1)).status == 200
    assert await counts(site, code, key) == [1, 1, 0]


async def test_a_second_vote_has_a_ballot_of_its_own(site):
    code, key = await site.open()
    first = await shown(site, code, key, CHOICES)
    await site.vote(code, 1, first, 0)
    second = await shown(site, code, key, CHOICES, "again")
    assert (await site.vote(code, 1, first, 1)).told == (409, "closed")
    await site.vote(code, 1, second, 1)
    assert await counts(site, code, key, 1) == [1, 0, 0]
    assert await counts(site, code, key, 2) == [0, 1, 0]


async def test_a_vote_that_crosses_a_change_counts_for_the_same_question_only(site):
    code, key = await site.open()
    first = await shown(site, code, key, CHOICES)
    assert await shown(site, code, key, CHOICES) == first + 1  # the same once more
    assert (await site.vote(code, 1, first, 0)).status == 200
    await shown(site, code, key, CHOICES, "closed")
    reopened = await shown(site, code, key, CHOICES, "ask")
    assert (await site.vote(code, 2, first, 0)).status == 200
    assert (await site.vote(code, 3, first + 2, 0)).told == (409, "closed")  # it was closed then
    assert (await site.vote(code, 3, reopened + 1, 0)).told == (409, "closed")  # not yet
    await shown(site, code, key, GUESS)
    assert (await site.vote(code, 3, first, 0)).told == (409, "closed")
    await shown(site, code, key, CHOICES)
    assert await counts(site, code, key) == [2, 0, 0]


@pytest.mark.parametrize("phase", ["show", "closed", "closed2", "truth"])
async def test_where_no_vote_is_open_none_counts(site, phase):
    code, key = await site.open()
    sequence = await shown(site, code, key, CHOICES, phase)
    assert (await site.vote(code, 1, sequence, 0)).told == (409, "closed")
    assert (await site.tally(code, key))["answered"] == 0


async def test_before_the_first_scene_nothing_is_open(site):
    code, key = await site.open()
    assert (await site.vote(code, 1, 0, 0)).told == (409, "closed")
    tally = {"sequence": 0, "phones": 0, "answered": 0, "phase": "", "ballots": {}}
    assert await site.tally(code, key) == tally


@pytest.mark.parametrize("choice", [-1, 3, 1.0, 0.5, True, None, "0", [0], {}, 10**400])
async def test_a_choice_that_the_scene_has_not_is_refused(site, choice):
    code, key = await site.open()
    sequence = await shown(site, code, key, CHOICES)
    assert (await site.vote(code, 1, sequence, choice)).told == (400, "choice")


@pytest.mark.parametrize("guess", [-10.1, 11, 1e308, -1e308, 10**400, True, None, "0", [0.5]])
async def test_a_guess_beyond_the_handle_is_refused(site, guess):
    code, key = await site.open()
    sequence = await shown(site, code, key, GUESS, range=RANGE)
    assert (await site.vote(code, 1, sequence, guess)).told == (400, "choice")
    for inside in (-10, 10.0, 10 + 1e-12):
        assert (await site.vote(code, 1, sequence, inside)).status == 200


async def test_without_a_handle_a_guess_is_any_number_of_ordinary_size(site):
    code, key = await site.open()
    sequence = await shown(site, code, key, GUESS)
    for huge in (1e13, -1e308, 10**400):
        assert (await site.vote(code, 1, sequence, huge)).told == (400, "choice")
    assert (await site.vote(code, 1, sequence, 1e12)).status == 200
    assert (await site.tally(code, key))["ballots"]["1"]["values"] == [[1e12, 1]]


async def test_a_scene_that_follows_is_not_answered_by_an_earlier_range(site):
    code, key = await site.open()
    await shown(site, code, key, GUESS, range=RANGE)
    await shown(site, code, key, GUESS, "closed")
    sequence = await shown(site, code, key, GUESS, "again")
    assert (await site.vote(code, 1, sequence, 11)).told == (400, "choice")  # it is remembered
    await shown(site, code, key, PLAIN)
    sequence = await shown(site, code, key, GUESS)
    assert (await site.vote(code, 1, sequence, 11)).status == 200


async def test_many_guesses_are_told_as_sixty_at_most(site):
    code, key = await site.open()
    sequence = await shown(site, code, key, GUESS, range=RANGE)
    for phone in range(150):
        assert (await site.vote(code, phone, sequence, -10 + 0.13 * phone)).status == 200
    ballot = (await site.tally(code, key))["ballots"]["1"]
    assert len(ballot["values"]) <= 60
    assert sum(count for _, count in ballot["values"]) == 150
    assert sum(count for *_, count in ballot["bins"]) == 150
