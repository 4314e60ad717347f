"""The loss surface: convex or not, plateau or minimum, seen over weight and bias."""

from dataclasses import replace

import streamlit as st

from core.datasets import DATASETS, load
from pages.figures import loss_surface as figures
from pages.figures.numbers import number
from pages.figures.style import hall_size
from pages.models import loss_surface as model
from pages.models.loss_surface import Choice
from pages.models.loss_surface_landscape import FINE, GRID, Landscape
from pages.models.scenes import Point, Scene, Window, scene
from pages.shared import caching, controls, downloads, layout, motion, text
from pages.words import core_words


def choose_feature(slug: str) -> int:
    """Choose one feature where there are several; return its column."""
    data = load(slug)
    slugs = map(model.feature_slug, data.feature_names)
    titles = dict(zip(slugs, core_words.features(words, data), strict=True))
    if len(titles) == 1:
        return 0
    names, shown = list(titles), {"titles": titles, "label": words["feature"]}
    return names.index(controls.select(words, f"feature-{slug}", names, **shown))


def choose_start(place: Scene) -> Point:
    """Choose where both descents start."""
    kind = controls.choice(words, "surface-start", model.STARTS)
    if kind == "own":
        return controls.pair(words, ("start-w", "start-b"), default=(1.0, 1.0), limit=50.0)
    return place.wrong if kind == "wrong" else place.mild


def choose_window(place: Scene) -> Window:
    """Choose the part of the plane that is shown."""
    if controls.choice(words, "window", model.WINDOWS) == "auto":
        return place.window
    ends = {"default": (-8.0, 8.0), "limit": 50.0}
    w = controls.pair(words, ("w-from", "w-to"), **ends)
    return model.window(w, controls.pair(words, ("b-from", "b-to"), **ends))


def choose() -> Choice:
    """Draw the controls and return what they stand at."""
    with parts.controls:
        slug = controls.select(
            words, "surface-data", list(DATASETS), default="nielsen", kind="data"
        )
        left = controls.select(words, "left", list(model.offered()), default="mse", kind="loss")
        right = controls.select(words, "right", list(model.offered()), default="bce", kind="loss")
        view = controls.choice(words, "view", model.VIEWS)
        painted = controls.toggle(words, "curvature")
        with controls.more(words):
            column, start = choose_feature(slug), choose_start(scene(slug))
            rate = controls.number(words, "surface-rate", 0.01, 20.0, 0.5, 0.1)
            steps = int(controls.choice(words, "surface-steps", model.STEPS))
            window = choose_window(scene(slug))
            grid = controls.choice(words, "grid", list(model.GRIDS))
    with parts.more:
        st.header(words.title("slices"), anchor=False)
        along = controls.choice(words, "along", model.ALONG)
    return Choice(
        *(slug, column, window, (left, right), start, rate, steps, view, painted, grid, along)
    )


def tell(land: Landscape) -> None:
    """Say how much of the window is not convex, and where the stationary points are."""
    title = words.called("loss", land.loss.slug, land.loss.title)
    st.header(figures.sentence_case(title), anchor=False)
    st.latex("L = " + land.loss.formula)
    share = figures.convexity(land, words)
    st.markdown(words.fill("convexity", convexity=share, points=FINE))
    if land.loss.proper is False:
        st.markdown(words.fill("not-proper", **figures.best_answer(land.loss)))
    if land.closed_form:
        solution = "closed-form" if land.closed_form.unique else "a-line-of-minima"
        st.markdown(words.fill(solution, **figures.closed_form_numbers(land)))
    elif land.way_out:
        st.markdown(words["no-minimum"])
    elif land.points is None:
        st.markdown(words["kinks"])
    elif land.points:
        layout.table(figures.stationary_rows(land, words))
    else:
        st.markdown(words["nowhere-flat"])
    if land.lower_at_infinity is not None:
        st.markdown(words.fill("lower-at-infinity", limit=number(land.lower_at_infinity)))


words = text.read(__file__)
parts = layout.parts(words)
choice = choose()
shown = choice if motion.has_webgl("descent") else replace(choice, view="contour")
view = caching.for_everybody(figures.view)(shown, words, hall_size(layout.size_name(), 405))
surveys = [model.survey(choice, slug) for slug in choice.losses]

with parts.picture:
    if shown != choice:
        st.info(words["no-webgl"])
    handle = motion.show(
        view,
        "descent",
        label=words["descent"],
        default=0,
        bounds=(0, 5000),
        columns=[1, 1],
        decimals=0,
        keeps_camera=True,
    )

with parts.more:
    for side, seen, place in zip(("left", "right"), surveys, st.columns(2), strict=True):
        with place:
            title = words.called("loss", seen.land.loss.slug, seen.land.loss.title)
            st.markdown(f"**{figures.sentence_case(title)}**")
            motion.picture(view, f"slice-{side}")
    st.markdown(words["slices"])
    if choice.grid != "off":
        st.header(words.title("sampled"), anchor=False)
        for seen, place in zip(surveys, st.columns(2), strict=True):
            place.markdown(words.fill("sampled", **figures.sample_numbers(seen, words)))
    for seen, place in zip(surveys, st.columns(2), strict=True):
        with place:
            tell(seen.land)
    st.caption(words.fill("conventions", data=core_words.about(words, choice.data)))
    layout.passages(words, "plateau")
    layout.explanation(words, "convex", "minima", "what-textbooks-get-wrong")
    settings = {
        "slug": choice.data,
        "column": choice.column,
        "losses": list(choice.losses),
        "w": choice.window.w,
        "b": choice.window.b,
        "points": GRID,
        "start": choice.start,
        "rate": choice.rate,
    }

    @handle.follow
    def as_python(step: int) -> None:
        """Offer the lines of Python for a step."""
        downloads.open_in_python(words, {**settings, "step": view.steps[step]})

    st.page_link("pages/training/linear_probability.py", label=words["see-also"])
    layout.closing(words, __file__)
