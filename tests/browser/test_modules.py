"""Scripts that are modules: the pure ones by themselves, and the bundle that joins them."""

import pytest

from pages.shared.modules import bundle
from tests.browser.conftest import SCRIPTS

ENTRIES = [
    "charts/charts.js",
    "connection/connection.js",
    "downloads/pictures.js",
    "focus/focus.js",
    "handout/handout.js",
    "link/astray.js",
    "link/link.js",
    "motion/motion.js",
    "presenter/entrance.js",
    "presenter/join.js",
    "presenter/presenter.js",
    "reading/reading.js",
    "relay/relay.js",
    "relay/screen.js",
    "share/share.js",
]
POSITION, CAMERA, STOPS = "motion/position.js", "motion/camera.js", "presenter/stops.js"
READING = "reading/reading.js"


# The position of a handle


@pytest.mark.parametrize(("step", "within"), [(-3, 0), (0, 0), (7, 7), (10, 9)])
def test_a_step_stays_within_those_there_are(modules, step, within):
    assert modules(POSITION, "return within(given, 10)", step) == within


@pytest.mark.parametrize(
    ("key", "shift", "by", "plays", "ours", "tells"),
    [
        ("ArrowRight", False, 0, False, False, True),
        ("ArrowRight", True, 10, False, True, True),
        ("ArrowDown", True, -10, False, True, True),
        (" ", False, 0, True, True, False),
        ("PageDown", False, 0, False, True, False),
        ("Tab", False, 0, False, False, False),
        ("End", False, 0, False, False, True),
    ],
)
def test_keys_mean_what_the_readme_says(modules, key, shift, by, plays, ours, tells):
    found = modules(POSITION, "return keyed(given)", {"key": key, "shiftKey": shift})
    assert found == {"by": by, "plays": plays, "isOurs": ours, "tells": tells}


def test_play_shows_eleven_stills_to_those_who_ask_for_less_motion(modules):
    assert modules(POSITION, "return pace(201, true)") == {"rate": 1, "stride": 20}
    assert modules(POSITION, "return pace(201, false)") == {"rate": 20, "stride": 1}


@pytest.mark.parametrize(
    ("answer", "last", "told", "is_news"),
    [
        ([4, 0], None, [None, 0], True),
        ([4, 0], [4, 0], [4, 0], False),
        ([5, 1], [4, 0], [4.5, 1], True),
        ([5, 1], [4, 0], [5, 1], False),  # an echo
        ([5, 1], [4, 0], [6, 2], False),  # it knows less than what was told
    ],
)
def test_an_answer_may_be_news(modules, answer, last, told, is_news):
    places = [place and {"value": place[0], "serial": place[1]} for place in (answer, last, told)]
    assert modules(POSITION, "return isNews(...given)", places) is is_news


@pytest.mark.parametrize(
    ("value", "step"), [(-10, 0), (-11, 0), (-2, 1), (2.4, 2), (2.6, 3), (40, 4)]
)
def test_a_value_stays_where_steps_mean_other_values(modules, value, step):
    labels = ["−10.0", "−2.0", "0.0", "5.0", "30.0"]
    body = "return nearest(given.value, valuesOf(given.labels))"
    assert modules(POSITION, body, {"value": value, "labels": labels}) == step


# What a viewer has turned or zoomed


def test_a_camera_is_six_numbers_in_the_link(modules):
    camera = {"eye": {"x": 1.234, "y": -2, "z": 0.5}, "center": {"x": 0, "y": 0, "z": -0.151}}
    assert modules(CAMERA, "return written(given)", camera) == "1.23_-2_0.5_0_0_-0.15"
    assert modules(CAMERA, "return written({})") == "0_0_0_0_0_0"


def test_a_turned_scene_is_found_among_changes(modules):
    assert modules(CAMERA, "return cameraIn(given)", {"scene2.camera": {"eye": 1}}) == {"eye": 1}
    assert modules(CAMERA, "return cameraIn(given) ?? null", {"xaxis.range[0]": 1}) is None
    assert modules(CAMERA, "return cameraIn() ?? null") is None


def test_a_zoom_is_kept_until_its_axis_is_set_back(modules):
    body = """const zoom = {}
      keepZoom(zoom, { 'xaxis.range[0]': 1, 'xaxis.range[1]': 2, 'yaxis2.range': [3, 4], width: 5 })
      const kept = { ...zoom }
      keepZoom(zoom, { 'xaxis.autorange': true })
      return [kept, zoom]"""
    assert modules(CAMERA, body) == [
        {"xaxis.range[0]": 1, "xaxis.range[1]": 2, "yaxis2.range": [3, 4]},
        {"yaxis2.range": [3, 4]},
    ]


# Stops of a lecture


@pytest.mark.parametrize(
    ("search", "at"),
    [("?scene=2", 1), ("?scene=2&reveal=1", 2), ("?scene=9", 7), ("?logit=1", 7)],
)
def test_a_link_names_a_stop(modules, search, at):
    places = [["1", ""], ["2", ""], ["2", "1"]]
    body = "return placeOf(given.places, given.search, 7)"
    assert modules(STOPS, body, {"places": places, "search": search}) == at


