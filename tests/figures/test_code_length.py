"""Pictures of codes as data, against the functions of core."""

import numpy as np
import pytest

from core.coding import huffman, mean_length
from core.information import cross_entropy, entropy, kl_divergence
from pages.figures import code_length as figures
from pages.figures.moving import BLANK, unpack
from pages.figures.numbers import LOGARITHMS
from pages.figures.style import INFORMATION, SIZES
from pages.models import code_length as model
from pages.models.code_length import BELIEFS, UNIT_NAMES, Choice
from pages.words import text

SIZE = SIZES["normal"]
WORDS = text.read("pages/information/code_length.py")
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
every_unit = pytest.mark.parametrize("unit", UNIT_NAMES)


def chosen(p, belief, unit):
    return Choice(tuple(p), tuple(belief), unit)


def draw(key, p, belief, unit):
    return figures.view(chosen(p, belief, unit), WORDS, SIZE).figures[key]


def captions(p, belief, unit):
    return figures.view(chosen(p, belief, unit), WORDS, SIZE).captions


def track(figure, name):
    index = next(k for k, trace in enumerate(figure.data) if trace.name == name)
    return next(t for t in figure.layout.meta["moving"] if t["trace"] == index)


def area(x, y):
    return np.trapezoid(y, x, axis=-1)


@every_scene
@every_unit
def test_every_array_is_finite_and_every_length_has_its_unit(p, belief, unit):
    for figure in figures.view(chosen(p, belief, unit), WORDS, SIZE).figures.values():
        assert f"({unit}s)" in figure.layout.yaxis.title.text
        for trace in figure.data:
            assert np.isfinite(trace.x).all()
            assert np.isfinite(trace.y).all()
        for moved in figure.layout.meta["moving"]:
            assert np.isfinite(unpack(moved["x"])).all()
            assert np.isfinite(unpack(moved["y"])).all()
            assert len(unpack(moved["y"])) == len(BELIEFS)
            assert all(word for words in moved.get("text", []) for word in words)
            assert "nan" not in str(moved.get("text"))


@every_unit
@pytest.mark.parametrize("scene", ["example", "powers of a half", "eight"])
def test_the_boxes_have_the_area_of_the_mean_length(scene, unit):
    p, belief = SCENES[scene]
    figure = draw("lengths", p, belief, unit)
    q = model.compute(chosen(p, belief, unit)).q
    boxes, codewords = track(figure, f"−{LOGARITHMS[unit]} q"), track(figure, "Huffman")
    x = unpack(boxes["x"])
    ideal, real = area(x, unpack(boxes["y"])), area(x, unpack(codewords["y"]))
    np.testing.assert_allclose(ideal, cross_entropy(p, q, unit), rtol=1e-5)
    bits = [mean_length(p, huffman(row).lengths) for row in q]
    np.testing.assert_allclose(real, np.array(bits) * entropy([0.5, 0.5], unit), rtol=1e-5)
    own = next(trace for trace in figure.data if trace.name == f"−{LOGARITHMS[unit]} t")
    assert area(own.x, own.y) == pytest.approx(entropy(p, unit), rel=1e-5)


@every_scene
@every_unit
def test_the_fillings_are_what_is_needed_wasted_and_saved(p, belief, unit):
    figure, codes = draw("lengths", p, belief, unit), model.compute(chosen(p, belief, unit))
    top = figure.layout.yaxis.range[1]
    own, ideal = (np.minimum(each[..., p > 0], top) for each in (codes.own, codes.ideal))
    expected = {
        "needed": np.minimum(own, ideal),
        "waste": np.maximum(ideal - own, 0),
        "saved": np.maximum(own - ideal, 0),
    }
    for name, heights in expected.items():
        there, back = np.split(unpack(track(figure, name)["y"]), 2, axis=1)
        x = np.split(unpack(track(figure, name)["x"]), 2, axis=1)[0]
        found = area(x, back[:, ::-1]) - area(x, there)
        np.testing.assert_allclose(found, heights @ p[p > 0], rtol=1e-4, atol=1e-5)


def words_in(figure):
    """Return the words in the boxes: codewords, parts of H, parts of KL."""
    return [t["text"] for t in figure.layout.meta["moving"] if "text" in t][1:]


def test_each_box_tells_its_codeword_and_its_parts_and_they_add_up():
    codewords, needed, waste = words_in(draw("lengths", P, BELIEF, "bit"))
    assert waste[-1] == ["KL +0.66", "KL 0", "−0.26"]
    assert waste[0] == ["KL 0", "KL 0", "KL 0"]
    assert codewords[0] == ["0", "10", "11"]
    assert codewords[-1] == ["10", "11", "0"]
    assert needed[-1] == ["H 0.50", "H 0.52", "H 0.46"]
    assert kl_divergence(P, BELIEF, "bit") == pytest.approx(0.66 - 0.26, abs=0.01)
    assert entropy(P, "bit") == pytest.approx(0.50 + 0.52 + 0.46, abs=0.01)


def test_words_that_do_not_fit_their_box_are_left_out():
    figure = draw("lengths", *SCENES["nearly sure"], "bit")
    _, _, waste = words_in(figure)
    assert waste[-1][0] != BLANK
    assert waste[-1][1] == BLANK
    assert figure.layout.xaxis.ticktext == ("a: 0.980", "")


