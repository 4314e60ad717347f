"""What a room shows in each phase, to phones, screens and the speaker."""

import asyncio

import pytest

from pages.hall import following
from tests.hall.conftest import RANGE, WEBP
from tests.hall.lecture import CHOICES, GUESS, PLAIN, RHETORICAL

pytestmark = pytest.mark.anyio
PHASES = ["show", "ask", "closed", "again", "closed2", "truth"]


async def last(site, stream, kind="scene"):
    await site.settle()
    return stream.events(kind)[-1]


async def test_a_scene_is_told_whole_and_in_the_language_asked(site):
    code, key = await site.open()
    english, chinese = await site.listen(code, "lang=en"), await site.listen(code, "lang=zh")
    assert (await site.show(code, key, CHOICES)).json() == {"sequence": 1}
    assert await last(site, english) == {
        "lecture": "test",
        "scene": 1,
        "of": 4,
        "sequence": 1,
        "phase": "ask",
        "vote": 1,
        "title": "A test",
        "headline": "Choices <b>&</b>",
        "ask": "Which pushes harder?",
        "choices": ["squared error", "cross-entropy", "neither <i>of them</i>"],
        "guess": None,
        "range": None,
        "picture": None,
        "link": "logit-gradient?logit=-6.0&lang=en",
    }
    told = await last(site, chinese)
    assert told["title"] == "测试"
    assert told["choices"] == ["平方误差", "交叉熵", "都不是"]
    assert told["link"] == "logit-gradient?logit=-6.0&lang=zh"


@pytest.mark.parametrize(
    ("scene", "phase", "default"),
    [
        (CHOICES, None, "ask"),
        (GUESS, None, "ask"),
        (PLAIN, None, "show"),
        (RHETORICAL, None, "show"),
    ],
)
async def test_a_scene_begins_with_what_can_be_answered(site, scene, phase, default):
    code, key = await site.open()
    stream = await site.listen(code)
    await site.show(code, key, scene, phase)
    assert (await last(site, stream))["phase"] == default


@pytest.mark.parametrize("scene", [CHOICES, GUESS])
async def test_any_phase_can_follow_any_other(site, scene):
    code, key = await site.open()
    stream = await site.listen(code)
    for first in PHASES:
        for second in PHASES:
            await site.show(code, key, scene, first)
            sequence = (await site.show(code, key, scene, second)).json()["sequence"]
            told = await last(site, stream)
            assert (told["phase"], told["sequence"]) == (second, sequence)
            assert ("notice" in told) == (second in ("show", "truth"))


@pytest.mark.parametrize(
    ("scene", "possible"), [(PLAIN, ["show"]), (RHETORICAL, ["show", "ask", "truth"])]
)
async def test_without_an_answer_there_is_no_vote(site, scene, possible):
    code, key = await site.open()
    for phase in PHASES:
        answer = await site.show(code, key, scene, phase)
        assert answer.status == (200 if phase in possible else 400)
    sequence = (await site.show(code, key, scene, possible[-1])).json()["sequence"]
    assert (await site.vote(code, 1, sequence, 0)).told == (409, "closed")
    assert (await site.tally(code, key))["ballots"] == {}


async def test_the_answer_is_told_in_truth_only(site):
    code, key = await site.open()
    stream = await site.listen(code, "screen=1")
    for phase in PHASES:
        await site.show(code, key, GUESS, phase, range=RANGE)
        told = await last(site, stream)
        results = [result for result in stream.events("result") if "answer" in result]
        assert ("tolerance" in told["guess"]) == (phase == "truth")
        assert (told["guess"]["name"], told["range"]) == ("logit", RANGE)
        assert bool(results) == (phase == "truth")
    assert (await last(site, stream, "result"))["answer"] == -0.7


