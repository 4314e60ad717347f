"""The data sets on which the lecture's claims about descent stand: a real trap, and fake ones."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.gradients import parameter_gradient
from core.landscape import grid_minima, loss_surface, stationary_points
from core.losses import LOSSES
from core.optimizers import minimise, safe_learning_rate
from core.separability import separating_direction
from core.training import Settings, fit

BCE, MSE = LOSSES["bce"], LOSSES["mse"]
TRAP = ([5.5, 4, 2.5, -5.5, 5], [0, 0, 0, 1, 1])
LAB = ([0, 1, 2, 3, 4, 5], [0, 0, 0, 1, 1, 1])
FAR, ZERO = (2, -6), (0, 0)


def test_the_trap_of_half_squared_error():
    low, trap, saddle = stationary_points(MSE, *TRAP, [-2, 2], [-8, 4])
    assert [low.kind, trap.kind, saddle.kind] == ["minimum", "minimum", "saddle"]
    np.testing.assert_allclose(low.theta, [-0.290, 0.064], atol=5e-4)
    np.testing.assert_allclose(trap.theta, [0.643, -3.849], atol=5e-4)
    np.testing.assert_allclose(saddle.theta, [0.477, -3.068], atol=5e-4)
    assert low.loss == pytest.approx(0.0876, abs=5e-5)
    assert trap.loss == pytest.approx(0.1661, abs=5e-5)
    assert saddle.loss - trap.loss == pytest.approx(1e-4, abs=3e-5)
    np.testing.assert_allclose(trap.eigenvalues, [0.00066, 0.689], atol=5e-4)


def test_cross_entropy_has_one_minimum_there():
    (point,) = stationary_points(BCE, *TRAP, [-2, 2], [-8, 4])
    assert point.kind == "minimum"
    np.testing.assert_allclose(point.theta, [-0.314, 0.350], atol=6e-4)
    assert point.loss == pytest.approx(0.532, abs=5e-4)
    np.testing.assert_allclose(minimise(BCE, *TRAP).theta, point.theta, atol=1e-9)
    assert separating_direction(*TRAP) is None


@pytest.mark.parametrize("slug", ["bce", "mse"])
def test_a_wide_window_finds_the_same_points(slug):
    narrow = stationary_points(LOSSES[slug], *TRAP, [-2, 2], [-8, 4])
    wide = stationary_points(LOSSES[slug], *TRAP, [-6, 12], [-20, 10])
    assert [point.kind for point in wide] == [point.kind for point in narrow]
    for one, other in zip(wide, narrow, strict=True):
        np.testing.assert_allclose(one.theta, other.theta, atol=1e-9)
        assert one.gradient_norm < 1e-12


@pytest.mark.parametrize("rate", [1, 2, 2.9])
def test_half_squared_error_is_caught_from_far_away(rate):
    history = fit(MSE, *TRAP, Settings(start=FAR, learning_rate=rate, steps=12_000))
    np.testing.assert_allclose(history.theta[-1], [0.643, -3.849], atol=0.01)
    assert history.error_rate[-1] == pytest.approx(0.4)


def test_half_squared_error_from_zero_reaches_the_low_minimum():
    history = fit(MSE, *TRAP, Settings(start=ZERO, learning_rate=1, steps=3000))
    np.testing.assert_allclose(history.theta[-1], [-0.290, 0.064], atol=5e-4)
    assert history.error_rate[-1] == pytest.approx(0.2)
    assert history.status == "converged"


@pytest.mark.parametrize("start", [FAR, ZERO])
@pytest.mark.parametrize("rate", [0.3, 0.5, 0.57])
def test_cross_entropy_reaches_its_minimum_from_both_starts(start, rate):
    history = fit(BCE, *TRAP, Settings(start=start, learning_rate=rate, steps=2000))
    np.testing.assert_allclose(history.theta[-1], [-0.314, 0.350], atol=6e-4)
    assert history.error_rate[-1] == pytest.approx(0.2)
    assert history.status == "converged"


def test_the_safe_rates_of_the_trap():
    assert safe_learning_rate(BCE, TRAP[0]) == pytest.approx(0.367, abs=5e-4)
    assert safe_learning_rate(MSE, TRAP[0]) / safe_learning_rate(BCE, TRAP[0]) > 3.2


def test_the_way_into_the_trap_is_long():
    history = fit(MSE, *TRAP, Settings(start=FAR, learning_rate=1, steps=8000))
    assert history.loss[10] == pytest.approx(0.168, abs=5e-4)
    assert history.loss[1000] == pytest.approx(0.1666, abs=5e-5)
    near = np.linalg.norm(history.theta - [0.6429, -3.8488], axis=1) < 0.01
    assert 7700 < np.argmax(near) < 8000
    assert [history.status_at(k) for k in (0, 10, 1000, 5000)] == 4 * ["still moving"]


@pytest.mark.parametrize("rate", [3.5, 4, 4.3, 4.5, 5])
def test_larger_rates_bounce(rate):
    history = fit(MSE, *TRAP, Settings(start=FAR, learning_rate=rate, steps=12_000))
    assert history.status == "oscillating"
    around_the_trap = (np.abs(history.theta[-100:] - [0.643, -3.849]) < 2).all()
    around_the_low = (np.abs(history.theta[-100:] - [-0.290, 0.064]) < 2).all()
    assert (around_the_trap, around_the_low) == (rate <= 4.3, rate > 4.3)


@pytest.mark.parametrize("rate", [6, 8, 10])
def test_still_larger_rates_end_on_a_plateau(rate):
    history = fit(MSE, *TRAP, Settings(start=FAR, learning_rate=rate, steps=3000))
    assert history.loss[-1] == pytest.approx(0.1, abs=1e-5)
    assert history.status == "plateau"
    assert np.isfinite(history.theta).all()


@pytest.mark.parametrize("slug", ["bce", "mse"])
def test_the_lab_data_have_no_stationary_point(slug):
    assert stationary_points(LOSSES[slug], *LAB, [-6, 12], [-20, 10]) == []
    assert not minimise(LOSSES[slug], *LAB).finite


@given(st.floats(-20, 20), st.floats(-20, 20), st.sampled_from(["bce", "mse"]))
def test_every_sample_of_the_lab_data_gains_along_one_direction(w, b, slug):
    x, y = np.array(LAB[0]), np.array(LAB[1])
    slopes = LOSSES[slug].gradient(w * x + b, y) * (x - 2.5)
    assert (slopes < 0).all()


@pytest.mark.parametrize(
    ("slug", "columns", "rows", "four", "eight"),
    [
        ("mse", 50, 40, 16, 0),
        ("bce", 50, 40, 13, 0),
        ("mse", 40, 50, 17, 6),
        ("mse", 101, 101, 36, 0),
        ("mse", 401, 401, 0, 0),
    ],
)
def test_sampling_makes_minima_where_there_are_none(slug, columns, rows, four, eight):
    w, b = np.linspace(-6, 12, columns), np.linspace(-20, 10, rows)
    surface = loss_surface(LOSSES[slug], *LAB, w, b)
    assert len(grid_minima(surface)) == four
    assert len(grid_minima(surface, neighbours=8)) == eight


def test_cross_entropy_on_the_lab_data_grows_like_the_logarithm_of_time():
    history = fit(BCE, *LAB, Settings(start=ZERO, steps=10_000))
    np.testing.assert_allclose(history.theta[[100, 1000, 10_000], 0], [1.65, 4.03, 8.13], atol=5e-3)
    assert history.status == "no finite optimum"


def test_at_zero_one_step_is_a_fair_tie():
    slope = parameter_gradient(BCE, *TRAP, ZERO)
    np.testing.assert_allclose(parameter_gradient(MSE, *TRAP, ZERO), slope / 4, rtol=1e-15)
    one = fit(BCE, *TRAP, Settings(start=ZERO, learning_rate=0.1, steps=1))
    other = fit(MSE, *TRAP, Settings(start=ZERO, learning_rate=0.4, steps=1))
    np.testing.assert_allclose(one.theta, other.theta, rtol=1e-14)


def test_weakly_separable_data_approach_their_infimum():
    history = fit(
        BCE, [0, 1, 1, 2], [0, 0, 1, 1], Settings(start=ZERO, optimizer="newton", steps=40)
    )
    assert history.loss[-1] == pytest.approx(np.log(2) / 2, abs=1e-6)
    assert history.status == "no finite optimum"


def test_half_squared_error_of_one_saturated_sample_stands_still():
    # One input 1 with target 0, far on the wrong side: cross-entropy is through long before.
    slow = fit(MSE, [1.0], [0], Settings(start=[5, 5], learning_rate=0.5, steps=300))
    quick = fit(BCE, [1.0], [0], Settings(start=[5, 5], learning_rate=0.5, steps=300))
    assert slow.status == "plateau"
    assert slow.error_rate[-1] == 1
    assert quick.error_rate[-1] == 0
    assert quick.status == "no finite optimum"
