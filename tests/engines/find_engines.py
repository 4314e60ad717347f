"""Safari's and Firefox's engines: found, or installed, or asked for in one sentence.

WebKitGTK is Safari's engine on Linux; its driver needs a screen, and Xvfb is one. Looked for on
PATH, else, as root on Debian or Ubuntu, the distribution's packages are installed.
"""

import shutil
import sys

from tests.packages import install

# What is needed, and the programs that will do.
NEEDED = {
    "WebKitWebDriver": ("WebKitWebDriver",),
    "Xvfb": ("Xvfb",),
    "Firefox": ("firefox", "firefox-esr"),
}
PACKAGES = ("webkit2gtk-driver", "xvfb", "firefox-esr", "firefox")


def on_path(need: str) -> str | None:
    """Return the program that PATH offers for a need."""
    return next((path for name in NEEDED[need] if (path := shutil.which(name))), None)


def missing() -> list[str]:
    """List what PATH does not offer."""
    return [need for need in NEEDED if not on_path(need)]


def main() -> int:
    """Make sure that both engines are there; return an exit status."""
    for name in PACKAGES:
        if missing():  # asked anew each time: Debian and Ubuntu call Firefox differently
            install(name)
    if not missing():
        return 0
    print(
        f"The tests in other engines need {', '.join(missing())}. Install with your system's "
        "package manager, for example: sudo apt-get install webkit2gtk-driver xvfb firefox-esr",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
