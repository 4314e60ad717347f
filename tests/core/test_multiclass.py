"""Softmax losses against 60-digit values, differences and the binary losses; the score table."""

import numpy as np
import pytest
import scipy.special
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.metrics import log_loss

from core.activations import sigmoid, softmax
from core.gradients import finite_difference
from core.information import cross_entropy, entropy, kl_divergence
from core.losses import LOSSES
from core.multiclass import (
    Scores,
    distillation_gradient,
    distillation_loss,
    error_rate,
    matching_logit,
    misclassified,
    normalised,
    reverse_kl_gradient,
    smooth_labels,
    soften,
    softmax_cross_entropy,
    softmax_cross_entropy_gradient,
    softmax_cross_entropy_hessian,
    softmax_squared_error,
    softmax_squared_error_gradient,
    squared_error,
)
from tests.core.helpers import NOT_REAL_NUMBERS, inaccurate, read_reference
from tests.core.reference import make_multiclass_reference

REFERENCE = read_reference("softmax_losses.csv")
LOSS_PAIRS = [
    pytest.param(softmax_cross_entropy, softmax_cross_entropy_gradient, id="cross_entropy"),
    pytest.param(softmax_squared_error, softmax_squared_error_gradient, id="squared_error"),
]
OF_LOGITS_AND_TARGETS = [function for pair in LOSS_PAIRS for function in pair.values]

repeatable = settings(deadline=None, derandomize=True)
logits = arrays(np.float64, (3, 4), elements=st.floats(-30, 30))
targets = arrays(np.float64, (3, 4), elements=st.floats(0.01, 1)).map(
    lambda weights: weights / weights.sum(axis=-1, keepdims=True)
)


def columns(prefix):
    return np.stack([REFERENCE[f"{prefix}{k}"] for k in range(3)], axis=-1)


# Values and slopes


@pytest.mark.parametrize(("value", "gradient"), LOSS_PAIRS)
def test_values_and_slopes_agree_with_the_reference(value, gradient):
    name = value.__name__.removeprefix("softmax_")
    z, t = columns("z"), columns("t")
    wrong_values = inaccurate(value(z, t), REFERENCE[name], absolute=1e-13)
    wrong_slopes = inaccurate(
        gradient(z, t).ravel(), columns(f"{name}_slope").ravel(), absolute=1e-13
    )
    assert (wrong_values.tolist(), wrong_slopes.tolist()) == ([], [])


def test_one_hot_targets_keep_twelve_digits_in_the_tails():
    hard = columns("t").max(axis=-1) == 1
    z, t = columns("z")[hard], columns("t")[hard]
    slopes = columns("cross_entropy_slope")[hard]
    wrong = [
        inaccurate(softmax_cross_entropy(z, t), REFERENCE["cross_entropy"][hard]),
        inaccurate(softmax_cross_entropy_gradient(z, t).ravel(), slopes.ravel()),
        inaccurate(softmax_squared_error(z, t), REFERENCE["squared_error"][hard]),
    ]
    assert [places.tolist() for places in wrong] == [[], [], []]


@pytest.mark.parametrize("index", [1, 20, 27])
def test_the_script_makes_the_stored_losses(index):
    z, t = columns("z")[index], columns("t")[index]
    row = make_multiclass_reference.reference_row(tuple(z.tolist()), tuple(t.tolist()))
    stored = dict(zip(REFERENCE.dtype.names, REFERENCE[index].tolist(), strict=True))
    assert {name: float(value) for name, value in row.items()} == stored


@repeatable
@given(z=logits, t=targets)
@pytest.mark.parametrize(("value", "gradient"), LOSS_PAIRS)
def test_slopes_are_those_of_the_values(value, gradient, z, t):
    differences = finite_difference(lambda at: value(at, t).sum(), z)
    np.testing.assert_allclose(gradient(z, t), differences, rtol=1e-5, atol=1e-7)


