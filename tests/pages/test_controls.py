"""Controls that pages share: what a click, a link and a hostile link make of them."""

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from streamlit.runtime.scriptrunner import RerunData
from streamlit.testing.v1 import AppTest

from core.losses import LOSSES
from pages.words.text import read

PAGE = """# Words of the controls
## Words {#words}
- choice: Choice
- choice.first: The first
- choice.second: The second
- select: Select
- p: p
- weight: weight
- own-bias: own bias
"""


def text_of_the_controls():
    with TemporaryDirectory() as folder:
        (Path(folder) / "page.en.md").write_text(PAGE, encoding="utf-8")
        return read(Path(folder) / "page.py")


WORDS = text_of_the_controls()


def script():
    import streamlit as st

    from pages.shared import controls
    from tests.pages.test_controls import WORDS

    st.session_state.chosen = {
        "choice": controls.choice(WORDS, "choice", ["first", "second"]),
        "select": controls.select(WORDS, "select", ["a", "b", "c"], default="b"),
        "losses": list(controls.losses(WORDS, "losses", default=("bce", "mse"))),
        "label": controls.label(WORDS, "label"),
        "p": controls.probability(WORDS, "p", default=0.2),
        "pair": controls.pair(WORDS, ("weight", "own-bias"), default=(1.0, -2.0), limit=10.0),
    }


DEFAULTS = {
    "choice": "first",
    "select": "b",
    "losses": ["bce", "mse"],
    "label": 1.0,
    "p": 0.2,
    "pair": (1.0, -2.0),
}


def opened(**link) -> AppTest:
    test = AppTest.from_function(script)
    test.query_params.update(link)
    return test.run()


def chosen(test) -> dict:
    assert not test.exception
    return test.session_state["chosen"]


def test_without_a_link_everything_is_at_its_default():
    assert chosen(opened()) == DEFAULTS


@pytest.mark.parametrize(
    ("link", "name", "value"),
    [
        ({"choice": "second"}, "choice", "second"),
        ({"select": "c"}, "select", "c"),
        ({"losses": "focal"}, "losses", ["focal"]),
        ({"losses": ["hinge", "bce"]}, "losses", ["bce", "hinge"]),
        ({"losses": ["mae", "unknown", "mae"]}, "losses", ["mae"]),
        ({"label": "0"}, "label", 0.0),
        ({"label": "soft"}, "label", 0.3),
        ({"label": "soft", "label-soft": "0.85"}, "label", 0.85),
        ({"label": "soft", "label-soft": "1"}, "label", 1.0),
        ({"label-soft": "0.85"}, "label", 1.0),
        ({"p": "0.77"}, "p", 0.77),
        ({"p": "0.33333"}, "p", 0.33),
        ({"p": "1"}, "p", 1.0),
        ({"weight": "-9.5"}, "pair", (-9.5, -2.0)),
        ({"own-bias": "10", "weight": "0"}, "pair", (0.0, 10.0)),
    ],
)
def test_every_key_is_bound_to_the_link(link, name, value):
    assert chosen(opened(**link)) == DEFAULTS | {name: value}


KEYS = ("choice", "select", "losses", "label", "label-soft", "p", "weight", "own-bias")


@pytest.mark.parametrize(
    "value",
    [
        "",
        "nan",
        "inf",
        "1e999",
        "-11",
        "99",
        "abc",
        "First",
        "½",
        "<script>",
        "x" * 6000,
        ["?", "!"],
    ],
)
def test_a_link_that_means_nothing_means_the_default(value):
    assert chosen(opened(**dict.fromkeys(KEYS, value))) == DEFAULTS


def test_a_choice_cannot_be_emptied_into_nothing():
    test = opened()
    test.button_group(key="losses.shown").set_value([]).run()
    assert chosen(test)["losses"] == ["bce", "mse"]


def test_losses_come_in_one_order_however_they_are_chosen():
    test = opened()
    test.button_group(key="losses.shown").set_value(list(reversed(LOSSES))).run()
    assert chosen(test)["losses"] == list(LOSSES)


def test_every_loss_is_offered_also_one_added_at_run_time(monkeypatch):
    assert list(opened().button_group(key="losses").options) == list(LOSSES)
    monkeypatch.setitem(LOSSES, "added", LOSSES["bce"])
    assert list(opened().button_group(key="losses").options)[-1] == "added"


def test_the_soft_label_is_asked_for_only_when_wanted():
    test = opened()
    keys = [box.key for box in test.number_input]
    test.button_group(key="label").set_value("soft").run()
    assert [box.key for box in test.number_input if box.key not in keys] == ["label-soft"]
    test.number_input(key="label-soft").set_value(0.5).run()
    assert chosen(test)["label"] == 0.5


def test_titles_are_shown_and_slugs_stand_in_the_link():
    test = opened(choice="second")
    bound, shown = test.button_group(key="choice"), test.button_group(key="choice.shown")
    assert [option.content for option in shown.proto.options] == ["The first", "The second"]
    assert [option.content for option in bound.proto.options] == ["first", "second"]
    assert bound.value == shown.value == "second"


def test_a_title_that_is_chosen_sets_the_slug_in_the_link():
    test = opened()
    test.button_group(key="choice.shown").set_value("second").run()
    assert chosen(test)["choice"] == "second"
    assert test.button_group(key="choice").value == "second"
    test.button_group(key="losses.shown").set_value(["focal", "mae"]).run()
    assert chosen(test)["losses"] == ["mae", "focal"]


def test_a_title_follows_the_link():
    test = opened()
    test.query_params["choice"] = "second"
    goes = partial(RerunData, is_history_navigation=True)
    with patch("streamlit.testing.v1.local_script_runner.RerunData", goes):
        test.run()
    assert chosen(test)["choice"] == "second"
    assert test.button_group(key="choice.shown").value == "second"


def test_what_a_browser_has_not_heard_of_does_not_undo_a_choice():
    test = opened()
    test.button_group(key="choice.shown").set_value("second").run()
    test.button_group(key="choice").set_value("first").run()
    assert chosen(test)["choice"] == "second"
    assert test.button_group(key="choice").value == "second"


def test_a_choice_whose_callback_was_interrupted_is_taken_over_by_the_run():
    with patch("pages.shared.controls._take"):  # what the first run registers does nothing
        test = opened()
    test.button_group(key="choice.shown").set_value("second").run()
    assert chosen(test)["choice"] == "second"
    assert test.button_group(key="choice").value == "second"


def test_what_needs_no_title_is_one_control():
    test = opened()
    keys = [widget.key for widget in [*test.button_group, *test.selectbox]]
    assert {"label", "select"} <= set(keys)
    assert {"label.shown", "select.shown"}.isdisjoint(keys)
