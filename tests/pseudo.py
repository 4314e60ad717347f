"""Languages that nobody speaks: each shows what a real one may do to a page.

They are made from the English texts: ids, places for numbers, formulas, links and code stay.
"""

import json
import math
import re
import tomllib
from collections.abc import Callable
from pathlib import Path

HOSTILE = """<b class="alive">&amp;</b><img src=x onerror="window.alive=1">'"`%s"""
"""What would be seen, or run, where words are taken for markup."""


def longer(words: str) -> str:
    """Make every word 40 % longer."""
    return re.sub(r"\w+", lambda word: word[0] + word[0][: math.ceil(0.4 * len(word[0]))], words)


def twice(words: str) -> str:
    """Say everything twice."""
    return re.sub(r"\S(?:.*\S)?", r"\g<0> \g<0>", words, flags=re.DOTALL)


def from_the_right(words: str) -> str:
    """Mark words as written from right to left."""
    return f"\u2067{words}\u2069" if words.strip() else words


def hostile(words: str) -> str:
    """Put signs among the words that HTML, Markdown, styles and scripts give a meaning."""
    return f"{words}{HOSTILE}" if re.search(r"\w", words) else words


LANGUAGES: dict[str, Callable[[str], str]] = {
    "xx-double": twice,
    "xx-long-rtl": lambda words: from_the_right(longer(words)),
    "xx-markup": hostile,
}
KEPT = re.compile(
    r"(\$\$.+?\$\$|\$[^$\n]+(?:\n[^$\n]+)*?\$|`[^`\n]*`|\{\{.*?\}\}|\{[^{}\n]*\}|\[\[[a-z-]+\|?|\]\]"
    r"|\]\([^)\n]*\)|<[^>\n]*>|\*+|\||-{3,}|^- [a-z0-9.-]+: |^\s*(?:#+|-|\d+\.)\s|\n)",
    re.MULTILINE | re.DOTALL,
)
"""What stays: formulas, code, places, terms, links, tags, emphasis, tables, ids, line starts."""
CODE = re.compile(r"^(## [^\n]*\{#open-in-python\}\n.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)


def translated(text: str, say: Callable[[str], str]) -> str:
    """Write the text of a page in such a language."""
    parts = CODE.split(text)
    return "".join(part if k % 2 else _around(part, say) for k, part in enumerate(parts))


def _around(text: str, say: Callable[[str], str]) -> str:
    parts = KEPT.split(text)
    return "".join(part if k % 2 else say(part) for k, part in enumerate(parts))


def write(root: Path, *languages: str) -> None:
    """Add such languages to a copy of the project, as files beside the English ones."""
    for english in (root / "pages").rglob("*.en.md"):
        text = english.read_text("utf-8")
        for language in languages:
            path = english.with_suffix("").with_suffix(f".{language}.md")
            path.write_text(translated(text, LANGUAGES[language]), encoding="utf-8")
    for lecture in (root / "pages" / "lectures").glob("*.zh.toml"):
        name = lecture.name.partition(".")[0]
        table = tomllib.loads(lecture.with_name(f"{name}.toml").read_text("utf-8"))
        said = tomllib.loads(lecture.read_text("utf-8"))
        for language in languages:
            path = lecture.with_name(f"{name}.{language}.toml")
            path.write_text(_lecture(table, said, LANGUAGES[language]), encoding="utf-8")


def _lecture(table: dict, said: dict, say: Callable[[str], str]) -> str:
    """Write those words of a lecture that its translation `said` has."""
    lines = [f"title = {_string(say(table['title']))}"]
    for scene, fields in zip(table["scene"], said["scene"], strict=True):
        lines.append("[[scene]]")
        lines += (f"{name} = {_string(_said(scene[name], say))}" for name in fields)
    return "\n".join(lines)


def _string(words: str | list[str]) -> str:
    return json.dumps(words, ensure_ascii=False)


def _said(words: str | list[str], say: Callable[[str], str]) -> str | list[str]:
    return say(words) if isinstance(words, str) else [say(each) for each in words]
