"""Searches from many starts, against single runs."""

import numpy as np
import pytest

from core.datasets import load
from core.losses import LOSSES
from core.objective import Objective
from core.optimizers import minimise
from core.success import (
    NOT_YET,
    Goal,
    advance,
    arrival_steps,
    begin,
    loss_goal,
    shared_error_rate,
)
from core.training import Settings, fit

BCE, MSE = LOSSES["bce"], LOSSES["mse"]
TRAP = ([5.5, 4, 2.5, -5.5, 5], [0, 0, 0, 1, 1])
GOAL = Goal("error rate", 0.2)


@pytest.mark.parametrize("slug", LOSSES)
@pytest.mark.parametrize("goal", [Goal("error rate", 0.1), Goal("loss", 0.15)])
def test_each_run_arrives_when_it_does_alone(slug, goal):
    data = load("iris").feature(0)
    starts = np.array([[-4, 3], [0, 0], [2, -6], [9, 1]])
    rates = np.array([0.3, 3.0, 10.0, 0.5])
    together = arrival_steps(
        LOSSES[slug], data.X, data.y, starts, goal, learning_rate=rates, steps=150
    )
    for start, rate, step in zip(starts, rates, together, strict=True):
        alone = fit(
            LOSSES[slug], data.X, data.y, Settings(start=start, learning_rate=rate, steps=150)
        )
        measure = alone.loss if goal.measure == "loss" else alone.error_rate
        reached = np.flatnonzero(measure <= goal.value)
        assert step == (reached[0] if len(reached) else NOT_YET)


def test_pieces_make_the_whole_and_leave_the_earlier_ones_alone():
    starts = np.random.default_rng(0).uniform(-6, 6, (50, 2))
    first = search = begin(MSE, *TRAP, starts, GOAL)
    for _ in range(10):
        search = advance(MSE, *TRAP, search, GOAL, learning_rate=0.3, steps=30)
    whole = arrival_steps(MSE, *TRAP, starts, GOAL, learning_rate=0.3, steps=300)
    np.testing.assert_array_equal(search.arrived, whole)
    assert (first.step, search.step) == (0, 300)
    np.testing.assert_array_equal(first.theta, starts)
    assert set(np.unique(first.arrived)) <= {NOT_YET, 0}
    assert 0 < (whole == NOT_YET).mean() < 1


@pytest.mark.parametrize("rate", [0.3, 1.0, 2.9])
def test_half_squared_error_is_caught_from_one_start_and_free_from_the_other(rate):
    caught, free = arrival_steps(
        MSE, *TRAP, [[2, -6], [0, 0]], GOAL, learning_rate=rate, steps=6000
    )
    assert caught == NOT_YET
    assert free == 1


@pytest.mark.parametrize("rate", [0.1, 0.3, 0.57])
def test_cross_entropy_arrives_from_everywhere(rate):
    grid = np.stack(np.meshgrid(np.linspace(-6, 6, 9), np.linspace(-8, 8, 9)), -1).reshape(-1, 2)
    steps = arrival_steps(BCE, *TRAP, grid, GOAL, learning_rate=rate, steps=3000)
    assert (steps != NOT_YET).all()


def test_the_common_goal_is_no_better_than_any_optimum():
    data = load("breast-cancer").feature(0)
    rates = [
        Objective.of(loss, data.X, data.y).error_rate(minimise(loss, data.X, data.y).theta)
        for loss in (BCE, MSE)
    ]
    assert shared_error_rate([MSE, BCE, LOSSES["hinge"]], data.X, data.y) == max(rates)
    assert shared_error_rate([MSE], *TRAP) == pytest.approx(0.2)
    for slug in ("lab", "nielsen", "separable"):
        easy = load(slug)
        assert shared_error_rate([MSE, BCE], easy.X, easy.y) == 0


def test_a_larger_rate_leaves_the_plateau_in_proportion_sooner():
    data, start = load("breast-cancer").feature(0), [-48.0, 9.23]
    goal = loss_goal(MSE, data.X, data.y, start, 0.5)
    rates = np.array([30.0, 100.0, 300.0])
    steps = arrival_steps(MSE, data.X, data.y, [start] * 3, goal, learning_rate=rates, steps=3000)
    np.testing.assert_allclose(steps * rates, steps[0] * rates[0], rtol=0.02)


def test_the_steps_off_the_plateau_of_one_example_grow_like_the_exponential_of_its_logit():
    logits = np.array([6.0, 7.0, 8.0])
    starts = np.stack([logits / 2, logits / 2], axis=1)
    goal = Goal("error rate", 0)
    steps = arrival_steps(MSE, [1.0], [0], starts, goal, learning_rate=0.3, steps=6000)
    np.testing.assert_allclose(steps[1:] / steps[:-1], np.e, rtol=0.04)


def test_a_loss_goal_lies_between_start_and_minimum():
    lowest, highest = minimise(BCE, *TRAP).loss, np.log(2)
    for share in (0.0, 0.3, 1.0):
        goal = loss_goal(BCE, *TRAP, [0, 0], share)
        assert goal.value == pytest.approx(highest - share * (highest - lowest), rel=1e-12)


def test_what_grows_too_large_stays():
    search = begin(BCE, [1e60, -1e60], [0, 1], [[1.0, 0.0]], Goal("error rate", 0))
    far = advance(
        BCE, [1e60, -1e60], [0, 1], search, Goal("error rate", 0), learning_rate=1e90, steps=3
    )
    np.testing.assert_array_equal(far.theta, search.theta)
    assert far.arrived[0] == NOT_YET


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"starts": [0, 0]}, "starts"),
        ({"starts": [[0, float("nan")]]}, "starts"),
        ({"learning_rate": 0.0}, "learning_rate"),
        ({"learning_rate": [0.1, 0.2]}, "learning_rate"),
        ({"learning_rate": float("nan")}, "learning_rate"),
        ({"steps": -1}, "steps"),
        ({"y": [0, 0, 0, 1, 2]}, "y"),
    ],
)
def test_what_makes_no_sense_is_refused(changed, name):
    given = {"X": TRAP[0], "y": TRAP[1], "starts": [[0, 0]], "goal": GOAL}
    given |= {"learning_rate": 0.3, "steps": 5, **changed}
    with pytest.raises(ValueError, match=name):
        arrival_steps(MSE, **given)


@pytest.mark.parametrize(("measure", "value"), [("accuracy", 0.1), ("loss", float("nan"))])
def test_a_goal_is_something_measured(measure, value):
    with pytest.raises(ValueError, match=r"measure|value"):
        Goal(measure, value)
