"""One headless Chromium for all contenders: it opens, drags and presses, and counts."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Locator, Page, sync_playwright

from tests.browser.find_browser import launch, on_path

WATCH = Path(__file__).with_name("watch.js").read_text()
WINDOW = {"width": 1280, "height": 800}
PATIENCE = 120_000  # milliseconds
DRAWN = """() => {
  const kinds = '[data-testid=stPlotlyChart], .dash-graph, .hand-written'
  const charts = [...document.querySelectorAll(kinds)]
  const motion = document.querySelector('.motion')
  const isDriven = (chart) => !motion ||
    (window.lecture?.driven?.has(chart.querySelector('.js-plotly-plot')) &&
      motion.querySelector('.value').textContent)
  const isDone = (chart) => chart.querySelector('.main-svg') && isDriven(chart)
  if (charts.some(isDone)) window.__first ??= performance.now()
  const isRunning = '[data-test-script-state=running], [data-testid=stSkeleton]'
  const isWhole = charts.length && charts.every(isDone) && !document.querySelector(isRunning)
  return isWhole && [window.__first, performance.now()]
}"""
"""Milliseconds since the navigation began at which the first chart and all were there.

Ours count when their control drives them.
"""


# Pages are drawn as with a graphics card, although in software.
GL = ("--use-gl=angle", "--use-angle=swiftshader")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser that the tests use."""
    with sync_playwright() as playwright:
        browser = launch(playwright, on_path(), *GL)
        yield browser
        browser.close()


class Visit:
    """A contender's page in a browser profile of its own, with an empty cache.

    Parameters
    ----------
    browser : Browser
        Where it is opened.
    address : str
        Of the page.
    drawn : str
        JavaScript that gives `first` and `whole` once the page is there.

    Attributes
    ----------
    page : Page
        For what only one contender needs.
    first, whole : float
        Milliseconds from the start of the navigation to the first chart and to all of them.
    fetched, received, sent : int
        Bytes over HTTP (compressed, with heads), from and to the web socket.
    """

    def __init__(self, browser: Browser, address: str, drawn: str = DRAWN) -> None:
        self.page: Page = browser.new_context(viewport=WINDOW).new_page()
        self.page.set_default_timeout(PATIENCE)
        self.page.add_init_script(WATCH)
        self.fetched = self.received = self.sent = 0
        self._tools: CDPSession = self.page.context.new_cdp_session(self.page)
        self._count()
        self.page.goto(address)
        there = self.page.wait_for_function(drawn, polling="raf")
        self.first, self.whole = there.json_value()

    def close(self) -> None:
        """Forget the page and its profile."""
        self.page.context.close()

    def timed(self, act: Callable[[], object], *, quiet: int, patience: int) -> float | None:
        """Do something and return the milliseconds until the picture has followed.

        Parameters
        ----------
        act : callable
            Moves the pointer or presses a key or a button, once.
        quiet : int
            Milliseconds without any change of a picture that end the step; not counted.
        patience : int
            Milliseconds after which a step that changes nothing is given up, with None.
        """
        self.page.evaluate(f"() => __watch.arm({quiet}, {patience})")
        act()
        return self.page.evaluate("() => __watch.result")

    def slow(self, times: int) -> None:
        """Let the page's main thread run a number of times slower."""
        self._tools.send("Emulation.setCPUThrottlingRate", {"rate": times})

    def busy(self) -> float:
        """Return the milliseconds for which the page's main thread has worked so far."""
        metrics = self._tools.send("Performance.getMetrics")["metrics"]
        return 1000 * next(m["value"] for m in metrics if m["name"] == "TaskDuration")

    def traffic(self) -> int:
        """Return the bytes over the web socket so far, both ways."""
        return self.received + self.sent

    def _count(self) -> None:
        self._tools.send("Performance.enable", {"timeDomain": "threadTicks"})
        self._tools.send("Network.enable")
        self._tools.on("Network.loadingFinished", self._add_fetched)
        self.page.on("websocket", self._follow)

    def _add_fetched(self, event: dict) -> None:
        self.fetched += int(event["encodedDataLength"])

    def _follow(self, socket) -> None:
        socket.on("framereceived", self._add_received)
        socket.on("framesent", self._add_sent)

    def _add_received(self, data: str | bytes) -> None:
        self.received += len(data)

    def _add_sent(self, data: str | bytes) -> None:
        self.sent += len(data)


class Drag:
    """A pointer that holds the handle of a page and moves it to and fro.

    Parameters
    ----------
    visit : Visit
        The page.
    handle : Locator
        What the pointer moves along.
    values : int
        How many values the handle can take; each move changes the value.

    Attributes
    ----------
    steps : list of float
        Milliseconds of each step that moved a picture.
    busy : float
        Milliseconds of the main thread in all steps.
    traffic : int
        Bytes over the web socket meanwhile.
    """

    def __init__(self, visit: Visit, handle: Locator, values: int) -> None:
        self.visit, self.steps, self.busy, self.traffic = visit, [], 0.0, 0
        handle.scroll_into_view_if_needed()
        self._handle = handle
        moves = max(1, min(30, int(0.6 * values)))
        there = [0.2 + 0.6 * k / moves for k in range(moves + 1)]
        self._shares = itertools.cycle([*there, *there[-2:0:-1]])

    def go(self, count: int) -> None:
        """Press, move and let go; the pressing, the first move and the release do not count."""
        self._box = self._handle.bounding_box()  # what a release shows may have moved it
        self._move()
        self.visit.page.mouse.down()
        self._step()
        busy, traffic = self.visit.busy(), self.visit.traffic()
        seen = [self._step() for _ in range(count)]
        self.busy += self.visit.busy() - busy
        self.traffic += self.visit.traffic() - traffic
        if not any(seen):
            raise RuntimeError(f"nothing followed the pointer at {self.visit.page.url}")
        self.steps += [step for step in seen if step]
        self.visit.timed(self.visit.page.mouse.up, quiet=300, patience=400)

    def _step(self) -> float | None:
        return self.visit.timed(self._move, quiet=50, patience=5000)

    def _move(self) -> None:
        box = self._box
        x = box["x"] + next(self._shares) * box["width"]
        self.visit.page.mouse.move(x, box["y"] + box["height"] / 2)
