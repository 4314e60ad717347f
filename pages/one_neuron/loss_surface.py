"""The loss surface: convex or not, plateau or minimum, seen over weight and bias."""

import plotly.graph_objects as go
import streamlit as st

from core.datasets import DATASETS, Dataset, load
from pages.figures import loss_surface as figures
from pages.figures import loss_surface_scene as scenes
from pages.figures import loss_surface_slice as slices
from pages.figures.numbers import number
from pages.figures.style import SIZES
from pages.shared import downloads, layout, motion, text
from pages.shared import old_controls as controls


def choose_feature(slug: str) -> int:
    """Choose one feature where there are several; return its column."""
    names = [scenes.feature_slug(name) for name in load(slug).feature_names]
    if len(names) == 1:
        return 0
    name = controls.select("Feature", names, key=f"feature-{slug}", default=names[0])
    return names.index(name)


def choose_start(scene: scenes.Scene) -> scenes.Point:
    """Choose where both descents start."""
    kind = controls.choice("Start", scenes.STARTS, key="surface-start")
    if kind == "own":
        return controls.pair(("start-w", "start-b"), default=(1.0, 1.0), limit=50.0)
    return scene.wrong if kind == "wrong" else scene.mild


def choose_window(scene: scenes.Scene) -> scenes.Window:
    """Choose the part of the plane that is shown."""
    if controls.choice("Window", scenes.WINDOWS, key="window") == "auto":
        return scene.window
    w = controls.pair(("w-from", "w-to"), default=(-8.0, 8.0), limit=50.0)
    b = controls.pair(("b-from", "b-to"), default=(-8.0, 8.0), limit=50.0)
    return scenes.window(w, b)


def one_feature(slug: str, column: int) -> Dataset:
    """Load a data set with one of its features."""
    return load(slug).feature(column)


@st.cache_resource(max_entries=24, show_spinner=False)
def landscape(loss: str, slug: str, column: int, window: scenes.Window) -> scenes.Landscape:
    """Compute a loss over a window once."""
    return scenes.landscape(scenes.offered()[loss], one_feature(slug, column), window)


@st.cache_resource(max_entries=24, show_spinner=False)
def descent(
    loss: str, slug: str, column: int, start: scenes.Point, rate: float, steps: int
) -> scenes.Descent:
    """Compute a descent once."""
    return scenes.descent(scenes.offered()[loss], one_feature(slug, column), start, rate, steps)


@st.cache_resource(max_entries=24, show_spinner=False)
def cut(loss: str, ground: tuple, way: tuple, along: str) -> scenes.Cut:
    """Cut through a loss at each point of a descent once."""
    slug, column, window = ground
    data = one_feature(slug, column)
    return scenes.cut(scenes.offered()[loss], data, descent(loss, *way), window, along)


@st.cache_resource(max_entries=24, show_spinner="Sampling the surface")
def sample(loss: str, ground: tuple, grid: str) -> scenes.Sample | None:
    """Look for minima as a grid sees them once."""
    shape = scenes.GRIDS[grid]
    slug, column, _ = ground
    return (
        scenes.sample(landscape(loss, *ground), one_feature(slug, column), shape) if shape else None
    )


@st.cache_resource(max_entries=24, show_spinner=False)
def picture(
    kind: str, painted: bool, size: str, loss: str, ground: tuple, way: tuple, grid: str
) -> go.Figure:
    """Draw a loss with its descent once."""
    land, run = landscape(loss, *ground), descent(loss, *way)
    return figures.DRAW[kind](land, run, painted, SIZES[size], sample(loss, ground, grid))


@st.cache_resource(max_entries=24, show_spinner=False)
def slice_picture(size: str, loss: str, ground: tuple, way: tuple, along: str) -> go.Figure:
    """Draw the slices of a loss once."""
    land = landscape(loss, *ground)
    return slices.slices(land, cut(loss, ground, way, along), SIZES[size])


@st.cache_resource(max_entries=24, show_spinner=False)
def told(losses: tuple[str, str], ground: tuple, way: tuple, along: str) -> list[str]:
    """Write the live sentences once."""
    lands = [landscape(loss, *ground) for loss in losses]
    runs = [descent(loss, *way) for loss in losses]
    cuts = [cut(loss, ground, way, along) for loss in losses]
    return figures.captions(words["reading"], lands, runs, cuts)


