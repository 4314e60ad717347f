"""Many classes: one logit is dragged, and probabilities, losses and slopes follow."""

from dataclasses import dataclass

import numpy as np

from core.activations import softmax
from core.multiclass import (
    softmax_cross_entropy,
    softmax_cross_entropy_gradient,
    softmax_cross_entropy_hessian,
    softmax_squared_error,
    softmax_squared_error_gradient,
)

GRID = np.round(np.linspace(-10, 10, 201), 1)
"""Values that the dragged logit can take."""
CLASSES = tuple(range(2, 11))
"""Numbers of classes on offer."""
INITIAL = (0.0, 5.0, 1.0, *[0.0] * 7)
"""Where the logits stand at first."""
LOSSES = {
    "bce": (softmax_cross_entropy, softmax_cross_entropy_gradient),
    "mse": (softmax_squared_error, softmax_squared_error_gradient),
}
"""Value and gradient of both losses through the softmax, by the slug whose colour they have."""
LEVELS = {"bce": (0.2, 0.5, 1.0, 2.0), "mse": (0.05, 0.2, 0.4, 0.7)}
"""Values of each loss whose level lines are drawn."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the controls of the page stand at.

    Attributes
    ----------
    z : tuple of float, length K
        The logits; the dragged one's own value does not matter.
    right, moved : int
        The right class and the one whose logit is dragged, from 0 on.
    constant : float
        What is added to all logits.
    feature : float
        Input x of the neurons, dz/dw.
    """

    z: tuple[float, ...] = INITIAL[:3]
    right: int = 0
    moved: int = 1
    constant: float = 0.0
    feature: float = 2.0

    @property
    def target(self) -> np.ndarray:
        """The one-hot target, shape (K,)."""
        target: np.ndarray = np.eye(len(self.z))[self.right]
        return target


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """From logits to slopes, at each value of the dragged logit.

    Attributes
    ----------
    z, q : ndarray, shape (201, K)
        Logits, with the constant added, and probabilities.
    losses : dict of ndarray, shape (201,)
        Values by slug.
    slopes : dict of ndarray, shape (201, K)
        dL/dz by slug.
    """

    z: np.ndarray
    q: np.ndarray
    losses: dict[str, np.ndarray]
    slopes: dict[str, np.ndarray]


def compute(choice: Choice) -> Chain:
    """Compute all that the page shows."""
    z = np.tile(np.array(choice.z, dtype=float), (len(GRID), 1))
    z[:, choice.moved] = GRID
    z += choice.constant
    t = choice.target
    return Chain(
        z,
        softmax(z),
        {slug: value(z, t) for slug, (value, _) in LOSSES.items()},
        {slug: gradient(z, t) for slug, (_, gradient) in LOSSES.items()},
    )


def jacobian(z: np.ndarray) -> np.ndarray:
    """Return how every probability moves with every logit, dq_j / dz_k, shape (K, K)."""
    return softmax_cross_entropy_hessian(z)


def level_line(right: int, slug: str, level: float) -> np.ndarray:
    """Return predictions of three classes that all have one loss, shape (31, 3).

    Cross-entropy's are straight, as only the right class is in its value; half squared error's
    are arcs around the corner of the right class.
    """
    if slug == "bce":
        share = np.linspace(0, 1, 31)
        rest = (1 - np.exp(-level)) * np.stack([1 - share, share], axis=1)
    else:
        turn, corner = np.linspace(0, np.pi / 3, 31), np.pi / 3
        ways = np.stack([np.sin(corner - turn), np.sin(turn)], axis=1)
        rest = np.sqrt(level) * ways / np.sin(corner)
    return np.insert(rest, right, 1 - rest.sum(axis=1), axis=1)
