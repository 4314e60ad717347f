"""The two pages of the hall as they are sent: compressed once, kept until they change."""

import gzip
import hashlib
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from pages.hall import light_page, wire
from pages.hall.rooms import Rooms

PAGE = {
    "Cache-Control": "no-cache",
    "Referrer-Policy": "no-referrer",
    "Vary": "Accept-Encoding, Accept-Language",
    "X-Content-Type-Options": "nosniff",
}


async def phone(rooms: Rooms, request: Request) -> ASGIApp:
    """Return the page that a phone follows with, whether or not there is such a room."""
    return _page(request, *light_page.phone(wire.language(request)))


async def speaker(rooms: Rooms, request: Request) -> ASGIApp:
    """Return the page of the lecturer's second screen."""
    return _page(request, *light_page.speaker(wire.language(request)))


def _page(request: Request, html: bytes, policy: str) -> Response:
    packed, tag = _packed(html)
    headers = {**PAGE, "Content-Security-Policy": policy, "ETag": tag}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        html, headers["Content-Encoding"] = packed, "gzip"
    return Response(html, media_type="text/html", headers=headers)


@lru_cache(maxsize=8)
def _packed(html: bytes) -> tuple[bytes, str]:
    """Compress a page once, and name its version."""
    return gzip.compress(html, 9), f'"{hashlib.sha256(html).hexdigest()[:16]}"'
