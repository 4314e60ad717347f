"""What the viewer sees when something fails: the server, the line, a script."""

import re
import signal
import time
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browser.conftest import PATIENCE, Visit, serving
from tests.browser.test_live_fit import GOOD

PATH = "/logit-gradient?logit=-3&losses=mse&input=2"
AWAY = "The server does not answer. Pictures can still be moved"
LOST = "This part of the page did not load"
STILL = "The pictures do not move, because the script that moves them did not load."
# What a browser writes to its console when the line is cut, each a consequence of the fault.
CUT = re.compile(
    r"ERR_CONNECTION_REFUSED|ERR_FAILED|WebSocket|[Dd]isconnected|not responding|Client Error"
)
TECHNICAL = re.compile(r"Error|blob:|\.js")
BROKEN = """
const whole = URL.createObjectURL
URL.createObjectURL = (blob) =>
  whole(/javascript/.test(blob.type) ? new Blob(['throw Error("broken")'], blob) : blob)
"""
# Where the markers stand in their chart, in pixels.
MARKERS = """(chart) => {
  const frame = chart.getBoundingClientRect()
  return [...chart.querySelectorAll(':is(.scatterlayer, .marks) path.point')]
    .map((point) => point.getBoundingClientRect())
    .map((box) => [Math.round(box.x - frame.x), Math.round(box.y - frame.y)])
}"""

# Whether a part that failed says the words of the style, not the browser's.
FAILED = ".st-key-slopes [data-testid=stAlertContentError]"
SAID = """([failed, words]) => [...document.querySelectorAll(failed)]
  .some((part) => getComputedStyle(part, '::before').content.includes(words))"""


class Line:
    """The websocket of a page, to be cut and healed, or held back for a moment."""

    def __init__(self, seen: Visit) -> None:
        self.is_cut, self.last, self._held = False, None, None
        self._page = seen.page
        seen.page.route_web_socket("**/_stcore/stream", self._connect)

    def cut(self) -> None:
        """Close it, and every new one at once."""
        self.is_cut = True
        self.last.close()

    def heal(self) -> None:
        """Let the next one through."""
        self.is_cut = False

    def hold(self) -> None:
        """Keep what the server says."""
        self._held = []

    def let_go(self) -> None:
        """Pass on what was kept, and what comes."""
        kept, self._held = self._held, None
        for message in kept:
            self.last.send(message)

    def wait_for_runs(self, count: int) -> None:
        """Wait until so many runs of the script have ended in what is kept."""
        until = time.monotonic() + PATIENCE / 1000
        while self._runs() < count:
            assert time.monotonic() < until, f"{self._runs()} of {count} runs have ended"
            self._page.wait_for_timeout(20)

    def _runs(self) -> int:
        said = map(ForwardMsg.FromString, self._held)
        return sum(message.WhichOneof("type") == "script_finished" for message in said)

    def _connect(self, socket) -> None:
        self.last = socket
        if self.is_cut:
            socket.close()
        else:
            socket.connect_to_server().on_message(self._pass)

    def _pass(self, message: str | bytes) -> None:
        if self._held is None:
            self.last.send(message)
        else:
            self._held.append(message)


@pytest.fixture
def faulty(new_visit: Callable[..., Visit]) -> Callable[..., Visit]:
    """Make pages that are not yet opened; in the end no error is left but those of the fault."""
    return lambda forgiven=CUT, **profile: new_visit(forgiven=forgiven, **profile)


def markers(seen: Visit) -> list[list[int]]:
    """Return where the markers of the slopes stand in their chart."""
    return seen.page.locator(".st-key-slopes .js-plotly-plot").evaluate(MARKERS)


def picture(seen: Visit, words: str) -> Locator:
    """Return the picture of the slopes whose alternative text holds the words."""
    return seen.page.locator(f".st-key-slopes [role=figure][aria-label*='{words}']")


def notice(seen: Visit) -> Locator:
    """Return the line about a server that is away."""
    return seen.page.locator(".st-key-connection [role=status]")


def type_logit(seen: Visit, text: str) -> None:
    """Type a number into the box beside the control."""
    box = seen.page.locator(".st-key-logit input")
    box.fill(text)
    box.press("Enter")


