"""The success map's searches, against single runs."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import numpy as np
import pytest

from core.datasets import DATASETS, load
from core.losses import LOSSES
from core.success import NOT_YET
from core.training import Settings, fit
from pages.models import success_map as model
from pages.models.success_map import Choice, Progress, Searches

TRAP = Choice(steps=300)


def searches_of(choice):
    return Searches(choice.steps, [Progress(task) for task in model.tasks(choice)])


def finished(searches):
    while not searches.is_done:
        searches.advance()
    return searches.pair


@pytest.fixture(scope="module")
def pair():
    return finished(searches_of(TRAP))


def test_pieces_end_at_the_last_step(pair):
    assert [search.step for search in pair] == [300, 300]
    begun = searches_of(TRAP)
    assert begun.step == 300 // model.PIECES
    assert not begun.is_done
    odd = searches_of(replace(TRAP, steps=model.PIECES + 7))
    assert [search.step for search in finished(odd)] == [27, 27]


def test_a_search_is_the_same_whatever_it_is_compared_with_and_however_far_it_went(pair):
    squared, cross = (Progress(task) for task in model.tasks(TRAP))
    squared.advance(1000)
    for search, alone in zip(finished(Searches(300, [squared, cross])), pair, strict=True):
        assert search.step == 300
        np.testing.assert_array_equal(search.arrived, alone.arrived)
    assert squared.search.step == 1000
    assert (squared.search.arrived > 300).any()
    assert (
        model.tasks(replace(TRAP, losses=("mse", "focal"), steps=3000))[0] == model.tasks(TRAP)[0]
    )


def test_two_losses_that_have_come_differently_far_go_on_from_the_nearer():
    progress = [Progress(task) for task in model.tasks(TRAP)]
    progress[1].advance(200)
    searches = Searches(300, progress)
    assert searches.step == 15
    assert [search.step for search in searches.pair] == [15, 15]
    assert searches.pair[1].arrived.max() <= 15
    searches.advance()
    assert [each.search.step for each in progress] == [30, 200]


def test_visitors_who_search_at_once_take_no_step_twice(monkeypatch):
    progress, taken, search_on = Progress(model.tasks(TRAP)[0]), [], model.advance
    together = Barrier(4)

    def counted(*task, steps, **more):
        taken.append(steps)
        return search_on(*task, steps=steps, **more)

    def visit(step):
        together.wait(timeout=30)
        progress.advance(step)

    monkeypatch.setattr(model, "advance", counted)
    with ThreadPoolExecutor(4) as visitors:
        list(visitors.map(visit, (300, 200, 300, 100)))
    assert progress.search.step == sum(taken) == 300


def test_the_order_of_arrival_holds_each_start_that_arrives_once(pair):
    for search in pair:
        starts, steps = model.arrival_order(search)
        assert (np.diff(steps) >= 0).all()
        needed = search.arrived[:-2]
        np.testing.assert_array_equal(needed[starts], steps)
        np.testing.assert_array_equal(np.sort(starts), np.flatnonzero(needed != NOT_YET))


def test_shares_count_the_starts_from_which_a_run_has_arrived(pair):
    needed = pair[0].arrived[:-2]
    for step, share in zip(model.shown_steps(300), model.shares(pair[0]), strict=True):
        assert share == ((needed != NOT_YET) & (needed <= step)).mean()


def test_a_run_arrives_when_its_error_rate_reaches_the_goal(pair):
    land = model.ground(TRAP.data, TRAP.feature)
    for slug, search in zip(TRAP.losses, pair, strict=True):
        for place in (3, 700, 1500):
            run = fit(
                LOSSES[slug],
                land.data.X,
                land.data.y,
                Settings(start=land.starts[place], learning_rate=0.3, steps=300),
            )
            there = np.flatnonzero(run.error_rate <= model.goal(TRAP).value)
            assert search.arrived[place] == (there[0] if len(there) else NOT_YET)


@pytest.mark.parametrize("slug", DATASETS)
def test_every_data_set_has_a_ground_with_both_marks_on_it(slug):
    land = model.ground(slug, "first")
    assert land.starts.shape == (len(land.w) * len(land.b) + 2, 2)
    np.testing.assert_array_equal(land.starts[-2:], land.marked)
    assert len(land.starts) * len(load(slug).y) < 300_000
    for w, b in land.marked:
        assert land.w[0] <= w <= land.w[-1]
        assert land.b[0] <= b <= land.b[-1]


def test_own_rates_are_half_of_the_bound_below_which_descent_is_certain():
    first, second = model.learning_rates(replace(TRAP, rates="own"))
    assert (2 * first, 2 * second) == pytest.approx((1.191, 0.367), abs=5e-4)
    kinked = replace(TRAP, rates="own", losses=("hinge", "bce"))
    assert model.learning_rates(kinked)[0] == 0.3


@pytest.mark.parametrize("done", [15, 50, 150, 300, 1000, 3000])
def test_steps_rise_to_the_last(done):
    steps = model.shown_steps(done)
    assert (np.diff(steps) > 0).all()
    assert (steps[0], steps[-1]) == (0, done)
