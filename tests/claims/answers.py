"""The answers to what lectures ask the hall, computed.

A scene with choices or a guess names a claim; the function entered here for that claim returns the
right choice in the words of the scene, or the number that is guessed. `tests/test_claims.py`
compares it with the file's `answer`.
"""

from collections.abc import Callable

import numpy as np
import pytest

from core import coding, information
from core.activations import sigmoid
from core.datasets import load
from core.evaluation import split
from core.gradients import finite_difference
from core.landscape import grid_minima, loss_surface
from core.likelihood import NOISE_MODELS
from core.multiclass import (
    Scores,
    distillation_gradient,
    error_rate,
    soften,
    softmax_cross_entropy_gradient,
)
from core.objective import Objective
from core.step_size import Outcome, endings, run_at_rates
from core.training import Settings, fit
from pages.models import noise_model
from tests.claims.lectures import BCE, LONG, MSE, SHORT, raced
from tests.claims.many_classes import FIRST, SECOND, TARGETS
from tests.claims.registry import claim

Answer = Callable[[], str | float]
ANSWERS: dict[tuple[str, str], Answer] = {}
"""By lecture and claim."""


def answer(slug: str, *lectures: str) -> Callable[[Answer], Answer]:
    """Enter what computes the answer of the scenes that rest on a claim."""

    def enter(compute: Answer) -> Answer:
        ANSWERS.update({(lecture, slug): compute for lecture in lectures})
        return compute

    return enter


# Choices.


@answer("from-a-bad-start-squared-error-stands-still", SHORT, LONG)
def which_learns_from_the_bad_start():
    data, settings = load("nielsen"), Settings(start=[2.0, 2.0], learning_rate=0.15, steps=60)
    losses = {"Cross-entropy": BCE, "Squared error": MSE}
    outputs = {
        name: sigmoid(fit(loss, data.X, data.y, settings).theta[-1].sum())
        for name, loss in losses.items()
    }
    assert np.ptp([*outputs.values()]) > 0.5
    return min(outputs, key=outputs.__getitem__)


def per_cent(share):
    return f"{100 * share:.1f} %"


@answer("cross-entropy-has-no-plateau-at-the-bad-start", SHORT, LONG)
def how_many_are_wrong_at_one_rate():
    before, squared, cross = map(per_cent, raced("breast-cancer", "saturated", (0.5, 0.5)))
    assert before == squared
    return f"Squared error: {squared}, the other: {cross}"


@answer("four-times-the-rate-does-not-help-from-the-bad-start", SHORT, LONG)
def how_many_are_wrong_at_four_times_the_rate():
    before, squared, _ = raced("breast-cancer", "saturated", (2.0, 0.5))
    assert squared >= before
    return f"{per_cent(squared)}: no better than before"


@answer("from-zero-it-is-nearly-a-tie", SHORT, LONG)
def which_wins_from_zero():
    _, squared, cross = raced("breast-cancer", "zero", (2.0, 0.5))
    if abs(squared - cross) < 0.01:
        return "Nearly a tie"
    return (
        "Cross-entropy, as before" if cross < squared else "Squared error, at four times the rate"
    )


@answer("cross-entropy-is-convex-and-squared-error-near-good-answers", LONG)
def where_squared_error_is_not_convex():
    (label,) = load("nielsen").y
    z = np.linspace(-20, 20, 40_001)
    error, bends = np.abs(sigmoid(z) - label), MSE.curvature(z, label) < 0
    assert bends.any()
    assert not bends.all()
    worse = error[bends].min() > error[~bends].max()
    return "Near the bad answers" if worse else "Near the good answers"


@answer("a-grid-shows-minima-that-are-not-there", LONG)
def how_many_cells_look_like_a_minimum():
    data, w, b = load("lab"), np.linspace(-6, 12, 50), np.linspace(-20, 10, 40)
    return str(len(grid_minima(loss_surface(BCE, data.X, data.y, w, b))))


@answer("below-two-over-l-every-step-falls-and-above-it-some-runs-cycle", LONG)
def what_the_run_does_above_two_over_m():
    trap = load("trap")
    runs = run_at_rates(BCE, trap.X, trap.y, [0, 0], [0.5])
    (end,) = endings(BCE, trap.X, trap.y, runs)
    return {
        Outcome.CONVERGES: "It converges",
        Outcome.CYCLE: "It cycles between two places",
        Outcome.BOUNCES: "It jumps about",
        Outcome.DIVERGES: "It diverges",
    }[end.outcome]


@answer("how-much-log-loss-gets-worse-depends-on-the-split", LONG)
def what_the_error_rate_does_while_log_loss_doubles():
    seen, unseen = split(load("overlapping"), 0.9, 0)
    run = fit(BCE, seen.X, seen.y, Settings(start=[0, 0, 0], learning_rate=1.0, steps=1000))
    error = Objective.of(BCE, unseen.X, unseen.y).error_rate(run.theta)[22:]
    samples = np.ptp(error) * len(unseen.y)
    return "It hardly changes" if samples < 4 else "It falls to 0" if error[-1] == 0 else "?"


