"""Pictures of a loss over weight and bias, in space and as contours, with a descent on it."""

from collections.abc import Sequence

import numpy as np

from core.landscape import StationaryPoint
from core.losses import Loss
from core.training import Status
from pages.figures.numbers import number
from pages.figures.picture import Picture
from pages.figures.space import Space
from pages.figures.stack import Stack
from pages.figures.style import GREY, TINT, Size, Stroke, stroke
from pages.figures.view import Drawn, View
from pages.models import loss_surface as model
from pages.models.loss_surface import Choice, Cut, Survey
from pages.models.loss_surface_landscape import FINE, Landscape, Sample
from pages.words.text import Text

SHARE = 0.7
"""Share of label 1 for which the best answer of a loss is told."""
SYMBOLS = {"minimum": "cross", "saddle": "x", "maximum": "diamond"}
_AMBER = Stroke(TINT, "solid", "circle")
_BENDS = {"w": "d²L/dw²", "b": "d²L/db²", "downhill": "d²L/du²"}


def view(choice: Choice, words: Text, size: Size) -> View:
    """Draw the pictures of both losses and write the live sentences.

    Parameters
    ----------
    choice : Choice
        What the controls stand at.
    words : Text
        The page's text.
    size : Size
        Text and lines.

    Returns
    -------
    View
        "surface-left-" and "surface-right-" with the slug of the data, then "slice-left" and
        "slice-right".
    """
    surveys = [model.survey(choice, slug) for slug in choice.losses]
    draw = surface if choice.view == "3d" else contours
    sides = list(zip(("left", "right"), surveys, strict=True))
    pictures: dict[str, Drawn] = {
        f"surface-{side}-{choice.data}": draw(seen, choice.painted, words, size)
        for side, seen in sides
    }
    pictures |= {f"slice-{side}": slices(seen, words, size) for side, seen in sides}
    told = [captions(seen, words) for seen in surveys]
    steps = model.shown_steps(choice.steps)
    return View(steps, pictures, ["\n".join(said) for said in zip(*told, strict=True)])


def surface(seen: Survey, painted: bool, words: Text, size: Size) -> Space:
    """Draw a loss as a surface, with a descent on it."""
    land, run, own = seen.land, seen.run, stroke(seen.land.loss.slug)
    w, b, height = land.w, land.b, land.height
    space = Space(
        size,
        x="w",
        y="b",
        z="L",
        xlim=(w[0], w[-1]),
        ylim=(b[0], b[-1]),
        zlim=(float(height.min()), float(height.max())),
        alt=words.fill("surface.alt", loss=_title(land.loss, words)),
    )
    space.above(_heading(land, painted, words))
    hover = "w %{x:.2f}, b %{y:.2f}: L = %{z:.3f}<extra></extra>"
    tint = _coarse(land.not_convex) if painted else None
    space.surface(w, b, height, _title(land.loss, words), tint=tint, hovertemplate=hover)
    if land.way_out:
        space.pin(words["no-minimum-here"], *land.way_out, _height_at(land, land.way_out))
    for label, theta, marker, hollow in _marked(seen, words):
        at = [[value] for value in (*theta, _height_at(land, theta))]
        space.dots(*at, _marker(own, marker), label=label, hollow=hollow)
    if seen.sample:
        fakes = seen.sample.lows[seen.sample.fake].T
        space.dots(*fakes, _marker(own), words["low-on-the-grid"], hollow=True, scale=0.7)
    at = (*run.theta.T, run.loss)
    space.path(*at, np.arange(len(run.loss)) + 1, own, words["path"])
    space.dots(*(axis[:, None] for axis in at), own, words["now"])
    return space


def contours(seen: Survey, painted: bool, words: Text, size: Size) -> Picture:
    """Draw a loss as contour lines, with a descent on it."""
    land, run, own = seen.land, seen.run, stroke(seen.land.loss.slug)
    picture = Picture(
        size,
        x=words["w-axis"],
        y=words["b-axis"],
        xlim=(land.w[0], land.w[-1]),
        ylim=(land.b[0], land.b[-1]),
        alt=words.fill("surface.alt", loss=_title(land.loss, words)),
        width=0.8,
        headroom=1,
        grid=False,
    )
    picture.above(_heading(land, painted, words))
    if painted:
        fine = (np.linspace(axis[0], axis[-1], FINE) for axis in (land.w, land.b))
        amber = {"name": words["not-convex"], "opacity": 0.4}
        picture.region(*fine, land.not_convex.astype(float), 0.5, TINT, **amber)
    picture.contours(land.w, land.b, land.height, words["contour"])
    if land.way_out:
        at = [[value] for value in land.way_out]
        picture.dots(*at, GREY, label=words["no-minimum-here"], scale=0.4)
    for label, theta, marker, hollow in _marked(seen, words):
        at = [[value] for value in theta]
        picture.dots(*at, _marker(own, marker), label=label, hollow=hollow)
    if seen.sample:
        _mark_fakes(picture, seen.sample, own, words)
    picture.path(*run.theta.T, np.arange(len(run.loss)) + 1, own, words["path"])
    picture.dots(*(axis[:, None] for axis in run.theta.T), own, words["now"], cliponaxis=True)
    return picture


