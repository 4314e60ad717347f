"""Phones of a hall without a browser: each listens, comes back if its line is cut, and answers."""

import asyncio
import base64
import contextlib
import json
import re
import secrets
import time
from collections.abc import Awaitable, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from benchmarks.load.viewer import FailedError, Viewer
from pages.hall.relay import EVERY

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
            if (await self._ask("POST", f"{self._path}/vote", body)).status == 200:
                return time.perf_counter() - start
            self.faults += 1
            await asyncio.sleep(AGAIN)

    def _ask(self, method: str, path: str, body: object = None) -> Awaitable[Reply]:
        return ask(self._address, method, path, body)

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


class Relayed(Phone):
    """A phone that follows by a session of Streamlit's, as where the host passes no `/room` on.

    Parameters as of `Phone`. It looks as often as `pages/hall/relay.js` does, and at once if it
    has something to ask.
    """

    def __init__(self, address: str, code: str, query: str = "") -> None:
        self._viewer = Viewer(address)
        self._link = f"/?room={code}"
        self._turn = asyncio.Lock()  # a session has one script, which is waited for
        self._asked = 0
        super().__init__(address, code, query)

    async def leave(self) -> None:
        """Close the page."""
        await super().leave()
        await self._viewer.close()

    async def _listen(self) -> None:
        try:
            await self._viewer.open(self._link)
            joined = await self._ask("GET", f"{self._path}/events?{self._query}")
            if joined.status != 200:
                self.faults += 1
                return
            self.lines += 1
            while True:
                await asyncio.sleep(EVERY)
                await self._look([])
        except FailedError:
            self.faults += 1

    async def _ask(self, method: str, path: str, body: object = None) -> Reply:
        """Hand a request over to the session, and take its answer."""
        self._asked += 1
        text = b"" if body is None else json.dumps(body).encode()
        request = {
            **{"id": f"{self._name}-{self._asked}", "method": method, "path": path[1:], "key": ""},
            **{"type": "application/json", "body": base64.b64encode(text).decode()},
        }
        try:
            (answer,) = (await self._look([request]))["answers"]
        except FailedError:
            return Reply(0, {})
        return Reply(answer["status"], json.loads(base64.b64decode(answer["body"])))

    async def _look(self, asked: list[dict[str, str]]) -> dict[str, Any]:
        async with self._turn:
            await self._viewer.trigger("relay", "asked", asked)
            told = self._viewer.told("relay")
        for scene in re.findall(_TOLD, told["news"].get("scene", "")):
            self._take(json.loads(scene))
        return told


_TOLD = r"event: scene\ndata: (.*)\n\n"
