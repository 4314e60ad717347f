"""What the pages about information teach, computed."""

from itertools import combinations_with_replacement, product

import numpy as np
import pytest

from core import coding, information
from core.losses import LOSSES
from tests.claims.registry import claim

BCE, KL = LOSSES["bce"], information.kl_divergence
FIRST = np.linspace(0, 1, 21)
"""Probabilities of the first of two outcomes."""


@claim(
    "code-length",
    "It is 1.4855 bits, so 1.49",
    "是 1.4855 比特，因此应为 1.49",
    said="H(.5, .3, .2) is 1.48 bits.",
)
def the_entropy_of_the_example():
    assert information.entropy([0.5, 0.3, 0.2], "bit") == pytest.approx(1.4855, abs=5e-5)


@claim(
    "two-outcomes",
    "For a fixed $t$ only",
    "只有固定 $t$ 时才成立",
    said="Lower cross-entropy means closer distributions.",
)
def cross_entropy_ranks_for_a_fixed_p_only():
    q = np.linspace(0.01, 0.99, 99)
    pairs = np.stack([q, 1 - q], axis=1)
    for p in q[1::7]:
        pair = [p, 1 - p]
        ce, kl = information.cross_entropy(pair, pairs), KL(pair, pairs)
        np.testing.assert_array_equal(ce.argsort(), kl.argsort())
        assert ce.min() == pytest.approx(information.entropy(pair))
    near = information.cross_entropy([0.5, 0.5], [0.5, 0.5])
    far = information.cross_entropy([0.99, 0.01], [0.9, 0.1])
    assert far < near
    assert KL([0.99, 0.01], [0.9, 0.1]) > 0
    assert near == pytest.approx(np.log(2))


@claim(
    "two-outcomes",
    "equal in value only where $\\mathrm{H}(t) = 0$",
    "For $t = 0.2$ and $q = 0.2$ it is 0.500 nats, and KL is 0",
    "只有在 $\\mathrm{H}(t) = 0$ 时两者的值才相等",
    "当 $t = 0.2$、$q = 0.2$ 时，交叉熵为 0.500 奈特，KL 为 0",
    said="Cross-entropy is a special case of KL.",
)
def cross_entropy_is_entropy_plus_kl():
    for p in FIRST:
        for q in FIRST[1:-1]:
            pair, predicted = [p, 1 - p], [q, 1 - q]
            ce, kl = (f(pair, predicted) for f in (information.cross_entropy, KL))
            assert ce == pytest.approx(information.entropy(pair) + kl, rel=1e-12, abs=1e-15)
            same = abs(ce - kl) < 1e-12
            assert same == (information.entropy(pair) == 0) == (p in (0, 1))
    assert information.entropy([0.2, 0.8]) == pytest.approx(0.500, abs=5e-4)
    assert KL([0.2, 0.8], [0.2, 0.8]) == 0


@claim(
    "two-outcomes",
    "they are one curve, shifted by $\\mathrm{H}(t)$",
    "**the same slope everywhere, and the same lowest place**",
    "both have the slope $(0.5 - 0.2) / 0.25 = 1.2$",
    "它们是同一条曲线，只平移了 $\\mathrm{H}(t)$",
    "处处斜率相同， 最低点也相同",
    "两者的斜率都是 $(0.5 - 0.2) / 0.25 = 1.2$",
    said="The CE and KL curves are merely similar.",
)
def cross_entropy_and_kl_are_one_curve():
    q = np.linspace(0.01, 0.99, 99)
    pairs = np.stack([q, 1 - q], axis=1)
    for p in q[::7]:
        ce, kl = (f([p, 1 - p], pairs) for f in (information.cross_entropy, KL))
        np.testing.assert_allclose(ce - kl, information.entropy([p, 1 - p]), rtol=1e-12)
        assert q[ce.argmin()] == q[kl.argmin()] == p
        denominator = q * (1 - q)
        np.testing.assert_allclose(
            -p / q + (1 - p) / (1 - q), (q - p) / denominator, rtol=1e-9, atol=1e-12
        )
        step = 1e-6
        for f in (information.cross_entropy, KL):
            up, down = (f([p, 1 - p], np.stack([q + s, 1 - q - s], axis=1)) for s in (step, -step))
            slope = (up - down) / (2 * step)
            np.testing.assert_allclose(slope, (q - p) / denominator, rtol=1e-5, atol=1e-6)
    steepness = (KL([0.2, 0.8], [0.5 + step, 0.5 - step]) - KL([0.2, 0.8], [0.5, 0.5])) / step
    assert steepness == pytest.approx(1.2, abs=1e-5)


