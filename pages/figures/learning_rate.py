"""Pictures of one run at many learning rates: its path, its loss, and where it ends."""

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from core.datasets import load
from core.landscape import plane_coordinates, plane_surface
from core.losses import LOSSES, Loss
from core.objective import Objective
from core.optimizers import Finding
from core.step_size import Ending, Outcome
from core.success import NOT_YET
from pages.figures.contour_lines import nice_levels, outline
from pages.figures.learning_rate_scene import (
    EXAMPLE,
    PATIENCE,
    STEPS,
    Study,
    sharpest,
    steps_needed,
)
from pages.figures.live_fit import add_heading
from pages.figures.moving import add_moving
from pages.figures.numbers import number
from pages.figures.old_contours import add_region
from pages.figures.style import NEUTRAL, Size, canvas, stroke

SHOWN = 100  # first steps whose loss is drawn
WALKED = 50  # first steps that are drawn on the contours
LAST = 24  # last steps that are drawn: a cycle up to this long is seen whole
EVALUATIONS = 4_000_000  # of the loss, for one field: cells times samples
CELLS = (41, 81)  # on each axis, at least and at most
BANDS = 12
DASH = 1.02  # half as long as a dash is, as a ratio of rates
ROOM = 0.12  # of the window, around what it must show
Curve = tuple[np.ndarray, np.ndarray]

NO_MINIMUM = {Finding.SEPARABLE: "separable", Finding.LOWER_AT_INFINITY: "lower-at-infinity"}
"""Passages that say why no minimum is marked, by what is known."""
TICKS = (1, 2, 5)  # on a logarithmic axis that spans few decades


def path(study: Study, size: Size) -> go.Figure:
    """Draw the run's first steps on the contours of its loss, and where its last steps are.

    Parameters
    ----------
    study : Study
        What is drawn.
    size : Size
        Text and lines.
    """
    titles = ("weight w", "bias b") if study.data.X.shape[1] == 1 else ("u", "v")
    figure = canvas(size, *titles)
    figure.update_layout(xaxis_showgrid=False, yaxis_showgrid=False)
    add_heading(figure, f"path, first {WALKED} steps", size)
    first, second = _window(study)
    figure.update_xaxes(range=[first[0], first[-1]])
    figure.update_yaxes(range=[second[0], second[-1]])
    _add_contours(figure, study, first, second)
    limits = np.array([first[[0, -1]], second[[0, -1]]])
    steps = _cut(_flat(study, study.runs.theta[: WALKED + 1]), limits)
    last = _cut(_flat(study, study.runs.theta[-LAST:]), limits)
    look = stroke(study.loss.slug)
    line = {"color": look.color, "width": 0.5 * size.line}
    dot = {"color": look.color, "size": 0.8 * size.marker, "symbol": look.marker, "opacity": 0.8}
    trail = go.Scatter(mode="lines", name="first steps", line=line, hoverinfo="skip")
    ends = go.Scatter(mode="markers", name="last steps", marker=dot, hoverinfo="skip")
    add_moving(figure, trail, x=steps[..., 0].T, y=steps[..., 1].T)
    add_moving(figure, ends, x=last[..., 0].T, y=last[..., 1].T)
    _mark(figure, steps[0, 0], "start", "circle-open", size)
    if study.minimum:
        _mark(figure, _flat(study, study.minimum.theta), "minimum", "star", size)
    return figure


def losses(study: Study, size: Size) -> go.Figure:
    """Draw the mean loss over the first steps.

    Parameters
    ----------
    study, size
        As in `path`.
    """
    figure = canvas(size, "step", "mean loss")
    values = _losses(study, study.runs.theta[: SHOWN + 1])
    steps = np.arange(SHOWN + 1, dtype=np.float32)
    figure.update_xaxes(range=[0, SHOWN])
    _log_axis(figure, values[:, _tame(study, 2.5)])
    add_heading(figure, f"loss, first {SHOWN} steps", size)
    if study.minimum:
        _level(figure, study.minimum.loss)
    look = stroke(study.loss.slug)
    # Not dashed: the gaps would hide the back and forth.
    line = {"color": look.color, "width": 0.7 * size.line}
    trace = go.Scatter(mode="lines", name=study.loss.slug, line=line, hoverinfo="skip", x=steps)
    add_moving(figure, trace, y=values.T)
    return figure


