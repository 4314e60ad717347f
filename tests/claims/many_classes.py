"""What the pages about many classes teach, computed."""

from functools import cache

import numpy as np
import pytest

from core import information, margins
from core.activations import sigmoid, softmax
from core.gradients import finite_difference
from core.likelihood import gaussian_log_density
from core.losses import LOSSES
from core.multiclass import (
    Scores,
    distillation_gradient,
    distillation_loss,
    error_rate,
    matching_logit,
    misclassified,
    reverse_kl_gradient,
    smooth_labels,
    soften,
    softmax_cross_entropy,
    softmax_cross_entropy_gradient,
    softmax_cross_entropy_hessian,
    softmax_squared_error,
    softmax_squared_error_gradient,
    squared_error,
)
from tests.claims.registry import claim

BCE, MSE = LOSSES["bce"], LOSSES["mse"]
TARGETS = np.eye(3)[[2, 1, 0]]
FIRST = np.array([[0.3, 0.3, 0.4], [0.3, 0.4, 0.3], [0.1, 0.2, 0.7]])
SECOND = np.array([[0.1, 0.2, 0.7], [0.1, 0.7, 0.2], [0.3, 0.4, 0.3]])
KINDS = margins.MARGINS
SEEDS = range(8)


def cases(count=200, classes=(2, 3, 5, 10)):
    """Random logits of many sizes, and for each set a one-hot target, by number of classes."""
    rng = np.random.default_rng(0)
    for K in classes:
        z = rng.normal(size=(count, K)) * rng.uniform(0.1, 6, size=(count, 1))
        yield z, np.eye(K)[rng.integers(K, size=count)]


# Which of two classifiers is better?


@claim(
    "score-table",
    "each wrong class has the slope $q_j$",
    "every logit stands in its denominator",
    "a single term of the sum is left",
    "are (−0.6, 0.3, 0.3) and (−0.6, 0.59, 0.01): the second pushes",
    "charges 0.54 and 0.708",
    "both cost 0.916 nats, but their slopes",
    "每个错误类别的斜率为 $q_j$",
    "二者的斜率分别为 (−0.6, 0.3, 0.3) 和 (−0.6, 0.59, 0.01)",
    "平方误差也计入错误类别，分别为 0.54 和 0.708",
    said="Cross-entropy looks only at the correct class; other classes do not matter.",
)
@claim(
    "softmax",
    "For each wrong class $j$ the slope of cross-entropy is $q_j$",
    "对每个错误类别 $j$，交叉熵的斜率为 $q_j$",
    "(−0.6, 0.3, 0.3) and (−0.6, 0.59, 0.01); the first is classified right, the second wrong",
)
@claim(
    "full-course",
    "A wrong class is pushed down by its own probability: the slope is q − t",
    "but that probability depends on every logit",
    "错误的类别按它自己的概率被压低：斜率为 q − t",
    "但这个概率取决于每个对数几率",
)
def wrong_classes_are_in_the_slope():
    t = np.array([1.0, 0.0, 0.0])
    pair = np.array([[0.4, 0.3, 0.3], [0.4, 0.59, 0.01]])
    np.testing.assert_allclose(softmax_cross_entropy(np.log(pair), t), 0.916, atol=5e-4)
    slopes = softmax_cross_entropy_gradient(np.log(pair), t)
    np.testing.assert_allclose(slopes, [[-0.6, 0.3, 0.3], [-0.6, 0.59, 0.01]], atol=1e-12)
    np.testing.assert_allclose(squared_error(pair, t), [0.54, 0.708], atol=5e-4)
    assert misclassified(pair, np.array([t, t])).tolist() == [False, True]
    for z, hot in cases():
        right = hot.astype(bool)
        np.testing.assert_allclose(softmax_cross_entropy(z, hot), -np.log(softmax(z)[right]))
        slopes = softmax_cross_entropy_gradient(z, hot)
        np.testing.assert_allclose(slopes[~right], softmax(z)[~right])
        assert slopes.all()


@claim(
    "score-table",
    "negative for the right class, whose logit a descent step pushes up, and $+q_j$ for a wrong",
    "Each row sums to 0.",
    "每一行之和为 0",
    "正确类别的斜率为负",
)
@claim(
    "softmax",
    "target the slopes always sum to 0",
    "logit is $q_k$, never negative",
    "目标为独热时，各斜率之和总是 0",
    "交叉熵对错误类别的对数几率的斜率为 $q_k$，从不为负",
)
def the_slopes_of_a_row_balance():
    for z, t in cases():
        slopes = softmax_cross_entropy_gradient(z, t)
        assert ((slopes < 0) == (t == 1)).all()
        np.testing.assert_allclose(slopes.sum(axis=1), 0, atol=1e-14)
        strongest = np.where(t == 1, -np.inf, z).argmax(axis=1)
        np.testing.assert_array_equal(slopes.argmax(axis=1), strongest)


