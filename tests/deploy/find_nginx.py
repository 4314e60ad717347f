"""The nginx of the deployment's tests: found, or installed, or asked for in one sentence.

Looked for in this order: nginx on PATH, also where only root's PATH leads; as root on Debian or
Ubuntu, the distribution's package, which is installed without being started.
"""

import os
import shutil
import sys

from tests.packages import install

# An ordinary user's PATH often lacks the folders of system programs.
PATH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/local/sbin", "/usr/sbin"])


def on_path() -> str | None:
    """Return the nginx that PATH or a folder of system programs offers."""
    return shutil.which("nginx", path=PATH)


def main() -> int:
    """Make sure that there is an nginx; return an exit status."""
    if not on_path():
        install("nginx")
    if on_path():
        return 0
    print(
        "The deployment's tests need nginx. Install it with your system's package manager, "
        "for example: sudo apt-get install nginx",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
