"""What the pages about one neuron teach, computed."""

import numpy as np
import pytest
from sklearn.svm import SVC

from core.activations import sigmoid, sigmoid_derivative
from core.datasets import DATASETS, load
from core.gradients import chain_rule, parameter_gradient, parameter_hessian
from core.landscape import grid_minima, loss_surface, stationary_points
from core.losses import (
    LINEAR_SQUARED_ERROR,
    LOSSES,
    huber,
    huber_slope,
    smooth_l1,
    smooth_l1_slope,
)
from core.objective import Objective
from core.optimizers import minimise
from core.regression import huber_line, least_absolute_line, least_squares_line
from core.separability import separating_direction
from core.training import Settings, fit
from pages.models.loss_curves import MOVED, OUTLIERS, X, Y, fits
from tests.claims.registry import claim, no_claim

BCE, MSE, MAE, HINGE, FOCAL = (LOSSES[slug] for slug in ("bce", "mse", "mae", "hinge", "focal"))
OF_P = [loss for loss in LOSSES.values() if loss.probability_gradient]
LOGITS = np.linspace(-30, 30, 60_001)
SHARES = np.linspace(0.02, 0.98, 49)


def best_logit(loss, share):
    """Find the logit with the least mean loss of equal inputs, a share of which has label 1."""
    low, high = -8.0, 8.0
    for _ in range(50):
        z = (low + high) / 2
        rises = share * loss.gradient(z, 1) + (1 - share) * loss.gradient(z, 0) >= 0
        low, high = (low, z) if rises else (z, high)
    return high


def samples(count, seed=0):
    """Make random samples of one feature, with both labels."""
    rng = np.random.default_rng(seed)
    for _ in range(count):
        n = rng.integers(2, 12)
        y = rng.permutation(np.arange(n) % 2).astype(float)
        yield rng, rng.normal(scale=3, size=(n, 1)), y


def not_separable(seed, count=50, points=6):
    """Make random samples of one feature that no threshold separates, and a random start."""
    rng = np.random.default_rng(seed)
    while count:
        x, y = 3 * rng.normal(size=(points, 1)), rng.integers(0, 2, points).astype(float)
        if separating_direction(x, y) is None:
            count -= 1
            yield x[:, 0], y, 5 * rng.normal(size=2)


def right_at(logits, y):
    return np.mean((logits > 0) == (y == 1))


# Loss curves


@claim(
    "loss-curves",
    "Each time $p$ is halved, $-\\ln p$ grows",
    "while $(1 - p)^2$ stays below 1",
    "0.693 more under $-\\ln p$, as each time $p$ is halved, and 0.0197 more under $(1 - p)^2$",
    "$p$ 每减半一次，$-\\ln p$ 就增加 $\\ln 2 = 0.693$，没有上限，而 $(1 - p)^2$ 始终小于 1",
    "在 $(1 - p)^2$ 下增加 0.0197",
    said="Twice as confident costs 0.693 more.",
)
def half_the_probability_costs_log_two_more():
    p = np.logspace(-12, 0, 1_001)[:-1]
    z = np.log(p) - np.log1p(-p)
    half = np.log(p / 2) - np.log1p(-p / 2)
    np.testing.assert_allclose(BCE.value(half, 1.0) - BCE.value(z, 1.0), np.log(2), rtol=1e-9)
    assert (2 * MSE.value(z, 1.0) < 1).all()
    np.testing.assert_allclose(0.99**2 - 0.98**2, 0.0197, atol=1e-9)


@claim(
    "loss-curves",
    "The logarithm turns ratios into differences",
    "Each division of $p$ by ten costs 2.30 more",
    "the first penalty falls by 0.00905, the second by 0.000099",
    "2 times at $p = 0.5$, but 50.5 times at $p = 0.01$ and at $p = 0.99$",
    "对数把比值变为差值",
    "$p$ 每缩小到十分之一，代价就增加 2.30",
    "前者下降 0.00905，后者下降 0.000099",
    "在 $p = 0.5$ 处为 2 倍，在 $p = 0.01$ 和 $p = 0.99$ 处则为 50.5 倍",
)
def the_logarithm_enlarges_differences_between_confident_answers():
    p = np.array([0.1, 0.01, 0.001])
    np.testing.assert_allclose(-np.log(p), [2.30, 4.61, 6.91], atol=0.005)
    np.testing.assert_allclose((1 - p) ** 2, [0.810, 0.980, 0.998], atol=0.0005)
    np.testing.assert_allclose(-np.diff(np.log(p)), 2.30, atol=0.005)
    assert np.log(0.999 / 0.99) == pytest.approx(0.00905, abs=5e-6)
    np.testing.assert_allclose(0.01**2 - 0.001**2, 0.000099, atol=1e-9)
    p = np.array([0.5, 0.01, 0.99])
    z = np.log(p / (1 - p))
    log, half = BCE.probability_gradient(z, 1.0), MSE.probability_gradient(z, 1.0)
    np.testing.assert_allclose(log / (2 * half), [2, 50.5, 50.5], rtol=1e-3)


@claim(
    "loss-curves",
    "are trained with subgradients",
    "and no finite $z$ reaches it",
    "it falls towards its lower bound 0 and stays above it",
    "可以用次梯度训练",
    "但没有一个有限的 $z$ 能使它等于 0",
    "它朝下界 0 下降，却始终大于 0",
    said="A loss must be differentiable, and its gradient must reach zero.",
)
def kinks_have_subgradients_and_cross_entropy_no_finite_rest():
    assert HINGE.gradient(1.0, 1.0) == 0
    assert HINGE.gradient(1.0 - 1e-12, 1.0) == -1
    z = np.array([1.0, 10.0, 100.0, 700.0])
    assert (BCE.gradient(z, 1.0) < 0).all()
    assert (BCE.value(z, 1.0) > 0).all()
    assert (np.diff(BCE.value(z, 1.0)) < 0).all()


