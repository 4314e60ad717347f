"""What the exam questions are answered with, computed."""

import numpy as np
import pytest
from scipy.stats import norm

from core.activations import sigmoid, softmax
from core.losses import LOSSES
from core.multiclass import (
    softmax_cross_entropy,
    softmax_cross_entropy_gradient,
    softmax_squared_error,
    softmax_squared_error_gradient,
)
from tests.claims import opening, training
from tests.claims.registry import claim

BCE, MSE = LOSSES["bce"], LOSSES["mse"]
Z = np.linspace(-4, 4, 33)


@claim(
    "exam",
    "the factor cancels, and the slope is the error itself",
    "这个因子被消去，斜率就是误差本身",
)
def a_canonical_link_leaves_the_error():
    """Minus the log-likelihood of a Bernoulli label, and of a Gaussian one, by differences."""
    p, step = sigmoid(Z), 1e-6
    for y in (0.0, 1.0):
        bernoulli = -(y * np.log(p) + (1 - y) * np.log(1 - p))
        np.testing.assert_allclose(BCE.value(Z, y), bernoulli, rtol=1e-12)
        slope = (BCE.value(Z + step, y) - BCE.value(Z - step, y)) / (2 * step)
        np.testing.assert_allclose(slope, p - y, atol=1e-8)
        gaussian = (-norm.logpdf(y, Z + step) + norm.logpdf(y, Z - step)) / (2 * step)
        np.testing.assert_allclose(gaussian, Z - y, atol=1e-8)


@claim("exam", "it does not cancel", "因子就消不掉")
def with_a_probit_the_factor_stays():
    mu, slope = norm.cdf(Z), norm.pdf(Z)
    step = 1e-6
    of_label_1 = (-norm.logcdf(Z + step) + norm.logcdf(Z - step)) / (2 * step)
    np.testing.assert_allclose(of_label_1, slope / (mu * (1 - mu)) * (mu - 1), rtol=1e-6)
    assert np.ptp(slope / (mu * (1 - mu))) > 1


@claim(
    "exam",
    "With $K = 2$ both formulas are the same, with $z = z_1 - z_0$",
    "当 $K = 2$ 时，取 $z = z_1 - z_0$，两个公式就是同一个",
)
def two_classes_of_a_softmax_are_one_sigmoid():
    random = np.random.default_rng(0)
    for z in random.normal(0, 3, (50, 2)):
        for y in (0.0, 0.3, 1.0):
            t = np.array([1 - y, y])
            assert softmax_cross_entropy(z, t) == pytest.approx(BCE.value(z[1] - z[0], y))
            slope = softmax_cross_entropy_gradient(z, t)[1]
            assert slope == pytest.approx(BCE.gradient(z[1] - z[0], y))


@claim("exam", "cross-entropy pushes 22 000 times as hard", "交叉熵的力度是它的 22 000 倍")
def the_ratio_of_the_exam():
    opening.confidently_wrong_cross_entropy_pushes_22_000_times_as_hard()


@claim(
    "exam",
    "from zero, with four times the rate, it starts exactly as cross-entropy does",
    "而从零出发、学习率取四倍时，它的第一步与交叉熵完全相同",
)
def the_first_step_of_the_exam():
    training.from_zero_four_times_the_rate_is_the_same_step()


@claim(
    "exam",
    "They are trained by the gradient that the last layer hands down",
    "这些层靠最后一层向下传递的梯度来训练",
)
@claim("exam", "the features get hardly any signal", "特征几乎得不到信号")
def the_features_get_the_error_through_the_weights():
    random = np.random.default_rng(1)
    for _ in range(20):
        W, b, x = random.normal(size=(3, 2)), random.normal(size=3), random.normal(size=2)
        t = np.eye(3)[random.integers(3)]
        for value, gradient in (
            (softmax_cross_entropy, softmax_cross_entropy_gradient),
            (softmax_squared_error, softmax_squared_error_gradient),
        ):
            by_hand = W.T @ gradient(W @ x + b, t)
            measured = [
                (value(W @ (x + d) + b, t) - value(W @ (x - d) + b, t)) / 2e-6
                for d in 1e-6 * np.eye(2)
            ]
            np.testing.assert_allclose(by_hand, measured, atol=1e-7)
    z, t = np.array([10.0, 0.0, 0.0]), np.eye(3)[2]
    q = softmax(z)
    np.testing.assert_allclose(
        softmax_squared_error_gradient(z, t), (np.diag(q) - np.outer(q, q)) @ (q - t), rtol=1e-9
    )
    assert np.abs(softmax_cross_entropy_gradient(z, t)).max() > 0.99
    assert np.abs(softmax_squared_error_gradient(z, t)).max() < 2e-4
