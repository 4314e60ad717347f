"""Pictures of many classes as data, against their numbers."""

from dataclasses import replace

import numpy as np
import pytest

from core.activations import softmax
from core.losses import LOSSES
from pages.figures import softmax as figures
from pages.figures.moving import unpack
from pages.figures.simplex import place
from pages.figures.style import SIZES, stroke
from pages.models import softmax as model
from pages.models.softmax import Choice
from pages.words import text
from tests.figures.crossing import crossings

SIZE = SIZES["normal"]
WORDS = text.read("pages/many_classes/softmax.py")
THREE = Choice()
CHOICES = [
    THREE,
    Choice((0.0, 5.0), right=1),
    Choice((1.0, -2.0, 3.0, 0.5), right=2, moved=2, constant=100.0),
    Choice(tuple(range(-5, 5)), right=9, moved=0, constant=-100.0),
]
each_choice = pytest.mark.parametrize("choice", CHOICES)


def drawn(choice, key, size=SIZE):
    return figures.view(choice, WORDS, size).figures[key]


def captions(choice):
    return figures.captions(model.compute(choice), choice, WORDS)


def tracks(figure, axis):
    return [unpack(track[axis]) for track in figure.layout.meta["moving"]]


@each_choice
@pytest.mark.parametrize("size", SIZES)
def test_every_array_is_finite_and_no_word_is_empty(choice, size):
    view = figures.view(choice, WORDS, SIZES[size])
    assert len(view.figures) == (4 if len(choice.z) == 3 else 2)
    assert all(view.alts.values())
    for figure in view.figures.values():
        for positions in (*tracks(figure, "x"), *tracks(figure, "y")):
            assert np.isfinite(positions).all()
        for trace in figure.data:
            assert np.isfinite(np.asarray(trace.y, dtype=float)).all()
        for track in figure.layout.meta["moving"]:
            assert all(word and "nan" not in word for say in track.get("text", []) for word in say)


@each_choice
@pytest.mark.parametrize("size", SIZES)
def test_no_word_crosses_a_line(choice, size):
    seen = figures.view(choice, WORDS, SIZES[size]).figures
    for key in ("chain", "softmax-slopes"):
        assert not crossings(seen[key]), key


@each_choice
def test_bars_have_the_length_of_their_numbers(choice):
    z, q, cross, squared, _ = tracks(drawn(choice, "chain"), "x")
    seen = model.compute(choice)
    np.testing.assert_allclose(z, 0.19 * np.clip(seen.z / 10, -1, 1), rtol=1e-5, atol=1e-7)
    np.testing.assert_allclose(q, 0.38 * seen.q, rtol=1e-5, atol=1e-7)
    np.testing.assert_allclose(cross, 0.19 * seen.slopes["bce"], rtol=1e-5, atol=1e-7)
    np.testing.assert_allclose(squared, 0.19 * seen.slopes["mse"], rtol=1e-5, atol=1e-7)


@each_choice
def test_bars_begin_at_the_line_of_their_stage(choice):
    figure = drawn(choice, "chain")
    starts = [bars.base for bars in figure.data if bars.type == "bar"]
    for start, line in zip(starts, figure.layout.shapes, strict=True):
        np.testing.assert_allclose(np.array(start, dtype=float), line.x0, rtol=1e-6)


def test_numbers_in_the_chain_are_those_of_the_stages():
    words = drawn(THREE, "chain").layout.meta["moving"][-1]["text"][150]
    assert words[:3] == ["0.0", "5.0", "1.0"]
    assert words[3:6] == [f"{value:.3f}" for value in softmax([0.0, 5.0, 1.0])]
    assert words[6] == "−0.993"


@each_choice
def test_curves_and_markers_are_the_slopes_in_the_dragged_logit(choice):
    figure, seen = drawn(choice, "softmax-slopes"), model.compute(choice)
    markers = [
        track
        for track in figure.layout.meta["moving"]
        if figure.data[track["trace"]].mode == "markers"
    ]
    for line, track, slope in zip(figure.data, markers, seen.slopes.values(), strict=False):
        np.testing.assert_allclose(line.y, slope[:, choice.moved], rtol=1e-6, atol=1e-30)
        np.testing.assert_array_equal(unpack(track["y"])[:, 0], line.y)
        low, high = figure.layout.yaxis.range
        assert ((low < line.y) & (line.y < high)).all()


