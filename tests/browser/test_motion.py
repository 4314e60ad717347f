"""What a lecturer does: drag, keys, play. Nothing goes to the server before the release."""

import itertools
import re

import pytest
from playwright.sync_api import expect

# page, parameter, key of the chart whose markers are watched
DRIVEN = [
    ("/", "opening-step", "answers"),
    ("/logit-gradient", "logit", "slopes"),
    ("/live-fit?data=iris&rate=0.1", "step", "second-path"),
    ("/loss-surface?view=contour", "descent", "surface-right-nielsen"),
    ("/two-outcomes", "q", "information"),
]

MARKERS = """(chart) => JSON.stringify(
  [...document.querySelectorAll('.st-key-' + chart + ' :is(.scatterlayer, .marks) path.point')]
    .map((point) => point.getBoundingClientRect())
    .map((box) => [Math.round(box.x), Math.round(box.y)]))"""


def drag_start(visit, share=0.2):
    """Press the mouse on the range input; return what moves it to a share of its width."""
    handle = visit.page.locator(".motion .range")
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    middle = box["y"] + box["height"] / 2

    def move(share):
        visit.page.mouse.move(box["x"] + share * box["width"], middle)
        visit.page.evaluate("() => new Promise(requestAnimationFrame)")
        visit.page.evaluate("() => new Promise(requestAnimationFrame)")

    move(share)
    visit.page.mouse.down()
    return move


def number_box(visit):
    """Return the box beside the range input."""
    return visit.page.locator(".st-key-logit input")


def release(visit):
    """Let the mouse go and wait until the link tells the new value; count the messages sent."""
    before, url = len(visit.sent), visit.page.url
    visit.page.mouse.up()
    visit.page.wait_for_url(lambda now: now != url)
    visit.settle()
    return len(visit.sent) - before


@pytest.mark.parametrize(("path", "parameter", "chart"), DRIVEN)
def test_markers_follow_the_drag_and_the_server_hears_of_it_once(visit, path, parameter, chart):
    seen = visit(path)
    move = drag_start(seen)
    sent, received = len(seen.sent), len(seen.received)
    places = [seen.page.evaluate(MARKERS, chart)]
    for k in range(20):
        move(0.2 + 0.03 * (k + 1))
        places.append(seen.page.evaluate(MARKERS, chart))
    assert sum(a != b for a, b in itertools.pairwise(places)) >= 15
    assert (len(seen.sent), len(seen.received)) == (sent, received)
    told = re.compile(rf"[?&]{parameter}=")
    assert not told.search(seen.page.url)
    assert release(seen) == 1
    assert told.search(seen.page.url)


def test_the_words_follow_the_drag_and_the_formula_follows_the_release(visit):
    seen = visit("/logit-gradient")
    formula = seen.page.locator(".katex-display .katex-html").first
    before = formula.text_content()
    move = drag_start(seen)
    move(0.8)
    shown = seen.page.locator(".motion .value").inner_text()
    assert seen.page.locator(".motion .caption").inner_text().startswith(f"At z = {shown} ")
    expect(formula).to_have_text(before)
    release(seen)
    expect(formula).not_to_have_text(before)
    expect(number_box(seen)).to_have_value(shown.replace("−", "-"))


def test_keys_step_ten_ends_and_play(visit):
    seen = visit("/logit-gradient")
    handle = seen.page.locator(".motion .range")
    handle.focus()
    start = int(handle.input_value())
    for key, expected in [
        ("ArrowRight", start + 1),
        ("ArrowLeft", start),
        ("Shift+ArrowRight", start + 10),
        ("Shift+ArrowLeft", start),
        ("PageDown", start),
        ("PageUp", start),
        ("Home", 0),
        ("End", 200),
    ]:
        seen.page.keyboard.press(key)
        assert int(handle.input_value()) == expected, key
    seen.page.wait_for_url("**/logit-gradient?logit=10.0")
    seen.page.keyboard.press("Home")
    seen.page.keyboard.press("Space")
    seen.page.get_by_role("button", name="Pause").wait_for()
    seen.page.keyboard.press("Space")
    seen.page.get_by_role("button", name="Play").wait_for()
    assert 0 <= int(handle.input_value()) < 200


def test_play_runs_to_the_end_and_tells_once(visit):
    seen = visit("/logit-gradient?logit=7.0")
    seen.page.get_by_label("Speed").select_option("4")
    sent = len(seen.sent)
    seen.page.get_by_role("button", name="Play").click()
    seen.page.wait_for_url("**/logit-gradient?logit=10.0")
    seen.settle()
    assert len(seen.sent) - sent == 1


def test_the_number_box_moves_the_picture(visit):
    seen = visit("/logit-gradient")
    before = seen.page.evaluate(MARKERS, "slopes")
    number_box(seen).fill("4.0")
    number_box(seen).press("Enter")
    seen.page.wait_for_url("**/logit-gradient?logit=4")
    seen.page.locator(".motion .value", has_text="4.0").wait_for()
    seen.page.wait_for_function(f"(before) => ({MARKERS})('slopes') !== before", arg=before)


def test_a_chart_without_its_control_does_not_break_the_page(visit):
    seen = visit("/logit-gradient")
    seen.page.evaluate("() => document.querySelector('.st-key-slopes').remove()")
    move = drag_start(seen)
    move(0.7)
    assert seen.page.locator(".motion .value").inner_text() != "−6.0"


def test_the_chart_is_not_drawn_anew_by_a_release(visit):
    seen = visit("/logit-gradient")
    chart = seen.page.locator(".st-key-slopes .js-plotly-plot")
    chart.evaluate("(chart) => { chart.marked = true }")
    drag_start(seen)(0.6)
    release(seen)
    assert chart.evaluate("(chart) => chart.marked")


def test_alternative_text_carries_the_current_numbers(visit):
    seen = visit("/logit-gradient")
    figure = seen.page.locator(".st-key-slopes [role=figure]")
    drag_start(seen)(0.9)
    release(seen)
    caption = seen.page.locator(".motion .caption").inner_text()
    assert caption in figure.get_attribute("aria-label")


def test_a_key_pressed_while_the_server_answers_counts(visit):
    """The answer to the key before comes between the press and the release of the next one."""
    seen = visit("/score-table")
    handle = seen.page.locator(".motion .range")
    handle.focus()
    start = int(handle.input_value())
    seen.page.keyboard.press("ArrowRight")
    seen.page.keyboard.down("ArrowRight")
    seen.page.wait_for_url("**/score-table?*")
    seen.settle()
    before = seen.page.url
    seen.page.keyboard.up("ArrowRight")
    seen.page.wait_for_url(lambda url: url != before)
    assert int(handle.input_value()) == start + 2
