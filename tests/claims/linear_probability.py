"""What the page about a line or a sigmoid teaches, computed."""

from dataclasses import fields

import numpy as np
import pytest
from scipy.stats import norm

from core.activations import log_sigmoid, sigmoid, sigmoid_derivative
from core.binning import binned_cross_entropy
from core.datasets import DATASETS, load
from core.evaluation import brier_score, stratified_folds
from core.label_noise import flip_labels
from core.linear_output import fit_linear_output
from core.losses import LINEAR_SQUARED_ERROR, LOSSES
from core.objective import Objective
from core.optimizers import minimise
from pages.models import linear_probability as linear
from tests.claims.registry import claim

BCE, MSE = LOSSES["bce"], LOSSES["mse"]
DRAWS = range(30)


def flip_scores(slug: str, percent: float) -> dict[str, dict[str, np.ndarray]]:
    """Cross-fitted scores of the line and both sigmoids over 30 draws of flips and of folds."""
    drawn = [linear.fits(slug, np.array([percent]), seed) for seed in DRAWS]
    rows = {name: [linear.scores(found, name, 0) for found in drawn] for name in linear.MODELS}
    scores = {
        name: {
            each.name: np.array([getattr(row, each.name) for row in found])
            for each in fields(linear.Scores)
        }
        for name, found in rows.items()
    }
    for name in linear.MODELS:
        scores[name]["weight"] = np.array([found.theta[name][0, 0] for found in drawn])
    return scores


@claim(
    "linear-probability",
    "the Brier score is strictly proper",
    "so the Brier score is strictly proper",
    "所以 Brier 分数是严格恰当的",
    said="Squared error is against the essence of classification.",
)
def the_brier_score_is_proper():
    p = np.linspace(0.001, 0.999, 999)
    z = np.log(p / (1 - p))
    for truth in p[::7]:
        for loss in (MSE, BCE):
            expected = truth * loss.value(z, 1.0) + (1 - truth) * loss.value(z, 0.0)
            assert p[expected.argmin()] == pytest.approx(truth, abs=1e-9)
        squared = truth * (1 - p) ** 2 + (1 - truth) * p**2
        np.testing.assert_allclose(squared, (p - truth) ** 2 + truth * (1 - truth), atol=1e-15)


@claim(
    "linear-probability",
    "its slope is 0.000045 where that of cross-entropy is 0.99995",
    "它的斜率为 0.000045，而交叉熵的斜率为 0.99995",
)
def through_a_sigmoid_a_proper_score_can_hardly_be_trained():
    assert -MSE.gradient(-10.0, 1.0) == pytest.approx(0.000045, abs=5e-7)
    assert -BCE.gradient(-10.0, 1.0) == pytest.approx(0.99995, abs=5e-6)


@claim(
    "linear-probability",
    "It regresses the log-odds",
    "它回归的是对数几率；分类器是加在上面的阈值",
    said="Logistic regression is not regression.",
)
def logistic_regression_regresses_the_log_odds():
    theta, x = np.array([0.8, -0.3]), np.linspace(-4, 4, 9)
    log_odds = log_sigmoid(theta[0] * x + theta[1]) - log_sigmoid(-(theta[0] * x + theta[1]))
    np.testing.assert_allclose(log_odds, theta[0] * x + theta[1], rtol=1e-12)


@claim(
    "linear-probability",
    "**It has a closed form** on a linear output, and is then convex",
    "**它有闭式解**，这是指在线性输出上，而且这时它是凸的",
)
def squared_error_on_a_linear_output_has_a_closed_form():
    for slug in DATASETS:
        data = load(slug)
        A = np.column_stack([data.X, np.ones(len(data.y))])
        theta = fit_linear_output(data.X, data.y).theta
        np.testing.assert_allclose(A.T @ (A @ theta - data.y), 0, atol=1e-9)
        assert np.linalg.eigvalsh(A.T @ A).min() > -1e-12


@claim(
    "linear-probability",
    "that is $w = 9/35 = 0.257$ and $b = -1/7 = -0.143$, with the boundary at 2.5",
    "the boundary moves to 5: the points at 3 and 4 are then on the wrong side",
    "it is pulled back with 2",
    "把最后一个点从 5 改为 $x = 20$，边界就移到 5",
)
def a_line_pulls_back_what_is_right():
    x, y = np.arange(6.0), np.repeat([0.0, 1.0], 3)
    w, b = fit_linear_output(x, y).theta
    assert (w, b, (0.5 - b) / w) == pytest.approx((9 / 35, -1 / 7, 2.5))
    assert (w, b) == pytest.approx((np.cov(x, y, bias=True)[0, 1] / x.var(), y.mean() - w * 2.5))
    x[-1] = 20
    w, b = fit_linear_output(x, y).theta
    assert (0.5 - b) / w == pytest.approx(5)
    assert x[(w * x + b >= 0.5) != (y == 1)].tolist() == [3, 4]
    assert LINEAR_SQUARED_ERROR.gradient(3.0, 1.0) == 2


