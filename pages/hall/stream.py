"""Server-sent events as a plain ASGI response: little memory for each phone, and no timers."""

import asyncio
import contextlib
import signal
import threading
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from starlette.types import Receive, Scope, Send

from pages.hall.audience import Listener
from pages.hall.following import Following

HEADERS = [
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]
FIRST = b"retry: 1000\n\n"


class EventStream:
    """The answer to who joins a room: its events until one of both goes.

    Parameters
    ----------
    following : Following
        Where the listener has joined.
    code : str
        Of the room.
    listener : Listener
        What is to be sent.
    """

    __slots__ = ("_code", "_following", "_listener")

    def __init__(self, following: Following, code: str, listener: Listener) -> None:
        self._following = following
        self._code = code
        self._listener = listener

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send events until the stream is over."""
        before_exit(self._following.end)
        gone = asyncio.create_task(self._end_when_gone(receive))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
            await send(_part(FIRST))
            while text := await self._listener.take():
                await send(_part(text))
            await send(_part(b"", is_last=True))
        finally:
            gone.cancel()
            await self._following.leave(self._code, self._listener)

    async def _end_when_gone(self, receive: Receive) -> None:
        with contextlib.suppress(asyncio.CancelledError):
            while (await receive())["type"] != "http.disconnect":
                pass
            self._listener.end()


@lru_cache(maxsize=16)
def before_exit(call: Callable[[], None]) -> None:
    """Call something when the server is told to stop, which else waits for every stream.

    The server's own handler of the signal comes after it. Calling this again changes nothing.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        handler = signal.getsignal(number)
        if callable(handler):
            signal.signal(number, _first(loop, call, handler))


def _first(
    loop: asyncio.AbstractEventLoop, call: Callable[[], None], then: Callable[..., Any]
) -> Callable[..., Any]:
    def stop(number: int, frame: Any) -> None:
        loop.call_soon_threadsafe(call)
        then(number, frame)

    return stop


def _part(body: bytes, *, is_last: bool = False) -> dict[str, object]:
    return {"type": "http.response.body", "body": body, "more_body": not is_last}
