"""Surfaces, planes and stationary points against plain loops, SciPy and the theory."""

import tracemalloc
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from core.gradients import parameter_gradient, parameter_hessian
from core.landscape import (
    grid_minima,
    line_slice,
    loss_surface,
    plane_coordinates,
    plane_smallest_eigenvalue,
    plane_surface,
    plane_through,
    smallest_eigenvalue,
    stationary_points,
)
from core.losses import LOSSES

X = np.array([[0.0, 1.0], [1.0, -1.0], [2.0, 0.5], [3.0, 2.0]])
Y = np.array([0, 1, 0.3, 1])
W, B = np.linspace(-3, 2, 7), np.linspace(-4, 1, 5)
EVERY_LOSS = pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
SMOOTH = [slug for slug, loss in LOSSES.items() if loss.smooth]


# Surfaces


@EVERY_LOSS
def test_loss_surface_is_the_mean_loss_at_each_weight_and_bias(loss):
    surface = loss_surface(loss, X[:, 0], Y, W, B)
    assert surface.shape == (len(B), len(W))
    for i, b in enumerate(B):
        for j, w in enumerate(W):
            assert surface[i, j] == pytest.approx(loss.value(w * X[:, 0] + b, Y).mean(), rel=1e-13)


@EVERY_LOSS
def test_plane_surface_in_three_parameters(loss):
    origin, u, v = np.array([1.0, -2, 0.5]), np.array([1.0, 1, 0]), np.array([0, 2.0, -1])
    surface = plane_surface(loss, X, Y, origin, u, v, W, B)
    lowest = plane_smallest_eigenvalue(loss, X, Y, origin, u, v, W, B)
    for i, b in enumerate(B):
        for j, w in enumerate(W):
            theta = origin + w * u + b * v
            z = X @ theta[:2] + theta[2]
            eigenvalues = np.linalg.eigvalsh(parameter_hessian(loss, X, Y, theta))
            assert surface[i, j] == pytest.approx(loss.value(z, Y).mean(), rel=1e-13)
            assert lowest[i, j] == pytest.approx(eigenvalues[0], abs=1e-13)


@EVERY_LOSS
def test_declared_convexity_is_the_sign_of_the_smallest_eigenvalue(loss):
    grid = smallest_eigenvalue(loss, [0, 1, 2, 3], [0, 1, 0, 1], np.linspace(-6, 6, 41), B)
    assert grid.shape == (len(B), 41)
    assert (grid >= -1e-15).all() == loss.convex


def test_a_large_grid_takes_little_memory():
    n = 2000
    x, y = np.linspace(-1, 1, n), np.arange(n) % 2
    wide = np.linspace(-5, 5, 101)
    tracemalloc.start()
    loss_surface(LOSSES["mse"], x, y, wide, wide)
    smallest_eigenvalue(LOSSES["mse"], x, y, wide, wide[:11])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 50e6  # in one piece each array of 101 x 101 x n would be 160 MB


@pytest.mark.parametrize(
    ("axis", "words"),
    [
        ([1.0], "2 to 401 values"),
        (np.arange(402), "2 to 401 values"),
        ([[0, 1], [2, 3]], "2 to 401 values"),
        (3.0, "2 to 401 values"),
        ([0, 1, 1], "increase strictly"),
        ([1, 0], "increase strictly"),
        ([0, np.nan], "nan"),
        ([0, np.inf], "finite"),
        ([0, 1e200], "within"),
    ],
)
def test_bad_grids_are_refused_by_name(axis, words):
    for function in (loss_surface, smallest_eigenvalue, stationary_points):
        with pytest.raises(ValueError, match=f"^first must .*{words}"):
            function(LOSSES["mse"], [0, 1, 2], [0, 1, 0], axis, [0, 1])
        with pytest.raises(ValueError, match=f"^second must .*{words}"):
            function(LOSSES["mse"], [0, 1, 2], [0, 1, 0], [0, 1], axis)


