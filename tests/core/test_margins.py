"""Margin softmaxes: the target logit, its slope, the angle a margin asks for, and clusters."""

import pickle

import numpy as np
import pytest
import scipy.special
from hypothesis import given, settings
from hypothesis import strategies as st

from core.gradients import finite_difference
from core.losses import LOSSES
from core.margins import (
    MARGINS,
    _mean_loss,
    accepted_angle,
    arcface_without_repair,
    decision_gap,
    judge,
    least_scale,
    target_logit,
    target_slope,
    train_features,
)
from tests.core.helpers import NOT_REAL_NUMBERS

ANGLES = np.linspace(0, np.pi, 2001)
EVERY = pytest.mark.parametrize("kind", MARGINS.values(), ids=MARGINS.keys())


def margins_of(kind):
    """Both ends, the default and something between, whole where it must be."""
    low, high = kind.smallest_margin, kind.largest_margin
    chosen = {low, kind.default_margin, low + 0.4 * (high - low), high}
    return sorted({float(round(m)) for m in chosen} if kind.whole else chosen)


# The target logit


@EVERY
def test_the_records_are_what_the_dict_says(kind):
    assert MARGINS[kind.slug] is kind
    assert kind.smallest_margin <= kind.default_margin <= kind.largest_margin
    assert (kind.unit == "") == (kind.smallest_margin == kind.largest_margin)
    assert r"\varphi" in kind.formula
    assert pickle.loads(pickle.dumps(kind)) == kind


@EVERY
def test_the_target_logit_only_falls(kind):
    for margin in margins_of(kind):
        assert (np.diff(target_logit(kind, ANGLES, 7.0, margin)) < 0).all()
        assert (target_slope(kind, ANGLES, 7.0, margin) <= 0).all()


@EVERY
def test_a_margin_never_helps(kind):
    plain = target_logit(MARGINS["softmax"], ANGLES, 7.0, 0)
    weakest = target_logit(kind, ANGLES, 7.0, kind.smallest_margin)
    np.testing.assert_allclose(weakest, plain, atol=1e-14)
    for weaker, stronger in zip(margins_of(kind)[:-1], margins_of(kind)[1:], strict=True):
        loss = target_logit(kind, ANGLES, 7.0, weaker) - target_logit(kind, ANGLES, 7.0, stronger)
        assert loss.min() >= -1e-12


@EVERY
def test_the_slope_is_that_of_the_logit(kind):
    between_joints = (np.arange(40) + 0.37) * np.pi / 40
    for margin in margins_of(kind):
        differences = [
            finite_difference(lambda t, m=margin: target_logit(kind, t, 9, m), angle)
            for angle in between_joints
        ]
        slope = target_slope(kind, between_joints, 9, margin)
        np.testing.assert_allclose(slope, differences, rtol=1e-6, atol=1e-7)


def test_sm_and_am_softmax_subtract_a_constant():
    plain = target_logit(MARGINS["softmax"], ANGLES, 30, 0)
    np.testing.assert_allclose(target_logit(MARGINS["sm_softmax"], ANGLES, 30, 2), plain - 2)
    np.testing.assert_allclose(target_logit(MARGINS["am_softmax"], ANGLES, 30, 0.35), plain - 10.5)


def test_arcface_jumps_down_where_the_angle_passes_pi():
    switch = np.pi - 0.5
    before, after = target_logit(MARGINS["arcface"], [switch - 1e-12, switch + 1e-12], 1, 0.5)
    assert before == pytest.approx(-1)
    assert before - after == pytest.approx(np.cos(0.5) + 0.5 * np.sin(0.5) - 1)
    assert before - after == pytest.approx(0.12, abs=5e-3)
    near = ANGLES[switch > ANGLES]
    np.testing.assert_allclose(target_logit(MARGINS["arcface"], near, 1, 0.5), np.cos(near + 0.5))
    assert np.cos(np.pi + 0.5) > np.cos(switch + 0.5), "without the switch it turns back up"


