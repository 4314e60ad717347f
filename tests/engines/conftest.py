"""The dashboard in the engines of Safari and Firefox; an error of a script fails its test."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from xdist.scheduler import LoadScopeScheduling

from tests.browser.conftest import Server, server  # noqa: F401 - the server is a fixture
from tests.engines.driver import Driver, wait_until
from tests.engines.firefox import Firefox
from tests.engines.webkit import WebKit

ENGINES = {"webkit": WebKit, "firefox": Firefox}
DESK, PHONE = (1280, 800), (390, 844)
LOOKS = Path(__file__).with_name("looks.js").read_text(encoding="utf-8")


class ByEngine(LoadScopeScheduling):
    """Gives all tests of an engine to one process, which starts it once."""

    def _split_scope(self, nodeid: str) -> str:
        return re.search(r"\[(\w+)", nodeid)[1]


def pytest_xdist_make_scheduler(config, log) -> ByEngine:
    """Divide the tests among the processes."""
    return ByEngine(config, log)


class Page:
    """A page in one of the engines, with what can be asked of it (looks.js)."""

    def __init__(self, driver: Driver, address: str) -> None:
        self.driver = driver
        driver.go(address)
        driver.call(f"() => {{ {LOOKS} }}")
        self.settle()

    def ask(self, question: str, *values: object) -> object:
        """Return the answer of one function of looks.js."""
        return self.driver.call(f"(...values) => looks.{question}(...values)", *values)

    def wait(self, question: str, *values: object) -> object:
        """Ask until the answer is true in JavaScript's sense; return it."""
        return wait_until(lambda: self.ask(question, *values), f"{question} {values}")

    def wait_until_other(self, question: str, before: object) -> None:
        """Ask until the answer is another than before."""
        wait_until(lambda: self.ask(question) != before, f"{question} other than {before}")

    def wait_for_text(self, selector: str, text: str) -> None:
        """Wait until an element says a text."""
        wait_until(lambda: self.ask("text", selector) == text, f"{selector} says {text}")

    def settle(self) -> None:
        """Wait until the script has run and every picture is drawn and driven."""
        self.wait("isSettled")

    def click(self, selector: str, name: str) -> None:
        """Click what has a name, as soon as it is there and rests."""
        x, y, width, height = self.wait("place", selector, name)
        self.driver.click((x + width / 2, y + height / 2))

    def drag(self, *shares: float) -> None:
        """Take the handle and move it through shares of its width, without letting go."""
        x, y, width, height = self.wait("place", ".motion .range")
        self.driver.hold(*((x + share * width, y + height / 2) for share in shares))


@pytest.fixture(scope="session", params=ENGINES)
def driver(request, tmp_path_factory) -> Iterator[Driver]:
    """Start an engine for all its tests."""
    if run := os.environ.get("PYTEST_XDIST_TESTRUNUID"):
        # Fails if another process of this run has started it.
        (tmp_path_factory.getbasetemp().parent / f"{run}-{request.param}").touch(exist_ok=False)
    running = ENGINES[request.param](tmp_path_factory.mktemp("engine"))
    try:
        running.start()
        yield running
    finally:
        running.close()


@pytest.fixture(scope="session")
def visit(driver: Driver, server: Server) -> Callable[..., Page]:  # noqa: F811
    """Open a path of the dashboard, on a desk if no other size is given."""

    def open_(path: str, size: tuple[int, int] = DESK) -> Page:
        driver.resize(*size)
        return Page(driver, server.address + path)

    return open_


@pytest.fixture(autouse=True)
def _no_error_is_left_unread(driver: Driver) -> Iterator[None]:
    yield
    assert driver.errors() == []
