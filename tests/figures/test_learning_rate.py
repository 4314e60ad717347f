"""Pictures of one run at many learning rates as data, against the functions of core."""

import numpy as np
import pytest

from core.datasets import load
from core.losses import LOSSES
from core.objective import Objective
from core.optimizers import minimise, safe_learning_rate
from core.step_size import Outcome, local_learning_rate
from core.training import fit
from pages.figures import learning_rate as figures
from pages.figures import learning_rate_scene as scenes
from pages.figures.moving import unpack
from pages.figures.style import SIZES, stroke
from pages.shared.text import read

SIZE = SIZES["normal"]
TRAP = load("trap")
WORDS = read("pages/training/learning_rate.py").passages
SAYS = dict(line.split(": ", 1) for line in WORDS["says"].splitlines())
DRAW = (figures.path, figures.losses, figures.ends)
CHOICES = {
    "cycles": ("bce", TRAP, "zero"),
    "plateau": ("mse", TRAP, "saturated"),
    "kinks": ("hinge", TRAP, "mild"),
    "separable": ("bce", load("lab"), "saturated"),
    "far down": ("bce", load("separable").feature(0), "zero"),
    "plane": ("focal", load("iris"), "mild"),
    "one example": ("mae", load("nielsen"), "saturated"),
}


@pytest.fixture(scope="module", params=CHOICES)
def study(request):
    slug, data, start = CHOICES[request.param]
    return scenes.study(LOSSES[slug], data, start)


@pytest.fixture(scope="module")
def cycles():
    return scenes.study(LOSSES["bce"], TRAP, "zero")


def tracks(figure, axis):
    return [unpack(track[axis]) for track in figure.layout.meta["moving"] if axis in track]


@pytest.mark.parametrize("size", SIZES)
def test_every_array_is_finite_and_of_one_row_for_each_rate(study, size):
    for draw in DRAW:
        figure = draw(study, SIZES[size])
        for positions in (*tracks(figure, "x"), *tracks(figure, "y")):
            assert np.isfinite(positions).all()
            assert len(positions) == len(study.runs.rates)
        for axis in (figure.layout.xaxis, figure.layout.yaxis):
            assert np.isfinite(axis.range).all()
            assert axis.range[0] < axis.range[1]
            assert axis.title.text


@pytest.mark.parametrize("draw", [figures.losses, figures.ends])
def test_ticks_reach_over_the_whole_of_a_logarithmic_axis(study, draw):
    axis = draw(study, SIZE).layout.yaxis
    least, most = np.log10([min(axis.tickvals), max(axis.tickvals)])
    low, high = axis.range
    assert most - least > 0.4 * (high - low)


def test_the_moving_path_is_the_run(cycles):
    figure = figures.path(cycles, SIZE)
    (x, ends_x), (y, ends_y) = tracks(figure, "x"), tracks(figure, "y")
    for place in (0, 30, 45):
        rate = cycles.runs.rates[place]
        run = fit(
            LOSSES["bce"], TRAP.X, TRAP.y, start=[0, 0], learning_rate=rate, steps=scenes.STEPS
        ).theta
        steps = run[: figures.WALKED + 1]
        np.testing.assert_allclose(np.stack([x[place], y[place]], 1), steps, rtol=1e-5, atol=1e-6)
        last = run[-figures.LAST :]
        np.testing.assert_allclose(
            np.stack([ends_x[place], ends_y[place]], 1), last, rtol=1e-5, atol=1e-6
        )


def test_the_moving_loss_is_that_of_the_run(study):
    (y,) = tracks(figures.losses(study, SIZE), "y")
    objective = Objective.of(study.loss, study.data.X, study.data.y)
    for place in (0, len(y) - 1):
        values = objective.value(study.runs.theta[: figures.SHOWN + 1, place])
        np.testing.assert_allclose(y[place], np.maximum(values, 1e-30), rtol=1e-6)


def test_the_ends_show_two_places_for_a_cycle_of_two(cycles):
    figure = figures.ends(cycles, SIZE)
    dashes = next(trace for trace in figure.data if trace.name == "last steps")
    place = next(k for k, end in enumerate(cycles.endings) if end.period == 2)
    rate, end = cycles.runs.rates[place], cycles.endings[place]
    at_rate = np.isclose(dashes.x, rate * figures.DASH, rtol=1e-6)
    np.testing.assert_allclose(np.sort(dashes.y[at_rate]), [end.lowest, end.highest], rtol=2e-3)


def test_both_bounds_are_marked_where_core_puts_them(cycles):
    figure = figures.ends(cycles, SIZE)
    optimum = minimise(LOSSES["bce"], TRAP.X, TRAP.y)
    expected = [
        safe_learning_rate(LOSSES["bce"], TRAP.X),
        local_learning_rate(LOSSES["bce"], TRAP.X, TRAP.y, optimum.theta),
    ]
    np.testing.assert_allclose([line.x0 for line in figure.layout.shapes], expected, rtol=1e-6)
    assert [note.text for note in figure.layout.annotations] == ["2/L 0.367", "2/λ 0.573"]
    left, right = figure.layout.annotations
    assert (left.xanchor, right.xanchor) == ("right", "left")


