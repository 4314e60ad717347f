"""Values at infinity: linear programs over all divisions of the samples are the oracle."""

from itertools import product

import numpy as np
import pytest
from scipy.optimize import linprog

from core.comparison import compare_runs
from core.datasets import load
from core.infinity import MOST_POINTS, lowest_at_infinity
from core.losses import LOSSES
from core.objective import Objective
from core.optimizers import Finding, minimise
from core.step_size import endings, run_at_rates
from core.training import Settings

BCE, MSE, MAE = LOSSES["bce"], LOSSES["mse"], LOSSES["mae"]
BOUNDED = pytest.mark.parametrize("loss", [MSE, MAE], ids=["mse", "mae"])
FAR_OUT = ([0, 1, 2, 3, 4, 5, 100], [0, 0, 0, 1, 1, 1, 0])


def lowest(loss, X, y, ridge=0.0):
    return lowest_at_infinity(Objective.of(loss, X, y, ridge))


def lowest_division(loss, X, y):
    """Try every way to put samples on either side that some hyperplane makes."""
    A = np.column_stack([X, np.ones(len(y))])
    free = [(None, None)] * A.shape[1]
    best = np.inf
    for sides in product([-1, 1], repeat=len(y)):
        rows = -np.array(sides)[:, np.newaxis] * A
        found = linprog(np.zeros(A.shape[1]), A_ub=rows, b_ub=-np.ones(len(y)), bounds=free)
        if found.status == 0:
            best = min(best, loss.value(np.array(sides) * np.inf, y).mean())
    return best


@BOUNDED
@pytest.mark.parametrize("features", [1, 2])
def test_it_is_the_best_division_where_no_two_samples_share_a_place(loss, features):
    for seed in range(12):
        rng = np.random.default_rng(seed)
        X = rng.normal(size=(6, features))
        y = rng.integers(0, 2, size=6)
        assert lowest(loss, X, y) == pytest.approx(lowest_division(loss, X, y), abs=1e-12)


@BOUNDED
def test_samples_on_the_border_only_help(loss):
    """Samples that share a place or a line keep a logit; the value is attained in the limit."""
    for seed in range(20):
        rng = np.random.default_rng(seed)
        features = 1 + seed % 2
        X = rng.integers(0, 4, size=(6, features)).astype(float)
        y = rng.integers(0, 2, size=6) if seed % 4 < 2 else rng.random(6).round(1)
        found = lowest(loss, X, y)
        assert 0 <= found <= lowest_division(loss, X, y) + 1e-12


def test_the_example_of_one_sample_far_out():
    found = minimise(MSE, *FAR_OUT)
    assert found.finite
    assert found.loss == pytest.approx(0.1115, abs=5e-5)
    assert found.at_infinity == pytest.approx(1 / 14, rel=1e-12)
    assert found.finding is Finding.LOWER_AT_INFINITY
    far = Objective.of(MSE, *FAR_OUT).value(50 * np.array([1, -2.5]))
    assert far == pytest.approx(1 / 14, abs=1e-12)
    assert not Objective.of(MSE, *FAR_OUT).has_no_minimum


def test_a_mixed_pair_on_the_border_keeps_its_own_minimum():
    # Between 0 and 2 lie a 0 and a 1 at the same place: p = 1/2 costs 1/8 each, 0 or 1 costs 1/2.
    assert lowest(MSE, [0, 1, 1, 2], [0, 0, 1, 1]) == pytest.approx(2 / 8 / 4)
    plane = [[0, 0], [1, 5], [1, 5], [2, 0]]
    assert lowest(MSE, plane, [0, 0, 1, 0]) == pytest.approx(2 / 8 / 4)
    # Three in a row on the border of a plane: their best is that of one feature.
    row = [[0, 0], [1, 0], [2, 0], [0, 9], [1, 9], [0, -9], [1, -9]]
    labels = [0, 1, 0, 1, 1, 0, 0]
    assert lowest(MSE, row, labels) == pytest.approx(
        min(7 * lowest(MSE, row, labels), 3 * minimise(MSE, [0, 1, 2], [0, 1, 0]).loss, 0.5) / 7
    )


def test_soft_labels_have_their_own_limits():
    # Both sides cost a soft label something; alone on the border it costs nothing.
    assert lowest(MSE, [0, 1, 2], [0, 0.3, 1]) == pytest.approx(0, abs=1e-15)
    assert lowest(MSE, [0, 1, 1, 2], [0.2, 0, 0, 1]) == pytest.approx(0.5 * 0.2**2 / 4)
    assert lowest(BCE, [0, 1, 2], [0, 0.3, 1]) == pytest.approx(
        BCE.value(np.log(3 / 7), 0.3) / 3, rel=1e-12
    )


