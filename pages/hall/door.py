"""The hall's addresses come first: what Streamlit does for each request costs more than a vote."""

from starlette.middleware import Middleware
from starlette.routing import Router
from starlette.types import ASGIApp, Receive, Scope, Send

from pages.hall.routes import ROUTES

PLACES = (["room"], ["hall"])


class Door:
    """Leads requests to the hall past all layers that other addresses need.

    Those look for files outside a folder, read a cookie, and compress: the hall has no files, reads
    no cookie, and its pages are compressed once.

    Parameters
    ----------
    app : ASGIApp
        Whatever else is served.
    hall : ASGIApp
        What answers at its addresses.
    """

    def __init__(self, app: ASGIApp, hall: ASGIApp) -> None:
        self._app = app
        self._hall = hall

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        is_hall = scope["type"] == "http" and scope["path"].split("/", 2)[1:2] in PLACES
        await (self._hall if is_hall else self._app)(scope, receive, send)


DOOR = Middleware(Door, hall=Router(ROUTES))
"""As Streamlit takes it."""
