"""The mean loss of a data set as a function of the parameters, at one point or at many."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from core._checks import FloatArray
from core.gradients import read_problem
from core.losses import Loss

# Logits above this count as infinite: sums and squares of them would overflow.
LARGEST_LOGIT = 1e100
# Numbers in one block of a long computation: some of it stays in the processor's cache.
BLOCK_SIZE = 1 << 17


@dataclass(frozen=True, eq=False)
class Objective:
    """What an optimiser minimises: the mean loss of fixed samples, with its derivatives.

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

    @classmethod
    def of(cls, loss: Loss, X: ArrayLike, y: ArrayLike) -> "Objective":
        """Read a data set.

        Parameters
        ----------
        loss : Loss
            A record of `core.losses.LOSSES`.
        X : array_like, shape (n, d) or (n,)
            Features, one sample a row; one feature may come flat.
        y : array_like, shape (n,)
            Labels in [0, 1].

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
        if np.abs(A).max() > LARGEST_LOGIT:
            raise ValueError(f"X must lie within +-{LARGEST_LOGIT:g}; got {np.abs(A).max():g}")
        return cls(loss, A, labels)

    def logits(self, theta: FloatArray) -> FloatArray:
        """Logits of all samples, shape (..., n)."""
        return theta @ self.A.T

    def value(self, theta: FloatArray) -> FloatArray:
        """Mean loss, shape (...)."""
        mean: FloatArray = self.loss.value(self.logits(theta), self.y).mean(axis=-1)
        return mean

    def gradient(self, theta: FloatArray) -> FloatArray:
        """Gradient of the mean loss in the parameters, shape (..., d + 1)."""
        return self.loss.gradient(self.logits(theta), self.y) @ self.A / len(self.y)

    def hessian(self, theta: FloatArray) -> FloatArray:
        """Hessian of the mean loss in the parameters, shape (..., d + 1, d + 1)."""
        curvature = self.loss.curvature(self.logits(theta), self.y)
        n, size = self.A.shape
        products = (self.A[:, :, np.newaxis] * self.A[:, np.newaxis, :]).reshape(n, size * size)
        mean: FloatArray = curvature @ products / n
        return mean.reshape(*theta.shape, size)

    def error_rate(self, theta: FloatArray) -> FloatArray:
        """Share of samples on the wrong side, shape (...); p = 1/2 and y = 1/2 are class 1."""
        wrong = (self.logits(theta) >= 0) != (self.y >= 0.5)
        share: FloatArray = wrong.mean(axis=-1)
        return share

    def within_reach(self, theta: FloatArray) -> bool:
        """Whether one parameter vector is finite and no logit can pass 1e100."""
        with np.errstate(over="ignore", invalid="ignore"):
            return bool(np.abs(theta) @ self._largest <= LARGEST_LOGIT)

    @cached_property
    def _largest(self) -> FloatArray:
        largest: FloatArray = np.abs(self.A).max(axis=0)
        return largest

    def in_blocks(
        self, function: Callable[[FloatArray], FloatArray], thetas: FloatArray
    ) -> FloatArray:
        """Apply a method to many parameter vectors, shape (m, d + 1), in little memory."""
        rows = max(1, BLOCK_SIZE // len(self.y))
        blocks = [function(thetas[i : i + rows]) for i in range(0, max(1, len(thetas)), rows)]
        return np.concatenate(blocks)
