"""Pictures of codes as data, against the functions of core."""

from itertools import pairwise

import numpy as np
import pytest

from core.coding import huffman, mean_length
from core.information import cross_entropy, entropy, kl_divergence
from pages.figures import code_length as figures
from pages.figures.moving import BLANK, unpack
from pages.figures.style import INFORMATION, SIZES

SIZE = SIZES["normal"]
P, BELIEF = np.array([0.5, 0.3, 0.2]), np.array([0.2, 0.3, 0.5])
SCENES = {
    "example": (P, BELIEF),
    "powers of a half": (np.array([4, 2, 1, 1]) / 8, np.full(4, 0.25)),
    "nearly sure": (np.array([0.98, 0.02]), np.array([0.5, 0.5])),
    "sure": (np.array([1.0, 0.0]), np.array([0.0, 1.0])),
    "ruled out": (P, np.array([0.5, 0.5, 0.0])),
    "never happens": (np.array([0.0, 0.5, 0.5]), np.array([0.9, 0.1, 0.0])),
    "eight": (np.arange(1, 9) / 36, np.arange(8, 0, -1) / 36),
}
every_scene = pytest.mark.parametrize(("p", "belief"), SCENES.values(), ids=SCENES)
every_unit = pytest.mark.parametrize("unit", figures.LOGARITHMS)


def track(figure, name):
    index = next(k for k, trace in enumerate(figure.data) if trace.name == name)
    return next(t for t in figure.layout.meta["moving"] if t["trace"] == index)


def area(x, y):
    return np.trapezoid(y, x, axis=-1)


@every_scene
@every_unit
def test_every_array_is_finite_and_every_length_has_its_unit(p, belief, unit):
    for draw in (figures.areas, figures.averages, figures.contents):
        figure = draw(p, belief, unit, SIZE)
        assert f"({unit}s)" in figure.layout.yaxis.title.text
        for trace in figure.data:
            assert np.isfinite(trace.x).all()
            assert np.isfinite(trace.y).all()
        for moved in figure.layout.meta["moving"]:
            assert np.isfinite(unpack(moved["x"])).all()
            assert np.isfinite(unpack(moved["y"])).all()
            assert len(unpack(moved["y"])) == len(figures.BELIEFS)
            assert all(word for words in moved.get("text", []) for word in words)
            assert "nan" not in str(moved.get("text"))


@every_unit
@pytest.mark.parametrize("scene", ["example", "powers of a half", "eight"])
def test_the_boxes_have_the_area_of_the_mean_length(scene, unit):
    p, belief = SCENES[scene]
    figure = figures.areas(p, belief, unit, SIZE)
    q = figures.mixtures(p, belief)
    boxes, codewords = track(figure, "−log q"), track(figure, "codeword")
    x = unpack(boxes["x"])
    ideal, real = area(x, unpack(boxes["y"])), area(x, unpack(codewords["y"]))
    np.testing.assert_allclose(ideal, cross_entropy(p, q, unit), rtol=1e-5)
    bits = [mean_length(p, huffman(row).lengths) for row in q]
    np.testing.assert_allclose(real, np.array(bits) * entropy([0.5, 0.5], unit), rtol=1e-5)
    own = next(trace for trace in figure.data if trace.name == "−log p")
    assert area(own.x, own.y) == pytest.approx(entropy(p, unit), rel=1e-5)


def test_the_waste_is_written_above_the_boxes_and_adds_up():
    figure = figures.areas(P, BELIEF, "bit", SIZE)
    said, codewords = (t["text"] for t in figure.layout.meta["moving"] if "text" in t)
    assert said[-1] == ["+0.66", "0", "−0.26"]
    assert said[0] == ["0", "0", "0"]
    assert codewords[0] == ["0", "10", "11"]
    assert codewords[-1] == ["10", "11", "0"]
    assert kl_divergence(P, BELIEF, "bit") == pytest.approx(0.66 - 0.26, abs=0.01)


def test_words_that_do_not_fit_their_box_are_left_out():
    figure = figures.areas(*SCENES["nearly sure"], "bit", SIZE)
    said = next(t["text"] for t in figure.layout.meta["moving"] if "text" in t)
    assert said[-1][0] != BLANK
    assert said[-1][1] == BLANK
    assert figure.layout.xaxis.ticktext == ("a: 0.980", "")


