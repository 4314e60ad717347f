"""How low a loss can get at infinity: where a hyperplane is kept and all logits grow.

Along ``theta + t v``, t to infinity, a sample with ``v . (x, 1)`` above or below 0 tends to its
loss at an infinite logit; the samples on the hyperplane ``v . (x, 1) = 0`` keep finite logits,
which may be chosen. The lowest such limit is compared with what is found at finite places: a
bounded loss may be lower at infinity on data that are not separable.
"""

from collections import Counter
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from core._checks import FloatArray
from core.losses import Loss
from core.newton import descend
from core.objective import BLOCK_SIZE, Objective
from core.separability import separating_direction

MOST_POINTS = 1_000  # for the sweep over all lines through two of them
SAME_PLACE = 1e-9  # distance, in scaled features or radians, that counts as none
TURN = 0.7  # radians by which the sweep begins beside the axes, on which many points lie
TRIED = np.linspace(-20.0, 20.0, 81)  # logits from which a common one is looked for


class _Sums(NamedTuple):
    """Sums of losses of each place with samples: at logits -inf, +inf and at the best common one.

    `least` lies below both others where labels differ at a place, or are soft.
    """

    low: FloatArray
    high: FloatArray
    least: FloatArray

    def at(self, places: NDArray[np.intp]) -> "_Sums":
        return _Sums(self.low[places], self.high[places], self.least[places])


def lowest_at_infinity(objective: Objective, overlap: bool = False) -> float | None:
    """Find the lowest limit of the mean loss along directions to infinity.

    Parameters
    ----------
    objective : Objective
        What is minimised.
    overlap : bool
        Whether it is known that the data are not separable, which saves the search for it.

    Returns
    -------
    float or None
        Infinite where the loss grows along every direction. None where it was not searched: a
        bounded loss with features of three or more dimensions, or of two with more than 1,000
        different points.

    Notes
    -----
    Exact, but for what is said here, for labels hard or soft:

    - with a ridge only the bias may grow, and all samples go to one side;
    - an unbounded loss is infinite as soon as one sample moves to its wrong side. So only a
      separating direction helps; what it leaves on the hyperplane is treated in the same way, and
      what overlaps there is minimised;
    - one feature: all thresholds, on the samples too, from sums over the sorted samples;
    - two: every division by a line is also one by a line through two of the samples, whose own
      places on the line are divided in the same way. All of these lines are swept.

    Three or more places on one line that cannot all have their best logits, and overlapping
    samples of a loss that is not convex, are minimised by Newton's method from zeros: attained,
    but perhaps not the lowest. For a loss with kinks that part is left out.

    References
    ----------
    T. M. Cover, Geometrical and statistical properties of systems of linear inequalities with
    applications in pattern recognition, IEEE Trans. Electronic Computers EC-14 (1965).

    Examples
    --------
    Six samples in order and one far out: the far one may be wrong, with half of its square.

    >>> from core.losses import LOSSES
    >>> x, y = [0, 1, 2, 3, 4, 5, 100], [0, 0, 0, 1, 1, 1, 0]
    >>> for slug in ("mse", "bce"):
    ...     print(slug, lowest_at_infinity(Objective.of(LOSSES[slug], x, y)))
    mse 0.07142857142857142
    bce inf
    """
    loss, y = objective.loss, objective.y
    if objective.is_penalised:
        return float(min(loss.value(side, y).mean() for side in (-np.inf, np.inf)))
    wrong, right = _limits(loss)
    if np.isinf(wrong):
        if overlap or np.isinf(right):
            return np.inf
        return _along_separating(loss, objective.scaled.A[:, :-1], y)
    places, of_sample = _places(objective.scaled.A[:, :-1])
    if places.shape[1] > 2 or (places.shape[1] == 2 and len(places) > MOST_POINTS):
        return None
    return _lowest(loss, places, y, of_sample) / len(y)


@lru_cache(maxsize=32)
def _limits(loss: Loss) -> tuple[float, float]:
    """Losses at logit infinity of the labels 0 and 1."""
    return float(loss.value(np.inf, 0.0)), float(loss.value(np.inf, 1.0))


