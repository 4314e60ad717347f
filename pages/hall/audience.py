"""Streams of events: each listener has a short queue, so that nobody holds up another."""

import asyncio
import json
from collections.abc import Callable, Iterator, Sequence

from pages.hall.ballots import Answers
from pages.hall.store import State

QUEUE = 8
"""Events that wait for a slow listener; the oldest goes first."""
SCENE, RESULT, COUNT, OVER = "scene", "result", "count", "closed"
_AWAKE = b": still here\n\n"


def event(kind: str, data: object) -> bytes:
    """Write an event as it is sent; all listeners of one kind get the same bytes."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"event: {kind}\ndata: {text}\n\n".encode()


class Listener:
    """A stream, and what waits to be sent.

    Parameters
    ----------
    language : str
        In which it is told.
    is_screen : bool
        Whether a projector or the speaker listens, and no phone.

    Attributes
    ----------
    is_relayed : bool
        Whether it listens by way of Streamlit, where the host passes no addresses of the hall on.
    """

    is_relayed = False
    __slots__ = ("_events", "_waiting", "is_over", "is_screen", "is_told", "language")

    def __init__(self, language: str, *, is_screen: bool) -> None:
        self.language = language
        self.is_screen = is_screen
        self.is_told = False
        self.is_over = False
        self._events: list[tuple[str, bytes]] = []
        self._waiting: asyncio.Future[None] | None = None

    def put(self, kind: str, text: bytes) -> None:
        """Add an event; an older count, or else the oldest of too many, goes."""
        if kind == COUNT:
            self._events = [each for each in self._events if each[0] != COUNT]
        if len(self._events) == QUEUE:
            del self._events[0]
        self._events.append((kind, text))
        self._wake()

    def keep_awake(self) -> None:
        """Send a line that says nothing, so that nobody takes the connection for dead."""
        if not self._events:
            self.put("", _AWAKE)

    def end(self) -> None:
        """Let the stream end once it has sent what waits."""
        self.is_over = True
        self._wake()

    async def take(self) -> bytes:
        """Wait for events; empty at the end of the stream."""
        while not self._events and not self.is_over:
            self._waiting = asyncio.get_running_loop().create_future()
            await self._waiting
        text = b"".join(text for _, text in self._events)
        self._events.clear()
        return text

    def _wake(self) -> None:
        if self._waiting and not self._waiting.done():
            self._waiting.set_result(None)


class Audience:
    """The listeners of one room in this process, and what they are told.

    Attributes
    ----------
    state : State, optional
        The newest that is known here.
    votes : sequence of Counter
        The answers that its phase shows.
    counting : Task, optional
        What will soon tell the screens how many have answered.
    saying : Lock
        Held while the store is told how many phones are here.
    """

    def __init__(self) -> None:
        self.state: State | None = None
        self.votes: Sequence[Answers] = ()
        self.counting: asyncio.Task[None] | None = None
        self.saying = asyncio.Lock()
        self._listeners: set[Listener] = set()
        self._texts: dict[tuple[str, bool], bytes] = {}

    def __iter__(self) -> Iterator[Listener]:
        return iter(tuple(self._listeners))

    def __len__(self) -> int:
        return len(self._listeners)

    def __contains__(self, listener: object) -> bool:
        return listener in self._listeners

    def add(self, listener: Listener) -> None:
        """Let somebody listen."""
        self._listeners.add(listener)

    def discard(self, listener: Listener) -> None:
        """Let somebody go."""
        self._listeners.discard(listener)

    def count(self, *, is_screen: bool) -> int:
        """Count the screens, or the phones."""
        return sum(listener.is_screen == is_screen for listener in self._listeners)

    def learn(self, state: State, votes: Sequence[Answers]) -> bool:
        """Take what a room shows if that is newer than what is known; tell whether it is."""
        if self.state and self.state.revision >= state.revision:
            return False
        self.state, self.votes = state, votes
        self._texts.clear()
        return True

    def text(self, listener: Listener, write: Callable[[], bytes]) -> bytes:
        """Return what listeners of one kind and language are told, written once."""
        kind = (listener.language, listener.is_screen)
        if kind not in self._texts:
            self._texts[kind] = write()
        return self._texts[kind]
