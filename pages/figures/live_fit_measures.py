"""What is measured of two runs in lock-step, against the step."""

import numpy as np

from core.comparison import Run
from pages.figures.contour_lines import nice_levels
from pages.figures.live_fit_scene import WIDTH, Scene, called
from pages.figures.numbers import number
from pages.figures.picture import Picture
from pages.models.live_fit import measured

LIMITS = {"error-rate": (0.0, 1.0), "relative-loss": (0.0, 1e30), "gradient-norm": (1e-12, 1e30)}
"""What is drawn at least and at most: a logarithmic axis has no 0, float32 ends at 1e38."""


def measure(scene: Scene, kind: str) -> Picture:
    """Draw one measure of both runs, with a moving marker on each.

    Parameters
    ----------
    scene : Scene
        Both runs.
    kind : str
        One of `pages.models.live_fit.MEASURES`.
    """
    values = [measured(run, kind)[scene.shown] for run in scene.comparison.runs]
    drawn = [np.clip(curve, *LIMITS[kind]) for curve in values]
    picture = _picture(scene, kind, drawn)
    for look, curve in zip(scene.looks, drawn, strict=True):
        picture.curve(scene.shown, curve, look.stroke, look.name, opacity=0.7, hoverinfo="all")
    _mark_switch(picture, scene, scene.comparison.runs[0])
    for look, curve, exact in zip(scene.looks, drawn, values, strict=True):
        said = [f"{look.name} {WRITE[kind](value)}" for value in exact]
        at = scene.shown[:, None], curve[:, None]
        picture.dots(*at, look.stroke, words=said, hollow=look.hollow)
    return picture


def relative(ratio: float) -> str:
    """Write a ratio; next to 1 with four decimals, as on a plateau they are what matters."""
    return f"{ratio:.4f}" if 0.9 < ratio < 1.1 else number(ratio)


def percent(share: float) -> str:
    """Write a share with three digits."""
    return f"{100 * share:.3g}\N{NO-BREAK SPACE}%"


WRITE = {"error-rate": percent, "relative-loss": relative, "gradient-norm": number}


def _picture(scene: Scene, kind: str, curves: list[np.ndarray]) -> Picture:
    is_log, words = kind == "gradient-norm", scene.words
    picture = Picture(
        scene.size,
        words["step-axis"],
        words[f"{kind}-axis"],
        xlim=(0, max(int(scene.shown[-1]), 1)),
        ylim=_decades(curves) if is_log else _range(curves),
        ylog=is_log,
        alt=words[f"{kind}.alt"],
        headroom=int(scene.comparison.runs[0].later is not None),
        width=WIDTH,
    )
    if kind == "error-rate":
        at = [0.0, *nice_levels(*picture.ylim, 4)]
        picture.ticks("y", at, [percent(share) for share in at])
    return picture


def _range(curves: list[np.ndarray]) -> tuple[float, float]:
    top = max(float(np.max(curves)), 0.01)
    return -0.04 * top, 1.2 * top


def _decades(curves: list[np.ndarray]) -> tuple[float, float]:
    """Return a range of two decades at least, with room for words above the curves."""
    low, high = np.log10(np.min(curves)), np.log10(np.max(curves))
    low = min(low, high - 2)
    return 10 ** (low - 0.1), 10 ** (high + 0.25 * (high - low))


def _mark_switch(picture: Picture, scene: Scene, run: Run) -> None:
    if run.later is None or run.history.switch_step is None:
        return
    picture.rule(x=run.history.switch_step)
    loss = called(scene.words, run.later.slug)
    picture.above(scene.words.fill("switch-to", loss=loss), run.history.switch_step)
