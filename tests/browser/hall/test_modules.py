"""The hall's other pure modules: the axis of a guess, the clicker's way, the line."""

import pytest

AXIS, TALLY, STEPS = "hall/axis.js", "hall/tally.js", "hall/steps.js"
PLACE, LINE, LIGHT = "hall/place.js", "hall/line.js", "hall/light.js"
PICTURE = {"left": 0.1, "right": 0.9, "from": -10, "to": 10}
RANGE = {"min": -8, "max": 8, "step": 0.1, "value": 1}


# The axis of a guess


@pytest.mark.parametrize(("value", "place"), [(-10, 0.1), (0, 0.5), (10, 0.9), (20, 1), (-99, 0)])
def test_a_value_has_its_place_in_the_picture(modules, value, place):
    found = modules(AXIS, "return across(...given)", [value, PICTURE])
    assert found == pytest.approx(place)


@pytest.mark.parametrize(
    ("place", "value"), [(0.5, 0), (0.9, 8), (0, -8), (0.541, 1.0), (0.5051, 0.1)]
)
def test_a_place_in_the_picture_is_a_value_the_handle_can_have(modules, place, value):
    assert modules(AXIS, "return valueAt(...given)", [place, PICTURE, RANGE]) == value


def test_without_a_picture_the_range_is_the_axis(modules):
    body = "return axisOf(...given)"
    assert modules(AXIS, body, [RANGE, PICTURE]) == PICTURE
    alone = modules(AXIS, body, [RANGE, None])
    assert (alone["from"], alone["to"]) == (-8, 8)
    assert modules(AXIS, body, [RANGE, {**PICTURE, "left": None}]) == alone


def test_a_picture_with_an_axis_makes_a_handle(modules):
    body = "return rangeOf(given)"
    assert modules(AXIS, body, {"range": RANGE, "picture": PICTURE}) == RANGE
    made = {"min": -10, "max": 10, "step": 0.1, "value": 0}
    assert modules(AXIS, body, {"range": None, "picture": PICTURE}) == made
    assert modules(AXIS, body, {"range": None, "picture": None}) is None


@pytest.mark.parametrize(
    ("value", "step", "said"),
    [(-0.7, 0.1, "−0.7"), (3, 0.25, "3.00"), (120, 1, "120"), (-0.04, 0.1, "0.0")],
)
def test_a_value_is_written_as_finely_as_its_steps(modules, value, step, said):
    assert modules(AXIS, "return written(...given)", [value, step]) == said


# What the hall has answered


def test_bars_are_shares_of_each_vote(modules):
    votes = [{"counts": [1, 3], "total": 4}, {"counts": [0, 0], "total": 0}]
    bars = modules(TALLY, "return barsOf(given, 1)", votes)
    assert [(bar["count"], bar["percent"]) for bar in bars] == [(3, 75), (0, 0)]


def test_the_highest_column_is_the_measure_of_the_others(modules):
    ballot = {"bins": [[0, 1, 2], [1, 2, 0], [2, 3, 8]], "total": 10}
    columns = modules(TALLY, "return columnsOf(given)", ballot)
    assert [(each["from"], each["height"]) for each in columns] == [(0, 0.25), (2, 1)]
    assert modules(TALLY, "return columnsOf({ bins: [[0, 1, 0]], total: 0 })") == []


# The clicker

STOPS = [("show", 1), *((phase, 2) for phase in ("ask", "closed", "truth")), ("show", 3)]
TWICE = [*STOPS[:3], ("again", 2), ("closed2", 2), *STOPS[3:]]


@pytest.mark.parametrize(
    ("stops", "here", "by", "there"),
    [
        (STOPS, ("show", 1), 1, ("ask", 2)),
        (STOPS, ("closed", 2), 1, ("truth", 2)),
        (STOPS, ("truth", 2), 1, ("show", 3)),
        (STOPS, ("show", 3), 1, None),
        (STOPS, ("show", 1), -1, None),
        (STOPS, ("ask", 2), -1, ("show", 1)),
        (STOPS, ("again", 2), 1, ("closed2", 2)),  # asked for before the stops have come
        (STOPS, ("again", 2), -1, ("closed", 2)),
        (TWICE, ("again", 2), 1, ("closed2", 2)),
        (TWICE, ("closed2", 2), 1, ("truth", 2)),
        (TWICE, ("closed2", 2), -1, ("closed", 2)),
        (TWICE, ("truth", 2), -1, ("closed2", 2)),
    ],
)
def test_a_step_leads_to_the_next_stop(modules, stops, here, by, there):
    stops, (here, there) = (
        [{"phase": phase, "scene": number} for phase, number in stops],
        (each and {"phase": each[0], "scene": each[1]} for each in (here, there)),
    )
    assert modules(STEPS, "return stepFrom(...given)", [stops, here, by]) == there


