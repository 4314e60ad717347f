"""A minimum is called proven only where there is one."""

from itertools import product

import numpy as np
import pytest

from core import optimizers
from core.datasets import load
from core.landscape import stationary_points
from core.losses import LOSSES
from core.newton import descend, is_on_way, prove
from core.objective import Objective
from core.optimizers import minimise

BCE, MSE, MAE, FOCAL = (LOSSES[slug] for slug in ("bce", "mse", "mae", "focal"))
TRAP = ([5.5, 4, 2.5, -5.5, 5], [0, 0, 0, 1, 1])
X, Y = np.arange(6.0), [0, 1, 0, 1, 0, 1]


def is_minimum(loss, X, y, theta, ridge=0.0):
    objective = Objective.of(loss, X, y, ridge)
    theta = objective.scaling.inward(np.asarray(theta, dtype=float))
    return prove(objective.scaled, objective.scaled.expand(theta)).is_minimum


def test_both_minima_of_the_trap_are_proven_and_its_saddle_is_not():
    points = stationary_points(MSE, *TRAP, [-2, 2], [-8, 4])
    assert [(p.kind, is_minimum(MSE, *TRAP, p.theta)) for p in points] == [
        ("minimum", True),
        ("minimum", True),
        ("saddle", False),
    ]


@pytest.mark.parametrize("loss", [MSE, MAE, FOCAL], ids=lambda loss: loss.slug)
@pytest.mark.parametrize("size", [5, 10, 15, 20, 36, 50, 100, 350, 800])
@pytest.mark.parametrize("side", [1, -1])
def test_no_plateau_is_proven_however_flat(loss, size, side):
    for y in (Y, [0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 1, 0]):
        assert not is_minimum(loss, X, y, [side * size, -2.4 * side * size])
        assert not is_minimum(loss, X, y, [0, side * size])


def test_far_out_on_separable_data_nothing_is_proven():
    # Between 31 and 34 a slope of the weakly separable ones is rounding, its curvature not yet.
    for size, (x, y, way) in product(
        [5, 15, *np.arange(25, 40, 0.1), 100, 745],
        (
            ([0, 1, 2, 3], [0, 0, 1, 1], [1, -1.5]),
            ([0, 1, 1, 2], [0, 0, 1, 1], [1, -1]),
            ([0, 1, 1, 5], [0, 0, 1, 1], [1, -1]),
            ([1, 2], [1, 1], [0, 1]),
        ),
    ):
        for loss in (BCE, MSE, FOCAL):
            assert not is_minimum(loss, x, y, size * np.array(way))


def test_near_a_minimum_is_not_at_it():
    theta = minimise(BCE, X, Y).theta
    assert is_minimum(BCE, X, Y, theta)
    for step in (1e-3, 1e-6, 1e-9, 1e-11):
        assert not is_minimum(BCE, X, Y, theta + np.array([step, 0]))


def test_a_direction_that_changes_nothing_is_no_hindrance_but_another_flat_one_is():
    constant = np.column_stack([X, np.full(6, 3.0)])
    found = minimise(BCE, constant, Y)
    assert (found.finite, found.unique) == (True, False)
    twice = minimise(BCE, np.column_stack([X, 2 * X + 1]), Y)
    assert (twice.finite, twice.unique) == (True, False)
    assert twice.loss == pytest.approx(found.loss, rel=1e-12)
    # Only one place, with both labels alike: absolute error is level there in every logit.
    level = minimise(MAE, [1.0, 1.0], [0, 1])
    assert not level.finite


def test_from_a_saturated_start_the_minimum_is_found_where_slopes_are_left():
    data = load("breast-cancer").feature(0)
    best = minimise(MSE, data.X, data.y)
    for start in ([10, 5], [-10, 5], [20, -20], [-25, 0]):
        found = minimise(MSE, data.X, data.y, start=start)
        assert found.finite
        assert found.loss == pytest.approx(best.loss, rel=1e-12)


def test_an_inflection_holds_no_run_up():
    # At theta = 0 absolute error has no curvature at all, and a slope.
    objective = Objective.of(MAE, X, Y).scaled
    assert not objective.hessian(np.zeros(2)).any()
    assert descend(objective, np.zeros(2))[1] < 0.45
    found = minimise(MAE, *TRAP, ridge=0.01)
    assert found.finite
    assert found.gradient_norm < 1e-12


@pytest.fixture
def searches(monkeypatch):
    """Count the searches that are made, by the place from which each begins."""
    begun = []

    def counted(objective, theta, way=None):
        begun.append(theta)
        return descend(objective, theta, way)

    monkeypatch.setattr(optimizers, "descend", counted)
    return begun


def test_of_many_starts_on_one_way_to_infinity_only_the_first_is_followed(searches):
    data = load("overlapping")
    objective = Objective.of(MAE, data.X[:, 0], data.y)
    way = [np.zeros(2)]
    descend(objective.scaled, way[0], way)
    assert len(way) > 400
    along = [objective.scaling.outward(theta) for theta in way[1:300:7]]
    assert optimizers.distinct_minima(objective, [[0, 0], *along]) == []
    assert len(searches) == 1


@pytest.mark.parametrize("nudge", [-0.05, 0.0, 0.05])
def test_a_start_at_a_minimum_is_on_no_way_that_passes_over_it(nudge):
    objective = Objective.of(MSE, *TRAP)
    (minimum,) = optimizers.distinct_minima(objective, [[0.7, -4]])
    scaled = objective.scaling.inward(minimum.theta)
    # A jump of two logits that passes over the minimum, as no search would make it.
    for turn in np.linspace(0, np.pi, 7):
        half = np.array([np.cos(turn), np.sin(turn)])
        way = np.array([scaled - half, scaled + half])
        assert not is_on_way(objective.scaled, way, scaled + nudge)