def tell(land: scenes.Landscape) -> None:
    """Say how much of the window is not convex, and where the stationary points are."""
    st.header(land.loss.title.capitalize(), anchor=False)
    st.latex("L = " + land.loss.formula)
    says = words.passages
    st.markdown(says["convexity"].format(convexity=figures.convexity(land), points=scenes.FINE))
    if land.loss.proper is False:
        st.markdown(says["not-proper"].format(**figures.best_answer(land.loss)))
    if land.closed_form:
        solution = "closed-form" if land.closed_form.unique else "a-line-of-minima"
        st.markdown(says[solution].format(**figures.closed_form_numbers(land)))
    elif land.way_out:
        st.markdown(says["no-minimum"])
    elif land.points is None:
        st.markdown(says["kinks"])
    elif land.points:
        layout.table(figures.stationary_rows(land))
    else:
        st.markdown(says["nowhere-flat"])
    if land.lower_at_infinity is not None:
        st.markdown(says["lower-at-infinity"].format(limit=number(land.lower_at_infinity)))


words = text.read(__file__)
parts = layout.parts(words)

with parts.controls:
    slug = controls.select("Data", list(DATASETS), key="surface-data", default="nielsen")
    scene = scenes.scene(slug)
    losses = [
        controls.select("Left loss", list(scenes.offered()), key="left", default="mse"),
        controls.select("Right loss", list(scenes.offered()), key="right", default="bce"),
    ]
    wanted = controls.choice("View", list(figures.DRAW), key="view")
    painted = st.toggle("Curvature", key="curvature", bind="query-params")
    with st.popover("More"):
        column = choose_feature(slug)
        start = choose_start(scene)
        rate = st.number_input(
            "Learning rate", 0.01, 20.0, 0.5, 0.1, key="surface-rate", bind="query-params"
        )
        steps = int(controls.choice("Steps", scenes.STEPS, key="surface-steps"))
        window = choose_window(scene)
        grid = controls.choice("Sampled on a grid", list(scenes.GRIDS), key="grid")

with parts.more:
    st.header("A slice through the descent", anchor=False)
    along = controls.choice("Along", scenes.ALONG, key="along")

ground, way = (slug, column, window), (slug, column, start, rate, steps)
lands = [landscape(loss, *ground) for loss in losses]
size = layout.size_name()
shown = wanted if motion.has_webgl("descent") else "contour"
charts = [f"{side}-{slug}" for side in ("surface-left", "surface-right")]
slice_charts = ["slice-left", "slice-right"]

with parts.picture:
    if shown != wanted:
        st.info(words["no-webgl"])
    for key, land, place in zip(charts, lands, st.columns(2), strict=True):
        with place:
            motion.chart(
                picture(shown, painted, size, land.loss.slug, ground, way, grid),
                key=key,
                alt=f"Mean {land.loss.title} over weight and bias, with a descent on it.",
            )
    step = motion.control(
        "descent",
        label="step",
        values=scenes.shown_steps(steps),
        default=0,
        bounds=(0, 5000),
        charts=charts + slice_charts,
        captions=told(tuple(losses), ground, way, along),
        decimals=0,
        keeps_camera=True,
    )

with parts.more:
    for key, land, place in zip(slice_charts, lands, st.columns(2), strict=True):
        with place:
            st.markdown(f"**{land.loss.title.capitalize()}**")
            motion.chart(
                slice_picture(size, land.loss.slug, ground, way, along),
                key=key,
                alt=f"Mean {land.loss.title} along {along}, and its second derivative.",
            )
    st.caption(words["slices"])
    if scenes.GRIDS[grid]:
        st.header("What the grid takes for minima", anchor=False)
        for land, place in zip(lands, st.columns(2), strict=True):
            found = figures.sample_numbers(land, sample(land.loss.slug, ground, grid))
            place.markdown(words["sampled"].format(**found))
    for land, place in zip(lands, st.columns(2), strict=True):
        with place:
            tell(land)
    st.caption(words["conventions"].format(data=DATASETS[slug].description))
    layout.explanation(
        words,
        "what-convex-means-here-step",
        "what-a-slice-tells",
        "a-linear-output-a-bowl",
        "a-plateau",
        "the-trap-and-lower-values",
        "a-grid-sees-minima",
        "what-textbooks-get-wrong",
    )
    choice = {
        "slug": slug,
        "column": column,
        "losses": losses,
        "w": window.w,
        "b": window.b,
        "points": scenes.GRID,
        "start": start,
        "rate": rate,
        "step": scenes.shown_steps(steps)[step],
    }
    downloads.open_in_python(words, choice)
    st.page_link(
        "pages/training/linear_probability.py",
        label="See also: can a linear output be a classifier?",
    )
    layout.closing(words, __file__)
