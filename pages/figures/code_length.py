"""Pictures of codes: lengths as areas, mean lengths, and the information content of outcomes."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from core.coding import HuffmanCode, huffman, mean_length
from core.information import UNITS, cross_entropy, entropy, information_content, kl_divergence
from pages.figures.labels import label_markers
from pages.figures.moving import add_moving
from pages.figures.numbers import number
from pages.figures.style import INFORMATION, NEUTRAL, Size, canvas

NAMES = "abcdefgh"
LOGARITHMS = {"bit": r"\log_2", "nat": r"\ln", "hartley": r"\log_{10}"}
"""The logarithm of each unit; the first unit is the default."""
BELIEFS = np.round(np.linspace(0, 1, 101), 2)
"""Shares of a wrong belief in the distribution for which the code is made."""

_HIGHEST = 10.0  # bits that a picture shows; what is longer ends at its top edge
_CE, _H, _KL = (INFORMATION[slug] for slug in ("cross-entropy", "entropy", "kl-divergence"))


class Lengths(NamedTuple):
    """Of the outcomes that happen: ideal for p, ideal for each q, and of q's Huffman code."""

    own: np.ndarray
    ideal: np.ndarray
    real: np.ndarray


class Means(NamedTuple):
    """Mean lengths at each step of the belief, in one unit: p happens, the code is q's."""

    entropy: float
    cross_entropy: np.ndarray
    divergence: np.ndarray
    real: np.ndarray


def shares(parts: Sequence[float]) -> np.ndarray:
    """Turn parts into probabilities; equal ones if there is no part at all."""
    parts = np.asarray(parts, dtype=float)
    return parts / parts.sum() if parts.any() else np.full(parts.size, 1 / parts.size)


def mixtures(p: ArrayLike, belief: ArrayLike) -> np.ndarray:
    """Move from p to the wrong belief: q = (1 - s) p + s belief, of shape (steps, outcomes)."""
    s = BELIEFS[:, None]
    return (1 - s) * np.asarray(p) + s * np.asarray(belief)


def means(p: ArrayLike, belief: ArrayLike, unit: str) -> Means:
    """Compute what each code costs on average, with ideal lengths and with whole ones.

    Parameters
    ----------
    p, belief : array_like, shape (outcomes,)
        What happens, and what is believed at s = 1.
    unit : str
        One of LOGARITHMS.
    """
    q = mixtures(p, belief)
    return Means(
        float(entropy(p, unit)),
        cross_entropy(p, q, unit),
        kl_divergence(p, q, unit),
        mean_length(p, _real_lengths(q, unit)),
    )


def areas(p: ArrayLike, belief: ArrayLike, unit: str, size: Size) -> go.Figure:
    """Draw a box for each outcome, as wide as it is probable and as high as its length in q's code.

    Parameters
    ----------
    p, belief, unit
        As in `means`.
    size : Size
        Text and lines.
    """
    p, q = np.asarray(p, dtype=float), mixtures(p, belief)
    lengths = _lengths(p, q, unit)
    top = _top(lengths, unit)
    figure = canvas(size, "probability p of each outcome", f"length of its codeword ({unit}s)")
    figure.update_layout(margin_t=3 * size.text)
    figure.update_yaxes(range=[0, 1.2 * top])
    _mark_outcomes(figure, p, size)
    _add_boxes(figure, p[p > 0], [np.minimum(part, 1.2 * top) for part in lengths], size)
    _add_words(figure, p, q, lengths, size)
    _name_boxes(figure)
    return figure


def averages(p: ArrayLike, belief: ArrayLike, unit: str, size: Size) -> go.Figure:
    """Draw the mean lengths against the belief: the areas of `areas` as heights."""
    values = means(p, belief, unit)
    bit = _per_bit(unit)
    top = values.entropy + _top([values.cross_entropy - values.entropy, [bit]], unit)
    figure = canvas(size, "belief s:  q = (1 − s) p + s · belief", f"mean length ({unit}s)")
    figure.update_xaxes(range=[0, 1])
    figure.update_yaxes(range=[values.entropy - 0.1 * bit, top + 0.25 * bit])
    figure.update_layout(margin_r=4 * size.text)
    _show_entropy(figure, values.entropy, bit, size)
    curves = [np.minimum(y, top + 0.2 * bit) for y in (values.cross_entropy, values.real)]
    lines = ({"color": _CE.color}, {"color": NEUTRAL, "dash": "dash", "shape": "hv"})
    for name, y, line in zip(("CE(p, q)", "Huffman"), curves, lines, strict=True):
        line = line | {"width": size.line}
        figure.add_scatter(x=_short(BELIEFS), y=_short(y), mode="lines", name=name, line=line)
    for y, color, symbol in zip(curves, (_CE.color, NEUTRAL), ("circle", "x"), strict=True):
        marker = {"color": color, "symbol": symbol, "size": size.marker}
        trace = go.Scatter(mode="markers", marker=marker, cliponaxis=False, hoverinfo="skip")
        add_moving(figure, trace, x=BELIEFS[:, None], y=y[:, None])
    said = zip(("CE", "Huffman"), (values.cross_entropy, values.real), strict=True)
    words = [[f"{name} {_say(v)}" for v in y] for name, y in said]
    label_markers(figure, BELIEFS, curves, words, size)
    return figure


