"""What a hall of phones costs the server: how soon they hear, how soon they are heard, memory."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import TypeVar

from benchmarks import report, servers
from benchmarks.load.crowd import Crowd
from benchmarks.load.phone import Phone, Relayed, ask
from benchmarks.load.viewer import Viewer
from pages.hall.limits import RELAYED
from pages.hall.relay import EVERY
from pages.lectures import reading
from pages.lectures.form import Scene
from pages.lectures.reading import Lecture, Stop

HALLS = (200, 1_000)
CHANGES = 30
VOTERS, WITHIN = 200, 5.0  # phones that answer, and within how many seconds
VIEWERS, ARRIVED = 50, 5.0  # who use pages meanwhile, and for how long before
IDLE = 30.0  # seconds in which nothing happens
CHANGES_RELAYED = 10
LECTURE, SCENES = "full-course", 25
SOON = 60.0  # seconds that everybody is given to hear of something
KIB = 1 << 10
Row = tuple[object, ...]
Result = TypeVar("Result")


@dataclass
class Room:
    """A room, its lecturer's key, and the phones that are in it."""

    address: str
    code: str
    key: str
    phones: list[Phone] = field(default_factory=list)
    sequence: int = 0

    async def fill(self, count: int, kind: type[Phone] = Phone) -> None:
        """Let phones of a kind come until there are so many."""
        fresh = [kind(self.address, self.code) for _ in range(count - len(self.phones))]
        self.phones += fresh
        await _until(lambda: all(phone.lines for phone in fresh))

    async def show(self, scene: int, phase: str | None = None) -> float:
        """Show a scene; return when that was asked for, by `time.perf_counter`."""
        start = time.perf_counter()
        body = {"key": self.key, "lecture": LECTURE, "scene": scene, "phase": phase}
        reply = await ask(self.address, "POST", f"/room/{self.code}/scene", body)
        self.sequence = int(str(reply.data["sequence"]))
        return start

    async def heard(self) -> None:
        """Wait until every phone has heard of what is shown."""
        await _until(lambda: all(self.sequence in phone.heard for phone in self.phones))

    async def tally(self) -> dict[str, dict[str, int]]:
        """Return the ballots of what is shown."""
        headers = {"X-Room-Key": self.key}
        reply = await ask(self.address, "GET", f"/room/{self.code}/tally", headers=headers)
        return json.loads(json.dumps(reply.data["ballots"]))


@asynccontextmanager
async def room(address: str) -> AsyncIterator[Room]:
    """Open a room, and close it at the end."""
    opened = (await ask(address, "POST", "/room", {})).data
    made = Room(address, str(opened["code"]), str(opened["key"]))
    try:
        yield made
    finally:
        await asyncio.gather(*(phone.leave() for phone in made.phones))
        await ask(address, "POST", f"/room/{made.code}/close", {"key": made.key})


def measure() -> None:
    """Measure everything and write the report."""
    measured = (_changes, _votes, _relayed, _lecture)
    tables = [asyncio.run(each()) for each in measured]
    report.write("hall", "The hall", tables, ("streamlit", "starlette", "uvicorn", "uvloop"))


async def _rows(
    measured: Callable[[servers.Server, int], Awaitable[Row]], counts: Sequence[int]
) -> list[Row]:
    """Measure with each count of somebody, each time at a fresh process."""
    rows = []
    for count in counts:
        with servers.streamlit("app.py") as server:
            rows.append(await measured(server, count))
            print(rows[-1], flush=True)
    return rows


async def _changes() -> report.Table:
    rows = await _rows(_changed, HALLS)
    columns = (
        *("phones", "median, ms", "p95, ms", "longest, ms", "not heard", "goal, p95"),
        *("server CPU per change, ms", "memory per phone, KiB", "goal"),
    )
    note = (
        f"From the lecturer's request to the phone that has read the scene, {CHANGES} changes. "
        "Phones and server share the machine. Memory is what the process holds more with its "
        "phones than without, after the changes."
    )
    return report.Table("A scene changes", columns, rows, note)


