"""What is often said, and what the lecture teaches instead, each with the numbers that decide.

A claim names the page that teaches it, quotes the words there, and is computed by its function: it
fails when the core no longer says so. `tests/test_claims.py` runs them all.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest

from core import coding, information, likelihood, margins, multinomial
from core.activations import log_sigmoid, sigmoid, softmax
from core.datasets import load
from core.evaluation import split
from core.gradients import finite_difference, parameter_gradient, parameter_hessian
from core.landscape import grid_minima, loss_surface, stationary_points
from core.linear_output import fit_linear_output
from core.losses import LOSSES, huber, smooth_l1, smooth_l1_slope
from core.multiclass import (
    distillation_gradient,
    error_rate,
    misclassified,
    softmax_cross_entropy,
    softmax_cross_entropy_gradient,
    softmax_squared_error_gradient,
    squared_error,
)
from core.objective import Objective
from core.optimizers import minimise, safe_learning_rate
from core.separation import separating_direction
from core.starts import preset_start
from core.training import Status, fit

BCE, MSE = LOSSES["bce"], LOSSES["mse"]
TARGETS = np.eye(3)[[2, 1, 0]]
FIRST = np.array([[0.3, 0.3, 0.4], [0.3, 0.4, 0.3], [0.1, 0.2, 0.7]])
SECOND = np.array([[0.1, 0.2, 0.7], [0.1, 0.7, 0.2], [0.3, 0.4, 0.3]])


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One thing the lecture teaches.

    Attributes
    ----------
    slug : str
        By which lectures name it.
    said : str
        What is often said; empty if it is no correction.
    page : str
        Address of the page that teaches it.
    words : str
        Words of that page's text.
    check : callable
        Computes it; raises AssertionError if it does not hold.
    """

    slug: str
    said: str
    page: str
    words: str
    check: Callable[[], None]


CLAIMS: dict[str, Claim] = {}


def claim(page: str, words: str, said: str = "") -> Callable[[Callable[[], None]], None]:
    """Enter a function into CLAIMS; its name with hyphens is the slug."""

    def enter(check: Callable[[], None]) -> None:
        slug = check.__name__.replace("_", "-")
        CLAIMS[slug] = Claim(slug=slug, said=said, page=page, words=words, check=check)

    return enter


# One neuron: slopes.


@claim(
    "logit-gradient",
    "The minus sign belongs to the whole of it",
    said="The sigmoid is 1 / (1 + exp(-sum(w x) + b)).",
)
def the_exponent_is_minus_the_whole_logit():
    w, x, b = np.array([0.5, -1.0]), np.array([2.0, 3.0]), 0.7
    z = w @ x + b
    assert sigmoid(z) == pytest.approx(1 / (1 + np.exp(-(w @ x + b))), rel=1e-12)
    assert sigmoid(z) != pytest.approx(1 / (1 + np.exp(-(w @ x) + b)), rel=0.1)


@claim(
    "logit-gradient",
    "That needs an infinite logit",
    said="At p = 1 and y = 0 the gradient of squared error is 0 and cannot be updated.",
)
def tiny_is_not_zero():
    z = np.array([10.0, 40.0, 700.0])
    assert (MSE.gradient(z, 0.0) > 0).all()
    assert MSE.gradient(10.0, 0.0) == pytest.approx(4.5e-5, rel=0.01)
    assert MSE.gradient(np.inf, 0.0) == 0
    p = 1 / (1 + np.exp(-40.0))
    assert p * (1 - p) == 0  # what careless floats make of it


@claim(
    "logit-gradient",
    "neither is a polynomial in $w$",
    said="Squared error's gradient is cubic in w and cross-entropy's linear, so that is cheaper.",
)
def both_slopes_are_polynomials_in_p_only():
    p = np.linspace(0.05, 0.95, 19)
    z = np.log(p / (1 - p))
    np.testing.assert_allclose(BCE.gradient(z, 1.0), p - 1, rtol=1e-12)
    cubic = np.polynomial.Polynomial.fit(p, MSE.gradient(z, 1.0), 3)
    np.testing.assert_allclose(cubic(p), MSE.gradient(z, 1.0), atol=1e-14)
    in_w = np.polynomial.Polynomial.fit(z, BCE.gradient(z, 1.0), 3)
    assert np.abs(in_w(z) - BCE.gradient(z, 1.0)).max() > 1e-3


