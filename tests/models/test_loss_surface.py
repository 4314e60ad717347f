"""What is shown of a loss over weight and bias, against the functions of core."""

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
from pages.models import loss_surface as model
from pages.models import loss_surface_landscape as landscapes
from pages.models.scenes import scene

QUOTED = ("nielsen", "lab", "trap")
every_quoted = pytest.mark.parametrize(("slug", "data"), list(product(LOSSES, QUOTED)))


def shown(data, column=0):
    """Load a data set with one feature."""
    return load(data).feature(column)


def survey(slug, data="trap", column=0):
    return model.landscape(model.offered()[slug], shown(data, column), scene(data).window)


def run(slug, data="trap", **options):
    settings = {"start": scene(data).wrong, "rate": 0.5, "steps": 60, **options}
    return model.descent(model.offered()[slug], shown(data), **settings)


def cut(slug, data="trap", along="w", **options):
    path = run(slug, data, **options)
    return model.cut(model.offered()[slug], shown(data), path, scene(data).window, along)


@every_quoted
def test_the_landscape_is_that_of_core(slug, data):
    loss, given = LOSSES[slug], load(data)
    land = survey(slug, data)
    window = scene(data).window
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
        not_convex = landscapes._not_convex(
            LOSSES[slug], load(data).feature(column), scene(data).window
        )
        assert not (LOSSES[slug].convex and not_convex.any())


@pytest.mark.parametrize("slug", LOSSES)
def test_a_descent_is_the_run_of_core(slug):
    trap, path = load("trap"), run(slug, steps=1000)
    settings = Settings(start=(2, -6), learning_rate=0.5, steps=1000)
    history = fit(LOSSES[slug], trap.X, trap.y, settings)
    np.testing.assert_array_equal(path.theta, history.theta[path.step])


@pytest.mark.parametrize("slug", [*LOSSES, "linear"])
def test_a_survey_holds_what_was_chosen(slug):
    choice = model.Choice("lab", 0, scene("lab").window, grid="50x40", along="downhill")
    found = model.survey(choice, slug)
    assert found.land.loss == model.offered()[slug]
    assert (found.cut.along, found.sample.shape) == ("downhill", (50, 40))
    assert found.run.step[-1] == choice.steps
    assert model.survey(replace(choice, painted=True), slug).land is found.land


@pytest.mark.parametrize("steps", [0, 1, 60, 200, 201, 1000, 5000])
def test_shown_steps_hold_start_and_end(steps):
    shown = model.shown_steps(steps)
    assert shown[0] == 0
    assert shown[-1] == steps
    assert len(shown) == min(steps + 1, 201)


@pytest.mark.parametrize(
    ("w", "b", "expected"),
    [
        ((3, -2), (0, 1), ((-2, 3), (0, 1))),
        ((1, 1), (5, 5.2), ((1, 1.5), (5, 5.5))),
    ],
)
def test_a_window_is_sorted_and_never_empty(w, b, expected):
    assert model.window(w, b) == expected


def test_features_are_named_without_their_unit():
    names = [model.feature_slug(name) for name in load("iris").feature_names]
    assert names == ["petal-length", "petal-width"]


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
    trap, far = load("trap"), model.window((20, 21), (20, 21))
    assert model.landscape(LOSSES["mse"], trap, far).lower_at_infinity is None


def test_a_wide_window_in_which_the_limit_is_nearly_reached_is_no_minimum():
    for reach in (5, 20, 50):
        land = model.landscape(LOSSES["mae"], load("trap"), model.window(*[(-reach, reach)] * 2))
        assert land.lower_at_infinity == pytest.approx(0.2, abs=1e-12)


def test_hinge_attains_its_minimum_wherever_the_window_is():
    away = model.window((-3, -2), (-3, -2))
    assert model.landscape(LOSSES["hinge"], load("lab"), away).lower_at_infinity is None


@pytest.mark.parametrize(
    ("slug", "p"), [("bce", 0.7), ("mse", 0.7), ("focal", 0.578), ("mae", 1.0)]
)
def test_the_best_constant_tells_whether_a_loss_is_proper(slug, p):
    assert model.best_constant(LOSSES[slug], 0.7) == pytest.approx(p)
    assert (p == 0.7) == LOSSES[slug].proper


@pytest.mark.parametrize("along", model.ALONG)
@pytest.mark.parametrize("slug", [*LOSSES, LINEAR_SQUARED_ERROR.slug])
def test_slices_go_through_the_descent_and_bend_as_the_hessian_says(slug, along):
    loss, trap = model.offered()[slug], load("trap")
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
        hessian = parameter_hessian(model.offered()[slug], x, y, theta)
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


def test_downhill_is_a_unit_vector_on_the_farthest_plateau():
    """There the slope is so small that its square would lose its digits."""
    way = {"start": (185.0, 185.0), "steps": 1}
    found, data = cut("mse", "nielsen", "downhill", **way), shown("nielsen")
    task = LOSSES["mse"], data.X, data.y, run("mse", "nielsen", **way).theta[0]
    assert 0 < np.abs(parameter_gradient(*task)).max() < 1e-160
    unit = np.full(2, np.sqrt(0.5))
    expected = unit @ parameter_hessian(*task) @ unit
    assert found.here_curvature[0] == pytest.approx(expected, rel=1e-9, abs=0)
