"""Every run tells its budget and its seed, and no case may run for ever."""

import faulthandler

import pytest

from tests.fuzz.budget import FULL, SEED

LONGEST = 600  # seconds for one test; the slowest needs a tenth of it


def pytest_report_header():
    return f"fuzz: {'full' if FULL else 'small'} budget, seed {SEED}"


@pytest.fixture(autouse=True)
def _not_for_ever():
    """End the run where it hangs, with the place."""
    faulthandler.dump_traceback_later(LONGEST, exit=True)
    yield
    faulthandler.cancel_dump_traceback_later()
