"""A class now and in the first edition, in turn: ``python -m benchmarks.load editions``.

Each edition is asked by the viewers of its own commit, which do what a browser does there.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from benchmarks import report
from benchmarks.servers import ROOT

ONE_CLASS = Path(__file__).with_name("one_class.py")
FIRST = "9f14612"
"""The commit of the first edition."""
GOAL = 0.45
"""CPU per interaction over the first edition's."""
VIEWERS, BEFORE, SECONDS = 40, 20.0, 60.0
"""Of a class; for how long it acts before it is measured, and while."""
COLUMNS = (
    "edition",
    "interactions",
    "failures",
    "server CPU per interaction, ms",
    "to the first",
    "goal",
)
NOTE = f"""\
{VIEWERS} viewers of one process, each of whom acts every 5 seconds: {SECONDS:g} s after
{BEFORE:g} s, in the order now, first, first, now. What is new to the server costs the most in both,
and more now: words find their places, minima are proven and maps run further. Tried: a release runs
what follows the handle and not the page; runs, pictures and pages are kept; scripts run in turn;
fewer and shorter searches for minima; tables without data frames."""


def measure() -> None:
    """Measure both editions and write the report."""
    with tempfile.TemporaryDirectory() as folder:
        first = Path(folder, "first")
        _git("worktree", "add", "--detach", str(first), FIRST)
        try:
            spent = _in_turn({"now": ROOT, "first": first})
        finally:
            _git("worktree", "remove", "--force", str(first))
    report.write("editions", "A class in two editions", [table(spent)], ("streamlit", "numpy"))


def table(spent: dict[str, Counter]) -> report.Table:
    """Compare what editions cost.

    Parameters
    ----------
    spent : dict of Counter
        Of the editions "now" and "first": seconds, interactions and failures.
    """
    each = {name: 1e3 * all_["seconds"] / all_["interactions"] for name, all_ in spent.items()}
    ratio = each["now"] / each["first"]
    told = f"{'met' if ratio <= GOAL else 'missed'} (≤ {GOAL:g})"
    rows = [
        (name, all_["interactions"], all_["failures"], each[name], each[name] / each["first"], goal)
        for (name, all_), goal in zip(spent.items(), (told, ""), strict=True)
    ]
    return report.Table("Server CPU per interaction", COLUMNS, rows, NOTE)


def _in_turn(checkouts: dict[str, Path]) -> dict[str, Counter]:
    spent = {name: Counter() for name in checkouts}
    for name in (*checkouts, *reversed(checkouts)):
        spent[name].update(_class_at(checkouts[name]))
        print(name, dict(spent[name]), flush=True)
    return spent


def _class_at(checkout: Path) -> dict[str, float]:
    # -P: the checkout's modules, not those beside the file.
    asked = [sys.executable, "-P", str(ONE_CLASS), *map(str, (VIEWERS, BEFORE, SECONDS))]
    environment = os.environ | {"PYTHONPATH": str(checkout)}
    answer = subprocess.run(
        asked, cwd=checkout, env=environment, check=True, stdout=subprocess.PIPE
    )
    return json.loads(answer.stdout)


def _git(*arguments: str) -> None:
    subprocess.run(["git", "-C", str(ROOT), *arguments], check=True)
