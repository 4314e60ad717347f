"""Charts that stay on the page: what Streamlit is given, and what the browser is given beside."""

import json

import pytest

from pages.figures.figure import Figure
from pages.figures.moving import sent
from pages.shared import charts
from pages.shared.catalogue import OVERVIEW, VIEWS
from tests.pages.app import checked, data_of, move, open_page, written

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
    return ids, {key: part["figure"] for key, part in data_of(beside).items()}


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


def test_a_part_that_runs_again_shows_the_page_s_own_charts():
    page = open_page(LOGIT_GRADIENT)
    page.session_state["charts-driven"] = True
    first, _ = charts_of(page.run())
    choose(page, "0")
    part = move(page, 2.0)
    assert [chart.proto.id for chart in part.get("plotly_chart")] == first[2:]


def test_a_part_that_runs_again_may_not_show_another_figure(monkeypatch):
    page = open_page(LOGIT_GRADIENT)
    draw = charts.draw
    monkeypatch.setattr(
        charts, "draw", lambda figure, **more: draw(Figure([], figure.sheet), **more)
    )
    with pytest.raises(AssertionError):
        move(page, 2.0)
