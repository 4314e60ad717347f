"""What a phone knows of its hall, and what follows from it."""

import pytest

STATE = "hall/state.js"
SCENE = {"lecture": "a", "scene": 2, "sequence": 5, "phase": "ask", "choices": ["x", "y", "z"]}
GUESS = {**SCENE, "choices": None, "guess": {"name": "logit"}}


@pytest.fixture
def follow(modules):
    """Return a function that lets a phone live through steps, and evaluates an expression after."""

    def run(expression, *steps):
        body = """let state = begin({ phone: 'p' })
          for (const [name, ...more] of given) {
            state = { follow, answer, received, gone, joined,
              hear: (state, result) => ({ ...state, result }) }[name](state, ...more)
          }
          return """
        return modules(STATE, body + expression, steps)

    return run


def scene(**changes):
    return ["follow", {**SCENE, **changes}]


def result(sequence, **more):
    return ["hear", {"sequence": sequence, "votes": [], **more}]


# What a phone knows


def test_a_phone_never_goes_back_to_an_older_scene(follow):
    assert follow("state.scene.scene", scene(), scene(scene=1, sequence=4)) == 2
    assert follow("state.scene.phase", scene(), scene(phase="closed")) == "closed"


def test_a_scene_keeps_its_picture_and_handle_until_there_are_others(follow):
    first = scene(picture={"url": "1"}, range={"max": 8})
    both = "[state.scene.picture?.url ?? '', state.scene.range?.max ?? 0]"
    assert follow(both, first, scene(sequence=6, phase="truth")) == ["1", 8]
    assert follow(both, first, scene(sequence=6, picture={"url": "2"})) == ["2", 8]
    assert follow(both, first, scene(sequence=6, scene=3)) == ["", 0]


def test_an_answer_is_sent_until_it_is_received(follow):
    unsent = "unsent(state)?.body ?? null"
    chosen = [scene(), ["answer", 1]]
    body = {"phone": "p", "sequence": 5, "choice": 1}
    assert follow(unsent, scene()) is None
    assert follow(unsent, *chosen) == body
    assert follow(unsent, *chosen, ["received", "a/2/1", 1]) is None
    assert follow(unsent, *chosen, ["answer", 2], ["received", "a/2/1", 1])["choice"] == 2
    assert follow(unsent, *chosen, scene(sequence=6)) == {**body, "sequence": 6}
    assert follow(unsent, *chosen, scene(sequence=6, phase="closed")) is None
    assert follow(unsent, *chosen, scene(sequence=6, scene=3)) is None


def test_nothing_is_answered_once_the_vote_is_closed(follow):
    assert follow("state.answers", scene(phase="closed"), ["answer", 1]) == {}


def test_a_second_vote_begins_empty_and_keeps_the_first(follow):
    steps = [
        *(scene(), ["answer", 0], scene(sequence=6, phase="closed")),
        *(scene(sequence=7, phase="again"), ["answer", 1]),
    ]
    own = "Object.fromEntries(Object.entries(state.answers).map(([k, v]) => [k, v.choice]))"
    assert follow(own, *steps) == {"a/2/1": 0, "a/2/2": 1}
    assert follow(own, *steps, scene(sequence=8, phase="again")) == {"a/2/1": 0, "a/2/2": 1}
    anew = [scene(sequence=8, phase="closed"), scene(sequence=9, phase="again")]
    assert follow(own, *steps, *anew) == {"a/2/1": 0}


@pytest.mark.parametrize(
    ("steps", "status"),
    [
        ([scene()], "choose"),
        ([scene(choices=None, guess={"name": "z"})], "drag"),
        ([scene(phase="again")], "talk"),
        ([scene(), ["answer", 1]], "sending"),
        ([scene(), ["answer", 1], ["received", "a/2/1", 1]], "received"),
        ([scene(phase="closed")], "closed"),
        ([scene(), ["answer", 1], scene(sequence=6, phase="closed")], "late"),
        (
            [scene(), ["answer", 1], ["received", "a/2/1", 1], scene(sequence=6, phase="closed")],
            "closed-own",
        ),
        ([scene(phase="show", choices=None)], "look"),
        ([scene(choices=None)], "look"),
        ([scene(phase="truth")], ""),
    ],
)
def test_the_foot_says_where_the_own_answer_is(follow, steps, status):
    assert follow("statusOf(state, false)", *steps) == status


def test_a_lost_line_and_a_moved_handle_are_told(follow):
    steps = [["follow", GUESS], ["answer", 1.5]]
    assert follow("statusOf(state, true, 1.5)", *steps) == "kept"
    assert follow("statusOf(state, false, 2)", *steps) == "changed"


@pytest.mark.parametrize(
    ("choice", "answer", "verdict"), [(1, 1, "right"), (2, 1, "wrong"), (0, 0, "right")]
)
def test_a_choice_is_right_or_wrong_once_the_truth_is_told(follow, choice, answer, verdict):
    steps = [scene(), ["answer", choice], ["received", "a/2/1", choice]]
    closed = [scene(sequence=6, phase="closed"), result(6)]
    truth = [scene(sequence=7, phase="truth"), result(7, answer=answer)]
    assert follow("verdictOf(state)", *steps, *closed) == ""
    assert follow("verdictOf(state)", *steps, *truth) == verdict
    assert follow("verdictOf(state)", *truth) == "no-answer"
    assert follow("verdictOf(state)", *steps, truth[0], result(6, answer=answer)) == ""


@pytest.mark.parametrize(
    ("guess", "verdict"), [(-0.4, "right"), (-1.0, "right"), (-0.3, "wrong"), (0.7, "wrong")]
)
def test_a_guess_is_right_within_the_tolerance(follow, guess, verdict):
    told = {**GUESS, "sequence": 6, "phase": "truth", "guess": {"name": "z", "tolerance": 0.3}}
    steps = [["follow", GUESS], ["answer", guess], ["received", "a/2/1", guess]]
    truth = [["follow", told], result(6, answer=-0.7)]
    assert follow("verdictOf(state)", *steps, *truth) == verdict


def test_the_answer_that_counts_is_the_last_that_arrived(follow):
    first = [scene(), ["answer", 0], ["received", "a/2/1", 0]]
    second = [scene(sequence=6, phase="again"), ["answer", 1]]
    truth = scene(sequence=7, phase="truth")
    assert follow("ownOf(state).now.choice", *first, *second, truth) == 0
    arrived = [*second, ["received", "a/2/2", 1]]
    assert follow("ownOf(state).now.choice", *first, *arrived, truth) == 1


def test_views_are_remembered_once_they_give_nothing_away(follow):
    told = {"link": "softmax?x=1", "headline": "Many"}
    seen = "state.seen.map(({ title, link }) => [title, link])"
    assert follow(seen, scene(**told)) == []
    shown = scene(**told, phase="truth")
    assert follow(seen, shown, shown) == [["Many", "softmax?x=1"]]


def test_a_room_that_is_gone_is_over_for_those_who_were_in_it(follow):
    assert follow("screenOf(state)") == "joining"
    assert follow("screenOf(state)", ["gone"]) == "unknown"
    assert follow("screenOf(state)", ["joined"], ["gone"]) == "over"
    assert follow("begin(kept(state)).over", ["joined"], ["gone"]) == "closed"
