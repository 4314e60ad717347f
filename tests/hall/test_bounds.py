"""Every bound of the hall, and who may do what; SECURITY.md lists them."""

import re

import pytest

from pages.hall import rooms as rules
from tests.hall.conftest import IMAGES, RANGE, WEBP, Site
from tests.hall.lecture import CHOICES, GUESS, PLAIN

pytestmark = pytest.mark.anyio
HERE, OTHER = "https://hall.example.org", "https://other.example.org"


async def test_a_process_has_so_many_rooms(site):
    opened = [await site.open() for _ in range(rules.ROOMS)]
    assert (await site.ask("POST", "/room", {})).told == (503, "full")
    code, key = opened[0]
    await site.ask("POST", f"/room/{code}/close", {"key": key})
    assert (await site.ask("POST", "/room", {})).status == 201
    assert len({code for code, _ in opened}) == rules.ROOMS


async def test_codes_cannot_be_confused_and_are_forgiving(site):
    codes = [(await site.open())[0] for _ in range(rules.ROOMS)]
    assert all(re.fullmatch("[A-HJKMNP-Z]{6}", code) for code in codes)
    assert len(set("".join(codes))) == 23
    typed = f"%20{codes[0][:3].lower()}%20{codes[0][3:]}"
    stream = await site.listen(typed.replace("%20", " "))
    assert stream.status == 200


async def test_a_key_is_long_and_kept_as_a_hash_only(site, rooms):
    code, key = await site.open()
    assert re.fullmatch("[A-Za-z0-9_-]{43}", key)
    assert key not in repr(await rooms._store.read(code))


async def test_only_the_key_opens_what_is_the_lecturers(site):
    code, key = await site.open()
    await site.show(code, key, CHOICES)
    for wrong in ("", "x", key[:-1], key + "x", key.lower(), "é\ud800"):
        told = [
            await site.show(code, wrong, PLAIN),
            await site.ask("POST", f"/room/{code}/close", {"key": wrong}),
        ]
        if wrong.isascii():
            at = f"/room/{code}"
            picture = f"{at}/picture?sequence=1"
            told += [await site.ask("PUT", picture, WEBP, x_room_key=wrong)]
            for path in ("tally", "answers.csv", "speaker"):
                told += [await site.ask("GET", f"{at}/{path}", x_room_key=wrong)]
        assert {answer.told for answer in told} == {(403, "key")}
    assert (await site.ask("POST", f"/room/{code}/close", {})).told == (403, "key")
    other = (await site.open())[1]
    assert (await site.show(code, other, PLAIN)).told == (403, "key")
    assert (await site.tally(code, key))["sequence"] == 1


@pytest.mark.parametrize("path", ["", "/x/scene", "/x/vote", "/x/close"])
async def test_what_is_posted_is_json_of_this_site(site, path):
    address, body = f"/room{path}", {"key": "x", "lecture": "test", "scene": 1}
    refused = await site.ask("POST", address, body, origin=OTHER)
    assert refused.told == (403, "origin")
    for origin in ("null", "", "https://", "https://[", "hall.example.org"):
        assert (await site.ask("POST", address, body, origin=origin)).told == (403, "origin")
    assert "access-control-allow-origin" not in refused.headers
    for kind in ("text/plain", "application/x-www-form-urlencoded", "", "application/jsonp"):
        answer = await site.ask("POST", address, body, content_type=kind)
        assert answer.told == (415, "content-type")
    for kind in ("application/json", "application/json; charset=utf-8"):
        answer = await site.ask("POST", address, body, content_type=kind, origin=HERE)
        assert answer.status in (201, 400, 404)


async def test_a_picture_of_another_site_is_refused(site):
    code, key = await site.open()
    await site.show(code, key, PLAIN)
    address = f"/room/{code}/picture?sequence=1"
    refused = await site.ask("PUT", address, WEBP, x_room_key=key, origin=OTHER)
    assert refused.told == (403, "origin")


async def test_bodies_are_small(site):
    code, key = await site.open()
    await site.show(code, key, PLAIN)
    long = b'{"key": "' + b"x" * 1_000 + b'"}'
    assert (
        await site.ask("POST", f"/room/{code}/close", long, content_type="application/json")
    ).told == (413, "too-large")
    at = f"/room/{code}/picture?sequence=1"
    largest = WEBP + bytes(150_000 - len(WEBP))
    assert (await site.ask("PUT", at, largest, x_room_key=key)).status == 200
    assert (await site.ask("PUT", at, largest + b"x", x_room_key=key)).told == (413, "too-large")