def ends(study: Study, size: Size) -> go.Figure:
    """Draw the mean loss of the last steps against the learning rate, with both bounds.

    Parameters
    ----------
    study, size
        As in `path`.
    """
    figure = canvas(size, "learning rate η", f"loss in the last {LAST} steps")
    figure.update_layout(margin_t=2 * size.text)
    rates, values = study.runs.rates, _losses(study, study.runs.theta[-LAST:])
    powers = np.log10(rates[[0, -1]])
    figure.update_xaxes(type="log", range=powers, tickvals=_ticks(*rates[[0, -1]], (1, 3)))
    figure.update_xaxes(ticktext=[number(tick, 1) for tick in figure.layout.xaxis.tickvals])
    _log_axis(figure, values)
    _mark_bounds(figure, study)
    look = stroke(study.loss.slug)
    x, y = _dashes(rates, values)
    line = {"color": look.color, "width": size.line}
    figure.add_scatter(x=x, y=y, mode="lines", name="last steps", line=line, hoverinfo="skip")
    dot = {"color": look.color, "size": 0.7 * size.marker, "symbol": look.marker}
    here = go.Scatter(mode="markers", name="now", marker=dot, hoverinfo="skip")
    add_moving(figure, here, x=np.tile(rates[:, None], (1, LAST)), y=values.T)
    now = {"color": NEUTRAL, "width": 1}
    bar = go.Scatter(mode="lines", name="rate", line=now, hoverinfo="skip")
    bar.y = (10 ** np.array(figure.layout.yaxis.range)).astype(np.float32)
    add_moving(figure, bar, x=np.tile(rates[:, None], (1, 2)))
    return figure


def plateau(curves: Mapping[str, Curve], size: Size) -> go.Figure:
    """Draw how many steps lead off the plateau of half squared error against the learning rate.

    Parameters
    ----------
    curves : mapping of slug to (rates, steps)
        From `steps_off_the_plateau`.
    size : Size
        Text and lines.
    """
    figure = canvas(size, "learning rate η", "steps to half of the way down")
    ends = next(iter(curves.values()))[0][[0, -1]]
    most = max(steps.max() for _, steps in curves.values())
    figure.update_xaxes(type="log", range=np.log10(ends), tickvals=_ticks(*ends, (1, 3)))
    figure.update_yaxes(
        type="log", range=[-0.1, np.log10(most) + 0.1], tickvals=_ticks(1, most, (1,))
    )
    for slug, (rates, steps) in curves.items():
        look = stroke(slug)
        line = {"color": look.color, "dash": look.dash, "width": size.line}
        figure.add_scatter(x=rates, y=steps, mode="lines", name=slug, line=line)
        place = len(rates) // 3
        figure.add_annotation(
            x=np.log10(rates[place]),
            y=np.log10(steps[place]),
            text=LOSSES[slug].title,
            showarrow=False,
            xanchor="left",
            yanchor="bottom",
        )
    return figure


def plateau_told(curves: Mapping[str, Curve]) -> dict[str, str]:
    """Return the steps at the least and the largest rate, named by loss and end."""
    return {
        f"{slug}_{end}": _whole(steps[place])
        for slug, (_, steps) in curves.items()
        for end, place in (("least", 0), ("largest", -1))
    }


def scaling_rows(loss: Loss) -> list[dict[str, str]]:
    """Compare raw and standardised features.

    Parameters
    ----------
    loss : Loss
        Smooth.
    """
    rows = []
    for name, standardise in (("raw", False), ("standardised", True)):
        data = load(EXAMPLE, standardise=standardise).feature(0)
        safe, local, condition = sharpest(loss, data)
        steps = steps_needed(loss, data)
        rows.append(
            {
                "features": name,
                "condition number": number(condition),
                "2/L": number(safe),
                "2/λ": number(local),
                "steps": f"not in {_whole(PATIENCE)}" if steps == NOT_YET else _whole(steps),
            }
        )
    return rows