@pytest.mark.parametrize("m", [1, 2, 3, 4])
def test_l_softmax_is_continuous_from_one_to_one_less_two_m(m):
    psi = target_logit(MARGINS["l_softmax"], ANGLES, 1, m)
    assert psi[0] == 1
    assert psi[-1] == pytest.approx(1 - 2 * m, abs=1e-14)
    joints = np.arange(1, m) * np.pi / m
    both_sides = target_logit(MARGINS["l_softmax"], np.stack([joints - 1e-9, joints + 1e-9]), 1, m)
    np.testing.assert_allclose(both_sides[0], both_sides[1], atol=1e-15)
    np.testing.assert_allclose(both_sides[0], 1 - 2 * np.arange(1, m), atol=1e-14)


@pytest.mark.parametrize("m", [1, 2, 3, 4])
def test_l_softmax_piece_by_piece(m):
    for k in range(m):
        t = np.linspace(k * np.pi / m, (k + 1) * np.pi / m, 50)
        published = (-1) ** k * np.cos(m * t) - 2 * k
        np.testing.assert_allclose(
            target_logit(MARGINS["l_softmax"], t, 1, m), published, atol=1e-14
        )


# What a margin asks for


@pytest.mark.parametrize("between", [0.6, np.pi / 3, np.pi / 2, 2.5, np.pi])
def test_the_gap_has_a_closed_form(between):
    chord = 2 * np.sin(between / 2)
    for m in (0.0, 0.2, 0.5):
        arc = 2 * np.arcsin(m / chord)
        assert decision_gap(MARGINS["arcface"], between, 30, m) == pytest.approx(m, abs=1e-12)
        assert decision_gap(MARGINS["am_softmax"], between, 30, m) == pytest.approx(
            min(arc, between), abs=1e-7
        )
        assert decision_gap(MARGINS["sm_softmax"], between, 20, 20 * m) == pytest.approx(
            min(arc, between), abs=1e-7
        )
    for m in (1, 2, 3, 4):
        assert decision_gap(MARGINS["l_softmax"], between, 5, m) == pytest.approx(
            between * (m - 1) / (m + 1), abs=1e-7
        )
    assert decision_gap(MARGINS["softmax"], between, 30, 0) == pytest.approx(0, abs=1e-12)


def test_a_margin_wider_than_the_classes_are_apart_accepts_nothing():
    assert accepted_angle(MARGINS["arcface"], 0.4, 30, 0.5) == pytest.approx(0, abs=1e-15)
    assert decision_gap(MARGINS["arcface"], 0.4, 30, 0.5) == pytest.approx(0.4)
    assert decision_gap(MARGINS["am_softmax"], 0.0, 30, 0.35) == 0


@EVERY
def test_at_the_accepted_angle_both_logits_are_equal(kind):
    between = np.linspace(1.2, np.pi, 7)
    angle = accepted_angle(kind, between, 30, kind.default_margin)
    own = target_logit(kind, angle, 30, kind.default_margin)
    np.testing.assert_allclose(own, 30 * np.cos(between - angle), atol=1e-10)


# Training


@EVERY
def test_the_direction_of_training_is_the_slope_of_the_loss(kind):
    circle = train_features(kind, samples=3, classes=3, steps=1, scale=8, learning_rate=0.8)
    n = len(circle.labels)

    def mean_loss(places):
        features, directions = places[:n], places[n:]
        cosine = np.cos(features[:, np.newaxis] - directions)
        angle = np.arccos(cosine)
        own = target_logit(kind, angle, 8, kind.default_margin)
        z = np.where(np.arange(3) == circle.labels[:, np.newaxis], own, 8 * cosine)
        right = z[np.arange(n), circle.labels]
        return (np.log(np.exp(z).sum(axis=1)) - right).mean()

    start = np.concatenate([circle.features[0], circle.directions[0]])
    slope = finite_difference(mean_loss, start)
    rate = 0.8 / 8
    moved = np.concatenate([circle.features[1], circle.directions[1]]) - start
    assert circle.loss[0] == pytest.approx(mean_loss(start), rel=1e-12)
    np.testing.assert_allclose(moved[:n], -rate * n * slope[:n], rtol=1e-5, atol=1e-9)
    np.testing.assert_allclose(moved[n:], -rate * slope[n:], rtol=1e-5, atol=1e-9)


