"""Take the overview's small pictures from a running dashboard: ``python docs/make_thumbnails.py``.

Needs what the tests need (`make test` installs it). Each is what the first picture of a view draws
between its axes, without words, which nobody could read at that size and one of the languages only
could say.
"""

import base64
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from playwright.sync_api import sync_playwright  # noqa: E402

from pages.shared.catalogue import VIEWS  # noqa: E402
from tests.browser.conftest import Visit, serving  # noqa: E402
from tests.browser.find_browser import launch, on_path  # noqa: E402

TARGET = HERE.parent / "pages" / "opening" / "thumbnails"
WIDTH, HEIGHT, QUALITY = 400, 240, 0.6
WORDLESS = "svg text { visibility: hidden !important }"
PLOT = ".js-plotly-plot :is(.nsewdrag, .gl-container canvas)"
SHRINK = """async ([png, width, height, quality]) => {
  const image = new Image()
  image.src = 'data:image/png;base64,' + png
  await image.decode()
  const canvas = Object.assign(document.createElement('canvas'), { width, height })
  const scale = Math.min(width / image.width, height / image.height)
  const context = canvas.getContext('2d')
  context.imageSmoothingQuality = 'high'
  const [w, h] = [image.width * scale, image.height * scale]
  context.drawImage(image, (width - w) / 2, (height - h) / 2, w, h)
  return canvas.toDataURL('image/webp', quality)
}"""


def main(only: list[str]) -> None:
    """Write a WebP for each view, or for those that are named."""
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder)) as server,
        sync_playwright() as playwright,
    ):
        TARGET.mkdir(exist_ok=True)
        browser = launch(playwright, on_path())
        for entry in VIEWS:
            if only and entry.url_path not in only:
                continue
            page = browser.new_page(viewport={"width": 1100, "height": 800})
            page.goto(f"{server.address}/{entry.url_path}")
            Visit(page).settle()
            page.wait_for_load_state("networkidle")
            page.add_style_tag(content=WORDLESS)
            png = page.locator(PLOT).first.screenshot()
            given = [base64.b64encode(png).decode(), WIDTH, HEIGHT, QUALITY]
            webp = page.evaluate(SHRINK, given).partition(",")[2]
            (TARGET / f"{entry.url_path}.webp").write_bytes(base64.b64decode(webp))
            page.close()


if __name__ == "__main__":
    main(sys.argv[1:])
