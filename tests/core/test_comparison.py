"""Two runs in lock-step, and where they start."""

import numpy as np
import pytest

from core.comparison import compare_runs
from core.datasets import DATASETS, load
from core.gradients import parameter_gradient
from core.initial import preset_start, wrong_start
from core.losses import LOSSES
from core.objective import Objective
from core.rates import PAIRINGS
from core.training import Settings, fit

MSE, BCE = LOSSES["mse"], LOSSES["bce"]


@pytest.mark.parametrize("slug", DATASETS)
@pytest.mark.parametrize("first", LOSSES.values(), ids=LOSSES)
def test_runs_are_those_of_fit(first, slug):
    data = load(slug)
    start = preset_start("mild", data.X, data.y, slug)
    result = compare_runs([first, BCE], data.X, data.y, Settings(start=start, steps=20))
    for run, loss in zip(result.runs, (first, BCE), strict=True):
        alone = fit(loss, data.X, data.y, Settings(start=start, steps=20))
        np.testing.assert_array_equal(run.history.theta, alone.theta)
        np.testing.assert_allclose(run.relative_loss, alone.loss / alone.loss[0], rtol=1e-14)


def test_after_a_switch_each_loss_is_relative_to_its_own_value_at_the_start():
    data = load("iris")
    start = preset_start("saturated", data.X, data.y)
    run = compare_runs(
        [MSE, BCE], data.X, data.y, Settings(start=start, steps=50, switch=(20, BCE))
    ).runs[0]
    at_start = Objective.of(BCE, data.X, data.y).value(start)
    assert run.history.switch_step == 20
    assert run.later is BCE
    np.testing.assert_allclose(run.relative_loss[20:], run.history.loss[20:] / at_start, rtol=1e-14)


@pytest.mark.parametrize("switch", [(0, BCE), (7, MSE)])
def test_a_switch_at_the_start_or_to_the_same_loss_is_none(switch):
    run = compare_runs(
        [MSE, BCE], [0.0, 1.0], [0, 1], Settings(start=[1, 1], steps=9, switch=switch)
    ).runs[0]
    assert (run.loss, run.later) == (switch[1], None)
    assert run.history.switch_step is None


def test_a_loss_that_starts_at_0_stays_relative_1():
    hinge = LOSSES["hinge"]
    run = compare_runs([hinge, BCE], [-1.0, 1.0], [0, 1], Settings(start=[5, 0], steps=3)).runs[0]
    np.testing.assert_array_equal(run.relative_loss, 1.0)


def test_both_traps_of_half_squared_error_are_found_around_the_path():
    data = load("trap")
    slow, fast = compare_runs([MSE, BCE], data.X, data.y, Settings(start=[2, -6], steps=50)).runs
    found = sorted(minimum.theta[0] for minimum in slow.minima)
    np.testing.assert_allclose(found, [-0.290, 0.643], atol=5e-4)
    (only,) = fast.minima
    np.testing.assert_allclose(only.theta, [-0.314, 0.350], atol=5e-4)


@pytest.mark.parametrize("slug", ["separable", "nielsen", "lab"])
def test_separable_data_have_no_minimum_to_mark(slug):
    data = load(slug)
    start = preset_start("mild", data.X, data.y, slug)
    for run in compare_runs([MSE, BCE], data.X, data.y, Settings(start=start, steps=5)).runs:
        assert run.has_no_minimum
        assert run.minima == ()


def test_a_plane_holds_the_start_and_both_ends():
    data = load("breast-cancer")
    start = preset_start("saturated", data.X, data.y)
    result = compare_runs([MSE, BCE], data.X, data.y, Settings(start=start, steps=50))
    origin, first, second = result.plane
    for run in result.runs:
        offset = run.history.theta[-1] - origin
        inside = (offset @ first) * first + (offset @ second) * second
        np.testing.assert_allclose(inside, offset, atol=1e-9)


@pytest.mark.parametrize("losses", [[MSE], [MSE, BCE, MSE]])
def test_other_than_two_losses_are_refused(losses):
    with pytest.raises(ValueError, match="two"):
        compare_runs(losses, [0.0, 1.0], [0, 1], Settings(start=[1, 1]))


@pytest.mark.parametrize("slug", [slug for slug in DATASETS if slug != "nielsen"])
@pytest.mark.parametrize("kind", ["saturated", "mild"])
def test_presets_are_wrong_for_most(slug, kind):
    data = load(slug)
    theta = preset_start(kind, data.X, data.y, slug)
    assert Objective.of(BCE, data.X, data.y).error_rate(theta) > 0.5


@pytest.mark.parametrize("slug", ["iris", "breast-cancer", "separable"])
def test_saturated_means_a_plateau_for_half_squared_error_only(slug):
    data = load(slug)
    theta = preset_start("saturated", data.X, data.y, slug)
    assert np.linalg.norm(parameter_gradient(MSE, data.X, data.y, theta)) < 1e-3
    assert np.linalg.norm(parameter_gradient(BCE, data.X, data.y, theta)) > 0.5


@pytest.mark.parametrize("slug", DATASETS)
def test_from_zero_matched_rates_take_the_same_first_step_and_stay_close(slug):
    data = load(slug)
    start = preset_start("zero", data.X, data.y, slug)
    assert not start.any()
    fair = compare_runs(
        [MSE, BCE], data.X, data.y, Settings(start=start, steps=20), pairing="matched"
    )
    slow, fast = fair.runs
    assert [run.settings.learning_rate for run in (slow, fast)] == [2.0, 0.5]
    np.testing.assert_allclose(slow.history.theta[1], fast.history.theta[1], rtol=1e-12)
    assert slow.history.error_rate[-1] == pytest.approx(fast.history.error_rate[-1], abs=0.05)


@pytest.mark.parametrize("pairing", PAIRINGS)
def test_from_a_bad_start_no_pairing_lets_squared_error_keep_up(pairing):
    data = load("breast-cancer")
    start = preset_start("saturated", data.X, data.y)
    slow, fast = compare_runs(
        [MSE, BCE],
        data.X,
        data.y,
        Settings(start=start, learning_rate=0.5, steps=200),
        pairing=pairing,
    ).runs
    assert fast.history.error_rate[-1] < 0.2
    assert slow.history.error_rate[-1] > 0.35


def test_quoted_starts():
    np.testing.assert_array_equal(preset_start("mild", [1.0], [0], "nielsen"), [0.6, 0.9])
    np.testing.assert_array_equal(preset_start("saturated", [1.0], [0], "nielsen"), [2, 2])


def test_classes_with_one_mean_still_get_a_start():
    theta = wrong_start([-1.0, 1.0, -2.0, 2.0], [0, 0, 1, 1], 3.0)
    np.testing.assert_array_equal(theta, [2, 0])


@pytest.mark.parametrize(
    ("X", "y", "size", "name"),
    [
        ([1.0, 2.0], [0, 0], 1.0, "y"),
        ([1.0, 2.0], [0, 1], 0.0, "mean_logit"),
        ([1.0, 2.0], [0, 1], float("nan"), "mean_logit"),
        ([float("nan"), 2.0], [0, 1], 1.0, "X"),
        ([2.0, 2.0], [0, 1], 1.0, "X"),
    ],
)
def test_what_gives_no_start_is_refused(X, y, size, name):
    with pytest.raises(ValueError, match=name):
        wrong_start(X, y, size)


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="kind"):
        preset_start("hot", [0.0, 1.0], [0, 1])