@claim(
    "loss-curves",
    "the mean has the least squared error and the median the least absolute",
    "均值的平方误差最小，中位数的绝对误差最小",
)
def mean_and_median_are_the_best_constants():
    rng = np.random.default_rng(0)
    for _ in range(200):
        values = rng.standard_cauchy(size=rng.integers(1, 30))
        others = values.mean() + rng.normal(size=50)
        square = [np.sum((values - c) ** 2) for c in (values.mean(), *others)]
        others = np.concatenate([values, np.median(values) + rng.normal(size=50)])
        absolute = [np.abs(values - c).sum() for c in (np.median(values), *others)]
        assert square[0] == min(square)
        assert absolute[0] <= min(absolute) + 1e-9


@claim(
    "loss-curves",
    "but shifted",
    "one curve, scaled",
    "At $\\delta = \\beta = 1$ they are equal",
    "At $\\delta = \\beta = 1$ they are; otherwise they differ by the factor $\\beta$",
    "Huber becomes half squared error; as $\\beta$ shrinks, Smooth L1 becomes absolute error",
    "但有平移",
    "即同一条曲线乘以一个常数；当 $\\delta = \\beta = 1$ 时两者相等",
    "$\\delta$ 增大时，Huber 趋于半平方误差；$\\beta$ 减小时，Smooth L1 趋于绝对误差",
    "否则两者相差因子 $\\beta$",
    said="Outside the kink Huber and Smooth L1 are still absolute error.",
)
def huber_and_smooth_l1_are_shifted_lines():
    r = np.linspace(-20, 20, 2_001)
    for beta in (0.1, 0.5, 1.0, 2.0, 3.0):
        far = np.abs(r) > beta
        np.testing.assert_allclose(smooth_l1(r, beta), huber(r, beta) / beta, rtol=1e-12)
        np.testing.assert_allclose(smooth_l1(r, beta)[far], np.abs(r[far]) - beta / 2, rtol=1e-12)
        np.testing.assert_allclose(np.abs(smooth_l1_slope(r, beta))[far], 1.0)
        np.testing.assert_allclose(np.abs(huber_slope(r, beta))[far], beta)
        assert np.array_equal(smooth_l1(r, beta), huber(r, beta)) == (beta == 1)
    np.testing.assert_allclose(huber(r, 1e6), r**2 / 2)
    np.testing.assert_allclose(smooth_l1(r, 1e-6), np.abs(r), atol=1e-6)
    assert huber(r, 1e-6).max() < 1e-4


@claim(
    "loss-curves",
    "A point on the line pulls with any number from −1 to 1",
    "Some line of least absolute error goes through two of the points",
    "恰在直线上的点，拉力可以是 −1 到 1 之间的任何数",
    "使绝对误差最小的直线中，总有一条经过其中两个点",
    said="Under absolute error every point pulls with 1.",
)
def points_on_the_line_balance_the_others():
    """Solve for the pulls of the two points on the line: they must be subgradients at 0."""
    rng = np.random.default_rng(0)
    placed = [(X, np.where(np.arange(X.size) == MOVED, height, Y)) for height in OUTLIERS]
    drawn = [(rng.normal(size=9), rng.normal(size=9)) for _ in range(200)]
    for x, y in placed + drawn:
        residuals = least_absolute_line(x, y).at(x) - y
        on = np.argsort(np.abs(residuals))[:2]
        np.testing.assert_allclose(residuals[on], 0, atol=1e-9)
        off = np.delete(np.arange(x.size), on)
        if np.abs(residuals[off]).min() < 1e-9:
            continue  # three points on one line: the pulls are not determined
        pull = np.sign(residuals[off])
        needed = np.linalg.solve([[1, 1], x[on]], [-pull.sum(), -(pull * x[off]).sum()])
        assert (np.abs(needed) <= 1 + 1e-9).all()


@claim(
    "loss-curves",
    "no point pulls with more than $\\delta$",
    "the outlier moves these two lines no further once it is high enough",
    "so they have the **same** line",
    "A single point far out in $x$ may still carry the line with it",
    "任何点的拉力都不超过 $\\delta$",
    "离群点高到一定程度之后，就不能再移动这两条直线了",
    "因此得到 **同一条** 直线",
    "只要有一个点在 $x$ 方向上离得很远，仍可能把直线带走",
)
def bounded_pulls_end():
    for delta in (0.1, 1.0, 3.0):
        assert np.abs(huber_slope(np.linspace(-1e3, 1e3, 2_001), delta)).max() == delta
        lines = fits(delta)
        for slug in ("mae", "huber"):
            np.testing.assert_allclose(np.ptp(lines[slug].slope[-10:]), 0, atol=1e-9)
        residuals = lines["huber"].at(X) - np.where(np.arange(10) == MOVED, OUTLIERS[:, None], Y)
        pulls = smooth_l1_slope(residuals, delta)
        np.testing.assert_allclose([pulls.sum(axis=1), pulls @ X], 0, atol=1e-6)
    x = np.append(np.arange(5.0), 1000.0)
    for height in (0.0, 100.0, 1000.0):
        y = np.append(np.zeros(5), height)
        for line in (least_absolute_line(x, y), huber_line(x, y)):
            assert line.at(x)[-1] == pytest.approx(height, abs=0.1)


