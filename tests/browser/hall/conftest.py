"""A hall of its own: its routes below a path, a lecture, a lecturer and phones."""

import json
import threading
import time
import urllib.request
from io import BytesIO

import pytest
import uvicorn
from PIL import Image
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Mount, Route

from pages.hall.rooms import Rooms
from pages.hall.routes import routes
from pages.hall.store import MemoryStore
from pages.lectures import reading
from tests.browser.conftest import free_port
from tests.hall.lecture import FOLDER, GUESS

BELOW = "/course"
"""Path below which the dashboard lives."""
RANGE = {"min": -10, "max": 10, "step": 0.1, "value": 2}
PHONE = {"width": 390, "height": 844}
REFUSED = "Failed to load resource"
"""What a browser complains of when an answer is refused or does not come."""
AXIS = {"left": 0.1, "right": 0.9, "from": -10, "to": 10}


class Server:
    """The hall's routes below a path, which can be lost and come back with its rooms."""

    def __init__(self):
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}{BELOW}"
        self._store = MemoryStore()
        self.start()

    def start(self):
        """Serve until `stop`."""

        async def view(request):
            return HTMLResponse("<!doctype html><title>view</title><h1>The view</h1>")

        hall = routes(Rooms(self._store))
        app = Starlette(routes=[Mount(BELOW, routes=[*hall, Route("/{page}", view)])])
        config = uvicorn.Config(
            app, port=self.port, log_level="error", timeout_graceful_shutdown=0, lifespan="off"
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run)
        self._thread.start()
        deadline = time.monotonic() + 30
        while not self._server.started and time.monotonic() < deadline:
            time.sleep(0.01)
        assert self._server.started

    def stop(self):
        """Cut every connection."""
        self._server.should_exit = self._server.force_exit = True
        self._thread.join(timeout=30)
        assert not self._thread.is_alive()

    def ask(self, method, path, body=None, **headers):
        """Send a request; return what came back."""
        data = json.dumps(body).encode() if isinstance(body, dict) else body
        sent = {"Content-Type": "application/json"} if isinstance(body, dict) else {}
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        url = self.address + path
        request = urllib.request.Request(url, data, sent | headers, method=method)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)


class Hall:
    """A room with its lecturer."""

    def __init__(self, server):
        self.server = server
        self.code, self.key = server.ask("POST", "/room", {}).values()
        self.sequence = 0

    def show(self, scene, phase=None, **more):
        """Show a scene of the lecture."""
        body = {"key": self.key, "lecture": "test", "scene": scene, "phase": phase, **more}
        path = f"/room/{self.code}/scene"
        self.sequence = self.server.ask("POST", path, body)["sequence"]

    def put_picture(self, colour="white", **axis):
        """Give the scene its picture."""
        image = BytesIO()
        Image.new("RGB", (700, 400), colour).save(image, "webp")
        query = "&".join(f"{k}={v}" for k, v in {"sequence": self.sequence, **axis}.items())
        path = f"/room/{self.code}/picture?{query}"
        headers = {"X-Room-Key": self.key, "Content-Type": "image/webp"}
        self.server.ask("PUT", path, image.getvalue(), **headers)

    def guess(self, phase=None):
        """Show the guess with its handle and picture."""
        self.show(GUESS, phase, range=RANGE)
        self.put_picture(**AXIS)

    def vote(self, choice, count=1, start=0):
        """Let so many phones that nobody sees vote."""
        for k in range(start, start + count):
            body = {"phone": f"unseen-phone-{k:04}", "sequence": self.sequence, "choice": choice}
            self.server.ask("POST", f"/room/{self.code}/vote", body)

    def tally(self):
        """Return what the lecturer is told."""
        return self.server.ask("GET", f"/room/{self.code}/tally", X_Room_Key=self.key)

    def counts(self, vote="1"):
        """Return how often each choice was made."""
        return self.tally()["ballots"][vote]["counts"]

    def close(self):
        """Close the room."""
        self.server.ask("POST", f"/room/{self.code}/close", {"key": self.key})


@pytest.fixture(scope="module")
def server():
    """Serve the hall with a lecture of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "FOLDER", FOLDER)
        running = Server()
        yield running
        running.stop()


@pytest.fixture
def hall(server):
    """Open a room."""
    return Hall(server)


@pytest.fixture
def open_page(new_visit, server):
    """Open a page of the hall, whose answers may be refused and whose line may be lost."""

    def open_(path, **profile):
        address = f"{server.address}/hall/{path}".rstrip("/")
        return new_visit(address, **{"viewport": PHONE, "forgiven": REFUSED, **profile}).page

    return open_


@pytest.fixture
def phone(open_page, hall):
    """Join the hall with a phone."""
    return lambda **profile: open_page(hall.code, **profile)
