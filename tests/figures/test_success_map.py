"""Maps of starts as data, against single runs."""

import numpy as np
import pytest

from core.datasets import DATASETS, load
from core.losses import LOSSES
from core.success import NOT_YET
from core.training import fit
from pages.figures import success_map as figures
from pages.figures import success_map_scene as scenes
from pages.figures.moving import unpack
from pages.figures.style import SIZES, stroke
from pages.shared.text import read

SIZE = SIZES["normal"]
TRAP = scenes.Case(("mse", "bce"), "trap", 0, 0.3, "same", 300)
WORDS = read("pages/training/success_map.py").passages
SAYS = dict(line.split(": ", 1) for line in WORDS["says"].splitlines())


def finished(case):
    pair = scenes.first_piece(case)
    while pair[0].step < case.steps:
        pair = scenes.next_piece(case, pair)
    return pair


@pytest.fixture(scope="module")
def pair():
    return finished(TRAP)


def track(figure):
    (moving,) = figure.layout.meta["moving"]
    return unpack(moving["x"]), unpack(moving["y"]), moving["count"]


def test_pieces_end_at_the_last_step(pair):
    assert [search.step for search in pair] == [300, 300]
    assert scenes.first_piece(TRAP)[0].step == 300 // scenes.PIECES


@pytest.mark.parametrize("place", [0, 1])
def test_the_tiles_that_have_colour_are_the_starts_that_have_arrived(pair, place):
    x, y, count = track(figures.success_map(TRAP, pair[place], place, SIZE))
    arrived = pair[place].arrived[:-2]
    steps = scenes.shown_steps(300)
    for shown in (0, 15, len(steps) - 1):
        by_now = (arrived != NOT_YET) & (arrived <= steps[shown])
        assert count[shown] == 1 + 3 * by_now.sum()
        seen_x, seen_y = x[1 : count[shown]].reshape(-1, 3), y[1 : count[shown]].reshape(-1, 3)
        middles = np.stack([seen_x[:, :2].mean(axis=1), seen_y[:, 0]], axis=1)
        expected = scenes.ground(TRAP).starts[:-2][by_now]
        order = np.lexsort(middles.T), np.lexsort(expected.T)
        np.testing.assert_allclose(middles[order[0]], expected[order[1]], atol=1e-5)
    assert np.isnan(x[::3]).all()


def test_a_tile_takes_colour_when_its_run_arrives(pair):
    land = scenes.ground(TRAP)
    for slug, search in zip(TRAP.losses, pair, strict=True):
        for place in (3, 700, 1500):
            run = fit(
                LOSSES[slug],
                land.data.X,
                land.data.y,
                start=land.starts[place],
                learning_rate=0.3,
                steps=300,
            )
            there = np.flatnonzero(run.error_rate <= 0.2)
            assert search.arrived[place] == (there[0] if len(there) else NOT_YET)


def test_the_shades_part_all_that_arrive(pair):
    figure = figures.success_map(TRAP, pair[0], 0, SIZE)
    tiles = sum(len(trace.x) // 3 for trace in figure.data if trace.name.startswith("to "))
    assert tiles == (pair[0].arrived[:-2] != NOT_YET).sum()
    assert list(figures.SHADES) == sorted(figures.SHADES)
    scale = figures.scale(300, SIZE)
    assert [note.text for note in scale.layout.annotations] == ["≤ 10", "≤ 30", "≤ 100", "≤ 300"]
    shades = {trace.line.color for trace in figure.data if trace.name.startswith("to ")}
    assert {shape.fillcolor for shape in scale.layout.shapes} <= shades


def test_both_maps_have_the_same_ground_and_their_own_colour(pair):
    first, second = (figures.success_map(TRAP, pair[k], k, SIZE) for k in (0, 1))
    assert first.layout.xaxis.range == second.layout.xaxis.range
    assert first.layout.yaxis.title.text == "bias b at the start"
    for figure, slug in ((first, "mse"), (second, "bce")):
        arrived = next(trace for trace in figure.data if trace.name == "arrived")
        assert arrived.line.color == stroke(slug).color


def test_the_trap_is_told_with_its_numbers(pair):
    said = figures.captions(WORDS["reading"], SAYS, TRAP, pair)
    assert len(said) == len(scenes.shown_steps(300))
    assert max(map(len, said)) <= 175
    assert said[-1] == (
        "After 300 steps half squared error has arrived from 60.9 % of the starts, "
        "binary cross-entropy from 100 %. "
        "From A, (2, −6): the first not within 300, the second after 52."
    ).replace(" %", "\N{NO-BREAK SPACE}%")
    assert "the second not yet" in said[5]
    first, second = figures.rows(TRAP, pair)
    assert first["steps from A (2, −6)"] == "not in 300"
    assert (second["steps from A (2, −6)"], second["steps from B (0, 0)"]) == ("52", "1")


@pytest.mark.parametrize("slug", DATASETS)
def test_every_data_set_has_a_ground_with_both_marks_on_it(slug):
    case = TRAP._replace(data=slug)
    land = scenes.ground(case)
    assert land.starts.shape == (len(land.w) * len(land.b) + 2, 2)
    np.testing.assert_array_equal(land.starts[-2:], land.marked)
    assert len(land.starts) * len(load(slug).y) < 300_000
    for w, b in land.marked:
        assert land.w[0] <= w <= land.w[-1]
        assert land.b[0] <= b <= land.b[-1]


def test_own_rates_are_half_of_the_bound_below_which_descent_is_certain():
    first, second = scenes.rates(TRAP._replace(rates="own"))
    assert (2 * first, 2 * second) == pytest.approx((1.191, 0.367), abs=5e-4)
    kinked = TRAP._replace(rates="own", losses=("hinge", "bce"))
    assert scenes.rates(kinked)[0] == 0.3


@pytest.mark.parametrize("done", [15, 50, 150, 300, 1000, 3000])
def test_steps_rise_to_the_last(done):
    steps = scenes.shown_steps(done)
    assert (np.diff(steps) > 0).all()
    assert (steps[0], steps[-1]) == (0, done)


def test_a_map_on_which_nobody_arrives_is_drawn(pair):
    none = pair[0].arrived * 0 + NOT_YET
    lost = type(pair[0])(pair[0].theta, none, 300)
    _, _, count = track(figures.success_map(TRAP, lost, 0, SIZE))
    assert set(count) == {1}
    assert "from 0 %" in figures.captions(WORDS["reading"], SAYS, TRAP, (lost, lost))[-1].replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert figures.rows(TRAP, (lost, lost))[0]["median of their steps"] == "–"
