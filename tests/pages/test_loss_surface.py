"""The page of the loss surface, run as the browser would."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from core.datasets import DATASETS, load
from core.landscape import loss_surface, stationary_points
from core.losses import LOSSES
from core.separability import has_no_minimum
from pages.figures.style import HOME_CAMERA
from pages.models import loss_surface as model
from pages.models import loss_surface_landscape as landscapes
from pages.models.scenes import scene
from pages.words import core_words, text
from tests.pages.app import array, checked, control, figure, open_page, tables

PAGE = "pages/one_neuron/loss_surface.py"


def open_surface(**parameters):
    """Open the page; hyphens in names are underscores here."""
    return open_page(PAGE, **{k.replace("_", "-"): v for k, v in parameters.items()})


@pytest.mark.parametrize("language", text.LANGUAGES)
@pytest.mark.parametrize("data", ["nielsen", "trap"])
def test_the_data_are_described_in_the_visitor_s_language(data, language):
    said = core_words.about(text.read(PAGE, language), data)
    page = open_surface(surface_data=data, lang=language)
    assert any(caption.value.endswith(said) for caption in page.caption)


def reading(app):
    data = control(app)
    return data["captions"][data["step"]]


def kinds(app):
    return {trace["type"] for place in (0, 1) for trace in figure(app, place)["data"]}


def test_opens_with_both_losses_at_their_common_start():
    app = open_surface()
    assert app.title[0].value == "Which way is down?"
    half_squared, cross_entropy = reading(app).split("\n")
    assert half_squared.startswith("Half squared error: L = 0.482, gradient norm 0.0245")
    assert cross_entropy.startswith("Binary cross-entropy: L = 4.02, gradient norm 1.39")
    assert "runs to infinity" in " ".join(text.value for text in app.markdown)


@pytest.mark.parametrize(("data", "view"), list(product(DATASETS, model.VIEWS)))
def test_every_data_set_in_both_views(data, view):
    app = open_surface(surface_data=data, view=view)
    assert kinds(app) <= ({"surface", "scatter3d"} if view == "3d" else {"scatter"})
    assert len(control(app)["captions"]) == 201
    assert control(app)["charts"][:2] == [f"surface-left-{data}", f"surface-right-{data}"]


@pytest.mark.parametrize("slug", LOSSES)
def test_every_loss_shows_its_own_surface(slug):
    app = open_surface(surface_data="trap", left=slug, right=slug, curvature="true")
    trap, window = load("trap"), scene("trap").window
    w, b = (np.linspace(*ends, landscapes.GRID) for ends in window)
    expected = loss_surface(LOSSES[slug], trap.X, trap.y, w, b).astype(np.float32)
    for place in (0, 1):
        body = next(t for t in figure(app, place)["data"] if t["type"] == "surface")
        np.testing.assert_array_equal(array(body["z"]), expected)
    text = " ".join(text.value for text in app.markdown)
    assert ("has kinks" in text) != LOSSES[slug].smooth
    points = LOSSES[slug].smooth and stationary_points(LOSSES[slug], trap.X, trap.y, w, b)
    assert len(tables(app)) == (2 if points else 0)


def markdown(app):
    return " ".join(text.value for text in app.markdown)


@pytest.mark.parametrize("data", [slug for slug in DATASETS if slug not in ("nielsen", "lab")])
def test_lower_values_at_infinity_are_said(data):
    """Absolute error is bounded: without a separating direction it is lowest at infinity."""
    said = markdown(open_surface(surface_data=data, left="mae", right="bce"))
    separable = has_no_minimum(LOSSES["mae"], load(data).X[:, 0], load(data).y)
    assert ("Lower values exist at infinity" in said) != separable
    assert ("These data are [separable]" in said) == separable
    assert said.count("Lower values exist at infinity") <= 1


def test_a_loss_that_is_not_proper_says_so():
    said = markdown(open_surface(left="focal", right="mse"))
    assert said.count("**not proper**") == 1
    assert "its best answer to them is p = 0.578" in said
    assert "not proper" not in markdown(open_surface(right="hinge"))


def test_a_loss_added_at_run_time(monkeypatch):
    rough = replace(LOSSES["bce"], slug="rough", title="rough", smooth=False, convex=False)
    monkeypatch.setitem(LOSSES, "rough", replace(rough, probability_gradient=None))
    app = open_surface(left="rough", view="contour", surface_data="iris", curvature="true")
    assert reading(app).startswith("Rough: L = ")
    assert "has kinks" in " ".join(text.value for text in app.markdown)


@pytest.mark.parametrize(
    ("data", "words"), [("lab", "(0.2571, −0.1429)"), ("nielsen", "a whole line")]
)
def test_a_linear_output_has_its_closed_form(data, words):
    app = open_surface(right="linear", surface_data=data, surface_rate="0.1")
    assert "Half squared error, linear output: L = " in reading(app)
    assert words in " ".join(text.value for text in app.markdown)


@pytest.mark.parametrize("along", model.ALONG)
def test_slices_hang_on_the_same_control(along):
    app = open_surface(along=along, descent="60")
    assert control(app)["charts"][2:] == ["slice-left", "slice-right"]
    assert "L″ = −0." in reading(app)
    titles = figure(app, 2)["layout"]
    assert titles["yaxis2"]["title"]["text"].startswith("d²L/d")


@pytest.mark.parametrize("view", model.VIEWS)
def test_the_grid_of_the_lab_is_counted_and_marked(view):
    app = open_surface(surface_data="lab", grid="50x40", view=view)
    said = " ".join(text.value for text in app.markdown)
    assert "16 inner points lie below their 4 neighbours, 0 below all 8" in said
    assert "13 inner points lie below their 4 neighbours, 0 below all 8" in said
    assert "by gradient and Hessian: 0." in said
    for place, count in ((0, 16), (1, 13)):
        marks = next(t for t in figure(app, place)["data"] if t["name"] == "low on the grid")
        assert len(array(marks["x"])) == count


def test_the_trap_on_a_fine_grid_as_the_text_says():
    app = open_surface(surface_data="trap", grid="401x401", view="contour")
    said = " ".join(text.value for text in app.markdown)
    assert "41 inner points" in said
    assert "Fake minima, marked with circles: **39**" in said


@pytest.mark.parametrize("slug", ["iris", "breast-cancer"])
def test_each_feature_has_its_own_surface(slug):
    names = [model.feature_slug(name) for name in load(slug).feature_names]
    specs = [
        figure(open_surface(surface_data=slug, **{f"feature-{slug}": name}))["data"]
        for name in names
    ]
    assert specs[0] != specs[1]


def test_start_rate_steps_and_window_are_followed():
    app = open_surface(
        surface_start="own",
        start_w="-1",
        start_b="0.5",
        surface_rate="2",
        surface_steps="5000",
        descent="4990",
        window="own",
        w_from="3",
        w_to="-3",
    )
    assert control(app)["step"] == 200
    assert control(app)["labels"][-1] == "5000"
    assert figure(app)["layout"]["scene"]["xaxis"]["range"] == [-3.0, 3.0]
    moving = figure(app)["layout"]["meta"]["moving"]
    assert moving[1]["trace"] == len(figure(app)["data"]) - 1


def test_mild_and_wrong_starts_differ():
    assert reading(open_surface()) != reading(open_surface(surface_start="mild"))


NAMES = (
    "surface-data",
    "left",
    "right",
    "view",
    "curvature",
    "surface-start",
    "surface-rate",
    "surface-steps",
    "window",
    "grid",
    "along",
    "descent",
    "camera",
)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "value", ["nan", "1e999", "-7", "", "x" * 6000, "<script>alert(1)</script>"]
)
def test_a_hostile_link_opens_with_the_defaults(name, value):
    app = open_page(PAGE, **{name: value})
    assert reading(app).startswith("Half squared error: L = 0.482")
    assert control(app)["camera"] is None


def test_the_camera_is_in_the_link():
    camera = control(open_page(PAGE, camera="0_-2_0.5_0_0_-0.1"))["camera"]
    assert camera == {
        "eye": {"x": 0, "y": -2, "z": 0.5},
        "center": {"x": 0, "y": 0, "z": -0.1},
    }


@pytest.mark.parametrize(
    "camera", ["1_2_3", "1_2_3_4_5_6_7", "1_2_3_4_5_nan", "0_0_1e999_0_0_0", "99_0_0_0_0_0"]
)
def test_a_camera_that_makes_no_sense_is_the_usual_one(camera):
    data = control(open_page(PAGE, camera=camera))
    assert data["camera"] is None
    assert data["home"] == HOME_CAMERA


def test_a_camera_that_looks_at_itself_is_the_usual_one():
    assert control(open_page(PAGE, camera="1_1_1_1_1_1"))["camera"] is None


def test_contours_and_a_sentence_where_there_is_no_webgl():
    app = open_surface()
    app.session_state["descent-motion"] = {"webgl": "missing"}
    checked(app.run())
    assert kinds(app) == {"scatter"}
    assert "WebGL" in app.info[0].value
    assert not control(app)["needs_webgl"]


@pytest.mark.parametrize("view", model.VIEWS)
@pytest.mark.parametrize("data", ["iris", "lab"])
def test_the_page_is_a_small_message(view, data):
    app = open_surface(
        surface_data=data, view=view, curvature="true", surface_steps="5000", grid="50x40"
    )
    charts = sum(len(chart.proto.spec) for chart in app.get("plotly_chart"))
    assert charts + len(str(control(app))) < 600_000


def test_the_same_view_is_the_same_message():
    specs = [open_surface().get("plotly_chart")[0].proto.spec for _ in range(2)]
    assert specs[0] == specs[1]


def test_the_position_leaves_the_pictures_alone():
    specs = [open_surface(descent=step).get("plotly_chart")[0].proto.spec for step in ("0", "77")]
    assert specs[0] == specs[1]
