"""Pictures of two outcomes as data, against the functions of core."""

import numpy as np
import pytest

from core.information import cross_entropy, entropy, kl_divergence
from pages.figures import two_outcomes as figures
from pages.figures.moving import BLANK, unpack
from pages.figures.numbers import number
from pages.figures.style import INFORMATION, SIZES
from pages.models import two_outcomes as model
from pages.models.two_outcomes import DRAGS, PROBABILITIES, UNITS, Choice
from pages.words import text

SIZE = SIZES["normal"]
WORDS = text.read("pages/information/two_outcomes.py")
FIXED = (0.0, 0.2, 0.5, 1.0)
every_scene = pytest.mark.parametrize(
    ("drag", "fixed", "unit"),
    [(drag, fixed, unit) for drag in DRAGS for fixed in FIXED for unit in UNITS],
)


def outcomes(first):
    first = np.asarray(first, dtype=float)
    return np.stack([first, 1 - first], axis=-1)


def pair(drag, moved, fixed):
    return (fixed, moved) if drag == "q" else (moved, fixed)


def luminance(color):
    """Return the relative luminance of WCAG 2."""
    part = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


def curves(drag, fixed, unit, size=SIZE):
    choice = Choice(drag, fixed, unit)
    return figures.curves(model.compute(choice), choice, WORDS, size).figure


def bars(drag, fixed, unit, size=SIZE):
    choice = Choice(drag, fixed, unit)
    return figures.bars(model.compute(choice), choice, WORDS, size).figure


def captions(drag, fixed, unit):
    choice = Choice(drag, fixed, unit)
    return figures.captions(model.compute(choice), choice, WORDS)


def trace(figure, name):
    return next(trace for trace in figure.data if trace.name == name)


def tracks(figure, axis="y"):
    return [unpack(track[axis]) for track in figure.layout.meta["moving"]]


@every_scene
def test_every_array_is_finite_and_every_axis_tells_its_unit(drag, fixed, unit):
    for figure in (
        curves(drag, fixed, unit),
        bars(drag, fixed, unit),
    ):
        for drawn in figure.data:
            assert np.isfinite(np.asarray(drawn.x, dtype=float)).all()
            assert np.isfinite(np.asarray(drawn.y, dtype=float)).all()
        for positions in (*tracks(figure, "x"), *tracks(figure, "y")):
            assert np.isfinite(positions).all()
        assert f"({unit}s)" in figure.layout.yaxis.title.text
    assert not any("nan" in str(track.get("text")) for track in figure.layout.meta["moving"])


@every_scene
def test_lines_are_the_quantities_of_core(drag, fixed, unit):
    figure = curves(drag, fixed, unit)
    top = figure.layout.yaxis.range[1]
    line = trace(figure, "CE(t, q)")
    p, q = pair(drag, np.asarray(line.x, dtype=float), fixed)
    inside = (line.x > 1e-6) & (line.x < 1 - 1e-6)  # float32 rounds the ends
    expected = np.broadcast_to(cross_entropy(outcomes(p), outcomes(q), unit), line.x.shape)
    drawn, shown = (np.minimum(y, 1.2 * top) for y in (line.y, expected))
    np.testing.assert_allclose(drawn[inside], shown[inside], rtol=1e-5, atol=1e-6)
    h = np.broadcast_to(entropy(outcomes(p), unit), line.x.shape)
    np.testing.assert_allclose(trace(figure, "H(t)").y, h, atol=2e-5)


def test_at_fixed_p_the_two_curves_are_one_curve_shifted_by_the_entropy():
    figure = curves("q", 0.2, "nat")
    ce, kl = trace(figure, "CE(t, q)").y, trace(figure, "KL(t‖q)").y
    inside = ce < figure.layout.yaxis.range[1]
    np.testing.assert_allclose((ce - kl)[inside], 0.5004024, rtol=1e-5)
    least = trace(figure, "CE(t, q)").x[ce.argmin()]
    assert least == trace(figure, "KL(t‖q)").x[kl.argmin()] == np.float32(0.2)


