"""What the lectures say, computed: claims of their own, and the pages' claims that they quote."""

from collections.abc import Callable

import numpy as np
import pytest

from core import coding, information
from core.activations import sigmoid
from core.datasets import DATASETS, load
from core.evaluation import split
from core.gradients import parameter_gradient, parameter_hessian
from core.initial import preset_start
from core.losses import LOSSES, huber, huber_slope, smooth_l1
from core.objective import Objective
from core.optimizers import safe_learning_rate
from core.separability import separating_direction
from core.step_size import Outcome, endings, run_at_rates
from core.success import arrival_steps
from core.training import Settings, fit
from pages.models import success_map
from tests.claims import information as on_information
from tests.claims import likelihood, linear_probability, one_neuron, opening, training
from tests.claims.registry import claim

BCE, MSE = LOSSES["bce"], LOSSES["mse"]
SHORT, LONG = "why-cross-entropy", "full-course"
LOGITS = np.linspace(-300, 300, 6_001)
FITTED = ("breast-cancer", "iris", "overlapping", "outliers", "flipped")
"""Data with two features and a saturated start, which no line separates."""

Check = Callable[[], None]


def both(*words: str) -> Callable[[Check], Check]:
    """Enter a claim that both lectures quote."""
    return lambda check: claim(SHORT, *words)(claim(LONG, *words)(check))


# Claims of the pages, in the order of the course.

both(
    "After 60 steps cross-entropy is nearly there. Squared error has hardly moved.",
    "60 步之后，交叉熵已接近正确答案，平方误差几乎没有移动",
)(opening.from_a_bad_start_squared_error_stands_still)
claim(LONG, "it need not have a point where the slope is zero", "不一定要有斜率为零的点")(
    one_neuron.kinks_have_subgradients_and_cross_entropy_no_finite_rest
)
claim(
    LONG,
    "16 circles on squared error, 13 on cross-entropy",
    "平方误差上有 16 个圆圈，交叉熵上有 13 个",
)(one_neuron.a_grid_shows_minima_that_are_not_there)
claim(LONG, "on separable data it falls for ever", "在可分的数据上永远下降")(
    one_neuron.convex_is_neither_a_closed_form_nor_a_minimum
)
both("at four times the rate the first step is the same", "学习率取四倍时，第一步完全相同")(
    training.from_zero_four_times_the_rate_is_the_same_step
)
claim(
    LONG,
    "from A squared error ends in a minimum that is real",
    "从 A 出发，平方误差终止于一个真实的、很浅的极小",
)(training.the_trap_catches_squared_error_only)
claim(
    LONG,
    "its best answer is the true probability, as with cross-entropy",
    "它的最优答案就是真实概率，与交叉熵一样",
)(linear_probability.the_brier_score_is_proper)
claim(
    LONG,
    "is squared error, scaled and shifted",
    "Gaussian prior on the weights is ridge",
    "就是经过缩放和平移的平方误差",
    "对权重取均值为零的高斯先验，得到的是岭",
)(likelihood.squared_error_is_a_gaussian_likelihood_and_ridge_the_prior)
claim(LONG, "is binary cross-entropy: the same sum", "就是二元交叉熵：同一个和")(
    likelihood.the_mean_log_likelihood_of_logistic_regression_is_minus_bce
)
claim(
    LONG,
    "Minus its log, per throw, is a cross-entropy plus a constant",
    "它的对数取负，除以投掷次数，就是交叉熵加上一个常数",
)(likelihood.counts_give_cross_entropy_up_to_the_coefficient)
claim(LONG, "one curve, shifted", "同一条曲线平移而成")(
    on_information.cross_entropy_and_kl_are_one_curve
)
claim(
    LONG,
    "0.193 nats one way and 0.223 the other",
    "一个方向为 0.193 奈特，另一个方向为 0.223 奈特",
)(on_information.kl_is_not_symmetric_in_general)
claim(LONG, "it hardly pushes where it should push hardest", "它在最该用力的地方几乎不用力")(
    opening.confidently_wrong_cross_entropy_pushes_22_000_times_as_hard
)


# Claims of the lectures.


