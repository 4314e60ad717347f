"""Two losses in lock-step: two runs from one start, on one step counter."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from core._checks import FloatArray, as_finite
from core.infinity import lowest_at_infinity
from core.landscape import Plane, plane_through, stationary_points
from core.losses import Loss
from core.objective import Objective
from core.optimizers import (
    OPTIMIZERS,
    Finding,
    Optimum,
    distinct_minima,
    finding_of,
    require_smooth,
)
from core.rates import paired_rate
from core.training import History, Settings, fit

MOST_SAMPLES = 1_000  # for the search of all minima around a path


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """One of the two runs.

    Attributes
    ----------
    loss : Loss
        What is minimised first.
    later : Loss or None
        What is minimised from the switch on, if there is one.
    settings : Settings
        With the optimiser and the learning rate that were used.
    refusal : str
        Why the optimiser is not the one asked for; else empty.
    history : History
        The run, step by step.
    relative_loss : ndarray, shape (steps + 1,)
        Loss minimised at each step over the value of the same loss at the start; 1 where that
        is below 1e-200.
    minima : tuple of Optimum
        Minima of `loss` that Newton's method finds and proves, be they local ones: the one of a
        convex loss, else those seen from zeros and from the end of the run, or with one feature
        all around the path.
    has_no_minimum : bool
        Whether the data are separable and `loss` falls for ever along some direction.
    at_infinity : float or None
        Lowest limit of the mean of `loss` along directions to infinity; None where it was not
        searched.
    finding : Finding
        What is known of the lowest minimum of `loss`: it is proven and nothing lower is known at
        infinity; there is a lower value at infinity; the data are separable; or nothing.

    Examples
    --------
    >>> from core.losses import LOSSES
    >>> losses = [LOSSES["mse"], LOSSES["bce"]]
    >>> settings = Settings(start=[2, 2], learning_rate=0.15)
    >>> slow, fast = compare_runs(losses, [1.0], [0], settings).runs
    >>> print(slow.relative_loss[40].round(3), fast.relative_loss[40].round(3))
    0.991 0.036
    >>> fast.minima, fast.has_no_minimum, str(fast.finding)
    ((), True, 'separable')
    """

    loss: Loss
    later: Loss | None
    settings: Settings
    refusal: str
    history: History
    relative_loss: FloatArray
    minima: tuple[Optimum, ...]
    has_no_minimum: bool
    at_infinity: float | None
    finding: Finding


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Two runs from one start on the same data.

    Attributes
    ----------
    X, y : ndarray, shapes (n, d) and (n,)
        The data.
    runs : tuple of two Run
        The first may switch its loss.
    plane : Plane
        All of (w, b) for one feature; else the plane through the start and both ends.

    Examples
    --------
    >>> from core.losses import LOSSES
    >>> losses = [LOSSES["mse"], LOSSES["bce"]]
    >>> compare_runs(losses, [0.0, 1.0], [1, 0], Settings(start=[1, 1])).plane.origin
    array([0., 0.])
    """

    X: FloatArray
    y: FloatArray
    runs: tuple[Run, Run]
    plane: Plane

    @classmethod
    def of(cls, X: ArrayLike, y: ArrayLike, first: Run, second: Run) -> "Comparison":
        """Put two runs on the same data side by side.

        Parameters
        ----------
        X, y
            As for `core.training.fit`.
        first, second : Run
            From `train`.

        Raises
        ------
        ValueError
            If `X` or `y` is not finite.

        Examples
        --------
        >>> from core.losses import LOSSES
        >>> x, y, settings = [0.0, 1.0], [1, 0], Settings(start=[1, 1])
        >>> slow, fast = (train(LOSSES[slug], x, y, settings) for slug in ("mse", "bce"))
        >>> Comparison.of(x, y, slow, fast).plane.origin
        array([0., 0.])
        """
        return cls(
            X=as_finite("X", X).reshape(-1, first.history.theta.shape[1] - 1),
            y=as_finite("y", y),
            runs=(first, second),
            plane=_plane(first.history.theta, second.history.theta),
        )


def compare_runs(
    losses: Sequence[Loss],
    X: ArrayLike,
    y: ArrayLike,
    settings: Settings,
    *,
    pairing: str = "same",
) -> Comparison:
    """Train with two losses from the same start.

    Parameters
    ----------
    losses : sequence of two Loss
        Records of `core.losses.LOSSES`.
    X, y
        As for `core.training.fit`.
    settings : Settings
        Of both runs; only the first one switches its loss.
    pairing : str
        As for `train`.

    Returns
    -------
    Comparison
        Two runs of equal length.

    Raises
    ------
    ValueError
        As `core.training.fit`, or if there are not two losses.

    Examples
    --------
    >>> from core.losses import LOSSES
    >>> losses = [LOSSES["mse"], LOSSES["hinge"]]
    >>> x, y = [0.0, 1.0, 2.0], [0, 1, 0]
    >>> settings = Settings(start=[1, 1], optimizer="newton", steps=5)
    >>> result = compare_runs(losses, x, y, settings)
    >>> [run.settings.optimizer for run in result.runs]
    ['newton', 'gradient_descent']
    >>> result.runs[1].refusal
    "Newton's method needs a continuous second derivative, and loss 'hinge' has kinks"
    """
    if len(losses) != 2:
        raise ValueError(f"losses must be two; got {len(losses)}")
    first = train(losses[0], X, y, settings, pairing=pairing)
    second = train(losses[1], X, y, replace(settings, switch=None), pairing=pairing)
    return Comparison.of(X, y, first, second)


