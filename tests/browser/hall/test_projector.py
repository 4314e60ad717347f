"""The projector's pure modules: its stops, and where the axis of a guess lies."""

import base64

import numpy as np
import pytest

PHASES, AXIS = "presenter/phases.js", "presenter/guess_axis.js motion/position.js"
PLACES = [["1", ""], ["1", "1"], ["2", ""], ["3", ""], ["3", "1"]]
"""Of a lecture: a question with choices, a picture alone, a question for the hall alone."""
KINDS = ["choices", "", ""]


@pytest.mark.parametrize(
    ("at", "scene", "phase"), [(0, 1, "ask"), (1, 1, "truth"), (2, 2, "show"), (4, 3, "truth")]
)
def test_a_stop_of_the_lecture_is_a_scene_in_a_phase(modules, at, scene, phase):
    given = {"places": PLACES, "at": at}
    assert modules(PHASES, "return stopAt(given.places, given.at)", given) == {
        "scene": scene,
        "phase": phase,
    }


@pytest.mark.parametrize(
    ("scene", "phase", "at"),
    [
        *[(1, "ask", 0), (1, "closed", 0), (1, "again", 0), (1, "closed2", 0), (1, "truth", 1)],
        *[(2, "show", 2), (3, "ask", 3), (3, "truth", 4), (9, "show", -1)],
    ],
)
def test_a_phase_is_shown_at_a_stop_of_the_lecture(modules, scene, phase, at):
    given = {"places": PLACES, "stop": {"scene": scene, "phase": phase}}
    assert modules(PHASES, "return placeOfStop(given.places, given.stop)", given) == at


@pytest.mark.parametrize(
    ("now", "phases"),
    [
        (None, ["ask", "closed", "truth"]),
        ({"scene": 1, "vote": 1}, ["ask", "closed", "truth"]),
        ({"scene": 1, "vote": 2}, ["ask", "closed", "again", "closed2", "truth"]),
        ({"scene": 3, "vote": 2}, ["ask", "closed", "truth"]),
    ],
)
def test_what_the_hall_answers_has_a_closed_vote_before_its_answer(modules, now, phases):
    given = {"places": PLACES, "kinds": KINDS, "now": now}
    found = modules(PHASES, "return stopsOf(given.places, given.kinds, given.now)", given)
    assert [stop["phase"] for stop in found if stop["scene"] == 1] == phases
    assert [stop["phase"] for stop in found if stop["scene"] > 1] == ["show", "ask", "truth"]


def test_shares_of_both_votes_are_told_with_their_letters(modules):
    votes = [{"counts": [1, 2, 0], "total": 3}, {"counts": [0, 0, 0], "total": 0}]
    given = {"votes": votes, "answer": 1}
    assert modules(PHASES, "return sharesOf(given)", given) == [
        {"letter": "a", "percents": [33, 0], "isRight": False},
        {"letter": "b", "percents": [67, 0], "isRight": True},
        {"letter": "c", "percents": [0, 0], "isRight": False},
    ]


def test_the_range_of_a_handle_is_read_from_its_labels(modules):
    body = "return rangeOf({ values: valuesOf(given.labels), step: given.step })"
    given = {"labels": ["−1.0", "−0.5", "0.0", "0.5", "1.0"], "step": 1}
    assert modules(AXIS, body, given) == {"min": -1, "max": 1, "step": 0.5, "value": -0.5}


def track(values):
    """Pack positions as figures do, one point a step."""
    packed = base64.b64encode(np.asarray(values, dtype=np.float32).tobytes()).decode()
    return {"x": {"bytes": packed, "shape": [len(values), 1]}}


def test_the_axis_is_that_of_the_mark_which_follows_the_handle(modules):
    steps = [-10.0, -5.0, 0.0, 5.0, 10.0]
    marks = [track([3.0] * 5), track([10.0, 5.0, 0.0, -5.0, -10.0]), track(steps)]
    body = """const chart = { layout: { meta: { marks: given.marks } } }
      return given.marks.indexOf(markAt(chart, { values: given.steps, step: 0 }))"""
    assert modules(AXIS, body, {"marks": marks, "steps": steps}) == 2
    assert modules(AXIS, body, {"marks": marks[:2], "steps": steps}) == -1
