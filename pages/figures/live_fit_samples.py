"""The data of the live fit with the boundaries of both runs."""

import re

import numpy as np

from core.activations import sigmoid
from pages.figures.live_fit_scene import WIDTH, Look, Scene
from pages.figures.picture import QUIET, Picture
from pages.figures.style import NEUTRAL, Stroke
from pages.words import core_words

PROBABILITIES = (0.1, 0.5, 0.9)
"""Probability lines: the middle one is the decision boundary."""
_CLASSES = (Stroke(NEUTRAL, "solid", "circle"), Stroke(NEUTRAL, "solid", "diamond"))
_SIGNS = ("○", "◆")
_PLACES = np.linspace(0.06, 0.94, 7)
"""For a line's name, as parts of what is seen of the line."""
_ROOM = 0.06
"""Beside the samples, as a share of their range."""


def samples(scene: Scene) -> Picture:
    """Draw the samples with the probability lines of both runs."""
    draw = _curves if scene.comparison.X.shape[1] == 1 else _lines
    picture = draw(scene)
    names = [plain(name, 14) for name in core_words.classes(scene.words, scene.data)]
    signs = [f"{sign} {name}" for sign, name in zip(_SIGNS, names, strict=True)]
    if scene.comparison.runs[0].later is not None:
        signs.append(f"┈ {scene.words['switch-mark']}")
    picture.above("  ".join(signs))
    return picture


def plain(name: str, longest: int = 26) -> str:
    """Make a name from a file safe for a picture, which reads some HTML, and short."""
    short = name if len(name) <= longest else f"{name[: longest - 1]}…"
    return short.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _curves(scene: Scene) -> Picture:
    """Draw the predicted probability over one feature."""
    picture = _picture(scene, y=scene.words["probability-axis"], ylim=(-0.08, 1.08))
    picture.ticks("y", PROBABILITIES)
    for p in PROBABILITIES:
        picture.rule(y=p)
    _add_samples(picture, scene, scene.comparison.y)
    x = np.linspace(*picture.xlim, 61)
    for run, look in zip(scene.comparison.runs, scene.looks, strict=True):
        theta = run.history.theta[scene.shown]
        p = sigmoid(theta[:, :1] * x + theta[:, 1:])
        picture.curve(x, p, look.stroke, look.name)
        picture.follow(np.full(len(p), x[45]), p[:, 45], [look.name] * len(p))
    if (theta := _at_switch(scene)) is not None:
        picture.curve(x, sigmoid(theta[0, 0] * x + theta[0, 1]), QUIET, scene.words["switch-mark"])
    return picture


def _lines(scene: Scene) -> Picture:
    """Draw lines of equal probability over two features."""
    up = _window(scene.comparison.X[:, 1])
    picture = _picture(scene, y=_axis_title(scene, 1), ylim=up)
    _add_samples(picture, scene, scene.comparison.X[:, 1])
    if (theta := _at_switch(scene)) is not None:
        (line,) = _segments(theta, 0.5, picture)
        picture.curve(*line.T, QUIET, scene.words["switch-mark"])
    for run, look in zip(scene.comparison.runs, scene.looks, strict=True):
        theta = run.history.theta[scene.shown]
        lines = [_segments(theta, p, picture) for p in PROBABILITIES]
        for p, line in zip(PROBABILITIES, lines, strict=True):
            thinner = 0.0 if p == 0.5 else -0.5 * scene.size.line
            x, y = np.moveaxis(line, 2, 0)
            picture.curve(x, y, look.stroke, f"{look.name} {p}", width=thinner)
        _name_lines(picture, look, lines)
    return picture


def _picture(scene: Scene, **axes: object) -> Picture:
    title, across = _axis_title(scene, 0), _window(scene.comparison.X[:, 0])
    alt = scene.words["samples.alt"]
    return Picture(scene.size, x=title, xlim=across, alt=alt, headroom=1, width=WIDTH, **axes)