@claim(
    LONG,
    "cross-entropy grows without bound, squared error (p − y)² stops at 1",
    "交叉熵无限增大，平方误差 (p − y)² 不超过 1",
)
def one_penalty_grows_without_bound():
    for y in (0.0, 1.0):
        wrong = LOGITS * (1 - 2 * y)
        assert (np.diff(BCE.value(wrong, y)) >= 0).all()
        assert BCE.value(wrong, y).max() > 299
        assert (2 * MSE.value(wrong, y)).max() == pytest.approx(1)


@claim(
    LONG,
    "the square pulls with the size of the error, absolute error with 1, Huber with the smaller",
    "Beyond it Huber is straight, and lower than absolute error by 1/2",
    "Smooth L1 is Huber divided by its threshold",
    "平方误差的拉力等于误差的大小，绝对误差的拉力为 1，Huber 取两者中较小的",
    "超过阈值后 Huber 是直线，比绝对误差低 1/2",
    "Smooth L1 等于 Huber 除以它的阈值",
)
def at_threshold_one_huber_pulls_with_the_smaller():
    r = np.linspace(-20, 20, 4001)
    np.testing.assert_allclose(np.abs(huber_slope(r, 1.0)), np.minimum(np.abs(r), 1))
    far = r[np.abs(r) >= 1]
    np.testing.assert_allclose(huber(far, 1.0), np.abs(far) - 0.5)
    for threshold in np.linspace(0.1, 3, 30):
        np.testing.assert_allclose(smooth_l1(r, threshold), huber(r, threshold) / threshold)


@both(
    "At −0.7, not where it is most wrong",
    "at z = −6 it pushes with 0.0025, cross-entropy with 0.998",
    "the more wrong, the harder",
    "在 −0.7 处，而不是错得最多的地方",
    "在 z = −6 处，它的力度为 0.0025，交叉熵为 0.998",
    "错得越多，力度越大",
)
@claim(
    SHORT,
    "The peak of squared error is 4/27 at p = 1/3, and it falls to both sides",
    "平方误差的峰值为 4/27，位于 p = 1/3 处，向两侧下降",
)
@claim(
    LONG,
    "The peak of squared error is 4/27 at p = 1/3",
    "平方误差的峰值为 4/27，位于 p = 1/3 处",
)
def confidently_wrong_at_minus_six():
    pushes = [abs(loss.gradient(-6.0, 1.0)) for loss in (BCE, MSE)]
    assert (round(pushes[0], 3), round(pushes[1], 4)) == (0.998, 0.0025)
    z = np.linspace(-30, 30, 60_001)
    assert (np.diff(np.abs(BCE.gradient(z, 1.0))) <= 0).all()
    assert 1 - 1e-12 < abs(BCE.gradient(-30.0, 1.0)) < 1
    slope = np.abs(MSE.gradient(z, 1.0))
    peak = slope.argmax()
    assert (slope[peak], sigmoid(z[peak])) == pytest.approx((4 / 27, 1 / 3), abs=1e-3)
    assert round(z[peak], 1) == -0.7
    assert (np.diff(slope[:peak]) > 0).all()
    assert (np.diff(slope[peak + 1 :]) < 0).all()


@both(
    "On the wrong side, left, p (1 − p) dies and the logarithm makes up for it",
    "On the right side the slope falls with the error, as it should",
    "Squared error is slow, not stuck: its slope is not 0",
    "在错误的一侧（左侧），p (1 − p) 消失，而对数把它补了回来",
    "在正确的一侧，斜率随误差一起下降",
    "平方误差是慢，而不是停住：它的斜率不是 0",
)
@claim(
    SHORT,
    "The other is (p − y) / (p (1 − p)) for cross-entropy",
    "另一个因子，交叉熵为 (p − y) / (p (1 − p))",
)
@claim(LONG, "dL/dp = (p − y) / (p (1 − p))", "板书：dL/dp = (p − y) / (p (1 − p))")
def the_logarithm_makes_up_for_the_sigmoid_on_the_wrong_side():
    z = np.linspace(-30, 30, 6001)
    p = sigmoid(z)
    factor, slope = p * sigmoid(-z), np.abs(BCE.gradient(z, 1.0))
    in_p = np.abs(BCE.probability_gradient(z, 1.0))
    np.testing.assert_allclose(in_p * factor, slope, rtol=1e-9)
    np.testing.assert_allclose(in_p, sigmoid(-z) / factor, rtol=1e-9)
    wrong = z < -4
    assert (slope[wrong] > 0.98).all()
    assert (factor[wrong] < 0.02).all()
    assert (np.diff(slope) <= 0).all()
    assert slope[z > 20].max() < 1e-8
    for y in (0.0, 1.0):
        assert MSE.gradient(LOGITS, y).all()


