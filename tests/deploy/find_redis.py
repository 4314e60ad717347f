"""The Redis of the hall's tests: found, or installed, or asked for in one sentence."""

import contextlib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests import packages

PATIENCE = 30  # seconds


def on_path() -> str | None:
    """Return the redis-server that PATH or a folder of system programs offers."""
    return packages.on_path("redis-server")


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Start a Redis that keeps nothing on disk; yield its address."""
    program = on_path()
    assert program, "no redis-server: python -m tests.deploy.find_redis"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = {"port": port, "bind": "127.0.0.1", "save": "", "appendonly": "no", "dir": folder}
    command = [program, *(part for k, v in options.items() for part in (f"--{k}", str(v)))]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            _wait_for(port, process)
            yield f"redis://127.0.0.1:{port}"
        finally:
            process.terminate()


def _wait_for(port: int, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.01)
    raise RuntimeError("redis-server did not start")


if __name__ == "__main__":
    needed = "The hall's tests with several processes need redis-server"
    sys.exit(packages.ensure(needed, "redis-server", on_path))