def _axis_title(scene: Scene, feature: int) -> str:
    """Name a feature with the unit it is shown in; its own stands in brackets at the end."""
    name = core_words.features(scene.words, scene.data)[feature]
    if not scene.data.standardised:
        return plain(name)
    bare = plain(re.sub(r" *[(][^()]*[)]$", "", name), 16)
    return scene.words.fill("standardised-axis", feature=bare)


def _window(values: np.ndarray) -> tuple[float, float]:
    span = float(np.ptp(values))
    room = _ROOM * span if span else 1.5
    return float(values.min()) - room, float(values.max()) + room


def _add_samples(picture: Picture, scene: Scene, height: np.ndarray) -> None:
    names = core_words.classes(scene.words, scene.data)
    for label, look in enumerate(_CLASSES):
        of_class = scene.comparison.y == label
        x, y = scene.comparison.X[of_class, 0], height[of_class]
        name = plain(names[label])
        picture.dots(x, y, look, name, scale=0.6, hollow=label == 0, hoverinfo="x+y+name")


def _at_switch(scene: Scene) -> np.ndarray | None:
    """Return the first run's parameters when its loss was switched, shape (1, d + 1)."""
    history = scene.comparison.runs[0].history
    return None if history.switch_step is None else history.theta[[history.switch_step]]


def _segments(theta: np.ndarray, p: float, picture: Picture) -> np.ndarray:
    """Return the line of one probability at each step, shape (steps, 2 ends, 2).

    A line out of sight is kept just outside: numbers of any size would not fit into a picture.
    """
    centre = np.array([np.mean(picture.xlim), np.mean(picture.ylim)])
    reach = float(np.hypot(np.ptp(picture.xlim), np.ptp(picture.ylim)))
    weights, bias = theta[:, :2], theta[:, 2]
    length = np.linalg.norm(weights, axis=1)
    flat = length < 1e-12  # one probability everywhere: no line
    length = np.where(flat, 1.0, length)
    normal = np.where(flat[:, None], [1.0, 0.0], weights / length[:, None])
    far = np.where(flat, np.inf, (np.log(p / (1 - p)) - bias - weights @ centre) / length)
    foot = centre + np.clip(far, -2 * reach, 2 * reach)[:, None] * normal
    along = np.stack([-normal[:, 1], normal[:, 0]], axis=1)
    along = np.where(along[:, :1] < 0, -along, along)
    return foot[:, None, :] + np.array([-reach, reach])[:, None] * along[:, None, :]


def _name_lines(picture: Picture, look: Look, lines: list[np.ndarray]) -> None:
    """Write the run's name beside its boundary, and .1 and .9 beside its thin lines."""
    at = [_within(line, picture) for line in lines]
    size = np.array([np.ptp(picture.xlim), np.ptp(picture.ylim)])
    apart = np.linalg.norm((lines[2] - lines[0]).mean(axis=1) / size, axis=1) > 0.2
    for places, name in zip(at, (".1", look.name, ".9"), strict=True):
        seen = np.isfinite(places).all(axis=(1, 2)) & (apart | (name == look.name))
        x, y = np.moveaxis(np.nan_to_num(places), 2, 0)
        picture.follow(x, y, [name if is_seen else "" for is_seen in seen])


def _within(lines: np.ndarray, picture: Picture) -> np.ndarray:
    """Return places along what is seen of each line, shape (steps, places, 2); nan for none."""
    start, way = lines[:, 0], lines[:, 1] - lines[:, 0]
    low, high = np.transpose([picture.xlim, picture.ylim])
    with np.errstate(divide="ignore", invalid="ignore"):
        ends = np.sort([(low - start) / way, (high - start) / way], axis=0)
    enter = np.nanmax(ends[0], axis=1, initial=0.0)[:, None]
    leave = np.nanmin(ends[1], axis=1, initial=1.0)[:, None]
    at = np.where(enter < leave, enter + _PLACES * (leave - enter), np.nan)
    places: np.ndarray = start[:, None] + at[..., None] * way[:, None]
    return places
