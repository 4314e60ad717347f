"""A ridge: the penalty lambda / 2 |w|^2 in what is trained, with scikit-learn as the oracle."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from core.datasets import load
from core.gradients import finite_difference
from core.likelihood import ridge_penalty
from core.losses import LOSSES
from core.objective import Objective
from core.optimizers import minimise, ridge_path
from core.training import Settings, Status, fit
from tests.core.helpers import NOT_REAL_NUMBERS

BCE = LOSSES["bce"]
LAB = load("lab")
STRENGTHS = [1e-4, 0.01, 0.3]


@pytest.mark.parametrize("slug", ["iris", "breast-cancer", "separable", "lab"])
@pytest.mark.parametrize("ridge", STRENGTHS)
def test_the_minimum_agrees_with_scikit_learn(slug, ridge):
    data = load(slug)
    oracle = LogisticRegression(C=1 / (len(data.y) * ridge), tol=1e-12, max_iter=10_000)
    oracle.fit(data.X, data.y)
    found = minimise(BCE, data.X, data.y, ridge=ridge)
    assert found.finite
    np.testing.assert_allclose(
        found.theta, [*oracle.coef_[0], *oracle.intercept_], rtol=1e-5, atol=1e-6
    )


@pytest.mark.parametrize("loss", LOSSES.values(), ids=list(LOSSES))
def test_value_gradient_and_hessian_belong_together(loss):
    data = load("iris")
    plain = Objective.of(loss, data.X, data.y)
    ridged = Objective.of(loss, data.X, data.y, 0.3)
    theta = np.array([0.7, -0.4, 0.2])
    penalty = ridge_penalty(theta[:2], 0.3)
    np.testing.assert_allclose(ridged.value(theta) - plain.value(theta), penalty, rtol=1e-12)
    slope = finite_difference(lambda point: float(ridged.value(point)), theta)
    np.testing.assert_allclose(ridged.gradient(theta), slope, atol=1e-8)
    np.testing.assert_allclose(
        ridged.hessian(theta) - plain.hessian(theta), np.diag([0.3, 0.3, 0]), atol=1e-15
    )


def test_many_points_are_penalised_each_for_itself():
    objective = Objective.of(BCE, LAB.X, LAB.y, 0.1)
    points = np.array([[1.0, 2.0], [-3.0, 0.5], [0.0, 7.0]])
    for method in (objective.value, objective.gradient, objective.hessian):
        np.testing.assert_allclose(method(points), [method(point) for point in points])


@pytest.mark.parametrize("optimizer", ["gradient_descent", "momentum", "bfgs", "newton"])
def test_every_optimiser_arrives_at_the_minimum(optimizer):
    run = fit(
        BCE, LAB.X, LAB.y, Settings(start=[0, 0], optimizer=optimizer, steps=3000, ridge=0.05)
    )
    assert run.status is Status.CONVERGED
    np.testing.assert_allclose(
        run.theta[-1], minimise(BCE, LAB.X, LAB.y, ridge=0.05).theta, atol=1e-4
    )


def test_without_a_ridge_separable_weights_grow_like_the_logarithm_of_time():
    run = fit(BCE, LAB.X, LAB.y, Settings(start=[0, 0], learning_rate=0.5, steps=100_000))
    assert run.status is Status.NO_FINITE_OPTIMUM
    weights = run.theta[[100, 1000, 10_000, 100_000], 0]
    np.testing.assert_allclose(weights, [1.65, 4.03, 8.13, 12.7], rtol=4e-3)
    # The closest sample lies 1/2 from the border: ten times the steps add ln 10 / (1/2).
    assert weights[3] - weights[2] == pytest.approx(2 * np.log(10), rel=0.02)


def test_the_stronger_the_ridge_the_smaller_the_weights():
    lengths = [np.abs(minimise(BCE, LAB.X, LAB.y, ridge=s).theta[0]) for s in (0.001, 0.01, 0.1, 1)]
    assert (np.diff(lengths) < 0).all()
    assert not minimise(BCE, LAB.X, LAB.y).finite


def test_a_path_goes_through_the_minimum_of_each_strength():
    path = ridge_path(BCE, LAB.X, LAB.y, [0.001, 0.1, 1.0])
    expected = [minimise(BCE, LAB.X, LAB.y, ridge=s).theta for s in (0.001, 0.1, 1.0)]
    np.testing.assert_allclose(path, expected, rtol=1e-6)


def test_a_path_of_a_loss_that_is_not_convex_has_no_jumps():
    data = load("breast-cancer")
    path = ridge_path(LOSSES["mse"], data.X, data.y, np.logspace(-5, 0, 51))
    assert np.linalg.norm(np.diff(path, axis=0), axis=1).max() < 0.5


@pytest.mark.parametrize("strengths", [0.1, [0.1, 0.1], [1, 0.1], [[0.1]], [-1.0, 1.0]])
def test_strengths_of_a_path_increase(strengths):
    with pytest.raises(ValueError, match=r"strengths must|ridge must"):
        ridge_path(BCE, LAB.X, LAB.y, strengths)


def test_a_strong_ridge_leaves_the_bias_to_the_share_of_the_classes():
    found = minimise(BCE, LAB.X, [0, 0, 0, 0, 0, 1], ridge=1e6)
    np.testing.assert_allclose(found.theta, [0, -np.log(5)], atol=1e-5)


def test_with_one_class_the_bias_still_runs_away():
    assert Objective.of(BCE, [1.0, 2.0], [1, 1], 0.1).has_no_minimum
    assert not Objective.of(BCE, [1.0, 2.0], [0, 1], 0.1).has_no_minimum
    assert not Objective.of(LOSSES["hinge"], [1.0, 2.0], [1, 1], 0.1).has_no_minimum
    assert not minimise(BCE, [1.0, 2.0], [1, 1], ridge=0.1).finite


def test_a_switch_keeps_the_ridge():
    run = fit(
        BCE, LAB.X, LAB.y, Settings(start=[1, 0], steps=4, switch=(2, LOSSES["mse"]), ridge=0.2)
    )
    for step, loss in ((1, BCE), (2, LOSSES["mse"])):
        expected = Objective.of(loss, LAB.X, LAB.y, 0.2).value(run.theta[step])
        assert run.loss[step] == pytest.approx(float(expected), rel=1e-12)


def test_a_ridge_too_strong_for_the_rate_diverges_without_a_warning():
    run = fit(
        BCE,
        [1e-300, 2e-300],
        [0, 1],
        Settings(start=[1, 0], learning_rate=1.0, steps=2000, ridge=9.0),
    )
    assert run.status is Status.DIVERGED
    assert np.isfinite(run.loss).all()


@pytest.mark.parametrize("ridge", [*NOT_REAL_NUMBERS.values(), -0.1, np.inf, 1e101, [0.1]])
def test_bad_strengths_are_refused(ridge):
    for train in (minimise, lambda *data, ridge: fit(*data, Settings(start=[0, 0], ridge=ridge))):
        with pytest.raises(ValueError, match="ridge must"):
            train(BCE, [0.0, 1.0], [0, 1], ridge=ridge)
