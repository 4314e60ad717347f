"""The distribution's packages that tests need: installed where that is possible without asking."""

import os
import shutil
import subprocess


def install(*names: str) -> None:
    """Install packages as root on Debian or Ubuntu, and do nothing elsewhere."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], check=False)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *names]
    subprocess.run(command, env=quiet, check=False)