def contents(p: ArrayLike, belief: ArrayLike, unit: str, size: Size) -> go.Figure:
    """Draw the information content over the probability, with q's outcomes on the curve."""
    q = mixtures(p, belief)
    fine = np.logspace(-4, 0, 101)
    top = 7 * _per_bit(unit)
    figure = canvas(size, "probability q", f"information content −log q ({unit}s)")
    figure.update_xaxes(range=[0, 1])
    figure.update_yaxes(range=[0, top])
    figure.update_layout(margin_t=size.text)
    y = np.minimum(information_content(fine, unit), 1.1 * top)
    line = {"color": _CE.color, "width": size.line}
    figure.add_scatter(x=_short(fine), y=_short(y), mode="lines", name="−log q", line=line)
    marker = {"color": _CE.color, "symbol": _CE.marker, "size": size.marker}
    look = {"mode": "markers+text", "marker": marker, "textposition": "top right"}
    trace = go.Scatter(**look, cliponaxis=False, hoverinfo="skip")
    heights = np.minimum(information_content(q, unit), 0.93 * top)
    add_moving(figure, trace, x=q, y=heights, text=[_together(row) for row in q])
    return figure


def captions(template: str, p: ArrayLike, belief: ArrayLike, unit: str) -> list[str]:
    """Write the live sentence at each belief.

    Parameters
    ----------
    template : str
        With the names s, sum, own and real.
    p, belief, unit
        As in `means`.
    """
    values = means(p, belief, unit)
    own = number(values.real[0])
    return [
        template.format(
            s=f"{s:.2f}",
            sum=_sum(values.entropy, ce, kl, unit),
            own=f"{own} {unit}s",
            real=_say(real),
        )
        for s, ce, kl, real in zip(
            BELIEFS, values.cross_entropy, values.divergence, values.real, strict=True
        )
    ]


def table(p: ArrayLike, q: ArrayLike, unit: str) -> list[dict[str, str]]:
    """List each outcome with its ideal lengths and its codewords, in p's code and in q's."""
    codes = huffman(p), huffman(q)
    own, other = information_content(p, unit), information_content(q, unit)
    return [
        {
            "outcome": NAMES[k],
            "p": number(p[k]),
            "−log p": _say(own[k]),
            "codeword for p": _codeword(codes[0], k),
            "q": number(q[k]),
            "−log q": _say(other[k]),
            "codeword for q": _codeword(codes[1], k),
        }
        for k in range(len(p))
    ]


def formula(p: ArrayLike, unit: str) -> str:
    """Write the entropy as a sum over the outcomes that happen, in LaTeX, two to a line."""
    log = LOGARITHMS[unit]
    terms = [rf"- {share:.3g} {log} {share:.3g}" for share in p if share > 0]
    lines = [" ".join(terms[k : k + 2]) for k in range(0, len(terms), 2)]
    total = rf"= {entropy(p, unit):.4f} \text{{ {unit}s}}"
    return (
        r"\footnotesize\begin{aligned} H(p) = &" + r" \\ &".join([*lines, total]) + r"\end{aligned}"
    )


def _lengths(p: np.ndarray, q: np.ndarray, unit: str) -> Lengths:
    parts = information_content(p, unit), information_content(q, unit), _real_lengths(q, unit)
    return Lengths(*(part[..., p > 0] for part in parts))


def _real_lengths(q: np.ndarray, unit: str) -> np.ndarray:
    """Lengths of Huffman's codewords for each row of q, a bit counted in the unit."""
    return np.array([huffman(row).lengths for row in q]) * _per_bit(unit)


def _per_bit(unit: str) -> float:
    return UNITS["bit"] / UNITS[unit]


def _top(lengths: Sequence[ArrayLike], unit: str) -> float:
    """Greatest finite length, but no more than a picture shows."""
    values = np.concatenate([np.ravel(part) for part in lengths])
    longest = float(values[np.isfinite(values)].max(initial=_per_bit(unit)))
    return min(longest, _HIGHEST * _per_bit(unit))


def _mark_outcomes(figure: go.Figure, p: np.ndarray, size: Size) -> None:
    """Name each box under its middle, with its probability where it is wide enough."""
    middles = np.cumsum(p) - p / 2
    words = [
        _fitting(f"{name}: {number(share)}", share, size) or _fitting(name, share, size)
        for name, share in zip(NAMES, p, strict=False)
    ]
    figure.update_xaxes(range=[0, 1], tickvals=middles, ticktext=words)