def slices(seen: Survey, words: Text, size: Size) -> Stack:
    """Draw a loss along a line above its second derivative, with the point of the descent."""
    land, cut, own = seen.land, seen.cut, stroke(seen.land.loss.slug)
    top = float(min(cut.height.max(), land.height.max()))
    loss = _slice(cut, words, size, words["loss-axis"], _span(cut.height, top))
    bend = _slice(cut, words, size, _BENDS[cut.along], _span(cut.curvature))
    # Every other point is enough for what lies under a curve.
    down = np.where(cut.curvature < 0, cut.height, np.nan)[:, ::2]
    loss.curve(cut.x[::2], down, _AMBER, words["bends-down"], width=2 * size.line)
    bend.band(bend.xlim, [bend.ylim[0]] * 2, [0, 0], TINT, words["negative"], opacity=0.22)
    bend.rule(y=0)
    name, x = _title(land.loss, words), cut.here_x[:, None]
    loss.curve(cut.x, cut.height, own, name, line_shape="spline")
    bend.curve(cut.x, cut.curvature, own, words["second-derivative"], line_shape="spline")
    loss.dots(x, cut.here_height[:, None], own, words["now"], cliponaxis=True)
    bend.dots(x, cut.here_curvature[:, None], own, words["now"], cliponaxis=True)
    along = words.called("along", cut.along)
    return Stack([loss, bend], words.fill("slice.alt", loss=name, along=along))


def captions(seen: Survey, words: Text) -> list[str]:
    """Write the live sentence about one loss at each step."""
    land, run = seen.land, seen.run
    title = sentence_case(_title(land.loss, words))
    told = (run.theta, run.loss, run.gradient_norm, seen.cut.here_curvature, run.status)
    return [
        words.fill(
            "reading" if land.holds(at) or status == Status.DIVERGED else "reading-outside",
            title=title,
            loss=number(loss),
            slope=number(slope),
            bend=number(bend),
            status=words.called("status", status.replace(" ", "-")),
        )
        for at, loss, slope, bend, status in zip(*told, strict=True)
    ]


def convexity(land: Landscape, words: Text) -> str:
    """Say which share of the window is not convex."""
    share = float(land.not_convex.mean())
    if share in (0, 1):
        return words["convexity.nowhere" if share else "convexity.everywhere"]
    percent = min(max(100 * share, 0.1), 99.9)
    return words.fill("convexity.partly", percent=number(percent, 2 if percent < 99 else 3))


def stationary_rows(land: Landscape, words: Text) -> list[dict[str, str]]:
    """Tell each stationary point's kind, place, height and eigenvalues."""
    return [
        {
            words["point.kind"]: _kind(land, point, words),
            "(w, b)": f"({number(point.theta[0])}, {number(point.theta[1])})",
            "L": number(point.loss, 4),
            words["point.eigenvalues"]: ", ".join(number(value) for value in point.eigenvalues),
        }
        for point in land.points or []
    ]


def sample_numbers(seen: Survey, words: Text) -> dict[str, str]:
    """Write what a grid takes for minima, by the names of the passage "sampled"."""
    sample = seen.sample
    return {
        "grid": "{} × {}".format(*sample.shape),
        "title": sentence_case(_title(seen.land.loss, words)),
        "four": str(len(sample.lows)),
        "eight": str(sample.low_of_eight),
        "fake": str(int(sample.fake.sum())),
        "real": _real_points(seen.land, words),
    }


def closed_form_numbers(land: Landscape) -> dict[str, str]:
    """Write the solution of the normal equations; names: w, b, loss."""
    w, b = land.closed_form.theta
    return {"w": number(w, 4), "b": number(b, 4), "loss": number(land.closed_form_loss, 4)}


