"""The status of points whose kind is known."""

import numpy as np
import pytest

from core.datasets import load
from core.losses import LOSSES
from core.objective import Objective
from core.optimizers import minimise
from core.point_status import PointStatus, point_status


def judged(slug, loss, theta, first_error=1.0, ridge=0.0):
    data = load(slug)
    objective = Objective.of(LOSSES[loss], data.X, data.y, ridge=ridge)
    return point_status(objective, np.asarray(theta, dtype=float), first_error)


@pytest.mark.parametrize(
    ("slug", "loss", "theta", "kind"),
    [
        ("trap", "bce", minimise(LOSSES["bce"], load("trap").X, load("trap").y).theta, "minimum"),
        ("trap", "mse", [0.643, -3.849], "slope"),
        ("trap", "bce", [2, -6], "slope"),
        ("nielsen", "mse", [8, 8], "plateau"),
        ("nielsen", "bce", [8, 8], "slope"),
        ("lab", "bce", [40, -100], "endless"),
        ("lab", "mse", [-40, 100], "plateau"),
    ],
)
def test_known_places(slug, loss, theta, kind):
    assert judged(slug, loss, theta) == PointStatus(kind)


def test_both_minima_of_the_trap_are_minima():
    trap = load("trap")
    for near in ([0.643, -3.849], [-0.290, 0.064]):
        theta = minimise(LOSSES["mse"], trap.X, trap.y, near).theta
        assert judged("trap", "mse", theta) is PointStatus.MINIMUM


def test_with_a_ridge_separable_data_have_a_minimum():
    lab = load("lab")
    theta = minimise(LOSSES["bce"], lab.X, lab.y, ridge=0.01).theta
    assert judged("lab", "bce", theta, ridge=0.01) is PointStatus.MINIMUM
