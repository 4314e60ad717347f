"""Programs and fonts that tests need: found, or installed, or asked for in one sentence.

Installed are the distribution's packages, as root on Debian or Ubuntu; nothing of them is started.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence

# An ordinary user's PATH often lacks the folders of system programs.
PATH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/local/sbin", "/usr/sbin"])


def on_path(*names: str) -> str | None:
    """Return the first of some programs that PATH or a folder of system programs offers."""
    return next((path for name in names if (path := shutil.which(name, path=PATH))), None)


def install(*names: str) -> None:
    """Install packages as root on Debian or Ubuntu, and do nothing elsewhere."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], check=False)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *names]
    subprocess.run(command, env=quiet, check=False)


def ensure(
    needed: str,
    package: str,
    is_there: Callable[[], object],
    attempts: Sequence[Callable[[], object]] = (),
) -> int:
    """Make sure that something is there; return an exit status.

    Parameters
    ----------
    needed : str
        Who needs what, as a sentence without its end.
    package : str
        The distribution's package that brings it.
    is_there : callable
        Tells whether it is there now.
    attempts : sequence of callable
        What else may bring it, tried before the package.
    """
    for attempt in (lambda: None, *attempts, lambda: install(package)):
        attempt()
        if is_there():
            return 0
    how = f"with your system's package manager, for example: sudo apt-get install {package}"
    print(f"{needed}. Install it {how}", file=sys.stderr)
    return 1
