"""Information measures against SciPy, 60 digits and their own identities."""

import warnings

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import integrate, special, stats

from core.information import (
    UNITS,
    cross_entropy,
    entropy,
    information_content,
    kl_divergence,
    kl_gaussian,
)

LOG_BASES = {"bit": 2, "nat": np.e, "hartley": 10}
SMALLEST = 5e-324


def distributions(outcomes=4):
    weights = arrays(np.float64, outcomes, elements=st.floats(0, 1, width=32))
    return weights.filter(lambda w: w.sum() > 0).map(lambda w: w / w.sum())


def exact_kl(p, q):
    """KL of the two distributions, each normalised exactly, with 60 digits."""
    with mpmath.workdps(60):
        p, q = ([mpmath.mpf(float(v)) for v in values] for values in (p, q))
        total_p, total_q = mpmath.fsum(p), mpmath.fsum(q)
        pairs = [(a / total_p, b / total_q) for a, b in zip(p, q, strict=True)]
        return float(mpmath.fsum(a * mpmath.log(a / b) for a, b in pairs if a))


@pytest.mark.parametrize("unit", UNITS)
def test_scipy_is_matched_in_every_unit(unit):
    rng = np.random.default_rng(1)
    p, q = rng.dirichlet(np.ones(5), size=(2, 30))
    base = LOG_BASES[unit]
    np.testing.assert_allclose(entropy(p, unit), stats.entropy(p, base=base, axis=-1), rtol=1e-13)
    np.testing.assert_allclose(
        kl_divergence(p, q, unit), stats.entropy(p, q, base=base, axis=-1), rtol=1e-12
    )
    np.testing.assert_allclose(
        cross_entropy(p, q, unit), -special.xlogy(p, q).sum(-1) / np.log(base), rtol=1e-13
    )


def test_units_are_the_three_usual_ones():
    assert list(UNITS) == ["bit", "nat", "hartley"]
    assert information_content(0.5, "bit") == 1
    assert information_content(0.1, "hartley") == pytest.approx(1, rel=1e-15)
    assert information_content(1 / np.e) == pytest.approx(1, rel=1e-15)


def test_published_values():
    assert entropy([0.5, 0.3, 0.2], "bit") == pytest.approx(1.4855, abs=5e-5)
    assert entropy([0.5, 0.5], "bit") == 1
    assert kl_divergence([0.2, 0.8], [0.8, 0.2]) == pytest.approx(0.832, abs=5e-4)
    assert kl_divergence([0.8, 0.2], [0.2, 0.8]) == pytest.approx(0.832, abs=5e-4)
    assert kl_divergence([0.2, 0.8], [0.5, 0.5]) == pytest.approx(0.193, abs=5e-4)
    assert kl_divergence([0.5, 0.5], [0.2, 0.8]) == pytest.approx(0.223, abs=5e-4)


def test_one_hot_cross_entropy_is_the_information_content():
    q = np.array([0.7, 0.2, 0.1])
    np.testing.assert_array_equal(cross_entropy(np.eye(3), q), information_content(q))


def test_zeros_and_infinities():
    assert entropy([1, 0]) == 0
    assert not np.signbit(entropy([1, 0]))
    assert information_content(1) == 0
    assert not np.signbit(information_content(1))
    assert information_content(0) == np.inf
    assert cross_entropy([0, 1], [0, 1]) == 0
    assert kl_divergence([0, 1], [0, 1]) == 0
    assert kl_divergence([0, 1], [0.5, 0.5]) == pytest.approx(np.log(2), rel=1e-15)
    assert cross_entropy([0.5, 0.5], [0, 1]) == np.inf
    assert kl_divergence([0.5, 0.5], [0, 1]) == np.inf


@pytest.mark.parametrize("tiny", [1e-20, 1e-300, SMALLEST])
def test_tiny_predictions_stay_finite(tiny):
    expected = 0.5 * (2 * np.log(0.5) - np.log(tiny))
    assert kl_divergence([0.5, 0.5], [tiny, 1.0]) == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize("gap", [0.3, 1e-2, 1e-4, 1e-6, 1e-8])
@pytest.mark.parametrize("p", [0.5, 0.3, 0.9])
def test_close_distributions_are_accurate(p, gap):
    """The plain sum is off by 1e-16 / gap^2, the stable one by 1e-16 / gap."""
    q = p - gap * p
    first, second = [p, 1 - p], [q, 1 - q]
    assert kl_divergence(first, second) == pytest.approx(
        exact_kl(first, second), rel=1e-15 / gap, abs=0
    )


def test_the_plain_sum_fails_where_the_divergence_does_not():
    p, q = np.array([0.3, 0.7]), np.array([0.3 + 1e-8, 0.7 - 1e-8])
    plain = special.rel_entr(p, q).sum()
    assert abs(plain / exact_kl(p, q) - 1) > 0.1
    assert kl_divergence(p, q) == pytest.approx(exact_kl(p, q), rel=1e-7, abs=0)


@given(distributions(), distributions(), st.sampled_from(sorted(UNITS)))
def test_cross_entropy_is_entropy_plus_divergence(p, q, unit):
    both = entropy(p, unit) + kl_divergence(p, q, unit)
    np.testing.assert_allclose(cross_entropy(p, q, unit), both, rtol=1e-12, atol=1e-14)


