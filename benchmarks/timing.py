"""Times of contenders in one run, turn by turn, so that a busy machine slows all of them."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

ENOUGH = 0.02  # seconds that one turn of a contender lasts at least


@dataclass(frozen=True)
class Times:
    """Seconds per call of each contender, round by round.

    Attributes
    ----------
    seconds : dict of str to list of float
        One list a contender, in the order of the rounds.
    """

    seconds: dict[str, list[float]]

    def median(self, name: str) -> float:
        """Return the median seconds per call."""
        return median(self.seconds[name])

    def ratio(self, ours: str, peer: str) -> float:
        """Return the median over the rounds of our time over the peer's."""
        pairs = zip(self.seconds[ours], self.seconds[peer], strict=True)
        return median(ours / peer for ours, peer in pairs)


def compare(contenders: dict[str, Callable[[], object]], rounds: int = 15) -> Times:
    """Time every contender in every round, each after one call that is not counted.

    Parameters
    ----------
    contenders : dict of str to callable
        What is timed, by name.
    rounds : int
        How often all of them take their turn; each round begins with another one.

    Returns
    -------
    Times
        Seconds per call.
    """
    names = list(contenders)
    repeats = {name: _repeats(contenders[name]) for name in names}
    seconds: dict[str, list[float]] = {name: [] for name in names}
    for k in range(rounds):
        first = k % len(names)
        for name in names[first:] + names[:first]:
            seconds[name].append(_once(contenders[name], repeats[name]))
    return Times(seconds)


def _repeats(call: Callable[[], object]) -> int:
    """Return how many calls make one turn long enough for the clock."""
    call()
    return max(1, round(ENOUGH / max(_once(call, 1), 1e-7)))


def _once(call: Callable[[], object], repeats: int) -> float:
    start = time.perf_counter()
    for _ in range(repeats):
        call()
    return (time.perf_counter() - start) / repeats
