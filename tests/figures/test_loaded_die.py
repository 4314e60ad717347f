"""Pictures of a loaded die as data, against the functions of core."""

import math
import re

import numpy as np
import pytest

from core.information import cross_entropy, entropy
from core.multinomial import (
    multinomial_log_coefficient,
    multinomial_log_probability,
    orders,
    throw,
)
from pages.figures import loaded_die as figures
from pages.figures.moving import unpack
from pages.figures.simplex import place
from pages.figures.style import SIZES

SIZE = SIZES["normal"]
GAMES = [figures.Game(theta, seed) for seed, theta in enumerate(figures.LOADED.values())]
FAIR = figures.Game((1 / 6,) * 6, 5)
UNEVEN = figures.Game((0.98, 0.01, 0.01), 3)
every_game = pytest.mark.parametrize("game", [*GAMES, FAIR, UNEVEN])
LAST = len(figures.THROWS) - 1


def tracks(figure):
    return {
        figure.data[track["trace"]].name: {
            axis: unpack(track[axis]) for axis in ("x", "y") if axis in track
        }
        for track in figure.layout.meta["moving"]
    }


def pictures(game):
    yield figures.bars(game, SIZE)
    yield figures.paths(game, SIZE)
    if len(game.theta) <= 3:
        yield figures.likelihood(game, SIZE)


@every_game
def test_every_position_is_finite(game):
    for figure in pictures(game):
        for track in figure.layout.meta["moving"]:
            assert all(np.isfinite(unpack(track[axis])).all() for axis in "xy" if axis in track)


def test_throws_are_round_and_end_at_ten_thousand():
    assert (np.diff(figures.THROWS) > 0).all()
    assert {1, 2, 10, 100, 1000, 10_000} <= set(figures.THROWS)
    np.testing.assert_allclose(np.diff(np.log10(figures.THROWS[18:])), 0.05, atol=0.03)


@every_game
def test_counts_are_those_of_the_first_throws(game):
    counts = figures.counts(game)
    np.testing.assert_array_equal(counts.sum(axis=1), figures.THROWS)
    for step in (0, 25, LAST):
        faces = throw(game.theta, int(figures.THROWS[step]), game.seed)
        expected = np.bincount(faces, minlength=len(game.theta))
        assert counts[step].tolist() == expected.tolist()
    spread = np.sqrt(np.array(game.theta) * (1 - np.array(game.theta)) / 10_000)
    assert (np.abs(counts[-1] / 10_000 - game.theta) < 4 * spread).all()


@every_game
def test_bars_are_shares_and_lines_are_probabilities(game):
    figure, counts = figures.bars(game, SIZE), figures.counts(game)
    shares = tracks(figure)["share"]["y"]
    np.testing.assert_allclose(shares, counts / figures.THROWS[:, None], rtol=1e-6)
    lines = [shape.y0 for shape in figure.layout.shapes]
    assert lines == [shape.y1 for shape in figure.layout.shapes] == list(game.theta)
    words = figure.layout.meta["moving"][-1]["text"]
    assert words[LAST] == [str(count) for count in counts[LAST]]


@pytest.mark.parametrize("level", [0.5, 0.1, 0.001])
@pytest.mark.parametrize("game", [GAMES[1], UNEVEN])
def test_level_lines_have_one_likelihood_or_end_at_the_edge(game, level):
    counts = figures.counts(game)
    for step in (0, 3, 30, LAST):
        m = counts[step]
        line = figures.level_lines(counts, level)[step]
        top = multinomial_log_probability(m, m / m.sum())
        ratio = multinomial_log_probability(m, line / line.sum(axis=1, keepdims=True)) - top
        at_edge = line.min(axis=1) < 1e-12
        np.testing.assert_allclose(ratio[~at_edge], np.log(level), rtol=1e-6)
        assert (ratio[at_edge] >= np.log(level) - 1e-6).all()
        np.testing.assert_allclose(line[0], line[-1], atol=1e-12)
    assert not at_edge.all()


def test_level_lines_draw_together():
    line = figures.level_lines(figures.counts(GAMES[1]), 0.1)
    width = np.ptp(place(line)[..., 0], axis=1)
    decades = [list(figures.THROWS).index(n) for n in (100, 10_000)]
    assert width[decades[0]] / width[decades[1]] == pytest.approx(10, rel=0.1)


def test_the_maximum_stands_at_the_shares_in_the_triangle():
    figure = figures.likelihood(GAMES[1], SIZE)
    at, shares = tracks(figure)["maximum"], figures.counts(GAMES[1]) / figures.THROWS[:, None]
    np.testing.assert_allclose(np.hstack([at["x"], at["y"]]), place(shares), atol=1e-6)
    die = next(trace for trace in figure.data if trace.name == "the die")
    np.testing.assert_allclose([die.x[0], die.y[0]], place(np.array([0.5, 0.3, 0.2])))


