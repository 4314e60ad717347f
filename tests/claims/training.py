"""What the pages about training teach, computed."""

from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest

from core import information
from core.activations import sigmoid
from core.comparison import compare_runs
from core.datasets import DATASETS, load
from core.evaluation import confidence
from core.gradients import parameter_gradient
from core.initial import STARTS, preset_start
from core.losses import LOSSES
from core.objective import Objective
from core.optimizers import (
    OPTIMIZERS,
    bfgs_step,
    distinct_minima,
    minimise,
    ridge_path,
    safe_learning_rate,
)
from core.separability import falls_forever, separating_direction
from core.step_size import Outcome, curvatures, endings, local_learning_rate, run_at_rates
from core.success import NOT_YET, Goal, advance, arrival_steps, begin, loss_goal
from core.training import Settings, Status, fit
from pages.models import hold_out
from pages.models.learning_rate import RANGE, rate_grid, steps_off_the_plateau
from pages.models.success_map import Choice as MapChoice
from pages.models.success_map import goal, ground
from tests.claims.registry import claim

BCE, MSE = LOSSES["bce"], LOSSES["mse"]
OVERLAPPING = ("iris", "breast-cancer", "overlapping", "outliers", "flipped", "trap")
"""Data sets on which cross-entropy has a minimum."""
SEPARABLE = ("separable", "nielsen", "lab")
FIRST_SPLIT = hold_out.Choice()
SEEDS = range(20)


def starts(data):
    """All starts that the pages offer, on given data."""
    return [preset_start(kind, data.X, data.y, data.slug) for kind in STARTS]


def smooth(data):
    """All losses to which Newton's method and a safe rate apply."""
    return [loss for loss in LOSSES.values() if loss.is_smooth(data.y)]


@lru_cache(maxsize=1)
def held_out_runs():
    """Return the view shown first, with other seeds too."""
    return [hold_out.train(replace(FIRST_SPLIT, seed=seed)) for seed in SEEDS]


def is_separable(data):
    """Whether some direction separates the classes, if only weakly."""
    return separating_direction(data.X, data.y) is not None


@claim(
    "live-fit",
    "at four times the rate the first step is the same step",
    "Nowhere is the slope of an example under half squared error more than a quarter",
    "From zero yes: there the first step is the same step.",
    "一个样本在半平方误差下的斜率都不超过它在交叉熵下的斜率的四分之一",
)
def from_zero_four_times_the_rate_is_the_same_step():
    data = load("breast-cancer")
    slow, fast = (parameter_gradient(each, data.X, data.y, np.zeros(3)) for each in (MSE, BCE))
    np.testing.assert_allclose(4 * slow, fast, rtol=1e-12)
    z = np.linspace(-30, 30, 601)
    assert (np.abs(MSE.gradient(z, 1.0)) <= np.abs(BCE.gradient(z, 1.0)) / 4 + 1e-16).all()


@claim(
    "success-map",
    "half squared error is **caught** by the second at rates below 2.90",
    "学习率低于 2.90 时，半平方误差被第二个极小 **困住**",
    "at rates up to 0.57",
)
def the_trap_catches_squared_error_only():
    trap = load("trap")
    stuck = fit(MSE, trap.X, trap.y, Settings(start=[2, -6], learning_rate=1.0, steps=10_000))
    free = fit(MSE, trap.X, trap.y, Settings(start=[0, 0], learning_rate=1.0, steps=10_000))
    freed = fit(BCE, trap.X, trap.y, Settings(start=[2, -6], learning_rate=0.57, steps=10_000))
    np.testing.assert_allclose(stuck.theta[-1], [0.643, -3.849], atol=0.01)
    np.testing.assert_allclose(free.theta[-1], [-0.290, 0.064], atol=0.01)
    np.testing.assert_allclose(freed.theta[-1], [-0.314, 0.350], atol=1e-3)
    assert (stuck.error_rate[-1], freed.error_rate[-1]) == pytest.approx((0.4, 0.2))
    local = local_learning_rate(MSE, trap.X, trap.y, stuck.theta[-1])
    assert local == pytest.approx(2.90, abs=0.01)
    for rate in (0.5, 2.0, 2.8):
        caught = fit(MSE, trap.X, trap.y, Settings(start=[2, -6], learning_rate=rate, steps=20_000))
        np.testing.assert_allclose(caught.theta[-1], [0.643, -3.849], atol=0.02)


@claim(
    "learning-rate",
    "a larger one is wanted",
    "On a plateau larger, as the step has shrunk with the gradient",
    "在平坦区上，步子应当更大",
    said="When the gradient is small, take a smaller step.",
)
def on_a_plateau_a_larger_step_is_wanted():
    data, start = load("nielsen"), [2.0, 2.0]
    small, large = (
        fit(MSE, data.X, data.y, Settings(start=start, learning_rate=rate, steps=100)).loss[-1]
        for rate in (0.15, 5.0)
    )
    assert large < 0.1 * small
    rates, steps = steps_off_the_plateau()["mse"]
    assert (rates[0], steps[0], rates[-1], steps[-1]) == (10, 1948, pytest.approx(1000), 21)


