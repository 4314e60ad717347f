"""The path of a run on the contours of its loss, over a plane of parameters."""

from dataclasses import replace

import numpy as np

from core.comparison import Run
from core.optimizers import Finding
from pages.figures.live_fit_scene import WIDTH, Scene
from pages.figures.picture import Picture
from pages.figures.style import GREY
from pages.models.live_fit_plane import Field

BANDS = 12


def path(scene: Scene, place: int, field: Field) -> Picture:
    """Draw one run's path on the contours of the loss with which it began.

    Parameters
    ----------
    scene : Scene
        Both pictures show the same window of the same plane.
    place : int
        0 for the first run, 1 for the second.
    field : Field
        The loss around the path.
    """
    run, look, words = scene.comparison.runs[place], scene.looks[place], scene.words
    first, second = field.first, field.second
    x, y = _titles(scene)
    alt = words[("first-path.alt", "second-path.alt")[place]]
    window = {"xlim": (first[0], first[-1]), "ylim": (second[0], second[-1])}
    picture = Picture(scene.size, x, y, **window, alt=alt, headroom=1, width=WIDTH)
    levels = np.linspace(0, field.height.max(), BANDS + 1)[1:-1]
    picture.contours(first, second, field.height, words["contour"], levels=levels)
    points = field.path[scene.shown]
    picture.path(*points.T, range(1, len(points) + 1), look.stroke, look.name)
    _mark_points(picture, scene, field)
    picture.dots(points[:, :1], points[:, 1:], look.stroke, words["step-mark"], hollow=look.hollow)
    _say_what_is_missing(picture, run, scene)
    picture.above(words.called("loss", run.loss.slug, run.loss.title))
    return picture


def _titles(scene: Scene) -> tuple[str, str]:
    words = scene.words
    if scene.comparison.X.shape[1] == 1:
        return words["weight-axis"], words["bias-axis"]
    first, second = (look.name for look in scene.looks)
    return words.fill("first-axis", run=first), words.fill("second-axis", run=second)


def _mark_points(picture: Picture, scene: Scene, field: Field) -> None:
    """Name the start, the minima and the switch."""
    marks = [("start-mark", "circle", field.path[0])]
    marks += [("minimum-mark", "star", minimum) for minimum in field.minima]
    if (switch := scene.comparison.runs[0].history.switch_step) is not None:
        marks.append(("switch-mark", "x-thin", field.path[switch]))
    for name, marker, (x, y) in marks:
        look, hollow = replace(GREY, marker=marker), marker != "star"
        picture.dots([x], [y], look, label=scene.words[name], hollow=hollow, scale=1.1)


def _say_what_is_missing(picture: Picture, run: Run, scene: Scene) -> None:
    if run.has_no_minimum:
        picture.remark(scene.words["no-minimum"])
    elif run.finding is Finding.LOWER_AT_INFINITY:
        picture.remark(scene.words["lower-at-infinity"])
