"""Pictures of many classes as data, against the functions of core."""

import numpy as np
import pytest

from core.activations import sigmoid, softmax
from core.losses import LOSSES
from core.multiclass import cross_entropy, squared_error
from pages.figures import softmax as figures
from pages.figures.moving import unpack
from pages.figures.simplex import place
from pages.figures.style import SIZES, stroke

SIZE = SIZES["normal"]
THREE = figures.Case((0.0, 5.0, 1.0), 0, 1, 0.0)
CASES = [
    THREE,
    figures.Case((0.0, 5.0), 1, 1, 0.0),
    figures.Case((1.0, -2.0, 3.0, 0.5), 2, 2, 100.0),
    figures.Case(tuple(range(-5, 5)), 9, 0, -100.0),
]
every_case = pytest.mark.parametrize("case", CASES)


def tracks(figure, axis):
    return [unpack(track[axis]) for track in figure.layout.meta["moving"]]


def pictures(case, size=SIZE):
    yield figures.chain(case, size)
    yield figures.slopes(case, size)
    if len(case.z) == 3:
        yield from (figures.simplex(case, slug, size) for slug in figures.TITLES)


@every_case
@pytest.mark.parametrize("size", SIZES)
def test_every_array_is_finite_and_no_word_is_empty(case, size):
    for figure in pictures(case, SIZES[size]):
        for positions in (*tracks(figure, "x"), *tracks(figure, "y")):
            assert np.isfinite(positions).all()
        for drawn in figure.data:
            assert np.isfinite(np.asarray(drawn.y, dtype=float)).all()
        for track in figure.layout.meta["moving"]:
            assert all(word and "nan" not in word for say in track.get("text", []) for word in say)


@every_case
def test_the_dragged_logit_moves_and_the_others_stay(case):
    z = figures.logits(case)
    np.testing.assert_allclose(z[:, case.moved], figures.GRID + case.constant)
    rest = [k for k in range(len(case.z)) if k != case.moved]
    np.testing.assert_allclose(
        z[:, rest], np.tile(np.array(case.z)[rest], (201, 1)) + case.constant
    )


@every_case
def test_slopes_are_error_and_jacobian_times_error(case):
    now = figures.stages(case)
    np.testing.assert_allclose(now.cross_entropy_slope, now.q - case.target, atol=1e-15)
    for q, slope in zip(now.q, now.squared_error_slope, strict=True):
        expected = (np.diag(q) - np.outer(q, q)) @ (q - case.target)
        np.testing.assert_allclose(slope, expected, atol=1e-15)


@every_case
def test_bars_have_the_length_of_their_numbers(case):
    figure = figures.chain(case, SIZE)
    z, q, cross, squared, _ = tracks(figure, "x")
    now = figures.stages(case)
    np.testing.assert_allclose(z, 0.19 * np.clip(now.z / 10, -1, 1), rtol=1e-5, atol=1e-7)
    np.testing.assert_allclose(q, 0.38 * now.q, rtol=1e-5, atol=1e-7)
    np.testing.assert_allclose(cross, 0.19 * now.cross_entropy_slope, rtol=1e-5, atol=1e-7)
    np.testing.assert_allclose(squared, 0.19 * now.squared_error_slope, rtol=1e-5, atol=1e-7)


def test_numbers_in_the_chain_are_those_of_the_stages():
    words = figures.chain(THREE, SIZE).layout.meta["moving"][-1]["text"][150]
    assert words[:3] == ["0.0", "5.0", "1.0"]
    assert words[3:6] == [f"{value:.3f}" for value in softmax([0.0, 5.0, 1.0])]
    assert words[6] == "−0.993"


@every_case
def test_curves_and_markers_are_the_slopes_in_the_dragged_logit(case):
    figure, now = figures.slopes(case, SIZE), figures.stages(case)
    expected = (now.cross_entropy_slope, now.squared_error_slope)
    for line, marker, slope in zip(figure.data, tracks(figure, "y"), expected, strict=False):
        np.testing.assert_allclose(line.y, slope[:, case.moved], rtol=1e-6, atol=1e-30)
        np.testing.assert_array_equal(marker[:, 0], line.y)
        low, high = figure.layout.yaxis.range
        assert ((low < line.y) & (line.y < high)).all()