@given(distributions(), distributions())
def test_divergence_is_never_negative_and_zero_at_equality(p, q):
    assert kl_divergence(p, q) >= 0
    assert kl_divergence(p, p) == 0


def test_rounding_between_neighbouring_floats_stays_non_negative():
    p = np.random.default_rng(0).random(10_000)
    q = np.nextafter(p, 1)
    divergences = kl_divergence(np.stack([p, 1 - p], -1), np.stack([q, 1 - q], -1))
    assert divergences.min() == 0


@given(distributions(), distributions())
def test_divergence_bounds_the_squared_distance(p, q):
    """Pinsker's inequality."""
    assert kl_divergence(p, q) >= np.abs(p - q).sum() ** 2 / 2 * (1 - 1e-12)


@given(distributions())
def test_entropy_lies_between_zero_and_log_k(p):
    assert 0 <= entropy(p) <= np.log(p.size) * (1 + 1e-15)


def test_leading_axes_broadcast():
    p = np.array([[0.5, 0.5], [0.1, 0.9]])[:, None]
    q = np.array([[0.3, 0.7], [0.6, 0.4], [0.5, 0.5]])
    for measure in (cross_entropy, kl_divergence):
        table = measure(p, q)
        assert table.shape == (2, 3)
        assert table.dtype == np.float64
        assert table[1, 2] == measure(p[1, 0], q[2])
    assert entropy(q).shape == (3,)


@pytest.mark.parametrize(("mu", "sigma"), [(0, 0.5), (1, 1), (-2.0, 3.0), (0.3, 0.05)])
def test_the_gaussian_divergence_is_its_integral(mu, sigma):
    def integrand(x):
        log_p = stats.norm.logpdf(x, mu, sigma)
        return np.exp(log_p) * (log_p - stats.norm.logpdf(x))

    area, _ = integrate.quad(integrand, mu - 15 * sigma, mu + 15 * sigma, points=[mu])
    assert kl_gaussian(mu, sigma) == pytest.approx(area, rel=1e-8)


@settings(deadline=None, derandomize=True)
@given(mu=st.floats(-1e3, 1e3), sigma=st.floats(1e-3, 1e3))
def test_the_gaussian_divergence_is_never_negative(mu, sigma):
    assert kl_gaussian(mu, sigma) >= 0
    assert kl_gaussian(0, 1) == 0
    with mpmath.workdps(40):
        m, s = mpmath.mpf(mu), mpmath.mpf(sigma)
        exact = float((m**2 + s**2 - 1) / 2 - mpmath.log(s))
    assert kl_gaussian(mu, sigma) == pytest.approx(exact, rel=1e-12, abs=1e-15)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: information_content(-0.1), "p must lie in .*-0.1"),
        (lambda: information_content(np.nan), "p must not hold nan"),
        (lambda: information_content("half"), "p must hold real numbers"),
        (lambda: information_content(0.5, "byte"), "unit must be one of bit, nat, hartley.*byte"),
        (lambda: entropy([0.5, 0.4]), r"p must sum to 1 along the last axis; got 0\.9"),
        (lambda: entropy([[0.5, 0.5], [0.5, 0.5 + 2e-9]]), r"p must sum to 1.*1\.000000002"),
        (lambda: entropy([0.5, np.nan]), "p must not hold nan"),
        (lambda: entropy(1.0), r"p must have outcomes.*\(\)"),
        (lambda: entropy([]), r"p must have outcomes.*\(0,\)"),
        (lambda: entropy(np.empty((0, 2))), r"p must have outcomes.*\(0, 2\)"),
        (lambda: cross_entropy([0.5, 0.5], [1.2, -0.2]), "q must lie in .*1.2"),
        (lambda: cross_entropy([1.0], [0.5, 0.5]), r"equally many outcomes; got \(1,\) and \(2,\)"),
        (lambda: kl_divergence([0.5, 0.5], [0.5, 0.6]), r"q must sum to 1.*1\.1"),
        (lambda: kl_divergence(np.full((2, 2), 0.5), np.full((3, 2), 0.5)), "must broadcast"),
        (lambda: kl_divergence([1, 0], [1, 0], "trit"), "unit must be one of"),
        (lambda: kl_gaussian(0, 0), "sigma must be above 0; got 0.0"),
        (lambda: kl_gaussian([0, 1], [1, 1, 1]), "mu and sigma must broadcast"),
        (lambda: kl_gaussian(np.nan, 1), "mu must not hold nan"),
    ],
)
def test_errors_name_argument_and_value(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()


def test_rounding_within_the_tolerance_is_accepted():
    assert entropy([0.1] * 10) == pytest.approx(np.log(10), rel=1e-15)
    assert entropy([0.5, 0.5 + 1e-10]) == pytest.approx(np.log(2), rel=1e-9)


def test_arguments_are_left_alone_and_nothing_warns():
    p, q = np.array([0.0, 0.25, 0.75]), np.array([0.5, 0.5, 0.0])
    before = p.copy(), q.copy()
    with warnings.catch_warnings(), np.errstate(divide="warn", over="warn", invalid="warn"):
        warnings.simplefilter("error")
        for values in (p, q):
            information_content(values)
            entropy(values)
        cross_entropy(p, q)
        kl_divergence(p, q)
        kl_divergence([0.5, 0.5], [SMALLEST, 1.0])
    np.testing.assert_array_equal((p, q), before)
