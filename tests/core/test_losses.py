"""Every entry of LOSSES: 60-digit values, derivatives, declared facts, limits and refusals.

Whatever is parametrised over LOSSES tests a new loss as soon as it stands in the dict.
"""

import pickle

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.activations import sigmoid, sigmoid_derivative, softplus
from core.losses import LOSSES
from tests.core.helpers import NOT_REAL_NUMBERS, inaccurate, read_reference
from tests.core.reference import make_reference

REFERENCE = read_reference("losses.csv")
HARD = np.isin(REFERENCE["y"], (0, 1))
STORED = ("bce", "mse", "mae", "hinge", "focal")
LN_2 = np.log(2)
# Where the curvature of each loss crosses zero for label 1; for label 0 it is the opposite logit.
ZERO_OF_CURVATURE = {"mse": -LN_2, "mae": 0.0, "focal": -2.790377480551759}

QUANTITIES = ("value", "gradient", "curvature")
FUNCTIONS = {
    f"{loss.slug}-{name}": getattr(loss, name)
    for loss in LOSSES.values()
    for name in (*QUANTITIES, "probability_gradient")
    if getattr(loss, name) is not None
}
OF_PROBABILITY = [loss for loss in LOSSES.values() if loss.probability_gradient is not None]
GRID = np.linspace(-40, 40, 16_001)
LABELS = np.linspace(0, 1, 11)[:, np.newaxis]

each_loss = pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES.keys())
each_function = pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS.keys())
repeatable = settings(deadline=None, derandomize=True, max_examples=300)
logits = st.floats(-40, 40)
# Steps of 1/64 keep 1 - y exact, and the jump at a kink either absent or large enough to be seen.
labels = st.integers(0, 64).map(lambda k: k / 64)


# Accuracy


@pytest.mark.parametrize("quantity", QUANTITIES)
@pytest.mark.parametrize("slug", STORED)
def test_twelve_digits_agree_with_the_reference_for_hard_labels(slug, quantity):
    """For a curvature within 0.01 of its zero 1e-15 absolutely; otherwise 1e-12 relatively."""
    z, y = REFERENCE["z"][HARD], REFERENCE["y"][HARD]
    absolute = 0.0
    if quantity == "curvature" and slug in ZERO_OF_CURVATURE:
        absolute = np.where(np.abs((2 * y - 1) * z - ZERO_OF_CURVATURE[slug]) < 0.01, 1e-15, 0.0)
    actual = getattr(LOSSES[slug], quantity)(z, y)
    wrong = inaccurate(actual, REFERENCE[f"{slug}_{quantity}"][HARD], absolute)
    assert list(zip(z[wrong], y[wrong], strict=True)) == []


@pytest.mark.parametrize("quantity", QUANTITIES)
@pytest.mark.parametrize("slug", STORED)
def test_twelve_digits_agree_with_the_reference_for_soft_labels(slug, quantity):
    """1e-12 relatively or 1e-15 absolutely: p - y crosses zero where y itself is rounded."""
    z, y = REFERENCE["z"][~HARD], REFERENCE["y"][~HARD]
    actual = getattr(LOSSES[slug], quantity)(z, y)
    wrong = inaccurate(actual, REFERENCE[f"{slug}_{quantity}"][~HARD], absolute=1e-15)
    assert list(zip(z[wrong], y[wrong], strict=True)) == []


@pytest.mark.parametrize("index", [0, 101, 345, 500, -1])
def test_the_script_makes_the_stored_losses(index):
    row = make_reference.loss_row(float(REFERENCE["z"][index]), float(REFERENCE["y"][index]))
    stored = dict(zip(REFERENCE.dtype.names, REFERENCE[index].tolist(), strict=True))
    assert {name: float(value) for name, value in row.items()} == stored


# Derivatives


@each_loss
@repeatable
@given(z=logits, y=labels)
def test_gradient_is_the_slope_of_the_value(loss, z, y):
    assume(loss.is_smooth(y) or not bends(loss.value, z, y))
    assert loss.gradient(z, y) == pytest.approx(difference(loss.value, z, y), rel=0, abs=1e-8)


