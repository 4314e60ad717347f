"""What the pages about information teach, computed."""

import numpy as np
import pytest

from core import coding, information
from tests.claims.registry import claim


@claim("code-length", "1.4855 bits", said="H(.5, .3, .2) is 1.48 bits.")
def the_entropy_of_the_example():
    assert information.entropy([0.5, 0.3, 0.2], "bit") == pytest.approx(1.4855, abs=5e-5)


@claim(
    "two-outcomes",
    "For a fixed $p$ only",
    said="Lower cross-entropy means closer distributions.",
)
def cross_entropy_ranks_for_a_fixed_p_only():
    near = information.cross_entropy([0.5, 0.5], [0.5, 0.5])
    far = information.cross_entropy([0.99, 0.01], [0.9, 0.1])
    assert far < near
    assert information.kl_divergence([0.99, 0.01], [0.9, 0.1]) > 0
    assert near == pytest.approx(np.log(2))


@claim(
    "two-outcomes",
    "equal in value only where $H(p) = 0$",
    said="Cross-entropy is a special case of KL.",
)
def cross_entropy_is_entropy_plus_kl():
    p, q = np.array([0.2, 0.8]), np.array([0.6, 0.4])
    parts = information.entropy(p) + information.kl_divergence(p, q)
    assert information.cross_entropy(p, q) == pytest.approx(parts, rel=1e-14)
    hard = [1.0, 0.0]
    assert information.cross_entropy(hard, q) == information.kl_divergence(hard, q)


@claim(
    "two-outcomes",
    "they are one curve, shifted by $H(p)$",
    said="The CE and KL curves are merely similar.",
)
def cross_entropy_and_kl_are_one_curve():
    q = np.linspace(0.01, 0.99, 99)
    pairs = np.stack([q, 1 - q], axis=1)
    gap = information.cross_entropy([0.3, 0.7], pairs) - information.kl_divergence(
        [0.3, 0.7], pairs
    )
    np.testing.assert_allclose(gap, information.entropy([0.3, 0.7]), rtol=1e-12)


@claim("two-outcomes", "for 0.2 against 0.8 they are equal", said="KL(p, q) is never KL(q, p).")
def kl_is_not_symmetric_in_general():
    kl = information.kl_divergence
    assert kl([0.2, 0.8], [0.8, 0.2]) == pytest.approx(kl([0.8, 0.2], [0.2, 0.8]), rel=1e-14)
    assert kl([0.2, 0.8], [0.8, 0.2]) == pytest.approx(0.832, abs=5e-4)
    assert kl([0.2, 0.8], [0.5, 0.5]) == pytest.approx(0.193, abs=5e-4)
    assert kl([0.5, 0.5], [0.2, 0.8]) == pytest.approx(0.223, abs=5e-4)


@claim(
    "code-length",
    "In general the reason is Kraft's and Gibbs' inequality together",
    said="A codeword has -log2 p bits because one needs 1/p samples.",
)
def the_best_code_is_within_one_bit_of_the_entropy():
    for p in ([0.5, 0.3, 0.2], [0.9, 0.05, 0.05], [0.25] * 4):
        lengths = coding.huffman(p).lengths
        assert coding.kraft_sum(lengths) <= 1
        mean, bound = coding.mean_length(p, lengths), information.entropy(p, "bit")
        assert bound - 1e-12 <= mean < bound + 1
    assert coding.mean_length([0.25] * 4, coding.huffman([0.25] * 4).lengths) == 2
