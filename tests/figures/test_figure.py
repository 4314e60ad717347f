"""Figures as plain data: written as Plotly writes them, with its names and its refusals."""

import json

import numpy as np
import pytest

from pages.figures.figure import Figure
from tests.pages.app import array


def written(figure):
    return json.loads(figure.json())


@pytest.mark.parametrize(
    "values",
    [
        np.array([0.5, np.nan, np.inf], dtype=np.float32),
        np.array([0.5, np.nan]),
        np.arange(6, dtype=np.float32).reshape(2, 3),
        np.arange(6, dtype=np.float32).reshape(2, 3).T,
        np.array([-1, 200]),
        np.array([1, 2], dtype=np.uint8),
    ],
)
def test_an_array_is_read_back(values):
    trace = {"type": "heatmap", "z": values}
    np.testing.assert_array_equal(array(written(Figure([trace], {}))["data"][0]["z"]), values)


def test_what_is_no_number_is_written_as_a_list():
    trace = {"type": "scatter", "x": np.array(["a", "b"]), "y": [np.float32(0.5), np.int64(2)]}
    given = written(Figure([trace], {}))["data"][0]
    assert (given["x"], given["y"]) == (["a", "b"], [0.5, 2])


def test_underscores_stand_for_what_is_within():
    trace = {"type": "scatter", "line": {"width": 2}, "line_color": "red", "marker_line_width": 1}
    sheet = {"paper_bgcolor": "white", "xaxis_title_text": "z", "annotations": [{"font_size": 9}]}
    made = Figure([trace], sheet)
    (found,) = made.traces
    assert found["line"] == {"width": 2, "color": "red"}
    assert found["marker"] == {"line": {"width": 1}}
    assert made.sheet["xaxis"] == {"title": {"text": "z"}}
    assert made.sheet["annotations"] == [{"font": {"size": 9}}]
    assert made.sheet["paper_bgcolor"] == "white"
    assert made.layout.paper_bgcolor == "white"


def test_a_template_is_not_written():
    assert "template" not in written(Figure([], {"template": {"data": {}}}))["layout"]


def test_a_number_that_is_none_is_refused():
    with pytest.raises(ValueError, match="JSON"):
        Figure([{"type": "scatter", "x": [float("nan")]}], {}).json()


def test_what_json_does_not_know_is_refused():
    with pytest.raises(TypeError, match="Figure is not written as JSON"):
        Figure([{"type": "scatter", "x": Figure([], {})}], {}).json()


def test_plotly_refuses_what_it_does_not_know():
    with pytest.raises(ValueError, match="colour"):
        _ = Figure([{"type": "scatter", "colour": "red"}], {}).data
