"""Curves of cost over size as an SVG that is read in light and in dark."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from math import ceil, exp, floor, log, log10

WIDTH, HEIGHT = 320, 270  # of one panel, in pixels
LEFT, RIGHT, TOP, BOTTOM = 66, 30, 64, 52
APART = 36  # pixels between the middles of two numbers on an axis, at least
STYLE = """\
svg { font: 14px system-ui, sans-serif; }
.card { fill: #ffffff; } .word { fill: #0c1014; } .grid { stroke: #d5dae0; }
.limit { stroke: #6b7178; stroke-dasharray: 5 4; } .line { fill: none; stroke-width: 2.5; }
.a { stroke: #005c91; } .b { stroke: #b34700; stroke-dasharray: 9 4; }
.dot-a { fill: #005c91; } .dot-b { fill: #b34700; }
@media (prefers-color-scheme: dark) {
  .card { fill: #14171a; } .word { fill: #e8ebee; } .grid { stroke: #3a424a; }
  .limit { stroke: #9aa1a8; } .a { stroke: #6cb8ea; } .b { stroke: #f0935a; }
  .dot-a { fill: #6cb8ea; } .dot-b { fill: #f0935a; }
}
"""


@dataclass(frozen=True)
class Curve:
    """Seconds by size."""

    name: str
    seconds: dict[int, float]


@dataclass(frozen=True)
class Panel:
    """One or two curves over the same sizes.

    Attributes
    ----------
    title : str
        What is computed.
    unit : str
        What the sizes count.
    limit : float
        Seconds from which on it is no longer interactive.
    curves : sequence of Curve
        In the order of their looks.
    note : str
        How they were measured.
    """

    title: str
    unit: str
    limit: float
    curves: Sequence[Curve]
    note: str


def crossing(seconds: dict[int, float], limit: float) -> float | None:
    """Return the size at which a cost reaches a limit, straight between logarithms.

    Parameters
    ----------
    seconds : dict of int to float
        By size, sizes increasing.
    limit : float
        In seconds.

    Returns
    -------
    float or None
        None if the largest size stays below; the smallest size if even that is above.
    """
    points = list(seconds.items())
    if points[0][1] >= limit:
        return float(points[0][0])
    for (a, low), (b, high) in pairwise(points):
        if low < limit <= high:
            share = log(limit / low) / log(high / low)
            return exp(log(a) + share * log(b / a))
    return None


def seconds_in(text: str) -> dict[int, float]:
    """Read the p95 by the number of viewers from a report in Markdown.

    Parameters
    ----------
    text : str
        With a table whose first column is "viewers" and one of whose others is a p95, in s or ms.

    Returns
    -------
    dict of int to float
        Seconds by viewers, from the first such table; empty if there is none.
    """
    head = re.search(r"^\| *viewers.*p95.*$", text, re.MULTILINE | re.IGNORECASE)
    if not head:
        return {}
    place = next(k for k, cell in enumerate(_cells(head[0])) if "p95" in cell)
    unit = 1e-3 if "ms" in _cells(head[0])[place] else 1.0
    rows = (_cells(line) for line in text[head.end() :].split("\n\n")[0].splitlines()[2:])
    return {_number(row[0], int): unit * _number(row[place], float) for row in rows}


def draw(panels: Sequence[Panel]) -> str:
    """Return an SVG with the panels side by side."""
    width = WIDTH * len(panels)
    parts = [_panel(panel, k * WIDTH) for k, panel in enumerate(panels)]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {HEIGHT}" '
            f'width="{width}" height="{HEIGHT}" role="img">',
            "<title>Cost against size, on logarithmic axes</title>",
            f"<style>{STYLE}</style>",
            f'<rect class="card" width="{width}" height="{HEIGHT}" rx="6"/>',
            *parts,
            "</svg>\n",
        ]
    )


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _number(cell: str, kind: type) -> float:
    return kind(cell.replace(",", ""))


class _Scales:
    """Where sizes and seconds of a panel stand."""

    def __init__(self, panel: Panel, left: float) -> None:
        sizes = list(panel.curves[0].seconds)
        values = [panel.limit, *(s for curve in panel.curves for s in curve.seconds.values())]
        self.low, self.high = floor(log10(min(values))), ceil(log10(max(values)))
        self.first, self.last = log(min(sizes)), log(max(sizes))
        self.left, self.right = left + LEFT, left + WIDTH - RIGHT

    def x(self, size: float) -> float:
        """Return the place of a size."""
        share = (log(size) - self.first) / (self.last - self.first)
        return self.left + share * (self.right - self.left)

    def y(self, seconds: float) -> float:
        """Return the place of a time."""
        share = (log10(seconds) - self.low) / (self.high - self.low)
        return HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP)


def _panel(panel: Panel, left: float) -> str:
    scales = _Scales(panel, left)
    parts = [_text(left + LEFT, 22, panel.title, "start", "bold")]
    parts += _axes(panel, scales)
    parts += _names(panel, scales)
    for look, curve in zip("ab", panel.curves, strict=False):
        parts += _curve(curve, panel.limit, scales, look)
    return "\n".join(parts)


def _axes(panel: Panel, scales: _Scales) -> list[str]:
    parts = []
    for power in range(scales.low, scales.high + 1):
        y = scales.y(10**power)
        parts.append(_line(scales, y, "grid"))
        parts.append(_text(scales.left - 8, y + 5, _time(10**power), "end"))
    parts.append(_line(scales, scales.y(panel.limit), "limit"))
    for size in _apart(list(panel.curves[0].seconds), scales):
        parts.append(_text(scales.x(size), HEIGHT - BOTTOM + 20, f"{size:,}", "middle"))
    middle = (scales.left + scales.right) / 2
    return [*parts, _text(middle, HEIGHT - 10, panel.unit, "middle")]


def _apart(sizes: Sequence[int], scales: _Scales) -> list[int]:
    """Keep the sizes whose numbers fit beside those of larger ones."""
    kept = [sizes[-1]]
    for size in reversed(sizes[:-1]):
        if scales.x(kept[-1]) - scales.x(size) >= APART:
            kept.append(size)
    return kept


def _names(panel: Panel, scales: _Scales) -> list[str]:
    parts, x = [], scales.left
    for look, curve in zip("ab", panel.curves, strict=False):
        parts.append(f'<path class="line {look}" d="M{x:.0f} 41h26"/>')
        parts.append(_text(x + 32, 46, curve.name, "start"))
        x += 50 + 7.5 * len(curve.name)
    return parts


def _curve(curve: Curve, limit: float, scales: _Scales, look: str) -> list[str]:
    places = [(scales.x(size), scales.y(seconds)) for size, seconds in curve.seconds.items()]
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    parts = [f'<polyline class="line {look}" points="{points}"/>']
    if size := crossing(curve.seconds, limit):
        x, y = scales.x(size), scales.y(max(limit, min(curve.seconds.values())))
        parts.append(f'<circle class="dot-{look}" cx="{x:.1f}" cy="{y:.1f}" r="5"/>')
    return parts


def _line(scales: _Scales, y: float, look: str) -> str:
    return (
        f'<line class="{look}" x1="{scales.left}" x2="{scales.right}" y1="{y:.1f}" y2="{y:.1f}"/>'
    )


def _text(x: float, y: float, words: str, anchor: str, weight: str = "normal") -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-weight="{weight}"'
    return f'<text class="word" {place}>{escape(words)}</text>'


def _time(seconds: float) -> str:
    return f"{seconds:g} s" if seconds >= 1 else f"{1000 * seconds:g} ms"
