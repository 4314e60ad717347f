"""What the pages about training teach, computed."""

import numpy as np
import pytest

from core import information
from core.activations import log_sigmoid
from core.datasets import load
from core.evaluation import split
from core.gradients import parameter_gradient
from core.linear_output import fit_linear_output
from core.losses import LOSSES
from core.objective import Objective
from core.optimizers import safe_learning_rate
from core.starts import preset_start
from core.training import Status, fit
from tests.claims.registry import claim

BCE, MSE = LOSSES["bce"], LOSSES["mse"]


@claim("live-fit", "at four times the rate the first step is the same step")
def from_zero_four_times_the_rate_is_the_same_step():
    data = load("breast-cancer")
    slow, fast = (parameter_gradient(each, data.X, data.y, np.zeros(3)) for each in (MSE, BCE))
    np.testing.assert_allclose(4 * slow, fast, rtol=1e-12)
    z = np.linspace(-30, 30, 601)
    assert (np.abs(MSE.gradient(z, 1.0)) <= np.abs(BCE.gradient(z, 1.0)) / 4 + 1e-16).all()


@claim(
    "linear-probability",
    "the Brier score is strictly proper",
    said="Squared error is against the essence of classification.",
)
def the_brier_score_is_proper():
    p = np.linspace(0.001, 0.999, 999)
    z = np.log(p / (1 - p))
    for truth in (0.1, 0.5, 0.83):
        for loss in (MSE, BCE):
            expected = truth * loss.value(z, 1.0) + (1 - truth) * loss.value(z, 0.0)
            assert p[expected.argmin()] == pytest.approx(truth, abs=1e-9)


@claim("success-map", "half squared error is caught by the second")
def the_trap_catches_squared_error_only():
    trap = load("trap")
    stuck = fit(MSE, trap.X, trap.y, start=[2, -6], learning_rate=1.0, steps=10_000)
    free = fit(MSE, trap.X, trap.y, start=[0, 0], learning_rate=1.0, steps=10_000)
    freed = fit(BCE, trap.X, trap.y, start=[2, -6], learning_rate=0.5, steps=10_000)
    np.testing.assert_allclose(stuck.theta[-1], [0.643, -3.849], atol=0.01)
    np.testing.assert_allclose(free.theta[-1], [-0.290, 0.064], atol=0.01)
    np.testing.assert_allclose(freed.theta[-1], [-0.314, 0.350], atol=1e-3)
    assert (stuck.error_rate[-1], freed.error_rate[-1]) == pytest.approx((0.4, 0.2))


@claim(
    "learning-rate",
    "a larger one is wanted",
    said="When the gradient is small, take a smaller step.",
)
def on_a_plateau_a_larger_step_is_wanted():
    data, start = load("nielsen"), [2.0, 2.0]
    small, large = (
        fit(MSE, data.X, data.y, start=start, learning_rate=rate, steps=100).loss[-1]
        for rate in (0.15, 5.0)
    )
    assert large < 0.1 * small


@claim("learning-rate", "It is sufficient, not necessary")
def below_two_over_l_every_step_falls_and_some_larger_rates_do_too():
    data = load("trap")
    safe = safe_learning_rate(BCE, data.X)
    assert safe == pytest.approx(0.367, abs=5e-4)
    below = fit(BCE, data.X, data.y, start=[2, -6], learning_rate=0.999 * safe, steps=300)
    assert (np.diff(below.loss) <= 1e-15).all()
    above = fit(BCE, data.X, data.y, start=[2, -6], learning_rate=0.57, steps=3_000)
    assert above.status is Status.CONVERGED
    assert safe_learning_rate(MSE, data.X) / safe == pytest.approx(0.25 / 0.0770, rel=1e-3)


@claim(
    "linear-probability",
    "It regresses the log-odds",
    said="Logistic regression is not regression.",
)
def logistic_regression_regresses_the_log_odds():
    theta, x = np.array([0.8, -0.3]), np.linspace(-4, 4, 9)
    log_odds = log_sigmoid(theta[0] * x + theta[1]) - log_sigmoid(-(theta[0] * x + theta[1]))
    np.testing.assert_allclose(log_odds, theta[0] * x + theta[1], rtol=1e-12)


@claim("linear-probability", "On a linear output it has one and is convex")
def squared_error_on_a_linear_output_has_a_closed_form():
    data = load("overlapping")
    A = np.column_stack([data.X, np.ones(len(data.y))])
    theta = fit_linear_output(data.X, data.y).theta
    np.testing.assert_allclose(A.T @ (A @ theta - data.y), 0, atol=1e-10)


@claim(
    "hold-out",
    "Report log-loss and calibration too",
    said="Always one-hot and cross-entropy; judge by the error rate.",
)
def the_error_rate_misleads_where_a_class_is_rare():
    y = np.array([1.0] * 5 + [0.0] * 95)
    never = np.full(100, -8.0)
    assert np.mean((never >= 0) != (y == 1)) == 0.05
    honest = np.full(100, np.log(0.05 / 0.95))
    assert np.mean((honest >= 0) != (y == 1)) == 0.05
    assert BCE.value(honest, y).mean() < 0.5 * BCE.value(never, y).mean()
    soft = BCE.value(np.log(0.7 / 0.3), 0.7)
    assert soft == pytest.approx(information.entropy([0.7, 0.3]))


@claim("hold-out", "The error rate hardly moves while log-loss gets several times worse")
def held_out_log_loss_gets_worse_while_the_error_rate_rests():
    training, held_out = split(load("overlapping"), 0.9, 0)
    theta = fit(BCE, training.X, training.y, start=[0, 0, 0], learning_rate=1.0, steps=5_000).theta[
        [22, 5_000]
    ]
    seen = Objective.of(BCE, held_out.X, held_out.y)
    early, late = seen.value(theta)
    assert late > 4 * early
    assert np.ptp(seen.error_rate(theta)) < 0.05


@claim("live-fit", "At a saturated start nearly all predictions are near 0 or 1")
def on_real_data_squared_error_stays_on_its_plateau():
    data = load("breast-cancer")
    start = preset_start("saturated", data.X, data.y)
    fast, slow = (fit(loss, data.X, data.y, start=start, steps=120) for loss in (BCE, MSE))
    assert len(data.y) == 569
    assert fast.error_rate[0] > 0.85
    assert fast.error_rate[-1] < 0.15
    assert slow.error_rate[-1] > 0.85
    assert slow.status is Status.PLATEAU
