"""The words of a page in one language: the Markdown file beside its script.

In ``page.en.md`` the `# heading` is the question, and the paragraph under it the quiet line that
says what to drag. Each ``## Title {#id}`` opens a passage. The lines ``- id: words`` of the
passage `words` are the short words: labels, axis titles, options' titles, alternative texts. Ids
are the same in every language. A text may hold ``{names}`` for numbers. Passages with the same
place on every page are `needs` and `afterwards`, what a reader should know before and can do then,
and `questions`, to test oneself, each a `### heading` over its answer.

Where a passage uses a term for the first time, ``[[id|term]]`` lets a reader open its definition,
which stands in ``terms.en.md`` beside this module; ``[[logit]]`` is short for ``[[logit|logit]]``.

Words that several pages share stand in ``shared.en.md`` beside this module. Another language is
another ``.<language>.md`` beside each of these files. What `core` says in English stands in `core`,
and in other languages in ``core.<language>.md``: see `pages.words.core_words`.
"""

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from string import Formatter

SHARED = Path(__file__).with_name("shared.py")
"""Beside it stand the words that all pages share: they can be read like those of a script."""
CORE = Path(__file__).with_name("core.py")
"""Beside it stand translations of what `core` says in English."""
TERMS = Path(__file__).with_name("terms.py")
"""Beside it stand the definitions of terms."""
_FIRST = "en"
_FOUND = {path.name.split(".")[1] for path in SHARED.parent.glob("shared.*.md")}
LANGUAGES = (_FIRST, *sorted(_FOUND - {_FIRST}))
"""Those for which the words that all pages share exist; a text that is not there is English."""
# A formula in a paragraph of its own; Streamlit sets it with the small fractions of running text.
_DISPLAYED = re.compile(r"^\$\$(?=\S)", re.MULTILINE)
_TERM = re.compile(r"\[\[(?P<id>[a-z-]+)(?:\|(?P<shown>[^\]]+))?\]\]")
# Browsers show a line break as a space, which Chinese has none of within a sentence.
_WIDE = r"[\u2018-\u201d\u2026\u3000-\u9fff\uff00-\uffef]"
_BROKEN_LINE = re.compile(
    rf"^(?!#)(.*{_WIDE})\n(?={_WIDE}|(?<=[，。：；？！、）”]\n)(?!\$\$)[$A-Za-z\[(])", re.MULTILINE
)
_HEADING = re.compile(r"^## (.*)$", re.MULTILINE)
_TITLE = re.compile(r"(?P<title>.*?)\s*\{#(?P<id>[a-z0-9-]+)\}\s*")
_WORD = re.compile(r"- (?P<id>\S+): (?P<words>.+)")


class TextError(ValueError):
    """A mistake in a text: the file, and what is wrong in it."""


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """A page's question, its quiet line, and its passages and short words by their ids.

    Attributes
    ----------
    key : tuple
        Names the text and its version: two texts with one key say the same.
    question, hint : str
        The page's heading and the line under it.
    passages, titles : dict of str
        By id, in the order of the file.
    words : dict of str
        Short words by id; those that all pages share among them.
    """

    key: tuple[object, ...]
    question: str
    hint: str
    passages: dict[str, str]
    titles: dict[str, str]
    words: dict[str, str] = field(repr=False)

    def __getitem__(self, name: str) -> str:
        """Return a passage or short words by their id.

        Raises
        ------
        KeyError
            If there are none; the error names the ids of the page.
        """
        for texts in (self.passages, self.words):
            if name in texts:
                return texts[name]
        raise KeyError(
            f"no words {name!r} in {self.key[0]}; its passages: {', '.join(self.passages)}"
        )

    def __contains__(self, name: str) -> bool:
        return name in self.passages or name in self.words

    def title(self, name: str) -> str:
        """Return the heading of a passage."""
        return self.titles[name]

    def fill(self, name: str, /, **values: object) -> str:
        """Return a text with values in the places of its ``{names}``."""
        return self[name].format(**values)

    def fill_each(self, name: str, /, **values: Sequence[object]) -> list[str]:
        """Fill a text once for each step.

        Parameters
        ----------
        name : str
            Id of the text.
        **values : sequence, shape (steps,)
            What stands at its ``{names}`` at each step.
        """
        template = self[name]
        rows = zip(*values.values(), strict=True)
        return [template.format(**dict(zip(values, row, strict=True))) for row in rows]

    def listed(self, items: Sequence[str], by: str = "list") -> str:
        """Join a list as the language does; `by` is the id of the words that join two."""
        joined, *rest = items or [""]
        for item in rest:
            joined = self.fill(by, first=joined, next=item)
        return joined

    def called(self, kind: str, slug: str, otherwise: str = "") -> str:
        """Return the title of an option, ``kind.slug``.

        Parameters
        ----------
        kind : str
            Id of the control, or what it offers: "loss", "data".
        slug : str
            The option as it stands in the link.
        otherwise : str
            For an option without words, as a loss that was added; else the slug itself.
        """
        return self.words.get(f"{kind}.{slug}", otherwise or slug)

    @property
    def self_test(self) -> dict[str, str]:
        """Questions to test oneself, each with its answer."""
        _, *rest = re.split(r"^### ", self["questions"], flags=re.MULTILINE)
        pairs = (each.partition("\n") for each in rest)
        return {question.strip(): answer.strip() for question, _, answer in pairs}