@claim(
    "learning-rate",
    "The bound is sufficient, not necessary",
    "cross-entropy converges at 0.57, although $2/M$ is 0.367",
    "这个界是充分的，不是必要的",
)
def below_two_over_l_every_step_falls_and_some_larger_rates_do_too():
    data = load("trap")
    safe = safe_learning_rate(BCE, data.X)
    assert safe == pytest.approx(0.367, abs=5e-4)
    below = fit(BCE, data.X, data.y, Settings(start=[2, -6], learning_rate=0.999 * safe, steps=300))
    assert (np.diff(below.loss) <= 1e-15).all()
    above = fit(BCE, data.X, data.y, Settings(start=[2, -6], learning_rate=0.57, steps=3_000))
    assert above.status is Status.CONVERGED
    assert safe_learning_rate(MSE, data.X) / safe == pytest.approx(0.25 / 0.0770, rel=1e-3)


@claim(
    "hold-out",
    "Report log-loss and calibration too",
    "应当同时报告对数损失与校准",
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


@claim(
    "hold-out",
    "On the split shown first the error rate held out is the same at step 13 and at step 5000",
    "On the split shown first 13.3 % are wrong at both steps",
    "从 0.368 升到 0.746，比全部回答 $p = 1/2$ 的 0.693 还高",
)
def held_out_log_loss_gets_worse_while_the_error_rate_rests():
    first = held_out_runs()[0]
    early, late = first.held_out.log_loss[[first.best, -1]]
    assert hold_out.STEPS[first.best] == 13
    assert (early, late) == pytest.approx((0.368, 0.746), abs=5e-4)
    assert late > np.log(2)
    assert first.held_out.error_rate[[first.best, -1]] == pytest.approx(0.1333, abs=1e-4)
    assert not is_separable(hold_out.divided(FIRST_SPLIT)[0])


@claim(
    "live-fit",
    "At a saturated start nearly all predictions are near 0 or 1",
    "几乎所有预测都接近 0 或 1",
)
def on_real_data_squared_error_stays_on_its_plateau():
    data = load("breast-cancer")
    start = preset_start("saturated", data.X, data.y)
    fast, slow = (
        fit(loss, data.X, data.y, Settings(start=start, steps=120)) for loss in (BCE, MSE)
    )
    assert len(data.y) == 569
    assert fast.error_rate[0] > 0.85
    assert fast.error_rate[-1] < 0.15
    assert slow.error_rate[-1] > 0.85
    assert slow.status is Status.PLATEAU


# What a constant answer estimates.


@claim(
    "live-fit",
    "Only cross-entropy and half squared error are proper",
    "$p = 0.578$",
    "只有交叉熵和半平方误差是恰当的",
)
@claim(
    "learning-rate",
    "Only cross-entropy and half squared error are proper",
    "$p = 0.578$",
    "只有交叉熵和半平方误差是恰当的",
)
@claim(
    "hold-out",
    "For a **proper** loss, such as cross-entropy and half squared error, that is the share",
    "focal loss answers $0.578$, absolute error $1$, and hinge $0.731$",
    "焦点损失的答案是 $0.578$，绝对误差是 $1$，合页损失是 $0.731$",
)
def only_cross_entropy_and_half_squared_error_are_proper():
    p = np.linspace(0.0005, 0.9995, 1999)
    z = np.log(p / (1 - p))

    def best(loss, share):
        return p[(share * loss.value(z, 1.0) + (1 - share) * loss.value(z, 0.0)).argmin()]

    shares = np.arange(0.05, 0.96, 0.05)
    proper = {
        slug
        for slug, loss in LOSSES.items()
        if max(abs(best(loss, share) - share) for share in shares) < 1e-3
    }
    assert proper == {"bce", "mse"}
    answers = [best(LOSSES[slug], 0.7) for slug in ("focal", "mae", "hinge")]
    assert answers == pytest.approx([0.578, 1.0, 0.731], abs=6e-4)
    assert sigmoid(1.0) == pytest.approx(0.731, abs=5e-4)


# Live fit.


@claim(
    "live-fit",
    "no example curves the loss more than $\\tfrac14$",
    "gets lower at every step for a rate below $2 / M$",
    "below its rate gradient descent lowers a loss at every step",
    "学习率低于 $2 / M$ 时，用交叉熵作梯度下降，每一步都使损失降低",
)
@claim(
    "learning-rate",
    "then each step lowers the loss, from every start",
    "still guarantees",
    "这时无论从哪个起点出发，每一步都使损失降低",
)
def below_two_over_l_every_step_falls_on_all_data_from_all_starts():
    for slug in DATASETS:
        data = load(slug)
        for loss in smooth(data):
            rate = 0.999 * safe_learning_rate(loss, data.X)
            for start in starts(data):
                run = fit(
                    loss, data.X, data.y, Settings(start=start, learning_rate=rate, steps=100)
                )
                assert (np.diff(run.loss) <= 1e-15).all()
    z = np.linspace(-40, 40, 8001)
    for y in np.linspace(0, 1, 11):
        assert BCE.curvature(z, y).max() <= 0.25
        assert np.abs(MSE.curvature(z, y)).max() <= 0.07705
    assert np.abs(LOSSES["mae"].curvature(z, 1.0)).max() == pytest.approx(0.0962, abs=5e-5)


@claim(
    "live-fit",
    "the 5 % with $|z| < 5$ make up 98 % of the slopes",
    "its logits have a median size of 36 and a mean size of 40",
    "for each example by another factor",
    "$|z| < 5$ 的样本占 5 %，其斜率却占总和的 98 %",
)
def the_default_start_is_saturated_and_few_samples_move_squared_error():
    data = load("breast-cancer")
    z = Objective.of(MSE, data.X, data.y).logits(preset_start("saturated", data.X, data.y))
    assert np.median(np.abs(z)) == pytest.approx(36, abs=0.5)
    assert np.abs(z).mean() == pytest.approx(40, abs=0.5)
    slopes, near = np.abs(MSE.gradient(z, data.y)), np.abs(z) < 5
    assert near.mean() == pytest.approx(0.05, abs=0.005)
    assert slopes[near].sum() / slopes.sum() == pytest.approx(0.98, abs=0.005)
    factors = np.abs(BCE.gradient(z, data.y)) / np.maximum(slopes, 1e-300)
    assert factors.max() > 1e6 * factors.min()


@claim(
    "live-fit",
    "make logits of median size 16; standardised ones 0.8",
    "$\\sqrt{784} = 28$",
    "对数几率的标准差为 $\\sqrt{784} = 28$",
)
def raw_features_and_too_large_weights_make_saturated_starts():
    generator = np.random.default_rng(0)
    weights = generator.standard_normal((4000, 2))
    for standardise, median in ((False, 16), (True, 0.8)):
        X = load("breast-cancer", standardise=standardise).X
        assert np.median(np.median(np.abs(weights @ X.T), axis=1)) == pytest.approx(
            median, rel=0.06
        )
    means = load("breast-cancer", standardise=False).X.mean(axis=0)
    np.testing.assert_allclose(means, [14, 19], atol=0.5)
    z = generator.standard_normal((20_000, 784)) @ np.sign(generator.standard_normal(784))
    assert z.std() == pytest.approx(28, rel=0.02)


@claim(
    "live-fit",
    "The gradient of half squared error is there not 4 but 1 169 times smaller",
    "88.9 % are wrong at matched rates and 86.8 % at the best one",
    "no single factor would do",
    "有 88.9 % 的样本分错，取最佳学习率时有 86.8 %",
)
def from_the_saturated_start_no_rate_makes_the_race_fair():
    data = load("breast-cancer")
    start = preset_start("saturated", data.X, data.y)
    slow, fast = (
        np.linalg.norm(parameter_gradient(loss, data.X, data.y, start)) for loss in (MSE, BCE)
    )
    assert fast / slow == pytest.approx(1169, abs=0.5)
    for pairing, wrong in (("matched", (0.889, 0.144)), ("best", (0.868, 0.128))):
        runs = compare_runs(
            [MSE, BCE], data.X, data.y, Settings(start=start, steps=200), pairing=pairing
        ).runs
        assert [run.history.error_rate[120] for run in runs] == pytest.approx(wrong, abs=5e-4)


@claim(
    "live-fit",
    "with one answer for all 569 examples and an error rate of 37.3 %",
    "569 个样本得到同一个答案，错误率为 37.3 %",
)
def a_rate_of_several_hundred_lands_on_another_plateau():
    data = load("breast-cancer")
    start = preset_start("saturated", data.X, data.y)
    for rate in (256, 512, 1024):
        run = fit(MSE, data.X, data.y, Settings(start=start, learning_rate=rate, steps=1000))
        z = Objective.of(MSE, data.X, data.y).logits(run.theta[-1])
        assert (z < 0).all()
        assert run.error_rate[-1] == pytest.approx(0.373, abs=5e-4)
        assert run.gradient_norm[-1] < 1e-3


@claim(
    "live-fit",
    "differ by at most 3.5 points over 200 steps",
    "200 步之内错误率最多相差 3.5 个百分点",
)
def from_zero_at_matched_rates_the_runs_stay_close():
    for slug in OVERLAPPING:
        data = load(slug)
        start = np.zeros(data.X.shape[1] + 1)
        runs = compare_runs(
            [MSE, BCE], data.X, data.y, Settings(start=start, steps=200), pairing="matched"
        ).runs
        first, second = (run.history.error_rate for run in runs)
        assert np.abs(first - second).max() <= 0.035 + 1e-9


@claim(
    "live-fit",
    "their error rates differ by at most 2.5 points, on each data set",
    "500 步之后两者的错误率最多相差 2.5 个百分点",
)
def from_a_mild_start_both_losses_get_there():
    for slug in DATASETS:
        data = load(slug)
        start = preset_start("mild", data.X, data.y, slug)
        slow, fast = (
            fit(loss, data.X, data.y, Settings(start=start, steps=500)) for loss in (MSE, BCE)
        )
        assert abs(slow.error_rate[-1] - fast.error_rate[-1]) <= 0.025 + 1e-9
        assert max(slow.error_rate[-1], fast.error_rate[-1]) < slow.error_rate[0]


@claim(
    "live-fit",
    "the Hessian has a negative eigenvalue, $-0.0010$: a plateau",
    "The gradient norm is 0.00077; that of cross-entropy, without the factor, is 0.90",
    "黑塞矩阵有一个负的特征值 $-0.0010$：这是平坦区",
)
def at_the_default_start_the_gradient_is_tiny_and_some_curvature_negative():
    data = load("breast-cancer")
    start = preset_start("saturated", data.X, data.y)
    slow, fast = (
        np.linalg.norm(parameter_gradient(loss, data.X, data.y, start)) for loss in (MSE, BCE)
    )
    assert (slow, fast) == pytest.approx((0.00077, 0.90), rel=5e-3)
    assert curvatures(MSE, data.X, data.y, start)[0] == pytest.approx(-0.0010, abs=5e-5)


@claim("live-fit", "leave it no stationary point at all", "则使它连一个驻点也没有")
@claim(
    "learning-rate",
    "the loss falls for ever along a direction that separates",
    "损失沿着一个把两类分开的方向一直下降",
)
@claim(
    "hold-out",
    "every $|z_i|$ grows, every loss falls, and the error rate stays 0",
    "每个 $|z_i|$ 都增大，每个损失都下降，错误率则保持为 0",
)
@claim("success-map", "each example on its right side", "每个样本都在正确的一侧")
def on_separable_data_the_loss_falls_along_one_direction_everywhere():
    generator = np.random.default_rng(0)
    for slug in SEPARABLE:
        data = load(slug)
        direction = separating_direction(data.X, data.y)
        points = generator.normal(scale=5, size=(300, len(direction)))
        for loss in filter(falls_forever, LOSSES.values()):
            objective = Objective.of(loss, data.X, data.y)
            assert (objective.gradient(points) @ direction < 0).all()
        margins = (2 * data.y - 1) * Objective.of(BCE, data.X, data.y).logits(direction)
        assert (margins > 0).all()
    assert not any(is_separable(load(slug)) for slug in OVERLAPPING)


@claim(
    "live-fit",
    "BFGS**, a quasi-Newton method, computes no second derivative",
    "after each step it changes $B$ as little as possible, in a suitable measure, such that",
    "positive definite: so $-B\\, \\nabla L$ leads downhill, however rough $B$ is",
    "$B\\, \\nabla^2 L$ differs from the unit matrix by 0.10",
    "无论 $B$ 多么粗糙，$-B\\, \\nabla L$ 都指向下坡",
)
def bfgs_explains_each_step_and_stays_positive_definite():
    for slug in DATASETS:
        data = load(slug)
        for loss in smooth(data):
            objective = Objective.of(loss, data.X, data.y)
            theta, known = starts(data)[2], np.zeros((data.X.shape[1] + 1,) * 2)
            for _ in range(12):
                gradient = objective.gradient(theta)
                end, known = bfgs_step(objective, theta, known, 0.5)
                step, change = end - theta, objective.gradient(end) - gradient
                theta = end
                if known.any():
                    np.testing.assert_allclose(known @ change, step, rtol=1e-9, atol=1e-12)
                    assert np.linalg.eigvalsh(known + known.T)[0] > 0
            if (slug, loss.slug) == ("breast-cancer", "bce"):
                for _ in range(6):
                    theta, known = bfgs_step(objective, theta, known, 0.5)
                gap = known @ objective.hessian(theta) - np.eye(len(theta))
                assert np.linalg.norm(gap) == pytest.approx(0.10, abs=0.01)


@claim(
    "live-fit",
    "after 1 437 steps of gradient descent at rate 0.5, 216 with momentum, 16 of BFGS and 6",
    "梯度下降需要 1 437 步，动量法需要 216 步，BFGS 需要 16 步",
)
def better_directions_need_fewer_steps():
    data = load("breast-cancer")
    needed = {}
    for slug in OPTIMIZERS:
        run = fit(BCE, data.X, data.y, Settings(start=[0, 0, 0], optimizer=slug, steps=1500))
        needed[slug] = int(np.flatnonzero(run.gradient_norm < 1e-6)[0])
    assert needed == {"gradient_descent": 1437, "momentum": 216, "bfgs": 16, "newton": 6}


@claim(
    "hold-out",
    "in the end ten times the steps add $\\ln 10 / m$",
    "4.03,\\ 8.13,\\ 12.7",
    "最终，步数每增加到十倍，长度增加 $\\ln 10 / m$",
)
def on_separable_data_the_weights_grow_like_the_logarithm_of_time():
    lab = load("lab")
    run = fit(BCE, lab.X, lab.y, Settings(start=[0, 0], learning_rate=0.5, steps=100_000))
    reached = run.theta[[100, 1_000, 10_000, 100_000], 0]
    np.testing.assert_allclose(reached, [1.65, 4.03, 8.13, 12.7], atol=0.06)
    assert np.diff(reached)[-1] == pytest.approx(np.log(10) / 0.5, rel=0.02)
    assert run.loss[100_000] / run.loss[50_000] == pytest.approx(0.5, rel=0.02)


@claim(
    "live-fit",
    "only *Five-point trap* shows Newton's method a second minimum of half squared error, from 20",
    "只有“五点陷阱”能让牛顿法找到半平方误差的第二个极小",
)
@claim(
    "success-map",
    "A genuine second minimum takes data such as these",
    "在这里提供的其他数据集上，牛顿法至多找到一个极小",
)
def only_the_trap_has_a_second_minimum_of_squared_error():
    generator = np.random.default_rng(0)
    for slug in DATASETS:
        data = load(slug)
        random = generator.normal(scale=3, size=(17, data.X.shape[1] + 1))
        found = distinct_minima(Objective.of(MSE, data.X, data.y), [*starts(data), *random])
        assert len(found) == {"trap": 2}.get(slug, 0 if slug in SEPARABLE else 1)


# Learning rate.


@claim(
    "learning-rate",
    "the plateau $L = \\tfrac14$ at 59 of the 78 rates shown, all those from 0.9 on",
    "78 个学习率中有 59 个停在平坦区 $L = \\tfrac14$ 上",
)
def on_separable_data_cross_entropy_falls_all_the_same_and_squared_error_need_not():
    lab, start = load("lab"), preset_start("saturated", load("lab").X, load("lab").y)
    rates = rate_grid(safe_learning_rate(MSE, lab.X))
    found = endings(MSE, lab.X, lab.y, run_at_rates(MSE, lab.X, lab.y, start, rates))
    stuck = np.array(
        [end.outcome is Outcome.PLATEAU and abs(end.highest - 0.25) < 1e-3 for end in found]
    )
    assert (stuck.sum(), len(rates)) == (59, 78)
    np.testing.assert_array_equal(stuck, rates >= 0.9)


@claim(
    "learning-rate",
    "At a larger rate cross-entropy may jump at first, and then falls",
    "交叉熵起初可能跳动，随后照样下降",
)
def on_separable_data_cross_entropy_falls_at_every_rate_shown():
    for slug in SEPARABLE:
        data = load(slug)
        safe = safe_learning_rate(BCE, data.X)
        rates = safe * np.geomspace(1, RANGE[1], 7)
        for start in starts(data):
            runs = run_at_rates(BCE, data.X, data.y, start, rates, steps=1000)
            losses = Objective.of(BCE, data.X, data.y).value(runs.theta[-200:])
            assert (np.diff(losses, axis=0) <= 0).all()
            assert (losses[-1] < 0.1).all()


@claim(
    "learning-rate",
    "the period is 2 from a rate of 0.58, 4 from 0.77, 8 from 0.82",
    "period 3 from 1.05 to 1.12",
    "on the five-point trap it oscillates from a rate of 0.58 on",
    "cross-entropy goes into a cycle of period 2 just above 0.573",
    "学习率从 0.58 起周期为 2，从 0.77 起为 4，从 0.82 起为 8",
)
def cycles_come_back_in_windows():
    trap = load("trap")
    rates = np.round(np.arange(0.57, 1.2, 0.01), 2)
    runs = run_at_rates(BCE, trap.X, trap.y, [0, 0], rates, steps=6000)
    periods = [end.period for end in endings(BCE, trap.X, trap.y, runs)]
    of = dict(zip(rates.tolist(), periods, strict=True))
    first = {period: min(rate for rate in of if of[rate] == period) for period in (2, 4, 8, 3)}
    assert first == {2: 0.58, 4: 0.77, 8: 0.82, 3: 1.05}
    assert [rate for rate in of if of[rate] == 3] == pytest.approx(np.arange(1.05, 1.125, 0.01))
    assert [of[rate] for rate in (0.86, 0.90, 1.0, 1.14, 1.16, 1.18)] == [0, 0, 0, 6, 12, 0]
    optimum = minimise(BCE, trap.X, trap.y).theta
    assert local_learning_rate(BCE, trap.X, trap.y, optimum) == pytest.approx(0.573, abs=5e-4)


@claim(
    "learning-rate",
    "cross-entropy converges on each data set offered here that has a minimum",
    "在这里提供的每个有极小的数据集上",
)
def between_both_bounds_cross_entropy_converges_on_the_data_offered():
    for slug in OVERLAPPING:
        data = load(slug)
        bounds = (
            safe_learning_rate(BCE, data.X),
            local_learning_rate(BCE, data.X, data.y, minimise(BCE, data.X, data.y).theta),
        )
        for start in starts(data):
            rates = np.linspace(*bounds, 5)[1:-1]
            runs = run_at_rates(BCE, data.X, data.y, start, rates)
            ends = endings(BCE, data.X, data.y, runs)
            assert {end.outcome for end in ends} == {Outcome.CONVERGES}


@claim(
    "learning-rate",
    "**does not overflow**",
    "no run blows up, on any data set, with any loss",
    "无论哪个数据集、哪种损失，训练都不发散",
)
@claim(
    "live-fit",
    "The slopes in the logit are bounded, so too large a rate does not overflow",
    "损失对对数几率的斜率有界，所以学习率过大也不会溢出",
)
def bounded_slopes_do_not_overflow():
    assert all(np.isfinite(loss.gradient_bound) for loss in LOSSES.values())
    for slug in DATASETS:
        data = load(slug)
        for loss in LOSSES.values():
            known = loss if loss.is_smooth(data.y) else BCE
            rate = RANGE[1] * safe_learning_rate(known, data.X)
            for start in starts(data):
                runs = run_at_rates(loss, data.X, data.y, start, [rate], steps=200)
                assert (runs.held_from > 200).all()


@claim(
    "learning-rate",
    'so slowly that the sentence after 3000 steps is "still falling"',
    "From 3 to 4.3 it bounces around that trap",
    "lower than the trap and yet no minimum",
    "那里比陷阱更低，却不是极小",
    "converges to its minimum $(-0.314, 0.350)$ at rates up to 0.57",
)
def the_trap_at_many_rates():
    trap = load("trap")

    def outcomes(loss, rates):
        runs = run_at_rates(loss, trap.X, trap.y, [2, -6], rates)
        return endings(loss, trap.X, trap.y, runs)

    assert {end.outcome for end in outcomes(MSE, [0.3, 1, 2, 2.8])} == {Outcome.FALLING}
    around = outcomes(MSE, [3, 3.4, 3.8, 4, 4.3])
    assert all(end.outcome is Outcome.BOUNCES and end.surrounds for end in around)
    assert all(end.minimum.theta[1] == pytest.approx(-3.849, abs=1e-3) for end in around)
    for end in outcomes(MSE, [6, 8, 10]):
        assert (end.outcome, round(end.highest, 3)) == (Outcome.PLATEAU, 0.1)
    below, above = outcomes(BCE, [0.2, 0.4, 0.57]), outcomes(BCE, [0.6, 0.8, 1.5, 3])
    assert {end.outcome for end in below} == {Outcome.CONVERGES}
    assert all(end.minimum.theta == pytest.approx([-0.314, 0.350], abs=1e-3) for end in below)
    assert {end.outcome for end in above} <= {Outcome.CYCLE, Outcome.BOUNCES}
    assert all(end.surrounds for end in above)


# Success map.


@claim(
    "success-map",
    "has not arrived from 549 after 1 000 steps at rate 0.3, nor from 484 after 3 000",
    "after 60 000 steps 444 are left, and each of those runs is at the second minimum",
    "549 of 1 681 tiles are blank for half squared error after 1 000 steps, and 484 after 3 000",
    "it has arrived from 67 % of the starts shown after 1 000 steps",
    "60 000 步之后还剩 444 个，从这些起点出发的训练都在第二个极小处",
    "from every other start",
)
def patience_tells_the_basin_from_the_plateau():
    choice = MapChoice(steps=3000)
    land, there = ground(choice.data, choice.feature), goal(choice)
    X, y, grid = land.data.X, land.data.y, land.starts[:-2]
    assert (len(grid), there) == (1681, Goal("error rate", 0.2))
    search, left = begin(MSE, X, y, grid, there), []
    for steps in (1000, 2000, 57_000):
        search = advance(MSE, X, y, search, there, learning_rate=0.3, steps=steps)
        left.append(int((search.arrived == NOT_YET).sum()))
    assert left == [549, 484, 444]
    caught = search.theta[search.arrived == NOT_YET]
    assert np.abs(caught - [0.643, -3.849]).max() < 0.05
    assert 1 - left[0] / len(grid) == pytest.approx(0.67, abs=0.005)
    free = arrival_steps(BCE, X, y, grid, there, learning_rate=0.3, steps=1000)
    assert (free != NOT_YET).all()


@claim(
    "success-map",
    "It arrives from everywhere, given a safe rate and a minimum to arrive at",
    "325 at most from a distance of 10, and 3 767 from 160",
    "从距离 10 处出发至多需要 325 步，从距离 160 处出发至多需要 3 767 步",
)
def from_far_away_cross_entropy_takes_steps_in_proportion_to_the_distance():
    trap = load("trap")
    angles = np.linspace(0, 2 * np.pi, 25)[:-1]
    around = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    starts_at = np.concatenate([around * size for size in (10, 20, 40, 80, 160)])
    goal = loss_goal(BCE, trap.X, trap.y, [0, 0], 0.99)
    steps = arrival_steps(
        BCE, trap.X, trap.y, starts_at, goal, learning_rate=0.36, steps=5000
    ).reshape(5, -1)
    assert (steps != NOT_YET).all()
    most = steps.max(axis=1)
    assert (most[0], most[-1]) == (325, 3767)
    assert most[1:] / most[:-1] == pytest.approx([2, 2, 2, 2], abs=0.3)


@claim(
    "success-map",
    "the slope in the logit has the same sign everywhere",
    "grow like $e^{z}$ with the logit $z$ at the start",
    "1 507 from $z = 8$ at rate 1, 4 070 from $z = 9$",
    "从 $z = 8$ 出发需要 1 507 步，从 $z = 9$ 出发需要 4 070 步",
)
def with_one_example_nobody_is_caught():
    z = np.linspace(-300, 300, 6001)
    for loss in (MSE, BCE):
        assert (loss.gradient(z, 0.0) > 0).all()
    one, logits = load("nielsen"), np.arange(5.0, 10.0)
    starts_at = np.stack([logits / 2, logits / 2], axis=1)
    goal = Goal("error rate", 0.0)
    steps = arrival_steps(MSE, one.X, one.y, starts_at, goal, learning_rate=1.0, steps=5000)
    assert steps[-2:].tolist() == [1507, 4070]
    assert steps[1:] / steps[:-1] == pytest.approx(np.full(4, np.e), rel=0.12)


@claim(
    "success-map",
    "On the five-point trap a loss of 0.1 is the plateau of half squared error",
    "损失为 0.1 对半平方误差是平坦区，却远低于交叉熵的最小值 0.532",
)
def values_of_two_losses_set_no_common_goal():
    trap = load("trap")
    found = [minimise(loss, trap.X, trap.y) for loss in (MSE, BCE)]
    assert found[1].loss == pytest.approx(0.532, abs=5e-4)
    rates = [float(Objective.of(BCE, trap.X, trap.y).error_rate(each.theta)) for each in found]
    assert rates == [0.2, 0.2]
    end = run_at_rates(MSE, trap.X, trap.y, [2, -6], [8.0]).theta[-1, 0]
    assert Objective.of(MSE, trap.X, trap.y).value(end) == pytest.approx(0.1, abs=1e-3)


# When to stop.


@claim(
    "hold-out",
    "the best step lies between 6 and 77",
    "is 1.02 to 6.7 times its least value, in the median 2.1 times",
    "the error rate has changed by $-1.7$ to $+15$ points",
    "training loss never rises from step 1 to 5000",
    "从第 1 步到第 5000 步，训练损失从不上升",
    "log-loss is least at step 6 to 77, depending on the seed, and ends up to 6.7 times as high",
)
def over_many_seeds_log_loss_held_out_gets_worse():
    runs = held_out_runs()
    steps = [int(hold_out.STEPS[run.best]) for run in runs]
    assert (min(steps), max(steps)) == (6, 77)
    ratios = np.array([run.held_out.log_loss[-1] / run.held_out.log_loss.min() for run in runs])
    assert (ratios.min(), ratios.max()) == pytest.approx((1.02, 6.74), abs=5e-3)
    assert np.median(ratios) == pytest.approx(2.1, abs=0.05)
    changes = [np.subtract(*run.held_out.error_rate[[-1, run.best]]) for run in runs]
    assert (min(changes), max(changes)) == pytest.approx((-0.017, 0.15), abs=5e-4)
    assert all((np.diff(run.training.log_loss) <= 1e-15).all() for run in runs)
    assert len(runs[0].training.y) == 140
    assert runs[0].theta.shape[1] == 28


@claim(
    "hold-out",
    "confidence exceeds accuracy there by at most 1.4 points; held out by up to 24 points",
    "in 17 of the 20 splits beyond chance",
    "在 20 次划分中有 17 次超出偶然",
)
def calibration_has_to_be_judged_on_examples_held_out():
    gaps = {"training": [], "held-out": []}
    for run in held_out_runs():
        for part in (run.training, run.held_out):
            found = confidence(part.p[-1], part.y)
            gaps[part.slug].append((found.mean - found.accuracy, found.standard_error))
    (seen, _), (unseen, chance) = (np.transpose(gaps[name]) for name in gaps)
    assert seen.max() == pytest.approx(0.014, abs=5e-4)
    assert unseen.max() == pytest.approx(0.24, abs=5e-3)
    assert (unseen > 2 * chance).sum() == 17


@claim(
    "hold-out",
    "the best step for the examples held out is 13, so $1/13 = 0.077$; the best ridge is 0.040",
    "the best $\\lambda$ is 0.19 to 0.64 of $1 / (\\eta S)$",
    "the two log-losses differ by at most 0.021",
    "两个对数损失至多相差 0.021",
)
def stopping_early_and_a_ridge_lead_to_nearly_the_same_model():
    strengths = 10.0 ** hold_out.POWERS[hold_out.POWERS >= -3]
    losses, shares = [], []
    for run in held_out_runs():
        training, held_out = hold_out.divided(run.choice)
        path = ridge_path(BCE, training.X, training.y, strengths)
        ridged = Objective.of(BCE, held_out.X, held_out.y).value(path)
        best = int(ridged.argmin())
        losses.append((run.held_out.log_loss.min(), ridged[best]))
        shares.append(strengths[best] * hold_out.STEPS[run.best])
        if run.choice == FIRST_SPLIT:
            lengths = run.lengths[run.best], np.linalg.norm(path[best, :-1])
            assert strengths[best] == pytest.approx(0.040, abs=5e-4)
            assert lengths == pytest.approx((2.07, 1.98), abs=6e-3)
    assert losses[0] == pytest.approx((0.368, 0.373), abs=6e-4)
    assert np.abs(np.diff(losses)).max() == pytest.approx(0.021, abs=5e-4)
    assert (min(shares), max(shares)) == pytest.approx((0.19, 0.64), abs=5e-3)


@claim(
    "hold-out",
    "ends at most 2 % above its least value over the seeds 0 to 7",
    "it still falls",
    "留出部分的对数损失最终至多比最小值高 2 %",
)
def held_out_examples_need_not_lose():
    for seed in range(8):
        choice = replace(FIRST_SPLIT, seed=seed, data="breast-cancer")
        losses = hold_out.train(choice).held_out.log_loss
        assert losses[-1] <= 1.02 * losses.min()
        losses = hold_out.train(replace(choice, data="separable")).held_out.log_loss
        assert losses[-1] < losses[-2]
    assert len(hold_out.train(replace(FIRST_SPLIT, data="breast-cancer")).training.y) == 398


@claim(
    "hold-out",
    "the direction of $(w, b)$ turns to the widest margin of $(w, b)$",
    "the threshold goes to $1$, not to the middle, $4.5$",
    "阈值趋于 $1$，而不是中点 $4.5$",
)
def the_widest_margin_is_that_of_weight_and_bias():
    x, y = [-1.0, 10.0], [0, 1]
    run = fit(BCE, x, y, Settings(start=[0, 0], learning_rate=0.15, steps=20_000))
    w, b = run.theta[[200, 2_000, 20_000]].T
    away = np.abs(-b / w - 1)
    assert (np.diff(away) < 0).all()
    assert away[-1] < 0.15
    A = np.array([[1.0, -1.0], [10.0, 1.0]])  # the samples with a column of ones, times 2 y - 1
    angles = np.linspace(0, 2 * np.pi, 100_001)
    margins = (A @ np.stack([np.cos(angles), np.sin(angles)])).min(axis=0)
    assert -np.tan(angles[margins.argmax()]) == pytest.approx(1, abs=1e-3)


@claim(
    "hold-out",
    "Half squared error is nearly $\\tfrac12 e^{-2|z|}$",
    "Hinge is exactly 0 from $|z| = 1$ on",
    "合页损失从 $|z| = 1$ 起恰为 0",
)
def squared_error_fades_twice_as_fast_and_hinge_ends():
    m = np.linspace(5, 300, 500)
    np.testing.assert_allclose(MSE.value(m, 1.0), 0.5 * np.exp(-2 * m), rtol=0.02)
    for y, side in ((1.0, 1), (0.0, -1)):
        z = side * np.linspace(1, 1e6, 1001)
        assert (LOSSES["hinge"].value(z, y) == 0).all()
        assert (LOSSES["hinge"].gradient(z, y) == 0).all()


@claim(
    "hold-out",
    "One $w$ is best",
    "every $b$ from $-\\tfrac12$ to $\\tfrac12$ gives the least value, 0.75",
    "Hinge with $x = -1, 1$ and $\\lambda = 2$ is least, with the value 0.75",
    "**最佳的** $w$ **是唯一的**",
)
def with_a_ridge_one_w_is_best_and_not_always_one_bias():
    hinge = Objective.of(LOSSES["hinge"], [-1.0, 1.0], [0, 1], 2.0)
    w, b = np.meshgrid(np.linspace(-2, 2, 201), np.linspace(-2, 2, 201))
    height = hinge.value(np.stack([w, b], axis=-1))
    assert height.min() == pytest.approx(0.75, abs=1e-12)
    least = np.isclose(height, 0.75, atol=1e-12)
    np.testing.assert_allclose(w[least], 0.5)
    assert sorted(b[least]) == pytest.approx(np.linspace(-0.5, 0.5, 51))
    for slug in DATASETS:
        if slug != "nielsen":  # one class only
            data = load(slug)
            ends = [minimise(BCE, data.X, data.y, start, 0.01).theta for start in starts(data)]
            np.testing.assert_allclose(ends[1:], [ends[0]] * 2, rtol=1e-6, atol=1e-8)