def bounds_told(passages: Mapping[str, str], study: Study) -> str:
    """Say how the bounds stand on these data, and what is known of the minimum.

    Parameters
    ----------
    passages : mapping of str to str
        "bounds", "local-minimum", "kinks", and those of NO_MINIMUM.
    study : Study
        What is told.
    """
    title = study.loss.title
    if study.safe is None:
        return passages["kinks"].format(loss=title.capitalize())
    said = {"loss": title, "safe": number(study.safe)}
    if study.minimum is None or study.local is None:
        return passages[NO_MINIMUM.get(study.finding, "not-found")].format(**said)
    is_local = study.minimum.finding is Finding.LOWER_AT_INFINITY
    told = passages["bounds"].format(
        **said, where=_point(study.minimum.theta), local=number(study.local)
    )
    return f"{told} {passages['local-minimum']}" if is_local else told


def captions(template: str, words: Mapping[str, str], study: Study) -> list[str]:
    """Write the live sentence at each rate.

    Parameters
    ----------
    template : str
        With the names rate, bounds and ending.
    words : mapping of str to str
        What to say for each outcome, and for the order of a rate and the bounds.
    study : Study
        What is told.
    """
    return [
        template.format(
            rate=number(rate), bounds=_against_bounds(rate, study, words), ending=_tell(end, words)
        )
        for rate, end in zip(study.runs.rates, study.endings, strict=True)
    ]


def _tell(ending: Ending, words: Mapping[str, str]) -> str:
    where, around = "", ""
    if ending.minimum:
        where = _point(ending.minimum.theta)
        around = words["around" if ending.surrounds else "valley"].format(where=where) + " "
    return words[_name(ending)].format(
        where=where,
        around=around,
        period=ending.period,
        steps=STEPS,
        arrived="" if ending.arrived is None else words["arrived"].format(step=ending.arrived),
        lowest=number(ending.lowest),
        highest=number(ending.highest),
    )


def _name(ending: Ending) -> str:
    """Name the words for an outcome: a loss with a kink can rest where no minimum is known."""
    if ending.outcome is not Outcome.CONVERGES:
        return ending.outcome.value
    if ending.minimum is None:
        return "rests"
    return "converges, swinging" if ending.swings else "converges"


def _against_bounds(rate: float, study: Study, words: Mapping[str, str]) -> str:
    """Say on which side of both bounds a rate is."""
    if study.safe is None:
        return words["kinks"]
    if study.local is None:
        return words["below safe, no local" if rate < study.safe else "above safe, no local"]
    safe = "below" if rate < study.safe else "above"
    local = "below" if rate < study.local else "above"
    return words[f"{safe} safe, {local} local"]


def _point(theta: np.ndarray) -> str:
    return f"({', '.join(number(value) for value in theta)})"


def _whole(count: int) -> str:
    return f"{count:,}".replace(",", "\u202f")


def _losses(study: Study, theta: np.ndarray) -> np.ndarray:
    """Mean loss of parameters of shape (steps, rates, d + 1)."""
    objective = Objective.of(study.loss, study.data.X, study.data.y)
    flat = theta.reshape(-1, theta.shape[-1])
    return np.clip(objective.in_blocks(objective.value, flat), 1e-30, 1e30).reshape(theta.shape[:2])


def _flat(study: Study, theta: np.ndarray) -> np.ndarray:
    """Coordinates in the plane, shape (..., 2)."""
    flat = plane_coordinates(theta, study.plane)
    return np.stack([flat.first, flat.second], axis=-1)


def _window(study: Study) -> tuple[np.ndarray, np.ndarray]:
    """Grid around the start, the minimum, and the runs up to a little above the bounds."""
    tame = study.runs.theta[:, _tame(study, 1.5)]
    seen = _flat(study, np.concatenate([tame[: WALKED + 1], tame[-LAST:]])).reshape(-1, 2)
    corners = np.vstack([seen, *([_flat(study, study.minimum.theta)] if study.minimum else [])])
    low, high = corners.min(axis=0), corners.max(axis=0)
    half = (0.5 + ROOM) * np.maximum(high - low, 0.2 * (high - low).max() + 1e-3)
    cells = int(np.clip(np.sqrt(EVALUATIONS / len(study.data.y)), *CELLS))
    middle = (low + high) / 2
    first, second = (np.linspace(m - h, m + h, cells) for m, h in zip(middle, half, strict=True))
    return first, second


