"""Pictures of loss surfaces as data, against the functions of core."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from core.datasets import DATASETS, load
from core.gradients import parameter_gradient, parameter_hessian
from core.landscape import loss_surface, smallest_eigenvalue, stationary_points
from core.losses import LINEAR_SQUARED_ERROR, LOSSES
from core.separability import has_no_minimum, separating_direction
from core.training import Settings, fit
from pages.figures import loss_surface as figures
from pages.figures import loss_surface_scene as scenes
from pages.figures import loss_surface_slice as slices
from pages.figures.moving import unpack
from pages.figures.numbers import number
from pages.figures.style import HOME_CAMERA, SIZES, stroke

SIZE = SIZES["normal"]
QUOTED = ("nielsen", "lab", "trap")
every_quoted = pytest.mark.parametrize(("slug", "data"), list(product(LOSSES, QUOTED)))


def survey(slug, data="trap", column=0):
    data, area = load(data).feature(column), scenes.scene(data).window
    return scenes.landscape(scenes.offered()[slug], data, area)


def run(slug, data="trap", **options):
    settings = {"start": scenes.scene(data).wrong, "rate": 0.5, "steps": 60, **options}
    return scenes.descent(scenes.offered()[slug], load(data).feature(0), **settings)


def cut(slug, data="trap", along="w", **options):
    area = scenes.scene(data).window
    path = run(slug, data, **options)
    return scenes.cut(scenes.offered()[slug], load(data).feature(0), path, area, along)


def sample(slug, data, shape):
    return scenes.sample(survey(slug, data), load(data).feature(0), shape)


def trace(figure, name):
    return next(trace for trace in figure.data if trace.name == name)


@every_quoted
def test_the_landscape_is_that_of_core(slug, data):
    loss, given = LOSSES[slug], load(data)
    land = survey(slug, data)
    window = scenes.scene(data).window
    np.testing.assert_array_equal(land.w[[0, -1]], window.w)
    np.testing.assert_array_equal(land.b[[0, -1]], window.b)
    np.testing.assert_array_equal(land.height, loss_surface(loss, given.X, given.y, land.w, land.b))
    lowest = smallest_eigenvalue(loss, given.X, given.y, land.w, land.b)
    clear = np.abs(lowest) > 1e-9
    np.testing.assert_array_equal(land.not_convex[::2, ::2][clear], lowest[clear] < 0)


@every_quoted
def test_stationary_points_are_those_of_core_or_the_valley_has_no_end(slug, data):
    loss, given = LOSSES[slug], load(data)
    land = survey(slug, data)
    if not loss.smooth:
        assert land.points is None
    else:
        found = stationary_points(loss, given.X, given.y, land.w, land.b)
        assert [point.loss for point in land.points] == [point.loss for point in found]
    assert (land.way_out is not None) == has_no_minimum(loss, given.X, given.y)


def test_the_way_out_leads_along_the_separating_direction():
    lab = load("lab")
    land = survey("bce", "lab")
    middle = np.array([land.w.mean(), land.b.mean()])
    way = np.array(land.way_out) - middle
    direction = separating_direction(lab.X, lab.y)
    np.testing.assert_allclose(way / np.linalg.norm(way), direction, atol=1e-9)


@pytest.mark.parametrize(("slug", "data"), list(product(LOSSES, DATASETS)))
def test_a_convex_loss_is_painted_nowhere(slug, data):
    for column in range(load(data).X.shape[1]):
        not_convex = scenes._not_convex(
            LOSSES[slug], load(data).feature(column), scenes.scene(data).window
        )
        assert not (LOSSES[slug].convex and not_convex.any())


def test_the_trap_is_marked_with_its_two_minima_and_its_saddle():
    rows = figures.stationary_rows(survey("mse"))
    assert [row["kind"] for row in rows] == ["minimum", "minimum", "saddle"]
    assert [row["(w, b)"] for row in rows] == [
        "(−0.290, 0.0642)",
        "(0.643, −3.85)",
        "(0.477, −3.07)",
    ]
    assert [row["L"] for row in rows] == ["0.08758", "0.1661", "0.1662"]
    assert rows[1]["eigenvalues"] == "6.59 × 10⁻⁴, 0.689"


@pytest.mark.parametrize("steps", [0, 1, 60, 200, 201, 1000, 5000])
def test_shown_steps_hold_start_and_end(steps):
    shown = scenes.shown_steps(steps)
    assert shown[0] == 0
    assert shown[-1] == steps
    assert len(shown) == min(steps + 1, 201)


@pytest.mark.parametrize("view", figures.DRAW)
@pytest.mark.parametrize("slug", LOSSES)
def test_marker_and_trail_follow_the_run(slug, view):
    land, path = survey(slug), run(slug, steps=1000)
    history = fit(
        LOSSES[slug],
        load("trap").X,
        load("trap").y,
        Settings(start=(2, -6), learning_rate=0.5, steps=1000),
    )
    np.testing.assert_array_equal(path.theta, history.theta[path.step])
    figure = figures.DRAW[view](land, path, False, SIZE)
    trail, marker = figure.layout.meta["moving"]
    assert trail["count"] == list(range(1, 202))
    for axis, values in zip("xy", path.theta.T, strict=True):
        np.testing.assert_array_equal(unpack(trail[axis]), values.astype(np.float32))
        np.testing.assert_array_equal(unpack(marker[axis])[:, 0], values.astype(np.float32))
    if view == "3d":
        lift = unpack(trail["z"]) - path.loss
        assert (lift > 0).all()
        assert (lift < 0.05 * np.ptp(land.height)).all()


@pytest.mark.parametrize(
    ("view", "painted", "slug", "data"),
    list(product(figures.DRAW, [False, True], LOSSES, QUOTED)),
)
def test_pictures_are_finite_small_and_coloured_by_loss(view, painted, slug, data):
    figure = figures.DRAW[view](survey(slug, data), run(slug, data), painted, SIZE)
    for name in ("path", "now"):
        look = trace(figure, name)
        assert stroke(slug).color in (look.line.color, look.marker.color)
    for item in figure.data:
        arrays = [item.x, item.y, *([item.z] if view == "3d" else [])]
        assert not any(np.isinf(np.asarray(values, dtype=float)).any() for values in arrays)
    assert len(figure.to_json()) < 200_000


@pytest.mark.parametrize("slug", LOSSES)
def test_the_surface_has_its_heights_and_its_own_axis(slug):
    land = survey(slug)
    figure = figures.surface(land, run(slug), False, SIZE)
    body = trace(figure, LOSSES[slug].title)
    np.testing.assert_array_equal(body.z, land.height.astype(np.float32))
    assert body.z.dtype == np.float32
    low, high = figure.layout.scene.zaxis.range
    assert low <= land.height.min() < land.height.max() < high
    assert figure.layout.scene.camera.to_plotly_json() == HOME_CAMERA
    assert [figure.layout.scene[f"{a}axis"].title.text for a in "xyz"] == ["w", "b", "L"]


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES.keys())
def test_the_marker_of_the_descent_stands_within_the_box(size):
    figure = figures.surface(survey("mse", "nielsen"), run("mse", "nielsen"), False, size)
    _, marker = figure.layout.meta["moving"]
    low, high = figure.layout.scene.zaxis.range
    assert low < unpack(marker["z"]).min() < unpack(marker["z"]).max() < high


def words(figure):
    return [note.text for note in (*figure.layout.annotations, *figure.layout.scene.annotations)]


@pytest.mark.parametrize("view", figures.DRAW)
def test_words_in_the_pictures(view):
    draw = figures.DRAW[view]
    trap = words(draw(survey("mse"), run("mse"), True, SIZE))
    assert [trap.count(kind) for kind in figures.SYMBOLS] == [2, 1, 0]
    assert {"start", "not convex", "half squared error: 93 % not convex"} <= set(trap)
    calm = words(draw(survey("bce"), run("bce"), True, SIZE))
    assert "binary cross-entropy: convex" in calm
    assert "not convex" not in calm
    assert figures.NO_MINIMUM in words(draw(survey("mse", "lab"), run("mse", "lab"), False, SIZE))


@pytest.mark.parametrize("view", figures.DRAW)
def test_only_what_is_in_the_window_is_marked(view):
    outside = run("mse", start=(40.0, 0.0))
    assert "start" not in words(figures.DRAW[view](survey("mse"), outside, False, SIZE))


def test_painting_tints_only_what_is_not_convex():
    land = survey("mse")
    painted = trace(figures.surface(land, run("mse"), True, SIZE), "half squared error")
    amber, share = np.asarray(painted.surfacecolor) > 0.5, figures._coarse(land.not_convex)
    assert amber[share == 1].all()
    assert not amber[share == 0].any()
    tinted = figures.contours(land, run("mse"), True, SIZE)
    assert "not convex" in [shape.name for shape in tinted.layout.shapes]
    plain = figures.contours(land, run("mse"), False, SIZE)
    assert "not convex" not in [shape.name for shape in plain.layout.shapes]


def test_shares_near_the_ends_are_not_rounded_away():
    land = survey("mse")
    cells = np.zeros((scenes.FINE, scenes.FINE), dtype=bool)
    assert figures.convexity(replace(land, not_convex=cells)) == "convex"
    cells[0, 0] = True
    assert figures.convexity(replace(land, not_convex=cells)) == "0.10 % not convex"
    assert figures.convexity(replace(land, not_convex=~cells)) == "99.9 % not convex"
    assert figures.convexity(replace(land, not_convex=cells | True)) == "nowhere convex"


def test_captions_tell_every_loss_and_what_is_outside():
    template = "{title} {loss} {slope} {bend} {status}"
    lands, cuts = [survey("mse"), survey("bce")], [cut("mse"), cut("bce")]
    said = figures.captions(template, lands, [run("mse"), run("bce")], cuts)
    assert len(said) == 61
    assert said[0].split("\n")[1].startswith("Binary cross-entropy 4.89 3.02 0.710")
    far = [run(slug, start=(40.0, 0.0)) for slug in ("mse", "bce")]
    assert figures.captions(template, lands, far, cuts)[0].count("outside the window") == 2


@pytest.mark.parametrize(
    ("w", "b", "expected"),
    [
        ((3, -2), (0, 1), ((-2, 3), (0, 1))),
        ((1, 1), (5, 5.2), ((1, 1.5), (5, 5.5))),
    ],
)
def test_a_window_is_sorted_and_never_empty(w, b, expected):
    assert scenes.window(w, b) == expected


def test_features_are_named_without_their_unit():
    names = [scenes.feature_slug(name) for name in load("iris").feature_names]
    assert names == ["petal-length", "petal-width"]


FAR_OUT = replace(load("lab"), X=np.append(np.arange(6.0), 100)[:, None], y=np.eye(7)[3:6].sum(0))
"""Six points in order and one far out with the wrong label: not separable."""
NEAR = scenes.window((-0.5, 0.5), (-2, 2))


def test_a_minimum_is_a_local_one_where_the_loss_is_lower_at_infinity():
    land = scenes.landscape(LOSSES["mse"], FAR_OUT, NEAR)
    assert land.lower_at_infinity == pytest.approx(1 / 14, rel=1e-12)
    assert land.way_out is None
    assert [row["kind"] for row in figures.stationary_rows(land)] == ["local minimum", "saddle"]
    path = scenes.descent(LOSSES["mse"], FAR_OUT, (0.0, 0.0), 0.01, 20)
    for draw in figures.DRAW.values():
        said = words(draw(land, path, False, SIZE))
        assert "local minimum" in said
        assert "minimum" not in said


@pytest.mark.parametrize("slug", LOSSES)
@pytest.mark.parametrize("data", DATASETS)
def test_what_is_lower_at_infinity_is_lower_than_every_point_found(slug, data):
    land = survey(slug, data)
    if land.lower_at_infinity is not None:
        assert land.way_out is None
        found = [land.height.min(), *(point.loss for point in land.points or [])]
        assert land.lower_at_infinity < min(found) + 1e-12
    unbounded = slug in ("bce", "focal", "hinge")
    assert land.lower_at_infinity is None or not unbounded


def test_a_minimum_outside_the_window_counts_as_found():
    trap, far = load("trap"), scenes.window((20, 21), (20, 21))
    assert scenes.landscape(LOSSES["mse"], trap, far).lower_at_infinity is None


def test_a_wide_window_in_which_the_limit_is_nearly_reached_is_no_minimum():
    for reach in (5, 20, 50):
        land = scenes.landscape(LOSSES["mae"], load("trap"), scenes.window(*[(-reach, reach)] * 2))
        assert land.lower_at_infinity == pytest.approx(0.2, abs=1e-12)


def test_hinge_attains_its_minimum_wherever_the_window_is():
    away = scenes.window((-3, -2), (-3, -2))
    assert scenes.landscape(LOSSES["hinge"], load("lab"), away).lower_at_infinity is None


@pytest.mark.parametrize(
    ("slug", "p"), [("bce", 0.7), ("mse", 0.7), ("focal", 0.578), ("mae", 1.0)]
)
def test_the_best_constant_tells_whether_a_loss_is_proper(slug, p):
    assert scenes.best_constant(LOSSES[slug], 0.7) == pytest.approx(p)
    assert (p == 0.7) == LOSSES[slug].proper


# The squared error of a linear output


def test_the_linear_output_is_a_bowl_with_its_closed_form_marked():
    land = survey("linear", "lab")
    assert not land.not_convex.any()
    (point,) = land.points
    np.testing.assert_allclose(land.closed_form.theta, point.theta, atol=1e-12)
    np.testing.assert_allclose(land.closed_form.theta, [9 / 35, -1 / 7], atol=1e-14)
    told = figures.closed_form_numbers(land)
    assert told == {"w": "0.2571", "b": "−0.1429", "loss": "0.02857"}
    for draw in figures.DRAW.values():
        figure = draw(land, run("linear", "lab", rate=0.1), True, SIZE)
        assert "minimum,<br>closed form" in words(figure)
        mark = trace(figure, "minimum,<br>closed form")
        np.testing.assert_allclose([mark.x[0], mark.y[0]], land.closed_form.theta)
        assert trace(figure, "now").marker.color == figures.LINEAR_LOOK.color
    assert stroke("mse").color != figures.LINEAR_LOOK.color != stroke("bce").color


def test_one_input_has_a_line_of_minima():
    land = survey("linear", "nielsen")
    assert not land.closed_form.unique
    assert figures.closed_form_numbers(land)["loss"] == "0"
    both = replace(load("lab"), X=np.ones((4, 1)), y=np.array([0.0, 0, 0, 1]))
    level = scenes.landscape(LINEAR_SQUARED_ERROR, both, NEAR)
    assert figures.closed_form_numbers(level)["loss"] == number(0.75 * 0.25 / 2, 4)
    assert "a line of minima" in words(
        figures.contours(land, run("linear", "nielsen"), False, SIZE)
    )
    shape = scenes.GRIDS["50x40"]
    found = figures.sample_numbers(land, sample("linear", "nielsen", shape))
    assert found["real"] == "a whole line of minima"


@pytest.mark.parametrize("view", figures.DRAW)
def test_a_run_that_blows_up_is_still_drawn_in_finite_numbers(view):
    path = run("linear", "lab", rate=20.0, steps=200)
    assert str(path.status[-1]) == "diverged"
    figure = figures.DRAW[view](survey("linear", "lab"), path, False, SIZE)
    for track in figure.layout.meta["moving"]:
        assert all(np.isfinite(unpack(track[axis])).all() for axis in "xyz" if axis in track)
    figure = slices.slices(
        survey("linear", "lab"), cut("linear", "lab", rate=20.0, steps=200), SIZE
    )
    assert all(np.isfinite(unpack(track["y"])[:, :1]).all() for track in moving(figure)[1:])


# Slices


def moving(figure):
    return figure.layout.meta["moving"]


@pytest.mark.parametrize("along", scenes.ALONG)
@pytest.mark.parametrize("slug", [*LOSSES, LINEAR_SQUARED_ERROR.slug])
def test_slices_go_through_the_descent_and_bend_as_the_hessian_says(slug, along):
    loss, trap = scenes.offered()[slug], load("trap")
    path, line = run(slug, rate=0.05), cut(slug, along=along, rate=0.05)
    np.testing.assert_allclose(line.here_height, path.loss, rtol=1e-12)
    for k in (0, 17, 60):
        theta = path.theta[k]
        gradient = parameter_gradient(loss, trap.X, trap.y, theta)
        down = -gradient / np.linalg.norm(gradient)
        way = {"w": np.array([1.0, 0]), "b": np.array([0, 1.0]), "downhill": down}[along]
        bend = way @ parameter_hessian(loss, trap.X, trap.y, theta) @ way
        assert line.here_curvature[k] == pytest.approx(bend, rel=1e-9, abs=1e-15)
        at = theta + (line.x[9] - line.here_x[k]) * way
        height = loss.value(trap.X[:, 0] * at[0] + at[1], trap.y).mean()
        assert line.height[k, 9] == pytest.approx(height, rel=1e-9)


@pytest.mark.parametrize("along", scenes.ALONG)
@pytest.mark.parametrize("slug", [*LOSSES, LINEAR_SQUARED_ERROR.slug])
def test_the_slice_picture_holds_the_cut_and_marks_where_it_bends_down(slug, along):
    land, line = survey(slug), cut(slug, along=along)
    figure = slices.slices(land, line, SIZE)
    down, height, bend, here, here_bend = moving(figure)
    np.testing.assert_array_equal(unpack(height["y"]), line.height.astype(np.float32))
    np.testing.assert_array_equal(unpack(bend["y"]), line.curvature.astype(np.float32))
    marked = np.isfinite(unpack(down["y"]))
    np.testing.assert_array_equal(marked, line.curvature[:, ::2] < 0)
    assert not (land.loss.convex and marked.any())
    np.testing.assert_array_equal(unpack(here["y"])[:, 0], line.here_height.astype(np.float32))
    np.testing.assert_array_equal(
        unpack(here_bend["y"])[:, 0], line.here_curvature.astype(np.float32)
    )
    assert [figure.layout[f"{axis}axis"].title.text for axis in "xy"] == [
        slices.AXES[along][0],
        "mean loss L",
    ]
    assert figure.layout.yaxis2.title.text == slices.AXES[along][1]
    line, look = trace(figure, land.loss.title).line, figures.look_of(land.loss)
    assert (line.color, line.dash) == (look.color, look.dash)
    (band,) = [shape for shape in figure.layout.shapes if shape.name == "negative"]
    assert (band.y0, band.y1) == (figure.layout.yaxis2.range[0], 0)


def test_half_squared_error_bends_down_where_it_is_wrong():
    says = [note.text for note in slices.slices(survey("mse"), cut("mse"), SIZE).layout.annotations]
    assert says == ["negative: not convex"]
    assert not slices.slices(survey("bce"), cut("bce"), SIZE).layout.annotations


# Formulas of the text


def test_the_hessian_is_the_mean_of_factors_and_squares():
    rng = np.random.default_rng(4)
    x, y, theta, v = (
        rng.normal(size=9),
        rng.integers(0, 2, 9),
        rng.normal(size=2),
        rng.normal(size=2),
    )
    p = 1 / (1 + np.exp(-(theta[0] * x + theta[1])))
    along = (v[0] * x + v[1]) ** 2
    factors = {
        "bce": p * (1 - p),
        "mse": np.where(y == 1, p * (1 - p) ** 2 * (3 * p - 1), p**2 * (1 - p) * (2 - 3 * p)),
        "linear": np.ones(9),
    }
    for slug, factor in factors.items():
        hessian = parameter_hessian(scenes.offered()[slug], x, y, theta)
        assert v @ hessian @ v == pytest.approx((factor * along).mean(), rel=1e-10)


def test_with_a_single_input_one_direction_is_flat():
    hessian = parameter_hessian(LOSSES["bce"], [3.0], [1], [0.2, -1])
    np.testing.assert_allclose(hessian @ [1, -3], 0, atol=1e-15)


def test_the_slice_of_the_single_example_is_the_loss_of_the_logit():
    line = cut("mse", "nielsen")
    z = line.x + 2
    assert (line.curvature[0][z > np.log(2)] < 0).all()
    assert (line.curvature[0][z < np.log(2)] > 0).all()
    assert line.curvature[0].min() == pytest.approx(-0.0601, abs=5e-4)
    assert LOSSES["mse"].curvature(1.852, 0) == pytest.approx(-0.0601, abs=5e-5)


def test_the_bowl_of_the_lab_is_steep():
    lab = load("lab")
    largest = np.linalg.eigvalsh(parameter_hessian(LINEAR_SQUARED_ERROR, lab.X, lab.y, [0, 0]))[1]
    assert 2 / largest == pytest.approx(0.203, abs=5e-4)
    calm, wild = (run("linear", "lab", rate=rate, steps=200) for rate in (0.2, 0.21))
    assert calm.loss[-1] < calm.loss[0] < wild.loss[-1]


# What a grid takes for minima


@pytest.mark.parametrize(
    ("slug", "grid", "four", "fake"),
    [
        ("mse", "50x40", 16, 16),
        ("bce", "50x40", 13, 13),
        ("mse", "401x401", 0, 0),
        ("bce", "401x401", 0, 0),
    ],
)
def test_the_labs_own_grid_sees_minima_that_are_not_there(slug, grid, four, fake):
    assert scenes.scene("lab").window == ((-6, 12), (-20, 10))
    found = sample(slug, "lab", scenes.GRIDS[grid])
    assert (len(found.lows), found.low_of_eight, found.fake.sum()) == (four, 0, fake)
    told = figures.sample_numbers(survey(slug, "lab"), found)
    assert (told["four"], told["eight"], told["real"]) == (str(four), "0", "0")
    for draw in figures.DRAW.values():
        figure = draw(survey(slug, "lab"), run(slug, "lab"), False, SIZE, found)
        marks = trace(figure, "low on the grid")
        np.testing.assert_array_equal(marks.x, found.lows[:, 0])
        np.testing.assert_array_equal(marks.y, found.lows[:, 1])
        assert marks.marker.symbol == "circle-open"


def test_a_real_minimum_is_told_from_the_fakes():
    found = sample("mse", "trap", (401, 401))
    told = figures.sample_numbers(survey("mse", "trap"), found)
    assert (told["four"], told["fake"]) == ("41", "39")
    assert told["real"] == "3 (2 × minimum, 1 × saddle)"
    kinks = figures.sample_numbers(survey("hinge"), sample("hinge", "trap", (50, 40)))
    assert kinks["real"] == "not located, because of the kinks"