@claim("logit-gradient", "it is largest at")
def squared_error_pushes_hardest_at_a_third():
    z = np.linspace(-10, 10, 200_001)
    slope = np.abs(MSE.gradient(z, 1.0))
    assert z[slope.argmax()] == pytest.approx(-np.log(2), abs=1e-3)
    assert slope.max() == pytest.approx(4 / 27, rel=1e-9)


@claim("logit-gradient", "takes every slope **twice**")
def a_small_slope_says_neither_near_nor_far():
    z = np.linspace(-30, 30, 100_001)
    slope = np.abs(MSE.gradient(z, 1.0))
    assert np.count_nonzero(np.diff(np.sign(slope - 0.01))) == 2
    assert np.count_nonzero(np.diff(np.sign(np.abs(BCE.gradient(z, 1.0)) - 0.01))) == 1


@claim("overview", "times as hard")
def confidently_wrong_cross_entropy_pushes_22_000_times_as_hard():
    assert BCE.gradient(-10.0, 1.0) / MSE.gradient(-10.0, 1.0) == pytest.approx(22_000, rel=0.01)


@claim("live-fit", "at four times the rate the first step is the same step")
def from_zero_four_times_the_rate_is_the_same_step():
    data = load("breast-cancer")
    slow, fast = (parameter_gradient(each, data.X, data.y, np.zeros(3)) for each in (MSE, BCE))
    np.testing.assert_allclose(4 * slow, fast, rtol=1e-12)
    z = np.linspace(-30, 30, 601)
    assert (np.abs(MSE.gradient(z, 1.0)) <= np.abs(BCE.gradient(z, 1.0)) / 4 + 1e-16).all()


# One neuron: convexity, minima, plateaus.


@claim(
    "linear-probability",
    "the Brier score is strictly proper",
    said="Squared error is against the essence of classification.",
)
def the_brier_score_is_proper():
    p = np.linspace(0.001, 0.999, 999)
    z = np.log(p / (1 - p))
    for truth in (0.1, 0.5, 0.83):
        for loss in (MSE, BCE):
            expected = truth * loss.value(z, 1.0) + (1 - truth) * loss.value(z, 0.0)
            assert p[expected.argmin()] == pytest.approx(truth, abs=1e-9)


@claim(
    "loss-surface",
    "Cross-entropy is convex and has none either, in general",
    said="Squared error has no closed form because it is not convex; cross-entropy is convex.",
)
def convex_is_neither_a_closed_form_nor_a_minimum():
    data = load("lab")
    for theta in np.random.default_rng(0).normal(size=(20, 2)):
        assert np.linalg.eigvalsh(parameter_hessian(BCE, data.X, data.y, theta)).min() >= -1e-15
    assert not minimise(BCE, data.X, data.y).finite
    steps = fit(BCE, data.X, data.y, start=[0, 0], learning_rate=0.5, steps=10_000).theta[:, 0]
    np.testing.assert_allclose(steps[[100, 1_000, 10_000]], [1.65, 4.03, 8.13], rtol=0.005)


@claim("loss-surface", "negative wherever p is below 1/3")
def half_squared_error_is_convex_where_the_answer_is_good():
    p = np.array([0.1, 0.3, 0.34, 0.6, 0.9])
    curvature = MSE.curvature(np.log(p / (1 - p)), 1.0)
    assert np.array_equal(curvature > 0, p > 1 / 3)
    z = np.linspace(-20, 20, 400_001)
    assert MSE.curvature(z, 1.0).min() == pytest.approx(-0.0601, abs=5e-5)
    assert MSE.curvature(z, 1.0).max() == pytest.approx(0.0770, abs=5e-5)


@claim(
    "loss-surface",
    "Usually it is a plateau",
    said="Squared error is caught in many local minima.",
)
def a_plateau_with_one_example_and_a_trap_with_five():
    neuron = load("nielsen")
    assert stationary_points(MSE, neuron.X, neuron.y, (-20, 20), (-20, 20)) == []
    trap = load("trap")
    found = stationary_points(MSE, trap.X, trap.y, (-6, 6), (-10, 10))
    minima = sorted((p.loss, *p.theta) for p in found if p.kind == "minimum")
    np.testing.assert_allclose(
        minima, [[0.0876, -0.290, 0.064], [0.1661, 0.643, -3.849]], atol=6e-4
    )


