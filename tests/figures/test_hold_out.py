"""Pictures of training and hold-out as data, against the numbers of the model."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from core.likelihood import ridge_penalty
from core.losses import LOSSES
from core.objective import Objective
from core.training import Status
from pages.figures import hold_out as figures
from pages.figures.moving import unpack
from pages.figures.style import SIZES, stroke
from pages.models import hold_out as model
from pages.models.hold_out import Choice
from pages.words import text

WORDS = text.read("pages/training/hold_out.py")
SIZE = SIZES["normal"]
FIRST = Choice()
SMALL = Choice("overlapping", share=0.9)
RIDGE = Choice(drag="ridge")
CHOICES = [
    FIRST,
    RIDGE,
    SMALL,
    Choice("lab", "mse", "step", 0.01, 0.3, 5, 10.0),
    Choice("trap", "hinge", "step", 0.0, 0.5, 1, 0.5),
    Choice("breast-cancer", "focal", "ridge", 0.0, 0.1, 2, 1.0),
]
KEYS = ["log-losses", "calibration", "weights-length", "error-rates"]
every_choice = pytest.mark.parametrize("choice", CHOICES, ids=str)


@pytest.fixture(scope="module")
def trained():
    return model.train(FIRST)


def tracks(figure, axis):
    return [unpack(track[axis]) for track in figure.layout.meta["moving"]]


def texts(figure):
    return [track for track in figure.layout.meta["moving"] if "text" in track]


@every_choice
@pytest.mark.parametrize("size", SIZES)
def test_every_array_is_finite_and_every_track_has_every_position(choice, size):
    view = figures.view(choice, WORDS, SIZES[size])
    positions = len(model.STEPS if choice.drag == "step" else model.POWERS)
    assert list(view.figures) == KEYS
    assert len(view.captions) == positions
    assert max(map(len, view.captions)) <= 185
    for figure in view.figures.values():
        for track in (*tracks(figure, "x"), *tracks(figure, "y")):
            assert len(track) == positions
            assert np.isfinite(track).all()
        for line in figure.data:
            assert np.isfinite(np.asarray(line.y, dtype=float)).all()
        assert figure.layout.xaxis.title.text
        assert figure.layout.yaxis.title.text
        for track in texts(figure):
            assert all(word and "nan" not in word for say in track["text"] for word in say)


def test_curves_and_markers_are_the_measures(trained):
    for draw, name in ((figures.log_losses, "log_loss"), (figures.error_rates, "error_rate")):
        figure = draw(trained, WORDS, SIZE).figure
        for part, line, track in zip(
            (trained.training, trained.held_out), figure.data, tracks(figure, "y"), strict=False
        ):
            assert line.name == WORDS[f"part.{part.slug}"]
            assert line.line.color == stroke("bce").color
            np.testing.assert_allclose(line.y, getattr(part, name), rtol=1e-6)
            np.testing.assert_array_equal(track[:, 0], line.y)
            np.testing.assert_allclose(line.x, np.log10(model.STEPS), rtol=1e-6)
    track, _ = tracks(figures.lengths(trained, WORDS, SIZE).figure, "y")
    np.testing.assert_allclose(track[:, 0], trained.lengths, rtol=1e-6)


def shares(figure, track, point):
    """Where one point of a track stands at each step, as shares of the axes."""
    ranges = figure.layout.xaxis.range, figure.layout.yaxis.range
    places = (unpack(track[axis])[:, point] for axis in "xy")
    return [(p - low) / (high - low) for p, (low, high) in zip(places, ranges, strict=True)]


@pytest.mark.parametrize("draw", [figures.log_losses, figures.error_rates, figures.lengths])
@pytest.mark.parametrize("size", SIZES)
def test_words_never_cover_the_markers(trained, draw, size):
    picture = draw(trained, WORDS, SIZES[size])
    figure = picture.figure
    moving = figure.layout.meta["moving"]
    markers = [shares(figure, track, 0) for track in moving if "text" not in track]
    for track, (side, sign) in product(texts(figure), [(0, 1), (1, -1)]):
        x, y = shares(figure, track, side)
        said = [words[side].strip() for words in track["text"]]
        wide = np.array([picture.type.box(words)[0] if words else -1 for words in said])
        for across, up in markers:
            beside = sign * (across - x)
            covers = (beside >= 0) & (beside <= wide) & (abs(up - y) < picture.type.line / 2)
            assert not covers.any()


def test_the_best_position_is_marked(trained):
    figure = figures.log_losses(trained, WORDS, SIZE).figure
    best = int(np.argmin(trained.held_out.log_loss))
    assert figure.layout.shapes[0].x0 == pytest.approx(np.log10(model.STEPS[best]))
    assert f"best held out: step {model.STEPS[best]}" in [
        note.text for note in figure.layout.annotations
    ]


def test_bins_gaps_and_counts_are_the_reliability(trained):
    figure = figures.reliability(trained, WORDS, SIZE).figure
    names = [line.name for line in figure.data]
    x, y = tracks(figure, "x"), tracks(figure, "y")
    for part in (trained.training, trained.held_out):
        place = names.index(WORDS[f"part.{part.slug}"]) - 1
        predicted, observed, count = model.reliability(part)
        np.testing.assert_allclose(x[place], predicted, rtol=1e-6)
        np.testing.assert_allclose(y[place], observed, rtol=1e-6)
    (said,) = texts(figure)
    np.testing.assert_array_equal(unpack(said["y"]), y[names.index("held out") - 1])
    for row, numbers in zip(said["text"], count, strict=True):
        assert [word.strip() for word in row] == [str(n) if n else "" for n in numbers]
    held_out = names.index("held out") - 1
    gaps = [k - 1 for k, name in enumerate(names) if name == "gap"]
    assert len(gaps) == model.BINS
    for k, gap in enumerate(gaps):
        np.testing.assert_array_equal(x[gap][:, 0], x[held_out][:, k])
        np.testing.assert_array_equal(y[gap][:, 0], x[held_out][:, k])
        np.testing.assert_array_equal(y[gap][:, 1], y[held_out][:, k])


@pytest.mark.parametrize("slug", ["bce", "mse", "focal"])
def test_the_formula_adds_up(slug):
    trained = model.train(replace(FIRST, loss=slug, ridge=0.1))
    training, _ = model.divided(FIRST)
    i, objective = 80, Objective.of(LOSSES[slug], training.X, training.y, 0.1)
    total = float(objective.value(trained.theta[i]))
    penalty = float(ridge_penalty(trained.theta[i][:-1], 0.1))
    formula = figures.formula(trained, i)
    assert formula.split("= ")[-1].startswith(f"{total:.3g}")
    assert f"&= {total - penalty:.3g}" in formula


def test_rows_and_captions_state_the_numbers(trained):
    i = trained.best
    rows = figures.rows(trained, i, WORDS)
    assert [row["examples"] for row in rows] == ["140", "60"]
    caption = figures.captions(trained, WORDS)[i]
    for row in rows:
        assert row["error rate"] in caption
        assert row["log-loss (nats)"] in caption
    assert caption.startswith("At step 13, |w| is 2.07. ")
    brier = np.mean((trained.held_out.p[i] - trained.held_out.y) ** 2)
    assert rows[1]["Brier score"] == f"{brier:.3f}"


def test_what_is_known_of_the_run_is_told(trained):
    last = len(model.STEPS) - 1
    said = figures.this_run(trained, last, WORDS)
    assert said.startswith("State of the run: converged. Without a ridge this loss has a minimum")
    assert "$|w| = 7.05$" in said
    assert "no finite optimum" in figures.this_run(model.train(SMALL), last, WORDS)
    lower = replace(SMALL, share=0.3, loss="mae")
    assert "lower values exist at infinity" in figures.this_run(model.train(lower), 0, WORDS)


def test_each_state_and_each_end_has_its_words():
    ends = "separable at-rest kinks minimum local-minimum lower-at-infinity not-found"
    states = [status.value.replace(" ", "-") for status in Status]
    for name in [f"end.{end}" for end in ends.split()] + [f"status.{each}" for each in states]:
        assert name in WORDS
