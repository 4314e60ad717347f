"""The optimum does not depend on the features' units: years, populations and nanometres alike."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from core.datasets import load
from core.landscape import stationary_points
from core.linear_output import fit_linear_output
from core.losses import LINEAR_SQUARED_ERROR, LOSSES
from core.objective import Objective
from core.optimizers import Finding, minimise
from core.point_status import PointStatus, point_status
from core.separability import separating_direction
from core.training import Settings, fit

BCE, MSE = LOSSES["bce"], LOSSES["mse"]
SMOOTH = [loss for loss in (*LOSSES.values(), LINEAR_SQUARED_ERROR) if loss.is_smooth([0, 1])]
EVERY = pytest.mark.parametrize("loss", SMOOTH, ids=lambda loss: loss.slug)

YEARS = (
    """
    2012 2018 2018 2015 2012 2015 2016 2013 2012 2012 2012 2013 2014 2015 2017 2014 2022 2013
    2017 2018 2012 2015 2016 2014 2012 2016 2013 2014 2019 2015 2012 2012 2012 2016 2017 2014
    2016 2015 2013 2013 2013 2015
    """,
    """
    2020 2022 2022 2020 2024 2019 2017 2024 2020 2021 2015 2015 2024 2023 2022 2020 2020 2020
    2020 2024 2019 2023 2023 2020 2023 2016 2023 2023 2023 2022 2021 2022 2018 2024 2018 2022
    2016 2021
    """,
)
POPULATIONS = (
    """
    510432 596834 605971 411343 573668 576862 522202 527707 531025 612700 552396 479185 514793
    595656 544132 548797 584146 508044 515648 488773 542098 493992 642415 391093 494336 641823
    501587 594107 541289 573623 493905 603112 659050 489564 578609 569573 476092 499994 466756
    616872 596513 523953 556698 567351 565157
    """,
    """
    701025 607433 642171 605583 667470 544331 659662 684999 695586 636949 671150 675755 766958
    583335 548827 761220 683024 636581 741675 642850 606206 543506 542861 596428 669689 586442
    748760 695889 690949 705332 562889 544975 568473 595783 630958
    """,
)


def table(columns):
    """Read one feature of each class as (x, y)."""
    parts = [np.array(column.split(), dtype=float) for column in columns]
    return np.concatenate(parts), np.repeat([0.0, 1.0], [len(part) for part in parts])


def data_in_two_units(seed, most_features=2):
    """Features of spread 1, the same in another unit to the last bit, and labels that overlap.

    Powers of 2 keep every bit: what the offset has rounded away is missing in both.
    """
    rng = np.random.default_rng(seed)
    n, d = rng.integers(8, 40), rng.integers(1, most_features + 1)
    scale = 2.0 ** rng.integers(-40, 41, size=d) * rng.choice([-1, 1], size=d)
    offset = 2.0 ** rng.integers(0, 31, size=d)
    moved = scale * (offset + rng.normal(size=(n, d)))
    plain = moved / scale - offset
    while True:
        noise = rng.logistic(size=n)
        y = (plain @ rng.normal(size=d) + noise > rng.normal()).astype(float)
        if separating_direction(plain, y) is None:
            return plain, moved, y, scale, offset


def assert_same_logits(plain, moved, found, expected, offset):
    """Compare logits to 1e-9, and to what an offset costs where they are computed.

    Each term w x and their sum are rounded, with the size of the offset.
    """
    ours = moved @ found[:-1] + found[-1]
    theirs = plain @ expected[:-1] + expected[-1]
    size = np.abs(expected[:-1]) @ (offset + np.abs(plain).max(axis=0)) + np.abs(expected[-1])
    allowed = 1e-9 + len(expected) * np.finfo(float).eps * size
    assert np.abs(ours - theirs).max() <= allowed


@EVERY
def test_newtons_minimum(loss):
    for seed in range(80):
        plain, moved, y, _, offset = data_in_two_units(seed)
        expected, found = minimise(loss, plain, y), minimise(loss, moved, y)
        assert (found.finite, found.unique) == (expected.finite, expected.unique)
        assert found.finding is expected.finding
        assert found.loss == pytest.approx(expected.loss, rel=1e-9)
        if expected.finite:
            assert_same_logits(plain, moved, found.theta, expected.theta, offset)


@EVERY
def test_where_bfgs_arrives(loss):
    # The last four stall where the loss counts as level only within one rounding.
    for seed in (*range(30), 83, 271, 293, 388):
        plain, moved, y, _, offset = data_in_two_units(seed)
        zeros = np.zeros(plain.shape[1] + 1)
        expected, found = (
            fit(loss, X, y, Settings(start=zeros, optimizer="bfgs", steps=100))
            for X in (plain, moved)
        )
        assert found.status == expected.status
        if expected.status == "converged":
            assert_same_logits(plain, moved, found.theta[-1], expected.theta[-1], offset)
            best = minimise(loss, plain, y, expected.theta[-1]).theta
            assert_same_logits(plain, plain, expected.theta[-1], best, 0 * offset)


@pytest.mark.parametrize("loss", SMOOTH, ids=lambda loss: loss.slug)
def test_stationary_points(loss):
    for seed in range(8):
        plain, moved, y, scale, offset = data_in_two_units(seed, most_features=1)
        steepest, farthest = 8 / abs(scale[0]), 8 * (1 + offset[0])
        expected = stationary_points(loss, plain, y, [-8, 8], [-8, 8])
        found = stationary_points(loss, moved, y, [-steepest, steepest], [-farthest, farthest])
        for point in expected:
            (same,) = (p for p in found if abs(p.loss - point.loss) < 1e-9)
            assert same.kind == point.kind
            assert_same_logits(plain, moved, same.theta, point.theta, offset)


@pytest.mark.parametrize("loss", SMOOTH, ids=lambda loss: loss.slug)
def test_a_ridge_is_changed_with_the_unit(loss):
    for seed in range(20):
        plain, moved, y, scale, offset = data_in_two_units(seed, most_features=1)
        expected = minimise(loss, plain, y, ridge=0.05)
        found = minimise(loss, moved, y, ridge=0.05 * scale[0] ** 2)
        assert found.finite == expected.finite
        # The bias of absolute error is free to run away.
        assert expected.finite or loss.slug == "mae"
        if expected.finite:
            assert_same_logits(plain, moved, found.theta, expected.theta, offset)


def test_the_linear_output():
    for seed in range(80):
        plain, moved, y, _, offset = data_in_two_units(seed)
        found, expected = fit_linear_output(moved, y), fit_linear_output(plain, y)
        assert found.unique
        assert_same_logits(plain, moved, found.theta, expected.theta, offset)


def test_scikit_learn_agrees_on_standardised_features():
    for seed in range(20):
        plain, moved, y, _, _ = data_in_two_units(seed)
        standardised = (plain - plain.mean(axis=0)) / plain.std(axis=0)
        oracle = LogisticRegression(C=np.inf, solver="newton-cholesky", tol=1e-12, max_iter=1000)
        oracle.fit(standardised, y)
        theta = minimise(BCE, moved, y).theta
        logits = moved @ theta[:-1] + theta[-1]
        size = np.abs(theta[:-1]) @ np.abs(moved).max(axis=0)
        np.testing.assert_allclose(
            logits, oracle.decision_function(standardised), rtol=0, atol=1e-6 + 1e-15 * size
        )


@pytest.mark.parametrize("columns", [YEARS, POPULATIONS], ids=["years", "populations"])
@EVERY
def test_years_and_populations_as_they_are(loss, columns):
    x, y = table(columns)
    standardised = (x - x.mean()) / x.std()
    found, expected = minimise(loss, x, y), minimise(loss, standardised, y)
    assert (found.finite, found.finding) == (expected.finite, expected.finding)
    assert found.loss == pytest.approx(expected.loss, rel=1e-12)
    for X in (x, standardised):
        run = fit(loss, X, y, Settings(start=[0, 0], optimizer="bfgs", steps=100))
        if loss.convex:
            assert run.status == "converged"
            assert run.loss[-1] == pytest.approx(found.loss, rel=1e-12)


def test_the_years_have_a_minimum_where_the_border_is():
    x, y = table(YEARS)
    found = minimise(BCE, x, y)
    assert found.finding is Finding.MINIMUM
    assert x.min() < -found.theta[1] / found.theta[0] < x.max()


def test_the_status_of_a_point():
    for seed in range(20):
        plain, moved, y, scale, offset = data_in_two_units(seed)
        theta = minimise(BCE, plain, y).theta + 0.5
        other = np.append(theta[:-1] / scale, theta[-1] - theta[:-1] @ offset)
        near, there = (Objective.of(BCE, X, y) for X in (plain, moved))
        for objective, point in ((near, theta), (there, other)):
            assert point_status(objective, point, 1.0) is PointStatus.SLOPE
        for X, objective in ((plain, near), (moved, there)):
            if offset.max() < 1e6:
                assert (
                    point_status(objective, minimise(BCE, X, y).theta, 1.0) is PointStatus.MINIMUM
                )


def test_one_sample_far_out_does_not_hide_the_others():
    rng = np.random.default_rng(0)
    x = rng.normal(size=40)
    y = (x + rng.logistic(size=40) > 0).astype(float)
    expected = minimise(BCE, x, y)
    for far in (1e2, 1e4, 1e6):
        found = minimise(BCE, np.append(x, far), np.append(y, 1))
        assert found.finite
        assert found.unique
        np.testing.assert_allclose(found.theta, expected.theta, rtol=1e-6)


def test_nearly_equal_columns():
    data = load("overlapping")
    for gap in (1e-2, 1e-4, 1e-6):
        X = np.column_stack([data.X[:, 0], data.X[:, 0] + gap * data.X[:, 1]])
        found, expected = minimise(BCE, X, data.y), minimise(BCE, data.X, data.y)
        assert found.finite
        assert found.unique
        # The difference of the columns is known to 1e-16 / gap.
        assert found.loss == pytest.approx(expected.loss, abs=1e-15 / gap)
