"""Pictures of soft labels as data, against their numbers."""

import numpy as np
import pytest

from pages.figures import soft_labels as figures
from pages.figures.moving import unpack
from pages.figures.style import INFORMATION, SIZES
from pages.models import soft_labels as model
from pages.models.soft_labels import CLASSES, Choice
from pages.words import text
from tests.figures.crossing import crossings

SIZE = SIZES["normal"]
WORDS = text.read("pages/many_classes/soft_labels.py")
T = model.TEMPERATURES
TEACHER = Choice(reverse=True)
SMOOTHED = Choice("smoothed", 0.3, reverse=True)
ONE_HOT = Choice("smoothed", 0.0, reverse=True)
FAR = Choice(teacher=(10.0, -10.0, -10.0), student=(-10.0, 10.0, -10.0), reverse=True)
EQUAL = Choice(student=TEACHER.teacher, reverse=True)
each_choice = pytest.mark.parametrize("choice", [TEACHER, SMOOTHED, ONE_HOT, FAR, EQUAL])


def drawn(choice, key, size=SIZE):
    return figures.view(choice, WORDS, size).figures[key]


def tracks(figure, axis):
    return [unpack(track[axis]) for track in figure.layout.meta["moving"] if axis in track]


@each_choice
@pytest.mark.parametrize("size", SIZES)
def test_every_array_is_finite_and_no_word_is_empty(choice, size):
    view = figures.view(choice, WORDS, SIZES[size])
    assert all(view.alts.values())
    for figure in view.figures.values():
        assert all(np.isfinite(a).all() for axis in "xy" for a in tracks(figure, axis))
        for track in figure.layout.meta["moving"]:
            assert all(
                word and "nan" not in word for said in track.get("text", []) for word in said
            )


@each_choice
@pytest.mark.parametrize("size", SIZES)
def test_no_word_crosses_a_line(choice, size):
    seen = figures.view(choice, WORDS, SIZES[size]).figures
    for key in ("soft-bars", "soft-strengths"):
        assert not crossings(seen[key]), key


@each_choice
def test_the_curves_are_those_of_the_model_and_one_is_the_other_shifted(choice):
    seen = model.compute(choice)
    ce, kl = tracks(drawn(choice, "soft-losses"), "y")[:2]
    np.testing.assert_allclose(ce, seen.over_logits.cross_entropy, rtol=1e-5, atol=1e-5)
    np.testing.assert_allclose(ce - kl, np.broadcast_to(seen.entropy[:, None], ce.shape), atol=1e-4)


@each_choice
def test_bars_and_words_are_the_probabilities(choice):
    figure, seen = drawn(choice, "soft-bars"), model.compute(choice)
    target, _, student, _ = tracks(figure, "x")
    np.testing.assert_allclose(target, seen.t, atol=1e-7)
    np.testing.assert_allclose(student, seen.q, atol=1e-7)
    assert figure.layout.xaxis.title.text.startswith("probability")


def test_lengths_are_drawn_with_and_without_the_factor():
    soft, hard = model.lengths(TEACHER)
    data = drawn(TEACHER, "soft-strengths").data
    np.testing.assert_allclose(data[0].y, soft, rtol=1e-6)
    np.testing.assert_allclose(data[2].y, soft * T**2, rtol=1e-6)
    np.testing.assert_allclose(data[4].y, hard, rtol=1e-6)


def test_reverse_is_drawn_only_where_it_is_finite():
    lines = drawn(TEACHER, "soft-losses").data
    assert [trace.name for trace in lines][:3] == ["CE", "KL", "reverse"]
    assert "reverse" not in [trace.name for trace in drawn(ONE_HOT, "soft-losses").data]
    colors = [trace.line.color for trace in lines[:2]]
    assert colors == [INFORMATION[name].color for name in ("cross-entropy", "kl-divergence")]


def test_rows_state_slopes_of_every_loss():
    step = T.tolist().index(4.0)
    ce, kl, scaled, reverse = figures.rows(TEACHER, step, WORDS)
    names = [f"slope in {name}" for name in CLASSES]
    assert [ce[n] for n in names] == [kl[n] for n in names] == ["−0.0745", "0.0506", "0.0239"]
    assert scaled["slope in cat"] == "−1.19"
    q, t = (np.exp(np.array(z) / 4) for z in (TEACHER.student, TEACHER.teacher))
    q, t = q / q.sum(), t / t.sum()
    slope = q[0] * (np.log(q[0] / t[0]) - (q * np.log(q / t)).sum()) / 4
    assert reverse["slope in cat"] == f"{slope:.4f}".replace("-", "−")
    assert len(figures.rows(ONE_HOT, step, WORDS)) == 2


def test_captions_and_formula_state_the_numbers():
    step = T.tolist().index(4.0)
    assert figures.view(TEACHER, WORDS, SIZE).captions[step] == (
        "T = 4: the target gives cat 0.590, the student 0.292. CE = H(t) + KL = 0.934 + 0.191 = "
        "1.125 nats. Slope in cat by either: −0.0745; times T²: −1.19. Reverse KL: 0.181."
    )
    assert figures.view(ONE_HOT, WORDS, SIZE).captions[0].endswith(" Reverse KL: infinite.")
    assert r"\frac{0.292 - 0.590}{4} = -0.0745" in figures.slope_formula(TEACHER, step, WORDS)
