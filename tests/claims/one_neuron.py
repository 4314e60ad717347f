"""What the pages about one neuron teach, computed."""

import numpy as np
import pytest

from core.activations import sigmoid
from core.datasets import load
from core.gradients import parameter_hessian
from core.landscape import grid_minima, loss_surface, stationary_points
from core.losses import LOSSES, huber, smooth_l1, smooth_l1_slope
from core.optimizers import minimise
from core.separation import separating_direction
from core.training import fit
from tests.claims.registry import claim

BCE, MSE = LOSSES["bce"], LOSSES["mse"]


@claim(
    "logit-gradient",
    "The minus sign belongs to the whole of it",
    said="The sigmoid is 1 / (1 + exp(-sum(w x) + b)).",
)
def the_exponent_is_minus_the_whole_logit():
    w, x, b = np.array([0.5, -1.0]), np.array([2.0, 3.0]), 0.7
    z = w @ x + b
    assert sigmoid(z) == pytest.approx(1 / (1 + np.exp(-(w @ x + b))), rel=1e-12)
    assert sigmoid(z) != pytest.approx(1 / (1 + np.exp(-(w @ x) + b)), rel=0.1)


@claim(
    "logit-gradient",
    "That needs an infinite logit",
    said="At p = 1 and y = 0 the gradient of squared error is 0 and cannot be updated.",
)
def tiny_is_not_zero():
    z = np.array([10.0, 40.0, 700.0])
    assert (MSE.gradient(z, 0.0) > 0).all()
    assert MSE.gradient(10.0, 0.0) == pytest.approx(4.5e-5, rel=0.01)
    assert MSE.gradient(np.inf, 0.0) == 0
    p = 1 / (1 + np.exp(-40.0))
    assert p * (1 - p) == 0  # what careless floats make of it


@claim(
    "logit-gradient",
    "neither is a polynomial in $w$",
    said="Squared error's gradient is cubic in w and cross-entropy's linear, so that is cheaper.",
)
def both_slopes_are_polynomials_in_p_only():
    p = np.linspace(0.05, 0.95, 19)
    z = np.log(p / (1 - p))
    np.testing.assert_allclose(BCE.gradient(z, 1.0), p - 1, rtol=1e-12)
    cubic = np.polynomial.Polynomial.fit(p, MSE.gradient(z, 1.0), 3)
    np.testing.assert_allclose(cubic(p), MSE.gradient(z, 1.0), atol=1e-14)
    in_w = np.polynomial.Polynomial.fit(z, BCE.gradient(z, 1.0), 3)
    assert np.abs(in_w(z) - BCE.gradient(z, 1.0)).max() > 1e-3


@claim("logit-gradient", "it is largest at")
def squared_error_pushes_hardest_at_a_third():
    z = np.linspace(-10, 10, 200_001)
    slope = np.abs(MSE.gradient(z, 1.0))
    assert z[slope.argmax()] == pytest.approx(-np.log(2), abs=1e-3)
    assert slope.max() == pytest.approx(4 / 27, rel=1e-9)


@claim("logit-gradient", "takes every slope **twice**")
def a_small_slope_says_neither_near_nor_far():
    z = np.linspace(-30, 30, 100_001)
    slope = np.abs(MSE.gradient(z, 1.0))
    assert np.count_nonzero(np.diff(np.sign(slope - 0.01))) == 2
    assert np.count_nonzero(np.diff(np.sign(np.abs(BCE.gradient(z, 1.0)) - 0.01))) == 1


@claim(
    "loss-surface",
    "Cross-entropy is convex and has none either, in general",
    said="Squared error has no closed form because it is not convex; cross-entropy is convex.",
)
def convex_is_neither_a_closed_form_nor_a_minimum():
    data = load("lab")
    for theta in np.random.default_rng(0).normal(size=(20, 2)):
        assert np.linalg.eigvalsh(parameter_hessian(BCE, data.X, data.y, theta)).min() >= -1e-15
    assert not minimise(BCE, data.X, data.y).finite
    steps = fit(BCE, data.X, data.y, start=[0, 0], learning_rate=0.5, steps=10_000).theta[:, 0]
    np.testing.assert_allclose(steps[[100, 1_000, 10_000]], [1.65, 4.03, 8.13], rtol=0.005)


@claim("loss-surface", "negative wherever p is below 1/3")
def half_squared_error_is_convex_where_the_answer_is_good():
    p = np.array([0.1, 0.3, 0.34, 0.6, 0.9])
    curvature = MSE.curvature(np.log(p / (1 - p)), 1.0)
    assert np.array_equal(curvature > 0, p > 1 / 3)
    z = np.linspace(-20, 20, 400_001)
    assert MSE.curvature(z, 1.0).min() == pytest.approx(-0.0601, abs=5e-5)
    assert MSE.curvature(z, 1.0).max() == pytest.approx(0.0770, abs=5e-5)


@claim(
    "loss-surface",
    "Usually it is a plateau",
    said="Squared error is caught in many local minima.",
)
def a_plateau_with_one_example_and_a_trap_with_five():
    neuron = load("nielsen")
    assert stationary_points(MSE, neuron.X, neuron.y, (-20, 20), (-20, 20)) == []
    trap = load("trap")
    found = stationary_points(MSE, trap.X, trap.y, (-6, 6), (-10, 10))
    minima = sorted((p.loss, *p.theta) for p in found if p.kind == "minimum")
    np.testing.assert_allclose(
        minima, [[0.0876, -0.290, 0.064], [0.1661, 0.643, -3.849]], atol=6e-4
    )


@claim("loss-surface", "binary cross-entropy, which is convex")
def a_grid_shows_minima_that_are_not_there():
    data = load("lab")
    w, b = np.linspace(-6, 12, 50), np.linspace(-20, 10, 40)
    counts = [len(grid_minima(loss_surface(loss, data.X, data.y, w, b))) for loss in (MSE, BCE)]
    assert counts == [16, 13]
    assert separating_direction(data.X, data.y) is not None
    assert stationary_points(MSE, data.X, data.y, (-6, 12), (-20, 10)) == []


@claim(
    "loss-curves",
    "are trained with subgradients",
    said="A loss must be differentiable, and its gradient must reach zero.",
)
def kinks_have_subgradients_and_cross_entropy_no_finite_rest():
    assert LOSSES["hinge"].gradient(1.0, 1.0) == 0
    assert not LOSSES["hinge"].smooth
    z = np.array([1.0, 10.0, 100.0, 700.0])
    assert (BCE.gradient(z, 1.0) < 0).all()
    assert (np.diff(BCE.value(z, 1.0)) < 0).all()


@claim(
    "loss-curves",
    "but shifted",
    said="Outside the kink Huber and Smooth L1 are still absolute error.",
)
def huber_and_smooth_l1_are_shifted_lines():
    r = np.array([-9.0, -3.0, 4.0, 20.0])
    for beta in (0.5, 1.0, 2.0):
        np.testing.assert_allclose(smooth_l1(r, beta), np.abs(r) - beta / 2, rtol=1e-12)
        np.testing.assert_allclose(smooth_l1(r, beta), huber(r, beta) / beta, rtol=1e-12)
        np.testing.assert_allclose(np.abs(smooth_l1_slope(r, beta)), 1.0)
    np.testing.assert_array_equal(smooth_l1(r, 1.0), huber(r, 1.0))
