"""What the pages about many classes teach, computed."""

import numpy as np
import pytest

from core import information, margins
from core.activations import sigmoid, softmax
from core.gradients import finite_difference
from core.multiclass import (
    distillation_gradient,
    error_rate,
    misclassified,
    softmax_cross_entropy,
    softmax_cross_entropy_gradient,
    softmax_squared_error_gradient,
    squared_error,
)
from tests.claims.registry import claim

TARGETS = np.eye(3)[[2, 1, 0]]
FIRST = np.array([[0.3, 0.3, 0.4], [0.3, 0.4, 0.3], [0.1, 0.2, 0.7]])
SECOND = np.array([[0.1, 0.2, 0.7], [0.1, 0.7, 0.2], [0.3, 0.4, 0.3]])


@claim(
    "score-table",
    "each wrong class has the slope $q_j$",
    said="Cross-entropy looks only at the correct class; other classes do not matter.",
)
def wrong_classes_are_in_the_slope():
    t = np.array([1.0, 0.0, 0.0])
    first, second = np.log([0.4, 0.3, 0.3]), np.log([0.4, 0.59, 0.01])
    assert softmax_cross_entropy(first, t) == pytest.approx(softmax_cross_entropy(second, t))
    assert softmax_cross_entropy(first, t) == pytest.approx(0.916, abs=5e-4)
    for z in (first, second):
        np.testing.assert_allclose(softmax_cross_entropy_gradient(z, t)[1:], softmax(z)[1:])
    assert misclassified(softmax([first, second]), np.array([t, t])).tolist() == [False, True]


@claim(
    "score-table",
    "its slope is 0 almost everywhere",
    said="The error rate is a poor loss as it cannot rank the models.",
)
def the_error_rate_ties_and_has_no_slope():
    assert error_rate(FIRST, TARGETS) == error_rate(SECOND, TARGETS) == pytest.approx(1 / 3)
    cross = [-np.log((q * TARGETS).sum(axis=1)).mean() for q in (FIRST, SECOND)]
    np.testing.assert_allclose(cross, [1.378, 0.639], atol=5e-4)
    squares = [squared_error(q, TARGETS).mean() for q in (FIRST, SECOND)]
    np.testing.assert_allclose(squares, [0.807, 0.340], atol=5e-4)
    z = np.log(FIRST)
    slope = finite_difference(lambda v: error_rate(softmax(v.reshape(3, 3)), TARGETS), z.ravel())
    assert not slope.any()


@claim(
    "score-table",
    "Then a row would not sum to 1",
    said="Sigmoid for the three-class rows; sign function for the label.",
)
def three_sigmoids_are_no_distribution():
    z = np.array([0.2, -0.4, 1.1])
    assert sigmoid(z).sum() != pytest.approx(1, abs=0.1)
    assert softmax(z).sum() == pytest.approx(1, rel=1e-14)


@claim(
    "softmax",
    "Under cross-entropy the factor cancels at the output unit",
    said="A saturated sigmoid kills training, softmax likewise.",
)
def saturation_kills_under_squared_error_only():
    z, t = np.array([12.0, 0.0, -1.0]), np.array([0.0, 1.0, 0.0])
    assert np.abs(softmax_cross_entropy_gradient(z, t)).max() > 0.99
    assert np.abs(softmax_squared_error_gradient(z, t)).max() < 1e-4


@claim("softmax", "1/K of cross-entropy's")
def at_equal_logits_squared_error_pushes_one_kth():
    for classes in (2, 5, 10):
        z, t = np.zeros(classes), np.eye(classes)[0]
        np.testing.assert_allclose(
            classes * softmax_squared_error_gradient(z, t),
            softmax_cross_entropy_gradient(z, t),
            rtol=1e-12,
        )


@claim(
    "margins",
    "no compactness within a class and no margin between classes",
    said="Margin losses exist because cross-entropy ignores the wrong classes.",
)
def margins_ask_for_a_gap_and_softmax_does_not():
    kinds = margins.MARGINS
    assert margins.decision_gap(kinds["softmax"], np.pi / 2, 10.0, 0.0) == pytest.approx(0)
    assert margins.decision_gap(kinds["arcface"], np.pi / 2, 10.0, 0.3) > 0.1


@claim(
    "soft-labels",
    "CE and KL have the same gradient",
    said="For soft labels KL is the better loss.",
)
def cross_entropy_and_kl_train_alike_on_soft_labels():
    z, t = np.array([1.0, -0.5, 0.3]), np.array([0.7, 0.2, 0.1])
    of_kl = finite_difference(lambda v: information.kl_divergence(t, softmax(v)), z)
    np.testing.assert_allclose(of_kl, softmax_cross_entropy_gradient(z, t), atol=1e-8)
    teacher = np.array([2.0, 0.0, -1.0])
    hot = [np.linalg.norm(distillation_gradient(z, teacher, T)) for T in (100.0, 200.0)]
    assert hot[0] == pytest.approx(4 * hot[1], rel=0.02)  # like 1/T^2, hence the factor T^2
