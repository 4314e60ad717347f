"""Rooms in Redis, which several processes share: any of them serves any phone.

A room is a few keys that expire together. Word of a change goes over one channel a room, to which
a process subscribes once, however many phones it has there. Needs the package ``redis``.
"""

import asyncio
import contextlib
import json
import secrets
from collections import Counter
from dataclasses import asdict
from typing import Any

from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.exceptions import RedisError
from redis.utils import str_if_bytes

from pages.hall.store import COUNTS, PICTURES, STATE, Ballot, Handle, Heard, Picture, State, Voted

PRESENT = 30
"""Seconds after which a process that says nothing more has no phones."""
AGAIN = 1.0
"""Seconds until a lost line to Redis is tried again."""
PATIENCE = 5.0
"""Seconds that a subscription may take."""

# Each script is one step for Redis: nothing else happens between its lines.
CREATE = """
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
redis.call('HSET', KEYS[1], 'revision', 0, 'state', ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
redis.call('SADD', KEYS[2], ARGV[3])
return 1
"""
ROOMS = """
for _, code in ipairs(redis.call('SMEMBERS', KEYS[1])) do
  if redis.call('EXISTS', ARGV[1] .. code) == 0 then redis.call('SREM', KEYS[1], code) end
end
return redis.call('SCARD', KEYS[1])
"""
WRITE = """
if redis.call('HGET', KEYS[1], 'revision') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'revision', ARGV[2], 'state', ARGV[3])
if ARGV[4] ~= '' then
  redis.call('DEL', KEYS[3])
  redis.call('SREM', KEYS[2], ARGV[4])
end
redis.call('PUBLISH', KEYS[1], ARGV[5])
return 1
"""
VOTE = """
if redis.call('HGET', KEYS[1], 'revision') ~= ARGV[1] then return 'outdated' end
if redis.call('HLEN', KEYS[3]) >= tonumber(ARGV[5])
   and redis.call('HEXISTS', KEYS[3], ARGV[3]) == 0 then return 'full' end
redis.call('HSET', KEYS[3], ARGV[3], ARGV[4])
redis.call('SADD', KEYS[2], ARGV[2])
local left = redis.call('PTTL', KEYS[1])
redis.call('PEXPIRE', KEYS[2], left)
redis.call('PEXPIRE', KEYS[3], left)
redis.call('PUBLISH', KEYS[1], ARGV[6])
return 'counted'
"""
TOUCH = """
if redis.call('EXISTS', KEYS[1]) == 0 then return end
for _, key in ipairs(KEYS) do redis.call('PEXPIRE', key, ARGV[1]) end
"""


