"""Pictures of margins: the target logit, decision regions, and features trained on a circle."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from core.margins import (
    MARGINS,
    MOST_CLASSES,
    Margin,
    Verdict,
    accepted_angle,
    arcface_without_repair,
    decision_gap,
    judge,
    least_scale,
    target_logit,
    train_features,
)
from pages.figures.labels import label_ends
from pages.figures.moving import add_moving
from pages.figures.numbers import number, tex
from pages.figures.style import INFORMATION, NEUTRAL, STROKES, Size, Stroke, canvas

CHOICES = tuple(slug for slug, kind in MARGINS.items() if kind.offered.size > 1)
"""The losses whose margin can be dragged; at its left end each is plain softmax."""
CLASSES = (2, MOST_CLASSES)
STEPS = (0, 25, 50, 100, 200)
"""Training steps on offer."""

_SAMPLES = 100  # of all classes
_ANGLES = np.linspace(0, 180, 181)
_NAMES_ROOM = 56.0  # degrees right of the curves, for their names
_FEATURE = INFORMATION["entropy"].color
_SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross")
_INNER, _OUTER = 0.6, 1.0  # radii of plain softmax and of the margin
_LARGE_CLASSES = (10, 1_000, 100_000, 1_000_000)
_LENGTH, _BATCH, _BYTES = 512, 256, 4  # of a usual embedding: features, samples, float32


class Case(NamedTuple):
    """A margin loss, and one feature that it judges.

    Attributes
    ----------
    slug : str
        One of CHOICES.
    scale : float
        s, in units of logit.
    classes : int
        K directions on the circle.
    angle : float
        Of the feature from the direction of its class, in degrees within [0, 180].
    """

    slug: str
    scale: float
    classes: int
    angle: float

    @property
    def kind(self) -> Margin:
        """The record of the loss."""
        return MARGINS[self.slug]

    @property
    def between(self) -> float:
        """Angle between neighbouring directions, in radians."""
        return 2 * np.pi / self.classes


class Clusters(NamedTuple):
    """What training ends with, a row for each margin; angles in degrees.

    Attributes
    ----------
    labels : ndarray of int, shape (n,)
        Class of each feature.
    features : ndarray, shape (margins, n)
        Where they stand.
    directions : ndarray, shape (margins, K)
        Where the class directions stand.
    spread, width, gap : ndarray, shape (margins,)
        Mean angle from the own direction, widest cluster, smallest angle between two clusters.
    """

    labels: np.ndarray
    features: np.ndarray
    directions: np.ndarray
    spread: np.ndarray
    width: np.ndarray
    gap: np.ndarray


def look(slug: str) -> Stroke:
    """Return colour, dash and marker of a margin loss; softmax looks like cross-entropy."""
    place = list(MARGINS).index(slug)
    return STROKES[(place + (place > 0)) % len(STROKES)]


def train(slug: str, margins: Sequence[float], scale: float, classes: int, steps: int) -> Clusters:
    """Train the same features once for each margin.

    Parameters
    ----------
    slug : str
        One of MARGINS.
    margins : sequence of float
        In the record's range.
    scale : float
        s, in units of logit.
    classes, steps : int
        Directions on the circle, and steps of training.
    """
    runs = [
        train_features(
            MARGINS[slug],
            scale=scale,
            margin=float(margin),
            classes=classes,
            samples=_SAMPLES // classes,
            steps=steps,
        )
        for margin in margins
    ]
    ends = [
        (run.features[-1], run.directions[-1], run.spread[-1].mean(), run.width[-1], run.gap[-1])
        for run in runs
    ]
    return Clusters(runs[0].labels, *(np.degrees(part) for part in zip(*ends, strict=True)))


def logits(case: Case, size: Size) -> go.Figure:
    """Draw the target logit against its angle: all losses, and the chosen one with its margin.

    Parameters
    ----------
    case : Case
        Loss, scale, classes and feature.
    size : Size
        Text and lines.
    """
    figure = canvas(size, "angle θ from the own direction (degrees)", "target logit")
    figure.update_xaxes(range=[0, 180 + _NAMES_ROOM], tickvals=[0, 45, 90, 135, 180])
    deepest = 7.4 if case.kind.whole else 3.3
    figure.update_yaxes(range=[-deepest * case.scale, 1.3 * case.scale])
    figure.update_layout(margin_r=size.text)
    ends = {}
    for slug, kind in MARGINS.items():
        if slug == case.slug:
            continue
        y = _over_angles(kind, case.scale, kind.default_margin)
        wide = size.line if slug == "softmax" else 1.5
        line = {"color": look(slug).color, "dash": look(slug).dash, "width": wide}
        figure.add_scatter(x=_short(_ANGLES), y=_short(y), mode="lines", name=slug, line=line)
        ends[slug] = np.full(case.kind.offered.size, y[-1])
    ends[case.slug] = _add_chosen(figure, case, size)
    _add_rival(figure, case)
    _mark_feature(figure, case, size)
    label_ends(figure, 183, list(ends.values()), [_brief(slug) for slug in ends], size)
    figure.update_traces(hoverinfo="skip")
    return figure


def regions(case: Case, size: Size) -> go.Figure:
    """Draw where on the circle each class is satisfied, and the gaps where none is.

    Parameters
    ----------
    case : Case
        Loss, scale, classes and feature; the directions stand evenly.
    size : Size
        Text and lines.
    """
    figure = _disc(size)
    middles = case.between * np.arange(case.classes)
    kind, color = case.kind, look(case.slug).color
    halves = [accepted_angle(kind, case.between, case.scale, m) for m in kind.offered]
    wedges = np.stack([_wedges(middles, half) for half in halves])
    area = go.Scatter(
        name="regions",
        mode="lines",
        fill="toself",
        fillcolor=_pale(color, 0.4),
        line={"color": color, "width": 1},
        hoverinfo="skip",
    )
    add_moving(figure, area, x=wedges[..., 0], y=wedges[..., 1])
    dotted = {"color": NEUTRAL, "width": 2, "dash": "dot"}
    _add_spokes(figure, middles + case.between / 2, (0, 1.08), dotted)
    _add_spokes(figure, middles, (0, 1), {"color": color, "width": size.line})
    _name_classes(figure, middles)
    x, y = _on_circle(np.radians([case.angle]), 1)
    marker = {"color": _FEATURE, "symbol": "star", "size": 1.3 * size.marker}
    figure.add_scatter(x=x, y=y, mode="markers", name="feature", marker=marker, hoverinfo="skip")
    gaps = [np.degrees(decision_gap(kind, case.between, case.scale, m)) for m in kind.offered]
    _head(figure, [f"decision gap {gap:.1f}°" for gap in gaps])
    return figure


def trained(case: Case, clusters: Clusters, plain: Clusters, size: Size) -> go.Figure:
    """Draw the trained features: the margin's on the outer circle, plain softmax's inside.

    Parameters
    ----------
    case : Case
        The loss.
    clusters, plain : Clusters
        Of the chosen loss for all its margins, and of softmax.
    size : Size
        Text and lines.
    """
    figure = _disc(size)
    symbols = [_SYMBOLS[label % len(_SYMBOLS)] for label in clusters.labels]
    inner = _short(_on_circle(np.radians(plain.features[0]), _INNER))
    figure.add_scatter(x=inner[0], y=inner[1], name="softmax", **_dots("softmax", symbols, size))
    line = {"color": look("softmax").color, "width": 2}
    _add_spokes(figure, np.radians(plain.directions[0]), (_INNER - 0.12, _INNER - 0.05), line)
    outer = _on_circle(np.radians(clusters.features), _OUTER)
    dots = go.Scatter(name=case.slug, **_dots(case.slug, symbols, size))
    add_moving(figure, dots, x=outer[0], y=outer[1])
    _head(figure, [f"outside: {_brief(case.slug)}, spread {s:.1f}°" for s in clusters.spread])
    words = f"inside:<br>softmax,<br>spread {plain.spread[0]:.1f}°"
    figure.add_annotation(x=0, y=0, text=words, showarrow=False)
    return figure


def strips(clusters: dict[str, Clusters], start: Clusters, size: Size) -> go.Figure:
    """Unroll the circle: a row of features for the start and for each loss.

    Parameters
    ----------
    clusters : dict of Clusters
        By slug, of one margin each.
    start : Clusters
        Before training.
    size : Size
        Text and lines.
    """
    figure = canvas(size, "place on the circle (degrees)", "")
    half = 180 / start.directions.shape[1]
    figure.update_xaxes(range=[-half, 360 - half], tickvals=[0, 90, 180, 270])
    names = ["start", *(_brief(slug) for slug in clusters)]
    figure.update_yaxes(
        range=[len(names) - 0.5, -0.5], tickvals=list(range(len(names))), ticktext=names
    )
    symbols = [_SYMBOLS[label % len(_SYMBOLS)] for label in start.labels]
    for row, (slug, one) in enumerate({"start": start, **clusters}.items()):
        x = np.mod(one.features[0] + half, 360) - half
        dots = _dots("softmax" if slug == "start" else slug, symbols, size)
        if slug == "start":
            dots["marker"] |= {"color": NEUTRAL}
        figure.add_scatter(x=_short(x), y=np.full(len(x), row), name=slug, **dots)
    return figure


def verdicts(case: Case) -> list[Verdict]:
    """Judge the feature with every margin of the chosen loss."""
    return [_judge(case, case.slug, margin) for margin in case.kind.offered]


def captions(template: str, case: Case, clusters: Clusters, plain: Clusters) -> list[str]:
    """Write the live sentence for each margin.

    Parameters
    ----------
    template : str
        With the names m, unit, angle, target, rival, loss, content, gap, spread and base.
    case : Case
        Loss, scale, classes and feature.
    clusters, plain : Clusters
        As in `trained`.
    """
    kind = case.kind
    content = _judge(case, "softmax", 0.0).loss
    return [
        template.format(
            m=f"{margin:g}",
            unit=kind.unit,
            angle=f"{case.angle:g}",
            target=number(verdict.target),
            rival=number(verdict.rival),
            loss=number(verdict.loss),
            content=number(content),
            gap=f"{np.degrees(decision_gap(kind, case.between, case.scale, margin)):.1f}",
            spread=f"{clusters.spread[k]:.1f}",
            base=f"{plain.spread[0]:.1f}",
        )
        for k, (margin, verdict) in enumerate(zip(kind.offered, verdicts(case), strict=True))
    ]


def target_formula(case: Case, step: int) -> str:
    """Write the chosen loss's target logit with its number, in LaTeX."""
    margin, kind = case.kind.offered[step], case.kind
    value = target_logit(kind, np.radians(case.angle), case.scale, margin)
    formula = kind.formula
    if case.slug == "arcface" and np.radians(case.angle) + margin > np.pi:
        formula = r"s (\cos\theta - m \sin m)"
    return (
        r"\small\begin{aligned}"
        rf"z_y &= {formula} \\ &= {tex(float(value))}"
        rf"\quad (s = {case.scale:g},\ \theta = {case.angle:g}^\circ,\ m = {margin:g})"
        r"\end{aligned}"
    )


