"""What the overview teaches, computed."""

import numpy as np
import pytest

from core.activations import sigmoid
from core.datasets import load
from core.information import cross_entropy, entropy
from core.losses import LOSSES
from core.training import Settings, fit
from tests.claims.registry import claim

BCE, MSE = LOSSES["bce"], LOSSES["mse"]
GRID = np.linspace(0.01, 0.99, 99)


@claim("overview", "times as hard", "交叉熵的修正力度是半平方误差的")
def confidently_wrong_cross_entropy_pushes_22_000_times_as_hard():
    assert BCE.gradient(-10.0, 1.0) / MSE.gradient(-10.0, 1.0) == pytest.approx(22_000, rel=0.01)


@claim(
    "overview",
    "hardly pushes where the answer is confidently wrong",
    "预测自信却错误时，平方误差几乎不起修正作用",
)
def from_a_bad_start_squared_error_stands_still():
    data = load("nielsen")
    settings = Settings(start=[2.0, 2.0], learning_rate=0.15, steps=60)
    fast, slow = (fit(loss, data.X, data.y, settings).theta[-1].sum() for loss in (BCE, MSE))
    assert sigmoid(4.0) == pytest.approx(0.98, abs=0.005)
    assert sigmoid(fast) < 0.1
    assert sigmoid(slow) > 0.97


@claim(
    "overview",
    "badly wrong, it is the same 0.001 (rounded)",
    "在错得很远的 $p = 0.001$ 处，同样是 0.001（舍入后）",
)
def two_predictions_with_one_slope():
    p = np.array([0.968, 0.001])
    slopes = np.abs(MSE.gradient(np.log(p / (1 - p)), 1.0))
    np.testing.assert_allclose(slopes, p * (1 - p) ** 2, rtol=1e-12)
    assert slopes.round(3).tolist() == [0.001, 0.001]
    assert np.abs(BCE.gradient(np.log(p / (1 - p)), 1.0)) == pytest.approx(1 - p)


@claim("overview", "for a fair coin 0.693 nats", "对均匀硬币为 0.693 奈特")
@claim("overview", "but no finite logit reaches it", "但任何有限的对数几率都达不到 0")
def the_least_cross_entropy_is_the_entropy():
    for p in np.linspace(0.05, 0.95, 19):
        expected = cross_entropy([p, 1 - p], np.stack([GRID, 1 - GRID], axis=-1))
        assert GRID[expected.argmin()] == pytest.approx(p)
        assert expected.min() == pytest.approx(entropy([p, 1 - p]), rel=1e-12)
    assert entropy([0.5, 0.5]) == pytest.approx(0.693, abs=5e-4)
    z = np.linspace(0, 700, 7001)
    assert (BCE.value(z, 1.0) > 0).all()
    assert BCE.value(np.inf, 1.0) == 0


@claim(
    "overview",
    "with one example there is no local minimum to be caught in, only a plateau",
    "只有一个样本时，没有可陷入的局部极小，只有平坦区",
)
def one_example_has_no_stationary_point():
    z = np.linspace(-350, 350, 7001)
    for y in (0.0, 1.0):
        assert (MSE.gradient(z, y) * (1 - 2 * y) > 0).all()
    assert abs(MSE.gradient(-20.0, 1.0)) < 1e-8
