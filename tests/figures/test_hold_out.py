"""Pictures of training and hold-out as data, against the functions of core."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from core.activations import sigmoid
from core.datasets import load
from core.evaluation import calibration, confidence, error_rate, log_loss, split
from core.likelihood import ridge_penalty
from core.losses import LOSSES
from core.objective import Objective
from core.optimizers import minimise
from core.training import fit
from pages.figures import hold_out as figures
from pages.figures.moving import unpack
from pages.figures.style import SIZES, stroke
from pages.shared import text

WORDS = text.read(str(Path(__file__).parents[2] / "pages/training/hold_out.py")).passages
FIRST = figures.Choice(figures.WIDE, "bce", "step", 0.0, 0.3, 0, 1.0)
SMALL = figures.Choice("overlapping", "bce", "step", 0.0, 0.9, 0, 1.0)
RIDGE = FIRST._replace(drag="ridge")
CHOICES = [
    FIRST,
    RIDGE,
    SMALL,
    figures.Choice("lab", "mse", "step", 0.01, 0.3, 5, 10.0),
    figures.Choice("trap", "hinge", "step", 0.0, 0.5, 1, 0.5),
    figures.Choice("breast-cancer", "focal", "ridge", 0.0, 0.1, 2, 1.0),
]
every_choice = pytest.mark.parametrize("choice", CHOICES, ids=str)


@pytest.fixture(scope="module")
def trained():
    return figures.train(FIRST)


@pytest.fixture(scope="module")
def ridged():
    return figures.train(RIDGE)


def tracks(figure, axis):
    return [unpack(track[axis]) for track in figure.layout.meta["moving"]]


@every_choice
@pytest.mark.parametrize("size", SIZES)
def test_every_array_is_finite_and_every_track_has_every_position(choice, size):
    scene = figures.scene(choice, size, WORDS)
    positions = len(figures.STEPS if choice.drag == "step" else figures.POWERS)
    assert list(scene.pictures) == list(figures.PICTURES)
    assert len(scene.captions) == positions
    assert max(map(len, scene.captions)) <= 185
    for figure in scene.pictures.values():
        for track in (*tracks(figure, "x"), *tracks(figure, "y")):
            assert len(track) == positions
            assert np.isfinite(track).all()
        for line in figure.data:
            assert np.isfinite(np.asarray(line.y, dtype=float)).all()
        assert figure.layout.xaxis.title.text
        assert figure.layout.yaxis.title.text
        for track in figure.layout.meta["moving"]:
            assert all(word and "nan" not in word for say in track.get("text", []) for word in say)


def test_steps_are_whole_and_hold_the_round_ones():
    assert {1, 10, 100, 1000, 5000} <= set(figures.STEPS.tolist())
    assert (np.diff(figures.STEPS) > 0).all()
    assert figures.STEPS[-1] == 5000


def test_every_step_is_that_of_the_run(trained):
    training, held_out = split(figures.examples(FIRST.data, 0), 0.3, seed=0)
    run = fit(
        *(LOSSES["bce"], training.X, training.y), start=np.zeros(28), learning_rate=1, steps=5000
    )
    np.testing.assert_array_equal(trained.theta, run.theta[figures.STEPS])
    for part, data in ((trained.training, training), (trained.held_out, held_out)):
        p = sigmoid(trained.theta[:, :-1] @ data.X.T + trained.theta[:, -1:])
        np.testing.assert_allclose(part.log_loss, log_loss(p, data.y), rtol=1e-6)
        np.testing.assert_array_equal(part.error_rate, error_rate(p, data.y))


def test_every_ridge_has_its_minimum(ridged):
    training, _ = split(figures.examples(FIRST.data, 0), 0.3, seed=0)
    for i in (0, 30, 60):
        found = minimise(LOSSES["bce"], training.X, training.y, ridge=10.0 ** figures.POWERS[i])
        np.testing.assert_allclose(ridged.theta[i], found.theta, rtol=1e-5)


def test_curves_and_markers_are_the_measures(trained):
    for draw, name in ((figures.log_losses, "log_loss"), (figures.error_rates, "error_rate")):
        figure = draw(trained, SIZES["normal"])
        for part, line, track in zip(
            (trained.training, trained.held_out), figure.data, tracks(figure, "y"), strict=False
        ):
            assert line.name == part.name
            assert line.line.color == stroke("bce").color
            np.testing.assert_allclose(line.y, getattr(part, name), rtol=1e-6)
            np.testing.assert_array_equal(track[:, 0], line.y)
            np.testing.assert_allclose(line.x, np.log10(figures.STEPS), rtol=1e-6)
    track, _ = tracks(figures.lengths(trained, SIZES["normal"]), "y")
    length = np.sqrt((trained.theta[:, :-1] ** 2).sum(axis=1))
    np.testing.assert_allclose(track[:, 0], length, rtol=1e-6)


def test_words_never_cover_the_markers(trained):
    figure = figures.log_losses(trained, SIZES["large"])
    low, high = figure.layout.yaxis.range
    training, held_out, above, below = tracks(figure, "y")
    heights = np.sort(np.hstack([training, held_out]), axis=1)
    assert (above[:, 0] - heights[:, 1] > 0.05 * (high - low)).all()
    assert (heights[:, 0] - below[:, 0] > 0.05 * (high - low)).all()


def test_the_best_position_is_marked(trained):
    figure = figures.log_losses(trained, SIZES["normal"])
    best = int(np.argmin(trained.held_out.log_loss))
    assert figure.layout.shapes[0].x0 == pytest.approx(np.log10(figures.STEPS[best]))
    assert figure.layout.annotations[-1].text == f"best held out: step {figures.STEPS[best]}"


def test_bins_gaps_and_counts_are_the_calibration(trained):
    figure = figures.reliability(trained, SIZES["normal"])
    names = [line.name for line in figure.data]
    x, y = tracks(figure, "x"), tracks(figure, "y")
    for part in (trained.training, trained.held_out):
        place = names.index(part.name) - 1
        for i in (0, 20, 60, len(figures.STEPS) - 1):
            found = calibration(part.p[i], part.y, figures.BINS)
            bins = len(found.count)
            np.testing.assert_allclose(x[place][i, :bins], found.predicted, rtol=1e-6)
            np.testing.assert_allclose(y[place][i, :bins], found.observed, rtol=1e-6)
            assert (x[place][i, bins:] == x[place][i, bins - 1]).all()
            say = figure.layout.meta["moving"][place]["text"][i]
            assert say[:bins] == [str(count) for count in found.count]
            assert not "".join(say[bins:]).strip()
    held_out = names.index("held out") - 1
    gaps = [k - 1 for k, name in enumerate(names) if name == "gap"]
    for k, gap in enumerate(gaps):
        np.testing.assert_array_equal(x[gap][:, 0], x[held_out][:, k])
        np.testing.assert_array_equal(y[gap][:, 0], x[held_out][:, k])
        np.testing.assert_array_equal(y[gap][:, 1], y[held_out][:, k])


def test_the_verdict_goes_from_under_to_over_confident(trained):
    verdicts = figures.verdicts(trained.held_out)
    changes = [verdicts[0], *(b for a, b in pairwise(verdicts) if a != b)]
    assert changes == ["under-confident", "no-gap", "over-confident"]
    found = confidence(trained.held_out.p[-1], trained.held_out.y)
    assert found.mean - found.accuracy > 2 * found.standard_error


def test_the_story_of_the_first_split(trained, ridged):
    """Every number that the text tells of it."""
    assert trained.end == "minimum"
    assert trained.optimum_length == pytest.approx(trained.lengths[-1], rel=0.01)
    losses = trained.held_out.log_loss
    assert figures.STEPS[trained.best] == 13
    assert ridged.strengths[ridged.best] == pytest.approx(0.04, abs=5e-4)
    assert trained.lengths[trained.best] == pytest.approx(2.07, abs=5e-3)
    assert ridged.lengths[ridged.best] == pytest.approx(1.98, abs=6e-3)
    assert losses[trained.best] == pytest.approx(0.368, abs=5e-4)
    assert ridged.held_out.log_loss[ridged.best] == pytest.approx(0.373, abs=6e-4)
    assert losses[-1] > 2 * losses[trained.best]
    assert losses[-1] > np.log(2)
    assert (np.diff(trained.training.log_loss) < 0).all()


def test_no_minimum_is_told_with_its_reason():
    """Separable, a loss that comes to rest, and a minimum that only Newton's method has seen."""
    assert figures.train(SMALL).end == "separable"
    assert figures.train(SMALL._replace(loss="hinge")).end == "at-rest"
    assert figures.train(FIRST._replace(loss="hinge")).end == "kinks"
    plain = figures.train(SMALL._replace(share=0.3, loss="mae"))
    assert (plain.end, np.isnan(plain.optimum_length)) == ("lower-at-infinity", True)
    assert {"local-minimum", "not-found", plain.end} < set(WORDS)