@EVERY
def test_clusters_tighten_and_separate(kind):
    circle = train_features(kind, seed=3)
    assert circle.loss[-1] < 0.2 * circle.loss[0]
    assert circle.own_angle[-1].max() < circle.own_angle[0].max()
    assert (circle.spread[-1] < circle.spread[0]).all()
    assert circle.gap[-1] > circle.gap[0]


@pytest.mark.parametrize("seed", range(5))
def test_every_margin_leaves_more_room_than_softmax(seed):
    gap = {slug: train_features(kind, seed=seed).gap[-1] for slug, kind in MARGINS.items()}
    assert min(gap, key=gap.get) == "softmax"
    assert min(gap["am_softmax"], gap["arcface"]) > 1.5 * gap["softmax"]


def test_a_larger_margin_leaves_more_room():
    gaps = [train_features(MARGINS["arcface"], margin=m).gap[-1] for m in (0, 0.25, 0.5)]
    assert gaps == sorted(gaps)
    assert gaps[0] == pytest.approx(train_features(MARGINS["softmax"]).gap[-1], rel=1e-9)


def test_measures_of_a_circle_by_hand():
    circle = train_features(MARGINS["am_softmax"], classes=3, samples=4, steps=3)
    for k in range(4):
        x = np.exp(1j * circle.features[k])
        w = np.exp(1j * circle.directions[k])
        own = np.abs(np.angle(x / w[circle.labels]))
        pairs = np.abs(np.angle(x[:, np.newaxis] / x))
        strangers = circle.labels[:, np.newaxis] != circle.labels
        np.testing.assert_allclose(circle.own_angle[k], own, atol=1e-14)
        np.testing.assert_allclose(
            circle.spread[k], [own[circle.labels == c].mean() for c in range(3)]
        )
        assert circle.gap[k] == pytest.approx(pairs[strangers].min(), abs=1e-14)


def test_equal_seeds_give_equal_starts_whatever_the_loss():
    runs = [train_features(kind, steps=0, seed=7) for kind in MARGINS.values()]
    for run in runs:
        np.testing.assert_array_equal(run.features, runs[0].features)
        np.testing.assert_array_equal(run.directions, runs[0].directions)
    other = train_features(MARGINS["softmax"], steps=0, seed=8)
    assert not np.array_equal(other.features, runs[0].features)


@EVERY
@settings(max_examples=30, deadline=None, derandomize=True)
@given(
    scale=st.floats(1e-3, 1e3),
    rate=st.floats(1e-6, 10),
    classes=st.integers(2, 12),
    samples=st.integers(1, 5),
)
def test_nothing_is_ever_nan_or_infinite(kind, scale, rate, classes, samples):
    circle = train_features(
        kind, scale=scale, classes=classes, samples=samples, steps=20, learning_rate=rate
    )
    for array in (circle.features, circle.directions, circle.loss, circle.gap, circle.spread):
        assert np.isfinite(array).all()
    assert circle.own_angle.max() <= np.pi
    assert 0 <= circle.gap.min() <= circle.gap.max() <= np.pi


def test_two_opposite_directions_are_binary_cross_entropy():
    """With directions at 0 and pi the logits differ by 2 s cos(t)."""
    features, labels = np.array([0.3, 1.2, 2.9]), np.array([0, 1, 1])
    loss, _ = _mean_loss(
        MARGINS["softmax"], features, np.array([0, np.pi]), labels, 5.0, np.array(0.0)
    )
    expected = LOSSES["bce"].value(-10 * np.cos(features), labels).mean()
    assert loss == pytest.approx(expected, rel=1e-12)


# Shapes and refusals


@EVERY
def test_shapes_and_an_input_left_alone(kind):
    angle = np.array([[0.0, 1.0], [2.0, 3.0]])
    angle.flags.writeable = False
    for function in (target_logit, target_slope, accepted_angle, decision_gap):
        result = function(kind, angle, 3, kind.default_margin)
        assert result.shape == (2, 2)
        assert result.dtype == np.float64
        assert np.shape(function(kind, 1.0, 3, kind.default_margin)) == ()


