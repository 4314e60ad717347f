"""Gradients and Hessians in the parameters: differences, closed forms, scikit-learn, refusals."""

import numpy as np
import pytest
import scipy.special
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression

from core.activations import sigmoid_derivative
from core.gradients import (
    ChainRule,
    chain_rule,
    finite_difference,
    logits,
    parameter_gradient,
    parameter_hessian,
    read_problem,
    same_slope_logit,
)
from core.losses import LOSSES

OF_PROBABILITY = [loss for loss in LOSSES.values() if loss.probability_gradient is not None]
BCE, MSE = LOSSES["bce"], LOSSES["mse"]
RANDOM = np.random.default_rng(0)
X = RANDOM.normal(size=(40, 2))
SOFT_LABELS = RANDOM.uniform(size=40)
HARD_LABELS = (X[:, 0] + RANDOM.normal(size=40) > 0).astype(float)
THETAS = [np.zeros(3), np.array([1.5, -0.7, 0.3]), np.array([-4.0, 3.0, 2.0])]

each_loss = pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES.keys())
each_loss_of_p = pytest.mark.parametrize(
    "loss", OF_PROBABILITY, ids=[loss.slug for loss in OF_PROBABILITY]
)
each_theta = pytest.mark.parametrize("theta", THETAS, ids=["zero", "mild", "steep"])
each_derivative = pytest.mark.parametrize("derivative", [parameter_gradient, parameter_hessian])
repeatable = settings(deadline=None, derandomize=True)


# Chain rule


@each_loss_of_p
@repeatable
@given(z=st.floats(-300, 300), y=st.sampled_from([0.0, 0.25, 0.5, 1.0]))
def test_the_factors_multiply_to_the_slope(loss, z, y):
    factors = chain_rule(loss, z, y)
    assert factors._fields == ("dL_dp", "dp_dz", "dL_dz")
    assert factors.dp_dz == sigmoid_derivative(z)
    assert factors.dL_dz == loss.gradient(z, y)
    assert factors.dL_dp * factors.dp_dz == pytest.approx(factors.dL_dz, rel=1e-12, abs=1e-15)


@each_loss_of_p
def test_every_factor_has_the_common_shape(loss):
    table = chain_rule(loss, [[-2.0], [0.5], [3.0]], [0, 0.3, 0.7, 1])
    assert [factor.shape for factor in table] == [(3, 4)] * 3
    assert all(isinstance(factor, float) for factor in chain_rule(loss, -1, 1))


def test_the_slope_stays_right_where_the_factors_overflow_and_vanish():
    assert chain_rule(BCE, -1000, 1) == ChainRule(-np.inf, 0.0, -1.0)
    assert chain_rule(MSE, -1000, 1) == ChainRule(-1.0, 0.0, 0.0)


def test_a_loss_of_the_logit_has_no_chain_rule():
    with pytest.raises(ValueError, match=r"'hinge' is a function of the logit"):
        chain_rule(LOSSES["hinge"], 0.0, 1)


def test_chain_rule_refuses_bad_arguments():
    with pytest.raises(ValueError, match=r"^z must not hold nan"):
        chain_rule(BCE, np.nan, 1)
    with pytest.raises(ValueError, match=r"^y must lie in \[0, 1\]; got 2.0"):
        chain_rule(BCE, 0, 2)


# The other logit with the same slope


@pytest.mark.parametrize("y", [0, 1])
def test_the_other_logit_has_the_same_slope_beyond_the_peak(y):
    z, peak = np.linspace(-300, 300, 6_001), (1 - 2 * y) * np.log(2)
    twin = same_slope_logit(z, y)
    np.testing.assert_allclose(MSE.gradient(twin, y), MSE.gradient(z, y), rtol=1e-12)
    assert np.all(np.sign(twin - peak) == -np.sign(z - peak))
    np.testing.assert_allclose(same_slope_logit(twin, y), z, rtol=1e-10, atol=1e-10)


def test_only_hard_labels_and_finite_logits_have_a_twin():
    with pytest.raises(ValueError, match=r"^y must be 0 or 1; got "):
        same_slope_logit(1.0, 0.5)
    with pytest.raises(ValueError, match=r"^z must be finite; got "):
        same_slope_logit(np.inf, 1)


# Gradient and Hessian in the parameters


@each_loss
@each_theta
def test_parameter_gradient_agrees_with_differences(loss, theta):
    def mean_loss(theta):
        return loss.value(X @ theta[:2] + theta[2], SOFT_LABELS).mean()

    gradient = parameter_gradient(loss, X, SOFT_LABELS, theta)
    np.testing.assert_allclose(gradient, finite_difference(mean_loss, theta), rtol=0, atol=1e-9)


