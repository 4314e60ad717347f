"""What an error costs: against the prediction, against the residual, and for a fitted line."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.gradients import chain_rule
from core.losses import LOSSES, RESIDUAL_LOSSES, huber, huber_slope, smooth_l1, smooth_l1_slope
from core.regression import Line, huber_line, least_absolute_line, least_squares_line

OfThreshold = Callable[..., np.ndarray]

PARTS = ("prediction", "residual", "outlier")
PREDICTIONS = np.round(np.linspace(0, 1, 101), 2)
THRESHOLDS = np.round(np.linspace(0.1, 3, 30), 1)
"""Residuals at which Huber and Smooth L1 turn from a parabola into a line."""
OUTLIERS = np.round(np.linspace(-6, 16, 45), 1)
"""Heights of the point that leaves the others."""

X = np.arange(10.0)
Y = 1 + 0.5 * X + np.array([0.3, -0.4, 0.1, 0.5, -0.3, -0.2, 0.4, -0.1, 0.0, 0.2])
MOVED = 8
"""Which of the points of (X, Y) is the outlier."""
RESIDUALS = np.round(np.linspace(-4, 4, 81), 1)


@dataclass(frozen=True, slots=True)
class Choice:
    """What the controls of the page stand at.

    Attributes
    ----------
    part : str
        One of PARTS.
    y : int
        Label of the prediction, 0 or 1.
    threshold : float
        Of Huber and Smooth L1, where the outlier moves.
    """

    part: str = "prediction"
    y: int = 1
    threshold: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Penalty:
    """What predictions cost under one loss.

    Attributes
    ----------
    slug : str
        Of the loss.
    p, value, slope : ndarray, shape (points,)
        The prediction, its cost, and the derivative in p.
    """

    slug: str
    p: np.ndarray
    value: np.ndarray
    slope: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class ResidualLoss:
    """A loss of the residual; what has a threshold has a row for each of THRESHOLDS.

    Attributes
    ----------
    slug : str
        "mse", "mae", "huber" or "smooth_l1".
    r : ndarray, shape (points,)
        Residuals.
    value, slope : ndarray, shape (points,) or (steps, points)
        Of the loss at each residual.
    kinks : ndarray, shape (steps, 2), or None
        Where it turns into a line, left and right.
    kink_value, kink_slope : ndarray, shape (steps, 2), or None
        Value and slope there.
    """

    slug: str
    r: np.ndarray
    value: np.ndarray
    slope: np.ndarray
    kinks: np.ndarray | None = None
    kink_value: np.ndarray | None = None
    kink_slope: np.ndarray | None = None


def penalties(y: int, p: np.ndarray = PREDICTIONS) -> tuple[Penalty, Penalty]:
    """Compute -ln p and (1 - p)^2 for label 1, -ln (1 - p) and p^2 for label 0."""
    with np.errstate(divide="ignore"):
        z = np.log(p) - np.log1p(-p)
    return _penalty("bce", 1, p, z, y), _penalty("mse", 2, p, z, y)


def fine() -> np.ndarray:
    """Return predictions that lie close together where the logarithm is steep."""
    tail = np.logspace(-3, -1, 41)
    return np.unique(np.concatenate([PREDICTIONS, tail, 1 - tail]))


def cost_of_halving(share: float) -> tuple[float, float]:
    """Return how much more half the share of the true class costs under either penalty."""
    log, square = (penalty.value for penalty in penalties(1, np.array([share, share / 2])))
    return float(log[1] - log[0]), float(square[1] - square[0])


def residual_losses() -> list[ResidualLoss]:
    """Compute the four losses of a residual; at the corner absolute error has two slopes."""
    square, corner = RESIDUAL_LOSSES["mse"], np.array([-4.0, 0, 0, 4])
    return [
        ResidualLoss("mse", RESIDUALS, square.value(RESIDUALS), square.slope(RESIDUALS)),
        ResidualLoss("mae", corner, np.abs(corner), np.array([-1.0, -1, 1, 1])),
        _with_threshold("huber", huber, huber_slope),
        _with_threshold("smooth_l1", smooth_l1, smooth_l1_slope),
    ]


def fits(threshold: float) -> dict[str, Line]:
    """Fit a line under each loss for each place of the outlier; Smooth L1 has Huber's line."""
    y = np.tile(Y, (OUTLIERS.size, 1))
    y[:, MOVED] = OUTLIERS
    return {
        "mse": least_squares_line(X, y),
        "mae": least_absolute_line(X, y),
        "huber": huber_line(X, y, threshold),
    }


def _penalty(slug: str, factor: int, p: np.ndarray, z: np.ndarray, y: int) -> Penalty:
    value, rule = LOSSES[slug].value(z, y), chain_rule(LOSSES[slug], z, y)
    return Penalty(slug, p, factor * value, factor * rule.dL_dp)


def _with_threshold(slug: str, value: OfThreshold, slope: OfThreshold) -> ResidualLoss:
    kinks = np.stack([-THRESHOLDS, THRESHOLDS], axis=1)
    rows = list(zip(THRESHOLDS, kinks, strict=True))
    return ResidualLoss(
        slug,
        RESIDUALS,
        np.array([value(RESIDUALS, t) for t in THRESHOLDS]),
        np.array([slope(RESIDUALS, t) for t in THRESHOLDS]),
        kinks,
        np.array([value(ends, t) for t, ends in rows]),
        np.array([slope(ends, t) for t, ends in rows]),
    )
