"""Pictures of two distributions over two outcomes: the curves, and the sum H + KL as bars."""

from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from core.information import cross_entropy, entropy, kl_divergence
from pages.figures.moving import add_moving
from pages.figures.numbers import number, tex
from pages.figures.style import INFORMATION, NEUTRAL, Size, Stroke, canvas

GRID = np.round(np.linspace(0, 1, 101), 2)
"""Probabilities at which the marker can stand, both ends included."""
DRAGS = ("q", "p")
UNITS = ("nat", "bit", "hartley")
_TOPS = {"nat": 2.6, "bit": 3.75, "hartley": 1.13}  # the same height, a little above a tick
_LOGARITHMS = {"nat": r"\ln", "bit": r"\log_2", "hartley": r"\log_{10}"}
_NAMES = {"cross-entropy": "CE", "entropy": "H", "kl-divergence": "KL"}

_LOGIT_REACH = 10.0  # how far the page of the slope lets its logit go


class Quantities(NamedTuple):
    """What a prediction q of outcomes that happen with p costs, in one unit."""

    entropy: np.ndarray
    cross_entropy: np.ndarray
    divergence: np.ndarray


def quantities(p: ArrayLike, q: ArrayLike, unit: str) -> Quantities:
    """Compute H(p), CE(p, q) and KL(p || q) of (p, 1 - p) and (q, 1 - q).

    Parameters
    ----------
    p, q : array_like
        Probabilities of the first outcome; they broadcast.
    unit : str
        One of UNITS.
    """
    p, q = (np.stack([first, 1 - first], axis=-1) for first in np.broadcast_arrays(p, q))
    return Quantities(entropy(p, unit), cross_entropy(p, q, unit), kl_divergence(p, q, unit))


def curves(drag: str, fixed: float, unit: str, size: Size) -> go.Figure:
    """Draw entropy, cross-entropy and KL divergence against the probability that is dragged.

    Parameters
    ----------
    drag : str
        One of DRAGS: which probability is on the axis.
    fixed : float
        The other one.
    unit : str
        One of UNITS.
    size : Size
        Text and lines.
    """
    other, who = ("p", "predicted") if drag == "q" else ("q", "true")
    figure = canvas(size, f"{who} probability {drag}  (at {other} = {fixed:.2f})", _title(unit))
    figure.update_xaxes(range=[0, 1])
    figure.update_yaxes(range=_range(unit))
    _draw_band(figure, drag, fixed, unit)
    _draw_lines(figure, drag, fixed, unit, size)
    _show_meeting(figure, drag, fixed)
    if drag == "q":
        _name_entropy(figure, fixed, unit, size)
    _add_markers(figure, drag, fixed, unit, size)
    return figure


def bars(drag: str, fixed: float, unit: str, size: Size) -> go.Figure:
    """Stack H and KL to CE, once for each direction, on the same scale as `curves`."""
    p, q = _pair(drag, GRID, fixed)
    ways = (quantities(p, q, unit), quantities(q, p, unit))
    figure = canvas(size, "CE(what happens, what is predicted)", _title(unit))
    figure.update_layout(barmode="stack")
    figure.update_yaxes(range=_range(unit))
    figure.update_xaxes(range=[-0.35, 1.75], tickvals=[0, 1], ticktext=["CE(p, q)", "CE(q, p)"])
    high = 1.2 * _TOPS[unit]
    bottom = np.stack([way.entropy for way in ways], axis=1)
    total = np.minimum(np.stack([way.cross_entropy for way in ways], axis=1), high)
    _add_bar(figure, "H", bottom, INFORMATION["entropy"])
    _add_bar(figure, "KL", total - bottom, INFORMATION["kl-divergence"])
    for x, way, pair in zip((0, 1), ways, ("pq", "qp"), strict=True):
        _label_bar(figure, x, way, pair, unit, size)
    return figure


def captions(template: str, drag: str, fixed: float, unit: str) -> list[str]:
    """Write the live sentence at each probability.

    Parameters
    ----------
    template : str
        With the names p, q, sum and remark.
    drag, fixed, unit
        As in `curves`.
    """
    pairs = [_pair(drag, float(moved), fixed) for moved in GRID]
    return [
        template.format(
            p=f"{p:.2f}", q=f"{q:.2f}", sum=_sum(p, q, unit), remark=_remark(p, q, unit)
        )
        for p, q in pairs
    ]


def formulas(p: float, q: float, unit: str) -> str:
    """Write the three sums with their numbers, in LaTeX; terms of weight 0 are left out."""
    log = _LOGARITHMS[unit]
    values = quantities(p, q, unit)
    terms = [(a, b) for a, b in ((p, q), (1 - p, 1 - q)) if a > 0]
    own = "".join(rf" - {a:.2f} {log} {a:.2f}" for a, _ in terms)
    cross = "".join(rf" - {a:.2f} {log} {b:.2f}" for a, b in terms)
    ratio = " + ".join(rf"{a:.2f} {log} \tfrac{{{a:.2f}}}{{{b:.2f}}}" for a, b in terms)
    return (
        r"\small\begin{aligned}"
        rf"\mathrm{{H}} &= {own} = {tex(values.entropy)} \\"
        rf"\mathrm{{CE}} &= {cross} = {tex(values.cross_entropy)} \\"
        rf"\mathrm{{KL}} &= {ratio} = {tex(values.divergence)}"
        r"\end{aligned}"
    )


