"""Phones of a hall without a browser: each listens, comes back if its line is cut, and answers."""

import asyncio
import contextlib
import json
import secrets
import time
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

AGAIN = 0.5  # seconds until a phone that lost its line, or was not heard, tries again
PATIENCE = 30.0
LARGEST = 1 << 20
SCENE = b"event: scene\ndata: "


class Reply(NamedTuple):
    """What came back for a request; status 0 if nothing did."""

    status: int
    data: dict[str, object]


async def ask(
    address: str, method: str, path: str, body: object = None, headers: Mapping[str, str] = {}
) -> Reply:
    """Send a request over a connection of its own, and read the answer.

    Parameters
    ----------
    address : str
        Of the dashboard, without a slash at the end.
    method, path : str
        What is asked.
    body : object
        Sent as JSON, bytes as they are.
    headers : mapping of str to str
        Further headers.
    """
    try:
        return await asyncio.wait_for(_asked(address, method, path, body, headers), PATIENCE)
    except (OSError, asyncio.IncompleteReadError, ValueError):
        return Reply(0, {})


async def _asked(
    address: str, method: str, path: str, body: object, headers: Mapping[str, str]
) -> Reply:
    place = urlsplit(address)
    reader, writer = await asyncio.open_connection(place.hostname, place.port)
    try:
        sent = (
            body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        )
        lines = {"Host": place.netloc, "Connection": "close", "Content-Length": str(len(sent))}
        lines |= {"Content-Type": "application/json"} | dict(headers)
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        writer.write(f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + sent)
        answer = await reader.read(LARGEST)
        while chunk := await reader.read(LARGEST):
            answer += chunk
    finally:
        writer.close()
    head_read, _, rest = answer.partition(b"\r\n\r\n")
    status = int(head_read.split(b" ", 2)[1])
    return Reply(status, json.loads(rest[rest.index(b"{") : rest.rindex(b"}") + 1]))


class Phone:
    """One phone, or a screen, in a room.

    Parameters
    ----------
    address : str
        Of the dashboard, without a slash at the end.
    code : str
        Of the room.
    query : str
        Of the address that it listens to.

    Attributes
    ----------
    heard : dict of int to float
        When it first heard of each sequence, by `time.perf_counter`.
    scene : dict
        What it was told last.
    lines : int
        How often it has had a line.
    faults : int
        Requests that were not answered as they should.
    """

    def __init__(self, address: str, code: str, query: str = "") -> None:
        self.heard: dict[int, float] = {}
        self.scene: dict[str, object] = {}
        self.lines = 0
        self.faults = 0
        self.told = asyncio.Event()
        self._address = address
        self._path = f"/room/{code}"
        self._query = query
        self._name = secrets.token_urlsafe(16)
        self._task = asyncio.create_task(self._follow())

    async def leave(self) -> None:
        """Close the line."""
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def vote(self, choice: float) -> float:
        """Send an answer until it has arrived; return how long that took, in seconds."""
        start = time.perf_counter()
        while True:
            body = {"phone": self._name, "sequence": self.scene["sequence"], "choice": choice}
            reply = await ask(self._address, "POST", f"{self._path}/vote", body)
            if reply.status == 200:
                return time.perf_counter() - start
            self.faults += 1
            await asyncio.sleep(AGAIN)

    async def _follow(self) -> None:
        while True:
            with contextlib.suppress(OSError, ValueError, asyncio.IncompleteReadError):
                await self._listen()
            await asyncio.sleep(AGAIN)

    async def _listen(self) -> None:
        place = urlsplit(self._address)
        reader, writer = await asyncio.open_connection(place.hostname, place.port)
        try:
            head = f"Host: {place.netloc}\r\nAccept: text/event-stream\r\n\r\n"
            writer.write(f"GET {self._path}/events?{self._query} HTTP/1.1\r\n{head}".encode())
            if b" 200 " not in await reader.readuntil(b"\r\n\r\n"):
                self.faults += 1
                return
            self.lines += 1
            rest = b""
            while size := int(await reader.readline() or b"0", 16):
                *events, rest = (rest + await reader.readexactly(size)).split(b"\n\n")
                await reader.readexactly(2)
                for event in events:
                    if event.startswith(SCENE):
                        self._take(json.loads(event.removeprefix(SCENE)))
        finally:
            writer.close()

    def _take(self, scene: dict[str, object]) -> None:
        """Follow, but never to an older scene."""
        sequence = int(str(scene["sequence"]))
        if sequence >= int(str(self.scene.get("sequence", 0))):
            self.scene = scene
        self.heard.setdefault(sequence, time.perf_counter())
        self.told.set()
