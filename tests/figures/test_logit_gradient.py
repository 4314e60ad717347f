"""Pictures of the slope in the logit as data, against the functions of core."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from core.activations import sigmoid, sigmoid_derivative
from core.gradients import chain_rule
from core.losses import LOSSES
from pages.figures import logit_gradient as figures
from pages.figures.moving import unpack
from pages.figures.numbers import number, tex
from pages.figures.style import NEUTRAL, SIZES, STROKES, stroke
from pages.models import logit_gradient as model
from pages.models.logit_gradient import Choice
from pages.words import text

SIZE = SIZES["normal"]
BCE, MSE = LOSSES["bce"], LOSSES["mse"]
OF_P = [loss for loss in LOSSES.values() if loss.probability_gradient]
LABELS = (0, 0.3, 1)
WORDS = text.read("pages/one_neuron/logit_gradient.py")

each_loss = pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES.keys())
each_loss_of_p = pytest.mark.parametrize("loss", OF_P, ids=[loss.slug for loss in OF_P])
each_label = pytest.mark.parametrize("y", LABELS)
each_scale = pytest.mark.parametrize("scale", model.SCALES)


def chosen(losses=(BCE,), y=1, scale="magnitude", x=1.0):
    return Choice(tuple(loss.slug for loss in losses), y, scale, x)


def slopes(*given):
    choice = chosen(*given)
    return figures.slopes(model.compute(choice), choice, WORDS, SIZE).figure


def activation(scale):
    return figures.activation(model.compute(chosen(scale=scale)), WORDS, SIZE).figure


def factors(loss, y, x, scale):
    choice = chosen([loss], y, scale, x)
    return figures.factors(model.compute(choice), loss.slug, choice, WORDS, SIZE).figure


def captions(*given, words=WORDS):
    choice = chosen(*given)
    return figures.captions(model.compute(choice), choice, words)


def single(values):
    """Single precision, as the figures carry it."""
    return np.asarray(values, dtype=np.float32)


def trace(figure, name):
    (found,) = [trace for trace in figure.data if trace.name == name]
    return found


def tracks(figure, mode, name=""):
    """Every moving trace of a mode but the twin's, or the twin's, with its packed positions."""
    moving = [(figure.data[track["trace"]], track) for track in figure.layout.meta["moving"]]
    named = [(look, t) for look, t in moving if look.mode == mode]
    return [(look, t) for look, t in named if (look.name == "same slope") == bool(name)]


def shown(loss, y, scale):
    """Return the slope of a loss as a scale shows it."""
    slope = loss.gradient(model.grid(scale), y)
    return slope if scale == "signed" else np.abs(slope)


def peaks(figure):
    return [note for note in figure.layout.annotations if "peak" in note.text]


def all_pictures(loss, y, scale):
    yield slopes([loss], y, scale)
    yield activation(scale)
    if loss.probability_gradient:
        yield factors(loss, y, 2.0, scale)


# Slopes


@each_loss
@each_label
@each_scale
def test_curves_are_the_slopes_of_core_in_the_look_of_their_loss(loss, y, scale):
    figure = slopes([loss], y, scale)
    curve, look = trace(figure, loss.title), stroke(loss.slug)
    np.testing.assert_array_equal(curve.x, single(model.grid(scale)))
    np.testing.assert_array_equal(curve.y, single(shown(loss, y, scale)))
    assert (curve.line.color, curve.line.dash) == (look.color, look.dash)
    assert curve.line.width == SIZE.line


@each_loss
@each_label
@each_scale
def test_a_marker_stands_on_its_curve_at_every_step(loss, y, scale):
    figure = slopes([loss], y, scale)
    ((look, track),) = tracks(figure, "markers")
    np.testing.assert_array_equal(unpack(track["x"])[:, 0], single(model.grid(scale)))
    np.testing.assert_array_equal(unpack(track["y"])[:, 0], single(shown(loss, y, scale)))
    assert (look.marker.color, look.marker.symbol) == (
        stroke(loss.slug).color,
        stroke(loss.slug).marker,
    )
    assert look.marker.size == SIZE.marker


@each_scale
def test_every_chosen_loss_has_a_curve_a_marker_and_words(scale):
    figure = slopes(list(LOSSES.values()), 1, scale)
    titles = [loss.title for loss in LOSSES.values()]
    drawn = [trace.name for trace in figure.data if trace.name in titles]
    assert drawn == titles
    assert len(tracks(figure, "markers")) == len(tracks(figure, "text")) == len(LOSSES)


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_the_words_at_a_marker_name_its_loss_and_its_slope(count):
    losses = list(LOSSES.values())[:count]
    figure = slopes(losses, 1, "signed")
    for loss, (_, track) in zip(losses, tracks(figure, "text"), strict=True):
        name = WORDS.called("loss-short", loss.slug)
        for step, words in enumerate(track["text"]):
            (said,) = [word for word in words if word.strip()]
            assert said.startswith(name)
            assert said.endswith(number(loss.gradient(model.grid("signed")[step], 1)))


@each_scale
def test_axes_have_titles_with_symbol_and_unit(scale):
    figure = slopes([BCE], 1, scale)
    slope = "dL/dz" if scale == "signed" else "|dL/dz|"
    assert figure.layout.xaxis.title.text == "logit z"
    assert figure.layout.yaxis.title.text == f"{slope}  (per unit of logit)"
    assert figure.layout.yaxis.type == ("log" if scale == "logarithm" else None)


@each_loss
@each_label
@pytest.mark.parametrize("scale", ["magnitude", "signed"])
def test_the_whole_curve_is_in_the_picture_with_room_above(loss, y, scale):
    figure = slopes([loss], y, scale)
    low, high = figure.layout.yaxis.range
    curve = trace(figure, loss.title).y
    assert low < min(0, curve.min())
    assert high > max(0, curve.max()) + 0.1 * (high - low)


def test_the_logarithmic_axis_shows_both_tails_from_a_millionth_of_a_millionth_to_one():
    figure = slopes([BCE, MSE], 1, "logarithm")
    low, high = figure.layout.yaxis.range
    assert low < -12
    assert high > 0
    for loss, left, right in ((BCE, 0, -1), (MSE, 1, -2)):
        curve = np.log(trace(figure, loss.title).y.astype(float))
        steps = np.diff(curve) / np.diff(model.grid("logarithm"))
        np.testing.assert_allclose(steps[:60], left, atol=1e-3)
        np.testing.assert_allclose(steps[-60:], right, atol=1e-3)


@each_loss
@each_label
@each_scale
def test_every_array_is_finite_and_single(loss, y, scale):
    for figure in all_pictures(loss, y, scale):
        for one in figure.data:
            assert one.x.dtype == one.y.dtype == np.float32
            assert np.isfinite([one.x, one.y]).all()
        for track in figure.layout.meta["moving"]:
            assert np.isfinite(unpack(track["x"])).all()
            assert np.isfinite(unpack(track["y"])).all()


@each_scale
def test_every_moving_trace_has_a_place_for_every_logit(scale):
    steps = len(model.grid(scale))
    for figure in all_pictures(MSE, 1, scale):
        for track in figure.layout.meta["moving"]:
            assert {track[axis]["shape"][0] for axis in ("x", "y")} == {steps}
            assert len(track.get("text", range(steps))) == steps


def test_the_logits_are_those_of_the_number_box():
    for scale, reach in (("magnitude", 10), ("signed", 10), ("logarithm", 30)):
        z = model.grid(scale)
        assert (z[0], z[-1], len(z)) == (-reach, reach, 201)
        assert z.tolist() == [round(value, 1) for value in z.tolist()]
        assert np.all(np.diff(z) > 0)
        assert 0 in z


# Half squared error: its peak, and the other logit with the same slope


@each_scale
@pytest.mark.parametrize(("y", "z", "words"), [(1, -np.log(2), "−ln 2"), (0, np.log(2), "ln 2")])
def test_the_peak_is_pointed_at(scale, y, z, words):
    figure = slopes([BCE, MSE], y, scale)
    (peak,) = peaks(figure)
    height = MSE.gradient(z, y) if scale == "signed" else abs(MSE.gradient(z, y))
    assert peak.x == pytest.approx(z, rel=1e-15)
    assert abs(height) == pytest.approx(4 / 27, rel=1e-15)
    assert peak.y == pytest.approx(np.log10(height) if scale == "logarithm" else height, rel=1e-14)
    assert peak.text == f"peak 4/27 at z = {words}"


@each_scale
@pytest.mark.parametrize("y", [0, 1])
def test_no_slope_is_steeper_than_the_peak(scale, y):
    (peak,) = peaks(slopes([MSE], y, scale))
    height = 10**peak.y if scale == "logarithm" else abs(peak.y)
    assert np.all(np.abs(MSE.gradient(model.grid(scale), y)) <= height)


@each_scale
def test_the_words_of_the_peak_stand_above_the_picture(scale):
    figure = slopes([MSE], 1, scale)
    (peak,) = peaks(figure)
    assert peak.ay == figure.layout.yaxis.range[1]
    assert (peak.axref, peak.ayref, peak.yanchor) == ("x", "y", "bottom")
    assert figure.layout.margin.t >= 2 * SIZE.text


@pytest.mark.parametrize(("losses", "y"), [([MSE], 0.3), ([BCE], 1), ([BCE, MSE], 0.5)])
def test_soft_labels_and_other_losses_have_neither_peak_nor_twin(losses, y):
    figure = slopes(losses, y, "magnitude")
    assert not peaks(figure)
    assert "same slope" not in [trace.name for trace in figure.data]


@each_scale
@pytest.mark.parametrize("y", [0, 1])
def test_the_twin_has_the_same_slope_on_the_other_side_of_the_peak(scale, y):
    figure = slopes([MSE], y, scale)
    ((_, track),) = tracks(figure, "lines", "same slope")
    x, height = unpack(track["x"]).astype(float), unpack(track["y"])
    np.testing.assert_array_equal(x[:, 0], single(model.grid(scale)))
    np.testing.assert_array_equal(height[:, 0], single(shown(MSE, y, scale)))
    np.testing.assert_array_equal(height[:, 0], height[:, 1])
    np.testing.assert_allclose(MSE.gradient(x[:, 1], y), MSE.gradient(x[:, 0], y), rtol=1e-5)
    peak = (1 - 2 * y) * np.log(2)
    assert np.all(np.sign(x[:, 1] - peak) == -np.sign(x[:, 0] - peak))


# The sigmoid


@each_scale
def test_the_sigmoid_and_its_derivative_are_those_of_core(scale):
    figure, z = activation(scale), model.grid(scale)
    curves = {"p = sigmoid(z)": sigmoid(z), "p (1 − p)": sigmoid_derivative(z)}
    for (name, values), (_, track) in zip(curves.items(), tracks(figure, "markers"), strict=True):
        np.testing.assert_array_equal(trace(figure, name).y, single(values))
        np.testing.assert_array_equal(unpack(track["y"])[:, 0], single(values))
        assert trace(figure, name).line.color == NEUTRAL
    assert {note.text for note in figure.layout.annotations} == {*curves, "saturated"}
    assert figure.layout.xaxis.title.text == "logit z"
    assert figure.layout.yaxis.title.text == "p,  p (1 − p)"


@each_scale
def test_the_zones_are_shaded_where_the_slope_of_the_sigmoid_is_below_a_hundredth(scale):
    for figure in (activation(scale), slopes([BCE], 1, scale)):
        left, right = figure.layout.shapes
        z = model.grid(scale)
        assert (left.x0, right.x1) == (z[0], z[-1])
        assert sigmoid_derivative([left.x1, right.x0]) == pytest.approx(model.SATURATED)
        below = sigmoid_derivative(z) < model.SATURATED
        np.testing.assert_array_equal(below, (z < left.x1) | (z > right.x0))


# The chain rule


@each_loss_of_p
@each_label
@each_scale
@pytest.mark.parametrize("x", [0.1, 1.0, 10.0])
def test_the_factors_multiply_to_the_product(loss, y, scale, x):
    figure = factors(loss, y, x, scale)
    *parts, product = (one.y.astype(float) for one in figure.data[:4])
    subnormal = np.finfo(np.float32).tiny
    np.testing.assert_allclose(np.prod(parts, axis=0), product, rtol=1e-6, atol=subnormal)


@each_loss_of_p
@each_label
@each_scale
def test_the_factors_are_those_of_core_and_their_markers_stand_on_them(loss, y, scale):
    figure, z = factors(loss, y, 2.0, scale), model.grid(scale)
    rule = chain_rule(loss, z, y)
    curves = {
        "|dL/dp|": abs(rule.dL_dp),
        "dp/dz": rule.dp_dz,
        "|dz/dw| = |x|": np.full(201, 2.0),
        "|dL/dw|": abs(2 * rule.dL_dz),
    }
    assert [one.name for one in figure.data[:4]] == list(curves)
    for values, one, (_, track) in zip(
        curves.values(), figure.data, tracks(figure, "markers"), strict=False
    ):
        np.testing.assert_array_equal(one.y, single(values))
        np.testing.assert_array_equal(unpack(track["y"])[:, 0], single(values))
    assert {note.text for note in figure.layout.annotations} == set(curves)
    assert figure.layout.yaxis.type == "log"


@each_loss_of_p
def test_every_factor_is_told_from_the_others(loss):
    figure = factors(loss, 1, 1.0, "magnitude")
    looks = {(one.line.color, one.line.dash) for one in figure.data[:4]}
    assert len(looks) == 4
    assert figure.data[3].line.color == stroke(loss.slug).color


def test_the_formula_states_the_factors_and_their_product():
    assert figures.chain_formula(MSE, -10.0, chosen(x=2.0)) == (
        r"\begin{aligned} \frac{\partial L}{\partial w} &= "
        r"\underbrace{-0.999955}_{\partial L / \partial p} \cdot "
        r"\underbrace{4.54 \times 10^{-5}}_{p (1 - p)} \cdot "
        r"\underbrace{2.00}_{x} \\ &= -9.08 \times 10^{-5} \end{aligned}"
    )


@each_loss_of_p
@each_label
def test_every_formula_ends_in_the_slope(loss, y):
    for z in (-30.0, -0.1, 0.0, 10.0):
        formula = figures.chain_formula(loss, z, chosen(y=y, x=3.0))
        assert formula.endswith(rf"&= {tex(3 * loss.gradient(z, y))} \end{{aligned}}")


# Words


def test_the_four_extreme_cases():
    cases = figures.extreme_cases(WORDS)
    assert [(row["label y"], row["the answer is"]) for row in cases] == [
        ("0", "right"),
        ("0", "wrong"),
        ("1", "wrong"),
        ("1", "right"),
    ]
    for row, (y, z) in zip(cases, itertools.product((0, 1), (-7.0, 7.0)), strict=True):
        assert row["prediction p"] == number(sigmoid(z))
        for loss in (MSE, BCE):
            assert row[f"|dL/dz|, {loss.title}"] == number(abs(loss.gradient(z, y)))


@each_label
@each_scale
def test_captions_state_the_numbers_of_core(y, scale):
    losses = list(LOSSES.values())
    for z, caption in zip(model.grid(scale), captions(losses, y, scale), strict=True):
        p = number(sigmoid(z)) if z <= 10 else f"1 − {number(sigmoid(-z))}"
        said = [f"{loss.title} {number(abs(loss.gradient(z, y)))}" for loss in losses]
        assert caption == WORDS.fill(
            "reading", z=f"{z:.1f}".replace("-", "−"), p=p, y=f"{y:g}", slopes=", ".join(said)
        )


def test_two_slopes_are_compared():
    said = captions([MSE, BCE])
    assert said[0].endswith("; ratio 22\u202f000.")
    assert [s.partition("ratio")[2] for s in said] == [
        s.partition("ratio")[2] for s in captions([BCE, MSE])
    ]


def test_a_slope_of_zero_is_not_compared():
    beyond = model.grid("magnitude") >= 1
    said = captions([BCE, LOSSES["hinge"]])
    assert ["ratio" not in caption for caption in said] == beyond.tolist()


@each_scale
def test_no_finite_logit_is_said_to_reach_one(scale):
    said = [caption.partition("p = ")[2].partition(";")[0] for caption in captions([BCE], 1, scale)]
    assert not [p for p in said if p.rstrip("0") in ("1", "1.")]


# A loss that is added at run time


def test_a_new_loss_is_drawn_in_its_own_look(monkeypatch):
    new = replace(
        LOSSES["hinge"], slug="new", title="new loss", smooth=False, probability_gradient=None
    )
    monkeypatch.setitem(LOSSES, "new", new)
    for y, scale in itertools.product(LABELS, model.SCALES):
        figure = slopes(list(LOSSES.values()), y, scale)
        assert trace(figure, "new loss").line.color == STROKES[len(LOSSES) - 1].color
        assert len(tracks(figure, "markers")) == len(LOSSES)
    assert "new loss" in captions([new], 1, "magnitude")[0]


def test_a_slope_that_never_changes_has_room_for_its_words(monkeypatch):
    flat = replace(
        BCE,
        slug="flat",
        gradient=lambda z, y: np.full(np.shape(z), -1.0),
        margin_form=None,
    )
    monkeypatch.setitem(LOSSES, "flat", flat)
    low, high = slopes([flat], 1, "magnitude").layout.yaxis.range
    assert low < 0
    assert high > 1.1
