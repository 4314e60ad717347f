"""For everyone: by touch, by keyboard alone, without motion, in large letters, and unseen."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import TimeoutError, expect

# Pages whose pictures, controls and tables differ in kind.
TOUCHED = ["/logit-gradient", "/live-fit", "/loss-surface", "/margins"]
KEYED = ["/", "/live-fit", "/loss-surface", "/margins"]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
LOOKS = Path(__file__).with_name("everyone.js").read_text()
FRAME = "() => new Promise(requestAnimationFrame)"
POLLING = 200  # ms
LARGE_TEXT = ":root { font-size: 200% !important }"


class Person:
    """Someone at a page, with what can be asked of it (everyone.js)."""

    def __init__(self, visit):
        self.visit, self.page = visit, visit.page
        self.page.evaluate("(looks) => { (0, eval)(looks) }", LOOKS)
        self.handle = self.page.locator(".motion .range")

    def ask(self, question, *values):
        """Return the answer of one function of everyone.js."""
        return self.page.evaluate(f"(values) => window.everyone.{question}(...values)", values)

    def wait(self, condition):
        """Wait until an expression over the functions of everyone.js holds."""
        self.page.wait_for_function(f"() => window.everyone.{condition}", polling=POLLING)

    def finds_nothing(self, question):
        """Wait until a list stays empty, as it may not be while something opens; else show it."""
        try:
            self.wait(f"staysEmpty('{question}')")
        except TimeoutError as late:
            raise AssertionError(self.ask(question)) from late


class Finger:
    """One finger on the glass, as the browser's own events."""

    def __init__(self, page):
        self.page = page
        self.wire = page.context.new_cdp_session(page)

    def _touch(self, kind, *points):
        touched = [{"x": x, "y": y} for x, y in points]
        self.wire.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touched})
        self.page.evaluate(FRAME)

    def down(self, x, y):
        """Touch a place."""
        self._touch("touchStart", (x, y))

    def move(self, x, y):
        """Move to a place."""
        self._touch("touchMove", (x, y))

    def up(self):
        """Let go."""
        self._touch("touchEnd")

    def swipe(self, x, y, by):
        """Swipe down or up and rest before letting go, so that nothing rolls on."""
        self.down(x, y)
        for part in (0.2, 0.5, 0.8, 1, 1):
            self.move(x, y + part * by)
        self.up()


def bring(handle):
    """Bring the handle to the middle and wait until nothing above it moves it any more."""
    handle.evaluate("(range) => range.scrollIntoView({ block: 'center' })")
    handle.element_handle().wait_for_element_state("stable")


def thumb(handle):
    """Return where the round thing is that a finger takes."""
    box = handle.bounding_box()
    share = int(handle.input_value()) / int(handle.get_attribute("max"))
    radius = 16
    x = box["x"] + radius + share * (box["width"] - 2 * radius)
    return x, box["y"] + box["height"] / 2


def swiped(person, finger, x, y):
    """Swipe from a place and return by how much the page scrolled; no value may change."""
    kept, top = person.ask("kept"), person.ask("top")
    finger.swipe(x, y, 150 if top > 200 else -150)
    assert person.ask("kept") == kept
    return abs(person.ask("top") - top)


@pytest.mark.parametrize("path", TOUCHED)
def test_a_finger_scrolls_from_everywhere_and_moves_the_picture(visit, path):
    person = Person(visit(path, **PHONE))
    finger, handle = Finger(person.page), person.handle
    assert person.ask("small") == []
    for opener in person.page.get_by_test_id("stPopover").get_by_role("button").all():
        opener.tap()
        person.page.get_by_test_id("stPopoverBody").wait_for()
        person.finds_nothing("small")
        opener.tap()
        expect(person.page.get_by_test_id("stPopoverBody")).to_have_count(0)
    for k in range(person.ask("charts")):
        person.ask("show", k)
        box = person.ask("box", k)
        middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        assert swiped(person, finger, *middle) > 80
    bring(handle)
    x, y = thumb(handle)
    assert swiped(person, finger, x + 8, y) > 80
    bring(handle)
    picture, sent = person.ask("picture"), len(person.visit.sent)
    x, y = thumb(handle)
    left = x > 195
    finger.down(x, y)
    for way in (30, 60, 90):
        finger.move(x - way if left else x + way, y + 3)
    finger.move(x - 90 if left else x + 90, y + 3)
    person.page.wait_for_function("(old) => everyone.picture() !== old", arg=picture)
    assert thumb(handle)[1] == pytest.approx(y, abs=2)
    assert len(person.visit.sent) == sent
    finger.up()
    person.visit.settle()
    assert len(person.visit.sent) == sent + 1


