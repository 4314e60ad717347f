"""Words that visitors read stand in texts by their ids: in Python and in styles there are none."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PYTHON = sorted(path for path in (ROOT / "pages").rglob("*.py") if path.parent.name != "words")
WORDS = re.compile(r"[A-Za-zÀ-ž]{2,}[,;:]? [A-Za-zÀ-ž]{2,}|^[A-Z][a-z]+")
"""Two words, or a word with a capital."""
CODE = re.compile(
    r"<style>|<[a-z]+ class=|[{;]\s*[a-z-]+: |^[.:#@\[]|::|\\[sdw]|Lnan|sans-serif|\n"
    r"|^(top|middle|bottom) (left|center|right)$|^Cf$|^const |^export "
    r"|^([A-Z][a-z]+(-[A-Z][a-z]+)+(, )?)+$|^Vary$|max-age=|filename="
)
"""Styles, patterns, paths, tables to edit, Plotly's places, a category of signs, HTTP's headers."""
MEASURES = {"error rate"}
"""Names that `core` gives to measures."""


def fixed(node):
    """Return the fixed part of a string or of a formatted one."""
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value for part in node.values if isinstance(part, ast.Constant))
    return node.value if isinstance(node, ast.Constant) else None


def unread(tree):
    """Find what no visitor reads: docstrings, errors and log lines, patterns, type names."""
    found = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            found |= {id(each.value) for each in body if isinstance(each, ast.Expr)} - {
                id(each.value)
                for each in body
                if isinstance(each, ast.Expr) and not isinstance(each.value, ast.Constant)
            }
        if isinstance(node, ast.Raise | ast.AnnAssign | ast.arguments):
            inside = node.annotation if isinstance(node, ast.AnnAssign) else node
            found |= {id(each) for each in ast.walk(inside)}
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith(("log.", "re.", "_re")):
            found |= {id(each) for each in ast.walk(node)}
        if isinstance(node, ast.JoinedStr):
            found |= {id(part) for part in node.values}
    return found


def literals(source):
    """List the string literals of a module that look like words, with their lines."""
    tree = ast.parse(source)
    skipped = unread(tree)
    named = ast.ClassDef | ast.alias
    own = MEASURES | {node.name for node in ast.walk(tree) if isinstance(node, named)}
    return [
        (node.lineno, text)
        for node in ast.walk(tree)
        if id(node) not in skipped
        and isinstance(text := fixed(node), str)
        and WORDS.search(text)
        and not CODE.search(text)
        and text not in own
    ]


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_words_stand_in_python(path):
    assert not literals(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "source",
    [
        'st.header("Three questions")',
        'st.button("Stop")',
        'x = f"{name} here is one"',
        'def f():\n    """Doc."""\n    return "class one"',
    ],
)
def test_words_are_found(source):
    assert literals(source)


@pytest.mark.parametrize(
    "source",
    [
        '"""A module of words."""',
        'raise ValueError("must be one of two")',
        'log.exception("page %s failed to draw", name)',
        'words["some-id"]',
        'HEAD = re.compile("[A-Z] and so on")',
        'st.html("<style>.a { color: red }</style>")',
    ],
)
def test_what_is_no_words_is_not(source):
    assert not literals(source)


STYLES = sorted((ROOT / "pages").rglob("*.css"))


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_words_stand_in_a_style(path):
    assert not re.findall(r"content: ['\"][^'\"]*[A-Za-z]", path.read_text(encoding="utf-8"))