@claim(
    SHORT,
    "it takes every slope below its peak twice",
    "An optimiser that sees the slope alone cannot tell the two apart",
    "低于峰值的每个斜率它都取到两次",
    "只看斜率的优化器无法区分这两处",
)
def a_slope_below_the_peak_is_taken_twice():
    z = np.linspace(-40, 40, 80_001)
    squared, cross = (np.abs(loss.gradient(z, 1.0)) for loss in (MSE, BCE))
    for level in np.geomspace(1e-9, 0.147, 100):
        assert np.count_nonzero(np.diff(squared > level)) == 2
        assert np.count_nonzero(np.diff(cross > level)) == 1


@both(
    "nearly flat where it is badly wrong. Cross-entropy slopes wherever it is wrong",
    "One example with a hard label has no local minimum to be caught in",
    "错得很远之处几乎是平的。交叉熵只要有错，就有坡度",
    "只有一个带硬标签的样本时，不存在会把它困住的局部极小",
)
def cross_entropy_slopes_wherever_the_answer_is_wrong():
    for y in (0.0, 1.0):
        wrong = LOGITS[(LOGITS > 0) != (y == 1)]
        assert (np.abs(BCE.gradient(wrong, y)) >= 0.5).all()
        assert (np.abs(MSE.gradient(wrong[np.abs(wrong) > 6], y)) < 0.0025).all()
        # With one example dL/db is the slope in the logit: 0 nowhere.
        assert MSE.gradient(LOGITS, y).all()


@claim(
    LONG,
    "the label is 0 here, and p is above 2/3 there. Cross-entropy is convex",
    "Around a good answer squared error is convex too",
    "这里标签为 0，而那里的 p 大于 2/3。交叉熵是凸的",
    "在好的答案周围，平方误差也是凸的",
)
def cross_entropy_is_convex_and_squared_error_near_good_answers():
    data = load("nielsen")
    assert data.y == [0]
    z = np.linspace(-20, 20, 40_001)
    np.testing.assert_array_equal(MSE.curvature(z, 0.0) < 0, sigmoid(z) > 2 / 3)
    assert (BCE.curvature(z, 0.0) > 0).all()
    rng = np.random.default_rng(0)
    for slug in DATASETS:
        data = load(slug)
        for theta in rng.normal(scale=3, size=(20, data.X.shape[1] + 1)):
            bends = np.linalg.eigvalsh(parameter_hessian(BCE, data.X, data.y, theta))
            assert bends.min() >= -1e-12 * max(bends.max(), 1)


def raced(slug, kind, rates):
    """Share of wrong answers at the start, and after 120 steps with each loss."""
    data = load(slug)
    start = preset_start(kind, data.X, data.y, slug)
    runs = [
        fit(loss, data.X, data.y, Settings(start=start, learning_rate=rate, steps=120))
        for loss, rate in zip((MSE, BCE), rates, strict=True)
    ]
    return runs[0].error_rate[0], *(run.error_rate[-1] for run in runs)


@both(
    "Both runs start with 88.8 % wrong, at the same rate",
    "still 88.8 %, on its plateau. Cross-entropy: 14.4 %; its start was no plateau",
    "0.90 for cross-entropy, 0.00077 for squared error",
    "两次训练都从 88.8 % 的错误率开始，学习率相同",
    "仍为 88.8 %，停在平坦区上。交叉熵：14.4 %；它的起点不是平坦区",
    "交叉熵为 0.90，平方误差为 0.00077",
)
def cross_entropy_has_no_plateau_at_the_bad_start():
    np.testing.assert_allclose(
        raced("breast-cancer", "saturated", (0.5, 0.5)), [0.888, 0.888, 0.144], atol=5e-4
    )
    lengths = {}
    for slug in FITTED:
        data = load(slug)
        assert separating_direction(data.X, data.y) is None
        theta = preset_start("saturated", data.X, data.y, slug)
        lengths[slug] = [
            np.linalg.norm(parameter_gradient(loss, data.X, data.y, theta)) for loss in (BCE, MSE)
        ]
        assert lengths[slug][0] > 0.7
        assert lengths[slug][0] > 300 * lengths[slug][1]
        before, after, _ = raced(slug, "saturated", (0.5, 0.5))
        assert after > before - 0.03
    np.testing.assert_allclose(lengths["breast-cancer"], [0.90, 0.00077], rtol=5e-3)


