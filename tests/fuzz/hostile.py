"""Values that nobody should pass to `core`, and forms that must not change an answer."""

import itertools

import numpy as np

NAN, INF, HUGE, TINY = float("nan"), float("inf"), 1e308, 5e-324


def _nested(depth):
    values = []
    for _ in range(depth):
        values = [values]
    return values


def _own_member():
    values = [1.0]
    values.append(values)
    return values


# Not real numbers: no function may answer to them. Each is made anew, as a call may change it.
NO_NUMBERS = {
    "nan": lambda: NAN,
    "nan among numbers": lambda: [0.0, NAN, 1.0],
    "nan of float16": lambda: np.array([NAN], np.float16),
    "nan of longdouble": lambda: np.array([NAN], np.longdouble),
    "a string": lambda: "0.5",
    "bytes": lambda: b"0.5",
    "strings": lambda: ["0", "1"],
    "an array of strings": lambda: np.array(["0", "1"]),
    "a long string": lambda: "x" * 100_000,
    "markup": lambda: "<script>alert(1)</script>",
    "None": lambda: None,
    "None among numbers": lambda: [0.5, None],
    "an object": lambda: object(),
    "objects": lambda: np.array([0.5, 1.0], dtype=object),
    "an int beyond int64": lambda: 10**400,
    "ints beyond int64": lambda: [10**400, 1],
    "a complex number": lambda: 1j,
    "complex numbers": lambda: np.array([0.5 + 0j, 1]),
    "a ragged list": lambda: [[0.5], [0.5, 1.0]],
    "a ragged list of arrays": lambda: [np.zeros(2), np.zeros(3)],
    "dates": lambda: np.array(["2024-01-01"], dtype="datetime64[D]"),
    "durations": lambda: np.array([1, 2], dtype="timedelta64[s]"),
    "records": lambda: np.array([(1.0, 2)], dtype=[("a", float), ("b", int)]),
    "a dict": lambda: {"a": 1.0},
    "a set": lambda: {0.5},
    "a function": lambda: len,
    "a generator": lambda: (number for number in (0.0, 1.0)),
    "a slice": lambda: slice(3),
    "a list within itself": _own_member,
    "a deep list": lambda: _nested(5000),
    "masked numbers": lambda: np.ma.array([0.5, 0.25], mask=[False, True]),
    "all numbers masked": lambda: np.ma.masked_all(3),
}

