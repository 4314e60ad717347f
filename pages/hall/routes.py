"""The hall's addresses, beside those of Streamlit in one server.

Every refusal is ``{"error": id}`` with its status; the ids are: malformed, content-type, origin,
too-large, too-many, full, key, room, path, method, lecture, scene, phase, no-scene, choice,
closed, picture, store.
"""

import csv
import io
import os
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from pages.hall import page_routes, wire
from pages.hall.audience import Listener
from pages.hall.rooms import RefusedError, Rooms
from pages.hall.store import MemoryStore, Store
from pages.hall.stream import EventStream

Answer = Callable[[Rooms, Request], Awaitable[ASGIApp]]
HEADS = ("scene", "headline", "vote", "choice", "count")
PLAIN = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
IMAGE = {
    "Cache-Control": "public, max-age=14400, immutable",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
}


class Resource:
    """What stands at one address: an answer for each method.

    Parameters
    ----------
    rooms : Rooms
        What is asked.
    **answers : callable
        By method.
    """

    def __init__(self, rooms: Rooms, **answers: Answer) -> None:
        self._rooms = rooms
        self._answers = answers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        response = await self._answered(Request(scope, receive))
        await response(scope, receive, send)

    async def _answered(self, request: Request) -> ASGIApp:
        answer = self._answers.get(request.method)
        if not answer:
            return _json({"error": "method"}, 405)
        try:
            return await answer(self._rooms, request)
        except RefusedError as refused:
            return _json({"error": refused.fault}, refused.status)
        except self._rooms.failures:
            return _json({"error": "store"}, 503)


def routes(rooms: Rooms) -> list[BaseRoute]:
    """List the addresses of the hall.

    Parameters
    ----------
    rooms : Rooms
        What they ask.
    """
    at = "/room/{code}"
    resources = {  # looked through in this order
        f"{at}/vote": {"POST": voted},
        f"{at}/events": {"GET": events},
        "/room": {"GET": there, "POST": opened},
        f"{at}/scene": {"POST": shown},
        f"{at}/picture": {"PUT": pictured},
        f"{at}/picture/{{sequence}}": {"GET": picture},
        f"{at}/tally": {"GET": tally},
        f"{at}/answers.csv": {"GET": answers},
        f"{at}/speaker": {"GET": speaker},
        f"{at}/close": {"POST": closed},
        "/hall": {"GET": page_routes.phone},
        "/hall/{code}": {"GET": page_routes.phone},
        "/hall/{code}/speaker": {"GET": page_routes.speaker},
        "/hall/{rest:path}": {"GET": nowhere},
        "/room/{rest:path}": {"GET": nowhere, "POST": nowhere, "PUT": nowhere},
    }
    return [Route(path, Resource(rooms, **kinds)) for path, kinds in resources.items()]


async def there(rooms: Rooms, request: Request) -> ASGIApp:
    """Say that the host passes these addresses on."""
    return THERE


async def opened(rooms: Rooms, request: Request) -> ASGIApp:
    """Open a room."""
    await wire.json_body(request)
    code, key = await rooms.open()
    return _json({"code": code, "key": key}, 201)


async def shown(rooms: Rooms, request: Request) -> ASGIApp:
    """Show a scene in a phase."""
    body = await wire.json_body(request)
    sequence = await rooms.show(
        request.path_params["code"],
        wire.key(body),
        wire.field(body, "lecture", str),
        wire.field(body, "scene", int),
        None if body.get("phase") is None else wire.field(body, "phase", str),
        wire.handle(body),
    )
    return _json({"sequence": sequence})


async def pictured(rooms: Rooms, request: Request) -> ASGIApp:
    """Take the picture of the scene on screen; say whether it was still in time."""
    wire.check_origin(request)
    given = wire.picture(request.query_params)
    image = await wire.read(request, wire.PICTURE)
    wire.image_kind(image)
    kept = await rooms.put_picture(request.path_params["code"], _key(request), given, image)
    return _json({"kept": kept})


async def picture(rooms: Rooms, request: Request) -> ASGIApp:
    """Return a picture."""
    sequence = wire.whole(request.path_params["sequence"])
    image = await rooms.picture(request.path_params["code"], sequence)
    return Response(image, media_type=wire.image_kind(image), headers=IMAGE)


async def events(rooms: Rooms, request: Request) -> ASGIApp:
    """Let a phone or screen listen."""
    is_screen = request.query_params.get("screen") == "1"
    listener = Listener(wire.language(request), is_screen=is_screen)
    code = await rooms.join(request.path_params["code"], listener)
    return EventStream(rooms.following, code, listener)


async def voted(rooms: Rooms, request: Request) -> ASGIApp:
    """Take a phone's answer."""
    body = await wire.json_body(request)
    phone, sequence = wire.field(body, "phone", str), wire.field(body, "sequence", int)
    await rooms.vote(request.path_params["code"], phone, sequence, body.get("choice"))
    return DONE


async def tally(rooms: Rooms, request: Request) -> ASGIApp:
    """Count answers before they are shown."""
    return _json(await rooms.tally(request.path_params["code"], _key(request)))


async def answers(rooms: Rooms, request: Request) -> ASGIApp:
    """Return all answers as a table."""
    language = wire.language(request)
    rows = await rooms.answers(request.path_params["code"], _key(request), language)
    table = io.StringIO()
    csv.writer(table).writerows([HEADS, *map(_row, rows)])
    named = {"Content-Disposition": 'attachment; filename="answers.csv"'}
    return Response("\ufeff" + table.getvalue(), media_type="text/csv", headers=PLAIN | named)


async def speaker(rooms: Rooms, request: Request) -> ASGIApp:
    """Say what the speaker sees."""
    language = wire.language(request)
    return _json(await rooms.speaker(request.path_params["code"], _key(request), language))


async def closed(rooms: Rooms, request: Request) -> ASGIApp:
    """Close a room."""
    body = await wire.json_body(request)
    await rooms.close(request.path_params["code"], wire.key(body))
    return DONE


async def nowhere(rooms: Rooms, request: Request) -> ASGIApp:
    """Answer for what there is not."""
    raise RefusedError(404, "path")


def _key(request: Request) -> str:
    return request.headers.get("x-room-key", "")


def _json(said: object, status: int = 200) -> JSONResponse:
    return JSONResponse(said, status, headers=PLAIN)


THERE, DONE = _json({"hall": True}), _json({"ok": True})
"""Written once: these are asked for the most."""


def _row(cells: tuple[object, ...]) -> list[object]:
    """Write a text that a spreadsheet would take for a formula as a text."""
    is_formula = [isinstance(cell, str) and cell.startswith(tuple("=+-@\t\r")) for cell in cells]
    return [f"'{cell}" if risky else cell for cell, risky in zip(cells, is_formula, strict=True)]


def _store() -> Store:
    """Choose where rooms are kept: in this process, or in a Redis that several share."""
    address = os.environ.get("HALL_REDIS")
    if not address:
        return MemoryStore()
    from pages.hall.redis_store import RedisStore

    return RedisStore(address)


ROOMS = Rooms(_store())
"""Those that this process serves."""
ROUTES = routes(ROOMS)
