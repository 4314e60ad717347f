"""Where to look at a data set in the plane of weight and bias, and from where to descend."""

from typing import NamedTuple

Point = tuple[float, float]


class Window(NamedTuple):
    """The part of the plane of weight and bias that is shown."""

    w: Point
    b: Point


class Scene(NamedTuple):
    """A window, and a start on the wrong side and a mild one in it."""

    window: Window
    wrong: Point
    mild: Point = (0.0, 0.0)


SCENES = {
    "nielsen": Scene(Window((-6, 6), (-6, 6)), wrong=(2, 2), mild=(0.6, 0.9)),
    "lab": Scene(Window((-6, 12), (-20, 10)), wrong=(-3, 5)),
    "trap": Scene(Window((-1.5, 2.5), (-8, 4)), wrong=(2, -6)),
    "iris": Scene(Window((-6, 12), (-8, 8)), wrong=(-4, 3)),
    "outliers": Scene(Window((-6, 10), (-6, 8)), wrong=(-4, 3)),
}
ANY_SCENE = Scene(Window((-6, 8), (-6, 6)), wrong=(-4, 3))
"""For the other data sets, which are standardised."""


def scene(slug: str) -> Scene:
    """Return the window and the starts for a data set."""
    return SCENES.get(slug, ANY_SCENE)
