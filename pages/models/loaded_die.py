"""Throws of a die: counts, their probability, and the likelihood of every die."""

from dataclasses import dataclass

import numpy as np

from core.information import cross_entropy, kl_divergence
from core.multinomial import (
    MOST_THROWS,
    multinomial_estimate,
    multinomial_log_coefficient,
    running_counts,
    throw,
)

_DECADE = (10, 11, 12, 13, 15, 17, 20, 22, 25, 27, 30, 35, 40, 45, 50, 55, 60, 70, 80, 90)
THROWS = np.array(
    [*range(1, 10), *(part * size for size in (1, 10, 100) for part in _DECADE), MOST_THROWS],
    dtype=float,
)
"""Numbers of throws at which the game is looked at: round ones, evenly on a logarithmic axis."""
LOADED = {
    2: (0.7, 0.3),
    3: (0.5, 0.3, 0.2),
    4: (0.4, 0.3, 0.2, 0.1),
    5: (0.4, 0.25, 0.15, 0.1, 0.1),
    6: (0.1, 0.1, 0.1, 0.1, 0.2, 0.4),
}
"""A loaded die for each number of faces."""
DICE = ("loaded", "fair", "own")
ORDERS = ("2-1", "1-1", "2-2", "3-2", "1-1-1", "2-1-1", "2-2-1", "3-1-1")
"""Counts whose orders are listed, face by face."""
LEVELS = (0.5, 0.1, 0.001)
"""Likelihoods of the level lines, in parts of the maximum."""
_TURNS = 96  # directions in which a level line is sought; the triangle's edges are among them


@dataclass(frozen=True, slots=True)
class Choice:
    """What the controls of the page stand at.

    Attributes
    ----------
    theta : tuple of float, length K
        Probabilities of the faces: q on the page.
    seed : int
        The same seed throws the same faces.
    """

    theta: tuple[float, ...] = LOADED[3]
    seed: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class Throws:
    """The game at each of THROWS.

    Attributes
    ----------
    theta : ndarray, shape (K,)
        Probabilities of the faces.
    counts, shares : ndarray, shape (steps, K)
        How often each face has come up, and in parts of the throws: t on the page.
    cross_entropy : ndarray, shape (steps,)
        Of the shares with theta, in nats.
    constant : ndarray, shape (steps,)
        Logarithm of the multinomial coefficient, per throw.
    """

    theta: np.ndarray
    counts: np.ndarray
    shares: np.ndarray
    cross_entropy: np.ndarray
    constant: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Die:
    """A die that may have been thrown.

    Attributes
    ----------
    slug : str
        "thrown", "best" or "fair".
    theta : ndarray, shape (K,)
        Probabilities of the faces.
    cross_entropy, constant : float
        As in Throws.
    likelihood : float
        In parts of the maximum.
    """

    slug: str
    theta: np.ndarray
    cross_entropy: float
    constant: float
    likelihood: float


def probabilities(kind: str, parts: tuple[float, ...]) -> tuple[float, ...]:
    """Return the probabilities of one of DICE; of one's own die only proportions are given."""
    if kind == "loaded":
        return LOADED[len(parts)]
    chosen = np.ones(len(parts)) if kind == "fair" else np.array(parts)
    return tuple((chosen / chosen.sum()).tolist())


def compute(choice: Choice) -> Throws:
    """Throw, and count the faces at each step."""
    faces, theta = throw(choice.theta, MOST_THROWS, choice.seed), np.array(choice.theta)
    counts = running_counts(faces, len(theta))[THROWS.astype(int) - 1]
    return Throws(theta, counts, multinomial_estimate(counts), *_per_throw(counts, theta))


def three_dice(seen: Throws, step: int) -> list[Die]:
    """Compare the die that was thrown, the most likely one and a fair one at one step."""
    counts, sides = seen.counts[step], len(seen.theta)
    dice = {"thrown": seen.theta, "best": seen.shares[step], "fair": np.full(sides, 1 / sides)}
    return [_compare(slug, counts, theta) for slug, theta in dice.items()]


