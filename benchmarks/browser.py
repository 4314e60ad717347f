"""What a viewer waits for: a drag, a control that asks Python, a first load, a start.

One Chromium drives all contenders, turn by turn. A wait has one meaning everywhere: from the event
of the viewer's hand to the animation frame after the one that showed the last change of a picture.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page

from benchmarks import report, servers
from benchmarks.driver import Drag, Visit, chromium
from benchmarks.servers import Server
from benchmarks.timing import Times
from pages.shared import catalogue

TURNS, MOVES = 3, 10  # of a drag on each page: 30 steps
PRESSES = 12  # of each control
ROUNDS = 4  # of a first load and of a start
PATHS = ["/", *(f"/{entry.url_path}" for entry in catalogue.VIEWS)]
SAME_VIEW = "/logit-gradient"
IN_SPACE = ("/loss-surface",)
SLOWED, SLOWNESS = ("/logit-gradient", "/two-outcomes", "/live-fit"), 4
BARE = "a bare range"
CONTROL_GOALS = {"label": (0.55, 0.25), "losses": (0.9, 1.0), "logit": (0.5, 0.2)}
"""Over plain Streamlit: the wait, and the server's work."""
PACKAGES = ("streamlit", "plotly", "dash", "playwright")

DRAG_NOTE = """\
A step is one move of the pointer. The frame rate caps a step from below at 16.7 ms, so the main
thread's time tells more; it holds the driver's own share, the same for all, which "a bare range"
tells: a page of one range input that moves one dot. The hand-written page lets Plotly move one
marker over one line; our pages move up to six charts and a sentence, with marks of their own
above charts that stand. Loss surface has a peer of its own, with the same two scenes and paths;
both are drawn in software here. Plain Streamlit shows nothing before the release, so it has no
row. Dash shows the view of /logit-gradient."""
SLOW_NOTE = """\
One frame takes 16.7 ms. Chromium slows the main thread, not the drawing, which is in software.
Of our pages' main thread in the table above, nearly half is what "a bare range" needs too: the
driver's hand and the browser's own input. Tried: boxes of their own for what changes in a step,
marks that write only what has changed, pictures out of sight left alone."""
CONTROL_NOTE = """\
The view of /logit-gradient in each: two charts, the sentence, two formulas and two charts of
factors. The wait ends with the last change of any chart. Two of ours are out of sight, and
drawn anew only when they come near; the peers draw all. The label has two values, which our
server has drawn before and kept. Each set of losses is new to it: it then draws all 201
positions of the handle at once, which is what makes the drag free, where the peers draw one.
Plain Streamlit has its default settings, Dash is out of debugging. A run of our page sends 97
elements, and most of its cost is Streamlit's for each of them, as two languages, titles beside
slugs, fragments and downloads need some. Tried: a page's figures, texts and pages kept, charts
that stay and are given new data by a script, fewer passes to place words. Half of the browser's
time is Streamlit's for these elements too. The logit is typed into its box, for which the bar is
drawn anew too: 5 ms more than a release."""
LOAD_NOTE = """\
An empty browser cache and a warm server, until the first chart is drawn, and with us driven by
its control. The main thread's time is that until all charts are there. Beyond Plotly and
Streamlit's core, which both load, our pages load formulas and folded code, and draw more charts:
four on /logit-gradient, two on /loss-curves. Tried: tables without Streamlit's code for them, 0.9
MB; to ask for the code of charts before the script has run, which gains nothing where the browser's
main thread is what is waited for."""
FIRST_VISITS = {
    "plain Streamlit, one chart": ("one chart", ""),
    "ours, /loss-curves": ("ours", "/loss-curves"),
    "ours, /logit-gradient": ("ours", SAME_VIEW),
    "plain Streamlit, the view of /logit-gradient": ("plain", ""),
    "Dash, the view of /logit-gradient": ("Dash", ""),
}
LEAST = "plain Streamlit, one chart"
LOAD_GOALS = {"ours, /loss-curves": 1.1, "ours, /logit-gradient": 1.25}
BYTES_NOTE = """\
As counted by the browser on a first visit, up to the moment when all charts are drawn and driven:
HTTP is almost all Streamlit's and Plotly's own code and is kept by the browser's cache."""
START_NOTE = """\
From the start of the process to the first healthy answer. The second check runs the script once,
and with it reads NumPy and Plotly, which an empty app does without, and the texts of all pages.
Tried: a server without pandas and Arrow, which took a sixth of it."""