@every_unit
@pytest.mark.parametrize("scene", ["example", "powers of a half", "eight"])
def test_no_part_is_written_on_a_line(scene, unit):
    figure, codes = (
        draw("lengths", *SCENES[scene], unit),
        model.compute(chosen(*SCENES[scene], unit)),
    )
    top = figure.layout.yaxis.range[1]
    _, *parts = [t for t in figure.layout.meta["moving"] if "text" in t][1:]
    for part in parts:
        y, said = unpack(part["y"]), np.array(part["text"]) != BLANK
        assert (y[said] < top - 0.04 * top).all()
        for lengths in (codes.own, codes.ideal, codes.real):
            assert (np.abs(y - lengths)[said] > 0.04 * top).all()


@every_scene
@every_unit
def test_lines_are_named_at_their_ends(p, belief, unit):
    names = [
        t["text"] for t in draw("lengths", p, belief, unit).layout.meta["moving"] if "text" in t
    ]
    assert names[0] == [[f"−{LOGARITHMS[unit]} t", f"−{LOGARITHMS[unit]} q", "Huffman"]] * 101


@every_scene
@every_unit
def test_the_curves_are_the_means(p, belief, unit):
    figure, codes = draw("averages", p, belief, unit), model.compute(chosen(p, belief, unit))
    top = figure.layout.yaxis.range[1]
    for name, expected in (("CE", codes.cross_entropy), ("Huffman", codes.mean)):
        line = next(trace for trace in figure.data if trace.name == name)
        finite = np.isfinite(expected)
        np.testing.assert_allclose(line.y[finite], expected[finite], rtol=1e-6, atol=1e-7)
        assert (line.y[~finite] > top).all()
    markers = [unpack(t["y"])[:, 0] for t in figure.layout.meta["moving"] if "text" not in t]
    np.testing.assert_allclose(markers[0], np.minimum(codes.cross_entropy, top), rtol=1e-6)
    np.testing.assert_allclose(markers[1], np.minimum(codes.mean, top), rtol=1e-6)
    assert np.max(markers) <= np.float32(top)  # Plotly drops what lies above the axis


def test_quantities_keep_their_colours():
    boxes = draw("lengths", P, BELIEF, "bit")
    colors = {trace.name: trace.line.color for trace in boxes.data}
    assert colors["−log₂ q"] == INFORMATION["cross-entropy"].color
    assert colors["−log₂ t"] == INFORMATION["entropy"].color
    lines = {trace.name: trace.line.color for trace in draw("averages", P, BELIEF, "bit").data}
    assert lines["CE"] == INFORMATION["cross-entropy"].color


def test_information_content_names_points_that_stand_together_once():
    figure = draw("contents", np.array([0.5, 0.25, 0.25]), np.full(3, 1 / 3), "bit")
    words = figure.layout.meta["moving"][1]["text"]
    assert words[0] == ["a", "b, c", BLANK]
    assert words[-1] == ["a, b, c", BLANK, BLANK]
    np.testing.assert_allclose(unpack(figure.layout.meta["moving"][0]["y"])[0], [1, 2, 2])


def test_captions_state_the_numbers():
    say = captions(P, BELIEF, "bit")
    assert len(say) == 101
    assert "1.4855 + 0.3966 = 1.8821 bits. Whole codewords: 1.80 with q's" in say[100]
    assert say[100].endswith(" 1.50 with t's.")
    assert "1.4855 + 0.0000 = 1.4855 bits. Whole codewords: 1.50 with q's" in say[0]
    ruled_out = captions(*SCENES["ruled out"], "nat")[-1]
    assert "CE(t, q) is infinite" in ruled_out
    assert "1.0297 nats" in ruled_out
    assert "∞" not in ruled_out


@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_a_caption_calls_infinite_what_is(scene):
    codes = model.compute(chosen(*scene, "bit"))
    for ce, mean, said in zip(
        codes.cross_entropy, codes.mean, captions(*scene, "bit"), strict=True
    ):
        assert ("infinite" in said) == np.isinf(ce) == np.isinf(mean)
        assert not any(word in said for word in ("inf ", "nan", "∞"))


def formula(p, unit):
    choice = chosen(p, p, unit)
    return figures.formula(model.compute(choice), choice, WORDS)


def test_the_formula_leaves_out_what_never_happens():
    assert r"0.5 \log_2 0.5 - 0.3 \log_2 0.3" in formula(P, "bit")
    assert r"1.4855 \text{ bits}" in formula(P, "bit")
    assert r"\ln 0 " not in formula(SCENES["never happens"][0], "nat")


def table(p, q):
    return figures.table(model.compute(chosen(p, q, "bit")), len(BELIEFS) - 1, "bit", WORDS)


def test_the_table_lists_both_codes():
    rows = table(P, np.array([0.5, 0.5, 0.0]))
    assert [row["codeword for t"] for row in rows] == ["0", "10", "11"]
    assert [row["codeword for q"] for row in rows] == ["0", "1", "none"]
    assert rows[2]["−log₂ q"] == "∞"
    assert rows[0]["−log₂ t"] == "1.00"
    assert table(np.array([1.0, 0.0]), P[:2] / 0.8)[0]["codeword for t"] == "empty"
