"""What the pictures of the live fit share: two runs, and how they look and are called."""

from dataclasses import dataclass, replace

import numpy as np

from core.comparison import Comparison
from core.datasets import Dataset
from pages.figures.style import Size, Stroke, stroke
from pages.words.text import Text

WIDTH = 0.52
"""Of a third of the page."""


@dataclass(frozen=True, slots=True)
class Look:
    """How one run is drawn, and its short name."""

    name: str
    stroke: Stroke
    hollow: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """Two runs on given data, the steps that are shown, and the look of all of it."""

    comparison: Comparison
    data: Dataset
    shown: np.ndarray
    words: Text
    size: Size

    @property
    def looks(self) -> tuple[Look, Look]:
        """Of both runs."""
        return looks(self.comparison, self.words)


def looks(comparison: Comparison, words: Text) -> tuple[Look, Look]:
    """Take each run's look from its first loss; of two alike the second has another dash."""
    first, second = (
        Look(called(words, run.loss.slug), stroke(run.loss.slug)) for run in comparison.runs
    )
    if first != second:
        return first, second
    names = [words.fill("numbered", loss=first.name, number=k) for k in (1, 2)]
    dash = "solid" if first.stroke.dash == "dot" else "dot"
    other = Look(names[1], replace(second.stroke, dash=dash), hollow=True)
    return Look(names[0], first.stroke), other


def called(words: Text, slug: str) -> str:
    """Return the short name of a loss."""
    return words.called("loss-short", slug)
