"""The words of a page: a Markdown file beside its script.

The file's `# heading` is the question, the paragraph under it the quiet line that says what to
drag, and each `## heading` names a passage. Passages may hold ``{names}`` for numbers.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Text:
    """A page's question, its quiet line, and its passages by name."""

    question: str
    hint: str
    passages: dict[str, str]


def read(script: str) -> Text:
    """Read the Markdown file that stands beside a page's script.

    Parameters
    ----------
    script : str
        The script's ``__file__``.
    """
    path = Path(script).with_suffix(".md")
    return _parse(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _parse(path: Path, _version: int) -> Text:
    head, *rest = re.split(r"^## ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    question, _, hint = head.removeprefix("# ").partition("\n")
    passages = dict(passage.split("\n", 1) for passage in rest)
    return Text(question.strip(), hint.strip(), {k.strip(): v.strip() for k, v in passages.items()})