@dataclass(frozen=True)
class Contender:
    """One tool with the view open: its page, its server, and how its controls are moved."""

    visit: Visit
    server: Server
    controls: dict[str, Callable[[Page, int], Callable[[], object]]]


def run() -> None:
    """Measure everything and write the tables."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        running = {
            "hand-written": stack.enter_context(servers.restyle(folder)),
            "ours": stack.enter_context(servers.streamlit("app.py")),
            "plain": stack.enter_context(plain("plain_streamlit")),
            "one chart": stack.enter_context(plain("one_chart")),
            "Dash clientside": stack.enter_context(servers.dash("clientside")),
            "Dash": stack.enter_context(servers.dash("python")),
        }
        browser = stack.enter_context(chromium())
        drag, traffic = drags(browser, running)
        tables = [drag, *(measure(browser, running) for measure in (phones, controls, loads))]
    report.write("browser", "In the browser", [*tables, starts(), traffic], PACKAGES)


def plain(name: str, **options: str):
    """Serve a Streamlit script of the peers with default settings."""
    return servers.streamlit(f"benchmarks/peers/{name}.py", folder=servers.PEERS, **options)


def verdict(ratio: float, goal: float) -> str:
    """Say whether a ratio is within its goal."""
    return f"{'met' if ratio <= goal else 'missed'} (≤ {goal:g})"


# A drag.


def drags(browser: Browser, running: dict[str, Server]) -> tuple[report.Table, report.Table]:
    """Drag on every page, each against a hand-written page, and count what loading it took."""
    written = running["hand-written"].address
    peers = {name: Visit(browser, f"{written}/{name}.html") for name in ("restyle", "scenes")}
    addresses = {path: running["ours"].address + path for path in PATHS}
    addresses |= {BARE: f"{written}/bare.html"}
    addresses |= {name: running[name].address for name in ("Dash clientside", "Dash")}
    steps, traffic = [], []
    for name, address in addresses.items():
        print(f"a drag on {name}", flush=True)
        visit = Visit(browser, address)
        traffic.append([name, visit.whole / 1000, visit.fetched / 1e6, visit.received / 1e3])
        peer = peers["scenes" if name in IN_SPACE else "restyle"]
        steps.append([name, *against(held(visit), held(peer), goals_of(name))])
        visit.close()
    for peer in peers.values():
        peer.close()
    heads = ["page", "step, ms", "ratio", "goal", "main thread, ms", "ratio", "goal", "bytes"]
    costs = ["page", "drawn and driven, s", "HTTP, MB", "web socket, kB"]
    return (
        report.Table("A drag, against a hand-written Plotly.restyle page", heads, steps, DRAG_NOTE),
        report.Table("What a first visit loads", costs, traffic, BYTES_NOTE),
    )


def goals_of(name: str) -> tuple[float, float] | None:
    """Return the goals of a page, for a step and for the main thread; a peer has none."""
    if name in IN_SPACE:
        return 1.1, 1.1
    return (1.0, 0.8) if name in PATHS else None


def phones(browser: Browser, running: dict[str, Server]) -> report.Table:
    """Drag with the processor slowed, as on a phone."""
    rows = []
    addresses = {path: running["ours"].address + path for path in SLOWED}
    addresses |= {BARE: f"{running['hand-written'].address}/bare.html"}
    for name, address in addresses.items():
        print(f"a drag on {name}, slowed", flush=True)
        visit = Visit(browser, address)
        visit.slow(SLOWNESS)
        drag = held(visit)
        drag.go(TURNS * MOVES)
        step = median(drag.steps)
        told = verdict(step, 17) if name in SLOWED else ""
        rows.append([name, step, told, drag.busy / (TURNS * MOVES)])
        visit.close()
    heads = ["page", "step, ms", "goal", "main thread, ms"]
    return report.Table(
        f"A drag with the processor slowed {SLOWNESS} times", heads, rows, SLOW_NOTE
    )


def held(visit: Visit) -> Drag:
    """Take hold of the handle of a page: a range input, or the slider of Dash."""
    ranges = visit.page.locator(".motion .range, body > input[type=range]")
    if ranges.count():
        return Drag(visit, ranges.first, int(ranges.first.get_attribute("max")))
    return Drag(visit, visit.page.locator("[data-orientation=horizontal]").first, 200)


def against(ours: Drag, peer: Drag, goals: tuple[float, float] | None) -> list[object]:
    """Drag on two pages in turn; return ours: step and work with ratios and verdicts, bytes."""
    for _ in range(TURNS):
        peer.go(MOVES)
        ours.go(MOVES)
    step, busy = median(ours.steps), ours.busy / (TURNS * MOVES)
    ratios = (step / median(peer.steps), ours.busy / peer.busy)
    told = map(verdict, ratios, goals) if goals else ("", "")
    each = [cell for row in zip((step, busy), ratios, told, strict=True) for cell in row]
    return [*each, ours.traffic]


# A control that asks Python.


def controls(browser: Browser, running: dict[str, Server]) -> report.Table:
    """Move three controls of the same view in each tool."""
    streamlit = {"label": press_label, "losses": press_loss}
    ways = {
        "ours": (SAME_VIEW, streamlit | {"logit": enter_logit}),
        "plain": ("", streamlit | {"logit": step_logit}),
        "Dash": ("", {"label": tick_label, "losses": tick_loss, "logit": step_logit}),
    }
    contenders = {
        name: Contender(Visit(browser, running[name].address + path), running[name], acts)
        for name, (path, acts) in ways.items()
    }
    rows = [row for control in streamlit | {"logit": None} for row in pressed(control, contenders)]
    for contender in contenders.values():
        contender.visit.close()
    costs = [head for name in ("wait", "server") for head in (f"{name}, ms", "ours to it", "goal")]
    heads = ["control", "tool", *costs]
    return report.Table("A control that asks Python", heads, rows, CONTROL_NOTE)


def pressed(control: str, contenders: dict[str, Contender]) -> Iterator[list[object]]:
    """Move one control in all tools in turn; give a row for each tool."""
    print(f"the control {control}", flush=True)
    waits = {name: [] for name in contenders}
    works = dict.fromkeys(contenders, 0.0)
    for k in range(PRESSES + 2):
        for name, contender in contenders.items():
            wait, work = once(contender, control, k)
            if k >= 2:  # the first two make the caches warm that any earlier viewer has warmed
                waits[name].append(wait)
                works[name] += 1000 * work / PRESSES
    times = Times(waits)
    yield [control, "ours", times.median("ours"), "", "", works["ours"], "", ""]
    for name in list(contenders)[1:]:
        wait, work = times.ratio("ours", name), works["ours"] / works[name]
        told = map(verdict, (wait, work), CONTROL_GOALS[control])
        goals = tuple(told) if name == "plain" else ("", "")
        yield [control, name, times.median(name), wait, goals[0], works[name], work, goals[1]]


def once(contender: Contender, control: str, k: int) -> tuple[float, float]:
    """Move a control once; return the wait in milliseconds and the server's work in seconds."""
    act = contender.controls[control](contender.visit.page, k)
    before = contender.server.cpu()
    wait = contender.visit.timed(act, quiet=300, patience=20_000)
    if wait is None:
        raise RuntimeError(f"{control} changed nothing at {contender.server.address}")
    return wait, contender.server.cpu() - before