def test_other_bad_input_is_refused_by_name():
    mse = LOSSES["mse"]
    for function in (loss_surface, smallest_eigenvalue, stationary_points):
        with pytest.raises(ValueError, match=r"^X must have one feature; got shape \(4, 2\)"):
            function(mse, X, Y, W, B)
        with pytest.raises(ValueError, match=r"^y must"):
            function(mse, X[:, 0], Y[:3], W, B)
    with pytest.raises(ValueError, match=r"^origin must have shape \(3,\)"):
        plane_surface(mse, X, Y, [0, 0], [1, 0, 0], [0, 1, 0], W, B)
    with pytest.raises(ValueError, match=r"^second_direction must have shape \(3,\)"):
        plane_surface(mse, X, Y, [0, 0, 0], [1, 0, 0], [0, 1], W, B)
    with pytest.raises(ValueError, match="too far"):
        loss_surface(mse, [1e50, 1], [0, 1], [-1e60, 1e60], B)


# Planes

vectors = st.lists(st.floats(-100, 100), min_size=3, max_size=3)


@settings(deadline=None)
@given(vectors, vectors, vectors)
@example([0, 0, 0], [0, 0, 0], [0, 0, 0])
@example([1, 2, 3], [1, 2, 3], [2, 2, 3])
@example([1, 2, 3], [2, 4, 6], [3, 6, 9])
@example([0, 0, 0], [1, 1, 1], [1, 1, 1 + 1e-5])
@example([0, 0, 0], [0, 0, 0], [0, 0, 2.7e-162])
@example([0, 0, 0], [0, 5e-324, 0], [0, 5e-324, 5e-324])
def test_a_plane_holds_its_three_points(start, end_a, end_b):
    plane = plane_through(start, end_a, end_b)
    axes = np.array([plane.first_direction, plane.second_direction])
    np.testing.assert_allclose(axes @ axes.T, np.eye(2), atol=1e-12)
    points = np.array([start, end_a, end_b])
    first, second, distance = plane_coordinates(points, plane)
    size = 1 + np.abs(points).max()
    assert (distance <= 2e-6 * size).all()
    back = plane.origin + np.outer(first, axes[0]) + np.outer(second, axes[1])
    np.testing.assert_allclose(back, points, atol=2e-6 * size)


def test_coordinates_count_from_the_start_towards_the_first_end():
    plane = plane_through([1, 1, 1], [1, 1, 4], [1, 5, 6])
    first, second, distance = plane_coordinates([[1, 1, 4], [1, 5, 6], [7, 1, 1]], plane)
    np.testing.assert_allclose(first, [3, 5, 0], atol=1e-14)
    np.testing.assert_allclose(second, [0, 4, 0], atol=1e-14)
    np.testing.assert_allclose(distance, [0, 0, 6], atol=1e-14)


def test_for_one_feature_the_plane_is_the_whole_space():
    plane = plane_through([1, 2], [1, 2], [1, 2])
    assert plane_coordinates([[5, -3], [0, 9]], plane).distance == pytest.approx([0, 0])


def test_the_height_on_a_plane_is_the_loss_of_the_parameters():
    bce, theta = LOSSES["bce"], np.array([0.5, -1.5, 2.0])
    plane = plane_through([0, 0, 0], theta, [1, 1, 1])
    first, second, _ = plane_coordinates(theta, plane)
    surface = plane_surface(bce, X, Y, *plane, [first, first + 1], [second, second + 1])
    assert surface[0, 0] == pytest.approx(bce.value(X @ theta[:2] + theta[2], Y).mean())


@pytest.mark.parametrize(
    ("points", "name"),
    [
        (([1], [1], [1]), "start"),
        (([[1, 2]], [1, 2], [1, 2]), "start"),
        (([1, 2], [1, 2, 3], [1, 2]), "end_a"),
        (([1, 2], [1, 2], [1, np.nan]), "end_b"),
        (([1, 2], [1, 1e200], [1, 2]), "end_a"),
    ],
)
def test_bad_points_of_a_plane_are_refused_by_name(points, name):
    with pytest.raises(ValueError, match=f"^{name} must"):
        plane_through(*points)


