"""Activations against 60-digit values and SciPy; limits, shapes and refusals."""

import numpy as np
import pytest
import scipy.special
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.activations import (
    log_sigmoid,
    log_softmax,
    sigmoid,
    sigmoid_derivative,
    softmax,
    softplus,
)
from tests.core.helpers import NOT_REAL_NUMBERS, inaccurate, read_reference
from tests.core.reference import make_reference

ELEMENTWISE = [sigmoid, softplus, log_sigmoid, sigmoid_derivative]
OF_CLASSES = [softmax, log_softmax]
REFERENCE = read_reference("activations.csv")
SOFTMAX_REFERENCE = read_reference("softmax.csv")
TO_700 = np.linspace(-700, 700, 28_001)

repeatable = settings(deadline=None, derandomize=True)
logits = arrays(np.float64, (3, 4), elements=st.floats(-1e4, 1e4))


@pytest.mark.parametrize("function", [sigmoid, log_sigmoid, sigmoid_derivative])
def test_twelve_digits_agree_with_the_reference(function):
    wrong = inaccurate(function(REFERENCE["z"]), REFERENCE[function.__name__])
    assert REFERENCE["z"][wrong].tolist() == []


def test_softplus_is_minus_log_sigmoid_of_the_opposite_logit():
    wrong = inaccurate(softplus(-REFERENCE["z"]), -REFERENCE["log_sigmoid"])
    assert REFERENCE["z"][wrong].tolist() == []


@pytest.mark.parametrize("index", [0, 40, 87, -1])
def test_the_script_makes_the_stored_activations(index):
    row = make_reference.activation_row(float(REFERENCE["z"][index]))
    assert {name: float(value) for name, value in row.items()} == stored(REFERENCE, index)


@pytest.mark.parametrize("index", [1, 5, -1])
def test_the_script_makes_the_stored_softmax(index):
    z = tuple(float(SOFTMAX_REFERENCE[f"z{k}"][index]) for k in range(3))
    row = make_reference.softmax_row(z)
    assert {name: float(value) for name, value in row.items()} == stored(SOFTMAX_REFERENCE, index)


def stored(table, index):
    return dict(zip(table.dtype.names, table[index].tolist(), strict=True))


@pytest.mark.parametrize(
    ("function", "prefix"), [(softmax, "p"), (log_softmax, "log_p")], ids=["softmax", "log_softmax"]
)
def test_softmax_agrees_with_the_reference(function, prefix):
    z, expected = (
        np.stack([SOFTMAX_REFERENCE[f"{name}{k}"] for k in range(3)], axis=-1)
        for name in ("z", prefix)
    )
    wrong = inaccurate(function(z).ravel(), expected.ravel(), absolute=1e-13)
    assert wrong.tolist() == []


def test_scipy_agrees_from_tail_to_tail():
    np.testing.assert_allclose(sigmoid(TO_700), scipy.special.expit(TO_700), rtol=1e-14)
    np.testing.assert_allclose(log_sigmoid(TO_700), scipy.special.log_expit(TO_700), rtol=1e-14)


@repeatable
@given(z=logits, axis=st.sampled_from([0, 1, -1, -2]))
def test_scipy_agrees_on_softmax_along_every_axis(z, axis):
    near = {"rtol": 1e-11, "atol": 1e-13}
    np.testing.assert_allclose(softmax(z, axis), scipy.special.softmax(z, axis), **near)
    np.testing.assert_allclose(log_softmax(z, axis), scipy.special.log_softmax(z, axis), **near)


@repeatable
@given(z=logits, shift=st.floats(-100, 100))
def test_probabilities_sum_to_one_and_ignore_a_common_shift(z, shift):
    p = softmax(z)
    assert np.all(p >= 0)
    np.testing.assert_allclose(p.sum(axis=-1), 1, rtol=1e-15)
    np.testing.assert_allclose(softmax(z + shift), p, rtol=1e-11, atol=1e-11)


def test_two_classes_are_the_sigmoid_of_the_difference():
    pair = np.stack([np.zeros_like(TO_700), TO_700], axis=-1)
    np.testing.assert_allclose(softmax(pair)[:, 1], sigmoid(TO_700), rtol=1e-15)
    np.testing.assert_allclose(log_softmax(pair)[:, 1], log_sigmoid(TO_700), rtol=1e-15)


