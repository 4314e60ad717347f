"""Write the reference values of the tests: ``python tests/core/reference/make_reference.py``.

Every function is evaluated as textbooks define it, with so many digits that cancellation does no
harm: 1 - p loses 304 digits at a logit of 700, so 400 leave more than 60 correct ones. Derivatives
in the logit go through the chain rule from those in p, not through the forms that `core` uses.
Stored are 17 significant digits, which name the nearest float64; logits and labels are exact.
"""

import csv
import random
from collections.abc import Iterable
from pathlib import Path

import mpmath as mp
from mpmath import mpf

HERE = Path(__file__).parent
DIGITS = 400
HARD_LABELS = (0.0, 1.0)
SOFT_LABELS = (0.1, 0.3, 0.9)
Row = dict[str, str]
Terms = tuple[mpf, mpf, mpf]  # a value and its first and second derivative

LN_2 = 0.6931471805599453
SIZES = (
    # tiny logits, at which p is 1/2
    *(0.0, 5e-324, 1e-300, 1e-100, 1e-20, 1e-16, 1e-10, 1e-5, 1e-3, 0.01, 0.1),
    # the zero of the curvature of half squared error
    *(0.6, 0.69, 0.693, LN_2 - 1e-9, LN_2, LN_2 + 1e-9, 0.694, 0.7, 0.8),
    # the kinks of hinge, and those of absolute error at the soft labels
    *(0.9, 1 - 1e-9, 1.0, 1 + 1e-9, 1.1),
    *(0.847, 0.8472978603, 0.848, 2.197, 2.1972245773, 2.198),
    # extremes of curvatures and slopes
    *(0.25, 0.466, 1.25, 1.5, 1.852, 2.5, 2.79, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 15.0, 20.0, 30.0),
    # where rounded forms become exactly 0
    *(33.0, 33.2, 33.3, 33.4, 34.0, 36.0, 36.5, 36.7, 36.75, 37.0, 37.5, 38.0, 40.0),
    # where squares and cubes of 1 - p become subnormal, then 0
    *(60.0, 100.0, 200.0, 236.0, 236.3, 240.0, 248.0, 249.0),
    *(300.0, 350.0, 353.8, 354.0, 354.2, 354.5, 356.0, 360.0, 368.0, 371.0, 372.0, 372.5, 373.0),
    *(400.0, 500.0, 600.0, 690.0, 699.0, 699.9, 700.0),
)
LOGITS = sorted({sign * size for size in SIZES for sign in (-1.0, 1.0)})
LOGITS_OF_SOFT_LABELS = [z for z in LOGITS if abs(z) <= 40 or abs(z) in (100.0, 354.0, 700.0)]


def text(number: mpf) -> str:
    """17 significant digits, the shortest that name every float64."""
    return str(mp.nstr(number, 17))


def sigmoid(z: mpf) -> mpf:
    return 1 / (1 + mp.exp(-z))


def activation_row(z: float) -> Row:
    """Sigmoid, its logarithm and its derivative at one logit."""
    with mp.workdps(DIGITS):
        p = sigmoid(mpf(z))
        values = {"sigmoid": p, "log_sigmoid": mp.log(p), "sigmoid_derivative": p * (1 - p)}
        return {"z": repr(z)} | {name: text(value) for name, value in values.items()}


def loss_row(z: float, y: float) -> Row:
    """Value, gradient and curvature in the logit of every loss at one logit and label."""
    with mp.workdps(DIGITS):
        p, label = sigmoid(mpf(z)), mpf(y)
        losses = {
            "bce": in_logit(p, bce(p, label)),
            "mse": in_logit(p, ((p - label) ** 2 / 2, p - label, mpf(1))),
            "mae": in_logit(p, (abs(p - label), mp.sign(p - label), mpf(0))),
            "hinge": hinge(mpf(z), label),
            "focal": in_logit(p, focal(p, label)),
        }
        names = ("value", "gradient", "curvature")
        return {"z": repr(z), "y": repr(y)} | {
            f"{slug}_{name}": text(term)
            for slug, terms in losses.items()
            for name, term in zip(names, terms, strict=True)
        }