@both(
    "88.9 %: from this start four times the rate does not help squared error",
    "not four times smaller than cross-entropy's here, but more than a thousand times",
    "88.9 %：从这个起点出发，四倍的学习率帮不了平方误差",
    "它的梯度不是交叉熵的四分之一，而是不到千分之一",
)
def four_times_the_rate_does_not_help_from_the_bad_start():
    assert round(raced("breast-cancer", "saturated", (2.0, 0.5))[1], 3) == 0.889
    for slug in FITTED:
        before, after, _ = raced(slug, "saturated", (2.0, 0.5))
        assert after > before - 0.03
    data = load("breast-cancer")
    theta = preset_start("saturated", data.X, data.y, "breast-cancer")
    fast, slow = (
        np.linalg.norm(parameter_gradient(loss, data.X, data.y, theta)) for loss in (BCE, MSE)
    )
    assert fast > 1000 * slow


@both("Nearly a tie, 11.8 % and 11.1 % wrong", "几乎打平，错误率为 11.8 % 与 11.1 %")
def from_zero_it_is_nearly_a_tie():
    _, squared, cross = raced("breast-cancer", "zero", (2.0, 0.5))
    assert (round(squared, 3), round(cross, 3)) == (0.118, 0.111)
    for slug in FITTED:
        _, squared, cross = raced(slug, "zero", (2.0, 0.5))
        assert abs(squared - cross) < 0.04


@claim(
    LONG,
    "Below 2/M = 0.367 every step falls. At 0.5 the run still converges",
    "at 0.6 it cycles between two places, at 0.8 between four, at 0.9 it jumps about, at 1.1 it "
    "cycles between three",
    "低于 2/M = 0.367 时，每一步都下降。取 0.5 时训练仍然收敛",
    "0.6 时在两处之间循环，0.8 时在四处之间循环，0.9 时到处跳动，1.1 时在三处之间循环",
)
def below_two_over_l_every_step_falls_and_above_it_some_runs_cycle():
    rng = np.random.default_rng(0)
    for slug in DATASETS:
        data = load(slug)
        for part in (0.5, 0.9, 0.999):
            rate = part * safe_learning_rate(BCE, data.X)
            start = rng.normal(scale=4, size=data.X.shape[1] + 1)
            run = fit(BCE, data.X, data.y, Settings(start=start, learning_rate=rate, steps=200))
            assert (np.diff(run.loss) <= 1e-15).all()
    trap = load("trap")
    assert safe_learning_rate(BCE, trap.X) == pytest.approx(0.367, abs=5e-4)
    runs = run_at_rates(BCE, trap.X, trap.y, [0, 0], [0.5, 0.6, 0.8, 0.9, 1.1])
    told = [(each.outcome, each.period) for each in endings(BCE, trap.X, trap.y, runs)]
    assert told[0][0] is Outcome.CONVERGES
    assert told[1:3] == [(Outcome.CYCLE, 2), (Outcome.CYCLE, 4)]
    assert told[3][0] is Outcome.BOUNCES
    assert told[4] == (Outcome.CYCLE, 3)