def press_label(page: Page, k: int) -> Callable[[], object]:
    """Choose the other label in Streamlit."""
    return under_pointer(page, page.locator(".st-key-label button").nth(1 - k % 2))


def press_loss(page: Page, k: int) -> Callable[[], object]:
    """Add or take away a loss in Streamlit, so that no set comes twice."""
    buttons = page.locator("[class*=st-key-losses] button").locator("visible=true")
    return under_pointer(page, buttons.nth(turned(k)))


def tick_label(page: Page, k: int) -> Callable[[], object]:
    """Choose the other label in Dash."""
    return under_pointer(page, page.locator("#label label").nth(1 - k % 2))


def tick_loss(page: Page, k: int) -> Callable[[], object]:
    """Add or take away a loss in Dash."""
    return under_pointer(page, page.locator("#losses label").nth(turned(k)))


def enter_logit(page: Page, k: int) -> Callable[[], object]:
    """Type a logit into our box."""
    box = page.locator(".st-key-logit input")
    box.fill(f"{0.1 * k - 5:.1f}")
    return partial(box.press, "Enter")


def step_logit(page: Page, k: int) -> Callable[[], object]:
    """Move a slider by one step with a key."""
    return partial(page.locator(".st-key-logit input, [role=slider]").first.press, "ArrowRight")


