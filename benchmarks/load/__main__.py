"""Measure how many viewers the dashboard carries: ``python -m benchmarks.load``.

Writes ``results/load.md``, ``results/memory.md`` for servers that run for long,
``results/hall.md`` for phones that follow a lecture, and ``results/editions.md`` for a class now
and in the first edition. Servers are started for it, as README says, each in its own process; with
``--addresses`` those that run already are asked, whose costs are then not measured.
"""

import argparse
import asyncio
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from statistics import median, quantiles

import psutil

from benchmarks import report, servers
from benchmarks.curves import crossing
from benchmarks.load import editions, hall
from benchmarks.load.crowd import PAUSE, Crowd, Log

PARTS = ("class", "memory", "hall", "editions")
VIEWERS = (1, 10, 50, 100, 200, 300, 400)
LIMIT = 1.0  # seconds that 95 of 100 interactions may take
BURST, WITHIN = 200, 10.0  # viewers who open one link, and within how many seconds
FAST = 8  # viewers who act without a pause
SAMPLES = 10  # how often memory is read
ROUNDS, GUESTS, MOVES = 10, 50, 150  # viewers who come, act and go, round by round
READERS, READ = 200, 30.0  # viewers in one language or two, and seconds for which they act
MIB = 1 << 20
CURVE = (
    "viewers",
    "interactions",
    "median, ms",
    "p95, ms",
    "failures",
    "server CPU per interaction, ms",
    "resident memory, MiB",
    "CPU of the viewers, % of a core",
)


@dataclass(frozen=True)
class Site:
    """One or more processes that serve the dashboard."""

    addresses: list[str]
    processes: list[psutil.Process]

    def cpu(self) -> float:
        """Return the seconds of CPU that all have used."""
        used = [process.cpu_times() for process in self.processes]
        return sum(times.user + times.system for times in used)

    def memory(self) -> float:
        """Return the resident memory of all, in MiB."""
        return sum(process.memory_info().rss for process in self.processes) / MIB


@contextmanager
def site(count: int) -> Iterator[Site]:
    """Serve the dashboard from so many fresh processes."""
    with ExitStack() as stack:
        running = [stack.enter_context(servers.streamlit("app.py")) for _ in range(count)]
        yield Site([server.address for server in running], [server.process for server in running])


def main() -> None:
    """Read the command line, measure, and write the tables."""
    reader = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__)
    reader.add_argument("parts", nargs="*", default=PARTS, choices=PARTS, help="all without it")
    reader.add_argument("--viewers", type=int, nargs="+", default=VIEWERS)
    reader.add_argument("--seconds", type=float, default=20.0, help="for each number of viewers")
    reader.add_argument("--interactions", type=int, default=20_000, help="while memory is read")
    reader.add_argument("--addresses", nargs="+", help="of servers that run already")
    asked = reader.parse_args()
    if asked.addresses:
        there = Site(asked.addresses, [])
        print(asyncio.run(curve(there, asked.viewers, asked.seconds)).text())
        return
    if "class" in asked.parts:
        measure(asked.viewers, asked.seconds)
    if "memory" in asked.parts:
        measure_memory(asked.interactions)
    if "hall" in asked.parts:
        hall.measure()
    if "editions" in asked.parts:
        editions.measure()


def measure(viewers: Sequence[int], seconds: float) -> None:
    """Measure classes of so many viewers and write the report."""
    with site(1) as one:
        burst_table = asyncio.run(burst(one))
        tables = [asyncio.run(curve(one, viewers, seconds))]
    with site(2) as two:
        tables.append(asyncio.run(curve(two, viewers[-4:], seconds)))
    report.write("load", "Load", [*tables, burst_table], PACKAGES)


def measure_memory(interactions: int) -> None:
    """Measure what a server keeps, and write the report."""
    with site(1) as one:
        tables = [asyncio.run(flat(one, interactions)), asyncio.run(come_and_go(one))]
    report.write("memory", "Memory", [*tables, languages()], PACKAGES)


def languages() -> report.Table:
    """Compare a class that reads one language with one that reads two, each in fresh processes."""
    rows, least = [], 0.0
    for locales in (("en-US",), ("en-US", "zh-CN")):
        with site(2) as two:
            row = asyncio.run(_speaking(two, locales))
        least = least or row[0]
        rows.append((" and ".join(locales), *row, row[0] / least))
        print(f"{READERS} viewers of {rows[-1][0]}: {row[0]:.0f} MiB", flush=True)
    columns = ("languages", "resident memory, MiB", "interactions", "failures", "to one language")
    note = f"{READERS} viewers come one after the other and act as above for {READ:g} seconds."
    return report.Table("Two languages", columns, rows, note)


async def _speaking(place: Site, locales: Sequence[str]) -> tuple[float, int, int]:
    crowd = Crowd(place.addresses, locales)
    arriving, acting = await crowd.grow(READERS), await crowd.study(READ)
    failures = arriving.failures + acting.failures
    row = (place.memory(), arriving.count() + acting.count(), failures.total())
    await crowd.leave()
    return row


PACKAGES = ("streamlit", "plotly", "numpy", "websockets")


