"""Pictures of margins: the target logit, decision regions, and features trained on a circle."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from core.margins import MARGINS, target_logit
from pages.figures.numbers import number, tex
from pages.figures.picture import QUIET, Picture, pale
from pages.figures.style import GREY, INFORMATION, NEUTRAL, STROKES, Size, Stroke
from pages.figures.view import View
from pages.models import margins as model
from pages.models.margins import Choice, Clusters
from pages.words.text import Text

_FEATURE = replace(INFORMATION["entropy"], marker="star")
_SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross")
_INNER, _OUTER = 0.6, 1.0  # radii of plain softmax and of the margin
_NAMES_ROOM = 56.0  # degrees right of the curves, for their names


def look(slug: str) -> Stroke:
    """Return colour, dash and marker of a margin loss; softmax looks like cross-entropy."""
    place = list(MARGINS).index(slug)
    return STROKES[(place + (place > 0)) % len(STROKES)]


def view(choice: Choice, words: Text, size: Size) -> View:
    """Draw the pictures and write the live sentences.

    Parameters
    ----------
    choice : Choice
        What the controls stand at.
    words : Text
        The page's text.
    size : Size
        Text and lines.

    Returns
    -------
    View
        "margin-logits", "margin-regions", "margin-features" and "margin-strips".
    """
    alike, clusters = model.trained_alike(choice), model.trained(choice)
    pictures = {
        "margin-logits": logits(choice, words, size),
        "margin-regions": regions(choice, words, size),
        "margin-features": features(choice, clusters, alike["softmax"], words, size),
        "margin-strips": strips(choice, alike, words, size),
    }
    said = captions(choice, clusters, alike["softmax"], words)
    return View(choice.kind.offered, pictures, said)


def logits(choice: Choice, words: Text, size: Size) -> Picture:
    """Draw the target logit against its angle: all losses, and the chosen one with its margin."""
    seen, own, deepest = model.curves(choice), look(choice.slug), 7.4 if choice.kind.whole else 3.3
    picture = Picture(
        size,
        words["angle-axis"],
        words["target-axis"],
        xlim=(0, 180 + _NAMES_ROOM),
        ylim=(-deepest * choice.scale, (1 + 0.12 * deepest) * choice.scale),
        alt=words.fill("margin-logits.alt", loss=words.called("margin-loss", choice.slug)),
        width=0.8,
    )
    picture.ticks("x", [0, 45, 90, 135, 180])
    for slug, y in seen.others.items():
        width = 0 if slug == "softmax" else 1.5 - size.line
        picture.curve(model.ANGLES, y, look(slug), _title(words, slug), width=width)
    picture.curve(model.ANGLES, seen.chosen, own, _title(words, choice.slug))
    if seen.unrepaired:
        picture.curve(*seen.unrepaired, replace(own, dash="dot"), words["without-repair"])
    rival = Stroke(NEUTRAL, "dash", "circle")
    picture.curve(*seen.rival, rival, words["rival"], width=2 - size.line)
    picture.note(words["rival"], seen.rival[0][-1], seen.rival[1][-1], "bottom left")
    chosen = np.array([[verdict.target] for verdict in model.verdicts(choice)])
    plain = np.full_like(chosen, model.plain_verdict(choice).target)
    for slug, y in (("softmax", plain), (choice.slug, chosen)):
        picture.dots([choice.angle], y, look(slug), words["feature"])
    ends = [np.full(len(chosen), y[-1]) for y in seen.others.values()] + [seen.chosen[:, -1]]
    picture.end_names(183, ends, [_brief(words, slug) for slug in (*seen.others, choice.slug)])
    return picture


def regions(choice: Choice, words: Text, size: Size) -> Picture:
    """Draw where on the circle each class is satisfied, and the gaps where none is."""
    picture = _disc(size, words, words["margin-regions.alt"])
    middles = choice.between * np.arange(choice.classes)
    own = replace(look(choice.slug), dash="solid")
    wedges = np.stack([_wedges(middles, half) for half in model.halves(choice)], axis=1)
    filled = {"fill": "toself", "fillcolor": pale(own.color, 0.4)}
    picture.curve(*wedges, own, words["regions"], width=1 - size.line, **filled)
    _spokes(picture, middles + choice.between / 2, (0, 1.08), QUIET, words["boundary"], 2)
    _spokes(picture, middles, (0, 1), own, words["direction"], size.line)
    for k, (x, y) in enumerate(_on_circle(middles, 1.22).T, 1):
        picture.note(str(k), x, y)
    feature = _on_circle(np.radians([choice.angle]), 1)
    picture.dots(*feature, _FEATURE, words["feature"], scale=1.3)
    _head(picture, words.fill_each("gap", gap=[f"{gap:.1f}" for gap in model.gaps(choice)]))
    return picture


def features(
    choice: Choice, clusters: Clusters, plain: Clusters, words: Text, size: Size
) -> Picture:
    """Draw the trained features: the margin's on the outer circle, plain softmax's inside."""
    loss = words.called("margin-loss", choice.slug)
    picture = _disc(size, words, words.fill("margin-features.alt", loss=loss))
    inner = _on_circle(np.radians(plain.features[0]), _INNER)
    _points(picture, inner, clusters, look("softmax"), _title(words, "softmax"))
    ticks = (_INNER - 0.12, _INNER - 0.05)
    softmax = replace(look("softmax"), dash="solid")
    _spokes(picture, np.radians(plain.directions[0]), ticks, softmax, words["direction"], 2)
    outer = _on_circle(np.radians(clusters.features), _OUTER)
    _points(picture, outer, clusters, look(choice.slug), _title(words, choice.slug))
    spread = [f"{spread:.1f}" for spread in clusters.spread]
    name = [_brief(words, choice.slug)] * len(spread)
    _head(picture, words.fill_each("outside", loss=name, spread=spread))
    picture.note(words.fill("inside", spread=f"{plain.spread[0]:.1f}"), 0, -1.5)
    return picture


def strips(choice: Choice, alike: dict[str, Clusters], words: Text, size: Size) -> Picture:
    """Unroll the circle: a row of features for the start and for each loss."""
    half = 180 / choice.classes
    picture = Picture(
        size,
        words["place-axis"],
        "",
        xlim=(-half, 360 - half),
        ylim=(len(alike) - 0.5, -0.5),
        alt=words.fill("margin-strips.alt", steps=choice.steps),
        width=2.0,
    )
    picture.ticks("x", [0, 90, 180, 270])
    picture.ticks("y", range(len(alike)), [_brief(words, slug) for slug in alike])
    for row, (slug, one) in enumerate(alike.items()):
        x = np.mod(one.features[0] + half, 360) - half
        own = GREY if slug == "start" else look(slug)
        _points(picture, (x, np.full_like(x, row)), one, own, _title(words, slug))
    return picture


def captions(choice: Choice, clusters: Clusters, plain: Clusters, words: Text) -> list[str]:
    """Write the live sentence for each margin."""
    told, kind = model.verdicts(choice), choice.kind
    same = {
        "unit": words.called("unit", choice.slug, kind.unit),
        "angle": f"{choice.angle:g}",
        "content": number(model.plain_verdict(choice).loss),
        "base": f"{plain.spread[0]:.1f}",
    }
    return words.fill_each(
        "reading",
        m=[f"{margin:g}" for margin in kind.offered],
        target=[number(each.target) for each in told],
        rival=[number(each.rival) for each in told],
        loss=[number(each.loss) for each in told],
        gap=[f"{gap:.1f}" for gap in model.gaps(choice)],
        spread=[f"{spread:.1f}" for spread in clusters.spread],
        **{name: [value] * len(told) for name, value in same.items()},
    )


def target_formula(choice: Choice, step: int) -> str:
    """Write the chosen loss's target logit with its number, in LaTeX."""
    margin, kind, theta = choice.kind.offered[step], choice.kind, np.radians(choice.angle)
    value = target_logit(kind, theta, choice.scale, margin)
    formula = kind.formula
    if choice.slug == "arcface" and theta + margin > np.pi:
        formula = r"s (\cos\varphi - m \sin m)"
    return (
        r"\small\begin{aligned}"
        rf"z_y &= {formula} \\ &= {tex(float(value))}"
        rf"\quad (s = {choice.scale:g},\ \varphi = {choice.angle:g}^\circ,\ m = {margin:g})"
        r"\end{aligned}"
    )


