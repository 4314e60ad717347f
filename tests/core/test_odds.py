"""Loss surfaces from odds against the plain mean over samples, and where that way is closed."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.landscape import loss_surface, plane_surface
from core.losses import LOSSES
from core.objective import Objective
from core.odds import grid_means

IN_ODDS = [loss for loss in LOSSES.values() if loss.margin_form and loss.margin_form.odds]
numbers = st.floats(-3, 3)
samples = st.lists(st.tuples(numbers, numbers, st.integers(0, 1)), min_size=1, max_size=40)


def means(objective, origin, u, v, first, second):
    """Mean losses point by point: the plain form."""
    return np.array([[objective.value(origin + a * u + b * v) for a in first] for b in second])


def test_the_losses_of_the_surface_page_take_the_fast_way():
    assert {loss.slug for loss in IN_ODDS} == {"bce", "mse", "mae"}


@pytest.mark.parametrize("loss", IN_ODDS, ids=lambda loss: loss.slug)
@settings(deadline=None, derandomize=True, max_examples=60)
@given(rows=samples, size=st.sampled_from([0.1, 1.0, 10.0, 18.0]))
def test_every_digit_is_that_of_the_plain_form(loss, rows, size):
    table = np.array(rows)
    objective = Objective.of(loss, table[:, :2], table[:, 2])
    origin, u, v = np.array([0.3, -0.2, 0.1]), np.array([1.0, 0.5, 0.0]), np.array([-0.5, 1.0, 1.0])
    first, second = size * np.linspace(-1, 1, 5), size * np.linspace(-1, 1, 4)
    fast = grid_means(objective, origin, u, v, first, second)
    np.testing.assert_allclose(fast, means(objective, origin, u, v, first, second), rtol=1e-12)


def test_tiny_losses_keep_their_digits():
    """Separable and far out: one sample's loss is exp(-40), beside which 1 swallows it."""
    surface = loss_surface(LOSSES["bce"], [1.0, -1.0, 2.0], [1, 0, 1], [39.0, 40.0], [0.0, 1e-9])
    assert surface[0, 1] == pytest.approx((2 * np.exp(-40.0) + np.exp(-80.0)) / 3, rel=1e-13)


@pytest.mark.parametrize("slug", ["bce", "mse", "mae"])
def test_what_the_fast_way_does_not_take_goes_the_plain_one(slug):
    w, b = np.eye(2)
    axes = np.array([-1.0, 1.0]), np.array([0.0, 1.0])
    X, hard, soft = [[1.0], [2.0]], [0, 1], [0.3, 1]
    for labels, scale, ridge in ((soft, 1.0, 0.0), (hard, 400.0, 0.0), (hard, 1.0, 0.1)):
        objective = Objective.of(LOSSES[slug], X, labels, ridge)
        assert grid_means(objective, np.zeros(2), scale * w, b, *axes) is None
    far = Objective.of(LOSSES[slug], X, hard)
    surface = plane_surface(LOSSES[slug], X, hard, np.zeros(2), 400.0 * w, b, *axes)
    np.testing.assert_array_equal(surface, means(far, np.zeros(2), 400.0 * w, b, *axes))


def test_hundreds_of_samples_do_not_overflow_their_product():
    rng = np.random.default_rng(0)
    x, y = rng.normal(0, 20, 501), (rng.random(501) < 0.5).astype(float)
    w, b = np.linspace(-4, 4, 7), np.linspace(-9, 9, 5)
    objective = Objective.of(LOSSES["bce"], x, y)
    plain = means(objective, np.zeros(2), *np.eye(2), w, b)
    np.testing.assert_allclose(loss_surface(LOSSES["bce"], x, y, w, b), plain, rtol=1e-12)
