"""Reading arguments: what enters `core` becomes float64 here, or is refused by name."""

import reprlib
from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]
SUM_TOLERANCE = 1e-9  # of the probabilities of a distribution, in double precision
MOST_STEPS = 100_000  # of a run: nobody waits for more
LARGEST = 1e100  # sums and squares of larger numbers would overflow


def as_floats(name: str, values: ArrayLike) -> FloatArray:
    """Return `values` as float64, infinities allowed; raise ValueError for nan or non-numbers."""
    if np.ma.is_masked(values):
        raise ValueError(f"{name} must have no masked values; got {short(values)}")
    try:
        given = np.asarray(values)
    except ValueError:
        raise ValueError(f"{name} must be one regular array; got {short(values)}") from None
    if given.dtype.kind not in "biuf":
        raise ValueError(f"{name} must hold real numbers; got {short(values)}")
    with np.errstate(over="ignore"):
        floats = given.astype(np.float64, copy=False)
    # One nan makes the minimum nan: a single pass, without an array of its own.
    if np.isnan(floats.min(initial=np.inf)):
        raise ValueError(f"{name} must not hold nan; got {short(values)}")
    return floats


def as_finite(name: str, values: ArrayLike) -> FloatArray:
    """Like `as_floats`, and infinities are refused too."""
    floats = as_floats(name, values)
    if np.isinf(floats).any():
        raise ValueError(f"{name} must be finite; got {short(values)}")
    return floats


def as_bounded(name: str, values: ArrayLike, largest: float = LARGEST) -> FloatArray:
    """Like `as_finite`, and no number is larger in size than `largest`."""
    floats = as_finite(name, values)
    size = np.abs(floats).max(initial=0.0)
    if size > largest:
        raise ValueError(f"{name} must lie within +-{largest:g}; got {size:g} in size")
    return floats


def as_unit_interval(name: str, values: ArrayLike) -> FloatArray:
    """Like `as_floats`, for labels and probabilities: every value within [0, 1]."""
    floats = as_floats(name, values)
    if floats.min(initial=0.0) < 0 or floats.max(initial=1.0) > 1:
        outside = floats[(floats < 0) | (floats > 1)]
        raise ValueError(f"{name} must lie in [0, 1]; got {float(outside.flat[0])!r}")
    return floats


def is_hard(labels: FloatArray) -> bool:
    """Whether every label of [0, 1] is 0 or 1: only these two are their own squares."""
    return bool((labels * labels == labels).all())


def as_positive(name: str, value: float) -> float:
    """Return one finite number above zero."""
    number = as_finite(name, value)
    if number.ndim or number <= 0:
        raise ValueError(f"{name} must be one number above 0; got {short(value)}")
    return float(number)


def as_scale(name: str, values: ArrayLike) -> FloatArray:
    """Like `as_finite`, for standard deviations and their kind: every value above zero."""
    scale = as_finite(name, values)
    if np.any(scale <= 0):
        raise ValueError(f"{name} must be above 0; got {float(scale.min())!r}")
    return scale


def as_whole(name: str, value: int, least: int, most: int | None = None) -> int:
    """Return a whole number from `least` to `most`."""
    whole = isinstance(value, (int, np.integer)) and not isinstance(value, bool)
    if not whole or value < least or (most is not None and value > most):
        limits = f"from {least}" + ("" if most is None else f" to {most}")
        raise ValueError(f"{name} must be a whole number {limits}; got {short(value)}")
    return int(value)


def as_choice(name: str, value: str, choices: Iterable[str]) -> str:
    """Return one of a few slugs."""
    slugs = list(choices)
    if not isinstance(value, str) or value not in slugs:
        raise ValueError(f"{name} must be one of {', '.join(slugs)}; got {short(value)}")
    return value


def as_distribution(name: str, values: ArrayLike) -> FloatArray:
    """Like `as_unit_interval`, and the values sum to 1 along the last axis."""
    p = as_unit_interval(name, values)
    if p.ndim == 0 or p.size == 0:
        raise ValueError(f"{name} must have outcomes along its last axis; got shape {p.shape}")
    sums = row_sums(p)
    wrong = sums[np.abs(sums - 1) > sum_tolerance(values)]
    if wrong.size:
        raise ValueError(
            f"{name} must sum to 1 along the last axis; got {float(wrong.flat[0])!r} "
            "(core.multiclass.normalised divides by the sum)"
        )
    return p


def sum_tolerance(values: ArrayLike) -> float:
    """How far probabilities may sum from 1: what the rounding of their own precision may cost.

    Each of K probabilities, with sum 1, is rounded by half a unit in its last place, and so are
    the K partial sums in which a softmax has divided: at most K units, of float16 or float32.
    """
    given = np.asarray(values)
    if given.dtype not in (np.float16, np.float32):
        return SUM_TOLERANCE
    unit = float(np.finfo(given.dtype).eps)
    return max(SUM_TOLERANCE, int(given.shape[-1]) * unit)


def require_broadcast(names: str, *arrays: FloatArray) -> None:
    """Raise ValueError unless the arrays, named together, broadcast."""
    shapes = [array.shape for array in arrays]
    try:
        np.broadcast_shapes(*shapes)
    except ValueError:
        raise ValueError(f"{names} must broadcast; got shapes {shapes}") from None


def weighted(weight: FloatArray, term: FloatArray) -> FloatArray:
    """Product in which weight 0 silences an infinite term, as the limit does."""
    with np.errstate(invalid="ignore"):
        products: FloatArray = weight * term
    if np.isnan(products.min(initial=0.0)):
        products = np.where(weight == 0, 0.0, products)
    return products


def row_sums(rows: FloatArray) -> FloatArray:
    """Sum finite numbers along the last axis: as a product it is fast for short rows too."""
    sums: FloatArray = rows @ np.ones(rows.shape[-1])
    return sums


def short(values: object, limit: int = 80) -> str:
    """Show a value in a message, cut to a line."""
    if isinstance(values, np.ndarray) and values.size < 10:
        values = values.tolist()
    text = " ".join(reprlib.repr(values).split())
    return text if len(text) <= limit else text[: limit - 3] + "..."
