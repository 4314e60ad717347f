"""Separable or not: a linear program is the oracle."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from sklearn.datasets import load_breast_cancer, load_iris

from core.losses import LOSSES
from core.separability import falls_forever, separating_direction


def signed_rows(X, y):
    """Rows that a separating direction must not make negative."""
    A = np.column_stack([X, np.ones(len(y))])
    return np.concatenate([A[y > 0], -A[y < 1]])


def separable_by_linear_program(X, y):
    """Maximise the sum of the margins, all of them >= 0, over a box: the oracle."""
    rows = signed_rows(X, y)
    best = linprog(-rows.sum(axis=0), A_ub=-rows, b_ub=np.zeros(len(rows)), bounds=(-1, 1))
    assert best.success
    return -best.fun > 1e-7


def assert_agrees(X, y):
    X, y = np.asarray(X, float), np.asarray(y, float)
    if X.ndim == 1:
        X = X[:, np.newaxis]
    v = separating_direction(X, y)
    assert (v is not None) == separable_by_linear_program(X, y)
    if v is not None:
        margins = signed_rows(X, y) @ v
        scale = 1 + np.abs(X).max()
        assert np.linalg.norm(v) == pytest.approx(1)
        assert margins.min() >= -1e-9 * scale
        assert margins.max() > 1e-9 / scale


@st.composite
def small_data_sets(draw, labels=(0, 1)):
    n, d = draw(st.integers(1, 9)), draw(st.integers(1, 3))
    number = st.integers(-3, 3)
    X = draw(st.lists(st.lists(number, min_size=d, max_size=d), min_size=n, max_size=n))
    return X, draw(st.lists(st.sampled_from(labels), min_size=n, max_size=n))


@settings(max_examples=400, deadline=None)
@given(small_data_sets())
@example(([[0], [1], [1], [2]], [0, 0, 1, 1]))
@example(([[1, 2], [1, 2], [1, 2]], [0, 0, 1]))
@example(([[3]], [1]))
@example(([[0], [0]], [1, 1]))
def test_agrees_with_a_linear_program(data):
    assert_agrees(*data)


@settings(max_examples=200, deadline=None)
@given(small_data_sets(labels=(0, 0.3, 1)))
@example(([[2]], [0.3]))
@example(([[0], [1], [2]], [0, 0.5, 1]))
def test_agrees_with_a_linear_program_on_soft_labels(data):
    assert_agrees(*data)


@settings(max_examples=100, deadline=None)
@given(small_data_sets(), st.floats(1e-6, 1e6), st.floats(-1e3, 1e3))
def test_the_unit_of_the_features_does_not_matter(data, unit, zero):
    X, y = data
    moved = unit * (np.asarray(X) + zero)
    assert (separating_direction(moved, y) is None) == (separating_direction(X, y) is None)


@pytest.mark.parametrize(
    ("X", "y"),
    [
        ([0, 1, 1, 2], [0, 0, 1, 1]),
        ([0, 1, 2, 3, 4, 5], [0, 0, 0, 1, 1, 1]),
        ([1], [0]),
        ([4, 4, 4], [1, 1, 1]),
        ([[0, 5], [1, 5], [2, 5]], [0, 1, 1]),
        ([1e308, -1e308], [1, 0]),
    ],
)
def test_separable(X, y):
    assert separating_direction(X, y) is not None


@pytest.mark.parametrize(
    ("X", "y"),
    [
        ([5.5, 4, 2.5, -5.5, 5], [0, 0, 0, 1, 1]),
        ([4, 4, 4], [1, 0, 1]),
        ([1], [0.4]),
        ([[0, 0], [1, 1], [0, 1], [1, 0]], [0, 0, 1, 1]),
    ],
)
def test_not_separable(X, y):
    assert separating_direction(X, y) is None


def test_real_data():
    cancer = load_breast_cancer()
    assert_agrees(cancer.data[:, :2], cancer.target)
    assert separating_direction(cancer.data[:, :2], cancer.target) is None
    iris = load_iris()
    versicolor_or_virginica = iris.target > 0
    petal, species = iris.data[:, 2:], iris.target
    assert separating_direction(petal[versicolor_or_virginica], species[50:] == 2) is None
    assert separating_direction(petal, species == 0) is not None


def test_many_samples_that_nearly_separate():
    x = np.linspace(0, 1, 5000)
    y = (x > 0.5).astype(float)
    assert separating_direction(x, y) is not None
    y[2400] = 1
    assert separating_direction(x, y) is None


@pytest.mark.parametrize("gap", [1e-4, 1e-6, 1e-8])
def test_a_narrow_gap_between_features_that_are_nearly_equal(gap):
    rng = np.random.default_rng(1)
    for _ in range(10):
        along = rng.normal(size=100)
        across = rng.choice([-1, 1], size=100) * rng.uniform(1, 2, size=100)
        X = np.column_stack([along + gap * across, along - gap * across])
        assert separating_direction(X, across > 0) is not None


def test_the_lab_data_open_along_one_direction():
    v = separating_direction(np.arange(6), [0, 0, 0, 1, 1, 1])
    np.testing.assert_allclose(v / v[0], [1, -2.5])


def test_weakly_separable_data_leave_the_tied_samples_alone():
    v = separating_direction([0, 1, 1, 2], [0, 0, 1, 1])
    np.testing.assert_allclose(v / v[0], [1, -1])


@pytest.mark.parametrize(("X", "y"), [([np.nan], [0]), ([], []), ([1, 2], [0]), ([1], [2])])
def test_bad_input_is_refused(X, y):
    with pytest.raises(ValueError, match=r"^[Xy] must"):
        separating_direction(X, y)


def test_of_the_shipped_losses_hinge_alone_comes_to_rest_on_the_right_side():
    shipped = ("bce", "mse", "mae", "hinge", "focal")
    assert [slug for slug in shipped if not falls_forever(LOSSES[slug])] == ["hinge"]
