"""A dashboard of its own for the browser tests, and pages that report their own errors."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.find_browser import launch, on_path, starts
from tests.browser.profiles import Profile, Profiles

APP = Path(__file__).parents[2] / "app.py"
# Streamlit looks for its health address below a deep link first, and falls back.
PROBES = re.compile(r"/_stcore/(health|host-config)$")
DESK = {"width": 1280, "height": 800}
# A busy machine takes long; a test that waits for what comes anyway costs nothing.
PATIENCE = 90_000
expect.set_options(timeout=PATIENCE)


@dataclass
class Server:
    """A running dashboard: its address and its log."""

    address: str
    process: subprocess.Popen
    log: Path

    def complaints(self) -> list[str]:
        """Warnings and errors in the log."""
        told = re.compile(r"warn|error|traceback|exception", re.IGNORECASE)
        return [line for line in self.log.read_text().splitlines() if told.search(line)]


def free_port() -> int:
    """Return a port of this machine that nobody uses."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def serving(
    folder: Path,
    *,
    app: Path = APP,
    launcher: str | None = None,
    below: str = "",
    port: int | None = None,
    environment: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Server]:
    """Start the dashboard with a log in a folder.

    Parameters
    ----------
    folder : Path
        Where the log goes; `streamlit run` is called from it, as it has nothing to do with the app.
    app : Path
        Its script, if not that of this checkout.
    launcher : str, optional
        Python that executes the script ``app`` with ``settings`` instead, from the repository.
    below : str
        Path below which the dashboard lives, as behind a proxy.
    port : int, optional
        A port that is known beforehand; a free one without it.
    environment : mapping of str to str
        Settings in the process's environment.
    """
    port = port or free_port()
    settings = {"server.port": port, "server.address": "127.0.0.1", "server.headless": True}
    settings["server.baseUrlPath"] = below
    if launcher:
        how = ["-c", launcher.format(app=str(APP), settings=settings)]
    else:
        how = ["-m", "streamlit", "run", str(app), *(f"--{k}={v}" for k, v in settings.items())]
    log = folder / f"server-{port}.log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, *how],
            cwd=APP.parent if launcher else folder,
            env={**os.environ, **environment},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    address = f"http://127.0.0.1:{port}{below}"
    try:
        wait_until_healthy(address, process, log)
        yield Server(address, process, log)
    finally:
        process.terminate()
        process.wait(timeout=60)


def wait_until_healthy(address: str, process: subprocess.Popen, log: Path) -> None:
    """Wait a minute at most for the first answer; fail if the process ends meanwhile."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the dashboard did not start: {log.read_text()}")


@dataclass
class Visit:
    """A page in the browser with what it said to the console and sent to the server."""

    page: Page
    forgiven: re.Pattern = PROBES
    errors: list[str] = field(default_factory=list)
    sent: list[object] = field(default_factory=list)
    received: list[object] = field(default_factory=list)

    def listen(self) -> None:
        """Collect errors and messages from now on."""
        self.page.on("pageerror", lambda error: self._complain(error.stack or str(error)))
        self.page.on("console", self._note)
        self.page.on("websocket", self._follow)

    def settle(self, *, has_charts: bool = True) -> None:
        """Wait until the script has run and every chart of the page is drawn and driven."""
        self.page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
        self.page.wait_for_selector(".st-key-foot", state="attached")
        # Each chart has a skeleton until its code is loaded, and they do not all go at once.
        expect(self.page.get_by_test_id("stSkeleton")).to_have_count(0)
        if not has_charts:
            return
        self.page.wait_for_function(
            """() => {
                 const charts = [...document.querySelectorAll('[data-testid=stPlotlyChart]')]
                 const chart = (box) => box.querySelector('.js-plotly-plot')
                 const driven = (box) => window.lecture?.driven?.has(chart(box))
                 return charts.length && charts.every(driven)
               }"""
        )
        expect(self.page.locator(".motion .value").first).not_to_be_empty()

    def _note(self, message) -> None:
        said = f"{message.text} {message.location.get('url', '')}"
        if message.type == "error" and not PROBES.search(said):
            self._complain(said)

    def _complain(self, said: str) -> None:
        if not self.forgiven.search(said):
            self.errors.append(said)

    def _follow(self, socket) -> None:
        socket.on("framesent", lambda data: self.sent.append(data))
        socket.on("framereceived", lambda data: self.received.append(data))


@pytest.fixture(scope="session")
def server(tmp_path_factory) -> Iterator[Server]:
    """One dashboard for all tests that do not need a cold one; its log must stay clean."""
    with serving(tmp_path_factory.mktemp("server")) as running:
        yield running
        assert not running.complaints()


@pytest.fixture(scope="session")
def start_browser() -> Iterator[Callable[..., Browser]]:
    """Start a browser with arguments of one's own; without one the tests fail, none is skipped."""
    executable = path if (path := on_path()) and starts(path) else None
    with sync_playwright() as playwright:
        yield lambda *arguments: launch(playwright, executable, *arguments)