@each_loss
@each_theta
def test_parameter_hessian_agrees_with_differences(loss, theta):
    rows = [
        finite_difference(
            lambda theta, k=k: parameter_gradient(loss, X, SOFT_LABELS, theta)[k], theta
        )
        for k in range(3)
    ]
    hessian = parameter_hessian(loss, X, SOFT_LABELS, theta)
    np.testing.assert_allclose(hessian, rows, rtol=0, atol=1e-9)
    np.testing.assert_allclose(hessian, hessian.T, rtol=1e-14)


@each_theta
def test_cross_entropy_has_its_closed_forms(theta):
    A = np.column_stack([X, np.ones(40)])
    p = scipy.special.expit(A @ theta)
    gradient = A.T @ (p - SOFT_LABELS) / 40
    hessian = A.T @ np.diag(p * (1 - p)) @ A / 40
    np.testing.assert_allclose(parameter_gradient(BCE, X, SOFT_LABELS, theta), gradient, rtol=1e-11)
    np.testing.assert_allclose(parameter_hessian(BCE, X, SOFT_LABELS, theta), hessian, rtol=1e-11)


def test_the_gradient_vanishes_where_scikit_learn_finds_the_optimum():
    model = LogisticRegression(C=np.inf, tol=1e-10, solver="newton-cholesky").fit(X, HARD_LABELS)
    theta = np.append(model.coef_, model.intercept_)
    assert np.linalg.norm(parameter_gradient(BCE, X, HARD_LABELS, theta)) < 1e-9
    assert np.linalg.eigvalsh(parameter_hessian(BCE, X, HARD_LABELS, theta)).min() > 0


@pytest.mark.parametrize("y", [HARD_LABELS, SOFT_LABELS], ids=["hard", "soft"])
def test_at_zero_half_squared_error_has_exactly_a_quarter_of_the_gradient(y):
    mse, bce = (parameter_gradient(loss, X, y, np.zeros(3)) for loss in (MSE, BCE))
    assert mse.tolist() == (bce / 4).tolist()


def test_the_largest_hessian_of_cross_entropy_is_at_zero():
    A = np.column_stack([X, np.ones(40)])
    bound = np.linalg.eigvalsh(A.T @ A / 40).max() / 4
    largest = [
        np.linalg.eigvalsh(parameter_hessian(BCE, X, HARD_LABELS, theta)).max() for theta in THETAS
    ]
    assert largest[0] == pytest.approx(bound, rel=1e-12)
    assert max(largest[1:]) < bound


@each_loss
def test_one_feature_may_come_flat(loss):
    x, y = X[:, 0], HARD_LABELS
    for derivative, shape in ((parameter_gradient, (2,)), (parameter_hessian, (2, 2))):
        flat, column = (derivative(loss, x, y, [1.0, -0.5]) for x in (x, x[:, np.newaxis]))
        assert flat.shape == shape
        assert flat.dtype == np.float64
        assert flat.tolist() == column.tolist()


@pytest.mark.parametrize("d", [1, 2, 5])
def test_shapes_follow_the_number_of_features(d):
    x, y, theta = np.ones((7, d)), np.ones(7), np.zeros(d + 1)
    assert parameter_gradient(BCE, x, y, theta).shape == (d + 1,)
    assert parameter_hessian(BCE, x, y, theta).shape == (d + 1, d + 1)


@each_derivative
def test_lists_and_integers_are_accepted(derivative):
    from_lists = derivative(BCE, [[0, 1], [2, 3]], [0, True], [1, 0, -1])
    from_floats = derivative(
        BCE, np.array([[0.0, 1], [2, 3]]), np.array([0.0, 1]), np.array([1.0, 0, -1])
    )
    assert from_lists.tolist() == from_floats.tolist()


@each_loss
@each_derivative
def test_the_inputs_stay_as_they_are(derivative, loss):
    arguments = [X.copy(), HARD_LABELS.copy(), THETAS[1].copy()]
    for argument in arguments:
        argument.flags.writeable = False
    derivative(loss, *arguments)
    for argument, original in zip(arguments, (X, HARD_LABELS, THETAS[1]), strict=True):
        assert argument.tolist() == original.tolist()


