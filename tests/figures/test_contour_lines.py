"""Contour lines against shapes whose outlines are known."""

import numpy as np
import pytest

from pages.figures.contour_lines import add_contour_lines, add_region, nice_levels, outline
from pages.figures.style import SIZES, canvas

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


def test_a_picture_has_one_line_for_each_level_named_by_it():
    figure = canvas(SIZES["normal"], "x", "y")
    add_contour_lines(figure, AXIS, AXIS, X - 1)
    levels = nice_levels(-3.0, 1.0, 16)
    names = [shape.name for shape in figure.layout.shapes]
    assert names == [f"{level:g}".replace("-", "−") for level in levels]
    assert {note.text for note in figure.layout.annotations} <= set(names)
    assert not figure.data


def test_level_ground_has_no_lines():
    figure = canvas(SIZES["normal"], "x", "y")
    add_contour_lines(figure, AXIS, AXIS, np.zeros_like(X))
    assert not figure.layout.shapes


def test_a_shape_is_the_outline_ring_by_ring():
    line = outline(AXIS, AXIS, RADIUS, 1.0)
    figure = canvas(SIZES["normal"], "x", "y")
    add_region(figure, line, "ring", "rgba(0,0,0,0.1)")
    (shape,) = figure.layout.shapes
    written = [
        np.array([point.split(",") for point in ring.removesuffix("Z").split("L")], dtype=float)
        for ring in shape.path.split("M")[1:]
    ]
    for drawn, ring in zip(written, rings(line), strict=True):
        np.testing.assert_allclose(drawn, ring, rtol=1e-3, atol=1e-3)


def test_nothing_to_fill_is_no_shape():
    figure = canvas(SIZES["normal"], "x", "y")
    add_region(figure, outline(AXIS, AXIS, RADIUS, 9.0), "none", "rgba(0,0,0,0.1)")
    assert not figure.layout.shapes


def test_heights_keep_away_from_what_is_there():
    figure = canvas(SIZES["normal"], "x", "y")
    crowd = [(x, y) for x in np.linspace(-2, 2, 13) for y in np.linspace(-2, 2, 13)]
    add_contour_lines(figure, AXIS, AXIS, X, avoid=crowd)
    assert not figure.layout.annotations
