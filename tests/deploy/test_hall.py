"""A hall that several processes serve: rooms in Redis, and nginx before any of them."""

import asyncio
import signal
import time
from contextlib import AsyncExitStack, asynccontextmanager

import pytest

from benchmarks.load.phone import Phone, ask
from pages.hall.redis_store import RedisStore
from pages.hall.rooms import Rooms
from pages.lectures import reading
from tests.deploy import find_redis
from tests.deploy.conftest import open_site
from tests.deploy.test_deploy import get
from tests.hall.conftest import Site, settle

LECTURE = "why-cross-entropy"
PATIENCE = 30  # seconds


@asynccontextmanager
async def room(address):
    """Open a room; yield its code and key."""
    opened = (await ask(address, "POST", "/room", {})).data
    yield opened["code"], opened["key"]
    await ask(address, "POST", f"/room/{opened['code']}/close", {"key": opened["key"]})


async def until(condition):
    """Wait for what comes by itself."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.01)


def question():
    """Return the first scene of the lecture that offers choices."""
    scenes = enumerate(reading.read(LECTURE).scenes, 1)
    return next(number for number, scene in scenes if scene.choices)


async def shown(address, code, key, phase):
    body = {"key": key, "lecture": LECTURE, "scene": question(), "phase": phase}
    return (await ask(address, "POST", f"/room/{code}/scene", body)).data["sequence"]


async def tally(address, code, key):
    return (await ask(address, "GET", f"/room/{code}/tally", headers={"X-Room-Key": key})).data


async def vote_while_a_process_dies(site):
    ports = list(site.dashboards.values())
    async with room(site.address) as (code, key):
        phones = [Phone(site.address, code) for _ in range(40)]
        sequence = await shown(site.address, code, key, "ask")
        await until(lambda: all(sequence in phone.heard for phone in phones))
        assert (await tally(site.address, code, key))["phones"] == 40
        before = asyncio.gather(*(phone.vote(0) for phone in phones[:20]))
        await asyncio.sleep(0)
        ports[0].process.send_signal(signal.SIGKILL)
        killed = time.perf_counter()
        await asyncio.gather(before, *(phone.vote(1) for phone in phones[20:]))
        sequence = await shown(site.address, code, key, "closed")
        await until(lambda: all(sequence in phone.heard for phone in phones))
        away = max(phone.heard[sequence] for phone in phones) - killed
        counts = (await tally(site.address, code, key))["ballots"]["1"]["counts"]
        lines = [phone.lines for phone in phones]
        await asyncio.gather(*(phone.leave() for phone in phones))
    return away, counts, lines


def test_phones_of_a_killed_process_are_back_and_no_vote_is_lost(tmp_path):
    with open_site(tmp_path) as site:
        away, counts, lines = asyncio.run(vote_while_a_process_dies(site))
    assert away < 5
    assert (counts[:2], sum(counts)) == ([20, 20], 40)
    assert set(lines) == {1, 2}  # both processes had phones, and those of one came back once


async def hear_through(address, code):
    """Listen through nginx, and read the headers of the stream."""
    host = address.removeprefix("http://")
    reader, writer = await asyncio.open_connection(*host.split(":"))
    writer.write(f"GET /room/{code}/events HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    head = await reader.readuntil(b"\r\n\r\n")
    first = await asyncio.wait_for(reader.readuntil(b"retry: 1000\n\n"), PATIENCE)
    writer.close()
    return head.decode().lower(), first


def test_nginx_passes_events_on_at_once(site):
    async def listen():
        async with room(site.address) as (code, _):
            return await hear_through(site.address, code)

    head, first = asyncio.run(listen())
    assert "content-type: text/event-stream" in head
    assert "content-encoding" not in head
    assert head.count("x-content-type-options: nosniff") == 1
    assert first.endswith(b"retry: 1000\n\n")


def test_nginx_leaves_the_policy_of_the_light_pages_to_them(site):
    status, headers, _ = get(f"{site.address}/hall/ABCDEF")
    (policy,) = headers.get_all("Content-Security-Policy")
    assert status == 200
    assert policy.startswith("default-src 'none'")
    assert headers.get_all("X-Content-Type-Options") == ["nosniff"]
    assert len(headers.get_all("Referrer-Policy")) == 1


def test_a_large_body_is_refused_before_a_process_hears_of_it(site):
    reply = asyncio.run(ask_raw(site.address, "PUT", "/room/ABCDEF/picture?sequence=1", 170_000))
    assert reply == 413


async def ask_raw(address, method, path, size):
    host = address.removeprefix("http://")
    reader, writer = await asyncio.open_connection(*host.split(":"))
    head = f"{method} {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: {size}\r\n\r\n"
    writer.write(head.encode())
    status = int((await reader.readline()).split()[1])
    writer.close()
    return status


# Two processes, without a network between them but Redis


@pytest.fixture
def redis_address(tmp_path):
    with find_redis.serving(tmp_path) as address:
        yield address


async def two(address):
    async with AsyncExitStack() as stack:
        sites = []
        for _ in range(2):
            store = RedisStore(address)
            stack.push_async_callback(store.aclose)
            sites.append(Site(Rooms(store)))
        one, other = sites
        code, key = await one.open()
        phones = [await one.listen(code), await other.listen(code)]
        body = {"key": key, "lecture": LECTURE, "scene": question()}
        assert (await other.ask("POST", f"/room/{code}/scene", body)).status == 200
        for site in sites:
            await settle(site.rooms)
        for phone, site in enumerate(sites):
            assert (await site.vote(code, phone, 1, 0)).status == 200
        counted = await one.tally(code, key)
        closed = await one.ask("POST", f"/room/{code}/close", {"key": key})
        assert closed.status == 200
        await asyncio.gather(*(phone.task for phone in phones))
        return [phone.events() for phone in phones], counted


def test_any_process_serves_any_phone(redis_address):
    (here, there), counted = asyncio.run(two(redis_address))
    assert [kind for kind, _ in here] == ["scene", "closed"]
    assert here == there
    assert (counted["phones"], counted["answered"]) == (2, 2)


async def without_redis(folder):
    with find_redis.serving(folder) as address:
        store = RedisStore(address)
        site = Site(Rooms(store))
        code, _ = await site.open()
        stream = await site.listen(code)
    refused = await site.ask("POST", "/room", {})
    joined = await site.ask("GET", f"/room/{code}/events")
    is_open = not stream.task.done()
    await stream.leave()
    await store.aclose()
    return refused, joined, is_open


def test_without_redis_requests_are_refused_and_streams_stay(tmp_path):
    refused, joined, is_open = asyncio.run(without_redis(tmp_path))
    assert refused.told == (503, "store")
    assert joined.told == (503, "store")
    assert is_open
