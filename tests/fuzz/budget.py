"""How much is tried, read in one place: a little in every test run, all of it with FUZZ=full."""

import os
import random

FULL = os.environ.get("FUZZ") == "full"
SEED = 20_240_601


def budget(small: int, full: int) -> int:
    """Return how many cases are to be tried."""
    return full if FULL else small


def generator(*names: object) -> random.Random:
    """Return the random numbers of one test: the same in every run, on every machine."""
    return random.Random(f"{SEED} {names}")
