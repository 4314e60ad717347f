"""A lecture in a hall: projector, speaker's screen and three phones, each in its browser."""

import io
import re
from collections.abc import Callable

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from pages.lectures import reading
from tests.browser.test_lecture import arrive, assert_all_is_in_sight, settle_in_hall, stage

SLUG = "why-cross-entropy"
LECTURE = reading.read(SLUG)
STOPS = reading.stops(LECTURE)
CHOICES, GUESS, PLAIN = 1, 2, 3
PHONE = {"width": 390, "height": 844}
PROJECTOR = {"width": 1280, "height": 720}
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 20_000}
OFFLINE = "ERR_INTERNET_DISCONNECTED"


@pytest.fixture
def open_light(new_visit, server) -> Callable[..., Page]:
    """Open a light page, whose line may be lost."""

    def open_(path, **viewport):
        address = f"{server.address}/{path}"
        return new_visit(address, forgiven=OFFLINE, viewport=viewport or PHONE).page

    return open_


@pytest.fixture
def projector(visit):
    """Open a hall from the overview, and arrive at the first question."""
    return open_hall(visit("/", viewport=PROJECTOR))


@pytest.fixture
def phone(open_light, projector):
    """Join the hall with a phone."""
    return lambda: open_light(f"hall/{code_of(projector)}")


def open_hall(seen):
    """Open a hall from the overview, and arrive at the first question."""
    seen.page.get_by_role("button", name="Open the hall").last.click()
    settle_in_hall(seen)
    arrive(seen, LECTURE, STOPS[0])
    expect(room(seen)).to_be_visible()
    return seen


def room(seen):
    return seen.page.locator(".presenter .room")


def code_of(seen):
    expect(room(seen)).to_have_text(re.compile(r"^[A-Z]{6} · \d+$"))
    return room(seen).inner_text().split()[0]


def line(seen, words):
    expect(seen.page.locator(".line .told")).to_have_text(words)


def next_key(seen, key="PageDown"):
    seen.page.keyboard.press(key)


def part(page, name):
    return page.locator(f"[data-part={name}]")


def says(page, name, words):
    expect(part(page, name)).to_contain_text(words)


def choose(page, k):
    page.locator(".choice").nth(k).click()
    says(page, "status", "Answer received.")


def guess(page, value):
    handle = part(page, "handle")
    expect(handle).to_be_visible()
    handle.fill(str(value))
    part(page, "send").click()
    says(page, "status", "Answer received.")


def slow(page):
    """Let a phone's line be that of the last row."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW)


def shares(seen):
    return seen.page.locator(".votes .share").all_inner_texts()


def open_speaker(seen, open_light):
    """Open the speaker's screen by the link of the dialog."""
    room(seen).click()
    link = seen.page.get_by_role("link", name="Speaker’s screen").get_attribute("href")
    seen.page.get_by_role("button", name="Back to the lecture").click()
    return open_light(re.sub(r"^https?://[^/]+/", "", link), **PROJECTOR)


def test_a_hall_answers_talks_and_is_told_the_truth(projector, phone, open_light):
    reloads, loses, is_slow = phone(), phone(), phone()
    slow(is_slow)
    speaker = open_speaker(projector, open_light)
    for page in (reloads, loses, is_slow):
        says(page, "ask", LECTURE.scenes[0].ask)
    expect(room(projector)).to_have_text(re.compile("· 3$"))

    choose(reloads, 0)
    choose(loses, 1)
    line(projector, "2 of 3 answered")
    choose(is_slow, 1)
    line(projector, "3 of 3 answered")
    expect(projector.page.locator(".votes")).to_be_hidden()

    next_key(projector)
    expect(projector.page.locator(".votes .row")).to_have_count(4)
    assert shares(projector) == ["33 % (1)", "67 % (2)", "0 % (0)", "0 % (0)"]
    talk = projector.page.get_by_role("button", name="Let them talk, vote again")
    expect(talk).to_be_visible()
    assert_all_is_in_sight(projector)
    reloads.reload()
    says(reloads, "status", "The vote is closed. Your answer counts.")

    loses.context.set_offline(True)
    says(loses, "line", "Connection lost")
    next_key(projector, "v")
    expect(projector.page.locator(".votes")).to_be_hidden()
    choose(reloads, 1)
    choose(is_slow, 1)
    loses.context.set_offline(False)
    says(loses, "status", "Talk to your neighbours, then vote again.")
    choose(loses, 1)
    line(projector, "3 of 3 answered")

    next_key(projector)
    expect(projector.page.locator(".votes .share").nth(3)).to_have_text("2nd vote 100 % (3)")
    assert shares(projector)[:3] == ["1st vote 33 % (1)", "2nd vote 0 % (0)", "1st vote 67 % (2)"]
    projector.page.reload()
    expect(projector.page.locator(".votes .share")).to_have_count(8)

    next_key(projector)
    arrive(projector, LECTURE, STOPS[1])
    line(projector, "a 33 → 0 % b ✓ 67 → 100 % c 0 → 0 % d 0 → 0 %")
    assert_all_is_in_sight(projector)
    for page in (reloads, loses, is_slow):
        says(page, "verdict", "Right. The answer is b.")

    part(speaker, "on").click()
    arrive(projector, LECTURE, STOPS[2])
    for page, value in ((reloads, -0.7), (loses, -0.9), (is_slow, 6)):
        expect(part(page, "picture")).to_have_js_property("naturalWidth", 1000)
        guess(page, value)
    line(projector, "3 of 3 answered")
    expect(projector.page.locator("svg.guesses")).to_have_count(0)
    next_key(projector)
    expect(projector.page.locator("svg.guesses rect")).not_to_have_count(0)
    next_key(projector)
    arrive(projector, LECTURE, STOPS[3])
    line(projector, "67 % of the hall were right")
    expect(projector.page.locator("svg.guesses line")).to_have_count(1)
    says(is_slow, "verdict", "Not right.")

    for _ in range(3):
        next_key(projector)
    next_key(projector, "PageUp")
    arrive(projector, LECTURE, STOPS[5])
    for page in (reloads, loses, is_slow):
        says(page, "place", "Scene 4 of 9")
    says(speaker, "headline", LECTURE.scenes[3].headline)


