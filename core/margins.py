"""Margin softmaxes: the right class must win by an angle, not merely win.

Features and class directions have length 1, so that every logit but one is ``s cos t_j``: `s` is
the scale, `t_j` the angle between the feature and the direction of class j. The losses differ in
the target logit, the one of the right class. Angles are in radians. The margin is needed while
training only; afterwards the class with the smallest angle is predicted.

To add a loss, write its two functions and one more block in `MARGINS`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core._checks import (
    LARGEST,
    FloatArray,
    as_bounded,
    as_finite,
    as_floats,
    as_positive,
    as_whole,
    short,
)
from core.activations import log_softmax

OfAngle = Callable[[FloatArray, float, float | FloatArray], FloatArray]

MOST_CLASSES, MOST_SAMPLES, MOST_STEPS, MOST_MARGINS = 12, 600, 1000, 100
MOST_ANGLES = 10_000_000  # in the steps of all margins: 80 MB


@dataclass(frozen=True, slots=True, kw_only=True)
class Margin:
    """One way to write the target logit as a function of its angle.

    The two functions take ``(angle, scale, margin)``: angles in [0, pi] of any shape, the scale
    s and the margin m, which may be one for each row of angles. They check nothing; `target_logit`
    and `target_slope` do.

    Attributes
    ----------
    slug : str
        Name in links and in code.
    title : str
        Name on screen.
    formula : str
        LaTeX of the target logit, with angle phi, scale s and margin m.
    source : str
        Where the loss comes from.
    logit : callable
        Target logit.
    slope : callable
        Its derivative with respect to the angle, in logits per radian; never positive.
    unit : str
        What the margin is measured in; empty where there is none.
    default_margin : float
        A usual margin.
    smallest_margin, largest_margin : float
        The margins offered; both 0 where there is none.
    step : float
        From one margin offered to the next.
    whole : bool
        Whether the margin is a whole number.

    Examples
    --------
    >>> for margin in MARGINS.values():
    ...     at_60_degrees = target_logit(margin, np.pi / 3, 10.0, margin.default_margin)
    ...     print(margin.slug, margin.default_margin, at_60_degrees.round(2))
    softmax 0.0 5.0
    sm_softmax 3.0 2.0
    am_softmax 0.35 1.5
    arcface 0.5 0.24
    l_softmax 2.0 -5.0
    """

    slug: str
    title: str
    formula: str
    source: str
    logit: OfAngle
    slope: OfAngle
    unit: str
    default_margin: float
    smallest_margin: float
    largest_margin: float
    step: float
    whole: bool = False

    @property
    def offered(self) -> FloatArray:
        """All margins offered, rising; the first is plain softmax."""
        count = round((self.largest_margin - self.smallest_margin) / self.step) + 1
        return np.linspace(self.smallest_margin, self.largest_margin, count)


# Plain softmax: the margin is not used.


def _softmax(angle: FloatArray, scale: float, margin: float | FloatArray) -> FloatArray:
    return scale * np.cos(angle)


def _softmax_slope(angle: FloatArray, scale: float, margin: float | FloatArray) -> FloatArray:
    return -scale * np.sin(angle)


# Soft-Margin Softmax: a constant less.


def _sm_softmax(angle: FloatArray, scale: float, margin: float | FloatArray) -> FloatArray:
    return scale * np.cos(angle) - margin


# AM-Softmax, CosFace: a constant less in the cosine, before the scale.


def _am_softmax(angle: FloatArray, scale: float, margin: float | FloatArray) -> FloatArray:
    return scale * (np.cos(angle) - margin)


# ArcFace: a wider angle. Beyond pi the cosine would turn back up, so that a feature on the far
# side would be pushed away; the published code goes on with a line's worth less of the cosine.


def _arcface(angle: FloatArray, scale: float, margin: float | FloatArray) -> FloatArray:
    return scale * np.where(
        angle + margin > np.pi,
        np.cos(angle) - margin * np.sin(margin),
        np.cos(angle + margin),
    )


def _arcface_slope(angle: FloatArray, scale: float, margin: float | FloatArray) -> FloatArray:
    return -scale * np.sin(np.where(angle + margin > np.pi, angle, angle + margin))


# L-Softmax: the cosine of m times the angle, its pieces set end to end so that it only falls.


def _l_softmax(angle: FloatArray, scale: float, margin: float | FloatArray) -> FloatArray:
    piece = np.minimum(np.floor(margin * angle / np.pi), margin - 1)
    sign = 1 - 2 * (piece % 2)
    psi: FloatArray = sign * np.cos(margin * angle) - 2 * piece
    return scale * psi


def _l_softmax_slope(angle: FloatArray, scale: float, margin: float | FloatArray) -> FloatArray:
    """On every piece the sine has the sign of the cosine's factor (-1)^k."""
    return -scale * margin * np.abs(np.sin(margin * angle))