def read(script: str | Path, language: str = _FIRST) -> Text:
    """Read the words that belong to a script; in English if there are none in that language.

    Parameters
    ----------
    script : str or Path
        The script's ``__file__``.
    language : str
        One of LANGUAGES.

    Returns
    -------
    Text
        As the files stand now: an edited text shows at the next run.

    Raises
    ------
    TextError
        If a heading has no id or an id stands twice.
    """
    own, first, shared, core = _files(script, language)
    mine = _version(own) or (first, os.stat(first).st_mtime_ns)
    cores = _version(core)
    return _read(mine, (shared, os.stat(shared).st_mtime_ns), *([cores] if cores else []))


def places(words: str) -> set[str]:
    """Return the ``{names}`` of a text."""
    return {name for _, name, _, _ in Formatter().parse(words) if name}


@lru_cache(maxsize=256)
def _files(script: str | Path, language: str) -> tuple[str, str, str, str]:
    """Name the files of a text: its own, that in the first language, the shared, and core's."""
    own, suffix = Path(script), f".{language}.md"
    paths = own.with_suffix(suffix), own.with_suffix(f".{_FIRST}.md")
    own_path, first = map(str, paths)
    return own_path, first, str(SHARED.with_suffix(suffix)), str(CORE.with_suffix(suffix))


def _version(path: str) -> tuple[str, int] | None:
    try:
        return path, os.stat(path).st_mtime_ns
    except FileNotFoundError:
        return None


@lru_cache(maxsize=256)
def _read(own: tuple[str, int], *others: tuple[str, int]) -> Text:
    question, hint, passages, titles = _parse(*own)
    words = {
        name: said
        for path, version in (*others, own)
        for name, said in _short(_parse(path, version)[2], Path(path)).items()
    }
    passages, titles = ({k: v for k, v in d.items() if k != "words"} for d in (passages, titles))
    return Text((Path(own[0]).name, own, *others), question, hint, passages, titles, words)


@lru_cache(maxsize=256)
def _parse(file: str, _version: int) -> tuple[str, str, dict[str, str], dict[str, str]]:
    path = Path(file)
    text = _DISPLAYED.sub(r"$$\\displaystyle ", path.read_text(encoding="utf-8"))
    text = _BROKEN_LINE.sub(r"\1", text)
    head, *rest = _HEADING.split(text)
    question, _, hint = head.removeprefix("# ").partition("\n")
    passages, titles = {}, {}
    for heading, body in zip(rest[::2], rest[1::2], strict=True):
        found = _TITLE.fullmatch(heading)
        if not found or found["id"] in passages:
            fault = "has no {#id}" if not found else "has the id of another"
            raise TextError(f"{path.name}: the heading {heading.strip()!r} {fault}")
        passage = body if found["id"] == "words" else _TERM.sub(_link, body)
        passages[found["id"]], titles[found["id"]] = passage.strip(), found["title"]
    return question.strip(), hint.strip(), passages, titles


def _link(term: re.Match[str]) -> str:
    return f"[{term['shown'] or term['id']}](#term-{term['id']})"


def _short(passages: Mapping[str, str], path: Path) -> dict[str, str]:
    """Read the lines ``- id: words`` of the passage `words`."""
    words: dict[str, str] = {}
    for line in passages.get("words", "").splitlines():
        found = _WORD.fullmatch(line.strip())
        if not found or found["id"] in {*words, *passages}:
            fault = "is not '- id: words'" if not found else "has the id of another"
            raise TextError(f"{path.name}: the line {line.strip()!r} {fault}")
        words[found["id"]] = found["words"]
    return words
