"""Each page as visitors meet it: cold by its link, copied, on a phone, in the hall, at night."""

import re

import pytest
from playwright.sync_api import expect

from pages.shared import text
from pages.shared.catalogue import OVERVIEW, REFERENCE, VIEWS
from pages.words.text import LANGUAGES
from tests.browser.conftest import APP, serving

PATHS = {"/": OVERVIEW, **{f"/{entry.url_path}": entry for entry in VIEWS}}
# What the frame does for every page is looked at on pages whose pictures differ in kind.
KINDS = ["/", "/logit-gradient", "/loss-surface", "/live-fit", "/loaded-die", "/success-map"]

# Runs before anything of the page: remembers what was seen even for a moment.
WATCH = """
window.flashed = []
const unwanted = '[role=dialog], [data-testid=stSidebarNav], [data-testid=stException]'
new MutationObserver(() => {
  for (const found of document.querySelectorAll(unwanted)) window.flashed.push(found.outerHTML)
}).observe(document, { childList: true, subtree: true })
"""
HOSTILE = ("1e999", "%3Cscript%3Ealert(1)%3C/script%3E" + "x" * 6000)

WORDS_IN_PICTURES = """() =>
  [...document.querySelectorAll('[data-testid=stPlotlyChart] :is(.main-svg, .marks) text')]
    .filter((word) => word.textContent.trim() && word.getBoundingClientRect().width)"""
GROUND = "() => getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
SMALLEST_WORD = f"""() => Math.min(...({WORDS_IN_PICTURES})()
  .map((word) => parseFloat(getComputedStyle(word).fontSize)))"""
CLIPPED_WORDS = f"""() => ({WORDS_IN_PICTURES})().filter((word) => {{
  const box = word.getBoundingClientRect()
  const chart = word.closest('.js-plotly-plot').getBoundingClientRect()
  return box.left < chart.left - 1 || box.right > chart.right + 1 ||
    box.top < chart.top - 1 || box.bottom > chart.bottom + 1
}}).map((word) => word.textContent)"""


def question(path):
    """Return the question that stands on a page."""
    return text.read(str(APP.parent / PATHS[path].script)).question


@pytest.fixture
def watched(browser, request):
    """Return a browser context in which nothing may flash."""
    context = browser.new_context()
    context.add_init_script(WATCH)
    yield context
    context.close()


@pytest.mark.parametrize("path", KINDS)
def test_a_cold_server_shows_the_page_of_its_first_link(watched, tmp_path, path):
    with serving(tmp_path) as cold:
        page = watched.new_page()
        errors = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(cold.address + path)
        expect(page.get_by_role("heading", level=1)).to_have_text(question(path))
        page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
        assert page.evaluate("window.flashed") == []
        assert not errors
        assert not cold.complaints()


@pytest.mark.parametrize("path", KINDS)
def test_hostile_links_open_the_page_with_its_defaults(visit, path):
    plain = visit(path)
    defaults = plain.page.locator(".motion .caption").inner_text()
    keys = plain.page.evaluate(
        """() => [...document.querySelectorAll('[class*=st-key-]')].flatMap((element) =>
             [...element.classList].filter((name) => name.startsWith('st-key-')))"""
    )
    names = [*sorted({key.removeprefix("st-key-") for key in keys}), "camera"]
    for value in HOSTILE:
        link = "&".join(f"{name}={value[: 6000 // len(names)]}" for name in names)
        attacked = visit(f"{path}?{link}")
        expect(attacked.page.locator(".motion .caption")).to_have_text(defaults)
        expect(attacked.page.get_by_role("heading", level=1)).to_have_text(question(path))


@pytest.mark.parametrize("path", PATHS)
def test_a_phone_shows_everything_without_scrolling_sideways(visit, path):
    phone = visit(path, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True).page
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert phone.evaluate(CLIPPED_WORDS) == []
    assert phone.evaluate(SMALLEST_WORD) >= 14
    handle = phone.locator(".motion .range")
    handle.scroll_into_view_if_needed()
    assert handle.bounding_box()["width"] > 100


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_row_of_controls_is_one_line(visit, language):
    desk = visit(f"/live-fit?lang={language}").page
    tops = desk.locator(".st-key-controls").evaluate("""(row) => [...row.children]
        .map((control) => control.getBoundingClientRect())
        .filter(({ width }) => width > 1).map(({ bottom }) => Math.round(bottom))""")
    assert len(tops) > 5
    assert len({*tops}) == 1