def test_a_step_decays_the_weights():
    training, _ = split(load("iris"), 0.5, seed=1)
    start, rate, ridge = np.array([1.0, -2.0, 0.5]), 0.3, 0.2
    run = fit(
        *(LOSSES["bce"], training.X, training.y),
        start=start,
        learning_rate=rate,
        steps=1,
        ridge=ridge,
    )
    slope = Objective.of(LOSSES["bce"], training.X, training.y).gradient(start)
    decay = np.array([1 - rate * ridge, 1 - rate * ridge, 1])
    np.testing.assert_allclose(run.theta[1], decay * start - rate * slope, rtol=1e-12)


def test_an_early_stop_is_a_strong_ridge():
    training, _ = split(load("overlapping"), 0.5, seed=0)
    rate, k = 1e-4, 10
    run = fit(
        *(LOSSES["bce"], training.X, training.y), start=[0, 0, 0], learning_rate=rate, steps=k
    )
    ridge = minimise(LOSSES["bce"], training.X, training.y, ridge=1 / (rate * k))
    np.testing.assert_allclose(run.theta[-1][:2], ridge.theta[:2], rtol=2e-3)


def test_of_one_direction_descent_and_ridge_reach_what_the_text_says():
    curvature, rate, target, k, ridge = 0.7, 0.3, 2.0, 9, 0.4
    w = 0.0
    for _ in range(k):
        w -= rate * curvature * (w - target)
    assert w == pytest.approx((1 - (1 - rate * curvature) ** k) * target)
    w = curvature / (curvature + ridge) * target
    assert curvature * (w - target) + ridge * w == pytest.approx(0)