def _along_separating(loss: Loss, features: FloatArray, y: FloatArray) -> float:
    """Mean loss in the limit of an unbounded loss: only what overlaps is left of it."""
    rest = np.ones(len(y), dtype=bool)
    while rest.any():
        direction = separating_direction(features[rest], y[rest])
        if direction is None:
            break
        margins = features[rest] @ direction[:-1] + direction[-1]
        rest[rest] = np.abs(margins) <= SAME_PLACE
    if rest.all():
        return np.inf
    return _finite(loss, features[rest], y[rest]) / len(y) if rest.any() else 0.0


def _finite(loss: Loss, features: FloatArray, y: FloatArray) -> float:
    """Sum of losses at the place that Newton's method finds from zeros."""
    if not loss.is_smooth(y):
        return np.inf
    objective = Objective.of(loss, features, y).scaled
    _, value = descend(objective, np.zeros(features.shape[1] + 1))
    return value * len(y)


def _places(features: FloatArray) -> tuple[FloatArray, NDArray[np.intp]]:
    """Different places of the samples, in as few coordinates as they fill, and each sample's."""
    middle = features - features.mean(axis=0)
    spread, axes = np.linalg.svd(middle, full_matrices=False)[1:]
    axes = axes[spread > SAME_PLACE * max(spread.max(), 1.0)]
    # Fewer axes than features: the points fill a line or a plane. Else their own axes are exact.
    seen = middle @ axes.T if len(axes) < features.shape[1] else features
    _, first, of_sample = np.unique(
        np.round(seen / SAME_PLACE), axis=0, return_index=True, return_inverse=True
    )
    return seen[first], of_sample.reshape(-1)


def _lowest(loss: Loss, places: FloatArray, y: FloatArray, of_sample: NDArray[np.intp]) -> float:
    """Lowest sum of losses in the limit, over all directions that move some logit."""
    sums = _sums(loss, y, of_sample, len(places))
    if not places.shape[1]:
        return float(min(sums.low[0], sums.high[0]))
    if places.shape[1] == 1:
        return _lowest_on_a_line(places[:, 0], sums)
    exact, partial = _sweep(places, sums)
    for bound, others, tied in sorted(partial, key=lambda line: line[0]):
        if bound >= exact:
            break
        on_line = _along(places[tied])
        least = _lowest_on_a_line(on_line, sums.at(tied))
        mine = np.isin(of_sample, tied)
        position = np.zeros(len(places))
        position[tied] = on_line
        finite = _finite(loss, position[of_sample[mine], np.newaxis], y[mine])
        exact = min(exact, others + min(least, finite))
    return exact


def _sums(loss: Loss, y: FloatArray, of_sample: NDArray[np.intp], count: int) -> _Sums:
    low, high = (
        np.bincount(of_sample, loss.value(side, y), count).astype(np.float64)
        for side in (-np.inf, np.inf)
    )
    least = np.minimum(low, high)
    hard = (y == 0) | (y == 1)
    mixed = (np.bincount(of_sample, y) % np.bincount(of_sample) != 0) | (
        np.bincount(of_sample, ~hard) > 0
    )
    for place in np.flatnonzero(mixed):
        labels = Counter(y[of_sample == place].tolist())
        least[place] = min(least[place], _one_logit(loss, tuple(sorted(labels.items()))))
    return _Sums(low, high, least)


@lru_cache(maxsize=64)
def _one_logit(loss: Loss, counts: tuple[tuple[float, int], ...]) -> float:
    """Least sum of losses of samples that share one logit: so many of each label."""
    labels = np.array([label for label, count in counts for _ in range(count)])
    shares = np.append(labels, labels.mean())
    shares = shares[(shares > 0) & (shares < 1)]
    tried = np.concatenate([TRIED, np.log(shares) - np.log1p(-shares)])
    sums = loss.value(tried[:, np.newaxis], labels).sum(axis=1)
    best = float(sums.min())
    if not loss.is_smooth(labels):
        return best
    objective = Objective(loss, np.ones((len(labels), 1)), labels)
    _, value = descend(objective, tried[[sums.argmin()]])
    return min(best, value * len(labels))