@each_loss
@repeatable
@given(z=logits, y=labels)
def test_curvature_is_the_slope_of_the_gradient(loss, z, y):
    assume(loss.is_smooth(y) or not (bends(loss.value, z, y) or bends(loss.gradient, z, y)))
    assert loss.curvature(z, y) == pytest.approx(difference(loss.gradient, z, y), rel=0, abs=1e-8)


def difference(function, z, y, step=1e-5):
    """Central difference, of error below 1e-8 for |z| <= 40."""
    return (function(z + step, y) - function(z - step, y)) / ((z + step) - (z - step))


def bends(function, z, y, step=2e-5):
    """Whether the slope jumps near z; where it does not, it changes by less than 1e-4."""
    above, at, below = (function(z + shift, y) for shift in (step, 0, -step))
    return abs(above - 2 * at + below) / step > 1e-3


@pytest.mark.parametrize("loss", OF_PROBABILITY, ids=[loss.slug for loss in OF_PROBABILITY])
def test_probability_gradient_times_sigmoid_slope_is_the_gradient(loss):
    z = np.linspace(-300, 300, 6_001)
    product = loss.probability_gradient(z, LABELS) * sigmoid_derivative(z)
    np.testing.assert_allclose(product, loss.gradient(z, LABELS), rtol=1e-12, atol=1e-15)


# Declared facts


@each_loss
def test_declared_convexity_shows_in_the_curvature(loss):
    lowest = loss.curvature(GRID, LABELS).min()
    assert lowest >= 0 if loss.convex else lowest < -1e-3


@each_loss
def test_declared_convexity_shows_in_midpoints(loss):
    ends = np.linspace(-12, 12, 97)
    a, b, y = ends[:, np.newaxis, np.newaxis], ends[:, np.newaxis], LABELS.ravel()
    sag = (loss.value(a, y) + loss.value(b, y)) / 2 - loss.value((a + b) / 2, y)
    assert sag.min() >= -1e-14 if loss.convex else sag.min() < -1e-2


@each_loss
def test_gradient_bound_is_the_least_upper_bound(loss):
    steepest = np.abs(loss.gradient(GRID, LABELS)).max()
    assert steepest <= loss.gradient_bound * (1 + 4e-16)
    assert steepest >= loss.gradient_bound * (1 - 1e-3)


@each_loss
@pytest.mark.parametrize("y", LABELS.ravel())
def test_declared_smoothness_shows_as_jumps(loss, y):
    z = np.linspace(-4, 4, 8_001)
    jump = max(
        np.abs(np.diff(derivative(z, y))).max() for derivative in (loss.gradient, loss.curvature)
    )
    assert jump < 2e-3 if loss.is_smooth(y) else jump > 0.03
    assert loss.is_smooth([0, 1, y]) == loss.is_smooth(y)


@each_loss
@pytest.mark.parametrize("share", np.linspace(0.05, 0.95, 19))
def test_declared_properness_is_where_the_expected_loss_is_least(loss, share):
    """Minimise share L(z, 1) + (1 - share) L(z, 0) over p = sigmoid(z), by a fine grid."""
    p = np.linspace(0.0005, 0.9995, 19_981)
    z = np.log(p / (1 - p))
    best = p[np.argmin(share * loss.value(z, 1) + (1 - share) * loss.value(z, 0))]
    if loss.proper is None:
        assert loss.probability_gradient is None
    elif loss.proper:
        assert best == pytest.approx(share, abs=1e-4)
    elif abs(share - 0.5) > 0.01:
        assert abs(best - share) > 0.005


@each_loss
def test_soft_labels_keep_the_curvature_within_that_of_hard_ones(loss):
    """So one bound serves all labels: `core.optimizers.safe_learning_rate`."""
    hard, soft = (loss.curvature(GRID, y) for y in (np.array([[0], [1]]), LABELS))
    assert hard.min() <= soft.min() + 1e-15
    assert hard.max() >= soft.max() - 1e-15


