"""Marks that move: pure parts of the script by themselves, and marks that stay on their axes."""

import base64
from pathlib import Path

import numpy as np
import pytest

TRACKS, PATHS, MARKS = "motion/tracks.js", "motion/paths.js", "motion/marks.js motion/tracks.js"


def packed(values):
    """Pack an array as Python does for the browser."""
    values = np.asarray(values, dtype="<f4")
    return {"bytes": base64.b64encode(values.tobytes()).decode(), "shape": list(values.shape)}


# Tracks


def test_a_row_a_standing_coordinate_and_a_growing_path_are_unpacked(modules):
    track = {"x": packed([[1, 2], [3, 4]]), "y": packed([5, 6]), "text": [["a", "b"], ["c", "d"]]}
    grown = {"x": packed([1, 2, 3]), "count": [1, 3]}
    assert modules(TRACKS, "return [...at(given, 'x', 1)]", track) == [3, 4]
    assert modules(TRACKS, "return [...at(given, 'y', 1)]", track) == [5, 6]
    assert modules(TRACKS, "return words(given, 1)", track) == ["c", "d"]
    assert modules(TRACKS, "return [0, 1].map((step) => [...at(given, 'x', step)])", grown) == [
        [1],
        [1, 2, 3],
    ]


def test_a_step_beyond_the_last_is_an_error_in_the_console(modules):
    assert modules(TRACKS, "return [...at(given, 'x', 7)]", {"x": packed([[1], [2]])}) == [2]
    assert modules.complaints == ["x has 2 steps; step 7 was asked for"]


def test_the_number_of_steps_is_that_of_what_moves(modules):
    stands, moves = (
        {"x": packed([1]), "y": packed([2])},
        {"x": packed([1]), "y": packed([[1], [2]])},
    )
    grown, said = {"x": packed([1, 2, 3]), "count": [1, 2, 3]}, {"x": packed([1]), "text": [["a"]]}
    for tracks, count in [([stands, moves], 2), ([grown], 3), ([said], 1), ([stands], None)]:
        assert modules(TRACKS, "return countOf(given)", tracks) == count


# Paths and markers


def test_a_gap_splits_a_line_and_what_is_far_stays_drawable(modules):
    split = modules(PATHS, "return pieces([[0, 0], [1, 1], [NaN, 2], [3, 3]])")
    assert split == [[[0, 0], [1, 1]], [[3, 3]]]
    assert modules(PATHS, "return [pixel(1e9), pixel(-1e9), pixel(1.26)]") == [1e5, -1e5, 1.26]


@pytest.mark.parametrize(
    ("shape", "path"),
    [("linear", "M0,0L10,0L10,10"), ("hv", "M0,0H10V0H10V10"), ("spline", "M0,0Q")],
)
def test_lines_have_their_shape(modules, shape, path):
    drawn = modules(PATHS, "return LINES[given]([[0, 0], [10, 0], [10, 10]])", shape)
    assert drawn.startswith(path)
    assert drawn.endswith("10,10" if shape != "hv" else "V10")


def test_dashes_grow_with_the_line(modules):
    assert modules(PATHS, "return dashes({ dash: 'dash', width: 5 })") == "15 15"
    assert modules(PATHS, "return dashes({ dash: '8px 3px', width: 5 })") == "8 3"
    assert modules(PATHS, "return dashes({ width: 5 })") == ""


def test_every_marker_of_the_dashboard_has_a_shape(modules):
    from pages.figures.style import INFORMATION, STROKES

    looks = [*STROKES, *INFORMATION.values()]
    shapes = modules(PATHS, "return Object.keys(SYMBOLS)")
    assert {look.marker for look in looks} | {"x", "circle"} <= set(shapes)


DRAWN = """
  const host = document.createElement('div')
  host.innerHTML = '<div class="svg-container"></div>'
  document.body.replaceChildren(host)
  const axis = (offset, length, scale) => ({ _offset: offset, _length: length, c2p: scale })
  const chart = Object.assign(host, {
    on() {}, data: [], layout: { meta: { marks: given } },
    _fullLayout: { width: 100, height: 100, font: { family: 'serif', size: 10 },
      xaxis: axis(10, 80, (x) => 10 * x), yaxis: axis(0, 100, (y) => 100 - 10 * y) },
  })
  const marks = new Marks(chart)
"""


