"""Pictures of two runs in lock-step as data, against the arrays of core."""

import re
from functools import cache

import numpy as np
import pytest

from core.activations import sigmoid
from core.comparison import compare_runs
from core.datasets import DATASETS, load
from core.initial import STARTS, preset_start
from core.landscape import plane_coordinates
from core.losses import LOSSES
from core.objective import Objective
from core.optimizers import safe_learning_rate
from core.training import Settings
from pages.figures import live_fit
from pages.figures.live_fit_measures import LIMITS
from pages.figures.live_fit_paths import BANDS
from pages.figures.live_fit_samples import PROBABILITIES, plain
from pages.figures.live_fit_scene import Scene, looks
from pages.figures.moving import unpack
from pages.figures.numbers import number
from pages.figures.style import SIZES, STROKES
from pages.models import live_fit as model
from pages.models.live_fit import MEASURES, Choice
from pages.words import text

SIZE = SIZES["normal"]
WORDS = text.read("pages/training/live_fit.py")
NOW = 17


@cache
def run(slug="breast-cancer", first="mse", second="bce", kind="mild", switch=None, steps=40):
    data = load(slug)
    start = preset_start(kind, data.X, data.y, slug)
    turn = switch and (switch[0], LOSSES[switch[1]])
    losses = [LOSSES[first], LOSSES[second]]
    result = compare_runs(losses, data.X, data.y, Settings(start=start, steps=steps, switch=turn))
    return result, data, shown_steps(result)


def shown_steps(result):
    history = result.runs[0].history
    return model.frames(len(history.loss) - 1, history.switch_step)


def view(result, data):
    choice = Choice((), steps=len(result.runs[0].history.loss) - 1)
    return live_fit.view(result, choice, data, WORDS, SIZE)


def drawn(result, data, key):
    return view(result, data).figures[key]


def captions(result, data, shown):
    return live_fit.captions(Scene(result, data, shown, WORDS, SIZE))


def named(figure, name):
    return next(trace for trace in figure.data if trace.name == name)


def track_of(figure, name):
    index = [trace.name for trace in figure.data].index(name)
    return next(track for track in figure.layout.meta["moving"] if track["trace"] == index)


def moving(figure, name, axis):
    return unpack(track_of(figure, name)[axis])


def assert_sound(figure, frames):
    assert figure.layout.xaxis.title.text
    assert figure.layout.yaxis.title.text
    for trace in figure.data:
        for axis in ("x", "y", "z"):
            if axis in trace and trace[axis] is not None:
                assert np.isfinite(np.asarray(trace[axis], dtype=float)).all()
    for track in figure.layout.meta["moving"]:
        for axis in {"x", "y"} & set(track):
            assert np.isfinite(unpack(track[axis])).all()
        assert len(track.get("count", track.get("text", range(frames)))) == frames


@pytest.mark.parametrize("kind", STARTS)
@pytest.mark.parametrize("slug", DATASETS)
def test_every_array_is_finite_for_all_data_and_starts(slug, kind):
    result, data, shown = run(slug=slug, kind=kind, switch=(NOW, "bce"))
    for figure in view(result, data).figures.values():
        assert_sound(figure, len(shown))


@pytest.mark.parametrize("second", LOSSES)
@pytest.mark.parametrize("first", LOSSES)
def test_every_pair_of_losses_is_drawn_in_its_colours(first, second):
    result, data, shown = run(slug="iris", first=first, second=second)
    one, other = looks(result, WORDS)
    assert one.stroke == STROKES[list(LOSSES).index(first)]
    assert other.stroke.color == STROKES[list(LOSSES).index(second)].color
    assert one.name != other.name
    assert one.stroke.dash != other.stroke.dash
    assert (one.stroke.marker, one.hollow) != (other.stroke.marker, other.hollow)
    for figure in view(result, data).figures.values():
        assert_sound(figure, len(shown))