@claim(
    "linear-probability",
    "15.8 % instead of the sigmoids' 12.7 % and 12.9 %",
    "larger than theirs in each of the 30",
    "15.8 %，而两条 sigmoid 曲线为 12.7 % 和 12.9 %",
)
def far_points_on_their_own_side_cost_the_line_accuracy():
    scores = flip_scores("outliers", 0.0)
    wrong = {name: 100 * found["wrong_true"] for name, found in scores.items()}
    means = [wrong[name].mean() for name in ("linear", "bce", "mse")]
    assert means == pytest.approx([15.8, 12.7, 12.9], abs=0.05)
    assert (wrong["linear"] > np.maximum(wrong["bce"], wrong["mse"])).all()


@claim(
    "linear-probability",
    "if it is smooth, its slope comes as close to 0 as one likes, at both ends",
    "their product stays near 1",
    "the product falls to 0 together with the sigmoid's slope",
    "乘积随 sigmoid 函数的斜率一同降到 0",
)
def the_factors_are_mirror_images_on_the_wrong_side():
    z = np.linspace(-30, -8, 200)
    for p in (sigmoid(z), norm.cdf(z), 0.5 + np.arctan(z) / np.pi):
        assert (np.diff(p) > 0).all()
    for rise in (sigmoid, norm.cdf, lambda z: 0.5 + np.arctan(z) / np.pi):
        for n in (1.0, 10.0, 1_000.0):
            assert rise(n) - rise(0.0) < 1
            assert np.diff(rise(np.linspace(0, n, 10_001))).min() * 10_000 / n < 1 / n
    p, own = sigmoid(z), sigmoid_derivative(z)
    np.testing.assert_allclose((1 / p) * own, -BCE.gradient(z, 1.0), rtol=1e-12)
    assert (-BCE.gradient(z, 1.0) > 0.999).all()  # wrong side
    right = -BCE.gradient(-z, 1.0)
    np.testing.assert_allclose(right, own, rtol=1e-3)  # right side: 1/p makes up for nothing
    assert (right < 4e-4).all()


@claim(
    "linear-probability",
    "over a common denominator",
    "while squared error keeps the factor $p (1 - p)$",
    "而平方误差则保留因子 $p (1 - p)$",
)
def the_slope_of_cross_entropy_in_p_over_one_denominator():
    p, y = np.meshgrid(np.linspace(0.01, 0.99, 99), np.linspace(0, 1, 11))
    z = np.log(p / (1 - p))
    slope = -y / p + (1 - y) / (1 - p)
    np.testing.assert_allclose(slope, (p - y) / (p * (1 - p)), atol=1e-11)
    np.testing.assert_allclose(BCE.probability_gradient(z, y), slope, atol=1e-9)
    np.testing.assert_allclose(MSE.gradient(z, y), (p - y) * p * (1 - p), atol=1e-12)


@claim(
    "linear-probability",
    "which lies in $[\\rho, 1 - \\rho]$",
    "At most 0.9, and at least 0.1",
    "stay within $\\pm \\ln 9 = \\pm 2.20$",
    "对数几率始终在 $\\pm \\ln 9 = \\pm 2.20$ 之内",
)
def flips_bound_the_log_odds():
    P = np.linspace(0, 1, 1_001)
    for share in np.linspace(0, 0.5, 51):
        given = (1 - share) * P + share * (1 - P)
        np.testing.assert_allclose(given, share + (1 - 2 * share) * P, atol=1e-15)
        assert given.min() >= share - 1e-15
        assert given.max() <= 1 - share + 1e-15
    assert np.log(0.9 / 0.1) == pytest.approx(2.20, abs=0.005)


@claim(
    "linear-probability",
    "shrinks by the factor $1 - 2\\rho$ at each $x$",
    "在每个 $x$ 处，$z - \\tfrac12$ 都缩小到 $1 - 2\\rho$ 倍",
)
def flips_shrink_the_line_about_one_half():
    for slug in linear.DATA:
        data = load(slug)
        w, b = np.split(fit_linear_output(data.X, data.y).theta, [-1])
        for share in (0.1, 0.25, 0.4):
            expected = share + (1 - 2 * share) * data.y
            v, c = np.split(fit_linear_output(data.X, expected).theta, [-1])
            before, after = data.X @ w + b - 0.5, data.X @ v + c - 0.5
            np.testing.assert_allclose(after, (1 - 2 * share) * before, atol=1e-9)


