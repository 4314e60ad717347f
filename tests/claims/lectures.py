"""What the lectures say, computed: claims of their own, and the pages' claims that they quote."""

from collections.abc import Callable

import numpy as np
import pytest

from core import coding, information
from core.activations import sigmoid
from core.datasets import DATASETS, load
from core.evaluation import split
from core.gradients import parameter_gradient, parameter_hessian
from core.initial import preset_start
from core.losses import LOSSES, huber, huber_slope, smooth_l1
from core.objective import Objective
from core.optimizers import safe_learning_rate
from core.separability import separating_direction
from core.step_size import Outcome, endings, run_at_rates
from core.success import Goal, arrival_steps
from core.training import Settings, fit
from pages.models import success_map
from tests.claims import information as on_information
from tests.claims import likelihood, linear_probability, one_neuron, opening, training
from tests.claims.registry import claim

BCE, MSE = LOSSES["bce"], LOSSES["mse"]
SHORT, LONG = "why-cross-entropy", "full-course"
LOGITS = np.linspace(-300, 300, 6_001)
FITTED = ("breast-cancer", "iris", "overlapping", "outliers", "flipped")
"""Data with two features and a saturated start, which no line separates."""

Check = Callable[[], None]


def both(*words: str) -> Callable[[Check], Check]:
    """Enter a claim that both lectures quote."""
    return lambda check: claim(SHORT, *words)(claim(LONG, *words)(check))


# Claims of the pages, in the order of the course.

both("After 60 steps cross-entropy is nearly there. Squared error has hardly moved.")(
    opening.from_a_bad_start_squared_error_stands_still
)
claim(LONG, "it need not have a point where the slope is zero")(
    one_neuron.kinks_have_subgradients_and_cross_entropy_no_finite_rest
)
claim(LONG, "16 circles on squared error, 13 on cross-entropy")(
    one_neuron.a_grid_shows_minima_that_are_not_there
)
claim(LONG, "on separable data it falls for ever")(
    one_neuron.convex_is_neither_a_closed_form_nor_a_minimum
)
both("at four times the rate the first step is the same")(
    training.from_zero_four_times_the_rate_is_the_same_step
)
claim(LONG, "from A squared error ends in a minimum that is real")(
    training.the_trap_catches_squared_error_only
)
claim(LONG, "its best answer is the true probability, as with cross-entropy")(
    linear_probability.the_brier_score_is_proper
)
claim(LONG, "is squared error, scaled and shifted", "Gaussian prior on the weights is ridge")(
    likelihood.squared_error_is_a_gaussian_likelihood_and_ridge_the_prior
)
claim(LONG, "is binary cross-entropy: the same sum")(
    likelihood.the_mean_log_likelihood_of_logistic_regression_is_minus_bce
)
claim(LONG, "Minus its log, per throw, is a cross-entropy plus a constant")(
    likelihood.counts_give_cross_entropy_up_to_the_coefficient
)
claim(LONG, "one curve, shifted")(on_information.cross_entropy_and_kl_are_one_curve)
claim(LONG, "0.193 nats one way and 0.223 the other")(on_information.kl_is_not_symmetric_in_general)
claim(LONG, "it hardly pushes where it should push hardest")(
    opening.confidently_wrong_cross_entropy_pushes_22_000_times_as_hard
)


# Claims of the lectures.


@claim(LONG, "cross-entropy grows without bound, squared error (p − y)² stops at 1")
def one_penalty_grows_without_bound():
    for y in (0.0, 1.0):
        wrong = LOGITS * (1 - 2 * y)
        assert (np.diff(BCE.value(wrong, y)) >= 0).all()
        assert BCE.value(wrong, y).max() > 299
        assert (2 * MSE.value(wrong, y)).max() == pytest.approx(1)


@claim(
    LONG,
    "the square pulls with the size of the error, absolute error with 1, Huber with the smaller",
    "Beyond it Huber is straight, and lower than absolute error by 1/2",
    "Smooth L1 is Huber divided by its threshold",
)
def at_threshold_one_huber_pulls_with_the_smaller():
    r = np.linspace(-20, 20, 4001)
    np.testing.assert_allclose(np.abs(huber_slope(r, 1.0)), np.minimum(np.abs(r), 1))
    far = r[np.abs(r) >= 1]
    np.testing.assert_allclose(huber(far, 1.0), np.abs(far) - 0.5)
    for threshold in np.linspace(0.1, 3, 30):
        np.testing.assert_allclose(smooth_l1(r, threshold), huber(r, threshold) / threshold)