@lru_cache(maxsize=256)
def verdict_rows(case: Case, step: int) -> list[dict[str, str]]:
    """Tell what each loss says of the feature; the chosen one with the margin dragged."""
    rows = []
    for slug, kind in MARGINS.items():
        margin = kind.offered[step] if slug == case.slug else kind.default_margin
        verdict = _judge(case, slug, margin)
        half = np.degrees(accepted_angle(kind, case.between, case.scale, margin))
        rows.append(
            {
                "loss": kind.title,
                "margin m": f"{margin:g} {kind.unit}" if kind.unit else "none",
                "target logit": number(verdict.target),
                "strongest rival": number(verdict.rival),
                "loss in nats": number(verdict.loss),
                "slope in nats per degree": number(float(np.radians(verdict.slope))),
                "satisfied up to": f"{half:.1f}°",
            }
        )
    return rows


def cluster_rows(clusters: dict[str, Clusters]) -> list[dict[str, str]]:
    """Tell for each loss how tight its clusters are, and whether one threshold separates pairs."""
    return [
        {
            "loss": MARGINS[slug].title,
            "spread": f"{one.spread[0]:.1f}°",
            "widest cluster": f"{one.width[0]:.1f}°",
            "nearest strangers": f"{one.gap[0]:.1f}°",
            "one threshold tells same from different": "yes" if one.width[0] < one.gap[0] else "no",
        }
        for slug, one in clusters.items()
    ]


