"""Pictures for phones on their way while the lecture goes on."""

import re

from playwright.sync_api import expect

from tests.browser.test_hall import GUESS, LECTURE, STOPS, next_key, part
from tests.browser.test_lecture import arrive

PICTURE = re.compile(r"/room/\w+/picture\?")

# The next picture waits until it is let go.
HOLD = """() => {
  const { fetch } = window
  window.fetch = (address, init) => {
    if (init?.method !== 'PUT') return fetch(address, init)
    window.fetch = fetch
    return new Promise((done) => { window.letGo = () => done(fetch(address, init)) })
  }
}"""

# The last part of the page says for which stop all are drawn: until it is let go it says of none.
HIDE = """() => {
  let told = '', isHeld = true
  window.asked = 0
  window.lecture.drawn = {
    get stop() { window.asked += 1; return isHeld ? '' : told },
    set stop(stop) { told = stop },
  }
  window.letGo = () => { isHeld = false }
}"""


def test_handle_and_picture_of_the_scene_before_are_not_told(projector, phone):
    seen, page = projector.page, phone()
    seen.evaluate(HIDE)
    seen.locator(".presenter .list").click()
    seen.get_by_role("button", name=LECTURE.scenes[GUESS - 1].headline).click()
    expect(part(page, "headline")).to_have_text(LECTURE.scenes[GUESS - 1].headline)
    seen.wait_for_function("window.asked > 3")
    for name in ("handle", "picture"):
        expect(part(page, name)).to_be_hidden()
    seen.evaluate("letGo()")
    expect(part(page, "handle")).to_have_attribute("min", "-10")
    expect(part(page, "picture")).to_have_js_property("naturalWidth", 1000)


def test_a_picture_that_comes_after_its_scene_is_no_error(projector, phone):
    seen = projector.page
    seen.evaluate(HOLD)
    seen.locator(".presenter .list").click()
    seen.get_by_role("button", name=LECTURE.scenes[4].headline).click()
    arrive(projector, LECTURE, STOPS[7])
    seen.wait_for_function("!!window.letGo")
    next_key(projector)
    arrive(projector, LECTURE, STOPS[8])
    with seen.expect_response(PICTURE) as late:
        seen.evaluate("letGo()")
    assert late.value.status == 200
    expect(part(phone(), "picture")).to_have_js_property("naturalWidth", 1000)
