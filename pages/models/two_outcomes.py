"""Entropy, cross-entropy and KL divergence of two distributions over two outcomes."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from core.information import cross_entropy, entropy, kl_divergence

PROBABILITIES = np.round(np.linspace(0, 1, 101), 2)
"""Where the marker can stand, both ends included."""
DRAGS = ("q", "p")
UNITS = ("nat", "bit", "hartley")
_LOGIT_REACH = 10.0
"""How far the page of the slope lets its logit go."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the controls of the page stand at.

    Attributes
    ----------
    drag : str
        One of DRAGS: which probability moves.
    fixed : float
        The other one.
    unit : str
        One of UNITS.
    """

    drag: str = "q"
    fixed: float = 0.2
    unit: str = "nat"

    def pair(self, moved: ArrayLike) -> tuple[ArrayLike, ArrayLike]:
        """Return p, which is true (t on the page), and q, which is predicted."""
        return (self.fixed, moved) if self.drag == "q" else (moved, self.fixed)


class Quantities(NamedTuple):
    """What a prediction q of outcomes that happen with p costs, in one unit."""

    entropy: np.ndarray
    cross_entropy: np.ndarray
    divergence: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Information:
    """The three quantities along a curve and at every step of the control.

    Attributes
    ----------
    x : ndarray, shape (points,)
        The probability that moves; close together near 0 and 1, where the curves are steep.
    curve : Quantities of shape (points,)
        Of (p, q) along `x`.
    p, q : ndarray, shape (101,)
        The pair at each step.
    forward, backward : Quantities of shape (101,)
        Of (p, q) and of (q, p) at each step.
    """

    x: np.ndarray
    curve: Quantities
    p: np.ndarray
    q: np.ndarray
    forward: Quantities
    backward: Quantities


def compute(choice: Choice) -> Information:
    """Compute everything that the page draws."""
    tail = np.logspace(-12, -2, 31)
    x = np.unique(np.concatenate([PROBABILITIES, tail, 1 - tail]))
    p, q = np.broadcast_arrays(*choice.pair(PROBABILITIES))
    curve = quantities(*choice.pair(x), choice.unit)
    forward, backward = quantities(p, q, choice.unit), quantities(q, p, choice.unit)
    return Information(x, curve, p, q, forward, backward)


def quantities(p: ArrayLike, q: ArrayLike, unit: str) -> Quantities:
    """Compute H(t), CE(t, q) and KL(t || q) of t = (p, 1 - p) and (q, 1 - q).

    Parameters
    ----------
    p, q : array_like
        Probabilities of the first outcome; they broadcast.
    unit : str
        One of UNITS.
    """
    p, q = (np.stack([first, 1 - first], axis=-1) for first in np.broadcast_arrays(p, q))
    return Quantities(entropy(p, unit), cross_entropy(p, q, unit), kl_divergence(p, q, unit))


def special_case(p: float, q: float) -> str:
    """Tell what is special about a pair.

    Returns
    -------
    str
        "equal", "ruled-out" (q calls an outcome impossible that happens), "sure" (p is 0 or 1),
        "mirrored" (q = 1 - p, so both directions of the divergence are equal), or "both-ways".
    """
    if p == q:
        return "equal"
    if q in (0, 1):
        return "ruled-out"
    if p in (0, 1):
        return "sure"
    return "mirrored" if np.isclose(p + q, 1, rtol=0, atol=1e-12) else "both-ways"


def same_pair(p: float, q: float) -> dict[str, str]:
    """Return the parameters with which the page of the slope shows label p and prediction q."""
    with np.errstate(divide="ignore"):
        logit = np.clip(np.log(q) - np.log1p(-q), -_LOGIT_REACH, _LOGIT_REACH)
    place = {"logit": f"{logit:.1f}"}
    return place | ({"label": f"{p:g}"} if p in (0, 1) else {"label": "soft", "label-soft": f"{p}"})
