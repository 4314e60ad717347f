"""Tables of results, each file with its date, versions and machine."""

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

import psutil

RESULTS = Path(__file__).with_name("results")
GIB = 1 << 30


@dataclass(frozen=True)
class Table:
    """One table of a report.

    Attributes
    ----------
    title : str
        What was measured.
    columns : sequence of str
        Heads, with units.
    rows : sequence of sequence
        Cells; numbers are written with three significant digits.
    note : str
        How it was measured, and the reason where a goal is missed.
    """

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[object]]
    note: str = ""

    def text(self) -> str:
        """Return the table in Markdown."""
        lines = [f"## {self.title}", ""]
        lines += [_line(self.columns), _line(["---"] * len(self.columns))]
        lines += [_line(row) for row in self.rows]
        return "\n".join([*lines, *(["", self.note] if self.note else [])])


def write(part: str, title: str, tables: Sequence[Table], packages: Sequence[str]) -> Path:
    """Write ``results/<part>.md`` and print it.

    Parameters
    ----------
    part : str
        Name of the file.
    title : str
        Its headline.
    tables : sequence of Table
        What it holds.
    packages : sequence of str
        Names of the packages whose versions matter.

    Returns
    -------
    Path
        The file.
    """
    head = [f"# {title}", "", f"{datetime.now(UTC):%Y-%m-%d}. {machine()}.", versions(packages)]
    text = "\n".join(head) + "\n\n" + "\n\n".join(table.text() for table in tables) + "\n"
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{part}.md"
    path.write_text(text, encoding="utf-8")
    print(text)
    return path


def machine() -> str:
    """Return processor, cores, memory and system in one line."""
    memory = psutil.virtual_memory().total / GIB
    return (
        f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GiB, "
        f"{platform.system()}, Python {platform.python_version()}"
    )


def versions(packages: Sequence[str]) -> str:
    """Return the versions of packages in one line."""
    return ", ".join(f"{name} {metadata.version(name)}" for name in packages) + "."


def number(value: float) -> str:
    """Write a number with three significant digits and no exponent."""
    if value == 0:
        return "0"
    digits = max(0, 2 - int(f"{value:e}".split("e")[1]))
    return f"{float(f'{value:.3g}'):,.{digits}f}"


def _line(cells: Sequence[object]) -> str:
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _cell(value: object) -> str:
    return number(value) if isinstance(value, float) else str(value)


def _processor() -> str:
    for line in (
        Path("/proc/cpuinfo").read_text().splitlines() if platform.system() == "Linux" else ()
    ):
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
