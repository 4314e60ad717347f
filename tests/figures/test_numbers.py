"""Numbers as people write them: a table of cases, and every text read back."""

import doctest
import math
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pages.figures import numbers
from pages.figures.numbers import number, tex

finite = st.floats(allow_nan=False, allow_infinity=False)
few_digits = st.integers(1, 6)
repeatable = settings(deadline=None, derandomize=True)


def read(text):
    """Read a written number back, exactly."""
    mantissa, _, power = text.partition(" × 10")
    exponent = power.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")) or "0"
    return Decimal(mantissa.replace("−", "-").replace("\u202f", "")) * 10 ** Decimal(exponent)


def read_tex(text):
    """Read a number of a formula back, exactly."""
    mantissa, _, power = text.removesuffix("}").partition(r" \times 10^{")
    return Decimal(mantissa.replace(r"\,", "")) * 10 ** Decimal(power or "0")


@pytest.mark.parametrize(
    ("value", "written", "in_formula"),
    [
        (0, "0", "0"),
        (-0.0, "0", "0"),
        (1, "1.00", "1.00"),
        (-3.0, "−3.00", "-3.00"),
        (4 / 27, "0.148", "0.148"),
        (9.999, "10.0", "10.0"),
        (99.96, "100", "100"),
        (999.6, "1\u202f000", r"1\,000"),
        (22026.3, "22\u202f000", r"22\,000"),
        (123456, "123\u202f000", r"123\,000"),
        (-123456, "−123\u202f000", r"-123\,000"),
        (999_499, "999\u202f000", r"999\,000"),
        (999_500, "1.00 × 10⁶", r"1.00 \times 10^{6}"),
        (1e6, "1.00 × 10⁶", r"1.00 \times 10^{6}"),
        (0.001, "0.00100", "0.00100"),
        (0.0009996, "0.00100", "0.00100"),
        (1e-5, "1.00 × 10⁻⁵", r"1.00 \times 10^{-5}"),
        (-1e-300, "−1.00 × 10⁻³⁰⁰", r"-1.00 \times 10^{-300}"),
        (5e-324, "4.94 × 10⁻³²⁴", r"4.94 \times 10^{-324}"),
        (0.98, "0.980", "0.980"),
        (0.9975, "0.9975", "0.9975"),
        (0.999955, "0.999955", "0.999955"),
        (-0.999955, "−0.999955", "-0.999955"),
        (math.inf, "∞", r"\infty"),
        (-math.inf, "−∞", r"-\infty"),
    ],
)
def test_cases(value, written, in_formula):
    assert number(value) == written
    assert tex(value) == in_formula


def test_nan_is_refused():
    with pytest.raises(ValueError, match=r"^value must not be nan; got nan"):
        number(math.nan)


@repeatable
@given(value=finite, digits=few_digits)
def test_a_text_read_back_is_the_number_to_its_digits(value, digits):
    error = abs(read(number(value, digits)) - Decimal(value))
    assert error <= abs(Decimal(value)) * 5 * Decimal(10) ** -digits


@repeatable
@given(value=finite, digits=few_digits)
def test_a_formula_shows_what_the_text_shows(value, digits):
    assert read_tex(tex(value, digits)) == read(number(value, digits))


@repeatable
@given(distance=st.floats(1e-6, 1e-2), sign=st.sampled_from([-1, 1]))
def test_just_below_one_the_distance_from_one_is_seen(distance, sign):
    value = Decimal(1 - distance)
    shown = sign * read(number(sign * float(value)))
    assert abs(shown - value) <= (1 - value) * Decimal("0.0500001")


@repeatable
@given(value=finite, digits=few_digits)
def test_the_sign_of_a_number_does_not_change_its_digits(value, digits):
    assert number(-abs(value), digits).removeprefix("−") == number(abs(value), digits)


def test_the_examples_hold():
    assert doctest.testmod(numbers).failed == 0
    assert doctest.testmod(numbers).attempted == 2
