"""Two distributions over two outcomes, against the functions of core."""

import numpy as np
import pytest

from core.information import cross_entropy, entropy, kl_divergence
from pages.models import two_outcomes as model
from pages.models.two_outcomes import DRAGS, PROBABILITIES, UNITS, Choice


def outcomes(first):
    return np.stack([first, 1 - first], axis=-1)


@pytest.mark.parametrize("drag", DRAGS)
@pytest.mark.parametrize("fixed", [0.0, 0.2, 1.0])
@pytest.mark.parametrize("unit", UNITS)
def test_both_directions_are_those_of_core(drag, fixed, unit):
    seen = model.compute(Choice(drag, fixed, unit))
    moved, other = (seen.q, seen.p) if drag == "q" else (seen.p, seen.q)
    np.testing.assert_array_equal(moved, PROBABILITIES)
    np.testing.assert_array_equal(other, fixed)
    ways = ((seen.forward, seen.p, seen.q), (seen.backward, seen.q, seen.p))
    for way, p, q in ways:
        p, q = outcomes(p), outcomes(q)
        np.testing.assert_array_equal(way.entropy, entropy(p, unit))
        np.testing.assert_array_equal(way.cross_entropy, cross_entropy(p, q, unit))
        np.testing.assert_array_equal(way.divergence, kl_divergence(p, q, unit))


def test_the_special_cases():
    cases = {
        (0.2, 0.2): "equal",
        (1.0, 1.0): "equal",
        (0.2, 0.0): "ruled-out",
        (1.0, 0.0): "ruled-out",
        (1.0, 0.8): "sure",
        (0.0, 0.8): "sure",
        (0.2, 0.8): "mirrored",
        (0.2, 0.5): "both-ways",
    }
    assert {pair: model.special_case(*pair) for pair in cases} == cases


@pytest.mark.parametrize(
    ("p", "q", "parameters"),
    [
        (1.0, 0.5, {"label": "1", "logit": "0.0"}),
        (0.0, 1.0, {"label": "0", "logit": "10.0"}),
        (0.2, 0.0, {"label": "soft", "label-soft": "0.2", "logit": "-10.0"}),
        (0.2, 0.8, {"label": "soft", "label-soft": "0.2", "logit": "1.4"}),
    ],
)
def test_the_same_pair_on_the_page_of_the_slope(p, q, parameters):
    assert model.same_pair(p, q) == parameters
