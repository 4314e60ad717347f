"""Maps of starts: how many steps gradient descent needs from each, and who has arrived by now."""

from collections.abc import Mapping

import numpy as np
import plotly.graph_objects as go

from core.losses import LOSSES
from core.success import NOT_YET, Search
from pages.figures.live_fit import add_heading
from pages.figures.moving import add_trail
from pages.figures.numbers import number
from pages.figures.style import NEUTRAL, Size, canvas, stroke
from pages.figures.success_map_scene import Case, Ground, ground, rates, shown_steps

CLASSES = (10, 30, 100, 300, 1000, 3000)
"""Steps that part the shades of grey."""
SHADES = (0.14, 0.27, 0.41, 0.56, 0.73, 0.92)
TILE = 0.8  # of the distance between two starts
MARKS = ("A", "B")


def success_map(case: Case, search: Search, place: int, size: Size) -> go.Figure:
    """Draw a tile for each start: grey by the steps it needs, coloured once it has arrived.

    Parameters
    ----------
    case : Case
        What was run.
    search : Search
        Of one of its losses.
    place : int
        0 for the first loss, 1 for the second.
    size : Size
        Text and lines.
    """
    land, loss = ground(case), LOSSES[case.losses[place]]
    figure = canvas(size, "weight w at the start", "bias b at the start")
    figure.update_layout(xaxis_showgrid=False, yaxis_showgrid=False)
    add_heading(figure, loss.title, size)
    figure.update_xaxes(range=_range(land.w))
    figure.update_yaxes(range=_range(land.b))
    arrived = search.arrived[: len(land.w) * len(land.b)]
    width = TILE * (size.height - 6.5 * size.text) / len(land.b)
    for shade, low, high in zip(SHADES, (-1, *CLASSES), CLASSES, strict=False):
        x, y = _tiles(land, np.flatnonzero((low < arrived) & (arrived <= high)))
        line = {"color": f"rgba(128,128,128,{shade})", "width": width}
        figure.add_scatter(x=x, y=y, mode="lines", name=f"to {high}", line=line, hoverinfo="skip")
    _add_arrived(figure, land, arrived, shown_steps(search.step), stroke(loss.slug).color, width)
    for name, at in zip(MARKS, land.marked, strict=True):
        _mark(figure, name, at, size)
    return figure


def scale(steps: int, size: Size) -> go.Figure:
    """Draw the shades of grey with the largest number of steps that each stands for.

    Parameters
    ----------
    steps : int
        Number of steps that are taken at most.
    size : Size
        Text.
    """
    known = [(shade, most) for shade, most in zip(SHADES, CLASSES, strict=True) if most <= steps]
    figure = canvas(size, "", "")
    figure.update_layout(height=2 * size.text, margin={"l": 0, "r": 0, "t": 0, "b": 0})
    figure.update_xaxes(visible=False, range=[0, len(known)])
    figure.update_yaxes(visible=False, range=[0, 1])
    for place, (shade, most) in enumerate(known):
        tile = {"x0": place, "x1": place + 0.3, "y0": 0.1, "y1": 0.9, "line_width": 0}
        figure.add_shape(type="rect", fillcolor=f"rgba(128,128,128,{shade})", **tile)
        figure.add_annotation(
            x=place + 0.34, y=0.5, xanchor="left", text=f"≤ {most}", showarrow=False
        )
    return figure


def captions(
    template: str, words: Mapping[str, str], case: Case, pair: tuple[Search, Search]
) -> list[str]:
    """Write the live sentence at each step.

    Parameters
    ----------
    template : str
        With the names step, first, second, first_share, second_share, place, first_from_a and
        second_from_a.
    words : mapping of str to str
        What to say of a start: "arrived", "under way" and "not arrived".
    case, pair
        What was run, and how far it has come.
    """
    land = ground(case)
    said = []
    for step in shown_steps(pair[0].step):
        shares = [_share(search, land, step) for search in pair]
        tells = [_tell(search.arrived[-2], step, search.step, words) for search in pair]
        said.append(
            template.format(
                step=step,
                first=LOSSES[case.losses[0]].title,
                second=LOSSES[case.losses[1]].title,
                first_share=shares[0],
                second_share=shares[1],
                place=_point(land.marked[0]),
                first_from_a=tells[0],
                second_from_a=tells[1],
            )
        )
    return said