@pytest.mark.parametrize(
    ("pathname", "search", "is_short"),
    [
        ("/logit-gradient", "?lecture=a&scene=2", True),
        ("/logit-gradient", "?lecture=a&scene=2&logit=4", False),
        ("/course/softmax", "?lecture=a&scene=2&logit=4", True),
    ],
)
def test_a_short_link_names_no_settings_or_another_page(modules, pathname, search, is_short):
    given = {"pathname": pathname, "search": search}
    body = "return isShort('logit-gradient?lecture=a&scene=2&logit=-6', given)"
    assert modules(STOPS, body, given) is is_short


def test_a_view_outside_the_lecture_keeps_its_settings(modules):
    link = "http://x/softmax?lecture=a&scene=2&reveal=1&size=large&logit=4"
    assert modules(STOPS, "return withoutLecture(given).href", link) == "http://x/softmax?logit=4"


# Addresses and words


@pytest.mark.parametrize(
    ("pathname", "base"),
    [("/", "/"), ("/softmax", "/"), ("/course/softmax", "/course/"), ("/course/", "/course/")],
)
def test_the_dashboard_knows_where_it_lives(modules, pathname, base):
    body = "return base(['softmax', 'margins'], given)"
    assert modules("browser/address.js", body, pathname) == base


def test_words_stand_where_the_html_asks_for_them(modules):
    body = """document.body.innerHTML = '<p data-text="a"></p><i data-label="b" data-title="b">'
      label(document.body, given)
      const [p, i] = document.body.children
      return [p.textContent, i.getAttribute('aria-label'), i.title]"""
    assert modules("browser/words.js", body, {"a": "one", "b": "two"}) == ["one", "two", "two"]
    body = "return fill('{k} of {n}, {unknown}', { k: 1, n: 2 })"
    assert modules("browser/words.js", body) == "1 of 2, {unknown}"


def test_one_observer_tells_all_who_listen(modules):
    body = """const heard = []
      const Observer = window.MutationObserver
      let made = 0
      window.MutationObserver = class extends Observer {
        constructor(tell) { super(tell); made += 1 }
      }
      const ends = ['a', 'b'].map((name) => onPageChange(() => heard.push(name)))
      window.MutationObserver = Observer
      const change = () => {
        document.body.append(document.createElement('p'))
        return new Promise((done) => setTimeout(done))
      }
      const end = () => { ends[0](); return change() }
      return change().then(end).then(() => [made, heard.join('')])"""
    assert modules("browser/watching.js", body) == [1, "abb"]


# The bundle

TREE = {
    "base.js": "export const one = 1\nexport default function two() { return 2 }\n",
    "left.js": "import { one as first } from './base.js'\nconst two = 'own'\n"
    "export class Left { value() { return first + two } }\n",
    "right.js": "import two from './base.js'\nexport const right = () => two() * 10\n",
    "entry.js": "import { Left } from './left.js'\nimport { right } from './right.js'\n"
    "/**\n * Words that import nothing.\n */\n"
    "export default function entry() {\n  return [new Left().value(), right()]\n}\n",
}


def written(folder, tree):
    for name, source in tree.items():
        (folder / name).write_text(source)
    return folder / "entry.js"


LOADED = """(source) => import(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })))
  .then((loaded) => CALL)"""


def test_a_bundle_does_what_its_modules_do(browser, tmp_path):
    page = browser.new_page()
    joined = bundle(written(tmp_path, TREE))
    assert page.evaluate(LOADED.replace("CALL", "loaded.default()"), joined) == ["1own", 20]
    assert "Words" not in joined
    page.close()


@pytest.mark.parametrize("entry", ENTRIES)
def test_every_script_of_a_component_can_be_joined(browser, entry):
    page = browser.new_page()
    joined = bundle(SCRIPTS / entry)
    assert page.evaluate(LOADED.replace("CALL", "typeof loaded.default"), joined) == "function"
    page.close()


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("import './base.js'\n", "import './base.js'"),
        ("import * as all from './base.js'\n", "import \\* as all"),
        ("export { one } from './base.js'\n", "export { one }"),
        ("export let one = 1\n", "export let one"),
        ("const late = () => import('./base.js')\n", "import\\('./base.js'\\)"),
        ("import { entry } from './entry.js'\n", "entry.js imports itself"),
    ],
)
def test_what_a_bundle_does_not_know_is_refused(tmp_path, source, fault):
    with pytest.raises(ValueError, match=fault):
        bundle(written(tmp_path, TREE | {"entry.js": source}))


@pytest.mark.parametrize(
    ("term", "place"),
    [
        ((100, 300, 320), (100, 326)),  # below
        ((100, 560, 580), (100, 474)),  # no room below: above
        ((900, 300, 320), (694, 326)),  # no room to the right
        ((-50, 10, 30), (6, 36)),
    ],
)
def test_a_definition_stands_beside_its_term_in_the_window(modules, term, place):
    left, top, bottom = term
    given = f"{{ left: {left}, top: {top}, bottom: {bottom} }}"
    box = "{ width: 100, height: 80 }, { width: 800, height: 600 }"
    assert modules(READING, f"return placeFor({given}, {box})") == dict(
        zip(("left", "top"), place, strict=True)
    )


def test_all_entries_are_listed():
    found = {
        path.relative_to(SCRIPTS).as_posix()
        for path in SCRIPTS.rglob("*.js")
        if "export default function mount" in path.read_text()
    }
    assert found == {*ENTRIES}