@pytest.mark.parametrize(
    "image",
    [
        *[b"", b"RIFF", b"RIFF....WAVE", b" RIFF....WEBP", b"\x89PNG\n\x1a\n", b"\xff\xd8"],
        *[b"GIF89a", b"<svg onload=alert(1)>", b"<!doctype html>"],
    ],
)
async def test_what_is_no_picture_is_refused_whatever_it_is_said_to_be(site, image):
    code, key = await site.open()
    await site.show(code, key, PLAIN)
    at = f"/room/{code}/picture"
    told = {"x_room_key": key, "content_type": "image/webp"}
    assert (await site.ask("PUT", f"{at}?sequence=1", image, **told)).told == (400, "malformed")
    assert (await site.ask("GET", f"{at}/1")).told == (404, "picture")


@pytest.mark.parametrize("kind", IMAGES)
async def test_a_picture_is_served_as_what_its_bytes_say(site, kind):
    code, key = await site.open()
    await site.show(code, key, PLAIN)
    at, told = f"/room/{code}/picture", {"x_room_key": key, "content_type": "text/html"}
    assert (await site.ask("PUT", f"{at}?sequence=1", IMAGES[kind], **told)).status == 200
    image = await site.ask("GET", f"{at}/1")
    assert (image.body, image.headers["content-type"]) == (IMAGES[kind], kind)
    assert image.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "query",
    [
        *["", "sequence=", "sequence=-1", "sequence=1e3", "sequence=٣", "sequence=1&left=0"],
        "sequence=1&left=0&right=2&from=0&to=1",
        "sequence=1&left=0.5&right=0.5&from=0&to=1",
        "sequence=1&left=0&right=1&from=1&to=1",
        "sequence=1&left=nan&right=1&from=0&to=1",
        "sequence=1&left=0&right=1&from=0&to=inf",
        "sequence=1&left=0&right=1&from=0&to=1_0",
    ],
)
async def test_where_an_axis_lies_is_checked(site, query):
    code, key = await site.open()
    await site.show(code, key, PLAIN)
    answer = await site.ask("PUT", f"/room/{code}/picture?{query}", WEBP, x_room_key=key)
    assert answer.told == (400, "malformed")


@pytest.mark.parametrize(
    "change",
    [
        *[{"min": 1, "max": 1}, {"min": 2, "max": 1}, {"step": 0}, {"step": -1}, {"value": 11}],
        *[{"min": True}, {"min": "0"}, {"max": None}, {"max": 1e300}, {"max": 10**400}],
    ],
)
async def test_a_handle_is_checked(site, change):
    code, key = await site.open()
    assert (await site.show(code, key, GUESS, range=RANGE | change)).told == (400, "malformed")


async def test_a_room_shows_what_there_is(site):
    code, key = await site.open()
    show = f"/room/{code}/scene"
    for lecture, scene, phase, fault in [
        ("none", 1, None, "lecture"),
        ("../test", 1, None, "lecture"),
        ("test.zh", 1, None, "lecture"),
        ("test", 0, None, "scene"),
        ("test", 5, None, "scene"),
        ("test", -1, None, "scene"),
        ("test", 1, "over", "phase"),
        ("test", 1, "", "phase"),
    ]:
        body = {"key": key, "lecture": lecture, "scene": scene, "phase": phase}
        assert (await site.ask("POST", show, body)).told == (400, fault)
    assert (await site.tally(code, key))["sequence"] == 0


async def test_phones_and_screens_of_a_room(site, monkeypatch):
    monkeypatch.setattr(rules, "PHONES", 3)
    monkeypatch.setattr(rules, "SCREENS", 2)
    code, _ = await site.open()
    phones = [await site.listen(code) for _ in range(3)]
    for _ in range(2):
        assert (await site.listen(code, "screen=1")).status == 200
    for query in ("", "screen=1"):
        assert (await site.ask("GET", f"/room/{code}/events?{query}")).told == (503, "full")
    await phones[0].leave()
    assert (await site.listen(code)).status == 200


async def test_voters_of_a_ballot(site, monkeypatch):
    monkeypatch.setattr(rules, "PHONES", 3)
    code, key = await site.open()
    sequence = (await site.show(code, key, CHOICES)).json()["sequence"]
    for phone in range(3):
        assert (await site.vote(code, phone, sequence, 0)).status == 200
    assert (await site.vote(code, 3, sequence, 0)).told == (429, "too-many")
    assert (await site.vote(code, 0, sequence, 1)).status == 200


async def test_votes_of_a_phone_in_a_minute(site, clock):
    code, key = await site.open()
    sequence = (await site.show(code, key, CHOICES)).json()["sequence"]
    for _ in range(rules.VOTES_OF_A_PHONE):
        assert (await site.vote(code, 1, sequence, 0)).status == 200
    assert (await site.vote(code, 1, sequence, 0)).told == (429, "too-many")
    assert (await site.vote(code, 2, sequence, 0)).status == 200
    await clock.advance(60)
    assert (await site.vote(code, 1, sequence, 0)).status == 200


