"""What the pages about likelihood teach, computed."""

from collections import Counter
from itertools import product
from math import comb

import numpy as np
import pytest

from core import information, likelihood, multinomial
from core.datasets import DATASETS, load
from core.losses import LOSSES
from tests.claims.registry import claim

BCE, MSE = LOSSES["bce"], LOSSES["mse"]


@claim(
    "noise-model",
    "A zero-mean Gaussian prior on the weights is ridge",
    "权重上均值为零的高斯 先验 才是岭",
    said="MSE is a Gaussian prior.",
)
def squared_error_is_a_gaussian_likelihood_and_ridge_the_prior():
    x, mu = np.array([0.3, -1.2, 2.0]), 0.4
    for sigma in (0.5, 2.0):
        log_density = likelihood.gaussian_log_density(x, mu, sigma).sum()
        constant = len(x) * np.log(sigma * np.sqrt(2 * np.pi))
        assert -log_density == pytest.approx(
            (0.5 * (x - mu) ** 2).sum() / sigma**2 + constant, rel=1e-12
        )
    w, samples, width = np.array([1.0, -2.0]), 50, 0.7
    strength = likelihood.ridge_strength(width, samples)
    prior = likelihood.gaussian_log_density(w, 0.0, width) - likelihood.gaussian_log_density(
        0.0, 0.0, width
    )
    assert likelihood.ridge_penalty(w, strength) == pytest.approx(-prior.sum() / samples)


@claim(
    "noise-model",
    "A density may exceed 1",
    "**a wider $\\tau$ always looks better**",
    "密度可以大于 1",
    "**更大的** $\\tau$ **总是 显得更好**",
    said="For the Gaussian maximum likelihood log sigma is dropped.",
)
def log_sigma_stays_when_sigma_is_estimated():
    for slug in ("gaussian", "laplace"):
        model = likelihood.NOISE_MODELS[slug]
        for sample in np.random.default_rng(0).normal(size=(30, 7)):
            location, best = model.estimate(sample)
            widths = best * np.geomspace(0.1, 10, 201)
            whole = model.negative_mean(sample, location, widths)
            assert widths[whole.argmin()] == pytest.approx(best)
            dropped = model.mean_loss(sample, location) / widths
            assert (np.diff(dropped) < 0).all()
    x = np.array([0.0, 0.1, -0.1, 0.05])
    sigmas = np.linspace(0.01, 1.0, 2_000)
    fit_of = [likelihood.gaussian_log_density(x, x.mean(), s).sum() for s in sigmas]
    assert sigmas[int(np.argmax(fit_of))] == pytest.approx(x.std(), abs=1e-3)
    dropped = [-(0.5 * (x - x.mean()) ** 2).sum() / s**2 for s in sigmas]
    assert int(np.argmax(dropped)) == len(sigmas) - 1  # without it sigma runs away
    assert np.exp(likelihood.gaussian_log_density(0.0, 0.0, 0.1)) > 1


@claim(
    "noise-model",
    "to the last digit, or nearly",
    "Maximum likelihood **is** least cross-entropy",
    "直到最后一位都相同，或几乎相同",
)
def the_mean_log_likelihood_of_logistic_regression_is_minus_bce():
    generator = np.random.default_rng(0)
    for slug in DATASETS:
        data = load(slug)
        for theta in generator.standard_normal((20, data.X.shape[1] + 1)):
            z = data.X @ theta[:-1] + theta[-1]
            mean = likelihood.log_likelihood_logistic(data.X, data.y, theta) / len(data.y)
            assert -mean == pytest.approx(BCE.value(z, data.y).mean(), rel=1e-14)


