"""Judging predictions, with scikit-learn as the oracle."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.calibration import calibration_curve
from sklearn.linear_model import LinearRegression
from sklearn.metrics import accuracy_score, brier_score_loss
from sklearn.metrics import log_loss as sklearn_log_loss
from sklearn.model_selection import PredefinedSplit, StratifiedShuffleSplit, cross_val_predict
from sklearn.preprocessing import StandardScaler

from core.datasets import load
from core.evaluation import (
    brier_score,
    calibration,
    confidence,
    cross_fitted,
    error_rate,
    log_loss,
    split,
    stratified_folds,
)
from core.linear_output import fit_linear_output
from core.losses import LOSSES
from tests.core.helpers import NOT_REAL_NUMBERS

SCORES = [log_loss, brier_score, error_rate]


@pytest.fixture
def predictions():
    """Predictions that are a little too bold, and their labels."""
    generator = np.random.default_rng(7)
    p = generator.random(400) ** 2
    return p, (generator.random(400) < 0.2 + 0.6 * p).astype(float)


def test_scores_are_those_of_scikit_learn(predictions):
    p, y = predictions
    assert log_loss(p, y) == pytest.approx(sklearn_log_loss(y, p), rel=1e-12)
    assert brier_score(p, y) == pytest.approx(brier_score_loss(y, p), rel=1e-12)
    assert error_rate(p, y) == pytest.approx(1 - accuracy_score(y, p >= 0.5), rel=1e-12)


@pytest.mark.parametrize("score", SCORES)
def test_scores_broadcast_over_rows(score, predictions):
    p, y = predictions
    rows = np.array([p, p[::-1], np.full_like(p, 0.5)])
    assert score(rows, y) == pytest.approx([float(score(row, y)) for row in rows])


def test_certain_and_wrong_costs_infinity_and_certain_and_right_nothing():
    assert log_loss([0.0, 0.5], [1, 1]) == np.inf
    assert log_loss([1.0, 0.0], [1, 0]) == 0
    assert brier_score([1.0, 0.0], [0, 1]) == 1


def test_log_loss_is_the_loss_that_is_trained():
    z, y = np.linspace(-9, 9, 41), np.tile([0.0, 1.0, 0.3], 14)[:41]
    assert log_loss(1 / (1 + np.exp(-z)), y) == pytest.approx(
        LOSSES["bce"].value(z, y).mean(), rel=1e-12
    )


def test_one_half_is_class_one():
    assert error_rate([0.5, 0.5, 0.5], [1, 1, 0]) == pytest.approx(1 / 3)


@pytest.mark.parametrize("bins", [1, 5, 10, 17])
def test_calibration_is_that_of_scikit_learn(predictions, bins):
    p, y = predictions
    observed, predicted = calibration_curve(y, p, n_bins=bins)
    found = calibration(p, y, bins)
    assert found.predicted == pytest.approx(predicted)
    assert found.observed == pytest.approx(observed)
    assert found.count.sum() == len(p)


def test_borders_belong_to_the_upper_bin_and_empty_bins_are_left_out():
    found = calibration([0.0, 0.5, 0.6, 1.0], [0, 1, 0, 1], bins=4)
    assert found.predicted.tolist() == [0, 0.55, 1]
    assert found.count.tolist() == [1, 2, 1]


def test_confidence_and_accuracy_agree_where_labels_are_drawn_as_predicted():
    generator = np.random.default_rng(11)
    p = generator.random(300)
    y = (generator.random((4000, 300)) < p).astype(float)
    found = confidence(np.broadcast_to(p, y.shape), y)
    assert found.mean == pytest.approx(np.maximum(p, 1 - p).mean())
    assert found.accuracy.mean() == pytest.approx(found.mean[0], abs=2e-3)
    assert found.accuracy.std() == pytest.approx(found.standard_error[0], rel=0.05)


def test_certain_and_half_wrong_is_over_confident_beyond_chance():
    found = confidence([1.0, 1.0, 0.0, 0.0], [1, 0, 0, 1])
    assert (found.mean, found.accuracy, found.standard_error) == (1, 0.5, 0)


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1), st.integers(1, 20))
def test_bins_keep_the_means(pairs, bins):
    p, y = np.array(pairs).T
    found = calibration(p, y, bins)
    assert found.count @ found.predicted / len(p) == pytest.approx(p.mean())
    assert found.count @ found.observed / len(p) == pytest.approx(y.mean())


@pytest.mark.parametrize("score", [*SCORES, calibration, confidence])
@pytest.mark.parametrize("wrong", NOT_REAL_NUMBERS.values(), ids=NOT_REAL_NUMBERS)
def test_no_numbers_are_refused(score, wrong):
    with pytest.raises(ValueError, match="p must"):
        score(wrong, [0, 1])
    with pytest.raises(ValueError, match="y must"):
        score([0.2, 0.3], wrong)


@pytest.mark.parametrize("score", [*SCORES, calibration, confidence])
@pytest.mark.parametrize(
    ("p", "y", "words"),
    [
        ([0.5, 1.5], [0, 1], r"p must lie in \[0, 1\]; got 1.5"),
        ([0.5, 0.5], [0, -1], r"y must lie in \[0, 1\]; got -1.0"),
        ([0.5, 0.5], [0, 1, 1], r"shapes \(2,\) and \(3,\)"),
        (0.5, 1, r"shapes \(\) and \(\)"),
        ([], [], r"shapes \(0,\) and \(0,\)"),
    ],
)
def test_misfits_are_named(score, p, y, words):
    with pytest.raises(ValueError, match=words):
        score(p, y)


def test_calibration_refuses_rows_and_no_bins():
    with pytest.raises(ValueError, match=r"shapes \(1, 2\) and \(2,\)"):
        calibration([[0.2, 0.4]], [0, 1])
    with pytest.raises(ValueError, match="bins must be a whole number from 1 to 1000; got 0"):
        calibration([0.2, 0.4], [0, 1], bins=0)


@pytest.mark.parametrize("slug", ["iris", "breast-cancer", "lab", "separable", "flipped"])
@pytest.mark.parametrize("share", [0.1, 0.3, 0.5])
def test_split_is_stratified_and_loses_nobody(slug, share):
    data = load(slug)
    train, held_out = split(data, share, seed=3)
    rows = [part.offset + part.scale * part.X for part in (train, held_out)]
    everyone = data.offset + data.scale * data.X
    assert np.allclose(np.sort(np.concatenate(rows), axis=0), np.sort(everyone, axis=0))
    for label in (0, 1):
        members = (data.y == label).sum()
        assert (held_out.y == label).sum() == max(1, round(share * members))
    if slug != "lab":
        (_, drawn), *_ = StratifiedShuffleSplit(1, test_size=share).split(data.X, data.y)
        assert abs(len(drawn) - len(held_out.y)) <= 1


def test_units_come_from_the_training_part_only():
    train, held_out = split(load("breast-cancer"), 0.3, seed=1)
    raw_train, raw_held_out = split(load("breast-cancer", standardise=False), 0.3, seed=1)
    scaler = StandardScaler().fit(raw_train.X)
    np.testing.assert_allclose(train.X, scaler.transform(raw_train.X))
    np.testing.assert_allclose(held_out.X, scaler.transform(raw_held_out.X))
    assert train.offset == pytest.approx(scaler.mean_)
    assert held_out.scale == pytest.approx(scaler.scale_)


def test_data_in_original_units_stay_in_them():
    train, held_out = split(load("lab"), 0.3, seed=0)
    assert sorted([*train.X[:, 0], *held_out.X[:, 0]]) == [0, 1, 2, 3, 4, 5]


def test_seeds_draw_the_same_examples_again_and_others_others():
    first, again, other = (split(load("iris"), 0.3, seed)[1].X for seed in (5, 5, 6))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_split_does_not_change_the_data():
    data = load("iris")
    X, y = data.X.copy(), data.y.copy()
    split(data, 0.5, seed=0)
    assert np.array_equal(data.X, X)
    assert np.array_equal(data.y, y)


@pytest.mark.parametrize("share", [0, 1, -0.1, 2, float("nan"), [0.2], "0.2"])
def test_shares_outside_are_refused(share):
    with pytest.raises(ValueError, match="share must"):
        split(load("iris"), share, seed=0)


@pytest.mark.parametrize("seed", [-1, 0.5, None])
def test_seeds_are_whole_numbers(seed):
    with pytest.raises(ValueError, match="seed must"):
        split(load("iris"), 0.3, seed)


def test_a_class_of_one_is_refused():
    with pytest.raises(ValueError, match="two examples of class 0; got 1"):
        split(load("nielsen"), 0.3, seed=0)


# Cross-fitting


def line(X, y, held_out):
    """Fit a line and answer with it."""
    theta = fit_linear_output(X, y).theta
    return held_out @ theta[:-1] + theta[-1]


@given(
    labels=st.lists(st.sampled_from([0.0, 1.0]), min_size=2, max_size=60),
    folds=st.integers(2, 12),
    seed=st.integers(0, 5),
)
def test_folds_share_the_examples_and_each_class_evenly(labels, folds, seed):
    folds = min(folds, len(labels))
    y = np.array(labels)
    fold = stratified_folds(y, folds, seed)
    for members in (fold, fold[y == 0], fold[y == 1]):
        assert np.ptp(np.bincount(members, minlength=folds)) <= 1
    assert np.array_equal(fold, stratified_folds(y, folds, seed))


def test_other_seeds_deal_other_folds():
    y = load("iris").y
    assert not np.array_equal(stratified_folds(y, seed=1), stratified_folds(y, seed=2))


@pytest.mark.parametrize("slug", ["iris", "breast-cancer", "lab"])
def test_cross_fitted_answers_are_those_of_scikit_learn(slug):
    data = load(slug)
    fold = stratified_folds(data.y, 3, seed=7)
    theirs = cross_val_predict(LinearRegression(), data.X, data.y, cv=PredefinedSplit(fold))
    np.testing.assert_allclose(cross_fitted(line, data.X, data.y, fold), theirs, atol=1e-12)


def test_no_model_has_seen_the_label_it_answers_for():
    data = load("iris")
    fold = stratified_folds(data.y)
    answers = cross_fitted(line, data.X, data.y, fold)
    for each in range(5):
        other = np.where(fold == each, 1 - data.y, data.y)
        changed = cross_fitted(line, data.X, other, fold)
        assert np.array_equal(changed[fold == each], answers[fold == each])
        assert not np.allclose(changed[fold != each], answers[fold != each])


def test_several_models_answer_at_once():
    data = load("iris")
    fold = stratified_folds(data.y)
    both = cross_fitted(lambda *a: np.stack([line(*a), 1 - line(*a)]), data.X, data.y, fold)
    assert both.shape == (2, 100)
    np.testing.assert_allclose(both.sum(axis=0), 1)


def test_one_fold_and_unequal_rows_are_refused():
    with pytest.raises(ValueError, match="at least two folds; got 1"):
        cross_fitted(line, [[0.0], [1.0]], [0, 1], [3, 3])
    with pytest.raises(ValueError, match="n rows each"):
        cross_fitted(line, [[0.0], [1.0]], [0, 1], [0, 1, 2])
    with pytest.raises(ValueError, match="folds must be a whole number from 2 to 2; got 3"):
        stratified_folds([0, 1], 3)
    with pytest.raises(ValueError, match="y must have shape"):
        stratified_folds([1])