async def _changed(server: servers.Server, count: int) -> Row:
    goal = 100 if count <= HALLS[0] else 400
    async with room(server.address) as hall:
        await hall.fill(1)
        await hall.show(1)
        before = server.process.memory_info().rss
        await hall.fill(count)
        cpu, delays, missed = server.cpu(), [], 0
        for k in range(CHANGES):
            start = await hall.show(1 + k % SCENES)
            await hall.heard()
            times = [phone.heard.get(hall.sequence) for phone in hall.phones]
            delays += [1e3 * (at - start) for at in times if at is not None]
            missed += times.count(None)
        cpu = 1e3 * (server.cpu() - cpu) / CHANGES
        each = (server.process.memory_info().rss - before) / KIB / (count - 1)
    p95 = _p95(delays)
    return (
        *(count, median(delays), p95, max(delays), missed, _judged(p95, goal)),
        *(cpu, each, _judged(each, 60)),
    )


async def _votes() -> report.Table:
    rows = await _rows(_voted, (0, VIEWERS))
    columns = (
        *("votes", "other viewers", "median, ms", "p95, ms", "goal", "lost", "sent again"),
        *("server CPU per vote, ms", "goal", "per empty answer, ms"),
    )
    note = (
        f"{VOTERS} phones answer within {WITHIN:g} seconds, each over a connection of its own; the "
        "viewers use pages as in the class of load.md. CPU per vote is measured without them; an "
        "empty answer, to `GET /room` at the same pace, is what the server and a connection cost: "
        "most of a vote. The viewers keep one process busy, whose scripts run in turn: a vote "
        "shares the interpreter with one of them."
    )
    return report.Table("A vote", columns, rows, note)


async def _voted(server: servers.Server, viewers: int) -> Row:
    crowd = Crowd([server.address])
    async with room(server.address) as hall:
        await crowd.grow(viewers)
        await hall.fill(VOTERS)
        await _ask_something(hall)
        busy = asyncio.create_task(crowd.study(ARRIVED + WITHIN)) if viewers else None
        await asyncio.sleep(ARRIVED if viewers else 0)
        seconds, each = await _paced(server, lambda k: hall.phones[k].vote(k % 2))
        await asyncio.gather(*([busy] if busy else []))
        _, empty = await _paced(server, lambda k: ask(hall.address, "GET", "/room"))
        lost = VOTERS - (await hall.tally())["1"]["total"]
        again = sum(phone.faults for phone in hall.phones)
    await crowd.leave()
    p95 = _p95([1e3 * each for each in seconds])
    row = (VOTERS, viewers, 1e3 * median(seconds), p95, _judged(p95, 250), lost, again)
    return (*row, *(("", "", "") if viewers else (each, _judged(each, 1), empty)))


async def _ask_something(hall: Room) -> None:
    number = next(n for n, each in enumerate(_scenes(), 1) if each.choices)
    await hall.show(number, "ask")
    await hall.heard()


async def _paced(
    server: servers.Server, call: Callable[[int], Awaitable[Result]], count: int = VOTERS
) -> tuple[list[Result], float]:
    """Call for each phone, one after the other; return what came back, and CPU in ms of each."""

    async def called(k: int) -> Result:
        await asyncio.sleep(WITHIN * k / count)
        return await call(k)

    cpu = server.cpu()
    found = await asyncio.gather(*(called(k) for k in range(count)))
    return found, 1e3 * (server.cpu() - cpu) / count


async def _relayed() -> report.Table:
    rows = []
    for kind, way in ((Phone, "/room"), (Relayed, "Streamlit")):
        with servers.streamlit("app.py") as server:
            rows.append((RELAYED, way, *await _followed(server, kind)))
            print(rows[-1], flush=True)
    columns = (
        *("phones", "by", "server CPU per phone that comes, ms", "until all are there, s"),
        *("per phone and minute, ms", "scene, median, ms", "p95, ms"),
        *("vote, median, ms", "p95, ms", "lost", "faults", "memory per phone, KiB"),
    )
    note = (
        "All phones come at once; then nothing happens, "
        f"for {IDLE:g} seconds, in which the CPU per phone and minute is measured; then "
        f"{CHANGES_RELAYED} scenes change; then all answer within {WITHIN:g} seconds. By way of "
        f"Streamlit a phone looks every {EVERY:g} seconds, so on average it waits half of that for "
        "a scene; a vote it sends at once. Without what the browser loads."
    )
    return report.Table("The slower way", columns, rows, note)