@repeatable
@given(z=logits, t=targets)
@pytest.mark.parametrize(("value", "gradient"), LOSS_PAIRS)
def test_a_constant_on_all_logits_changes_nothing(value, gradient, z, t):
    np.testing.assert_allclose(value(z + 7, t), value(z, t), rtol=1e-11, atol=1e-13)
    np.testing.assert_allclose(gradient(z, t).sum(axis=-1), 0, atol=1e-14)


@repeatable
@given(z=logits, t=targets)
def test_the_plain_formulas_give_the_same(z, t):
    q = scipy.special.softmax(z, axis=-1)
    plain = -(t * scipy.special.log_softmax(z, axis=-1)).sum(axis=-1)
    jacobian = np.stack([np.diag(row) - np.outer(row, row) for row in q])
    near = {"rtol": 1e-11, "atol": 1e-13}
    np.testing.assert_allclose(softmax_cross_entropy(z, t), plain, **near)
    np.testing.assert_allclose(softmax_cross_entropy_gradient(z, t), q - t, **near)
    np.testing.assert_allclose(softmax_cross_entropy_hessian(z), jacobian, **near)
    np.testing.assert_allclose(
        softmax_squared_error_gradient(z, t), np.einsum("nij,nj->ni", jacobian, q - t), **near
    )


def test_scikit_learn_agrees_on_the_mean():
    rng = np.random.default_rng(3)
    z, classes = rng.normal(size=(50, 4)), rng.integers(0, 4, size=50)
    ours = softmax_cross_entropy(z, np.eye(4)[classes]).mean()
    assert ours == pytest.approx(log_loss(classes, softmax(z), labels=range(4)), rel=1e-13)


# Two classes


@repeatable
@given(z=arrays(np.float64, 5, elements=st.floats(-300, 300)), y=st.sampled_from([0, 0.3, 1]))
def test_two_classes_are_the_sigmoid_of_the_difference(z, y):
    pair, t = np.stack([np.full(5, 0.5), z + 0.5], axis=-1), [1 - y, y]
    z = pair[:, 1] - pair[:, 0]
    bce, mse = LOSSES["bce"], LOSSES["mse"]
    near = {"rtol": 1e-12, "atol": 1e-15}
    slope, half_slope = (f(pair, t)[:, 1] for f in OF_LOGITS_AND_TARGETS[1::2])
    np.testing.assert_allclose(softmax_cross_entropy(pair, t), bce.value(z, y), **near)
    np.testing.assert_allclose(slope, bce.gradient(z, y), **near)
    np.testing.assert_allclose(softmax_squared_error(pair, t), 2 * mse.value(z, y), **near)
    np.testing.assert_allclose(half_slope, 2 * mse.gradient(z, y), **near)


# Facts


@pytest.mark.parametrize("classes", [2, 3, 5, 10])
def test_at_equal_logits_squared_error_has_one_kth_of_the_slope(classes):
    z, t = np.full(classes, 3.0), np.eye(classes)[0]
    np.testing.assert_allclose(
        classes * softmax_squared_error_gradient(z, t),
        softmax_cross_entropy_gradient(z, t),
        rtol=1e-15,
    )


@repeatable
@given(z=logits)
def test_the_hessian_is_positive_semidefinite_with_the_ones_as_null_direction(z):
    hessian = softmax_cross_entropy_hessian(z)
    np.testing.assert_array_equal(hessian, np.swapaxes(hessian, -1, -2))
    np.testing.assert_allclose(hessian @ np.ones(4), 0, atol=1e-16)
    assert np.linalg.eigvalsh(hessian).min() >= -1e-15


def test_the_hessian_is_the_slope_of_the_gradient():
    z, t = np.array([0.3, -1.2, 2.0]), [0.2, 0.5, 0.3]
    rows = [
        finite_difference(lambda at, k=k: softmax_cross_entropy_gradient(at, t)[k], z)
        for k in range(3)
    ]
    np.testing.assert_allclose(softmax_cross_entropy_hessian(z), rows, atol=1e-9)


