"""Pictures of loss curves as data, against the functions of core."""

import numpy as np
import pytest

from core.losses import huber, huber_slope, smooth_l1, smooth_l1_slope
from pages.figures import loss_curves as figures
from pages.figures.moving import unpack
from pages.figures.numbers import number
from pages.figures.style import SIZES, stroke
from pages.models import loss_curves as model
from pages.models.loss_curves import OUTLIERS, PARTS, PREDICTIONS, THRESHOLDS, Choice
from pages.words import text

SIZE = SIZES["normal"]
STEPS = {
    "prediction": PREDICTIONS.size,
    "residual": THRESHOLDS.size,
    "outlier": OUTLIERS.size,
}
WORDS = text.read("pages/one_neuron/loss_curves.py")
NAMES = {slug: WORDS[f"residual-loss.{slug}"] for slug in ("mse", "mae", "huber", "smooth_l1")}


def view(part, y=1, threshold=1.0, size=SIZE):
    return figures.view(Choice(part, y, threshold), WORDS, size)


def pictures(part, *more, size=SIZE):
    return tuple(view(part, *more, size=size).figures.values())


def captions(part, *more):
    return view(part, *more).captions


def trace(figure, name):
    return next(trace for trace in figure.data if trace.name == name)


def track(figure, name, axis="y"):
    index = [drawn.name for drawn in figure.data].index(name)
    return next(
        unpack(t[axis]) for t in figure.layout.meta["moving"] if t["trace"] == index and axis in t
    )


def words(figure):
    return [t["text"] for t in figure.layout.meta["moving"] if "text" in t]


@pytest.mark.parametrize("y", [0, 1])
@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("size", SIZES)
def test_every_array_is_finite_and_every_axis_has_a_title(part, size, y):
    for figure in pictures(part, y, size=SIZES[size]):
        assert figure.layout.xaxis.title.text
        assert figure.layout.yaxis.title.text
        for drawn in figure.data:
            assert np.isfinite(drawn.x).all()
            assert np.isfinite(drawn.y).all()
        for moved in figure.layout.meta["moving"]:
            assert len(unpack(moved["y"])) == STEPS[part]
            assert np.isfinite(unpack(moved["y"])).all()
            assert all(word for said in moved.get("text", []) for word in said)
            assert "nan" not in str(moved.get("text"))


@pytest.mark.parametrize("y", [0, 1])
def test_markers_stand_on_their_curves_or_at_the_top_edge(y):
    for figure, penalty in zip(pictures("prediction", y), model.penalties(y), strict=True):
        top = figure.layout.yaxis.range[1]
        marker = next(k for k, drawn in enumerate(figure.data) if drawn.mode == "markers")
        moved = next(t for t in figure.layout.meta["moving"] if t["trace"] == marker)
        expected = np.minimum(penalty.value, top)
        np.testing.assert_allclose(unpack(moved["y"])[:, 0], expected, rtol=1e-6)
        assert unpack(moved["y"]).max() <= top  # Plotly drops what lies above the axis
        line = figure.data[0]
        assert line.line.color == stroke(penalty.slug).color
        shown = np.minimum(np.interp(PREDICTIONS, line.x, line.y), top)
        np.testing.assert_allclose(shown, expected, rtol=1e-4, atol=1e-5)


def test_the_tangent_has_the_slope_of_the_penalty():
    for figure, penalty in zip(pictures("prediction"), model.penalties(1), strict=True):
        x, y = track(figure, "tangent", "x"), track(figure, "tangent")
        slope = (y[:, 1] - y[:, 0])[1:] / (x[:, 1] - x[:, 0])[1:]
        np.testing.assert_allclose(slope, penalty.slope[1:], rtol=1e-3, atol=1e-3)


def test_losses_with_a_threshold_move_with_it():
    values, slopes = pictures("residual")
    r = trace(values, NAMES["huber"]).x
    for k, t in enumerate(THRESHOLDS):
        np.testing.assert_allclose(track(values, NAMES["huber"])[k], huber(r, t), atol=1e-6)
        np.testing.assert_allclose(track(values, NAMES["smooth_l1"])[k], smooth_l1(r, t), atol=1e-6)
        np.testing.assert_allclose(track(slopes, NAMES["huber"])[k], huber_slope(r, t), atol=1e-6)
        np.testing.assert_allclose(
            track(slopes, NAMES["smooth_l1"])[k], smooth_l1_slope(r, t), atol=1e-6
        )


