"""The grammar of pictures in space, against what Plotly's own camera shows."""

import numpy as np
import pytest

from pages.figures.moving import unpack
from pages.figures.space import Space
from pages.figures.style import SIZES, stroke

SIZE = SIZES["normal"]
OWN = stroke("bce")
# A scene of 570 x 370 pixels, as Plotly reports the matrices of its first frame: columns of
# the camera's and of the lens's, for this eye, centre and box.
VIEW = np.array(
    [
        [0.7579580539, -0.2963118469, 0.5811186436, 0.0],
        [0.6523032949, 0.3443060193, -0.6752434943, 0.0],
        [0.0, 0.8908718508, 0.4542547143, 0.0],
        [0.0, 0.1336307776, -2.3754247652, 1.0],
    ]
)
LENS = np.diag([1.5671210843, 2.4142135624, -1.00002, 0.0])
LENS[2, 3], LENS[3, 2] = -1.0, -0.0200002
CAMERA = {"eye": {"x": 1.42, "y": -1.65, "z": 0.96}, "center": {"x": 0, "y": 0, "z": -0.15}}


def space():
    return Space(SIZE, "x", "y", "z", xlim=(-1, 3), ylim=(0, 5), zlim=(0, 2), alt="a hill")


def test_points_are_seen_where_plotly_draws_them():
    drawn = space()
    scene = drawn._layout["scene"]
    scene |= {"camera": CAMERA, "aspectratio": {"x": 1, "y": 1, "z": 0.7}}
    ends = np.array([scene[f"{axis}axis"]["range"] for axis in "xyz"])
    at = np.random.default_rng(1).uniform(*ends.T, size=(20, 3))
    place = ((at - ends[:, 0]) / np.ptp(ends, axis=1) - 0.5) * (1, 1, 0.7)
    clip = np.column_stack([place, np.ones(20)]) @ VIEW @ LENS
    screen = (0.5 + clip[:, :2] / clip[:, 3:] / 2) * (570, 370)
    seen = drawn.seen(at) * (1.5 * 370, 370) + ((570 - 1.5 * 370) / 2, 0)
    np.testing.assert_allclose(seen, screen, atol=0.05)


def test_what_stands_and_what_moves():
    drawn = space()
    drawn.dots([0], [1], [1], OWN, "still", label="here")
    drawn.dots(np.zeros((4, 1)), np.ones((4, 1)), np.ones((4, 1)), OWN, "moving")
    drawn.path([0, 1, 2], [0, 1, 2], [0, 1, np.inf], [1, 2, 3, 3], OWN, "path")
    moving, path = drawn.figure.layout.meta["moving"]
    assert unpack(moving["z"]).shape == (4, 1)
    assert path["count"] == [1, 2, 3, 3]
    assert np.isfinite(unpack(path["z"])).all()
    assert [trace.name for trace in drawn.figure.data] == ["still", "moving", "path"]
    assert [note.text for note in drawn.figure.layout.scene.annotations] == ["here"]


@pytest.mark.parametrize("marker", ["triangle-up", "star", "square"])
def test_markers_are_those_that_space_knows(marker):
    drawn = space()
    drawn.dots([0], [1], [1], type(OWN)(OWN.color, OWN.dash, marker), hollow=True)
    known = {"circle-open", "square-open", "diamond-open", "cross", "x"}
    assert drawn.figure.data[0].marker.symbol in known