@claim(
    "loss-curves",
    "the slope of the fitted line grows linearly with the outlier's height",
    "拟合直线的斜率随离群点的高度线性增长",
    "从 0.716 增加到 0.971",
    "绝对误差下斜率保持为 0.514，Huber（$\\delta = 1$）下保持为 0.564",
    "its slope grows from 0.716 to 0.971",
    "With absolute error it stays at 0.514 and with Huber ($\\delta = 1$) at 0.564",
)
def squared_error_follows_the_outlier_and_the_others_do_not():
    at = np.isin(OUTLIERS, (10, 12, 14, 16))
    slopes = {slug: line.slope for slug, line in fits(1.0).items()}
    np.testing.assert_allclose(np.diff(slopes["mse"], 2), 0, atol=1e-12)
    np.testing.assert_allclose(slopes["mse"][at][[0, -1]], [0.716, 0.971], atol=5e-4)
    np.testing.assert_allclose(slopes["mae"][at], 0.514, atol=5e-4)
    np.testing.assert_allclose(slopes["huber"][at], 0.564, atol=5e-4)
    y = np.where(np.arange(X.size) == MOVED, 10.0, Y)
    assert least_squares_line(X, y).slope == pytest.approx(slopes["mse"][at][0])


@claim(
    "loss-curves",
    "leave it out of the sum of the losses, and the best boundary is still a best one",
    "把它从损失之和中去掉，最优边界仍然是最优的",
)
def examples_beyond_the_margin_may_go():
    for rng, x, y in samples(20):
        features = np.column_stack([x, rng.normal(size=len(x))]) + y[:, None]
        machine = SVC(kernel="linear", C=1.0, tol=1e-10).fit(features, y)
        margin = (2 * y - 1) * machine.decision_function(features)
        assert (HINGE.gradient(margin[margin > 1], 1.0) == 0).all()
        near = margin < 1 + 1e-6
        again = SVC(kernel="linear", C=1.0, tol=1e-10).fit(features[near], y[near])
        np.testing.assert_allclose(again.coef_, machine.coef_, atol=1e-5)
        np.testing.assert_allclose(again.intercept_, machine.intercept_, atol=1e-4)


@claim(
    "loss-curves",
    "the best logit is $z = 1$ if $t > \\tfrac12$ and $z = -1$ if",
    "A share of 0.6 and one of 0.99 get the **same** logit, 1",
    "$z = 1$, the margin, and for 99 % it is the same",
    "the best logit is $\\ln(0.6 / 0.4) = 0.405$",
    "若 $t > \\tfrac12$，最优的对数几率为 $z = 1$",
    "比例为 0.6 与 0.99 时，得到 **同一个** 对数几率 1",
    "比例为 99 % 时也一样",
    "最优对数几率为 $\\ln(0.6 / 0.4) = 0.405$",
    said="The sigmoid of a support-vector machine's score is a probability.",
)
def hinge_tells_the_side_and_not_how_sure():
    for share in SHARES[SHARES != 0.5]:
        assert best_logit(HINGE, share) == pytest.approx(np.sign(share - 0.5))
        assert sigmoid(best_logit(BCE, share)) == pytest.approx(share, abs=1e-3)
    assert best_logit(HINGE, 0.6) == best_logit(HINGE, 0.99) == pytest.approx(1)
    assert sigmoid(1.0) == pytest.approx(0.731, abs=5e-4)
    assert np.log(0.6 / 0.4) == pytest.approx(0.405, abs=5e-4)


# Slope in the logit


@claim(
    "logit-gradient",
    "The minus sign belongs to the whole of it",
    "负号应作用于整个和式",
    said="The sigmoid is 1 / (1 + exp(-sum(w x) + b)).",
)
def the_exponent_is_minus_the_whole_logit():
    w, x, b = np.array([0.5, -1.0]), np.array([2.0, 3.0]), 0.7
    z = w @ x + b
    assert sigmoid(z) == pytest.approx(1 / (1 + np.exp(-(w @ x + b))), rel=1e-12)
    assert sigmoid(z) != pytest.approx(1 / (1 + np.exp(-(w @ x) + b)), rel=0.1)


@claim(
    "logit-gradient",
    "hardly pushes: it treats the worst mistake like the best answer",
    "Cross-entropy with $1 - p = 0.99$, half squared error with $p (1 - p)^2 = 0.0098$: 101 times",
    "半平方误差则几乎不修正：它对待最严重的错误，就像对待最好的答案一样",
    "交叉熵为 $1 - p = 0.99$，半平方误差为 $p (1 - p)^2 = 0.0098$：相差 101 倍",
)
def confidently_wrong_half_squared_error_hardly_pushes():
    wrong, right = abs(MSE.gradient(-7.0, 1.0)), abs(MSE.gradient(7.0, 1.0))
    assert max(wrong, right) < 1e-3 < 0.999 < abs(BCE.gradient(-7.0, 1.0))
    z = np.log(0.01 / 0.99)
    bce, mse = abs(BCE.gradient(z, 1.0)), abs(MSE.gradient(z, 1.0))
    np.testing.assert_allclose([bce, mse, bce / mse], [0.99, 0.0098, 101], rtol=2e-3)
    assert bce / mse == pytest.approx(1 / sigmoid_derivative(z), rel=1e-12)


@claim(
    "logit-gradient",
    "That needs an infinite logit",
    "but no finite logit gets there: the slope is **tiny, not zero**",
    "这需要无穷大的对数几率",
    "有限的对数几率到不了那里：斜率 **微小，但不为零**",
    said="At p = 1 and y = 0 the gradient of squared error is 0 and cannot be updated.",
)
def tiny_is_not_zero():
    z = np.linspace(-350, 350, 70_001)  # the slope falls like exp(-2 |z|) on the right side
    for y in (0.0, 1.0):
        assert (np.sign(MSE.gradient(z, y)) == 1 - 2 * y).all()
    assert MSE.gradient(10.0, 0.0) == pytest.approx(4.5e-5, rel=0.01)
    assert MSE.gradient(700.0, 0.0) > 0
    assert MSE.gradient(np.inf, 0.0) == 0


