"""The hall as the dashboard serves it, over a real connection."""

import gzip
import http.client
import json
import signal
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import serving

PHONE = "a-phone-that-nobody-names"
PATIENCE = 30


@pytest.fixture(scope="module")
def dashboard(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("hall")) as running:
        yield running


@contextmanager
def asking(address, method, path, body=None, **headers):
    """Send a request; yield the answer."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=PATIENCE)
    if body is not None:
        body, headers["Content-Type"] = json.dumps(body), "application/json"
    connection.request(method, path, body, headers)
    try:
        yield connection.getresponse()
    finally:
        connection.close()


def ask(*request, **headers):
    with asking(*request, **headers) as answer:
        return json.loads(answer.read())


def heard(stream):
    """Read the next event of a stream."""
    lines = []
    while not lines or lines[-1]:
        lines.append(stream.readline().decode().rstrip("\n"))
    fields = dict(line.split(": ", 1) for line in lines if ": " in line)
    return fields.get("event"), json.loads(fields.get("data", "null"))


def test_a_phone_hears_and_answers(dashboard):
    at = dashboard.address
    assert ask(at, "GET", "/room") == {"hall": True}
    opened = ask(at, "POST", "/room", {})
    room = f"/room/{opened['code']}"
    with asking(at, "GET", f"{room}/events?lang=zh") as stream:
        assert stream.headers["Content-Type"] == "text/event-stream"
        assert stream.headers["Content-Encoding"] is None
        assert stream.headers["Cache-Control"] == "no-store"
        assert stream.headers["X-Accel-Buffering"] == "no"
        assert heard(stream) == (None, None)  # how soon to come back
        shown = {"key": opened["key"], "lecture": "why-cross-entropy", "scene": 1}
        assert ask(at, "POST", f"{room}/scene", shown) == {"sequence": 1}
        kind, scene = heard(stream)
        assert (kind, scene["sequence"], scene["headline"]) == (
            "scene",
            1,
            "两个神经元，同一个不利的起点",
        )
        vote = {"phone": PHONE, "sequence": 1, "choice": 0}
        assert ask(at, "POST", f"{room}/vote", vote) == {"ok": True}
        ask(at, "POST", f"{room}/close", {"key": opened["key"]})
        assert heard(stream) == ("closed", {})
        assert stream.readline() == b""


def test_nothing_of_streamlits_stands_before_the_hall(dashboard):
    """It would refuse this path, as one of a file that is not to be read."""
    with asking(dashboard.address, "GET", "/static/%2E%2E/x") as refused:
        assert refused.status == 400
    with asking(dashboard.address, "GET", "/room/%2E%2E/x") as answer:
        assert (answer.status, json.loads(answer.read())) == (404, {"error": "path"})


def test_the_log_names_no_phone_and_no_room(dashboard):
    opened = ask(dashboard.address, "POST", "/room", {})
    room, vote = f"/room/{opened['code']}", {"phone": PHONE, "sequence": 1, "choice": 0}
    ask(dashboard.address, "POST", f"{room}/vote", vote)
    ask(dashboard.address, "POST", f"{room}/vote", {**vote, "choice": "x" * 2_000})
    ask(dashboard.address, "GET", f"{room}/tally", **{"X-Room-Key": opened["key"]})
    log = dashboard.log.read_text()
    for secret in (PHONE, opened["code"], opened["key"]):
        assert secret not in log
    assert not dashboard.complaints()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_server_that_is_stopped_does_not_wait_for_phones(tmp_path, number):
    with serving(tmp_path) as dashboard:
        opened = ask(dashboard.address, "POST", "/room", {})
        with asking(dashboard.address, "GET", f"/room/{opened['code']}/events") as stream:
            heard(stream)
            dashboard.process.send_signal(number)
            assert stream.readline() == b""
            dashboard.process.wait(timeout=PATIENCE)


@pytest.mark.parametrize("path", ["/hall", "/hall/ABCDEF", "/hall/ABCDEF/speaker"])
def test_the_light_pages_are_small_and_kept(dashboard, path):
    at = dashboard.address
    with asking(at, "GET", path, **{"Accept-Encoding": "gzip", "Accept-Language": "zh"}) as answer:
        packed = answer.read()
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        assert answer.headers["Content-Encoding"] == "gzip"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Set-Cookie"] is None
        assert len(packed) < 60_000
        assert '<html lang="zh"' in gzip.decompress(packed).decode()
        tag = answer.headers["ETag"]
    with asking(at, "GET", path, **{"If-None-Match": tag, "Accept-Language": "zh"}) as again:
        assert (again.status, again.read()) == (304, b"")
    with asking(at, "GET", f"{path}?lang=en") as plain:
        assert plain.headers["Content-Encoding"] is None
        assert b'<html lang="en"' in plain.read()
