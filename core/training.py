"""A whole run of an optimiser, and in words what became of it."""

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from core._checks import (
    MOST_STEPS,
    FloatArray,
    as_bounded,
    as_choice,
    as_finite,
    as_positive,
    as_whole,
)
from core.losses import Loss
from core.objective import Objective
from core.optimizers import OPTIMIZERS, read_start, require_smooth
from core.point_status import PointStatus, point_status
from core.scaling import Scaling

WINDOW = 20  # steps looked back on to see a loss bounce
TURNS = 3  # turns from falling to rising within the window that make an oscillation
DIVERGED_FACTOR = 10.0  # loss over its start that means the run blew up


class Status(StrEnum):
    """What a run is doing, as the words on screen.

    Examples
    --------
    >>> for status in Status:
    ...     print(status)
    converged
    still moving
    plateau
    oscillating
    diverged
    no finite optimum
    """

    CONVERGED = "converged"
    STILL_MOVING = "still moving"
    PLATEAU = "plateau"
    OSCILLATING = "oscillating"
    DIVERGED = "diverged"
    NO_FINITE_OPTIMUM = "no finite optimum"


STATUS = {
    PointStatus.MINIMUM: Status.CONVERGED,
    PointStatus.PLATEAU: Status.PLATEAU,
    PointStatus.ENDLESS: Status.NO_FINITE_OPTIMUM,
    PointStatus.SLOPE: Status.STILL_MOVING,
}


@dataclass(frozen=True, slots=True, eq=False)
class Settings:
    """How a run is made, whatever the loss and the data.

    Attributes
    ----------
    start : array_like, shape (d + 1,)
        Weights and, last, the bias, kept as a read-only copy.
    optimizer : str
        A slug of `core.optimizers.OPTIMIZERS`.
    learning_rate : float
        Parameter change per unit of gradient; above 0, at most 1e100.
    steps : int
        From 0 to 100,000.
    switch : (int, Loss), optional
        From that step on the other loss is minimised, from the parameters reached; the
        optimiser begins anew, momentum at rest.
    ridge : float
        Adds ``ridge / 2 * |w|^2`` to the mean loss, the bias left free; 0 for no penalty.

    Raises
    ------
    ValueError
        If an optimiser is unknown or a number is not valid; the shape of the start and the ridge
        are checked with the data.

    Examples
    --------
    >>> settings = Settings(start=[0.0, 0.0], optimizer="newton", steps=20)
    >>> settings.learning_rate, settings.steps
    (0.5, 20)
    """

    start: ArrayLike
    optimizer: str = "gradient_descent"
    learning_rate: float = 0.5
    steps: int = 500
    switch: tuple[int, Loss] | None = None
    ridge: float = 0.0

    def __post_init__(self) -> None:
        """Check what does not depend on the data."""
        as_choice("optimizer", self.optimizer, OPTIMIZERS)
        if self.start is not None:
            start = as_finite("start", self.start).copy()
            start.flags.writeable = False
            object.__setattr__(self, "start", start)
        rate = as_bounded("learning_rate", as_positive("learning_rate", self.learning_rate))
        object.__setattr__(self, "learning_rate", float(rate))
        object.__setattr__(self, "steps", as_whole("steps", self.steps, 0, MOST_STEPS))
        if self.switch is not None:
            step = as_whole("switch step", self.switch[0], 0, self.steps)
            object.__setattr__(self, "switch", (step, self.switch[1]))

    def stages(self, loss: Loss) -> list[Loss]:
        """Return the losses that a run minimises, in their order.

        Parameters
        ----------
        loss : Loss
            With which it begins.

        Examples
        --------
        >>> from core.losses import LOSSES
        >>> settings = Settings(start=[0.0, 0.0], switch=(100, LOSSES["bce"]))
        >>> [loss.slug for loss in settings.stages(LOSSES["mse"])]
        ['mse', 'bce']
        """
        return [loss] if self.switch is None else [loss, self.switch[1]]