@claim(
    "logit-gradient",
    "in double precision $p (1 - p)$ is 0 from $z = 37$ on",
    "在双精度下，从 $z = 37$ 起 $p (1 - p)$ 等于 0",
    said="A computer agrees that it is zero.",
)
def careless_floats_make_it_zero():
    z = np.arange(30.0, 700.0)
    p = 1 / (1 + np.exp(-z))
    assert np.array_equal(p * (1 - p) == 0, z >= 37)
    assert (sigmoid_derivative(z) > 0).all()


@claim(
    "logit-gradient",
    "the two factors are nearly mirror images, and their product is nearly flat",
    "so the product falls with $p (1 - p)$, as it should",
    "times $p (1 - p)$ it leaves $p - y$",
    "两个因子几乎互为镜像，它们的乘积几乎是平的",
    "所以乘积随 $p (1 - p)$ 一同下降，理应如此",
    "乘以 $p (1 - p)$ 就只剩 $p - y$",
    said="The two factors are mirror images, and their product is flat.",
)
def the_factors_mirror_each_other_on_the_wrong_side_only():
    for y in (0.0, 1.0):
        wrong = np.linspace(0, 30, 301) * (1 - 2 * y)
        bad, good = chain_rule(BCE, wrong, y), chain_rule(BCE, -wrong, y)
        mirrored = np.log(np.abs(bad.dL_dp)) + np.log(bad.dp_dz)  # 0 where they mirror
        assert (np.abs(mirrored) <= np.log(2) + 1e-12).all()
        assert (np.abs(bad.dL_dz) >= 0.5).all()
        assert (np.abs(good.dL_dp) <= 2).all()
        ratio = np.abs(good.dL_dz) / good.dp_dz
        assert ratio.min() >= 1
        assert ratio.max() <= 2
        np.testing.assert_allclose(bad.dL_dz, sigmoid(wrong) - y, atol=1e-15)


@claim(
    "logit-gradient",
    "\\boxed{\\sigma'(z) = p\\,(1 - p)}",
    "p - y}{p\\,(1 - p)}",
    "因此 $\\boxed{\\sigma'(z) = p\\,(1 - p)}$",
)
def the_derivations_line_by_line():
    z = np.linspace(-20, 20, 401)
    e, p = np.exp(-z), sigmoid(z)
    for line in (-((1 + e) ** -2) * -e, e / (1 + e) ** 2, 1 / (1 + e) * (e / (1 + e))):
        np.testing.assert_allclose(line, sigmoid_derivative(z), rtol=1e-12)
    for y in (0.0, 0.3, 1.0):
        slope = BCE.probability_gradient(z, y)
        np.testing.assert_allclose(-y / p + (1 - y) / (1 - p), slope, rtol=1e-7, atol=1e-12)
        np.testing.assert_allclose((p - y) / (p * (1 - p)), slope, rtol=1e-7, atol=1e-6)
        differences = BCE.value(z + 1e-5, y) - BCE.value(z - 1e-5, y)
        np.testing.assert_allclose(differences / 2e-5, p - y, atol=1e-8)


