"""Gradient descent at many learning rates: what becomes of it, against runs and known facts."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from core.datasets import load
from core.losses import LOSSES
from core.objective import Objective
from core.optimizers import minimise, safe_learning_rate
from core.step_size import (
    Outcome,
    curvatures,
    endings,
    local_learning_rate,
    run_at_rates,
    widest_direction,
)
from core.training import Settings, fit

BCE, MSE, HINGE = LOSSES["bce"], LOSSES["mse"], LOSSES["hinge"]
TRAP = ([5.5, 4, 2.5, -5.5, 5], [0, 0, 0, 1, 1])
FAR, ZERO = [2, -6], [0, 0]
SAFE = {loss.slug: safe_learning_rate(loss, TRAP[0]) for loss in (BCE, MSE)}


def judged(loss, start, rates, X=TRAP[0], y=TRAP[1], steps=3000):
    return endings(loss, X, y, run_at_rates(loss, X, y, start, rates, steps=steps))


@pytest.mark.parametrize("slug", LOSSES)
def test_runs_side_by_side_are_the_runs_one_by_one(slug):
    data, rates = load("iris"), [0.1, 1.0, 30.0]
    runs = run_at_rates(LOSSES[slug], data.X, data.y, [1, -2, 0.5], rates, steps=40)
    for place, rate in enumerate(rates):
        alone = fit(
            LOSSES[slug], data.X, data.y, Settings(start=[1, -2, 0.5], learning_rate=rate, steps=40)
        )
        np.testing.assert_allclose(runs.theta[:, place], alone.theta, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("slug", ["bce", "mse"])
@pytest.mark.parametrize("steps", [2999, 3000])
def test_runs_that_stand_or_swing_are_where_each_step_would_take_them(slug, steps):
    """Some converge to the last digit, some swing between two places, and some were held."""
    objective, rates = Objective.of(LOSSES[slug], *TRAP), np.array([0.3, 0.6, 0.9, 4.0, 1e100])
    runs = run_at_rates(LOSSES[slug], *TRAP, [0.1, 0], rates, steps=steps)
    theta = runs.theta[:-1]
    following = theta - rates[:, np.newaxis] * objective.gradient(theta)
    following[:, -1] = [0.1, 0]
    np.testing.assert_allclose(runs.theta[1:], following, rtol=1e-12, atol=1e-13)
    assert runs.held_from.tolist() == [steps + 1] * 4 + [1]
    assert (runs.theta[-1] == runs.theta[-3]).all(axis=1)[:4].any()


def test_the_local_bound_is_that_of_a_minimum_found_elsewhere():
    def mean_loss(theta):
        z = np.array(TRAP[0]) * theta[0] + theta[1]
        return np.mean(np.logaddexp(0, z) - np.array(TRAP[1]) * z)

    found = minimize(mean_loss, [0, 0], method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 0})
    z = np.array(TRAP[0]) * found.x[0] + found.x[1]
    curvature = 1 / (2 + np.exp(z) + np.exp(-z)) / 5
    A = np.column_stack([TRAP[0], np.ones(5)])
    largest = np.linalg.eigvalsh((A.T * curvature) @ A)[-1]
    assert local_learning_rate(BCE, *TRAP, found.x) == pytest.approx(2 / largest, rel=1e-6)
    assert 2 / largest == pytest.approx(0.573, abs=5e-4)


def test_the_local_bounds_of_both_minima_of_the_trap():
    assert local_learning_rate(MSE, *TRAP, [0.6429, -3.8488]) == pytest.approx(2.90, abs=5e-3)
    low = minimise(MSE, *TRAP)
    assert local_learning_rate(MSE, *TRAP, low.theta) == pytest.approx(4.38, abs=5e-3)


@pytest.mark.parametrize("start", [FAR, ZERO])
def test_cross_entropy_converges_between_the_bounds_and_cycles_beyond(start):
    assert safe_learning_rate(BCE, TRAP[0]) == pytest.approx(0.367, abs=5e-4)
    slow, beyond, doubled, again, chaos = judged(BCE, start, [0.3, 0.57, 0.7, 0.777, 1.04])
    assert [slow.outcome, beyond.outcome] == [Outcome.CONVERGES] * 2
    assert (slow.swings, beyond.swings) == (False, True)
    np.testing.assert_allclose(beyond.minimum.theta, [-0.314, 0.350], atol=6e-4)
    assert [(end.outcome, end.period) for end in (doubled, again)] == [
        (Outcome.CYCLE, 2),
        (Outcome.CYCLE, 4),
    ]
    assert doubled.surrounds
    assert chaos.outcome is Outcome.BOUNCES
    assert beyond.highest == pytest.approx(0.532, abs=5e-4)


def test_a_cycle_comes_back_to_itself():
    runs = run_at_rates(BCE, *TRAP, ZERO, [0.7], steps=3000)
    (ending,) = endings(BCE, *TRAP, runs)
    end = runs.theta[-1, 0]
    on = fit(BCE, *TRAP, Settings(start=end, learning_rate=0.7, steps=2))
    np.testing.assert_allclose(on.theta[2], end, atol=1e-9)
    assert np.abs(on.theta[1] - end).max() > 0.1
    assert {round(ending.lowest, 9), round(ending.highest, 9)} == set(on.loss.round(9))


def test_half_squared_error_from_far_away_creeps_bounces_and_lands_on_a_plateau():
    creeping, *bouncing, six, eight, ten = judged(MSE, FAR, [1, 3.2, 4, 4.3, 6, 8, 10])
    assert creeping.outcome is Outcome.FALLING
    assert {end.outcome for end in bouncing} <= {Outcome.BOUNCES, Outcome.CYCLE}
    for end in (creeping, *bouncing):
        np.testing.assert_allclose(end.minimum.theta, [0.643, -3.849], atol=5e-4)
    assert all(end.surrounds for end in bouncing)
    for end in (six, eight, ten):
        assert end.outcome is Outcome.PLATEAU
        assert end.lowest == pytest.approx(0.1, abs=1e-4)


def test_patience_shows_the_bottom_of_the_trap():
    (end,) = judged(MSE, FAR, [2.8], steps=12_000)
    assert end.outcome is Outcome.CONVERGES
    assert end.lowest == pytest.approx(0.1661, abs=5e-5)


def test_separable_data_have_nothing_to_arrive_at():
    lab = load("lab")
    for end in judged(BCE, ZERO, [0.5, 5.0], lab.X, lab.y):
        assert end.outcome is Outcome.ENDLESS
        assert (end.minimum, end.arrived) == (None, None)


def test_a_kink_ends_in_a_cycle_and_has_no_bound():
    (end,) = judged(HINGE, ZERO, [0.1])
    assert end.outcome in (Outcome.CYCLE, Outcome.BOUNCES)
    assert end.minimum is None
    with pytest.raises(ValueError, match="kinks"):
        local_learning_rate(HINGE, *TRAP, ZERO)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.floats(0.02, 0.99), st.floats(-3, 3), st.floats(-3, 3))
def test_below_the_bound_every_step_goes_down(share, w, b):
    for loss in (BCE, MSE):
        rate = share * SAFE[loss.slug]
        runs = run_at_rates(loss, *TRAP, [w, b], [rate], steps=30)
        values = Objective.of(loss, *TRAP).value(runs.theta[:, 0])
        assert (np.diff(values) <= 1e-15).all()


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.floats(0.01, 3.0), st.floats(-5, 5), st.floats(-5, 5))
def test_a_step_lowers_the_loss_as_much_as_the_bound_of_the_curvature_promises(share, w, b):
    theta = np.array([w, b])
    for loss in (BCE, MSE):
        objective = Objective.of(loss, *TRAP)
        curvature = 2 / SAFE[loss.slug]
        rate, g = share / curvature, objective.gradient(theta)
        promised = objective.value(theta) - rate * (1 - rate * curvature / 2) * g @ g
        assert objective.value(theta - rate * g) <= promised + 1e-12
        assert np.linalg.eigvalsh(objective.hessian(theta))[-1] <= curvature + 1e-12


def test_along_the_flattest_direction_a_step_leaves_one_less_one_over_the_condition_number():
    low = minimise(BCE, *TRAP).theta
    eigenvalues, directions = np.linalg.eigh(Objective.of(BCE, *TRAP).hessian(low))
    rate = local_learning_rate(BCE, *TRAP, low) / 2
    runs = run_at_rates(BCE, *TRAP, low + 1e-6 * directions[:, 0], [rate], steps=1)
    factor = (runs.theta[1, 0] - low) @ directions[:, 0] / 1e-6
    assert factor == pytest.approx(1 - eigenvalues[0] / eigenvalues[-1], abs=1e-4)


@pytest.mark.parametrize("share", [0.3, 0.7, 1.2])
def test_near_the_minimum_a_step_multiplies_the_distance_by_one_minus_rate_times_curvature(share):
    low = minimise(BCE, *TRAP).theta
    eigenvalues, directions = np.linalg.eigh(Objective.of(BCE, *TRAP).hessian(low))
    rate = share * 2 / eigenvalues[-1]
    runs = run_at_rates(BCE, *TRAP, low + 1e-6 * directions[:, -1], [rate], steps=1)
    factor = (runs.theta[1, 0] - low) @ directions[:, -1] / 1e-6
    assert factor == pytest.approx(1 - rate * eigenvalues[-1], abs=1e-4)
    assert (abs(factor) < 1) == (share < 1)


def test_the_share_of_the_way_is_kept_from_there_on():
    runs = run_at_rates(BCE, *TRAP, ZERO, [0.5])
    (end,) = endings(BCE, *TRAP, runs)
    distance = np.linalg.norm(runs.theta[:, 0] - end.minimum.theta, axis=1) / np.linalg.norm(
        end.minimum.theta
    )
    assert distance[end.arrived :].max() <= 0.01 < distance[end.arrived - 1]


def test_far_down_a_valley_a_run_does_not_surround_its_minimum():
    raw = load("breast-cancer", standardise=False)
    (end,) = judged(BCE, [0, 0, 0], [0.03], raw.X, raw.y)
    assert end.outcome is Outcome.BOUNCES
    assert not end.surrounds


def test_scaling_rounds_the_valley():
    raw, scaled = (load("breast-cancer", standardise=on).feature(0) for on in (False, True))
    conditions = []
    for data in (raw, scaled):
        found = minimise(BCE, data.X, data.y)
        each = curvatures(BCE, data.X, data.y, found.theta)
        conditions.append(each[-1] / each[0])
    np.testing.assert_allclose(conditions, [18_309, 5.487], rtol=1e-3)
    assert safe_learning_rate(BCE, scaled.X) == pytest.approx(8)


def test_the_widest_direction_is_the_largest_singular_vector():
    data = load("iris")
    A = np.column_stack([data.X, np.ones(len(data.y))])
    direction = widest_direction(data.X)
    largest = np.linalg.norm(A, 2) ** 2
    np.testing.assert_allclose(A.T @ A @ direction, largest * direction, atol=1e-9)


def test_what_grows_too_large_is_held_and_told():
    runs = run_at_rates(BCE, [1e60, -1e60], [1, 0], [0, 0], [1e90], steps=5)
    assert runs.held_from[0] == 1
    assert np.isfinite(runs.theta).all()
    (end,) = endings(BCE, [1e60, -1e60], [1, 0], runs)
    assert end.outcome is Outcome.DIVERGES


@pytest.mark.parametrize("rates", [[], [0.0], [-1.0], [float("nan")], 0.5])
def test_rates_that_are_none_are_refused(rates):
    with pytest.raises(ValueError, match="rates"):
        run_at_rates(BCE, *TRAP, ZERO, rates)


def test_a_place_that_is_no_minimum_has_no_bound():
    with pytest.raises(ValueError, match="minimum"):
        local_learning_rate(MSE, [1.0], [1], [-3.0, 0.0])