@pytest.mark.parametrize("slug", ["bce", "mse", "focal"])
def test_the_formula_adds_up(slug):
    trained = figures.train(FIRST._replace(loss=slug, ridge=0.1))
    training, _ = split(figures.examples(FIRST.data, 0), 0.3, seed=0)
    i, objective = 80, Objective.of(LOSSES[slug], training.X, training.y, 0.1)
    total = float(objective.value(trained.theta[i]))
    penalty = float(ridge_penalty(trained.theta[i][:-1], 0.1))
    formula = figures.formula(trained, i)
    assert formula.split("= ")[-1].startswith(f"{total:.3g}")
    assert f"&= {total - penalty:.3g}" in formula


def test_rows_and_captions_state_the_numbers(trained):
    i = trained.best
    rows = figures.rows(trained, i)
    assert [row["examples"] for row in rows] == ["140", "60"]
    caption = figures.captions(trained, WORDS)[i]
    for row in rows:
        assert row["error rate"] in caption
        assert row["log-loss (nats)"] in caption
    assert caption.startswith("At step 13, |w| is 2.07. ")
    brier = np.mean((trained.held_out.p[i] - trained.held_out.y) ** 2)
    assert rows[1]["Brier score"] == f"{brier:.3f}"
    assert figures.status(trained, len(figures.STEPS) - 1) == "converged"
    endless = figures.train(SMALL)
    assert figures.status(endless, len(figures.STEPS) - 1) == "no finite optimum"


def test_a_ridge_is_at_a_minimum_where_newton_has_proven_one(ridged):
    assert {figures.status(ridged, i) for i in (0, 30, 60)} == {"at a minimum"}
    beside = ridged._replace(theta=ridged.theta + 100.0, choice=RIDGE._replace(loss="mae"))
    assert figures.status(beside, 0) == "no minimum found"


def test_only_what_can_be_divided_and_trained_is_offered():
    assert "nielsen" not in figures.divisible()
    assert {"lab", "trap", "iris", "breast-cancer", "separable"} <= set(figures.divisible())
    assert figures.trainable("step") == list(LOSSES)
    assert figures.trainable("ridge") == [slug for slug, loss in LOSSES.items() if loss.smooth]
