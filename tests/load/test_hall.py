"""The load generator's hall against a real server: phones hear and are heard, a lecture goes on."""

import asyncio

import pytest

from benchmarks.load import hall
from benchmarks.load.phone import Phone, Relayed
from benchmarks.load.viewer import Viewer
from pages.lectures import reading
from tests.browser.conftest import serving


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("server")) as running:
        yield running.address


@pytest.mark.parametrize("kind", [Phone, Relayed])
def test_phones_hear_every_scene_and_every_vote_counts(address, kind):
    async def vote():
        async with hall.room(address) as room:
            await room.fill(5, kind)
            number = next(n for n, each in enumerate(hall._scenes(), 1) if each.choices)
            start = await room.show(number, "ask")
            await room.heard()
            assert all(phone.heard[room.sequence] > start for phone in room.phones)
            await asyncio.gather(*(phone.vote(k % 2) for k, phone in enumerate(room.phones)))
            assert (await room.tally())["1"]["counts"][:2] == [3, 2]
            assert [(phone.lines, phone.faults) for phone in room.phones] == [(1, 0)] * 5

    asyncio.run(vote())


def test_a_viewer_presents_a_lecture(address):
    async def present():
        lecture = reading.read(hall.LECTURE)
        projector = await Viewer(address).open("/")
        for stop in reading.stops(lecture)[:6]:
            await projector.follow(reading.address(lecture, stop))
            headline = lecture.scenes[stop.number - 1].headline
            assert headline in [each.heading.body for each in projector.elements.values()]
        await projector.close()

    asyncio.run(present())
