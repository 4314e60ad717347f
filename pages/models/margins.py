"""Margins: the target logit over its angle, verdicts on a feature, and features on a circle."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from core.margins import (
    MARGINS,
    MOST_CLASSES,
    Margin,
    Verdict,
    accepted_angle,
    arcface_without_repair,
    judge,
    least_scale,
    target_logit,
    train_features,
)

OFFERED = tuple(slug for slug, kind in MARGINS.items() if kind.offered.size > 1)
"""The losses whose margin can be dragged; at its left end each is plain softmax."""
CLASSES = tuple(range(2, MOST_CLASSES + 1))
"""Numbers of directions on offer."""
STEPS = (0, 25, 50, 100, 200)
"""Training steps on offer."""
ANGLES = np.linspace(0, 180, 181)
"""Angles of the picture of the target logit, in degrees."""
LENGTH, BATCH = 512, 256
"""Of a usual embedding: features of a sample, samples of a batch."""

_SAMPLES = 100  # of all classes
_BYTES = 4  # of a number in single precision


@dataclass(frozen=True, slots=True)
class Choice:
    """What the controls of the page stand at.

    Attributes
    ----------
    slug : str
        One of OFFERED.
    scale : float
        s, in units of logit.
    classes : int
        K directions on the circle.
    angle : float
        Of the feature from the direction of its class, in degrees within [0, 180].
    steps : int
        Of training.
    """

    slug: str = "arcface"
    scale: float = 20.0
    classes: int = 5
    angle: float = 30.0
    steps: int = 100

    @property
    def kind(self) -> Margin:
        """The record of the loss."""
        return MARGINS[self.slug]

    @property
    def between(self) -> float:
        """Angle between neighbouring directions, in radians."""
        return 2 * np.pi / self.classes


@dataclass(frozen=True, slots=True, eq=False)
class Clusters:
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


@dataclass(frozen=True, slots=True, eq=False)
class Curves:
    """The target logit over its angle; angles in degrees.

    Attributes
    ----------
    chosen : ndarray, shape (margins, 181)
        Of the chosen loss.
    others : dict of ndarray, shape (181,)
        Of each other loss with its usual margin, by slug.
    rival : (ndarray, ndarray), shape (61,)
        Angles on the way to the next class, and its logit.
    unrepaired : (ndarray, ndarray), shape (margins, 21), or None
        Angles and logits where ArcFace's bare formula turns back up.
    """

    chosen: np.ndarray
    others: dict[str, np.ndarray]
    rival: tuple[np.ndarray, np.ndarray]
    unrepaired: tuple[np.ndarray, np.ndarray] | None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a loss says of the feature: its margin, and the half-angle of a region in degrees."""

    margin: float
    verdict: Verdict
    half: float


@lru_cache(maxsize=64)
def train(
    slug: str, scale: float, classes: int, steps: int, margins: tuple[float, ...] | None = None
) -> Clusters:
    """Train the same features once for each margin.

    Parameters
    ----------
    slug : str
        One of MARGINS.
    scale : float
        s, in units of logit.
    classes, steps : int
        Directions on the circle, and steps of training.
    margins : tuple of float, optional
        In the record's range; the usual one without it.
    """
    kind = MARGINS[slug]
    run = train_features(
        kind,
        scale=scale,
        margin=margins or (kind.default_margin,),
        classes=classes,
        samples=_SAMPLES // classes,
        steps=steps,
    ).end
    ends = run.features[0], run.directions[0], run.spread[0].mean(axis=-1), run.width[0], run.gap[0]
    return Clusters(run.labels, *map(np.degrees, ends))


def trained(choice: Choice) -> Clusters:
    """Train the chosen loss with each margin on offer."""
    margins = tuple(choice.kind.offered.tolist())
    return train(choice.slug, choice.scale, choice.classes, choice.steps, margins)


