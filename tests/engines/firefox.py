"""Firefox by WebDriver BiDi, which it speaks itself over a websocket: no other driver is needed."""

import json
import re

from websockets.sync.client import connect

from tests.engines.driver import PATIENCE, Driver, wait_until
from tests.engines.find_engines import on_path

LISTENING = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
OPTIONS = ("--no-remote", "--remote-debugging-port=0")


class Firefox(Driver):
    """A Firefox with its profile in its folder."""

    def start(self) -> None:
        """Start it on a screen, as it does not draw in space without one, and open a session."""
        self._choose("browser.download.folderList", 2)
        self._choose("browser.download.dir", str(self.downloads))
        command = [on_path("Firefox"), *OPTIONS, "--profile", str(self.folder)]
        self.begin(command, env=self.open_screen())
        told = wait_until(lambda: LISTENING.search(self.log.read_text()), "Firefox listens")
        self.wire = self.ending.enter_context(connect(f"{told[1]}/session", max_size=None))
        self.sent, self.complaints = 0, []
        self._send("session.new", capabilities={})
        self._send("session.subscribe", events=["log.entryAdded"])
        self.page = self._send("browsingContext.getTree")["contexts"][0]["context"]

    def go(self, address: str) -> None:
        """Open an address anew."""
        self.complaints.clear()
        self._send("browsingContext.navigate", context=self.page, url=address, wait="complete")

    def run(self, script: str) -> str:
        """Return the text that an expression comes to."""
        where = {"target": {"context": self.page}, "awaitPromise": True}
        answer = self._send("script.evaluate", expression=script, **where)
        assert answer["type"] == "success", answer["exceptionDetails"]["text"]
        return answer["result"]["value"]

    def act(self, source: dict) -> None:
        """Do what one keyboard or mouse does."""
        self._send("input.performActions", context=self.page, actions=[source])

    def resize(self, width: int, height: int) -> None:
        """Give the page a size."""
        viewport = {"width": width, "height": height}
        self._send("browsingContext.setViewport", context=self.page, viewport=viewport)

    def errors(self) -> list[str]:
        """Return what the console called an error; what came before is read before the answer."""
        self.run("''")
        return list(self.complaints)

    def _choose(self, name: str, value: object) -> None:
        with (self.folder / "user.js").open("a") as preferences:
            preferences.write(f'user_pref("{name}", {json.dumps(value)});\n')

    def _send(self, method: str, **parameters: object) -> dict:
        """Send one command, read on until its answer, and note what the page says meanwhile."""
        self.sent += 1
        self.wire.send(json.dumps({"id": self.sent, "method": method, "params": parameters}))
        while (message := json.loads(self.wire.recv(timeout=PATIENCE))).get("id") != self.sent:
            entry = message.get("params", {})
            if entry.get("level") == "error":
                self.complaints.append(entry["text"])
        assert message["type"] == "success", message
        return message["result"]