@pytest.mark.parametrize(
    ("here", "following", "name"),
    [
        (("ask", 2), ("closed", 2), "close-vote"),
        (("closed", 2), ("truth", 2), "show"),
        (("ask", 2), ("truth", 2), "show"),
        (("truth", 2), ("ask", 3), "on"),
        (("show", 3), None, "end"),
    ],
)
def test_the_key_says_what_it_does(modules, here, following, name):
    given = [
        each and dict(zip(("phase", "scene"), each, strict=True)) for each in (here, following)
    ]
    assert modules(STEPS, "return nameOf(...given)", given) == name


@pytest.mark.parametrize(
    ("phase", "right", "worth"),
    [
        *(("closed", 0.35, True), ("closed", 0.7, True), ("closed", 0.34, False)),
        *(("closed", 0.71, False), ("closed2", 0.5, False), ("closed", None, False)),
    ],
)
def test_talking_is_worth_it_between_35_and_70_percent(modules, phase, right, worth):
    body = "return isWorthTalk(given[0], given[1] ?? undefined)"
    assert modules(STEPS, body, [phase, right]) is worth


@pytest.mark.parametrize(
    ("event", "by"),
    [
        *(({"key": "PageDown"}, 1), ({"key": "ArrowLeft"}, -1), ({"key": "a"}, 0)),
        *(({"key": "PageDown", "repeat": True}, 0), ({"key": "ArrowLeft", "altKey": True}, 0)),
    ],
)
def test_keys_of_a_clicker(modules, event, by):
    assert modules(STEPS, "return stepOf(given)", event) == by


# Where a page stands


@pytest.mark.parametrize(
    ("pathname", "root", "code"),
    [
        ("/hall/ABCDEF", "/", "ABCDEF"),
        ("/course/hall/abcdef/speaker", "/course/", "ABCDEF"),
        ("/hall/hall/ABC%20def/", "/hall/", "ABCDEF"),
        ("/hall", "/", ""),
        ("/hall/%E0%A4%A", "/", "%E0%A4%A"),
    ],
)
def test_an_address_names_the_hall(modules, pathname, root, code):
    assert modules(PLACE, "return placeIn(given)", pathname) == {"root": root, "code": code}


@pytest.mark.parametrize(
    ("pathname", "search", "root", "code"),
    [
        ("/", "?room=abc-def", "/", "ABCDEF"),
        ("/course/", "?lang=zh&room=ABCDEF&speaker=1", "/course/", "ABCDEF"),
        ("/course/", "?room=", "/course/", ""),
        ("/hall/ABCDEF", "?lang=zh", "/", "ABCDEF"),
    ],
)
def test_an_address_of_streamlit_names_the_hall_too(modules, pathname, search, root, code):
    found = modules(PLACE, "return placeIn(...given)", [pathname, search])
    assert found == {"root": root, "code": code}


def test_a_picture_is_an_address_or_the_image_itself(modules):
    body = "return given.map((url) => sourceOf('/course/', url))"
    image = "data:image/png;base64,AAAA"
    found = modules(PLACE, body, ["/room/A/picture/1", image, "data:text/html,x"])
    assert found == ["/course/room/A/picture/1", image, "/course/data:text/html,x"]


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("softmax?x=1", "/course/softmax?x=1"),
        ("/room/A/picture/1", "/course/room/A/picture/1"),
        ("//evil.test/", "/course/evil.test/"),
        ("javascript:alert(1)", "/course/javascript:alert(1)"),
        ("/\\evil.test", "/course/evil.test"),
    ],
)
def test_every_link_stays_below_the_dashboard(modules, path, address):
    assert modules(PLACE, "return below('/course/', given)", path) == address
    assert modules(PLACE, "return below('/', given)", path) == address.removeprefix("/course")


@pytest.mark.parametrize(("typed", "good"), [("ab cd-ef", True), ("abcde", False), ("", False)])
def test_a_code_is_taken_as_it_is_meant(modules, typed, good):
    assert modules(PLACE, "return isCode(codeIn(given))", typed) is good


# The line


def test_the_delay_grows_to_five_seconds_and_is_scattered(modules):
    body = "return [0, 1, 2, 3, 4, 40].map((attempt) => [delay(attempt, 0), delay(attempt, 1)])"
    delays = modules(LINE, body)
    assert delays == [
        *([250, 500], [500, 1000], [1000, 2000], [2000, 4000], [2500, 5000], [2500, 5000]),
    ]


