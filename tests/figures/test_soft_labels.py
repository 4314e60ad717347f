"""Pictures of soft labels as data, against the functions of core and against plain formulas."""

import numpy as np
import pytest
import scipy.integrate
import scipy.stats

from core.gradients import finite_difference
from core.information import entropy
from core.multiclass import smooth_labels, softmax_cross_entropy
from pages.figures import soft_labels as figures
from pages.figures.moving import unpack
from pages.figures.numbers import tex
from pages.figures.style import INFORMATION, SIZES

SIZE = SIZES["normal"]
TEACHER = figures.Case("teacher", 0.1, (6.0, 3.0, 0.0), (1.0, 3.0, 0.0))
SMOOTHED = TEACHER._replace(target="smoothed", amount=0.3)
ONE_HOT = SMOOTHED._replace(amount=0.0)
FAR = figures.Case("teacher", 0.1, (10.0, -10.0, -10.0), (-10.0, 10.0, -10.0))
EQUAL = TEACHER._replace(student=TEACHER.teacher)
every_case = pytest.mark.parametrize("case", [TEACHER, SMOOTHED, ONE_HOT, FAR, EQUAL])
T = figures.TEMPERATURES


def softmax(z):
    shares = np.exp(z - z.max())
    return shares / shares.sum()


def tracks(figure, axis):
    return [
        unpack(track[axis]) if axis in track else None for track in figure.layout.meta["moving"]
    ]


@every_case
@pytest.mark.parametrize("size", SIZES)
def test_every_array_is_finite_and_no_word_is_empty(case, size):
    pictures = [
        figures.distributions(case, SIZES[size]),
        figures.curves(case, True, SIZES[size]),
        figures.strengths(case, SIZES[size]),
    ]
    for figure in pictures:
        for axis in "xy":
            assert all(np.isfinite(a).all() for a in tracks(figure, axis) if a is not None)
        for track in figure.layout.meta["moving"]:
            assert all(
                word and "nan" not in word for said in track.get("text", []) for word in said
            )


@every_case
def test_the_slope_is_q_minus_t_over_t_and_that_of_both_losses(case):
    for step in (0, 30, 90):
        t = figures.targets(case)[step]
        slope = figures.slopes(case)[step]
        plain = (softmax(np.array(case.student) / T[step]) - t) / T[step]
        np.testing.assert_allclose(slope, plain, rtol=1e-9, atol=1e-12)
        differences = finite_difference(
            lambda z, t=t, at=T[step]: softmax_cross_entropy(z / at, t), np.array(case.student)
        )
        np.testing.assert_allclose(slope, differences, rtol=1e-5, atol=1e-7)


@every_case
def test_cross_entropy_is_kl_shifted_by_the_entropy_of_the_target(case):
    now = figures.losses(case)
    shift = [entropy(t) for t in figures.targets(case)]
    np.testing.assert_allclose(now.cross_entropy, shift + now.divergence, rtol=1e-9, atol=1e-12)
    ce, kl = tracks(figures.curves(case, False, SIZE), "y")[:2]
    expected = np.broadcast_to(np.array(shift)[:, None], ce.shape)
    np.testing.assert_allclose(ce - kl, expected, atol=1e-4)


@every_case
def test_bars_and_words_are_the_probabilities(case):
    figure = figures.distributions(case, SIZE)
    target, _, student, _ = tracks(figure, "x")
    np.testing.assert_allclose(target, figures.targets(case), atol=1e-7)
    for step in (0, 45):
        plain = softmax(np.array(case.student) / T[step])
        np.testing.assert_allclose(student[step], plain, atol=1e-7)
    assert figure.layout.xaxis.title.text.startswith("probability")


def test_both_losses_are_lowest_where_the_line_stands():
    for case in (TEACHER, SMOOTHED):
        curves = tracks(figures.curves(case, False, SIZE), "y")[:2]
        for step in (5, 30, 40):
            logit = figures.lowest(case)[step]
            for y in curves:
                assert abs(figures.LOGITS[y[step].argmin()] - logit) <= 0.25
    np.testing.assert_allclose(figures.lowest(TEACHER), 6.0, rtol=1e-12)
    assert np.isinf(figures.lowest(ONE_HOT)).all()


def test_a_smoothed_label_asks_for_a_finite_lead():
    t = smooth_labels([1, 0, 0], 0.1)
    assert np.log(t[0] / t[1]) == pytest.approx(3.33, abs=0.005)
    case = SMOOTHED._replace(amount=0.1, student=(0.0, 0.0, 0.0))
    assert figures.lowest(case)[T.tolist().index(1.0)] == pytest.approx(np.log(t[0] / t[1]))