@claim(
    "two-outcomes",
    "**they are equal when** $q = t$ **and when** $q = 1 - t$",
    "for 0.2 against 0.8 they are equal",
    "0.8 gives 0.832 nats both ways",
    "it is 0 only for equal distributions, but the two directions differ",
    "from 0.1 to 0.5 it is 0.368 nats, but by way of 0.25 it is 0.072 and 0.131",
    "两个方向相等，当且仅当 $q = t$ 或 $q = 1 - t$",
    "从 0.1 到 0.5 为 0.368 奈特，而经过 0.25 则分别为 0.072 与 0.131",
    said="KL(p, q) is never KL(q, p).",
)
def kl_is_not_symmetric_in_general():
    for k in range(1, 100):
        for j in range(1, 100):
            p, q = [k / 100, 1 - k / 100], [j / 100, 1 - j / 100]
            same = abs(KL(p, q) - KL(q, p)) < 1e-12
            assert same == (j in (k, 100 - k))
            assert (abs(KL(p, q)) < 1e-15) == (j == k)
    assert KL([0.2, 0.8], [0.8, 0.2]) == pytest.approx(0.832, abs=5e-4)
    assert KL([0.2, 0.8], [0.5, 0.5]) == pytest.approx(0.193, abs=5e-4)
    assert KL([0.5, 0.5], [0.2, 0.8]) == pytest.approx(0.223, abs=5e-4)
    way = [(0.1, 0.5), (0.1, 0.25), (0.25, 0.5)]
    found = [KL([p, 1 - p], [q, 1 - q]) for p, q in way]
    assert found == pytest.approx([0.368, 0.072, 0.131], abs=6e-4)
    assert found[0] > found[1] + found[2]


@claim(
    "two-outcomes",
    "**that is why the divergence is never negative**",
    "这就是散度从不为负的原因",
)
@claim("code-length", "**Their sum is never negative**", "它们的总和从不为负")
def the_divergence_is_never_negative():
    generator = np.random.default_rng(0)
    for outcomes in (2, 3, 8):
        p, q = generator.dirichlet(np.ones(outcomes), (2, 500))
        assert (KL(p, q) >= 0).all()
    p = np.linspace(0, 1, 201)
    arch = information.entropy(np.stack([p, 1 - p], axis=1))
    for q in FIRST[1:-1]:
        line = information.cross_entropy(np.stack([p, 1 - p], axis=1), [q, 1 - q])
        np.testing.assert_allclose(np.diff(line, 2), 0, atol=1e-12)
        assert (line >= arch - 1e-15).all()
        assert line[np.isclose(p, q)] == pytest.approx(arch[np.isclose(p, q)])


@claim(
    "two-outcomes",
    "At a finite logit a sigmoid lies strictly between 0 and 1",
    "it comes as close to 0 as one likes, but no finite logit reaches it",
    "sigmoid 函数 的值严格介于 0 与 1 之间",
    "它可以任意接近 0，但任何有限的对数几率都达不到 0",
)
def at_a_finite_logit_the_loss_is_finite_and_not_zero():
    z = np.linspace(-700, 700, 2_801)
    for y in (0.0, 1.0):
        loss = BCE.value(z, y)
        assert np.isfinite(loss).all()
        assert (loss > 0).all()
        assert loss.min() < 1e-300
    for y in (0.2, 0.5, 0.9):
        assert BCE.value(np.log(y / (1 - y)), y) == pytest.approx(information.entropy([y, 1 - y]))


@claim(
    "two-outcomes",
    "**a minimum does not move, nor does the place where two curves cross**",
    "极小点不动，两条曲线的交点位置 也不动",
)
def a_unit_stretches_the_curves_alike():
    q = np.linspace(0.01, 0.99, 99)
    pairs = np.stack([q, 1 - q], axis=1)
    for unit, size in information.UNITS.items():
        for f in (information.cross_entropy, KL):
            nats = f([0.2, 0.8], pairs)
            np.testing.assert_allclose(f([0.2, 0.8], pairs, unit) * size, nats, rtol=1e-12)


