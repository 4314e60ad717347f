"""The font for Chinese in the browser tests: found, or installed, or asked for in one sentence."""

import shutil
import subprocess
import sys

from tests.packages import ensure


def is_there() -> bool:
    """Tell whether a font of the system has Chinese signs."""
    if not shutil.which("fc-list"):  # not a system whose fonts can be asked for
        return True
    listed = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=False)
    return bool(listed.stdout.strip())


if __name__ == "__main__":
    needed = "The browser tests need a font with Chinese signs"
    sys.exit(ensure(needed, "fonts-wqy-microhei", is_there))
