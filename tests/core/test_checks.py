"""Arguments become float64 or are refused by name and value."""

import numpy as np
import pandas as pd
import pytest

from core._checks import as_distribution, as_finite, as_floats, as_positive, as_unit_interval
from core.multiclass import normalised
from tests.core.helpers import NOT_REAL_NUMBERS

CHECKS = [as_floats, as_finite, as_unit_interval, as_positive]


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("value", NOT_REAL_NUMBERS.values(), ids=NOT_REAL_NUMBERS.keys())
def test_what_is_not_a_real_number_is_refused(check, value):
    with pytest.raises(ValueError, match=r"^length must .*; got \S"):
        check("length", value)


@pytest.mark.parametrize(
    "values",
    [
        [0, 1],
        (0.0, 1.0),
        [False, True],
        np.array([0, 1], dtype=np.uint8),
        np.array([0, 1], dtype=np.float16),
        np.array([0, 1], dtype=np.longdouble),
        pd.Series([0, 1]),
    ],
)
@pytest.mark.parametrize("check", [as_floats, as_finite, as_unit_interval])
def test_numbers_of_every_kind_become_float64(check, values):
    floats = check("x", values)
    assert floats.dtype == np.float64
    assert floats.tolist() == [0.0, 1.0]


def test_shape_is_kept():
    assert as_floats("x", 2).shape == ()
    assert as_floats("x", []).shape == (0,)
    assert as_floats("x", [[1, 2, 3]]).shape == (1, 3)


def test_infinities_pass_only_where_they_have_a_meaning():
    assert as_floats("x", [-np.inf, np.inf]).tolist() == [-np.inf, np.inf]
    for check in (as_finite, as_unit_interval, as_positive):
        with pytest.raises(ValueError, match=r"^x must .*; got .*inf"):
            check("x", np.inf)


def test_a_number_beyond_float64_is_infinite_without_a_warning():
    huge = np.longdouble("1e4000")
    assert as_floats("x", huge) == np.inf
    with pytest.raises(ValueError, match=r"^x must be finite"):
        as_finite("x", huge)


@pytest.mark.parametrize("outside", [-5e-324, 1 + 2**-52, -1, 2, -np.inf])
def test_labels_outside_the_unit_interval_are_refused_with_their_value(outside):
    with pytest.raises(ValueError, match=r"^y must lie in \[0, 1\]; got ") as refusal:
        as_unit_interval("y", [0, 0.5, outside, 1])
    assert str(refusal.value).endswith(f"got {float(outside)!r}")


@pytest.mark.parametrize("value", [0, -0.0, -1e-300, [1.0], [1.0, 2.0], []])
def test_only_one_number_above_zero_is_positive(value):
    with pytest.raises(ValueError, match=r"^delta must be one number above 0; got "):
        as_positive("delta", value)


def test_a_positive_number_is_a_python_float():
    assert type(as_positive("delta", np.int64(2))) is float
    assert as_positive("delta", 5e-324) == 5e-324


def test_a_long_value_is_cut_short_in_the_message():
    with pytest.raises(ValueError, match=r"got .*\.\.\.$") as refusal:
        as_floats("x", ["a long text"] * 1000)
    assert len(str(refusal.value)) < 130


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
@pytest.mark.parametrize("outcomes", [2, 10, 1000])
def test_a_softmax_of_any_precision_is_a_distribution(dtype, outcomes):
    for seed in range(20):
        z = np.random.default_rng(seed).normal(size=(50, outcomes)).astype(dtype)
        powers = np.exp(z)
        p = powers / powers.sum(axis=-1, keepdims=True)
        assert p.dtype == dtype
        np.testing.assert_array_equal(as_distribution("p", p), p)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_what_does_not_sum_to_1_is_told_the_way(dtype):
    with pytest.raises(ValueError, match=r"^p must sum to 1 .*core\.multiclass\.normalised"):
        as_distribution("p", np.array([0.5, 0.5001], dtype=dtype))
    with pytest.raises(ValueError, match="must sum to 1"):
        as_distribution("p", [0.5, 0.5 + 1e-8])
    as_distribution("p", normalised([0.5, 0.5001]))
