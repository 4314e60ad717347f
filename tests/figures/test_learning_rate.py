"""Pictures of one run at many learning rates as data, against the functions of core."""

import numpy as np
import pytest

from core.datasets import load
from core.losses import LOSSES
from core.objective import Objective
from core.optimizers import minimise, safe_learning_rate
from core.step_size import Outcome, local_learning_rate
from core.training import Settings, fit
from pages.figures import learning_rate as figures
from pages.figures.moving import standing, unpack
from pages.figures.style import SIZES, stroke
from pages.models import learning_rate as model
from pages.models.learning_rate import Choice
from pages.words import text
from tests.figures.crossing import crossings

SIZE = SIZES["normal"]
TRAP = load("trap")
WORDS = text.read("pages/training/learning_rate.py")
DRAW = (figures.path, figures.losses, figures.ends)
CHOICES = {
    "cycles": Choice(),
    "plateau": Choice("mse", "trap", "saturated"),
    "kinks": Choice("hinge", "trap", "mild"),
    "separable": Choice("bce", "lab", "saturated"),
    "far down": Choice("bce", "separable"),
    "plane": Choice("focal", "iris", "mild", "both"),
    "one example": Choice("mae", "nielsen", "saturated"),
}


def studied(*given):
    choice = Choice(*given)
    return model.study(choice, model.run(choice))


def drawn(draw, seen, size="normal"):
    return draw(seen, WORDS, SIZES[size]).figure


@pytest.fixture(scope="module", params=CHOICES)
def study(request):
    choice = CHOICES[request.param]
    return model.study(choice, model.run(choice))


@pytest.fixture(scope="module")
def cycles():
    return studied()


def tracks(figure, axis):
    return [unpack(track[axis]) for track in figure.layout.meta["moving"] if axis in track]


@pytest.mark.parametrize("size", SIZES)
def test_every_array_is_finite_and_of_one_row_for_each_rate(study, size):
    for draw in DRAW:
        figure = drawn(draw, study, size)
        for positions in (*tracks(figure, "x"), *tracks(figure, "y")):
            assert np.isfinite(positions).all()
            assert len(positions) == len(study.runs.rates)
        for axis in (figure.layout.xaxis, figure.layout.yaxis):
            assert np.isfinite(axis.range).all()
            assert axis.range[0] < axis.range[1]
            assert axis.title.text


@pytest.mark.parametrize("draw", [figures.losses, figures.ends])
def test_ticks_reach_over_the_whole_of_a_logarithmic_axis(study, draw):
    axis = drawn(draw, study).layout.yaxis
    least, most = np.log10([min(axis.tickvals), max(axis.tickvals)])
    low, high = axis.range
    assert most - least > 0.4 * (high - low)


def test_the_moving_path_is_the_run(cycles):
    figure = drawn(figures.path, cycles)
    (x, ends_x), (y, ends_y) = tracks(figure, "x")[:2], tracks(figure, "y")[:2]
    for place in (0, 30, 45):
        rate = cycles.runs.rates[place]
        run = fit(
            LOSSES["bce"],
            TRAP.X,
            TRAP.y,
            Settings(start=[0, 0], learning_rate=rate, steps=model.STEPS),
        ).theta
        steps = run[: model.WALKED + 1]
        np.testing.assert_allclose(np.stack([x[place], y[place]], 1), steps, rtol=1e-5, atol=1e-6)
        last = run[-model.LAST :]
        np.testing.assert_allclose(
            np.stack([ends_x[place], ends_y[place]], 1), last, rtol=1e-5, atol=1e-6
        )


def test_the_moving_loss_is_that_of_the_run(study):
    (y,) = tracks(drawn(figures.losses, study), "y")
    objective = Objective.of(study.loss, study.data.X, study.data.y)
    for place in (0, len(y) - 1):
        values = objective.value(study.runs.theta[: model.SHOWN + 1, place])
        np.testing.assert_allclose(y[place], np.maximum(values, 1e-30), rtol=1e-6)


def test_the_ends_show_two_places_for_a_cycle_of_two(cycles):
    figure = drawn(figures.ends, cycles)
    dashes = next(trace for trace in figure.data if trace.name == "last steps")
    place = next(k for k, end in enumerate(cycles.endings) if end.period == 2)
    rate, end = cycles.runs.rates[place], cycles.endings[place]
    at_rate = np.isclose(dashes.x, rate * figures.DASH, rtol=1e-6)
    np.testing.assert_allclose(np.sort(dashes.y[at_rate]), [end.lowest, end.highest], rtol=2e-3)


