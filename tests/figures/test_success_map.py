"""Maps of starts as data, against single runs."""

import numpy as np
import pytest

from core.success import NOT_YET
from pages.figures import success_map as figures
from pages.figures.moving import unpack
from pages.figures.style import SIZES, stroke
from pages.models import success_map as model
from pages.models.success_map import Choice, Progress, Searches
from pages.words import text

SIZE = SIZES["normal"]
TRAP = Choice(steps=300)
WORDS = text.read("pages/training/success_map.py")


@pytest.fixture(scope="module")
def pair():
    searches = Searches(TRAP.steps, [Progress(task) for task in model.tasks(TRAP)])
    while not searches.is_done:
        searches.advance()
    return searches.pair


def draw(search, slug="mse"):
    return figures.success_map(TRAP, slug, search, WORDS, SIZE).figure


def track(figure):
    moving = figure.layout.meta["moving"]
    (path,) = [each for each in moving if figure.data[each["trace"]].name == "arrived"]
    return unpack(path["x"]), unpack(path["y"]), path["count"]


@pytest.mark.parametrize("place", [0, 1])
def test_the_tiles_that_have_colour_are_the_starts_that_have_arrived(pair, place):
    x, y, count = track(draw(pair[place], TRAP.losses[place]))
    arrived = pair[place].arrived[:-2]
    steps = model.shown_steps(300)
    for shown in (0, 15, len(steps) - 1):
        by_now = (arrived != NOT_YET) & (arrived <= steps[shown])
        assert count[shown] == 1 + 3 * by_now.sum()
        seen_x, seen_y = x[1 : count[shown]].reshape(-1, 3), y[1 : count[shown]].reshape(-1, 3)
        middles = np.stack([seen_x[:, :2].mean(axis=1), seen_y[:, 0]], axis=1)
        expected = model.ground(TRAP.data, TRAP.feature).starts[:-2][by_now]
        order = np.lexsort(middles.T), np.lexsort(expected.T)
        np.testing.assert_allclose(middles[order[0]], expected[order[1]], atol=1e-5)
    assert np.isnan(x[::3]).all()


def test_the_shades_part_all_that_arrive(pair):
    figure = draw(pair[0])
    tiles = sum(
        len(trace.x) // 3 for trace in figure.data if trace.name.startswith("arrived within")
    )
    assert tiles == (pair[0].arrived[:-2] != NOT_YET).sum()
    assert list(figures.SHADES) == sorted(figures.SHADES)
    scale = figures.scale(300, WORDS, SIZE).figure
    assert [note.text for note in scale.layout.annotations] == ["≤ 10", "≤ 30", "≤ 100", "≤ 300"]
    shades = {trace.line.color for trace in figure.data if trace.name.startswith("arrived within")}
    assert {trace.fillcolor for trace in scale.data} <= shades


def test_both_maps_have_the_same_ground_and_their_own_colour(pair):
    first, second = map(draw, pair, TRAP.losses)
    assert first.layout.xaxis.range == second.layout.xaxis.range
    assert first.layout.yaxis.title.text == "bias b at the start"
    for figure, slug in ((first, "mse"), (second, "bce")):
        arrived = next(trace for trace in figure.data if trace.name == "arrived")
        assert arrived.line.color == stroke(slug).color


def test_the_trap_is_told_with_its_numbers(pair):
    said = figures.captions(TRAP, pair, WORDS)
    assert len(said) == len(model.shown_steps(300))
    assert max(map(len, said)) <= 175
    assert said[-1] == (
        "After 300 steps half squared error has arrived from 60.9 % of the starts, "
        "binary cross-entropy from 100 %. "
        "From A, (2, −6): MSE not within 300 steps, BCE at step 52."
    ).replace(" %", "\N{NO-BREAK SPACE}%")
    assert "BCE not yet" in said[5]
    first, second = figures.rows(TRAP, pair, WORDS)
    assert first["steps from A (2, −6)"] == "not in 300"
    assert (second["steps from A (2, −6)"], second["steps from B (0, 0)"]) == ("52", "1")


def test_a_map_on_which_nobody_arrives_is_drawn(pair):
    none = pair[0].arrived * 0 + NOT_YET
    lost = model.Arrivals(none, 300)
    _, _, count = track(draw(lost))
    assert set(count) == {1}
    assert "from 0 %" in figures.captions(TRAP, (lost, lost), WORDS)[-1].replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert figures.rows(TRAP, (lost, lost), WORDS)[0]["median of their steps"] == "–"