def drag(seen: Visit, share: float) -> str:
    """Drag the control to a share of its width and release it; return the value it shows."""
    handle = seen.page.locator(".motion .range")
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    middle = box["y"] + box["height"] / 2
    seen.page.mouse.move(box["x"] + 0.35 * box["width"], middle)
    seen.page.mouse.down()
    seen.page.mouse.move(box["x"] + share * box["width"], middle, steps=5)
    seen.page.mouse.up()
    return seen.page.locator(".motion .value").inner_text()


# The line


def test_what_is_chosen_while_another_choice_is_on_its_way_is_drawn(faulty, server):
    """A browser that forgets pictures when a run ends may be told of one that it had before."""
    seen = faulty()
    line = Line(seen)
    seen.page.goto(server.address + "/loss-curves")
    seen.settle()

    def choose(name):
        seen.page.get_by_role("radio", name=name, exact=True).click()

    for name in ("residual", "outlier"):
        choose(name)
        expect(seen.page).to_have_url(re.compile(name))
        seen.settle()
    line.hold()
    for count, name in enumerate(("prediction", "residual"), 1):
        choose(name)
        line.wait_for_runs(count)
    line.let_go()
    seen.settle()
    expect(seen.page.get_by_role("radio", name="residual", exact=True)).to_be_checked()
    expect(seen.page).to_have_url(re.compile("residual"))


@pytest.mark.parametrize("is_held", [True, False], ids=["held", "released"])
def test_a_key_that_is_pressed_while_a_choice_is_on_its_way_counts(faulty, server, is_held):
    """The choice gives the steps of the control other values, and itself another step."""
    seen = faulty()
    line = Line(seen)
    seen.page.goto(server.address + "/logit-gradient")
    seen.settle()
    line.hold()
    seen.page.get_by_role("radio", name="logarithm").click()
    line.wait_for_runs(1)
    handle, shown = seen.page.locator(".motion .range"), seen.page.locator(".motion .value")
    handle.focus()
    seen.page.keyboard.down("Home")
    if not is_held:
        seen.page.keyboard.up("Home")
    expect(shown).to_have_text("−10.0")
    line.let_go()
    expect(shown).to_have_text("−9.9")
    if is_held:
        seen.page.keyboard.up("Home")
    expect(seen.page).to_have_url(re.compile("logit=-9.9"))
    seen.settle()
    expect(shown).to_have_text("−9.9")
    expect(seen.page.get_by_test_id("stNumberInputField").first).to_have_value("-9.9")


@pytest.mark.parametrize("count", [1, 2])
def test_another_control_does_not_take_back_what_the_box_has_not_heard_of(faulty, server, count):
    """With another control the browser tells the box's number too, which is that of before."""
    seen = faulty()
    line = Line(seen)
    seen.page.goto(server.address + "/logit-gradient?logit=-3")
    seen.settle()
    line.hold()
    handle = seen.page.locator(".motion .range")
    for _ in range(count):
        handle.press("ArrowRight")
    line.wait_for_runs(1)
    seen.page.locator(".st-key-losses-shown").get_by_text("MSE", exact=True).click()
    line.wait_for_runs(2)
    line.let_go()
    shown = {1: "−2.9", 2: "−2.8"}[count]
    told = rf"\?(?=.*logit={shown.replace('−', '-')}\b)(?=.*losses=bce\b)"
    expect(seen.page).to_have_url(re.compile(told))
    expect(seen.page.locator(".st-key-factors-mse")).to_have_count(0)
    seen.settle()
    expect(seen.page.locator(".motion .value")).to_have_text(shown)
    expect(seen.page.locator(".st-key-logit input")).to_have_value(shown.replace("−", "-"))


def test_another_control_does_not_take_back_a_choice_that_is_on_its_way(faulty, server):
    """The hidden control, which holds the slugs, tells what was chosen before."""
    seen = faulty()
    line = Line(seen)
    seen.page.goto(server.address + "/logit-gradient")
    seen.settle()
    line.hold()
    seen.page.locator(".st-key-losses-shown").get_by_text("MSE", exact=True).click()
    line.wait_for_runs(1)
    seen.page.get_by_role("radio", name="signed").click()
    line.wait_for_runs(2)
    line.let_go()
    told = r"\?(?=.*losses=bce(&|$))(?=.*slope=signed\b)"
    expect(seen.page).to_have_url(re.compile(told))
    expect(seen.page.locator(".st-key-factors-mse")).to_have_count(0)
    seen.settle()
    expect(seen.page.locator(".st-key-losses-shown [aria-pressed=true]")).to_have_text("BCE")


