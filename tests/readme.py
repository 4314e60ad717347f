"""The code of the README and of `docs`, taken as it stands there."""

import re
import shutil
from pathlib import Path
from textwrap import dedent, indent

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
BLOCK = re.compile(r"^( *)```(\w+)([^\n]*)\n(.*?)^\1```$", re.DOTALL | re.MULTILINE)
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", ".*_cache", ".hypothesis", "__pycache__")


def blocks(language: str) -> list[str]:
    """Return the README's blocks in a language that belong to no file, in order."""
    text = README.read_text(encoding="utf-8")
    return [code for _, kind, file, code in BLOCK.findall(text) if kind == language and not file]


def copy_with(target: Path, *documents: Path) -> Path:
    """Copy the project and carry out each document's recipes in the copy.

    A block of code names its file behind the language. It makes that file, or is appended to it;
    with a tuple's name behind the file it becomes the last entry of the tuple.
    """
    shutil.copytree(ROOT, target, ignore=LEFT_OUT, symlinks=True)
    for document in documents:
        for _, _, place, code in BLOCK.findall(document.read_text(encoding="utf-8")):
            if place:
                file, _, name = place.strip().partition(" ")
                _write(target / file, name, dedent(code))
    return target


def _write(file: Path, name: str, code: str) -> None:
    text = file.read_text(encoding="utf-8").rstrip("\n") if file.exists() else ""
    if name:
        head, begin, rest = text.partition(f"\n{name} = (\n")
        entries, end, tail = rest.partition("\n)\n")
        text = f"{head}{begin}{entries}\n{indent(code, '    ').rstrip()},{end}{tail}\n"
    else:
        text += ("\n\n\n" if file.suffix == ".py" else "\n\n") * bool(text) + code
    file.write_text(text, encoding="utf-8")
