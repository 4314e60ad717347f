"""What one step of the handle costs, told without a clock: what is laid out anew, what moves."""

import pytest

from pages.shared import catalogue

PATHS = ["/", *(f"/{entry.url_path}" for entry in catalogue.VIEWS)]
STEPS = 6
IN_SPACE = ("/loss-surface",)  # where Plotly moves its own traces, and reads while it does
PHONE = {"width": 390, "height": 844}

# As a hand does it: the range input tells of each value; a frame shows it.
STEP = """async (steps) => {
  const frame = () => new Promise(requestAnimationFrame)
  const rest = () => new Promise((done) => setTimeout(done))
  const roots = [...document.querySelectorAll('[class*=-motion] *')].map((part) => part.shadowRoot)
  const root = roots.find((part) => part?.querySelector('.range'))
  const names = ['.range', '.caption', '.value']
  const [range, caption, value] = names.map((name) => root.querySelector(name))
  const look = (part) => {
    const { x, y, width } = part.getBoundingClientRect()
    return [x, y, width].map(Math.round).join()
  }
  const overflows = (part) => part.scrollHeight > part.clientHeight + 1
    || part.scrollWidth > part.clientWidth + 1
  const place = look(range)
  const amiss = []
  for (let step = 0; step <= +range.max; step++) {
    if (steps && step > steps) break
    range.value = step
    range.dispatchEvent(new Event('input'))
    if (steps) { await frame(); await rest(); continue }
    if (look(range) !== place) amiss.push([step, place, look(range)])
    for (const part of [caption, value]) if (overflows(part)) amiss.push([step, part.textContent])
  }
  return amiss
}"""


def layouts(browser, act):
    """Do something and return what the browser has laid out meanwhile, by its own tracing."""
    tools, events, ended = browser.new_browser_cdp_session(), [], []
    tools.on("Tracing.dataCollected", lambda part: events.extend(part["value"]))
    tools.on("Tracing.tracingComplete", lambda _: ended.append(True))
    config = {"includedCategories": ["devtools.timeline"]}
    tools.send("Tracing.start", {"transferMode": "ReportEvents", "traceConfig": config})
    page = act()
    tools.send("Tracing.end")
    while not ended:
        page.evaluate("() => new Promise(requestAnimationFrame)")
    tools.detach()
    return [event["args"]["beginData"] for event in events if event["name"] == "Layout"]


def stand(browser, page):
    """Wait until a page that has been drawn lays out nothing more, as late fonts let it do."""

    def wait():
        page.evaluate("() => new Promise((done) => setTimeout(done, 300))")
        return page

    for _ in range(60):
        if not layouts(browser, wait):
            return
    pytest.fail("the page goes on laying itself out")


@pytest.mark.parametrize("path", PATHS)
def test_a_step_lays_out_what_moves_and_not_the_page(visit, browser, path):
    page = visit(path).page
    page.evaluate(STEP, 1)
    stand(browser, page)

    def drag():
        page.evaluate(STEP, STEPS)
        return page

    found = layouts(browser, drag)
    assert found
    assert all(layout["partialLayout"] for layout in found), found
    if path not in IN_SPACE:
        assert len(found) <= STEPS + 2  # nothing is read between what is written


@pytest.mark.parametrize("path", PATHS)
def test_the_handle_stays_under_the_pointer_and_all_that_is_said_has_room(visit, path):
    page = visit(path).page
    assert page.evaluate(STEP, 0) == []
    page.set_viewport_size(PHONE)
    assert page.evaluate(STEP, 0) == []


def test_what_is_said_has_room_and_no_more(visit):
    measured = "(box) => [box.offsetHeight, box.querySelector('.room').offsetHeight]"
    box, room = visit("/logit-gradient").page.locator(".motion .sentence").evaluate(measured)
    assert 0 <= box - room <= 2