MARGINS: dict[str, Margin] = {
    margin.slug: margin
    for margin in (
        Margin(
            slug="softmax",
            title="softmax",
            formula=r"s \cos\varphi",
            source="J. S. Bridle, Probabilistic interpretation of feedforward classification "
            "network outputs, Neurocomputing, Springer 1990",
            logit=_softmax,
            slope=_softmax_slope,
            unit="",
            default_margin=0.0,
            smallest_margin=0.0,
            largest_margin=0.0,
            step=1.0,
        ),
        Margin(
            slug="sm_softmax",
            title="SM-Softmax",
            formula=r"s \cos\varphi - m",
            source="X. Liang et al., Soft-margin softmax for deep classification, ICONIP 2017",
            logit=_sm_softmax,
            slope=_softmax_slope,
            unit="logit",
            default_margin=3.0,
            smallest_margin=0.0,
            largest_margin=20.0,
            step=1.0,
        ),
        Margin(
            slug="am_softmax",
            title="AM-Softmax (CosFace)",
            formula=r"s (\cos\varphi - m)",
            source="F. Wang et al., Additive margin softmax for face verification, IEEE Signal "
            "Processing Letters 25 (2018); H. Wang et al., CosFace, CVPR 2018",
            logit=_am_softmax,
            slope=_softmax_slope,
            unit="cosine",
            default_margin=0.35,
            smallest_margin=0.0,
            largest_margin=1.0,
            step=0.05,
        ),
        Margin(
            slug="arcface",
            title="ArcFace",
            formula=r"s \cos(\varphi + m)",
            source="J. Deng et al., ArcFace: Additive angular margin loss for deep face "
            "recognition, CVPR 2019",
            logit=_arcface,
            slope=_arcface_slope,
            unit="radian",
            default_margin=0.5,
            smallest_margin=0.0,
            largest_margin=1.5,
            step=0.05,
        ),
        Margin(
            slug="l_softmax",
            title="L-Softmax",
            formula=r"s \bigl((-1)^k \cos m\varphi - 2k\bigr), "
            r"\quad \tfrac{k\pi}{m} \le \varphi \le \tfrac{(k+1)\pi}{m}",
            source="W. Liu et al., Large-margin softmax loss for convolutional neural networks, "
            "ICML 2016",
            logit=_l_softmax,
            slope=_l_softmax_slope,
            unit="times the angle",
            default_margin=2.0,
            smallest_margin=1.0,
            largest_margin=4.0,
            step=1.0,
            whole=True,
        ),
    )
}


def target_logit(kind: Margin, angle: ArrayLike, scale: float, margin: float) -> FloatArray:
    """Logit of the right class at an angle from its direction.

    Parameters
    ----------
    kind : Margin
        A record of `MARGINS`.
    angle : array_like, any shape
        Between feature and class direction, in radians within [0, pi].
    scale : float
        s, above 0, in units of logit.
    margin : float
        m, in the record's unit and range.

    Returns
    -------
    ndarray, same shape
        Target logit; falls as the angle grows.

    Raises
    ------
    ValueError
        If an angle, the scale or the margin is not valid.

    Notes
    -----
    ArcFace goes on with ``s (cos t - m sin m)`` where t + m > pi, as the published code does:
    still falling, with a jump down at t = pi - m, of 0.117 s for m = 0.5.

    Examples
    --------
    >>> angles = [0, np.pi / 2, np.pi]
    >>> print(target_logit(MARGINS["softmax"], angles, 1, 0).round(3))
    [ 1.  0. -1.]
    >>> print(target_logit(MARGINS["l_softmax"], angles, 1, 4).round(3))
    [ 1. -3. -7.]
    """
    return kind.logit(_read_angle(angle), *_read_scale_and_margin(kind, scale, margin))


