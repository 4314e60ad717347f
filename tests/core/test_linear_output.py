"""Squared error of a linear output: the loss, and its closed form against NumPy and the theory."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.linear_model import LinearRegression

from core.gradients import parameter_gradient, parameter_hessian
from core.landscape import stationary_points
from core.linear_output import fit_linear_output
from core.losses import LINEAR_SQUARED_ERROR, LOSSES, RESIDUAL_LOSSES

LAB = (np.arange(6.0), np.array([0, 0, 0, 1, 1, 1.0]))
Z = np.linspace(-5, 5, 21)
many = settings(max_examples=60, deadline=None, derandomize=True)
features = arrays(np.float64, (7, 2), elements=st.floats(-20, 20))
labels = arrays(np.float64, 7, elements=st.floats(0, 1))


def test_the_record_is_no_loss_of_a_probability():
    assert LINEAR_SQUARED_ERROR not in LOSSES.values()
    assert LINEAR_SQUARED_ERROR.slug not in LOSSES
    assert LINEAR_SQUARED_ERROR.probability_gradient is None
    assert LINEAR_SQUARED_ERROR.gradient_bound == np.inf


@pytest.mark.parametrize("y", [0, 0.3, 1])
def test_value_gradient_and_curvature_are_those_of_a_parabola(y):
    loss, h = LINEAR_SQUARED_ERROR, 1e-3
    np.testing.assert_allclose(loss.value(Z, y), RESIDUAL_LOSSES["mse"].value(Z - y))
    rise = (loss.value(Z + h, y) - loss.value(Z - h, y)) / (2 * h)
    np.testing.assert_allclose(loss.gradient(Z, y), rise, atol=1e-10)
    np.testing.assert_array_equal(loss.curvature(Z, y), np.ones_like(Z))


def test_limits_and_refusals_of_the_record():
    loss = LINEAR_SQUARED_ERROR
    assert loss.value(np.inf, 1) == loss.value(-np.inf, 0) == loss.value(1e300, 0) == np.inf
    assert loss.gradient(-np.inf, 1) == -np.inf
    for function in (loss.value, loss.gradient, loss.curvature):
        with pytest.raises(ValueError, match=r"^z must"):
            function(np.nan, 1)
        with pytest.raises(ValueError, match=r"^y must"):
            function(0.0, 2)


def test_the_closed_form_of_the_six_points():
    found = fit_linear_output(*LAB)
    assert found.unique
    np.testing.assert_allclose(found.theta, [9 / 35, -1 / 7], atol=1e-15)
    (point,) = stationary_points(LINEAR_SQUARED_ERROR, *LAB, [-6, 12], [-20, 10])
    np.testing.assert_allclose(point.theta, found.theta, atol=1e-12)
    assert point.loss == pytest.approx(1 / 35)
    hessian = parameter_hessian(LINEAR_SQUARED_ERROR, *LAB, [0, 0])
    assert np.linalg.eigvalsh(hessian)[1] == pytest.approx(9.87, abs=5e-3)


@many
@given(features, labels)
def test_the_normal_equations_hold_and_the_fit_is_scikit_learns(X, y):
    A = np.column_stack([X, np.ones(7)])
    singular = np.linalg.svd(A, compute_uv=False)
    if singular[-1] < 1e-3:
        return
    found = fit_linear_output(X, y)
    np.testing.assert_allclose(found.theta, np.linalg.solve(A.T @ A, A.T @ y), atol=1e-5)
    assert np.abs(parameter_gradient(LINEAR_SQUARED_ERROR, X, y, found.theta)).max() < 1e-9
    oracle = LinearRegression().fit(X, y)
    np.testing.assert_allclose(found.theta, [*oracle.coef_, oracle.intercept_], atol=1e-6)


def test_where_many_are_best_the_shortest_is_given():
    found = fit_linear_output([1.0], [1])
    assert not found.unique
    np.testing.assert_allclose(found.theta, [0.5, 0.5])
    constant = fit_linear_output([[2.0, 0], [2.0, 0]], [0, 1])
    np.testing.assert_allclose(constant.theta, np.linalg.pinv([[2, 0, 1], [2, 0, 1]]) @ [0, 1])


def test_features_of_any_unit():
    for unit in (1e-9, 1.0, 1e9):
        found = fit_linear_output(LAB[0] * unit, LAB[1])
        assert found.unique
        np.testing.assert_allclose(found.theta, [9 / 35 / unit, -1 / 7], rtol=1e-9)


@pytest.mark.parametrize(
    ("x", "y", "name"),
    [
        ([0, np.nan], [0, 1], "X"),
        ([0, 1e200], [0, 1], "X"),
        ([], [], "X"),
        ([0, 1], [0, 2], "y"),
        ([0, 1], [0, 1, 1], "y"),
    ],
)
def test_bad_data_are_refused_by_name(x, y, name):
    with pytest.raises(ValueError, match=f"^{name} must"):
        fit_linear_output(x, y)
