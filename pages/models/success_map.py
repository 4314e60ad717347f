"""The success map: two losses from the same grid of starts, searched piece by piece."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

import numpy as np

from core.datasets import Dataset, load
from core.losses import LOSSES
from core.optimizers import safe_learning_rate
from core.success import NOT_YET, Goal, advance, begin, shared_error_rate
from pages.models.scenes import Point, scene

PIECES = 20
"""Into which a search is cut, so that it can be stopped."""
CELLS = ((20, 41), (250, 31), (np.inf, 21))
"""Starts on each axis, for at most so many samples."""
FEATURES = ("first", "second")
RATES = ("same", "own")
STEPS = ("300", "1000", "3000")
CLASSES = (10, 30, 100, 300, 1000, 3000)
"""Steps that part the shades of grey."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the controls of the page stand at.

    Attributes
    ----------
    losses : (str, str)
        Slugs.
    data : str
        A data set's slug.
    feature : str
        One of FEATURES, for data that have several.
    rate : float
        Learning rate, above 0.
    rates : str
        One of RATES: with "own" each smooth loss runs at 1 / L instead.
    steps : int
        Taken at most.
    """

    losses: tuple[str, str] = ("mse", "bce")
    data: str = "trap"
    feature: str = "first"
    rate: float = 0.3
    rates: str = "same"
    steps: int = 1000


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """Where the runs start.

    Attributes
    ----------
    data : Dataset
        With one feature.
    w, b : ndarray, shape (cells,)
        The grid.
    starts : ndarray, shape (cells * cells + 2, 2)
        The grid, row by row of `b`, and then the places that are marked.
    marked : (Point, Point)
        A start on the wrong side and a mild one.
    """

    data: Dataset
    w: np.ndarray
    b: np.ndarray
    starts: np.ndarray
    marked: tuple[Point, Point]


@dataclass(frozen=True, slots=True)
class Task:
    """All that the search of one loss depends on, but for how far it goes.

    Attributes
    ----------
    loss, data, feature : str
        As in a choice.
    goal : Goal
        An error rate.
    rate : float
        Learning rate.
    """

    loss: str
    data: str
    feature: str
    goal: Goal
    rate: float


@dataclass(frozen=True, slots=True, eq=False)
class Arrivals:
    """Who has arrived within so many steps.

    Attributes
    ----------
    arrived : ndarray of int, shape (cells * cells + 2,)
        The first step at which the run from each start had arrived, or `NOT_YET`.
    step : int
        Steps taken.
    """

    arrived: np.ndarray
    step: int


Pair = tuple[Arrivals, ...]
"""Of the first loss and of the second."""


class Progress:
    """A search as far as it has come; all visitors share one, and each carries it on.

    Parameters
    ----------
    task : Task
        What is searched.
    """

    def __init__(self, task: Task) -> None:
        land, self._task, self._turn = ground(task.data, task.feature), task, Lock()
        self.search = begin(LOSSES[task.loss], land.data.X, land.data.y, land.starts, task.goal)

    def advance(self, step: int) -> None:
        """Go on to a step, unless that is done; who comes meanwhile waits for the same piece."""
        task, data = self._task, ground(self._task.data, self._task.feature).data
        with self._turn:
            if step > self.search.step:
                self.search = advance(
                    LOSSES[task.loss],
                    data.X,
                    data.y,
                    self.search,
                    task.goal,
                    learning_rate=task.rate,
                    steps=step - self.search.step,
                )

    def until(self, step: int) -> Arrivals:
        """Return who has arrived by a step, whether or not the search went on after it."""
        arrived = self.search.arrived
        return Arrivals(np.where(arrived <= step, arrived, NOT_YET), step)


class Searches:
    """The searches of both losses, as far as both have come; the first piece is always taken.

    Parameters
    ----------
    steps : int
        Where they end.
    both : sequence of two Progress
        They may have gone farther.
    """

    def __init__(self, steps: int, both: Sequence[Progress]) -> None:
        self._steps, self._both = steps, both
        if not self.step:
            self.advance()

    @property
    def step(self) -> int:
        """Steps taken by both."""
        return min(self._steps, *(each.search.step for each in self._both))

    @property
    def is_done(self) -> bool:
        """Whether all steps are taken."""
        return self.step == self._steps

    @property
    def pair(self) -> Pair:
        """Who has arrived by now."""
        step = self.step
        return tuple(each.until(step) for each in self._both)

    def advance(self) -> None:
        """Take the next piece with each that has not taken it."""
        step = min(self._steps, self.step + self._steps // PIECES)
        for each in self._both:
            each.advance(step)


@lru_cache(maxsize=32)
def ground(slug: str, feature: str) -> Ground:
    """Lay out the starts on a feature of a data set."""
    data = load(slug)
    data = data.feature(FEATURES.index(feature) if data.X.shape[1] > 1 else 0)
    area = scene(slug)
    cells = next(count for most, count in CELLS if len(data.y) <= most)
    w, b = (np.linspace(*ends, cells) for ends in area.window)
    grid = np.stack(np.meshgrid(w, b), axis=-1).reshape(-1, 2)
    marked = (area.wrong, area.mild)
    return Ground(data, w, b, np.vstack([grid, marked]), marked)


def goal(choice: Choice) -> Goal:
    """Return when a run has arrived: at an error rate that both losses reach at their best."""
    return _goal(choice.losses, choice.data, choice.feature)


def tasks(choice: Choice) -> list[Task]:
    """Return what is searched for each of the two losses."""
    place, rates = (choice.data, choice.feature, goal(choice)), learning_rates(choice)
    return [Task(loss, *place, rate) for loss, rate in zip(choice.losses, rates, strict=True)]


def learning_rates(choice: Choice) -> list[float]:
    """Return the learning rate of each loss; one with kinks has none of its own."""
    data = ground(choice.data, choice.feature).data
    return [
        safe_learning_rate(LOSSES[slug], data.X, data.y) / 2
        if choice.rates == "own" and LOSSES[slug].is_smooth(data.y)
        else choice.rate
        for slug in choice.losses
    ]


def shown_steps(done: int) -> np.ndarray:
    """Return the steps of the control: each at first, then ever fewer."""
    plain = [step for step in (30, 100, 300, 1000) if step <= done]
    steps = np.concatenate([np.arange(11), np.geomspace(10, done, 70).round(), plain])
    return np.unique(steps).astype(int)


def arrival_order(search: Arrivals) -> tuple[np.ndarray, np.ndarray]:
    """Return the starts on the grid from which a run has arrived, and when, the earliest first.

    Returns
    -------
    starts, steps : ndarray of int, shape (arrived,)
        Places in `Ground.starts`, and the steps that were needed.
    """
    needed = search.arrived[:-2]
    (there,) = np.nonzero(needed != NOT_YET)
    order = there[np.argsort(needed[there], kind="stable")]
    return order, needed[order]


def shares(search: Arrivals) -> np.ndarray:
    """Return the share of the grid from which a run has arrived, at each of `shown_steps`."""
    _, needed = arrival_order(search)
    arrived = np.searchsorted(needed, shown_steps(search.step), side="right")
    return arrived / (len(search.arrived) - 2)


@lru_cache(maxsize=64)
def _goal(losses: tuple[str, str], slug: str, feature: str) -> Goal:
    data = ground(slug, feature).data
    return Goal("error rate", shared_error_rate([LOSSES[loss] for loss in losses], data.X, data.y))