def turned(k: int) -> int:
    """Return which loss is turned on or off at step k: a Gray code visits every set once.

    The first of the losses is never turned off.
    """
    bits = k + 1
    return 4 - ((bits & -bits).bit_length() - 1)


def under_pointer(page: Page, target) -> Callable[[], object]:
    """Bring the pointer to a target; return the click."""
    target.hover()

    def click() -> None:
        page.mouse.down()
        page.mouse.up()

    return click


# A first load, and a start.


def loads(browser: Browser, running: dict[str, Server]) -> report.Table:
    """Open each contender with an empty cache."""
    print("a first load", flush=True)
    first, work = ({title: [] for title in FIRST_VISITS} for _ in range(2))
    for _ in range(ROUNDS):
        for title, (name, path) in FIRST_VISITS.items():
            visit = Visit(browser, running[name].address + path)
            first[title].append(visit.first / 1000)
            work[title].append(visit.busy() / 1000)
            visit.close()
    rows = [loaded(title, Times(first), Times(work)) for title in FIRST_VISITS]
    heads = ["page", "first chart, s", "to one chart", "goal", "main thread, s", "to one chart"]
    return report.Table("A first load", heads, rows, LOAD_NOTE)


def loaded(title: str, first: Times, work: Times) -> list[object]:
    """Return the row of one page, against plain Streamlit with one chart."""
    ratio = first.ratio(title, LEAST)
    goal = verdict(ratio, LOAD_GOALS[title]) if title in LOAD_GOALS else ""
    spent = [work.median(title), work.ratio(title, LEAST)]
    return [title, first.median(title), ratio, goal, *spent]


def starts() -> report.Table:
    """Start our dashboard and an empty app in turn."""
    rows = []
    for check in ("/_stcore/health", "/_stcore/script-health-check"):
        print(f"a start, up to {check}", flush=True)
        seconds = {"ours": [], "empty": []}
        for _ in range(ROUNDS):
            for name, app in (
                ("ours", servers.streamlit("app.py", health=check)),
                ("empty", plain("empty", health=check)),
            ):
                with app as server:
                    seconds[name].append(server.seconds)
        times = Times(seconds)
        ratio = times.ratio("ours", "empty")
        rows.append(
            [check, times.median("ours"), times.median("empty"), ratio, verdict(ratio, 1.15)]
        )
    heads = ["healthy at", "ours, s", "empty Streamlit app, s", "ratio", "goal"]
    return report.Table("A start", heads, rows, START_NOTE)