@claim("success-map", "half squared error is caught by the second")
def the_trap_catches_squared_error_only():
    trap = load("trap")
    stuck = fit(MSE, trap.X, trap.y, start=[2, -6], learning_rate=1.0, steps=10_000)
    free = fit(MSE, trap.X, trap.y, start=[0, 0], learning_rate=1.0, steps=10_000)
    freed = fit(BCE, trap.X, trap.y, start=[2, -6], learning_rate=0.5, steps=10_000)
    np.testing.assert_allclose(stuck.theta[-1], [0.643, -3.849], atol=0.01)
    np.testing.assert_allclose(free.theta[-1], [-0.290, 0.064], atol=0.01)
    np.testing.assert_allclose(freed.theta[-1], [-0.314, 0.350], atol=1e-3)
    assert (stuck.error_rate[-1], freed.error_rate[-1]) == pytest.approx((0.4, 0.2))


@claim("loss-surface", "binary cross-entropy, which is convex")
def a_grid_shows_minima_that_are_not_there():
    data = load("lab")
    w, b = np.linspace(-6, 12, 50), np.linspace(-20, 10, 40)
    counts = [len(grid_minima(loss_surface(loss, data.X, data.y, w, b))) for loss in (MSE, BCE)]
    assert counts == [16, 13]
    assert separating_direction(data.X, data.y) is not None
    assert stationary_points(MSE, data.X, data.y, (-6, 12), (-20, 10)) == []


@claim(
    "learning-rate",
    "a larger one is wanted",
    said="When the gradient is small, take a smaller step.",
)
def on_a_plateau_a_larger_step_is_wanted():
    data, start = load("nielsen"), [2.0, 2.0]
    small, large = (
        fit(MSE, data.X, data.y, start=start, learning_rate=rate, steps=100).loss[-1]
        for rate in (0.15, 5.0)
    )
    assert large < 0.1 * small


@claim("learning-rate", "It is sufficient, not necessary")
def below_two_over_l_every_step_falls_and_some_larger_rates_do_too():
    data = load("trap")
    safe = safe_learning_rate(BCE, data.X)
    assert safe == pytest.approx(0.367, abs=5e-4)
    below = fit(BCE, data.X, data.y, start=[2, -6], learning_rate=0.999 * safe, steps=300)
    assert (np.diff(below.loss) <= 1e-15).all()
    above = fit(BCE, data.X, data.y, start=[2, -6], learning_rate=0.57, steps=3_000)
    assert above.status is Status.CONVERGED
    assert safe_learning_rate(MSE, data.X) / safe == pytest.approx(0.25 / 0.0770, rel=1e-3)


@claim(
    "linear-probability",
    "It regresses the log-odds",
    said="Logistic regression is not regression.",
)
def logistic_regression_regresses_the_log_odds():
    theta, x = np.array([0.8, -0.3]), np.linspace(-4, 4, 9)
    log_odds = log_sigmoid(theta[0] * x + theta[1]) - log_sigmoid(-(theta[0] * x + theta[1]))
    np.testing.assert_allclose(log_odds, theta[0] * x + theta[1], rtol=1e-12)


@claim("linear-probability", "On a linear output it has one and is convex")
def squared_error_on_a_linear_output_has_a_closed_form():
    data = load("overlapping")
    A = np.column_stack([data.X, np.ones(len(data.y))])
    theta = fit_linear_output(data.X, data.y).theta
    np.testing.assert_allclose(A.T @ (A @ theta - data.y), 0, atol=1e-10)


@claim(
    "hold-out",
    "Report log-loss and calibration too",
    said="Always one-hot and cross-entropy; judge by the error rate.",
)
def the_error_rate_misleads_where_a_class_is_rare():
    y = np.array([1.0] * 5 + [0.0] * 95)
    never = np.full(100, -8.0)
    assert np.mean((never >= 0) != (y == 1)) == 0.05
    honest = np.full(100, np.log(0.05 / 0.95))
    assert np.mean((honest >= 0) != (y == 1)) == 0.05
    assert BCE.value(honest, y).mean() < 0.5 * BCE.value(never, y).mean()
    soft = BCE.value(np.log(0.7 / 0.3), 0.7)
    assert soft == pytest.approx(information.entropy([0.7, 0.3]))


@claim("hold-out", "The error rate hardly moves while log-loss gets several times worse")
def held_out_log_loss_gets_worse_while_the_error_rate_rests():
    training, held_out = split(load("overlapping"), 0.9, 0)
    theta = fit(BCE, training.X, training.y, start=[0, 0, 0], learning_rate=1.0, steps=5_000).theta[
        [22, 5_000]
    ]
    seen = Objective.of(BCE, held_out.X, held_out.y)
    early, late = seen.value(theta)
    assert late > 4 * early
    assert np.ptp(seen.error_rate(theta)) < 0.05