def test_same_value_different_slopes_and_only_one_right():
    z, t = np.log([[0.4, 0.3, 0.3], [0.4, 0.59, 0.01]]), [1, 0, 0]
    np.testing.assert_allclose(softmax_cross_entropy(z, t), 0.916, atol=5e-4)
    np.testing.assert_allclose(
        softmax_cross_entropy_gradient(z, t), [[-0.6, 0.3, 0.3], [-0.6, 0.59, 0.01]], rtol=1e-12
    )
    assert misclassified(softmax(z), t).tolist() == [False, True]


def test_the_three_animals():
    t = [[0, 0, 1], [0, 1, 0], [1, 0, 0]]
    first = [[0.3, 0.3, 0.4], [0.3, 0.4, 0.3], [0.1, 0.2, 0.7]]
    second = [[0.1, 0.2, 0.7], [0.1, 0.7, 0.2], [0.3, 0.4, 0.3]]
    for q, squares, nats in ((first, 0.807, 1.378), (second, 0.340, 0.639)):
        rows = Scores.of(q, t)
        assert rows.misclassified.tolist() == [False, False, True]
        assert error_rate(q, t) == 1 / 3
        assert rows.squared_error.mean() == pytest.approx(squares, abs=5e-4)
        assert rows.cross_entropy.mean() == pytest.approx(nats, abs=5e-4)


@repeatable
@given(z=logits, t=targets)
def test_scores_of_predictions_are_the_losses_of_logits(z, t):
    rows = Scores.of(softmax(z), t)
    np.testing.assert_allclose(rows.cross_entropy, softmax_cross_entropy(z, t), rtol=1e-11)
    np.testing.assert_allclose(
        rows.squared_error, 2 * softmax_squared_error(z, t), rtol=1e-11, atol=1e-15
    )


def test_the_first_of_equal_entries_counts_as_the_largest():
    assert misclassified([0.5, 0.5], [[1, 0], [0, 1], [0.5, 0.5]]).tolist() == [False, True, False]


# Soft labels and temperature