def test_the_handle_of_a_phone_stands_where_the_picture_s_axis_says(projector, phone):
    page = phone()
    projector.page.locator(".presenter .list").click()
    projector.page.get_by_role("button", name=LECTURE.scenes[GUESS - 1].headline).click()
    arrive(projector, LECTURE, STOPS[2])
    expect(part(page, "picture")).to_have_js_property("naturalWidth", 1000)
    handle = part(page, "handle")
    expect(handle).to_be_visible()
    assert [handle.get_attribute(name) for name in ("min", "max", "step")] == ["-10", "10", "0.1"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_picture_for_phones_is_light_down_to_its_grid(visit, open_light, server, scheme):
    projector = open_hall(visit("/", viewport=PROJECTOR, color_scheme=scheme))
    picture = part(open_light(f"hall/{code_of(projector)}"), "picture")
    expect(picture).to_have_js_property("naturalWidth", 1000)
    answer = projector.page.request.get(server.address + picture.get_attribute("src"))
    pixels = Image.open(io.BytesIO(answer.body())).convert("L")
    across, down = pixels.size
    rows = [[pixels.getpixel((x, y)) for x in range(0, across, 10)] for y in range(down)]
    dark = [sum(value < 160 for value in row) / len(row) for row in rows]
    assert max(dark) < 0.4  # a line of the grid goes through four fifths of it
    assert max(dark) > 0.02


def test_the_code_of_the_hall_is_read_in_the_last_row(projector, server):
    code = code_of(projector)
    room(projector).click()
    dialog = projector.page.get_by_role("dialog", name="Hall")
    expect(dialog.locator(".letters")).to_have_text(code)
    image = dialog.locator("img")
    expect(image).to_have_js_property("complete", True)
    expect(image).not_to_have_js_property("naturalWidth", 0)
    picture = Image.open(io.BytesIO(image.screenshot()))
    assert picture.height > 500
    (found,) = zxingcpp.read_barcodes(picture)
    assert found.text == f"{server.address}/hall/{code}"
    next_key(projector)
    arrive(projector, LECTURE, STOPS[0])


def test_answers_are_saved_and_the_hall_is_closed(projector, phone):
    page = phone()
    choose(page, 1)
    room(projector).click()
    with projector.page.expect_download() as saved:
        projector.page.get_by_role("button", name="Save the answers").click()
    assert saved.value.suggested_filename == f"answers-{code_of(projector)}.csv"
    assert "Cross-entropy,1" in saved.value.path().read_text(encoding="utf-8-sig")
    projector.page.get_by_role("button", name="Close the hall").click()
    projector.page.get_by_role("button", name="Close, delete the answers").click()
    line(projector, "The hall is closed.")
    expect(room(projector)).to_be_hidden()
    expect(page.locator("body")).to_contain_text("The hall is closed.")
    next_key(projector)
    arrive(projector, LECTURE, STOPS[1])


def test_a_code_that_is_typed_leads_to_the_hall(visit, server):
    seen = visit("/")
    seen.page.get_by_label("Code of a hall").fill("abc def")
    with seen.page.expect_navigation(url=f"{server.address}/hall/ABCDEF"):
        seen.page.get_by_role("button", name="Join").click()
    seen.errors.clear()  # there is no such hall, which its events answer with 404


def test_without_a_hall_nothing_is_asked_of_one(visit):
    seen = stage(visit, SLUG)
    asked = []
    seen.page.on("request", lambda request: asked.append(request.url))
    for _ in range(2):
        next_key(seen)
    arrive(seen, LECTURE, STOPS[2])
    assert not [url for url in asked if "/room" in url]
    expect(room(seen)).to_be_hidden()