def verdict_rows(choice: Choice, step: int, words: Text) -> list[dict[str, str]]:
    """Tell what each loss says of the feature; the chosen one with the margin dragged."""
    rows = []
    for slug, told in model.judgements(choice, step).items():
        unit = words.called("unit", slug, MARGINS[slug].unit)
        margin = f"{told.margin:g} {unit}" if MARGINS[slug].unit else words["none"]
        cells = {
            "loss": _title(words, slug),
            "margin": margin,
            "target": number(told.verdict.target),
            "rival": number(told.verdict.rival),
            "nats": number(told.verdict.loss),
            "slope": number(float(np.radians(told.verdict.slope))),
            "half": f"{told.half:.1f}°",
        }
        rows.append({words[f"head.{name}"]: cell for name, cell in cells.items()})
    return rows


def cluster_rows(alike: dict[str, Clusters], words: Text) -> list[dict[str, str]]:
    """Tell for each loss how tight its clusters are, and whether one threshold separates pairs."""
    return [
        {
            words["head.loss"]: _title(words, slug),
            words["head.spread"]: f"{one.spread[0]:.1f}°",
            words["head.widest"]: f"{one.width[0]:.1f}°",
            words["head.strangers"]: f"{one.gap[0]:.1f}°",
            words["head.threshold"]: words["yes" if one.width[0] < one.gap[0] else "no"],
        }
        for slug, one in alike.items()
        if slug in MARGINS
    ]


