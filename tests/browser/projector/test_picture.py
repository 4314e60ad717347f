"""Pictures for phones on their way while the lecture goes on."""

import re

from playwright.sync_api import expect

from tests.browser.test_hall import LECTURE, STOPS, next_key, part
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
