"""What runs when the handle is released: what depends on its step, and nothing else of the page."""

from types import SimpleNamespace

import numpy as np
import pytest
from streamlit.errors import StreamlitAPIException

from pages.figures import logit_gradient as figures
from pages.shared import downloads
from pages.shared.catalogue import OVERVIEW, VIEWS
from pages.shared.downloads import stand_alone
from pages.shared.motion import handle as handles
from tests.pages.app import checked, control, handle, is_control, move, open_page, values

SCRIPT = "pages/one_neuron/logit_gradient.py"
each_page = pytest.mark.parametrize("script", [entry.script for entry in (OVERVIEW, *VIEWS)])


def drawn(test) -> set[tuple[str, bytes]]:
    """Return what a run has drawn, without what the browser moves itself or never shows."""
    left_out = (is_box(test), is_control, is_stand_in(test), is_file)
    return {
        (element.type, element.proto.SerializeToString())
        for element in test.main
        if element.proto is not None and not any(is_of(element) for is_of in left_out)
    }


def is_box(test):
    key = handle(test)
    return lambda element: getattr(element, "key", None) == key


def is_stand_in(test):
    """Find what stands in for a control that did not load."""
    start = f"Show {control(test)['label']} = "
    return lambda element: element.type == "button" and element.label.startswith(start)


def is_file(element):
    """Find what saves a file: the address of the file is another at each run."""
    return element.type == "download_button"


def other_value(test) -> float:
    """Return a value of the control that is not the one it stands at."""
    given = control(test)
    labels = given["labels"]
    return float(labels[(given["step"] + len(labels) // 3) % len(labels)].replace("−", "-"))


@each_page
def test_a_release_draws_all_that_depends_on_the_step_and_runs_no_page(script):
    page = open_page(script)
    before, key, value = drawn(page), handle(page), other_value(page)
    parts = drawn(typed := move(page, value))
    assert not typed.title  # each page has one
    assert not {"size", "share"} & {box.key for box in typed.button_group}  # of its foot
    whole = checked(page.run())
    assert whole.title
    assert values(whole)[key] == value
    assert not [kind for kind, _ in drawn(whole) - before - parts]


def test_another_control_that_moves_in_the_same_moment_runs_the_page():
    page = open_page(SCRIPT)
    page.number_input(key="logit").set_value(2.0)
    page = checked(page.button_group(key="label").set_value("0").run())
    assert page.title
    assert "At z = 2.0" in control(page)["captions"][control(page)["step"]]
    assert values(page)["label"] == "0"


def test_a_part_that_fails_says_so_and_hides_the_cause(monkeypatch):
    page = open_page(SCRIPT)

    def fail(*_):
        raise RuntimeError("secret")

    monkeypatch.setattr(figures, "chain_formula", fail)
    with pytest.raises(AssertionError):
        move(page, 2.0)
    assert [error.value for error in page.error] == [
        "This page could not be drawn. The cause is in the server's log."
    ]
    assert not page.exception


def test_the_file_that_plays_on_its_own_begins_at_the_step_on_screen(monkeypatch):
    shown = []
    monkeypatch.setattr(downloads, "draw", lambda listed, *_: shown.append(listed))
    page = open_page(SCRIPT)
    listed = shown[-1]
    move(page, 2.0)
    assert shown[-1] is listed  # the page has not run
    file = stand_alone.page("", listed.charts, listed.controls, "en")
    assert f'"step": {control(page)["step"]},' in file


@pytest.mark.parametrize("fault", [{"logti": "3"}, {"still": "true"}])
def test_a_page_that_tells_of_its_link_or_stands_still_runs_whole(fault):
    assert move(open_page(SCRIPT, **fault), 2.0).title


def test_a_control_of_a_page_that_was_left_is_heard_without_harm(monkeypatch):
    """A browser may tell of its box while another page comes, whose parts are others."""

    def refuse(parts):
        raise StreamlitAPIException(f"No fragment found for target {parts[0]!r}")

    parts = SimpleNamespace(resolve_target=refuse)
    left = SimpleNamespace(fragment_ids_this_run=["another"], fragment_storage=parts)
    monkeypatch.setattr(handles, "get_script_run_ctx", lambda: left)
    monkeypatch.setattr(handles.links, "is_refused", lambda: False)
    monkeypatch.setattr(handles.still, "is_wanted", lambda: False)
    monkeypatch.setattr(handles.st, "session_state", {"gone": 1.0})
    monkeypatch.setattr(handles.st, "rerun", refuse)
    gone = handles.Handle("gone", np.arange(3.0), 0, {})
    assert gone.typed() is None
    assert gone.step() == 1