def test_against_p_cross_entropy_is_straight_and_touches_the_arch():
    figure = curves("p", 0.2, "bit")
    line, arch = trace(figure, "CE(t, q)"), trace(figure, "H(t)")
    np.testing.assert_allclose(line.y, np.interp(line.x, [0, 1], line.y[[0, -1]]), rtol=1e-6)
    gap = line.y - arch.y
    assert gap.min() >= -1e-7
    assert line.x[gap.argmin()] == np.float32(0.2)


@every_scene
def test_markers_stand_on_the_curves_or_wait_at_the_top_edge(drag, fixed, unit):
    figure = curves(drag, fixed, unit)
    top = figure.layout.yaxis.range[1]
    gap, lower, upper = tracks(figure)[:3]
    p, q = (outcomes(first) for first in pair(drag, PROBABILITIES, fixed))
    low = kl_divergence(p, q, unit) if drag == "q" else entropy(p, unit)
    np.testing.assert_allclose(upper[:, 0], np.minimum(cross_entropy(p, q, unit), top), rtol=1e-6)
    np.testing.assert_allclose(lower[:, 0], np.minimum(low, top), rtol=1e-6, atol=1e-12)
    np.testing.assert_array_equal(gap, np.hstack([lower, upper]))


@every_scene
def test_bars_show_entropy_over_cross_entropy_in_both_directions(drag, fixed, unit):
    figure = bars(drag, fixed, unit)
    top = figure.layout.yaxis.range[1]
    total, bottom, *_ = tracks(figure)
    p, q = (outcomes(first) for first in pair(drag, PROBABILITIES, fixed))
    for k, (happens, predicted) in enumerate(((p, q), (q, p))):
        expected = np.minimum(cross_entropy(happens, predicted, unit), 2 * top)
        np.testing.assert_allclose(total[:, k], expected, rtol=1e-6, atol=1e-7)
        np.testing.assert_allclose(
            bottom[:, k], np.broadcast_to(entropy(happens, unit), 101), atol=1e-6
        )
    assert (total >= bottom).all()
    assert figure.layout.barmode == "overlay"


@every_scene
def test_bars_tell_their_parts_and_their_sum(drag, fixed, unit):
    figure = bars(drag, fixed, unit)
    texts = [track["text"] for track in figure.layout.meta["moving"] if "text" in track]
    p, q = (outcomes(first) for first in pair(drag, PROBABILITIES, fixed))
    for k, (happens, predicted, names) in enumerate(((p, q, "tq"), (q, p, "qt"))):
        parts = [entropy(happens, unit), kl_divergence(happens, predicted, unit)]
        heads = [f"H({names[0]})", f"KL({names[0]}‖{names[1]})"]
        for step in (0, 37, 100):
            h, kl = (np.broadcast_to(part, 101)[step] for part in parts)
            expected = [f"{heads[0]}<br>{number(h)}", f"{heads[1]}<br>{number(kl)}"]
            assert texts[1 + k][step] == expected
            assert texts[0][step][k] == number(h + kl)


def test_curves_and_bars_share_their_scale():
    for unit in UNITS:
        lines, sums = curves("q", 0.2, unit).layout, bars("q", 0.2, unit).layout
        assert lines.yaxis.range == sums.yaxis.range
        assert lines.margin.t == sums.margin.t


def test_each_quantity_keeps_its_colour():
    lines, sums = curves("q", 0.2, "nat"), bars("p", 0.2, "nat")
    for slug, name in (("cross-entropy", "CE(t, q)"), ("kl-divergence", "KL(t‖q)")):
        assert trace(lines, name).line.color == INFORMATION[slug].color
    assert trace(lines, "H(t)").line.color == INFORMATION["entropy"].color
    assert trace(sums, "H").marker.color == INFORMATION["entropy"].color
    assert trace(sums, "CE").marker.color == INFORMATION["kl-divergence"].color


def labels(figure):
    return [track for track in figure.layout.meta["moving"] if "text" in track]


@every_scene
def test_labels_stay_inside_the_picture(drag, fixed, unit):
    figure = curves(drag, fixed, unit, SIZES["large"])
    low, high = figure.layout.yaxis.range
    for track in labels(figure):
        said = np.array(track["text"]) != BLANK
        heights, places = unpack(track["y"])[said], unpack(track["x"])[said]
        assert ((low < heights) & (heights < high)).all()
        assert ((places > 0) & (places < 1)).all()