def trained_alike(choice: Choice) -> dict[str, Clusters]:
    """Train each loss with its usual margin; the first, "start", is before training."""
    scale, classes = choice.scale, choice.classes
    ends = {slug: train(slug, scale, classes, choice.steps) for slug in MARGINS}
    return {"start": train("softmax", scale, classes, 0), **ends}


def curves(choice: Choice) -> Curves:
    """Compute the target logits over all angles."""
    theta, scale, kind = np.radians(ANGLES), choice.scale, choice.kind
    way = np.linspace(0, choice.between, 61)
    return Curves(
        np.stack([target_logit(kind, theta, scale, margin) for margin in kind.offered]),
        {
            slug: target_logit(other, theta, scale, other.default_margin)
            for slug, other in MARGINS.items()
            if slug != choice.slug
        },
        (np.degrees(way), target_logit(MARGINS["softmax"], way[::-1], scale, 0)),
        _unrepaired(choice) if choice.slug == "arcface" else None,
    )


def verdicts(choice: Choice) -> list[Verdict]:
    """Judge the feature with every margin of the chosen loss."""
    return [_judge(choice, choice.slug, margin) for margin in choice.kind.offered]


def plain_verdict(choice: Choice) -> Verdict:
    """Judge the feature with softmax, which has no margin."""
    return _judge(choice, "softmax", 0.0)


def judgements(choice: Choice, step: int) -> dict[str, Judgement]:
    """Judge the feature with each loss; the chosen one with the margin dragged."""
    found = {}
    for slug, kind in MARGINS.items():
        margin = choice.kind.offered[step] if slug == choice.slug else kind.default_margin
        half = np.degrees(accepted_angle(kind, choice.between, choice.scale, margin))
        found[slug] = Judgement(float(margin), _judge(choice, slug, margin), float(half))
    return found


def halves(choice: Choice) -> np.ndarray:
    """Return the angle up to which a class is satisfied, in radians, shape (margins,)."""
    kind = choice.kind
    return np.array([accepted_angle(kind, choice.between, choice.scale, m) for m in kind.offered])


def gaps(choice: Choice) -> np.ndarray:
    """Return the gap between two regions in degrees, shape (margins,)."""
    return np.degrees(choice.between - 2 * halves(choice))


def room(choice: Choice, step: int) -> list[tuple[int, float, float]]:
    """Return what the dragged margin leaves to each class as more directions share the circle.

    Returns
    -------
    list of (int, float, float)
        Number of classes, angle between directions, and the half-angle of a region, in degrees.
    """
    kind, margin = choice.kind, choice.kind.offered[step]
    rows = []
    for count in (2, 3, 5, 8, 12):
        between = 2 * np.pi / count
        half = accepted_angle(kind, between, choice.scale, margin)
        rows.append((count, float(np.degrees(between)), float(np.degrees(half))))
    return rows


def costs() -> list[tuple[int, float, float, float]]:
    """Return what a softmax over many classes needs.

    Returns
    -------
    list of (int, float, float, float)
        Number of classes, least scale for q = 0.99, megabytes of weights, of a batch's logits.
    """
    megabyte = 1e6 / _BYTES
    return [
        (
            count,
            float(least_scale(count, 0.99)),
            LENGTH * count / megabyte,
            BATCH * count / megabyte,
        )
        for count in (10, 1_000, 100_000, 1_000_000)
    ]


def _unrepaired(choice: Choice) -> tuple[np.ndarray, np.ndarray]:
    margins = choice.kind.offered
    x = np.pi - margins[:, None] * np.linspace(1, 0, 21)
    rows = zip(x, margins, strict=True)
    y = np.stack([arcface_without_repair(row, choice.scale, margin) for row, margin in rows])
    return np.degrees(x), y


def _judge(choice: Choice, slug: str, margin: float) -> Verdict:
    angle = float(np.radians(choice.angle))
    return judge(MARGINS[slug], angle, choice.classes, scale=choice.scale, margin=float(margin))
