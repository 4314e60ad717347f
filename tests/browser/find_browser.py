"""The browser of the browser tests: found, or installed, or asked for in one sentence.

Looked for in this order: a Chromium or Chrome on PATH; the browser that Playwright has downloaded
or can download; as root on Debian or Ubuntu, the distribution's package.
"""

import os
import shutil
import subprocess
import sys

from playwright.sync_api import Error, sync_playwright

from tests.packages import ensure

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def on_path() -> str | None:
    """Return the Chromium or Chrome that PATH offers."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def starts(executable: str | None) -> bool:
    """Tell whether the browser starts; None stands for Playwright's own."""
    try:
        with sync_playwright() as playwright:
            launch(playwright, executable).close()
    except Error:
        return False
    return True


# Of several lists Chromium reads the last: it has to repeat Playwright's own. The two popups belong
# to the address bar, which nobody sees; each window would load them as pages of their own.
OFF = (
    "AvoidCorsURLLoaderRestartOnRedirect,AvoidUnnecessaryBeforeUnloadCheckSync,"
    "DestroyProfileOnBrowserClose,HttpsFirstBalancedModeAutoEnable,HttpsUpgrades,LensOverlay,"
    "MediaRouter,NetworkTimeServiceQuerying,OptimizationHints,PaintHolding,PreconnectToSearch,"
    "ThirdPartyStoragePartitioning,WebUIOmniboxAimPopup,WebUIOmniboxPopup"
)


def launch(playwright, executable: str | None, *arguments: str):
    """Start the browser headless, with WebGL in software."""
    sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    # For WebGL alone: a page drawn by it too costs several times as much as one drawn without.
    webgl = ["--enable-unsafe-swiftshader"]
    # The pages of one profile are drawn in one process, which keeps the scripts that it compiled.
    shared = ["--process-per-site", "--disable-site-isolation-trials"]
    quiet = ["--disable-background-networking", "--no-first-run", f"--disable-features={OFF}"]
    return playwright.chromium.launch(
        executable_path=executable, args=[*sandbox, *webgl, *shared, *quiet, *arguments]
    )


def _download() -> None:
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def is_there() -> bool:
    """Tell whether a browser starts, one on PATH or Playwright's own."""
    return any(map(starts, dict.fromkeys((on_path(), None))))


if __name__ == "__main__":
    sys.exit(ensure("The browser tests need a Chromium", "chromium", is_there, [_download]))
