"""The nginx of the deployment's tests: found, or installed, or asked for in one sentence.

Looked for in this order: nginx on PATH, also where only root's PATH leads; as root on Debian or
Ubuntu, the distribution's package, which is installed without being started.
"""

import os
import shutil
import subprocess
import sys

# An ordinary user's PATH often lacks the folders of system programs.
PATH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/local/sbin", "/usr/sbin"])


def on_path() -> str | None:
    """Return the nginx that PATH or a folder of system programs offers."""
    return shutil.which("nginx", path=PATH)


def _install_package() -> None:
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], check=False)
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "nginx"]
    subprocess.run(install, env=quiet, check=False)


def main() -> int:
    """Make sure that there is an nginx; return an exit status."""
    if not on_path():
        _install_package()
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
