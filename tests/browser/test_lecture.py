"""A lecture as it is given: by a clicker, on a projector, with phones in the last row."""

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from pages.lectures import reading
from pages.shared import frame, presenter
from tests.browser.conftest import serving

HALLS = {"projector": (1280, 720), "screen": (1920, 1080)}


def stage(visit, slug, number=1, reveal="", hall="projector", more=""):
    """Open a scene, alone on the screen of a hall."""
    width, height = HALLS[hall]
    lecture = reading.read(slug)
    stop = reading.Stop(number, bool(lecture.scenes[number - 1].ask) and not reveal)
    link = reading.address(lecture, stop)
    seen = visit(f"/{link}{more}", viewport={"width": width, "height": height})
    settle_in_hall(seen, hall)
    return seen


def settle_in_hall(seen, hall="projector"):
    """Wait for the size of the hall, which the screen tells after the first picture."""
    root = {"projector": "24px", "screen": "36px"}[hall]
    seen.page.wait_for_function(
        "(size) => getComputedStyle(document.documentElement).fontSize === size", arg=root
    )
    seen.settle()


def arrive(seen, lecture, stop):
    """Wait until a stop is on screen."""
    scene = lecture.scenes[stop.number - 1]
    count = f"{stop.number} / {len(lecture.scenes)}"
    expect(seen.page.get_by_role("heading", level=1)).to_have_text(scene.headline)
    expect(seen.page.locator(".presenter .list")).to_have_text(count)
    words = scene.ask if stop.is_asking else scene.notice
    expect(seen.page.locator(".st-key-stage p").first).to_have_text(words)
    offered = scene.choices if stop.is_asking else []
    expect(seen.page.locator(".st-key-stage .choices li")).to_have_text(offered)
    seen.settle()


def assert_all_is_in_sight(seen):
    """Headline, picture, sentence and the control are on screen, and nothing is below."""
    height = seen.page.viewport_size["height"]
    main = seen.page.get_by_test_id("stMain")
    seen.page.wait_for_function(
        "(main) => main.scrollHeight <= main.clientHeight", arg=main.element_handle()
    )
    parts = seen.page.locator(".st-key-stage h1, .st-key-picture .js-plotly-plot, .motion .bar")
    for part in parts.all():
        box = part.bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= height


# The long one is walked through in English with a hall open: projector/test_course.py.
@pytest.mark.parametrize(("slug", "language"), [("why-cross-entropy", "en"), ("full-course", "zh")])
def test_a_clicker_walks_from_the_first_to_the_last_scene(visit, slug, language):
    lecture = reading.read(slug, language)
    seen = stage(visit, slug, more="" if language == "en" else f"&lang={language}")
    for stop in reading.stops(lecture):
        arrive(seen, lecture, stop)
        assert_all_is_in_sight(seen)
        caption = seen.page.locator(".motion .caption")
        scene = lecture.scenes[stop.number - 1]
        hidden = stop.is_asking and (bool(scene.choices) or "sentence" in scene.hide)
        assert caption.is_visible() != hidden
        seen.page.keyboard.press("PageDown")
    arrive(seen, lecture, reading.stops(lecture)[-1])
    seen.page.keyboard.press("PageUp")
    arrive(seen, lecture, reading.stops(lecture)[-2])


def test_a_large_screen_shows_the_same_larger(visit):
    lecture = reading.read("why-cross-entropy")
    seen = stage(visit, lecture.slug, hall="screen")
    for stop in reading.stops(lecture):
        arrive(seen, lecture, stop)
        assert_all_is_in_sight(seen)
        seen.page.keyboard.press("PageDown")