@claim(
    "score-table",
    "So its slope is 0 almost everywhere",
    "only where a right class becomes the largest or ceases to be, and for the three animals it "
    "never does",
    "because its slope is 0 almost everywhere",
    "random tables of three samples it is 0 in each logit",
    "因此它的斜率几乎处处为 0",
    "只有当正确类别变为最大或不再最大时，它才可能跳变；对于这三种动物，它始终不跳变",
    "对每个对数几率的斜率都是 0",
    said="The error rate is a poor loss as it cannot rank the models.",
)
@claim(
    "full-course",
    "The error rate ties; its slope is 0 almost everywhere",
    "its gradient is 0 almost everywhere",
    "错误率打平，它的斜率几乎处处为 0",
    "它的梯度几乎处处为 0",
)
def the_error_rate_ties_and_has_no_slope():
    for share in np.linspace(0, 1, 101):
        between = (1 - share) * FIRST + share * SECOND
        assert error_rate(between, TARGETS) == pytest.approx(1 / 3)
    rng = np.random.default_rng(0)
    wrong = 0.0
    for z in rng.normal(size=(1000, 9)):
        slope = finite_difference(lambda v: error_rate(softmax(v.reshape(3, 3)), TARGETS), z)
        assert not slope.any()
        wrong += error_rate(softmax(z.reshape(3, 3)), TARGETS) > 0
    assert wrong > 900


@claim(
    "score-table",
    "falls from 0.807 to 0.340 and the mean cross-entropy from 1.378 to 0.639 nats",
    "It is surer where it is right, and less sure where it is wrong",
    "平均平方误差从 0.807 降至 0.340，平均交叉熵从 1.378 降至 0.639 奈特",
)
@claim(
    "full-course",
    "The other two prefer model 2",
    "另外两种度量都认为模型 2 更好",
)
def squared_error_and_cross_entropy_prefer_the_second_model():
    first, second = (Scores.of(q, TARGETS) for q in (FIRST, SECOND))
    squares = [each.squared_error.mean() for each in (first, second)]
    np.testing.assert_allclose(squares, [0.807, 0.340], atol=5e-4)
    cross = [each.cross_entropy.mean() for each in (first, second)]
    np.testing.assert_allclose(cross, [1.378, 0.639], atol=5e-4)
    tops = [
        np.where(each.misclassified, -1, 1) * q.max(axis=1)
        for each, q in ((first, FIRST), (second, SECOND))
    ]
    assert (np.sort(tops[1]) > np.sort(tops[0])).all()


@claim(
    "score-table",
    "rank alike; on other tables they may disagree",
    "排序一致；换一张表，二者可能不一致",
)
def two_proper_scores_may_disagree():
    t = np.array([1.0, 0.0, 0.0])
    one, other = Scores.of([[0.4, 0.59, 0.01], [0.39, 0.305, 0.305]], t).squared_error
    assert one > other
    one, other = Scores.of([[0.4, 0.59, 0.01], [0.39, 0.305, 0.305]], t).cross_entropy
    assert one < other


@claim(
    "score-table",
    "A prediction of 0 for the right class makes cross-entropy infinite; squared error stays at 2",
    "如果对正确类别的预测为 0，交叉熵为无穷大；平方误差不超过 2",
)
def squared_error_is_at_most_2():
    rng = np.random.default_rng(0)
    for K in (2, 3, 6):
        q = rng.dirichlet(np.full(K, 0.2), size=500)
        assert (squared_error(q, np.eye(K)[0]) <= 2).all()
        assert squared_error(np.eye(K)[1], np.eye(K)[0]) == 2
        assert Scores.of(np.eye(K)[1], np.eye(K)[0]).cross_entropy == np.inf


@claim(
    "score-table",
    "Then a row would not sum to 1",
    "那样一来，一行之和就不是 1",
    said="Sigmoid for the three-class rows; sign function for the label.",
)
def three_sigmoids_are_no_distribution():
    for z, _ in cases(classes=(3,)):
        assert (np.abs(sigmoid(z).sum(axis=1) - 1) > 1e-6).all()
        np.testing.assert_allclose(softmax(z).sum(axis=1), 1, rtol=1e-14)


# What changes when one logit moves?


@claim(
    "softmax",
    "all probabilities move, and the slopes with them",
    "How every probability moves with every logit",
    "the slopes of the **other** wrong classes fall, because their probabilities do",
    "所有概率都随之变化，斜率也随之变化",
    "每个概率如何随每个对数几率变化",
    "**其他** 错误类别的斜率就会下降，因为它们的概率下降了",
)
def one_logit_moves_every_probability():
    for z, t in cases():
        moved = z.copy()
        moved[:, -1] += 0.5
        change = softmax(moved) - softmax(z)
        assert (change[:, -1] > 0).all()
        assert (change[:, :-1] < 0).all()
        slopes = softmax_cross_entropy_gradient(moved, t) - softmax_cross_entropy_gradient(z, t)
        np.testing.assert_allclose(slopes, change, atol=1e-14)