def test_focal_loss_answers_578_to_a_share_of_7():
    p = np.linspace(0.5, 0.7, 200_001)
    z = np.log(p / (1 - p))
    expected = 0.7 * LOSSES["focal"].value(z, 1) + 0.3 * LOSSES["focal"].value(z, 0)
    assert p[np.argmin(expected)] == pytest.approx(0.578, abs=5e-4)


def test_the_curvature_of_absolute_error_is_bounded_with_hard_labels():
    steepest = np.abs(LOSSES["mae"].curvature(GRID, [[0.0], [1.0]])).max()
    assert steepest <= 1 / (6 * np.sqrt(3))
    assert steepest == pytest.approx(1 / (6 * np.sqrt(3)), rel=1e-5)


@each_loss
@repeatable
@given(z=st.floats(-800, 800), y=labels)
def test_swapping_the_classes_mirrors_the_loss(loss, z, y):
    close = {"rel": 1e-12, "abs": 1e-15}
    assert loss.value(z, y) == pytest.approx(loss.value(-z, 1 - y), **close)
    assert loss.gradient(z, y) == pytest.approx(-loss.gradient(-z, 1 - y), **close)
    assert loss.curvature(z, y) == pytest.approx(loss.curvature(-z, 1 - y), **close)


@each_loss
def test_no_loss_is_negative(loss):
    assert loss.value(GRID, LABELS).min() >= 0


@each_loss
def test_records_are_complete(loss):
    assert LOSSES[loss.slug] is loss
    assert all(text.strip() for text in (loss.title, loss.formula, loss.source))


@each_loss
def test_records_survive_pickling(loss):
    assert pickle.loads(pickle.dumps(loss)) == loss


# Limits, shapes, types


@each_function
@pytest.mark.parametrize("y", [0, 0.3, 1])
@pytest.mark.parametrize("sign", [-1, 1])
def test_infinite_logits_give_the_limit(function, sign, y):
    near, far, limit = (function(sign * z, y) for z in (600.0, 1e6, np.inf))
    if np.isinf(limit):
        assert np.sign(near) == np.sign(far) == np.sign(limit)
        assert abs(far) > max(abs(near), 1e5)
    else:
        assert [near, far] == pytest.approx([limit, limit], rel=1e-12, abs=1e-200)


@each_function
def test_logits_and_labels_broadcast(function):
    z, y = np.array([[-2.0], [0.5], [3.0]]), np.array([0.0, 0.3, 0.7, 1.0])
    table = function(z, y)
    assert table.shape == (3, 4)
    assert table.dtype == np.float64
    assert table.tolist() == [[function(a, b) for b in y] for a in z.ravel()]


@each_function
def test_numbers_lists_and_integers_are_accepted(function):
    assert isinstance(function(2, 1), float)
    assert function([2, -3], 1).tolist() == [function(2.0, 1.0), function(-3.0, 1.0)]
    assert function(2, [True, False]).tolist() == [function(2.0, 1.0), function(2.0, 0.0)]
    assert function(np.float32(0.5), np.int8(1)).dtype == np.float64
    assert function([], 1).shape == (0,)


@each_function
def test_the_inputs_stay_as_they_are(function):
    z, y = np.array([-800.0, -1.0, 0.0, 800.0]), np.array([0.0, 0.5, 1.0, 1.0])
    z.flags.writeable = y.flags.writeable = False
    result = function(z, y)
    assert z.tolist() == [-800.0, -1.0, 0.0, 800.0]
    assert y.tolist() == [0.0, 0.5, 1.0, 1.0]
    assert not np.shares_memory(result, z)
    assert not np.shares_memory(result, y)


@each_function
def test_nothing_warns_even_far_out(function):
    z = np.array([0.0, 5e-324, 1e-300, 709.0, 710.0, 745.0, 746.0, 1e300, np.inf])
    with np.errstate(divide="raise", over="raise", invalid="raise"):
        assert not np.isnan(function(np.append(-z, z), LABELS)).any()


# Refusals


