"""What the page of the learning rate shows, computed: one run at many rates, and its endings."""

from typing import NamedTuple

import numpy as np

from core.datasets import Dataset, load
from core.landscape import Plane, plane_through
from core.losses import LOSSES, Loss
from core.optimizers import Finding, Optimum, minimise, safe_learning_rate
from core.starts import preset_start
from core.step_size import (
    Ending,
    Runs,
    curvatures,
    endings,
    local_learning_rate,
    run_at_rates,
    widest_direction,
)
from core.success import arrival_steps, loss_goal

STARTS = ("zero", "mild", "saturated")
STEPS = 3000
MANTISSAS = np.concatenate([np.arange(10, 20), np.arange(20, 50, 2), np.arange(50, 100, 5)])
RANGE = (0.1, 16.0)  # of 2 / L
EXAMPLE = "breast-cancer"  # for what is said beside the data chosen: its first feature
PATIENCE = 10_000  # steps that are waited for


class Study(NamedTuple):
    """One loss on given data, run from one start at many rates.

    `safe` is 2 / L and `local` is 2 / lambda_max at `minimum`, to which a safe rate leads or which
    is nearest to its end; None where there is no such thing. `finding` says what is known of the
    lowest minimum.
    """

    loss: Loss
    data: Dataset
    runs: Runs
    endings: list[Ending]
    minimum: Optimum | None
    finding: Finding
    safe: float | None
    local: float | None
    plane: Plane


def study(loss: Loss, data: Dataset, start: str) -> Study:
    """Run and judge.

    Parameters
    ----------
    loss : Loss
        A record of LOSSES.
    data : Dataset
        One or two features.
    start : str
        One of STARTS.
    """
    return judge(loss, data, start, run(loss, data, start))


def run(loss: Loss, data: Dataset, start: str) -> Runs:
    """Run at every rate; the parameters are those of `study`."""
    rates = rate_grid(_scale(loss, data))
    return run_at_rates(loss, data.X, data.y, place(start, data), rates, steps=STEPS)


def judge(loss: Loss, data: Dataset, start: str, runs: Runs) -> Study:
    """Tell where each of the runs ends; the other parameters are those of `study`."""
    scale, first = _scale(loss, data), place(start, data)
    found = endings(loss, data.X, data.y, runs)
    safest = int(np.flatnonzero(runs.rates <= scale)[-1])
    minimum = _minimum(loss, data, runs.theta[-1, safest], found[safest])
    return Study(
        loss=loss,
        data=data,
        runs=runs,
        endings=found,
        minimum=minimum,
        finding=found[safest].finding,
        safe=scale if loss.is_smooth(data.y) else None,
        local=minimum and local_learning_rate(loss, data.X, data.y, minimum.theta),
        plane=_plane(data, first, minimum, runs),
    )


def place(start: str, data: Dataset) -> np.ndarray:
    """Return the parameters to start from, shape (d + 1,)."""
    if start == "zero":
        return np.zeros(data.X.shape[1] + 1)
    return preset_start(start, data.X, data.y, data.slug)


def rate_grid(scale: float) -> np.ndarray:
    """Return the learning rates that are tried, around 2 / L: all numbers of two round digits."""
    low, high = (scale * end for end in RANGE)
    powers = range(int(np.floor(np.log10(low))) - 1, int(np.log10(high)) + 1)
    each = np.array([float(f"{digits}e{power}") for power in powers for digits in MANTISSAS])
    return each[(low <= each) & (each <= high)]


def decimals(lowest: float) -> int:
    """Return the digits after the point that two digits of the lowest rate need."""
    return max(0, 1 - int(np.floor(np.log10(lowest))))


def sharpest(loss: Loss, data: Dataset) -> tuple[float, float, float]:
    """Return 2 / L, 2 / lambda_max at the minimum and the condition number there."""
    minimum = minimise(loss, data.X, data.y)
    eigenvalues = curvatures(loss, data.X, data.y, minimum.theta)
    local = local_learning_rate(loss, data.X, data.y, minimum.theta)
    return safe_learning_rate(loss, data.X, data.y), local, float(eigenvalues[-1] / eigenvalues[0])


def steps_needed(loss: Loss, data: Dataset) -> int:
    """Count the steps from zeros, at nine tenths of 2 / L, to 90 % of the way to the minimum."""
    zeros = np.zeros(data.X.shape[1] + 1)
    goal = loss_goal(loss, data.X, data.y, zeros, 0.9)
    rate = 0.9 * safe_learning_rate(loss, data.X, data.y)
    (steps,) = arrival_steps(
        loss, data.X, data.y, [zeros], goal, learning_rate=rate, steps=PATIENCE
    )
    return int(steps)


def steps_off_the_plateau() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Return for two losses rates, and the steps from a saturated start to half of the way down."""
    data = load(EXAMPLE).feature(0)
    start, rates = place("saturated", data), np.geomspace(10, 1000, 21)
    starts = np.tile(start, (len(rates), 1))
    curves = {}
    for slug in ("mse", "bce"):
        loss = LOSSES[slug]
        goal = loss_goal(loss, data.X, data.y, start, 0.5)
        steps = arrival_steps(
            loss, data.X, data.y, starts, goal, learning_rate=rates, steps=PATIENCE
        )
        curves[slug] = (rates, steps)
    return curves


def _scale(loss: Loss, data: Dataset) -> float:
    """Return 2 / L; for a loss with kinks that of binary cross-entropy."""
    return safe_learning_rate(loss if loss.is_smooth(data.y) else LOSSES["bce"], data.X, data.y)


def _minimum(loss: Loss, data: Dataset, end: np.ndarray, ending: Ending) -> Optimum | None:
    """Find the minimum to which a rate below 2 / L leads; if the way is long, the nearest known."""
    if ending.finding is Finding.SEPARABLE or not loss.is_smooth(data.y):
        return None
    found = minimise(loss, data.X, data.y, end)
    nearest = found if found.finite else ending.minimum
    return nearest if nearest and nearest.unique else None


def _plane(data: Dataset, start: np.ndarray, minimum: Optimum | None, runs: Runs) -> Plane:
    """All of (w, b) for one feature; else through start and end, and the way steps overshoot."""
    if len(start) == 2:
        return Plane(np.zeros(2), np.array([1.0, 0.0]), np.array([0.0, 1.0]))
    end = minimum.theta if minimum else runs.theta[-1, 0]
    return plane_through(start, end, end + widest_direction(data.X))