@lru_cache(maxsize=256)
def room_rows(case: Case, step: int) -> list[dict[str, str]]:
    """Tell what the dragged margin leaves to each class when more directions share the circle."""
    rows = []
    for count in (2, 3, 5, 8, 12):
        between = 2 * np.pi / count
        half = accepted_angle(case.kind, between, case.scale, case.kind.offered[step])
        rows.append(
            {
                "classes on the circle": str(count),
                "angle between directions": f"{np.degrees(between):.0f}°",
                "satisfied up to": f"{np.degrees(half):.1f}°",
                "without a margin": f"{np.degrees(between) / 2:.1f}°",
            }
        )
    return rows


def cost_rows() -> list[dict[str, str]]:
    """Tell what a softmax over many classes needs: scale, weights, logits of a batch."""
    return [
        {
            "classes K": number(count, digits=len(str(count))) if count < 1e6 else "1 million",
            "least scale for q = 0.99": f"{least_scale(count, 0.99):.1f}",
            f"weights, {_LENGTH} a class": f"{_megabytes(_LENGTH * count)} MB",
            f"logits of {_BATCH} samples": f"{_megabytes(_BATCH * count)} MB",
        }
        for count in _LARGE_CLASSES
    ]


def _megabytes(floats: int) -> str:
    return number(floats * _BYTES / 1e6)