def room_rows(choice: Choice, step: int, words: Text) -> list[dict[str, str]]:
    """Tell what the dragged margin leaves to each class when more directions share the circle."""
    return [
        {
            words["head.classes"]: str(count),
            words["head.between"]: f"{between:.0f}°",
            words["head.half"]: f"{half:.1f}°",
            words["head.without"]: f"{between / 2:.1f}°",
        }
        for count, between, half in model.room(choice, step)
    ]


def cost_rows(words: Text) -> list[dict[str, str]]:
    """Tell what a softmax over many classes needs: scale, weights, logits of a batch."""
    return [
        {
            words["head.many"]: number(K, digits=len(str(K))) if K < 1e6 else words["million"],
            words["head.scale"]: f"{scale:.1f}",
            words.fill("head.weights", length=model.LENGTH): f"{number(weights)} MB",
            words.fill("head.logits", batch=model.BATCH): f"{number(batch)} MB",
        }
        for K, scale, weights, batch in model.costs()
    ]


def _title(words: Text, slug: str) -> str:
    return words.called("margin-loss", slug, MARGINS[slug].title if slug in MARGINS else slug)


def _brief(words: Text, slug: str) -> str:
    return words.called("brief", slug, _title(words, slug))


def _disc(size: Size, words: Text, alt: str) -> Picture:
    """Return a picture of a circle with room for a line of words above and below it."""
    limits = {"xlim": (-1.3, 1.3), "ylim": (-1.65, 1.65)}
    picture = Picture(size, "", "", **limits, alt=alt, bare=True, width=0.6)
    circle = _on_circle(np.linspace(0, 2 * np.pi, 91), 1)
    picture.curve(*circle, GREY, words["circle"], width=1 - size.line)
    return picture


def _on_circle(angle: np.ndarray, radius: float | np.ndarray) -> np.ndarray:
    """Return places at angles from the top, clockwise, shape (2, ...)."""
    return radius * np.stack([np.sin(angle), np.cos(angle)])


def _wedges(middles: np.ndarray, half: float) -> np.ndarray:
    """Return one outline of all wedges, which meet in the centre, shape (2, points)."""
    turn = middles[:, None] + half * np.linspace(-1, 1, 13)
    rim = np.pad(_on_circle(turn, 1), [(0, 0), (0, 0), (1, 1)])
    return rim.reshape(2, -1)


def _spokes(
    picture: Picture,
    angles: np.ndarray,
    radii: tuple[float, float],
    own: Stroke,
    name: str,
    width: float,
) -> None:
    """Draw a short or long line towards each angle."""
    for angle in angles:
        ends = _on_circle(np.full(2, angle), np.array(radii))
        picture.curve(*ends, own, name, width=width - picture.size.line)


def _points(
    picture: Picture, places: Sequence[np.ndarray], clusters: Clusters, own: Stroke, name: str
) -> None:
    """Draw features, each class with a marker of its own."""
    symbols = [_SYMBOLS[label % len(_SYMBOLS)] for label in clusters.labels]
    picture.dots(*places, own, name, scale=0.7, marker_symbol=symbols)


def _head(picture: Picture, said: Sequence[str]) -> None:
    """Write words above the circle, which change with the margin."""
    place = np.zeros((len(said), 1))
    picture.words(place, place + 1.5, [[each] for each in said])
