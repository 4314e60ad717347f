"""The way to the hall passes nothing that other addresses need, and leads nobody else there."""

import pytest

from pages.hall.door import Door


async def led(kind, path=None):
    """Tell which of both apps a request reaches."""
    reached = []

    def app(name):
        async def take(scope, receive, send):
            reached.append(name)

        return take

    scope = {"type": kind} if path is None else {"type": kind, "path": path}
    await Door(app("streamlit"), app("hall"))(scope, None, None)
    return reached


HALLS = ("/room", "/room/", "/room/ABCDEF/vote", "/hall", "/hall/ABCDEF", "/room//a", "/room/../a")
OTHERS = ("/", "/handout", "/hallway", "/rooms", "/a/room", "//room", "/Room", "*", "", "/x/room")


@pytest.mark.anyio
@pytest.mark.parametrize("path", HALLS)
async def test_the_hall_comes_first(path):
    assert await led("http", path) == ["hall"]


@pytest.mark.anyio
@pytest.mark.parametrize("path", OTHERS)
async def test_everything_else_is_streamlits(path):
    assert await led("http", path) == ["streamlit"]


@pytest.mark.anyio
@pytest.mark.parametrize("request_", [("websocket", "/room"), ("lifespan",)])
async def test_what_is_no_request_is_streamlits(request_):
    assert await led(*request_) == ["streamlit"]