def same_pair(p: float, q: float) -> dict[str, str]:
    """Link parameters with which the page of the slope shows label p and prediction q."""
    with np.errstate(divide="ignore"):
        logit = np.clip(np.log(q) - np.log1p(-q), -_LOGIT_REACH, _LOGIT_REACH)
    place = {"logit": f"{logit:.1f}"}
    return place | ({"label": f"{p:g}"} if p in (0, 1) else {"label": "soft", "label-soft": f"{p}"})


def _pair(drag: str, moved: ArrayLike, fixed: ArrayLike) -> tuple[ArrayLike, ArrayLike]:
    """Return p and q, of which `drag` names the moved one."""
    return (fixed, moved) if drag == "q" else (moved, fixed)


def _title(unit: str) -> str:
    return f"expected information ({unit}s)"


def _range(unit: str) -> list[float]:
    return [-0.1 * _TOPS[unit], _TOPS[unit]]


def _fine() -> np.ndarray:
    """Make a grid that follows the curves close to the ends, where they go to infinity."""
    tail = np.logspace(-12, -2, 31)
    return np.unique(np.concatenate([GRID, tail, 1 - tail]))


def _draw_band(figure: go.Figure, drag: str, fixed: float, unit: str) -> None:
    """Fill what lies under cross-entropy: the third quantity is the height of the band."""
    x = _fine()
    values = quantities(*_pair(drag, x, fixed), unit)
    edge, name, color = (
        (values.divergence, "H(p) as a gap", INFORMATION["entropy"].color)
        if drag == "q"
        else (values.entropy, "KL as a gap", INFORMATION["kl-divergence"].color)
    )
    high = 1.2 * _TOPS[unit]
    bare = {"mode": "lines", "line": {"width": 0, "color": color}, "hoverinfo": "skip"}
    figure.add_scatter(x=_short(x), y=_short(np.minimum(edge, high)), name="edge", **bare)
    figure.add_scatter(
        x=_short(x),
        y=_short(np.minimum(values.cross_entropy, high)),
        name=name,
        fill="tonexty",
        fillcolor=_pale(color),
        **bare,
    )


def _draw_lines(figure: go.Figure, drag: str, fixed: float, unit: str, size: Size) -> None:
    x = _fine()
    values = quantities(*_pair(drag, x, fixed), unit)
    lines = [("cross-entropy", "CE(p, q)", values.cross_entropy)]
    if drag == "q":
        lines.append(("kl-divergence", "KL(p‖q)", values.divergence))
    lines.append(("entropy", "H(p)", values.entropy))
    for slug, name, y in lines:
        look = INFORMATION[slug]
        line = {"color": look.color, "dash": look.dash, "width": size.line}
        y = np.minimum(y, 1.2 * _TOPS[unit])
        figure.add_scatter(x=_short(x), y=_short(y), mode="lines", name=name, line=line)


def _show_meeting(figure: go.Figure, drag: str, fixed: float) -> None:
    """Mark the place where q equals p."""
    touch = "p = q: KL = 0" + (", infinite elsewhere" if fixed in (0, 1) else "")
    figure.add_vline(x=fixed, line={"color": NEUTRAL, "width": 1, "dash": "dot"}, layer="below")
    figure.add_annotation(
        x=fixed,
        y=0.94,
        yref="y domain",
        text="q = p: both least" if drag == "q" else touch,
        xanchor="left" if fixed < 0.25 else "right" if fixed > 0.75 else "center",
        yanchor="top",
        showarrow=False,
    )


def _name_entropy(figure: go.Figure, p: float, unit: str, size: Size) -> None:
    """Write H(p) beside the end of its horizontal line."""
    figure.update_layout(margin_r=3 * size.text)
    figure.add_annotation(
        x=1,
        xref="x domain",
        y=float(quantities(p, p, unit).entropy),
        text="H(p)",
        xanchor="left",
        xshift=4,
        showarrow=False,
    )


