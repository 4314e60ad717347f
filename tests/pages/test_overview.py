"""The overview and the list of pages, run as the browser would."""

import ast
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.figures import overview as figures
from pages.lectures.reading import slugs
from pages.shared.catalogue import HANDOUT, OVERVIEW, VIEWS
from tests.pages.app import APP, checked, control, open_page

PAGE = "pages/opening/overview.py"
THUMBNAILS = Path(APP).parent / "pages" / "opening" / "thumbnails"


def open_link(step):
    """Open the first page with a step in its link."""
    app = AppTest.from_file(APP, default_timeout=30)
    app.query_params["opening-step"] = step
    return checked(app.run())


def reading(app):
    data = control(app)
    return data["captions"][data["step"]]


def test_opens_with_the_picture_and_its_numbers():
    app = open_page(PAGE)
    assert app.title[0].value == "Why are classifiers trained with cross-entropy?"
    assert "Step 60" in reading(app)
    assert "0.0774" in reading(app)
    charts = app.get("plotly_chart")
    assert len(charts) == 2
    assert sum(len(chart.proto.spec) for chart in charts) < 150_000


def test_small_pictures_are_small_and_of_views_that_exist():
    sizes = {file.stem: file.stat().st_size for file in THUMBNAILS.iterdir()}
    assert sizes.keys() <= {entry.url_path for entry in VIEWS}
    assert len(sizes) > 12
    assert max(sizes.values()) < 12_000
    shown = [html.value for html in open_page(PAGE).get("html")]
    assert sum("data:image/webp" in each for each in shown) == len(sizes)


def test_states_the_conditions_of_the_race():
    words = " ".join(block.value for block in open_page(PAGE).markdown)
    facts = figures.race_numbers()
    assert f"{facts['rate']} for both" in words
    assert f"{facts['ratio']} times as hard" in words
    assert "slow, not impossible" in words
    assert "{" not in words


def test_every_view_has_a_card():
    links = [link.proto for link in open_page(PAGE).get("page_link")]
    cards = [link.label for link in links if link.label.startswith("**")]
    assert cards == [f"**{entry.title}**" for entry in VIEWS]


def test_every_lecture_is_offered_to_present_and_to_print():
    app = open_page(PAGE)
    printed = [link.proto for link in app.get("page_link") if link.proto.page == HANDOUT.url_path]
    assert [link.query_string for link in printed] == [f"of={slug}" for slug in slugs()]
    names = [part.proto.component_name.split(".")[-1] for part in app.get("bidi_component")]
    assert names.count("entrance") == len(slugs())


@pytest.mark.parametrize("entry", [OVERVIEW, *VIEWS], ids=lambda entry: entry.url_path)
def test_every_page_of_the_list_exists_and_opens(entry):
    script = Path(APP).parent / entry.script
    assert script.exists()
    assert script.with_suffix(".en.md").exists()
    open_page(entry.script)


def test_addresses_and_titles_are_unique():
    entries = (OVERVIEW, *VIEWS)
    assert len({entry.url_path for entry in entries}) == len(entries)
    assert len({entry.title for entry in entries}) == len(entries)


def handles(script):
    """List the names of a page's controls that move its pictures, as they stand in its script."""
    parts = ast.walk(ast.parse(script.read_text("utf-8")))
    shown = [p for p in parts if isinstance(p, ast.Call) and ast.unparse(p.func) == "motion.show"]
    names = [name for call in shown for name in call.args[1:2]]
    return [name.value for name in names if isinstance(name, ast.Constant)]


def test_no_two_pages_have_a_handle_of_one_name():
    names = [
        name for entry in (OVERVIEW, *VIEWS) for name in handles(Path(APP).parent / entry.script)
    ]
    assert len(names) > 10
    assert sorted(names) == sorted({*names})


@pytest.mark.parametrize("value", ["nan", "1e999", "-3", "999", "", "abc", "x" * 6000, "<b>"])
def test_a_hostile_link_opens_with_the_default(value):
    assert "Step 60" in reading(open_link(value))


def test_a_step_between_two_positions_takes_one_of_them():
    assert "Step 100" in reading(open_link("101"))