def _tame(study: Study, factor: float) -> np.ndarray:
    """Tell which rates are at most so many times the larger bound; without one, the lowest half."""
    bounds = [bound for bound in (study.safe, study.local) if bound]
    most = factor * max(bounds) if bounds else np.median(study.runs.rates)
    return study.runs.rates <= most


def _cut(points: np.ndarray, limits: np.ndarray) -> np.ndarray:
    """Keep far points at ten windows' distance: numbers of any size do not fit into a picture."""
    span = 10 * np.ptp(limits, axis=1)
    return np.clip(points, limits[:, 0] - span, limits[:, 1] + span)


def _add_contours(figure: go.Figure, study: Study, first: np.ndarray, second: np.ndarray) -> None:
    """Draw lines at equal steps of the root of the height: valleys are flat and walls steep."""
    data = study.data
    surface = plane_surface(study.loss, data.X, data.y, *study.plane, first, second)
    height = np.sqrt(surface - surface.min())
    for band in range(1, BANDS):
        line = outline(first, second, height, height.max() * band / BANDS)
        add_region(figure, line, f"contour {band}", "rgba(128,128,128,0.035)", width=1)


def _mark(figure: go.Figure, point: np.ndarray, words: str, symbol: str, size: Size) -> None:
    """Mark a point and name it, on the side where there is room."""
    side = "right" if point[0] < np.mean(figure.layout.xaxis.range) else "left"
    up = "top" if point[1] < np.mean(figure.layout.yaxis.range) else "bottom"
    figure.add_scatter(
        x=[np.float32(point[0])],
        y=[np.float32(point[1])],
        mode="markers+text",
        name=words,
        text=[f" {words} "],
        textposition=f"{up} {side}",
        marker={
            "symbol": symbol,
            "size": 1.1 * size.marker,
            "color": NEUTRAL,
            "line": {"width": 2, "color": NEUTRAL},
        },
        hoverinfo="skip",
    )


def _level(figure: go.Figure, height: float) -> None:
    """Draw the loss of the minimum."""
    figure.add_hline(y=height, line={"color": NEUTRAL, "width": 1, "dash": "dot"})


def _mark_bounds(figure: go.Figure, study: Study) -> None:
    """Draw both bounds; the names stand on either side, so that they never meet."""
    bounds = {"2/L": study.safe, "2/λ": study.local}
    known = {name: bound for name, bound in bounds.items() if bound is not None}
    for name, bound in known.items():
        figure.add_vline(x=bound, line={"color": NEUTRAL, "width": 1.5, "dash": "dot"})
        figure.add_annotation(
            x=np.log10(bound),
            y=1,
            yref="y domain",
            yanchor="bottom",
            xanchor="right" if bound == min(known.values()) else "left",
            text=f"{name} {number(bound)}",
            showarrow=False,
        )


def _log_axis(figure: go.Figure, values: np.ndarray) -> None:
    """Make the vertical axis logarithmic, with few round ticks."""
    low, high = float(values.min()), float(values.max())
    room = max(0.05 * np.log10(high / low), 0.01)
    ends = np.log10(low) - room, np.log10(high) + room
    ticks = _ticks(*np.power(10, ends), TICKS if high < 300 * low else (1,))
    if len(ticks) < 3 and high < 10 * low:
        ticks = nice_levels(*np.power(10, ends), 6).tolist()
    figure.update_yaxes(type="log", range=ends, tickvals=ticks)
    figure.update_yaxes(ticktext=[number(tick, 2) for tick in ticks])


def _ticks(low: float, high: float, marks: Sequence[int]) -> list[float]:
    """Return round numbers between two, at most about seven."""
    powers = range(int(np.floor(np.log10(low))), int(np.ceil(np.log10(high))) + 1)
    every = max(1, len(powers) // 7)
    ticks = [mark * 10.0**power for power in powers[::every] for mark in marks]
    return [tick for tick in ticks if 0.999 * low <= tick <= 1.001 * high]


def _dashes(rates: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return one line with a short dash at each value; values that look alike are drawn once."""
    x, y = [], []
    for rate, column in zip(rates, values.T, strict=True):
        distinct = 10 ** np.unique(np.log10(column).round(3))
        x += [rate / DASH, rate * DASH, np.nan] * len(distinct)
        y += [coordinate for value in distinct for coordinate in (value, value, np.nan)]
    return np.array(x, dtype=np.float32), np.array(y, dtype=np.float32)
