"""A projector with a hall open, as in the tests of a hall's first scenes."""

import json
import urllib.request

from tests.browser.test_hall import open_light, phone, projector  # noqa: F401 - fixtures


def room_of(seen):
    """Return code and key of the hall that a projector has opened."""
    return json.loads(seen.page.evaluate("sessionStorage.getItem('lecture-hall')"))


def ask(server, path, body=None, **headers):
    """Ask the hall something; return what it says."""
    data = None if body is None else json.dumps(body).encode()
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    sent = {"Content-Type": "application/json", **headers}
    request = urllib.request.Request(f"{server.address}/room/{path}", data, sent)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.read().decode("utf-8-sig")


def tally(seen, server):
    """Return what the hall shows, and its answers."""
    room = room_of(seen)
    return json.loads(ask(server, f"{room['code']}/tally", x_room_key=room["key"]))


def vote(seen, server, choices):
    """Answer with a phone for each choice."""
    code, sequence = room_of(seen)["code"], tally(seen, server)["sequence"]
    for number, choice in enumerate(choices):
        body = {"phone": f"phone-{number:010}", "sequence": sequence, "choice": choice}
        ask(server, f"{code}/vote", body)
