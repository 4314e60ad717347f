"""The Redis of the hall's tests: found, or installed, or asked for in one sentence.

Looked for in this order: redis-server on PATH; as root on Debian or Ubuntu, the distribution's
package, of which nothing is started but what a test starts.
"""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.packages import install

PATH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/local/sbin", "/usr/sbin"])
PATIENCE = 30  # seconds


def on_path() -> str | None:
    """Return the redis-server that PATH or a folder of system programs offers."""
    return shutil.which("redis-server", path=PATH)


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


def main() -> int:
    """Make sure that there is a redis-server; return an exit status."""
    if not on_path():
        install("redis-server")
    if on_path():
        return 0
    print(
        "The hall's tests with several processes need redis-server. Install it with your system's "
        "package manager, for example: sudo apt-get install redis-server",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
