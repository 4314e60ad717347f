"""Numbers of soft labels, against the functions of core and against plain formulas."""

import numpy as np
import pytest

from core.gradients import finite_difference
from core.information import entropy
from core.multiclass import smooth_labels, softmax_cross_entropy
from pages.models import soft_labels as model
from pages.models.soft_labels import LOGITS, Choice

T = model.TEMPERATURES
TEACHER = Choice()
SMOOTHED = Choice("smoothed", 0.3)
ONE_HOT = Choice("smoothed", 0.0)
FAR = Choice(teacher=(10.0, -10.0, -10.0), student=(-10.0, 10.0, -10.0))
EQUAL = Choice(student=TEACHER.teacher)
each_choice = pytest.mark.parametrize("choice", [TEACHER, SMOOTHED, ONE_HOT, FAR, EQUAL])


def softmax(z):
    shares = np.exp(z - z.max())
    return shares / shares.sum()


@each_choice
def test_the_student_is_a_softmax_of_the_cooled_logits(choice):
    for step in (0, 45):
        expected = softmax(np.array(choice.student) / T[step])
        np.testing.assert_allclose(model.compute(choice).q[step], expected, atol=1e-12)


@each_choice
def test_the_slope_is_q_minus_t_over_t_and_that_of_both_losses(choice):
    seen = model.compute(choice)
    for step in (0, 30, 90):
        t, slope = seen.t[step], seen.slopes[step]
        plain = (softmax(np.array(choice.student) / T[step]) - t) / T[step]
        np.testing.assert_allclose(slope, plain, rtol=1e-9, atol=1e-12)
        differences = finite_difference(
            lambda z, t=t, at=T[step]: softmax_cross_entropy(z / at, t), np.array(choice.student)
        )
        np.testing.assert_allclose(slope, differences, rtol=1e-5, atol=1e-7)


@each_choice
def test_cross_entropy_is_kl_shifted_by_the_entropy_of_the_target(choice):
    seen = model.compute(choice)
    shift = np.array([entropy(t) for t in seen.t])
    np.testing.assert_array_equal(seen.entropy, shift)
    for each, height in ((seen.losses, shift), (seen.over_logits, shift[:, None])):
        np.testing.assert_allclose(
            each.cross_entropy, height + each.divergence, rtol=1e-9, atol=1e-12
        )


def test_both_losses_are_lowest_where_the_line_stands():
    for choice in (TEACHER, SMOOTHED):
        seen = model.compute(choice)
        for curves in (seen.over_logits.cross_entropy, seen.over_logits.divergence):
            for step in (5, 30, 40):
                found = LOGITS[curves[step].argmin()]
                assert abs(found - seen.lowest[step]) <= 0.25
    np.testing.assert_allclose(model.compute(TEACHER).lowest, 6.0, rtol=1e-12)
    assert np.isinf(model.compute(ONE_HOT).lowest).all()


def test_a_smoothed_label_asks_for_a_finite_lead():
    t = smooth_labels([1, 0, 0], 0.1)
    assert np.log(t[0] / t[1]) == pytest.approx(3.33, abs=0.005)
    lowest = model.compute(Choice("smoothed", 0.1, student=(0.0, 0.0, 0.0))).lowest
    assert lowest[T.tolist().index(1.0)] == pytest.approx(np.log(t[0] / t[1]))


def test_the_gradient_falls_like_the_square_and_against_a_label_like_the_first_power():
    soft, hard = model.lengths(TEACHER)
    late = T >= 10
    slope_of = [np.polyfit(np.log(T[late]), np.log(y[late]), 1)[0] for y in (soft, hard)]
    np.testing.assert_allclose(slope_of, [-2, -1], atol=0.15)
    centred = [np.array(z) - np.mean(z) for z in (TEACHER.student, TEACHER.teacher)]
    limit = np.linalg.norm(centred[0] - centred[1]) / 3
    assert soft[-1] * T[-1] ** 2 == pytest.approx(limit, rel=0.1)


def test_only_a_label_without_smoothing_is_one_hot():
    assert [choice.is_one_hot for choice in (TEACHER, SMOOTHED, ONE_HOT)] == [False, False, True]
    assert model.compute(SMOOTHED).t.all()
