"""Back and Forward: an entry for each page and each scene, none for a control; bent addresses."""

import re

import pytest
from playwright.sync_api import expect

from pages.lectures import reading
from pages.shared.catalogue import VIEWS

LENGTH = "history.length"
NOTICE = "Not everything in this link can be used"
# A page, what works a control of it that goes through the session's state, and what the link tells.
WORKED = [
    ("/live-fit", "Fair race from zero", "start=zero"),
    ("/live-fit", "Fair race from a bad start", "rates=matched"),
    ("/live-fit", "focal", "switch=focal"),
    ("/two-outcomes", "Fair coin", "p="),
    ("/two-outcomes", "0.2 and 0.8", "q="),
    ("/code-length", "Nearly sure", "outcomes=2"),
    ("/softmax", "All equal", "z3="),
]


def entries(seen):
    """Count the entries of the browser's history."""
    return seen.page.evaluate(LENGTH)


def leave(seen):
    """Follow the link to the next page; return its path."""
    before = seen.page.url.split("?")[0]
    seen.page.get_by_role("link", name="Next:").click()
    seen.page.wait_for_url(lambda url: url.split("?")[0] != before)
    seen.settle()


@pytest.mark.parametrize("path", ["/", *(f"/{entry.url_path}" for entry in VIEWS)])
def test_keys_on_the_handle_make_no_entry(visit, path):
    seen = visit(path)
    handle = seen.page.locator(".motion .range").first
    start = entries(seen)
    forward = handle.input_value() != handle.get_attribute("max")
    handle.focus()
    for _ in range(4):
        url = seen.page.url
        seen.page.keyboard.press("ArrowRight" if forward else "ArrowLeft")
        seen.page.wait_for_url(lambda now, url=url: now != url)
    seen.settle()
    assert entries(seen) == start


def test_after_ten_keys_and_next_back_leads_to_the_view_that_was_left(visit):
    seen = visit("/logit-gradient")
    start = entries(seen)
    seen.page.locator(".motion .range").focus()
    for _ in range(10):
        seen.page.keyboard.press("ArrowRight")
    seen.page.wait_for_url(re.compile(r"[?]logit=-5([.]0)?$"))
    seen.page.get_by_role("radio", name="logarithm").click()
    seen.page.wait_for_url("**slope=logarithm*")
    seen.settle()
    left = seen.page.url
    caption = seen.page.locator(".motion .caption").inner_text()
    leave(seen)
    assert entries(seen) == start + 1
    beyond = seen.page.url
    seen.page.go_back()
    seen.settle()
    assert seen.page.url == left
    expect(seen.page.locator(".motion .caption")).to_have_text(caption)
    expect(seen.page.get_by_role("radio", name="logarithm")).to_be_checked()
    seen.page.go_forward()
    seen.page.wait_for_url(beyond)
    seen.settle()
    assert entries(seen) == start + 1


@pytest.mark.parametrize("way", ["click", "Enter"])
def test_a_drag_makes_no_entry_and_the_menu_leaves_one(visit, way):
    seen = visit("/logit-gradient")
    start = entries(seen)
    box = seen.page.locator(".motion .range").bounding_box()
    y = box["y"] + box["height"] / 2
    for share in (0.3, 0.7):
        url = seen.page.url
        seen.page.mouse.move(box["x"] + 0.5 * box["width"], y)
        seen.page.mouse.down()
        seen.page.mouse.move(box["x"] + share * box["width"], y, steps=3)
        seen.page.mouse.up()
        seen.page.wait_for_url(lambda now, url=url: now != url)
        seen.settle()
    left = seen.page.url
    for part in (("button", "Information"), ("menuitem", "Code length")):
        found = seen.page.get_by_role(part[0], name=part[1])
        found.click() if way == "click" else found.press(way)
    seen.page.wait_for_url("**/code-length")
    seen.settle()
    assert entries(seen) == start + 1
    seen.page.go_back()
    seen.settle()
    assert seen.page.url == left


def test_controls_that_set_others_make_no_entry(visit):
    for path in dict.fromkeys(path for path, *_ in WORKED):
        seen = visit(path)
        start = entries(seen)
        for _, name, told in [each for each in WORKED if each[0] == path]:
            button = seen.page.get_by_role("button", name=name, exact=True)
            radio = seen.page.get_by_role("radio", name=name, exact=True)
            button.or_(radio).last.click()
            seen.page.wait_for_url(re.compile(f"[?&]{told}"))
            seen.settle()
        assert entries(seen) == start, path


def test_each_scene_of_a_lecture_is_an_entry(visit):
    lecture = reading.read("why-cross-entropy")
    first = reading.address(lecture, reading.stops(lecture)[0])
    seen = visit(f"/{first}", viewport={"width": 1280, "height": 720})
    start = entries(seen)
    seen.page.keyboard.press("PageDown")
    seen.page.wait_for_url("**reveal=1*")
    seen.settle()
    assert entries(seen) == start + 1
    seen.page.go_back()
    seen.page.wait_for_url(lambda url: "reveal" not in url)
    expect(seen.page.locator(".st-key-stage p").first).to_have_text(lecture.scenes[0].ask)


