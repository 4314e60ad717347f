"""Everything that the live fit shows for one choice of its controls."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import plotly.graph_objects as go

from core.datasets import Dataset
from core.losses import LOSSES
from core.race import Race, Run, leg, pair
from pages.figures.live_fit import data, frames
from pages.figures.live_fit_measures import (
    MEASURES,
    captions,
    measure,
    minimum_found,
    safe_rates,
)
from pages.figures.live_fit_paths import farthest_from_plane, paths
from pages.figures.style import hall_size

LARGE_ROW = 345  # pixels: leaves room for the control in the lecture hall


class Choice(NamedTuple):
    """Slugs and numbers that decide about a race on given data."""

    losses: tuple[str, str]
    start: tuple[float, ...]
    optimizer: str
    rate: float
    pairing: str
    steps: int
    switch: tuple[int, str] | None


class Scene(NamedTuple):
    """Two runs, the steps that are shown, the pictures by their keys, and what is told of them."""

    race: Race
    steps: list[int]
    pictures: dict[str, go.Figure]
    captions: list[str]
    ends: dict[str, str]


def scene(
    dataset: Dataset,
    choice: Choice,
    size: str,
    reading: str,
    advice: Mapping[str, str],
    knowledge: Mapping[str, str],
) -> Scene:
    """Run both losses and draw everything.

    Parameters
    ----------
    dataset : Dataset
        One or two features.
    choice : Choice
        What to run.
    size : str
        A key of SIZES.
    reading : str
        Template of the live sentence.
    advice : mapping of str to str
        For each status what it means and what to do.
    knowledge : mapping of str to str
        What to say of the minimum, as for `minimum_found`.
    """
    runs = [run(dataset, choice, place) for place in (0, 1)]
    return draw(runs, dataset, choice, size, reading, advice, knowledge)


def draw(
    runs: Sequence[Run],
    dataset: Dataset,
    choice: Choice,
    size: str,
    reading: str,
    advice: Mapping[str, str],
    knowledge: Mapping[str, str],
) -> Scene:
    """Draw both runs; the other parameters are those of `scene`."""
    result = pair(dataset.X, dataset.y, *runs)
    shown = frames(choice.steps, result.runs[0].history.switch_step)
    look = hall_size(size, LARGE_ROW)
    pictures = {
        "samples": data(result, dataset, shown, look),
        "first-path": paths(result, 0, shown, look),
        "second-path": paths(result, 1, shown, look),
        **{kind: measure(result, shown, kind, look) for kind in MEASURES},
    }
    sentences = captions(reading, advice, result, shown)
    ends = {
        "minima": " ".join(minimum_found(result, knowledge)),
        "rates": safe_rates(result),
        "distance": farthest_from_plane(result),
    }
    return Scene(result, shown.tolist(), pictures, sentences, ends)


def run(dataset: Dataset, choice: Choice, place: int) -> Run:
    """Run the loss at place 0 or 1; the other parameters are those of `scene`."""
    switch = choice.switch and (choice.switch[0], LOSSES[choice.switch[1]])
    return leg(
        [LOSSES[slug] for slug in choice.losses],
        dataset.X,
        dataset.y,
        place,
        start=choice.start,
        optimizer=choice.optimizer,
        learning_rate=choice.rate,
        pairing=choice.pairing,
        steps=choice.steps,
        switch=switch,
    )