def test_the_minimum_is_the_one_a_safe_rate_leads_to():
    trapped = scenes.study(LOSSES["mse"], TRAP, "saturated")
    np.testing.assert_allclose(trapped.minimum.theta, [0.643, -3.849], atol=5e-4)
    assert trapped.local == pytest.approx(2.90, abs=5e-3)


def test_a_loss_keeps_its_colour(study):
    for draw in DRAW:
        figure = draw(study, SIZE)
        moving = figure.data[figure.layout.meta["moving"][0]["trace"]]
        color = (moving.line if moving.mode == "lines" else moving.marker).color
        assert color == stroke(study.loss.slug).color


def test_titles_have_symbols():
    figure = figures.path(scenes.study(LOSSES["bce"], TRAP, "zero"), SIZE)
    assert (figure.layout.xaxis.title.text, figure.layout.yaxis.title.text) == (
        "weight w",
        "bias b",
    )


def test_the_sentence_says_what_core_finds(cycles):
    said = figures.captions(WORDS["reading"], SAYS, cycles)
    by_rate = dict(zip(cycles.runs.rates.tolist(), said, strict=True))
    assert by_rate[0.5] == (
        "Rate 0.500, above 2/L but below 2/λ: converges to the minimum (−0.314, 0.350), "
        "loss 0.532, 99 % of the way after 90 steps."
    )
    assert by_rate[0.7] == (
        "Rate 0.700, above 2/L and 2/λ: oscillates around the minimum (−0.314, 0.350), "
        "in a cycle of period 2, loss from 0.587 to 0.660."
    )
    assert by_rate[0.3].startswith("Rate 0.300, below 2/L and 2/λ: converges to the minimum")
    assert "around the minimum (−0.314, 0.350), without a cycle, loss from 0.53" in by_rate[1.0]


def test_every_outcome_has_its_words(study):
    assert {outcome.value for outcome in Outcome} < set(SAYS)
    said = figures.captions(WORDS["reading"], SAYS, study)
    assert len(said) == len(study.runs.rates)
    assert max(map(len, said)) <= 175
    assert not any("{" in words or "nan" in words or "None" in words for words in said)


def test_rates_are_round_and_rising():
    for scale in (0.013, 0.367, 8.0, 26.0):
        each = scenes.rate_grid(scale)
        assert (np.diff(each) > 0).all()
        assert 0.1 * scale <= each[0] <= 0.12 * scale
        assert 14 * scale <= each[-1] <= 16 * scale
        np.testing.assert_array_equal(each, [float(f"{rate:.1e}") for rate in each])
        np.testing.assert_array_equal(each, each.round(scenes.decimals(each[0])))


def test_the_way_off_the_plateau_is_one_over_the_rate():
    curves = scenes.steps_off_the_plateau()
    rates, steps = curves["mse"]
    np.testing.assert_allclose(rates * steps, rates[0] * steps[0], rtol=0.1)
    assert figures.plateau_told(curves)["mse_least"] == "1\u202f948"
    figure = figures.plateau(curves, SIZE)
    for trace, slug in zip(figure.data, curves, strict=True):
        np.testing.assert_array_equal(trace.y, curves[slug][1])
        assert trace.line.color == stroke(slug).color
    assert (curves["bce"][1] < steps).all()


def test_scaling_is_told_with_the_numbers_of_core():
    raw, scaled = figures.scaling_rows(LOSSES["bce"])
    assert raw == {
        "features": "raw",
        "condition number": "18\u202f300",
        "2/L": "0.0376",
        "2/λ": "0.110",
        "steps": "7\u202f226",
    }
    assert (scaled["condition number"], scaled["2/L"], scaled["steps"]) == ("5.49", "8.00", "1")


def test_the_bounds_are_told_or_why_there_are_none(cycles):
    told = figures.bounds_told(WORDS, cycles)
    assert "$2/L = 0.367$" in told
    assert r"$2/\lambda_\text{max} = 0.573$" in told
    assert "has no minimum" in figures.bounds_told(
        WORDS, scenes.study(LOSSES["bce"], load("lab"), "zero")
    )
    assert "has a kink" in figures.bounds_told(WORDS, scenes.study(LOSSES["hinge"], TRAP, "zero"))


def test_a_run_that_rests_at_no_known_minimum_is_told_so():
    """Hinge is 0 from margin 1 on: there a run rests, and Newton's method sees no minimum."""
    rested = scenes.study(LOSSES["hinge"], load("nielsen"), "zero")
    said = figures.captions(WORDS["reading"], SAYS, rested)
    assert any("comes to rest, loss 0" in words for words in said)
    assert not any("minimum ," in words or "minimum  " in words for words in said)
