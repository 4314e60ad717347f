"""Charts that stay on the page: the same chart shows another figure, as if it had come with it."""

import contextlib

import pytest
from playwright.sync_api import TimeoutError, expect

# A page, and settings of it that keep its charts and change what they show.
CHANGED = [
    "/logit-gradient?label=0&slope=logarithm",
    "/softmax?moved=3&truth=2",
    "/live-fit?steps=50&first=focal",
    "/loss-surface?first=mae&start=-3",
    "/loss-surface?view=contour&first=mae",
    "/code-length?unit=nat",
]

TAG = (
    "() => { for (const chart of document.querySelectorAll('.js-plotly-plot')) chart.came = true }"
)
STAY = (
    "() => [...document.querySelectorAll('.js-plotly-plot')].filter((chart) => chart.came).length"
)
# As Back and Forward do: the page stays loaded and takes its settings from the link.
FOLLOW = """(link) => {
  History.prototype.pushState.call(history, {}, '', link)
  dispatchEvent(new PopStateEvent('popstate', { state: {} }))
}"""
# What a viewer sees and hears of each chart: its traces and axes, marks where they stand, words.
# Those out of sight are drawn too, as for paper (see test_sight.py).
SEEN = """() => dispatchEvent(new Event('picturestaken'))
  && [...document.querySelectorAll('.js-plotly-plot')].map((chart) => {
  const numbers = (values) => (values?.length === undefined ? values ?? null : Array.from(values))
  const texts = (selector) => [...chart.querySelectorAll(selector)].map((each) => each.textContent)
  const { xaxis, yaxis, scene, annotations = [] } = chart.layout
  return JSON.parse(JSON.stringify({
    traces: chart.data.map(({ name, type, line, marker, x, y, z }) =>
      ({ name, type, line, marker, x: numbers(x), y: numbers(y), z: z?.length })),
    axes: [xaxis, yaxis, scene?.xaxis, scene?.yaxis, scene?.zaxis].map((axis) => axis?.range),
    notes: annotations.map(({ text }) => text),
    ticks: texts('.xtick text, .ytick text'),
    marks: [...chart.querySelectorAll('.marks .mark')].map(({ innerHTML }) => innerHTML),
    told: chart.closest('[role=figure]').getAttribute('aria-label'),
  }))
})"""


def shows(visit, wanted):
    """Wait until the charts of a page are seen so, and tell what they are instead."""
    is_so = f"(wanted) => JSON.stringify(({SEEN})()) === JSON.stringify(wanted)"
    with contextlib.suppress(TimeoutError):
        visit.page.wait_for_function(is_so, arg=wanted, polling=300)
    assert visit.page.evaluate(SEEN) == wanted


@pytest.mark.parametrize("link", CHANGED)
def test_a_chart_that_stays_is_that_of_the_link(visit, link):
    wanted = visit(link).page.evaluate(SEEN)
    here = visit(link.partition("?")[0] + "?view=contour" * ("contour" in link))
    here.page.evaluate(TAG)
    count = here.page.evaluate(STAY)
    here.page.evaluate(FOLLOW, link)
    shows(here, wanted)
    assert here.page.evaluate(STAY) == count


@pytest.fixture
def changed(visit):
    """Return the page of slopes with another label than that it came with, zoomed before."""
    here = visit("/logit-gradient")
    zoom = "(chart) => Plotly.relayout(chart, { 'xaxis.range': [-2, 3] })"
    here.page.locator(".js-plotly-plot").first.evaluate(zoom)
    before = here.page.evaluate(SEEN)
    here.page.locator(".st-key-label").get_by_text("0", exact=True).click()
    told = here.page.locator(".st-key-slopes [role=figure]")
    expect(told).not_to_have_attribute("aria-label", before[0]["told"])
    here.settle()
    return here


def test_what_stays_keeps_the_zoom(changed):
    assert changed.page.evaluate(SEEN)[0]["axes"][0] == [-2, 3]


# Streamlit gives a chart its first figure again, with frames as it has them: Plotly computes it
# later. Meanwhile a drawing before that is told of.
MEANWHILE = """async (chart) => {
  const { data, layout } = structuredClone({ data: chart.data, layout: chart.layout })
  data[0].x = Array.from(data[0].x).map((x) => x / 2)
  const drawn = Plotly.react(chart, { data, layout, frames: [] })
  const isComputing = !chart.calcdata
  chart.emit('plotly_react')
  await drawn
  return isComputing
}"""


def test_what_stays_is_drawn_after_what_is_being_drawn(changed):
    shown = changed.page.evaluate(SEEN)
    assert changed.page.locator(".st-key-slopes .js-plotly-plot").evaluate(MEANWHILE)
    shows(changed, shown)


def test_what_stays_follows_the_theme_and_keeps_what_it_shows(changed):
    shown = changed.page.evaluate(SEEN)
    ink = "() => document.querySelector('.js-plotly-plot').layout.template.layout.font.color"
    light = changed.page.evaluate(ink)
    changed.page.emulate_media(color_scheme="dark")
    changed.page.wait_for_function(f"(light) => ({ink})() !== light", arg=light)
    shows(changed, shown)