@claim(
    "two-outcomes",
    "**does not fade where the prediction is wrong**",
    "Where the prediction is right it tends to 0, as it should",
    "在预测错误之处不会衰减",
    "在预测正确之处它趋于 0",
    said="Through the sigmoid the slope becomes sigma(z) - y, which does not fade.",
)
def the_slope_of_cross_entropy_fades_only_where_the_answer_is_right():
    z = np.linspace(0, 30, 301)
    for y in (0.0, 1.0):
        wrong, right = (np.abs(BCE.gradient(side * z, y)) for side in (1 - 2 * y, 2 * y - 1))
        assert (wrong >= 0.5).all()
        assert wrong[-1] == pytest.approx(1)
        assert (np.diff(right) < 0).all()
        assert right[-1] < 1e-12


def random_distributions(*sizes):
    """Give distributions with few outcomes and with more, some of them nearly sure."""
    generator = np.random.default_rng(0)
    for outcomes in sizes:
        for strength in (0.1, 1.0, 10.0):
            yield from generator.dirichlet(np.full(outcomes, strength), 30)


@claim(
    "code-length",
    "In general the reason is Kraft's and Gibbs' inequality together",
    "The best prefix code is at least as good, so its mean length",
    "一般情形的依据是 Kraft 不等式与 Gibbs 不等式的结合",
    "最优前缀码至少同样好，所以它的平均码长",
    said="A codeword has -log2 p bits because one needs 1/p samples.",
)
def the_best_code_is_within_one_bit_of_the_entropy():
    for p in (*random_distributions(2, 3, 8), [0.25] * 4):
        p = np.maximum(p, 1e-12) / np.maximum(p, 1e-12).sum()
        lengths, entropy = coding.huffman(p).lengths, information.entropy(p, "bit")
        assert coding.kraft_sum(lengths) <= 1
        assert entropy - 1e-12 <= coding.mean_length(p, lengths) < entropy + 1
        rounded = np.ceil(coding.ideal_lengths(p))
        assert coding.kraft_sum(rounded) <= 1
        assert coding.mean_length(p, lengths) <= coding.mean_length(p, rounded) < entropy + 1
    assert coding.mean_length([0.25] * 4, coding.huffman([0.25] * 4).lengths) == 2


def has_prefix_code(lengths, taken=()):
    """Try every codeword of each length, until none begins another."""
    if not lengths:
        return True
    words = ("".join(bits) for bits in product("01", repeat=lengths[0]))
    return any(
        has_prefix_code(lengths[1:], (*taken, word))
        for word in words
        if not any(word.startswith(each) or each.startswith(word) for each in taken)
    )


@claim(
    "code-length",
    "**such a code exists exactly when** $\\sum_k 2^{-\\ell_k} \\le 1$",
    "这样的码存在，当且仅当 $\\sum_k 2^{-\\ell_k} \\le 1$",
)
def kraft_decides_whether_a_prefix_code_exists():
    for words in (2, 3, 4, 5):
        for lengths in combinations_with_replacement((1, 2, 3), words):
            assert has_prefix_code(lengths) == (coding.kraft_sum(lengths) <= 1)


@claim(
    "code-length",
    "**is a best one**",
    "**the best prefix code needs exactly 1.5 bits**",
    "needs 1.5, and the entropy is 1.4855",
    "needs 1.5 bits: 0, 10 and 11",
    "No code attains it here",
    "最优前缀码恰好需要 1.5 比特",
    "对 (0.5, 0.3, 0.2) 需要 1.5 比特，而熵为 1.4855 比特",
    "最优前缀码需要 1.5 比特：0、10 与 11",
    said="The best code for (.5, .3, .2) needs 1.4855 bits.",
)
def the_best_prefix_code_of_the_example_needs_one_and_a_half_bits():
    for p in ([0.5, 0.3, 0.2], *random_distributions(2, 3, 4)):
        possible = product(range(1, len(p) + 1), repeat=len(p))
        best = min(np.dot(p, lengths) for lengths in possible if coding.kraft_sum(lengths) <= 1)
        assert coding.huffman(p).mean_length == pytest.approx(best, rel=1e-12)
    example = coding.huffman([0.5, 0.3, 0.2])
    assert example.mean_length == 1.5
    assert example.codewords == ("0", "10", "11")
    assert example.mean_length - information.entropy([0.5, 0.3, 0.2], "bit") > 0.0145