# Addresses that something has bent

CROOKED = {
    "/Logit-Gradient": "/logit-gradient",
    "/logit-gradient).": "/logit-gradient",
    "/LOGIT_GRADIENT%E2%80%9D?Logit=-2,5).": "/logit-gradient?logit=-2.5",
    "/logit-gradient?logit=%E2%88%923&amp;label=0": "/logit-gradient?logit=-3&label=0",
    "/logit-gradient?logit=%252D3": "/logit-gradient?logit=-3",
    "/LIVE-FIT?data=IRIS&embed=true": "/live-fit?embed=true&data=iris",
}


@pytest.mark.parametrize("path", CROOKED)
def test_a_bent_address_leads_to_what_was_meant_without_a_word(visit, path):
    seen = visit(path)
    wanted = set(re.split("[?&]", CROOKED[path]))
    seen.page.wait_for_function(
        """(wanted) => {
             const told = [location.pathname, ...location.search.slice(1).split('&')]
             const parts = told.filter(Boolean)
             return parts.length === wanted.length && parts.every((part) => wanted.includes(part))
           }""",
        arg=[*wanted],
    )
    expect(seen.page.get_by_role("dialog")).to_have_count(0)
    expect(seen.page.get_by_text(NOTICE)).to_have_count(0)
    assert entries(seen) == 2  # the empty page of a new window, and this one
    seen.page.reload()
    seen.settle()
    expect(seen.page.get_by_text(NOTICE)).to_have_count(0)


def test_a_page_that_does_not_exist_is_still_not_found(visit):
    seen = visit("/logit-gradients-and-more")
    expect(seen.page.get_by_role("dialog")).to_contain_text("Page not found")
    assert "does not seem to exist" in seen.errors.pop()


@pytest.mark.parametrize("value", ["abc", "%3Cimg src=x onerror=alert(1)%3E*_`", "x" * 6000])
def test_what_cannot_be_used_is_one_quiet_line(visit, value):
    plain = visit("/logit-gradient?label=0")
    seen = visit(f"/logit-gradient?label=0&logit={value}&logti=3")
    notice = seen.page.get_by_text(NOTICE)
    expect(notice).to_contain_text("there is no “logti” here.")
    expect(notice).to_contain_text("(used instead: -6)")
    expect(notice.locator("img, em, code, a")).to_have_count(0)
    assert notice.bounding_box()["height"] < 60
    caption = plain.page.locator(".motion .caption").inner_text()
    expect(seen.page.locator(".motion .caption")).to_have_text(caption)
    expect(seen.page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize("size", [(360, 640), (390, 844), (844, 390), (1280, 800)])
def test_the_quiet_line_stands_below_the_header(visit, size):
    page = visit(
        "/logit-gradient?logti=3", viewport=dict(zip(("width", "height"), size, strict=True))
    ).page
    words = page.get_by_text(NOTICE).evaluate("""(line) => {
      const range = document.createRange()
      range.selectNodeContents(line)
      return range.getBoundingClientRect().top
    }""")
    header = page.get_by_test_id("stHeader").bounding_box()
    assert words >= header["y"] + header["height"]


def test_a_value_that_the_handle_does_not_have_is_told_and_comes_back(visit):
    seen = visit("/logit-gradient?logit=-25")
    page = seen.page

    def shows(link, value, *, notices=0):
        expect(page.locator(".motion .value")).to_have_text(value.replace("-", "−"))
        seen.settle()
        expect(page.get_by_test_id("stNumberInputField").first).to_have_value(value)
        expect(page).to_have_url(re.compile(rf"/logit-gradient\{link}$"))
        expect(page.get_by_text("(used instead: -10)")).to_have_count(notices)

    shows("?logit=-25", "-10.0", notices=1)
    page.get_by_role("link", name="Next").click()
    expect(page).to_have_url(re.compile("/loss-surface"))
    seen.settle()
    page.go_back()
    shows("?logit=-25", "-10.0", notices=1)
    page.get_by_role("radio", name="logarithm").click()
    shows("?logit=-24.9&slope=logarithm", "-24.9")
    page.get_by_role("radio", name="magnitude").click()
    shows("?logit=-10.0", "-10.0", notices=1)


def test_a_link_that_is_right_moves_nothing_on_the_page(visit):
    """The place of the quiet line takes no room while it is empty."""
    page = visit("/logit-gradient").page
    first = page.get_by_test_id("stMainBlockContainer").get_by_test_id("stElementContainer").first
    assert first.bounding_box() is None
    title = page.get_by_role("heading", level=1).bounding_box()["y"]
    told = visit("/logit-gradient?logti=3").page.get_by_role("heading", level=1)
    assert told.bounding_box()["y"] - title > 15
