"""What comes over the network, read and bounded; nothing of it is ever sent back."""

import json
import re
from collections.abc import Mapping
from typing import Any, NoReturn
from urllib.parse import urlsplit

from starlette.requests import ClientDisconnect, Request

from pages.hall.rooms import LARGEST, RefusedError
from pages.hall.store import Handle, Picture
from pages.words.text import LANGUAGES

BODY = 1_000
PICTURE = 150_000
"""Bytes."""
_IMAGES = {
    "image/webp": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
    "image/png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "image/jpeg": re.compile(rb"\xff\xd8\xff"),
}
_LONGEST_HEADER = 200
_PREFERRED = re.compile(r"\s*([a-zA-Z]{1,8})[-a-zA-Z0-9]*\s*(?:;\s*q=([01](?:\.\d{0,3})?))?\s*")


def malformed() -> NoReturn:
    """Refuse what is not of the form that the routes take."""
    raise RefusedError(400, "malformed")


_JSON = json.JSONDecoder(parse_constant=lambda _: malformed())


async def json_body(request: Request) -> dict[str, Any]:
    """Read a small JSON object of a page of this site."""
    check_origin(request)
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise RefusedError(415, "content-type")
    try:
        body = _JSON.decode((await read(request, BODY)).decode())
    except (ValueError, RecursionError):
        malformed()
    return body if isinstance(body, dict) else malformed()


async def read(request: Request, most: int) -> bytes:
    """Read a body up to so many bytes, and no further."""
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > most:
                raise RefusedError(413, "too-large")
    except ClientDisconnect:
        malformed()
    return bytes(body)


def check_origin(request: Request) -> None:
    """Refuse what a page of another site sends in its visitor's name."""
    origin = request.headers.get("origin")
    if origin is None:
        return
    try:
        host = urlsplit(origin).netloc
    except ValueError:
        host = ""
    if not host or host.lower() != request.headers.get("host", "").lower():
        raise RefusedError(403, "origin")


def field(body: Mapping[str, Any], name: str, kind: type) -> Any:
    """Return a field of an object that has to be there and of a kind; true is no number."""
    value = body.get(name)
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        malformed()
    return value


def key(body: Mapping[str, Any]) -> str:
    """Return the key of a body; without one the key is wrong."""
    return str(field({"key": "", **body}, "key", str))


def handle(body: Mapping[str, Any]) -> Handle | None:
    """Return the handle that a projector describes."""
    if body.get("range") is None:
        return None
    given = field(body, "range", dict)
    numbers = [_number(given.get(name)) for name in ("min", "max", "step", "value")]
    made = Handle(*numbers)
    if not (made.min < made.max and made.step > 0 and made.min <= made.value <= made.max):
        malformed()
    return made


def picture(query: Mapping[str, str]) -> Picture:
    """Return which scene a picture is of, and where a guess's axis lies in it."""
    names = ("left", "right", "from", "to")
    if not any(name in query for name in names):
        return Picture(whole(query.get("sequence", "")))
    left, right, start, end = (_number(_float(query.get(name, ""))) for name in names)
    if not (0 <= left < right <= 1 and start != end):
        malformed()
    return Picture(whole(query.get("sequence", "")), left, right, start, end)


def image_kind(image: bytes) -> str:
    """Return the media type of an image by its first bytes, whatever it is said to be."""
    return (
        next((kind for kind, starts in _IMAGES.items() if starts.match(image)), "") or malformed()
    )


def whole(text: str) -> int:
    """Return a whole number that a link holds."""
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else malformed()


def language(request: Request) -> str:
    """Return the language of the link, or the browser's, or English."""
    asked = request.query_params.get("lang", "")
    if asked in LANGUAGES:
        return asked
    header = request.headers.get("accept-language", "")[:_LONGEST_HEADER]
    read = [_PREFERRED.fullmatch(each) for each in header.split(",")]
    offers = [(float(each[2] or 1), each[1].lower()) for each in read if each]
    known = [offer for offer in offers if offer[1] in LANGUAGES]
    return max(known, key=lambda offer: offer[0])[1] if known else LANGUAGES[0]


def _number(value: object) -> float:
    """Return a finite number of ordinary size."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        malformed()
    return float(value) if abs(value) <= LARGEST else malformed()


def _float(text: str) -> float:
    if not (len(text) <= 40 and text.isascii() and "_" not in text):
        malformed()
    try:
        return float(text)
    except ValueError:
        malformed()