def test_coordinates_need_parameters_that_fit():
    with pytest.raises(ValueError, match=r"^theta must have shape \(\.\.\., 3\)"):
        plane_coordinates([1, 2], plane_through([0, 0, 0], [1, 0, 0], [0, 1, 0]))


# Slices


@EVERY_LOSS
def test_a_slice_is_the_loss_along_a_line_with_its_second_derivative(loss):
    origins, ways = np.array([[1.0, -2, 0.5], [0, 0, 3]]), np.array([[0.5, 1, -1], [0, 0, 2]])
    along = np.array([-2.0, 0.3, 4])
    cut = line_slice(loss, X, Y, origins, ways, along)
    assert cut.height.shape == cut.curvature.shape == (2, 3)
    for i, (origin, way) in enumerate(zip(origins, ways, strict=True)):
        for j, t in enumerate(along):
            theta = origin + t * way
            z = X @ theta[:2] + theta[2]
            assert cut.height[i, j] == pytest.approx(loss.value(z, Y).mean(), rel=1e-13)
            bend = way @ parameter_hessian(loss, X, Y, theta) @ way
            assert cut.curvature[i, j] == pytest.approx(bend, rel=1e-12, abs=1e-15)
    assert (cut.curvature >= 0).all() or not loss.convex


def test_one_line_has_no_axis_of_lines_and_directions_broadcast():
    mse = LOSSES["mse"]
    assert line_slice(mse, X, Y, [0, 0, 0], [1, 0, 0], [0.0]).height.shape == (1,)
    many = line_slice(mse, X, Y, np.zeros((4, 5, 3)), [1, 0, 0], [0, 1])
    assert many.curvature.shape == (4, 5, 2)


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (([0, 0], [1, 0, 0], [0]), "origin"),
        (([0, 0, np.nan], [1, 0, 0], [0]), "origin"),
        (([0, 0, 0], [1, 0], [0]), "direction"),
        (([0, 0, 0], [1, 0, 0], [[0]]), "along"),
        (([0, 0, 0], [1, 0, 0], []), "along"),
        (([0, 0, 0], [1, 0, 0], [1e200]), "along"),
    ],
)
def test_bad_slices_are_refused_by_name(arguments, name):
    with pytest.raises(ValueError, match=f"^{name} must"):
        line_slice(LOSSES["bce"], X, Y, *arguments)


# Stationary points

small = st.integers(-3, 3)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(small, st.sampled_from([0, 0.5, 1])), min_size=3, max_size=7),
    st.sampled_from(SMOOTH),
)
@example([(0, 0), (0, 0), (3, 1), (-3, 1)], "mae")  # all curvatures are 0 where all logits are
def test_what_is_listed_is_stationary_and_of_its_kind(samples, slug):
    x, y = np.array(samples, dtype=float).T
    loss = LOSSES[slug]
    y = y if loss.smooth_for_soft_labels else np.round(y)
    for point in stationary_points(loss, x, y, [-5, 5], [-5, 5]):
        assert (np.abs(point.theta) <= 5 + 1e-4).all()
        assert np.linalg.norm(parameter_gradient(loss, x, y, point.theta)) < 1e-10
        eigenvalues = np.linalg.eigvalsh(parameter_hessian(loss, x, y, point.theta))
        np.testing.assert_allclose(point.eigenvalues, eigenvalues, rtol=1e-3, atol=1e-9)
        negative = int((eigenvalues < 0).sum())
        assert point.kind == ("minimum", "saddle", "maximum")[negative]
        z = point.theta[0] * x + point.theta[1]
        assert point.loss == pytest.approx(loss.value(z, y).mean())


