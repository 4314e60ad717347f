"""Charts that stay on the page: what Streamlit is given, and what the browser is given beside."""

import json

import pytest

from pages.figures.figure import Figure
from pages.figures.moving import sent
from pages.shared import charts
from pages.shared.catalogue import OVERVIEW, VIEWS
from pages.shared.motion.handle import Handle
from tests.pages.app import arriving, checked, data_of, move, open_page, written

LOGIT_GRADIENT = "pages/one_neuron/logit_gradient.py"


@pytest.fixture
def drawn(monkeypatch):
    """Return the figures that a page draws, by their keys."""
    figures, draw = {}, charts.draw

    def note(figure, *, key, **more):
        figures[key] = figure
        draw(figure, key=key, **more)

    monkeypatch.setattr(charts, "draw", note)
    return figures


@pytest.mark.parametrize("entry", [OVERVIEW, *VIEWS], ids=lambda entry: entry.url_path)
def test_the_browser_is_given_what_streamlit_would_be(drawn, entry):
    """Plotly's own object examines a figure on the way to Streamlit, and would name a mistake."""
    page = open_page(entry.script)
    given = {chart.proto.id.split("-", 2)[2]: chart for chart in page.get("plotly_chart")}
    assert given.keys() <= drawn.keys()
    for key, chart in given.items():
        spec = json.loads(chart.proto.spec)
        del spec["layout"]["template"]
        assert written(json.loads(sent(drawn[key]).json())) == written(spec), key


def charts_of(page):
    """Return the ids of charts, which Streamlit's page tells a new one by, and what is beside."""
    (beside,) = (each for each in page.get("bidi_component") if is_charts(each))
    ids = [chart.proto.id for chart in page.get("plotly_chart")]
    return ids, {key: part["figure"] for key, part in data_of(beside)["charts"].items()}


def is_charts(element):
    return element.proto.component_name.endswith("charts")


def choose(page, label):
    page.button_group(key="label").set_value(label)
    return checked(page.run())


def test_until_the_script_is_there_each_chart_comes_anew():
    page = open_page(LOGIT_GRADIENT)
    first, beside = charts_of(page)
    assert not beside
    later, beside = charts_of(choose(page, "0"))
    assert not beside
    assert first[0] != later[0]


def test_once_it_is_there_charts_stay_and_what_they_show_now_is_beside():
    page = open_page(LOGIT_GRADIENT)
    page.session_state["charts-driven"] = True
    first, beside = charts_of(page.run())
    assert not beside
    later, beside = charts_of(choose(page, "0"))
    assert later == first
    assert beside.keys() == {"slopes", "factors-bce", "factors-mse"}  # the sigmoid has no label
    again, back = charts_of(choose(page, "1"))
    assert again == first
    assert back.keys() == beside.keys()
    assert all(back[key] != beside[key] for key in back)


def test_on_another_page_charts_come_as_they_are():
    page = open_page(LOGIT_GRADIENT)
    page.session_state["charts-driven"] = True
    choose(page, "0")
    first, _ = charts_of(page)
    page.switch_page("pages/one_neuron/loss_curves.py").run()
    page.switch_page(LOGIT_GRADIENT)
    page.query_params["label"] = "0"
    later, beside = charts_of(page.run())
    assert not beside
    assert first[0] != later[0]


def test_no_chart_is_drawn_again_with_the_step():
    page = open_page(LOGIT_GRADIENT)
    assert not move(page, 2.0).get("plotly_chart")


def test_a_page_that_draws_a_chart_with_the_step_is_told(monkeypatch, caplog):
    follow = Handle.follow

    def follow_with_a_chart(handle, draw):
        def both(step):
            draw(step)
            charts.draw(Figure([], {"height": 300}), key="again", alt="")

        follow(handle, both)

    monkeypatch.setattr(Handle, "follow", follow_with_a_chart)
    page = arriving(LOGIT_GRADIENT).run()
    assert page.error
    assert "chart again must stand outside what follows logit" in caplog.text
