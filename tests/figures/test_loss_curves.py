"""Pictures of loss curves as data, against the functions of core."""

import numpy as np
import pytest

from core.losses import huber, huber_slope, smooth_l1, smooth_l1_slope
from core.regression import huber_line, least_absolute_line, least_squares_line
from pages.figures import loss_curves as figures
from pages.figures.moving import unpack
from pages.figures.numbers import number
from pages.figures.style import SIZES, stroke

SIZE = SIZES["normal"]
STEPS = {
    "prediction": figures.PREDICTIONS.size,
    "residual": figures.THRESHOLDS.size,
    "outlier": figures.OUTLIERS.size,
}


def pictures(part):
    lines = figures.fits(1.0)
    return {
        "prediction": (*figures.penalty_curves(1, SIZE), *figures.penalty_curves(0, SIZE)),
        "residual": (figures.residual_values(SIZE), figures.residual_slopes(SIZE)),
        "outlier": (figures.fitted_lines(lines, SIZE), figures.fitted_slopes(lines, SIZE)),
    }[part]


def trace(figure, name):
    return next(trace for trace in figure.data if trace.name == name)


def track(figure, name, axis="y"):
    index = [drawn.name for drawn in figure.data].index(name)
    return next(
        unpack(t[axis]) for t in figure.layout.meta["moving"] if t["trace"] == index and axis in t
    )


def words(figure):
    return [t["text"] for t in figure.layout.meta["moving"] if "text" in t]


@pytest.mark.parametrize("part", figures.PARTS)
@pytest.mark.parametrize("size", SIZES)
def test_every_array_is_finite_and_every_axis_has_a_title(part, size, monkeypatch):
    monkeypatch.setattr(f"{__name__}.SIZE", SIZES[size])
    for figure in pictures(part):
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
def test_penalties_are_the_formulas_they_are_named_after(y):
    p = figures.PREDICTIONS[1:-1]
    right, side = (p, 1) if y == 1 else (1 - p, -1)
    log, square = figures.penalties(y)
    np.testing.assert_allclose(log.value[1:-1], -np.log(right), rtol=1e-12)
    np.testing.assert_allclose(log.slope[1:-1], -side / right, rtol=1e-12)
    np.testing.assert_allclose(square.value[1:-1], (1 - right) ** 2, rtol=1e-12)
    np.testing.assert_allclose(square.slope[1:-1], -2 * side * (1 - right), rtol=1e-12)
    ends = log.value[[0, -1]] if y == 1 else log.value[[-1, 0]]
    np.testing.assert_array_equal(ends, [np.inf, 0])


@pytest.mark.parametrize("y", [0, 1])
def test_markers_stand_on_their_curves_or_at_the_top_edge(y):
    for figure, penalty in zip(figures.penalty_curves(y, SIZE), figures.penalties(y), strict=True):
        top = figure.layout.yaxis.range[1]
        marker = next(k for k, drawn in enumerate(figure.data) if drawn.mode == "markers")
        moved = next(t for t in figure.layout.meta["moving"] if t["trace"] == marker)
        expected = np.minimum(penalty.value, top)
        np.testing.assert_allclose(unpack(moved["y"])[:, 0], expected, rtol=1e-6)
        assert unpack(moved["y"]).max() <= top  # Plotly drops what lies above the axis
        line = figure.data[0]
        assert line.line.color == penalty.look.color
        shown = np.interp(figures.PREDICTIONS, line.x, line.y)
        np.testing.assert_allclose(shown, expected, rtol=1e-4, atol=1e-5)


def test_the_tangent_has_the_slope_of_the_penalty():
    for figure, penalty in zip(figures.penalty_curves(1, SIZE), figures.penalties(1), strict=True):
        x, y = track(figure, "tangent", "x"), track(figure, "tangent")
        slope = (y[:, 1] - y[:, 0])[1:] / (x[:, 1] - x[:, 0])[1:]
        np.testing.assert_allclose(slope, penalty.slope[1:], rtol=1e-3, atol=1e-3)


def test_losses_with_a_threshold_move_with_it():
    values, slopes = pictures("residual")
    r = trace(values, "huber").x
    for k, t in enumerate(figures.THRESHOLDS):
        np.testing.assert_allclose(track(values, "huber")[k], huber(r, t), atol=1e-6)
        np.testing.assert_allclose(track(values, "smooth_l1")[k], smooth_l1(r, t), atol=1e-6)
        np.testing.assert_allclose(track(slopes, "huber")[k], huber_slope(r, t), atol=1e-6)
        np.testing.assert_allclose(track(slopes, "smooth_l1")[k], smooth_l1_slope(r, t), atol=1e-6)