@dataclass(frozen=True, eq=False)
class History:
    """One run, step by step; step 0 is the start. The arrays are finite and read-only.

    Attributes
    ----------
    theta : ndarray, shape (steps + 1, d + 1)
        Weights and, last, the bias.
    loss : ndarray, shape (steps + 1,)
        Mean loss, with the penalty of a ridge; from `switch_step` on of the second loss.
    error_rate : ndarray, shape (steps + 1,)
        Share of samples on the wrong side, with class 1 predicted for p >= 1/2.
    gradient_norm : ndarray, shape (steps + 1,)
        Euclidean length of its gradient in the parameters.
    switch_step : int or None
        The step whose parameters were reached with the first loss and left with the second.
    diverged_at : int or None
        First step at which the parameters were too large to compute with (from there on the last
        good ones are held) or the loss was above 10 times its start.
    status : Status
        `status_at` the last step.

    Examples
    --------
    >>> from core.losses import LOSSES
    >>> x, y = [5.5, 4, 2.5, -5.5, 5], [0, 0, 0, 1, 1]
    >>> history = fit(LOSSES["bce"], x, y, Settings(start=[2, -6]))
    >>> history.theta[-1].round(3), float(history.error_rate[-1].round(3))
    (array([-0.314,  0.35 ]), 0.2)
    >>> print(history.status_at(0), "->", history.status)
    still moving -> converged
    """

    theta: FloatArray
    loss: FloatArray
    error_rate: FloatArray
    gradient_norm: FloatArray
    switch_step: int | None
    diverged_at: int | None
    _held_from: int | None = field(repr=False)
    _path: FloatArray = field(repr=False)
    _objectives: tuple[Objective, ...] = field(repr=False)

    @property
    def status(self) -> Status:
        """What the run is doing at its last step."""
        return self.status_at(len(self.loss) - 1)

    def status_at(self, step: int) -> Status:
        """Say what the run is doing at a step, from what is known up to it.

        Parameters
        ----------
        step : int
            From 0 to the number of steps.

        Returns
        -------
        Status
            The first that fits, with the gradient in the parameters of standardised features, so
            that it does not depend on their units:

            - diverged: parameters too large to compute with, or within the last 20 steps a loss
              above 10 times its start (after a switch, its value at the switch);
            - converged, be it to a local minimum: gradient norm below 1e-6, no negative curvature
              and Newton's minimum next to it, unless there is no optimum to converge to;
            - oscillating: within the last 20 steps the loss turned from falling to rising at
              least 3 times;
            - plateau: gradient norm below 1e-3 and no minimum near, while the error rate is no
              better than at step 0, or some curvature is negative, or the gradient norm is even
              below 1e-6; on separable data only if some sample is on the wrong side;
            - no finite optimum: separable data without a ridge, and error rate 0 or gradient norm
              below 1e-3: the loss falls while the weights grow, without end;
            - still moving.

        Raises
        ------
        ValueError
            If there is no such step.
        """
        return _judge(self, as_whole("step", step, 0, len(self.loss) - 1))

    def _stage(self, step: int) -> tuple[int, Objective]:
        """Return the first step of a step's stage, and what is minimised in it."""
        if self.switch_step is None or step < self.switch_step:
            return 0, self._objectives[0]
        return self.switch_step, self._objectives[1]


def fit(loss: Loss, X: ArrayLike, y: ArrayLike, settings: Settings) -> History:
    """Train logistic regression and keep every step.

    Parameters
    ----------
    loss : Loss
        A record of `core.losses.LOSSES`.
    X : array_like, shape (n, d) or (n,)
        Features, one sample a row; one feature may come flat.
    y : array_like, shape (n,)
        Labels in [0, 1].
    settings : Settings
        Start, optimiser, learning rate, steps, switch and ridge.

    Returns
    -------
    History
        Arrays over steps + 1 points.

    Raises
    ------
    ValueError
        If a shape does not fit or a value is not valid, or for BFGS and Newton's method with a
        loss that is not smooth.

    Examples
    --------
    Saturated and wrong: squared error does not get away, until the loss is switched.

    >>> from core.losses import LOSSES
    >>> x, y, start = [-3.0, -1.0, 0.0, 1.0, 3.0], [0, 1, 0, 0, 1], [-8.0, -4.0]
    >>> stuck = fit(LOSSES["mse"], x, y, Settings(start, steps=300))
    >>> switch = (100, LOSSES["bce"])
    >>> freed = fit(LOSSES["mse"], x, y, Settings(start, steps=300, switch=switch))
    >>> print(stuck.status, freed.status)
    plateau converged
    """
    chosen = OPTIMIZERS[settings.optimizer]
    losses = settings.stages(loss)
    if chosen.needs_smooth:
        for each in losses:
            require_smooth(each, y, chosen.title)
    objectives = [Objective.of(each, X, y, settings.ridge) for each in losses]
    first, scaling = read_start(objectives[0], settings.start), objectives[0].scaling
    if not chosen.is_scaled:
        path, held_from = _run(objectives, first, settings)
        return _record(objectives, path, None, settings, held_from)
    inner = [objective.scaled for objective in objectives]
    path, held_from = _run(inner, scaling.inward(first), settings)
    return _record(inner, path, scaling, settings, held_from)