def arcface_without_repair(angle: ArrayLike, scale: float, margin: float) -> FloatArray:
    """Logit ``s cos(t + m)`` as it stands in the formula: it turns back up beyond t + m = pi.

    There a feature earns a higher logit by standing further away, and is pushed away. Hence the
    repair in `target_logit`.

    Parameters
    ----------
    angle, scale, margin
        As for `target_logit`, with ArcFace's margin.

    Returns
    -------
    ndarray, same shape as `angle`
        Target logit.

    Raises
    ------
    ValueError
        As `target_logit`.

    Examples
    --------
    >>> angles = np.radians([120, 150, 180])
    >>> print(arcface_without_repair(angles, 1, 0.5).round(3))
    [-0.854 -1.    -0.878]
    >>> print(target_logit(MARGINS["arcface"], angles, 1, 0.5).round(3))
    [-0.854 -1.    -1.24 ]
    """
    angle = _read_angle(angle)
    scale, margin = _read_scale_and_margin(MARGINS["arcface"], scale, margin)
    logit: FloatArray = scale * np.cos(angle + margin)
    return logit


def target_slope(kind: Margin, angle: ArrayLike, scale: float, margin: float) -> FloatArray:
    """Differentiate `target_logit` with respect to the angle.

    Parameters
    ----------
    kind, angle, scale, margin
        As for `target_logit`.

    Returns
    -------
    ndarray, same shape as `angle`
        Logits per radian, never positive; at the jump of ArcFace the one from the left.

    Raises
    ------
    ValueError
        As `target_logit`.

    Examples
    --------
    At 45 degrees a margin in the angle pulls harder; one in the logit does not change the slope.

    >>> for slug, margin in (("softmax", 0), ("am_softmax", 0.35), ("arcface", 0.5)):
    ...     print(slug, target_slope(MARGINS[slug], np.pi / 4, 1, margin).round(3))
    softmax -0.707
    am_softmax -0.707
    arcface -0.96
    """
    return kind.slope(_read_angle(angle), *_read_scale_and_margin(kind, scale, margin))


def accepted_angle(kind: Margin, between: ArrayLike, scale: float, margin: float) -> FloatArray:
    """Widest angle from its own direction at which a feature satisfies the margin.

    Two classes whose directions are `between` apart; the feature stands in the arc from its own
    direction to the other one. There its target logit falls and the other logit rises, so they
    cross once at most.

    Parameters
    ----------
    kind : Margin
        A record of `MARGINS`.
    between : array_like, any shape
        Angle between the two directions, in radians within [0, pi].
    scale, margin : float
        As for `target_logit`.

    Returns
    -------
    ndarray, same shape as `between`
        In radians, from 0 (no feature satisfies the margin, or only one on the direction itself)
        to half of `between` (no margin).

    Raises
    ------
    ValueError
        If `between`, the scale or the margin is not valid.

    Examples
    --------
    >>> right_angle = np.pi / 2
    >>> for slug, margin in (("softmax", 0), ("arcface", 0.5), ("l_softmax", 2)):
    ...     degrees = np.degrees(accepted_angle(MARGINS[slug], right_angle, 30, margin))
    ...     print(slug, degrees.round(2))
    softmax 45.0
    arcface 30.68
    l_softmax 30.0
    """
    between = _read_angle(between, "between")
    scale, margin = _read_scale_and_margin(kind, scale, margin)
    low, high = np.zeros_like(between), between / 2
    for _ in range(60):
        middle = (low + high) / 2
        wins = kind.logit(middle, scale, margin) >= scale * np.cos(between - middle)
        low, high = np.where(wins, middle, low), np.where(wins, high, middle)
    return low


def decision_gap(kind: Margin, between: ArrayLike, scale: float, margin: float) -> FloatArray:
    """Angle between the two decision boundaries of a pair of classes, one seen by each.

    Parameters
    ----------
    kind, between, scale, margin
        As for `accepted_angle`.

    Returns
    -------
    ndarray, same shape as `between`
        In radians, from 0 (no margin) to `between` (no feature satisfies the margin).

    Raises
    ------
    ValueError
        As `accepted_angle`.

    Notes
    -----
    In closed form, at most `between`: ArcFace m; AM-Softmax
    ``2 arcsin(m / (2 sin(between / 2)))``, SM-Softmax the same with m / s; L-Softmax
    ``between (m - 1) / (m + 1)``.

    Examples
    --------
    >>> for kind in MARGINS.values():
    ...     print(kind.slug, decision_gap(kind, np.pi / 2, 30.0, kind.default_margin).round(3))
    softmax 0.0
    sm_softmax 0.142
    am_softmax 0.5
    arcface 0.5
    l_softmax 0.524
    """
    gap: FloatArray = _read_angle(between, "between") - 2 * accepted_angle(
        kind, between, scale, margin
    )
    return gap


