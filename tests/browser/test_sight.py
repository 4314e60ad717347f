"""Pictures out of sight: left as they are while others move, and whole wherever they are taken."""

import xml.etree.ElementTree as ElementTree

import pytest
from playwright.sync_api import expect

# Pages whose last chart stands out of sight at first.
PATHS = ["/logit-gradient", "/softmax", "/loaded-die"]
PATH = "{http://www.w3.org/2000/svg}path"
# What each chart shows: its own traces, and its marks where they stand.
SHOWN = """() => [...document.querySelectorAll('.js-plotly-plot')].map((chart) => JSON.stringify([
  chart.data.map(({ x, y }) => [x, y]),
  [...chart.querySelectorAll('.marks .mark')].map(({ innerHTML }) => innerHTML),
]))"""


def moved(visit, path):
    """Move a page's handle to its start; return the page, what it showed, what its link shows."""
    seen = visit(path)
    before = seen.page.evaluate(SHOWN)
    handle = seen.page.locator(".motion .range").first
    address = seen.page.url
    handle.press("Home")
    seen.page.wait_for_function("(before) => location.href !== before", arg=address)
    seen.settle()
    return seen, before, visit(seen.page.url, address="").page.evaluate(SHOWN)


def on_paper(seen):
    """Return what a page shows once it has been made ready for paper."""
    seen.page.emulate_media(media="print")
    expect(seen.page.locator(".js-plotly-plot [viewBox]").first).to_be_attached()
    return seen.page.evaluate(SHOWN)


@pytest.mark.parametrize("path", PATHS)
def test_a_picture_out_of_sight_is_printed_as_the_handle_stands(visit, path):
    seen, before, wanted = moved(visit, path)
    shown = seen.page.evaluate(SHOWN)
    assert shown[0] == wanted[0]
    assert shown[-1] == before[-1] != wanted[-1]
    assert on_paper(seen) == wanted


@pytest.mark.parametrize("path", PATHS)
def test_a_picture_out_of_sight_is_taken_away_as_the_handle_stands(visit, tmp_path, path):
    seen, _, _ = moved(visit, path)
    assert drawn(seen, tmp_path) == drawn(visit(seen.page.url, address=""), tmp_path)


def drawn(seen, folder):
    """Download the last chart; return where all its lines go."""
    page = seen.page
    page.get_by_role("button", name="Download", exact=True).click()
    with page.expect_download() as coming:
        page.get_by_role("button", name="SVG: ").last.click()
    coming.value.save_as(folder / "picture.svg")
    root = ElementTree.parse(folder / "picture.svg").getroot()
    lines = [path.get("d") for path in root.iter(PATH)]
    assert lines
    return lines


@pytest.fixture
def relabelled(visit):
    """Return the page of slopes with another label than it came with, and what its link shows."""
    seen = visit("/logit-gradient")
    slopes = seen.page.locator(".st-key-slopes [role=figure]")
    told = slopes.get_attribute("aria-label")
    seen.page.locator(".st-key-label").get_by_text("0", exact=True).click()
    expect(slopes).not_to_have_attribute("aria-label", told)
    seen.settle()
    wanted = visit(seen.page.url, address="").page.evaluate(SHOWN)
    shown = seen.page.evaluate(SHOWN)
    assert shown[:2] == wanted[:2]
    assert all(now != then for now, then in zip(shown[2:], wanted[2:], strict=True))
    return seen, wanted


def test_a_chart_is_given_its_new_figure_when_it_comes_near(relabelled):
    seen, wanted = relabelled
    seen.page.locator(".js-plotly-plot").last.scroll_into_view_if_needed()
    shows_all = f"(wanted) => JSON.stringify(({SHOWN})()) === JSON.stringify(wanted)"
    seen.page.wait_for_function(shows_all, arg=wanted)


def test_a_chart_far_away_is_given_its_new_figure_for_paper(relabelled):
    seen, wanted = relabelled
    assert on_paper(seen) == wanted