@claim(
    "noise-model",
    "**none of them moves that place**",
    "Gaussian noise with a fixed $\\tau$ makes half squared error, and its maximum is the mean",
    "mean 4, median 4. Put 10.8 for the last one: mean 4.5, median still 4",
    "每一步都不改变这个位置",
    "$\\tau$ 固定的高斯噪声得出半平方误差，其最大值点是均值",
    "均值 4，中位数 4。把最后一个换成 10.8：均值 4.5，中位数仍为 4",
)
def logarithm_sign_and_mean_leave_the_best_place():
    centre = {
        "gaussian": np.mean,
        "laplace": np.median,
        "bernoulli": np.mean,
    }
    generator = np.random.default_rng(1)
    for slug, model in likelihood.NOISE_MODELS.items():
        for _ in range(30):
            labels = generator.integers(0, 2, 9).astype(float)
            x = labels if slug == "bernoulli" else generator.normal(0.5, 0.3, 9)
            grid = np.linspace(0, 1, 1_001) if slug == "bernoulli" else np.sort([*x, x.mean()])
            product = np.exp(model.log_density(x, grid[:, None], 1.0)).prod(axis=1)
            best = grid[product.argmax()]
            assert best == grid[model.log_likelihood(x, grid).argmax()]
            assert best == grid[model.mean_loss(x, grid).argmin()]
            assert best == pytest.approx(centre[slug](x), abs=6e-4)
    cm = np.array([2.0, 2.9, 3.3, 3.6, 4.0, 4.2, 4.5, 5.2, 6.3])
    assert (cm.mean(), np.median(cm)) == pytest.approx((4, 4))
    cm[-1] = 10.8
    assert (cm.mean(), np.median(cm)) == pytest.approx((4.5, 4))