def _add_markers(figure: go.Figure, drag: str, fixed: float, unit: str, size: Size) -> None:
    """Add the gap between two curves, a marker on each of them, and the three values."""
    values = quantities(*_pair(drag, GRID, fixed), unit)
    low, gap = ("kl-divergence", "entropy") if drag == "q" else ("entropy", "kl-divergence")
    known = {
        "entropy": values.entropy,
        "kl-divergence": values.divergence,
        "cross-entropy": values.cross_entropy,
    }
    lower, upper = (np.minimum(known[slug], _TOPS[unit]) for slug in (low, "cross-entropy"))
    line = {"color": INFORMATION[gap].color, "width": size.line + 3}
    trace = go.Scatter(mode="lines", name=f"{_NAMES[gap]} as a gap", line=line, hoverinfo="skip")
    ends = np.stack([lower, upper], axis=1)
    add_moving(figure, trace, x=np.stack([GRID, GRID], axis=1), y=ends)
    for y, slug in ((lower, low), (upper, "cross-entropy")):
        look = INFORMATION[slug]
        marker = {"color": look.color, "symbol": look.marker, "size": size.marker}
        trace = go.Scatter(mode="markers", marker=marker, cliponaxis=False, hoverinfo="skip")
        add_moving(figure, trace, x=GRID[:, None], y=y[:, None])
    words = [_words(_NAMES[slug], known[slug], _TOPS[unit]) for slug in (low, gap, "cross-entropy")]
    _label_markers(figure, lower, upper, np.stack(words, axis=1), fixed, size)


def _label_markers(
    figure: go.Figure,
    lower: np.ndarray,
    upper: np.ndarray,
    words: np.ndarray,
    fixed: float,
    size: Size,
) -> None:
    """Write the lower value below its marker, the upper above, the gap's between, off the lines."""
    bottom, top = figure.layout.yaxis.range
    line = 0.005 * size.text * (top - bottom)
    heights = [lower - 0.8 * line, lower + (upper - lower) / 3, upper + 0.8 * line]
    heights[2] = np.minimum(heights[2], top - line)
    heights[0] = np.minimum(heights[0], heights[2] - line)
    sides = [np.sign(np.gradient(lower)), np.sign(GRID - fixed), -np.sign(np.gradient(upper))]
    half = 0.005 * size.text / 15 * np.char.str_len(words)
    places = GRID[:, None] + np.stack(sides, axis=1) * (half + 0.02)
    words = np.where((upper - lower > line)[:, None] | [True, False, True], words, "")
    add_moving(
        figure,
        go.Scatter(mode="text", cliponaxis=False, hoverinfo="skip"),
        x=np.clip(places, half, 1 - half),
        y=np.stack(heights, axis=1),
        text=words.tolist(),
    )


def _words(name: str, values: np.ndarray, top: float) -> list[str]:
    """Write a name and its values, with an arrow where the marker stands below its value."""
    return [f"{name} {_say(v)}{' ↑' if top < v < np.inf else ''}" for v in values]


def _add_bar(figure: go.Figure, name: str, heights: np.ndarray, look: Stroke) -> None:
    trace = go.Bar(name=name, width=0.36, marker_color=look.color, hoverinfo="skip")
    add_moving(figure, trace, x=np.tile([0, 1], (len(heights), 1)), y=heights)


def _label_bar(
    figure: go.Figure, x: int, way: Quantities, pair: str, unit: str, size: Size
) -> None:
    """Write H and KL beside a bar and CE above it, apart from each other."""
    top, (p, q) = _TOPS[unit], pair
    room = 0.0095 * size.text * top  # two lines
    total = np.minimum(way.cross_entropy, top)
    low = np.maximum(way.entropy / 2, room / 2)
    middle = np.clip((way.entropy + total) / 2, low + room, top - room / 2)
    above = np.minimum(total, top - room / 2)
    words = [
        [f"H({p})<br>{_say(h)}", f"KL({p}‖{q})<br>{_say(kl)}", _say(ce)]
        for h, ce, kl in zip(*way, strict=True)
    ]
    trace = go.Scatter(
        mode="text",
        name=f"CE({p}, {q})",
        textposition=["middle right", "middle right", "top center"],
        hoverinfo="skip",
        cliponaxis=False,
    )
    places = np.tile([x + 0.24, x + 0.24, x], (len(total), 1))
    add_moving(figure, trace, x=places, y=np.stack([low, middle, above], axis=1), text=words)


def _sum(p: float, q: float, unit: str) -> str:
    values = quantities(p, q, unit)
    if np.isinf(values.cross_entropy):
        return f"CE(p, q) and KL(p‖q) are infinite, H(p) = {number(values.entropy)} {unit}s."
    h, ce, kl = (number(value) for value in values)
    return f"CE(p, q) = H(p) + KL(p‖q) = {h} + {kl} = {ce} {unit}s."


def _remark(p: float, q: float, unit: str) -> str:
    forth, back = quantities(p, q, unit).divergence, quantities(q, p, unit).divergence
    if p == q:
        return "q = p: KL is 0, and CE is as small as it can be."
    if np.isinf(forth):
        return "q rules out an outcome that happens."
    if p in (0, 1):
        price = "q" if p == 1 else "(1 − q)"
        return f"p is sure, so H = 0 and CE = KL = −log {price}; KL(q‖p) is infinite."
    if np.isclose(p + q, 1, rtol=0, atol=1e-12):
        return f"KL(q‖p) is equal, {number(back)}, because q = 1 − p."
    return f"The other way round, KL(q‖p) = {number(back)}."


def _say(value: float) -> str:
    return "infinite" if np.isinf(value) else number(value)


def _short(values: np.ndarray) -> np.ndarray:
    return values.astype(np.float32)


def _pale(color: str) -> str:
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.16)"