class Verdict(NamedTuple):
    """What a loss says of one feature.

    Attributes
    ----------
    target : float
        Logit of the right class, with the margin.
    rival : float
        Largest logit of the wrong classes.
    loss : float
        Cross-entropy in nats.
    slope : float
        Of the loss in the feature's angle, in nats per radian; positive pulls it home.

    Examples
    --------
    >>> verdict = judge(MARGINS["arcface"], np.pi / 6, 5, scale=20, margin=0.5)
    >>> print(round(verdict.target, 2), round(verdict.rival, 2))
    10.41 14.86
    """

    target: float
    rival: float
    loss: float
    slope: float


def judge(kind: Margin, angle: float, classes: int, *, scale: float, margin: float) -> Verdict:
    """Tell what a loss says of one feature among class directions that stand evenly.

    Parameters
    ----------
    kind : Margin
        A record of `MARGINS`.
    angle : float
        Between the feature and the direction of its class, in radians within [0, pi].
    classes : int
        K directions on the circle, 2 pi / K apart; from 2 to 12.
    scale, margin : float
        As for `target_logit`.

    Returns
    -------
    Verdict

    Raises
    ------
    ValueError
        If an argument is not valid.

    Examples
    --------
    30 degrees off, softmax is content and hardly pulls; a margin is not:

    >>> for slug, margin in (("softmax", 0), ("arcface", 0.5)):
    ...     verdict = judge(MARGINS[slug], np.pi / 6, 5, scale=20, margin=margin)
    ...     print(f"{slug} {verdict.loss:.3f} nats, {verdict.slope:.2f} nats per radian")
    softmax 0.082 nats, 1.84 nats per radian
    arcface 4.469 nats, 30.11 nats per radian
    """
    feature = _read_angle(angle)
    if feature.ndim:
        raise ValueError(f"angle must be one number; got {short(angle)}")
    classes = as_whole("classes", classes, 2, MOST_CLASSES)
    scale, margin = _read_scale_and_margin(kind, scale, margin)
    directions = np.linspace(0, 2 * np.pi, classes, endpoint=False)
    sample = feature[np.newaxis], directions, np.array([0])
    loss, slopes = _mean_loss(kind, *sample, scale, np.array(margin))
    target = float(kind.logit(feature, scale, margin))
    rival = float(scale * np.cos(feature - directions[1:]).max())
    return Verdict(target, rival, float(loss), float(slopes.sum()))


def least_scale(classes: ArrayLike, probability: float) -> FloatArray:
    """Scale from which a perfect feature can be given a probability by plain softmax.

    Cosines end at 1, so that with a small scale even a feature on its own direction is not
    believed. The other directions stand as far away as they can, all at the cosine -1 / (K - 1).

    Parameters
    ----------
    classes : array_like, any shape
        K, at least 2.
    probability : float
        Of the right class, above 0 and below 1.

    Returns
    -------
    ndarray, same shape
        ``(K - 1) / K log((K - 1) p / (1 - p))``; grows with the logarithm of K.

    Raises
    ------
    ValueError
        If `classes` is not finite and at least 2, or `probability` not between 0 and 1.

    References
    ----------
    H. Wang et al., CosFace: Large margin cosine loss for deep face recognition, CVPR 2018,
    section 3.3.

    Examples
    --------
    >>> print(least_scale([10, 1000, 1_000_000], 0.99).round(2))
    [ 6.11 11.49 18.41]
    """
    count = as_bounded("classes", classes)
    if np.any(count < 2):
        raise ValueError(f"classes must be at least 2; got {short(count)}")
    p = as_positive("probability", probability)
    if p >= 1:
        raise ValueError(f"probability must be below 1; got {p!r}")
    odds = p / (1 - p)
    least: FloatArray = (count - 1) / count * np.log((count - 1) * odds)
    return least


