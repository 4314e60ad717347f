"""The success map: two losses from the same grid of starts, searched piece by piece."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from core.datasets import Dataset, load
from core.losses import LOSSES
from core.optimizers import safe_learning_rate
from core.success import NOT_YET, Goal, Search, advance, begin, shared_error_rate
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

Pair = tuple[Search, ...]
"""Of the first loss and of the second."""


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
    """Where the runs start, and when they have arrived.

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
    goal : Goal
        An error rate.
    """

    data: Dataset
    w: np.ndarray
    b: np.ndarray
    starts: np.ndarray
    marked: tuple[Point, Point]
    goal: Goal


class Progress:
    """Both searches as far as they have come; all visitors share one, and each carries it on."""

    def __init__(self, choice: Choice) -> None:
        land, self.choice = ground(choice), choice
        task = land.data.X, land.data.y, land.starts, land.goal
        self.pair: Pair = tuple(begin(LOSSES[slug], *task) for slug in choice.losses)
        self.advance()

    @property
    def step(self) -> int:
        """Steps taken."""
        return self.pair[0].step

    @property
    def is_done(self) -> bool:
        """Whether all steps are taken."""
        return self.step >= self.choice.steps

    def advance(self) -> None:
        """Take the next piece; both searches change in one go, as others may advance them too."""
        land, steps = ground(self.choice), self.choice.steps // PIECES
        X, y, goal, rates = land.data.X, land.data.y, land.goal, learning_rates(self.choice)
        self.pair = tuple(
            advance(LOSSES[slug], X, y, search, goal, learning_rate=rate, steps=steps)
            for slug, rate, search in zip(self.choice.losses, rates, self.pair, strict=True)
        )


@lru_cache(maxsize=32)
def ground(choice: Choice) -> Ground:
    """Lay out the starts of a choice and set its goal."""
    data = load(choice.data)
    data = data.feature(FEATURES.index(choice.feature) if data.X.shape[1] > 1 else 0)
    area = scene(choice.data)
    cells = next(count for most, count in CELLS if len(data.y) <= most)
    w, b = (np.linspace(*ends, cells) for ends in area.window)
    grid = np.stack(np.meshgrid(w, b), axis=-1).reshape(-1, 2)
    marked = (area.wrong, area.mild)
    rate = shared_error_rate([LOSSES[slug] for slug in choice.losses], data.X, data.y)
    return Ground(data, w, b, np.vstack([grid, marked]), marked, Goal("error rate", rate))


def learning_rates(choice: Choice) -> list[float]:
    """Return the learning rate of each loss; one with kinks has none of its own."""
    X, y = ground(choice).data.X, ground(choice).data.y
    return [
        safe_learning_rate(LOSSES[slug], X, y) / 2
        if choice.rates == "own" and LOSSES[slug].is_smooth(y)
        else choice.rate
        for slug in choice.losses
    ]


def shown_steps(done: int) -> np.ndarray:
    """Return the steps of the control: each at first, then ever fewer."""
    plain = [step for step in (30, 100, 300, 1000) if step <= done]
    steps = np.concatenate([np.arange(11), np.geomspace(10, done, 70).round(), plain])
    return np.unique(steps).astype(int)


def arrival_order(search: Search) -> tuple[np.ndarray, np.ndarray]:
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


def shares(search: Search) -> np.ndarray:
    """Return the share of the grid from which a run has arrived, at each of `shown_steps`."""
    _, needed = arrival_order(search)
    arrived = np.searchsorted(needed, shown_steps(search.step), side="right")
    return arrived / (len(search.arrived) - 2)
