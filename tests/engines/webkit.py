"""Safari's engine: WebKitGTK on a screen of its own, by WebDriver, which is JSON over HTTP."""

import json
import urllib.error
import urllib.request

from tests.browser.conftest import free_port
from tests.engines.driver import PATIENCE, Driver, wait_until
from tests.engines.find_engines import on_path

# A window with a toolbar cannot be as narrow as a phone; scripts may open one without.
OPTIONS = ["--automation", "--javascript-can-open-windows-automatically=true"]
BARE = "window.open('about:blank', '', 'toolbar=no,location=no,width=1280,height=800')"
# This driver does not tell what the console says: from the first moment on the page notes it.
LISTEN = """
window.complaints = []
const note = (words) => window.complaints.push(words.join(' '))
console.error = (...words) => note(words)
addEventListener('error', ({ message }) => message && note([message]))
addEventListener('unhandledrejection', ({ reason }) => note([reason]))"""


class WebKit(Driver):
    """MiniBrowser, which comes with WebKitGTK."""

    def start(self) -> None:
        """Start screen, driver and browser, and open a window that can be narrow."""
        (self.folder / "user-dirs.dirs").write_text(f'XDG_DOWNLOAD_DIR="{self.downloads}"\n')
        here = {**self.open_screen(), "XDG_CONFIG_HOME": str(self.folder)}
        port = free_port()
        self.begin([on_path("WebKitWebDriver"), f"--port={port}"], env=here)
        self.base = f"http://127.0.0.1:{port}"
        wait_until(self._is_listening, "WebKitWebDriver listens")
        wanted = {"alwaysMatch": {"webkitgtk:browserOptions": {"args": OPTIONS}}}
        self.base += "/session/" + self._send("POST", "/session", capabilities=wanted)["sessionId"]
        self.ending.callback(self._send, "DELETE")
        first = self._send("GET", "/window")
        self._execute(BARE)
        (bare,) = {*self._send("GET", "/window/handles")} - {first}
        self._send("POST", "/window", handle=bare)

    def go(self, address: str) -> None:
        """Open an address anew."""
        self._send("POST", "/url", url=address)
        self._execute(LISTEN)

    def run(self, script: str) -> str:
        """Return the text that an expression comes to."""
        return self._execute(f"return {script}")

    def act(self, source: dict) -> None:
        """Do what one keyboard or mouse does."""
        self._send("POST", "/actions", actions=[source])

    def resize(self, width: int, height: int) -> None:
        """Give the page a size; the window is larger by its frame."""
        self._send("POST", "/window/rect", width=width, height=height)
        frame = height - int(self.run("innerHeight"))
        self._send("POST", "/window/rect", width=width, height=height + frame)

    def errors(self) -> list[str]:
        """Return what the page noted since it was opened."""
        return json.loads(self.run("JSON.stringify(window.complaints)"))

    def _is_listening(self) -> bool:
        try:
            return self._send("GET", "/status")["ready"]
        except OSError:
            return False

    def _execute(self, script: str) -> str:
        return self._send("POST", "/execute/sync", script=script, args=[])

    def _send(self, method: str, path: str = "", **body: object):
        """Send one command; return the value of its answer."""
        data = json.dumps(body).encode() if method == "POST" else None
        request = urllib.request.Request(self.base + path, data, method=method)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{path}: {error.read().decode()}") from error