def test_both_bounds_are_marked_where_core_puts_them(cycles):
    figure = drawn(figures.ends, cycles)
    optimum = minimise(LOSSES["bce"], TRAP.X, TRAP.y)
    expected = [
        safe_learning_rate(LOSSES["bce"], TRAP.X),
        local_learning_rate(LOSSES["bce"], TRAP.X, TRAP.y, optimum.theta),
    ]
    np.testing.assert_allclose([line.x0 for line in figure.layout.shapes], expected, rtol=1e-6)
    assert [note.text for note in figure.layout.annotations] == ["2/M 0.367", "2/h 0.573"]
    left, right = figure.layout.annotations
    assert (left.xanchor, right.xanchor) == ("right", "left")


@pytest.mark.parametrize("size", SIZES)
def test_no_word_crosses_a_line(study, size):
    for draw in (figures.losses, figures.ends):
        assert not crossings(drawn(draw, study, size))
    curves = model.steps_off_the_plateau()
    assert not crossings(figures.plateau(curves, WORDS, SIZES[size]).figure)


def test_words_make_room_for_the_path_up_to_the_bounds(cycles):
    figure = drawn(figures.path, cycles)
    for step in np.flatnonzero(model.tame(cycles, 1.0)):
        still = standing(figure, int(step))
        still.layout.meta = {**still.layout.meta, "moving": []}
        assert not crossings(still)


def test_a_loss_keeps_its_colour(study):
    for draw in DRAW:
        figure = drawn(draw, study)
        moving = figure.data[figure.layout.meta["moving"][0]["trace"]]
        color = (moving.line if moving.mode == "lines" else moving.marker).color
        assert color == stroke(study.loss.slug).color


def test_titles_have_symbols():
    figure = drawn(figures.path, studied())
    assert (figure.layout.xaxis.title.text, figure.layout.yaxis.title.text) == (
        "weight w",
        "bias b",
    )


def test_the_sentence_says_what_core_finds(cycles):
    said = figures.captions(cycles, WORDS)
    by_rate = dict(zip(cycles.runs.rates.tolist(), said, strict=True))
    assert by_rate[0.5] == (
        "Rate 0.500, above 2/M but below 2/h: converges to the minimum (−0.314, 0.350), "
        "loss 0.532, 99 % of the way after 90 steps."
    )
    assert by_rate[0.7] == (
        "Rate 0.700, above 2/M and 2/h: oscillates around the minimum (−0.314, 0.350), "
        "in a cycle of period 2, loss from 0.587 to 0.660."
    )
    assert by_rate[0.3].startswith("Rate 0.300, below 2/M and 2/h: converges to the minimum")
    assert "around the minimum (−0.314, 0.350), without a cycle, loss from 0.53" in by_rate[1.0]


def test_every_outcome_has_its_words(study):
    for outcome in Outcome:
        assert f"ending.{outcome.value.replace(' ', '-')}" in WORDS
    said = figures.captions(study, WORDS)
    assert len(said) == len(study.runs.rates)
    assert max(map(len, said)) <= 175
    assert not any("{" in words or "nan" in words or "None" in words for words in said)


def test_the_way_off_the_plateau_is_one_over_the_rate():
    curves = model.steps_off_the_plateau()
    rates, steps = curves["mse"]
    np.testing.assert_allclose(rates * steps, rates[0] * steps[0], rtol=0.1)
    assert figures.plateau_numbers()["mse_least"] == "1\u202f948"
    figure = figures.plateau(curves, WORDS, SIZE).figure
    for trace, slug in zip(figure.data, curves, strict=True):
        np.testing.assert_array_equal(trace.y, curves[slug][1])
        assert trace.line.color == stroke(slug).color
    assert (curves["bce"][1] < steps).all()


def test_scaling_is_told_with_the_numbers_of_core():
    raw, scaled = figures.scaling_rows(WORDS)
    assert raw == {
        "features": "raw",
        "condition number": "18\u202f300",
        "2/M": "0.0376",
        "2/h": "0.110",
        "steps": "7\u202f226",
    }
    assert (scaled["condition number"], scaled["2/M"], scaled["steps"]) == ("5.49", "8.00", "1")


def test_the_bounds_are_told_or_why_there_are_none(cycles):
    told = figures.bounds(cycles, WORDS)
    assert "$2/M = 0.367$" in told
    assert r"$2/h_\text{max} = 0.573$" in told
    assert "has no minimum" in figures.bounds(studied("bce", "lab"), WORDS)
    assert "has a kink" in figures.bounds(studied("hinge"), WORDS)


def test_a_run_that_rests_at_no_known_minimum_is_told_so():
    """Hinge is 0 from margin 1 on: there a run rests, and Newton's method sees no minimum."""
    rested = studied("hinge", "nielsen")
    said = figures.captions(rested, WORDS)
    assert any("comes to rest, loss 0" in words for words in said)
    assert not any("minimum ," in words or "minimum  " in words for words in said)