async def test_results_are_shown_when_a_vote_is_closed(site):
    code, key = await site.open()
    stream = await site.listen(code)
    sequence = (await site.show(code, key, CHOICES)).json()["sequence"]
    for phone, choice in enumerate([0, 1, 1, 2]):
        await site.vote(code, phone, sequence, choice)
    await site.settle()
    assert stream.events("result") == []
    await site.show(code, key, CHOICES, "closed")
    first = {"counts": [1, 2, 1], "total": 4}
    assert await last(site, stream, "result") == {"sequence": 2, "votes": [first], "right": 0.5}
    sequence = (await site.show(code, key, CHOICES, "again")).json()["sequence"]
    for phone in range(4):
        await site.vote(code, phone, sequence, 1)
    await site.settle()
    assert len(stream.events("result")) == 1
    await site.show(code, key, CHOICES, "closed2")
    both = [first, {"counts": [0, 4, 0], "total": 4}]
    assert await last(site, stream, "result") == {"sequence": 4, "votes": both, "right": 1.0}
    await site.show(code, key, CHOICES, "truth")
    shown = {"sequence": 5, "votes": both, "right": 1.0, "answer": 1}
    assert await last(site, stream, "result") == shown
    assert (await last(site, stream))["vote"] == 2


async def test_guesses_are_counted_along_the_axis(site):
    code, key = await site.open()
    stream = await site.listen(code)
    sequence = (await site.show(code, key, GUESS, range=RANGE)).json()["sequence"]
    for phone, guess in enumerate([-0.7, -0.5, -0.7, -10, 10]):
        assert (await site.vote(code, phone, sequence, guess)).status == 200
    await site.show(code, key, GUESS, "closed")
    result = await last(site, stream, "result")
    (ballot,) = result["votes"]
    assert ballot["values"] == [[-10, 1], [-0.7, 2], [-0.5, 1], [10, 1]]
    assert [count for *_, count in ballot["bins"]] == [1, *[0] * 8, 3, *[0] * 9, 1]
    assert (ballot["bins"][0][0], ballot["bins"][-1][1]) == (-10, 10)
    assert (ballot["total"], result["right"]) == (5, 0.6)


async def test_ballots_are_kept_and_a_second_vote_begins_empty(site):
    code, key = await site.open()

    async def totals(scene, phase):
        sequence = (await site.show(code, key, scene, phase)).json()["sequence"]
        ballots = (await site.tally(code, key))["ballots"]
        return sequence, [ballots[vote]["total"] for vote in "12"]

    sequence, _ = await totals(CHOICES, "ask")
    await site.vote(code, 1, sequence, 0)
    await totals(GUESS, "ask")
    assert (await totals(CHOICES, "ask"))[1] == [1, 0]
    sequence, counts = await totals(CHOICES, "again")
    assert counts == [1, 0]
    await site.vote(code, 1, sequence, 0)
    assert (await totals(CHOICES, "again"))[1] == [1, 1]
    assert (await totals(CHOICES, "truth"))[1] == [1, 1]
    assert (await totals(CHOICES, "closed2"))[1] == [1, 1]
    assert (await totals(CHOICES, "again"))[1] == [1, 0]


async def test_whoever_joins_is_told_the_present(site):
    code, key = await site.open()
    before = await site.listen(code)
    assert before.text == "retry: 1000\n\n"
    for scene, phase in [(PLAIN, "show"), (CHOICES, "ask"), (CHOICES, "closed")]:
        await site.show(code, key, scene, phase)
    late = await site.listen(code, "after=99")
    assert [kind for kind, _ in late.events()] == ["scene", "result"]
    assert late.events()[0][1]["sequence"] == 3
    await site.settle()
    assert late.events() == before.events()[-2:]


async def test_a_screen_is_told_where_it_is_and_how_many_answered(site, monkeypatch):
    monkeypatch.setattr("pages.hall.following.COUNT_EVERY", 0)
    code, key = await site.open()
    screen, phone = await site.listen(code, "screen=1"), await site.listen(code)
    sequence = (await site.show(code, key, CHOICES)).json()["sequence"]
    assert (await last(site, screen))["address"] == "logit-gradient?logit=0.0&lecture=test&scene=1"
    assert "address" not in await last(site, phone)
    for voter in range(3):
        await site.vote(code, voter, sequence, 1)
    assert await last(site, screen, "count") == {"sequence": 1, "phones": 1, "answered": 3}
    await site.show(code, key, CHOICES, "truth")
    shown = "logit-gradient?logit=-6.0&lecture=test&scene=1&reveal=1"
    assert (await last(site, screen))["address"] == shown
    await phone.leave()
    assert (await last(site, screen, "count"))["phones"] == 0
    assert phone.events("count") == []


