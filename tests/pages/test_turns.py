"""Scripts in turn: never two at once, nobody waits for ever, and a turn ends as its run does."""

import asyncio
import runpy
import sys
import threading
from pathlib import Path

import pytest
import streamlit as st
from streamlit.runtime import app_session
from streamlit.runtime.scriptrunner import ScriptRunner
from streamlit.testing.v1 import AppTest, app_test
from streamlit.testing.v1.local_script_runner import LocalScriptRunner

from benchmarks.load.viewer import Viewer
from pages.hall.door import DOOR
from pages.shared import turns
from pages.shared.document import DOCUMENT
from tests.browser.conftest import serving
from tests.pages.app import APP

PATIENCE = 30  # seconds
ALONE = 0.2  # seconds that a run waits for another, which must not come
NEVER = 1_000.0


class InTurn(turns.Runner, LocalScriptRunner):
    """The runner of Streamlit's tests, with the dashboard's turns."""


@pytest.fixture
def kept(monkeypatch):
    """Let scripts of a test run in turns that are counted for ever."""
    kept = turns.Turns(NEVER)
    monkeypatch.setattr(turns, "TURNS", kept)
    monkeypatch.setattr(app_test, "LocalScriptRunner", InTurn)
    return kept


def together(*calls):
    """Call all at once; whether all have come back."""
    threads = [threading.Thread(target=call, daemon=True) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return not any(thread.is_alive() for thread in threads)


def is_free(taken):
    """Whether another turn can begin."""

    def begin():
        with taken.taken():
            pass

    return together(begin)


def test_two_runs_are_never_within_at_once():
    taken, meeting, met = turns.Turns(NEVER), threading.Barrier(2), []

    def run():
        with taken.taken():
            try:
                meeting.wait(ALONE)
            except threading.BrokenBarrierError:
                meeting.reset()
                met.append(False)
            else:
                met.append(True)

    assert together(run, run, run)
    assert met == [False] * 3


def test_who_takes_long_keeps_nobody_from_beginning():
    taken, second, third = turns.Turns(0.01), threading.Event(), threading.Event()
    seen = []

    def long():
        with taken.taken():
            seen.append(third.wait(PATIENCE))

    def waits_for_another():
        with taken.taken():
            second.set()
            seen.append(third.wait(PATIENCE))

    def short():
        second.wait(PATIENCE)
        with taken.taken():
            third.set()

    assert together(long, waits_for_another, short)
    assert seen == [True, True]


SCRIPTS = {
    "to its end": "st.write('done')",
    "by an exception": "raise RuntimeError('no')",
    "by a stop": "st.stop()",
    "by another run": "st.session_state.setdefault('n', 0)\n"
    "st.session_state.n += 1\n"
    "st.session_state.n < 3 and st.rerun()",
    "by a page that cannot be read": "if",
}


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_a_turn_ends_with_its_run(kept, script):
    page = AppTest.from_string(f"import streamlit as st\n{script}", default_timeout=PATIENCE)
    before = kept._last
    page.run()
    assert kept._last is not before  # it was a turn
    assert is_free(kept)
    if "n" in page.session_state:
        assert page.session_state["n"] == 3


def test_scripts_of_two_visitors_never_meet(tmp_path):
    (tmp_path / "app.py").write_text(SERVED)
    paths = {"PYTHONPATH": str(Path(APP).parent)}

    async def visit(address):
        viewers = [Viewer(address) for _ in range(3)]
        await asyncio.gather(*(viewer.open() for viewer in viewers))
        await asyncio.gather(*(viewer.close() for viewer in viewers))
        return [each.markdown.body for viewer in viewers for each in viewer.elements.values()]

    with serving(tmp_path, app=tmp_path / "app.py", environment=paths) as running:
        assert asyncio.run(visit(running.address)) == ["alone"] * 3


SERVED = f"""
import threading
import streamlit as st
from pages.shared import turns

if st.runtime.exists():
    meeting = st.cache_resource(lambda: threading.Barrier(2))()
    try:
        meeting.wait({ALONE})
        st.markdown("together")
    except threading.BrokenBarrierError:
        meeting.reset()
        st.markdown("alone")
else:
    turns.TURNS = turns.Turns({NEVER})
    turns.begin()
    app = st.App(__file__)
"""


@pytest.fixture
def _interval():
    before = sys.getswitchinterval()
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("_interval")
def test_the_server_runs_scripts_in_turn_and_leads_to_the_hall(monkeypatch):
    monkeypatch.setattr(app_session, "ScriptRunner", ScriptRunner)  # so that it is put back
    monkeypatch.setattr(st, "App", lambda script, **more: more)
    told = runpy.run_path(APP)["app"]
    assert app_session.ScriptRunner is turns.Runner
    assert sys.getswitchinterval() == pytest.approx(turns.SWITCH)
    assert told["middleware"] == [DOOR, DOCUMENT]