@claim(
    "linear-probability",
    "at most 1, and nearly 1 for a confident mistake",
    "至多为 $4/27 = 0.148$，**错得很有把握时几乎为 0**",
    "at most $4/27 = 0.148$, and **nearly 0 for a confident mistake**",
    "an example costs at most ½, and a mistake made with certainty does not make the mean",
)
def a_sigmoid_bounds_the_pull_and_squared_error_the_cost():
    z, y = np.meshgrid(np.linspace(-700, 700, 28_001), [0.0, 1.0])
    assert np.abs(BCE.gradient(z, y)).max() <= 1
    assert np.abs(MSE.gradient(z, y)).max() <= 4 / 27 + 1e-12
    assert MSE.value(z, y).max() <= 0.5
    mistake = np.abs([loss.gradient(-10.0, 1.0) for loss in (BCE, MSE)])
    assert mistake == pytest.approx([1, 0], abs=1e-4)
    assert np.isinf(BCE.value(-np.inf, 1.0))


@claim(
    "linear-probability",
    "falls from 1.03 to 0.69 per unit of the radius, that of half squared error from 1.07 to 0.84",
    "in each of which half squared error keeps the larger weight",
    "12.5 %、11.8 % 和 12.0 %",
    "wrong about 12.5 %, 11.8 % and 12.0 % of the unseen examples",
)
def squared_error_gives_up_on_flipped_examples():
    clean, flipped = (flip_scores("breast-cancer", percent) for percent in (0.0, 5.0))
    for name, before, after in (("bce", 1.03, 0.69), ("mse", 1.07, 0.84)):
        assert clean[name]["weight"].mean() == pytest.approx(before, abs=0.005)
        assert flipped[name]["weight"].mean() == pytest.approx(after, abs=0.005)
    assert (flipped["mse"]["weight"] > flipped["bce"]["weight"]).all()
    wrong = [100 * found["wrong_true"].mean() for found in flipped.values()]
    assert wrong == pytest.approx([12.5, 11.8, 12.0], abs=0.05)


@claim(
    "linear-probability",
    "half squared error is wrong about 16 % of the true labels, cross-entropy about 21 %, the line "
    "about 23 %, and half squared error is better than cross-entropy in 26 of the 30 draws",
    "半平方误差约为 16 %，交叉熵约为 21 %，直线约为 23 %",
)
def a_bounded_pull_helps_where_examples_are_far():
    scores = flip_scores("outliers", 30.0)
    wrong = {name: 100 * found["wrong_true"] for name, found in scores.items()}
    means = [wrong[name].mean() for name in ("mse", "bce", "linear")]
    assert means == pytest.approx([16, 21, 23], abs=0.5)
    assert (wrong["mse"] < wrong["bce"]).sum() == 26


@claim(
    "linear-probability",
    "Half squared error is wrong in 15.9 %, cross-entropy in 16.6 %",
    "the median of its log-loss is 0.70 nats against 0.48, and it is higher in each of the 30",
    "对数损失的中位数为 0.70 奈特，而交叉熵为 0.48",
    "**In 6 of them it is infinite**: there half squared error has no minimum for one of the parts",
    "0.14 against 0.14",
    said="Squared error is wrong in 15 % and cross-entropy in 18 %.",
)
def the_error_rate_does_not_see_what_log_loss_sees():
    scores = flip_scores("iris", 10.0)
    squared, cross = scores["mse"], scores["bce"]
    wrong = [100 * each["wrong_given"].mean() for each in (squared, cross)]
    assert wrong == pytest.approx([15.9, 16.6], abs=0.05)
    medians = [np.median(each["log_loss"]) for each in (squared, cross)]
    assert medians == pytest.approx([0.70, 0.48], abs=0.005)
    assert (squared["log_loss"] > cross["log_loss"]).all()
    brier = [each["brier"].mean() for each in (squared, cross)]
    assert brier == pytest.approx([0.14, 0.14], abs=0.005)
    infinite = np.isinf(squared["log_loss"])
    assert infinite.sum() == 6
    np.testing.assert_array_equal(infinite, [has_part_without_minimum(seed) for seed in DRAWS])


