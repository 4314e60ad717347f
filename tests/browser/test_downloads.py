"""What a visitor takes away, and what a course site shows: files opened, and a page in a page."""

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

# What a picture holds, read back by the browser: its size, and its pixels by colour.
PICTURE = """async (bytes) => {
  const blob = new Blob([Uint8Array.from(bytes)], { type: 'image/png' })
  const image = await createImageBitmap(blob)
  const canvas = new OffscreenCanvas(image.width, image.height)
  const pen = canvas.getContext('2d')
  pen.drawImage(image, 0, 0)
  const colors = {}
  const raw = new Uint32Array(pen.getImageData(0, 0, image.width, image.height).data.buffer)
  for (const color of raw) colors[color] = (colors[color] ?? 0) + 1
  return { size: [image.width, image.height], colors }
}"""
# Where everything of the first chart stands.
MOVED = """() => JSON.stringify(
  window.lecture.driven.get(document.querySelector('.js-plotly-plot')).traces()
    .map(({ x }) => (ArrayBuffer.isView(x) ? [...x] : x)))"""


def downloaded(seen, button: str, folder: Path) -> Path:
    """Press a button of the popover; return the file that comes."""
    with seen.page.expect_download() as coming:
        seen.page.get_by_role("button", name=button).first.click()
    path = folder / coming.value.suggested_filename
    coming.value.save_as(path)
    return path


def opened(visit, path: str, **profile):
    """Open a page and its downloads."""
    seen = visit(path, **profile)
    seen.page.get_by_role("button", name="Download", exact=True).click()
    seen.page.get_by_role("button", name="Interactive page").wait_for()
    return seen


def colors(seen, path: Path) -> dict[str, int]:
    """Read a picture of slide size; return how many pixels have each colour, as #rrggbb."""
    found = seen.page.evaluate(PICTURE, list(path.read_bytes()))
    assert found["size"] == [1920, 1080]
    return {
        "#" + int(color).to_bytes(4, "little")[:3].hex(): count
        for color, count in found["colors"].items()
    }


@pytest.mark.parametrize(
    ("scheme", "paper", "ink"), [("light", "#ffffff", "#0c1014"), ("dark", "#14171a", "#e8ebee")]
)
def test_a_picture_has_slide_size_and_the_colours_of_the_page(visit, tmp_path, scheme, paper, ink):
    seen = opened(visit, "/logit-gradient", color_scheme=scheme)
    path = downloaded(seen, "PNG: Slope of each loss", tmp_path)
    assert path.name == "logit-gradient-slopes.png"
    found = colors(seen, path)
    assert max(found, key=found.get) == paper
    assert found[ink] > 3_000  # the words
    assert found["#0072b2"] > 3_000  # the line of cross-entropy


def test_a_vector_picture_carries_its_own_words_and_the_place_of_the_marker(visit, tmp_path):
    seen = opened(visit, "/logit-gradient?logit=-3")
    path = downloaded(seen, "SVG: Slope of each loss", tmp_path)
    root = ElementTree.fromstring(path.read_text())
    assert [root.get(name) for name in ("width", "height")] == ["1920", "1080"]
    texts = list(root.iter("{http://www.w3.org/2000/svg}text"))
    words = ["".join(text.itertext()) for text in texts]
    assert "logit z" in words
    assert "BCE 0.953" in words
    fills = {re.search(r"fill: ([^;]+)", text.get("style"))[1] for text in texts}
    assert fills == {"rgb(12, 16, 20)", "none"}


def test_a_picture_in_space_is_drawn_with_its_surface(visit, tmp_path):
    seen = opened(visit, "/loss-surface")
    path = downloaded(seen, "PNG: Mean half squared error over", tmp_path)
    assert path.name.startswith("loss-surface-surface-left")
    found = colors(seen, path)
    assert sum(count for color, count in found.items() if color != "#ffffff") > 100_000


def test_numbers_come_as_the_page_stands(visit, tmp_path):
    seen = opened(visit, "/two-outcomes?p=0.9")
    path = downloaded(seen, "Numbers (CSV)", tmp_path)
    assert path.name == "two-outcomes.csv"
    lines = path.read_text().splitlines()
    assert lines[0] == "chart,trace,step,x,y,z,text"
    (row,) = (line for line in lines if line.startswith("sums,H,0.5,0.0,"))
    assert float(row.split(",")[4]) == pytest.approx(0.325083, abs=1e-6)  # H(0.9) in nats


def note(message, complaints: list[str]) -> None:
    """Keep an error; a browser without a graphics card warns that reading pixels is slow."""
    if message.type == "error":
        complaints.append(message.text)


@pytest.fixture
def desk(browser) -> Iterator:
    """Open a browser without a network; what it asks for and complains of is collected."""
    page = browser.new_context(offline=True).new_page()
    page.requests, page.complaints = [], []
    page.on("request", lambda request: page.requests.append(request.url))
    page.on("console", lambda message: note(message, page.complaints))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    page.context.close()


@pytest.mark.parametrize("path", ["/live-fit?step=20", "/loss-surface"])
def test_the_page_in_one_file_plays_without_a_network(visit, desk, tmp_path, path):
    seen = opened(visit, path)
    question = seen.page.locator("h1").first.inner_text()
    sentence = seen.page.locator(".motion .caption").inner_text()
    file = downloaded(seen, "Interactive page", tmp_path)
    seen.page.close()
    desk.goto(file.as_uri())
    expect(desk.locator("h1")).to_have_text(question)
    caption = desk.locator(".motion .caption")
    expect(caption).to_have_text(sentence)
    desk.wait_for_function(
        """() => [...document.querySelectorAll('.js-plotly-plot')]
                 .every((chart) => window.lecture.driven.has(chart))"""
    )
    before = desk.evaluate(MOVED)
    desk.get_by_role("button", name="Play").click()
    expect(caption).not_to_have_text(sentence)
    desk.wait_for_function(f"(before) => ({MOVED})() !== before", arg=before)
    assert desk.requests == [file.as_uri()]
    assert desk.complaints == []


# A page in a page

COURSE = """<title>Course</title>
<iframe src="{}/logit-gradient?embed=true&logit=-2" width="900" height="700"></iframe>"""


def test_a_course_site_shows_picture_controls_and_explanation_only(browser, server):
    page = browser.new_page(viewport={"width": 1000, "height": 800})
    page.goto(server.address + "/_stcore/health")  # a page of any kind
    page.set_content(COURSE.format(server.address))
    view = page.frame_locator("iframe")
    expect(view.locator(".motion .caption")).to_contain_text("At z = −2.0")
    expect(view.locator(".st-key-slopes .main-svg").first).to_be_visible()
    expect(view.get_by_test_id("stNumberInput").first).to_be_visible()
    expect(view.get_by_text("Why p (1 − p) cancels")).to_be_visible()
    expect(view.locator("h1")).to_be_visible()
    for hidden in ("Copy link", "Download", "Overview", "One neuron"):
        expect(view.get_by_text(hidden, exact=True).first).to_be_hidden()
    expect(view.get_by_text("Text size")).to_be_hidden()
    page.close()


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/", "Cross-entropy or squared error?"),
        ("/logit-gradient", "Slope in the logit · Cross-entropy or squared error?"),
        ("/softmax", "Softmax · Cross-entropy or squared error?"),
    ],
)
def test_the_title_names_the_view(visit, path, title):
    expect(visit(path).page).to_have_title(title)