@both(
    "Nowhere: the more wrong, the harder",
    "At z = −6 it pushes with 0.998, squared error with 0.0025",
)
@claim(SHORT, "its peak is 4/27 at p = 1/3, and it falls to both sides")
@claim(LONG, "The peak of squared error is 4/27 at p = 1/3")
def confidently_wrong_at_minus_six():
    pushes = [abs(loss.gradient(-6.0, 1.0)) for loss in (BCE, MSE)]
    assert (round(pushes[0], 3), round(pushes[1], 4)) == (0.998, 0.0025)
    z = np.linspace(-30, 30, 60_001)
    assert (np.diff(np.abs(BCE.gradient(z, 1.0))) <= 0).all()
    assert 1 - 1e-12 < abs(BCE.gradient(-30.0, 1.0)) < 1
    slope = np.abs(MSE.gradient(z, 1.0))
    peak = slope.argmax()
    assert (slope[peak], sigmoid(z[peak])) == pytest.approx((4 / 27, 1 / 3), abs=1e-3)
    assert (np.diff(slope[:peak]) > 0).all()
    assert (np.diff(slope[peak + 1 :]) < 0).all()


@both(
    "On the wrong side, left, p (1 − p) dies and the logarithm makes up for it",
    "On the right side the slope falls with the error, as it should",
    "Squared error is slow, not stuck: its slope is not 0",
)
@claim(SHORT, "The other is (p − y) / (p (1 − p)) for cross-entropy")
@claim(LONG, "dL/dp = (p − y) / (p (1 − p))")
def the_logarithm_makes_up_for_the_sigmoid_on_the_wrong_side():
    z = np.linspace(-30, 30, 6001)
    p = sigmoid(z)
    factor, slope = p * sigmoid(-z), np.abs(BCE.gradient(z, 1.0))
    in_p = np.abs(BCE.probability_gradient(z, 1.0))
    np.testing.assert_allclose(in_p * factor, slope, rtol=1e-9)
    np.testing.assert_allclose(in_p, sigmoid(-z) / factor, rtol=1e-9)
    wrong = z < -4
    assert (slope[wrong] > 0.98).all()
    assert (factor[wrong] < 0.02).all()
    assert (np.diff(slope) <= 0).all()
    assert slope[z > 20].max() < 1e-8
    for y in (0.0, 1.0):
        assert MSE.gradient(LOGITS, y).all()


@claim(
    SHORT,
    "it takes every slope below its peak twice",
    "An optimiser that sees the slope alone cannot tell the two apart",
)
def a_slope_below_the_peak_is_taken_twice():
    z = np.linspace(-40, 40, 80_001)
    squared, cross = (np.abs(loss.gradient(z, 1.0)) for loss in (MSE, BCE))
    for level in np.geomspace(1e-9, 0.147, 100):
        assert np.count_nonzero(np.diff(squared > level)) == 2
        assert np.count_nonzero(np.diff(cross > level)) == 1


@both(
    "nearly flat where it is badly wrong. Cross-entropy slopes wherever it is wrong",
    "One example with a hard label has no local minimum to be caught in",
)
def cross_entropy_slopes_wherever_the_answer_is_wrong():
    for y in (0.0, 1.0):
        wrong = LOGITS[(LOGITS > 0) != (y == 1)]
        assert (np.abs(BCE.gradient(wrong, y)) >= 0.5).all()
        assert (np.abs(MSE.gradient(wrong[np.abs(wrong) > 6], y)) < 0.0025).all()
        # With one example dL/db is the slope in the logit: 0 nowhere.
        assert MSE.gradient(LOGITS, y).all()