@pytest.mark.parametrize("entry", REFERENCE, ids=lambda entry: entry.url_path)
def test_a_page_without_pictures_fits_a_phone(visit, entry):
    profile = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    phone = visit(f"/{entry.url_path}", has_charts=False, **profile).page
    expect(phone.get_by_role("heading", level=1)).to_be_visible()
    for fold in phone.locator("details summary").all():
        fold.click()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("path", PATHS)
def test_the_lecture_hall_sees_picture_and_control_without_scrolling(visit, path):
    hall = visit(f"{path}?size=large", viewport={"width": 1280, "height": 720}).page
    charts = hall.locator(".st-key-picture .js-plotly-plot")
    expect(charts.first).to_be_visible()
    for place in [*charts.all(), hall.locator(".motion .bar")]:
        box = place.bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 720
    assert hall.evaluate(SMALLEST_WORD) >= 20
    assert hall.evaluate(CLIPPED_WORDS) == []
    assert hall.evaluate("getComputedStyle(document.documentElement).fontSize") == "24px"
    expect(hall.get_by_test_id("stHeader")).to_be_hidden()


@pytest.mark.parametrize("path", KINDS)
def test_words_in_pictures_stand_out_in_both_themes(visit, path):
    page = visit(path, color_scheme="dark").page
    grounds = []
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function(f"(seen) => !seen.includes(({GROUND})())", arg=grounds)
        grounds.append(page.evaluate(GROUND))
        inks = page.evaluate(
            f"() => [...new Set(({WORDS_IN_PICTURES})().map((w) => getComputedStyle(w).fill))]"
        )
        assert inks
        assert all(contrast(ink, grounds[-1]) >= 4.5 for ink in inks), scheme


def contrast(*colors):
    """Return the ratio of luminances of two CSS colours, as WCAG 2 defines it."""
    bright, dark = sorted((luminance(color) for color in colors), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def luminance(color):
    """Return the relative luminance of ``rgb(r, g, b)``."""
    channels = [int(part) / 255 for part in re.findall(r"\d+", color)[:3]]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("path", KINDS)
def test_the_keyboard_alone_reaches_and_moves_the_control(visit, path):
    page = visit(path).page
    handle = page.locator(".motion .range")
    before = handle.input_value()
    for _ in range(60):
        page.keyboard.press("Tab")
        if handle.evaluate("(range) => range.matches(':focus-visible')"):
            break
    else:
        pytest.fail("the range input is not reached by the Tab key")
    forward = before != handle.get_attribute("max")
    page.keyboard.press("ArrowRight" if forward else "ArrowLeft")
    assert int(handle.input_value()) == int(before) + (1 if forward else -1)


def test_a_copied_link_restores_the_view_in_another_browser(visit):
    first = visit("/logit-gradient", permissions=["clipboard-read", "clipboard-write"]).page
    first.get_by_role("button", name="focal").click()
    first.get_by_role("radio", name="logarithm").click()
    first.wait_for_url(re.compile("slope=logarithm"))
    box = first.locator(".st-key-logit input")
    box.fill("-4.2")
    box.press("Enter")
    first.wait_for_url(re.compile("logit=-4.2"))
    caption = first.locator(".motion .caption", has_text="At z = −4.2")
    caption.wait_for()
    first.get_by_role("button", name="Copy link").click()
    expect(first.get_by_role("button", name="Link copied")).to_be_visible()
    link = first.evaluate("navigator.clipboard.readText()")
    assert link == first.url
    second = visit(link[link.index("/logit") :]).page
    expect(second.locator(".motion .caption")).to_have_text(caption.inner_text())
    expect(second.get_by_role("radio", name="logarithm")).to_be_checked()


def test_a_zoom_survives_a_change_of_the_controls(visit):
    page = visit("/logit-gradient").page
    chart = page.locator(".st-key-slopes .nsewdrag").first.bounding_box()
    page.mouse.move(chart["x"] + 100, chart["y"] + 50)
    page.mouse.down()
    page.mouse.move(chart["x"] + 300, chart["y"] + 200, steps=5)
    page.mouse.up()
    shown = "() => document.querySelector('.st-key-slopes .js-plotly-plot')._fullLayout.xaxis.range"
    zoomed = page.evaluate(shown)
    assert zoomed != [-10, 10]
    page.get_by_role("button", name="focal").click()
    page.locator(".motion .caption", has_text="focal").wait_for()
    page.wait_for_function(
        f"(zoomed) => `${{({shown})()}}` === zoomed", arg=str(zoomed)[1:-1].replace(" ", "")
    )
    page.get_by_role("button", name="Reset view").click()
    page.wait_for_function(f"() => `${{({shown})()}}` === '-10,10'")
