"""What the success map shows, computed piece by piece: two losses from the same grid of starts."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from core.datasets import Dataset, load
from core.losses import LOSSES
from core.optimizers import safe_learning_rate
from core.success import Goal, Search, advance, begin, shared_error_rate
from pages.models.scenes import Point, scene

PIECES = 20  # into which a search is cut
CELLS = ((20, 41), (250, 31), (np.inf, 21))  # starts on each axis, for at most so many samples
RATES = ("same", "own")
STEPS = ("300", "1000", "3000")


class Case(NamedTuple):
    """Slugs and numbers that decide about both searches; with rates "own" each runs at 1 / L."""

    losses: tuple[str, str]
    data: str
    column: int
    rate: float
    rates: str
    steps: int


class Ground(NamedTuple):
    """Where the runs of a case start, and when they have arrived.

    `starts` holds the grid, row by row of `b`, and then the places that are marked.
    """

    data: Dataset
    w: np.ndarray
    b: np.ndarray
    starts: np.ndarray
    marked: tuple[Point, Point]
    goal: Goal


@lru_cache(maxsize=32)
def ground(case: Case) -> Ground:
    """Lay out the starts of a case and set its goal."""
    data = load(case.data).feature(case.column)
    area = scene(case.data)
    cells = next(count for most, count in CELLS if len(data.y) <= most)
    w, b = (np.linspace(*ends, cells) for ends in area.window)
    grid = np.stack(np.meshgrid(w, b), axis=-1).reshape(-1, 2)
    marked = (area.wrong, area.mild)
    rate = shared_error_rate([LOSSES[slug] for slug in case.losses], data.X, data.y)
    return Ground(data, w, b, np.vstack([grid, marked]), marked, Goal("error rate", rate))


def rates(case: Case) -> tuple[float, float]:
    """Return the learning rate of each loss; one with kinks has none of its own."""
    data = ground(case).data
    first, second = (
        safe_learning_rate(LOSSES[slug], data.X, data.y) / 2
        if case.rates == "own" and LOSSES[slug].is_smooth(data.y)
        else case.rate
        for slug in case.losses
    )
    return first, second


def first_piece(case: Case) -> tuple[Search, Search]:
    """Begin both searches."""
    land = ground(case)
    first, second = (
        begin(LOSSES[slug], land.data.X, land.data.y, land.starts, land.goal)
        for slug in case.losses
    )
    return next_piece(case, (first, second))


def next_piece(case: Case, searches: tuple[Search, Search]) -> tuple[Search, Search]:
    """Carry both searches on by one piece."""
    land = ground(case)
    first, second = (
        advance(
            LOSSES[slug],
            land.data.X,
            land.data.y,
            search,
            land.goal,
            learning_rate=rate,
            steps=case.steps // PIECES,
        )
        for slug, rate, search in zip(case.losses, rates(case), searches, strict=True)
    )
    return first, second


def shown_steps(done: int) -> np.ndarray:
    """Return the steps that have a frame of their own: each at first, then ever fewer."""
    plain = [step for step in (30, 100, 300, 1000) if step <= done]
    steps = np.concatenate([np.arange(11), np.geomspace(10, done, 70).round(), plain])
    return np.unique(steps).astype(int)