def test_markers_stand_on_their_axes_and_hide_where_there_is_no_number(modules):
    look = {"mode": "markers", "marker": {"color": "#123456", "size": 8}}
    mark = {"place": 0, "look": look, "x": packed([[1, 2], [3, np.nan]]), "y": packed([4, 5])}
    body = """marks.move(1)
      return [...host.querySelectorAll('.point')]
        .map((point) => ['transform', 'visibility'].map((name) => point.getAttribute(name)))"""
    assert modules(MARKS, DRAWN + body, [mark]) == [
        ["translate(40,60)", "inherit"],
        ["translate(30,50)", "hidden"],
    ]


def test_moving_words_keep_their_text_nodes(modules):
    look = {"mode": "text", "textposition": "middle right"}
    mark = {
        "place": 0,
        "look": look,
        "x": packed([[1], [2]]),
        "y": packed([[1], [2]]),
        "text": [["one<br>line"], ["two"]],
    }
    body = """
      const node = host.querySelector('tspan').firstChild
      const before = [...host.querySelectorAll('tspan')].map((span) => span.textContent)
      marks.move(1)
      const after = [...host.querySelectorAll('tspan')].map((span) => span.textContent)
      return [before, after, node === host.querySelector('tspan').firstChild]"""
    assert modules(MARKS, DRAWN + body, [mark]) == [["one", "line"], ["two"], True]


def test_bars_stand_on_their_base(modules):
    bar = {
        "place": 0,
        "look": {"type": "bar", "width": 0.4, "marker": {"color": "#123456"}},
        "x": packed([2]),
        "y": packed([[1], [3]]),
        "base": packed([[2], [2]]),
    }
    body = """marks.move(1)
      const bar = host.querySelector('rect.bar')
      return ['x', 'y', 'width', 'height'].map((name) => +bar.getAttribute(name))"""
    assert modules(MARKS, DRAWN + body, [bar]) == [28, 50, 4, 30]


def test_files_get_ordinary_traces_at_the_step_on_screen(modules):
    dot = {
        "place": 0,
        "look": {"mode": "markers"},
        "x": packed([[1], [2]]),
        "y": packed([[3], [4]]),
    }
    body = """chart.data.push({ name: 'stands' }); marks.move(1)
      return marks.traces().map(({ name, x, y }) => [name ?? null, ...(x ?? []), ...(y ?? [])])"""
    assert modules(MARKS, DRAWN + body, [dot]) == [[None, 2, 4], ["stands"]]


# On the page

OFF = Path(__file__).with_name("off_axis.js").read_text(encoding="utf-8").partition("\n")[2]
IS_ON_AXES = f"() => {{ const off = ({OFF})('slopes'); return off !== null && off <= 1 }}"


@pytest.mark.parametrize("slope", ["magnitude", "logarithm"])
def test_markers_stay_on_their_axes_to_one_pixel(visit, slope):
    seen = visit(f"/logit-gradient?losses=bce&losses=mse&slope={slope}").page
    assert seen.evaluate(OFF, "slopes") <= 1
    seen.evaluate(
        """() => window.Plotly.relayout(document.querySelector('.st-key-slopes .js-plotly-plot'),
             { 'xaxis.range[0]': -8, 'xaxis.range[1]': -2 })"""
    )
    assert seen.evaluate(OFF, "slopes") <= 1
    before = seen.locator(".st-key-slopes .js-plotly-plot").bounding_box()["width"]
    seen.set_viewport_size({"width": 1000, "height": 800})
    seen.wait_for_function(
        """(before) => document.querySelector('.st-key-slopes .js-plotly-plot')
             .getBoundingClientRect().width < before - 20""",
        arg=before,
    )
    seen.wait_for_function(IS_ON_AXES)
    seen.locator(".st-key-slopes .nsewdrag").first.dblclick()
    seen.wait_for_function(IS_ON_AXES)
    seen.emulate_media(color_scheme="dark")
    seen.wait_for_function(IS_ON_AXES)