def test_the_likelihood_of_coins_is_the_binomial_one():
    figure, counts = figures.likelihood(GAMES[0], SIZE), figures.counts(GAMES[0])
    curve = tracks(figure)["likelihood"]
    for step in (0, 20, LAST):
        heads = curve["x"][step].astype(float)
        m = counts[step]
        log = multinomial_log_probability(m, np.stack([heads, 1 - heads], axis=1))
        expected = np.exp(log - multinomial_log_probability(m, m / m.sum()))
        np.testing.assert_allclose(curve["y"][step], expected, atol=2e-3)
        assert curve["y"][step].max() == pytest.approx(1, abs=1e-6)
        assert (np.diff(heads) >= 0).all()


@every_game
def test_paths_grow_along_the_shares(game):
    figure, counts = figures.paths(game, SIZE), figures.counts(game)
    trails = [track for track in figure.layout.meta["moving"] if "count" in track]
    for track, count in zip(trails, counts.T, strict=True):
        np.testing.assert_allclose(unpack(track["y"]), count / figures.THROWS, rtol=1e-6)
        assert track["count"] == list(range(1, len(figures.THROWS) + 1))


def test_faces_of_one_probability_are_named_once():
    names = [
        figures.paths(game, SIZE).layout.meta["moving"][-1]["text"][0]
        for game in (*GAMES, FAIR, UNEVEN, figures.Game((0.4, 0.2, 0.4), 0))
    ]
    assert names == [
        ["tails", "heads"],
        ["3", "2", "1"],
        ["4", "3", "2", "1"],
        ["4, 5", "3", "2", "1"],
        ["1–4", "5", "6"],
        ["all"],
        ["2, 3", "1"],
        ["2", "1, 3"],
    ]


@every_game
def test_the_identity_holds_with_its_numbers(game):
    for step in (0, 10, 40, LAST):
        m = figures.counts(game)[step]
        log = multinomial_log_probability(m, game.theta)
        formula = figures.formula(game, step)
        cross, constant, value = map(
            float, re.search(r"&= ([\d.]+) - ([\d.]+) = ([\d.]+) ", formula).groups()
        )
        assert value == pytest.approx(-log / m.sum(), abs=1e-6)
        assert cross == pytest.approx(cross_entropy(m / m.sum(), game.theta), abs=1e-6)
        assert constant == pytest.approx(multinomial_log_coefficient(m) / m.sum(), abs=1e-6)


@every_game
def test_no_die_beats_the_shares(game):
    name = "cross-entropy of m/N with θ"
    thrown, best, fair = figures.rows(game, 30)
    m = figures.counts(game)[30]
    assert float(best[name]) == pytest.approx(entropy(m / m.sum()), abs=1e-4)
    assert float(best[name]) <= min(float(thrown[name]), float(fair[name]))
    assert best["likelihood, of the maximum"] == "1.00"
    assert len({row["log-coefficient / N"] for row in (thrown, best, fair)}) == 1


@pytest.mark.parametrize("slug", figures.ORDERS)
def test_the_coefficient_is_the_number_of_orders_listed(slug):
    listed = re.findall(r"`(\w+)`", figures.listed(slug))
    value = int(figures.coefficient_formula(slug).rsplit("= ", 1)[1])
    assert len(set(listed)) == len(listed) == value
    counts = [int(count) for count in slug.split("-")]
    assert value == len(orders(counts))
    binomials = re.findall(r"\\binom\{(\d+)\}\{(\d+)\}", figures.coefficient_formula(slug))
    assert [int(chosen) for _, chosen in binomials] == counts
    assert math.prod(math.comb(int(n), int(chosen)) for n, chosen in binomials) == value
    assert all(sorted(map(order.count, set(order))) == sorted(counts) for order in listed)


def test_captions_say_the_numbers():
    said = figures.captions("{n}|{counts}|{shares}|{cross}|{constant}|{value}", UNEVEN)
    assert said[0] == "1 throw|1, 0, 0|1.00, 0.00, 0.00|0.0202|0.0000|0.0202"
    assert said[LAST].startswith("10\u202f000 throws|98")


def test_a_link_carries_share_and_probability_of_the_first_face():
    assert figures.coin(GAMES[1], LAST) == {
        "p": f"{figures.counts(GAMES[1])[LAST, 0] / 10_000:.2f}",
        "q": "0.50",
    }


def test_dice_of_every_kind():
    assert figures.probabilities("loaded", (1.0,) * 3) == (0.5, 0.3, 0.2)
    assert figures.probabilities("fair", (1.0, 5.0)) == (0.5, 0.5)
    assert figures.probabilities("own", (1.0, 3.0)) == (0.25, 0.75)
    for theta in figures.LOADED.values():
        assert sum(theta) == pytest.approx(1)


def test_axes_are_titled():
    for figure, x, y in zip(
        pictures(GAMES[0]),
        ("face k", "throws N, logarithmic", "probability θ of heads"),
        (
            "share m<sub>k</sub>/N and probability θ<sub>k</sub>",
            "share m<sub>k</sub>/N",
            "likelihood",
        ),
        strict=True,
    ):
        assert (figure.layout.xaxis.title.text, figure.layout.yaxis.title.text) == (x, y)