@pytest.mark.parametrize("function", [target_logit, target_slope, accepted_angle, decision_gap])
@pytest.mark.parametrize(
    "value", [*NOT_REAL_NUMBERS.values(), -0.1, 3.2, np.inf], ids=lambda value: type(value).__name__
)
def test_what_is_no_angle_is_refused(function, value):
    name = "angle" if function in (target_logit, target_slope) else "between"
    with pytest.raises(ValueError, match=f"^{name} must "):
        function(MARGINS["arcface"], value, 30, 0.5)


@pytest.mark.parametrize(
    ("slug", "scale", "margin", "sentence"),
    [
        ("softmax", 30, 0.1, r"margin of softmax must be one number in \[0, 0\]; got 0.1"),
        ("arcface", 30, 1.6, r"margin of ArcFace must be one number in \[0, 1.5\]; got 1.6"),
        ("am_softmax", 30, -0.1, "margin of AM-Softmax"),
        ("l_softmax", 30, 2.5, r"margin of L-Softmax must be a whole number in \[1, 4\]; got 2.5"),
        ("l_softmax", 30, 5, "margin of L-Softmax"),
        ("sm_softmax", 30, np.nan, "margin must not hold nan"),
        ("sm_softmax", 0, 1, "scale must be one number above 0; got 0"),
        ("sm_softmax", np.inf, 1, "scale must be finite"),
    ],
)
def test_bad_scales_and_margins_are_refused(slug, scale, margin, sentence):
    with pytest.raises(ValueError, match=sentence):
        target_logit(MARGINS[slug], 1.0, scale, margin)
    for margins in (margin, [MARGINS[slug].default_margin, margin]):
        with pytest.raises(ValueError, match=sentence):
            train_features(MARGINS[slug], scale=scale, margin=margins)


@pytest.mark.parametrize("margin", [[], [[0.1]], [0.1] * 101])
def test_margins_that_are_no_row_are_refused(margin):
    with pytest.raises(ValueError, match="margin must be one number or 1 to 100 in a row; got"):
        train_features(MARGINS["arcface"], margin=margin)
    with pytest.raises(ValueError, match="margin of ArcFace must be one number"):
        target_logit(MARGINS["arcface"], 1.0, 30, [0.1])


@pytest.mark.parametrize("slug", ["am_softmax", "arcface", "l_softmax"])
def test_several_margins_side_by_side_are_the_runs_one_by_one(slug):
    kind = MARGINS[slug]
    both = train_features(kind, margin=kind.offered, samples=6, steps=40)
    for place, margin in enumerate(kind.offered):
        alone = train_features(kind, margin=margin, samples=6, steps=40)
        for name in ("features", "directions", "loss", "spread", "width", "gap"):
            side_by_side = getattr(both, name)[:, place]
            np.testing.assert_allclose(side_by_side, getattr(alone, name), rtol=1e-9, atol=1e-12)
        np.testing.assert_array_equal(both.end.features[0, place], both.features[-1, place])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"classes": 1}, "classes must be a whole number from 2 to 12; got 1"),
        ({"classes": 13}, "classes must"),
        ({"classes": 2.0}, "classes must"),
        ({"classes": "3"}, "classes must"),
        ({"classes": 3, "samples": 201}, "samples must be a whole number from 1 to 200; got 201"),
        ({"samples": 0}, "samples must"),
        ({"steps": 1001}, "steps must be a whole number from 0 to 1000"),
        ({"steps": True}, "steps must"),
        ({"seed": -1}, "seed must"),
        ({"seed": 0.5}, "seed must"),
        ({"learning_rate": 0}, "learning_rate must be one number above 0"),
    ],
)
def test_bad_trainings_are_refused(arguments, sentence):
    with pytest.raises(ValueError, match=f"^{sentence}"):
        train_features(MARGINS["softmax"], **arguments)


