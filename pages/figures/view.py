"""What one control moves: pictures and a sentence for each step, made together."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike

from pages.figures.figure import Figure
from pages.figures.moving import steps_of


class Drawn(Protocol):
    """A picture: a figure, and what it shows in words."""

    @property
    def figure(self) -> Figure:
        """Its traces and its layout."""

    @property
    def alt(self) -> str:
        """What is told to those who do not see it."""


class View:
    """Pictures by key and a sentence for each step of the control.

    Parameters
    ----------
    steps : array_like, shape (steps,)
        What the steps mean, increasing.
    pictures : mapping of str to picture
        By a key that is unique in the app: Picture or Space.
    captions : sequence of str, shape (steps,)
        The live sentence at each step.

    Raises
    ------
    ValueError
        If captions, or what moves in a picture, have another number of steps.
    """

    def __init__(
        self, steps: ArrayLike, pictures: Mapping[str, Drawn], captions: Sequence[str]
    ) -> None:
        self.steps = np.asarray(steps)
        self.figures = {key: picture.figure for key, picture in pictures.items()}
        self.alts = {key: picture.alt for key, picture in pictures.items()}
        self.captions = list(captions)
        count = len(self.steps)
        if len(self.captions) != count:
            raise ValueError(f"captions must have {count} entries; got {len(self.captions)}")
        for key, figure in self.figures.items():
            if not steps_of(figure) <= {count}:
                raise ValueError(f"{key} must move in {count} steps; has {steps_of(figure)}")