def softmax_row(logits: tuple[float, float, float]) -> Row:
    """Probabilities of three classes and their logarithms."""
    with mp.workdps(DIGITS):
        powers = [mp.exp(mpf(z)) for z in logits]
        p = [power / mp.fsum(powers) for power in powers]
        # 1 - p would round p to 1 where the others are below 1e-400.
        log_p = [-mp.log1p(mp.fsum(powers[:k] + powers[k + 1 :]) / powers[k]) for k in range(3)]
        return (
            {f"z{k}": repr(z) for k, z in enumerate(logits)}
            | {f"p{k}": text(value) for k, value in enumerate(p)}
            | {f"log_p{k}": text(value) for k, value in enumerate(log_p)}
        )


def in_logit(p: mpf, terms: Terms) -> Terms:
    """Chain rule: from a value and its derivatives in p to those in the logit."""
    value, first, second = terms
    slope = p * (1 - p)
    return value, first * slope, second * slope**2 + first * slope * (1 - 2 * p)


def bce(p: mpf, y: mpf) -> Terms:
    return (
        -y * mp.log(p) - (1 - y) * mp.log(1 - p),
        -y / p + (1 - y) / (1 - p),
        y / p**2 + (1 - y) / (1 - p) ** 2,
    )


def focal(p: mpf, y: mpf) -> Terms:
    one, zero = focal_of_one(p), focal_of_one(1 - p)
    return (
        y * one[0] + (1 - y) * zero[0],
        y * one[1] - (1 - y) * zero[1],
        y * one[2] + (1 - y) * zero[2],
    )


def focal_of_one(p: mpf) -> Terms:
    """-(1 - p)^2 log p and its derivatives in p."""
    return (
        -((1 - p) ** 2) * mp.log(p),
        2 * (1 - p) * mp.log(p) - (1 - p) ** 2 / p,
        -2 * mp.log(p) + 4 * (1 - p) / p + (1 - p) ** 2 / p**2,
    )


def hinge(z: mpf, y: mpf) -> Terms:
    value = y * max(0, 1 - z) + (1 - y) * max(0, 1 + z)
    gradient = (0 if z >= 1 else -y) + (0 if z <= -1 else 1 - y)
    return value, gradient, mpf(0)


def softmax_logits() -> list[tuple[float, float, float]]:
    """Ties, near ties, saturated and huge logits, and random ones on four scales."""
    chosen = [
        (0.0, 0.0, 0.0),
        (1e-300, 0.0, -1e-300),
        (1.0, 1.0 + 1e-9, 1.0 - 1e-9),
        (40.0, 0.0, 0.0),
        (37.0, 0.0, -700.0),
        (700.0, 0.0, -700.0),
        (1e4, -1e4, 0.0),
        (1e4, 1e4, -1e4),
        (1e4, 9999.999999, 9963.0),
        (-1e4, -9999.5, -9980.0),
    ]
    dice = random.Random(0)
    for scale in (1.0, 30.0, 700.0, 1e4):
        for _ in range(20):
            a, b, c = (dice.uniform(-scale, scale) for _ in range(3))
            chosen.append((a, b, c))
    return chosen


def write(name: str, rows: Iterable[Row]) -> None:
    table = list(rows)
    with open(HERE / name, "w", newline="", encoding="ascii") as file:
        writer = csv.DictWriter(file, fieldnames=list(table[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)


def main() -> None:
    write("activations.csv", map(activation_row, LOGITS))
    hard = [loss_row(z, y) for z in LOGITS for y in HARD_LABELS]
    soft = [loss_row(z, y) for z in LOGITS_OF_SOFT_LABELS for y in SOFT_LABELS]
    write("losses.csv", hard + soft)
    write("softmax.csv", map(softmax_row, softmax_logits()))


if __name__ == "__main__":
    main()
