"""Soft labels: target and student at each temperature, the losses between them, their slopes."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from core.activations import softmax
from core.information import cross_entropy, entropy, kl_divergence
from core.multiclass import (
    distillation_gradient,
    matching_logit,
    reverse_kl_gradient,
    smooth_labels,
    soften,
    softmax_cross_entropy_gradient,
)

CLASSES = ("cat", "dog", "car")
"""The first one is right."""
TARGETS = ("teacher", "smoothed")
TEMPERATURES = np.round(
    np.concatenate([np.arange(0.5, 2, 0.05), np.arange(2, 5, 0.1), np.arange(5, 20.5, 0.5)]), 2
)
"""Values that the dragged temperature can take: denser where it matters."""
LOGITS = np.linspace(-8, 16, 97)
"""The student's logits of the right class that the picture of the losses shows."""

_DIGITS = 15  # after the point: what is left of q - t where both are equal is rounding


@dataclass(frozen=True, slots=True)
class Choice:
    """What the controls of the page stand at.

    Attributes
    ----------
    target : str
        One of TARGETS.
    amount : float
        Share that smoothing spreads over all classes.
    teacher, student : tuple of float, length K
        Their logits for one image of a cat.
    reverse : bool
        Whether KL(q || t) is shown too.
    """

    target: str = "teacher"
    amount: float = 0.1
    teacher: tuple[float, ...] = (6.0, 3.0, 0.0)
    student: tuple[float, ...] = (1.0, 3.0, 0.0)
    reverse: bool = False

    @property
    def is_one_hot(self) -> bool:
        """Whether the target excludes all classes but one."""
        return self.target == "smoothed" and not self.amount


@dataclass(frozen=True, slots=True, eq=False)
class Losses:
    """What separates student and target, in nats; arrays of one shape."""

    cross_entropy: np.ndarray
    divergence: np.ndarray
    reverse: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Softened:
    """Target and student at each temperature.

    Attributes
    ----------
    t, q : ndarray, shape (steps, K)
        Target and prediction; smoothing knows no temperature.
    entropy : ndarray, shape (steps,)
        Of the target.
    losses : Losses, shape (steps,)
        Of the student.
    over_logits : Losses, shape (steps, 97)
        Of students with each of LOGITS for the right class.
    slopes : ndarray, shape (steps, K)
        dCE/dz = dKL/dz = (q - t)/T.
    lowest : ndarray, shape (steps,)
        Logit of the right class at which both losses are lowest.
    """

    t: np.ndarray
    q: np.ndarray
    entropy: np.ndarray
    losses: Losses
    over_logits: Losses
    slopes: np.ndarray
    lowest: np.ndarray


@lru_cache(maxsize=64)
def compute(choice: Choice) -> Softened:
    """Compute what the page shows of target and student."""
    t, q = _targets(choice), _softened(choice.student)
    z = np.tile(np.array(choice.student), (len(LOGITS), 1))
    z[:, 0] = LOGITS
    slopes = softmax_cross_entropy_gradient(_cooled(choice), t) / TEMPERATURES[:, None]
    pairs = zip(t, TEMPERATURES, strict=True)
    return Softened(
        t,
        q,
        np.array([entropy(row) for row in t]),
        _measure(t, q),
        _measure(t[:, None], softmax(z / TEMPERATURES[:, None, None])),
        np.round(slopes, _DIGITS),
        np.array([matching_logit(choice.student[1:], row[0], at) for row, at in pairs]),
    )


def reverse_slope(choice: Choice, t: np.ndarray, temperature: float) -> np.ndarray:
    """Return the slope of KL(q || t) in every logit of the student, shape (K,)."""
    slope = reverse_kl_gradient(np.array(choice.student) / temperature, t)
    return np.round(slope / temperature, _DIGITS)


def lengths(choice: Choice) -> tuple[np.ndarray, np.ndarray]:
    """Return the length of the gradient at each temperature, for the teacher and for the label.

    The teacher's soft labels have the student's temperature, the one-hot label has none.

    Returns
    -------
    soft, hard : ndarray, shape (steps,)
    """
    soft = [distillation_gradient(choice.student, choice.teacher, at) for at in TEMPERATURES]
    hard = softmax_cross_entropy_gradient(_cooled(choice), _label()) / TEMPERATURES[:, None]
    return np.linalg.norm(soft, axis=1), np.linalg.norm(hard, axis=1)


def _label() -> np.ndarray:
    label: np.ndarray = np.eye(len(CLASSES))[0]
    return label


def _cooled(choice: Choice) -> np.ndarray:
    """Divide the student's logits by each temperature, shape (steps, K)."""
    return np.array(choice.student) / TEMPERATURES[:, None]


def _softened(z: tuple[float, ...]) -> np.ndarray:
    return np.array([soften(z, temperature) for temperature in TEMPERATURES])


def _targets(choice: Choice) -> np.ndarray:
    if choice.target == "teacher":
        return _softened(choice.teacher)
    return np.tile(smooth_labels(_label(), choice.amount), (len(TEMPERATURES), 1))


def _measure(t: np.ndarray, q: np.ndarray) -> Losses:
    return Losses(cross_entropy(t, q), kl_divergence(t, q), kl_divergence(q, t))