@claim(
    "code-length",
    "**Where every $t_k$ is a power of ½, it reaches the entropy.**",
    "whole only where $t_k$ is a power of ½",
    "当每个 $t_k$ 都是 ½ 的幂时，它达到熵",
    "只有当 $t_k$ 是 ½ 的幂时才是整数",
)
def powers_of_one_half_are_coded_ideally():
    generator = np.random.default_rng(1)
    for _ in range(50):
        p = [1.0]
        for _ in range(generator.integers(1, 8)):
            p += [p.pop(generator.integers(len(p))) / 2] * 2
        assert coding.huffman(p).mean_length == pytest.approx(information.entropy(p, "bit"))
    for p in random_distributions(3, 8):
        ideal = coding.ideal_lengths(p)
        powers = 2.0 ** -np.arange(60)
        np.testing.assert_array_equal(ideal == np.round(ideal), np.isin(p, powers))


@claim(
    "code-length",
    "blocks of two need 0.530 bits per outcome, blocks of four 0.296",
    "两个一块，每个结果需要 0.530 比特；四个一块，需要 0.296 比特",
)
def blocks_close_the_gap():
    single = block = np.array([0.98, 0.02])
    assert coding.huffman(single).mean_length == 1
    assert information.entropy(single, "bit") == pytest.approx(0.141, abs=5e-4)
    block = np.outer(single, single).ravel()
    assert coding.huffman(block).mean_length / 2 == pytest.approx(0.530, abs=5e-4)
    block = np.outer(block, block).ravel()
    assert coding.huffman(block).mean_length / 4 == pytest.approx(0.296, abs=5e-4)


@claim(
    "code-length",
    "may be as short as $t$'s own, and even shorter than $\\mathrm{CE}(t, q)$",
    "**It is never shorter than $t$'s own.**",
    "与 $t$ 自己的一样短，甚至比 $\\mathrm{CE}(t, q)$ 还短",
    "但它从不比 $t$ 自己的更短",
)
def a_code_for_another_belief_is_never_shorter_than_ones_own():
    as_short, below = [], []
    for p in random_distributions(3, 4, 8):
        q = (p + np.roll(p, 1)) / 2
        own, other = coding.huffman(p).mean_length, coding.mean_length(p, coding.huffman(q).lengths)
        assert other >= own - 1e-12
        as_short.append(other < own + 1e-12)
        below.append(other < information.cross_entropy(p, q, "bit") - 1e-12)
    assert any(as_short)
    assert any(below)


@claim(
    "code-length",
    "$\\mathrm{CE}(t, q) = 1.8821$ bits, of which the entropy is 1.4855 and the waste, the KL "
    "divergence, 0.3966",
    "with $t$ true it needs 1.8 bits",
    "$\\mathrm{CE}(t, q) = 1.8821$ 比特，其中熵为 1.4855，浪费即 KL 散度为 0.3966",
    "$t$ 为真时，它需要 1.8 比特",
)
def a_wrong_code_wastes_the_divergence():
    p, q = [0.5, 0.3, 0.2], [0.2, 0.3, 0.5]
    assert information.cross_entropy(p, q, "bit") == pytest.approx(1.8821, abs=5e-5)
    assert KL(p, q, "bit") == pytest.approx(0.3966, abs=5e-5)
    code = coding.huffman(q)
    assert code.codewords == ("10", "11", "0")
    assert coding.mean_length(p, code.lengths) == pytest.approx(1.8)


@claim(
    "code-length",
    "the information of two independent events should add up while their probabilities",
    "两个独立事件的概率相乘，而信息应当相加",
)
def the_logarithm_adds_what_probabilities_multiply():
    first, second = np.random.default_rng(0).uniform(size=(2, 500))
    content = information.information_content
    np.testing.assert_allclose(content(first * second), content(first) + content(second))
    assert content([1 / 8, 1 / 64], "bit") == pytest.approx([3, 6])
