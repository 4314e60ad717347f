"""What is kept of a room, and where: in memory, or wherever a `Store` of another kind keeps it.

A store knows no rules; those stand in `rooms.py`. What two requests could do at the same time is
one operation here: a change and a vote name the revision that they were judged by, and are done
only if the room has no newer one.
"""

import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple, Protocol

PICTURES = 2
"""Pictures kept of a room: the one on screen, and the one before for phones that still load it."""

Heard = Callable[[str, str], Awaitable[None]]
"""What is called with a room's code and what happened there: STATE or COUNTS."""
STATE, COUNTS = "state", "counts"


@dataclass(frozen=True, slots=True)
class Handle:
    """The control that moves a picture, as the projector shows it: what a guess may be."""

    min: float
    max: float
    step: float
    value: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A scene's picture: the sequence that it came with, and where a guess's axis lies in it.

    Attributes
    ----------
    sequence : int
        Names the image.
    left, right : float, optional
        Parts of the image's width, 0 to 1, where the axis is at `start` and `end`.
    start, end : float, optional
        Two values on the axis.
    """

    sequence: int
    left: float | None = None
    right: float | None = None
    start: float | None = None
    end: float | None = None


@dataclass(frozen=True, slots=True)
class State:
    """What a room shows.

    Attributes
    ----------
    key : str
        SHA-256 of the key of who may change it, in hexadecimal digits.
    revision : int
        Counts every change.
    sequence : int
        Counts the scenes that were shown; 0 before the first.
    lecture, scene, phase
        What is shown; scenes count from 1.
    vote : int
        1 or 2, the vote that the phase is about; 0 where nothing is asked.
    choices : int
        Number of choices, 0 for a guess or no question.
    is_guess : bool
        Whether the answer is a value of the page's handle.
    since : int
        Sequence since which the same is to be seen: pictures taken from then on are right.
    opened : tuple of int
        The last sequences at which this vote was open: phones may still answer to them.
    handle, picture
        See there.
    """

    key: str
    revision: int = 0
    sequence: int = 0
    lecture: str = ""
    scene: int = 0
    phase: str = ""
    vote: int = 0
    choices: int = 0
    is_guess: bool = False
    since: int = 0
    opened: tuple[int, ...] = ()
    handle: Handle | None = None
    picture: Picture | None = None


class Ballot(NamedTuple):
    """Name of a ballot."""

    lecture: str
    scene: int
    vote: int


class Voted(Enum):
    """What became of a vote."""

    COUNTED = "counted"
    OUTDATED = "outdated"
    """The room has changed since; judge again."""
    FULL = "full"


class Store(Protocol):
    """Where rooms are kept. A room that is unknown or over is None, False or empty."""

    failures: tuple[type[Exception], ...]
    """What is raised while the store cannot be reached."""

    def hear(self, heard: Heard) -> None:
        """Set what is called when something happens in a room that somebody here follows."""

    async def rooms(self) -> int:
        """Count the rooms."""

    async def create(self, code: str, state: State, life: float) -> bool:
        """Open a room for so many seconds; False if the code is taken."""

    async def read(self, code: str) -> State | None:
        """Return what a room shows."""

    async def write(self, code: str, state: State, empties: Ballot | None = None) -> bool:
        """Change what a room shows, if its revision is one less; tell those who follow it.

        With the change a ballot begins anew.
        """

    async def touch(self, code: str, life: float) -> None:
        """Let a room and all that belongs to it live for so many seconds from now on."""

    async def close(self, code: str) -> None:
        """Forget a room; tell those who follow it."""

    async def vote(
        self, code: str, revision: int, ballot: Ballot, phone: str, answer: float, most: int
    ) -> Voted:
        """Put a phone's answer in place of its earlier one, if the revision is still the room's."""

    async def answers(self, code: str, ballot: Ballot) -> Counter[float]:
        """Count the answers of a ballot."""

    async def answered(self, code: str, ballot: Ballot) -> int:
        """Count the phones that have answered."""

    async def ballots(self, code: str) -> list[Ballot]:
        """List the ballots of a room that have answers."""

    async def keep_picture(self, code: str, sequence: int, image: bytes) -> None:
        """Keep an image; the oldest of more than PICTURES goes."""

    async def picture(self, code: str, sequence: int) -> bytes | None:
        """Return an image."""

    async def follow(self, code: str) -> None:
        """Hear of a room from now on."""

    async def unfollow(self, code: str) -> None:
        """Hear of it no more."""

    async def set_phones(self, code: str, count: int) -> None:
        """Say how many phones follow a room here, now and at least every 15 seconds."""

    async def phones(self, code: str) -> int:
        """Count the phones that follow a room, here and elsewhere."""


@dataclass(slots=True)
class _Room:
    state: State
    until: float
    ballots: dict[Ballot, dict[str, float]] = field(default_factory=dict)
    pictures: dict[int, bytes] = field(default_factory=dict)
    phones: int = 0


class MemoryStore:
    """Rooms in the memory of this process.

    Parameters
    ----------
    clock : callable
        Seconds that never run back.
    """

    failures: tuple[type[Exception], ...] = ()

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._rooms: dict[str, _Room] = {}
        self._heard: Heard | None = None

    def hear(self, heard: Heard) -> None:
        self._heard = heard

    async def rooms(self) -> int:
        for code in list(self._rooms):
            self._find(code)
        return len(self._rooms)

    async def create(self, code: str, state: State, life: float) -> bool:
        if self._find(code):
            return False
        self._rooms[code] = _Room(state, self._clock() + life)
        return True

    async def read(self, code: str) -> State | None:
        room = self._find(code)
        return room.state if room else None

    async def write(self, code: str, state: State, empties: Ballot | None = None) -> bool:
        room = self._find(code)
        if not room or room.state.revision + 1 != state.revision:
            return False
        room.state = state
        if empties:
            room.ballots.pop(empties, None)
        await self._tell(code, STATE)
        return True

    async def touch(self, code: str, life: float) -> None:
        if room := self._find(code):
            room.until = self._clock() + life

    async def close(self, code: str) -> None:
        if self._rooms.pop(code, None):
            await self._tell(code, STATE)

    async def vote(
        self, code: str, revision: int, ballot: Ballot, phone: str, answer: float, most: int
    ) -> Voted:
        room = self._find(code)
        if not room or room.state.revision != revision:
            return Voted.OUTDATED
        answers = room.ballots.setdefault(ballot, {})
        if len(answers) >= most and phone not in answers:
            return Voted.FULL
        answers[phone] = answer
        await self._tell(code, COUNTS)
        return Voted.COUNTED

    async def answers(self, code: str, ballot: Ballot) -> Counter[float]:
        return Counter(self._ballot(code, ballot).values())

    async def answered(self, code: str, ballot: Ballot) -> int:
        return len(self._ballot(code, ballot))

    async def ballots(self, code: str) -> list[Ballot]:
        room = self._find(code)
        return sorted(room.ballots) if room else []

    async def keep_picture(self, code: str, sequence: int, image: bytes) -> None:
        if room := self._find(code):
            room.pictures.pop(sequence, None)
            room.pictures[sequence] = image
            while len(room.pictures) > PICTURES:
                del room.pictures[next(iter(room.pictures))]

    async def picture(self, code: str, sequence: int) -> bytes | None:
        room = self._find(code)
        return room.pictures.get(sequence) if room else None

    async def follow(self, code: str) -> None:
        """Nothing to do: what happens here is heard."""

    async def unfollow(self, code: str) -> None:
        """Nothing to do."""

    async def set_phones(self, code: str, count: int) -> None:
        if room := self._find(code):
            room.phones = count
            await self._tell(code, COUNTS)

    async def phones(self, code: str) -> int:
        room = self._find(code)
        return room.phones if room else 0

    def _find(self, code: str) -> _Room | None:
        room = self._rooms.get(code)
        if room and room.until <= self._clock():
            del self._rooms[code]
            return None
        return room

    def _ballot(self, code: str, ballot: Ballot) -> dict[str, float]:
        room = self._find(code)
        return room.ballots.get(ballot, {}) if room else {}

    async def _tell(self, code: str, what: str) -> None:
        if self._heard:
            await self._heard(code, what)