@every_scene
@every_unit
def test_the_curves_are_the_means(p, belief, unit):
    figure = figures.averages(p, belief, unit, SIZE)
    values = figures.means(p, belief, unit)
    top = figure.layout.yaxis.range[1] - 0.05 * entropy([0.5, 0.5], unit)
    for name, expected in (("CE(p, q)", values.cross_entropy), ("Huffman", values.real)):
        line = next(trace for trace in figure.data if trace.name == name)
        np.testing.assert_allclose(line.y, np.minimum(expected, top), rtol=1e-6, atol=1e-7)
    figure_top = figure.layout.yaxis.range[1]
    markers = [unpack(t["y"])[:, 0] for t in figure.layout.meta["moving"] if "text" not in t]
    np.testing.assert_allclose(markers[0], np.minimum(values.cross_entropy, top), rtol=1e-6)
    np.testing.assert_allclose(markers[1], np.minimum(values.real, top), rtol=1e-6)
    assert np.max(markers) <= figure_top  # Plotly drops what lies above the axis


@every_scene
def test_the_best_code_lies_within_a_bit_above_the_entropy(p, belief):
    values = figures.means(p, belief, "bit")
    assert values.entropy <= values.real[0] + 1e-12
    assert values.real[0] < values.entropy + 1
    assert (values.real >= values.real[0] - 1e-12).all()
    np.testing.assert_allclose(values.cross_entropy, values.entropy + values.divergence)


def test_a_belief_further_off_costs_more():
    assert all(a < b for a, b in pairwise(figures.means(P, BELIEF, "nat").cross_entropy))


def test_quantities_keep_their_colours():
    boxes = figures.areas(P, BELIEF, "bit", SIZE)
    colors = {trace.name: trace.line.color for trace in boxes.data}
    assert colors["−log q"] == INFORMATION["cross-entropy"].color
    assert colors["−log p"] == INFORMATION["entropy"].color
    lines = {
        trace.name: trace.line.color for trace in figures.averages(P, BELIEF, "bit", SIZE).data
    }
    assert lines["CE(p, q)"] == INFORMATION["cross-entropy"].color


def test_information_content_names_points_that_stand_together_once():
    figure = figures.contents(np.array([0.5, 0.25, 0.25]), np.full(3, 1 / 3), "bit", SIZE)
    words = figure.layout.meta["moving"][0]["text"]
    assert words[0] == ["a", "b, c", BLANK]
    assert words[-1] == ["a, b, c", BLANK, BLANK]
    np.testing.assert_allclose(unpack(figure.layout.meta["moving"][0]["y"])[0], [1, 2, 2])


def test_captions_state_the_numbers():
    say = figures.captions("{s} {sum} {real} {own}", P, BELIEF, "bit")
    assert len(say) == 101
    assert "1.4855 + 0.3966 = 1.8821 bits 1.80 1.50 bits" in say[100]
    assert "1.4855 + 0.0000 = 1.4855 bits 1.50 1.50 bits" in say[0]
    ruled_out = figures.captions("{sum} {real}", *SCENES["ruled out"], "nat")[-1]
    assert "CE is infinite" in ruled_out
    assert ruled_out.endswith("nats infinite")
    assert "∞" not in ruled_out


def test_the_formula_leaves_out_what_never_happens():
    assert r"0.5 \log_2 0.5 - 0.3 \log_2 0.3" in figures.formula(P, "bit")
    assert r"1.4855 \text{ bits}" in figures.formula(P, "bit")
    assert r"\ln 0 " not in figures.formula(SCENES["never happens"][0], "nat")


def test_the_table_lists_both_codes():
    rows = figures.table(P, np.array([0.5, 0.5, 0.0]), "bit")
    assert [row["codeword for p"] for row in rows] == ["0", "10", "11"]
    assert [row["codeword for q"] for row in rows] == ["0", "1", "none"]
    assert rows[2]["−log q"] == "infinite"
    assert rows[0]["−log p"] == "1.00"
    assert figures.table(np.array([1.0, 0.0]), P[:2] / 0.8, "bit")[0]["codeword for p"] == "empty"


def test_parts_become_shares():
    np.testing.assert_allclose(figures.shares([5, 3, 2]), P)
    np.testing.assert_allclose(figures.shares([0, 0]), [0.5, 0.5])