def _add_boxes(figure: go.Figure, p: np.ndarray, lengths: Sequence[np.ndarray], size: Size) -> None:
    """Fill the boxes of q's ideal lengths and what they waste, and outline all three lengths."""
    edges = np.concatenate([[0], np.cumsum(p)])
    x = np.repeat(edges, 2)[1:-1]
    own, ideal, real = (np.repeat(part, 2, axis=-1) for part in lengths)
    wide = np.tile(x, (len(ideal), 1))
    round_trip = np.hstack([wide, wide[:, ::-1]])
    back = np.broadcast_to(own[::-1], ideal.shape)
    bare = {"mode": "lines", "hoverinfo": "skip"}
    waste = {"fill": "toself", "fillcolor": _pale(_KL.color, 0.45), "line_width": 0}
    trace = go.Scatter(name="waste", **waste, **bare)
    add_moving(figure, trace, x=round_trip, y=np.hstack([ideal, back]))
    line = {"color": _CE.color, "width": size.line}
    filled = {"fill": "tozeroy", "fillcolor": _pale(_CE.color, 0.16), "line": line}
    add_moving(figure, go.Scatter(name="−log q", **filled, **bare), x=wide, y=ideal)
    line = {"color": _H.color, "dash": _H.dash, "width": size.line}
    figure.add_scatter(x=_short(x), y=_short(own), name="−log p", line=line, **bare)
    line = {"color": NEUTRAL, "dash": "dash", "width": size.line}
    add_moving(figure, go.Scatter(name="codeword", line=line, **bare), x=wide, y=real)


def _add_words(
    figure: go.Figure, p: np.ndarray, q: np.ndarray, lengths: Lengths, size: Size
) -> None:
    """Write each box's share of the waste above it, and its codeword into its foot."""
    seen, top = np.flatnonzero(p), figure.layout.yaxis.range[1]
    wide, room = p[seen], 0.005 * size.text * top
    waste = wide * (lengths.ideal - lengths.own)
    upper = np.maximum(lengths.own, np.maximum(lengths.ideal, lengths.real))
    said = [[_signed(value) for value in row] for row in waste]
    codewords = [[huffman(row).codewords[k] or "" for k in seen] for row in q]
    x = np.tile((np.cumsum(p) - p / 2)[seen], (len(q), 1))
    above, foot = np.minimum(upper + room, top - room), np.full_like(upper, room)
    for y, words in ((above, said), (foot, codewords)):
        fitting = [[_fitting(w, box, size) for w, box in zip(r, wide, strict=True)] for r in words]
        trace = go.Scatter(mode="text", cliponaxis=False, hoverinfo="skip")
        add_moving(figure, trace, x=x, y=y, text=fitting)


def _fitting(word: str, wide: float, size: Size) -> str:
    """Return the word if its box has room for it, on a phone too."""
    return word if len(word) * 0.025 * size.text / 15 <= wide else ""


def _name_boxes(figure: go.Figure) -> None:
    figure.add_annotation(
        x=0,
        y=1,
        xref="x domain",
        yref="y domain",
        xanchor="left",
        yanchor="bottom",
        align="left",
        text="boxes: −log q, dotted: −log p,<br>dashed: codewords, ±: share of KL",
        showarrow=False,
    )


def _show_entropy(figure: go.Figure, h: float, bit: float, size: Size) -> None:
    """Draw H(p) and the one bit above it in which the best code's mean length lies."""
    line = {"color": _H.color, "dash": _H.dash, "width": 2}
    figure.add_hrect(y0=h, y1=h + bit, fillcolor=NEUTRAL, opacity=0.13, line_width=0, layer="below")
    figure.add_hline(y=h, line=line)
    for y, name in ((h, "H(p)"), (h + bit, "+1 bit")):
        figure.add_annotation(
            x=1,
            xref="x domain",
            y=y,
            text=name,
            xanchor="left",
            xshift=size.marker,
            showarrow=False,
        )


def _together(q: np.ndarray) -> list[str]:
    """Name each outcome, once for those whose points stand on one another."""
    near = np.abs(q[:, None] - q) < 0.02
    return [
        ", ".join(NAMES[j] for j in np.flatnonzero(row)) if row.argmax() == k else ""
        for k, row in enumerate(near)
    ]


def _sum(h: float, ce: float, kl: float, unit: str) -> str:
    if np.isinf(ce):
        return f"q rules out what happens: CE is infinite, H(p) = {h:.4f} {unit}s"
    return f"CE(p, q) = H(p) + KL(p‖q) = {h:.4f} + {kl:.4f} = {ce:.4f} {unit}s"


def _codeword(code: HuffmanCode, k: int) -> str:
    word = code.codewords[k]
    return "none" if word is None else word or "empty"


def _signed(value: float) -> str:
    if np.isinf(value):
        return "+∞"
    hundredths = round(value, 2)
    return f"{hundredths:+.2f}".replace("-", "−") if hundredths else "0"


def _say(value: float) -> str:
    return "infinite" if np.isinf(value) else number(value)


def _short(values: np.ndarray) -> np.ndarray:
    return values.astype(np.float32)


def _pale(color: str, opacity: float) -> str:
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"