# Numbers: the answer is right or they are refused.
NUMBERS = {
    "minus zero": lambda: -0.0,
    "zero": lambda: 0,
    "one": lambda: 1,
    "two": lambda: 2.0,
    "minus one": lambda: -1.0,
    "a half": lambda: 0.5,
    "True": lambda: True,
    "infinity": lambda: INF,
    "minus infinity": lambda: -INF,
    "1e999": lambda: 1e999,
    "huge": lambda: HUGE,
    "minus huge": lambda: -HUGE,
    "the largest float": lambda: np.finfo(float).max,
    "denormal": lambda: TINY,
    "minus denormal": lambda: -TINY,
    "the smallest normal float": lambda: np.finfo(float).tiny,
    "just above one": lambda: 1 + 2**-52,
    "just below one": lambda: 1 - 2**-53,
    "a million million": lambda: 10**12,
    "minus a million million": lambda: -(10**12),
    "the largest int64": lambda: np.int64(2**63 - 1),
    "the smallest int64": lambda: np.int64(-(2**63)),
    "the largest uint64": lambda: np.uint64(2**64 - 1),
    "a number of float32": lambda: np.float32(0.1),
    "a number of float64": lambda: np.float64(700.0),
    "a bool of NumPy": lambda: np.bool_(True),
    "a number beyond float64": lambda: np.longdouble("1e4000"),
    "0-d": lambda: np.array(0.25),
}
ARRAYS = {
    "empty": lambda: [],
    "empty, 2-d": lambda: np.empty((0, 2)),
    "no columns": lambda: np.empty((3, 0)),
    "no rows of three": lambda: np.empty((2, 0, 3)),
    "one number in a list": lambda: [0.5],
    "one number, 5-d": lambda: np.full((1, 1, 1, 1, 1), 0.5),
    "a column": lambda: [[0.0], [1.0]],
    "seven numbers": lambda: np.linspace(-3, 3, 7),
    "4-d": lambda: np.zeros((2, 1, 3, 2)),
    "zeros": lambda: np.zeros(5),
    "zeros, 5 x 2": lambda: np.zeros((5, 2)),
    "infinities": lambda: [-INF, INF],
    "five infinities": lambda: np.full(5, INF),
    "huge numbers": lambda: [HUGE, -HUGE, HUGE],
    "five huge numbers": lambda: np.full(5, HUGE),
    "huge numbers, 5 x 2": lambda: np.full((5, 2), HUGE) * [[1], [-1], [1], [-1], [0.5]],
    "1e150, 5 x 2": lambda: 1e150 * np.arange(10.0).reshape(5, 2) ** 2,
    "1e100, 5 x 2": lambda: 1e100 * np.array([[1.0, 0], [0, 1], [0.5, 1], [1, 0.2], [0, 0]]),
    "denormal numbers": lambda: [TINY, 0.0, -TINY],
    "five denormal numbers": lambda: np.array([TINY, 0, 2 * TINY, 3 * TINY, TINY]),
    "denormal numbers, 5 x 2": lambda: TINY * np.arange(10.0).reshape(5, 2) ** 2,
    "a distribution with a denormal": lambda: [1.0, TINY, 0.0],
    "one class for certain": lambda: [0.0, 1.0, 0.0],
    "far and near": lambda: [HUGE, TINY, 1.0],
    "int64": lambda: np.array([2**63 - 1, -(2**63), 0]),
    "uint8": lambda: np.array([0, 1, 255], np.uint8),
    "bools": lambda: np.array([True, False, True]),
    "longdouble": lambda: np.array(["1e4000", "1e-4000", "1"], dtype=np.longdouble),
    "100 000 zeros": lambda: np.zeros(100_000),
    "100 000 numbers": lambda: np.linspace(0, 1, 100_000),
    "100 000 equal shares": lambda: np.full(100_000, 1e-5),
    "300 x 300": lambda: np.zeros((300, 300)),
}
STRINGS = {
    "empty": lambda: "",
    "unknown": lambda: "unknown",
    "long": lambda: "x" * 100_000,
    "markup": lambda: "<script>alert(1)</script>",
    "NUL": lambda: "\0",
    "None": lambda: None,
    "a number": lambda: 3,
    "nan": lambda: NAN,
}


def forms(values):
    """Give the same numbers in other forms, by name."""
    array = np.array(values, dtype=float)
    read_only = array.copy()
    read_only.flags.writeable = False
    spread = np.zeros([2 * size for size in array.shape])
    spread[(slice(None, None, 2),) * array.ndim] = array
    yield "a list", array.tolist()
    yield "read-only", read_only
    yield "with gaps", spread[(slice(None, None, 2),) * array.ndim]
    yield "backwards", array[::-1].copy()[::-1] if array.ndim else array
    yield "by columns", array.copy(order="F")
    yield "big-endian", array.astype(">f8")
    yield "longdouble", array.astype(np.longdouble)
    if np.array_equal(array, array.astype(np.float16)):
        yield "float16", array.astype(np.float16)
    if np.array_equal(array, array.astype(np.int8)):
        yield "int8", array.astype(np.int8)
        yield "ints", array.astype(int).tolist()
    yield "masked nowhere", np.ma.array(array)


def random_array(numbers):
    """Make an array of up to three axes out of hostile and ordinary numbers."""
    shape = numbers.choice([(), (1,), (2,), (3,), (5,), (5, 1), (5, 2), (3, 3), (2, 3), (2, 5, 2)])
    kinds = numbers.choice([(0.0, 1.0), (0.0, 0.5, 1.0), (HUGE, 1.0, -HUGE), (TINY, 1.0, 0.0)])
    extremes = (*kinds, INF, -INF, 700.0, -745.2, 1e100, 1e-300, 36.8)
    pool = kinds if numbers.random() < 0.5 else extremes
    flat = [numbers.choice(pool) for _ in range(int(np.prod(shape)))]
    return np.array(flat).reshape(shape)


def named(*kinds):
    """Chain dicts of cases."""
    return list(itertools.chain.from_iterable(kind.items() for kind in kinds))