@dataclass(frozen=True, slots=True, eq=False)
class Circle:
    """Features and class directions on the unit circle, step by step; step 0 is the start.

    Attributes
    ----------
    labels : ndarray of int, shape (n,)
        Class of each feature, from 0.
    features : ndarray, shape (steps + 1, ..., n)
        Where each feature stands, in radians; not reduced to one turn. Of several margins each
        has a row.
    directions : ndarray, shape (steps + 1, ..., K)
        Where each class direction stands, in radians.
    loss : ndarray, shape (steps + 1, ...)
        Mean cross-entropy with the margin, in nats.

    Examples
    --------
    >>> circle = train_features(MARGINS["arcface"], steps=50)
    >>> circle.own_angle.shape, circle.spread.shape, circle.gap.shape
    ((51, 100), (51, 5), (51,))
    >>> np.degrees(circle.spread[[0, -1]].mean(axis=1)).round(1)
    array([23.1, 12.3])
    """

    labels: NDArray[np.intp]
    features: FloatArray
    directions: FloatArray
    loss: FloatArray

    @property
    def end(self) -> "Circle":
        """The last step alone."""
        return Circle(self.labels, self.features[-1:], self.directions[-1:], self.loss[-1:])

    @property
    def own_angle(self) -> FloatArray:
        """Angle of each feature from the direction of its class, shape (steps + 1, ..., n)."""
        return np.abs(self._own_turn)

    @property
    def spread(self) -> FloatArray:
        """Mean of `own_angle` over each class, shape (steps + 1, ..., K)."""
        members = np.eye(self.directions.shape[-1])[self.labels]
        mean: FloatArray = self.own_angle @ members / members.sum(axis=0)
        return mean

    @property
    def width(self) -> FloatArray:
        """Widest cluster: largest angle between two features of a class, shape (steps + 1, ...)."""
        turn, classes = self._own_turn, range(self.directions.shape[-1])
        members = [turn[..., self.labels == k] for k in classes]
        widest: FloatArray = np.max([np.ptp(cluster, axis=-1) for cluster in members], axis=0)
        return np.minimum(widest, np.pi)

    @property
    def gap(self) -> FloatArray:
        """Smallest angle between features of two classes, shape (steps + 1, ...)."""
        # The two nearest strangers are neighbours on the circle.
        places = np.mod(self.features, 2 * np.pi)
        order = places.argsort(axis=-1)
        ahead = np.roll(order, -1, axis=-1)
        angle = np.mod(_picked(places, ahead) - _picked(places, order), 2 * np.pi)
        strangers = self.labels[order] != self.labels[ahead]
        smallest: FloatArray = np.where(strangers, angle, np.pi).min(axis=-1)
        return smallest

    @property
    def _own_turn(self) -> FloatArray:
        return _turn(self.features - self.directions[..., self.labels])


