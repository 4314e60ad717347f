"""The grammar: what stands, what moves, and where words find their places."""

import numpy as np
import pytest

from pages.figures.moving import unpack
from pages.figures.picture import Picture
from pages.figures.style import SIZES, stroke
from tests.figures.crossing import crossings

BCE, MSE = stroke("bce"), stroke("mse")
X = np.linspace(-5, 5, 101)


def picture(size="normal", **more):
    given = {"x": "x", "y": "y", "xlim": (-5, 5), "ylim": (0, 10)} | more
    return Picture(SIZES[size], **given)


def tracks(figure):
    return figure.layout.meta["moving"]


def test_coordinates_of_one_axis_stand_and_of_two_move():
    made = picture()
    made.curve(X, X**2, BCE, "still")
    made.curve(X, np.array([1.0, 2.0])[:, None] + 0 * X, MSE, "moving")
    still, moving = made.figure.data
    (track,) = tracks(made.figure)
    np.testing.assert_array_equal(still.y, (X**2).astype(np.float32))
    assert track["trace"] == 1
    np.testing.assert_array_equal(unpack(track["y"])[:, 0], [1, 2])
    assert moving.y[0] == 1


def test_a_coordinate_that_stands_is_repeated_for_one_that_moves():
    made = picture()
    made.dots(X[:3], np.arange(6.0).reshape(2, 3), BCE)
    (track,) = tracks(made.figure)
    np.testing.assert_array_equal(unpack(track["x"]), np.float32([X[:3], X[:3]]))


def test_a_loss_looks_the_same_in_every_mark():
    made = picture()
    made.curve(X, X, MSE)
    made.dots(X, X, MSE)
    made.bars(X, X, MSE)
    line, dots, bars = made.figure.data
    assert line.line.color == dots.marker.color == bars.marker.color == MSE.color
    assert (line.line.dash, dots.marker.symbol) == (MSE.dash, MSE.marker)
    assert (line.line.width, dots.marker.size) == (SIZES["normal"].line, SIZES["normal"].marker)


@pytest.mark.parametrize("ylog", [False, True])
def test_infinity_is_drawn_just_outside_and_finite_values_stay(ylog):
    made = picture(ylim=(1, 10), ylog=ylog)
    made.curve([0, 1, 2, 3], [np.inf, -np.inf, 2, 1e9], BCE)
    top, bottom, inside, far = made.figure.data[0].y
    assert 10 < top < 30
    assert bottom < 1
    assert (inside, far) == (2, np.float32(1e9))


def test_a_marker_at_infinity_waits_at_the_edge():
    made = picture()
    made.dots(np.zeros((3, 1)), np.array([[np.inf], [5], [50]]), BCE)
    made.dots(np.zeros((3, 1)), np.array([[np.inf], [5], [50]]), BCE, held=True)
    free, held = (unpack(track["y"])[:, 0] for track in tracks(made.figure))
    np.testing.assert_array_equal(free, [10, 5, 50])
    np.testing.assert_allclose(held, [10, 5, 10])


def test_a_path_grows():
    made = picture()
    made.path(X, X**2, [1, 50, 101], BCE, "path")
    (track,) = tracks(made.figure)
    assert track["count"] == [1, 50, 101]
    assert len(unpack(track["y"])) == 101


def test_a_band_goes_there_and_back():
    made = picture()
    made.band(X, 0 * X, 0 * X + 2, BCE.color, "between")
    (band,) = made.figure.data
    assert band.fill == "toself"
    np.testing.assert_array_equal(band.x[:101], band.x[101:][::-1])
    assert set(band.y) == {0, 2}


def test_a_logarithmic_axis_has_its_range_in_powers():
    made = picture(ylim=(1e-3, 10), ylog=True)
    assert made.figure.layout.yaxis.type == "log"
    assert list(made.figure.layout.yaxis.range) == [-3, 1]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("ylim", "ylog"), [((-6, 14), False), ((1e-3, 1e2), True)])
def test_names_and_moving_words_cross_nothing(size, ylim, ylog):
    made = picture(size, ylim=ylim, ylog=ylog)
    rising, falling = np.exp(0.4 * X), np.exp(-0.4 * X)
    made.rule(y=-3.0 if not ylog else 3e-3)
    made.curve(X, rising, BCE, label="rising")
    made.curve(X, falling, MSE, label="falling")
    for curve, look in ((rising, BCE), (falling, MSE)):
        said = [f"{value:.2f}" for value in curve]
        made.dots(X[:, None], curve[:, None], look, words=said)
    figure = made.figure
    assert {note.text for note in figure.layout.annotations} == {"rising", "falling"}
    assert len([track for track in tracks(figure) if "text" in track]) == 2
    assert not crossings(figure, every=1)


def test_a_name_on_a_line_is_seen_as_crossing():
    made = picture()
    made.curve(X, 0 * X + 5, BCE, "level")
    made.note("a word", 0, 5)
    assert crossings(made.figure) == ["'a word' on 'level' at step 0"]


def test_names_at_moving_ends_stand_apart():
    made = picture()
    ends = [np.linspace(1, 9, 5), np.linspace(9, 1, 5)]
    made.end_names(5.0, ends, ["one", "other"])
    (track,) = tracks(made.figure)
    assert (np.abs(np.diff(unpack(track["y"]), axis=1)) > 0.5).all()
