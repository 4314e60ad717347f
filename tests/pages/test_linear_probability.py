"""The page between regression and classification, run as the browser would."""

import pytest

from core.linear_output import fit_linear_output
from pages.figures.numbers import tex
from pages.models import linear_probability as model
from tests.pages.app import checked, control, figure, open_page, tables, weight

PAGE = "pages/training/linear_probability.py"


def reading(app):
    data = control(app)
    return data["captions"][data["step"]]


def test_opens_with_a_tenth_of_the_labels_flipped():
    app = open_page(PAGE)
    assert app.title[0].value == "Where does regression end and classification begin?"
    assert reading(app).startswith("10 % flipped. Pull of the most wrong example: linear 1.09")
    assert len(control(app)["charts"]) == len(app.get("plotly_chart")) == 5


@pytest.mark.parametrize("data", model.DATA)
@pytest.mark.parametrize("percent", ["0", "45"])
def test_every_data_set_from_end_to_end(data, percent):
    app = open_page(PAGE, **{"flip-data": data, "flipped": percent})
    assert reading(app).startswith(f"{percent} % flipped")
    assert "nan" not in reading(app)
    found = model.fits(data)
    w, _ = fit_linear_output(found.x, found.given[int(percent)]).theta
    assert f"w = {tex(w)}" in app.latex[0].value


@pytest.mark.parametrize(("count", "start"), [("2", "2 bins of 50.0 years"), ("10", "10 bins")])
def test_ages_in_bins(count, start):
    app = open_page(PAGE, between="bins", bins=count)
    assert reading(app).startswith(start)
    assert control(app)["charts"] == ["age-bins", "age-losses"]


def test_the_position_leaves_the_pictures_alone():
    ends = [open_page(PAGE, flipped=percent) for percent in ("0", "30")]
    assert figure(ends[0]) == figure(ends[1])
    assert tables(ends[0])[0].equals(tables(ends[1])[0]) is False


@pytest.mark.parametrize("part", ["flips", "bins"])
@pytest.mark.parametrize("value", ["nan", "1e999", "-1e9", "abc", "", "<script>alert(1)</script>"])
def test_hostile_links_open_each_part_with_its_defaults(part, value):
    names = ["flipped", "bins", "flip-data"]
    attacked = open_page(PAGE, between=part, **dict.fromkeys(names, value))
    assert reading(attacked) == reading(open_page(PAGE, between=part))


def test_from_one_part_to_the_other():
    app = open_page(PAGE, flipped="20")
    checked(app.segmented_control(key="between.shown").set_value("bins").run())
    assert "bins of" in reading(app)
    checked(app.segmented_control(key="between.shown").set_value("flips").run())
    assert reading(app).startswith("20 % flipped")


@pytest.mark.parametrize("part", ["flips", "bins"])
def test_the_page_is_a_small_message(part):
    app = open_page(PAGE, between=part)
    assert weight(app) < 600_000
    assert all(chart.proto.alt for chart in app.get("plotly_chart"))


def test_it_leads_on_to_softmax_and_the_live_fit():
    links = {link.proto.page for link in open_page(PAGE).get("page_link")}
    assert {"softmax", "live-fit"} <= links


@pytest.mark.parametrize("part", ["flips", "bins"])
def test_the_text_about_bins_stands_with_the_bins(part):
    app = open_page(PAGE, between=part)
    heads = [each.value for each in app.header]
    assert ("A number, or a class?" in heads) == (part == "bins")
    assert len(app.expander) == 5
