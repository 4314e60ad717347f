"""Names on lines and words above markers: inside the picture, and never over one another."""

import itertools

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pages.figures.labels import label_ends, label_lines, label_markers
from pages.figures.moving import BLANK, unpack
from pages.figures.style import SIZES, canvas

# Measured in the browser: the plot without titles and ticks, a line of text, a character.
# The largest size is the large one on a screen of 1.5 times as many pixels.
PLOT_HEIGHT = {15: 315, 22: 304, 33: 456}
LINE = {15: 20, 22: 29, 33: 43.5}
PLOT_WIDTH, CHARACTER = {15: 600, 22: 600, 33: 900}, {15: 7.5, 22: 11, 33: 16.5}
STEPS = 4
ROUNDING = 1e-5

each_size = pytest.mark.parametrize("size", SIZES.values(), ids=SIZES.keys())
each_scale = pytest.mark.parametrize("logarithmic", [False, True], ids=["linear", "logarithmic"])
repeatable = settings(deadline=None, derandomize=True, max_examples=50)
heights = st.lists(st.floats(-0.5, 1.5), min_size=STEPS, max_size=STEPS).map(np.array)
places = st.lists(st.floats(0, 1), min_size=STEPS, max_size=STEPS).map(np.array)


def picture(size, logarithmic):
    """Return an empty picture whose axes have odd ranges."""
    figure = canvas(size, "x", "y")
    figure.update_xaxes(range=[-3, 7])
    figure.update_yaxes(type="log" if logarithmic else None, range=[-12.4, 0.9])
    return figure


def in_units(figure, share, axis):
    """Turn shares of an axis into its units."""
    low, high = figure.layout[axis].range
    units = low + np.asarray(share) * (high - low)
    return 10.0**units if figure.layout[axis].type == "log" else units


def in_shares(figure, units, axis):
    """Turn units of an axis into shares of it."""
    low, high = figure.layout[axis].range
    units = np.log10(units) if figure.layout[axis].type == "log" else units
    return (units - low) / (high - low)


def written(figure):
    """Return where the words of each curve stand at each step, in shares, and what they say."""
    for track in figure.layout.meta["moving"]:
        x, y = unpack(track["x"]).astype(float), unpack(track["y"]).astype(float)
        np.testing.assert_array_equal(x[:, 0], x[:, 1])
        np.testing.assert_array_equal(y[:, 0], y[:, 1])
        yield (
            in_shares(figure, x[:, 0], "xaxis"),
            in_shares(figure, y[:, 0], "yaxis"),
            track["text"],
        )


def label(figure, x, curves, word, size):
    at, up = in_units(figure, x, "xaxis"), [in_units(figure, curve, "yaxis") for curve in curves]
    label_markers(figure, at, up, [[word] * STEPS for _ in curves], size)
    return list(written(figure))


@each_size
@each_scale
@pytest.mark.parametrize("word", ["name", "name<br>0.148"])
@repeatable
@given(x=places, curves=st.lists(heights, min_size=1, max_size=4))
def test_words_stay_in_the_picture_and_apart(size, logarithmic, word, x, curves):
    box = LINE[size.text] / PLOT_HEIGHT[size.text] * (1 + word.count("<br>"))
    middles = np.array([y for _, y, _ in label(picture(size, logarithmic), x, curves, word, size)])
    assert np.all(middles - box / 2 >= -ROUNDING)
    assert np.all(middles + box / 2 <= 1 + ROUNDING)
    for one, other in itertools.combinations(middles, 2):
        assert np.all(np.abs(one - other) >= box - ROUNDING)


@each_size
@repeatable
@given(x=places, curves=st.lists(heights, min_size=5, max_size=12))
def test_even_too_many_words_stay_in_the_picture(size, x, curves):
    middles = [y for _, y, _ in label(picture(size, False), x, curves, "a<br>b", size)]
    assert np.min(middles) > 0
    assert np.max(middles) < 1
    assert all(np.diff(np.sort(step)).min() > 0.05 for step in np.transpose(middles))


@each_scale
@repeatable
@given(x=places, curves=st.lists(heights, min_size=2, max_size=4))
def test_the_higher_marker_has_the_higher_words(logarithmic, x, curves):
    curves = np.array(curves)
    assume(all(np.diff(np.sort(step)).min() > ROUNDING for step in curves.T))
    words = label(picture(SIZES["normal"], logarithmic), x, curves, "name", SIZES["normal"])
    middles = np.array([y for _, y, _ in words])
    np.testing.assert_array_equal(middles.argsort(axis=0), curves.argsort(axis=0))