def test_the_gradient_falls_like_the_square_and_against_a_label_like_the_first_power():
    soft, hard = figures.lengths(TEACHER)
    late = T >= 10
    slope_of = [np.polyfit(np.log(T[late]), np.log(y[late]), 1)[0] for y in (soft, hard)]
    np.testing.assert_allclose(slope_of, [-2, -1], atol=0.15)
    centred = [np.array(z) - np.mean(z) for z in (TEACHER.student, TEACHER.teacher)]
    limit = np.linalg.norm(centred[0] - centred[1]) / 3
    assert soft[-1] * T[-1] ** 2 == pytest.approx(limit, rel=0.1)
    drawn = figures.strengths(TEACHER, SIZE)
    np.testing.assert_allclose(drawn.data[0].y, soft, rtol=1e-6)
    np.testing.assert_allclose(drawn.data[2].y, soft * T**2, rtol=1e-6)
    np.testing.assert_allclose(drawn.data[4].y, hard, rtol=1e-6)


def test_reverse_is_drawn_only_where_it_is_finite():
    names = [trace.name for trace in figures.curves(TEACHER, True, SIZE).data]
    assert names[:3] == ["CE", "KL", "reverse"]
    assert "reverse" not in [trace.name for trace in figures.curves(ONE_HOT, True, SIZE).data]
    colors = [trace.line.color for trace in figures.curves(TEACHER, True, SIZE).data[:2]]
    assert colors == [INFORMATION[name].color for name in ("cross-entropy", "kl-divergence")]


def test_rows_state_slopes_of_every_loss():
    step = T.tolist().index(4.0)
    ce, kl, scaled, reverse = figures.rows(TEACHER, step)
    names = [f"slope in {name}" for name in figures.CLASSES]
    assert [ce[n] for n in names] == [kl[n] for n in names] == ["−0.0745", "0.0506", "0.0239"]
    assert scaled["slope in cat"] == "−1.19"
    q, t = softmax(np.array([1, 3, 0]) / 4), softmax(np.array([6, 3, 0]) / 4)
    slope = q[0] * (np.log(q[0] / t[0]) - (q * np.log(q / t)).sum()) / 4
    assert reverse["slope in cat"] == f"{slope:.4f}".replace("-", "−")
    assert len(figures.rows(ONE_HOT, step)) == 2


def test_captions_and_formula_state_the_numbers():
    step = T.tolist().index(4.0)
    template = "{T} {t} {q} {ce} {h} {kl} {slope} {scaled}{reverse}"
    said = figures.captions(template, TEACHER, True)[step]
    assert said == "4 0.590 0.292 1.125 0.934 0.191 −0.0745 −1.19 Reverse KL: 0.181."
    assert figures.captions("{reverse}", ONE_HOT, True)[0] == " Reverse KL: infinite."
    assert r"\frac{0.292 - 0.590}{4} = -0.0745" in figures.slope_formula(TEACHER, step)


@pytest.mark.parametrize(("mu", "sigma"), [(1.0, 0.5), (-3.0, 0.1), (0.0, 1.0), (2.0, 3.0)])
def test_the_gaussian_formulas_are_integrals_of_the_densities(mu, sigma):
    first = scipy.stats.norm(mu, sigma)
    cross = scipy.integrate.quad(
        lambda x: -first.pdf(x) * scipy.stats.norm.logpdf(x), mu - 12 * sigma, mu + 12 * sigma
    )[0]
    assert figures.gaussian_cross_entropy(mu, sigma) == pytest.approx(cross, rel=1e-7)
    closed = 0.5 * (mu**2 + sigma**2 - 1) - np.log(sigma)
    assert closed == pytest.approx(cross - first.entropy(), rel=1e-6, abs=1e-9)
    assert rf"&= {tex(closed)} \text{{ nats}}" in figures.gaussian_formula(mu, sigma)
    prior, own = figures.densities(mu, sigma, SIZE).data
    np.testing.assert_allclose(own.y, first.pdf(own.x), rtol=1e-4, atol=1e-7)
    np.testing.assert_allclose(prior.y, scipy.stats.norm.pdf(prior.x), rtol=1e-4)
    ce, kl, marker = figures.penalties(mu, sigma, SIZE).data
    assert marker.y[0] == pytest.approx(closed, abs=1e-12)
    assert ce.y.argmin() == 0
    assert kl.x[kl.y.argmin()] == pytest.approx(1.0, abs=0.03)
