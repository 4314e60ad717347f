"""Pictures that stand still where the control stands, for a browser that cannot move them."""

import numpy as np
import pytest

from pages.figures.moving import unpack
from pages.shared.catalogue import OVERVIEW, VIEWS
from tests.pages.app import array, control, figure, open_page

PAGE = "pages/one_neuron/logit_gradient.py"


def alts(test):
    return [chart.proto.alt for chart in test.get("plotly_chart")]


@pytest.mark.parametrize("script", [entry.script for entry in (OVERVIEW, *VIEWS)])
def test_every_moving_trace_of_a_page_stands_where_the_control_stands(script):
    test = open_page(script, still="true")
    step = control(test)["step"]
    assert alts(test)
    for place, alt in enumerate(alts(test)):
        assert alt.endswith(control(test)["captions"][step])
        drawn = figure(test, place)
        for track in drawn["layout"]["meta"]["moving"]:
            if "x" in track and "count" not in track:
                rows = unpack(track["x"])
                shown = array(drawn["data"][track["trace"]]["x"])
                np.testing.assert_array_equal(shown, rows[min(step, len(rows) - 1)])


def test_without_the_wish_the_figure_is_the_same_at_every_number():
    figures = [figure(open_page(PAGE, logit=logit)) for logit in ("-3", "2")]
    assert figures[0] == figures[1]


def test_a_button_asks_for_pictures_that_stand_at_the_number():
    test = open_page(PAGE, logit="2")
    (button,) = [button for button in test.button if button.label == "Show logit z = 2.0"]
    button.click().run()
    assert test.query_params["still"] == "true"
    assert alts(test)
    assert all("At z = 2.0 " in alt for alt in alts(test))