@claim(
    "softmax",
    "$p = \\sigma(z_1 - z_2)$ they agree in value and slope",
    "second formula is the first",
    "value and slope are **twice** those of the sigmoid's half squared error",
    "它的值与斜率都是 sigmoid 情形下半平方误差的 **两倍**",
    "二者的值与斜率都相同",
)
def two_classes_are_one_sigmoid():
    rng = np.random.default_rng(0)
    z, y = rng.normal(scale=4, size=(500, 2)), rng.uniform(size=500)
    t, gap = np.stack([y, 1 - y], axis=1), z[:, 0] - z[:, 1]
    np.testing.assert_allclose(softmax_cross_entropy(z, t), BCE.value(gap, y), rtol=1e-12)
    slope = softmax_cross_entropy_gradient(z, t)[:, 0]
    np.testing.assert_allclose(slope, BCE.gradient(gap, y), atol=1e-14)
    np.testing.assert_allclose(softmax_squared_error(z, t), 2 * MSE.value(gap, y), rtol=1e-10)
    slope = softmax_squared_error_gradient(z, t)[:, 0]
    np.testing.assert_allclose(slope, 2 * MSE.gradient(gap, y), atol=1e-14)


@claim(
    "softmax",
    "and with $dp/dz = p (1 - p)$ the denominator cancels: $dL/dz = p - y$",
    "再乘以 $dp/dz = p (1 - p)$，分母恰好消去：$dL/dz = p - y$",
)
def the_binary_slope_is_the_error():
    rng = np.random.default_rng(0)
    z, y = rng.normal(scale=4, size=500), rng.uniform(size=500)
    p = sigmoid(z)
    in_p = -y / p + (1 - y) / (1 - p)
    np.testing.assert_allclose(in_p, (p - y) / (p * (1 - p)), rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(in_p * p * (1 - p), BCE.gradient(z, y), atol=1e-12)


@claim(
    "softmax",
    "It is symmetric, and each row sums to 0, because the probabilities always sum to 1",
    "No entry is larger in size than 1 minus the largest probability",
    "If one class has 0.999, no entry of the Jacobian is larger in size than 0.001",
    "The same matrix is the Hessian of cross-entropy in the logits",
    "is the variance of $\\chi$ under $q$",
    "the loss is flat along $(1, \\dots, 1)$",
    "它是对称的，且每一行之和为 0，因为概率之和总是 1",
    "任何元素的绝对值都不超过 1 减去最大的概率",
    "是 $\\chi$ 在分布 $q$ 下的方差",
    "损失沿 $(1, \\dots, 1)$ 方向不变",
)
def the_jacobian_of_the_softmax_is_a_variance():
    for z, t in cases():
        q, matrix = softmax(z), softmax_cross_entropy_hessian(z)
        own = q[:, :, None] * (np.eye(z.shape[1]) - q[:, None, :])
        np.testing.assert_allclose(matrix, own, atol=1e-15)
        np.testing.assert_allclose(matrix, matrix.swapaxes(1, 2), atol=0)
        np.testing.assert_allclose(matrix.sum(axis=2), 0, atol=1e-15)
        assert (np.abs(matrix).max(axis=(1, 2)) <= 1 - q.max(axis=1) + 1e-15).all()
        assert np.linalg.eigvalsh(matrix).min() > -1e-15
        v = z[::-1]
        spread = (q * (v - (q * v).sum(axis=1, keepdims=True)) ** 2).sum(axis=1)
        np.testing.assert_allclose(np.einsum("nj,njk,nk->n", v, matrix, v), spread, atol=1e-12)
        for each, target in zip(z[:5], t[:5], strict=True):
            slope = [
                finite_difference(lambda u, k=k: softmax(u)[k], each) for k in range(len(each))
            ]
            np.testing.assert_allclose(softmax_cross_entropy_hessian(each), slope, atol=1e-7)
            bent = finite_difference(
                lambda u, t=target: softmax_cross_entropy_gradient(u, t)[0], each
            )
            np.testing.assert_allclose(softmax_cross_entropy_hessian(each)[0], bent, atol=1e-7)


@claim(
    "softmax",
    "Under cross-entropy the factor cancels at the output unit",
    "When a wrong class has nearly all the probability, the Jacobian fades, and the slope with it",
    "cross-entropy's slope in that logit is 0.997, half squared error's 0.0033",
    "Cross-entropy pushes it down with 0.997, half squared error with 0.0033",
    "交叉熵对该对数几率的斜率为 0.997，半平方误差的为 0.0033",
    "采用交叉熵时，这个因子在输出单元处消去",
    said="A saturated sigmoid kills training, softmax likewise.",
)
@claim(
    "full-course",
    "cross-entropy pushes with 0.996, half squared error with 0.0039",
    "交叉熵的力度为 0.996，半平方误差为 0.0039",
)
def saturation_kills_under_squared_error_only():
    z, t = np.eye(10)[2], np.eye(10)[0]  # the page's third logit is 1
    z[1] = 8.0
    assert softmax_cross_entropy_gradient(z, t)[1] == pytest.approx(0.996, abs=5e-4)
    assert softmax_squared_error_gradient(z, t)[1] == pytest.approx(0.0039, abs=5e-5)
    z, t = np.zeros(10), np.eye(10)[0]
    z[1] = 8.0
    assert softmax_cross_entropy_gradient(z, t)[1] == pytest.approx(0.997, abs=5e-4)
    assert softmax_squared_error_gradient(z, t)[1] == pytest.approx(0.0033, abs=5e-5)
    for K in (2, 3, 10, 100):
        for lead in (10.0, 15.0, 25.0):
            z, t = np.zeros(K), np.eye(K)[0]
            z[1] = lead
            cross, squared = (
                np.abs(slope(z, t)).max()
                for slope in (softmax_cross_entropy_gradient, softmax_squared_error_gradient)
            )
            assert cross > 0.99
            assert squared < 2 * K * np.exp(-lead)


@claim("softmax", "its slope turns **negative**", "它的斜率会变为 **负值**")
def squared_error_may_pull_a_wrong_logit_up():
    for lead in (3.0, 5.0, 8.0):
        for low in np.linspace(-10, 0, 21):
            assert softmax_squared_error_gradient([0.0, lead, low], [1, 0, 0])[2] < 0


@claim(
    "softmax",
    "1/K of cross-entropy's",
    "1/{count} of it, as all logits are equal",
    "**交叉熵斜率的 1/K**",
    "各对数几率相等，恰为其 1/{count}",
)
@claim(
    "full-course",
    "At equal logits half squared error pushes 1/K as hard",
    "各对数几率相等时，半平方误差的力度只有交叉熵的 1/K",
)
def at_equal_logits_squared_error_pushes_one_kth():
    for classes in range(2, 101):
        z, t = np.zeros(classes), np.eye(classes)[0]
        np.testing.assert_allclose(
            classes * softmax_squared_error_gradient(z, t),
            softmax_cross_entropy_gradient(z, t),
            rtol=1e-12,
            atol=1e-15,
        )


# Is KL the better loss for a soft label?


@claim(
    "soft-labels",
    "CE and KL have the same gradient",
    "their gradients are equal, $(q - t)/T$",
    "same slope, same minimiser, another height",
    "As a **loss** it makes a difference only if the target is trained too",
    "CE 与 KL 的梯度相同",
    "斜率相同，极小点相同，只是高度不同",
    "只有当目标也参加训练时两者才有区别",
    said="For soft labels KL is the better loss.",
)
@claim(
    "full-course",
    "the same gradient, values shifted by the entropy of the target",
    "梯度相同，值只相差目标的熵",
)
def cross_entropy_and_kl_train_alike_on_soft_labels():
    rng = np.random.default_rng(0)
    for z, T in zip(rng.normal(scale=2, size=(50, 3)), rng.uniform(0.5, 20, 50), strict=True):
        teacher = rng.normal(scale=2, size=3)
        t = soften(teacher, T)
        of_kl = finite_difference(lambda v, T=T, t=t: information.kl_divergence(t, soften(v, T)), z)
        of_ce = distillation_gradient(z, teacher, T)
        np.testing.assert_allclose(of_kl, of_ce, atol=1e-7)
        np.testing.assert_allclose(of_ce, (soften(z, T) - t) / T, atol=1e-14)
        shift = distillation_loss(z, teacher, T) - information.kl_divergence(t, soften(z, T))
        assert shift == pytest.approx(information.entropy(t))
        # A target that is trained has a slope of its own in H(t).
        own = finite_difference(lambda v, T=T: information.entropy(soften(v, T)), teacher)
        assert np.abs(own).max() > 1e-5


@claim(
    "soft-labels",
    "With a softened target it falls to a quarter",
    "so only the chain rule's $1/T$ is lost",
    "it falls like 1/T.",
    "against a hard label like 1/T",
    "With a softened teacher it falls to about a quarter, against a hard label to about a half",
    "从 $T = 100$ 到 200，梯度减半",
    "面对硬标签则按 1/T 缩小",
    said="Softened gradients shrink like 1/T^2.",
)
@claim(
    "full-course",
    "At large T the gradient falls like 1/T², hence the factor T²",
    "T 很大时梯度按 1/T² 下降，因此需要因子 T²",
)
def a_softened_gradient_shrinks_like_one_over_t_squared():
    rng = np.random.default_rng(0)
    for z, teacher in rng.normal(scale=3, size=(50, 2, 3)):
        soft = [np.linalg.norm(distillation_gradient(z, teacher, T)) for T in (100.0, 200.0)]
        assert soft[0] == pytest.approx(4 * soft[1], rel=0.05)
        limit = (z - z.mean() - teacher + teacher.mean()) / 3
        scaled = 1e8 * distillation_gradient(z, teacher, 1e4)
        np.testing.assert_allclose(scaled, limit, rtol=5e-3, atol=2e-3)
        hard = [
            np.linalg.norm(softmax_cross_entropy_gradient(z / T, np.eye(3)[0]) / T)
            for T in (100.0, 200.0)
        ]
        assert hard[0] == pytest.approx(2 * hard[1], rel=0.05)


@claim(
    "soft-labels",
    "3.33 for $\\varepsilon = 0.1$ and $K = 3$",
    "that is (0.933, 0.033, 0.033)",
    "spreads it evenly over all $K$ classes, the right one included",
    "= 0.933$ for the right class and 0.033 for each other one",
    "A one-hot label is never satisfied: cross-entropy falls as long as the right logit grows",
    "结果是 (0.933, 0.033, 0.033)",
    "独热标签永远得不到满足",
)
def a_smoothed_label_is_satisfied_at_a_finite_lead():
    smoothed = smooth_labels([1.0, 0.0, 0.0], 0.1)
    np.testing.assert_allclose(smoothed, [0.933, 0.033, 0.033], atol=5e-4)
    assert np.log(smoothed[0] / smoothed[1]) == pytest.approx(3.33, abs=5e-3)
    for K in (2, 3, 10, 1000):
        for amount in (0.01, 0.1, 0.5):
            t = smooth_labels(np.eye(K)[0], amount)
            assert t[0] == pytest.approx(1 - amount + amount / K)
            np.testing.assert_allclose(t[1:], amount / K)
            z = np.zeros(K)
            z[0] = np.log(t[0] / t[1])
            np.testing.assert_allclose(softmax_cross_entropy_gradient(z, t), 0, atol=1e-14)
        leads = np.zeros((200, K))
        leads[:, 0] = np.linspace(-20, 600, 200)
        assert (np.diff(softmax_cross_entropy(leads, np.eye(K)[0])) < 0).all()


@claim(
    "soft-labels",
    "If only one logit may move, both losses are lowest where its class has",
    "如果只有一个对数几率可以变动，两个损失都在该类别满足 $q_k = t_k$ 处最小",
)
def one_logit_is_best_where_its_class_has_its_target():
    rng = np.random.default_rng(0)
    for others in rng.normal(scale=2, size=(100, 3)):
        T, t = rng.uniform(0.5, 20), rng.dirichlet(np.ones(4))
        z = np.concatenate([[matching_logit(others, t[0], T)], others])
        assert soften(z, T)[0] == pytest.approx(t[0])
        around = z + np.array([[-0.1], [0.0], [0.1]]) * np.eye(4)[0]
        assert softmax_cross_entropy(around / T, t).argmin() == 1


@claim(
    "soft-labels",
    "If all logits may move, both directions of KL are lowest at $q = t$",
    "If one logit may move, their lowest places differ in general",
    "如果所有对数几率都可以变动，两个方向的 KL 都在 $q = t$ 处最小",
)
def both_directions_of_kl_meet_at_the_target_only():
    rng = np.random.default_rng(0)
    differ = 0
    for t in rng.dirichlet(np.ones(3), size=100):
        q = rng.dirichlet(np.ones(3), size=20)
        assert (information.kl_divergence(t, q) > 0).all()
        assert (information.kl_divergence(q, t) > 0).all()
        np.testing.assert_allclose(reverse_kl_gradient(np.log(t), t), 0, atol=1e-14)
        others = rng.normal(size=2)
        z = np.concatenate([[matching_logit(others, t[0])], others])
        differ += abs(reverse_kl_gradient(z, t)[0]) > 1e-4
    assert differ > 90


@claim(
    "soft-labels",
    "is hardly pulled back, as with squared error",
    "几乎得不到挽回，这与平方误差一样",
)
def reverse_kl_lets_go_of_what_the_student_gave_up():
    for t in ([0.9, 0.1], [0.5, 0.5], [0.6, 0.4]):
        pulls = [abs(reverse_kl_gradient([z, 0.0], t)[0]) for z in (-10.0, -15.0, -20.0)]
        assert max(pulls) < 1e-3
        assert (np.diff(pulls) < 0).all()
        assert abs(softmax_cross_entropy_gradient([-10.0, 0.0], t)[0]) > 0.4


@claim(
    "soft-labels",
    "$T^2\\, \\mathrm{KL}$ has a limit as $T$ grows",
    "CE = 1.1 nats at $T = 20$",
    "当 $T$ 增大时，$T^2\\, \\mathrm{KL}$ 有极限",
)
def scaled_kl_has_a_limit_and_scaled_cross_entropy_none():
    teacher, student = np.array([6.0, 3.0, 0.0]), np.array([1.0, 3.0, 0.0])
    floor = information.entropy(soften(teacher, 20.0))
    assert round(float(floor), 1) == 1.1
    scaled = {
        T: T**2 * information.kl_divergence(soften(teacher, T), soften(student, T))
        for T in (100.0, 1000.0)
    }
    difference = (teacher - teacher.mean()) - (student - student.mean())
    limit = (difference**2).sum() / 6
    assert scaled[100.0] == pytest.approx(limit, rel=0.05)
    assert scaled[1000.0] == pytest.approx(limit, rel=0.005)
    assert distillation_loss(student, teacher, 1000.0) == pytest.approx(np.log(3), abs=1e-3)


@claim(
    "soft-labels",
    "KL is lowest, and 0, at $\\mu = 0$, $\\tau = 1$",
    "KL 在 $\\mu = 0$、$\\tau = 1$ 处最小，其值为 0",
)
def cross_entropy_alone_collapses_the_code():
    mu, sigma = np.linspace(-3, 3, 61), np.linspace(0.02, 3, 150)[:, None]
    kl = information.kl_gaussian(mu, sigma)
    best = np.unravel_index(kl.argmin(), kl.shape)
    assert (mu[best[1]], sigma[best[0], 0]) == pytest.approx((0, 1), abs=1e-9)
    assert information.kl_gaussian(0.0, 1.0) == 0
    cross = kl + 0.5 - gaussian_log_density(0.0, 0.0, sigma)
    assert (np.diff(cross, axis=0) > 0).all()


@claim("two-outcomes", "closer in the sense of KL", "而且接近是就 KL 而言的")
def for_a_fixed_target_cross_entropy_orders_like_kl():
    rng = np.random.default_rng(0)
    for t in rng.dirichlet(np.ones(4), size=50):
        q = rng.dirichlet(np.ones(4), size=30)
        cross, kl = information.cross_entropy(t, q), information.kl_divergence(t, q)
        np.testing.assert_array_equal(cross.argsort(), kl.argsort())
        np.testing.assert_allclose(cross - kl, information.entropy(t), rtol=1e-10)
    hot = np.eye(4)[0]
    np.testing.assert_allclose(information.cross_entropy(hot, q), information.kl_divergence(hot, q))


# How far must the right class win?


@cache
def trained(slug, classes, steps, scale=20.0):
    """Widest cluster, nearest strangers and mean spread in degrees, a row for each seed."""
    rows = []
    for seed in SEEDS:
        circle = margins.train_features(
            KINDS[slug],
            scale=scale,
            classes=classes,
            samples=100 // classes,
            steps=steps,
            seed=seed,
        )
        rows.append((circle.width[-1], circle.gap[-1], circle.spread[-1].mean()))
    return np.degrees(rows)


def led_by(degrees, scale=20.0):
    """Lead in logits, and loss, of a feature between two directions at right angles."""
    own, other = np.radians([45 - degrees / 2, 45 + degrees / 2])
    lead = scale * (np.cos(own) - np.cos(other))
    return lead, softmax_cross_entropy([lead, 0.0], [1, 0])


@claim(
    "margins",
    "no compactness within a class and no margin between classes",
    "不要求类内紧凑，也不要求类间有间隔",
    said="Margin losses exist because cross-entropy ignores the wrong classes.",
)
@claim(
    "full-course",
    "A gap between classes and compactness within",
    "类与类之间的空隙和类内的紧凑",
)
def margins_ask_for_a_gap_and_softmax_does_not():
    for between in np.radians([30, 72, 90, 180]):
        for scale in (4.0, 20.0, 64.0):
            assert margins.decision_gap(KINDS["softmax"], between, scale, 0.0) < 1e-9
            for kind in list(KINDS.values())[1:]:
                gap = margins.decision_gap(kind, between, scale, kind.default_margin)
                assert gap > np.radians(1)


@claim(
    "margins",
    "a lead of 1° is 0.25 logits and leaves $L = 0.577$; 10° leave 0.082, 20° leave 0.007",
    "0.577 nats, where a tie costs",
    "领先 1° 相当于 0.25 个对数几率，损失仍有 $L = 0.577$；"
    "领先 10° 时剩下 0.082，领先 20° 时剩下 0.007",
    said="Winning is enough, by a lead that may be a degree.",
)
def a_lead_of_a_degree_is_not_enough():
    assert led_by(1)[0] == pytest.approx(0.25, abs=5e-3)
    losses = [led_by(degrees)[1] for degrees in (1, 10, 20)]
    np.testing.assert_allclose(losses, [0.577, 0.082, 0.007], atol=5e-4)


@claim(
    "margins",
    "**a clear lead is enough**",
    "$1 - q_y \\le (K - 1)\\, e^{-\\Delta}$ as well",
    "**明显的领先就够了**",
)
@claim(
    "full-course",
    "Softmax hardly pulls once the right class leads clearly",
    "正确类别明显领先之后，softmax 几乎不再拉动",
)
def a_clear_lead_leaves_little_loss_and_little_slope():
    for z, t in cases():
        right = t.astype(bool)
        lead = z[right] - np.where(right, -np.inf, z).max(axis=1)
        bound = (z.shape[1] - 1) * np.exp(-lead)
        assert (softmax_cross_entropy(z, t) <= bound * (1 + 1e-12)).all()
        assert (1 - softmax(z)[right] <= bound * (1 + 1e-12) + 1e-15).all()


@claim(
    "margins",
    "| 2 | 180° | 158° to 159° |",
    "| 5 | 72° | 50° to 56° |",
    "| 8 | 45° | 8° to 15° |",
    "| 2 | 180° | 158° 至 159° |",
    "| 5 | 72° | 50° 至 56° |",
    "| 8 | 45° | 8° 至 15° |",
    said="With plain softmax a class stays as wide as its region.",
)
def plain_softmax_tightens_slowly():
    for classes, narrowest, widest in ((2, 158, 159), (5, 50, 56), (8, 8, 15)):
        width = trained("softmax", classes, 1000)[:, 0]
        assert (round(width.min()), round(width.max())) == (narrowest, widest)
        assert (width < trained("softmax", classes, 200)[:, 0]).all()
        assert width.max() < 360 / classes


@claim(
    "margins",
    "AM-Softmax and ArcFace get there from each, softmax, SM-Softmax and L-Softmax from none",
    "With 1 000 steps L-Softmax gets there too, softmax does not",
    "AM-Softmax 和 ArcFace 每次都能做到",
    "训练 1 000 步时 L-Softmax 也能做到，softmax 仍做不到",
)
def one_threshold_separates_after_some_margins():
    def separated(slug, steps):
        width, gap, _ = trained(slug, 5, steps).T
        return int((width < gap).sum())

    assert [separated(slug, 100) for slug in KINDS] == [0, 0, 8, 8, 0]
    assert separated("l_softmax", 1000) == 8
    assert separated("softmax", 1000) == 0


@claim(
    "margins",
    "than the distance **between** classes, which winning does not ensure",
    "of five classes are classified right, and yet the widest class spans 57° to 63° and the "
    "nearest strangers stand 20° to 22° apart",
    "the widest class spans 57° to 63°, and the nearest strangers are 20° to 22° apart",
    "五个类别的全部特征都分类正确，",
    "最宽的类别跨越 57° 至 63°，最近的异类只相隔 20° 至 22°",
)
def winning_is_not_separating():
    width, gap, _ = trained("softmax", 5, 200).T
    assert (round(width.min()), round(width.max())) == (57, 63)
    assert (round(gap.min()), round(gap.max())) == (20, 22)
    for seed in SEEDS:
        circle = margins.train_features(KINDS["softmax"], steps=200, seed=seed)
        turns = circle.features[-1][:, None] - circle.directions[-1]
        np.testing.assert_array_equal(np.cos(turns).argmax(axis=1), circle.labels)


@claim(
    "margins",
    "the target logit falls, gaps open between the regions, and trained clusters tighten",
    "观察目标对数几率下降，各区域之间出现空隙，训练得到的簇随之收紧",
)
@claim(
    "full-course",
    "Drag the margin: the clusters tighten",
    "拖动间隔：簇逐渐收紧",
)
def a_margin_lowers_the_logit_and_tightens_the_clusters():
    angles = np.linspace(0, np.pi, 181)
    for slug, kind in list(KINDS.items())[1:]:
        z = [margins.target_logit(kind, angles, 20.0, m) for m in kind.offered]
        assert (np.diff(z, axis=0) <= 1e-12).all()
        gaps = [margins.decision_gap(kind, np.radians(72), 20.0, m) for m in kind.offered]
        assert (np.diff(gaps) >= -1e-12).all()
        for classes in (2, 3, 5, 8):
            assert (trained(slug, classes, 100) < trained("softmax", classes, 100))[:, 2].all()


@claim(
    "margins",
    "Near that direction a margin makes it larger, where plain softmax hardly pulls",
    "at 90° with five classes and $s = 20$ softmax pulls with 13.8 nats per radian, ArcFace "
    "($m = 0.5$) with 11.4, and L-Softmax ($m = 2$) pushes away with 6.2",
    "在本类方向附近，间隔使它变大",
    "softmax 的拉力为每弧度 13.8 奈特，ArcFace（$m = 0.5$）为 11.4，"
    "L-Softmax（$m = 2$）则以 6.2 向外推",
)
def a_margin_pulls_harder_near_home():
    right_angle = {"angle": np.pi / 2, "classes": 5, "scale": 20.0}
    slopes = [
        margins.judge(KINDS[slug], **right_angle, margin=margin).slope
        for slug, margin in (("softmax", 0.0), ("arcface", 0.5), ("l_softmax", 2.0))
    ]
    assert slopes == pytest.approx([13.8, 11.4, -6.2], abs=0.05)
    for classes in (2, 3, 5, 8, 12):
        for angle in np.radians(np.linspace(1, 180 / classes - 1, 20)):
            for scale in (4.0, 20.0, 64.0):
                plain = margins.judge(KINDS["softmax"], angle, classes, scale=scale, margin=0.0)
                for kind in list(KINDS.values())[1:]:
                    way = {"scale": scale, "margin": kind.default_margin}
                    assert margins.judge(kind, angle, classes, **way).slope > plain.slope


@claim(
    "margins",
    "at 151° for $m = 0.5$",
    "$-s (\\cos m + m \\sin m)$: by $0.117\\, s$ for $m = 0.5$",
    "strictly decreasing from $1$ to $1 - 2m$",
    "当 $m = 0.5$ 时位于 151°",
    "从 $1$ 严格下降到 $1 - 2m$",
)
def the_mended_curves_fall():
    arcface = KINDS["arcface"]
    assert round(np.degrees(np.pi - 0.5)) == 151
    for m in arcface.offered[1:]:
        turn = np.pi - m
        beyond = np.linspace(turn + 1e-9, np.pi, 200)
        assert (np.diff(margins.target_logit(arcface, beyond, 1.0, m)) < 0).all()
        assert (np.diff(margins.arcface_without_repair(beyond, 1.0, m)) > 0).all()
        jump = -1 - margins.target_logit(arcface, turn + 1e-9, 1.0, m)
        assert jump == pytest.approx(np.cos(m) + m * np.sin(m) - 1, abs=1e-7)
    assert np.cos(0.5) + 0.5 * np.sin(0.5) - 1 == pytest.approx(0.117, abs=5e-4)
    for m in KINDS["l_softmax"].offered:
        psi = margins.target_logit(KINDS["l_softmax"], np.linspace(0, np.pi, 2001), 1.0, m)
        assert (psi[0], psi[-1]) == pytest.approx((1, 1 - 2 * m))
        assert (np.diff(psi) < 0).all()


@claim(
    "margins",
    "so $\\varphi = (\\omega - m)/2$ and $g = m$, whatever $\\omega$ and $s$",
    "no feature between the two is satisfied, and the whole of $\\omega$ is gap",
    "With ArcFace, beyond the angle between two directions, no feature satisfies it",
    "间隔一旦超过两个方向之间的夹角，就没有任何特征能满足它",
    said="A larger margin is a better one.",
)
def the_gap_has_a_closed_form():
    for a in np.radians([20, 72, 90, 150, 180]):
        for s in (4.0, 20.0, 64.0):
            am = lambda m, a=a: 2 * np.arcsin(np.minimum(m / (2 * np.sin(a / 2)), 1))  # noqa: E731
            forms = {
                "arcface": lambda m: m,
                "am_softmax": am,
                "sm_softmax": lambda m, s=s, am=am: am(m / s),
                "l_softmax": lambda m, a=a: a * (m - 1) / (m + 1),
            }
            for slug, form in forms.items():
                for m in KINDS[slug].offered:
                    gap = margins.decision_gap(KINDS[slug], a, s, m)
                    assert gap == pytest.approx(min(form(m), a), abs=1e-7)


@claim(
    "margins",
    "the gap is 28.6° and a class keeps 21.7° on either side",
    "$m = 1.5$ is 85.9°",
    "空隙为 28.6°，每个类别两侧各保留 21.7°",
)
def a_margin_may_be_larger_than_the_room():
    five = np.radians(72)
    gap = margins.decision_gap(KINDS["arcface"], five, 20.0, 0.5)
    assert np.degrees(gap) == pytest.approx(28.6, abs=0.05)
    half = margins.accepted_angle(KINDS["arcface"], five, 20.0, 0.5)
    assert np.degrees(half) == pytest.approx(21.7, abs=0.05)
    assert np.degrees(1.5) == pytest.approx(85.9, abs=0.05)
    assert margins.accepted_angle(KINDS["arcface"], five, 20.0, 1.5) == 0


@claim("margins", "even a feature on its own direction gets a probability below 0.003")
@claim("margins", "The scale that is needed grows like ln K", "所需的缩放因子随 ln K 增长")
def the_scale_must_grow_with_the_logarithm_of_the_classes():
    z = np.full(1000, -1 / 999)
    z[0] = 1.0
    assert softmax(z)[0] < 0.003
    classes = np.logspace(3, 12, 10)
    for q in (0.5, 0.9, 0.999):
        np.testing.assert_allclose(np.diff(margins.least_scale(classes, q)), np.log(10), atol=0.03)


@claim(
    "margins",
    "Drag the scale from 64 down to 8 and watch the inner circle tighten",
    "把缩放因子从 64 拖到 8，观察内圈收紧",
)
def a_smaller_scale_pulls_longer():
    for classes in (2, 3, 5, 8):
        wide, middle, tight = (trained("softmax", classes, 100, s)[:, 2] for s in (64.0, 20.0, 8.0))
        assert (wide > middle).all()
        assert (middle > tight).all()


@claim(
    "margins",
    "two random directions there are 90° apart, give or take 2.5°",
    "两个随机方向之间的夹角为 90°，上下约 2.5°",
)
def random_directions_in_512_dimensions_are_nearly_at_right_angles():
    for seed in range(3):
        x = np.random.default_rng(seed).normal(size=(2, 4000, 512))
        x /= np.linalg.norm(x, axis=2, keepdims=True)
        angle = np.degrees(np.arccos((x[0] * x[1]).sum(axis=1)))
        assert angle.mean() == pytest.approx(90, abs=0.15)
        assert angle.std() == pytest.approx(2.5, abs=0.1)