def train(
    loss: Loss, X: ArrayLike, y: ArrayLike, settings: Settings, *, pairing: str = "same"
) -> Run:
    """Train with one loss at its rate, and look for the minimum of the loss.

    Parameters
    ----------
    loss, X, y
        As for `core.training.fit`.
    settings : Settings
        A loss with kinks is trained by gradient descent where the optimiser needs a smooth one.
        At step 0 or with the same loss there is nothing to switch.
    pairing : str
        One of `core.rates.PAIRINGS`: how the loss gets its rate from that of the settings. A run
        that switches its loss keeps its rate.

    Returns
    -------
    Run

    Raises
    ------
    ValueError
        As `core.training.fit`.

    Examples
    --------
    >>> from core.losses import LOSSES
    >>> run = train(LOSSES["bce"], [1.0], [0], Settings(start=[2, 2], learning_rate=0.15))
    >>> print(run.loss.slug, run.relative_loss[40].round(3))
    bce 0.036
    """
    loss, settings = _without_idle_switch(loss, settings)
    stages = settings.stages(loss)
    refusal = _refusal(stages, y, settings.optimizer)
    if refusal:
        settings = replace(settings, optimizer="gradient_descent")
    rate = paired_rate(pairing, loss, X, y, settings)
    settings = replace(settings, learning_rate=rate)
    history = fit(loss, X, y, settings)
    objective = Objective.of(loss, X, y)
    minima = () if objective.has_no_minimum else _minima(objective, X, history.theta)
    at_infinity = lowest_at_infinity(objective)
    return Run(
        loss=loss,
        later=stages[1] if settings.switch else None,
        settings=settings,
        refusal=refusal,
        history=history,
        relative_loss=_relative_loss(stages, X, y, history),
        minima=minima,
        has_no_minimum=objective.has_no_minimum,
        at_infinity=at_infinity,
        finding=finding_of(objective, minima, at_infinity, float(history.loss.min())),
    )


def _without_idle_switch(loss: Loss, settings: Settings) -> tuple[Loss, Settings]:
    """Return what a run begins with, and its switch only if there is anything to switch."""
    if settings.switch is None:
        return loss, settings
    step, later = settings.switch
    idle = step == 0 or later == loss
    return (later, replace(settings, switch=None)) if idle else (loss, settings)


def _refusal(stages: Sequence[Loss], y: ArrayLike, optimizer: str) -> str:
    """Return the sentence with which an optimiser refuses a loss, or nothing."""
    chosen = OPTIMIZERS.get(optimizer)
    if chosen is None or not chosen.needs_smooth:
        return ""
    for loss in stages:
        try:
            require_smooth(loss, y, chosen.title)
        except ValueError as sentence:
            return str(sentence)
    return ""


def _relative_loss(
    stages: Sequence[Loss], X: ArrayLike, y: ArrayLike, history: History
) -> FloatArray:
    at_start = [float(Objective.of(loss, X, y).value(history.theta[0])) for loss in stages]
    first = np.full(len(history.loss), at_start[0])
    if history.switch_step is not None:
        first[history.switch_step :] = at_start[1]
    relative = np.ones_like(first)
    np.divide(history.loss, first, out=relative, where=first > 1e-200)
    return relative


def _minima(objective: Objective, X: ArrayLike, path: FloatArray) -> tuple[Optimum, ...]:
    if not objective.loss.is_smooth(objective.y):
        return ()
    return tuple(distinct_minima(objective, _seeds(objective, X, path)))


def _seeds(objective: Objective, X: ArrayLike, path: FloatArray) -> list[FloatArray]:
    """Return where to look for minima: one place is enough for a convex loss."""
    zeros = np.zeros(path.shape[1])
    if objective.loss.convex:
        return [zeros]
    if path.shape[1] > 2 or len(objective.y) > MOST_SAMPLES:
        return [zeros, path[-1]]
    reach = np.vstack([path, zeros])
    window = np.stack([reach.min(axis=0) - 1, reach.max(axis=0) + 1], 1)
    points = stationary_points(objective.loss, X, objective.y, *window)
    return [zeros, *(point.theta for point in points if point.kind == "minimum")]


def _plane(first: FloatArray, second: FloatArray) -> Plane:
    if first.shape[1] == 2:
        return Plane(np.zeros(2), np.array([1.0, 0.0]), np.array([0.0, 1.0]))
    return plane_through(first[0], first[-1], second[-1])
