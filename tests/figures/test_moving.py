"""Moving traces: packed as the browser reads them, and shown at their first step."""

import base64
import json
import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from pages.figures.figure import Figure
from pages.figures.moving import first, growing_track, moving_track, sent, steps_of, unpack
from pages.figures.style import SIZES, canvas

floats = st.floats(width=32, allow_nan=False)
repeatable = settings(deadline=None, derandomize=True, max_examples=40)


@pytest.fixture
def figure():
    return Figure([], canvas(SIZES["normal"], "x", "y"))


def scatter(**properties):
    return {"type": "scatter"} | properties


def add(figure, trace, track):
    figure.traces.append(trace | first(track))
    figure.tracks.append(track)


def add_moving(figure, trace, **positions):
    add(figure, trace, moving_track(len(figure.traces), **positions))


def add_trail(figure, trace, **path):
    add(figure, trace, growing_track(len(figure.traces), **path))


def only_track(figure):
    (track,) = figure.tracks
    return track


def test_what_is_packed_are_little_endian_floats_row_after_row(figure):
    add_moving(figure, scatter(), x=[[1, 2], [3, 4], [5, 0.5]])
    packed = only_track(figure)["x"]
    assert packed["shape"] == [3, 2]
    assert struct.unpack("<6f", base64.b64decode(packed["bytes"])) == (1, 2, 3, 4, 5, 0.5)


@repeatable
@given(positions=arrays(np.float32, array_shapes(min_dims=2, max_dims=2), elements=floats))
def test_every_position_comes_back(positions):
    figure = Figure([], canvas(SIZES["normal"], "x", "y"))
    add_moving(figure, scatter(), x=positions, y=-positions)
    track = only_track(figure)
    np.testing.assert_array_equal(unpack(track["x"]), positions)
    np.testing.assert_array_equal(unpack(track["y"]), -positions)
    np.testing.assert_array_equal(figure.data[0].x, positions[0])
    np.testing.assert_array_equal(figure.data[0].y, -positions[0])


@repeatable
@given(path=arrays(np.float32, st.integers(1, 20), elements=floats), data=st.data())
def test_every_point_of_a_trail_comes_back(path, data):
    count = data.draw(st.lists(st.integers(0, len(path)), min_size=1))
    figure = Figure([], canvas(SIZES["normal"], "x", "y"))
    add_trail(figure, scatter(), count=count, x=path, y=-path)
    track = only_track(figure)
    assert track["count"] == count
    np.testing.assert_array_equal(unpack(track["x"]), path)
    np.testing.assert_array_equal(unpack(track["y"]), -path)
    np.testing.assert_array_equal(figure.data[0].x, path[: count[0]])


@pytest.mark.parametrize("add", [add_moving, add_trail])
def test_double_precision_is_sent_as_single(figure, add):
    positions = np.full((3, 1), np.pi) if add is add_moving else np.full(3, np.pi)
    options = {} if add is add_moving else {"count": [2]}
    add(figure, scatter(), x=positions, **options)
    assert unpack(only_track(figure)["x"]).dtype == np.float32
    assert figure.data[0].x.dtype == np.float32
    assert unpack(only_track(figure)["x"]).ravel()[0] == np.float32(np.pi)


def test_words_travel_with_the_points_and_no_word_is_a_blank(figure):
    words = [("one", ""), ("", "two")]
    add_moving(figure, scatter(), x=np.zeros((2, 2)), y=np.zeros((2, 2)), text=words)
    assert only_track(figure)["text"] == [["one", "\u00a0"], ["\u00a0", "two"]]
    assert list(figure.data[0].text) == ["one", "\u00a0"]


def test_each_track_names_its_own_trace(figure):
    figure.traces.append(scatter(x=[0], y=[0]))
    add_moving(figure, scatter(name="marker"), x=[[1], [2]], y=[[1], [2]])
    figure.traces.append(scatter(x=[0], y=[0]))
    add_trail(figure, scatter(name="path"), count=[1, 2], x=[1, 2], y=[1, 2])
    names = [figure.data[track["trace"]].name for track in figure.tracks]
    assert names == ["marker", "path"]


def test_a_place_in_space_has_three_axes(figure):
    add_moving(figure, {"type": "scatter3d"}, x=[[1], [2]], y=[[3], [4]], z=[[5], [6]])
    track = only_track(figure)
    assert set(track) == {"trace", "x", "y", "z"}
    assert unpack(track["z"]).tolist() == [[5], [6]]


def test_the_tracks_travel_in_the_figure(figure):
    add_moving(figure, scatter(), x=[[1], [2]], text=[["a"], ["b"]])
    add_trail(figure, scatter(), count=np.array([1, 2]), x=[1.5, 2.5])
    tracks = json.loads(figure.json())["layout"]["meta"]["moving"]
    assert tracks == figure.tracks
    assert unpack(tracks[0]["x"]).tolist() == [[1], [2]]
    assert tracks[1]["count"] == [1, 2]


def test_the_given_arrays_stay_as_they_are(figure):
    positions = np.array([[1.0], [2.0]])
    positions.flags.writeable = False
    add_moving(figure, scatter(), x=positions)
    add_trail(figure, scatter(), count=[1, 2], x=positions[:, 0])
    assert positions.tolist() == [[1], [2]]


# What the browser gets


@pytest.fixture
def ranged(figure):
    for axis in ("xaxis", "yaxis"):
        figure.sheet[axis]["range"] = [0, 1]
    return figure