@answer("the-best-code-needs-one-and-a-half-bits", LONG)
def what_the_best_code_needs():
    p = [0.5, 0.3, 0.2]
    lengths = coding.huffman(p).lengths
    mean = coding.mean_length(p, lengths)
    first, second, third = sorted(lengths)
    return f"{mean:g} bits: lengths {first:g}, {second:g} and {third:g}"


@answer("the-error-rate-ties-and-has-no-slope", LONG)
def which_classifier_is_better_by_which_measure():
    first, second = (Scores.of(q, TARGETS) for q in (FIRST, SECOND))
    assert error_rate(FIRST, TARGETS) == error_rate(SECOND, TARGETS)
    better = 1 if first.cross_entropy.mean() < second.cross_entropy.mean() else 2
    return f"Model {better}, by cross-entropy"


@answer("wrong-classes-are-in-the-slope", LONG)
def which_logits_get_a_slope():
    slopes = softmax_cross_entropy_gradient(np.array([2.0, 5.0, 1.0]), np.eye(3)[0])
    return {
        (True, True): "All of them",
        (True, False): "That of the right class alone",
        (False, True): "Those of the wrong classes alone",
    }[bool(slopes[0]), bool(slopes[1:].all())]


@answer("cross-entropy-and-kl-train-alike-on-soft-labels", LONG)
def which_trains_better_on_a_soft_target():
    rng = np.random.default_rng(1)
    for z, teacher in zip(*rng.normal(scale=2, size=(2, 20, 3)), strict=True):
        target = soften(teacher, 4.0)
        of_kl = finite_difference(
            lambda v, t=target: information.kl_divergence(t, soften(v, 4.0)), z
        )
        np.testing.assert_allclose(of_kl, distillation_gradient(z, teacher, 4.0), atol=1e-7)
    return "Neither: the same gradient"


@answer("cross-entropy-is-lowest-at-the-truth", SHORT, LONG)
def which_prediction_has_the_lowest_cross_entropy():
    said = [
        "q = 0: the likelier outcome, for sure",
        "q = 0.2: the truth itself",
        "q = 0.5: leave it open",
    ]
    q = np.array([0.0, 0.2, 0.5])
    return said[information.cross_entropy([0.2, 0.8], np.stack([q, 1 - q], axis=1)).argmin()]


# Guesses.


@answer("a-slope-below-the-peak-is-taken-twice", SHORT)
def the_other_logit_with_the_slope_at_minus_six():
    z = np.linspace(-0.6, 10, 100_001)
    slope = np.abs(MSE.gradient(z, 1.0))
    return z[np.abs(slope - abs(MSE.gradient(-6.0, 1.0))).argmin()]


@answer("squared-error-is-a-gaussian-likelihood-and-ridge-the-prior", LONG)
@claim(
    LONG,
    "At the mean, 4.5, where the likelihood peaks",
    "least at the median, 4.0",
    "在均值 4.5 处，那里似然最大",
    "它在中位数 4.0 处最小",
)
def one_far_out_moves_the_mean_and_not_the_median():
    x, mu = np.array(noise_model.OBSERVATIONS["outlier"]), np.linspace(0, 9, 9001)
    least = {
        slug: mu[NOISE_MODELS[slug].mean_loss(x, mu).argmin()] for slug in ("gaussian", "laplace")
    }
    assert least["gaussian"] == pytest.approx(x.mean(), abs=5e-4)
    assert least["laplace"] == pytest.approx(np.median(x), abs=5e-4)
    assert mu[NOISE_MODELS["gaussian"].log_likelihood(x, mu, 1.0).argmax()] == least["gaussian"]
    assert (round(least["gaussian"], 3), round(least["laplace"], 3)) == (4.5, 4.0)
    return least["gaussian"]


@answer("confidently-wrong-at-minus-six", SHORT, LONG)
@answer("confidently-wrong-cross-entropy-pushes-22-000-times-as-hard", LONG)
@claim(
    LONG,
    "It pushes hardest at z = −ln 2 = −0.69, where p is 1/3",
    "它在 z = −ln 2 = −0.69 处的力度最大，那里 p 为 1/3",
)
def squared_error_pushes_hardest_where_p_is_a_third():
    z = np.linspace(-30, 30, 60_001)
    peak = z[np.abs(MSE.gradient(z, 1.0)).argmax()]
    assert peak == pytest.approx(-np.log(2), abs=1e-3)
    assert round(-np.log(2), 2) == -0.69
    assert sigmoid(-np.log(2)) == pytest.approx(1 / 3)
    return peak
