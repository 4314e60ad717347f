"""Who listens is told in time, and holds up nobody else."""

import asyncio

import pytest

from pages.hall.audience import QUEUE, Listener
from tests.hall.lecture import CHOICES, PLAIN

pytestmark = pytest.mark.anyio


async def test_a_slow_listener_loses_what_is_old_and_blocks_nobody(site):
    code, key = await site.open()
    slow, fast = await site.listen(code, is_slow=True), await site.listen(code)
    for _ in range(3 * QUEUE):
        assert (await site.show(code, key, PLAIN)).status == 200
        await site.settle()
    assert [scene["sequence"] for scene in fast.events("scene")] == [*range(1, 3 * QUEUE + 1)]
    assert slow.text == ""
    slow.free.set()
    await site.settle()
    told = [scene["sequence"] for scene in slow.events("scene")]
    assert told == [*range(2 * QUEUE + 1, 3 * QUEUE + 1)]


async def test_counts_do_not_push_scenes_out(site, monkeypatch):
    monkeypatch.setattr("pages.hall.following.COUNT_EVERY", 0)
    code, key = await site.open()
    screen = await site.listen(code, "screen=1", is_slow=True)
    sequence = (await site.show(code, key, CHOICES)).json()["sequence"]
    for voter in range(3 * QUEUE):
        await site.vote(code, voter, sequence, 0)
        await site.settle()
    screen.free.set()
    await site.settle()
    assert [kind for kind, _ in screen.events()] == ["scene", "count"]
    assert screen.events("count")[0]["answered"] == 3 * QUEUE


async def test_listeners_of_one_language_share_what_is_written_once(site, monkeypatch):
    written = []
    monkeypatch.setattr(
        "pages.hall.following._written",
        lambda *told: written.append(told) or b"event: scene\ndata: {}\n\n",
    )
    code, key = await site.open()
    for language in ("en", "zh"):
        for _ in range(5):
            await site.listen(code, f"lang={language}")
    await site.show(code, key, PLAIN)
    await site.settle()
    assert len(written) == 2


async def test_rooms_do_not_hear_of_one_another(site):
    rooms = [await site.open() for _ in range(2)]
    streams = [await site.listen(code) for code, _ in rooms]
    await site.show(*rooms[0], PLAIN)
    await site.settle()
    assert [len(stream.events()) for stream in streams] == [1, 0]


async def test_a_phone_that_leaves_is_forgotten(site, rooms):
    code, key = await site.open()
    stream = await site.listen(code)
    assert (await site.tally(code, key))["phones"] == 1
    await stream.leave()
    assert (await site.tally(code, key))["phones"] == 0
    assert not rooms.following._audiences


async def test_who_listens_hears_that_the_connection_stands(site, rooms):
    code, _ = await site.open()
    stream = await site.listen(code)
    await rooms.following.renew()
    await site.settle()
    assert stream.text == "retry: 1000\n\n: still here\n\n"


async def test_a_server_that_stops_ends_its_streams(site, rooms):
    code, _ = await site.open()
    stream = await site.listen(code)
    rooms.following.end()
    await stream.task
    assert stream.events() == []


async def test_a_lecture_that_breaks_meanwhile_ends_no_stream(site, tmp_path):
    code, key = await site.open()
    await site.show(code, key, CHOICES)
    file = tmp_path / "test.toml"
    file.write_text(file.read_text() + "[[")
    stream = await site.listen(code)
    assert (stream.status, stream.events()) == (200, [])
    assert (await site.show(code, key, PLAIN)).told == (400, "lecture")
    file.write_text(file.read_text()[:-2])
    await site.show(code, key, PLAIN)
    await site.settle()
    assert len(stream.events("scene")) == 1


@pytest.mark.parametrize(
    ("header", "query", "title"),
    [
        ("", "", "A test"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "", "测试"),
        ("de, zh;q=0.5, en;q=0.7", "", "A test"),
        ("fr", "", "A test"),
        ("en", "lang=zh", "测试"),
        ("zh", "lang=en", "A test"),
        ("zh", "lang=xx", "测试"),
        (";;q=,zh;q=x,\t", "", "A test"),
        ("zh" * 5_000, "", "A test"),
    ],
)
async def test_the_language_is_the_links_or_the_browsers(site, header, query, title):
    code, key = await site.open()
    await site.show(code, key, PLAIN)
    listener = await site.listen(code, query, accept_language=header)
    assert listener.events("scene")[0]["title"] == title


async def test_phones_that_come_at_once_are_all_counted(site, rooms, monkeypatch):
    """Word of an earlier count must not arrive after that of a later one."""
    code, key = await site.open()
    say, delays = rooms._store.set_phones, iter(range(12, 0, -1))

    async def late(*said):
        for _ in range(next(delays, 0)):
            await asyncio.sleep(0)
        await say(*said)

    monkeypatch.setattr(rooms._store, "set_phones", late)
    phones = [Listener("en", is_screen=False) for _ in range(12)]
    joining = [asyncio.ensure_future(rooms.join(code, phone)) for phone in phones]
    await asyncio.gather(*joining)
    assert (await site.tally(code, key))["phones"] == 12
