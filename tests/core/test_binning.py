"""Numbers in bins, against NumPy's histogram, SciPy's normal distribution and the limits."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from core.binning import binned_cross_entropy, binned_shares, gaussian_masses

many = settings(max_examples=60, deadline=None, derandomize=True)
EDGES = np.arange(10.0, 100.0, 10.0)


def test_shares_are_counted_in_neighbours():
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=103), rng.integers(0, 2, (3, 103))
    found = binned_shares(x, y, bins=10)
    assert found.samples.tolist() == [11] * 3 + [10] * 7
    assert found.share.shape == found.log_odds.shape == (3, 10)
    assert (np.diff(found.x) > 0).all()
    np.testing.assert_allclose((found.share * found.samples).sum(axis=1), y.sum(axis=1))
    lowest = np.sort(x)[:11]
    assert found.x[0] == pytest.approx(lowest.mean())
    assert found.share[1, 0] == pytest.approx(y[1, x <= lowest[-1]].mean())


def test_log_odds_are_finite_and_turn_round_with_the_labels():
    x, y = np.arange(20.0), np.repeat([0.0, 1.0], 10)
    found, turned = binned_shares(x, y, 4), binned_shares(x, 1 - y, 4)
    np.testing.assert_allclose(found.log_odds, np.log([0.5 / 5.5] * 2 + [5.5 / 0.5] * 2))
    np.testing.assert_allclose(turned.log_odds, -found.log_odds)


@many
@given(st.floats(-50, 150), st.floats(0.5, 40))
def test_masses_are_scipys_and_sum_to_one(mean, sd):
    masses = gaussian_masses(mean, sd, EDGES)
    cdf = norm.cdf(EDGES, mean, sd)
    np.testing.assert_allclose(masses, np.diff([0, *cdf, 1]), atol=1e-13)
    assert masses.sum() == pytest.approx(1, abs=1e-12)


def test_small_masses_keep_their_digits_on_both_sides():
    far = gaussian_masses([0.0, 0.0], 1.0, [-31.0, -30.0, 30.0, 31.0])
    expected = np.exp(norm.logsf(30)) - np.exp(norm.logsf(31))
    np.testing.assert_allclose(far[:, [1, 3]], expected, rtol=1e-11)
    assert far.shape == (2, 5)


def test_two_bins_are_a_binary_cross_entropy():
    mean = np.linspace(0, 100, 11)
    p = norm.cdf((mean - 50) / 10)
    over = binned_cross_entropy(mean, 10, [50], 70)
    np.testing.assert_allclose(over, -np.log(p), rtol=1e-10)
    np.testing.assert_allclose(binned_cross_entropy(mean, 10, [50], 30), -np.log1p(-p), rtol=1e-6)
    assert binned_cross_entropy(60, 10, [50], 50) == pytest.approx(-norm.logcdf(1))


def test_fine_bins_are_squared_error():
    mean, h = np.linspace(0, 100, 21), 0.01
    loss = binned_cross_entropy(mean, 10, np.arange(-100, 200, h), 32.5 + h / 2)
    parabola = (32.5 + h / 2 - mean) ** 2 / 200 + np.log(10 * np.sqrt(2 * np.pi))
    np.testing.assert_allclose(loss + np.log(h), parabola, atol=1e-5)


def test_a_mass_that_underflows_costs_infinity():
    assert binned_cross_entropy(0.0, 1.0, [50.0], 60.0) == np.inf


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: binned_shares([0, 1], [0, 1, 1]), "x and y"),
        (lambda: binned_shares([], []), "x and y"),
        (lambda: binned_shares([0, np.nan], [0, 1]), "x"),
        (lambda: binned_shares([0, 1], [0, 2]), "y"),
        (lambda: binned_shares([0, 1], [0, 1], bins=3), "bins"),
        (lambda: gaussian_masses(np.inf, 1, [0]), "mean"),
        (lambda: gaussian_masses(0, 0, [0]), "sd"),
        (lambda: gaussian_masses(0, 1, []), "edges"),
        (lambda: gaussian_masses(0, 1, [1, 1]), "edges"),
        (lambda: binned_cross_entropy(0, 1, [0], [1, 2]), "value"),
        (lambda: binned_cross_entropy(0, 1, [0], np.nan), "value"),
    ],
)
def test_bad_arguments_are_refused_by_name(call, name):
    with pytest.raises(ValueError, match=f"^{name} must"):
        call()
