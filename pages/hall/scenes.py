"""What a scene says: to phones and screens in a language, and to the speaker."""

from collections.abc import Sequence
from typing import NamedTuple

from pages.hall import ballots
from pages.hall.ballots import Answers
from pages.hall.store import Ballot, State
from pages.lectures import reading
from pages.lectures.reading import Lecture, Scene, Stop

SHOW, ASK, CLOSED, AGAIN, CLOSED_AGAIN, TRUTH = "show", "ask", "closed", "again", "closed2", "truth"
PHASES = (SHOW, ASK, CLOSED, AGAIN, CLOSED_AGAIN, TRUTH)
OPEN = (ASK, AGAIN)
"""Phases in which one can answer."""
SECOND = (AGAIN, CLOSED_AGAIN)
"""Phases of the second vote."""
TOLD = (CLOSED, CLOSED_AGAIN, TRUTH)
"""Phases that show what the hall has answered."""
REVEALED = (SHOW, TRUTH)
"""Phases that show what the scene teaches."""


class UnknownError(LookupError):
    """No such lecture or scene; the error is the id of what there is none of."""


class Question(NamedTuple):
    """What a scene asks the phones.

    Attributes
    ----------
    choices : sequence of str
        Empty for a guess.
    guess : str
        Name of the page's control, empty for choices.
    answer : float
        The place of the right choice, or the right value.
    tolerance : float
        How far from it a guess may be.
    """

    choices: Sequence[str]
    guess: str
    answer: float
    tolerance: float


def find(slug: str, number: int, language: str = "en") -> tuple[Lecture, Scene]:
    """Return a lecture and one of its scenes, by its number from 1.

    Raises
    ------
    UnknownError
        If there is none that can be used.
    """
    try:
        lecture = reading.read(slug, language)
    except reading.LectureError:
        raise UnknownError("lecture") from None
    if not 1 <= number <= len(lecture.scenes):
        raise UnknownError("scene")
    return lecture, lecture.scenes[number - 1]


def question(slug: str, number: int, language: str = "en") -> Question | None:
    """Return what a scene asks the phones; None where there is nothing to answer."""
    scene = find(slug, number, language)[1]
    if scene.choices:
        return Question(scene.choices, "", scene.choices.index(str(scene.answer)), 0.0)
    if scene.guess:
        return Question((), scene.guess, float(scene.answer), scene.tolerance)
    return None


def phases(slug: str, number: int) -> tuple[str, ...]:
    """List the phases that a scene can be in."""
    scene = find(slug, number)[1]
    if scene.choices or scene.guess:
        return PHASES
    return (SHOW, ASK, TRUTH) if scene.ask else (SHOW,)


def told(code: str, state: State, language: str, *, is_screen: bool) -> dict[str, object]:
    """Say what a room shows, for the event `scene`.

    Parameters
    ----------
    code : str
        Of the room.
    state : State
        What it shows.
    language : str
        One of `pages.words.text.LANGUAGES`.
    is_screen : bool
        Whether a projector or speaker listens, which follows the lecture itself.
    """
    lecture, scene = find(state.lecture, state.scene, language)
    said: dict[str, object] = {
        "lecture": state.lecture,
        "scene": state.scene,
        "of": len(lecture.scenes),
        "sequence": state.sequence,
        "phase": state.phase,
        "vote": state.vote,
        "title": lecture.title,
        "headline": scene.headline,
        "ask": scene.ask,
        **({"notice": scene.notice} if state.phase in REVEALED else {}),
        **_asked(state, language),
        "range": _handle(state),
        "picture": _picture(code, state),
        "link": reading.view_address(scene, {"lang": language}),
    }
    if is_screen:
        stop = Stop(state.scene, bool(scene.ask) and state.phase not in REVEALED)
        said["address"] = reading.address(lecture, stop)
    return said


def result(state: State, votes: Sequence[Answers]) -> dict[str, object] | None:
    """Say what the hall has answered, for the event `result`; None if it is not to be seen.

    Parameters
    ----------
    state : State
        What the room shows.
    votes : sequence of Counter
        The answers of the first vote, and of the second where it counts.
    """
    asked = question(state.lecture, state.scene)
    if not asked or state.phase not in TOLD:
        return None
    said: dict[str, object] = {
        "sequence": state.sequence,
        "votes": [ballot(state, answers) for answers in votes],
        "right": ballots.share(votes[-1], [asked.answer], asked.tolerance),
    }
    return said | ({"answer": asked.answer} if state.phase == TRUTH else {})


def ballot(state: State, answers: Answers) -> dict[str, object]:
    """Count the answers to what a room shows."""
    if state.is_guess:
        return ballots.of_guesses(answers, state.handle)
    return ballots.of_choices(answers, state.choices)


def listed(ballot: Ballot, answers: Answers, language: str) -> list[tuple[object, ...]]:
    """List the answers of a ballot as rows: scene, headline, vote, choice, count."""
    try:
        asked = question(ballot.lecture, ballot.scene, language)
        headline = find(ballot.lecture, ballot.scene, language)[1].headline
    except UnknownError:  # the file has changed since
        asked, headline = None, ""
    names: dict[float, object] = dict(enumerate(asked.choices)) if asked else {}
    return [
        (ballot.scene, headline, ballot.vote, names.get(value, value), count)
        for value, count in sorted(answers.items())
    ]


def for_speaker(state: State, language: str) -> dict[str, object]:
    """Say what the speaker sees: notes, what comes next, and where the clicker stops."""
    lecture, scene = find(state.lecture, state.scene, language)
    stops = [
        {"scene": number, "phase": phase, "headline": each.headline}
        for number, each in enumerate(lecture.scenes, 1)
        for phase in _phases(state, number, each)
    ]
    at = [(stop["scene"], stop["phase"]) for stop in stops].index((state.scene, state.phase))
    following = lecture.scenes[state.scene : state.scene + 1]
    coming = [{"headline": each.headline, "ask": each.ask} for each in following]
    return {"notes": scene.notes, "next": coming[0] if coming else None, "stops": stops, "at": at}


def _asked(state: State, language: str) -> dict[str, object]:
    asked = question(state.lecture, state.scene, language)
    if not asked:
        return {"choices": None, "guess": None}
    if asked.choices:
        return {"choices": list(asked.choices), "guess": None}
    tolerance = {"tolerance": asked.tolerance} if state.phase == TRUTH else {}
    return {"choices": None, "guess": {"name": asked.guess, **tolerance}}


def _handle(state: State) -> dict[str, float] | None:
    handle = state.handle
    if not handle:
        return None
    return {"min": handle.min, "max": handle.max, "step": handle.step, "value": handle.value}


def _picture(code: str, state: State) -> dict[str, object] | None:
    picture = state.picture
    if not picture:
        return None
    return {
        "url": f"/room/{code}/picture/{picture.sequence}",
        "left": picture.left,
        "right": picture.right,
        "from": picture.start,
        "to": picture.end,
    }


def _phases(state: State, number: int, scene: Scene) -> list[str]:
    """List where the clicker stops in a scene; a second vote only where there is one."""
    if not scene.ask:
        phases = [SHOW]
    elif not (scene.choices or scene.guess):
        phases = [ASK, TRUTH]
    elif number == state.scene and state.vote == 2:
        phases = [ASK, CLOSED, AGAIN, CLOSED_AGAIN, TRUTH]
    else:
        phases = [ASK, CLOSED, TRUTH]
    is_elsewhere = number == state.scene and state.phase not in phases
    return [*phases, state.phase] if is_elsewhere else phases
