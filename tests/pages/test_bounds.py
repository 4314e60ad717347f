"""Nothing that the server keeps grows without end: every cache has a bound."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted(path for folder in ("core", "pages") for path in (ROOT / folder).rglob("*.py"))
BOUNDS = {
    "cache_data": {"max_entries", "ttl"},
    "cache_resource": {"max_entries", "ttl"},
    "lru_cache": {"maxsize"},
    "cache": set(),  # knows no bound
}


def unbounded(source):
    """Return the lines that make a cache without a bound."""
    tree = ast.parse(source)
    calls = {id(node.func): node for node in ast.walk(tree) if isinstance(node, ast.Call)}
    names = (node for node in ast.walk(tree) if cache_of(node) in BOUNDS)
    return [node.lineno for node in names if not is_bounded(node, calls.get(id(node)))]


def cache_of(node):
    return getattr(node, "attr", None) or getattr(node, "id", None)


def is_bounded(node, call):
    given = {each.arg: each.value for each in call.keywords} if call else {}
    bounds = [given[name] for name in BOUNDS[cache_of(node)] & set(given)]
    return any(not (isinstance(bound, ast.Constant) and bound.value is None) for bound in bounds)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_cache_is_bounded(path):
    assert not unbounded(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "line",
    [
        "@cache\ndef f(): ...",
        "@functools.cache\ndef f(): ...",
        "@lru_cache\ndef f(): ...",
        "@lru_cache(maxsize=None)\ndef f(): ...",
        "@st.cache_data\ndef f(): ...",
        "f = st.cache_resource(g, show_spinner=False)",
    ],
)
def test_a_cache_without_a_bound_is_seen(line):
    assert unbounded(line)


@pytest.mark.parametrize(
    "line", ["@lru_cache(maxsize=8)\ndef f(): ...", "f = st.cache_data(g, max_entries=SOME)"]
)
def test_a_bounded_cache_is_fine(line):
    assert not unbounded(line)