@claim(
    "noise-model",
    "one at $\\mu$ itself sits in the kink and pulls with anything from $-1$ to $1$",
    "any $\\mu$ between the two in the middle is as likely",
    "恰在 $\\mu$ 处的观测值位于尖点，拉力可以取 $-1$ 到 $1$ 之间的任何值",
    "中间两个值之间的任何 $\\mu$ 似然都一样大",
    said="Under absolute error each observation pulls with 1.",
)
def the_median_balances_with_the_pull_of_what_lies_on_it():
    laplace, generator = likelihood.NOISE_MODELS["laplace"], np.random.default_rng(2)
    for n in (5, 8, 9, 12):
        x = np.sort(generator.normal(size=n))
        middle = np.median(x)
        others = np.sign(x - middle).sum()
        assert abs(others) <= (x == middle).sum()
        if n % 2 == 0:
            between = np.linspace(x[n // 2 - 1], x[n // 2], 7)
            values = laplace.log_likelihood(x, between)
            np.testing.assert_allclose(values, values[0], rtol=1e-12)


@claim(
    "noise-model",
    "If the labels are alike, $n_1 = 0$ or $n_1 = n$, the slope has no zero inside",
    "即 $n_1 = 0$ 或 $n_1 = n$，斜率在区间内部没有零点",
)
def the_share_of_labels_is_most_likely_at_the_ends_too():
    p = np.linspace(0, 1, 1_001)
    bernoulli = likelihood.NOISE_MODELS["bernoulli"]
    for n in (1, 4, 10):
        for k in range(n + 1):
            x = np.repeat([1.0, 0.0], [k, n - k])
            assert p[bernoulli.log_likelihood(x, p).argmax()] == pytest.approx(k / n, abs=6e-4)


@claim(
    "noise-model",
    "there is **at most one** maximum",
    "There may be none",
    "its second derivative is negative at each $w$, and yet it grows with $w$ towards 0",
    "至多有一个 最大值",
    "二阶导数在每个 $w$ 处都为负，但它随 $w$ 增大而趋于 0",
    said="The second derivative is negative, so there is one maximum.",
)
def a_negative_second_derivative_means_at_most_one_maximum():
    w = np.linspace(-30, 30, 601)
    for slug in DATASETS:
        data = load(slug).feature(0)
        theta = np.column_stack([w, np.zeros_like(w)])
        value = likelihood.log_likelihood_logistic(data.X, data.y, theta)
        assert (np.diff(value, 2) < 1e-9).all()
        slope = np.diff(value)
        assert np.count_nonzero(np.diff(np.sign(slope[np.abs(slope) > 1e-9]))) <= 1
    theta = np.column_stack([w, -1.5 * w])
    value = likelihood.log_likelihood_logistic([1.0, 2.0], [0, 1], theta)
    np.testing.assert_allclose(value, -2 * np.log1p(np.exp(-w / 2)), rtol=1e-12)
    assert (np.diff(value) > 0).all()
    assert (np.diff(value, 2) < 0).all()
    assert -1e-6 < value[-1] < 0


@claim("noise-model", "over a common denominator", "先对 $p_i$ 求导并通分")
def the_slope_of_the_log_likelihood_over_one_denominator():
    p, y = np.meshgrid(np.linspace(0.01, 0.99, 99), np.linspace(0, 1, 11))
    np.testing.assert_allclose(
        y / p - (1 - y) / (1 - p), (y - p) / (p * (1 - p)), rtol=1e-9, atol=1e-11
    )


@claim(
    "noise-model",
    "**where Bernoulli's is too**",
    "Gaussian and Bernoulli noise say 0.7, the share",
    "it asks for the more frequent label, not for its probability",
    "its best constant prediction is 0.578",
    "与伯努利噪声的相同",
    "高斯与伯努利噪声给出比例 0.7",
    "它要的是更常见的 标签，而不是标签的概率",
    "它的最优常数预测为 0.578",
)
def which_losses_of_a_label_are_proper():
    generator = np.random.default_rng(3)
    for _ in range(50):
        labels = generator.integers(0, 2, 11).astype(float)
        share, more = labels.mean(), float(labels.mean() > 0.5)
        found = {s: m.estimate(labels).location for s, m in likelihood.NOISE_MODELS.items()}
        assert found == pytest.approx({"gaussian": share, "laplace": more, "bernoulli": share})
    seven = np.repeat([1.0, 0.0], [7, 3])
    assert likelihood.laplace_estimate(seven).location == 1
    p = np.linspace(0.001, 0.999, 999)
    z = np.log(p / (1 - p))
    focal = 0.7 * LOSSES["focal"].value(z, 1.0) + 0.3 * LOSSES["focal"].value(z, 0.0)
    assert p[focal.argmin()] == pytest.approx(0.578, abs=5e-4)


@claim(
    "noise-model",
    "**the narrower it is, the closer to 0 is the best weight**",
    "先验越窄，最优权重越接近 0",
)
def a_narrow_prior_draws_the_weight_to_zero():
    for slug in DATASETS:
        data = load(slug).feature(0)
        if len(data.y) == 1:
            continue
        weights = [
            likelihood.most_probable_weight(
                data.X, data.y, 0.0, likelihood.ridge_strength(sigma, len(data.y))
            )
            for sigma in (5.0, 2.0, 1.0, 0.5, 0.2, 0.01)
        ]
        assert (np.diff(np.abs(weights)) < 0).all()
        assert abs(weights[-1]) < 0.02


@claim(
    "loaded-die",
    "one $q(x_i)$ per example",
    "Two probabilities, and they differ by the coefficient",
    "in which there is no $q$: another value, the same best $q$",
    "这里有两个概率，两者相差一个系数",
    "每个样本一个 $q(x_i)$",
    "其中不含 $q$：值不同，最优的 $q$ 相同",
    said="The multinomial maximum likelihood equals cross-entropy times N.",
)
def counts_give_cross_entropy_up_to_the_coefficient():
    for counts, theta in random_throws():
        total = counts.sum()
        in_order = (counts * np.log(theta)).sum()
        of_counts = multinomial.multinomial_log_probability(counts, theta)
        coefficient = multinomial.multinomial_log_coefficient(counts)
        cross = information.cross_entropy(counts / total, theta)
        assert -in_order / total == pytest.approx(cross, rel=1e-12)
        assert -of_counts / total == pytest.approx(cross - coefficient / total, rel=1e-9)
        np.testing.assert_allclose(multinomial.multinomial_estimate(counts), counts / total)


def random_throws():
    """Give counts of 2 to 5 faces, some of them 0, each with a die."""
    generator = np.random.default_rng(5)
    for faces in (2, 3, 4, 5):
        for _ in range(25):
            counts = generator.integers(0, 9, faces)
            counts[0] += 1
            yield counts, generator.dirichlet(np.ones(faces))


@claim(
    "loaded-die",
    "**No die has a larger likelihood**",
    "It is a maximum, and the only one:**",
    "**never negative, and 0 only at** $q = t$",
    "The shares, $(0.5, 0.3, 0.2)$, and no die has a larger likelihood",
    "A fair die has $e^{-10\\, \\mathrm{KL}} = 0.50$ of it",
    "没有骰子的 似然 更大",
    "它是最大值点，而且是唯一的",
    "从不为负，只有在 $q = t$ 处才为 0",
    "均匀骰子的似然是它的 $e^{-10\\, \\mathrm{KL}} = 0.50$ 倍",
    said="The most likely die is the true die.",
)
def no_die_beats_the_shares():
    for counts, theta in random_throws():
        shares = multinomial.multinomial_estimate(counts)
        ratio = multinomial.multinomial_log_probability(counts, theta)
        ratio = ratio - multinomial.multinomial_log_probability(counts, shares)
        kl = information.kl_divergence(shares, theta)
        assert kl > 0
        assert ratio == pytest.approx(-counts.sum() * kl, rel=1e-9)
        assert information.kl_divergence(shares, shares) == 0
        half = (shares + theta) / 2
        assert information.kl_divergence(shares, half) < kl
    fair = information.kl_divergence([0.5, 0.3, 0.2], np.full(3, 1 / 3))
    assert np.exp(-10 * fair) == pytest.approx(0.50, abs=0.005)


@claim(
    "loaded-die",
    "**the probabilities of the counts sum to 1**",
    "The result is a **product of binomial coefficients**",
    "Three, HHT, HTH and THH: $\\binom32 \\binom11 = \\frac{3!}{2!\\, 1!} = 3$",
    "the counts $0.441$",
    "各种计数的概率之和为 1",
    "结果是 二项式系数的乘积",
    "正正反、正反正与反正正：$\\binom32 \\binom11 = \\frac{3!}{2!\\, 1!} = 3$",
    "计数的概率为 $0.441$",
)
def one_term_from_each_bracket():
    theta = np.array([0.5, 0.3, 0.2])
    for throws in range(1, 7):
        terms = list(product(range(3), repeat=throws))  # a face from each bracket
        assert sum(np.prod(theta[list(term)]) for term in terms) == pytest.approx(1, rel=1e-12)
        of_counts = Counter(tuple(term.count(face) for face in range(3)) for term in terms)
        for counts, orders in of_counts.items():
            left = np.cumsum(counts[::-1])[::-1]
            assert orders == np.prod([comb(n, m) for n, m in zip(left, counts, strict=True)])
            log = multinomial.multinomial_log_coefficient(counts)
            assert orders == pytest.approx(np.exp(log), rel=1e-9)
        logs = multinomial.multinomial_log_probability(list(of_counts), theta)
        assert np.exp(logs).sum() == pytest.approx(1, rel=1e-9)
    log = multinomial.multinomial_log_probability([2, 1], [0.7, 0.3])
    assert np.exp(log) == pytest.approx(0.441)


@claim(
    "loaded-die",
    "for a coin thrown $n$ times it gives $1 / (n + 1)$",
    "一枚硬币抛 $n$ 次，积分为 $1 / (n + 1)$",
    said="The likelihood is the probability of theta.",
)
def a_likelihood_does_not_integrate_to_one():
    middles = (np.arange(20_000) + 0.5) / 20_000
    for throws in (1, 4, 10):
        for heads in range(throws + 1):
            log = multinomial.binomial_log_probability(heads, throws, middles)
            assert np.exp(log).mean() == pytest.approx(1 / (throws + 1), rel=1e-6)


@claim(
    "loaded-die",
    "a hundred times as many throws, a tenth of the error",
    "投掷次数增至一百倍，误差降至十分之一",
)
def shares_settle_like_one_over_the_root_of_the_throws():
    theta = np.array([0.5, 0.3, 0.2])
    for throws in (100, 10_000):
        faces = [multinomial.throw(theta, throws, seed) for seed in range(200)]
        shares = np.array([np.bincount(each, minlength=3) / throws for each in faces])
        expected = np.sqrt(theta * (1 - theta) / throws)
        np.testing.assert_allclose(shares.std(axis=0), expected, rtol=0.2)