def test_the_prediction_moves_on_a_straight_line_in_the_triangle():
    for slug in model.LOSSES:
        figure = drawn(THREE, f"simplex-{slug}")
        (x,), (y,) = tracks(figure, "x"), tracks(figure, "y")
        path = np.hstack([x, y])
        np.testing.assert_allclose(path, place(model.compute(THREE).q), atol=1e-6)
        away = path - path[0]
        np.testing.assert_allclose(away[:, 0] * away[-1, 1], away[:, 1] * away[-1, 0], atol=1e-6)


@pytest.mark.parametrize("slug", model.LOSSES)
def test_level_lines_are_drawn_and_say_their_value(slug):
    figure = drawn(THREE, f"simplex-{slug}")
    traces = {trace.name: trace for trace in figure.data}
    notes = [note.text for note in figure.layout.annotations]
    for level in model.LEVELS[slug]:
        line = traces[f"{WORDS[f'loss.{slug}']} {level:g}"]
        expected = place(model.level_line(0, slug, level))
        np.testing.assert_allclose(np.stack([line.x, line.y], axis=1), expected, atol=1e-6)
        assert line.line.color == stroke(slug).color
        assert f"{level:g}" in notes
    assert notes[:3] == ["class 1 right", "class 2 ↔", "class 3"]


def test_losses_keep_their_colours_and_names():
    figure = drawn(THREE, "softmax-slopes")
    for line, slug in zip(figure.data, model.LOSSES, strict=False):
        assert line.line.color == stroke(slug).color
        assert line.name == WORDS[f"loss.{slug}"]
    assert WORDS["loss.mse"] == LOSSES["mse"].title
    assert figure.layout.yaxis.title.text == "dL/dz  (per unit of logit)"
    assert figure.layout.xaxis.title.text == "logit z of class 2"


def test_two_classes_are_said_to_be_one_sigmoid():
    choice = Choice((1.0, 0.0))
    assert "q = σ(−2.0) = 0.119:" in captions(choice)[130]
    assert "q = σ(2.0) = 0.881:" in captions(replace(choice, right=1))[130]


@pytest.mark.parametrize("count", [2, 3, 4, 10])
def test_equal_logits_are_said_to_cost_the_number_of_classes(count):
    said = captions(Choice((0.0,) * count, constant=5.0))[100]
    assert said.endswith(f", 1/{count} of it, as all logits are equal.")


def test_captions_rows_and_formulas_state_the_numbers():
    seen = model.compute(THREE)
    expected = {"z": "5.0", "q": "0.00657", "loss": "5.02", "cross": "0.976", "squared": "0.0293"}
    assert captions(THREE)[150] == WORDS.fill("reading", **expected, share="0.0301")
    rows = figures.chain_rows(seen, THREE, 150, WORDS)
    assert rows[0]["class"] == "1 right"
    assert rows[1]["exp z"] == "148"
    assert rows[1]["dCE/dw = (q − t) · 2"] == "1.95"
    values = figures.values(seen, THREE, 150)
    assert values == {"x": "2", "cross": "5.02", "squared": "0.969", "q": "0.00657"}
    formulas = figures.slope_formulas(seen, THREE, 150)
    assert "0.976 - 0 = 0.976" in formulas
    assert r"0.976\,\big(0.976 - (0.946)\big) \\&= 0.0293" in formulas


@each_choice
def test_the_jacobian_is_symmetric_and_its_numbers_are_those_of_q(choice):
    seen = model.compute(choice)
    rows = figures.jacobian_rows(seen, 100, WORDS)
    table = [[row[f"per z{k}"] for k in range(1, len(rows) + 1)] for row in rows]
    assert table == [list(column) for column in zip(*table, strict=True)]
    q = seen.q[100]
    assert float(table[0][0].split(" × ")[0]) > 0
    assert table[0][1].startswith("−") or q[0] * q[1] == 0