@claim(
    LONG,
    "the label is 0 here, and p is above 2/3 there. Cross-entropy is convex",
    "Around a good answer squared error is convex too",
)
def cross_entropy_is_convex_and_squared_error_near_good_answers():
    data = load("nielsen")
    assert data.y == [0]
    z = np.linspace(-20, 20, 40_001)
    np.testing.assert_array_equal(MSE.curvature(z, 0.0) < 0, sigmoid(z) > 2 / 3)
    assert (BCE.curvature(z, 0.0) > 0).all()
    rng = np.random.default_rng(0)
    for slug in DATASETS:
        data = load(slug)
        for theta in rng.normal(scale=3, size=(20, data.X.shape[1] + 1)):
            bends = np.linalg.eigvalsh(parameter_hessian(BCE, data.X, data.y, theta))
            assert bends.min() >= -1e-12 * max(bends.max(), 1)


def raced(slug, kind, rates):
    """Share of wrong answers at the start, and after 120 steps with each loss."""
    data = load(slug)
    start = preset_start(kind, data.X, data.y, slug)
    runs = [
        fit(loss, data.X, data.y, Settings(start=start, learning_rate=rate, steps=120))
        for loss, rate in zip((MSE, BCE), rates, strict=True)
    ]
    return runs[0].error_rate[0], *(run.error_rate[-1] for run in runs)


@both(
    "Both runs start with 88.8 % wrong, at the same rate",
    "still 88.8 %, on its plateau. Cross-entropy: 14.4 %; its start was no plateau",
    "0.90 for cross-entropy, 0.00077 for squared error",
)
def cross_entropy_has_no_plateau_at_the_bad_start():
    np.testing.assert_allclose(
        raced("breast-cancer", "saturated", (0.5, 0.5)), [0.888, 0.888, 0.144], atol=5e-4
    )
    lengths = {}
    for slug in FITTED:
        data = load(slug)
        assert separating_direction(data.X, data.y) is None
        theta = preset_start("saturated", data.X, data.y, slug)
        lengths[slug] = [
            np.linalg.norm(parameter_gradient(loss, data.X, data.y, theta)) for loss in (BCE, MSE)
        ]
        assert lengths[slug][0] > 0.7
        assert lengths[slug][0] > 300 * lengths[slug][1]
        before, after, _ = raced(slug, "saturated", (0.5, 0.5))
        assert after > before - 0.03
    np.testing.assert_allclose(lengths["breast-cancer"], [0.90, 0.00077], rtol=5e-3)


@both(
    "88.9 %: from this start four times the rate does not help squared error",
    "not four times smaller than cross-entropy's here, but more than a thousand times",
)
def four_times_the_rate_does_not_help_from_the_bad_start():
    assert round(raced("breast-cancer", "saturated", (2.0, 0.5))[1], 3) == 0.889
    for slug in FITTED:
        before, after, _ = raced(slug, "saturated", (2.0, 0.5))
        assert after > before - 0.03
    data = load("breast-cancer")
    theta = preset_start("saturated", data.X, data.y, "breast-cancer")
    fast, slow = (
        np.linalg.norm(parameter_gradient(loss, data.X, data.y, theta)) for loss in (BCE, MSE)
    )
    assert fast > 1000 * slow


@both("Nearly a tie, 11.8 % and 11.1 % wrong")
def from_zero_it_is_nearly_a_tie():
    _, squared, cross = raced("breast-cancer", "zero", (2.0, 0.5))
    assert (round(squared, 3), round(cross, 3)) == (0.118, 0.111)
    for slug in FITTED:
        _, squared, cross = raced(slug, "zero", (2.0, 0.5))
        assert abs(squared - cross) < 0.04


@claim(
    LONG,
    "Below 2/M = 0.367 every step falls. At 0.5 the run still converges",
    "at 0.6 it cycles between two places, at 0.8 between four, at 0.9 it jumps about, at 1.1 it "
    "cycles between three",
)
def below_two_over_l_every_step_falls_and_above_it_some_runs_cycle():
    rng = np.random.default_rng(0)
    for slug in DATASETS:
        data = load(slug)
        for part in (0.5, 0.9, 0.999):
            rate = part * safe_learning_rate(BCE, data.X)
            start = rng.normal(scale=4, size=data.X.shape[1] + 1)
            run = fit(BCE, data.X, data.y, Settings(start=start, learning_rate=rate, steps=200))
            assert (np.diff(run.loss) <= 1e-15).all()
    trap = load("trap")
    assert safe_learning_rate(BCE, trap.X) == pytest.approx(0.367, abs=5e-4)
    runs = run_at_rates(BCE, trap.X, trap.y, [0, 0], [0.5, 0.6, 0.8, 0.9, 1.1])
    told = [(each.outcome, each.period) for each in endings(BCE, trap.X, trap.y, runs)]
    assert told[0][0] is Outcome.CONVERGES
    assert told[1:3] == [(Outcome.CYCLE, 2), (Outcome.CYCLE, 4)]
    assert told[3][0] is Outcome.BOUNCES
    assert told[4] == (Outcome.CYCLE, 3)