def test_what_moves_is_sent_as_marks_beside_what_stands(ranged):
    ranged.traces.append(scatter(x=[0], y=[0], name="stands"))
    add_moving(ranged, scatter(name="dot", marker={"color": "#123456"}), x=[[1], [2]], y=[[3], [4]])
    ranged.traces.append(scatter(x=[0], y=[0], name="stands too"))
    add_trail(ranged, scatter(name="path"), count=[1, 2], x=[1, 2], y=[1, 2])
    given = sent(ranged)
    assert [trace.name for trace in given.data] == ["stands", "stands too"]
    dot, path = given.layout.meta["marks"]
    assert (dot["place"], path["place"]) == (1, 3)
    assert dot["look"]["name"] == "dot"
    assert dot["look"]["marker"]["color"] == "#123456"
    assert unpack(dot["y"]).tolist() == [[3], [4]]
    assert path["count"] == [1, 2]
    assert [trace.name for trace in ranged.data] == ["stands", "dot", "stands too", "path"]


def test_a_coordinate_that_stands_is_sent_once(ranged):
    trace = scatter(x=np.array([1.0, 2.0], np.float32))
    add_moving(ranged, trace, y=[[3, 4], [5, 6], [7, 8]])
    (mark,) = sent(ranged).layout.meta["marks"]
    assert unpack(mark["x"]).tolist() == [1, 2]
    assert unpack(mark["y"]).shape == (3, 2)


def test_a_coordinate_that_is_the_same_at_all_steps_is_sent_once(ranged):
    add_moving(ranged, scatter(), x=[[1, 2], [1, 2], [1, 2]], y=[[3, 4], [5, 6], [7, 8]])
    (mark,) = sent(ranged).layout.meta["marks"]
    assert unpack(mark["x"]).tolist() == [1, 2]
    assert unpack(mark["y"]).tolist() == [[3, 4], [5, 6], [7, 8]]


def test_what_moves_in_space_stays_a_trace(ranged):
    add_moving(ranged, scatter(name="flat"), x=[[1], [2]], y=[[1], [2]])
    add_moving(
        ranged, scatter(type="scatter3d", name="deep"), x=[[1], [2]], y=[[3], [4]], z=[[5], [6]]
    )
    given = sent(ranged)
    assert given.data[0].name == "deep"
    assert [track["trace"] for track in given.layout.meta["moving"]] == [0]


def test_an_axis_on_which_all_moves_is_there_all_the_same(ranged):
    """Plotly makes an axis only for traces that it draws."""
    ranged.sheet["yaxis2"] = {"range": [0, 1], "overlaying": "y"}
    ranged.traces.append(scatter(x=[0], y=[0], yaxis="y2", name="stands"))
    add_moving(ranged, scatter(), x=[[1], [2]], y=[[1], [2]])
    add_moving(ranged, scatter(yaxis="y2"), x=[[1], [2]], y=[[1], [2]])
    stands, stand_in = sent(ranged).data
    assert stands.name == "stands"
    assert (stand_in.xaxis, stand_in.yaxis, stand_in.y) == ("x", "y", (None,))


def test_stacked_bars_stand_on_those_before_them(ranged):
    ranged.sheet["barmode"] = "stack"
    ranged.traces.append(scatter(type="bar", x=[0, 1], y=[1, 2]))
    add_moving(
        ranged,
        scatter(
            type="bar",
        ),
        x=[[0, 1]] * 2,
        y=[[1, 1], [2, 2]],
    )
    add_moving(
        ranged,
        scatter(
            type="bar",
        ),
        x=[[0, 1]] * 2,
        y=[[5, 5], [5, 5]],
    )
    low, high = sent(ranged).layout.meta["marks"]
    assert unpack(low["base"]).tolist() == [[1, 2], [1, 2]]
    assert unpack(high["base"]).tolist() == [[2, 3], [3, 4]]


def test_a_mark_on_an_axis_without_a_range_is_refused(figure):
    add_moving(figure, scatter(name="dot"), x=[[1], [2]], y=[[3], [4]])
    with pytest.raises(ValueError, match="axis x of the mark 'dot' must have a range"):
        sent(figure)


def test_a_figure_in_which_nothing_moves_is_sent_as_it_is(figure):
    figure.traces.append(scatter(x=[0], y=[0]))
    assert sent(figure) is figure


def test_the_number_of_steps_is_found_in_every_track(ranged):
    add_moving(ranged, scatter(), x=[[1], [2]], text=[["a"], ["b"]])
    add_trail(ranged, scatter(), count=[1, 2], x=[1, 2, 3, 4])
    assert steps_of(ranged) == {2}
    add_moving(ranged, scatter(), y=[[1], [2], [3]])
    assert steps_of(ranged) == {2, 3}


def test_a_coordinate_that_rests_is_sent_once_and_one_of_them_tells_the_steps():
    figure = Figure([], canvas(SIZES["normal"], "x", "y"))
    for axis in ("xaxis", "yaxis"):
        figure.sheet[axis]["range"] = [0, 1]
    rests, moves = np.tile([0.0, 1.0], (3, 1)), np.arange(6.0).reshape(3, 2)
    add_moving(figure, scatter(mode="lines"), x=rests, y=moves)
    add_moving(figure, scatter(mode="lines"), x=rests, y=rests)
    first, second = sent(figure).layout.meta["marks"]
    np.testing.assert_array_equal(unpack(first["x"]), rests[0])
    np.testing.assert_array_equal(unpack(first["y"]), moves)
    assert [second[axis]["shape"] for axis in "xy"] == [[2], [3, 2]]
