"""How often something may happen, and what the slower way to a room can bear."""

from collections import Counter
from collections.abc import Callable

RELAYED = 100
"""Phones of a room in one process that follow by way of Streamlit: each costs a session."""


class Window:
    """A bound for each name in each span of time.

    Parameters
    ----------
    most : int
        How often within one span.
    seconds : float
        Length of a span.
    clock : callable
        Seconds that never run back.
    """

    def __init__(self, most: int, seconds: float, clock: Callable[[], float]) -> None:
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self._span = 0
        self._counts: Counter[object] = Counter()

    def takes(self, name: object = None) -> bool:
        """Count once more, and tell whether that is within the bound."""
        span = int(self._clock() // self._seconds)
        if span != self._span:
            self._span = span
            self._counts.clear()
        if self._counts[name] >= self._most:
            return False
        self._counts[name] += 1
        return True