@claim(
    "logit-gradient",
    "neither is a polynomial in $w$",
    "都不是 $w$ 的多项式",
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


@claim(
    "logit-gradient",
    "it is largest at",
    "在 $p = 1/3$ 即 $z = -\\ln 2$ 处最大，为 $4/27 \\approx 0.148$",
)
def squared_error_pushes_hardest_at_a_third():
    z = np.linspace(-10, 10, 200_001)
    slope = np.abs(MSE.gradient(z, 1.0))
    assert z[slope.argmax()] == pytest.approx(-np.log(2), abs=1e-3)
    assert slope.max() == pytest.approx(4 / 27, rel=1e-9)


@claim(
    "logit-gradient",
    "takes every slope **twice**",
    "it grows with the mistake and tells one",
    "每个值都会出现 **两次**",
    "它随错误增大，能够区分这两种情形",
)
def a_small_slope_says_neither_near_nor_far():
    half, log = (np.abs(loss.gradient(LOGITS, 1.0)) for loss in (MSE, BCE))
    for slope in np.geomspace(1e-9, 0.9999 * 4 / 27, 200):
        assert np.count_nonzero(np.diff(half > slope)) == 2
        assert np.count_nonzero(np.diff(log > slope)) == 1
    assert (np.diff(log[::100]) < 0).all()


@claim(
    "logit-gradient",
    "its slope is $p (1 - p) \\le \\tfrac14$ times that of cross-entropy",
    "from a confidently wrong start $p (1 - p)$ is far smaller",
    "它的斜率是交叉熵的 $p (1 - p) \\le \\tfrac14$ 倍",
    "如果起点自信却错误，$p (1 - p)$ 就小得多",
)
def half_squared_error_has_at_most_a_quarter_of_the_slope():
    for y in np.linspace(0, 1, 11):
        bce, mse = BCE.gradient(LOGITS, y), MSE.gradient(LOGITS, y)
        np.testing.assert_allclose(mse, sigmoid_derivative(LOGITS) * bce, atol=1e-15)
        assert (np.abs(mse) <= np.abs(bce) / 4 + 1e-15).all()
    assert sigmoid_derivative([4.0, 7.0]) == pytest.approx([0.0177, 0.00091], rel=0.01)


@claim(
    "logit-gradient",
    "such losses are called **proper**",
    "its average is least at the true probability",
    "for a share of 0.7 its best answer is $p = 0.578$, for 0.9 it is 0.694",
    "Are all losses proper? No.",
    "its answers are too close to ½",
    "Absolute error answers 1 for each share above ½",
    "Focal loss is lower at 0.578 than at the true share 0.7",
    "0.7 under cross-entropy and under squared error: both are proper. Under focal loss 0.578",
    "这样的损失称为 **恰当** 的",
    "它的平均值在真实概率处最小",
    "比例为 0.7 时，它的最优答案是 $p = 0.578$；比例为 0.9 时，是 0.694",
    "代价是答案过于靠近 ½",
    "绝对误差对任何大于 ½ 的比例都回答 1",
    "焦点损失在 0.578 处的值，却低于在真实比例 0.7 处的值",
    "交叉熵和平方误差下都是 0.7：两者都恰当。焦点损失下是 0.578",
    said="Squared error is against the essence of classification.",
)
@claim("loss-surface", "This loss is **not proper**", "这种损失 **不恰当**")
def cross_entropy_and_squared_error_are_proper_and_focal_is_not():
    for share in SHARES:
        for loss in (BCE, MSE):
            assert sigmoid(best_logit(loss, share)) == pytest.approx(share, abs=1e-3)
        if share != 0.5:
            focal = sigmoid(best_logit(FOCAL, share))
            assert abs(focal - 0.5) < abs(share - 0.5)
            assert (focal > 0.5) == (share > 0.5)
            assert abs(best_logit(MAE, share)) == pytest.approx(8)  # the end of the search
    assert sigmoid(best_logit(FOCAL, 0.7)) == pytest.approx(0.578, abs=5e-4)
    assert sigmoid(best_logit(FOCAL, 0.9)) == pytest.approx(0.694, abs=5e-4)


@claim(
    "logit-gradient",
    "cross-entropy brings $p$ below ½ after 17 steps, half squared error after 232",
    "交叉熵用 17 步使 $p$ 降到 ½ 以下，半平方误差用 232 步",
)
@claim(
    "loss-surface",
    "at the learning rate 0.5 it takes 71 steps",
    "Cross-entropy takes 5",
    "学习率为 0.5 时，需要 71 步",
    "交叉熵只需 5 步",
)
def the_number_of_steps_differs_by_far_more():
    for rate, expected in ((0.15, (17, 232)), (0.5, (5, 71))):
        for loss, steps in zip((BCE, MSE), expected, strict=True):
            run = fit(loss, [1.0], [0.0], Settings(start=[2, 2], learning_rate=rate, steps=300))
            assert np.argmax(run.theta.sum(axis=1) < 0) == steps


# Loss surface


@claim(
    "loss-surface",
    "Nothing here depends on the inputs or the labels",
    "$\\nabla^2 L$ is **positive definite**, and there is at most one minimum",
    "With a single input there is a flat direction",
    "Cross-entropy's is $p (1 - p)$, positive for each $p$",
    "这里的推导不依赖于输入和标签",
    "$\\nabla^2 L$ 是 **正定** 的，至多有一个极小",
    "如果只有一种输入，就有一个平坦的方向",
    "交叉熵的二阶导数为 $p (1 - p)$，对每个 $p$ 都为正",
)
def cross_entropy_is_convex_in_weight_and_bias():
    for rng, x, y in samples(300):
        hessian = parameter_hessian(BCE, x, rng.permutation(y), 2 * rng.normal(size=2))
        assert np.linalg.eigvalsh(hessian).min() > 0
        same = np.full_like(x, x[0])
        hessian = parameter_hessian(BCE, same, y, 2 * rng.normal(size=2))
        np.testing.assert_allclose(hessian @ [1, -x[0, 0]], 0, atol=1e-12)
    assert (BCE.curvature(LOGITS, 1.0) > 0).all()


@claim(
    "loss-surface",
    "Cross-entropy is convex and has none either, in general",
    "on separable data the loss falls for ever",
    "the weight is 1.65 after 100 steps, 4.03 after 1 000, 8.13 after 10 000",
    "交叉熵是凸的，一般也没有闭式解",
    "在可分数据上，损失会一直下降",
    "权重在 100 步后为 1.65，1 000 步后为 4.03，10 000 步后为 8.13",
    said="Squared error has no closed form because it is not convex; cross-entropy is convex.",
)
def convex_is_neither_a_closed_form_nor_a_minimum():
    data = load("lab")
    assert not minimise(BCE, data.X, data.y).finite
    steps = fit(BCE, data.X, data.y, Settings(start=[0, 0], learning_rate=0.5, steps=10_000)).theta[
        :, 0
    ]
    np.testing.assert_allclose(steps[[100, 1_000, 10_000]], [1.65, 4.03, 8.13], rtol=0.005)


@claim(
    "loss-surface",
    "there is **no minimum and no other stationary point**",
    "Along the separating direction the loss falls from every (w, b)",
    "因此 **没有极小，也没有其他驻点**",
    "沿着分开两类的方向，从任何 (w, b) 出发，损失都会下降",
)
def along_a_separating_direction_every_loss_of_p_falls():
    for rng, x, y in samples(200):
        x, y = np.sort(x[:, 0]), np.sort(y)
        way = separating_direction(x, y)
        margins = (2 * y - 1) * (x * way[0] + way[1])
        assert margins.min() > -1e-12
        for loss in OF_P:
            for w, b in 5 * rng.normal(size=(5, 2)):
                slope = (2 * y - 1) * loss.gradient(w * x + b, y)
                assert (slope < 0).all()  # so each sample with a margin gains
        assert margins.max() > 0.01


@claim(
    "loss-surface",
    "negative wherever p is below 1/3",
    "negative where $p$ is below 1/3, down to −0.0601",
    "只要 p 小于 1/3 就为负",
    "当 $p$ 小于 1/3 时为负，最低达 −0.0601",
)
def half_squared_error_is_convex_where_the_answer_is_good():
    p = np.array([0.1, 0.3, 0.34, 0.6, 0.9])
    curvature = MSE.curvature(np.log(p / (1 - p)), 1.0)
    assert np.array_equal(curvature > 0, p > 1 / 3)
    z = np.linspace(-20, 20, 400_001)
    assert np.array_equal(MSE.curvature(z, 1.0) < 0, sigmoid(z) < 1 / 3)
    assert np.array_equal(MSE.curvature(z, 0.0) < 0, sigmoid(z) > 2 / 3)
    assert MSE.curvature(z, 1.0).min() == pytest.approx(-0.0601, abs=5e-5)
    assert MSE.curvature(z, 1.0).max() == pytest.approx(0.0770, abs=5e-5)


@claim(
    "loss-surface",
    "it stays between 0 and ½ and is not constant",
    "where each example's own class gets more than 1/3, no term of the sum is negative",
    "Where each example's own class gets more than 1/3 it is locally convex",
    "它介于 0 与 ½ 之间且不是常数",
    "只要每个样本所属的类别得到的概率都大于 1/3，和式中就没有负项",
    "只要每个样本所属的类别得到的概率都大于 1/3，它局部就是凸的",
    said="Squared error is not convex, not even around a good answer.",
)
def behind_a_sigmoid_squared_error_is_only_locally_convex():
    good = 0
    for rng, x, y in samples(300):
        far = [0.0, 20.0 if (y == 0).any() else -20.0]
        assert np.linalg.eigvalsh(parameter_hessian(MSE, x, y, far)).min() < 0
        theta = rng.normal(scale=0.5, size=2)
        own = sigmoid((2 * y - 1) * (x[:, 0] * theta[0] + theta[1]))
        if (own > 1 / 3).all():
            good += 1
            assert np.linalg.eigvalsh(parameter_hessian(MSE, x, y, theta)).min() >= 0
    assert good > 30


@claim(
    "loss-surface",
    "at most $1 / (6 \\sqrt 3) = 0.0962$ in size, and negative where the answer is wrong",
    "Its kinks need soft labels",
    "大小不超过 $1 / (6 \\sqrt 3) = 0.0962$，在答案错误处为负",
    "软标签才会带来尖点",
    said="Absolute error has kinks.",
)
def absolute_error_is_smooth_with_hard_labels():
    p = sigmoid(LOGITS)
    for y in (0.0, 1.0):
        bend = MAE.curvature(LOGITS, y)
        np.testing.assert_allclose(bend, (1 - 2 * y) * p * (1 - p) * (1 - 2 * p), atol=1e-12)
        assert np.abs(bend).max() == pytest.approx(1 / (6 * np.sqrt(3)), rel=1e-6)
        assert np.abs(np.diff(bend)).max() < 1e-3 / 4  # no jump from one logit to the next
        assert (bend[np.abs(p - y) > 0.501] < 0).all()
    for y in (0.3, 0.5, 0.8):
        corner = np.log(y / (1 - y))
        jump = MAE.gradient(corner + 1e-9, y) - MAE.gradient(corner - 1e-9, y)
        assert jump == pytest.approx(2 * y * (1 - y), rel=1e-6)


@claim(
    "loss-surface",
    "**Lower values exist at infinity.**",
    "it is lowest at infinity, where it equals the error rate of the best threshold",
    "**无穷远处有更低的值。**",
    "它在无穷远处最低，等于最优阈值的错误率",
)
def absolute_error_is_lowest_at_infinity():
    offered = [load(slug).feature(k) for slug in DATASETS for k in range(load(slug).X.shape[1])]
    cases = [(data.X, data.y) for data in offered] + [(x, y) for _, x, y in samples(50)]
    for x, y in cases:
        places = np.unique(x)
        thresholds = np.concatenate([[places[0] - 1], (places[1:] + places[:-1]) / 2])
        wrong = ((x > thresholds) != (y[:, None] == 1)).mean(axis=0)
        best = min(wrong.min(), 1 - wrong.max())
        found = minimise(MAE, x, y)
        assert not found.finite
        assert found.at_infinity == pytest.approx(best, abs=1e-9)
        heights = loss_surface(MAE, x, y, np.linspace(-9, 9, 41), np.linspace(-9, 9, 41))
        assert heights.min() >= best


@claim(
    "loss-surface",
    "both have a saddle at $w_1 = w_2 = 0$ for label 1",
    "两种损失在 $w_1 = w_2 = 0$ 处都有鞍点",
)
def with_a_hidden_unit_neither_loss_is_convex():
    h = 1e-3
    v, u = np.meshgrid([-h, 0, h], [-h, 0, h], indexing="ij")
    for loss in (BCE, MSE):
        f = loss.value(v * np.tanh(u), 1.0)
        mixed = (f[2, 2] - f[2, 0] - f[0, 2] + f[0, 0]) / (4 * h * h)
        own = (f[2, 1] - 2 * f[1, 1] + f[0, 1]) / h**2, (f[1, 2] - 2 * f[1, 1] + f[1, 0]) / h**2
        low, high = np.linalg.eigvalsh([[own[0], mixed], [mixed, own[1]]])
        assert low < -0.1
        assert high > 0.1


@claim(
    "loss-surface",
    "does not depend on $\\theta$: a bowl",
    "For *Six points in a row* it gives",
    "不依赖于 $\\theta$：曲面是一只碗",
    "对“一排六点”，它给出 $w = 9/35 = 0.257$，$b = -1/7 = -0.143$",
)
def the_linear_output_is_one_bowl():
    for rng, x, y in samples(100):
        first, second = (
            parameter_hessian(LINEAR_SQUARED_ERROR, x, y, theta)
            for theta in 5 * rng.normal(size=(2, 2))
        )
        np.testing.assert_allclose(first, second, rtol=1e-12)
    lab = load("lab")
    slope = parameter_gradient(LINEAR_SQUARED_ERROR, lab.X, lab.y, [9 / 35, -1 / 7])
    np.testing.assert_allclose(slope, 0, atol=1e-15)


@claim(
    "loss-surface",
    "As a rule it is slowed down by a plateau",
    "half squared error has no stationary point. At the start (2, 2)",
    "0.0876 at (−0.290, 0.064), which is the lower one, and L = 0.1661 at (0.643, −3.849)",
    "通常它只是被平坦区拖慢",
    "半平方误差没有驻点。在起点 (2, 2) 处",
    "较低的一个在 (−0.290, 0.064)，L = 0.0876；另一个在 (0.643, −3.849)，L = 0.1661",
    said="Squared error is caught in many local minima.",
)
def a_plateau_with_one_example_and_a_trap_with_five():
    neuron = load("nielsen")
    assert stationary_points(MSE, neuron.X, neuron.y, (-20, 20), (-20, 20)) == []
    assert (MSE.gradient(LOGITS, neuron.y[0]) > 0).all()
    trap = load("trap")
    found = stationary_points(MSE, trap.X, trap.y, (-6, 6), (-10, 10))
    minima = sorted((p.loss, *p.theta) for p in found if p.kind == "minimum")
    np.testing.assert_allclose(
        minima, [[0.0876, -0.290, 0.064], [0.1661, 0.643, -3.849]], atol=6e-4
    )


@claim(
    "loss-surface",
    "is caught by the higher one and stays at 60 % right answers",
    "Binary cross-entropy has one minimum, (−0.314, 0.350), 80 % right, and reaches it",
    "a saddle at (0.477, −3.068) lies 0.0001 above it",
    "梯度下降陷入较高的一个，正确率停在 60 %",
    "二元交叉熵有一个极小 (−0.314, 0.350)，正确率为 80 %，从两个起点都能到达",
    "(0.477, −3.068) 处的鞍点只比它高 0.0001",
)
def the_trap_from_two_starts():
    trap = load("trap")
    x, y = trap.X[:, 0], trap.y
    ends = {
        (loss.slug, start): fit(
            loss, x, y, Settings(start=start, learning_rate=0.5, steps=20_000)
        ).theta[-1]
        for loss in (MSE, BCE)
        for start in ((2, -6), (0, 0))
    }
    np.testing.assert_allclose(ends["mse", (2, -6)], [0.643, -3.849], atol=0.01)
    np.testing.assert_allclose(ends["mse", (0, 0)], [-0.290, 0.064], atol=1e-3)
    rates = {key: right_at(x * w + b, y) for key, (w, b) in ends.items()}
    assert rates == {
        ("mse", (2, -6)): 0.6,
        ("mse", (0, 0)): 0.8,
        ("bce", (2, -6)): 0.8,
        ("bce", (0, 0)): 0.8,
    }
    for start in ((2, -6), (0, 0)):
        np.testing.assert_allclose(ends["bce", start], [-0.314, 0.350], atol=1e-3)
    (only,) = stationary_points(BCE, x, y, (-20, 20), (-20, 20))
    np.testing.assert_allclose(only.theta, [-0.314, 0.350], atol=1e-3)
    points = stationary_points(MSE, x, y, (-1.5, 2.5), (-8, 4))
    _, bottom, saddle = sorted(points, key=lambda point: point.loss)
    np.testing.assert_allclose(saddle.theta, [0.477, -3.068], atol=1e-3)
    assert saddle.loss - bottom.loss == pytest.approx(0.0001, abs=5e-5)
    assert bottom.eigenvalues[0] == pytest.approx(0.00066, abs=5e-6)


@claim(
    "loss-surface",
    "12 had two minima of half squared error",
    "100 next to the lowest minimum, 1 next to a higher one, and 179 next to none",
    "半平方误差有两个极小的有 12 组",
    "100 次在最低的极小附近，1 次在较高的极小附近，179 次不在任何极小附近",
)
def a_second_minimum_is_rare_and_a_plateau_is_not():
    sets = [case for seed in range(8) for case in not_separable(seed)]
    x, y, (w, b) = (
        np.stack([x for x, _, _ in sets]),
        np.stack([y for _, y, _ in sets]),
        np.transpose([s for _, _, s in sets])[..., None],
    )
    for _ in range(2_000):
        slope = MSE.gradient(x * w + b, y)
        by_w, by_b = (slope * x).mean(axis=1, keepdims=True), slope.mean(axis=1, keepdims=True)
        w, b = w - 0.5 * by_w, b - 0.5 * by_b
    still = np.hypot(by_w, by_b)[:, 0] < 0.001
    kinds = []
    for k in range(len(sets)):
        found = stationary_points(MSE, x[k], y[k], (-15, 15), (-15, 15))
        minima = [point.theta for point in found if point.kind == "minimum"]
        away = [np.abs(x[k] * (w[k] - v) + b[k] - c).max() for v, c in minima]
        kinds.append((len(minima), away.index(min(away)) if min(away, default=1) < 0.25 else None))
    places = [place for (_, place), stands in zip(kinds, still, strict=True) if stands]
    assert sum(count > 1 for count, _ in kinds) == 12
    assert [places.count(place) for place in (None, 0, 1)] == [179, 100, 1]


@claim(
    "loss-surface",
    "it has a minimum at (−0.0206, 0.0190), with L = 0.1115",
    "So that minimum is a local one",
    "along (1, −2.5) it falls to 1/14 = 0.0714",
    "Cross-entropy grows without end along that direction",
    "半平方误差在 (−0.0206, 0.0190) 处有一个极小，L = 0.1115",
    "因此那个极小只是局部极小",
    "但沿方向 (1, −2.5)，它会降到 1/14 = 0.0714",
    "交叉熵沿该方向无限增长",
    said="A point with gradient 0 and positive curvature is the best fit.",
)
def a_bounded_loss_can_be_lower_at_infinity():
    x, y = np.array([0.0, 1, 2, 3, 4, 5, 100]), np.array([0.0, 0, 0, 1, 1, 1, 0])
    assert separating_direction(x, y) is None
    point = stationary_points(MSE, x, y, (-1, 1), (-5, 5))[0]
    assert point.kind == "minimum"
    np.testing.assert_allclose(point.theta, [-0.0206, 0.0190], atol=5e-5)
    assert point.loss == pytest.approx(0.1115, abs=5e-5)
    half, log = (Objective.of(loss, x, y) for loss in (MSE, BCE))
    way = np.array([1, -2.5])
    assert half.value(100 * way) == pytest.approx(1 / 14, rel=1e-9)
    assert half.value(100 * way) < point.loss
    assert log.value(100 * way) > 100 * log.value(way) / 2 > 1


@claim(
    "loss-surface",
    "With *One example* its norm at (4, 4) is 0.00047",
    "在 (4, 4) 处它的范数为 0.00047",
)
def a_small_gradient_may_be_a_plateau():
    neuron = load("nielsen")
    slope = parameter_gradient(MSE, neuron.X, neuron.y, [4, 4])
    assert np.linalg.norm(slope) == pytest.approx(0.00047, abs=5e-6)
    assert np.linalg.eigvalsh(parameter_hessian(MSE, neuron.X, neuron.y, [4, 4]))[
        0
    ] == pytest.approx(-0.00067, abs=5e-6)
    assert sigmoid(8.0) == pytest.approx(0.9997, abs=5e-5)


@claim(
    "loss-surface",
    "binary cross-entropy, which is convex",
    "so half squared error has **no stationary point** there, and cross-entropy none either",
    "On 401 × 401 points of the same window both counts are 0",
    "With 40 weights and 50 biases six points of half squared error lie below all eight",
    "而二元交叉熵虽然是凸的",
    "半平方误差在此 **没有驻点**，交叉熵也没有",
    "在同一窗口取 401 × 401 个点时，两者都是 0 个",
    "取 40 个权重和 50 个偏置时，半平方误差有六个点低于全部八个邻点",
)
def a_grid_shows_minima_that_are_not_there():
    data = load("lab")

    def hollows(loss, columns, rows, neighbours=4):
        w, b = np.linspace(-6, 12, columns), np.linspace(-20, 10, rows)
        return len(grid_minima(loss_surface(loss, data.X, data.y, w, b), neighbours))

    assert [hollows(loss, 50, 40) for loss in (MSE, BCE)] == [16, 13]
    assert [hollows(loss, 401, 401) for loss in (MSE, BCE)] == [0, 0]
    assert [hollows(loss, 50, 40, 8) for loss in (MSE, BCE)] == [0, 0]
    assert [hollows(loss, 40, 50, 8) for loss in (MSE, BCE)] == [6, 2]
    for theta in 10 * np.random.default_rng(0).normal(size=(100, 2)):
        for loss in (MSE, BCE):
            slopes = loss.gradient(data.X[:, 0] * theta[0] + theta[1], data.y)
            assert (slopes * (data.X[:, 0] - 2.5) < 0).all()
    assert stationary_points(MSE, data.X, data.y, (-6, 12), (-20, 10)) == []


@claim(
    "loss-surface",
    "On the five points of the trap 401 × 401 shows 41 hollows, of which 2 are real",
    "在陷阱的五个点上，401 × 401 的网格显示 41 个坑，其中真正的极小只有 2 个",
)
def a_fine_grid_is_no_cure():
    trap = load("trap")
    w, b = np.linspace(-1.5, 2.5, 401), np.linspace(-8, 4, 401)
    assert len(grid_minima(loss_surface(MSE, trap.X, trap.y, w, b))) == 41
    points = stationary_points(MSE, trap.X, trap.y, (-1.5, 2.5), (-8, 4))
    assert [point.kind for point in points].count("minimum") == 2


@claim(
    "loss-surface",
    "Newton's step for half squared error stays longer than ½",
    "半平方误差的牛顿步总是大于 ½",
)
def a_plateau_does_not_imitate_a_small_newton_step():
    for y in (0.0, 1.0):
        with np.errstate(divide="ignore"):
            step = np.abs(MSE.gradient(LOGITS, y) / MSE.curvature(LOGITS, y))
        assert (step > 0.5 - 1e-9).all()


for page, words, why in (
    ("loss-surface", "For a smooth loss that is the case exactly when", "a theorem of calculus"),
    ("loss-surface", "inner points lie below their 4 neighbours", "what the picture shows"),
    ("loss-surface", "A surface is convex exactly when **no** slice", "the definition, by lines"),
):
    no_claim(page, words, why=why)