@repeatable
@given(z=logits, teacher=logits, temperature=st.floats(0.5, 50))
def test_distillation_is_cross_entropy_at_the_temperature(z, teacher, temperature):
    t = soften(teacher, temperature)
    loss = distillation_loss(z, teacher, temperature)
    divergence = kl_divergence(t, soften(z, temperature))
    np.testing.assert_allclose(loss, entropy(t) + divergence, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(
        distillation_gradient(z, teacher, temperature),
        finite_difference(lambda at: distillation_loss(at, teacher, temperature).sum(), z),
        rtol=1e-5,
        atol=1e-7,
    )


def test_times_the_squared_temperature_the_slope_has_a_limit():
    z, teacher = np.array([0.0, 3.0, -1.0]), np.array([2.0, 1.0, 6.0])
    limit = ((z - z.mean()) - (teacher - teacher.mean())) / 3
    for temperature in (1e3, 1e4):
        slope = temperature**2 * distillation_gradient(z, teacher, temperature)
        np.testing.assert_allclose(slope, limit, atol=10 / temperature)


def test_a_hard_target_loses_only_one_power_of_the_temperature():
    z, t = np.array([0.0, 3.0, -1.0]), [0, 0, 1]
    slope = softmax_cross_entropy_gradient(z / 1e4, t)
    np.testing.assert_allclose(slope, [1 / 3, 1 / 3, -2 / 3], atol=1e-3)


def test_temperature_one_is_the_softmax_and_extremes_are_its_limits():
    z = [1.0, 2.0, 4.0]
    np.testing.assert_array_equal(soften(z, 1), softmax(z))
    np.testing.assert_allclose(soften(z, 1e9), 1 / 3, rtol=1e-8)
    np.testing.assert_array_equal(soften(z, 1e-3), [0, 0, 1])
    np.testing.assert_array_equal(soften([np.inf, 0, 1], 5), [1, 0, 0])


@repeatable
@given(t=targets, amount=st.floats(0, 1))
def test_smoothed_labels_are_distributions_between_both_ends(t, amount):
    smoothed = smooth_labels(t, amount)
    np.testing.assert_allclose(smoothed.sum(axis=-1), 1, rtol=1e-14)
    np.testing.assert_allclose(smoothed, t + amount * (1 / 4 - t), atol=1e-15)


def test_smoothing_has_both_ends():
    np.testing.assert_array_equal(smooth_labels([0, 1, 0], 0), [0, 1, 0])
    np.testing.assert_allclose(smooth_labels([0, 1, 0], 1), 1 / 3, rtol=1e-15)


def test_normalised_rows():
    np.testing.assert_allclose(normalised([[1, 2, 1], [0, 0, 5]]), [[0.25, 0.5, 0.25], [0, 0, 1]])
    np.testing.assert_allclose(normalised([1.7e308, 1.7e308]), 0.5)
    np.testing.assert_allclose(normalised([5e-324, 5e-324]), 0.5)


# Limits, shapes, refusals


def test_limits_at_infinite_logits():
    z = [np.inf, 0, -np.inf]
    losses = softmax_cross_entropy(z, [[1, 0, 0], [0, 1, 0], [0.5, 0.5, 0]])
    assert losses.tolist() == [0, np.inf, np.inf]
    assert not np.signbit(losses[0])
    assert softmax_cross_entropy_gradient(z, [0, 1, 0]).tolist() == [1, -1, 0]
    assert softmax_squared_error(z, [[1, 0, 0], [0, 1, 0]]).tolist() == [0, 1]
    assert softmax_squared_error_gradient(z, [0, 1, 0]).tolist() == [0, 0, 0]
    assert softmax_cross_entropy_hessian(z).tolist() == np.zeros((3, 3)).tolist()


@pytest.mark.parametrize("function", OF_LOGITS_AND_TARGETS)
def test_leading_axes_broadcast(function):
    z, t = np.arange(12.0).reshape(4, 1, 3), np.eye(3)[:2]
    table = function(z, t)
    assert table.shape[:2] == (4, 2)
    assert table.dtype == np.float64
    np.testing.assert_array_equal(table[3, 1], function(z[3, 0], t[1]))


@pytest.mark.parametrize("function", OF_LOGITS_AND_TARGETS)
def test_the_input_stays_as_it_is(function):
    z, t = np.array([-800.0, 0.0, 800.0]), np.array([0.0, 0.5, 0.5])
    z.flags.writeable = t.flags.writeable = False
    result = function(z, t)
    assert not np.shares_memory(result, z)
    assert (z.tolist(), t.tolist()) == ([-800, 0, 800], [0, 0.5, 0.5])


@pytest.mark.parametrize("function", OF_LOGITS_AND_TARGETS)
@pytest.mark.parametrize("value", NOT_REAL_NUMBERS.values(), ids=NOT_REAL_NUMBERS.keys())
def test_what_is_not_a_real_number_is_refused(function, value):
    with pytest.raises(ValueError, match=r"^z must "):
        function(value, [0, 1])
    with pytest.raises(ValueError, match=r"^t must "):
        function([0, 1], value)


@pytest.mark.parametrize("function", OF_LOGITS_AND_TARGETS)
@pytest.mark.parametrize(
    ("z", "t", "sentence"),
    [
        ([0, 1], [0.5, 0.4], r"t must sum to 1 along the last axis; got 0\.9"),
        ([0, 1], [1.5, -0.5], r"t must lie in \[0, 1\]; got 1\.5"),
        ([0, 1], [1, 0, 0], r"z and t must have equally many classes; got \(2,\) and \(3,\)"),
        (0.0, [1, 0], r"z and t must have equally many classes; got \(\) and \(2,\)"),
        (np.zeros((2, 2)), np.full((3, 2), 0.5), "z and t must broadcast"),
        ([np.inf, np.inf], [0, 1], "z has no limit"),
        ([-np.inf, -np.inf], [0, 1], "z has no limit"),
        ([], [], "t must have outcomes"),
    ],
)
def test_bad_logits_and_targets_are_refused(function, z, t, sentence):
    with pytest.raises(ValueError, match=sentence):
        function(z, t)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: soften([0, 1], 0), "temperature must be one number above 0; got 0"),
        (lambda: soften([0, 1], [1, 2]), "temperature must be one number above 0"),
        (
            lambda: soften([0, 1e10], 1e-300),
            "temperature is too small for these logits; got 1e-300",
        ),
        (lambda: distillation_loss([0, 1], [0, 1, 2], 2), "z and teacher must have equally many"),
        (lambda: distillation_gradient([0, 1], np.nan, 2), "teacher must not hold nan"),
        (lambda: smooth_labels([0, 1], 1.1), "amount must lie in"),
        (lambda: smooth_labels([0, 1], [0.1]), "amount must be one number"),
        (lambda: smooth_labels([0, 0.5], 0.1), "t must sum to 1"),
        (lambda: normalised([-1, 2]), "weights must be rows of finite numbers from 0"),
        (lambda: normalised([1, np.inf]), "weights must be rows"),
        (lambda: normalised([[0, 0], [1, 1]]), "weights must not all be 0 in a row"),
        (lambda: normalised([]), "weights must not all be 0"),
        (lambda: error_rate([0.5, 0.6], [1, 0]), r"q must sum to 1 .*1\.1"),
        (lambda: squared_error([0.5, 0.5], [1, 1]), "t must sum to 1"),
        (lambda: misclassified([0.5, 0.5], [1, 0, 0]), "equally many"),
        (lambda: softmax_cross_entropy_hessian([np.nan, 0]), "z must not hold nan"),
    ],
)
def test_errors_name_argument_and_value(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()


def test_scores_use_the_cross_entropy_of_targets_with_predictions():
    q, t = [0.2, 0.8], [0.5, 0.5]
    assert Scores.of(q, t).cross_entropy == cross_entropy(t, q) != cross_entropy(q, t)


def test_the_gradient_of_two_logits_is_a_sigmoid():
    assert softmax_cross_entropy_gradient([0.5, 2.0], [1, 0])[1] == pytest.approx(sigmoid(1.5))


# The reverse divergence, and the logit that a soft target asks for


@repeatable
@given(z=logits, t=targets)
def test_the_reverse_slope_is_that_of_the_reverse_divergence(z, t):
    differences = finite_difference(lambda at: kl_divergence(softmax(at), t).sum(), z)
    np.testing.assert_allclose(reverse_kl_gradient(z, t), differences, rtol=1e-5, atol=1e-7)


@repeatable
@given(z=logits, share=st.floats(1e-6, 1 - 1e-6), temperature=st.floats(0.5, 20))
def test_at_the_matching_logit_the_slope_vanishes(z, share, temperature):
    others = z[:, 1:]
    first = matching_logit(others, share, temperature)
    q = soften(np.column_stack([first, others]), temperature)
    np.testing.assert_allclose(q[:, 0], share, rtol=1e-9)


def test_a_hard_target_asks_for_an_infinite_logit():
    np.testing.assert_array_equal(matching_logit([0, 1], [0, 1]), [-np.inf, np.inf])


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: reverse_kl_gradient([0, 1], [0, 1]), "t must be above 0 everywhere"),
        (lambda: reverse_kl_gradient([0, np.inf], [0.5, 0.5]), "z must be finite"),
        (lambda: reverse_kl_gradient([0, 1, 2], [0.5, 0.5]), "equally many classes"),
        (lambda: matching_logit([], 0.5), "others must hold logits"),
        (lambda: matching_logit(1.0, 0.5), "others must hold logits"),
        (lambda: matching_logit([0.0], 1.5), "share must lie in"),
        (lambda: matching_logit([0.0], 0.5, -1), "temperature must be one number above 0"),
    ],
)
def test_what_has_no_reverse_slope_or_matching_logit_is_refused(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
