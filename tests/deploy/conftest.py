"""Two dashboards behind nginx with the configuration of deploy/, and viewers who come to it."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.conftest import (  # noqa: F401 - the browser is a fixture
    Server,
    Visit,
    browser,
    free_port,
    serving,
    start_browser,
    wait_until_healthy,
)
from tests.deploy import find_redis
from tests.deploy.find_nginx import on_path

DEPLOY = Path(__file__).parents[2] / "deploy"
ADDRESSES = re.findall(r"server ([\d.:]+)", (DEPLOY / "nginx" / "processes.conf").read_text())

COLD = 90_000  # a fresh profile loads everything; waiting for what comes anyway costs nothing


@dataclass
class Site:
    """The address that visitors know, and the dashboards behind it by their seats."""

    address: str
    dashboards: dict[str, Server]


def configure(folder: Path, ports: list[int]) -> None:
    """Copy the configuration of deploy/; only addresses differ: where to listen, and processes."""
    shutil.copytree(DEPLOY / "nginx", folder)
    (folder / "listen.conf").write_text(f"listen 127.0.0.1:{ports[0]};")
    processes = (folder / "processes.conf").read_text()
    for address, port in zip(ADDRESSES, ports[1:], strict=True):
        here = f"127.0.0.1:{port}"
        processes = processes.replace(address, here)
        processes = processes.replace(re.escape(address), re.escape(here))
    (folder / "processes.conf").write_text(processes)


def nginx_command(configuration: Path) -> list[str]:
    """Return how nginx is started; root's workers stay root, as the folder is root's."""
    program = on_path()
    assert program, "no nginx: python -m tests.deploy.find_nginx"
    user = "user root;" if os.geteuid() == 0 else ""
    where = ["-p", f"{configuration.parent}/", "-c", str(configuration / "nginx.conf")]
    return [program, "-e", "stderr", *where, "-g", f"daemon off; {user}"]


@contextmanager
def proxying(folder: Path, port: int) -> Iterator[str]:
    """Start nginx with a configuration in ``folder / "nginx"``; yield its address."""
    log = folder / "nginx.log"
    with log.open("w") as out:
        command = nginx_command(folder / "nginx")
        process = subprocess.Popen(command, cwd=folder, stdout=out, stderr=out)
    try:
        wait_until_healthy(f"http://127.0.0.1:{port}", process, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=60)


@contextmanager
def open_site(folder: Path) -> Iterator[Site]:
    """Start as many dashboards as deploy/ has, a Redis beside them and nginx before them."""
    ports = [free_port() for _ in range(len(ADDRESSES) + 1)]
    configure(folder / "nginx", ports)
    with ExitStack() as stack:
        hall = {"HALL_REDIS": stack.enter_context(find_redis.serving(folder))}
        running = (serving(folder, port=port, environment=hall) for port in ports[1:])
        servers = [stack.enter_context(server) for server in running]
        address = stack.enter_context(proxying(folder, ports[0]))
        yield Site(address, {str(seat): server for seat, server in enumerate(servers, 1)})


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Iterator[Site]:
    """Start what the tests share that break nothing."""
    with open_site(tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture
def come(browser: Browser) -> Iterator[Callable[..., Visit]]:  # noqa: F811
    """Open an address as a new viewer, or as one with a seat; wait until the page stands."""
    contexts: list[BrowserContext] = []

    def open_(address: str, seat: str = "") -> Visit:
        contexts.append(browser.new_context(viewport={"width": 1280, "height": 800}))
        contexts[-1].add_cookies([{"name": "seat", "value": seat, "url": address}])
        seen = Visit(contexts[-1].new_page())
        seen.listen()
        seen.page.goto(address)
        expect(seen.page.locator(".motion .caption")).not_to_be_empty(timeout=COLD)
        return seen

    yield open_
    for context in contexts:
        context.close()
