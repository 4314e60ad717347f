"""What training minimises, at one point or at many: the mean loss of a data set, and a ridge."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core._checks import FloatArray, as_finite, is_hard
from core.gradients import read_problem
from core.losses import Loss, MarginForm
from core.scaling import Scaling
from core.separability import falls_forever, has_no_minimum

# Logits above this count as infinite: sums and squares of them would overflow.
LARGEST_LOGIT = 1e100
# Numbers in one block of a long computation: arrays of 128 KiB stay in the processor's cache, and
# larger ones the C library may return to the system and ask back at every step.
BLOCK_SIZE = 1 << 14


class Expansion(NamedTuple):
    """An objective at one point, to second order.

    Attributes
    ----------
    theta : ndarray, shape (d + 1,)
        The point.
    slopes, curvatures : ndarray, shape (n,)
        First and second derivative of each sample's loss, in `Objective.margins`.
    gradient : ndarray, shape (d + 1,)
    hessian : ndarray, shape (d + 1, d + 1)
        Of the mean loss with its penalty, in the parameters.

    Examples
    --------
    >>> from core.losses import LOSSES
    >>> objective = Objective.of(LOSSES["bce"], [0.0, 1.0, 2.0], [0, 0, 1])
    >>> objective.expand(np.zeros(2)).slopes
    array([0.5, 0.5, 0.5])
    """

    theta: FloatArray
    slopes: FloatArray
    curvatures: FloatArray
    gradient: FloatArray
    hessian: FloatArray


@dataclass(frozen=True, eq=False)
class Objective:
    """What an optimiser minimises: the mean loss of fixed samples, with its derivatives.

    A ridge adds ``ridge / 2 * |w|^2`` to the mean loss; the bias is left free.

    The methods take ``theta`` of shape (..., d + 1), weights and last the bias: one point, or
    any array of points. Nothing is checked any more; `Objective.of` has read the data.

    Attributes
    ----------
    loss : Loss
        A record of `core.losses.LOSSES`.
    A : ndarray, shape (n, d + 1)
        Features with a column of ones.
    y : ndarray, shape (n,)
        Labels in [0, 1].
    ridge : float or ndarray, shape (d,)
        Strength of the penalty, in nats per squared weight, one for all weights or one for each;
        0 for none.

    Examples
    --------
    >>> from core.losses import LOSSES
    >>> objective = Objective.of(LOSSES["bce"], [0.0, 1.0, 2.0], [0, 0, 1])
    >>> objective.value(np.zeros((2, 2))).round(4)
    array([0.6931, 0.6931])
    >>> objective.gradient(np.zeros(2)).round(4)
    array([-0.1667,  0.1667])
    >>> objective.hessian(np.zeros(2)).round(4)
    array([[0.4167, 0.25  ],
           [0.25  , 0.25  ]])
    >>> float(objective.error_rate(np.array([1.0, -1.5])))
    0.0
    """

    loss: Loss
    A: FloatArray
    y: FloatArray
    ridge: float | FloatArray = 0.0

    @classmethod
    def of(cls, loss: Loss, X: ArrayLike, y: ArrayLike, ridge: float = 0.0) -> "Objective":
        """Read a data set.

        Parameters
        ----------
        loss : Loss
            A record of `core.losses.LOSSES`.
        X : array_like, shape (n, d) or (n,)
            Features, one sample a row; one feature may come flat.
        y : array_like, shape (n,)
            Labels in [0, 1].
        ridge : float
            From 0 to 1e100.

        Returns
        -------
        Objective
            With the features' column of ones in place.

        Raises
        ------
        ValueError
            If a shape does not fit, a value is not valid, or a feature is beyond 1e100.
        """
        A, labels, _ = read_problem(X, y)
        if (largest := max(A.max(), -A.min())) > LARGEST_LOGIT:
            raise ValueError(f"X must lie within +-{LARGEST_LOGIT:g}; got {largest:g}")
        strength = as_finite("ridge", ridge)
        if strength.ndim or not 0 <= strength <= LARGEST_LOGIT:
            raise ValueError(f"ridge must be one number from 0 to {LARGEST_LOGIT:g}; got {ridge!r}")
        return cls(loss, A, labels, float(strength))

    def logits(self, theta: FloatArray) -> FloatArray:
        """Logits of all samples, shape (..., n)."""
        return theta @ self.A.T

    def value(self, theta: FloatArray) -> FloatArray:
        """Mean loss and penalty, shape (...)."""
        mean: FloatArray = self.values(self.margins(theta)).sum(axis=-1) / len(self.y)
        if not self.is_penalised:
            return mean
        penalty: FloatArray = 0.5 * (self._strengths * theta * theta).sum(axis=-1)
        return mean + penalty

    def gradient(self, theta: FloatArray) -> FloatArray:
        """Gradient of `value` in the parameters, shape (..., d + 1)."""
        mean: FloatArray = self.slopes(self.margins(theta)) @ self.turned / len(self.y)
        return mean + self._strengths * theta if self.is_penalised else mean

    def hessian(self, theta: FloatArray) -> FloatArray:
        """Hessian of `value` in the parameters, shape (..., d + 1, d + 1)."""
        curvature = self.curvatures(self.margins(theta))
        size = self.A.shape[1]
        mean: FloatArray = (curvature @ self._products / len(self.y)).reshape(*theta.shape, size)
        return mean + self._ridge_hessian if self.is_penalised else mean

    def expand(self, theta: FloatArray) -> Expansion:
        """Gradient and Hessian of `value` at one point, with what they are made of."""
        t, turned = self.margins(theta), self.turned
        slopes, curvatures = self.slopes(t), self.curvatures(t)
        gradient = slopes @ turned / len(t)
        hessian = (curvatures * turned.T) @ turned / len(t)
        if self.is_penalised:
            gradient, hessian = gradient + self._strengths * theta, hessian + self._ridge_hessian
        return Expansion(theta, slopes, curvatures, gradient, hessian)

    def rounding(self, local: Expansion) -> tuple[FloatArray, float]:
        """Sizes of what `expand` adds up: shape (d + 1,) of the gradient, and of the curvature.

        A unit in the last place of them is what rounding may leave where the sum is 0. The
        logits are rounded too, which their curvature passes on to the slopes.
        """
        size, strengths = np.abs(self.A), self._strengths
        slopes, curvatures = np.abs(local.slopes), np.abs(local.curvatures)
        of_slopes = (slopes + curvatures * (size @ np.abs(local.theta))) @ size / len(size)
        of_curvature = float((curvatures @ (size * size)).sum() / len(size))
        return of_slopes + strengths * np.abs(local.theta), of_curvature + float(strengths.sum())

    def error_rate(self, theta: FloatArray) -> FloatArray:
        """Share of samples on the wrong side, shape (...); p = 1/2 and y = 1/2 are class 1."""
        wrong = (self.logits(theta) >= 0) != (self.y >= 0.5)
        share: FloatArray = wrong.mean(axis=-1)
        return share

    @cached_property
    def is_penalised(self) -> bool:
        """Whether there is a ridge."""
        return bool(np.count_nonzero(self.ridge))

    @cached_property
    def scaling(self) -> Scaling:
        """The way to the coordinates of `scaled`."""
        return Scaling.of(self.A[:, :-1], self.ridge)

    @cached_property
    def scaled(self) -> "Objective":
        """The same objective in centred, scaled coordinates: ``scaling.inward`` of theta.

        There a gradient, a curvature and a rounding error mean the same in every unit.
        """
        features = self.scaling.features(self.A[:, :-1])
        A = np.column_stack([features, self.A[:, -1:]])
        ridge = self.ridge / self.scaling.scale**2 if self.is_penalised else 0.0
        return Objective(self.loss, A, self.y, ridge)

    @cached_property
    def has_no_minimum(self) -> bool:
        """Whether the loss falls for ever: along the bias alone if there is a ridge.

        Then all labels are alike; without a ridge the data are separable.
        """
        if self.is_penalised:
            alike = (self.y == 0).all() or (self.y == 1).all()
            return falls_forever(self.loss) and bool(alike)
        return has_no_minimum(self.loss, self.A[:, :-1], self.y)

    def overlaps(self, local: Expansion) -> bool:
        """Whether the slopes at a point prove that the classes overlap; if not, nothing is known.

        A separating direction v, a unit vector, has all t = turned @ v on one side. So the slopes,
        all of one sign, weigh them to ``n |gradient . v| >= min(slope) |turned @ v|``, and the
        gradient cannot be short beside the smallest slope.
        """
        if not self.is_turned or self.is_penalised:
            return False
        gradient = len(self.y) * np.linalg.norm(local.gradient)
        return bool(gradient < 0.5 * local.slopes.min() * self._narrowest)

    def within_reach(self, theta: FloatArray) -> NDArray[np.bool_]:
        """Whether parameters are finite, and no logit or penalised weight above 1e100: (...)."""
        with np.errstate(over="ignore", invalid="ignore"):
            reach: NDArray[np.bool_] = np.abs(theta) @ self._largest <= LARGEST_LOGIT
        return reach

    def margins(self, theta: FloatArray) -> FloatArray:
        """Return ``theta @ turned.T``, shape (..., n): what the functions of the loss are given."""
        return theta @ self.turned.T

    def values(self, t: FloatArray) -> FloatArray:
        """Loss of each sample, by its margin; shape (..., n)."""
        form = self.margin_form
        return form.value(t) if form else self.loss.value(t, self.y)

    def slopes(self, t: FloatArray) -> FloatArray:
        """First derivative of `values` in the margins, shape (..., n)."""
        form = self.margin_form
        return form.slope(t) if form else self.loss.gradient(t, self.y)

    def curvatures(self, t: FloatArray) -> FloatArray:
        """Second derivative of `values` in the margins, shape (..., n)."""
        form = self.margin_form
        return form.curvature(t) if form else self.loss.curvature(t, self.y)

    @cached_property
    def turned(self) -> FloatArray:
        """Samples, those of class 1 turned round if that makes ``theta @ turned.T`` t."""
        return (1 - 2 * self.y)[:, np.newaxis] * self.A if self.is_turned else self.A

    @cached_property
    def is_turned(self) -> bool:
        """Whether the margin form is used, on samples turned round."""
        return self.margin_form is not None

    @cached_property
    def margin_form(self) -> MarginForm | None:
        """The faster form of the loss, if it has one and the labels are hard."""
        return self.loss.margin_form if is_hard(self.y) else None

    @cached_property
    def _products(self) -> FloatArray:
        """Products of each sample's features, one row a sample."""
        products = self.A[:, :, np.newaxis] * self.A[:, np.newaxis, :]
        return products.reshape(len(self.A), -1)

    @cached_property
    def _narrowest(self) -> float:
        """Length of the shortest ``A @ v`` of a unit vector v."""
        return float(np.sqrt(max(np.linalg.eigvalsh(self.A.T @ self.A)[0], 0.0)))

    @cached_property
    def _largest(self) -> FloatArray:
        largest: FloatArray = np.abs(self.A).max(axis=0)
        return np.maximum(largest, self._strengths > 0) if self.is_penalised else largest

    @cached_property
    def _strengths(self) -> FloatArray:
        strengths = np.zeros(self.A.shape[1])
        strengths[:-1] = self.ridge
        return strengths

    @cached_property
    def _ridge_hessian(self) -> FloatArray:
        return np.diag(self._strengths)

    def in_blocks(
        self, function: Callable[[FloatArray], FloatArray], thetas: FloatArray
    ) -> FloatArray:
        """Apply a method to many parameter vectors, shape (m, d + 1), in little memory."""
        rows = max(1, BLOCK_SIZE // len(self.y))
        blocks = [function(thetas[i : i + rows]) for i in range(0, max(1, len(thetas)), rows)]
        return np.concatenate(blocks) if len(blocks) > 1 else blocks[0]
