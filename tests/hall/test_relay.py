"""The hall by way of Streamlit: the same rules, asked from a script's thread."""

import asyncio
import base64
import json
import threading

import pytest

from pages.hall import limits
from pages.hall import relay as relaying
from pages.hall.relay import Home, Relay
from pages.hall.rooms import Rooms
from pages.hall.store import MemoryStore
from tests.hall.conftest import PATIENCE, RANGE, WEBP
from tests.hall.lecture import CHOICES, GUESS

pytestmark = pytest.mark.anyio
NOTHING = {"look": 1, "answers": [], "here": False, "news": {}}


class Page:
    """A browser's page whose session's script runs in a thread of its own."""

    def __init__(self, rooms, home):
        self.relay = Relay(rooms, home)
        self._count = 0

    async def look(self, asked=None):
        """Let the script run; return the data that the browser gets."""
        return await asyncio.to_thread(self.relay.look, asked)

    def ask(self, path, method="GET", body=b"", key=""):
        """Write a request as the browser hands it over."""
        self._count += 1
        sent = body if isinstance(body, bytes) else json.dumps(body).encode()
        return {
            **{"id": f"ask-{self._count}", "method": method, "path": path, "key": key},
            **{"type": "application/json", "body": base64.b64encode(sent).decode()},
        }

    async def told(self, *given, **more):
        """Ask one thing; return status and what was answered."""
        (answer,) = (await self.look([self.ask(*given, **more)]))["answers"]
        return answer["status"], json.loads(base64.b64decode(answer["body"]))

    async def join(self, code, query=""):
        """Take a seat."""
        return await self.told(f"room/{code}/events?{query}")

    async def news(self, kind="scene"):
        """Return the data of an event that is to be seen."""
        text = (await self.look())["news"].get(kind, "")
        name, _, data = text.partition("\n\n")[0].partition("\ndata: ")
        return json.loads(data) if name == f"event: {kind}" else None


@pytest.fixture
async def home():
    home = Home()
    async with home.lifespan(None):
        yield home


@pytest.fixture
async def turn(rooms, home):
    """Turn to the hall with a new page; all leave at the end."""
    pages = []

    def turn_():
        pages.append(Page(rooms, home))
        return pages[-1]

    yield turn_
    for page in pages:
        await page.relay._left()


@pytest.fixture
async def hall(turn):
    """Open a room by way of Streamlit."""
    lecturer = turn()
    status, opened = await lecturer.told("room", "POST", {})
    assert status == 201
    return lecturer, opened["code"], opened["key"]


async def test_a_page_asks_opens_shows_and_votes_by_the_same_rules(hall, turn, site):
    lecturer, code, key = hall
    scene = {"key": key, "lecture": "test", "scene": CHOICES}
    assert await lecturer.told(f"room/{code}/scene", "POST", scene) == (200, {"sequence": 1})
    wrong = {**scene, "key": "x"}
    assert await turn().told(f"room/{code}/scene", "POST", wrong) == (403, {"error": "key"})
    phone = turn()
    vote = {"phone": "phone-0000000001", "sequence": 1, "choice": 1}
    assert await phone.told(f"room/{code}/vote", "POST", vote) == (200, {"ok": True})
    assert await phone.told(f"room/{code}/vote", "POST", vote | {"choice": 9}) == (
        *(400, {"error": "choice"}),
    )
    assert (await site.tally(code, key))["answered"] == 1


async def test_a_phone_that_looks_sees_scene_and_result_and_the_end(hall, turn, site):
    _, code, key = hall
    phone = turn()
    assert await phone.join(code, "lang=zh") == (200, {"ok": True})
    await site.show(code, key, CHOICES)
    await site.settle()
    assert (await phone.news())["headline"] == "选择"
    assert (await site.tally(code, key))["phones"] == 1
    await site.vote(code, 1, 1, 1)
    await site.show(code, key, CHOICES, "closed")
    await site.settle()
    text = (await phone.look())["news"]["scene"]
    assert '"phase":"closed"' in text
    assert '\n\nevent: result\ndata: {"sequence":2,' in text
    await site.ask("POST", f"/room/{code}/close", {"key": key})
    await site.settle()
    assert await phone.news("closed") == {}
    assert not (await phone.look())["here"]


async def test_a_screen_sees_counts_and_is_no_phone(hall, site, monkeypatch):
    monkeypatch.setattr("pages.hall.following.COUNT_EVERY", 0)
    lecturer, code, key = hall
    await lecturer.join(code, "screen=1")
    await site.show(code, key, CHOICES)
    await site.vote(code, 1, 1, 1)
    await site.settle()
    assert await lecturer.news("count") == {"sequence": 1, "phones": 0, "answered": 1}


async def test_a_page_has_one_seat_however_often_it_asks_for_one(hall, turn, site):
    _, code, key = hall
    phone = turn()
    asks = [phone.ask(f"room/{code}/events") for _ in range(3)]
    assert {answer["status"] for answer in (await phone.look(asks))["answers"]} == {200}
    await site.settle()
    assert (await site.tally(code, key))["phones"] == 1


