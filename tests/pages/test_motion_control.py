"""The control of moving charts, as the server sees it: where it stands and what the link says."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from pages.shared import motion
from tests.pages.app import data_of, move

VALUES = np.round(np.linspace(-10, 10, 201), 1)


def script():
    import numpy as np
    import streamlit as st

    from pages.shared import motion

    values = np.round(np.linspace(-10, 10, 201), 1)
    handle = motion.control(
        "logit",
        label="logit z",
        values=values,
        default=-6.0,
        bounds=(-30.0, 30.0),
        charts=["one", "two"],
        captions=[f"At {value}" for value in values],
        keeps_camera=st.session_state.get("keeps_camera", False),
    )
    st.session_state.step = handle.step()


def whole_script():
    import streamlit as st

    from pages.shared import motion

    handle = motion.control(
        "frame",
        label="step",
        values=[0, 1, 2, 5, 10, 100],
        default=0,
        bounds=(0, 5000),
        charts=["one"],
        captions=["words"] * 6,
        decimals=0,
    )
    st.session_state.step = handle.step()


def changing_script():
    import numpy as np
    import streamlit as st

    from pages.shared import motion

    reach = st.session_state.get("reach", 10)
    motion.control(
        "logit",
        label="logit z",
        values=np.linspace(-reach, reach, 2 * reach + 1),
        default=-6.0,
        bounds=(-30.0, 30.0),
        charts=[],
        captions=["words"] * (2 * reach + 1),
    )


def released_script():
    import numpy as np
    import streamlit as st

    from pages.shared import motion

    handle = motion.Handle("logit", np.round(np.linspace(-10, 10, 201), 1), 1, {})
    st.session_state["logit-handle"] = handle
    handle.position.begin()
    st.session_state["logit-motion"] = {
        "position": {"value": st.session_state.released, "serial": 1}
    }
    motion.catch_up("logit")


def followed_script():
    import numpy as np
    import streamlit as st

    from pages.shared import motion

    values = np.round(np.linspace(-10, 10, 201), 1)
    st.session_state.runs = st.session_state.get("runs", 0) + 1
    st.session_state["link.refused"] = st.session_state.get("faults", [])
    handle = motion.control(
        "logit",
        label="logit z",
        values=values,
        default=-6.0,
        bounds=(-30.0, 30.0),
        charts=[],
        captions=["words"] * 201,
    )
    st.text(f"page at run {st.session_state.runs}")
    handle.follow(lambda step: st.text(f"z = {values[step]:g}"))
    handle.follow(lambda step: st.text(f"step {step}"))


def opened(body=script, **link) -> AppTest:
    test = AppTest.from_function(body)
    test.query_params.update(link)
    return test.run()


def step(test) -> int:
    assert not test.exception
    return test.session_state["step"]


def given(test) -> dict:
    """Return what the browser's part was given."""
    (component,) = test.get("bidi_component")
    return data_of(component)


def told(test, value, serial) -> AppTest:
    """Bring a position with another message: no callback is called for it."""
    test.session_state["logit-motion"] = {"position": {"value": value, "serial": serial}}
    return test.run()


# Where it stands


def test_without_a_link_it_stands_at_the_default():
    assert VALUES[step(opened())] == -6


@pytest.mark.parametrize(
    ("link", "value"),
    [
        ("3.3", 3.3),
        ("-10", -10),
        ("10", 10),
        ("2.949", 2.9),
        ("2.951", 3.0),
        ("0", 0),
        ("-0", 0),
        ("1e-300", 0),
        ("10.001", 10),
        ("30", 10),
        ("-30", -10),
    ],
)
def test_it_stands_at_the_nearest_value(link, value):
    test = opened(logit=link)
    assert VALUES[step(test)] == value
    assert given(test)["step"] == step(test)
    assert test.number_input(key="logit").value == value


@pytest.mark.parametrize(
    "link", ["30.1", "-31", "1e999", "-1e999", "nan", "inf", "abc", "", "0x10", "9" * 6000, "<b>"]
)
def test_a_link_out_of_bounds_or_without_sense_means_the_default(link):
    assert VALUES[step(opened(logit=link))] == -6


@pytest.mark.parametrize(
    ("link", "place"), [("0", 0), ("2", 2), ("3", 2), ("4", 3), ("7", 3), ("8", 4), ("5000", 5)]
)
def test_values_may_be_whole_and_uneven(link, place):
    test = opened(whole_script, frame=link)
    assert step(test) == place
    assert given(test)["labels"] == ["0", "1", "2", "5", "10", "100"]


@pytest.mark.parametrize(
    ("typed", "place"), [(7, 3), (8, 4), (3, 2), (1, 1), (6, 4), (99, 5), (5.4, 3), (4000, 5)]
)
def test_the_number_box_says_what_is_shown(typed, place):
    test = opened(whole_script, frame="5")
    test.number_input(key="frame").set_value(typed).run()
    assert step(test) == place
    assert test.number_input(key="frame").value == [0, 1, 2, 5, 10, 100][place]


@pytest.mark.parametrize(("at", "by", "place"), [(5, 1, 4), (5, -1, 2), (100, 1, 5), (0, 1, 1)])
def test_a_button_of_the_number_box_goes_to_the_next_value(at, by, place):
    test = opened(whole_script, frame=str(at))
    test.number_input(key="frame").set_value(at + by).run()
    assert step(test) == place


