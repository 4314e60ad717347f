"""The page of the loaded die, run as the browser would."""

import numpy as np
import pytest

from core.multinomial import throw
from pages.models import loaded_die as model
from tests.pages.app import array, checked, control, figure, open_page, tables, weight

PAGE = "pages/likelihood/loaded_die.py"
NAMES = ["faces", "die", "seed", "throws", "orders", "part-1", "part-2", "part-3"]
HOSTILE = ["nan", "1e999", "-77", "", "<script>alert(1)</script>"]


def probabilities(app):
    """Return the heights of the lines beside the bars."""
    traces = figure(app)["data"]
    return [array(trace["y"])[0] for trace in traces if trace.get("name") == "probability"]


def reading(app):
    data = control(app)
    return data["captions"][data["step"]]


def test_opens_after_a_hundred_throws():
    app = open_page(PAGE)
    counts = np.bincount(throw([0.5, 0.3, 0.2], 100, seed=1), minlength=3)
    assert app.title[0].value == "How loaded is the die?"
    assert reading(app).startswith(f"100 throws, counts {', '.join(map(str, counts))}: most likely")
    assert len(app.get("plotly_chart")) == 3


@pytest.mark.parametrize(
    ("faces", "die"), [(2, "loaded"), (3, "own"), (4, "fair"), (5, "own"), (6, "loaded")]
)
def test_every_die(faces, die):
    app = open_page(PAGE, faces=str(faces), die=die, throws="1000", **{"part-1": "3"})
    assert len(app.get("plotly_chart")) == (3 if faces <= 3 else 2)
    assert figure(app)["layout"]["xaxis"]["tickvals"] == list(range(faces))
    expected = model.probabilities(die, (3.0,) + (1.0,) * (faces - 1))
    assert probabilities(app) == pytest.approx(expected)
    assert len(tables(app)[0]) == 3


def test_the_number_of_throws_is_that_of_the_link():
    app = open_page(PAGE, throws="10000")
    assert reading(app).startswith("10\u202f000 throws")
    assert max(map(float, control(app)["labels"])) == 10_000


def test_another_seed_is_another_game_and_the_same_seed_the_same():
    first, again, other = (open_page(PAGE, seed=seed, throws="1000") for seed in ("7", "7", "8"))
    assert reading(first) == reading(again)
    assert reading(first) != reading(other)


@pytest.mark.parametrize("slug", ["2-1", "2-2-1"])
def test_orders_are_listed_and_counted(slug):
    app = open_page(PAGE, orders=slug)
    listed = next(m.value for m in app.markdown if m.value.startswith("`"))
    number = int(app.latex[1].value.strip("$\n").rsplit("= ", 1)[1])
    assert listed.count("`") == 2 * number


def test_the_page_leads_to_two_outcomes_with_share_and_probability():
    link = open_page(PAGE, faces="2", throws="1000").get("page_link")[-1].proto
    faces = throw([0.7, 0.3], 1000, seed=1)
    assert link.page == "two-outcomes"
    assert f"p={np.mean(faces == 0):.2f}" in link.query_string
    assert "q=0.70" in link.query_string


def test_fewer_faces_keep_the_page_whole():
    app = open_page(PAGE, faces="6", die="own", **{"part-6": "5"})
    app = checked(app.selectbox(key="faces").set_value("2").run())
    assert len(probabilities(app)) == 2


def test_a_hostile_link_opens_with_the_defaults():
    usual = reading(open_page(PAGE))
    for value in HOSTILE:
        assert reading(open_page(PAGE, **dict.fromkeys(NAMES, value))) == usual


@pytest.mark.parametrize("faces", ["2", "3", "6"])
def test_the_page_is_small(faces):
    app = open_page(PAGE, faces=faces)
    assert weight(app) < 500_000
    assert all(chart.proto.alt for chart in app.get("plotly_chart"))
    assert max(map(len, control(app)["captions"])) <= 175
