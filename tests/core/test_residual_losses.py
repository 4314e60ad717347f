"""RESIDUAL_LOSSES against their usual definitions, SciPy and differences."""

import pickle

import numpy as np
import pytest
import scipy.special
from hypothesis import given, settings
from hypothesis import strategies as st

from core.losses import RESIDUAL_LOSSES, huber, huber_slope, smooth_l1, smooth_l1_slope
from tests.core.helpers import NOT_REAL_NUMBERS

RESIDUALS = np.linspace(-5, 5, 1_001)
WIDTHS = [1e-3, 0.5, 1.0, 2.0, 100.0]
FUNCTIONS = {
    f"{loss.slug}-{name}": getattr(loss, name)
    for loss in RESIDUAL_LOSSES.values()
    for name in ("value", "slope")
}
each_loss = pytest.mark.parametrize("loss", RESIDUAL_LOSSES.values(), ids=RESIDUAL_LOSSES.keys())
each_function = pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS.keys())
repeatable = settings(deadline=None, derandomize=True)


def test_half_squared_and_absolute_error_are_as_defined():
    mse, mae = RESIDUAL_LOSSES["mse"], RESIDUAL_LOSSES["mae"]
    np.testing.assert_allclose(mse.value(RESIDUALS), RESIDUALS**2 / 2, rtol=1e-15)
    assert mse.slope(RESIDUALS).tolist() == RESIDUALS.tolist()
    assert mae.value([-2.5, 0, 2.5]).tolist() == [2.5, 0, 2.5]
    assert mae.slope([-2.5, 0, 2.5]).tolist() == [-1, 0, 1]


@pytest.mark.parametrize("delta", WIDTHS)
def test_huber_agrees_with_scipy(delta):
    expected = scipy.special.huber(delta, RESIDUALS)
    np.testing.assert_allclose(huber(RESIDUALS, delta), expected, rtol=1e-14)


@pytest.mark.parametrize("beta", WIDTHS)
def test_smooth_l1_is_as_defined(beta):
    size = np.abs(RESIDUALS)
    expected = np.where(size < beta, size**2 / (2 * beta), size - beta / 2)
    np.testing.assert_allclose(smooth_l1(RESIDUALS, beta), expected, rtol=1e-14)


@repeatable
@given(residual=st.floats(-1e6, 1e6), width=st.floats(1e-6, 1e6))
def test_smooth_l1_is_huber_divided_by_its_width(residual, width):
    value = pytest.approx(huber(residual, width) / width, rel=1e-14)
    slope = pytest.approx(huber_slope(residual, width) / width, rel=1e-14)
    assert smooth_l1(residual, width) == value
    assert smooth_l1_slope(residual, width) == slope


def test_huber_and_smooth_l1_agree_at_width_1_only():
    assert huber(RESIDUALS, delta=1.0).tolist() == smooth_l1(RESIDUALS, beta=1.0).tolist()
    assert huber(RESIDUALS).tolist() == smooth_l1(RESIDUALS).tolist()
    assert np.all(huber(RESIDUALS[RESIDUALS > 1], 2.0) > smooth_l1(RESIDUALS[RESIDUALS > 1], 2.0))


def test_beyond_its_width_huber_rises_with_slope_delta_and_smooth_l1_with_slope_1():
    assert huber_slope([-9, -2, 0.5, 2, 9], delta=2).tolist() == [-2, -2, 0.5, 2, 2]
    assert smooth_l1_slope([-9, -2, 0.5, 2, 9], beta=2).tolist() == [-1, -1, 0.25, 1, 1]
    assert smooth_l1(9, beta=2) == 9 - 2 / 2


@each_loss
@repeatable
@given(residual=st.floats(-5, 5).filter(lambda residual: abs(residual) > 1e-4))
def test_slopes_agree_with_differences(loss, residual):
    above, below = residual + 1e-5, residual - 1e-5
    difference = (loss.value(above) - loss.value(below)) / (above - below)
    # Where the curvature jumps by 1 a central difference is off by up to a quarter of its step.
    assert loss.slope(residual) == pytest.approx(difference, rel=0, abs=3e-6)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(("value", "slope"), [(huber, huber_slope), (smooth_l1, smooth_l1_slope)])
def test_slopes_agree_with_differences_at_every_width(value, slope, width):
    inside, outside = 0.5 * width, 1.5 * width
    for residual in (-outside, -inside, 0.0, inside, outside):
        above, below = residual + 1e-3 * width, residual - 1e-3 * width
        difference = (value(above, width) - value(below, width)) / (above - below)
        assert slope(residual, width) == pytest.approx(difference, rel=1e-11, abs=1e-14)


@each_loss
def test_every_loss_is_even_convex_and_zero_at_zero(loss):
    value = loss.value(RESIDUALS)
    assert loss.value(0) == loss.slope(0) == 0
    np.testing.assert_allclose(value, value[::-1], rtol=1e-12, atol=1e-15)
    assert np.all(np.diff(loss.slope(RESIDUALS)) >= 0)


@each_loss
def test_records_are_complete_and_survive_pickling(loss):
    assert RESIDUAL_LOSSES[loss.slug] is loss
    assert all(text.strip() for text in (loss.title, loss.formula, loss.source))
    assert pickle.loads(pickle.dumps(loss)) == loss


@each_loss
def test_infinite_residuals_give_the_limit(loss):
    assert loss.value([-np.inf, np.inf]).tolist() == [np.inf, np.inf]
    far = loss.slope([-1e300, 1e300])
    expected = [-np.inf, np.inf] if far[1] == 1e300 else far.tolist()
    assert loss.slope([-np.inf, np.inf]).tolist() == expected


@each_function
def test_shapes_and_types(function):
    assert isinstance(function(2), float)
    assert function([]).shape == (0,)
    for residual in ([[1, 2], [3, 4]], np.ones((2, 2), dtype=np.float32)):
        assert function(residual).shape == (2, 2)
        assert function(residual).dtype == np.float64


@each_function
def test_the_input_stays_as_it_is(function):
    residual = np.array([-2.0, 0.0, 0.5, 1e300])
    residual.flags.writeable = False
    result = function(residual)
    assert residual.tolist() == [-2.0, 0.0, 0.5, 1e300]
    assert not np.shares_memory(result, residual)


@each_function
@pytest.mark.parametrize("value", NOT_REAL_NUMBERS.values(), ids=NOT_REAL_NUMBERS.keys())
def test_what_is_not_a_real_number_is_refused(function, value):
    with pytest.raises(ValueError, match=r"^residual must "):
        function(value)


@pytest.mark.parametrize("width", [0, -1, np.nan, np.inf, None, "1", [1.0, 2.0]])
@pytest.mark.parametrize(
    ("function", "name"),
    [(huber, "delta"), (huber_slope, "delta"), (smooth_l1, "beta"), (smooth_l1_slope, "beta")],
)
def test_a_width_that_is_not_above_zero_is_refused(function, name, width):
    with pytest.raises(ValueError, match=rf"^{name} must .*; got "):
        function(1.0, width)


def test_extreme_widths_do_not_warn():
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        assert smooth_l1([1.0, 1e300, np.inf], beta=5e-324).tolist() == [1.0, 1e300, np.inf]
        assert huber([1.0, 1e300], delta=1e300).tolist() == [0.5, np.inf]
