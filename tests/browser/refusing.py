"""A host that passes Streamlit's addresses on and no others, as a proxy before a dashboard."""

import asyncio
import contextlib
import re
import threading
from asyncio import StreamReader, StreamWriter
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

OWN = re.compile(rb"[A-Z]+ /(room|hall)\b")
REFUSED = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
# One request for each connection, so that each is looked at; a websocket is one for ever.
KEPT = re.compile(rb"(?i)\r\nConnection: keep-alive")


@contextmanager
def refusing(address: str) -> Iterator[str]:
    """Stand before a dashboard; yield the address that visitors know.

    Parameters
    ----------
    address : str
        Of the dashboard.
    """
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    proxy = Proxy(address)
    port = asyncio.run_coroutine_threadsafe(proxy.start(), loop).result(30)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        asyncio.run_coroutine_threadsafe(proxy.end(), loop).result(30)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(30)
        loop.close()


class Proxy:
    """Passes connections on after a look at what they ask for."""

    def __init__(self, address: str) -> None:
        self._to = urlsplit(address)
        self._meeting: set[asyncio.Task] = set()

    async def start(self) -> int:
        """Listen; return the port."""
        self._server = await asyncio.start_server(self._meet, "127.0.0.1", 0)
        return self._server.sockets[0].getsockname()[1]

    async def end(self) -> None:
        """Cut every connection."""
        self._server.close()
        for task in self._meeting:
            task.cancel()
        await asyncio.gather(*self._meeting, return_exceptions=True)

    async def _meet(self, reader: StreamReader, writer: StreamWriter) -> None:
        self._meeting.add(asyncio.current_task())
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            async with closing(writer):
                head = await reader.readuntil(b"\r\n\r\n")
                if OWN.match(head):
                    writer.write(REFUSED)
                else:
                    await self._pass_on(head, reader, writer)
        self._meeting.discard(asyncio.current_task())

    async def _pass_on(self, head: bytes, reader: StreamReader, writer: StreamWriter) -> None:
        back, on = await asyncio.open_connection(self._to.hostname, self._to.port)
        async with closing(on):
            on.write(KEPT.sub(b"\r\nConnection: close", head))
            passing = [asyncio.create_task(each) for each in (move(reader, on), move(back, writer))]
            try:
                await asyncio.wait(passing, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for each in passing:
                    each.cancel()
                await asyncio.gather(*passing, return_exceptions=True)


@contextlib.asynccontextmanager
async def closing(writer: StreamWriter):
    """Close a connection in the end, whatever happens."""
    try:
        yield
    finally:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()


async def move(reader: StreamReader, writer: StreamWriter) -> None:
    """Pass on what comes until no more does."""
    while data := await reader.read(65_536):
        writer.write(data)
        await writer.drain()
