"""The recipes of the README and of `docs`: carried out in a copy, which then passes its tests."""

import os
import shlex
import subprocess
import sys

import pytest

from tests.readme import README, ROOT, copy_with

ADDED = "poly or o-rings or my-lecture or perplexity or test_offers"


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    folder = tmp_path_factory.mktemp("copy") / "project"
    return copy_with(folder, README, ROOT / "docs" / "add-a-page.md")


@pytest.mark.parametrize(
    "command",
    [
        "ruff format --check .",
        "ruff check .",
        "mypy",
        "pytest core -p no:cacheprovider",
        f"pytest tests/core tests/figures tests/pages tests/test_claims.py -n 0 -k '{ADDED}'",
    ],
    ids=lambda command: command.partition(" -")[0],
)
def test_the_copy_passes(copy, command):
    environment = {name: at for name, at in os.environ.items() if not name.startswith("PYTEST")}
    done = subprocess.run(
        [sys.executable, "-m", *shlex.split(command)],
        cwd=copy,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