# The server


def test_a_server_that_starts_anew_finds_the_view_and_what_was_moved_meanwhile(faulty, tmp_path):
    seen = faulty()
    with serving(tmp_path) as first:
        seen.page.goto(first.address + PATH)
        seen.settle()
        # Streamlit says it in its console and in a dialog, which is closed at once.
        with seen.page.expect_console_message(lambda said: "not responding" in said.text):
            first.process.kill()
            first.process.wait()
        expect(seen.page.get_by_role("dialog")).to_have_count(0)
        expect(notice(seen)).to_contain_text(AWAY)
        before = markers(seen)
        shown = drag(seen, 0.8)
        assert shown not in ("−3.0", "")
        expect(seen.page.locator(".motion .caption")).to_contain_text(f"At z = {shown} ")
        assert markers(seen) != before
        expect(seen.page.locator(".st-key-slope [role=radio]").first).to_be_disabled()
    port = urlsplit(first.address).port
    with serving(tmp_path, port=port):
        expect(notice(seen)).to_be_hidden()
        seen.page.wait_for_url(f"**/logit-gradient?logit={shown}&losses=mse&input=2")
        expect(seen.page.locator(".motion .value")).to_have_text(shown)
        expect(seen.page.locator(".st-key-logit input")).to_have_value(shown)
        seen.page.locator(".st-key-slope").get_by_role("radio", name="signed").click()
        seen.page.wait_for_url("**/logit-gradient?*slope=signed*")
        expect(seen.page.locator(".motion .caption")).to_contain_text(f"At z = {shown} ")


def test_what_a_server_has_not_answered_when_it_dies_is_drawn_by_the_next(faulty, tmp_path):
    seen = faulty()
    with serving(tmp_path) as first:
        seen.page.goto(first.address + "/logit-gradient?logit=-3")
        seen.settle()
        first.process.send_signal(signal.SIGSTOP)
        handle = seen.page.locator(".motion .range")
        handle.press("ArrowRight")
        handle.blur()
        seen.page.locator(".st-key-losses-shown").get_by_text("MSE", exact=True).click()
        seen.page.get_by_role("radio", name="signed").click()
        first.process.kill()
        first.process.wait()
        expect(notice(seen)).to_contain_text(AWAY)
    with serving(tmp_path, port=urlsplit(first.address).port):
        expect(notice(seen)).to_be_hidden()
        # The new server hears of another choice while its script runs for the first time.
        seen.page.locator(".st-key-losses-shown").get_by_text("focal", exact=True).click()
        expect(seen.page.locator(".st-key-factors-mse")).to_have_count(0)
        told = r"\?(?=.*logit=-2.9\b)(?=.*losses=bce&losses=focal\b)(?=.*slope=signed\b)"
        expect(seen.page).to_have_url(re.compile(told), timeout=20_000)
        expect(seen.page.get_by_role("radio", name="signed")).to_be_checked()
        expect(seen.page.locator(".motion .value")).to_have_text("−2.9")
        expect(seen.page.locator(".motion .caption")).to_contain_text("At z = −2.9 ")
        expect(seen.page.locator(".st-key-logit input")).to_have_value("-2.9")
        type_logit(seen, "4")
        expect(seen.page.locator(".motion .value")).to_have_text("4.0")


def test_a_cut_line_heals_and_data_of_ones_own_are_still_there(faulty, server):
    seen = faulty()
    line = Line(seen)
    seen.page.goto(f"{server.address}/live-fit?data=own")
    seen.settle()
    seen.page.locator("input[type=file]").set_input_files(
        {"name": "exam.csv", "mimeType": "text/csv", "buffer": GOOD.encode()}
    )
    expect(seen.page.locator(".st-key-samples")).to_contain_text("hours")
    line.cut()
    expect(notice(seen)).to_contain_text(AWAY)
    line.heal()
    expect(notice(seen)).to_be_hidden()
    seen.page.get_by_role("button", name="One step forward").click()
    seen.page.wait_for_url("**/live-fit?*step=*")
    seen.settle()
    expect(seen.page.locator(".st-key-samples")).to_contain_text("hours")


