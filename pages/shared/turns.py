"""Scripts run in turn, so that the loop which serves everybody has one rival and not fifty.

Streamlit runs the script of each visitor in a thread of its own. The threads of a process share one
interpreter: together they are done no sooner than one after the other, and the loop that answers
phones and passes on pictures waits behind each of them, again and again.
"""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from streamlit.runtime import app_session
from streamlit.runtime.scriptrunner import RerunData, ScriptRunner

SECONDS = 0.25
"""How long a run keeps the next from beginning."""
SWITCH = 0.0005
"""Seconds until a script lets the loop in, which waits for the interpreter; Python's are 0.005."""


class Turns:
    """One begins when the one before has ended, or has taken so long that others need not wait.

    So a long computation delays nobody for more than that moment and then shares the interpreter,
    and a run that waits for another, as for a picture that it draws, cannot hold up all for good.

    Parameters
    ----------
    seconds : float
        The moment.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._line = threading.Lock()  # held by who comes next
        self._last = threading.Event()  # whether the turn that began last has ended
        self._last.set()
        self._begun = 0.0

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Wait for a turn; it ends however what is done in it ends."""
        mine = threading.Event()
        with self._line:
            self._last.wait(self._begun + self._seconds - time.monotonic())
            self._last, self._begun = mine, time.monotonic()
        try:
            yield
        finally:
            mine.set()


TURNS = Turns(SECONDS)
"""Those of this process."""


class Runner(ScriptRunner):
    """Runs scripts and fragments as Streamlit does, each in its turn."""

    def _run_script(self, rerun_data: RerunData) -> None:
        with TURNS.taken():
            super()._run_script(rerun_data)


def begin() -> None:
    """Let the scripts of this process run in turn from now on.

    Streamlit has no place for this: its sessions make the runner that they find in their module.
    """
    app_session.ScriptRunner = Runner
    sys.setswitchinterval(SWITCH)