async def test_a_picture_goes_and_comes(hall, turn):
    lecturer, code, key = hall
    scene = {"key": key, "lecture": "test", "scene": GUESS, "range": RANGE}
    await lecturer.told(f"room/{code}/scene", "POST", scene)
    path = f"room/{code}/picture?sequence=1&left=0.1&right=0.9&from=-10&to=10"
    assert (await lecturer.told(path, "PUT", WEBP, key=key))[0] == 200
    phone = turn()
    await phone.join(code)
    picture = (await phone.news())["picture"]
    (answer,) = (await phone.look([phone.ask(picture["url"][1:])]))["answers"]
    assert (answer["status"], answer["type"]) == (200, "image/webp")
    assert base64.b64decode(answer["body"]) == WEBP


async def test_each_look_differs_so_that_the_browser_hears_of_it(turn):
    page = turn()
    assert await page.look() != await page.look()


async def test_what_is_asked_twice_is_done_once(turn, rooms):
    page = turn()
    ask = page.ask("room", "POST", {})
    first, second = [(await page.look([ask]))["answers"] for _ in range(2)]
    assert first == second
    assert await rooms._store.rooms() == 1


async def test_the_phone_after_the_last_is_refused_and_joins_when_one_has_gone(
    hall, turn, site, monkeypatch
):
    _, code, key = hall
    monkeypatch.setattr("pages.hall.rooms.RELAYED", 3)
    monkeypatch.setattr(relaying, "EVERY", 0.01)
    phones = [turn() for _ in range(3)]
    for phone in phones:
        assert (await phone.join(code))[0] == 200
    late, screen = turn(), turn()
    assert await late.join(code.lower()) == (503, {"error": "full"})
    assert (await screen.join(code, "screen=1"))[0] == 200
    assert (await site.listen(code)).status == 200
    assert (await site.tally(code, key))["phones"] == 4
    assert (await phones[0].join(code))[0] == 200  # in place of its own seat
    phones[1].relay._seat.looked -= relaying.AWAY + 1
    await asyncio.wait_for(phones[1].relay._sitting, PATIENCE)
    assert (await late.join(code))[0] == 200
    assert not (await phones[1].look())["here"]


def test_so_many_phones_follow_by_way_of_streamlit():
    assert limits.RELAYED == 100


async def test_a_seat_is_left_when_nobody_looks(hall, turn, site, monkeypatch):
    monkeypatch.setattr(relaying, "EVERY", 0.01)
    _, code, key = hall
    phone = turn()
    await phone.join(code)
    for _ in range(4):
        phone.relay._seat.looked -= 0.5 * relaying.AWAY
        assert (await phone.look())["here"]
    phone.relay._seat.looked -= relaying.AWAY
    await asyncio.wait_for(phone.relay._sitting, PATIENCE)
    assert (await site.tally(code, key))["phones"] == 0
    assert not (await phone.look())["here"]


@pytest.mark.parametrize(
    "asked",
    [
        *(
            None,
            "x",
            7,
            {},
            [],
            [None],
            [[]],
            ["x"],
            [{"id": 1}],
            [{"path": "room", "id": "x" * 65}],
        ),
        [{"id": "a", "method": "GET", "path": "x" * 401}],
        [{"id": "a", "method": "POST", "path": "room", "body": "A" * 300_000}],
    ],
)
async def test_what_is_no_request_is_passed_over(turn, asked):
    assert await turn().look(asked) == NOTHING


@pytest.mark.parametrize(
    ("path", "status"),
    [
        *(("room/ABCDEF/events", 404), ("room/ABCDEF/x/events", 404), ("hall/ABCDEF", 404)),
        *(("hall", 404), ("", 404), ("../app.py", 404), ("room/%00/tally", 404)),
        *(("room/\ud800/tally?\ud800=\n", 404), ("http://other.example.org/room", 404)),
    ],
)
async def test_nothing_but_the_rooms_can_be_asked(turn, path, status):
    (answer,) = (await turn().look([turn().ask(path)]))["answers"]
    assert answer["status"] == status


async def test_a_body_that_is_no_base64_is_an_empty_one(turn):
    page = turn()
    ask = {**page.ask("room", "POST"), "body": "é%"}
    assert [answer["status"] for answer in (await page.look([ask]))["answers"]] == [400]


async def test_so_many_are_asked_at_a_time(turn):
    page = turn()
    asks = [page.ask("room") for _ in range(20)]
    assert len((await page.look(asks))["answers"]) == relaying.ASKED


def test_without_the_server_s_loop_rooms_have_one_of_their_own():
    page = Page(Rooms(MemoryStore()), Home())
    ask = page.ask("room", "POST", {})
    (answer,) = page.relay.look([ask])["answers"]
    assert answer["status"] == 201
    assert "hall" in [thread.name for thread in threading.enumerate()]
