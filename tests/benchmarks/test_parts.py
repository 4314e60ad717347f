"""The benchmarks are run by hand; here their parts, so that they cannot rot unseen.

What only they need (PyTorch, Dash) is not installed for the tests, so it is not imported.
"""

import ast
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest
from streamlit.testing.v1 import AppTest

from benchmarks import servers
from benchmarks.curves import Curve, Panel, crossing, draw, seconds_in
from benchmarks.load import editions
from benchmarks.load.__main__ import carried
from benchmarks.timing import Times, compare

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "benchmarks"
OWN = ("benchmarks", "core", "pages", "tests")


def own_imports():
    """Yield every name that a benchmark takes from this repository."""
    for path in sorted(FOLDER.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module.partition(".")[0] in OWN:
                yield from ((path.name, node.module, alias.name) for alias in node.names)


def names_in(module):
    """Return what a module defines, and the modules in it if it is a package."""
    path = ROOT / module.replace(".", "/")
    names = {part.stem for part in path.glob("*")}
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    for node in ast.parse(file.read_text()).body:
        targets = getattr(node, "targets", [getattr(node, "target", node)])
        names |= {getattr(target, "name", getattr(target, "id", None)) for target in targets}
    return names


def test_what_the_benchmarks_take_from_the_repository_is_there():
    found = list(own_imports())
    assert {module.partition(".")[0] for _, module, _ in found} == set(OWN)
    missing = [taken for taken in found if taken[2] not in names_in(taken[1])]
    assert not missing


@pytest.mark.parametrize(("script", "charts"), [("plain_streamlit", 4), ("one_chart", 1)])
def test_a_streamlit_peer_draws_its_charts(script, charts):
    test = AppTest.from_file(FOLDER / "peers" / f"{script}.py").run()
    assert not test.exception
    assert len(test.get("plotly_chart")) == charts


@pytest.mark.parametrize(
    ("slow", "told"),
    [
        ({100: 2.0}, "fewer than 100"),
        ({10: 0.5, 100: 2.0}, "about 32"),
        ({10: 0.5, 100: 0.9}, "more than 100"),
    ],
)
def test_how_many_viewers_are_carried_is_told_as_far_as_it_was_measured(slow, told):
    assert carried(slow) == f"Carried with p95 under 1 s: {told} viewers."


def test_contenders_take_turns_and_the_ratio_is_that_of_the_rounds():
    calls = []
    compare({"a": lambda: calls.append("a"), "b": lambda: calls.append("b")}, rounds=2)
    assert set(calls) == {"a", "b"}
    times = Times({"ours": [1.0, 30.0, 3.0], "peer": [2.0, 40.0, 4.0]})
    assert times.median("ours") == 3
    assert times.ratio("ours", "peer") == 0.75


def test_a_cost_reaches_its_limit_straight_between_logarithms():
    seconds = {100: 0.01, 10_000: 1.0}
    assert crossing(seconds, 0.1) == pytest.approx(1000)
    assert crossing(seconds, 2.0) is None
    assert crossing(seconds, 0.001) == 100


def test_the_curves_are_an_image_with_a_dot_where_waiting_begins():
    curves = (Curve("a < b", {100: 0.01, 10_000: 1.0}), Curve("low", {100: 0.01, 10_000: 0.02}))
    panel = Panel("Title", "samples", 0.1, curves, "")
    image = ElementTree.fromstring(draw([panel, panel]))
    dots = [part for part in image.iter() if part.tag.endswith("circle")]
    assert len(dots) == 2


@pytest.mark.parametrize(("head", "expected"), [("p95, ms", 0.25), ("p95, s", 250.0)])
def test_the_load_report_is_read(head, expected):
    text = f"# Load\n\n| viewers | failures | {head} |\n| --- | --- | --- |\n| 1,000 | 0 | 250 |\n"
    assert seconds_in(text) == {1000: expected}
    assert seconds_in("nothing") == {}


def test_the_hand_written_page_in_space_has_the_scenes_and_what_moves_in_them():
    for scene in servers.scenes():
        assert scene["figure"]["data"]
        assert all(len(move["x"]) > 1 for move in scene["moves"])


def test_editions_are_compared_by_what_an_interaction_costs():
    spent = {
        "now": Counter(seconds=4.0, interactions=100, failures=1),
        "first": Counter(seconds=20.0, interactions=200),
    }
    now, first = editions.table(spent).rows
    assert now == ("now", 100, 1, 40.0, 0.4, "met (≤ 0.45)")
    assert first == ("first", 200, 0, 100.0, 1.0, "")