@each_size
@repeatable
@given(x=places, y=heights)
def test_words_stand_beside_their_marker_towards_the_middle(size, x, y):
    longest = "binary cross-entropy"
    ((beside, _, text),) = label(picture(size, False), x, [y], longest, size)
    wide = CHARACTER[size.text] * len(longest) / PLOT_WIDTH[size.text]
    for at, marker, (on_right, on_left) in zip(beside, x, text, strict=True):
        assert {on_right, on_left} == {longest, BLANK}
        side = 1 if on_right == longest else -1
        assert at == pytest.approx(marker + 0.02 * side, abs=ROUNDING)
        left, right = sorted((at, at + side * wide))
        assert left >= 0
        assert right <= 1


@each_scale
def test_words_stand_just_above_a_lone_marker(logarithmic):
    size = SIZES["normal"]
    ((_, y, _),) = label(
        picture(size, logarithmic), [0.1, 0.4, 0.6, 0.9], [[0.2, 0.4, 0.6, 0.8]], "name", size
    )
    gap = LINE[15] / PLOT_HEIGHT[15]
    assert np.all(y - [0.2, 0.4, 0.6, 0.8] > gap / 2)
    assert np.all(y - [0.2, 0.4, 0.6, 0.8] < 1.5 * gap)


def test_a_marker_at_zero_on_a_logarithmic_axis_has_its_words_at_the_bottom():
    figure, size = picture(SIZES["normal"], True), SIZES["normal"]
    label_markers(figure, np.array([0.0, 1.0]), [np.array([0.0, 1e-320])], [["a", "b"]], size)
    ((_, y, _),) = written(figure)
    assert np.all((y > 0) & (y < 0.1))


def test_each_curve_says_its_own_words():
    figure, size = picture(SIZES["normal"], False), SIZES["normal"]
    x, flat = np.array([-3.0, 7.0]), np.zeros(2)
    label_markers(figure, x, [flat, flat], [["a", "b"], ["c", "d"]], size)
    said = [list(text) for _, _, text in written(figure)]
    assert said == [[["a", BLANK], [BLANK, "b"]], [["c", BLANK], [BLANK, "d"]]]


def test_names_at_the_ends_give_way_alike():
    figure, size = picture(SIZES["normal"], False), SIZES["normal"]
    middle = np.full(STEPS, in_units(figure, 0.5, "yaxis"))
    label_ends(figure, 7, [middle] * 3, ["a", "b", "c"], size)
    (track,) = figure.layout.meta["moving"]
    y = in_shares(figure, unpack(track["y"]).astype(float), "yaxis")
    line = LINE[15] / PLOT_HEIGHT[15]
    assert (np.diff(y, axis=1) >= line - ROUNDING).all()
    np.testing.assert_allclose(y.mean(axis=1), 0.5, atol=ROUNDING)


def boxes(figure, size):
    """Return the boxes of the names in a picture, in shares: left, right, bottom, top."""
    found = {}
    for name in figure.layout.annotations:
        if name.xref == "x domain":
            wide = CHARACTER[size.text] * len(name.text) / PLOT_WIDTH[size.text]
            high = LINE[size.text] / PLOT_HEIGHT[size.text]
            found[name.text] = (
                name.x - wide / 2, name.x + wide / 2, name.y - high / 2, name.y + high / 2
            )  # fmt: skip
    return found


def overlap(one, other):
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]


def test_a_name_stands_at_its_own_curve_clear_of_the_other():
    figure, size = picture(SIZES["normal"], False), SIZES["normal"]
    x = np.linspace(-3, 7, 101)
    curves = {"low": np.full(101, -9.0), "rising": np.linspace(-12, 0, 101)}
    label_lines(figure, {name: (x, y) for name, y in curves.items()}, size)
    for name, (left, right, bottom, top) in boxes(figure, size).items():
        for other, y in curves.items():
            inside = (in_shares(figure, x, "xaxis") > left) & (
                in_shares(figure, x, "xaxis") < right
            )
            up = in_shares(figure, y, "yaxis")[inside]
            distance = np.maximum(bottom - up, up - top).min()
            assert distance < 0.1 if name == other else distance > 0.05


def test_a_curve_outside_the_picture_gets_no_name():
    figure = picture(SIZES["normal"], False)
    x = np.linspace(-3, 7, 101)
    label_lines(figure, {"above": (x, x + 100), "seen": (x, -x)}, SIZES["normal"])
    assert [name.text for name in figure.layout.annotations] == ["seen"]