def has_part_without_minimum(seed: int) -> bool:
    """Whether half squared error falls without end on iris, a tenth flipped, without some fold."""
    data = load("iris", standardise=False).feature(0)
    y, fold = flip_labels(data.y, 0.1, seed), stratified_folds(data.y, linear.FOLDS, seed)
    starts = [
        (X, given, minimise(BCE, X, given).theta)
        for X, given in ((data.X[fold != k], y[fold != k]) for k in range(linear.FOLDS))
    ]
    return not all(minimise(MSE, *each).finite for each in starts)


@claim(
    "linear-probability",
    "on those that it was fitted to it looks better than it is",
    "在拟合所用的样本上，模型看起来比实际更好",
)
def a_model_looks_better_on_what_it_was_fitted_to():
    for slug in linear.DATA:
        kept = []
        for seed in DRAWS[:10]:
            found = linear.fits(slug, np.array([10.0]), seed)
            for name in ("bce", "mse"):
                p, y = found.output(name, found.x)[0], found.given[0]
                kept.append(brier_score(p, y) < brier_score(found.probability(name)[0], y))
        assert np.mean(kept) > 0.95


@claim(
    "linear-probability",
    "the mean prediction for the examples it was fitted to equals their share of class 1",
    "拟合所用样本的平均预测等于其中类别 1 的比例",
)
def a_free_bias_makes_the_mean_prediction_right():
    for slug in linear.DATA:
        found = linear.fits(slug, np.array([0.0, 10.0, 30.0]))
        for name in ("bce", "linear"):
            mean = found.output(name, found.x).mean(axis=1)
            np.testing.assert_allclose(mean, found.given.mean(axis=1), atol=1e-9)


@claim(
    "linear-probability",
    "for a lone example at the logit $\\ln \\frac{2 - \\varepsilon}{\\varepsilon}$: 2.94",
    "Weights stop growing on separable data",
    "在可分的数据上，权重不再无限增大",
)
def a_smoothed_label_has_a_finite_minimum():
    for epsilon in (0.01, 0.1, 0.5):
        target = 1 - epsilon + epsilon / 2
        logit = np.log((2 - epsilon) / epsilon)
        assert BCE.gradient(logit, target) == pytest.approx(0, abs=1e-15)
        for slug in ("lab", "separable"):
            data = load(slug)
            assert not minimise(BCE, data.X, data.y).finite
            smoothed = (1 - epsilon) * data.y + epsilon / 2
            assert minimise(BCE, data.X, smoothed).finite
    assert np.log(1.9 / 0.1) == pytest.approx(2.94, abs=0.005)


@claim(
    "linear-probability",
    "with gradient 0 almost everywhere",
    "它是权重的阶跃函数，梯度几乎处处为 0",
    said="The error rate is a poor loss because it cannot rank the models.",
)
def the_error_rate_is_a_step_function():
    generator = np.random.default_rng(0)
    for slug in linear.DATA:
        data = load(slug)
        theta = 3 * generator.standard_normal((1_000, data.X.shape[1] + 1))
        here, near = (
            Objective.of(BCE, data.X, data.y).error_rate(point) for point in (theta, theta + 1e-9)
        )
        assert (here == near).all()


@claim(
    "linear-probability",
    "**cross-entropy tends to half squared error, times $1/\\tau^2$ and up to a constant**",
    "交叉熵 **趋于半平方误差乘以** $1/\\tau^2$，**至多相差一个常数**",
    said="Cross-entropy with ever finer bins becomes squared error.",
)
def bins_become_squared_error_at_a_fixed_spread():
    mean = np.linspace(0, 100, 101)
    for spread in (5.0, 10.0, 20.0):
        gaps = []
        for width in (4.0, 2.0, 1.0, 0.5):
            middle = 32 + width / 2
            loss = binned_cross_entropy(mean, spread, np.arange(-200, 300, width), middle)
            limit = (middle - mean) ** 2 / 2 / spread**2 + np.log(spread * np.sqrt(2 * np.pi))
            gaps.append(np.abs(loss + np.log(width) - limit).max())
        assert np.all(np.diff(gaps) < 0)
        assert gaps[-1] < 0.25 * gaps[-2] * 1.1  # it falls with the square of the width


@claim(
    "linear-probability",
    "the farther $\\mu$ lies on the right side of 50, the lower the loss",
    "$\\mu$ 在 50 的正确一侧离得越远，损失越小",
)
def two_bins_are_the_probit_model():
    mean = np.linspace(-10, 110, 241)
    for age, side in ((32.5, -1), (49.0, -1), (50.0, 1), (80.0, 1)):
        loss = binned_cross_entropy(mean, 10.0, [50.0], age)
        np.testing.assert_allclose(loss, -norm.logcdf(side * (mean - 50) / 10), atol=1e-14)
        assert (np.diff(loss) * side < 0).all()
