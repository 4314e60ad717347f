"""Places for words: what is taken, where names stand, and words that move with a marker."""

import numpy as np
import pytest

from pages.figures.placement import (
    COLUMNS,
    ROWS,
    Cells,
    Type,
    place_beside,
    place_name,
    spread,
    text_width,
)
from pages.figures.style import SIZES

TYPE = Type.of(15)
X = np.linspace(0, 1, 101)


def box(left, right, low, high):
    return np.array([left, right, low, high])


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [("il", "mw"), ("loss", "losses"), ("loss", "损失"), ("a", "A"), ("a<br>b", "a b")],
)
def test_wider_words_are_estimated_wider(narrow, wide):
    assert text_width(narrow) < text_width(wide)


def test_tags_take_no_room_and_the_longest_line_counts():
    assert text_width("m<sub>k</sub>") == text_width("mk")
    assert text_width("short<br>much longer") == text_width("much longer")


def test_words_twice_as_large_take_twice_the_room_up_to_the_size_of_the_hall():
    wide, high = Type.of(10).box("words")
    assert Type.of(20).box("words") == pytest.approx((2 * wide, 2 * high))
    assert Type.of(33).box("words") == Type.of(22).box("words")
    assert Type.of(10, 0.5).box("words")[0] == pytest.approx(2 * wide)


def test_a_line_takes_the_cells_it_crosses_also_between_points_far_apart():
    cells = Cells()
    cells.take_line(np.array([0.0, 1.0]), np.array([0.5, 0.5]))
    assert cells.taken[0].any(axis=0).all()
    assert cells.taken[0].any(axis=1).sum() == 1


def test_a_gap_in_a_line_is_free():
    cells = Cells()
    cells.take_line(np.array([0.0, 0.3, np.nan, 0.7, 1.0]), np.full(5, 0.5))
    assert not cells.taken[0][:, int(0.4 * COLUMNS) : int(0.6 * COLUMNS)].any()


def test_a_line_that_moves_takes_other_cells_at_each_step():
    cells = Cells(2)
    cells.take_line(X, np.array([[0.2], [0.8]]) + 0 * X)
    low, high = (int(share * ROWS) for share in (0.2, 0.8))
    assert cells.taken[0, low].all()
    assert cells.taken[1, high].all()
    assert not cells.taken[0, high].any()


@pytest.mark.parametrize("seed", range(5))
def test_boxes_are_counted_as_cell_by_cell(seed):
    rng = np.random.default_rng(seed)
    cells = Cells(3)
    cells.taken[:] = rng.random(cells.taken.shape) < 0.2
    sides, heights = (np.sort(rng.random((6, count, 2)), axis=-1) for count in (4, 5))
    counted = cells.count_between(sides, heights)
    for row, side, height in np.ndindex(6, 4, 5):
        (left, right), (low, high) = sides[row, side], heights[row, height]
        rows = slice(int(np.floor(low * ROWS)), int(np.ceil(high * ROWS)))
        columns = slice(int(np.floor(left * COLUMNS)), int(np.ceil(right * COLUMNS)))
        # Six rows for three steps: two for each.
        assert counted[row, side, height] == cells.taken[row // 2, rows, columns].sum()


def test_what_is_outside_the_picture_counts_as_taken():
    whole = Cells().count(box(0, 1, 0, 1)[None])
    over = Cells().count(box(0.5, 1.5, 0, 1)[None])
    assert whole == 0
    assert over == COLUMNS // 2 * ROWS


def test_a_name_stands_clear_of_all_lines_and_nearest_to_its_own():
    low, high = np.full_like(X, 0.2), np.full_like(X, 0.8)
    cells, others = Cells(), Cells()
    cells.take_line(X, low)
    for each in (cells, others):
        each.take_line(X, high)
    place = place_name(cells, others, Cells(), X, low, "the lower one", TYPE)
    assert cells.count(place[None]) == 0
    middle = place[2:].mean()
    assert abs(middle - 0.2) < 0.1 < abs(middle - 0.8)


def test_a_name_without_room_stands_where_least_is_taken():
    cells = Cells()
    cells.taken[:] = True
    cells.taken[0, : ROWS // 2, : COLUMNS // 2] = False
    place = place_name(cells, cells, Cells(), X, np.full_like(X, 0.55), "a name", TYPE)
    assert place[0] < 0.5


@pytest.mark.parametrize("shape", [np.sin, np.cos, lambda x: x / 7, lambda x: 0 * x])
def test_words_beside_a_marker_cross_no_curve_and_stay_inside(shape):
    y = 0.5 + 0.3 * shape(7 * X)
    cells = Cells(len(X))
    cells.take_line(X, y)
    on_right, boxes = place_beside(cells, cells, X, y, ["a value of 0.5"] * len(X), TYPE)
    assert not cells.count_between(boxes[:, None, :2], boxes[:, None, 2:]).any()
    assert ((boxes >= -1e-9) & (boxes <= 1 + 1e-9)).all()
    assert on_right[0]
    assert not on_right[-1]


def test_words_beside_a_marker_do_not_touch_it_on_a_phone():
    on_phone = 270  # pixels of the axis, 390 px wide
    place = np.full(2, 0.5)
    on_right, boxes = place_beside(Cells(2), Cells(2), place, place, ["0.5"] * 2, TYPE)
    assert on_right.all()
    assert ((boxes[:, 0] - place) * on_phone > SIZES["normal"].marker / 2 + 1).all()


def test_words_beside_a_marker_do_not_hop_about():
    y = 0.5 + 0.3 * np.sin(7 * X)
    cells = Cells(len(X))
    cells.take_line(X, y)
    on_right, boxes = place_beside(cells, cells, X, y, ["0.5"] * len(X), TYPE)
    assert np.count_nonzero(np.diff(on_right.astype(int))) <= 3
    assert np.count_nonzero(np.abs(np.diff(boxes[:, 2])) > 0.1) <= 6


@pytest.mark.parametrize("seed", range(10))
def test_heights_are_spread_in_their_order_within_the_picture(seed):
    heights = np.random.default_rng(seed).random((50, 4))
    apart = spread(heights, 0.1)
    rising = np.sort(apart, axis=1)
    assert (np.diff(rising, axis=1) >= 0.1 - 1e-9).all()
    assert (rising[:, 0] >= 0.05 - 1e-9).all()
    assert (rising[:, -1] <= 0.95 + 1e-9).all()
    np.testing.assert_array_equal(np.argsort(heights, axis=1), np.argsort(apart, axis=1))


def test_heights_that_rounding_tells_apart_are_spread_too():
    same = np.nextafter(0.02, [[0, 1], [1, 0]])
    assert (np.abs(np.diff(spread(same, 0.1), axis=1)) >= 0.1 - 1e-9).all()
