"""What the pages about the overview teach, computed."""

import pytest

from core.activations import sigmoid
from core.datasets import load
from core.losses import LOSSES
from core.training import fit
from tests.claims.registry import claim

BCE, MSE = LOSSES["bce"], LOSSES["mse"]


@claim("overview", "times as hard")
def confidently_wrong_cross_entropy_pushes_22_000_times_as_hard():
    assert BCE.gradient(-10.0, 1.0) / MSE.gradient(-10.0, 1.0) == pytest.approx(22_000, rel=0.01)


@claim("overview", "hardly pushes where the answer is confidently wrong")
def from_a_bad_start_squared_error_stands_still():
    data = load("nielsen")
    way = {"start": [2.0, 2.0], "learning_rate": 0.15, "steps": 60}
    fast, slow = (fit(loss, data.X, data.y, **way).theta[-1].sum() for loss in (BCE, MSE))
    assert sigmoid(4.0) == pytest.approx(0.98, abs=0.005)
    assert sigmoid(fast) < 0.1
    assert sigmoid(slow) > 0.97