@every_scene
def test_markers_are_named_with_their_values(drag, fixed, unit):
    figure = curves(drag, fixed, unit)
    lower, upper, *gap = labels(figure)
    p, q = (outcomes(first) for first in pair(drag, PROBABILITIES, fixed))
    ce, kl = cross_entropy(p, q, unit), kl_divergence(p, q, unit)
    h = np.broadcast_to(entropy(p, unit), 101)
    below = ("KL", kl) if drag == "q" else ("H", h)
    for (name, values), track in zip([below, ("CE", ce)], (lower, upper), strict=True):
        for value, words in zip(values, track["text"], strict=True):
            (said,) = set(words) - {BLANK}
            assert said.removesuffix(" ↑") == f"{name} {number(value)}"
            beyond = figure.layout.yaxis.range[1] < value < np.inf
            assert said.endswith("↑") == beyond
    if drag == "q":
        assert f"H(t) = {number(h[0])}" in [note.text for note in figure.layout.annotations]
    else:
        told = [set(words) - {BLANK} for words in gap[0]["text"]]
        for value, words in zip(kl, told, strict=True):
            assert words <= {f"KL {number(value)}"}


def test_colours_are_told_apart_from_both_backgrounds():
    for look in INFORMATION.values():
        for ground in ("#ffffff", "#14171a"):
            dark, light = sorted((luminance(look.color), luminance(ground)))
            assert (light + 0.05) / (dark + 0.05) >= 3


def test_captions_state_the_numbers_and_the_special_cases():
    say = captions("q", 0.2, "nat")
    assert len(say) == 101
    assert say[50].startswith("t = 0.20, q = 0.50: ")
    assert "0.500 + 0.193 = 0.693 nats" in say[50]
    assert "KL(q‖t) = 0.223" in say[50]
    assert "equal, 0.832" in say[80]
    assert "KL is 0" in say[20]
    assert "infinite" in say[0]
    assert "infinite" in say[100]
    sure = captions("q", 1.0, "nat")
    assert "H = 0 and CE = KL = −ln q" in sure[80]
    assert "is infinite" in sure[80]
    assert "−log₂ (1 − q)" in captions("q", 0.0, "bit")[80]
    assert not any("nan" in words or "∞" in words for words in say + sure)


@every_scene
def test_a_caption_calls_infinite_what_is(drag, fixed, unit):
    for moved, said in zip(PROBABILITIES, captions(drag, fixed, unit), strict=True):
        p, q = (outcomes(first) for first in pair(drag, moved, fixed))
        is_finite = np.isfinite(cross_entropy(p, q, unit))
        assert ("CE(t, q) and KL(t‖q) are infinite" in said) == (not is_finite)


def test_the_fair_coin_has_one_bit():
    assert "= 1.00 + 0 = 1.00 bits" in captions("q", 0.5, "bit")[50]


def test_formulas_leave_out_what_has_no_weight():
    assert r"-0.20 \ln 0.50 - 0.80 \ln 0.50 = 0.693" in " ".join(
        figures.formulas(0.2, 0.5, "nat").replace("- 0.20", "-0.20").split()
    )
    sure = figures.formulas(1.0, 0.8, "bit")
    assert "0.00" not in sure
    assert r"\log_2 0.80 = 0.322" in sure
    assert r"\infty" in figures.formulas(0.2, 0.0, "hartley")


@pytest.mark.parametrize("p", [0.01, 0.2, 0.37, 0.5, 0.73])
def test_both_directions_are_called_equal_where_they_are_and_for_that_reason(p):
    for q, say in zip(PROBABILITIES, captions("q", p, "nat"), strict=True):
        there, back = (model.quantities(*pair, "nat").divergence for pair in ((p, q), (q, p)))
        equal = p != q and np.isfinite(back) and abs(there - back) < 1e-12
        assert ("is equal" in say) == equal == (p != q and np.isclose(p + q, 1))