def test_thick_and_thin_lines_are_lines_of_equal_probability():
    result, data, _ = run(kind="saturated")
    figure = drawn(result, data, "samples")
    for each, look in zip(result.runs, looks(result, WORDS), strict=True):
        for p in PROBABILITIES:
            x, y = (moving(figure, f"{look.name} {p}", axis)[NOW] for axis in "xy")
            theta = each.history.theta[NOW]
            logits = theta[0] * x + theta[1] * y + theta[2]
            np.testing.assert_allclose(sigmoid(logits), p, atol=1e-5)


def test_a_line_far_away_is_kept_outside_the_picture():
    data = load("iris")
    result = compare_runs(
        [LOSSES["mse"], LOSSES["bce"]], data.X, data.y, Settings(start=[0, 0, 9], steps=1)
    )
    figure = drawn(result, data, "samples")
    assert_sound(figure, 2)
    (left, right), (low, high) = figure.layout.xaxis.range, figure.layout.yaxis.range
    ends = np.column_stack([moving(figure, "MSE 0.5", axis)[0] for axis in "xy"])
    middle = ends.mean(axis=0)
    assert not (left <= middle[0] <= right and low <= middle[1] <= high)
    assert np.abs(ends).max() < 10 * (right - left)


def test_one_feature_shows_the_probability_curve_of_each_run():
    result, data, _ = run(slug="lab")
    figure = drawn(result, data, "samples")
    for each, look in zip(result.runs, looks(result, WORDS), strict=True):
        x, theta = named(figure, look.name).x, each.history.theta[NOW]
        expected = sigmoid(theta[0] * x + theta[1])
        np.testing.assert_allclose(moving(figure, look.name, "y")[NOW], expected, atol=1e-6)


def test_samples_of_the_two_classes_differ_in_shape():
    result, data, _ = run(slug="iris")
    figure = drawn(result, data, "samples")
    zero, one = named(figure, "versicolor"), named(figure, "virginica")
    assert zero.marker.symbol != one.marker.symbol
    assert len(zero.x) == len(one.x) == 50
    np.testing.assert_allclose(one.x, data.X[data.y == 1, 0], rtol=1e-6)
    heading = figure.layout.annotations[0].text
    assert "versicolor" in heading
    assert "virginica" in heading