def _lowest_on_a_line(position: FloatArray, sums: _Sums) -> float:
    """Lowest sum with a threshold at one of the places, which keeps the logit that it likes.

    A threshold between places is one at its neighbour, whose logit then is infinite.
    """
    order = np.argsort(position)
    low, high, least = sums.at(order)
    left_low, left_high = np.cumsum(low) - low, np.cumsum(high) - high
    right_low, right_high = low.sum() - left_low - low, high.sum() - left_high - high
    return float((np.minimum(left_low + right_high, left_high + right_low) + least).min())


def _along(points: FloatArray) -> FloatArray:
    """Positions on the line that the points lie on, scaled."""
    middle = points - points.mean(axis=0)
    position: FloatArray = middle @ np.linalg.svd(middle, full_matrices=False)[2][0]
    return position


def _sweep(
    places: FloatArray, sums: _Sums
) -> tuple[float, list[tuple[float, float, NDArray[np.intp]]]]:
    """Turn a line about each place in turn, and add up what lies on either side.

    Returns the lowest sum over lines through two places, which can have the logits that they like;
    and the lines through more that could be lower: a bound, the sum of the others, the places.
    """
    exact, partial = np.inf, []
    rows = max(1, BLOCK_SIZE // len(places))
    for i in range(0, len(places), rows):
        pivots = np.arange(i, min(i + rows, len(places)))
        order, pivot, start, end, others, bound = _lines(places, sums, pivots)
        two = end - start == 1
        exact = min(exact, float(bound[two].min(initial=np.inf)))
        for k in np.flatnonzero(~two & (bound < exact)):
            tied = np.append(order[pivot[k], start[k] : end[k]], pivots[pivot[k]])
            # Each line is met from every place on it; once is enough.
            if tied[-1] == tied.min():
                partial.append((float(bound[k]), float(others[k]), tied))
    return exact, partial


def _lines(places: FloatArray, sums: _Sums, pivots: NDArray[np.intp]) -> tuple[NDArray[Any], ...]:
    """All lines through each pivot and a further place.

    Returns the other places of each pivot in the order in which the turning line meets them; of
    each line the row of its pivot, its places as a slice of that order, the lower sum of the
    others, and with that the sum of the best on the line.
    """
    aside = places - places[pivots, np.newaxis]
    angle = np.arctan2(aside[..., 1], aside[..., 0]) + TURN
    half = np.floor(angle / np.pi)
    folded = angle - half * np.pi
    folded[np.arange(len(pivots)), pivots] = np.inf
    order = np.argsort(folded, axis=1)[:, :-1]
    folded = np.take_along_axis(folded, order, axis=1)
    upper = np.take_along_axis(half % 2 == 0, order, axis=1)
    begins = np.diff(folded, axis=1, prepend=-np.inf) > SAME_PLACE
    row, start = np.nonzero(begins)
    end = np.append(start[1:], 0)
    end[end == 0] = order.shape[1]

    def between(values: FloatArray, first: NDArray[np.intp], last: NDArray[np.intp]) -> FloatArray:
        total = np.pad(np.cumsum(values, axis=1), ((0, 0), (1, 0)))
        difference: FloatArray = total[row, last] - total[row, first]
        return difference

    rise = (sums.high - sums.low)[order]
    zero, whole = np.zeros_like(start), np.full_like(end, order.shape[1])
    # Counter-clockwise of the line: later in the upper half, earlier in the lower.
    left = between(rise * upper, end, whole) + between(rise * ~upper, zero, start)
    pivot = pivots[row]
    others_low, others_high = (
        side.sum() - side[pivot] - between(side[order], start, end) for side in sums[:2]
    )
    others = np.minimum(others_low + left, others_high - left)
    bound = others + sums.least[pivot] + between(sums.least[order], start, end)
    return order, row, start, end, others, bound