async def curve(place: Site, viewers: Sequence[int], seconds: float) -> report.Table:
    """Let a class grow, and measure it at each size, until it waits too long."""
    crowd, rows, slow = Crowd(place.addresses), [], {}
    for count in viewers:
        arriving = await crowd.grow(count)
        row, p95 = await studied(place, crowd, seconds, arriving)
        rows.append((count, *row))
        slow[count] = p95
        print(f"{count} viewers of {_processes(place)}: p95 {p95:.2f} s", flush=True)
        if p95 > LIMIT:
            break
    await crowd.leave()
    title = f"Viewers of {_processes(place)}"
    return report.Table(title, CURVE, rows, f"{CURVE_NOTE} {carried(slow)}")


CURVE_NOTE = f"""\
Each viewer acts every {PAUSE:g} seconds: seven of ten times the motion control is released, else
another word is chosen or the page is changed; all pages are in use. From the message to the end of
its answer, the whole page. Viewers and servers share the machine."""


async def studied(
    place: Site, crowd: Crowd, seconds: float, arriving: Log
) -> tuple[tuple[object, ...], float]:
    """Measure a class for some seconds; return the row and its p95."""
    own = psutil.Process()
    cpu, own_cpu, start = place.cpu(), sum(own.cpu_times()[:2]), time.perf_counter()
    log = await crowd.study(seconds)
    spent = time.perf_counter() - start
    share = (sum(own.cpu_times()[:2]) - own_cpu) / spent
    count, (middle, p95) = len(log.seconds), spread(log)
    failures = (arriving.failures + log.failures).total()
    each = 1e3 * (place.cpu() - cpu) / count
    row = (count, 1e3 * middle, 1e3 * p95, failures, each, place.memory())
    return (*row, f"{100 * share:.0f}"), p95


def carried(slow: dict[int, float]) -> str:
    """Say how many viewers are served in time."""
    most, fewest = crossing(slow, LIMIT), min(slow)
    number = f"about {most:.0f}" if most else f"more than {max(slow)}"
    if slow[fewest] > LIMIT:
        number = f"fewer than {fewest}"
    return f"Carried with p95 under {LIMIT:g} s: {number} viewers."


async def burst(place: Site) -> report.Table:
    """Let many open one link at a server that has drawn nothing yet."""
    crowd, start = Crowd(place.addresses), time.perf_counter()
    log = await crowd.burst(BURST, WITHIN)
    spent = time.perf_counter() - start
    row = (
        BURST,
        *spread(log),
        max(log.seconds),
        spent,
        log.failures.total(),
        place.memory(),
    )
    await crowd.leave()
    columns = (
        "openings",
        "median, s",
        "p95, s",
        "longest, s",
        "until all stand, s",
        "failures",
        "resident memory, MiB",
    )
    note = "From the first request to the whole page, at a process that has drawn nothing yet."
    return report.Table(f"One link opened within {WITHIN:g} seconds", columns, [row], note)


async def flat(place: Site, interactions: int) -> report.Table:
    """Read memory again and again while a few viewers act without a pause."""
    crowd, rows = Crowd(place.addresses), []
    failures = (await crowd.grow(FAST)).failures
    rows.append((0, place.memory(), 0))
    for k in range(1, SAMPLES + 1):
        log = await crowd.hurry(interactions // SAMPLES)
        failures += log.failures
        rows.append((k * (interactions // SAMPLES), place.memory(), failures.total()))
        print(f"{rows[-1][0]} interactions: {place.memory():.0f} MiB, {failures}", flush=True)
    await crowd.leave()
    note = "It grows at first, as the caches fill, which are bounded."
    note += "".join(f" {count} times: {cause}." for cause, count in failures.most_common())
    title = f"Memory over {interactions:,} interactions of {FAST} viewers"
    return report.Table(title, ("interactions", "resident memory, MiB", "failures"), rows, note)


async def come_and_go(place: Site) -> report.Table:
    """Read memory while viewers come, act and go."""
    rows = []
    for k in range(1, ROUNDS + 1):
        crowd = Crowd(place.addresses)
        failures = (await crowd.grow(GUESTS)).failures + (await crowd.hurry(MOVES)).failures
        await crowd.leave()
        rows.append((k * GUESTS, place.memory(), failures.total()))
        print(f"{k * GUESTS} viewers have gone: {place.memory():.0f} MiB", flush=True)
    columns = ("viewers who have come and gone", "resident memory, MiB", "failures")
    note = "Streamlit keeps the last 128 sessions for two minutes, for who comes back, and no more."
    return report.Table("Viewers who come and go", columns, rows, note)


def spread(log: Log) -> tuple[float, float]:
    """Return median and p95 of what was answered; without any answer there is no measurement."""
    if len(log.seconds) < 2:
        raise SystemExit(f"Too few answers to tell: {dict(log.failures)}; more --seconds may help.")
    return median(log.seconds), quantiles(log.seconds, n=20, method="inclusive")[-1]


def _processes(place: Site) -> str:
    count = len(place.addresses)
    return f"{count} process" + ("es" if count > 1 else "")


if __name__ == "__main__":
    main()