# Loss curves.


@claim(
    "loss-curves",
    "are trained with subgradients",
    said="A loss must be differentiable, and its gradient must reach zero.",
)
def kinks_have_subgradients_and_cross_entropy_no_finite_rest():
    assert LOSSES["hinge"].gradient(1.0, 1.0) == 0
    assert not LOSSES["hinge"].smooth
    z = np.array([1.0, 10.0, 100.0, 700.0])
    assert (BCE.gradient(z, 1.0) < 0).all()
    assert (np.diff(BCE.value(z, 1.0)) < 0).all()


@claim(
    "loss-curves",
    "but shifted",
    said="Outside the kink Huber and Smooth L1 are still absolute error.",
)
def huber_and_smooth_l1_are_shifted_lines():
    r = np.array([-9.0, -3.0, 4.0, 20.0])
    for beta in (0.5, 1.0, 2.0):
        np.testing.assert_allclose(smooth_l1(r, beta), np.abs(r) - beta / 2, rtol=1e-12)
        np.testing.assert_allclose(smooth_l1(r, beta), huber(r, beta) / beta, rtol=1e-12)
        np.testing.assert_allclose(np.abs(smooth_l1_slope(r, beta)), 1.0)
    np.testing.assert_array_equal(smooth_l1(r, 1.0), huber(r, 1.0))


# Information.


@claim("code-length", "1.4855 bits", said="H(.5, .3, .2) is 1.48 bits.")
def the_entropy_of_the_example():
    assert information.entropy([0.5, 0.3, 0.2], "bit") == pytest.approx(1.4855, abs=5e-5)


@claim(
    "two-outcomes",
    "For a fixed $p$ only",
    said="Lower cross-entropy means closer distributions.",
)
def cross_entropy_ranks_for_a_fixed_p_only():
    near = information.cross_entropy([0.5, 0.5], [0.5, 0.5])
    far = information.cross_entropy([0.99, 0.01], [0.9, 0.1])
    assert far < near
    assert information.kl_divergence([0.99, 0.01], [0.9, 0.1]) > 0
    assert near == pytest.approx(np.log(2))


@claim(
    "two-outcomes",
    "equal in value only where $H(p) = 0$",
    said="Cross-entropy is a special case of KL.",
)
def cross_entropy_is_entropy_plus_kl():
    p, q = np.array([0.2, 0.8]), np.array([0.6, 0.4])
    parts = information.entropy(p) + information.kl_divergence(p, q)
    assert information.cross_entropy(p, q) == pytest.approx(parts, rel=1e-14)
    hard = [1.0, 0.0]
    assert information.cross_entropy(hard, q) == information.kl_divergence(hard, q)


@claim(
    "two-outcomes",
    "they are one curve, shifted by $H(p)$",
    said="The CE and KL curves are merely similar.",
)
def cross_entropy_and_kl_are_one_curve():
    q = np.linspace(0.01, 0.99, 99)
    pairs = np.stack([q, 1 - q], axis=1)
    gap = information.cross_entropy([0.3, 0.7], pairs) - information.kl_divergence(
        [0.3, 0.7], pairs
    )
    np.testing.assert_allclose(gap, information.entropy([0.3, 0.7]), rtol=1e-12)


@claim("two-outcomes", "for 0.2 against 0.8 they are equal", said="KL(p, q) is never KL(q, p).")
def kl_is_not_symmetric_in_general():
    kl = information.kl_divergence
    assert kl([0.2, 0.8], [0.8, 0.2]) == pytest.approx(kl([0.8, 0.2], [0.2, 0.8]), rel=1e-14)
    assert kl([0.2, 0.8], [0.8, 0.2]) == pytest.approx(0.832, abs=5e-4)
    assert kl([0.2, 0.8], [0.5, 0.5]) == pytest.approx(0.193, abs=5e-4)
    assert kl([0.5, 0.5], [0.2, 0.8]) == pytest.approx(0.223, abs=5e-4)


@claim(
    "code-length",
    "In general the reason is Kraft's and Gibbs' inequality together",
    said="A codeword has -log2 p bits because one needs 1/p samples.",
)
def the_best_code_is_within_one_bit_of_the_entropy():
    for p in ([0.5, 0.3, 0.2], [0.9, 0.05, 0.05], [0.25] * 4):
        lengths = coding.huffman(p).lengths
        assert coding.kraft_sum(lengths) <= 1
        mean, bound = coding.mean_length(p, lengths), information.entropy(p, "bit")
        assert bound - 1e-12 <= mean < bound + 1
    assert coding.mean_length([0.25] * 4, coding.huffman([0.25] * 4).lengths) == 2


