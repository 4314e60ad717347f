"""The view in space: two charts that turn as one, an angle that lasts, and no WebGL."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit

PATH = "/loss-surface?surface-data=trap"
CHARTS = ["surface-left-trap", "surface-right-trap"]
EYE = """(key) => {
  const chart = document.querySelector('.st-key-' + key + ' .js-plotly-plot')
  return ['x', 'y', 'z'].map((axis) => +chart._fullLayout.scene.camera.eye[axis].toFixed(2))
}"""


def eyes(visit):
    """Return where each of the two cameras stands."""
    return [visit.page.evaluate(EYE, key) for key in CHARTS]


def turn(visit):
    """Turn the left surface with the mouse and wait until the link tells its angle."""
    box = visit.page.locator(f".st-key-{CHARTS[0]} .js-plotly-plot").bounding_box()
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    visit.page.mouse.move(*middle)
    visit.page.mouse.down()
    visit.page.mouse.move(middle[0] + 120, middle[1] + 30, steps=6)
    visit.page.mouse.up()
    visit.page.wait_for_url(re.compile("camera="))
    visit.page.wait_for_function(f"([a, b]) => `${{({EYE})(a)}}` === `${{({EYE})(b)}}`", arg=CHARTS)


def test_one_camera_for_both_that_lasts_and_travels_in_the_link(visit):
    seen = visit(PATH)
    home = eyes(seen)
    assert home[0] == home[1]
    turn(seen)
    turned = eyes(seen)
    assert turned[0] == turned[1] != home[0]
    seen.page.locator(".st-key-curvature label").click()
    seen.page.wait_for_url(re.compile("curvature=true"))
    seen.settle()
    assert eyes(seen) == turned
    seen.page.get_by_role("button", name="One step forward").click()
    seen.page.wait_for_url(re.compile("descent="))
    seen.settle()
    assert eyes(seen) == turned
    link = seen.page.url
    other = visit(link[link.index("/loss") :])
    assert eyes(other)[0] == pytest.approx(turned[0], abs=0.02)
    other.page.get_by_role("button", name="Reset view").click()
    other.page.wait_for_url(lambda url: "camera=" not in url)
    assert eyes(other) == home


def test_without_webgl_the_contours_appear_and_the_page_says_why(server, start_browser):
    flat = start_browser("--disable-3d-apis")
    seen = Visit(flat.new_page())
    seen.listen()
    seen.page.goto(server.address + PATH)
    seen.settle()
    expect(seen.page.get_by_text("does not offer WebGL")).to_be_visible()
    seen.settle()
    expect(seen.page.locator(".js-plotly-plot .gl-container canvas")).to_have_count(0)
    assert not seen.errors
    flat.close()
