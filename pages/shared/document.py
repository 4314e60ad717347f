"""The HTML document that a browser asks for first: Streamlit's, with our style at its end.

Streamlit shows an element of HTML only once the code for such elements has come: a style that is
drawn like that comes after the page that it is for, on a first visit by seconds. It stands at the
end, as Streamlit puts its own rules into the head, and of equal rules the last one counts.
"""

import gzip
from functools import lru_cache
from pathlib import Path

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

STYLES = {
    path.stem: path.read_text("utf-8")
    for path in sorted((Path(__file__).parent / "styles").glob("*.css"))
}
"""By name, as Python's start found them."""
ALWAYS = ("ink", "page", "phone", "print")
"""Those of every page, in the order in which they apply."""

_END = b"</body>"
# What of the request would have a document answered that is not ours, or that we cannot read.
_NOT_ASKED = {b"accept-encoding", b"if-none-match", b"if-modified-since", b"range"}
# Goes with the request for a session: its document has passed here too.
_PASSED = (b"x-document-has-style", b"1")


def style(*names: str) -> str:
    """Write styles, by name, as an element of HTML."""
    return f"<style>{''.join(STYLES[name] for name in names)}</style>"


def has_style() -> bool:
    """Whether the document of the session that asks came with its style."""
    return _PASSED[0].decode() in st.context.headers


class Document:
    """Puts the style of every page into the documents that another app sends.

    Parameters
    ----------
    app : ASGIApp
        Sends them.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and put the style into the answer if it is a document."""
        if scope["type"] == "websocket":
            scope = {**scope, "headers": [*scope["headers"], _PASSED]}
        if not _asks_for_document(scope):
            await self._app(scope, receive, send)
            return
        asked = [(name, value) for name, value in scope["headers"] if name not in _NOT_ASKED]
        answer = _Answer(send, "gzip" in Headers(scope=scope).get("accept-encoding", ""))
        await self._app({**scope, "headers": asked}, receive, answer.send)


class _Answer:
    """An answer on its way, held back until it is whole if it is a document."""

    def __init__(self, send: Send, packs: bool) -> None:
        self._send, self._packs = send, packs
        self._start: Message | None = None
        self._body = b""

    async def send(self, message: Message) -> None:
        """Take a part of the answer."""
        if message["type"] == "http.response.start" and _is_document(message):
            self._start = message
        elif self._start and message["type"] == "http.response.body":
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._send_whole(self._start)
        else:
            await self._send(message)

    async def _send_whole(self, start: Message) -> None:
        body = _styled(self._body, self._packs)
        headers = MutableHeaders(raw=start["headers"])
        for name in ("etag", "last-modified", "accept-ranges"):
            del headers[name]
        headers["content-length"] = str(len(body))
        headers.add_vary_header("Accept-Encoding")
        if self._packs:
            headers["content-encoding"] = "gzip"
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


def _asks_for_document(scope: Scope) -> bool:
    is_read = scope["type"] == "http" and scope["method"] == "GET"
    return is_read and "text/html" in Headers(scope=scope).get("accept", "")


def _is_document(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    return start["status"] == 200 and headers.get("content-type", "").startswith("text/html")


@lru_cache(maxsize=4)
def _styled(document: bytes, packs: bool) -> bytes:
    """Put the style before the end of the body, and compress the document."""
    whole = document.replace(_END, style(*ALWAYS).encode() + _END, 1)
    return gzip.compress(whole) if packs else whole


DOCUMENT = Middleware(Document)
"""As Streamlit takes it."""
