"""One axis of a picture: its ends, and places on it as shares of its length."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis from one value to another, even or logarithmic.

    Attributes
    ----------
    first, last : float
        Values at its ends.
    log : bool
        Whether it is logarithmic.
    """

    first: float
    last: float
    log: bool = False

    @property
    def range(self) -> list[float]:
        """The ends as Plotly has them: powers of ten on a logarithmic axis."""
        return [float(self.written(end)) for end in (self.first, self.last)]

    def written(self, values: ArrayLike) -> np.ndarray:
        """Return values as Plotly has them in notes: powers of ten on a logarithmic axis."""
        values = np.asarray(values, dtype=float)
        return np.log10(np.maximum(values, 1e-300)) if self.log else values

    def share(self, values: ArrayLike) -> np.ndarray:
        """Return where values are, from 0 at the first end to 1 at the last."""
        low, high = self.range
        return (self.written(values) - low) / (high - low)

    def value(self, shares: ArrayLike) -> np.ndarray:
        """Undo `share`."""
        low, high = self.range
        values = low + np.asarray(shares, dtype=float) * (high - low)
        return 10.0**values if self.log else values

    def cut(self, values: ArrayLike, outside: float) -> np.ndarray:
        """Bring infinity to `outside` of the axis' length beyond its ends; keep finite values."""
        values = np.asarray(values, dtype=float)
        low, high = self.value([-outside, 1 + outside])
        return np.where(np.isposinf(values), high, np.where(np.isneginf(values), low, values))

    def held(self, values: ArrayLike) -> np.ndarray:
        """Bring values beyond an end to that end."""
        return self.value(np.clip(self.share(values), 0.0, 1.0))
