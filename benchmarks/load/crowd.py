"""Students: each has a page open, moves a control every few seconds, and now and then turns pages.

Drags are no business of the server's: what it sees of one is the release. So a student releases
the motion control at some step, or chooses another word in one of the page's controls, or goes to
another page; every page of the navigation is in use.
"""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from benchmarks.load.viewer import FailedError, Viewer

PAUSE = 5.0  # seconds between two interactions of one student, on average
HABITS = {"move": 0.7, "choose": 0.15, "visit": 0.15}
"""How often each kind of interaction is chosen."""
AT_ONCE = 8  # who opens the dashboard at one time, where it is no burst
BURST_LINK = "/logit-gradient?logit=-3"


@dataclass(slots=True)
class Log:
    """What the students of one measurement saw.

    Attributes
    ----------
    seconds : list of float
        From each message to the end of its answer.
    failures : Counter
        What went wrong, and how often.
    """

    seconds: list[float] = field(default_factory=list)
    failures: Counter[str] = field(default_factory=Counter)

    def count(self) -> int:
        """Count the interactions, those that failed too."""
        return len(self.seconds) + self.failures.total()

    async def take(self, doing: Awaitable[object]) -> bool:
        """Wait for an interaction, time it, and tell whether it went well."""
        start = time.perf_counter()
        try:
            await doing
        except FailedError as failure:
            self.failures[str(failure)] += 1
            return False
        self.seconds.append(time.perf_counter() - start)
        return True


class Student:
    """A viewer with habits; the same seed has the same ones."""

    def __init__(self, address: str, seed: int, locale: str) -> None:
        self._address, self._locale = address, locale
        self._random = random.Random(seed)
        self._seed = seed
        self._viewer = Viewer(address, locale)

    async def arrive(self, log: Log) -> None:
        """Open the overview, and from there the page that is one's own."""
        await self.follow("/", log)
        paths = self._viewer.paths()
        await log.take(self._viewer.visit(paths[self._seed % len(paths)]))

    async def follow(self, link: str, log: Log) -> None:
        """Open a link, once more if that fails."""
        for _ in range(2):
            self._viewer = Viewer(self._address, self._locale)
            if await log.take(self._viewer.open(link)):
                return

    async def study(self, log: Log, is_over: Callable[[], bool], pause: float) -> None:
        """Act again and again; after a failure, open the dashboard anew."""
        await asyncio.sleep(self._random.uniform(0, pause))
        while not is_over():
            due = time.perf_counter() + pause * self._random.uniform(0.5, 1.5)
            if not await log.take(self._act()):
                await self.leave()
                await self.follow("/", log)
            await asyncio.sleep(max(0.0, due - time.perf_counter()))

    async def leave(self) -> None:
        """Close the browser."""
        await self._viewer.close()

    def _act(self) -> Awaitable[None]:
        choose, viewer = self._random.choice, self._viewer
        (habit,) = self._random.choices(list(HABITS), HABITS.values())
        if habit == "visit" or not viewer.has_motion():
            return viewer.visit(choose(viewer.paths()))
        if habit == "choose" and (choices := viewer.choices()):
            return viewer.choose(choose(choose(list(choices.values()))))
        return viewer.move(self._random.randrange(len(viewer.values())))


class Crowd:
    """A growing class, spread over one or more processes.

    Parameters
    ----------
    addresses : sequence of str
        Of the processes.
    locales : sequence of str
        What the browsers prefer, in turn.
    """

    def __init__(self, addresses: Sequence[str], locales: Sequence[str] = ("en-US",)) -> None:
        self._addresses, self._locales = addresses, locales
        self._students: list[Student] = []

    async def grow(self, count: int) -> Log:
        """Let students arrive, a few at a time, until there are so many."""
        log, door = Log(), asyncio.Semaphore(AT_ONCE)

        async def arrive(student: Student) -> None:
            async with door:
                await student.arrive(log)

        fresh = self._fresh(count)
        await asyncio.gather(*map(arrive, fresh))
        return log

    async def burst(self, count: int, within: float) -> Log:
        """Let so many students open one link within some seconds."""
        log = Log()

        async def arrive(k: int, student: Student) -> None:
            await asyncio.sleep(within * k / count)
            await student.follow(BURST_LINK, log)

        fresh = self._fresh(count)
        await asyncio.gather(*(arrive(k, student) for k, student in enumerate(fresh)))
        return log

    async def study(self, seconds: float, pause: float = PAUSE) -> Log:
        """Let all act for some seconds."""
        end = time.perf_counter() + seconds
        return await self._study(Log(), lambda: time.perf_counter() >= end, pause)

    async def hurry(self, interactions: int) -> Log:
        """Let all act without a pause, so many times together."""
        log = Log()
        return await self._study(log, lambda: log.count() >= interactions, 0.0)

    async def leave(self) -> None:
        """Let all go."""
        await asyncio.gather(*(student.leave() for student in self._students))
        self._students.clear()

    def _fresh(self, count: int) -> list[Student]:
        """Add students until there are so many; return those that are new."""
        places = range(len(self._students), count)
        fresh = [
            Student(
                self._addresses[k % len(self._addresses)],
                k,
                self._locales[k // len(self._addresses) % len(self._locales)],
            )
            for k in places
        ]
        self._students += fresh
        return fresh

    async def _study(self, log: Log, is_over: Callable[[], bool], pause: float) -> Log:
        await asyncio.gather(*(s.study(log, is_over, pause) for s in self._students))
        return log
