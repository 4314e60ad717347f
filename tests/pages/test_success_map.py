"""The page of the success map, run as the browser would."""

from dataclasses import replace

import pytest
import streamlit as st

from core.datasets import DATASETS
from core.losses import LOSSES
from pages.models.success_map import Choice, Searches
from tests.pages.app import checked, control, open_page, tables, weight

PAGE = "pages/training/success_map.py"
QUICK = {"map-steps": "300"}


def reading(app):
    data = control(app)
    return data["captions"][data["step"]]


def texts(app):
    return " ".join(passage.value for passage in app.markdown)


def test_opens_with_the_trap():
    app = open_page(PAGE)
    assert app.title[0].value == "From which starts does training arrive?"
    assert reading(app).startswith("After 30 steps half squared error has arrived from 37.6")
    assert "From A, (2, −6): MSE not within 1000 steps, BCE not yet." in reading(app)
    assert tables(app)[0]["steps from A (2, −6)"].tolist() == ["not in 1000", "52"]
    assert "**20\N{NO-BREAK SPACE}%**" in texts(app)
    assert not app.get("progress")


@pytest.mark.parametrize("slug", [slug for slug in DATASETS if slug not in ("breast-cancer",)])
def test_every_data_set(slug):
    app = open_page(
        PAGE, **{"map-data": slug, "map-feature": "second", "map-rates": "own"}, **QUICK
    )
    assert control(app)["labels"][-1] == "300"


@pytest.mark.parametrize("slug", LOSSES)
def test_every_loss(slug):
    app = open_page(PAGE, **{"map-first": slug, "map-data": "nielsen"}, **QUICK)
    assert tables(app)[0]["loss"][0] == LOSSES[slug].title


def test_a_loss_added_at_run_time(monkeypatch):
    rough = replace(LOSSES["bce"], slug="rough", title="rough", smooth=False, convex=False)
    monkeypatch.setitem(LOSSES, "rough", replace(rough, probability_gradient=None))
    app = open_page(PAGE, **{"map-first": "rough", "map-rates": "own"}, **QUICK)
    assert reading(app).startswith("After 30 steps rough has arrived")


def test_a_search_can_be_stopped_and_goes_on_where_it_stopped(monkeypatch):
    """Stopped in its second piece, as when Stop is pressed while it runs."""
    choice = Choice(rate=0.7, steps=300)
    advance, calls = Searches.advance, []

    def interrupted(searches):
        calls.append(searches.step)
        if len(calls) == 3:
            st.session_state["map-stopped"] = choice
            st.rerun()
        advance(searches)

    monkeypatch.setattr(Searches, "advance", interrupted)
    app = open_page(PAGE, **{"map-rate": "0.7"}, **QUICK)
    assert "Stopped at step 30 of 300" in texts(app)
    assert control(app)["labels"][-1] == "30"
    assert "MSE not within 30 steps" in reading(app)
    next(button for button in app.button if button.label == "Go on").click().run()
    assert control(checked(app))["labels"][-1] == "300"
    assert calls[3] == 30


def test_what_is_done_is_not_done_again(monkeypatch):
    """Neither for another visitor, nor for fewer steps, nor beside another loss."""
    open_page(PAGE, **{"map-rate": "0.4", "map-steps": "1000"})
    open_page(PAGE, **{"map-rate": "0.4", "map-first": "focal"}, **QUICK)
    monkeypatch.delattr(Searches, "advance")
    open_page(PAGE, **{"map-rate": "0.4", "map-step": "77"}, **QUICK)
    crossed = {"map-first": "bce", "map-second": "focal"}
    open_page(PAGE, **{"map-rate": "0.4"}, **crossed, **QUICK)


def test_the_page_is_small_and_the_position_leaves_the_pictures_alone():
    near, far = (open_page(PAGE, **{"map-step": step}, size="large") for step in ("5", "900"))
    assert weight(near) < 600_000
    charts = [[chart.proto.spec for chart in app.get("plotly_chart")] for app in (near, far)]
    assert charts[0] == charts[1]
    assert all(chart.proto.alt for chart in near.get("plotly_chart"))
    assert reading(near) != reading(far)