@each_derivative
@pytest.mark.parametrize(
    ("x", "y", "theta", "message"),
    [
        (1.0, [1], [0, 0], r"^X must have shape \(n, d\) .* got shape \(\)"),
        ([], [], [0, 0], r"^X must have shape \(n, d\) .* got shape \(0,\)"),
        (np.ones((2, 0)), [0, 1], [0], r"^X must have shape \(n, d\) .* got shape \(2, 0\)"),
        (np.ones((2, 1, 1)), [0, 1], [0, 0], r"^X must have shape \(n, d\) .*\(2, 1, 1\)"),
        ([1, 2], [0, 1, 1], [0, 0], r"^y must have shape \(2,\) .* got shape \(3,\)"),
        ([1, 2], [[0], [1]], [0, 0], r"^y must have shape \(2,\) .* got shape \(2, 1\)"),
        ([1], 1, [0, 0], r"^y must have shape \(1,\) .* got shape \(\)"),
        ([1, 2], [0, 1], [0, 0, 0], r"^theta must have shape \(2,\); got shape \(3,\)"),
        ([1, 2], [0, 1], 0, r"^theta must have shape \(2,\); got shape \(\)"),
        ([1, 2], [0, 1], [[0, 0]], r"^theta must have shape \(2,\); got shape \(1, 2\)"),
        ([1, np.nan], [0, 1], [0, 0], r"^X must not hold nan; got "),
        ([1, np.inf], [0, 1], [0, 0], r"^X must be finite; got "),
        ([[1], [1, 2]], [0, 1], [0, 0], r"^X must be one regular array; got "),
        (["1", "2"], [0, 1], [0, 0], r"^X must hold real numbers; got "),
        ([1, 2], [0, 1.5], [0, 0], r"^y must lie in \[0, 1\]; got 1.5"),
        ([1, 2], [0, None], [0, 0], r"^y must hold real numbers; got "),
        ([1, 2], [0, 1], [0, np.inf], r"^theta must be finite; got "),
        ([1, 2], [0, 1], None, r"^theta must hold real numbers; got None"),
    ],
)
def test_problems_that_do_not_fit_are_refused(derivative, x, y, theta, message):
    with pytest.raises(ValueError, match=message):
        derivative(BCE, x, y, theta)


def test_read_problem_gives_the_design_matrix_and_zeros_as_parameters():
    A, y, theta = read_problem([2, 3], [0, 1])
    assert A.tolist() == [[2, 1], [3, 1]]
    assert y.tolist() == [0, 1]
    assert theta.tolist() == [0, 0]


# Huge features and parameters


def test_a_logit_beyond_all_floats_is_its_limit():
    A = np.array([[1e200, 1.0], [-1e200, 1.0]])
    assert logits(A, np.array([1e200, 0.0])).tolist() == [np.inf, -np.inf]
    assert parameter_gradient(BCE, A[:, 0], [0, 1], [1e200, 0.0]).tolist() == [1e200, 0]


def test_overflows_that_cancel_are_refused():
    with pytest.raises(ValueError, match=r"^theta is too large for these features; got \[1e\+300"):
        parameter_gradient(BCE, [[1e300, -1e300]], [1], [1e300, 1e300, 0])


def test_the_mean_of_huge_features_does_not_overflow():
    gradient = parameter_gradient(BCE, [1.7e308] * 4, [0, 0, 0, 0], [0, 0])
    np.testing.assert_allclose(gradient, [0.85e308, 0.5], rtol=1e-15)


def test_a_hessian_that_overflows_is_refused():
    with pytest.raises(ValueError, match=r"^X is too large for second derivatives; got 1e\+200"):
        parameter_hessian(BCE, [1e200, -1e200], [0, 1], [0, 0])


# Finite differences


@pytest.mark.parametrize(
    ("f", "x", "slope"),
    [
        (np.sin, 0.3, np.cos(0.3)),
        (np.exp, -2.0, np.exp(-2.0)),
        (lambda x: x**3, 10, 300.0),
        (lambda x: x**2, 1e6, 2e6),
        (np.tanh, 0, 1.0),
    ],
)
def test_known_slopes_of_one_number(f, x, slope):
    result = finite_difference(f, x)
    assert isinstance(result, float)
    assert result == pytest.approx(slope, rel=1e-9)


def test_known_gradients_of_arrays():
    x = np.array([[1.0, -2.0], [0.5, 3.0]])
    x.flags.writeable = False
    result = finite_difference(lambda x: (x**2).sum() + x[0, 0] * x[1, 1], x)
    np.testing.assert_allclose(result, 2 * x + [[3.0, 0.0], [0.0, 1.0]], rtol=1e-9)
    assert finite_difference(np.sum, []).shape == (0,)


def test_differences_are_central_and_of_the_given_step():
    assert finite_difference(lambda x: x**3, 1.0, step=0.5) == 3 + 0.5**2
    assert finite_difference(np.abs, 0.0, step=0.25) == 0


@pytest.mark.parametrize("step", [0, -1e-3, np.nan, np.inf, "1", [1e-3, 1e-3]])
def test_steps_that_are_not_above_zero_are_refused(step):
    with pytest.raises(ValueError, match=r"^step must .*; got "):
        finite_difference(np.sin, 0.0, step=step)


def test_a_step_lost_in_rounding_is_refused():
    with pytest.raises(ValueError, match=r"^step is too small to change x; got 1e-20"):
        finite_difference(np.sin, [0.0, 1.0], step=1e-20)


@pytest.mark.parametrize("x", [np.nan, np.inf, "0", None, [0.0, np.nan]])
def test_points_that_are_not_finite_are_refused(x):
    with pytest.raises(ValueError, match=r"^x must .*; got "):
        finite_difference(np.sin, x)