def best_answer(loss: Loss) -> dict[str, str]:
    """Write what a loss answers to equal inputs with both labels; names: share, p."""
    return {"share": f"{SHARE}", "p": number(model.best_constant(loss, SHARE))}


def sentence_case(title: str) -> str:
    """Begin a title as a sentence begins."""
    return title[0].upper() + title[1:]


def _title(loss: Loss, words: Text) -> str:
    return words.called("loss", loss.slug, loss.title)


def _heading(land: Landscape, painted: bool, words: Text) -> str:
    """Name the loss, and say how much of the window is not convex where that is painted."""
    title = _title(land.loss, words)
    if not painted:
        return title
    line = "painted-partly" if land.not_convex.any() else "painted"
    return words.fill(line, loss=title, convexity=convexity(land, words))


def _kind(land: Landscape, point: StationaryPoint, words: Text) -> str:
    """Name a stationary point: a minimum is a local one where the loss is lower at infinity."""
    is_local = land.lower_at_infinity is not None and point.kind == "minimum"
    return words["kind.local-minimum" if is_local else f"kind.{point.kind}"]


def _marked(seen: Survey, words: Text) -> list[tuple[str, np.ndarray, str, bool]]:
    """List what stands in the window: words, place, marker, and whether it is hollow."""
    land = seen.land
    marked = [(words["start"], seen.run.theta[0], "circle", True)]
    if land.closed_form:
        label = words["closed-form-here" if land.closed_form.unique else "line-of-minima-here"]
        marked.append((label, land.closed_form.theta, SYMBOLS["minimum"], False))
    else:
        marked += [
            (_kind(land, point, words), point.theta, SYMBOLS[point.kind], point.kind == "maximum")
            for point in land.points or []
        ]
    return [mark for mark in marked if land.holds(mark[1])]


def _real_points(land: Landscape, words: Text) -> str:
    """Count the stationary points by their kinds."""
    if land.points is None:
        return words["real.kinks"]
    if land.closed_form and not land.closed_form.unique:
        return words["real.line"]
    kinds = [point.kind for point in land.points]
    counted = [
        words.fill("real.of-a-kind", count=kinds.count(kind), kind=words[f"kind.{kind}"])
        for kind in SYMBOLS
        if kind in kinds
    ]
    if not counted:
        return "0"
    return words.fill("real.counted", count=len(kinds), kinds=words.listed(counted))


def _mark_fakes(picture: Picture, sample: Sample, own: Stroke, words: Text) -> None:
    """Mark fake minima; those of a fine grid lie close together. Words keep off their valley."""
    w, b, _ = sample.lows[sample.fake].T
    diameter = picture.size.marker * (1.0 if max(sample.shape) < 200 else 0.5)
    look = {"color": own.color, "symbol": "circle-open", "size": diameter, "line_width": 2}
    picture.curve(w, b, own, words["low-on-the-grid"], mode="markers", marker=look)


def _slice(cut: Cut, words: Text, size: Size, title: str, ylim: tuple[float, float]) -> Picture:
    """Return one of two pictures over the line of a slice."""
    xlim = (float(cut.x[0]), float(cut.x[-1]))
    x = words[f"slice-axis.{cut.along}"]
    return Picture(size, x=x, y=title, xlim=xlim, ylim=ylim, width=0.8, height=0.46)


def _span(values: np.ndarray, top: float | None = None) -> tuple[float, float]:
    """Return a range with a little room, from 0 or the least value to `top`."""
    low, high = min(float(values.min()), 0.0), float(values.max()) if top is None else top
    room = 0.08 * (high - low) or 0.1
    return low - room, high + room


def _marker(own: Stroke, marker: str = "circle") -> Stroke:
    return Stroke(own.color, own.dash, marker)


def _height_at(land: Landscape, at: Sequence[float]) -> float:
    row, column = np.abs(land.b - at[1]).argmin(), np.abs(land.w - at[0]).argmin()
    return float(land.height[row, column])


def _coarse(region: np.ndarray) -> np.ndarray:
    """Average the fine grid around each point of the coarse one, so that edges are smooth."""
    padded = np.pad(region.astype(float), 1, mode="edge")
    rows = padded[:-2:2] + 2 * padded[1:-1:2] + padded[2::2]
    return (rows[:, :-2:2] + 2 * rows[:, 1:-1:2] + rows[:, 2::2]) / 16
