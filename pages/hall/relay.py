"""The hall by way of Streamlit, where the host passes no addresses of its own.

A page in the browser cannot reach the routes then, but its Streamlit session can: the browser
hands its requests to the session's script, which asks the very same routes within the process, so
every rule, bound and refusal is theirs. A stream of events cannot be handed over; instead a `Seat`
keeps the newest of each kind, and the script looks every `EVERY` seconds.
"""

import asyncio
import base64
import binascii
import contextlib
import threading
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Coroutine, Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route, Router
from starlette.types import ASGIApp, Message, Scope

from pages.hall import wire
from pages.hall.audience import OVER, Listener
from pages.hall.rooms import Rooms
from pages.hall.routes import ROOMS, Resource, routes

EVERY = 2.0
"""Seconds between two looks."""
AWAY = 10.0
"""Seconds without a look after which somebody has gone."""
ASKED = 8
"""Requests that are read at a time, and answers that are kept in case one got lost."""
ANSWERED_WITHIN = 20.0
"""Seconds."""
_LONGEST = {"id": 64, "method": 8, "path": 400, "key": 200, "type": 100}
_BODY = 4 * wire.PICTURE // 3 + 100
_EVENTS = "/room/{code}/events"
_Told = TypeVar("_Told")


class Home:
    """The loop in which the rooms live: the server's, or where it is not known one of their own."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None

    @contextlib.asynccontextmanager
    async def lifespan(self, app: object) -> AsyncIterator[None]:
        """Take the loop of the server, which has the routes and thus all that happens in rooms."""
        self._loop = asyncio.get_running_loop()
        yield

    def do(self, work: Coroutine[Any, Any, _Told]) -> _Told:
        """Do something in that loop, for a script in its own thread; wait for the result."""
        loop = self._loop or _own_loop()
        return asyncio.run_coroutine_threadsafe(work, loop).result(ANSWERED_WITHIN)


@lru_cache(maxsize=1)
def _own_loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="hall", daemon=True).start()
    return loop


class Seat(Listener):
    """A listener that is looked at now and then: the newest of each kind of event is kept.

    Parameters
    ----------
    language, is_screen
        As of `Listener`.
    """

    __slots__ = ("looked", "news")
    is_relayed = True

    def __init__(self, language: str, *, is_screen: bool) -> None:
        super().__init__(language, is_screen=is_screen)
        self.news: dict[str, str] = {}
        self.looked = time.monotonic()

    def put(self, kind: str, text: bytes) -> None:
        """Keep an event in place of the one before; scripts in other threads read the whole."""
        if kind:
            self.news = {**self.news, kind: text.decode()}

    def look(self) -> dict[str, str]:
        """Return what there is to see; somebody does, so the place stays taken."""
        self.looked = time.monotonic()
        return self.news

    @property
    def is_left(self) -> bool:
        """Whether nobody has looked for long."""
        return time.monotonic() - self.looked > AWAY


class Ask(NamedTuple):
    """A request as a browser hands it over; `body` is in base64, `type` its media type."""

    id: str
    method: str
    path: str
    key: str
    type: str
    body: str


class Relay:
    """A page in a browser: what it asks, what it is answered, and where it listens.

    Parameters
    ----------
    rooms : Rooms
        What is asked.
    home : Home
        Where they live.
    """

    def __init__(self, rooms: Rooms, home: Home) -> None:
        self._rooms = rooms
        self._home = home
        self._looks = 0
        self._seat: Seat | None = None
        self._sitting: asyncio.Task[None] | None = None
        self._answers: OrderedDict[str, dict[str, object]] = OrderedDict()
        self._routes = Router([Route(_EVENTS, Resource(rooms, GET=self._listen)), *_others(rooms)])

    @property
    def is_over(self) -> bool:
        """Whether the room has been closed."""
        return bool(self._seat and OVER in self._seat.news)

    def look(self, asked: object) -> dict[str, object]:
        """Answer what is asked; return that, and what there is to see, as data for the browser.

        Parameters
        ----------
        asked : object
            What the browser has handed over: anything at all.
        """
        asks, answers = read(asked), []
        with contextlib.suppress(TimeoutError):  # the browser asks again
            answers = self._home.do(self._answer(asks)) if asks else []
        seat = self._seat
        is_here = bool(seat and not (seat.is_over or seat.is_left))
        self._looks += 1  # Streamlit calls the browser only with data that differ
        news = seat.look() if seat else {}
        return {"look": self._looks, "answers": answers, "here": is_here, "news": news}

    async def _answer(self, asks: Sequence[Ask]) -> list[dict[str, object]]:
        """Answer in order; what has been answered before is not done again."""
        for ask in asks:
            if ask.id not in self._answers:
                self._answers[ask.id] = await _asked(self._routes, ask)
        answers = [self._answers[ask.id] for ask in asks]
        while len(self._answers) > ASKED:
            self._answers.popitem(last=False)
        return answers

    async def _listen(self, rooms: Rooms, request: Request) -> ASGIApp:
        """Take a seat in a room, in place of an earlier one."""
        is_screen = request.query_params.get("screen") == "1"
        seat = Seat(wire.language(request), is_screen=is_screen)
        if self._seat:
            self._seat.end()
            await self._left()
        code = await rooms.join(request.path_params["code"], seat)
        self._seat = seat
        self._sitting = asyncio.create_task(_sit(rooms, code, seat))
        await asyncio.sleep(0)  # what has not begun would be cancelled without its end
        return JSONResponse({"ok": True})

    async def _left(self) -> None:
        if self._sitting:
            self._sitting.cancel()
            await asyncio.wait([self._sitting])


async def _sit(rooms: Rooms, code: str, seat: Seat) -> None:
    """Keep a seat for as long as somebody looks."""
    try:
        while not (seat.is_over or seat.is_left):
            await asyncio.sleep(EVERY)
    finally:
        seat.end()
        await rooms.following.leave(code, seat)


def read(asked: object) -> list[Ask]:
    """Read what a browser has handed over; what is not of that form is passed over."""
    asks = asked if isinstance(asked, list) else []
    return [found for each in asks[:ASKED] if (found := _read(each))]


def _read(given: object) -> Ask | None:
    if not isinstance(given, dict):
        return None
    texts = [given.get(name, "") for name in Ask._fields]
    most = [_LONGEST.get(name, _BODY) for name in Ask._fields]
    is_sound = all(isinstance(t, str) and len(t) <= n for t, n in zip(texts, most, strict=True))
    return Ask(*texts) if is_sound else None


def _others(rooms: Rooms) -> Iterable[BaseRoute]:
    """List the addresses below /room but that of events, whose stream has no end."""
    found = (route for route in routes(rooms) if isinstance(route, Route))
    return [route for route in found if route.path.startswith("/room") and route.path != _EVENTS]


async def _asked(app: ASGIApp, ask: Ask) -> dict[str, object]:
    """Send a request to routes in this process; return the answer as the browser takes it."""
    sent: list[Message] = []
    coming = [{"type": "http.request", "body": _bytes(ask.body)}]

    async def receive() -> Message:
        return coming.pop() if coming else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(_scope(ask), receive, send)
    start, *parts = sent
    media = dict(start["headers"]).get(b"content-type", b"").decode()
    body = base64.b64encode(b"".join(part.get("body", b"") for part in parts)).decode()
    return {"id": ask.id, "status": start["status"], "type": media, "body": body}


def _scope(ask: Ask) -> Scope:
    """Describe a request as a server does; it has no origin, as no other site can send one."""
    path, _, query = ask.path.partition("?")
    heads = {"content-type": ask.type, "x-room-key": ask.key}
    return {
        "type": "http",
        "method": ask.method,
        "path": unquote(f"/{path}"),
        "query_string": query.encode(errors="replace"),
        "headers": [(k.encode(), v.encode(errors="replace")) for k, v in heads.items()],
    }


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


HOME = Home()


def relay() -> Relay:
    """Begin to relay for a page."""
    return Relay(ROOMS, HOME)
