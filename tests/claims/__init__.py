"""What the lecture teaches, each statement with the numbers that decide, one module a section.

A claim quotes the words of a page or a lecture and is computed by its function: it fails when the
core no longer says so. `tests/test_claims.py` runs them all.
"""

from tests.claims import (
    answers,
    information,
    lectures,
    likelihood,
    linear_probability,
    many_classes,
    one_neuron,
    opening,
    reference,
    training,
)
from tests.claims.answers import ANSWERS
from tests.claims.registry import CLAIMS, NO_CLAIMS

__all__ = [
    "ANSWERS",
    "CLAIMS",
    "NO_CLAIMS",
    "answers",
    "information",
    "lectures",
    "likelihood",
    "linear_probability",
    "many_classes",
    "one_neuron",
    "opening",
    "reference",
    "training",
]
