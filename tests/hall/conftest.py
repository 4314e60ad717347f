"""A lecture of its own, a clock that a test moves, and requests without a network."""

import asyncio
import json
import re
import shutil
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

import pytest
from redis.asyncio import Redis
from starlette.applications import Starlette

from pages.hall import following
from pages.hall.redis_store import RedisStore
from pages.hall.rooms import Rooms
from pages.hall.routes import routes
from pages.hall.store import MemoryStore
from pages.lectures import reading
from tests.deploy.find_redis import on_path, serving
from tests.hall.lecture import FOLDER

PATIENCE = 10
RANGE = {"min": -10.0, "max": 10.0, "step": 0.1, "value": 0.0}
WEBP = b"RIFF\x10\x00\x00\x00WEBPVP8 " + bytes(40)
IMAGES = {
    "image/webp": WEBP,
    "image/png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(40),
    "image/jpeg": b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(40),
}
"""The beginnings of a picture of each kind."""


@pytest.fixture
def anyio_backend():
    return "asyncio"


@pytest.fixture(autouse=True)
def _lecture(tmp_path, monkeypatch):
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)  # a test may change it
    monkeypatch.setattr(reading, "FOLDER", tmp_path)


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self):
        self.now = 1_000.0
        self.redis = None

    def __call__(self):
        """Tell the time."""
        return self.now

    async def advance(self, seconds):
        """Let time pass, for Redis by what is left to each key."""
        self.now += seconds
        for key in await self.redis.keys() if self.redis else ():
            left = await self.redis.pttl(key)
            if left > 0:
                await self.redis.pexpire(key, left - int(1_000 * seconds))


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture(params=["memory", *(["redis"] if on_path() else [])])
async def store(request, clock):
    """Keep rooms in each way there is; `make deploy-test` sees to it that there is a Redis."""
    if request.param == "memory":
        yield MemoryStore(clock)
        return
    address = request.getfixturevalue("redis_address")
    async with Redis.from_url(address) as clock.redis:
        await clock.redis.flushall()
        kept = RedisStore(address)
        yield kept
        await end_tasks()
        await kept.aclose()


async def end_tasks():
    """End all tasks but the test runner's: whoever still listens would open connections later."""
    files = {task: task.get_coro().cr_code.co_filename for task in asyncio.all_tasks()}
    ours = [task for task, file in files.items() if "anyio" not in file]
    for task in ours:
        task.cancel()
    await asyncio.gather(*ours, return_exceptions=True)


@pytest.fixture
def rooms(store, clock):
    return Rooms(store, clock)


@pytest.fixture(scope="session")
def redis_address(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("redis")) as address:
        yield address


@dataclass
class Answer:
    """What came back for a request."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self):
        """Return what the body says."""
        return json.loads(self.body)

    @property
    def told(self):
        """Status and id of a refusal."""
        return self.status, self.json()["error"]


@dataclass
class Stream:
    """The events of somebody who listens; `hold` makes its connection slow."""

    task: asyncio.Task = None
    text: str = ""
    status: int = 0
    free: asyncio.Event = field(default_factory=asyncio.Event)
    leaving: asyncio.Event = field(default_factory=asyncio.Event)
    begun: asyncio.Event = field(default_factory=asyncio.Event)

    def events(self, kind=""):
        """Return kind and data of each event so far, or the data of one kind."""
        found = re.findall(r"event: (\w+)\ndata: (.*)\n\n", self.text)
        each = [(name, json.loads(data)) for name, data in found]
        return [data for name, data in each if name == kind] if kind else each

    async def leave(self):
        """Cut the connection."""
        self.leaving.set()
        await self.task


BARRIER = "BARRIER"
"""A room that nobody opens: word of it comes after all that was said before."""


async def settle(rooms):
    """Let everything that has happened be heard, by all tasks that can go on."""
    store = rooms._store
    if isinstance(store, RedisStore):
        passed, heard = asyncio.Event(), store._heard

        async def watching(code, what):
            passed.set() if code == BARRIER else await heard(code, what)

        store.hear(watching)
        await store.follow(BARRIER)
        await store.set_phones(BARRIER, 0)
        await asyncio.wait_for(passed.wait(), PATIENCE)
        await store.unfollow(BARRIER)
        store.hear(heard)
    if not following.COUNT_EVERY:
        tasks = [t for t in asyncio.all_tasks() if t.get_coro().__name__ == "_count_soon"]
        await asyncio.gather(*tasks)
    for _ in range(20):
        await asyncio.sleep(0)


class Site:
    """The routes without a network: what a browser sends, and what it gets back."""

    def __init__(self, rooms):
        self.rooms = rooms
        self.app = Starlette(routes=routes(rooms))

    async def ask(self, method, address, body=None, **headers):
        """Send a request and go; a body that is no bytes is sent as JSON."""
        told = {"host": "hall.example.org", **{k.replace("_", "-"): v for k, v in headers.items()}}
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
            told = {"content-type": "application/json", **told}
        sent = []
        messages = [{"type": "http.disconnect"}, {"type": "http.request", "body": body or b""}]

        async def receive():
            return messages.pop()

        async def send(message):
            sent.append(message)

        await self.app(scope(method, address, told), receive, send)
        start, *parts = sent
        heads = {name.decode(): value.decode() for name, value in start["headers"]}
        return Answer(start["status"], heads, b"".join(part["body"] for part in parts))

    async def open(self):
        """Open a room; return its code and key."""
        opened = (await self.ask("POST", "/room", {})).json()
        return opened["code"], opened["key"]

    async def show(self, code, key, scene, phase=None, **more):
        """Show a scene of the test's lecture; return the answer."""
        body = {"key": key, "lecture": "test", "scene": scene, "phase": phase, **more}
        return await self.ask("POST", f"/room/{code}/scene", body)

    async def vote(self, code, phone, sequence, choice):
        """Vote as a phone with a number; return the answer."""
        body = {"phone": f"phone-{phone:010}-abc", "sequence": sequence, "choice": choice}
        return await self.ask("POST", f"/room/{code}/vote", body)

    async def tally(self, code, key):
        """Return what the lecturer is told of the answers."""
        return (await self.ask("GET", f"/room/{code}/tally", x_room_key=key)).json()

    async def listen(self, code, query="", *, is_slow=False, accept_language=""):
        """Join a room and hear its events."""
        stream = Stream()
        is_slow or stream.free.set()

        async def receive():
            await stream.leaving.wait()
            return {"type": "http.disconnect"}

        async def send(message):
            if message["type"] == "http.response.start":
                stream.status = message["status"]
                stream.begun.set()
                return
            await stream.free.wait()
            stream.text += message["body"].decode()

        headers = {"host": "hall.example.org", "accept-language": accept_language}
        request = scope("GET", f"/room/{code}/events?{query}", headers)
        stream.task = asyncio.create_task(self.app(request, receive, send))
        await asyncio.wait(
            [stream.task, asyncio.ensure_future(stream.begun.wait())], return_when="FIRST_COMPLETED"
        )
        await self.settle()
        return stream

    async def settle(self):
        """Let everything that has happened be heard."""
        await settle(self.rooms)


def scope(method, address, headers):
    """Describe a request as a server does."""
    parts = urlsplit(address)
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "path": parts.path,
        "raw_path": quote(parts.path).encode(),
        "query_string": parts.query.encode(),
        "headers": [(k.lower().encode(), v.encode("latin-1")) for k, v in headers.items()],
        "scheme": "http",
        "client": ("192.0.2.7", 5000),
        "server": ("hall.example.org", 80),
    }


@pytest.fixture
def site(rooms):
    return Site(rooms)
