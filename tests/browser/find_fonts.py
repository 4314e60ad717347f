"""The font for Chinese in the browser tests: found, or installed, or asked for in one sentence."""

import shutil
import subprocess
import sys

from tests.packages import install


def is_there() -> bool:
    """Tell whether a font of the system has Chinese signs."""
    if not shutil.which("fc-list"):  # not a system whose fonts can be asked for
        return True
    listed = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=False)
    return bool(listed.stdout.strip())


def main() -> int:
    """Make sure that there is one; return an exit status."""
    if not is_there():
        install("fonts-wqy-microhei")
    if is_there():
        return 0
    print(
        "The browser tests need a font with Chinese signs. Install one with your system's package "
        "manager, for example: sudo apt-get install fonts-wqy-microhei",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
