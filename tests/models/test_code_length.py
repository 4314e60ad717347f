"""Codes for a right and a wrong distribution, against the functions of core."""

from itertools import pairwise

import numpy as np
import pytest

from core.information import cross_entropy, entropy, information_content, kl_divergence
from pages.models import code_length as model
from pages.models.code_length import BELIEFS, UNIT_NAMES, Choice

P, BELIEF = np.array([0.5, 0.3, 0.2]), np.array([0.2, 0.3, 0.5])
SCENES = [
    (P, BELIEF),
    (np.array([4, 2, 1, 1]) / 8, np.full(4, 0.25)),
    (np.array([0.98, 0.02]), np.array([0.5, 0.5])),
    (np.array([1.0, 0.0]), np.array([0.0, 1.0])),
    (P, np.array([0.5, 0.5, 0.0])),
    (np.array([0.0, 0.5, 0.5]), np.array([0.9, 0.1, 0.0])),
    (np.arange(1, 9) / 36, np.arange(8, 0, -1) / 36),
]
every_scene = pytest.mark.parametrize(("p", "belief"), SCENES)


def computed(p, belief, unit="bit"):
    return model.compute(Choice(tuple(p), tuple(belief), unit))


@every_scene
@pytest.mark.parametrize("unit", UNIT_NAMES)
def test_lengths_and_means_are_those_of_core(p, belief, unit):
    codes, s = computed(p, belief, unit), BELIEFS[:, None]
    q = (1 - s) * p + s * belief
    np.testing.assert_allclose(codes.q, q, atol=1e-12)
    np.testing.assert_allclose(codes.own, information_content(p, unit), rtol=1e-12)
    np.testing.assert_allclose(codes.ideal, information_content(codes.q, unit))
    assert codes.entropy == pytest.approx(entropy(p, unit))
    np.testing.assert_allclose(codes.cross_entropy, cross_entropy(p, codes.q, unit), rtol=1e-12)
    np.testing.assert_allclose(codes.divergence, kl_divergence(p, codes.q, unit), atol=1e-12)
    bits = [[np.inf if word is None else len(word) for word in code] for code in codes.codewords]
    np.testing.assert_allclose(codes.real, np.array(bits) * codes.bit)


@every_scene
def test_the_best_code_lies_within_a_bit_above_the_entropy(p, belief):
    codes = computed(p, belief)
    assert codes.entropy <= codes.mean[0] + 1e-12
    assert codes.mean[0] < codes.entropy + 1
    assert (codes.mean >= codes.mean[0] - 1e-12).all()
    np.testing.assert_allclose(codes.cross_entropy, codes.entropy + codes.divergence)


def test_a_belief_further_off_costs_more():
    assert all(a < b for a, b in pairwise(computed(P, BELIEF, "nat").cross_entropy))


def test_parts_become_shares():
    np.testing.assert_allclose(model.shares([5, 3, 2]), P)
    np.testing.assert_allclose(model.shares([0, 0]), [0.5, 0.5])