async def _followed(server: servers.Server, kind: type[Phone]) -> Row:
    async with room(server.address) as hall:
        await hall.fill(1, kind)
        await _ask_something(hall)
        memory, cpu, start = server.process.memory_info().rss, server.cpu(), time.perf_counter()
        await hall.fill(RELAYED, kind)
        there = time.perf_counter() - start
        coming = 1e3 * (server.cpu() - cpu) / (RELAYED - 1)
        memory = (server.process.memory_info().rss - memory) / KIB / (RELAYED - 1)
        cpu = server.cpu()
        await asyncio.sleep(IDLE)
        idle = 1e3 * (server.cpu() - cpu) / RELAYED * 60 / IDLE
        delays = []
        for k in range(CHANGES_RELAYED):
            start = await hall.show(1 + k % SCENES)
            await hall.heard()
            delays += [1e3 * (phone.heard[hall.sequence] - start) for phone in hall.phones]
        await _ask_something(hall)
        votes, _ = await _paced(server, lambda k: hall.phones[k].vote(k % 2), RELAYED)
        votes = [1e3 * each for each in votes]
        lost = RELAYED - (await hall.tally())["1"]["total"]
        faults = sum(phone.faults for phone in hall.phones)
    return (
        *(coming, there, idle, median(delays), _p95(delays)),
        *(median(votes), _p95(votes), lost, faults, memory),
    )


async def _lecture() -> report.Table:
    rows: list[Row] = []
    alone: list[float] = []
    for phones in (0, VOTERS):
        with servers.streamlit("app.py") as server:
            for time_, name in enumerate(("first", "once more")):
                cpu, *told = await _given(server, phones)
                alone += [] if phones else [cpu]
                goal = _judged(cpu / alone[time_], 1.5) if phones else ""
                rows.append((phones, name, SCENES, *told, cpu, cpu / alone[time_], goal))
                print(rows[-1], flush=True)
    columns = (
        *("phones", "given", "scenes", "votes", "errors", "phones behind at the end"),
        *("server CPU, s", "to the lecture without phones", "goal"),
    )
    note = (
        "One viewer presents every stop of the lecture; with phones each question is asked, "
        "answered by all within two seconds, closed and revealed. First at a fresh process, then "
        "once more there, when every picture has been drawn before and the lecture "
        "alone costs little."
    )
    return report.Table("A whole lecture", columns, rows, note)


async def _given(server: servers.Server, phones: int) -> tuple[float | int, ...]:
    """Give the lecture; return CPU seconds, votes, errors, and phones behind."""
    lecture = reading.read(LECTURE)
    stops = [stop for stop in reading.stops(lecture) if stop.number <= SCENES]
    projector = await Viewer(server.address).open("/")
    async with room(server.address) as hall:
        await hall.fill(phones)
        cpu, votes = server.cpu(), 0
        for stop in stops:
            await projector.follow(reading.address(lecture, stop))
            votes += await _asked(hall, lecture, stop) if phones else 0
        await hall.heard()
        cpu = server.cpu() - cpu
        behind = sum(hall.sequence not in phone.heard for phone in hall.phones)
        errors = sum(phone.faults + phone.lines - 1 for phone in hall.phones)
    await projector.close()
    return cpu, votes, errors, behind


async def _asked(hall: Room, lecture: Lecture, stop: Stop) -> int:
    """Let the phones follow a stop and answer what it asks; return the votes that counted."""
    scene = lecture.scenes[stop.number - 1]
    if not (scene.choices or scene.guess):
        asks = "ask" if stop.is_asking else "truth" if scene.ask else "show"
        await hall.show(stop.number, asks)
        return 0
    if not stop.is_asking:
        await hall.show(stop.number, "truth")
        return 0
    await hall.show(stop.number, "ask")
    await hall.heard()
    answer = 0 if scene.choices else float(scene.answer)
    await asyncio.gather(*(_answered(phone, k, answer) for k, phone in enumerate(hall.phones)))
    votes = (await hall.tally())["1"]["total"]
    await hall.show(stop.number, "closed")
    return votes


async def _answered(phone: Phone, k: int, answer: float) -> None:
    await asyncio.sleep(2.0 * k / VOTERS)
    await phone.vote(answer)


def _scenes() -> Sequence[Scene]:
    return reading.read(LECTURE).scenes


def _p95(values: Sequence[float]) -> float:
    return quantiles(values, n=20, method="inclusive")[-1]


def _judged(value: float, goal: float) -> str:
    return f"{'met' if value <= goal else 'missed'} (≤ {goal:g})"


async def _until(condition: Callable[[], bool]) -> bool:
    """Wait for what comes by itself; whether it has come."""
    deadline = time.perf_counter() + SOON
    while not condition():
        if time.perf_counter() > deadline:
            return False
        await asyncio.sleep(0.005)
    return True
