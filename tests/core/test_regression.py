"""Lines through points, against SciPy and against the conditions of a minimum."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize import least_squares, linprog
from scipy.stats import linregress

from core.losses import huber, huber_slope
from core.regression import (
    MOST_POINTS,
    huber_line,
    least_absolute_line,
    least_squares_line,
)

repeatable = settings(max_examples=60, deadline=None, derandomize=True)
X = np.array([0.0, 1.0, 2.0, 3.5, 4.0, 6.0, 7.0])
targets = arrays(np.float64, X.size, elements=st.floats(-20, 20))
FITS = (least_squares_line, least_absolute_line, huber_line)
every_fit = pytest.mark.parametrize("fit", FITS)


def absolute_by_linear_program(x, y):
    """Return the least sum of absolute residuals, over slope, intercept and bounds of residuals."""
    n = len(x)
    plane, eye = np.column_stack([x, np.ones(n)]), np.eye(n)
    found = linprog(
        np.concatenate([[0, 0], np.ones(n)]),
        A_ub=np.block([[plane, -eye], [-plane, -eye]]),
        b_ub=np.concatenate([y, -y]),
        bounds=[(None, None)] * 2 + [(0, None)] * n,
        # Its own tolerance is 1e-7, by which it may be lower than any line.
        options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
    )
    return found.fun


@repeatable
@given(targets)
def test_least_squares_is_scipys(y):
    line, oracle = least_squares_line(X, y), linregress(X, y)
    np.testing.assert_allclose(line, [oracle.slope, oracle.intercept], rtol=1e-9, atol=1e-9)


@repeatable
@given(targets)
def test_least_absolute_is_as_low_as_a_linear_program(y):
    value = np.abs(least_absolute_line(X, y).at(X) - y).sum()
    assert value == pytest.approx(absolute_by_linear_program(X, y), rel=1e-9, abs=1e-9)


@repeatable
@given(targets, st.floats(0.2, 5))
def test_at_hubers_line_the_pulls_balance(y, delta):
    pulls = huber_slope(huber_line(X, y, delta).at(X) - y, delta)
    assert abs(pulls.sum()) < 1e-6 * delta
    assert abs((pulls * X).sum()) < 1e-6 * delta


def test_huber_is_scipys():
    y = 1 + 0.5 * X + np.array([0.2, -0.3, 0.1, 9.0, -0.2, 0.1, -6.0])
    for delta in (0.1, 0.5, 1.0, 3.0):
        line = huber_line(X, y, delta)
        start = least_squares_line(X, y)
        oracle = least_squares(
            lambda w, y=y: w[0] * X + w[1] - y, start, loss="huber", f_scale=delta, xtol=1e-15
        )
        mine = huber(line.at(X) - y, delta).sum()
        assert mine <= oracle.cost + 1e-12
        np.testing.assert_allclose(line, oracle.x, atol=1e-5)


def test_huber_lies_between_the_other_two():
    y = 1 + 0.5 * X + np.array([0.2, -0.3, 0.1, 9.0, -0.2, 0.1, -6.0])
    np.testing.assert_allclose(huber_line(X, y, 1e3), least_squares_line(X, y), rtol=1e-12)
    small = np.abs(huber_line(X, y, 1e-3).at(X) - y).sum()
    assert small == pytest.approx(np.abs(least_absolute_line(X, y).at(X) - y).sum(), rel=1e-3)


@every_fit
def test_each_row_gets_its_own_line(fit):
    rows = np.random.default_rng(1).normal(size=(2, 3, X.size))
    together = fit(X, rows)
    assert together.slope.shape == (2, 3)
    assert together.at([0.0, 1.0]).shape == (2, 3, 2)
    for place in np.ndindex(2, 3):
        alone = fit(X, rows[place])
        np.testing.assert_allclose([part[place] for part in together], alone, atol=1e-10)


@every_fit
def test_points_on_a_line_give_that_line(fit):
    np.testing.assert_allclose(fit(X, 3 - 2 * X), [-2, 3], atol=1e-12)


@every_fit
@pytest.mark.parametrize(
    ("x", "y", "named"),
    [
        ([0, np.nan], [0, 1], "x must not hold nan"),
        ([0, 1], [0, np.inf], "y must be finite"),
        ([0, 1, 2], [0, 1], "equally many"),
        ([[0, 1]], [[0, 1]], "equally many"),
        ([2, 2], [0, 1], "two different values"),
        ([1], [1], "two different values"),
        ([0, 1], [0, 1e60], "y must not exceed"),
        ([0, 1], ["a", "b"], "y must hold real numbers"),
    ],
)
def test_bad_points_are_named(fit, x, y, named):
    with pytest.raises(ValueError, match=named):
        fit(x, y)


def test_bad_thresholds_and_too_many_points_are_named():
    for delta in (0, -1, np.nan, np.inf):
        with pytest.raises(ValueError, match="delta"):
            huber_line([0, 1], [0, 1], delta)
    many = np.arange(MOST_POINTS + 1)
    with pytest.raises(ValueError, match="at most 100"):
        least_absolute_line(many, many)


@every_fit
def test_inputs_stay_as_they_are(fit):
    x, y = X.copy(), X**2
    fit(x, y)
    np.testing.assert_array_equal(x, X)
    np.testing.assert_array_equal(y, X**2)


@pytest.mark.parametrize("fit", [least_squares_line, least_absolute_line, huber_line])
@pytest.mark.parametrize("power", [0, 10, 17, 23, 30])
def test_an_offset_costs_no_more_than_its_own_rounding(fit, power):
    """Years or prices in x or y: the same line, as far as the offset leaves it its digits."""
    offset = 2.0**power
    for seed in range(5):
        rng = np.random.default_rng(seed)
        x, y = offset + rng.normal(size=25), offset + rng.standard_t(2, size=25)
        plain, moved = fit(x - offset, y - offset), fit(x, y)
        size = 1 + np.abs(plain.slope)
        assert moved.slope == pytest.approx(plain.slope, rel=1e-9, abs=1e-9)
        gap = np.abs(moved.at(x) - offset - plain.at(x - offset)).max()
        assert gap <= 1e-9 + 4 * np.finfo(float).eps * size * offset
