"""What several tests of `core` share: stored reference values and arguments that are refused."""

from pathlib import Path

import numpy as np

NOT_REAL_NUMBERS = {
    "nan": float("nan"),
    "nan in a list": [0.5, float("nan")],
    "string": "0.5",
    "strings": ["0", "1"],
    "None": None,
    "None in a list": [0.5, None],
    "object": object(),
    "objects": np.array([0.5, 1], dtype=object),
    "complex": 1j,
    "ragged": [[0.5], [0.5, 1]],
    "dates": np.array(["2024-01-01"], dtype="datetime64[D]"),
}


def read_reference(name):
    """Read a stored table; ``table["sigmoid"]`` is the column of that name."""
    path = Path(__file__).parent / "reference" / name
    return np.genfromtxt(path, delimiter=",", names=True)


def inaccurate(actual, expected, absolute=0.0):
    """Say where a value is off by more than 1e-12 relatively and more than `absolute`.

    Below the normal floats there are no 12 digits: there only 0 or the nearest float will do.
    """
    error = np.abs(actual - expected)
    normal = np.abs(expected) >= np.finfo(float).tiny
    close = np.where(
        normal, error <= 1e-12 * np.abs(expected), (actual == 0) | (actual == expected)
    )
    return np.flatnonzero(~(close | (error <= absolute)))