def _judge(case: Case, slug: str, margin: float) -> Verdict:
    angle = float(np.radians(case.angle))
    return judge(MARGINS[slug], angle, case.classes, scale=case.scale, margin=float(margin))


def _over_angles(kind: Margin, scale: float, margin: float) -> np.ndarray:
    return target_logit(kind, np.radians(_ANGLES), scale, margin)


def _add_chosen(figure: go.Figure, case: Case, size: Size) -> np.ndarray:
    """Add the curve of the chosen loss, which moves; return its right end at each margin."""
    stroke = look(case.slug)
    y = np.stack([_over_angles(case.kind, case.scale, margin) for margin in case.kind.offered])
    line = {"color": stroke.color, "dash": stroke.dash, "width": size.line}
    trace = go.Scatter(x=_short(_ANGLES), mode="lines", name=case.slug, line=line)
    add_moving(figure, trace, y=y)
    if case.slug == "arcface":
        _add_without_repair(figure, case, size)
    return y[:, -1]


def _add_without_repair(figure: go.Figure, case: Case, size: Size) -> None:
    """Show where ArcFace's bare formula turns back up, beyond theta + m = pi."""
    margins = case.kind.offered
    x = np.pi - margins[:, None] * np.linspace(1, 0, 21)
    rows = zip(x, margins, strict=True)
    y = np.stack([arcface_without_repair(row, case.scale, margin) for row, margin in rows])
    line = {"color": look(case.slug).color, "dash": "dot", "width": size.line}
    trace = go.Scatter(mode="lines", name="without repair", line=line)
    add_moving(figure, trace, x=np.degrees(x), y=y)


