"""A hall on a host that passes Streamlit's addresses on and no others: the same screens, slower."""

import io
import re
from collections.abc import Callable, Iterator

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, serving
from tests.browser.refusing import refusing
from tests.browser.test_hall import (
    LECTURE,
    PHONE,
    PROJECTOR,
    STOPS,
    choose,
    code_of,
    guess,
    line,
    next_key,
    open_hall,
    part,
    room,
    says,
    shares,
)
from tests.browser.test_lecture import arrive
from tests.browser.test_start import LAUNCHER

REFUSED = r"/room(/ABCDEF/.*)?$|/_stcore/(health|host)"
"""What a browser complains of on such a host."""
FEW = LAUNCHER.replace(
    "bootstrap.run", "from pages.hall import rooms; rooms.RELAYED = 1\nbootstrap.run"
)
"""Starts a dashboard that has no addresses of its own at all, with room for one phone."""


@pytest.fixture
def host(server) -> Iterator[str]:
    """Put a host before the dashboard that refuses `/room` and `/hall`."""
    with refusing(server.address) as address:
        yield address


@pytest.fixture
def come(new_visit) -> Callable[..., Visit]:
    """Open an address with a phone, or with another viewport."""
    return lambda address, viewport=PHONE: new_visit(address, forgiven=REFUSED, viewport=viewport)


@pytest.fixture
def open_at(come) -> Callable[..., Page]:
    """Open an address as `come` does, and return the page."""
    return lambda *where, **profile: come(*where, **profile).page


@pytest.fixture
def projector(host, come):
    """Open a hall from the overview, and arrive at the first question."""
    return open_hall(come(host, viewport=PROJECTOR))


def inside(page):
    """Return the light page that a page of Streamlit's holds."""
    return page.frame_locator("iframe")


@pytest.fixture
def phone(projector, host, open_at):
    """Join the hall with a phone."""
    return open_at(f"{host}/?room={code_of(projector)}")


def test_a_hall_answers_by_way_of_streamlit(projector, phone):
    light = inside(phone)
    says(light, "ask", LECTURE.scenes[0].ask)
    expect(room(projector)).to_have_text(re.compile("· 1$"))
    choose(light, 1)
    line(projector, "1 of 1 answered")
    phone.reload()
    says(light, "status", "Answer received.")
    expect(light.locator(".choice").nth(1)).to_have_attribute("aria-pressed", "true")

    next_key(projector)
    expect(projector.page.locator(".votes .row")).to_have_count(4)
    assert shares(projector) == ["0 % (0)", "100 % (1)", "0 % (0)", "0 % (0)"]
    says(light, "status", "The vote is closed. Your answer counts.")
    expect(light.locator(".choice .share").nth(1)).to_have_text("100 % (1)")
    next_key(projector)
    arrive(projector, LECTURE, STOPS[1])
    line(projector, "a 0 % b ✓ 100 % c 0 % d 0 %")
    says(light, "verdict", "Right. The answer is b.")

    next_key(projector)
    arrive(projector, LECTURE, STOPS[2])
    says(light, "place", "Scene 2 of 9")
    picture = part(light, "picture")
    expect(picture).to_have_js_property("naturalWidth", 1000)
    assert picture.get_attribute("src").startswith("data:image/webp;base64,")
    handle = part(light, "handle")
    expect(handle).to_be_visible()
    assert [handle.get_attribute(name) for name in ("min", "max", "step")] == ["-10", "10", "0.1"]
    guess(light, -0.7)
    line(projector, "1 of 1 answered")
    phone.reload()
    says(light, "status", "Answer received.")
    next_key(projector)
    expect(projector.page.locator("svg.guesses rect")).not_to_have_count(0)
    next_key(projector)
    arrive(projector, LECTURE, STOPS[3])
    says(light, "verdict", "Right.")
    line(projector, "100 % of the hall were right")
    part(light, "play").click()
    phone.wait_for_url("**/logit-gradient?**")
    phone.go_back()
    says(light, "verdict", "Right.")


def test_fast_keys_leave_neither_phone_nor_settings_behind(projector, phone):
    says(inside(phone), "place", "Scene 1 of 9")
    for _ in range(6):
        next_key(projector)
    arrive(projector, LECTURE, STOPS[4])
    says(inside(phone), "headline", LECTURE.scenes[STOPS[4].number - 1].headline)
    next_key(projector, "PageUp")
    arrive(projector, LECTURE, STOPS[3])
    says(inside(phone), "place", "Scene 2 of 9")


