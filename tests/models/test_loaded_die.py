"""Throws of a die and the likelihood of every die, against the functions of core."""

import numpy as np
import pytest

from core.multinomial import multinomial_log_probability, throw
from pages.figures.simplex import place
from pages.models import loaded_die as model
from pages.models.loaded_die import LEVELS, LOADED, THROWS, Choice

GAMES = [Choice(theta, seed) for seed, theta in enumerate(LOADED.values())]
UNEVEN = Choice((0.98, 0.01, 0.01), 3)
every_game = pytest.mark.parametrize("game", [*GAMES, Choice((1 / 6,) * 6, 5), UNEVEN])
LAST = len(THROWS) - 1


def test_throws_are_round_and_end_at_ten_thousand():
    assert (np.diff(THROWS) > 0).all()
    assert {1, 2, 10, 100, 1000, 10_000} <= set(THROWS)
    np.testing.assert_allclose(np.diff(np.log10(THROWS[18:])), 0.05, atol=0.03)


@every_game
def test_counts_are_those_of_the_first_throws(game):
    counts = model.compute(game).counts
    np.testing.assert_array_equal(counts.sum(axis=1), THROWS)
    for step in (0, 25, LAST):
        faces = throw(game.theta, int(THROWS[step]), game.seed)
        expected = np.bincount(faces, minlength=len(game.theta))
        assert counts[step].tolist() == expected.tolist()
    spread = np.sqrt(np.array(game.theta) * (1 - np.array(game.theta)) / 10_000)
    assert (np.abs(counts[-1] / 10_000 - game.theta) < 4 * spread).all()


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("game", [GAMES[1], UNEVEN])
def test_level_lines_have_one_likelihood_or_end_at_the_edge(game, level):
    counts = model.compute(game).counts
    for step in (0, 3, 30, LAST):
        m = counts[step]
        line = model.level_lines(counts, level)[step]
        top = multinomial_log_probability(m, m / m.sum())
        ratio = multinomial_log_probability(m, line / line.sum(axis=1, keepdims=True)) - top
        at_edge = line.min(axis=1) < 1e-12
        np.testing.assert_allclose(ratio[~at_edge], np.log(level), rtol=1e-6)
        assert (ratio[at_edge] >= np.log(level) - 1e-6).all()
        np.testing.assert_allclose(line[0], line[-1], atol=1e-12)
    assert not at_edge.all()


def test_level_lines_draw_together():
    line = model.level_lines(model.compute(GAMES[1]).counts, 0.1)
    width = np.ptp(place(line)[..., 0], axis=1)
    decades = [list(THROWS).index(n) for n in (100, 10_000)]
    assert width[decades[0]] / width[decades[1]] == pytest.approx(10, rel=0.1)


def test_a_link_carries_share_and_probability_of_the_first_face():
    assert model.first_face(model.compute(GAMES[1]), LAST) == {
        "p": f"{model.compute(GAMES[1]).counts[LAST, 0] / 10_000:.2f}",
        "q": "0.50",
    }


def test_dice_of_every_kind():
    assert model.probabilities("loaded", (1.0,) * 3) == (0.5, 0.3, 0.2)
    assert model.probabilities("fair", (1.0, 5.0)) == (0.5, 0.5)
    assert model.probabilities("own", (1.0, 3.0)) == (0.25, 0.75)
    for theta in LOADED.values():
        assert sum(theta) == pytest.approx(1)
