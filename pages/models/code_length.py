"""Codes for a right and a wrong distribution: ideal lengths, Huffman's, and their means."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.coding import huffman, mean_length
from core.information import UNITS, cross_entropy, entropy, information_content, kl_divergence

OUTCOMES = "abcdefgh"
UNIT_NAMES = ("bit", "nat", "hartley")
"""The first is the default."""
BELIEFS = np.round(np.linspace(0, 1, 101), 2)
"""Shares of a wrong belief in the distribution for which the code is made."""

Codewords = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """What the controls of the page stand at.

    Attributes
    ----------
    happens, believed : tuple of float, length K
        Parts of what happens, and of what is believed where the belief is 1.
    unit : str
        One of UNIT_NAMES.
    """

    happens: tuple[float, ...] = (5, 3, 2)
    believed: tuple[float, ...] = (2, 3, 5)
    unit: str = "bit"


@dataclass(frozen=True, slots=True, eq=False)
class Codes:
    """What each code costs when p happens; lengths are in the chosen unit.

    Attributes
    ----------
    p : ndarray, shape (K,)
        What happens: t on the page.
    q : ndarray, shape (steps, K)
        What the code is made for, from p to the wrong belief.
    own : ndarray, shape (K,)
        Ideal lengths for p.
    ideal, real : ndarray, shape (steps, K)
        Ideal lengths for q, and those of q's Huffman code.
    codewords : list of tuple, length steps
        Of q's Huffman code, in bits; None for an outcome that q rules out.
    own_codewords : tuple
        Of p's Huffman code.
    entropy : float
        Mean of `own`.
    cross_entropy, divergence : ndarray, shape (steps,)
        Mean of `ideal`, and what it is longer than the entropy.
    mean : ndarray, shape (steps,)
        Mean of `real`.
    bit : float
        One bit in the unit.
    """

    p: np.ndarray
    q: np.ndarray
    own: np.ndarray
    ideal: np.ndarray
    real: np.ndarray
    codewords: list[Codewords]
    own_codewords: Codewords
    entropy: float
    cross_entropy: np.ndarray
    divergence: np.ndarray
    mean: np.ndarray
    bit: float


def shares(parts: Sequence[float]) -> np.ndarray:
    """Turn parts into probabilities; equal ones if there is no part at all."""
    given = np.asarray(parts, dtype=float)
    return given / given.sum() if given.any() else np.full(given.size, 1 / given.size)


def compute(choice: Choice) -> Codes:
    """Make the codes for t, here p, and for each q = (1 - xi) t + xi belief."""
    p, belief, xi = shares(choice.happens), shares(choice.believed), BELIEFS[:, None]
    q, unit, bit = (1 - xi) * p + xi * belief, choice.unit, UNITS["bit"] / UNITS[choice.unit]
    codes = [huffman(row) for row in q]
    real = np.array([code.lengths for code in codes]) * bit
    return Codes(
        p=p,
        q=q,
        own=information_content(p, unit),
        ideal=information_content(q, unit),
        real=real,
        codewords=[code.codewords for code in codes],
        own_codewords=huffman(p).codewords,
        entropy=float(entropy(p, unit)),
        cross_entropy=cross_entropy(p, q, unit),
        divergence=kl_divergence(p, q, unit),
        mean=mean_length(p, real),
        bit=bit,
    )


def curve(unit: str) -> tuple[np.ndarray, np.ndarray]:
    """Return probabilities and their information content, close together where it is steep."""
    q = np.logspace(-4, 0, 101)
    return q, information_content(q, unit)
