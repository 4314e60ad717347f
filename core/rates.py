"""Learning rates that make a comparison of two losses with slopes of different size fair."""

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from core._checks import FloatArray, as_choice, as_positive
from core.losses import LOSSES, Loss
from core.objective import Objective
from core.optimizers import gradient_descent_step, momentum_step, read_start
from core.training import Settings, fit

PAIRINGS = ("same", "matched", "best")
TRIED: FloatArray = np.array([2.0**power for power in range(-10, 11)])
MOST_SEARCHED = 200  # steps
FIRST_ORDER = {"gradient_descent": gradient_descent_step, "momentum": momentum_step}
"""Optimisers whose steps can be taken at many rates side by side."""
MOST_LOGITS = 1 << 20  # of all runs at once: more would not be kept in little memory


def matched_rate(loss: Loss, learning_rate: float) -> float:
    """Scale a rate so that a loss moves a logit of 0 as far as binary cross-entropy does.

    Parameters
    ----------
    loss : Loss
        A record of `core.losses.LOSSES`.
    learning_rate : float
        Rate of binary cross-entropy; above 0.

    Returns
    -------
    float
        The rate times the slope of binary cross-entropy over that of `loss`, both at z = 0 for a
        hard label; unchanged for a loss that is flat there.

    Raises
    ------
    ValueError
        If the rate is not positive and finite.

    Examples
    --------
    At z = 0 the factor p (1 - p) of half squared error is 1/4.

    >>> matched_rate(LOSSES["mse"], 0.5), matched_rate(LOSSES["bce"], 0.5)
    (2.0, 0.5)
    """
    rate = as_positive("learning_rate", learning_rate)
    slope, reference = (abs(float(each.gradient(0.0, 1.0))) for each in (loss, LOSSES["bce"]))
    return rate * reference / slope if slope else rate


def best_rate(loss: Loss, X: ArrayLike, y: ArrayLike, settings: Settings) -> float:
    """Search the rate with which a loss falls fastest on the whole.

    Parameters
    ----------
    loss, X, y, settings
        As for `core.training.fit`; at most the first 200 steps are searched, with this one loss.

    Returns
    -------
    float
        Of the powers of two from 1/1024 to 1024 the one whose run has the lowest mean of the
        loss over its steps; of equals the smallest.

    Raises
    ------
    ValueError
        As `core.training.fit`.

    Examples
    --------
    >>> x, y, settings = [5.5, 4, 2.5, -5.5, 5], [0, 0, 0, 1, 1], Settings(start=[0, 0])
    >>> best_rate(LOSSES["bce"], x, y, settings), best_rate(LOSSES["mse"], x, y, settings)
    (0.25, 1.0)
    """
    searched = replace(settings, steps=min(settings.steps, MOST_SEARCHED), switch=None)
    objective = Objective.of(loss, X, y, settings.ridge)
    if settings.optimizer in FIRST_ORDER and len(TRIED) * len(objective.y) <= MOST_LOGITS:
        means = _side_by_side(objective, searched)
    else:
        runs = [replace(searched, learning_rate=float(rate)) for rate in TRIED]
        means = np.array([fit(loss, X, y, run).loss.mean() for run in runs])
    return float(TRIED[np.argmin(means)])


def paired_rate(pairing: str, loss: Loss, X: ArrayLike, y: ArrayLike, settings: Settings) -> float:
    """Give a loss the learning rate with which it is compared.

    Parameters
    ----------
    pairing : {"same", "matched", "best"}
        The rate of the settings itself; that of `matched_rate`, for which the one of the settings
        is that of binary cross-entropy; or that of `best_rate`.
    loss, X, y, settings
        As for `best_rate`.

    Returns
    -------
    float
        The rate.

    Raises
    ------
    ValueError
        If `pairing` is unknown, or as `core.training.fit`.

    Examples
    --------
    >>> x, y, settings = [5.5, 4, 2.5, -5.5, 5], [0, 0, 0, 1, 1], Settings(start=[0, 0])
    >>> for pairing in PAIRINGS:
    ...     print(pairing, paired_rate(pairing, LOSSES["mse"], x, y, settings))
    same 0.5
    matched 2.0
    best 1.0
    """
    if as_choice("pairing", pairing, PAIRINGS) == "same":
        return settings.learning_rate
    if pairing == "matched":
        return matched_rate(loss, settings.learning_rate)
    return best_rate(loss, X, y, settings)


def _side_by_side(objective: Objective, settings: Settings) -> FloatArray:
    """Mean loss over the steps of a run at each of TRIED, as `fit` would take them."""
    step, rate = FIRST_ORDER[settings.optimizer], TRIED[:, np.newaxis]
    theta = np.tile(read_start(objective, settings.start), (len(TRIED), 1))
    velocity, moving = np.zeros_like(theta), np.ones(len(TRIED), dtype=bool)
    total = objective.value(theta)
    for _ in range(settings.steps):
        following, velocity = step(objective, theta, velocity, rate)
        moving &= objective.within_reach(following)
        theta = np.where(moving[:, np.newaxis], following, theta)
        total = total + objective.value(theta)
    return total / (settings.steps + 1)