@pytest.mark.parametrize("path", KEYED)
def test_keys_reach_everything_pictures_are_told_and_large_text_holds(visit, path):
    person = Person(visit(path, reduced_motion="reduce"))
    go_round(person)
    assert person.ask("unsaid") == 0
    person.handle.press("ArrowLeft" if int(person.handle.input_value()) else "ArrowRight")
    person.wait("unsaid() === 0")
    person.visit.settle()
    # Letters first, then the folds: with open folds Chromium may keep lines of the old layout.
    person.page.add_style_tag(content=LARGE_TEXT)
    person.ask("unfold")
    person.finds_nothing("broken")
    zoomed = Person(visit(path, viewport={"width": 640, "height": 400}))
    zoomed.ask("unfold")
    zoomed.finds_nothing("broken")


def go_round(person):
    """Press Tab until the first stop comes again: each is marked and none is missed."""
    person.ask("remember")
    person.page.keyboard.press("Tab")
    while person.ask("arrive"):
        try:
            person.wait("isMarked()")
        except TimeoutError:
            pytest.fail(f"no visible focus: {person.ask('here')}")
        person.page.keyboard.press("Tab")
    assert person.ask("missed") == []


def open_by_keys(page, opener, inside):
    """Open what a button opens: the focus goes in, and with Escape back to the button."""
    opener.press("Enter")
    inside.wait_for()
    shown = inside.element_handle()
    page.wait_for_function("(shown) => shown.contains(document.activeElement)", arg=shown)
    page.keyboard.press("Escape")
    inside.wait_for(state="detached")
    expect(opener).to_be_focused()


def test_popovers_and_dialogs_open_and_close_by_keys_and_give_the_focus_back(visit):
    page = visit("/logit-gradient").page
    popover = page.get_by_test_id("stPopoverBody")
    for name in ("More", "Download"):
        open_by_keys(page, page.get_by_role("button", name=name), popover)
    code = page.get_by_role("button", name="Show QR code")
    open_by_keys(page, code, page.get_by_role("dialog"))


def test_the_list_of_scenes_opens_and_closes_by_keys(visit):
    page = visit("/?lecture=why-cross-entropy&scene=1").page
    opener = page.get_by_role("button", name="list of scenes")
    opener.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("button").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()


def test_the_list_of_scenes_keeps_the_focus_while_the_scene_is_drawn_again(visit):
    seen = visit("/?lecture=why-cross-entropy&scene=1", viewport={"width": 1280, "height": 720})
    seen.page.get_by_role("button", name="list of scenes").press("Enter")
    second = seen.page.get_by_role("dialog").get_by_role("button").nth(1)
    second.focus()
    sheet = seen.page.locator(".js-plotly-plot").first
    size = sheet.evaluate("(chart) => chart.layout.font.size")
    seen.page.set_viewport_size({"width": 1920, "height": 1080})  # a larger hall: the script runs
    expect(sheet).not_to_have_js_property("layout.font.size", size)
    seen.settle()
    expect(second).to_be_focused()


def test_the_menus_lead_to_another_page_by_keys(visit):
    page = visit("/").page
    page.get_by_role("button", name="Information").press("Enter")
    page.get_by_role("link", name="Code length").last.press("Enter")
    page.wait_for_url("**/code-length")


# page, where the control is, keys, and what the link tells afterwards
WORKED = [
    ("/logit-gradient", ".st-key-losses-shown button", ["Space"], "losses="),
    ("/logit-gradient", ".st-key-slope button", ["ArrowRight", "Enter"], "slope="),
    ("/logit-gradient", ".st-key-logit input", ["ArrowUp", "Enter"], "logit="),
    ("/live-fit", ".st-key-data-shown input", ["ArrowDown", "ArrowDown", "Enter"], "data="),
    ("/margins", ".st-key-margin-scale input", ["ArrowRight"], "margin-scale="),
    ("/soft-labels", ".st-key-reverse input", ["Space"], "reverse="),
]


def test_every_kind_of_control_is_worked_by_keys(visit):
    for path in dict.fromkeys(path for path, *_ in WORKED):
        seen = visit(path)
        for _, place, keys, told in [each for each in WORKED if each[0] == path]:
            seen.page.locator(place).first.focus()
            for key in keys:
                seen.page.keyboard.press(key)
            seen.page.wait_for_url(re.compile(f"[?&]{told}"))
            seen.settle()


def test_with_reduced_motion_nothing_glides_and_play_shows_still_pictures(visit):
    page = visit("/logit-gradient?logit=6.0", reduced_motion="reduce").page
    page.get_by_label("Speed").select_option("4")
    shown = page.locator(".motion .value").element_handle()
    shown.evaluate(
        """(shown) => {
          window.pictures = [shown.textContent]
          new MutationObserver(() => window.pictures.push(shown.textContent))
            .observe(shown, { characterData: true, childList: true, subtree: true })
        }"""
    )
    page.get_by_role("button", name="Play").click()
    page.wait_for_url("**/logit-gradient?logit=10.0")
    assert page.evaluate("[...new Set(window.pictures)]") == ["6.0", "8.0", "10.0"]
