"""Servers of the contenders, each a process of its own, and what they cost."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[1]
PEERS = ROOT / "benchmarks/peers"
PATIENCE = 60  # seconds


@dataclass(frozen=True)
class Server:
    """A running server.

    Attributes
    ----------
    address : str
        Without a slash at the end.
    process : psutil.Process
        For its costs.
    seconds : float
        From the start of the process to its first healthy answer.
    """

    address: str
    process: psutil.Process
    seconds: float

    def cpu(self) -> float:
        """Return the seconds of CPU that the process has used."""
        used = self.process.cpu_times()
        return used.user + used.system


@contextlib.contextmanager
def serving(
    arguments: Sequence[str], *, port: int, health: str, folder: Path = ROOT
) -> Iterator[Server]:
    """Start Python with arguments and stop it at the end.

    Parameters
    ----------
    arguments : sequence of str
        After ``python``.
    port : int
        Where the server listens.
    health : str
        Path that answers with 200 when it is ready.
    folder : Path
        Where it runs.
    """
    address = f"http://127.0.0.1:{port}"
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    start = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            _wait_for(address + health, process)
            seconds = time.perf_counter() - start
            yield Server(address, psutil.Process(process.pid), seconds)
        finally:
            process.terminate()


def streamlit(script: str, *, folder: Path = ROOT, health: str = "/_stcore/health"):
    """Serve a Streamlit script; settings come from the folder alone.

    Parameters
    ----------
    script : str
        Below the root of the repository.
    folder, health
        As for `serving`.
    """
    port = free_port()
    options = {"port": port, "address": "127.0.0.1", "headless": "true"}
    options["scriptHealthCheckEnabled"] = "true"
    settings = [f"--server.{name}={value}" for name, value in options.items()]
    quiet = "--browser.gatherUsageStats=false"
    arguments = ["-m", "streamlit", "run", str(ROOT / script), *settings, quiet]
    return serving(arguments, port=port, health=health, folder=folder)


def dash(way: str):
    """Serve the Dash peer in one of its two ways."""
    port = free_port()
    arguments = ["-m", "benchmarks.peers.dash_app", str(port), way]
    return serving(arguments, port=port, health="/_dash-layout")


def restyle(folder: Path):
    """Serve the hand-written pages as static files, from a folder made for them."""
    import plotly

    for page in ("restyle.html", "scenes.html", "bare.html"):
        shutil.copy(PEERS / page, folder)
    shutil.copy(Path(plotly.__file__).with_name("package_data") / "plotly.min.js", folder)
    (folder / "scenes.json").write_text(json.dumps(scenes()))
    port = free_port()
    arguments = ["-m", "http.server", str(port), "--bind", "127.0.0.1"]
    return serving(arguments, port=port, health="/restyle.html", folder=folder)


def scenes() -> list[dict]:
    """Return both scenes of /loss-surface, as it opens, and where what moves is at each step."""
    from pages.figures import loss_surface
    from pages.figures.style import SIZES
    from pages.models.loss_surface import Choice
    from pages.models.scenes import scene
    from pages.words import text

    place = scene("nielsen")
    choice = Choice("nielsen", 0, place.window, ("mse", "bce"), place.wrong, 0.5, 200)
    words = text.read(str(ROOT / "pages/one_neuron/loss_surface.py"))
    figures = [*loss_surface.view(choice, words, SIZES["normal"]).figures.values()][:2]
    return [{"figure": json.loads(f.json()), "moves": moves(f)} for f in figures]


def moves(figure) -> list[dict]:
    """Return where each moving trace of a figure is at each step."""
    from pages.figures.moving import AXES, unpack

    found = []
    for track in figure.tracks:
        move = {"trace": track["trace"]}
        for axis in AXES & track.keys():
            places = unpack(track[axis]).tolist()
            move[axis] = [places[:n] for n in track["count"]] if "count" in track else places
        found.append(move)
    return found


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _wait_for(address: str, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=10) as answer:
            if answer.status == 200:
                return
        time.sleep(0.005)
    raise RuntimeError(f"no answer from {address}")
