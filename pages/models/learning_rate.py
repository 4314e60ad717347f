"""The learning rate: one run at many rates, where each ends, and what bounds the rate."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from core.datasets import DATASETS, Dataset, load
from core.initial import preset_start
from core.landscape import Plane, plane_coordinates, plane_surface, plane_through
from core.losses import LOSSES, Loss
from core.objective import Objective
from core.optimizers import Finding, Optimum, minimise, safe_learning_rate
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
FEATURES = {"first": (0,), "second": (1,), "both": (0, 1)}
STEPS = 3000
WALKED, SHOWN, LAST = 50, 100, 24
"""First steps of the path and of the loss, and last steps: a cycle up to 24 long is seen whole."""
MANTISSAS = np.concatenate([np.arange(10, 20), np.arange(20, 50, 2), np.arange(50, 100, 5)])
RANGE = (0.1, 16.0)
"""Of the rates, in units of 2 / M."""
EXAMPLE = "breast-cancer"
"""For what is said beside the data chosen: its first feature."""
PATIENCE = 10_000
"""Steps that are waited for."""
EVALUATIONS = 4_000_000
"""Of the loss of a sample, for the contours."""
CELLS = (41, 81)
"""On each axis of the contours, at least and at most."""
ROOM = 0.12
"""Share of the window around what it must show."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the controls stand at: slugs, one of STARTS, one of FEATURES, and the scaling."""

    loss: str = "bce"
    data: str = "trap"
    start: str = "zero"
    feature: str = "first"
    standardised: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """One loss on given data, run from one start at many rates.

    Attributes
    ----------
    loss, data : Loss, Dataset
        What was run.
    runs, endings : Runs, list of Ending
        One for each rate.
    minimum : Optimum or None
        The one to which a safe rate leads, or which is nearest to its end.
    finding : Finding
        What is known of the lowest minimum.
    safe, local : float or None
        2 / M, and 2 / h_max at the minimum; None where there is no such thing.
    plane : Plane
        In which the path is drawn.
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


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    """The runs in the plane, on the ground of their loss.

    Attributes
    ----------
    u, v : ndarray, shape (cells,)
        The window.
    height : ndarray, shape (cells, cells)
        Root of the mean loss above the lowest: valleys are flat and walls steep.
    first, last : ndarray, shape (rates, steps, 2)
        First and last steps, at ten windows' distance at most.
    start, minimum : ndarray, shape (2,)
        Marked places; None without a minimum.
    """

    u: np.ndarray
    v: np.ndarray
    height: np.ndarray
    first: np.ndarray
    last: np.ndarray
    start: np.ndarray
    minimum: np.ndarray | None


def dataset(choice: Choice) -> Dataset:
    """Load the data; those of one feature have no other, and quoted ones stay as they are."""
    scaled = choice.standardised if DATASETS[choice.data].standardise else None
    data = load(choice.data, standardise=scaled)
    return data if data.X.shape[1] == 1 else data.feature(*FEATURES[choice.feature])


def run(choice: Choice) -> Runs:
    """Run at every rate."""
    loss, data = LOSSES[choice.loss], dataset(choice)
    rates, start = rate_grid(_scale(loss, data)), start_of(choice.start, data)
    return run_at_rates(loss, data.X, data.y, start, rates, steps=STEPS)


def study(choice: Choice, runs: Runs) -> Study:
    """Judge the runs of a choice."""
    return judge(LOSSES[choice.loss], dataset(choice), choice.start, runs)


def judge(loss: Loss, data: Dataset, start: str, runs: Runs) -> Study:
    """Tell where each run ends and which bounds hold.

    Parameters
    ----------
    loss : Loss
        A record of LOSSES.
    data : Dataset
        One or two features.
    start : str
        One of STARTS.
    runs : Runs
        From there, one at 2 / M or below.

    Returns
    -------
    Study
    """
    scale = _scale(loss, data)
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
        local=local_learning_rate(loss, data.X, data.y, minimum.theta) if minimum else None,
        plane=_plane(data, start_of(start, data), minimum, runs),
    )


def start_of(start: str, data: Dataset) -> np.ndarray:
    """Return the parameters to start from, shape (d + 1,)."""
    if start == "zero":
        return np.zeros(data.X.shape[1] + 1)
    return preset_start(start, data.X, data.y, data.slug)


def rate_grid(scale: float) -> np.ndarray:
    """Return the learning rates that are tried, around 2 / M: all numbers of two round digits."""
    low, high = (scale * end for end in RANGE)
    powers = range(int(np.floor(np.log10(low))) - 1, int(np.log10(high)) + 1)
    each = np.array([float(f"{digits}e{power}") for power in powers for digits in MANTISSAS])
    return each[(low <= each) & (each <= high)]


def decimals(lowest: float) -> int:
    """Return the digits after the point that two digits of the lowest rate need."""
    return max(0, 1 - int(np.floor(np.log10(lowest))))


def first_losses(seen: Study) -> np.ndarray:
    """Return the mean loss at the first steps, shape (rates, SHOWN + 1)."""
    return _losses(seen, seen.runs.theta[: SHOWN + 1])


def last_losses(seen: Study) -> np.ndarray:
    """Return the mean loss at the last steps, shape (rates, LAST)."""
    return _losses(seen, seen.runs.theta[-LAST:])


def path(seen: Study) -> Path:
    """Lay the runs into a window around the start, the minimum, and the tame runs."""
    theta, low_rates = seen.runs.theta, tame(seen, 1.5)
    first, last = _flat(seen, theta[: WALKED + 1]), _flat(seen, theta[-LAST:])
    minimum = _flat(seen, seen.minimum.theta) if seen.minimum else None
    shown = [each[low_rates].reshape(-1, 2) for each in (first, last)]
    u, v = _window(np.vstack([*shown, first[0, :1] if minimum is None else minimum]), seen)
    surface = plane_surface(seen.loss, seen.data.X, seen.data.y, *seen.plane, u, v)
    corners = np.array([[u[0], v[0]], [u[-1], v[-1]]])
    far = 10 * np.ptp(corners, axis=0)  # numbers of any size do not fit into a picture
    first, last = (np.clip(each, corners[0] - far, corners[1] + far) for each in (first, last))
    return Path(u, v, np.sqrt(surface - surface.min()), first, last, first[0, 0], minimum)


def tame(seen: Study, factor: float) -> np.ndarray:
    """Tell which rates are at most so many times the larger bound; without one, the lowest half."""
    bounds = [bound for bound in (seen.safe, seen.local) if bound]
    most = factor * max(bounds) if bounds else np.median(seen.runs.rates)
    return seen.runs.rates <= most


@lru_cache(maxsize=1)
def steps_off_the_plateau() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Return for two losses rates, and the steps from a saturated start to half of the way down."""
    data = load(EXAMPLE).feature(0)
    start, rates = start_of("saturated", data), np.geomspace(10, 1000, 21)
    return {slug: (rates, _steps(LOSSES[slug], data, start, rates, 0.5)) for slug in ("mse", "bce")}


