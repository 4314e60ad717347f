"""Numbers of many classes, against the functions of core and against plain formulas."""

from dataclasses import replace

import numpy as np
import pytest

from core.activations import sigmoid
from core.losses import LOSSES
from core.multiclass import cross_entropy, squared_error
from pages.models import softmax as model
from pages.models.softmax import GRID, Choice

THREE = Choice()
CHOICES = [
    THREE,
    Choice((0.0, 5.0), right=1),
    Choice((1.0, -2.0, 3.0, 0.5), right=2, moved=2, constant=100.0),
    Choice(tuple(range(-5, 5)), right=9, moved=0, constant=-100.0),
]
each_choice = pytest.mark.parametrize("choice", CHOICES)


@each_choice
def test_the_dragged_logit_moves_and_the_others_stay(choice):
    z = model.compute(choice).z
    np.testing.assert_allclose(z[:, choice.moved], GRID + choice.constant)
    rest = [k for k in range(len(choice.z)) if k != choice.moved]
    expected = np.tile(np.array(choice.z)[rest], (201, 1)) + choice.constant
    np.testing.assert_allclose(z[:, rest], expected)


@each_choice
def test_slopes_are_error_and_jacobian_times_error(choice):
    seen = model.compute(choice)
    np.testing.assert_allclose(seen.slopes["bce"], seen.q - choice.target, atol=1e-15)
    for q, slope in zip(seen.q, seen.slopes["mse"], strict=True):
        expected = (np.diag(q) - np.outer(q, q)) @ (q - choice.target)
        np.testing.assert_allclose(slope, expected, atol=1e-15)


@each_choice
def test_losses_are_those_of_the_probabilities(choice):
    seen = model.compute(choice)
    certain = seen.q[:, choice.right]
    np.testing.assert_allclose(seen.losses["bce"], -np.log(certain), rtol=1e-12, atol=1e-12)
    squares = ((seen.q - choice.target) ** 2).sum(axis=1) / 2
    np.testing.assert_allclose(seen.losses["mse"], squares, rtol=1e-12, atol=1e-15)


@each_choice
def test_the_jacobian_is_that_of_the_softmax(choice):
    seen = model.compute(choice)
    for z, q in zip(seen.z[::50], seen.q[::50], strict=True):
        expected = np.diag(q) - np.outer(q, q)
        np.testing.assert_allclose(model.jacobian(z), expected, atol=1e-15)


@pytest.mark.parametrize("right", range(3))
@pytest.mark.parametrize("level", [0.05, 0.3, 0.7])
def test_level_lines_have_one_loss(right, level):
    t = np.eye(3)[right]
    q = model.level_line(right, "bce", level)
    np.testing.assert_allclose(cross_entropy(t, q), level)
    q = model.level_line(right, "mse", level)
    np.testing.assert_allclose(squared_error(q, t) / 2, level)


def test_a_constant_changes_the_logits_and_nothing_else():
    plain, shifted = model.compute(THREE), model.compute(replace(THREE, constant=37.0))
    np.testing.assert_allclose(shifted.z, plain.z + 37)
    np.testing.assert_allclose(shifted.q, plain.q, rtol=1e-12)
    for slug in model.LOSSES:
        np.testing.assert_allclose(shifted.slopes[slug], plain.slopes[slug], rtol=1e-12)


def test_two_classes_are_one_sigmoid():
    seen = model.compute(Choice((1.0, 0.0)))
    np.testing.assert_allclose(seen.q[:, 0], sigmoid(1 - GRID))
    twice = 2 * LOSSES["mse"].gradient(1 - GRID, 1)
    np.testing.assert_allclose(seen.slopes["mse"][:, 0], twice, rtol=1e-12)


@pytest.mark.parametrize("count", [3, 4, 10])
def test_at_equal_logits_the_slopes_differ_by_the_number_of_classes(count):
    slopes = model.compute(Choice((0.0,) * count, constant=5.0)).slopes
    np.testing.assert_allclose(slopes["mse"][100] * count, slopes["bce"][100], rtol=1e-13)
