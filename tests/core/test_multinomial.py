"""Counts of throws against SciPy and against counting; the most likely die; throwing."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats
from scipy.special import gammaln

from core.information import cross_entropy, entropy
from core.likelihood import bernoulli_log_probability, categorical_log_probability
from core.multinomial import (
    binomial_log_probability,
    multinomial_estimate,
    multinomial_log_coefficient,
    multinomial_log_probability,
    orders,
    running_counts,
    throw,
)
from tests.core.helpers import NOT_REAL_NUMBERS

repeatable = settings(deadline=None, derandomize=True)
faces = arrays(np.int64, (3, 4), elements=st.integers(0, 50)).filter(lambda m: (m.sum(1) > 0).all())


def test_scipy_agrees():
    rng = np.random.default_rng(0)
    n, p = rng.integers(0, 40, 40), rng.uniform(size=40)
    k = rng.integers(0, n + 1)
    np.testing.assert_allclose(
        binomial_log_probability(k, n, p), stats.binom.logpmf(k, n, p), rtol=1e-10, atol=1e-11
    )


@repeatable
@given(counts=faces, weights=arrays(np.float64, 4, elements=st.floats(0.01, 1)))
def test_scipy_agrees_on_counts(counts, weights):
    theta = weights / weights.sum()
    expected = [stats.multinomial.logpmf(row, row.sum(), theta) for row in counts]
    np.testing.assert_allclose(
        multinomial_log_probability(counts, theta), expected, rtol=1e-10, atol=1e-10
    )
    coefficient = gammaln(counts.sum(1) + 1) - gammaln(counts + 1).sum(1)
    np.testing.assert_allclose(multinomial_log_coefficient(counts), coefficient, atol=1e-11)


def test_probabilities_of_all_counts_sum_to_one():
    k = np.arange(11)
    assert np.exp(binomial_log_probability(k, 10, 0.3)).sum() == pytest.approx(1, rel=1e-13)
    counts = [[a, b, 6 - a - b] for a in range(7) for b in range(7 - a)]
    total = np.exp(multinomial_log_probability(counts, [0.5, 0.3, 0.2])).sum()
    assert total == pytest.approx(1, rel=1e-13)
    orders = np.exp(multinomial_log_coefficient(counts)).sum()
    assert orders == pytest.approx(3**6, rel=1e-13), "every sequence of six is one order"


@pytest.mark.parametrize(
    "counts", [[0, 0], [3, 1], [2, 2], [0, 4], [1, 1, 1], [3, 2, 1], [2, 2, 2]]
)
def test_the_coefficient_counts_the_orders(counts):
    listed = orders(counts)
    sequence = np.repeat(range(len(counts)), counts)
    assert listed == sorted(set(permutations(sequence.tolist())))
    assert np.exp(multinomial_log_coefficient(counts)) == pytest.approx(len(listed), rel=1e-13)


def test_the_binomial_is_the_multinomial_of_two_faces_and_the_bernoulli_one_throw():
    k, p = np.arange(8), 0.3
    both = np.stack([k, 7 - k], axis=-1)
    np.testing.assert_allclose(
        binomial_log_probability(k, 7, p), multinomial_log_probability(both, [p, 1 - p]), rtol=1e-13
    )
    np.testing.assert_allclose(
        binomial_log_probability([0, 1], 1, p), bernoulli_log_probability([0, 1], p), rtol=1e-15
    )
    np.testing.assert_allclose(
        categorical_log_probability(np.eye(3), [0.5, 0.3, 0.2]), np.log([0.5, 0.3, 0.2])
    )


@repeatable
@given(counts=faces)
def test_the_mean_of_counts_is_cross_entropy_with_a_constant(counts):
    theta, n = np.array([0.1, 0.2, 0.3, 0.4]), counts.sum(axis=1)
    ours = -multinomial_log_probability(counts, theta) / n
    shares = multinomial_estimate(counts)
    constant = multinomial_log_coefficient(counts) / n
    np.testing.assert_allclose(ours, cross_entropy(shares, theta) - constant, atol=1e-12)


def test_shares_are_most_likely_and_lagrange_agrees():
    counts = np.array([5, 3, 2])
    best = multinomial_estimate(counts)
    assert best.tolist() == [0.5, 0.3, 0.2]
    np.testing.assert_allclose(counts / best, counts.sum(), err_msg="one multiplier for all faces")
    grid = np.array([[a, b, 100 - a - b] for a in range(1, 99) for b in range(1, 100 - a)]) / 100
    likelihood = multinomial_log_probability(counts, grid)
    np.testing.assert_array_equal(grid[likelihood.argmax()], best)


def test_counts_after_each_throw():
    faces = throw([0.2, 0.5, 0.3], 400, seed=1)
    counts = running_counts(faces, 3)
    for n in (1, 17, 400):
        assert counts[n - 1].tolist() == np.bincount(faces[:n], minlength=3).tolist()
    assert running_counts([], 2).shape == (0, 2)


def test_impossible_counts():
    assert binomial_log_probability([0, 2, 1], 2, [0, 1, 0]).tolist() == [0, 0, -np.inf]
    assert multinomial_log_probability([[3, 0], [2, 1]], [1, 0]).tolist() == [0, -np.inf]


def test_entropy_is_the_loss_of_the_best_probabilities():
    counts = [5, 3, 2]
    shares = multinomial_estimate(counts)
    best = -categorical_log_probability(shares, shares)
    assert best == pytest.approx(entropy(shares), rel=1e-15)


def test_throws_follow_their_probabilities():
    theta = np.array([0.5, 0.0, 0.3, 0.2])
    counts = np.bincount(throw(theta, 10_000, seed=3), minlength=4)
    assert counts[1] == 0
    possible = theta > 0
    assert stats.chisquare(counts[possible], 10_000 * theta[possible]).pvalue > 0.01


def test_a_longer_game_begins_with_the_same_throws():
    short, long = throw([0.2, 0.8], 50, seed=4), throw([0.2, 0.8], 5000, seed=4)
    np.testing.assert_array_equal(short, long[:50])
    assert not np.array_equal(short, throw([0.2, 0.8], 50, seed=5))
    assert throw([0.2, 0.8], 0).shape == (0,)


@pytest.mark.parametrize("value", NOT_REAL_NUMBERS.values(), ids=NOT_REAL_NUMBERS.keys())
@pytest.mark.parametrize(
    ("function", "others", "name"),
    [
        (binomial_log_probability, (3, 0.5), "k"),
        (multinomial_log_probability, ([0.5, 0.5],), "counts"),
        (multinomial_estimate, (), "counts"),
    ],
)
def test_what_is_not_a_real_number_is_refused(function, others, name, value):
    with pytest.raises(ValueError, match=f"^{name} must "):
        function(value, *others)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: binomial_log_probability(3, 2, 0.5), "k must be at most n; got 3.0 of 2.0"),
        (lambda: binomial_log_probability(1.5, 2, 0.5), "k must be whole numbers from 0; got 1.5"),
        (lambda: multinomial_log_coefficient([1, -1]), "counts must be whole numbers .*got -1.0"),
        (lambda: multinomial_log_coefficient(3), "counts must have faces"),
        (lambda: multinomial_log_probability([1, 2], [1.0]), "equally many faces"),
        (lambda: multinomial_log_probability([1, 2], [0.5, 0.6]), "theta must sum to 1"),
        (lambda: orders([5, 4]), r"counts must be one list of at most 8 throws; got \[5.0, 4.0\]"),
        (lambda: orders([[1, 1]]), "counts must be one list"),
        (lambda: running_counts([0, 3], 3), r"faces must be .* below 3; got \[0, 3\]"),
        (lambda: running_counts([[0]], 3), "faces must be a list"),
        (lambda: running_counts([0.5], 3), "faces must be whole numbers from 0; got 0.5"),
        (lambda: running_counts([0], 0), "sides must be a whole number from 1"),
        (lambda: multinomial_estimate([0, 0]), "counts must not all be 0"),
        (lambda: throw([0.5, 0.4], 5), "theta must sum to 1"),
        (lambda: throw([[0.5, 0.5]], 5), "theta must be one distribution"),
        (lambda: throw([0.5, 0.5], 10_001), "throws must be a whole number from 0 to 10000"),
        (lambda: throw([0.5, 0.5], 5, seed=-1), "seed must be a whole number"),
    ],
)
def test_errors_name_argument_and_value(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