@claim(
    LONG,
    "Cross-entropy arrives from every start on this map, squared error from 67 %",
    "With 3,000 steps it is 71 %",
)
def cross_entropy_arrives_from_all_starts_of_the_trap():
    land = success_map.ground(success_map.Choice(steps=3000))
    squared, cross = (
        arrival_steps(
            loss,
            land.data.X,
            land.data.y,
            land.starts[:-2],
            Goal("error rate", land.goal.value),
            learning_rate=0.3,
            steps=3000,
        )
        for loss in (MSE, BCE)
    )
    assert ((cross >= 0) & (cross <= 1000)).all()
    assert round(np.mean((squared >= 0) & (squared <= 1000)), 2) == 0.67
    assert round(np.mean(squared >= 0), 2) == 0.71


@claim(
    LONG,
    "After step 22 held-out log-loss more than doubles. The error rate stays at 13.9 %",
    "Trained on 20 of 200 examples, which a line separates: the model grows ever more confident",
    "by step 5,000 from 1.0 to 4.6 times, seeds 0 to 7",
)
def how_much_log_loss_gets_worse_depends_on_the_split():
    worse = []
    for seed in range(8):
        seen, unseen = split(load("overlapping"), 0.9, seed)
        run = fit(BCE, seen.X, seen.y, Settings(start=[0, 0, 0], learning_rate=1.0, steps=5000))
        judge = Objective.of(BCE, unseen.X, unseen.y)
        loss, error = judge.value(run.theta), judge.error_rate(run.theta)
        worse.append(loss[-1] / loss.min())
        if seed == 0:
            assert len(seen.y) == 20
            assert separating_direction(seen.X, seen.y) is not None
            assert (np.diff(np.linalg.norm(run.theta[:, :-1], axis=1)) > 0).all()
            assert loss.argmin() == 22
            assert loss[1000] > 2 * loss[22]
            np.testing.assert_allclose(error[[22, 1000]], 0.139, atol=5e-4)
    assert (round(min(worse), 1), round(max(worse), 1)) == (1.0, 4.6)


@claim(SHORT, "at best, where q = t, it equals the entropy")
@claim(LONG, "with one lowest point", "At best, where q = t, cross-entropy equals the entropy")
def cross_entropy_is_lowest_at_the_truth():
    q = np.linspace(0.001, 0.999, 999)
    for p in (0.001, 0.2, 0.5, 0.73, 0.999):
        cost = information.cross_entropy([p, 1 - p], np.stack([q, 1 - q], axis=1))
        assert q[cost.argmin()] == pytest.approx(p)
        assert cost.min() == pytest.approx(information.entropy([p, 1 - p]))
        assert (np.diff(cost, 2) > 0).all()


@claim(
    LONG,
    "1.5 bits, with the codewords 0, 10, 11. The entropy, 1.4855 bits, is what long blocks "
    "approach",
    "costs less than 1/n bit per outcome above the entropy",
    "ideal codewords for it cost the divergence on top",
)
def the_best_code_needs_one_and_a_half_bits():
    p = np.array([0.5, 0.3, 0.2])
    best = coding.huffman(p)
    assert best.codewords == ("0", "10", "11")
    assert coding.mean_length(p, best.lengths) == 1.5
    entropy = information.entropy(p, "bit")
    assert entropy == pytest.approx(1.4855, abs=5e-5)
    block = p
    for n in range(1, 11):  # a code with rounded ideal lengths; the best is no longer
        mean = (block * np.ceil(-np.log2(block) - 1e-12)).sum() / n
        assert entropy <= mean < entropy + 1 / n
        block = np.outer(block, p).ravel()
    for q in np.random.default_rng(0).dirichlet(np.ones(3), size=50):
        price = coding.mean_length(p, coding.ideal_lengths(q)) - entropy
        assert price == pytest.approx(information.kl_divergence(p, q, "bit"))