@pytest.mark.parametrize("right", range(3))
@pytest.mark.parametrize("level", [0.05, 0.3, 0.7])
def test_level_lines_have_one_loss(right, level):
    t = np.eye(3)[right]
    q = figures.level_line(right, "bce", level)
    np.testing.assert_allclose(cross_entropy(t, q), level)
    q = figures.level_line(right, "mse", level)
    np.testing.assert_allclose(squared_error(q, t) / 2, level)


def test_the_prediction_moves_on_a_straight_line_in_the_triangle():
    for slug in figures.TITLES:
        figure = figures.simplex(THREE, slug, SIZE)
        (x,), (y,) = tracks(figure, "x"), tracks(figure, "y")
        path = np.hstack([x, y])
        q = softmax(figures.logits(THREE))
        np.testing.assert_allclose(path, place(q), atol=1e-6)
        away = path - path[0]
        np.testing.assert_allclose(away[:, 0] * away[-1, 1], away[:, 1] * away[-1, 0], atol=1e-6)


def test_losses_keep_their_colours_and_names():
    lines = figures.slopes(THREE, SIZE).data
    for line, (slug, title) in zip(lines, figures.TITLES.items(), strict=False):
        assert line.line.color == stroke(slug).color
        assert line.name == title
    assert figures.TITLES["mse"] == LOSSES["mse"].title
    titles = figures.slopes(THREE, SIZE).layout
    assert titles.yaxis.title.text == "dL/dz  (per unit of logit)"
    assert titles.xaxis.title.text == "logit z of class 2"


def test_a_constant_changes_the_logits_and_nothing_else():
    shifted = figures.stages(THREE._replace(constant=37.0))
    plain = figures.stages(THREE)
    np.testing.assert_allclose(shifted.z, plain.z + 37)
    for before, after in zip(plain[1:], shifted[1:], strict=True):
        np.testing.assert_allclose(after, before, rtol=1e-12)


def test_two_classes_are_one_sigmoid():
    case = figures.Case((1.0, 0.0), 0, 1, 0.0)
    now = figures.stages(case)
    np.testing.assert_allclose(now.q[:, 0], sigmoid(1 - figures.GRID))
    twice = 2 * LOSSES["mse"].gradient(1 - figures.GRID, 1)
    np.testing.assert_allclose(now.squared_error_slope[:, 0], twice, rtol=1e-12)
    assert "sigmoid(−2.0) = 0.119 too" in figures.captions("{remark}", case)[130]
    turned = figures.captions("{q} {remark}", case._replace(right=1))[130]
    assert turned == "0.881 sigmoid(2.0) = 0.881 too"


@pytest.mark.parametrize("count", [3, 4, 10])
def test_at_equal_logits_the_slopes_differ_by_the_number_of_classes(count):
    case = figures.Case((0.0,) * count, 0, 1, 5.0)
    now = figures.stages(case)
    np.testing.assert_allclose(
        now.squared_error_slope[100] * count, now.cross_entropy_slope[100], rtol=1e-13
    )
    assert figures.captions("{remark}", case)[100] == f"1/{count} of it, as all logits are equal"


def test_captions_rows_and_formulas_state_the_numbers():
    say = figures.captions("{z} {q} {loss} {cross} {squared} {remark}", THREE)
    assert say[150] == "5.0 0.00657 5.02 0.976 0.0293 0.0301 of it"
    rows = figures.chain_rows(THREE, 150, 2.0)
    assert rows[0]["class"] == "1 right"
    assert rows[1]["exp z"] == "148"
    assert rows[1]["dCE/dw = (q − t) · 2"] == "1.95"
    assert figures.losses(THREE, 150) == {"cross": "5.02", "squared": "0.969", "q": "0.00657"}
    formulas = figures.slope_formulas(THREE, 150)
    assert "0.976 - 0 = 0.976" in formulas
    assert r"0.976\,\big(0.976 - (0.946)\big) \\&= 0.0293" in formulas


@every_case
def test_the_jacobian_is_symmetric_and_its_numbers_are_those_of_q(case):
    rows = figures.jacobian_rows(case, 100)
    table = [[row[f"per z{k}"] for k in range(1, len(rows) + 1)] for row in rows]
    assert table == [list(column) for column in zip(*table, strict=True)]
    q = softmax(figures.logits(case)[100])
    assert float(table[0][0].split(" × ")[0]) > 0
    assert table[0][1].startswith("−") or q[0] * q[1] == 0