def train_features(
    kind: Margin,
    *,
    scale: float = 20.0,
    margin: ArrayLike | None = None,
    classes: int = 5,
    samples: int = 20,
    steps: int = 200,
    learning_rate: float = 0.02,
    seed: int = 0,
) -> Circle:
    """Let features and class directions turn on the unit circle, downhill in the loss.

    Every feature and every class direction is one angle, free to turn, as if the network below
    could place each sample where it likes. A step turns each feature by the slope of its own
    sample's loss, and each direction by the slope of the mean loss; both slopes are divided by
    the scale, so that one rate serves every scale. At the start the directions stand unevenly
    and the clusters overlap.

    Parameters
    ----------
    kind : Margin
        A record of `MARGINS`.
    scale : float
        s, above 0, in units of logit.
    margin : array_like, shape () or (m,), optional
        m, one or at most 100, all from the same start; the record's default if left out.
    classes : int
        K, from 2 to 12.
    samples : int
        Features of each class, at least 1; not more than 600 of all classes.
    steps : int
        From 0 to 1000, and with all margins together not more than 10 million angles.
    learning_rate : float
        Radians per unit of slope over scale; above 0.
    seed : int
        Of the start, at least 0. Equal seeds give equal starts, whatever the loss.

    Returns
    -------
    Circle
        Every step.

    Raises
    ------
    ValueError
        If an argument is not valid.

    Notes
    -----
    Plain softmax pulls the clusters together as well, but slowly: its slope fades once the right
    class leads by a few logits. With a margin it stays until the class leads by that much more.
    ArcFace's slope is not 0 at angle 0, so that a feature there hovers by less than a step.

    Examples
    --------
    >>> for slug in ("softmax", "arcface"):
    ...     gap = train_features(MARGINS[slug], scale=20.0).gap
    ...     print(slug, np.degrees(gap[[0, -1]]).round(1))
    softmax [ 0. 20.]
    arcface [ 0.  46.4]
    """
    classes = as_whole("classes", classes, 2, MOST_CLASSES)
    samples = as_whole("samples", samples, 1, MOST_SAMPLES // classes)
    steps = as_whole("steps", steps, 0, MOST_STEPS)
    scale, margins = _read_scale_and_margins(kind, scale, margin)
    rate = _read_moderate("learning_rate", learning_rate) / scale
    labels = np.repeat(np.arange(classes), samples)
    features, directions = (
        np.broadcast_to(angles, (*margins.shape, len(angles)))
        for angles in _start(labels, classes, as_whole("seed", seed, 0, 2**32 - 1))
    )
    if (steps + 1) * margins.size * (len(labels) + classes) > MOST_ANGLES:
        raise ValueError(f"steps and margins must not be so many; got {steps} and {margins.size}")
    path = []
    for _ in range(steps + 1):
        loss, slopes = _mean_loss(kind, features, directions, labels, scale, margins)
        path.append((features, directions, loss))
        features = features - rate * slopes.sum(axis=-1)
        directions = directions + rate * slopes.mean(axis=-2)
    return Circle(labels, *(np.array(column) for column in zip(*path, strict=True)))


def _start(labels: NDArray[np.intp], classes: int, seed: int) -> tuple[FloatArray, FloatArray]:
    rng, spacing = np.random.default_rng(seed), 2 * np.pi / classes
    directions = spacing * (np.arange(classes) + rng.uniform(-0.2, 0.2, classes))
    features = spacing * (labels + rng.uniform(-0.6, 0.6, len(labels)))
    return features, directions


def _mean_loss(
    kind: Margin,
    features: FloatArray,
    directions: FloatArray,
    labels: NDArray[np.intp],
    scale: float,
    margin: FloatArray,
) -> tuple[FloatArray, FloatArray]:
    """Return the mean loss, and the slope of each sample's loss in its angle to each direction."""
    turn = _turn(features[..., np.newaxis] - directions[..., np.newaxis, :])
    angle, right = np.abs(turn), (..., np.arange(len(labels)), labels)
    z, slope = scale * np.cos(angle), -scale * np.sin(angle)
    own, each = angle[right], margin[..., np.newaxis]
    z[right], slope[right] = kind.logit(own, scale, each), kind.slope(own, scale, each)
    log_q = log_softmax(z)
    # q - t; expm1 keeps its digits where q is near 1.
    error = np.exp(log_q)
    error[right] = np.expm1(log_q[right])
    return 0.0 - log_q[right].mean(axis=-1), error * slope * np.sign(turn)


def _picked(rows: FloatArray, columns: NDArray[np.intp]) -> FloatArray:
    return np.take_along_axis(rows, columns, axis=-1)


def _turn(angle: FloatArray) -> FloatArray:
    """Reduce a turn to the shorter way round, in [-pi, pi]."""
    return angle - 2 * np.pi * np.round(angle / (2 * np.pi))


def _read_angle(angle: ArrayLike, name: str = "angle") -> FloatArray:
    radians = as_finite(name, angle)
    outside = radians[(radians < 0) | (radians > np.pi)]
    if outside.size:
        raise ValueError(f"{name} must lie in [0, pi]; got {float(outside.flat[0])!r}")
    return radians


def _read_scale_and_margin(kind: Margin, scale: float, margin: float) -> tuple[float, float]:
    value = as_finite("margin", margin)
    low, high = kind.smallest_margin, kind.largest_margin
    if value.ndim or not low <= value <= high or (kind.whole and value != np.round(value)):
        numbers = "a whole number" if kind.whole else "one number"
        raise ValueError(
            f"margin of {kind.title} must be {numbers} in [{low:g}, {high:g}]; got {short(margin)}"
        )
    return _read_moderate("scale", scale), float(value)


def _read_scale_and_margins(
    kind: Margin, scale: float, margin: ArrayLike | None
) -> tuple[float, FloatArray]:
    margins = as_floats("margin", kind.default_margin if margin is None else margin)
    if margins.ndim > 1 or not 1 <= margins.size <= MOST_MARGINS:
        raise ValueError(
            f"margin must be one number or 1 to {MOST_MARGINS} in a row; got {short(margins)}"
        )
    for each in margins.ravel().tolist():
        scale, _ = _read_scale_and_margin(kind, scale, each)
    return scale, margins


def _read_moderate(name: str, value: float) -> float:
    """Read a number above 0 whose products with another still are numbers above 0."""
    number = as_positive(name, value)
    if not 1 / LARGEST <= number <= LARGEST:
        raise ValueError(f"{name} must lie in [{1 / LARGEST:g}, {LARGEST:g}]; got {number!r}")
    return number