class RedisStore:
    """Rooms in a Redis.

    Parameters
    ----------
    address : str
        As ``redis://host:6379/0``.
    """

    failures: tuple[type[Exception], ...] = (RedisError, OSError)

    def __init__(self, address: str) -> None:
        self._redis: Redis = Redis.from_url(address)
        self._process = secrets.token_hex(8)
        self._heard: Heard | None = None
        self._followers: Counter[str] = Counter()
        self._standing: dict[str, asyncio.Event] = {}
        self._line: PubSub = self._redis.pubsub()
        self._listening: asyncio.Task[None] | None = None
        self._create = self._redis.register_script(CREATE)
        self._rooms = self._redis.register_script(ROOMS)
        self._write = self._redis.register_script(WRITE)
        self._vote = self._redis.register_script(VOTE)
        self._touch = self._redis.register_script(TOUCH)

    async def aclose(self) -> None:
        """Close the connections."""
        if self._listening:
            self._listening.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._listening
        await self._line.aclose()  # type: ignore[no-untyped-call]
        await self._redis.aclose()

    def hear(self, heard: Heard) -> None:
        self._heard = heard

    async def rooms(self) -> int:
        return int(await self._rooms(["hall:rooms"], ["hall:room:"]))

    async def create(self, code: str, state: State, life: float) -> bool:
        values: list[str | int] = [_written(state), int(1_000 * life), code]
        return bool(await self._create([_room(code), "hall:rooms"], values))

    async def read(self, code: str) -> State | None:
        written = await self._redis.hget(_room(code), "state")
        return _read(written) if written else None

    async def write(self, code: str, state: State, empties: Ballot | None = None) -> bool:
        keys = [_room(code), _ballots(code), _ballot(code, empties) if empties else _room(code)]
        name = _name(empties) if empties else ""
        values: list[str | int] = [state.revision - 1, state.revision, _written(state), name, STATE]
        return bool(await self._write(keys, values))

    async def touch(self, code: str, life: float) -> None:
        ballots = [_ballot(code, ballot) for ballot in await self.ballots(code)]
        keys = [_room(code), _ballots(code), _pictures(code), _processes(code), *ballots]
        await self._touch(keys, [int(1_000 * life)])

    async def close(self, code: str) -> None:
        ballots = [_ballot(code, ballot) for ballot in await self.ballots(code)]
        keys = [_room(code), _ballots(code), _pictures(code), _processes(code), *ballots]
        await self._redis.delete(*keys)
        await self._redis.publish(_room(code), STATE)

    async def vote(
        self, code: str, revision: int, ballot: Ballot, phone: str, answer: float, most: int
    ) -> Voted:
        keys = [_room(code), _ballots(code), _ballot(code, ballot)]
        values: list[str | int] = [revision, _name(ballot), phone, repr(answer), most, COUNTS]
        return Voted((await self._vote(keys, values)).decode())

    async def answers(self, code: str, ballot: Ballot) -> Counter[float]:
        return Counter(map(_number, await self._redis.hvals(_ballot(code, ballot))))

    async def answered(self, code: str, ballot: Ballot) -> int:
        return int(await self._redis.hlen(_ballot(code, ballot)))

    async def ballots(self, code: str) -> list[Ballot]:
        names = await self._redis.smembers(_ballots(code))
        return sorted(Ballot(*json.loads(name)) for name in names)

    async def keep_picture(self, code: str, sequence: int, image: bytes) -> None:
        key = _pictures(code)
        await self._redis.hset(key, str(sequence), image)
        kept = sorted(await self._redis.hkeys(key), key=int)
        if old := kept[:-PICTURES]:
            await self._redis.hdel(key, *old)
        await self._redis.pexpire(key, max(1, await self._redis.pttl(_room(code))))

    async def picture(self, code: str, sequence: int) -> bytes | None:
        image = await self._redis.hget(_pictures(code), str(sequence))
        return image if isinstance(image, bytes) else None

    async def follow(self, code: str) -> None:
        self._followers[code] += 1
        if self._followers[code] == 1:
            self._standing[code] = asyncio.Event()
            await self._line.subscribe(_room(code))
            self._listening = self._listening or asyncio.create_task(self._listen())
        # What is read before the subscription stands may miss a change.
        await asyncio.wait_for(self._standing[code].wait(), PATIENCE)

    async def unfollow(self, code: str) -> None:
        self._followers[code] -= 1
        if self._followers[code] <= 0:
            del self._followers[code], self._standing[code]
            await self._line.unsubscribe(_room(code))

    async def set_phones(self, code: str, count: int) -> None:
        here = f"{_processes(code)}:{self._process}"
        async with self._redis.pipeline(transaction=False) as at_once:
            at_once.set(here, count, ex=PRESENT)
            at_once.sadd(_processes(code), self._process)
            at_once.expire(_processes(code), PRESENT)
            at_once.publish(_room(code), COUNTS)
            await at_once.execute()

    async def phones(self, code: str) -> int:
        processes = await self._redis.smembers(_processes(code))
        keys = [f"{_processes(code)}:{str_if_bytes(process)}" for process in processes]
        counts = await self._redis.mget(keys) if keys else []
        return sum(int(count) for count in counts if count)

    async def _listen(self) -> None:
        """Hear what happens in the rooms that are followed; after a gap, look at each."""
        while True:
            try:
                message = await self._line.get_message(timeout=None)
                if message and self._heard:
                    await self._take(message, self._heard)
            except self.failures:
                await asyncio.sleep(AGAIN)
                await self._look_at_each()

    async def _take(self, message: dict[str, Any], heard: Heard) -> None:
        code = message["channel"].decode().removeprefix("hall:room:")
        if message["type"] == "message":
            await heard(code, message["data"].decode())
        elif message["type"] == "subscribe" and code in self._standing:
            self._standing[code].set()

    async def _look_at_each(self) -> None:
        with contextlib.suppress(*self.failures):
            for code in tuple(self._followers):
                if self._heard:
                    await self._heard(code, STATE)


def _room(code: str) -> str:
    return f"hall:room:{code}"


def _ballots(code: str) -> str:
    return f"hall:ballots:{code}"


def _ballot(code: str, ballot: Ballot) -> str:
    return f"hall:ballot:{code}:{_name(ballot)}"


def _pictures(code: str) -> str:
    return f"hall:pictures:{code}"


def _processes(code: str) -> str:
    return f"hall:phones:{code}"


def _name(ballot: Ballot) -> str:
    return json.dumps(ballot, ensure_ascii=False)


def _number(text: bytes | str) -> float:
    """Read a choice as the whole number it is, and a guess as the very number that was sent."""
    return int(text) if text.isdigit() else float(text)


def _written(state: State) -> str:
    return json.dumps(asdict(state), ensure_ascii=False)


def _read(text: bytes | str) -> State:
    fields = json.loads(text)
    handle, picture = fields.pop("handle"), fields.pop("picture")
    return State(
        **fields | {"opened": tuple(fields["opened"])},
        handle=Handle(**handle) if handle else None,
        picture=Picture(**picture) if picture else None,
    )
