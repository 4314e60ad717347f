"""The slope in the logit, and the factors of the chain rule that make it."""

from dataclasses import dataclass

import numpy as np

from core.activations import sigmoid, sigmoid_derivative
from core.gradients import ChainRule, chain_rule, same_slope_logit
from core.losses import LOSSES, Loss

SCALES = ("magnitude", "signed", "logarithm")
EXTREME = 7.0
"""Logit at which a prediction counts as near 0 or 1."""
SATURATED = 0.01
"""A sigmoid whose slope p (1 - p) is below this counts as saturated."""
PEAK = 4 / 27
"""Largest slope of half squared error behind a sigmoid, at p = 1/3 for label 1."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the controls of the page stand at.

    Attributes
    ----------
    losses : tuple of str
        Slugs of the curves.
    y : float
        Label in [0, 1].
    scale : str
        One of SCALES.
    x : float
        Input of the neuron, dz/dw; not 0.
    """

    losses: tuple[str, ...] = ("bce", "mse")
    y: float = 1.0
    scale: str = "magnitude"
    x: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Slopes:
    """Slopes and factors at every logit of the control.

    Attributes
    ----------
    z : ndarray, shape (201,)
        Logits, rounded to what the number box shows; wider where the axis is logarithmic.
    p, dp_dz : ndarray, shape (201,)
        The sigmoid and its derivative.
    losses : list of Loss
        Those that were chosen.
    slopes : dict of ndarray, shape (201,)
        dL/dz by slug.
    factors : dict of ChainRule
        By slug, for the first two losses that are functions of the probability.
    twin : ndarray, shape (201,), or None
        The other logit at which half squared error has the same slope; None if it is not shown or
        the label is soft.
    saturated : float
        Size of the logit beyond which the sigmoid counts as saturated.
    """

    z: np.ndarray
    p: np.ndarray
    dp_dz: np.ndarray
    losses: list[Loss]
    slopes: dict[str, np.ndarray]
    factors: dict[str, ChainRule]
    twin: np.ndarray | None
    saturated: float


def grid(scale: str) -> np.ndarray:
    """Return the logits at which the marker can stand, shape (201,)."""
    reach = 30 if scale == "logarithm" else 10
    return np.round(np.linspace(-reach, reach, 201), 1)


def compute(choice: Choice) -> Slopes:
    """Compute everything that the page shows."""
    z = grid(choice.scale)
    losses = [LOSSES[slug] for slug in choice.losses]
    factored = [loss for loss in losses if loss.probability_gradient][:2]
    has_twin = "mse" in choice.losses and choice.y in (0, 1)
    return Slopes(
        z=z,
        p=sigmoid(z),
        dp_dz=sigmoid_derivative(z),
        losses=losses,
        slopes={loss.slug: loss.gradient(z, choice.y) for loss in losses},
        factors={loss.slug: chain_rule(loss, z, choice.y) for loss in factored},
        twin=same_slope_logit(z, choice.y) if has_twin else None,
        saturated=float(np.arccosh(0.5 / SATURATED - 1)),  # as 1 / (p (1 - p)) = 2 + 2 cosh z
    )


def peak_logit(y: float) -> float:
    """Return the logit at which half squared error is steepest for a label of 0 or 1."""
    return -float(np.log(2)) if y == 1 else float(np.log(2))


def chain(loss: Loss, z: float, choice: Choice) -> tuple[float, float, float]:
    """Return dL/dp, dp/dz and dL/dw at one logit."""
    rule = chain_rule(loss, z, choice.y)
    return float(rule.dL_dp), float(rule.dp_dz), float(rule.dL_dz * choice.x)


@dataclass(frozen=True, slots=True)
class ExtremeCase:
    """A prediction near 0 or 1: the label, p, whether it is right, and each loss's |dL/dz|."""

    y: int
    p: float
    is_right: bool
    slopes: dict[str, float]


def extreme_cases(slugs: tuple[str, ...] = ("mse", "bce")) -> list[ExtremeCase]:
    """Return the four cases of a label of 0 or 1 and a prediction near 0 or 1."""
    return [
        ExtremeCase(
            y=y,
            p=float(sigmoid(z)),
            is_right=(z > 0) == (y == 1),
            slopes={slug: abs(float(LOSSES[slug].gradient(z, y))) for slug in slugs},
        )
        for y in (0, 1)
        for z in (-EXTREME, EXTREME)
    ]