def test_no_minimum_is_missed_that_descent_finds():
    rng = np.random.default_rng(7)
    mse, found = LOSSES["mse"], 0
    for _ in range(12):
        x, y = rng.normal(size=8) * 2, rng.integers(0, 2, size=8)
        listed = stationary_points(mse, x, y, [-6, 6], [-6, 6])

        def mean_loss(theta, x=x, y=y):
            return mse.value(theta[0] * x + theta[1], y).mean()

        def slope(theta, x=x, y=y):
            return parameter_gradient(mse, x, y, theta)

        for start in rng.uniform(-3, 3, size=(6, 2)):
            end = minimize(mean_loss, start, jac=slope, tol=1e-12)
            hessian = parameter_hessian(mse, x, y, end.x)
            is_minimum = (
                np.linalg.norm(slope(end.x)) < 1e-9 and np.linalg.eigvalsh(hessian)[0] > 1e-5
            )
            if is_minimum and (np.abs(end.x) < 6).all():
                found += 1
                gaps = [np.abs(point.theta - end.x).max() for point in listed]
                assert min(gaps) < 1e-3
    assert found > 20


def test_upside_down_a_minimum_is_a_maximum():
    mse = LOSSES["mse"]

    def negated(function):
        return lambda z, y: -function(z, y)

    flipped = replace(
        mse,
        value=negated(mse.value),
        gradient=negated(mse.gradient),
        curvature=negated(mse.curvature),
        margin_form=None,
    )
    points = stationary_points(flipped, [5.5, 4, 2.5, -5.5, 5], [0, 0, 0, 1, 1], [-2, 2], [-8, 4])
    assert [point.kind for point in points] == ["saddle", "maximum", "maximum"]


@pytest.mark.parametrize("slug", SMOOTH)
@pytest.mark.parametrize(
    ("x", "y"),
    [
        ([0, 1, 2, 3, 4, 5], [0, 0, 0, 1, 1, 1]),
        ([0, 1, 1, 2], [0, 0, 1, 1]),
        ([1], [0]),
        ([1], [0.3]),
        ([2, 2, 2], [0, 1, 1]),
    ],
)
def test_separable_and_degenerate_data_have_none(slug, x, y):
    y = y if LOSSES[slug].smooth_for_soft_labels else np.round(y)
    assert stationary_points(LOSSES[slug], x, y, [-8, 8], [-8, 8]) == []


def test_a_window_far_from_all_samples_has_no_stationary_point():
    """There every weight has one start, with one and the same bias."""
    assert stationary_points(LOSSES["mse"], [-1, 0, 1], [0, 1, 0], [-1, 1], [1000, 1001]) == []


@pytest.mark.parametrize("slug", [slug for slug in LOSSES if slug not in SMOOTH])
def test_kinks_are_refused(slug):
    with pytest.raises(ValueError, match="kinks"):
        stationary_points(LOSSES[slug], [0, 1, 2], [0, 1, 0], [-1, 1], [-1, 1])
    with pytest.raises(ValueError, match="kinks for labels between 0 and 1"):
        stationary_points(LOSSES["mae"], [0, 1, 2], [0, 0.3, 0], [-1, 1], [-1, 1])


# Minima of a grid


def test_grid_minima_by_hand():
    surface = [[9, 9, 9, 9], [9, 5, 9, 0], [9, 9, 4, 9], [9, 9, 9, 9]]
    np.testing.assert_array_equal(grid_minima(surface), [[1, 1], [2, 2]])
    np.testing.assert_array_equal(grid_minima(surface, neighbours=8), np.empty((0, 2)))
    assert len(grid_minima(np.zeros((5, 5)))) == 0


@pytest.mark.parametrize(
    ("arguments", "name"),
    [(([1, 2, 3],), "surface"), (([[1, np.nan]],), "surface"), (([[1]], 6), "neighbours")],
)
def test_grid_minima_refuse_by_name(arguments, name):
    with pytest.raises(ValueError, match=f"^{name} must"):
        grid_minima(*arguments)
