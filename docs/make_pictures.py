"""Take the README's pictures from a running dashboard: ``python docs/make_pictures.py``.

Needs what the tests need (`make test` installs it).
"""

import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from playwright.sync_api import sync_playwright  # noqa: E402

from tests.browser.conftest import Visit, serving  # noqa: E402
from tests.browser.find_browser import launch, on_path  # noqa: E402

PICTURES = {
    "logit-gradient": "/logit-gradient?logit=-4",
    "live-fit": "/live-fit",
    "loss-surface": "/loss-surface?surface-data=trap&curvature=true&descent=60",
    "two-outcomes": "/two-outcomes",
}


def main() -> None:
    """Write one PNG for each view."""
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder)) as server,
        sync_playwright() as playwright,
    ):
        browser = launch(playwright, on_path())
        for name, path in PICTURES.items():
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            page.goto(server.address + path)
            visit = Visit(page)
            visit.settle()
            page.wait_for_load_state("networkidle")
            page.screenshot(path=HERE / f"{name}.png")


if __name__ == "__main__":
    main()