def test_unbounded_losses_are_infinite_unless_the_data_are_separable():
    assert lowest(BCE, *FAR_OUT) == np.inf
    assert lowest(LOSSES["focal"], [5.5, 4, 2.5, -5.5, 5], [0, 0, 0, 1, 1]) == np.inf
    assert lowest(BCE, [0, 1, 2, 3], [0, 0, 1, 1]) == 0
    assert lowest(LOSSES["hinge"], [0, 1, 2, 3], [0, 0, 1, 1]) == 0
    assert lowest(BCE, [0, 1, 1, 2], [0, 0, 1, 1]) == pytest.approx(np.log(2) / 2, rel=1e-12)


def test_a_ridge_leaves_only_the_bias_to_grow():
    assert lowest(MSE, [0, 1, 2], [0, 1, 1], ridge=0.1) == pytest.approx(1 / 6)
    assert lowest(BCE, [0, 1, 2], [0, 1, 1], ridge=0.1) == np.inf
    assert lowest(BCE, [0, 1, 2], [1, 1, 1], ridge=0.1) == 0


def test_what_is_not_searched_is_none():
    rng = np.random.default_rng(0)
    y = rng.integers(0, 2, size=MOST_POINTS + 1)
    assert lowest(MSE, rng.normal(size=(30, 3)), y[:30]) is None
    assert lowest(MSE, rng.normal(size=(len(y), 2)), y) is None
    assert lowest(MSE, rng.normal(size=len(y)), y) is not None
    found = minimise(MSE, rng.normal(size=(30, 3)), y[:30])
    assert found.at_infinity is None
    assert found.finding in (Finding.MINIMUM, Finding.UNKNOWN)


def test_features_that_are_one_are_searched_as_one():
    x, y = np.array(FAR_OUT[0], dtype=float), FAR_OUT[1]
    many = np.column_stack([x, 2 - 3 * x, np.full(7, 4.0), x / 7])
    assert lowest(MSE, many, y) == pytest.approx(1 / 14, rel=1e-12)


@pytest.mark.parametrize("move", [0.0, 2017.0, 1e6])
@pytest.mark.parametrize("slug", ["iris", "overlapping"])
def test_the_unit_does_not_matter(slug, move):
    data = load(slug)
    expected = lowest(MSE, data.X, data.y)
    assert lowest(MSE, 1e-3 * (data.X + move), data.y) == pytest.approx(expected, abs=1e-9)


def test_no_gradient_descent_ends_below():
    """Where a run of a bounded loss ends higher than at infinity, some run gets below its place."""
    for seed in range(20):
        rng = np.random.default_rng(seed)
        x, y = rng.normal(size=9), rng.integers(0, 2, size=9)
        objective, at_infinity = Objective.of(MSE, x, y), lowest(MSE, x, y)
        places = np.sort(x)
        borders = np.concatenate([places - 1e-4, places + 1e-4, [-50, 50]])
        ways = [np.array([s, -s * border]) for border in borders for s in (-1e6, 1e6)]
        reached = min(float(objective.value(way)) for way in ways)
        assert reached == pytest.approx(at_infinity, abs=1e-9)


def test_of_iris_half_squared_error_has_no_global_minimum_that_is_known():
    data = load("iris")
    found = minimise(MSE, data.X, data.y)
    assert found.finite
    assert found.finding is Finding.LOWER_AT_INFINITY
    # Three of the hundred on the wrong side of a line, each with 1/2.
    assert found.at_infinity == pytest.approx(3 / 100 / 2)
    assert found.loss > found.at_infinity
    assert minimise(BCE, data.X, data.y).finding is Finding.MINIMUM


@pytest.mark.parametrize("loss", [BCE, MSE, LOSSES["focal"]], ids=lambda loss: loss.slug)
def test_separable_data_are_called_so(loss):
    data = load("separable")
    found = minimise(loss, data.X, data.y)
    assert not found.finite
    assert found.finding is Finding.SEPARABLE
    assert found.at_infinity == 0


def test_a_plateau_is_unknown_or_lower_at_infinity_but_never_separable():
    y = [0, 1, 0, 1, 0, 1]
    found = minimise(MSE, [0, 1, 2, 3, 4, 5], y, start=[-400, 1000])
    assert not found.finite
    assert found.finding in (Finding.UNKNOWN, Finding.LOWER_AT_INFINITY)


def test_a_race_and_the_endings_say_why_there_is_no_minimum():
    zeros = [0, 0]
    slow, fast = compare_runs([MSE, BCE], *FAR_OUT, Settings(start=zeros, steps=50)).runs
    assert slow.finding is Finding.LOWER_AT_INFINITY
    assert slow.at_infinity == pytest.approx(1 / 14)
    assert slow.minima
    assert not slow.has_no_minimum
    assert fast.finding is Finding.MINIMUM
    lab = load("lab")
    assert all(
        run.finding is Finding.SEPARABLE
        for run in compare_runs([MSE, BCE], lab.X, lab.y, Settings(start=zeros, steps=50)).runs
    )
    runs = run_at_rates(MSE, *FAR_OUT, zeros, [0.01], steps=300)
    (ending,) = endings(MSE, *FAR_OUT, runs)
    assert ending.finding is Finding.LOWER_AT_INFINITY
    assert ending.minimum is not None