# Many classes.


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


# Likelihood.


@claim(
    "noise-model",
    "A zero-mean Gaussian prior on the weights is ridge",
    said="MSE is a Gaussian prior.",
)
def squared_error_is_a_gaussian_likelihood_and_ridge_the_prior():
    x, mu = np.array([0.3, -1.2, 2.0]), 0.4
    for sigma in (0.5, 2.0):
        log_density = likelihood.gaussian_log_density(x, mu, sigma).sum()
        constant = len(x) * np.log(sigma * np.sqrt(2 * np.pi))
        assert -log_density == pytest.approx(
            (0.5 * (x - mu) ** 2).sum() / sigma**2 + constant, rel=1e-12
        )
    w, samples, width = np.array([1.0, -2.0]), 50, 0.7
    strength = likelihood.ridge_strength(width, samples)
    prior = likelihood.gaussian_log_density(w, 0.0, width) - likelihood.gaussian_log_density(
        0.0, 0.0, width
    )
    assert likelihood.ridge_penalty(w, strength) == pytest.approx(-prior.sum() / samples)


@claim(
    "noise-model",
    "A density may exceed 1",
    said="For the Gaussian maximum likelihood log sigma is dropped.",
)
def log_sigma_stays_when_sigma_is_estimated():
    x = np.array([0.0, 0.1, -0.1, 0.05])
    sigmas = np.linspace(0.01, 1.0, 2_000)
    fit_of = [likelihood.gaussian_log_density(x, x.mean(), s).sum() for s in sigmas]
    assert sigmas[int(np.argmax(fit_of))] == pytest.approx(x.std(), abs=1e-3)
    dropped = [-(0.5 * (x - x.mean()) ** 2).sum() / s**2 for s in sigmas]
    assert int(np.argmax(dropped)) == len(sigmas) - 1  # without it sigma runs away
    assert np.exp(likelihood.gaussian_log_density(0.0, 0.0, 0.1)) > 1


@claim("noise-model", "to the last digit")
def the_mean_log_likelihood_of_logistic_regression_is_minus_bce():
    data, theta = load("iris"), np.array([0.4, -1.1, 0.2])
    z = data.X @ theta[:-1] + theta[-1]
    mean = likelihood.log_likelihood_logistic(data.X, data.y, theta) / len(data.y)
    assert -mean == pytest.approx(BCE.value(z, data.y).mean(), rel=1e-14)


@claim(
    "loaded-die",
    "one $\\theta(x_i)$ per sample",
    said="The multinomial maximum likelihood equals cross-entropy times N.",
)
def counts_give_cross_entropy_up_to_the_coefficient():
    counts, theta = np.array([3, 5, 2]), np.array([0.2, 0.5, 0.3])
    total = counts.sum()
    log_probability = multinomial.multinomial_log_probability(counts, theta)
    coefficient = multinomial.multinomial_log_coefficient(counts)
    cross = information.cross_entropy(counts / total, theta)
    assert -log_probability / total == pytest.approx(cross - coefficient / total, rel=1e-12)
    np.testing.assert_allclose(multinomial.multinomial_estimate(counts), counts / total)


# What a lecture shows in one picture.


@claim("overview", "hardly pushes where the answer is confidently wrong")
def from_a_bad_start_squared_error_stands_still():
    data = load("nielsen")
    way = {"start": [2.0, 2.0], "learning_rate": 0.15, "steps": 60}
    fast, slow = (fit(loss, data.X, data.y, **way).theta[-1].sum() for loss in (BCE, MSE))
    assert sigmoid(4.0) == pytest.approx(0.98, abs=0.005)
    assert sigmoid(fast) < 0.1
    assert sigmoid(slow) > 0.97


@claim("live-fit", "At a saturated start nearly all predictions are near 0 or 1")
def on_real_data_squared_error_stays_on_its_plateau():
    data = load("breast-cancer")
    start = preset_start("saturated", data.X, data.y)
    fast, slow = (fit(loss, data.X, data.y, start=start, steps=120) for loss in (BCE, MSE))
    assert len(data.y) == 569
    assert fast.error_rate[0] > 0.85
    assert fast.error_rate[-1] < 0.15
    assert slow.error_rate[-1] > 0.85
    assert slow.status is Status.PLATEAU
