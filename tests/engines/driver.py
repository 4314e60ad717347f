"""What tests ask of a browser, the same for each engine."""

import json
import os
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from tests.engines.find_engines import on_path

# A busy machine takes long; a test that waits for what comes anyway costs nothing.
PATIENCE = 60
# WebDriver's names of the keys that are used here.
KEYS = {
    "ArrowLeft": "\ue012",
    "ArrowRight": "\ue014",
    "End": "\ue010",
    "Home": "\ue011",
    "PageDown": "\ue00f",
    "PageUp": "\ue00e",
    "Space": " ",
}
Place = tuple[float, float]


def wait_until(happens: Callable[[], object], what: str) -> object:
    """Return the first answer of a function that is true; fail after a minute."""
    deadline = time.monotonic() + PATIENCE
    while not (answer := happens()):
        assert time.monotonic() < deadline, f"not within {PATIENCE} s: {what}"
        time.sleep(0.05)
    return answer


class Driver(ABC):
    """A browser on a screen of its own, and a folder, where its downloads and its log go."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.downloads = folder, folder / "downloads"
        self.downloads.mkdir()
        self.log = folder / "browser.log"
        self.ending = ExitStack()

    def begin(self, command: list[str], **how: object) -> None:
        """Start a program that ends with the browser."""
        out = self.ending.enter_context(self.log.open("a"))
        process = subprocess.Popen(command, stdout=out, stderr=out, **how)
        self.ending.callback(process.wait, timeout=PATIENCE)
        self.ending.callback(process.terminate)

    def open_screen(self) -> dict[str, str]:
        """Start an Xvfb, which chooses its number; return the environment that leads to it."""
        reading, writing = os.pipe()
        screen = ["-displayfd", str(writing), "-screen", "0", "2000x1200x24"]
        self.begin([on_path("Xvfb"), *screen], pass_fds=[writing])
        os.close(writing)
        with os.fdopen(reading) as told:
            return {**os.environ, "DISPLAY": f":{told.readline().strip()}"}

    def close(self) -> None:
        """End the browser and what belongs to it, also if it has not come up."""
        self.ending.close()

    @abstractmethod
    def start(self) -> None:
        """Start the browser."""

    @abstractmethod
    def go(self, address: str) -> None:
        """Open an address anew."""

    @abstractmethod
    def run(self, script: str) -> str:
        """Return the text that an expression, once its promise is kept, comes to."""

    @abstractmethod
    def act(self, source: dict) -> None:
        """Do what one keyboard or mouse does, in WebDriver's words."""

    @abstractmethod
    def resize(self, width: int, height: int) -> None:
        """Give the page a size."""

    @abstractmethod
    def errors(self) -> list[str]:
        """Return the errors of the page's scripts since it was opened."""

    def call(self, function: str, *values: object) -> object:
        """Call a function of JavaScript in the page; return its answer."""
        given = ", ".join(json.dumps(value) for value in values)
        return json.loads(
            self.run(f"(async () => JSON.stringify(await ({function})({given})) ?? 'null')()")
        )

    def press(self, key: str) -> None:
        """Press a key."""
        ways = [{"type": way, "value": KEYS[key]} for way in ("keyDown", "keyUp")]
        self.act({"type": "key", "id": "keys", "actions": ways})

    def hold(self, *places: Place) -> None:
        """Press the mouse at the first place and move it through the others."""
        start, *others = [
            {"type": "pointerMove", "x": round(x), "y": round(y), "duration": 50} for x, y in places
        ]
        self._mouse(start, {"type": "pointerDown", "button": 0}, *others)

    def release(self) -> None:
        """Let the mouse go."""
        self._mouse({"type": "pointerUp", "button": 0})

    def click(self, place: Place) -> None:
        """Click at a place."""
        self.hold(place)
        self.release()

    def _mouse(self, *ways: dict) -> None:
        self.act({"type": "pointer", "id": "mouse", "actions": list(ways)})