def test_the_slope_is_the_product_of_both_probabilities():
    product = sigmoid(TO_700[np.abs(TO_700) < 350]) * sigmoid(-TO_700[np.abs(TO_700) < 350])
    slope = sigmoid_derivative(TO_700[np.abs(TO_700) < 350])
    np.testing.assert_allclose(slope, product, rtol=1e-15)


def test_the_naive_product_is_zero_from_37_on_and_the_slope_is_not():
    p = sigmoid(TO_700)
    naive = p * (1 - p)
    assert np.all(naive[TO_700 >= 37] == 0)
    assert np.all(naive[(TO_700 > 0) & (TO_700 <= 36)] > 0)
    assert np.all(sigmoid_derivative(TO_700) > 0)


def test_limits_at_infinite_logits():
    ends = [-np.inf, np.inf]
    assert sigmoid(ends).tolist() == [0, 1]
    assert softplus(ends).tolist() == [0, np.inf]
    assert log_sigmoid(ends).tolist() == [-np.inf, 0]
    assert sigmoid_derivative(ends).tolist() == [0, 0]


def test_limits_of_softmax():
    assert softmax([np.inf, 0, -np.inf]).tolist() == [1, 0, 0]
    assert softmax([0, 0, -np.inf]).tolist() == [0.5, 0.5, 0]
    assert log_softmax([np.inf, 0, -np.inf]).tolist() == [0, -np.inf, -np.inf]
    assert log_softmax([3.0, -np.inf]).tolist() == [0, -np.inf]


def test_logits_whose_difference_overflows_give_the_limit():
    assert softmax([-1.7e308, 1.7e308]).tolist() == [0, 1]
    assert log_softmax([-1.7e308, 1.7e308]).tolist() == [-np.inf, 0]


@pytest.mark.parametrize("function", ELEMENTWISE)
def test_elementwise_shapes_and_types(function):
    assert isinstance(function(1), float)
    assert function([]).shape == (0,)
    for z in ([[1, 2], [3, 4]], np.ones((2, 2), dtype=np.float32)):
        assert function(z).shape == (2, 2)
        assert function(z).dtype == np.float64


@pytest.mark.parametrize("function", OF_CLASSES)
def test_class_shapes_and_types(function):
    assert function([1, 2, 3]).dtype == np.float64
    assert function(np.ones((2, 3, 4), dtype=np.float32), axis=1).shape == (2, 3, 4)
    assert function(np.empty((0, 3))).shape == (0, 3)


@pytest.mark.parametrize("function", ELEMENTWISE + OF_CLASSES)
def test_the_input_stays_as_it_is(function):
    z = np.array([-800.0, -1.0, 0.0, 1.0, 800.0])
    z.flags.writeable = False
    result = function(z)
    assert z.tolist() == [-800.0, -1.0, 0.0, 1.0, 800.0]
    assert not np.shares_memory(result, z)


@pytest.mark.parametrize("function", ELEMENTWISE + OF_CLASSES)
@pytest.mark.parametrize("value", NOT_REAL_NUMBERS.values(), ids=NOT_REAL_NUMBERS.keys())
def test_what_is_not_a_real_number_is_refused(function, value):
    with pytest.raises(ValueError, match=r"^z must "):
        function(value)


@pytest.mark.parametrize("function", OF_CLASSES)
@pytest.mark.parametrize(
    ("z", "axis"), [(1.0, -1), ([], -1), ([1.0, 2.0], 1), ([1.0, 2.0], -2), (np.ones((2, 0)), 1)]
)
def test_softmax_needs_classes(function, z, axis):
    with pytest.raises(ValueError, match=rf"^z must have classes along axis {axis}; got shape"):
        function(z, axis=axis)


@pytest.mark.parametrize("function", OF_CLASSES)
@pytest.mark.parametrize("z", [[np.inf, np.inf, 0], [-np.inf, -np.inf], [[0, 1], [np.inf, np.inf]]])
def test_softmax_without_a_limit_is_refused(function, z):
    with pytest.raises(ValueError, match=r"^z has no limit"):
        function(z)
