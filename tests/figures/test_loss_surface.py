"""Pictures of loss surfaces as data, against what the model computes."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from core.datasets import DATASETS, load
from core.losses import LINEAR_SQUARED_ERROR, LOSSES
from pages.figures import loss_surface as figures
from pages.figures.moving import unpack
from pages.figures.numbers import number
from pages.figures.placement import text_width
from pages.figures.style import HOME_CAMERA, LINEAR, SIZES, TINT, stroke
from pages.models import loss_surface as model
from pages.models import loss_surface_landscape as landscapes
from pages.models.loss_surface import Survey
from pages.models.scenes import scene
from pages.words import text

SIZE = SIZES["normal"]
QUOTED = ("nielsen", "lab", "trap")
WORDS = text.read("pages/one_neuron/loss_surface.py")
DRAW = {"3d": figures.surface, "contour": figures.contours}


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


def sample(slug, data, shape):
    return model.sample(survey(slug, data), shown(data), shape)


def seen(land, run_, cut_=None, sample_=None):
    return Survey(land, run_, cut_, sample_)


def draw(view, land, run_, painted=False, size=SIZE, sample_=None):
    return DRAW[view](seen(land, run_, None, sample_), painted, WORDS, size).figure


def numbers(slug, data, shape):
    there = seen(survey(slug, data), None, None, sample(slug, data, shape))
    return figures.sample_numbers(there, WORDS)


def slices(land, cut_):
    return figures.slices(seen(land, None, cut_), WORDS, SIZE).figure


def trace(figure, name):
    return next(trace for trace in figure.data if trace.name == name)


def test_the_trap_is_marked_with_its_two_minima_and_its_saddle():
    rows = figures.stationary_rows(survey("mse"), WORDS)
    assert [row["kind"] for row in rows] == ["minimum", "minimum", "saddle"]
    assert [row["(w, b)"] for row in rows] == [
        "(−0.290, 0.0642)",
        "(0.643, −3.85)",
        "(0.477, −3.07)",
    ]
    assert [row["L"] for row in rows] == ["0.08758", "0.1661", "0.1662"]
    assert rows[1]["eigenvalues"] == "6.59 × 10⁻⁴, 0.689"


@pytest.mark.parametrize("view", DRAW)
@pytest.mark.parametrize("slug", LOSSES)
def test_marker_and_trail_follow_the_run(slug, view):
    land, path = survey(slug), run(slug, steps=1000)
    figure = draw(view, land, path)
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
    list(product(DRAW, [False, True], LOSSES, QUOTED)),
)
def test_pictures_are_finite_small_and_coloured_by_loss(view, painted, slug, data):
    figure = draw(view, survey(slug, data), run(slug, data), painted)
    for name in ("path", "now"):
        look = trace(figure, name)
        assert stroke(slug).color in (look.line.color, look.marker.color)
    for item in figure.data:
        arrays = [item.x, item.y, *([item.z] if view == "3d" else [])]
        assert not any(np.isinf(np.asarray(values, dtype=float)).any() for values in arrays)
    assert len(figure.json()) < 200_000


@pytest.mark.parametrize("slug", LOSSES)
def test_the_surface_has_its_heights_and_its_own_axis(slug):
    land = survey(slug)
    figure = draw("3d", land, run(slug))
    body = trace(figure, WORDS.called("loss", slug, land.loss.title))
    np.testing.assert_array_equal(body.z, land.height.astype(np.float32))
    assert body.z.dtype == np.float32
    low, high = figure.layout.scene.zaxis.range
    assert low <= land.height.min() < land.height.max() < high
    assert figure.layout.scene.camera.to_plotly_json() == HOME_CAMERA
    assert [figure.layout.scene[f"{a}axis"].title.text for a in "xyz"] == ["w", "b", "L"]


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES.keys())
def test_the_marker_of_the_descent_stands_within_the_box(size):
    figure = draw("3d", survey("mse", "nielsen"), run("mse", "nielsen"), size=size)
    _, marker = figure.layout.meta["moving"]
    low, high = figure.layout.scene.zaxis.range
    assert low < unpack(marker["z"]).min() < unpack(marker["z"]).max() < high


def words(figure):
    return [note.text for note in (*figure.layout.annotations, *figure.layout.scene.annotations)]


@pytest.mark.parametrize("view", DRAW)
def test_words_in_the_pictures(view):
    trap = words(draw(view, survey("mse"), run("mse"), True))
    assert [trap.count(kind) for kind in figures.SYMBOLS] == [2, 1, 0]
    assert {"start", "half squared error: 93 % not convex (amber)"} <= set(trap)
    calm = words(draw(view, survey("bce"), run("bce"), True))
    assert "binary cross-entropy: convex" in calm
    plain = words(draw(view, survey("mse", "lab"), run("mse", "lab")))
    assert {"half squared error", WORDS["no-minimum-here"]} <= set(plain)


def pixels(space, at):
    """Project points as the first camera sees them, in pixels from the lower left corner."""
    high = space.figure.layout.height - space.figure.layout.margin.t
    return space.seen(np.asarray(at)) * np.array([1.5 * high, high])


def ground(space):
    """Return the points of the surface in pixels, shape (points, 2)."""
    body = next(each for each in space.figure.data if each.type == "surface")
    x, y = np.meshgrid(body.x, body.y)
    return pixels(space, np.stack([x, y, body.z], axis=-1)).reshape(-1, 2)


def word_boxes(space):
    """Return the boxes of the words in space in pixels, shape (words, 4)."""
    boxes = []
    for note in space.figure.layout.scene.annotations:
        middle = pixels(space, [note.x, note.y, note.z]) + np.array([note.ax, -note.ay])
        lines = 1 + note.text.count("<br>")
        half = np.array([text_width(note.text), 1.1 * lines]) * note.font.size / 2
        boxes.append(np.stack([middle - half, middle + half], axis=-1).ravel())
    return np.array(boxes)


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES.keys())
@pytest.mark.parametrize(("slug", "data"), list(product([*LOSSES, "linear"], QUOTED)))
def test_no_word_lies_on_a_surface_or_on_numbers_or_on_another_word(slug, data, size):
    space = figures.surface(seen(survey(slug, data), run(slug, data)), True, WORDS, size)
    x, y = ground(space).T
    boxes = word_boxes(space)
    high = space.figure.layout.height - space.figure.layout.margin.t
    numbers_of_z = space._scale_box() * np.repeat([1.5 * high, high], 2)
    for k, (left, right, low, high) in enumerate(boxes):
        assert not ((x > left) & (x < right) & (y > low) & (y < high)).any()
        for other in [numbers_of_z, *boxes[:k]]:
            aside = right <= other[0] or other[1] <= left
            assert aside or high <= other[2] or other[3] <= low


FILLING = ("iris", "breast-cancer", "overlapping", "separable", "flipped", "nielsen", "lab")


@pytest.mark.parametrize(("slug", "data"), list(product(("mse", "bce"), DATASETS)))
def test_a_surface_fills_its_picture(slug, data):
    """Data that stay high above the near corner of their floor, or are added, fill half of it."""
    space = figures.surface(seen(survey(slug, data), run(slug, data)), False, WORDS, SIZE)
    high = space.figure.layout.height - space.figure.layout.margin.t
    wide, tall = np.ptp(ground(space), axis=0) / (570, high)
    assert wide > 0.7
    assert tall > (0.7 if data in FILLING else 0.5)


@pytest.mark.parametrize("view", DRAW)
def test_only_what_is_in_the_window_is_marked(view):
    outside = run("mse", start=(40.0, 0.0))
    assert "start" not in words(draw(view, survey("mse"), outside))


def test_painting_tints_only_what_is_not_convex():
    land = survey("mse")
    painted = trace(draw("3d", land, run("mse"), True), "half squared error")
    amber, share = np.asarray(painted.surfacecolor) > 0.5, figures._coarse(land.not_convex)
    assert amber[share == 1].all()
    assert not amber[share == 0].any()
    tinted = draw("contour", land, run("mse"), True)
    assert "not convex" in [shape.name for shape in tinted.layout.shapes]
    plain = draw("contour", land, run("mse"))
    assert "not convex" not in [shape.name for shape in plain.layout.shapes]


def test_shares_near_the_ends_are_not_rounded_away():
    land = survey("mse")
    cells = np.zeros((landscapes.FINE, landscapes.FINE), dtype=bool)
    assert figures.convexity(replace(land, not_convex=cells), WORDS) == "convex"
    cells[0, 0] = True
    assert figures.convexity(replace(land, not_convex=cells), WORDS) == "0.10 % not convex"
    assert figures.convexity(replace(land, not_convex=~cells), WORDS) == "99.9 % not convex"
    assert figures.convexity(replace(land, not_convex=cells | True), WORDS) == "nowhere convex"


def test_captions_tell_every_loss_and_what_is_outside():
    said = figures.captions(seen(survey("bce"), run("bce"), cut("bce")), WORDS)
    assert len(said) == 61
    assert said[0].startswith(
        "Binary cross-entropy: L = 4.89, gradient norm 3.02, L″ = 0.710, still"
    )
    far = figures.captions(seen(survey("bce"), run("bce", start=(40.0, 0.0)), cut("bce")), WORDS)
    assert "outside the window" in far[0]
    assert "outside the window" not in said[0]


FAR_OUT = replace(load("lab"), X=np.append(np.arange(6.0), 100)[:, None], y=np.eye(7)[3:6].sum(0))
"""Six points in order and one far out with the wrong label: not separable."""
NEAR = model.window((-0.5, 0.5), (-2, 2))


def test_a_minimum_is_a_local_one_where_the_loss_is_lower_at_infinity():
    land = model.landscape(LOSSES["mse"], FAR_OUT, NEAR)
    assert land.lower_at_infinity == pytest.approx(1 / 14, rel=1e-12)
    assert land.way_out is None
    assert [row["kind"] for row in figures.stationary_rows(land, WORDS)] == [
        "local minimum",
        "saddle",
    ]
    path = model.descent(LOSSES["mse"], FAR_OUT, (0.0, 0.0), 0.01, 20)
    for view in DRAW:
        said = words(draw(view, land, path))
        assert "local minimum" in said
        assert "minimum" not in said


# The squared error of a linear output


def test_the_linear_output_is_a_bowl_with_its_closed_form_marked():
    land = survey("linear", "lab")
    assert not land.not_convex.any()
    (point,) = land.points
    np.testing.assert_allclose(land.closed_form.theta, point.theta, atol=1e-12)
    np.testing.assert_allclose(land.closed_form.theta, [9 / 35, -1 / 7], atol=1e-14)
    told = figures.closed_form_numbers(land)
    assert told == {"w": "0.2571", "b": "−0.1429", "loss": "0.02857"}
    for view in DRAW:
        figure = draw(view, land, run("linear", "lab", rate=0.1), True)
        assert "minimum,<br>closed form" in words(figure)
        mark = trace(figure, "minimum,<br>closed form")
        np.testing.assert_allclose([mark.x[0], mark.y[0]], land.closed_form.theta)
        assert trace(figure, "now").marker.color == LINEAR.color
    assert stroke("mse").color != LINEAR.color != stroke("bce").color


def test_one_input_has_a_line_of_minima():
    land = survey("linear", "nielsen")
    assert not land.closed_form.unique
    assert figures.closed_form_numbers(land)["loss"] == "0"
    both = replace(load("lab"), X=np.ones((4, 1)), y=np.array([0.0, 0, 0, 1]))
    level = model.landscape(LINEAR_SQUARED_ERROR, both, NEAR)
    assert figures.closed_form_numbers(level)["loss"] == number(0.75 * 0.25 / 2, 4)
    assert "a line of minima" in words(draw("contour", land, run("linear", "nielsen")))
    shape = model.GRIDS["50x40"]
    found = numbers("linear", "nielsen", shape)
    assert found["real"] == "a whole line of minima"


@pytest.mark.parametrize("view", DRAW)
def test_a_run_that_blows_up_is_still_drawn_in_finite_numbers(view):
    path = run("linear", "lab", rate=20.0, steps=200)
    assert str(path.status[-1]) == "diverged"
    figure = draw(view, survey("linear", "lab"), path)
    for track in figure.layout.meta["moving"]:
        assert all(np.isfinite(unpack(track[axis])).all() for axis in "xyz" if axis in track)
    figure = slices(survey("linear", "lab"), cut("linear", "lab", rate=20.0, steps=200))
    assert all(np.isfinite(unpack(track["y"])[:, :1]).all() for track in moving(figure)[1:])


# Slices


def moving(figure):
    return figure.layout.meta["moving"]


@pytest.mark.parametrize("along", model.ALONG)
@pytest.mark.parametrize("slug", [*LOSSES, LINEAR_SQUARED_ERROR.slug])
def test_the_slice_picture_holds_the_cut_and_marks_where_it_bends_down(slug, along):
    land, line = survey(slug), cut(slug, along=along)
    figure = slices(land, line)
    down, height, here, bend, here_bend = moving(figure)
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
        WORDS[f"slice-axis.{along}"],
        "mean loss L",
    ]
    assert figure.layout.yaxis2.title.text.startswith("d²L/d")
    line, look = trace(figure, WORDS.called("loss", slug, land.loss.title)).line, stroke(slug)
    assert (line.color, line.dash) == (look.color, look.dash)
    band = trace(figure, WORDS["negative"])
    assert band.yaxis == "y2"
    assert (band.y.min(), band.y.max()) == (np.float32(figure.layout.yaxis2.range[0]), 0)


def test_half_squared_error_bends_down_where_it_is_wrong():
    down = trace(slices(survey("mse"), cut("mse")), WORDS["bends-down"])
    assert down.line.color == TINT
    assert np.isfinite(np.asarray(down.y, dtype=float)).any()
    calm = trace(slices(survey("bce"), cut("bce")), WORDS["bends-down"])
    assert not np.isfinite(np.asarray(calm.y, dtype=float)).any()


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
    assert scene("lab").window == ((-6, 12), (-20, 10))
    found = sample(slug, "lab", model.GRIDS[grid])
    assert (len(found.lows), found.low_of_eight, found.fake.sum()) == (four, 0, fake)
    told = numbers(slug, "lab", model.GRIDS[grid])
    assert (told["four"], told["eight"], told["real"]) == (str(four), "0", "0")
    for view in DRAW:
        figure = draw(view, survey(slug, "lab"), run(slug, "lab"), sample_=found)
        marks = trace(figure, "low on the grid")
        w, b, _ = found.lows.T.astype(np.float32)
        np.testing.assert_array_equal(marks.x, w)
        np.testing.assert_array_equal(marks.y, b)
        assert marks.marker.symbol == "circle-open"


def test_a_real_minimum_is_told_from_the_fakes():
    told = numbers("mse", "trap", (401, 401))
    assert (told["four"], told["fake"]) == ("41", "39")
    assert told["real"] == "3 (2 × minimum, 1 × saddle)"
    kinks = numbers("hinge", "trap", (50, 40))
    assert kinks["real"] == "not located, because of the kinks"