def test_kinks_lie_on_their_curves():
    for figure, functions in zip(
        pictures("residual"), ((huber, smooth_l1), (huber_slope, smooth_l1_slope)), strict=True
    ):
        kinks = [k for k, drawn in enumerate(figure.data) if drawn.mode == "markers"]
        for k, function in zip(kinks, functions, strict=True):
            moved = next(t for t in figure.layout.meta["moving"] if t["trace"] == k)
            x, y = unpack(moved["x"]), unpack(moved["y"])
            np.testing.assert_allclose(np.abs(x), np.stack([figures.THRESHOLDS] * 2, 1), rtol=1e-6)
            for row, heights, t in zip(x, y, figures.THRESHOLDS, strict=True):
                np.testing.assert_allclose(heights, function(row, t), rtol=1e-5)


def test_absolute_error_shows_every_subgradient_at_its_corner():
    _, slopes = pictures("residual")
    drawn = trace(slopes, "mae")
    np.testing.assert_array_equal(drawn.y[drawn.x == 0], [-1, 1])


def test_names_at_the_ends_keep_apart():
    for part in ("residual", "outlier"):
        figure = pictures(part)[0]
        low, high = figure.layout.yaxis.range
        moved = next(t for t in figure.layout.meta["moving"] if "text" in t)
        gaps = np.diff(np.sort(unpack(moved["y"]), axis=1), axis=1) / (high - low)
        assert gaps.min() > 0.069


@pytest.mark.parametrize("threshold", [0.1, 1.0, 3.0])
def test_fitted_lines_are_those_of_core(threshold):
    lines = figures.fits(threshold)
    drawn = figures.fitted_lines(lines, SIZE)
    slopes = figures.fitted_slopes(lines, SIZE)
    for k, outlier in enumerate(figures.OUTLIERS):
        y = np.where(np.arange(figures.X.size) == figures.MOVED, outlier, figures.Y)
        expected = {
            "mse": least_squares_line(figures.X, y),
            "mae": least_absolute_line(figures.X, y),
            "huber": huber_line(figures.X, y, threshold),
        }
        for slug, line in expected.items():
            ends = line.at(trace(drawn, slug).x)
            np.testing.assert_allclose(track(drawn, slug)[k], ends, atol=1e-5)
            assert trace(slopes, slug).y[k] == pytest.approx(line.slope, abs=1e-6)


def test_only_squared_error_follows_the_outlier_without_end():
    slopes = {slug: line.slope for slug, line in figures.fits(1.0).items()}
    np.testing.assert_allclose(np.diff(slopes["mse"], 2), 0, atol=1e-12)
    for slug in ("mae", "huber"):
        np.testing.assert_allclose(np.diff(slopes[slug][-10:]), 0, atol=1e-9)
        assert np.ptp(slopes[slug]) < 0.25 * np.ptp(slopes["mse"])


def test_losses_are_told_apart():
    values, _ = pictures("residual")
    looks = {drawn.name: drawn.line for drawn in values.data if drawn.mode == "lines"}
    assert looks["mse"].color == stroke("mse").color
    assert looks["mae"].color == stroke("mae").color
    assert len({look.color for look in looks.values()}) == 4
    assert len({look.dash for look in looks.values()}) == 4


def test_captions_of_predictions_tell_how_the_penalty_grows():
    remarks = {
        "right": "right",
        "wrong": "{share} to {half}: {log}, {square}",
        "certain": "certain",
    }
    say = figures.prediction_captions("{y} {p} {costs} {remark}", remarks, 1)
    assert "−log p = 4.61, slope −100; (1 − p)² = 0.980, slope −1.98" in say[1]
    assert say[1].endswith("p to 0.00500: 0.693, 0.00993")
    assert "−log p = ∞, slope −∞" in say[0]
    assert say[0].endswith("certain")
    assert say[90].endswith("right")
    assert "−log (1 − p) = 0.693" in figures.prediction_captions("{costs}", remarks, 0)[50]


@pytest.mark.parametrize("y", [0, 1])
def test_a_remark_halves_the_share_of_the_true_class(y):
    """Not the distance to certainty: that a confidence grows from .6 to .8 says so too."""
    remarks = {"right": "", "wrong": "{share} {half} {log} {square}", "certain": ""}
    said = figures.prediction_captions("{remark}", remarks, y)
    shares = figures.PREDICTIONS if y == 1 else 1 - figures.PREDICTIONS
    for share, words in zip(shares, said, strict=True):
        if 0 < share <= 0.5:
            more = (1 - share / 2) ** 2 - (1 - share) ** 2
            name = "p" if y == 1 else "1 − p"
            assert words == f"{name} {number(share / 2)} {number(np.log(2))} {number(more)}"
        else:
            assert not words


def test_captions_of_residuals_and_outliers_state_their_numbers():
    say = figures.residual_captions("{t} {half} {remark}")
    assert say[9] == "1.0 0.50 Here they are one curve."
    assert say[4] == "0.5 0.25 Smooth L1 is Huber / 0.5."
    lines = figures.fits(1.0)
    said = figures.outlier_captions("{u} {mse} {mae} {huber} {t}", lines, 1.0)
    assert len(said) == figures.OUTLIERS.size
    assert said[0].startswith("−6.00 ")


def test_the_formula_carries_the_threshold():
    assert r"|r| \le 1.5" in figures.residual_formula(1.5)
    assert "0.750" in figures.residual_formula(1.5)