# A line on which nothing is sent: sources are made, fail and open as a test says.
SOURCES = """const real = window.EventSource
  const [sources, told] = [[], []]
  window.EventSource = class {
    constructor(url) { sources.push(this); this.url = url; this.isClosed = false }
    addEventListener() {}
    close() { this.isClosed = true }
  }
  const hide = (is) => {
    Object.defineProperty(document, 'hidden', { value: is, configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  }
  const { end } = keepLine('http://scripts.test/x', {}, (how) => told.push(how))
  const last = () => sources.at(-1)
  const open = () => sources.filter((each) => !each.isClosed).length
  last().onopen()
"""
SOURCES_END = """
  end()
  window.EventSource = real
  return found"""


def line_after(modules, steps, found):
    return modules(LINE, f"{SOURCES}{steps}; const found = {found}{SOURCES_END}")


def test_a_phone_that_is_looked_at_again_is_connected_at_once(modules):
    assert line_after(modules, "last().onerror()", "[open(), told]") == [0, ["open", "lost"]]
    found = "[open(), sources.length]"
    assert line_after(modules, "last().onerror(); hide(true); hide(false)", found) == [1, 2]


def test_a_line_that_has_slept_is_made_anew_and_a_glance_away_changes_nothing(modules):
    found = "[open(), sources.length]"
    assert line_after(modules, "hide(true); hide(false)", found) == [1, 1]
    asleep = """hide(true)
      const now = Date.now
      Date.now = () => now() + 60000
      hide(false)
      Date.now = now"""
    assert line_after(modules, asleep, found) == [1, 2]


def test_a_network_that_goes_and_comes_is_followed(modules):
    gone = "window.dispatchEvent(new Event('offline'))"
    assert line_after(modules, gone, "[open(), told]") == [0, ["open", "lost"]]
    back = f"{gone}; window.dispatchEvent(new Event('online'))"
    assert line_after(modules, back, "[open(), sources.length]") == [1, 2]


def test_a_page_that_is_left_holds_no_line_and_back_makes_one(modules):
    left = "window.dispatchEvent(new PageTransitionEvent('pagehide'))"
    assert line_after(modules, left, "open()") == 0
    back = "window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"
    assert line_after(modules, f"{left}; {back}", "open()") == 1


def test_a_line_that_has_ended_stays_so(modules):
    steps = "end(); window.dispatchEvent(new Event('online')); hide(true); hide(false)"
    assert line_after(modules, steps, "open()") == 0


CLICKER = """const stops = ['ask', 'closed', 'truth'].map((phase) => ({ scene: 1, phase }))
  let state = { scene: { lecture: 'a', scene: 1, phase: 'ask', sequence: 1 },
    notes: { stops }, aim: stops[0] }
  const posts = []
  const post = (lecture, stop) => new Promise((arrive, fail) => posts.push({ stop, arrive, fail }))
  const change = (news) => { state = { ...state, ...news } }
  const clicker = clickerOf({ post, state: () => state, change, refused: () => {} })
  const hear = (phase, sequence) => {
    state.scene = { ...state.scene, phase, sequence }
    clicker.here()
  }
  const settle = () => new Promise((done) => setTimeout(done))
"""


def test_presses_are_sent_in_order_and_old_scenes_lead_nobody_back(modules):
    steps = """clicker.step(1); clicker.step(1); await settle()
      const seen = [posts.length, state.aim.phase]
      posts[0].arrive({ sequence: 2 }); await settle()
      hear('closed', 2)
      seen.push(posts.length, state.aim.phase)
      posts[1].arrive({ sequence: 3 }); await settle()
      seen.push(state.aim.phase)
      hear('truth', 3)
      hear('ask', 4)
      return [...seen, state.aim.phase]"""
    called = f"return (async () => {{ {CLICKER}{steps} }})()"
    assert modules("hall/clicker.js", called) == [1, "truth", 2, "truth", "truth", "ask"]


def test_a_press_that_did_not_arrive_leads_on_from_where_the_hall_is(modules):
    steps = """clicker.step(1); await settle()
      posts[0].fail({ status: 0 }); await settle()
      return [state.aim.phase, state.fault]"""
    called = f"return (async () => {{ {CLICKER}{steps} }})()"
    assert modules("hall/clicker.js", called) == ["ask", "failed"]


@pytest.mark.parametrize(
    ("colour", "light"), [([255, 255, 255], True), ([20, 23, 26], False), ([0, 114, 178], False)]
)
def test_a_light_paper_is_told_from_a_dark_one(modules, colour, light):
    assert modules(LIGHT, "return isLightColour(given)", colour) is light