@pytest.mark.parametrize("place", [0, 1])
@pytest.mark.parametrize("slug", ["breast-cancer", "trap"])
def test_path_is_that_of_core(slug, place):
    result, data, shown = run(slug=slug, switch=(NOW, "hinge"))
    figure = drawn(result, data, ("first-path", "second-path")[place])
    each, look = result.runs[place], looks(result, WORDS)[place]
    flat = plane_coordinates(each.history.theta[shown], result.plane)
    trail = track_of(figure, look.name)
    assert trail["count"] == list(range(1, len(shown) + 1))
    np.testing.assert_allclose(unpack(trail["x"]), flat.first, rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(unpack(trail["y"]), flat.second, rtol=1e-6, atol=1e-6)
    np.testing.assert_array_equal(moving(figure, "now", "x")[:, 0], unpack(trail["x"]))
    (left, right), (low, high) = figure.layout.xaxis.range, figure.layout.yaxis.range
    assert ((left < flat.first) & (flat.first < right)).all()
    assert ((low < flat.second) & (flat.second < high)).all()


@pytest.mark.parametrize("slug", ["breast-cancer", "trap"])
def test_a_contour_joins_points_of_one_height_of_core(slug):
    result, data, _ = run(slug=slug)
    each, plane = result.runs[1], result.plane
    figure = drawn(result, data, "second-path")
    low, high = np.array([figure.layout.xaxis.range, figure.layout.yaxis.range]).T
    border = 0.01 * (high - low)  # a contour that leaves the picture is closed along its border
    objective, means = Objective.of(each.loss, result.X, result.y), []
    for shape in figure.layout.shapes:
        points = np.array(re.findall(r"[ML]([^,]+),([^LZ]+)", shape.path), dtype=float)
        inside = ((points > low + border) & (points < high - border)).all(axis=1)
        x, y = points[inside].T
        theta = (
            plane.origin + x[:, None] * plane.first_direction + y[:, None] * plane.second_direction
        )
        heights = objective.value(theta)
        means.append(heights.mean())
        assert np.ptp(heights) < 0.05 * objective.value(each.history.theta[0])
    assert len(means) == BANDS - 1
    assert (np.diff(means) > 0).all()


def test_both_fields_share_one_window():
    result, data, _ = run()
    first, second = (drawn(result, data, key) for key in ("first-path", "second-path"))
    assert first.layout.xaxis.range == second.layout.xaxis.range
    assert first.layout.yaxis.range == second.layout.yaxis.range


def test_minima_are_marked_where_newton_finds_them():
    result, data, _ = run(slug="trap")
    figure = drawn(result, data, "first-path")
    marks = [(t.x[0], t.y[0]) for t in figure.data if t.name == "minimum"]
    expected = [minimum.theta for minimum in result.runs[0].minima]
    np.testing.assert_allclose(marks, expected, rtol=1e-6)


@pytest.mark.parametrize("slug", ["separable", "nielsen", "lab"])
def test_separable_data_say_that_there_is_no_minimum(slug):
    result, data, _ = run(slug=slug)
    for key in ("first-path", "second-path"):
        figure = drawn(result, data, key)
        words = [annotation.text for annotation in figure.layout.annotations]
        assert "no minimum: the valley<br>runs to infinity" in words
        assert not [trace for trace in figure.data if trace.name == "minimum"]
    assert "runs to infinity" in live_fit.minima(result, WORDS)


def test_a_local_minimum_below_which_infinity_lies_is_told():
    """Half squared error of both petals: three flowers wrong for ever are 0.015."""
    result, data, _ = run(slug="iris")
    figure = drawn(result, data, "first-path")
    assert "lower values exist<br>at infinity" in [a.text for a in figure.layout.annotations]
    told = live_fit.minima(result, WORDS)
    assert "no global minimum was found: lower values exist at infinity, down to L = 0.0150" in told
    assert "with L = 0.0168" in told


@pytest.mark.parametrize("slug", ["iris", "trap"])
def test_a_switch_is_marked_on_every_picture(slug):
    result, data, _ = run(slug=slug, switch=(NOW, "focal"))
    samples, *paths_and_measures = view(result, data).figures.values()
    assert named(samples, "switch")
    assert [note.text for note in samples.layout.annotations if "┈ switch" in note.text]
    for place, figure in enumerate(paths_and_measures[:2]):
        mark = named(figure, "switch")
        flat = plane_coordinates(result.runs[place].history.theta[NOW], result.plane)
        np.testing.assert_allclose([mark.x[0], mark.y[0]], flat[:2], rtol=1e-6)
    for figure in paths_and_measures[2:]:
        assert figure.layout.shapes[0].x0 == NOW
        assert figure.layout.annotations[0].text == "switch to focal"


def test_measures_are_those_of_core():
    result, data, shown = run(switch=(NOW, "bce"))
    values = {
        "error-rate": lambda each: each.history.error_rate,
        "relative-loss": lambda each: each.relative_loss,
        "gradient-norm": lambda each: each.history.gradient_norm,
    }
    for kind, value in values.items():
        figure = drawn(result, data, kind)
        for trace, track, each in zip(
            figure.data, figure.layout.meta["moving"], result.runs, strict=False
        ):
            np.testing.assert_array_equal(trace.y, value(each)[shown].astype(np.float32))
            np.testing.assert_allclose(unpack(track["y"])[:, 0], trace.y, rtol=1e-6)
            assert trace.opacity < 1


def test_a_gradient_of_0_stands_at_the_foot_of_the_logarithmic_axis():
    data = load("lab")
    losses = [LOSSES["hinge"], LOSSES["mae"]]
    result = compare_runs(losses, data.X, data.y, Settings(start=[20, -50], steps=3))
    assert result.runs[0].history.gradient_norm[0] == 0
    figure = drawn(result, data, "gradient-norm")
    assert figure.data[0].y[0] == np.float32(LIMITS["gradient-norm"][0])
    assert "hinge 0" in figure.layout.meta["moving"][2]["text"][0]


def test_captions_tell_the_numbers_and_the_status_of_both_runs():
    before, after = (captions(*run(kind="saturated", switch=(NOW, "bce")))[k] for k in (3, NOW))
    first, second = WORDS["advice.plateau"], WORDS["advice.still-moving"]
    assert before.startswith(
        "Step 3, both at rate 0.5. "
        "MSE: error rate 88.8\N{NO-BREAK SPACE}%, loss 1.0000 of its start"
    )
    assert f": {first}. BCE: error rate" in before
    assert "both at rate 0.5. MSE, now BCE: " in after
    assert after.endswith(f": {second}.")


def test_a_run_that_diverged_says_since_when():
    data = load("trap")
    losses = [LOSSES["mse"], LOSSES["bce"]]
    start = [-0.314, 0.35]
    result = compare_runs(
        losses, data.X, data.y, Settings(start=start, learning_rate=50.0, steps=30)
    )
    said = captions(result, data, np.arange(31))
    since = result.runs[1].history.diverged_at
    assert since is not None
    assert f"diverged since step {since}, lower the learning rate" in said[since]
    assert "nan" not in " ".join(said)


def test_weights_are_told_in_original_units_too():
    result, data, _ = run()
    rows = live_fit.weights(result, data, NOW, WORDS)
    assert [row["parameters"] for row in rows] == 2 * ["as trained", "in original units"]
    assert set(rows[0]) == {"run", "parameters", "w1", "w2", "b"}
    theta = data.original_units(result.runs[1].history.theta[NOW])
    assert float(rows[3]["w1"].replace("−", "-")) == pytest.approx(theta[0], rel=5e-3)


def test_a_large_rate_is_written_out():
    data = load("trap")
    result = compare_runs(
        [LOSSES["bce"]] * 2, data.X, data.y, Settings(learning_rate=1024.0, steps=2, start=[0, 0])
    )
    assert captions(result, data, np.arange(3))[0].startswith("Step 0, both at rate 1024. BCE 1: ")


def test_safe_rates_are_those_of_core_and_none_with_kinks():
    result, data, _ = run(slug="trap", second="hinge")
    rate = number(safe_learning_rate(LOSSES["mse"], data.X))
    said = live_fit.safe_rates(result, WORDS)
    assert said.startswith(f"{rate} for half squared error: below")
    kinked = run(slug="trap", first="hinge", second="hinge")[0]
    assert live_fit.safe_rates(kinked, WORDS) == "It is not defined for a loss with kinks."


def test_names_from_a_file_are_plain_and_short():
    assert plain("<b>x & y</b>") == "&lt;b&gt;x &amp; y&lt;/b&gt;"
    assert len(plain("n" * 200)) == 26


def test_a_view_holds_every_picture_and_is_small():
    start, data = (5.0, 5.0, 0.0), load("breast-cancer")
    choice = Choice(start, optimizer="momentum", steps=5000, switch=(40, "focal"))
    seen = live_fit.view(model.compare(data, choice), choice, data, WORDS, SIZES["large"])
    assert list(seen.figures) == ["samples", "first-path", "second-path", *MEASURES]
    assert len(seen.captions) == len(seen.steps) <= 201
    assert {0, 40, 5000} <= set(seen.steps)
    assert sum(len(figure.json()) for figure in seen.figures.values()) < 450_000


@pytest.mark.parametrize("kind", STARTS)
def test_the_name_of_a_run_stands_beside_its_boundary_wherever_that_is_seen(kind):
    result, data, shown = run(kind=kind)
    figure = drawn(result, data, "samples")
    window = np.array([figure.layout.xaxis.range, figure.layout.yaxis.range])
    for look in looks(result, WORDS):
        ends = np.stack([moving(figure, f"{look.name} 0.5", axis) for axis in "xy"], axis=-1)
        way = np.linspace(0, 1, 400)[:, None]
        along = ends[:, :1] + way * (ends[:, 1:] - ends[:, :1])
        seen = ((along > window[:, 0]) & (along < window[:, 1])).all(axis=2).sum(axis=1) > 2
        assert seen.any()
        texts = [t["text"] for t in figure.layout.meta["moving"] if "text" in t]
        named_at = [any(look.name in at[k] for at in texts) for k in range(len(shown))]
        assert (np.array(named_at) >= seen).all()
