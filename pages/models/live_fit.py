"""Two losses in lock-step: the runs for one choice of the controls, and what is known of them."""

from dataclasses import dataclass

import numpy as np

from core.comparison import Comparison, Run, train
from core.datasets import Dataset
from core.losses import LOSSES, Loss
from core.optimizers import Finding, safe_learning_rate
from core.training import Settings

MEASURES = ("error-rate", "relative-loss", "gradient-norm")
MOST_FRAMES = 201


@dataclass(frozen=True, slots=True)
class Choice:
    """What the controls of the page stand at, the data apart.

    Attributes
    ----------
    start : tuple of float
        Weights and, last, the bias.
    losses : tuple of two str
        Slugs.
    optimizer : str
        A slug of `core.optimizers.OPTIMIZERS`.
    rate : float
        Learning rate.
    pairing : str
        One of `core.rates.PAIRINGS`.
    steps : int
        Length of the runs.
    switch : (int, str) or None
        From that step on the first run minimises the other loss.
    """

    start: tuple[float, ...]
    losses: tuple[str, str] = ("mse", "bce")
    optimizer: str = "gradient_descent"
    rate: float = 0.5
    pairing: str = "same"
    steps: int = 200
    switch: tuple[int, str] | None = None


def run(data: Dataset, choice: Choice, place: int) -> Run:
    """Run the loss at place 0, which may be switched, or 1."""
    switch = choice.switch and (choice.switch[0], LOSSES[choice.switch[1]])
    settings = Settings(
        start=choice.start,
        optimizer=choice.optimizer,
        learning_rate=choice.rate,
        steps=choice.steps,
        switch=None if place else switch,
    )
    loss = LOSSES[choice.losses[place]]
    return train(loss, data.X, data.y, settings, pairing=choice.pairing)


def compare(data: Dataset, choice: Choice) -> Comparison:
    """Run both losses."""
    return Comparison.of(data.X, data.y, *(run(data, choice, place) for place in (0, 1)))


def frames(steps: int, switch_step: int | None) -> np.ndarray:
    """Choose the steps to show: all if they are few; always start, switch and end."""
    count = steps + 1 if steps < MOST_FRAMES else MOST_FRAMES - 1
    shown = np.linspace(0, steps, count).round().astype(int)
    return shown if switch_step is None else np.union1d(shown, [switch_step])


def measured(run: Run, kind: str) -> np.ndarray:
    """Return one of MEASURES at every step of a run, shape (steps + 1,)."""
    return {
        "error-rate": run.history.error_rate,
        "relative-loss": run.relative_loss,
        "gradient-norm": run.history.gradient_norm,
    }[kind]


def known_minimum(run: Run, y: np.ndarray) -> list[str]:
    """Name what is known of the minimum of a run's loss, by ids of words."""
    finding = run.finding.value.replace(" ", "-")
    if run.finding is Finding.SEPARABLE:
        return [finding]
    if not run.loss.is_smooth(y):
        return ["kinks"]
    if run.finding is Finding.MINIMUM:
        return [finding, *(["not-searched"] if run.at_infinity is None else [])]
    return [finding, *(["local"] if run.minima else [])]


def safe_rates(comparison: Comparison) -> list[tuple[Loss, float]]:
    """Return the safe learning rate of each loss that has one."""
    smooth = [run.loss for run in comparison.runs if run.loss.is_smooth(comparison.y)]
    return [(loss, safe_learning_rate(loss, comparison.X, comparison.y)) for loss in smooth]


def kinked(run: Run, y: np.ndarray) -> Loss:
    """Return the loss for which a run's optimiser was refused."""
    losses = [run.loss, *([run.later] if run.later else [])]
    return next(loss for loss in losses if not loss.is_smooth(y))