def test_the_clicker_works_from_a_slider_and_fast_presses_are_counted(visit):
    lecture = reading.read("why-cross-entropy")
    seen = stage(visit, lecture.slug)
    seen.page.locator(".motion .range").focus()
    for _ in range(4):
        seen.page.keyboard.press("PageDown")
    arrive(seen, lecture, reading.stops(lecture)[4])
    seen.page.locator(".motion .range").focus()
    seen.page.keyboard.press("ArrowRight")
    seen.page.wait_for_url(re.compile(r"logit="))
    arrive(seen, lecture, reading.stops(lecture)[4])
    seen.page.locator("h1").click()
    seen.page.keyboard.press("ArrowRight")
    arrive(seen, lecture, reading.stops(lecture)[5])


@pytest.mark.parametrize(("link", "is_asking"), [("scene=7", True), ("scene=7&reveal=1", False)])
def test_a_short_link_opens_the_scene_with_its_page_and_settings(visit, link, is_asking):
    lecture = reading.read("full-course")
    hall = {"width": 1280, "height": 720}
    seen = visit(f"/?lecture=full-course&{link}", viewport=hall)
    arrive(seen, lecture, reading.Stop(7, is_asking))
    seen.page.wait_for_url("**/loss-surface?*view=contour*")
    assert ("curvature=true" in seen.page.url) != is_asking
    seen.page.keyboard.press("PageUp")
    arrive(seen, lecture, reading.stops(lecture)[7 if is_asking else 8])


def test_a_reload_in_mid_lecture_shows_the_same_scene(visit):
    lecture = reading.read("why-cross-entropy")
    seen = stage(visit, lecture.slug)
    for _ in range(3):
        seen.page.keyboard.press("PageDown")
    arrive(seen, lecture, reading.stops(lecture)[3])
    seen.page.reload()
    arrive(seen, lecture, reading.stops(lecture)[3])


def test_back_to_the_scene_restores_it(visit):
    seen = stage(visit, "why-cross-entropy", 6, reveal="1")
    caption = seen.page.locator(".motion .caption")
    before = caption.inner_text()
    seen.page.locator(".motion .range").focus()
    seen.page.keyboard.press("Home")
    expect(caption).to_contain_text("Step 0,")
    seen.page.wait_for_url(re.compile(r"step=0"))
    seen.page.get_by_role("button", name="Back to the scene").click()
    expect(caption).to_have_text(before)


def test_the_list_of_scenes_jumps_and_nothing_moves_behind_it(visit):
    lecture = reading.read("why-cross-entropy")
    seen = stage(visit, lecture.slug)
    seen.page.locator(".presenter .list").click()
    seen.page.keyboard.press("PageDown")
    arrive(seen, lecture, reading.stops(lecture)[0])
    seen.page.get_by_role("button", name=lecture.scenes[4].headline).click()
    arrive(seen, lecture, reading.Stop(5, False))


def test_the_code_opens_the_view_on_a_phone_without_presenting(visit):
    seen = stage(visit, "why-cross-entropy", 6, reveal="1")
    caption = seen.page.locator(".motion .caption").inner_text()
    seen.page.get_by_role("button", name="Share").click()
    dialog = seen.page.get_by_role("dialog", name="This view on your phone")
    code = dialog.locator("img")
    expect(code).to_be_visible()
    seen.page.keyboard.press("PageDown")
    picture = Image.open(io.BytesIO(code.screenshot()))
    assert picture.height > 400
    (found,) = zxingcpp.read_barcodes(picture)
    assert found.text == dialog.locator("code").inner_text()
    assert "lecture" not in found.text
    address, path = re.match(r"(http://[^/]+)(/.*)", found.text).groups()
    phone = visit(path, address=address, viewport={"width": 390, "height": 844})
    expect(phone.page.locator(".motion .caption")).to_have_text(caption)
    expect(phone.page.locator(".presenter")).to_have_count(0)


def test_the_end_leads_to_the_view_itself(visit):
    lecture = reading.read("why-cross-entropy")
    seen = stage(visit, lecture.slug, len(lecture.scenes))
    seen.page.get_by_role("button", name="End the lecture").click()
    expect(seen.page.get_by_role("heading", level=1)).to_have_text(
        "Where does cross-entropy come from?"
    )
    expect(seen.page.locator(".presenter")).to_have_count(0)
    seen.page.go_back()
    arrive(seen, lecture, reading.stops(lecture)[-2])
    seen.page.keyboard.press("PageDown")
    arrive(seen, lecture, reading.stops(lecture)[-1])


