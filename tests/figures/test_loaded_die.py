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
)
from pages.figures import loaded_die as figures
from pages.figures.moving import unpack
from pages.figures.simplex import place
from pages.figures.style import SIZES
from pages.models import loaded_die as model
from pages.models.loaded_die import LOADED, ORDERS, THROWS, Choice
from pages.words import text

SIZE = SIZES["normal"]
WORDS = text.read("pages/likelihood/loaded_die.py")
GAMES = [Choice(theta, seed) for seed, theta in enumerate(LOADED.values())]
FAIR = Choice((1 / 6,) * 6, 5)
UNEVEN = Choice((0.98, 0.01, 0.01), 3)
every_game = pytest.mark.parametrize("game", [*GAMES, FAIR, UNEVEN])
LAST = len(THROWS) - 1


def tracks(figure):
    return {
        figure.data[track["trace"]].name: {
            axis: unpack(track[axis]) for axis in ("x", "y") if axis in track
        }
        for track in figure.layout.meta["moving"]
    }


def counts_of(game):
    return model.compute(game).counts


def pictures(game):
    view = figures.view(game, WORDS, SIZE)
    assert list(view.figures) == ["counts", *["dice"] * (len(game.theta) <= 3), "paths"]
    return view.figures


@every_game
def test_every_position_is_finite(game):
    for figure in pictures(game).values():
        for track in figure.layout.meta["moving"]:
            assert all(np.isfinite(unpack(track[axis])).all() for axis in "xy" if axis in track)


@every_game
def test_bars_are_shares_and_lines_are_probabilities(game):
    figure, counts = pictures(game)["counts"], counts_of(game)
    shares = tracks(figure)["share"]["y"]
    np.testing.assert_allclose(shares, counts / THROWS[:, None], rtol=1e-6)
    lines = [trace.y for trace in figure.data if trace.name == "probability"]
    np.testing.assert_array_equal(lines, np.float32(np.stack([game.theta] * 2, axis=1)))
    words = figure.layout.meta["moving"][-1]["text"]
    assert words[LAST] == [str(count) for count in counts[LAST]]


def test_the_maximum_stands_at_the_shares_in_the_triangle():
    figure = pictures(GAMES[1])["dice"]
    at, shares = tracks(figure)["maximum"], counts_of(GAMES[1]) / THROWS[:, None]
    np.testing.assert_allclose(np.hstack([at["x"], at["y"]]), place(shares), atol=1e-6)
    die = next(trace for trace in figure.data if trace.name == "the die")
    np.testing.assert_allclose([die.x[0], die.y[0]], place(np.array([0.5, 0.3, 0.2])))


def test_the_likelihood_of_coins_is_the_binomial_one():
    figure, counts = pictures(GAMES[0])["dice"], counts_of(GAMES[0])
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
    figure, counts = pictures(game)["paths"], counts_of(game)
    trails = [track for track in figure.layout.meta["moving"] if "count" in track]
    for track, count in zip(trails, counts.T, strict=True):
        np.testing.assert_allclose(unpack(track["y"]), count / THROWS, rtol=1e-6)
        assert track["count"] == list(range(1, len(THROWS) + 1))


def test_faces_of_one_probability_are_named_once():
    names = [
        pictures(game)["paths"].layout.meta["moving"][-1]["text"][0]
        for game in (*GAMES, FAIR, UNEVEN, Choice((0.4, 0.2, 0.4), 0))
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
        m = counts_of(game)[step]
        log = multinomial_log_probability(m, game.theta)
        formula = figures.formula(model.compute(game), step)
        cross, constant, value = map(
            float, re.search(r"&= ([\d.]+) - ([\d.]+) = ([\d.]+) ", formula).groups()
        )
        assert value == pytest.approx(-log / m.sum(), abs=1e-6)
        assert cross == pytest.approx(cross_entropy(m / m.sum(), game.theta), abs=1e-6)
        assert constant == pytest.approx(multinomial_log_coefficient(m) / m.sum(), abs=1e-6)


@every_game
def test_no_die_beats_the_shares(game):
    name = "CE(t, q)"
    thrown, best, fair = figures.rows(model.compute(game), 30, WORDS)
    m = counts_of(game)[30]
    assert float(best[name]) == pytest.approx(entropy(m / m.sum()), abs=1e-4)
    assert float(best[name]) <= min(float(thrown[name]), float(fair[name]))
    assert best["likelihood / maximum"] == "1.00"
    assert len({row["log-coefficient / n"] for row in (thrown, best, fair)}) == 1


@pytest.mark.parametrize("slug", ORDERS)
def test_the_coefficient_is_the_number_of_orders_listed(slug):
    listed = re.findall(r"`(\w+)`", figures.listed(slug, WORDS))
    value = int(figures.coefficient_formula(slug).rsplit("= ", 1)[1])
    assert len(set(listed)) == len(listed) == value
    counts = [int(count) for count in slug.split("-")]
    assert value == len(orders(counts))
    binomials = re.findall(r"\\binom\{(\d+)\}\{(\d+)\}", figures.coefficient_formula(slug))
    assert [int(chosen) for _, chosen in binomials] == counts
    assert math.prod(math.comb(int(n), int(chosen)) for n, chosen in binomials) == value
    assert all(sorted(map(order.count, set(order))) == sorted(counts) for order in listed)


def test_captions_say_the_numbers():
    said = figures.captions(model.compute(UNEVEN), WORDS)
    assert said[0] == WORDS.fill(
        "reading",
        throws="1 throw",
        counts="1, 0, 0",
        shares="1.00, 0.00, 0.00",
        cross="0.0202",
        constant="0.0000",
        value="0.0202",
    )
    assert said[LAST].startswith("10\u202f000 throws, counts 98")


def test_axes_are_titled():
    for figure, x, y in zip(
        pictures(GAMES[0]).values(),
        ("face k", "probability q<sub>1</sub> of heads", "throws n, logarithmic"),
        (
            "share n<sub>k</sub>/n and probability q<sub>k</sub>",
            "likelihood",
            "share n<sub>k</sub>/n",
        ),
        strict=True,
    ):
        assert (figure.layout.xaxis.title.text, figure.layout.yaxis.title.text) == (x, y)
