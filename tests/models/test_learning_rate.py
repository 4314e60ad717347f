"""One run at many learning rates, against the functions of core."""

import numpy as np
import pytest

from pages.models import learning_rate as model
from pages.models.learning_rate import Choice


def test_the_minimum_is_the_one_a_safe_rate_leads_to():
    choice = Choice("mse", "trap", "saturated")
    trapped = model.study(choice, model.run(choice))
    np.testing.assert_allclose(trapped.minimum.theta, [0.643, -3.849], atol=5e-4)
    assert trapped.local == pytest.approx(2.90, abs=5e-3)


def test_rates_are_round_and_rising():
    for scale in (0.013, 0.367, 8.0, 26.0):
        each = model.rate_grid(scale)
        assert (np.diff(each) > 0).all()
        assert 0.1 * scale <= each[0] <= 0.12 * scale
        assert 14 * scale <= each[-1] <= 16 * scale
        np.testing.assert_array_equal(each, [float(f"{rate:.1e}") for rate in each])
        np.testing.assert_array_equal(each, each.round(model.decimals(each[0])))


@pytest.mark.parametrize("feature", model.FEATURES)
def test_the_window_shows_the_start_the_minimum_and_the_tame_runs(feature):
    choice = Choice("bce", "iris", "mild", feature)
    seen = model.study(choice, model.run(choice))
    run = model.path(seen)
    low, high = np.array([[run.u[0], run.v[0]], [run.u[-1], run.v[-1]]])
    for points in (run.start, run.minimum, run.first[model.tame(seen, 1.5)]):
        assert (low < points).all()
        assert (points < high).all()
    assert run.height.min() == 0