def test_a_lecture_begins_on_the_overview(visit):
    seen = visit("/")
    seen.page.get_by_role("button", name="Present").last.click()
    lecture = reading.read(reading.slugs()[-1])
    arrive(seen, lecture, reading.stops(lecture)[0])


def test_below_a_path_lecture_and_code_keep_the_address(visit, tmp_path):
    lecture = reading.read("why-cross-entropy")
    with serving(tmp_path, below="/course/losses") as server:
        seen = visit(
            f"/{reading.address(lecture, reading.Stop(1, True))}",
            address=server.address,
            viewport={"width": 1280, "height": 720},
        )
        for stop in reading.stops(lecture)[:3]:
            arrive(seen, lecture, stop)
            seen.page.keyboard.press("PageDown")
        arrive(seen, lecture, reading.stops(lecture)[3])
        seen.page.get_by_role("button", name="Share").click()
        link = seen.page.get_by_role("dialog").locator("code").inner_text()
        assert link == f"{server.address}/logit-gradient"
        assert not server.complaints()


def test_the_link_is_the_one_that_people_see_on_community_cloud(visit):
    seen = visit("/logit-gradient?logit=4")
    seen.page.evaluate("history.replaceState({}, '', `/~/+${location.pathname}${location.search}`)")
    seen.page.get_by_role("button", name="Show QR code").click()
    link = seen.page.get_by_role("dialog").locator("code")
    expect(link).to_have_text(re.sub(r"/~/[+]", "", seen.page.url))
    assert "~" not in link.inner_text()


def test_the_handout_draws_every_picture_and_prints(new_visit, server):
    lecture = reading.read("why-cross-entropy")
    address = f"{server.address}/handout?of={lecture.slug}&notes=true"
    page = new_visit(address, viewport={"width": 1280, "height": 900}).page
    expect(page.locator(".progress")).to_contain_text("All pictures are drawn", timeout=120_000)
    expect(page.locator("section")).to_have_count(len(lecture.scenes))
    for section, scene in zip(page.locator("section").all(), lecture.scenes, strict=True):
        expect(section.locator("h2")).to_contain_text(scene.headline)
        expect(section).to_contain_text(scene.notes.strip().splitlines()[0])
        assert section.locator("li").all_inner_texts() == scene.choices
        assert section.locator("img").count() >= 2
        assert section.locator("img").first.evaluate("(image) => image.naturalWidth") > 300
    printed = page.pdf(format="A4")
    assert printed.count(b"/Type /Page\n") >= 3


def test_a_scene_shows_the_control_with_titles_and_not_the_one_with_slugs(browser):
    """The rows of controls as Streamlit builds them: losses with titles, slope with slugs alone."""
    scene = replace(reading.read("why-cross-entropy").scenes[0], controls=["losses", "slope"])
    slugs = '<div data-testid="stLayoutWrapper"><div class="st-key-slugs-{0}">{1}</div></div>'
    control = '<div class="st-key-{0}" data-testid="stElementContainer"><button>{0}</button></div>'
    row = [
        slugs.format("losses", control.format("losses")),
        control.format("losses-shown"),
        slugs.format("label", control.format("label")),
        control.format("label-shown"),
        control.format("slope"),
    ]
    page_style = (Path(frame.__file__).parent / "styles" / "page.css").read_text("utf-8")
    page = browser.new_page()
    page.set_content(
        f"<style>{page_style}{presenter._style(scene)}</style>"
        f'<div class="st-key-controls">{"".join(row)}</div>'
    )
    assert page.locator("button:visible").all_inner_texts() == ["losses-shown", "slope"]
    page.close()