async def test_votes_of_a_room_in_a_minute(monkeypatch, rooms, clock):
    monkeypatch.setattr(rules, "VOTES_OF_A_ROOM", 40)
    site = Site(rules.Rooms(rooms._store, clock))
    code, key = await site.open()
    sequence = (await site.show(code, key, CHOICES)).json()["sequence"]
    told = [(await site.vote(code, phone, sequence, 0)).status for phone in range(41)]
    assert told == [200] * 40 + [429]
    await clock.advance(60)
    assert (await site.vote(code, 1, sequence, 0)).status == 200


@pytest.mark.parametrize(
    "phone", ["", "short", "x" * 15, "x" * 65, "é" * 20, "a b" * 10, "<b>" * 10]
)
async def test_a_phone_is_a_random_word(site, phone):
    code, key = await site.open()
    await site.show(code, key, CHOICES)
    body = {"phone": phone, "sequence": 1, "choice": 0}
    assert (await site.ask("POST", f"/room/{code}/vote", body)).told == (400, "malformed")


async def test_a_room_lives_four_hours_after_the_last_sign_of_its_lecturer(site, clock, rooms):
    code, key = await site.open()
    stream = await site.listen(code)
    for _ in range(3):
        await clock.advance(rules.LIFE - 1)
        assert (await site.show(code, key, CHOICES)).status == 200
    await clock.advance(rules.LIFE - 1)
    await site.tally(code, key)
    await clock.advance(rules.LIFE - 1)
    assert (await site.vote(code, 1, 3, 0)).status == 200  # no sign of the lecturer
    await rooms.following.renew()
    await site.settle()
    assert stream.events()[-1][0] == "scene"
    await clock.advance(1)
    await rooms.following.renew()
    await stream.task
    assert stream.events()[-1] == ("closed", {})
    assert (await site.show(code, key, CHOICES)).told == (404, "room")
    assert await rooms._store.rooms() == 0


async def test_a_room_changes_so_many_times(site, monkeypatch):
    monkeypatch.setattr(rules, "CHANGES", 3)
    code, key = await site.open()
    for _ in range(2):
        assert (await site.show(code, key, PLAIN)).status == 200
    at = f"/room/{code}/picture?sequence=2"
    assert (await site.ask("PUT", at, WEBP, x_room_key=key)).status == 200
    assert (await site.show(code, key, PLAIN)).told == (429, "too-many")
    assert (await site.ask("PUT", at, WEBP, x_room_key=key)).told == (429, "too-many")


async def test_unknown_codes_are_answered_slowly_and_known_ones_as_ever(site, clock):
    code, key = await site.open()
    unknown = [f"/room/{word}/events" for word in ("AAAAAA", "BBBBBB", "x", "É" * 6)]
    told = [(await site.ask("GET", unknown[k % 4])).told for k in range(60)]
    assert told == [(404, "room")] * rules.UNKNOWN_CODES + [(429, "too-many")] * 10
    assert (await site.listen(code)).status == 200
    assert (await site.show(code, key, PLAIN)).status == 200
    await clock.advance(1)
    assert (await site.ask("GET", unknown[0])).told == (404, "room")


async def test_two_pictures_of_a_room_are_kept(site):
    code, key = await site.open()
    for sequence in (1, 2, 3):
        await site.show(code, key, PLAIN)
        at = f"/room/{code}/picture?sequence={sequence}"
        await site.ask("PUT", at, WEBP, x_room_key=key)
    told = [(await site.ask("GET", f"/room/{code}/picture/{n}")).status for n in (1, 2, 3)]
    assert told == [404, 200, 200]


async def test_what_is_not_there_is_refused_in_one_word(site):
    code, _ = await site.open()
    for method, path, told in [
        ("GET", f"/room/{code}", (404, "path")),
        ("GET", f"/room/{code}/none", (404, "path")),
        ("DELETE", "/room", (405, "method")),
        ("GET", f"/room/{code}/scene", (405, "method")),
        ("OPTIONS", f"/room/{code}/vote", (405, "method")),
        ("HEAD", f"/room/{code}/events", (405, "method")),
        ("GET", f"/room/{code}/picture/1", (404, "picture")),
    ]:
        assert (await site.ask(method, path)).told == told
    assert (await site.ask("GET", "/room")).json() == {"hall": True}


async def test_every_answer_is_kept_nowhere_and_taken_for_what_it_is(site):
    code, key = await site.open()
    await site.show(code, key, PLAIN)
    for path in ("/room", f"/room/{code}/tally", f"/room/{code}/answers.csv", "/room/x/events"):
        headers = (await site.ask("GET", path, x_room_key=key)).headers
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"
        assert "set-cookie" not in headers