@pytest.fixture(scope="session")
def browser(start_browser: Callable[..., Browser]) -> Iterator[Browser]:
    """Start the browser that most tests share."""
    running = start_browser()
    yield running
    running.close()


@pytest.fixture(scope="session")
def profiles(browser: Browser) -> Profiles:
    """Keep browser profiles for the next test."""
    return Profiles(browser)


@pytest.fixture
def new_visit(profiles: Profiles) -> Iterator[Callable[..., Visit]]:
    """Make a page in a browser profile of its own; no error may be left unread.

    It goes to an address, if it has one. What a test expects a browser to complain of is forgiven.
    """
    visits: list[Visit] = []
    lent: list[Profile] = []

    def make(
        address: str | None = None, *, forgiven: str | re.Pattern = PROBES, **profile: object
    ) -> Visit:
        lent.append(profiles.lend(**{"viewport": DESK, **profile}))
        visits.append(Visit(lent[-1].context.new_page(), re.compile(forgiven)))
        visits[-1].page.set_default_timeout(PATIENCE)
        visits[-1].listen()
        if address:
            visits[-1].page.goto(address)
        return visits[-1]

    yield make
    errors = [error for visit in visits for error in visit.errors]
    for profile in lent:
        profiles.take_back(profile)
    assert not errors


@pytest.fixture
def visit(new_visit: Callable[..., Visit], server: Server) -> Callable[..., Visit]:
    """Open a path of the dashboard, and wait until the page stands."""

    def open_(
        path: str, *, address: str = server.address, has_charts: bool = True, **profile: object
    ) -> Visit:
        seen = new_visit(address + path, **profile)
        seen.settle(has_charts=has_charts)
        return seen

    return open_


SCRIPTS = APP.parent / "pages" / "shared"
# Calls a function body with what modules export as its names, and with what it is given.
CALLED = """async ([paths, body, given]) => {
  const modules = await Promise.all(paths.map((path) => import('/' + path)))
  const { default: entry, ...names } = Object.assign({}, ...modules)
  const call = new Function('entry', 'given', ...Object.keys(names), body)
  return call(entry, given, ...Object.values(names))
}"""


@pytest.fixture(scope="session")
def modules(browser: Browser) -> Iterator[Callable[..., object]]:
    """Load the dashboard's scripts as the modules they are, and call them; keeps the console."""
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.route("http://scripts.test/**", _serve)
    page.goto("http://scripts.test/")

    def call(paths: str, body: str, given: object = None) -> object:
        complaints.clear()
        return page.evaluate(CALLED, [paths.split(), body, given])

    call.complaints = complaints
    yield call
    page.close()


def _serve(route) -> None:
    name = route.request.url.removeprefix("http://scripts.test/")
    path = next(path for path in (SCRIPTS / name, SCRIPTS.parent / name) if path.exists())
    if path.suffix == ".js":
        route.fulfill(path=path, content_type="text/javascript")
    else:
        route.fulfill(body="<!doctype html>", content_type="text/html")
