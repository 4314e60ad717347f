"""Labels that are flipped: how many, which, and what that does to a linear output."""

import numpy as np
import pytest

from core.datasets import load
from core.label_noise import flip_labels
from core.linear_output import fit_linear_output

Y = np.repeat([0.0, 1.0], 100)
SHARES = np.arange(46) / 100


def test_each_share_flips_its_number_and_more_of_the_same():
    flipped = flip_labels(Y, SHARES) != Y
    np.testing.assert_array_equal(flipped.sum(axis=1), np.round(SHARES * 200))
    assert (flipped[1:] >= flipped[:-1]).all()
    assert 0.3 < flipped[-1, :100].sum() / flipped[-1].sum() < 0.7


def test_one_seed_is_one_order_and_the_labels_stay():
    y = Y.copy()
    np.testing.assert_array_equal(flip_labels(y, 0.2, seed=5), flip_labels(y, 0.2, seed=5))
    assert (flip_labels(y, 0.2, seed=5) != flip_labels(y, 0.2, seed=6)).any()
    np.testing.assert_array_equal(y, Y)
    np.testing.assert_array_equal(flip_labels(y, 1.0), 1 - Y)
    np.testing.assert_allclose(flip_labels([0.2, 0.9], 1.0), [0.8, 0.1])


def test_flips_shrink_a_linear_output_about_one_half_and_keep_its_boundary():
    data, share = load("overlapping").feature(0), 0.2
    w, b = fit_linear_output(data.X, data.y).theta
    expected = fit_linear_output(data.X, share + (1 - 2 * share) * data.y).theta
    np.testing.assert_allclose(expected, [0.6 * w, 0.5 + 0.6 * (b - 0.5)], atol=1e-14)
    drawn = [
        fit_linear_output(data.X, flip_labels(data.y, share, seed=s)).theta for s in range(300)
    ]
    np.testing.assert_allclose(np.mean(drawn, axis=0), expected, atol=0.01)


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (([0, 2], 0.1), "y"),
        (([], 0.1), "y"),
        (([[0, 1]], 0.1), "y"),
        (([0, 1], 1.1), "share"),
        (([0, 1], np.nan), "share"),
        (([0, 1], 0.1, -1), "seed"),
    ],
)
def test_bad_arguments_are_refused_by_name(arguments, name):
    with pytest.raises(ValueError, match=f"^{name} must"):
        flip_labels(*arguments)