@each_function
@pytest.mark.parametrize("value", NOT_REAL_NUMBERS.values(), ids=NOT_REAL_NUMBERS.keys())
def test_what_is_not_a_real_number_is_refused(function, value):
    with pytest.raises(ValueError, match=r"^z must "):
        function(value, 1)
    with pytest.raises(ValueError, match=r"^y must "):
        function(0.5, value)


@each_function
@pytest.mark.parametrize("y", [-1, 2, 1 + 2**-52, -5e-324, [0, 1, -1], np.inf])
def test_labels_outside_the_unit_interval_are_refused(function, y):
    with pytest.raises(ValueError, match=r"^y must lie in \[0, 1\]; got "):
        function(0.5, y)


@each_function
def test_shapes_that_do_not_broadcast_are_refused(function):
    with pytest.raises(ValueError, match=r"^y of shape \(2,\) does not broadcast with z of .*3,"):
        function([1, 2, 3], [0, 1])


# What the lecture says


def test_the_steepest_slope_of_half_squared_error_is_4_27_at_minus_ln_2():
    slopes = np.abs(LOSSES["mse"].gradient(GRID, 1))
    assert LOSSES["mse"].gradient(-LN_2, 1) == pytest.approx(-4 / 27, rel=1e-15)
    assert GRID[slopes.argmax()] == pytest.approx(-LN_2, abs=GRID[1] - GRID[0])
    assert sigmoid(-LN_2) == pytest.approx(1 / 3, rel=1e-15)


def test_the_extremes_of_the_curvature_of_half_squared_error():
    z = np.linspace(-4, 4, 80_001)
    curvature = LOSSES["mse"].curvature(z, 1)
    assert curvature.min() == pytest.approx(-0.0601, abs=5e-5)
    assert curvature.max() == pytest.approx(0.0770, abs=5e-5)
    assert z[curvature.argmin()] == pytest.approx(-1.852, abs=5e-4)
    assert z[curvature.argmax()] == pytest.approx(0.466, abs=5e-4)
    assert sigmoid(z[curvature.argmin()]) == pytest.approx((9 - np.sqrt(33)) / 24, abs=1e-4)


def test_a_confident_mistake_at_minus_10():
    mse, bce = (LOSSES[slug].gradient(-10, 1) for slug in ("mse", "bce"))
    assert mse == pytest.approx(-4.5e-5, rel=0.01)
    assert bce == pytest.approx(-0.99995, abs=1e-5)
    assert bce / mse == pytest.approx(22_000, rel=0.01)


def test_the_usual_difference_is_zero_from_37_on_and_the_gradient_is_not():
    z = np.linspace(37, 700, 6_631)
    assert np.all(sigmoid(z) - 1 == 0)
    assert sigmoid(36.0) - 1 < 0
    assert np.all(LOSSES["bce"].gradient(z, 1) < 0)


def test_the_shorter_cross_entropy_has_cancelled_at_34_and_ours_has_not():
    assert softplus(34.0) - 34.0 == 0
    assert LOSSES["bce"].value(34.0, 1) == pytest.approx(np.exp(-34.0), rel=1e-12)


def test_half_squared_error_never_has_more_than_a_quarter_of_the_slope():
    z = np.linspace(-700, 700, 14_001)
    mse, bce = (np.abs(LOSSES[slug].gradient(z, LABELS)) for slug in ("mse", "bce"))
    assert np.all(mse <= bce / 4)
    assert LOSSES["mse"].gradient(0, 1) == LOSSES["bce"].gradient(0, 1) / 4


def test_two_predictions_share_every_slope_of_half_squared_error():
    left, right = GRID[GRID < -LN_2], GRID[GRID > -LN_2]
    slope = LOSSES["mse"].gradient
    assert np.all(np.diff(np.abs(slope(left, 1))) > 0)
    assert np.all(np.diff(np.abs(slope(right, 1))) < 0)


def test_at_a_kink_the_subgradient_is_zero():
    assert LOSSES["hinge"].gradient(1, 1) == LOSSES["hinge"].gradient(-1, 0) == 0
    assert LOSSES["mae"].gradient(0, 0.5) == LOSSES["mae"].curvature(0, 0.5) == 0