def test_a_scene_wanted_while_the_line_is_cut_is_shown_when_it_is_back(faulty, server):
    seen = faulty()
    line = Line(seen)
    seen.page.goto(f"{server.address}/?lecture=why-cross-entropy")
    seen.settle()
    line.cut()
    expect(notice(seen)).to_contain_text(AWAY)
    seen.page.keyboard.press("PageDown")
    seen.page.keyboard.press("PageDown")
    line.heal()
    expect(seen.page.get_by_role("heading", level=1)).to_have_text(re.compile("wrong answer push"))
    expect(seen.page.locator(".st-key-slopes")).to_be_visible()
    expect(seen.page).to_have_url(re.compile(r"/logit-gradient\?.*scene=2"))


# A slow line


def test_on_a_slow_line_text_and_controls_come_before_the_pictures(faulty, server):
    # No other test has this name for itself: the profile has no script of the dashboard yet.
    seen = faulty("^$", user_agent="a first visit")
    line = seen.page.context.new_cdp_session(seen.page)
    speed = {"offline": False, "latency": 150, "uploadThroughput": 1e5}
    line.send("Network.emulateNetworkConditions", {**speed, "downloadThroughput": 4e5})
    line.send("Network.setCacheDisabled", {"cacheDisabled": True})
    seen.page.goto(server.address + PATH, wait_until="commit")
    expect(seen.page.get_by_role("heading", level=1)).to_be_visible()
    expect(seen.page.locator(".motion .caption")).to_contain_text("At z = −3.0 ")
    waiting = seen.page.locator(".st-key-slopes [data-testid=stSkeleton]")
    said = waiting.evaluate("(room) => getComputedStyle(room, '::after').content")
    assert said == '"The picture is loading"'
    type_logit(seen, "2")
    expect(seen.page).to_have_url(re.compile("[?&]logit=2&"))
    expect(waiting).to_have_count(1)
    line.send("Network.emulateNetworkConditions", {**speed, "latency": 0, "downloadThroughput": -1})
    seen.settle()
    expect(seen.page.locator(".motion .caption")).to_contain_text("At z = 2.0 ")


# A script that fails


def test_without_its_script_a_control_says_so_and_the_pictures_stand_at_the_number(faulty, visit):
    whole = visit(PATH)
    expect(whole.page.locator(".st-key-still")).to_be_hidden()
    seen = faulty("broken")
    seen.page.add_init_script(BROKEN)
    seen.page.goto(whole.page.url)
    expect(seen.page.get_by_text(f"{STILL} They show logit z = −10.0.")).to_be_visible()
    seen.page.get_by_role("button", name="Show logit z = −3.0").click()
    expect(seen.page.get_by_text(f"{STILL} They show logit z = −3.0")).to_be_visible()
    expect(seen.page.locator(".st-key-still")).to_contain_text("At z = −3.0 ")
    expect(picture(seen, "At z = −3.0 ")).to_have_count(1)
    assert markers(seen) == markers(whole)
    type_logit(seen, "2")
    expect(picture(seen, "At z = 2.0 ")).to_have_count(1)
    expect(picture(seen, "At z = −3.0 ")).to_have_count(0)
    assert markers(seen) != markers(whole)
    assert not TECHNICAL.search(seen.page.locator("body").inner_text())


def test_a_control_that_is_not_delivered_is_told_of_in_the_same_words(faulty, server):
    seen = faulty("ERR_FAILED|dynamically imported module")
    seen.page.route("**/BidiComponent*.js", lambda route: route.abort())
    seen.page.goto(server.address + PATH)
    expect(seen.page.get_by_text(f"{STILL} They show logit z = −10.0.")).to_be_visible()
    assert not TECHNICAL.search(seen.page.locator("body").inner_text())


def test_without_the_code_of_the_pictures_the_sentence_still_follows_the_control(faulty, server):
    seen = faulty("ERR_FAILED|dynamically imported module")
    seen.page.route("**/PlotlyChart*.js", lambda route: route.abort())
    seen.page.goto(server.address + PATH)
    room = seen.page.locator(".st-key-slopes")
    seen.page.wait_for_function(SAID, arg=[FAILED, LOST])
    assert not room.inner_text().strip()
    shown = drag(seen, 0.8)
    seen.page.wait_for_url(f"**/logit-gradient?logit={shown}&*")
    expect(seen.page.locator(".motion .caption")).to_contain_text(f"At z = {shown} ")
