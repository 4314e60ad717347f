"""The numbers of training and hold-out, against the functions of core."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from core.activations import sigmoid
from core.datasets import load
from core.evaluation import calibration, confidence, error_rate, log_loss, split
from core.losses import LOSSES
from core.objective import Objective
from core.optimizers import minimise
from core.training import Settings, fit
from pages.models import hold_out as model
from pages.models.hold_out import Choice

FIRST = Choice()
SMALL = Choice("overlapping", share=0.9)
RIDGE = Choice(drag="ridge")


@pytest.fixture(scope="module")
def trained():
    return model.train(FIRST)


@pytest.fixture(scope="module")
def ridged():
    return model.train(RIDGE)


def test_steps_are_whole_and_hold_the_round_ones():
    assert {1, 10, 100, 1000, 5000} <= set(model.STEPS.tolist())
    assert (np.diff(model.STEPS) > 0).all()
    assert model.STEPS[-1] == 5000


def test_every_step_is_that_of_the_run(trained):
    noisy = load("overlapping").with_noise(model.NOISE, 0)
    training, held_out = split(noisy, 0.3, seed=0)
    run = fit(
        *(LOSSES["bce"], training.X, training.y),
        Settings(start=np.zeros(28), learning_rate=1, steps=5000),
    )
    np.testing.assert_array_equal(trained.theta, run.theta[model.STEPS])
    for part, data in ((trained.training, training), (trained.held_out, held_out)):
        p = sigmoid(trained.theta[:, :-1] @ data.X.T + trained.theta[:, -1:])
        np.testing.assert_allclose(part.log_loss, log_loss(p, data.y), rtol=1e-6)
        np.testing.assert_array_equal(part.error_rate, error_rate(p, data.y))


def test_every_ridge_has_its_minimum(ridged):
    training, _ = model.divided(FIRST)
    for i in (0, 30, 60):
        found = minimise(LOSSES["bce"], training.X, training.y, ridge=10.0 ** model.POWERS[i])
        np.testing.assert_allclose(ridged.theta[i], found.theta, rtol=1e-5)


def test_lengths_are_those_of_the_weights_without_the_bias(trained):
    length = np.sqrt((trained.theta[:, :-1] ** 2).sum(axis=1))
    np.testing.assert_allclose(trained.lengths, length, rtol=1e-12)


def test_the_reliability_is_the_calibration_of_core(trained):
    for part in (trained.training, trained.held_out):
        predicted, observed, count = model.reliability(part)
        for i in (0, 20, 60, len(model.STEPS) - 1):
            found = calibration(part.p[i], part.y, model.BINS)
            bins = len(found.count)
            np.testing.assert_array_equal(predicted[i, :bins], found.predicted)
            np.testing.assert_array_equal(observed[i, :bins], found.observed)
            np.testing.assert_array_equal(count[i, :bins], found.count)
            assert (predicted[i, bins:] == predicted[i, bins - 1]).all()
            assert not count[i, bins:].any()


def test_the_verdict_goes_from_under_to_over_confident(trained):
    verdicts = model.verdicts(trained.held_out)
    changes = [verdicts[0], *(b for a, b in pairwise(verdicts) if a != b)]
    assert changes == ["under-confident", "no-gap", "over-confident"]
    found = confidence(trained.held_out.p[-1], trained.held_out.y)
    assert found.mean - found.accuracy > 2 * found.standard_error


def test_the_story_of_the_first_split(trained, ridged):
    """Every number that the text tells of it."""
    assert trained.end == "minimum"
    assert trained.optimum_length == pytest.approx(trained.lengths[-1], rel=0.01)
    losses = trained.held_out.log_loss
    assert model.STEPS[trained.best] == 13
    assert ridged.strengths[ridged.best] == pytest.approx(0.04, abs=5e-4)
    assert trained.lengths[trained.best] == pytest.approx(2.07, abs=5e-3)
    assert ridged.lengths[ridged.best] == pytest.approx(1.98, abs=6e-3)
    assert losses[trained.best] == pytest.approx(0.368, abs=5e-4)
    assert ridged.held_out.log_loss[ridged.best] == pytest.approx(0.373, abs=6e-4)
    assert losses[-1] > 2 * losses[trained.best]
    assert losses[-1] > np.log(2)
    assert (np.diff(trained.training.log_loss) < 0).all()


def test_no_minimum_is_told_with_its_reason():
    """Separable, a loss that comes to rest, and a minimum that only Newton's method has seen."""
    assert model.train(SMALL).end == "separable"
    assert model.train(replace(SMALL, loss="hinge")).end == "at-rest"
    assert model.train(replace(FIRST, loss="hinge")).end == "kinks"
    plain = model.train(replace(SMALL, share=0.3, loss="mae"))
    assert (plain.end, np.isnan(plain.optimum_length)) == ("lower-at-infinity", True)


def test_the_state_is_that_of_the_run(trained):
    assert model.status(trained, len(model.STEPS) - 1) == "converged"
    assert model.status(model.train(SMALL), len(model.STEPS) - 1) == "no-finite-optimum"


def test_a_ridge_is_at_a_minimum_where_newton_has_proven_one(ridged):
    assert {model.status(ridged, i) for i in (0, 30, 60)} == {"at-minimum"}
    beside = replace(ridged, theta=ridged.theta + 100.0, choice=replace(RIDGE, loss="mae"))
    assert model.status(beside, 0) == "not-found"


def test_a_step_decays_the_weights():
    training, _ = split(load("iris"), 0.5, seed=1)
    start, rate, ridge = np.array([1.0, -2.0, 0.5]), 0.3, 0.2
    run = fit(
        *(LOSSES["bce"], training.X, training.y),
        Settings(start=start, learning_rate=rate, steps=1, ridge=ridge),
    )
    slope = Objective.of(LOSSES["bce"], training.X, training.y).gradient(start)
    decay = np.array([1 - rate * ridge, 1 - rate * ridge, 1])
    np.testing.assert_allclose(run.theta[1], decay * start - rate * slope, rtol=1e-12)


def test_an_early_stop_is_a_strong_ridge():
    training, _ = split(load("overlapping"), 0.5, seed=0)
    rate, k = 1e-4, 10
    run = fit(
        *(LOSSES["bce"], training.X, training.y),
        Settings(start=[0, 0, 0], learning_rate=rate, steps=k),
    )
    ridge = minimise(LOSSES["bce"], training.X, training.y, ridge=1 / (rate * k))
    np.testing.assert_allclose(run.theta[-1][:2], ridge.theta[:2], rtol=2e-3)


def test_of_one_direction_descent_and_ridge_reach_what_the_text_says():
    curvature, rate, target, k, ridge = 0.7, 0.3, 2.0, 9, 0.4
    w = 0.0
    for _ in range(k):
        w -= rate * curvature * (w - target)
    assert w == pytest.approx((1 - (1 - rate * curvature) ** k) * target)
    w = curvature / (curvature + ridge) * target
    assert curvature * (w - target) + ridge * w == pytest.approx(0)


def test_only_what_can_be_divided_and_trained_is_offered():
    assert "nielsen" not in model.divisible()
    assert {"lab", "trap", "iris", "breast-cancer", "separable"} <= set(model.divisible())
    assert model.trainable("step") == list(LOSSES)
    assert model.trainable("ridge") == [slug for slug, loss in LOSSES.items() if loss.smooth]