def test_a_value_that_is_not_there_comes_back_with_the_values_that_have_it():
    test = opened(changing_script, logit="-25")
    shown = []
    for reach in (10, 30, 10):
        test.session_state["reach"] = reach
        test.run()
        shown.append(test.number_input(key="logit").value)
    test.number_input(key="logit").set_value(-9.0).run()
    test.session_state["reach"] = 30
    test.run()
    assert [*shown, test.number_input(key="logit").value] == [-10, -25, -10, -9]


def test_a_link_counts_more_than_what_was_asked_for_before():
    test = opened(changing_script, logit="-25")
    assert test.number_input(key="logit").value == -10
    test.session_state["link.asked"] = {}  # as where a page is drawn for a new link
    test.query_params["logit"] = "-10"
    test.session_state["reach"] = 30
    test.run()
    assert test.number_input(key="logit").value == -10


@pytest.mark.parametrize("link", ["5001", "-1", "1e999", "nan", "abc", "2.5.1"])
def test_whole_values_have_a_default_too(link):
    assert step(opened(whole_script, frame=link)) == 0


def test_the_number_box_moves_it():
    test = opened()
    test.number_input(key="logit").set_value(4.2).run()
    assert VALUES[step(test)] == 4.2
    assert given(test)["step"] == step(test)


@pytest.mark.parametrize(
    ("released", "value"), [(-10, -10), (1.3, 1.3), (1.34, 1.3), (10, 10), (-50, -10), (1e9, 10)]
)
def test_a_release_sets_the_number_within_the_values(released, value):
    test = AppTest.from_function(released_script)
    test.session_state["released"] = released
    test.run()
    assert not test.exception
    assert test.session_state["logit"] == value


def test_values_that_read_alike_are_refused():
    given = {"label": "z", "default": 0, "bounds": (0, 1), "charts": [], "captions": ["words"] * 3}
    with pytest.raises(ValueError, match=r"must differ in what is written; got 0\.0, 0\.5, 0\.5"):
        motion.control("logit", values=[0.0, 0.5, 0.54], **given)


# What follows it


def test_what_follows_is_drawn_anew_and_the_page_is_not():
    test = opened(followed_script)
    assert [text.value for text in test.text] == ["page at run 1", "z = -6", "step 40"]
    move(test, 4.0)
    assert [text.value for text in test.text] == ["z = 4", "step 140"]
    assert given(test)["step"] == 140
    assert test.session_state["runs"] == 1


def test_a_page_that_tells_of_a_fault_in_the_link_runs_whole():
    test = AppTest.from_function(followed_script)
    test.session_state["faults"] = ["told"]
    test.run()
    move(test, 4.0)
    assert [text.value for text in test.text] == ["page at run 2", "z = 4", "step 140"]


# What the browser is given


def test_the_browser_has_a_label_and_a_sentence_for_every_step():
    data = given(opened())
    assert data["labels"] == [f"{value:.1f}".replace("-", "−") for value in VALUES]
    assert data["captions"] == [f"At {value}" for value in VALUES]
    assert data["charts"] == ["one", "two"]
    assert data["label"] == "logit z"


def test_the_number_box_has_a_name_for_those_who_do_not_see_it():
    assert opened().number_input(key="logit").label == "logit z"


# The camera in the link


def camera(text):
    test = AppTest.from_function(script)
    test.session_state["keeps_camera"] = True
    if text is not None:
        test.query_params["camera"] = text
    test.run()
    assert not test.exception
    return given(test)["camera"]


def test_a_link_may_carry_the_camera():
    assert camera("1.2_-1.4_0.8_0_0.1_-0.15") == {
        "eye": {"x": 1.2, "y": -1.4, "z": 0.8},
        "center": {"x": 0, "y": 0.1, "z": -0.15},
    }


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "_____",
        "1_2_3",
        "1_2_3_0_0_0_0",
        "1_2_3_0_0_nan",
        "1_2_3_0_0_inf",
        "1_2_1e999_0_0_0",
        "1_2_10.01_0_0_0",
        "-99_2_3_0_0_0",
        "1_2_3_1_2_3",
        "0_0_0_0_0_0",
        "a_b_c_d_e_f",
        "1,2,3,0,0,0",
        "<script>",
        "1_" * 3000,
        "9" * 6000,
    ],
)
def test_any_other_camera_is_none(text):
    assert camera(text) is None


def test_the_last_of_two_cameras_counts():
    assert camera(["abc", "1_1_1_0_0_0"])["eye"] == {"x": 1, "y": 1, "z": 1}


def test_a_control_without_space_reads_no_camera():
    assert given(opened(camera="1_1_1_0_0_0"))["camera"] is None


# What the browser tells


def test_a_position_whose_callback_was_interrupted_is_taken_over():
    test = told(opened(), 2.9, 1)
    assert (VALUES[step(test)], test.number_input(key="logit").value) == (2.9, 2.9)
    assert (given(test)["step"], given(test)["serial"]) == (step(test), 1)


def test_a_number_that_the_box_has_left_does_not_come_back_with_another_control():
    test = told(opened(), 2.9, 1)
    test = test.number_input(key="logit").set_value(-6.0).run()
    assert (VALUES[step(test)], test.number_input(key="logit").value) == (2.9, 2.9)
    test = move(test, -6.0)
    assert test.number_input(key="logit").value == -6.0


def test_a_server_that_was_started_anew_does_not_claim_to_know_a_position():
    test = AppTest.from_function(script)
    test.query_params["logit"] = "3"
    test = told(test, 2.9, 7)
    assert (VALUES[step(test)], given(test)["serial"]) == (3, 0)
    test = told(test, 2.9, 8)
    assert (VALUES[step(test)], given(test)["serial"]) == (2.9, 8)