def coins(seen: Throws) -> tuple[np.ndarray, np.ndarray]:
    """Compute the likelihood of coins.

    Returns
    -------
    heads, likelihood : ndarray, shape (steps, points)
        Probabilities of heads, denser near the shares the more throws there are, and the
        likelihood in parts of its maximum.
    """
    throws, share = THROWS[:, None], seen.shares[:, :1]
    near = np.clip(share + np.linspace(-3, 3, 121) / np.sqrt(throws), 0, 1)
    evenly = np.broadcast_to(np.linspace(0, 1, 41), (len(share), 41))
    heads = np.sort(np.concatenate([near, evenly], axis=1), axis=1)
    coin = np.stack([heads, 1 - heads], axis=-1)
    return heads, np.exp(-throws * kl_divergence(seen.shares[:, None], coin))


def level_lines(counts: np.ndarray, share: float) -> np.ndarray:
    """Find the dice of three faces whose likelihood is a share of the maximum.

    Parameters
    ----------
    counts : ndarray, shape (steps, 3)
        How often each face came up.
    share : float
        Between 0 and 1.

    Returns
    -------
    ndarray, shape (steps, directions + 1, 3)
        Closed lines around the shares of the faces, ending at the edge of the simplex where the
        likelihood is larger.
    """
    shares, ways = multinomial_estimate(counts)[:, None], _directions()
    throws = counts.sum(axis=1)[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        room = np.where(ways < 0, -shares / ways, np.inf).min(axis=-1)
    near, far = np.zeros_like(room), room
    for _ in range(40):
        middle = (near + far) / 2
        theta = np.maximum(shares + middle[..., None] * ways, 0)
        inside = throws * kl_divergence(shares, theta) < -np.log(share)
        near, far = np.where(inside, middle, near), np.where(inside, far, middle)
    line: np.ndarray = np.maximum(shares + far[..., None] * ways, 0)
    return line


def parse(slug: str) -> tuple[int, ...]:
    """Return the counts that one of ORDERS names."""
    return tuple(int(count) for count in slug.split("-"))


def binomials(counts: tuple[int, ...]) -> list[tuple[int, int]]:
    """Return the binomials whose product is the number of orders: how many are left, and chosen."""
    left = np.cumsum(counts[::-1])[::-1]
    return list(zip(left.tolist(), counts, strict=True))


def coefficient(counts: tuple[int, ...]) -> float:
    """Return the number of orders of the counts."""
    return float(np.exp(multinomial_log_coefficient(counts)))


def first_face(seen: Throws, step: int) -> dict[str, str]:
    """Return the first face's share and probability as the two outcomes of a link."""
    return {"p": f"{seen.shares[step, 0]:.2f}", "q": f"{seen.theta[0]:.2f}"}


def _directions() -> np.ndarray:
    """Return directions evenly around the simplex, shape (directions + 1, 3)."""
    turn = np.linspace(0, 2 * np.pi, _TURNS + 1)[:, None]
    edge, height = np.array([1, -1, 0]) / np.sqrt(2), np.array([1, 1, -2]) / np.sqrt(6)
    ways: np.ndarray = np.cos(turn) * edge + np.sin(turn) * height
    return ways.round(12)


def _per_throw(counts: np.ndarray, theta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the cross-entropy of the shares with theta, and the log-coefficient per throw."""
    return (
        cross_entropy(multinomial_estimate(counts), theta),
        multinomial_log_coefficient(counts) / counts.sum(axis=-1),
    )


def _compare(slug: str, counts: np.ndarray, theta: np.ndarray) -> Die:
    cross, constant = _per_throw(counts, theta)
    likelihood = np.exp(-counts.sum() * kl_divergence(multinomial_estimate(counts), theta))
    return Die(slug, theta, float(cross), float(constant), float(likelihood))
