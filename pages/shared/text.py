"""The words of a page: a Markdown file beside its script.

The file's `# heading` is the question, the paragraph under it the quiet line that says what to
drag, and each `## heading` names a passage. Passages may hold ``{names}`` for numbers. Three have
the same place on every page: `## Needs` and `## Afterwards` say what a reader should know before
and can do then; `## Questions` holds questions to test oneself, each a `### heading` over its
answer.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

# A formula in a paragraph of its own; Streamlit sets it with the small fractions of running text.
_DISPLAYED = re.compile(r"^\$\$(?=\S)", re.MULTILINE)


class Passages(dict[str, str]):
    """Passages by name; asking for one that the file does not have names those it has."""

    def __missing__(self, name: str) -> str:
        raise KeyError(f"no passage {name!r}; there are: {', '.join(self)}")

    def lines(self, name: str) -> dict[str, str]:
        """Read a passage of ``name: words`` lines."""
        return dict(line.split(": ", 1) for line in self[name].splitlines())


@dataclass(frozen=True, slots=True)
class Text:
    """A page's question, its quiet line, and its passages by name."""

    question: str
    hint: str
    passages: Passages

    @property
    def self_test(self) -> dict[str, str]:
        """Questions to test oneself, each with its answer."""
        _, *rest = re.split(r"^### ", self.passages["Questions"], flags=re.MULTILINE)
        pairs = (each.partition("\n") for each in rest)
        return {question.strip(): answer.strip() for question, _, answer in pairs}


def read(script: str) -> Text:
    """Read the Markdown file that stands beside a page's script.

    Parameters
    ----------
    script : str
        The script's ``__file__``.

    Returns
    -------
    Text
        As the file stands now: an edited text shows at the next run.
    """
    path = Path(script).with_suffix(".md")
    return _parse(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _parse(path: Path, _version: int) -> Text:
    text = _DISPLAYED.sub(r"$$\\displaystyle ", path.read_text(encoding="utf-8"))
    head, *rest = re.split(r"^## ", text, flags=re.MULTILINE)
    question, _, hint = head.removeprefix("# ").partition("\n")
    named = (passage.partition("\n") for passage in rest)
    passages = Passages((name.strip(), words.strip()) for name, _, words in named)
    return Text(question.strip(), hint.strip(), passages)