def _run(
    objectives: list[Objective], start: FloatArray, settings: Settings
) -> tuple[FloatArray, int | None]:
    """Return the parameters of every step, and from where on they are held if they blew up."""
    optimizer, switch_step = OPTIMIZERS[settings.optimizer], _switch_step(settings)
    theta = np.tile(start, (settings.steps + 1, 1))
    objective, state, at_rest = objectives[0], optimizer.first_state(start), False
    for k in range(settings.steps):
        if k == switch_step:
            objective, state, at_rest = objectives[1], optimizer.first_state(start), False
        if at_rest:
            theta[k + 1] = theta[k]
            continue
        before = state
        theta[k + 1], state = optimizer.step(objective, theta[k], state, settings.learning_rate)
        if not objective.within_reach(theta[k + 1]):
            theta[k + 1 :] = theta[k]
            return theta, k + 1
        at_rest = np.array_equal(theta[k + 1], theta[k]) and np.array_equal(state, before)
    return theta, None


def _switch_step(settings: Settings) -> int | None:
    return None if settings.switch is None else settings.switch[0]


def _measure(
    objectives: list[Objective],
    path: FloatArray,
    scaling: Scaling | None,
    switch_step: int | None,
) -> tuple[FloatArray, FloatArray]:
    """Return loss and gradient norm of every step, each with the loss minimised at that step."""
    stages = np.split(path, [len(path) if switch_step is None else switch_step])
    loss, gradient = [], []
    for objective, part in zip(objectives, stages, strict=False):
        # A search has compared losses one at a time: in blocks the last digits of a logit differ,
        # and at logits of 1e15 they are the first ones.
        if scaling is None:
            loss.append(objective.in_blocks(objective.value, part))
        else:
            loss.append(_one_by_one(objective, part))
        gradient.append(objective.in_blocks(objective.gradient, part))
    slopes = np.concatenate(gradient)
    if scaling is not None:
        slopes = scaling.gradient_outward(slopes)
    return np.concatenate(loss), np.linalg.norm(slopes, axis=1)


def _one_by_one(objective: Objective, path: FloatArray) -> FloatArray:
    return np.array([objective.value(theta) for theta in path], dtype=np.float64)


def _record(
    objectives: list[Objective],
    path: FloatArray,
    scaling: Scaling | None,
    settings: Settings,
    held_from: int | None,
) -> History:
    """Measure a path in the coordinates in which it was run; `scaling` leads out of them."""
    switch_step = _switch_step(settings)
    loss, gradient_norm = _measure(objectives, path, scaling, switch_step)
    error_rate = objectives[0].in_blocks(objectives[0].error_rate, path)
    theta = path if scaling is None else scaling.outward(path)
    for array in (path, theta, loss, error_rate, gradient_norm):
        array.flags.writeable = False
    return History(
        theta=theta,
        loss=loss,
        error_rate=error_rate,
        gradient_norm=gradient_norm,
        switch_step=switch_step,
        diverged_at=_blow_up(loss, switch_step, held_from),
        _held_from=held_from,
        _path=path,
        _objectives=tuple(objectives),
    )


def _blow_up(loss: FloatArray, switch_step: int | None, held_from: int | None) -> int | None:
    """Return the first step at which the run was held or its loss far above its start."""
    start = np.full(len(loss), loss[0])
    if switch_step is not None:
        start[switch_step:] = loss[switch_step]
    blown_up = loss > DIVERGED_FACTOR * start
    if held_from is not None:
        blown_up[held_from:] = True
    return int(np.argmax(blown_up)) if blown_up.any() else None


def _judge(history: History, step: int) -> Status:
    first, objective = history._stage(step)
    window = history.loss[max(first, step - WINDOW) : step + 1]
    held = history._held_from is not None and step >= history._held_from
    if held or window.max() > DIVERGED_FACTOR * history.loss[first]:
        return Status.DIVERGED
    found = point_status(objective, history._path[step], history.error_rate[0])
    if found is not PointStatus.MINIMUM and _turns(window) >= TURNS:
        return Status.OSCILLATING
    return STATUS[found]


def _turns(loss: FloatArray) -> int:
    """Count the turns from falling to rising; changes at the level of rounding are none."""
    change = np.diff(loss)
    change = change[np.abs(change) > 1e-12 * loss[1:]]
    return int(((change[:-1] < 0) & (change[1:] > 0)).sum())