def rows(case: Case, pair: tuple[Search, Search]) -> list[dict[str, str]]:
    """Tell of each loss its rate, its share of the starts, and the steps from the marked ones."""
    land = ground(case)
    return [
        {
            "loss": LOSSES[slug].title,
            "learning rate": number(rate),
            f"arrived from, of all {len(land.starts) - 2} starts": _share(
                search, land, search.step
            ),
            "median of their steps": _median(search),
            **{
                f"steps from {name} {_point(at)}": _steps(search.arrived[place], search.step)
                for name, at, place in zip(MARKS, land.marked, (-2, -1), strict=True)
            },
        }
        for slug, rate, search in zip(case.losses, rates(case), pair, strict=True)
    ]


def _tiles(land: Ground, which: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return one line that crosses the tiles of these starts, in their order, with gaps between."""
    half = 0.5 * TILE * (land.w[1] - land.w[0])
    w, b = land.starts[which].T
    gap = np.full_like(w, np.nan)
    x, y = np.stack([w - half, w + half, gap], axis=1), np.stack([b, b, gap], axis=1)
    return x.ravel().astype(np.float32), y.ravel().astype(np.float32)


def _add_arrived(
    figure: go.Figure,
    land: Ground,
    arrived: np.ndarray,
    steps: np.ndarray,
    color: str,
    width: float,
) -> None:
    """Add the coloured tiles in the order in which their runs arrive: a path that grows."""
    (there,) = np.nonzero(arrived != NOT_YET)
    order = there[np.argsort(arrived[there], kind="stable")]
    x, y = _tiles(land, order)
    count = 3 * np.searchsorted(arrived[order], steps, side="right")
    line = {"color": color, "width": width}
    trace = go.Scatter(mode="lines", name="arrived", line=line, hoverinfo="skip")
    # It begins with a gap: Plotly puts a trace without any point away.
    add_trail(figure, trace, x=np.r_[np.nan, x], y=np.r_[np.nan, y], count=(1 + count).tolist())


def _range(axis: np.ndarray) -> list[float]:
    half = 0.5 * float(axis[1] - axis[0])
    return [float(axis[0]) - half, float(axis[-1]) + half]


def _mark(figure: go.Figure, name: str, at: tuple[float, float], size: Size) -> None:
    figure.add_scatter(
        x=[at[0]],
        y=[at[1]],
        mode="markers+text",
        name=name,
        text=[f" {name} "],
        textposition="middle left"
        if at[0] > np.mean(figure.layout.xaxis.range)
        else "middle right",
        marker={
            "size": 0.8 * size.marker,
            "color": "#ffffff",  # seen on both colours and both backgrounds
            "line": {"width": 2, "color": NEUTRAL},
        },
        hoverinfo="skip",
    )


def percent(share: float) -> str:
    """Write a share, in per cent."""
    return f"{100 * share:.3g}\N{NO-BREAK SPACE}%"


def _share(search: Search, land: Ground, step: int) -> str:
    arrived = search.arrived[: len(land.starts) - 2]
    return percent(((arrived != NOT_YET) & (arrived <= step)).mean())


def _median(search: Search) -> str:
    there = search.arrived[:-2][search.arrived[:-2] != NOT_YET]
    return number(float(np.median(there))) if len(there) else "–"


def _tell(arrived: int, step: int, done: int, words: Mapping[str, str]) -> str:
    if arrived == NOT_YET:
        return words["not arrived"].format(steps=done)
    return words["arrived" if arrived <= step else "under way"].format(step=arrived)


def _steps(arrived: int, done: int) -> str:
    return f"not in {done}" if arrived == NOT_YET else str(arrived)


def _point(at: tuple[float, float]) -> str:
    return f"({at[0]:g}, {at[1]:g})".replace("-", "−")