@claim(
    LONG,
    "Cross-entropy arrives from every start on this map, squared error from 67 %",
    "With 3 000 steps it is 71 %",
    "交叉熵从每个起点都能到达，平方误差从 67 % 的起点到达",
    "3 000 步时达到 71 %",
)
def cross_entropy_arrives_from_all_starts_of_the_trap():
    choice = success_map.Choice(steps=3000)
    land = success_map.ground(choice.data, choice.feature)
    squared, cross = (
        arrival_steps(
            loss,
            land.data.X,
            land.data.y,
            land.starts[:-2],
            success_map.goal(choice),
            learning_rate=0.3,
            steps=3000,
        )
        for loss in (MSE, BCE)
    )
    assert ((cross >= 0) & (cross <= 1000)).all()
    assert round(np.mean((squared >= 0) & (squared <= 1000)), 2) == 0.67
    assert round(np.mean(squared >= 0), 2) == 0.71


@claim(
    LONG,
    "After step 22 held-out log-loss more than doubles. The error rate stays at 13.9 %",
    "Trained on 20 of 200 examples. A line separates these 20: the model grows ever more confident",
    "by step 5 000 from 1.0 to 4.6 times, seeds 0 to 7",
    "第 22 步之后，留出数据的对数损失增大到两倍以上。错误率停在 13.9 %",
    "这 20 个可以用一条直线分开：模型越来越自信",
    "到第 5 000 步时为 1.0 至 4.6 倍，种子取 0 至 7",
)
def how_much_log_loss_gets_worse_depends_on_the_split():
    worse = []
    for seed in range(8):
        seen, unseen = split(load("overlapping"), 0.9, seed)
        run = fit(BCE, seen.X, seen.y, Settings(start=[0, 0, 0], learning_rate=1.0, steps=5000))
        judge = Objective.of(BCE, unseen.X, unseen.y)
        loss, error = judge.value(run.theta), judge.error_rate(run.theta)
        worse.append(loss[-1] / loss.min())
        if seed == 0:
            assert len(seen.y) == 20
            assert separating_direction(seen.X, seen.y) is not None
            assert (np.diff(np.linalg.norm(run.theta[:, :-1], axis=1)) > 0).all()
            assert loss.argmin() == 22
            assert loss[1000] > 2 * loss[22]
            np.testing.assert_allclose(error[[22, 1000]], 0.139, atol=5e-4)
    assert (round(min(worse), 1), round(max(worse), 1)) == (1.0, 4.6)


@claim(SHORT, "at best, where q = t, it equals the entropy", "最好时，即 q = t 时，它等于熵")
@claim(
    LONG,
    "with one lowest point",
    "At best, where q = t, cross-entropy equals the entropy",
    "最低点也相同",
    "最好时，即 q = t 时，交叉熵等于熵",
)
def cross_entropy_is_lowest_at_the_truth():
    q = np.linspace(0.001, 0.999, 999)
    for p in (0.001, 0.2, 0.5, 0.73, 0.999):
        cost = information.cross_entropy([p, 1 - p], np.stack([q, 1 - q], axis=1))
        assert q[cost.argmin()] == pytest.approx(p)
        assert cost.min() == pytest.approx(information.entropy([p, 1 - p]))
        assert (np.diff(cost, 2) > 0).all()


@claim(
    LONG,
    "1.5 bits, with the codewords 0, 10, 11. The entropy, 1.4855 bits, is what long blocks "
    "approach",
    "costs less than 1/n bit per outcome above the entropy",
    "ideal codewords for it cost the divergence on top",
    "1.5 比特，码字为 0、10、11。熵为 1.4855 比特，长的分组可以逼近它",
    "每个结果比熵多付不到 1/n 比特",
    "按信念设计的理想码字要多付的正是散度",
)
def the_best_code_needs_one_and_a_half_bits():
    p = np.array([0.5, 0.3, 0.2])
    best = coding.huffman(p)
    assert best.codewords == ("0", "10", "11")
    assert coding.mean_length(p, best.lengths) == 1.5
    entropy = information.entropy(p, "bit")
    assert entropy == pytest.approx(1.4855, abs=5e-5)
    block = p
    for n in range(1, 11):  # a code with rounded ideal lengths; the best is no longer
        mean = (block * np.ceil(-np.log2(block) - 1e-12)).sum() / n
        assert entropy <= mean < entropy + 1 / n
        block = np.outer(block, p).ravel()
    for q in np.random.default_rng(0).dirichlet(np.ones(3), size=50):
        price = coding.mean_length(p, coding.ideal_lengths(q)) - entropy
        assert price == pytest.approx(information.kl_divergence(p, q, "bit"))
