"""What an error costs, against formulas and the fits of core."""

import numpy as np
import pytest

from core.regression import huber_line, least_absolute_line, least_squares_line
from pages.models import loss_curves as model
from pages.models.loss_curves import OUTLIERS, PREDICTIONS


@pytest.mark.parametrize("y", [0, 1])
def test_penalties_are_the_formulas_they_are_named_after(y):
    p = PREDICTIONS[1:-1]
    right, side = (p, 1) if y == 1 else (1 - p, -1)
    log, square = model.penalties(y)
    np.testing.assert_allclose(log.value[1:-1], -np.log(right), rtol=1e-12)
    np.testing.assert_allclose(log.slope[1:-1], -side / right, rtol=1e-12)
    np.testing.assert_allclose(square.value[1:-1], (1 - right) ** 2, rtol=1e-12)
    np.testing.assert_allclose(square.slope[1:-1], -2 * side * (1 - right), rtol=1e-12)
    ends = log.value[[0, -1]] if y == 1 else log.value[[-1, 0]]
    np.testing.assert_array_equal(ends, [np.inf, 0])


@pytest.mark.parametrize("threshold", [0.1, 1.0, 3.0])
def test_fitted_lines_are_those_of_core(threshold):
    lines = model.fits(threshold)
    for k, outlier in enumerate(OUTLIERS):
        y = np.where(np.arange(model.X.size) == model.MOVED, outlier, model.Y)
        expected = {
            "mse": least_squares_line(model.X, y),
            "mae": least_absolute_line(model.X, y),
            "huber": huber_line(model.X, y, threshold),
        }
        for slug, line in expected.items():
            np.testing.assert_allclose(lines[slug].at(model.X)[k], line.at(model.X), atol=1e-9)
            assert lines[slug].slope[k] == pytest.approx(line.slope, abs=1e-9)


def test_only_squared_error_follows_the_outlier_without_end():
    slopes = {slug: line.slope for slug, line in model.fits(1.0).items()}
    np.testing.assert_allclose(np.diff(slopes["mse"], 2), 0, atol=1e-12)
    for slug in ("mae", "huber"):
        np.testing.assert_allclose(np.diff(slopes[slug][-10:]), 0, atol=1e-9)
        assert np.ptp(slopes[slug]) < 0.25 * np.ptp(slopes["mse"])
