"""Write the softmax losses: ``python tests/core/reference/make_multiclass_reference.py``.

Values are as textbooks define them; the slope of squared error goes through the Jacobian of the
softmax, entry by entry. Two logits 2e4 apart leave a probability of 1e-8686 beside one of 1, so
9000 digits leave more than 60 correct ones where 1 - q cancels. Stored are 17 significant
digits, which name the nearest float64; logits and targets are exact.
"""

import csv
import random
from pathlib import Path

import mpmath as mp
from mpmath import mpf

HERE = Path(__file__).parent
DIGITS = 9000
CLASSES = 3
Row = dict[str, str]

TARGETS = (
    (1.0, 0.0, 0.0),
    (0.0, 1.0, 0.0),
    (0.0, 0.0, 1.0),
    (0.5, 0.25, 0.25),
    (0.875, 0.125, 0.0),
    (1 - 2**-30, 2**-30, 0.0),
)
LOGITS = (
    (0.0, 0.0, 0.0),
    (1e-300, 0.0, -1e-300),
    (1.0, 1.0 + 1e-9, 1.0 - 1e-9),
    (0.0, -0.6931471805599453, -0.6931471805599453),  # q is nearly the target (1/2, 1/4, 1/4)
    (40.0, 0.0, 0.0),
    (0.0, 37.0, 36.0),
    (37.0, 0.0, -700.0),
    (354.0, 0.0, -354.0),
    (700.0, 0.0, -700.0),
    (-745.0, 0.0, 0.0),
    (1e4, -1e4, 0.0),
    (1e4, 1e4, -1e4),
    (1e4, 9999.999999, 9963.0),
    (-1e4, -9999.5, -9980.0),
)


def reference_row(logits: tuple[float, ...], target: tuple[float, ...]) -> Row:
    """Both losses and their slopes at one row of logits and one target."""
    with mp.workdps(DIGITS):
        powers = [mp.exp(mpf(z)) for z in logits]
        q = [power / mp.fsum(powers) for power in powers]
        t = [mpf(value) for value in target]
        error = [a - b for a, b in zip(q, t, strict=True)]
        slopes = [
            mp.fsum(error[j] * q[j] * ((j == k) - q[k]) for j in range(CLASSES))
            for k in range(CLASSES)
        ]
        cross_entropy = -mp.fsum(b * mp.log(a) for a, b in zip(q, t, strict=True) if b)
        half_squares = mp.fsum(e**2 for e in error) / 2
        return (
            {f"z{k}": repr(z) for k, z in enumerate(logits)}
            | {f"t{k}": repr(value) for k, value in enumerate(target)}
            | {"cross_entropy": text(cross_entropy), "squared_error": text(half_squares)}
            | {f"cross_entropy_slope{k}": text(value) for k, value in enumerate(error)}
            | {f"squared_error_slope{k}": text(value) for k, value in enumerate(slopes)}
        )


def text(number: mpf) -> str:
    """17 significant digits, the shortest that name every float64."""
    with mp.workdps(60):
        return str(mp.nstr(+number, 17))


def all_logits() -> list[tuple[float, ...]]:
    """Chosen rows, then random ones on four scales."""
    dice = random.Random(0)
    drawn = [
        tuple(dice.uniform(-scale, scale) for _ in range(CLASSES))
        for scale in (1.0, 30.0, 700.0, 1e4)
        for _ in range(5)
    ]
    return [*LOGITS, *drawn]


def main() -> None:
    rows = [reference_row(z, t) for z in all_logits() for t in TARGETS]
    with open(HERE / "softmax_losses.csv", "w", newline="", encoding="ascii") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
