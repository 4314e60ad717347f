"""Contour lines against shapes whose outlines are known."""

import numpy as np
import pytest

from pages.figures.contour_lines import nice_levels, outline, svg_path
from pages.figures.moving import unpack
from pages.figures.picture import Picture
from pages.figures.style import SIZES, STROKES

NAME = "contour {height}"
AXIS = np.linspace(-2, 2, 81)
X, Y = np.meshgrid(AXIS, AXIS)
RADIUS = np.hypot(X, Y)


def rings(line):
    """Split an outline where it is interrupted."""
    points = np.column_stack(line)
    breaks = np.flatnonzero(np.isnan(points[:, 0]))
    return [part[~np.isnan(part[:, 0])] for part in np.split(points, breaks + 1) if len(part)]


def signed_area(ring):
    x, y = ring.T
    return (x * np.roll(y, -1) - y * np.roll(x, -1)).sum() / 2


def test_a_hill_has_a_round_foot_walked_counterclockwise():
    (ring,) = rings(outline(AXIS, AXIS, -RADIUS, -1.0))
    np.testing.assert_allclose(np.hypot(*ring.T), 1, atol=1e-3)
    np.testing.assert_array_equal(ring[0], ring[-1])
    assert signed_area(ring) == pytest.approx(np.pi, rel=1e-3)


def test_a_hole_turns_the_other_way_and_the_border_closes_the_region():
    areas = sorted(signed_area(ring) for ring in rings(outline(AXIS, AXIS, RADIUS, 1.0)))
    assert areas[0] == pytest.approx(-np.pi, rel=1e-3)
    assert areas[1] == pytest.approx(16, rel=1e-12)


@pytest.mark.parametrize("sign", [1, -1])
def test_every_ring_is_closed_where_two_corners_of_a_cell_face_each_other(sign):
    board = sign * np.where((np.indices((6, 7)).sum(axis=0) % 2).astype(bool), 1.0, -1.0)
    line = outline(np.arange(7.0), np.arange(6.0), board, 0.0)
    assert len(rings(line)) >= 2
    for ring in rings(line):
        np.testing.assert_array_equal(ring[0], ring[-1])


def test_a_level_above_everything_has_no_line():
    assert [len(axis) for axis in outline(AXIS, AXIS, RADIUS, 9.0)] == [0, 0]


def test_the_field_is_interpolated_along_the_line():
    slope = 2 * X + Y
    for ring in rings(outline(AXIS, AXIS, slope, 0.3)):
        inner = ring[(np.abs(ring) < 2 - 1e-9).all(axis=1)]
        np.testing.assert_allclose(inner @ [2, 1], 0.3, atol=1e-12)


@pytest.mark.parametrize(("low", "high"), [(0, 1), (0.0012, 0.0013), (-7, 23), (0, 1e6), (3, 3.5)])
def test_levels_are_round_even_and_between(low, high):
    levels = nice_levels(low, high, 12)
    steps = np.diff(levels)
    assert 4 <= len(levels) <= 13
    assert low < levels[0]
    assert levels[-1] < high
    np.testing.assert_allclose(steps, steps[0], rtol=1e-9)
    assert f"{steps[0]:.6e}"[0] in "125"


def picture():
    return Picture(SIZES["normal"], "x", "y", xlim=(-2, 2), ylim=(-2, 2))


def written(drawn):
    """Return the heights that are written, with their places in shares of the axes."""
    return {note.text: (note.x, note.y) for note in drawn.figure.layout.annotations}


def test_a_picture_has_one_line_for_each_level_named_by_it():
    drawn = picture()
    drawn.contours(AXIS, AXIS, X - 1, NAME)
    levels = nice_levels(-3.0, 1.0, 16)
    heights = [f"{level:g}".replace("-", "−") for level in levels]
    assert [shape.name for shape in drawn.figure.layout.shapes] == [f"contour {h}" for h in heights]
    assert set(written(drawn)) == set(heights)
    assert not drawn.figure.data


def test_heights_stand_on_their_lines():
    drawn = picture()
    drawn.contours(AXIS, AXIS, X - 1, NAME)
    for height, (x, _) in written(drawn).items():
        assert -3 + 4 * x == pytest.approx(float(height.replace("−", "-")), abs=1e-6)


def test_levels_that_are_given_are_drawn_and_not_written():
    drawn = picture()
    drawn.contours(AXIS, AXIS, RADIUS, NAME, levels=[0.5, 1.0])
    assert [shape.name for shape in drawn.figure.layout.shapes] == ["contour 0.5", "contour 1"]
    assert not written(drawn)


def test_level_ground_has_no_lines():
    drawn = picture()
    drawn.contours(AXIS, AXIS, np.zeros_like(X), NAME)
    assert not drawn.figure.layout.shapes


def test_a_path_is_the_outline_ring_by_ring():
    line = outline(AXIS, AXIS, RADIUS, 1.0)
    drawn = [
        np.array([point.split(",") for point in ring.removesuffix("Z").split("L")], dtype=float)
        for ring in svg_path(line).split("M")[1:]
    ]
    for one, ring in zip(drawn, rings(line), strict=True):
        np.testing.assert_allclose(one, ring, rtol=1e-3, atol=1e-3)


def test_a_region_is_filled_inside_its_outline():
    drawn = picture()
    drawn.region(AXIS, AXIS, -RADIUS, -1.0, "#D9A400", "disc", opacity=0.4)
    (shape,) = drawn.figure.layout.shapes
    assert (shape.name, shape.fillcolor, shape.line.width) == ("disc", "rgba(217,164,0,0.4)", 0)
    assert shape.path == svg_path(outline(AXIS, AXIS, -RADIUS, -1.0))


def test_nothing_to_fill_is_no_shape():
    drawn = picture()
    drawn.region(AXIS, AXIS, RADIUS, 9.0, "#D9A400", "none")
    assert not drawn.figure.layout.shapes


def test_heights_keep_away_from_what_is_there():
    drawn = picture()
    drawn.contours(AXIS, AXIS, X, NAME)
    for height in np.linspace(-2, 2, 25):
        drawn.rule(y=height)
    assert not written(drawn)


def test_a_standing_marker_is_named_beside_it_clear_of_the_lines():
    drawn = picture()
    drawn.dots([1.9], [0.0], STROKES[0], label="minimum")
    drawn.curve([-2, 2], [0.1, 0.1], STROKES[1])
    ((x, y),) = written(drawn).values()
    assert 0.5 < x < 0.95
    assert y < 0.5


def test_a_name_is_clear_of_a_path_at_every_length():
    drawn = picture()
    drawn.path([0.0, 1.9], [0.0, 0.0], [1, 2], STROKES[0])
    drawn.dots([0.0], [0.0], STROKES[1], label="start")
    drawn.dots([[0.0], [1.9]], [[0.0], [0.0]], STROKES[0])
    ((x, _),) = written(drawn).values()
    assert x < 0.5
    (track,) = [t for t in drawn.figure.layout.meta["moving"] if "count" not in t]
    assert unpack(track["x"]).shape == (2, 1)