def test_a_training_too_large_to_keep_is_refused():
    many = {"margin": np.linspace(0, 0.5, 100), "steps": 1000}
    with pytest.raises(ValueError, match="steps and margins must not be so many; got 1000 and 100"):
        train_features(MARGINS["arcface"], **many)


# One feature, the repair, the scale, the widest cluster


@EVERY
def test_margins_offered_run_from_end_to_end(kind):
    assert kind.offered[0] == kind.smallest_margin
    assert kind.offered[-1] == kind.largest_margin
    np.testing.assert_allclose(np.diff(kind.offered), kind.step, rtol=1e-12)
    assert np.abs(kind.offered - kind.default_margin).min() < 1e-12


@EVERY
@pytest.mark.parametrize("angle", [0.3, 1.0, 2.9])
def test_a_verdict_is_the_softmax_of_its_logits(kind, angle):
    def loss(at):
        z = 8 * np.cos(at - 2 * np.pi / 5 * np.arange(5))
        z[0] = target_logit(kind, at, 8, kind.default_margin)
        return scipy.special.logsumexp(z) - z[0]

    verdict = judge(kind, angle, 5, scale=8, margin=kind.default_margin)
    assert verdict.loss == pytest.approx(loss(angle), rel=1e-12)
    assert verdict.slope == pytest.approx(finite_difference(loss, angle), rel=1e-6)
    assert verdict.target == target_logit(kind, angle, 8, kind.default_margin)
    nearest = np.abs(angle - 2 * np.pi / 5 * np.arange(1, 5)).min()
    assert verdict.rival == pytest.approx(8 * np.cos(nearest), rel=1e-12)


def test_without_repair_arcface_turns_up_beyond_pi():
    margin, kind = 0.5, MARGINS["arcface"]
    bare = arcface_without_repair(ANGLES, 3, margin)
    before = ANGLES + margin < np.pi
    np.testing.assert_allclose(bare[before], target_logit(kind, ANGLES[before], 3, margin))
    assert (np.diff(bare[~before]) > 0).all()
    assert (bare[~before][1:] > target_logit(kind, ANGLES[~before][1:], 3, margin)).all()


@pytest.mark.parametrize("classes", [2, 3, 10, 1000])
def test_the_least_scale_gives_a_perfect_feature_its_probability(classes):
    scale = least_scale(classes, 0.9)
    z = np.full(classes, -scale / (classes - 1))
    z[0] = scale
    assert scipy.special.softmax(z)[0] == pytest.approx(0.9, rel=1e-12)


def test_the_widest_cluster_by_hand():
    circle = train_features(MARGINS["arcface"], classes=3, samples=6, steps=2, seed=5)
    x = np.exp(1j * circle.features)
    for k in range(3):
        pairs = np.abs(np.angle(x[k][:, np.newaxis] / x[k]))
        same = circle.labels[:, np.newaxis] == circle.labels
        assert circle.width[k] == pytest.approx(pairs[same].max(), rel=1e-12)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: judge(MARGINS["softmax"], [1, 2], 5, scale=1, margin=0), "angle must be one"),
        (lambda: judge(MARGINS["softmax"], 4, 5, scale=1, margin=0), "angle must lie in"),
        (lambda: judge(MARGINS["softmax"], 1, 13, scale=1, margin=0), "classes must be a whole"),
        (lambda: judge(MARGINS["softmax"], 1, 5, scale=0, margin=0), "scale must be one number"),
        (lambda: judge(MARGINS["arcface"], 1, 5, scale=1, margin=2), "margin of ArcFace must"),
        (lambda: arcface_without_repair(-1, 1, 0.5), "angle must lie in"),
        (lambda: arcface_without_repair(1, 1, np.nan), "margin must not hold nan"),
        (lambda: least_scale(1, 0.9), "classes must be at least 2; got 1"),
        (lambda: least_scale(10, 1.0), r"probability must be below 1; got 1\.0"),
        (lambda: least_scale(10, np.nan), "probability must not hold nan"),
    ],
)
def test_bad_features_and_scales_are_refused(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
