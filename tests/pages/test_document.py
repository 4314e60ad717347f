"""Each document that the server sends has the style of all pages; nothing else is touched."""

import gzip
from types import SimpleNamespace

import anyio
import pytest
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.responses import JSONResponse, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from pages.shared import document

PLAIN = "<!doctype html><html><head><title>a</title></head><body>b</body></html>"
BROWSER = {"accept": "text/html,application/xhtml+xml"}


@pytest.fixture
def anyio_backend():
    return "asyncio"


@pytest.fixture
def ask(tmp_path):
    """Ask an app that serves a document, one in parts, and what is none; status, head, body."""
    (tmp_path / "index.html").write_text(PLAIN)

    async def parts(request):
        return StreamingResponse((each for each in PLAIN), media_type="text/html")

    async def data(request):
        return JSONResponse({"head": PLAIN, "asked": request.headers.get("if-none-match")})

    routes = [Route("/parts", parts), Route("/data", data)]
    routes.append(Mount("/", StaticFiles(directory=tmp_path, html=True)))

    async def answer(path, headers, *, method="GET", middleware=(document.DOCUMENT,)):
        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "query_string": b"",
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        }
        sent = []

        async def receive():
            await anyio.sleep_forever()

        async def send(message):
            sent.append(message)

        await Starlette(routes=routes, middleware=middleware)(scope, receive, send)
        start, *bodies = sent
        head = {name.decode(): value.decode() for name, value in start["headers"]}
        return start["status"], head, b"".join(each.get("body", b"") for each in bodies)

    return answer


@pytest.mark.anyio
@pytest.mark.parametrize("path", ["/", "/parts"])
async def test_a_document_has_the_style_at_its_end(ask, path):
    style = document.style(*document.ALWAYS)
    _, head, body = await ask(path, BROWSER)
    assert body.decode() == PLAIN.replace("</body>", f"{style}</body>")
    assert int(head["content-length"]) == len(body)
    assert "content-encoding" not in head


@pytest.mark.anyio
async def test_it_is_packed_for_who_takes_it_so(ask):
    _, head, packed = await ask("/", BROWSER | {"accept-encoding": "br, gzip"})
    assert head["content-encoding"] == "gzip"
    assert int(head["content-length"]) == len(packed)
    assert gzip.decompress(packed) == (await ask("/", BROWSER))[2]


@pytest.mark.anyio
async def test_a_browser_with_the_document_of_before_gets_the_new_one(ask):
    old = {"if-none-match": (await ask("/", {}))[1]["etag"]}
    assert (await ask("/", old))[0] == 304
    status, head, body = await ask("/", BROWSER | old)
    assert status == 200
    assert b"<style>" in body
    assert not {"etag", "last-modified"} & {*head}


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("method", "path", "headers"),
    [
        ("GET", "/", {"accept": "*/*"}),
        ("HEAD", "/", BROWSER),
        ("POST", "/", BROWSER),
        ("GET", "/data", BROWSER),
        ("GET", "/nowhere", BROWSER),
    ],
)
async def test_everything_else_is_as_it_was(ask, method, path, headers):
    answer = await ask(path, headers, method=method)
    assert answer == await ask(path, headers, method=method, middleware=())


@pytest.mark.anyio
@pytest.mark.parametrize("passes", [True, False])
async def test_a_session_knows_whether_its_document_passed_here(passes, monkeypatch):
    heads = []

    async def session(scope, receive, send):
        heads.append(Headers(scope=scope))

    app = document.Document(session) if passes else session
    await app({"type": "websocket", "headers": [(b"host", b"a")]}, None, None)
    monkeypatch.setattr(document.st, "context", SimpleNamespace(headers=heads[0]))
    assert document.has_style() is passes
    assert heads[0]["host"] == "a"