def _add_rival(figure: go.Figure, case: Case) -> None:
    """Show the logit of the next class on the way there: where they cross, the margin ends."""
    way = np.linspace(0, case.between, 61)
    y = target_logit(MARGINS["softmax"], way[::-1], case.scale, 0)
    line = {"color": NEUTRAL, "dash": "dash", "width": 2}
    x = _short(np.degrees(way))
    figure.add_scatter(x=x, y=_short(y), mode="lines", name="rival", line=line)
    figure.add_annotation(x=x[-1], y=y[-1], text="rival", xanchor="left", xshift=4, showarrow=False)


def _mark_feature(figure: go.Figure, case: Case, size: Size) -> None:
    """Put the feature on the curves of softmax and of the chosen loss."""
    told = verdicts(case)
    x = np.full((len(told), 1), case.angle)
    plain = np.full_like(x, _judge(case, "softmax", 0.0).target)
    chosen = np.array([[verdict.target] for verdict in told])
    for slug, y in (("softmax", plain), (case.slug, chosen)):
        marker = {"color": look(slug).color, "symbol": look(slug).marker, "size": size.marker}
        trace = go.Scatter(mode="markers", name="feature", marker=marker, cliponaxis=False)
        add_moving(figure, trace, x=x, y=y)


def _disc(size: Size) -> go.Figure:
    """Return an empty picture of a circle with room for a line of words above it."""
    figure = canvas(size, "", "")
    plain = {"visible": False, "showgrid": False}
    figure.update_xaxes(range=[-1.3, 1.3], **plain)
    figure.update_yaxes(range=[-1.3, 1.65], scaleanchor="x", **plain)
    x, y = _on_circle(np.linspace(0, 2 * np.pi, 91), 1)
    line = {"color": NEUTRAL, "width": 1}
    figure.add_scatter(
        x=_short(x), y=_short(y), mode="lines", name="circle", line=line, hoverinfo="skip"
    )
    return figure


def _on_circle(angle: np.ndarray, radius: float) -> np.ndarray:
    """Places at angles from the top, clockwise, shape (2, ...)."""
    return radius * np.stack([np.sin(angle), np.cos(angle)])


def _wedges(middles: np.ndarray, half: float) -> np.ndarray:
    """One outline of all wedges, which meet in the centre, shape (points, 2)."""
    turn = middles[:, None] + half * np.linspace(-1, 1, 13)
    rim = np.stack(_on_circle(turn, 1), axis=-1)
    centre = np.zeros((len(middles), 1, 2))
    return np.hstack([centre, rim, centre]).reshape(-1, 2)


def _add_spokes(
    figure: go.Figure, angles: np.ndarray, radii: tuple[float, float], line: dict[str, object]
) -> None:
    """Draw a short or long line towards each angle."""
    for angle in angles:
        x, y = _on_circle(np.full(2, angle), np.array(radii))
        figure.add_scatter(
            x=_short(x), y=_short(y), mode="lines", name="spoke", line=line, hoverinfo="skip"
        )


def _name_classes(figure: go.Figure, middles: np.ndarray) -> None:
    for k, (x, y) in enumerate(_on_circle(middles, 1.15).T, 1):
        figure.add_annotation(x=x, y=y, text=str(k), showarrow=False)


def _head(figure: go.Figure, words: Sequence[str]) -> None:
    """Write words above the circle, which change with the margin."""
    trace = go.Scatter(mode="text", cliponaxis=False, hoverinfo="skip", name="words")
    place = np.zeros((len(words), 1))
    add_moving(figure, trace, x=place, y=place + 1.5, text=[[word] for word in words])


def _dots(slug: str, symbols: Sequence[str], size: Size) -> dict[str, object]:
    marker = {"color": look(slug).color, "symbol": list(symbols), "size": 0.7 * size.marker}
    return {"mode": "markers", "marker": marker, "hoverinfo": "skip"}


def _brief(slug: str) -> str:
    return MARGINS[slug].title.split()[0].removesuffix("-Softmax")


def _short(values: np.ndarray) -> np.ndarray:
    return np.asarray(values, dtype=np.float32)


def _pale(color: str, opacity: float) -> str:
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"
