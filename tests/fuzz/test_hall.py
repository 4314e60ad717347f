"""Requests to the hall that no page of ours sends, while others listen.

Each is refused in one id or answered as a right one is, and what others hear has no trace of it.
"""

import asyncio
import json
import re
from urllib.parse import quote

from pages.hall import rooms as rules
from pages.hall.rooms import Rooms
from pages.hall.store import MemoryStore
from tests.fuzz.budget import budget, generator
from tests.fuzz.test_links import HOSTILE, MARK, NUMBERS
from tests.hall.conftest import IMAGES, Site

REQUESTS = budget(2_000, 40_000)
FAULTS = {
    *("malformed", "content-type", "origin", "too-large", "too-many", "full", "key", "room"),
    *("path", "method", "lecture", "scene", "phase", "no-scene", "choice", "closed"),
    "picture",
}
LECTURE, CHOICE = "why-cross-entropy", [0, 1, -0.5]
METHODS = ["GET", "POST", "PUT", "HEAD", "DELETE", "OPTIONS", "TRACE", "POST", "POST", "PUT"]
PATHS = ["scene", "vote", "close", "picture", "events", "tally", "answers.csv", "speaker"]
FIELDS = ["key", "lecture", "scene", "phase", "range", "phone", "sequence", "choice"]
HEADERS = ["Content-Type", "Origin", "Host", "X-Room-Key", "Accept-Language", "Cookie"]
HEADERS += ["Content-Length", "Accept-Encoding", "If-None-Match", "X-Forwarded-For"]
BODIES = ['{"a":' * 200, "[" * 900, "{}", "[]", "null", '"', "", "\ufeff{}", '{"key":1e999}']
BODIES += [f'{{"sequence": {n}, "choice": {n}, "scene": {n}}}' for n in NUMBERS]
BODIES += [
    '{"choice": NaN}',
    '{"choice": -Infinity}',
    '{"key": "\\ud800"}',
    '{"key":"a","key":"b"}',
]


class Attacker:
    """Who makes up requests: mostly right in form, and somewhere wrong."""

    def __init__(self, code, key):
        self.chance = generator("hall")
        self.code = code
        self.key = key

    def value(self):
        """Make up a field of a body."""
        pick = self.chance.choice
        number = pick([0, -1, 1, 2**31, 10**300, 1e308, -1e308, 5e-324, True, None, [], {}, 0.5])
        return pick([number, pick(HOSTILE), [pick(HOSTILE)] * 3, {pick(HOSTILE): number}])

    def body(self):
        """Make up a body."""
        if self.chance.random() < 0.2:
            return self.chance.choice([*BODIES, *HOSTILE])
        right = {"key": self.key, "lecture": LECTURE, "scene": self.chance.randrange(9)}
        right |= {"phone": f"phone-{self.chance.randrange(50):020}", "sequence": 1, "choice": 0}
        right |= {
            "range": dict(zip(("min", "max", "step", "value"), (0, 1, 0.1, 0.5), strict=True))
        }
        for name in self.chance.sample(FIELDS, self.chance.randrange(4)):
            right[name] = self.value()
        return json.dumps(right)

    def address(self):
        """Make up an address, often one of the room."""
        pick = self.chance.choice
        code = self.code if self.chance.random() < 0.7 else quote(pick(HOSTILE)[:2_000])
        last = pick(PATHS) if self.chance.random() < 0.8 else quote(pick(HOSTILE)[:2_000])
        query = "&".join(
            f"{name}={quote(pick([*HOSTILE, '1', '0.5', 'zh'])[:2_000])}"
            for name in ("sequence", "left", "right", "from", "to", "lang", "screen", "after")
            if self.chance.random() < 0.5
        )
        return f"{pick(['/room', '/room', '/room', '/hall'])}/{code}/{last}?{query}"

    def headers(self):
        """Make up headers, often with the key."""
        right = {"host": "hall.example.org", "content-type": "application/json"}
        for name in self.chance.sample(HEADERS, self.chance.randrange(3)):
            value = self.chance.choice(HOSTILE)[:2_000].encode("utf-8", "replace").decode("latin-1")
            right[name.lower()] = re.sub(r"[\r\n\0]", " ", value)  # more, no server passes on
        if self.chance.random() < 0.3:
            right["x-room-key"] = self.key
        return right

    def request(self):
        """Return method, address, body and headers."""
        body = self.body().encode("utf-8", "surrogatepass")
        if self.chance.random() < 0.1:
            body = self.chance.choice(list(IMAGES.values())) + body
        return self.chance.choice(METHODS), self.address(), body, self.headers()


def is_right(method, address, answer):
    """Whether an answer without a refusal is one that was to be had."""
    kind = answer.headers.get("content-type", "")
    if address.startswith("/hall"):
        return method in ("GET", "HEAD") and kind.startswith("text/html")
    return kind.startswith(("application/json", "text/csv", "text/event-stream", *IMAGES))


async def attack(monkeypatch):
    monkeypatch.setattr(rules, "UNKNOWN_CODES", REQUESTS)  # every code is looked at
    site = Site(Rooms(MemoryStore()))
    code, key = await site.open()
    others = [await site.listen(code), await site.listen(code, "screen=1")]
    attacker, statuses = Attacker(code, key), {}
    for _ in range(REQUESTS):
        method, address, body, headers = attacker.request()
        answer = await site.ask(method, address, body, **headers)
        statuses[answer.status] = statuses.get(answer.status, 0) + 1
        told = f"{method} {address[:300]} {headers} {body[:300]}: {answer}"[:3_000]
        assert answer.status < 500 or answer.told == (503, "full"), told
        assert MARK.encode() not in answer.body, told
        assert MARK not in str(answer.headers), told
        if answer.status >= 400:
            assert set(answer.json()) == {"error"}, told
            assert answer.json()["error"] in FAULTS, told
        elif answer.status < 400:
            assert is_right(method, address, answer), told
        if await site.rooms._store.read(code) is None:  # it was closed with its key
            await site.settle()
            check(others)
            code, key = attacker.code, attacker.key = await site.open()
            others = [await site.listen(code), await site.listen(code, "screen=1")]
    await site.settle()
    check(others)
    assert {200, 400, 403, 404, 405, 409, 413, 415} <= set(statuses), statuses
    shown = {"key": key, "lecture": LECTURE, "scene": 1}
    assert (await site.ask("POST", f"/room/{code}/scene", shown)).status == 200
    await site.settle()
    assert others[0].events("scene")[-1]["scene"] == 1


def check(streams):
    """See that others heard only what lectures say."""
    for stream in streams:
        assert MARK not in stream.text
        for kind, data in stream.events():
            assert kind in ("scene", "result", "count", "closed")
            assert data.get("lecture", LECTURE) == LECTURE


def test_hostile_requests_leave_no_trace(monkeypatch):
    asyncio.run(attack(monkeypatch))