def test_the_speaker_and_the_projector_move_one_another(projector, phone, open_at):
    room(projector).click()
    speaker_link = projector.page.get_by_role("link", name="Speaker’s screen")
    link = speaker_link.get_attribute("href")
    projector.page.get_by_role("button", name="Back to the lecture").click()
    page = open_at(link, viewport=PROJECTOR)
    speaker = inside(page)
    says(speaker, "headline", LECTURE.scenes[0].headline)
    assert "#" not in page.url
    choose(inside(phone), 1)
    says(speaker, "answered", "1 of 1 answered")
    part(speaker, "on").click()
    expect(projector.page.locator(".votes .row")).to_have_count(4)
    part(speaker, "on").click()
    arrive(projector, LECTURE, STOPS[1])
    next_key(projector)
    says(speaker, "headline", LECTURE.scenes[1].headline)


def test_the_projector_shows_the_address_that_leads_to_the_hall(projector, host):
    address = f"{host}/?room={code_of(projector)}"
    room(projector).click()
    dialog = projector.page.get_by_role("dialog", name="Hall")
    expect(dialog.locator(".address")).to_have_text(address.removeprefix("http://"))
    image = dialog.locator("img")
    expect(image).not_to_have_js_property("naturalWidth", 0)
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(image.screenshot())))
    assert found.text == address


def test_a_reloaded_projector_goes_on_and_closes_the_hall(projector, phone):
    choose(inside(phone), 1)
    projector.page.reload()
    line(projector, "1 of 1 answered")
    room(projector).click()
    with projector.page.expect_download() as saved:
        projector.page.get_by_role("button", name="Save the answers").click()
    assert "Cross-entropy,1" in saved.value.path().read_text(encoding="utf-8-sig")
    projector.page.get_by_role("button", name="Close the hall").click()
    projector.page.get_by_role("button", name="Close, delete the answers").click()
    line(projector, "The hall is closed.")
    says(inside(phone), "headline", "Thank you")


def test_the_overview_says_so_and_leads_a_typed_code_to_its_hall(host, open_at):
    page = open_at(f"{host}/?lang=en")
    expect(page.get_by_text("at most 100 phones")).to_be_visible()
    page.get_by_label("Code of a hall").fill("abc def")
    page.get_by_role("button", name="Join").click()
    page.wait_for_url(f"{host}/?room=ABCDEF")
    says(inside(page), "headline", "There is no hall ABCDEF")
    part(inside(page), "code").fill("ghj kmn")
    inside(page).get_by_role("button", name="Join").click()
    page.wait_for_url(f"{host}/?room=GHJKMN")
    says(inside(page), "headline", "There is no hall GHJKMN")
    inside(page).get_by_role("link", name="简体中文").click()
    page.wait_for_url(f"{host}/?room=GHJKMN&lang=zh")
    says(inside(page), "headline", "没有代码为 GHJKMN 的课堂")


def test_who_finds_no_place_is_told_and_joins_when_there_is_one(come, open_at, tmp_path):
    with serving(tmp_path, launcher=FEW) as server:
        projector = open_hall(come(server.address, viewport=PROJECTOR))
        address = f"{server.address}/?room={code_of(projector)}"
        first, late = open_at(address), open_at(address)
        says(inside(first), "ask", LECTURE.scenes[0].ask)
        says(inside(late), "headline", "This hall is full")
        chinese = open_at(f"{address}&lang=zh")
        says(inside(chinese), "headline", "课堂已满")
        chinese.close()
        choose(inside(first), 1)
        line(projector, "1 of 1 answered")
        first.close()
        says(inside(late), "ask", LECTURE.scenes[0].ask)
        for page in (late, projector.page):
            page.close()


def test_where_addresses_are_passed_on_they_are_used(open_at, server):
    page = open_at(f"{server.address}/?room=ABCDEF&lang=zh")
    page.wait_for_url(f"{server.address}/hall/ABCDEF?lang=zh")
    page = open_at(f"{server.address}/?room=ABCDEF&speaker=1#key")
    page.wait_for_url(f"{server.address}/hall/ABCDEF/speaker")
    says(page, "headline", "There is no such hall")


def test_a_page_that_is_in_no_hall_relays_nothing(host, open_at):
    page = open_at(f"{host}/logit-gradient", viewport=PROJECTOR)
    expect(page.locator(".motion .caption")).not_to_be_empty()
    expect(page.locator(".st-key-relay")).to_have_count(0)
    assert page.evaluate("window.lecture.relay") is None
