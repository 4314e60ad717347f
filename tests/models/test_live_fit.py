"""The runs of the live fit and what is known of them, without pictures."""

import numpy as np
import pytest

from core.comparison import compare_runs
from core.datasets import load
from core.initial import preset_start
from core.landscape import plane_coordinates
from core.losses import LOSSES
from core.training import Settings
from pages.models import live_fit as model
from pages.models.live_fit import Choice
from pages.models.live_fit_plane import farthest_from_plane, fields

TRAP = load("trap")


def chosen(**settings):
    start = tuple(preset_start("mild", TRAP.X, TRAP.y, TRAP.slug).tolist())
    return Choice(start, **settings)


@pytest.mark.parametrize("steps", [1, 2, 199, 200, 201, 500, 5000])
@pytest.mark.parametrize("switch", [None, 1, 37, 4999])
def test_frames_are_few_and_hold_start_switch_and_end(steps, switch):
    switch = switch and min(switch, steps)
    shown = model.frames(steps, switch)
    assert len(shown) <= model.MOST_FRAMES
    assert (shown[0], shown[-1]) == (0, steps)
    assert switch is None or switch in shown
    assert (np.diff(shown) > 0).all()


def test_the_runs_are_those_of_core():
    choice = chosen(losses=("focal", "mse"), rate=0.3, steps=30, switch=(9, "bce"))
    result = model.compare(TRAP, choice)
    expected = compare_runs(
        [LOSSES["focal"], LOSSES["mse"]],
        TRAP.X,
        TRAP.y,
        Settings(start=choice.start, learning_rate=0.3, steps=30, switch=(9, LOSSES["bce"])),
    )
    for one, other in zip(result.runs, expected.runs, strict=True):
        np.testing.assert_array_equal(one.history.theta, other.history.theta)
        assert one.later == other.later


@pytest.mark.parametrize("slug", ["breast-cancer", "trap"])
def test_both_fields_share_a_window_that_holds_the_paths(slug):
    data = load(slug)
    start = tuple(preset_start("mild", data.X, data.y, slug).tolist())
    result = model.compare(data, Choice(start, steps=40))
    shown = model.frames(40, None)
    first, second = fields(result, shown)
    np.testing.assert_array_equal(first.first, second.first)
    np.testing.assert_array_equal(first.second, second.second)
    for field, run in zip((first, second), result.runs, strict=True):
        flat = plane_coordinates(run.history.theta, result.plane)
        np.testing.assert_array_equal(field.path, np.stack([flat.first, flat.second], axis=1))
        assert ((field.path > (field.first[0], field.second[0])).all(axis=1)).all()
        assert ((field.path < (field.first[-1], field.second[-1])).all(axis=1)).all()
        assert len(field.minima) == len(run.minima)
        assert field.height.min() == 0


def test_with_one_feature_no_path_leaves_the_plane():
    assert farthest_from_plane(model.compare(TRAP, chosen(steps=20))) == 0


def test_the_loss_with_kinks_is_found_before_and_after_a_switch():
    for settings in ({"losses": ("hinge", "bce")}, {"switch": (3, "hinge")}):
        result = model.compare(TRAP, chosen(optimizer="newton", steps=5, **settings))
        assert result.runs[0].refusal
        assert model.kinked(result.runs[0], TRAP.y).slug == "hinge"