async def test_many_votes_are_one_count(site, monkeypatch):
    monkeypatch.setattr(following, "COUNT_EVERY", 1_000)
    code, key = await site.open()
    screen = await site.listen(code, "screen=1")
    sequence = (await site.show(code, key, CHOICES)).json()["sequence"]
    for voter in range(50):
        await site.vote(code, voter, sequence, 1)
    await site.settle()
    names = [task.get_coro().__name__ for task in asyncio.all_tasks()]
    assert names.count("_count_soon") == 1
    assert screen.events("count") == []


async def test_a_picture_comes_with_its_scene(site):
    code, key = await site.open()
    stream = await site.listen(code)
    await site.show(code, key, GUESS)
    query = "sequence=1&left=0.08&right=0.97&from=-10&to=10"
    put = await site.ask("PUT", f"/room/{code}/picture?{query}", WEBP, x_room_key=key)
    assert put.status == 200
    told = await last(site, stream)
    assert told["sequence"] == 1
    url = f"/room/{code}/picture/1"
    axis = {"left": 0.08, "right": 0.97, "from": -10, "to": 10}
    assert told["picture"] == {"url": url, **axis}
    image = await site.ask("GET", url)
    assert (image.body, image.headers["content-type"]) == (WEBP, "image/webp")
    assert "immutable" in image.headers["cache-control"]
    assert "sandbox" in image.headers["content-security-policy"]
    # The picture of a question stands as long as the question does.
    await site.show(code, key, GUESS, "closed")
    assert (await last(site, stream))["picture"]["url"] == url
    await site.show(code, key, GUESS, "truth")
    assert (await last(site, stream))["picture"] is None
    late = await site.ask("PUT", f"/room/{code}/picture?sequence=2", WEBP, x_room_key=key)
    assert (late.status, late.json()) == (200, {"kept": False})


async def test_the_speaker_sees_notes_and_where_the_clicker_stops(site):
    code, key = await site.open()
    at = f"/room/{code}/speaker"
    assert (await site.ask("GET", at, x_room_key=key)).told == (409, "no-scene")
    await site.show(code, key, CHOICES, "closed")
    told = (await site.ask("GET", f"{at}?lang=zh", x_room_key=key)).json()
    assert told["notes"] == "等一等。"
    assert told["next"] == {"headline": "猜", "ask": "峰值在哪里？"}
    stops = [(stop["scene"], stop["phase"]) for stop in told["stops"]]
    three = ["ask", "closed", "truth"]
    assert stops == [
        *((scene, phase) for scene in (1, 2) for phase in three),
        *[(3, "show"), (4, "ask"), (4, "truth")],
    ]
    assert stops[told["at"]] == (1, "closed")
    await site.show(code, key, CHOICES, "again")
    told = (await site.ask("GET", at, x_room_key=key)).json()
    first = [stop["phase"] for stop in told["stops"] if stop["scene"] == 1]
    assert first == ["ask", "closed", "again", "closed2", "truth"]
    assert told["stops"][told["at"]]["phase"] == "again"
    await site.show(code, key, RHETORICAL)
    assert (await site.ask("GET", at, x_room_key=key)).json()["next"] is None


async def test_a_closed_room_ends_its_streams_and_is_unknown(site):
    code, key = await site.open()
    stream = await site.listen(code)
    closed = await site.ask("POST", f"/room/{code}/close", {"key": key})
    assert closed.status == 200
    await stream.task
    assert stream.events() == [("closed", {})]
    assert (await site.ask("GET", f"/room/{code}/events")).told == (404, "room")


async def test_the_answers_are_saved_as_a_table(site):
    code, key = await site.open()
    sequence = (await site.show(code, key, CHOICES)).json()["sequence"]
    for phone, choice in enumerate([1, 1, 0]):
        await site.vote(code, phone, sequence, choice)
    sequence = (await site.show(code, key, GUESS)).json()["sequence"]
    await site.vote(code, 1, sequence, -0.5)
    saved = await site.ask("GET", f"/room/{code}/answers.csv?lang=zh", x_room_key=key)
    assert saved.headers["content-type"].startswith("text/csv")
    assert saved.body.decode("utf-8-sig").splitlines() == [
        "scene,headline,vote,choice,count",
        "1,选择,1,平方误差,1",
        "1,选择,1,交叉熵,2",
        "2,猜,1,-0.5,1",
    ]