@dataclass(frozen=True, slots=True)
class Scaling:
    """Bounds, condition number, and the steps to 90 % of the way down at 0.9 of the safe rate."""

    condition: float
    safe: float
    local: float
    steps: int


@lru_cache(maxsize=1)
def scaling() -> dict[str, Scaling]:
    """Compare raw and standardised features of one data set, under cross-entropy."""
    found, loss = {}, LOSSES["bce"]
    for name, standardised in (("raw", False), ("standardised", True)):
        data = load(EXAMPLE, standardise=standardised).feature(0)
        minimum = minimise(loss, data.X, data.y).theta
        curved = curvatures(loss, data.X, data.y, minimum)
        safe = safe_learning_rate(loss, data.X, data.y)
        local = local_learning_rate(loss, data.X, data.y, minimum)
        (steps,) = _steps(loss, data, np.zeros(2), np.array([0.9 * safe]), 0.9)
        found[name] = Scaling(float(curved[-1] / curved[0]), safe, local, int(steps))
    return found


def _steps(
    loss: Loss, data: Dataset, start: np.ndarray, rates: np.ndarray, part: float
) -> np.ndarray:
    """Count the steps from a start to a part of the way down, for each rate."""
    goal, starts = loss_goal(loss, data.X, data.y, start, part), [start] * len(rates)
    return arrival_steps(loss, data.X, data.y, starts, goal, learning_rate=rates, steps=PATIENCE)


def _scale(loss: Loss, data: Dataset) -> float:
    """Return 2 / M; for a loss with kinks that of binary cross-entropy."""
    return safe_learning_rate(loss if loss.is_smooth(data.y) else LOSSES["bce"], data.X, data.y)


def _minimum(loss: Loss, data: Dataset, end: np.ndarray, ending: Ending) -> Optimum | None:
    """Find the minimum to which a rate below 2 / M leads; if the way is long, the nearest known."""
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


def _losses(seen: Study, theta: np.ndarray) -> np.ndarray:
    """Mean loss of parameters of shape (steps, rates, d + 1), the rates first."""
    objective = Objective.of(seen.loss, seen.data.X, seen.data.y)
    values = objective.in_blocks(objective.value, theta.reshape(-1, theta.shape[-1]))
    return np.clip(values, 1e-30, 1e30).reshape(theta.shape[:2]).T


def _flat(seen: Study, theta: np.ndarray) -> np.ndarray:
    """Coordinates in the plane, the rates first."""
    flat = plane_coordinates(theta, seen.plane)
    return np.stack([flat.first.T, flat.second.T], axis=-1)


def _window(shown: np.ndarray, seen: Study) -> np.ndarray:
    """Return a grid around points, shape (2, cells), as fine as the samples allow."""
    low, high = shown.min(axis=0), shown.max(axis=0)
    half = (0.5 + ROOM) * np.maximum(high - low, 0.2 * (high - low).max() + 1e-3)
    cells = int(np.clip(np.sqrt(EVALUATIONS / len(seen.data.y)), *CELLS))
    middle = (low + high) / 2
    return np.linspace(middle - half, middle + half, cells, axis=-1)