def test_kinks_lie_on_their_curves():
    for figure, functions in zip(
        pictures("residual"), ((huber, smooth_l1), (huber_slope, smooth_l1_slope)), strict=True
    ):
        kinks = [k for k, drawn in enumerate(figure.data) if drawn.mode == "markers"]
        for k, function in zip(kinks, functions, strict=True):
            moved = next(t for t in figure.layout.meta["moving"] if t["trace"] == k)
            x, y = unpack(moved["x"]), unpack(moved["y"])
            np.testing.assert_allclose(np.abs(x), np.stack([THRESHOLDS] * 2, 1), rtol=1e-6)
            for row, heights, t in zip(x, y, THRESHOLDS, strict=True):
                np.testing.assert_allclose(heights, function(row, t), rtol=1e-5)


def test_absolute_error_shows_every_subgradient_at_its_corner():
    _, slopes = pictures("residual")
    drawn = trace(slopes, NAMES["mae"])
    np.testing.assert_array_equal(drawn.y[drawn.x == 0], [-1, 1])


def test_names_at_the_ends_keep_apart():
    for part in ("residual", "outlier"):
        figure = pictures(part)[0]
        low, high = figure.layout.yaxis.range
        moved = next(t for t in figure.layout.meta["moving"] if "text" in t)
        gaps = np.diff(np.sort(unpack(moved["y"]), axis=1), axis=1) / (high - low)
        assert gaps.min() > 0.069


@pytest.mark.parametrize("threshold", [0.1, 1.0, 3.0])
def test_fitted_lines_are_drawn(threshold):
    drawn, slopes = pictures("outlier", 1, threshold)
    for slug, line in model.fits(threshold).items():
        ends = line.at(trace(drawn, NAMES[slug]).x)
        np.testing.assert_allclose(track(drawn, NAMES[slug]), ends, atol=1e-5)
        np.testing.assert_allclose(trace(slopes, NAMES[slug]).y, line.slope, atol=1e-6)


def test_losses_are_told_apart():
    values, _ = pictures("residual")
    looks = {drawn.name: drawn.line for drawn in values.data if drawn.mode == "lines"}
    assert looks[NAMES["mse"]].color == stroke("mse").color
    assert looks[NAMES["mae"]].color == stroke("mae").color
    assert len({look.color for look in looks.values()}) == 4
    assert len({look.dash for look in looks.values()}) == 4


def test_captions_of_predictions_tell_how_the_penalty_grows():
    say = captions("prediction")
    assert "−ln p = 4.61, slope −100; (1 − p)² = 0.980, slope −1.98" in say[1]
    assert "p to 0.00500 costs 0.693 more in the first, 0.00993 more" in say[1]
    assert "−ln p = ∞, slope −∞" in say[0]
    assert say[0].endswith(WORDS["remark.certain"])
    assert say[90].endswith(WORDS["remark.right"])
    assert "−ln (1 − p) = 0.693" in captions("prediction", 0)[50]


@pytest.mark.parametrize("y", [0, 1])
def test_a_remark_halves_the_share_of_the_true_class(y):
    """Not the distance to certainty: that a confidence grows from .6 to .8 says so too."""
    shares = PREDICTIONS if y == 1 else 1 - PREDICTIONS
    for share, said in zip(shares, captions("prediction", y), strict=True):
        if 0 < share <= 0.5:
            log, square = map(number, (np.log(2), (1 - share / 2) ** 2 - (1 - share) ** 2))
            name, half = "p" if y == 1 else "1 − p", number(share / 2)
            numbers = {"share": name, "half": half, "log": log, "square": square}
            assert said.endswith(WORDS.fill("remark.wrong", **numbers))
        else:
            assert said.endswith((WORDS["remark.certain"], WORDS["remark.right"]))


def test_captions_of_residuals_and_outliers_state_their_numbers():
    say = captions("residual")
    assert say[9].startswith("δ = β = 1.0: beyond ±1.0")
    assert say[9].endswith("|r| − 0.50. Here they are one curve.")
    assert say[4].endswith("|r| − 0.25. Smooth L1 is Huber / 0.5.")
    assert captions("outlier")[0].startswith("Outlier at −6.00: ")


def test_the_formula_carries_the_threshold():
    assert r"|r| \le 1.5" in figures.residual_formula(1.5)
    assert "0.750" in figures.residual_formula(1.5)
